// See canonicalize.h.
#include "codegen/prepare/canonicalize.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "absl/container/flat_hash_map.h"
#include "base/number_parts.h"
#include "codegen/prepare/access.h"
#include "codegen/prepare/canonical_collectives.h"
#include "codegen/prepare/canonical_convolution.h"
#include "codegen/prepare/canonical_product.h"
#include "codegen/prepare/canonical_running.h"
#include "codegen/prepare/canonical_scatter.h"
#include "codegen/prepare/canonical_sort.h"
#include "codegen/prepare/loop_products.h"
#include "codegen/prepare/node_inserter.h"
#include "codegen/prepare/split_complex.h"
#include "graph/expand.h"
#include "graph/op.h"
#include "graph/small_float.h"

namespace partita {

namespace {

// True when LITERAL is a splat of the neutral element of the reduction.
bool isNeutral(const Graph& graph, ValueId init, ScalarOp op) {
  NodeId producer = graph.values[init].producer;
  if (!producer.valid() || graph.nodes[producer].kind != OpKind::kConstant) return false;
  const Literal& literal = graph.nodes[producer].attrs.getLiteral("value");
  double value = literal.asDouble(0);
  DType dtype = literal.type().dtype;
  switch (op) {
    case ScalarOp::kAdd:
      return value == 0;
    case ScalarOp::kOr:
      return value == 0 && dtype == DType::kI1;
    case ScalarOp::kAnd:
      return value == 1 && dtype == DType::kI1;
    case ScalarOp::kMultiply:
      return value == 1;
    case ScalarOp::kMaximum:
      return isFloat(dtype) && value == -std::numeric_limits<double>::infinity();
    case ScalarOp::kMinimum:
      return isFloat(dtype) && value == std::numeric_limits<double>::infinity();
    default:
      return false;
  }
}

void reduceToReshape(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  if (node.operands.size() != 2) return;
  const TensorType in = graph.type(node.operands[0]);
  for (int64_t d : node.attrs.getInts("dims")) {
    if (in.dims[d] != 1) return;
  }
  std::optional<ScalarOp> op = simpleReduction(graph, node.regions[0]);
  if (!op || !isNeutral(graph, node.operands[1], *op)) return;
  NodeBuilder make = NodeBuilder::before(graph, id);
  Dims dims = graph.type(node.results[0]).dims;
  ValueId fresh = make.node(OpKind::kReshape, {node.operands[0]}, TensorType(in.dtype, dims));
  graph.replaceAllUses(node.results[0], fresh);
}

DType unsignedOf(int bits) {
  if (bits <= 4) return bits == 1 ? DType::kI1 : bits == 2 ? DType::kUI2 : DType::kUI4;
  return bits <= 8 ? DType::kUI8 : bits == 16 ? DType::kUI16 : bits == 32 ? DType::kUI32 : DType::kUI64;
}

// The bits of V, of an f6 kind, as ui8: those of its 8-bit form, whose sign is two bits further up.
ValueId bitsOfSix(NodeBuilder& make, ValueId v) {
  const TensorType type = make.typeOf(v), byte(DType::kUI8, type.dims);
  const auto [kind, scale] = eightBitForm(type.dtype);
  const ValueId wide = make.convert(v, DType::kF32);
  const ValueId scaled = make.convert(make.multiply(wide, make.splat(make.typeOf(wide), scale)), kind);
  const ValueId bits = make.node(OpKind::kBitcastConvert, {scaled}, byte);
  const ValueId sign = make.node(OpKind::kShiftRightLogical, {bits, make.splatInt(byte, 2)}, byte);
  return make.node(OpKind::kOr,
                   {make.both(bits, make.splatInt(byte, 0x1F)), make.both(sign, make.splatInt(byte, 0x20))}, byte);
}

// What has the bits of V, of type ui8, in DTYPE, an f6 kind.
ValueId sixOfBits(NodeBuilder& make, ValueId v, DType dtype) {
  const TensorType byte = make.typeOf(v);
  const auto [kind, scale] = eightBitForm(dtype);
  const ValueId sign =
      make.node(OpKind::kShiftLeft, {make.both(v, make.splatInt(byte, 0x20)), make.splatInt(byte, 2)}, byte);
  const ValueId bits = make.node(OpKind::kOr, {make.both(v, make.splatInt(byte, 0x1F)), sign}, byte);
  const ValueId wide =
      make.convert(make.node(OpKind::kBitcastConvert, {bits}, TensorType(kind, byte.dims)), DType::kF32);
  return make.convert(make.multiply(wide, make.splat(make.typeOf(wide), 1 / scale)), dtype);
}

// A bitcast between element sizes as shifts: the shorter elements are the parts of a longer one, lowest bits first,
// along a last dimension that only the array of the shorter ones has.
void splitBitcast(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const TensorType in = graph.type(node.operands[0]), out = graph.type(node.results[0]);
  const int from = dtypeBits(in.dtype), to = dtypeBits(out.dtype);
  if (from == to) return;
  NodeBuilder make = NodeBuilder::before(graph, id);
  const DType source = unsignedOf(from), target = unsignedOf(to);
  auto cast = [&](OpKind kind, ValueId v, DType dtype) {
    const TensorType type = make.typeOf(v);
    return type.dtype == dtype ? v : make.node(kind, {v}, TensorType(dtype, type.dims));
  };
  ValueId result;
  const ValueId bits =
      from == 6 ? bitsOfSix(make, node.operands[0]) : cast(OpKind::kBitcastConvert, node.operands[0], source);
  if (from > to) {
    const TensorType wide(source, out.dims);
    IntsAttr dims(in.dims.size());
    std::iota(dims.begin(), dims.end(), 0);
    AttrDict iota;
    iota.set("dim", int64_t{out.rank() - 1});
    const ValueId part = make.node(OpKind::kIota, {}, wide, std::move(iota));
    const ValueId size = make.constant(Literal::splat(wide, [&] {
      std::string bytes(static_cast<size_t>(dtypeBytes(source)), '\0');
      storeFromInt(source, to, bytes.data());
      return bytes;
    }()));
    const ValueId shift = make.node(OpKind::kMultiply, {part, size}, wide);
    const ValueId shifted =
        make.node(OpKind::kShiftRightLogical, {make.broadcast(bits, wide, std::move(dims)), shift}, wide);
    // A conversion to i1 asks whether there is any bit; to other integers it takes the lowest.
    const bool flags = target == DType::kI1;
    result = cast(OpKind::kConvert, flags ? make.both(shifted, make.splat(wide, 1)) : shifted, target);
  } else {
    const TensorType whole(target, out.dims);
    for (int64_t k = 0; k < to / from; ++k) {
      ValueId part = make.reshape(make.slice(bits, in.rank() - 1, k, 1), out.dims);
      part = cast(OpKind::kConvert, part, target);
      if (k > 0) {
        std::string bytes(static_cast<size_t>(dtypeBytes(target)), '\0');
        storeFromInt(target, k * from, bytes.data());
        part = make.node(OpKind::kShiftLeft, {part, make.constant(Literal::splat(whole, bytes))}, whole);
      }
      result = k == 0 ? part : make.node(OpKind::kOr, {result, part}, whole);
    }
  }
  graph.replaceAllUses(node.results[0],
                       to == 6 ? sixOfBits(make, result, out.dtype) : cast(OpKind::kBitcastConvert, result, out.dtype));
}

// TOTALORDER is the order of the bits as signed integers, those of negative numbers but for the sign turned around.
void totalOrderToIntegers(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const TensorType type = graph.type(node.operands[0]);
  if (!node.attrs.has("compare_type") || node.attrs.getKeyword("compare_type") != "TOTALORDER" ||
      !isFloat(type.dtype)) {
    return;
  }
  NodeBuilder make = NodeBuilder::before(graph, id);
  // The kinds of 8 bits and fewer do not all have the sign in front and NaN at the ends: f32 has their numbers.
  const bool storage = isStorageFloat(type.dtype);
  const int bits = storage ? 32 : dtypeBits(type.dtype);
  const DType dtype = bits == 16 ? DType::kI16 : bits == 32 ? DType::kI32 : DType::kI64;
  const TensorType integers(dtype, type.dims), flags(DType::kI1, type.dims);
  auto splat = [&](int64_t value) {
    std::string bytes(static_cast<size_t>(dtypeBytes(dtype)), '\0');
    storeFromInt(dtype, value, bytes.data());
    return make.constant(Literal::splat(integers, std::move(bytes)));
  };
  const ValueId zero = splat(0), allButSign = splat((int64_t{1} << (bits - 1)) - 1);
  auto key = [&](ValueId v) {
    const ValueId own = storage ? make.convert(v, DType::kF32) : v;
    const ValueId x = make.node(OpKind::kBitcastConvert, {own}, integers);
    AttrDict less;
    less.set("direction", KeywordAttr{"LT"});
    less.set("compare_type", KeywordAttr{"SIGNED"});
    const ValueId negative = make.node(OpKind::kCompare, {x, zero}, flags, std::move(less));
    return make.node(OpKind::kSelect, {negative, make.node(OpKind::kXor, {x, allButSign}, integers), x}, integers);
  };
  AttrDict attrs = node.attrs;
  attrs.set("compare_type", KeywordAttr{"SIGNED"});
  graph.replaceAllUses(node.results[0],
                       make.node(OpKind::kCompare, {key(node.operands[0]), key(node.operands[1])}, flags, attrs));
}

// Integers of less than a byte are multiplied, summed up and sent as bytes: the lowest bits come out the same, and so
// do minimum and maximum. What is combined between devices of floats of 8 bits and fewer is so in f32. NODE has a
// reducer of one op, or none.
void widenSmallTypes(Graph& graph, NodeId id) {
  const bool combines = isCollective(graph.nodes[id].kind);
  auto bytesOf = [&](DType dtype) {
    if (isStorageFloat(dtype) && combines) return DType::kF32;
    if (!isInteger(dtype) || dtypeBits(dtype) >= 8) return dtype;
    return isUnsignedInteger(dtype) ? DType::kUI8 : DType::kI8;
  };
  const std::vector<ValueId> results = graph.nodes[id].results;
  if (!graph.nodes[id].regions.empty()) {
    const RegionId region = graph.nodes[id].regions[0];
    if (!singleBinaryOp(graph, region)) return;
    for (ValueId v : graph.regions[region].args) graph.values[v].type.dtype = bytesOf(graph.type(v).dtype);
    for (ValueId v : graph.regions[region].results) graph.values[v].type.dtype = bytesOf(graph.type(v).dtype);
  }
  for (size_t i = 0; i < graph.nodes[id].operands.size(); ++i) {
    const ValueId v = graph.nodes[id].operands[i];
    const TensorType type = graph.type(v);
    if (bytesOf(type.dtype) == type.dtype) continue;
    NodeBuilder make = NodeBuilder::before(graph, id);
    const ValueId wide = make.node(OpKind::kConvert, {v}, TensorType(bytesOf(type.dtype), type.dims));
    graph.nodes[id].operands[i] = wide;
  }
  for (ValueId v : results) {
    const TensorType type = graph.type(v);
    if (bytesOf(type.dtype) == type.dtype) continue;
    graph.values[v].type.dtype = bytesOf(type.dtype);
    Unpacker(graph, id).replace(
        v, [&](NodeBuilder& make, ValueId raw) { return make.node(OpKind::kConvert, {raw}, type); });
  }
}

// A reducer that computes in a wider type than its operands have gets operands of that type.
void widenReducer(Graph& graph, NodeId id) {
  const Region& body = graph.regions[graph.nodes[id].regions[0]];
  const std::vector<ValueId> args = body.args;
  const size_t inputs = graph.nodes[id].results.size();
  auto widen = [&](size_t operand, DType dtype) {
    const TensorType type = graph.type(graph.nodes[id].operands[operand]);
    if (type.dtype == dtype) return;
    NodeBuilder make = NodeBuilder::before(graph, id);
    const ValueId wide = make.node(OpKind::kConvert, {graph.nodes[id].operands[operand]}, TensorType(dtype, type.dims));
    graph.nodes[id].operands[operand] = wide;
  };
  const OpKind kind = graph.nodes[id].kind;
  for (size_t i = 0; i < inputs; ++i) {
    const DType dtype = isCollective(kind) ? graph.type(args[0]).dtype : graph.type(args[i]).dtype;
    widen(i, dtype);
    if (kind == OpKind::kReduce || kind == OpKind::kReduceWindow) widen(inputs + i, dtype);
    if (kind == OpKind::kScatter) widen(inputs + 1 + i, dtype);
  }
}

// A reducer of several values each of which is combined by an op of its own, without the others: one node for each.
void splitReducer(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const size_t count = node.results.size();
  const Region body = graph.regions[node.regions[0]];
  if (count == 1 || body.nodes.size() != count) return;
  std::vector<OpKind> ops;
  for (size_t i = 0; i < count; ++i) {
    const NodeId producer = graph.values[body.results[i]].producer;
    if (!producer.valid() || graph.nodes[producer].parent != node.regions[0]) return;
    const Node& op = graph.nodes[producer];
    const std::vector<ValueId> own = {body.args[i], body.args[count + i]};
    if (!std::is_permutation(op.operands.begin(), op.operands.end(), own.begin(), own.end()) ||
        !opDef(op.kind).commutative)
      return;
    ops.push_back(op.kind);
  }
  NodeBuilder make = NodeBuilder::before(graph, id);
  for (size_t i = 0; i < count; ++i) {
    const TensorType type = graph.type(node.results[i]);
    const NodeId one = make.nodes(node.kind, {node.operands[i], node.operands[count + i]}, {type}, node.attrs);
    fillReductionRegion(graph, graph.addRegion(one), ops[i], type.dtype);
    graph.replaceAllUses(node.results[i], graph.result(one));
  }
}

// Sums over dimensions on both sides of one that stays (as in batch normalisation with channels in the middle) are two:
// first along the last dimensions, which are contiguous, then over the first ones. In f32 at least in between.
void reduceInTwo(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const std::optional<ScalarOp> op = simpleReduction(graph, node.regions[0]);
  const TensorType in = graph.type(node.operands[0]);
  if (node.operands.size() != 2 || !op || in.elements() == 0) return;
  IntsAttr reduced(node.attrs.getInts("dims").begin(), node.attrs.getInts("dims").end());
  std::sort(reduced.begin(), reduced.end());
  // Behind the last dimension that stays, and before it.
  IntsAttr trailing, leading;
  bool kept = false, between = false;
  for (int64_t d = in.rank(); d-- > 0;) {
    if (std::binary_search(reduced.begin(), reduced.end(), d)) {
      (kept ? leading : trailing).insert((kept ? leading : trailing).begin(), d);
      between |= kept && in.dims[d] > 1;
    } else if (in.dims[d] > 1) {
      kept = true;
    }
  }
  int64_t contiguous = 1;
  for (int64_t d : trailing) contiguous *= in.dims[d];
  if (!between || contiguous == 1) return;
  NodeBuilder make = NodeBuilder::before(graph, id);
  const DType dtype = isFloat(in.dtype) && dtypeBits(in.dtype) <= 16 ? DType::kF32 : in.dtype;
  const TensorType scalar(dtype, {});
  // What changes nothing where it counts twice.
  ValueId first = make.convert(node.operands[1], dtype);
  if (*op == ScalarOp::kAdd) first = make.nothing(scalar);
  if (*op == ScalarOp::kMultiply) first = make.splat(scalar, 1);
  if (*op == ScalarOp::kXor) first = make.splat(scalar, 0);
  auto reduce = [&](ValueId v, ValueId init, IntsAttr dims) {
    TensorType type(dtype, {});
    for (int64_t d = 0; d < make.typeOf(v).rank(); ++d) {
      if (std::find(dims.begin(), dims.end(), d) == dims.end()) type.dims.push_back(make.typeOf(v).dims[d]);
    }
    AttrDict attrs;
    attrs.set("dims", std::move(dims));
    const NodeId made = make.nodes(OpKind::kReduce, {v, init}, {type}, std::move(attrs));
    fillReductionRegion(graph, graph.addRegion(made), *singleBinaryOp(graph, node.regions[0]), dtype);
    return graph.result(made);
  };
  const ValueId rows = reduce(make.convert(node.operands[0], dtype), first, std::move(trailing));
  const ValueId sums = reduce(rows, make.convert(node.operands[1], dtype), std::move(leading));
  graph.replaceAllUses(node.results[0], make.convert(sums, in.dtype));
}

void ifToCase(Graph& graph, NodeId id) {
  ValueId predicate = graph.nodes[id].operands[0];
  NodeBuilder make = NodeBuilder::before(graph, id);
  TensorType scalar(DType::kI32, {});
  ValueId zero = make.constant(Literal::scalar(scalar, 0));
  ValueId one = make.constant(Literal::scalar(scalar, 1));
  ValueId branch = make.node(OpKind::kSelect, {predicate, zero, one}, scalar);
  graph.nodes[id].kind = OpKind::kCase;
  graph.nodes[id].operands = {branch};
}

// What needs its operand in memory (control flow, collectives, updates in place, results of regions) and what reads
// from within a region of its own takes the operand of an optimization_barrier in place of its result. The barrier goes
// on standing between kernels: it keeps equal computations on its two sides apart and in order.
void readThroughBarriers(Graph& graph) {
  auto behind = [&](ValueId v) {
    while (true) {
      const NodeId producer = graph.values[v].producer;
      if (!producer.valid() || graph.nodes[producer].kind != OpKind::kOptimizationBarrier) return v;
      v = graph.nodes[producer].operands[graph.values[v].index];
    }
  };
  for (Region& region : graph.regions) {
    for (ValueId& v : region.results) v = behind(v);
  }
  for (Node& node : graph.nodes) {
    const LoweringClass lowering = opDef(node.kind).lowering;
    const bool all = lowering == LoweringClass::kControl || lowering == LoweringClass::kCollective ||
                     lowering == LoweringClass::kHostCall || lowering == LoweringClass::kLibrary ||
                     lowering == LoweringClass::kScatter || lowering == LoweringClass::kUpdateSlice ||
                     node.kind == OpKind::kConvolution;
    for (ValueId& v : node.operands) {
      if (all || graph.values[v].region != node.parent) v = behind(v);
    }
  }
}

// What a loop carries unchanged is read from outside; simplify() then drops it from the loop.
void captureInvariants(Graph& graph, NodeId id) {
  const Node node = graph.nodes[id];
  const RegionId condition = node.regions[0], body = node.regions[1];
  for (size_t i = 0; i < node.operands.size(); ++i) {
    ValueId arg = graph.regions[body].args[i];
    if (graph.regions[body].results[i] != arg) continue;
    graph.replaceAllUses(arg, node.operands[i]);
    graph.replaceAllUses(graph.regions[condition].args[i], node.operands[i]);
    graph.replaceAllUses(node.results[i], node.operands[i]);
  }
}

// Splat constants that the regions of while and case read from outside are repeated inside, where they cost nothing.
void sinkConstants(Graph& graph) {
  const size_t regions = graph.regions.size();
  for (size_t r = 0; r < regions; ++r) {
    const RegionId region(r);
    const NodeId owner = graph.regions[region].owner;
    if (!owner.valid()) continue;
    const OpKind kind = graph.nodes[owner].kind;
    if (kind != OpKind::kWhile && kind != OpKind::kCase) continue;
    absl::flat_hash_map<ValueId, ValueId> copies;
    auto local = [&](ValueId v) {
      const NodeId producer = graph.values[v].producer;
      if (!producer.valid() || graph.nodes[producer].kind != OpKind::kConstant ||
          graph.nodes[producer].parent == region)
        return v;
      const Literal& literal = graph.nodes[producer].attrs.getLiteral("value");
      if (!literal.isSplat() && literal.type().elements() != 1) return v;
      auto [it, isNew] = copies.emplace(v, v);
      if (isNew) {
        AttrDict attrs = graph.nodes[producer].attrs;
        const LocationId location = graph.nodes[producer].location;
        TensorType type = graph.type(v);
        it->second = graph.result(
            graph.addNode(region, OpKind::kConstant, {}, {std::move(type)}, std::move(attrs), location, 0));
      }
      return it->second;
    };
    const std::vector<NodeId> nodes = graph.regions[region].nodes;
    for (NodeId n : nodes) {
      for (size_t i = 0; i < graph.nodes[n].operands.size(); ++i) {
        ValueId v = local(graph.nodes[n].operands[i]);
        graph.nodes[n].operands[i] = v;
      }
    }
    for (size_t i = 0; i < graph.regions[region].results.size(); ++i) {
      ValueId v = local(graph.regions[region].results[i]);
      graph.regions[region].results[i] = v;
    }
  }
}

}  // namespace

void settleOperands(Graph& graph) {
  readThroughBarriers(graph);
  sinkConstants(graph);
}

Status canonicalize(Graph& graph) {
  for (size_t n = 0, count = graph.nodes.size(); n < count; ++n) {
    const Node& node = graph.nodes[NodeId(n)];
    const bool reduces = node.kind == OpKind::kAllReduce || node.kind == OpKind::kReduceScatter;
    if (reduces && node.parent.valid()) combineByRegion(graph, NodeId(n));
  }
  RETURN_IF_ERROR(expandAll(graph));
  RETURN_IF_ERROR(splitComplex(graph));
  std::vector<NodeId> all;
  for (size_t r = 0; r < graph.regions.size(); ++r) {
    const Region& region = graph.regions[RegionId(r)];
    all.insert(all.end(), region.nodes.begin(), region.nodes.end());
  }
  for (NodeId id : all) {
    switch (graph.nodes[id].kind) {
      case OpKind::kBitcastConvert:
        splitBitcast(graph, id);
        break;
      case OpKind::kIf:
        ifToCase(graph, id);
        break;
      case OpKind::kWhile:
        captureInvariants(graph, id);
        productsBeforeLoop(graph, id);
        break;
      case OpKind::kCompare:
        totalOrderToIntegers(graph, id);
        break;
      case OpKind::kReduce:
        widenReducer(graph, id);
        splitReducer(graph, id);
        reduceInTwo(graph, id);
        reduceToReshape(graph, id);
        break;
      case OpKind::kReduceWindow:
        widenReducer(graph, id);
        splitReducer(graph, id);
        RETURN_IF_ERROR(canonicalRunning(graph, id));
        break;
      case OpKind::kAllReduce:
        widenReducer(graph, id);
        widenSmallTypes(graph, id);
        break;
      case OpKind::kConvolution:
        widenSmallTypes(graph, id);
        canonicalConvolution(graph, id);
        break;
      case OpKind::kDotGeneral:
        widenSmallTypes(graph, id);
        break;
      case OpKind::kScatter:
        widenReducer(graph, id);
        canonicalScatter(graph, id);
        break;
      case OpKind::kSort:
        canonicalSort(graph, id);
        break;
      case OpKind::kReduceScatter:
        widenReducer(graph, id);
        widenSmallTypes(graph, id);
        makeBlocksContiguous(graph, id);
        break;
      case OpKind::kAllGather:
      case OpKind::kAllToAll:
        // Of complex numbers they are already (split_complex.h).
        if (isComplex(graph.type(graph.nodes[id].operands[0]).dtype)) break;
        makeBlocksContiguous(graph, id);
        break;
      default:
        break;
    }
  }
  orderProducts(graph);
  graph.compact();
  return absl::OkStatus();
}

}  // namespace partita
