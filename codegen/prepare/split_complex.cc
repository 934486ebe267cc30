#include "codegen/prepare/split_complex.h"

#include <algorithm>
#include <cstring>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/number_parts.h"
#include "codegen/prepare/canonical_collectives.h"
#include "codegen/prepare/complex_math.h"
#include "graph/op.h"

namespace partita {
namespace {

// The parts of a constant, in two literals.
std::pair<Literal, Literal> partsOf(const Literal& literal) {
  const TensorType type(partOf(literal.type().dtype), literal.type().dims);
  const auto size = static_cast<size_t>(dtypeBytes(type.dtype));
  std::string bytes[2];
  for (size_t at = 0; at < literal.bytes().size(); at += 2 * size) {
    for (size_t part = 0; part < 2; ++part) bytes[part].append(literal.bytes(), at + part * size, size);
  }
  if (literal.isSplat()) return {Literal::splat(type, bytes[0]), Literal::splat(type, bytes[1])};
  return {Literal(type, bytes[0]), Literal(type, bytes[1])};
}

bool holdsComplex(const Graph& graph, absl::Span<const ValueId> values) {
  return std::any_of(values.begin(), values.end(), [&](ValueId v) { return isComplex(graph.type(v).dtype); });
}

// Ops that do to both parts what they do to the whole.
bool movesParts(OpKind kind) {
  switch (kind) {
    case OpKind::kBroadcastInDim:
    case OpKind::kConcatenate:
    case OpKind::kDynamicSlice:
    case OpKind::kDynamicUpdateSlice:
    case OpKind::kGather:
    case OpKind::kPad:
    case OpKind::kReshape:
    case OpKind::kReverse:
    case OpKind::kSelect:
    case OpKind::kSlice:
    case OpKind::kTranspose:
      return true;
    default:
      return false;
  }
}

class Splitter {
 public:
  explicit Splitter(Graph& graph) : graph_(graph), parts_(graph.values.size()), replacement_(graph.values.size()) {}

  Status run() {
    for (size_t n = 0, count = graph_.nodes.size(); n < count; ++n) {
      const NodeId id(n);
      const OpKind kind = graph_.nodes[id].kind;
      const bool blocks = kind == OpKind::kAllGather || kind == OpKind::kReduceScatter || kind == OpKind::kAllToAll;
      // What is packed around a collective is split as well, its own operands are not.
      if (blocks && graph_.nodes[id].parent.valid() && holdsComplex(graph_, graph_.nodes[id].operands))
        makeBlocksContiguous(graph_, id);
    }
    return walk(graph_.body());
  }

 private:
  bool isComplexValue(ValueId v) const { return isComplex(graph_.type(v).dtype); }
  TensorType partType(const TensorType& type) const { return TensorType(partOf(type.dtype), type.dims); }
  NodeBuilder builder(LocationId location = LocationId()) { return {graph_, region_, location}; }

  ComplexParts& partsAt(ValueId v) {
    if (v.index >= parts_.size()) parts_.resize(graph_.values.size());
    return parts_[v];
  }
  ComplexParts parts(ValueId v) {
    const ComplexParts known = partsAt(v);
    CHECK(known.re.valid(), "no parts of value ", v.index);
    return known;
  }
  // V is in memory: its parts are read there.
  void readParts(ValueId v, LocationId location) {
    NodeBuilder build = builder(location);
    const TensorType type = partType(graph_.type(v));
    const ComplexParts made = {build.node(OpKind::kReal, {v}, type), build.node(OpKind::kImag, {v}, type)};
    partsAt(v) = made;
    native_.insert(v);
  }
  // V as one value, in memory.
  ValueId whole(ValueId v, LocationId location) {
    if (native_.contains(v)) return v;
    const auto known = wholes_.find({v, region_});
    if (known != wholes_.end()) return known->second;
    const ComplexParts own = parts(v);
    const ValueId made = builder(location).node(OpKind::kComplex, {own.re, own.im}, graph_.type(v));
    wholes_[{v, region_}] = made;
    return made;
  }
  ValueId current(ValueId v) const {
    return v.index < replacement_.size() && replacement_[v].valid() ? replacement_[v] : v;
  }
  void replace(ValueId v, ValueId by) {
    if (v.index >= replacement_.size()) replacement_.resize(graph_.values.size());
    replacement_[v] = by;
  }

  // VALUES with two for each complex one.
  std::vector<ValueId> both(const std::vector<ValueId>& values) {
    std::vector<ValueId> out;
    for (ValueId v : values) {
      if (isComplexValue(v)) {
        const ComplexParts own = parts(v);
        out.push_back(own.re);
        out.push_back(own.im);
      } else {
        out.push_back(v);
      }
    }
    return out;
  }
  // The same of the results of a node or the arguments of a region, which are new values.
  std::vector<ValueId> bothNew(const std::vector<ValueId>& values) {
    std::vector<ValueId> out;
    for (ValueId v : values) {
      Value value = graph_.values[v];
      if (!isComplex(value.type.dtype)) {
        graph_.values[v].index = static_cast<uint32_t>(out.size());
        out.push_back(v);
        continue;
      }
      value.type = partType(value.type);
      ComplexParts own;
      for (ValueId* part : {&own.re, &own.im}) {
        value.index = static_cast<uint32_t>(out.size());
        *part = graph_.values.add(value);
        out.push_back(*part);
      }
      partsAt(v) = own;
    }
    return out;
  }

  // A comparator is given the two elements of one operand after the other: SPLIT, what ARGS have become, put so.
  std::vector<ValueId> inPairs(const std::vector<ValueId>& args, const std::vector<ValueId>& split) {
    std::vector<ValueId> out;
    for (size_t i = 0, at = 0; i + 1 < args.size(); i += 2) {
      const size_t parts = isComplexValue(args[i]) ? 2 : 1;
      for (size_t part = 0; part < parts; ++part) {
        for (const size_t side : {size_t{0}, parts}) {
          const ValueId v = split[at + side + part];
          graph_.values[v].index = static_cast<uint32_t>(out.size());
          out.push_back(v);
        }
      }
      at += 2 * parts;
    }
    return out;
  }

  Status walk(RegionId region) {
    const RegionId outer = std::exchange(region_, region);
    const std::vector<NodeId> list = std::move(graph_.regions[region].nodes);
    graph_.regions[region].nodes.clear();
    if (region == graph_.body()) {
      const std::vector<ValueId> args = graph_.regions[region].args;
      for (ValueId v : args) {
        if (isComplexValue(v)) readParts(v, LocationId());
      }
    } else if (holdsComplex(graph_, graph_.regions[region].args)) {
      const std::vector<ValueId> args = graph_.regions[region].args;
      std::vector<ValueId> split = bothNew(args);
      if (graph_.nodes[graph_.regions[region].owner].kind == OpKind::kSort) split = inPairs(args, split);
      graph_.regions[region].args = std::move(split);
    }
    for (NodeId id : list) {
      for (ValueId& v : graph_.nodes[id].operands) v = current(v);
      RETURN_IF_ERROR(visit(id));
    }
    std::vector<ValueId> results = graph_.regions[region].results;
    for (ValueId& v : results) v = current(v);
    if (region != graph_.body()) {
      results = both(results);
    } else {
      for (ValueId& v : results) {
        if (isComplexValue(v)) v = whole(v, locationOf(v));
      }
    }
    graph_.regions[region].results = std::move(results);
    region_ = outer;
    return {};
  }

  LocationId locationOf(ValueId v) const {
    const NodeId producer = graph_.values[v].producer;
    return producer.valid() ? graph_.nodes[producer].location : LocationId();
  }

  void keep(NodeId id) { graph_.regions[region_].nodes.push_back(id); }
  void drop(NodeId id) { graph_.nodes[id].parent = RegionId(); }

  Status visit(NodeId id) {
    const Node node = graph_.nodes[id];
    const LoweringClass lowering = opDef(node.kind).lowering;
    const bool whole =
        isCollective(node.kind) || lowering == LoweringClass::kHostCall || lowering == LoweringClass::kLibrary;
    if (whole) return keepWhole(id, node);
    if (!node.regions.empty()) return carryBoth(id, node);
    if (!holdsComplex(graph_, node.operands) && !holdsComplex(graph_, node.results)) {
      keep(id);
      return {};
    }
    if (node.kind == OpKind::kOptimizationBarrier) return carryBoth(id, node);
    NodeBuilder build = builder(node.location);
    RETURN_IF_ERROR(isComplexValue(node.results[0]) ? makeParts(build, node) : makeReal(build, node));
    drop(id);
    return {};
  }

  // Operands and results of a collective, or of a function of the host or of a library, are memory.
  Status keepWhole(NodeId id, const Node& node) {
    for (size_t i = 0; i < node.operands.size(); ++i) {
      if (!isComplexValue(node.operands[i])) continue;
      const ValueId v = whole(node.operands[i], node.location);
      graph_.nodes[id].operands[i] = v;
    }
    keep(id);
    for (ValueId v : node.results) {
      if (isComplexValue(v)) readParts(v, node.location);
    }
    return {};
  }

  // Reductions, scatters, sorts, loops, branches, barriers: more operands, results and arguments of regions.
  Status carryBoth(NodeId id, const Node& node) {
    if (holdsComplex(graph_, node.operands)) {
      std::vector<ValueId> operands = both(node.operands);
      graph_.nodes[id].operands = std::move(operands);
    }
    for (RegionId region : node.regions) RETURN_IF_ERROR(walk(region));
    if (holdsComplex(graph_, node.results)) {
      std::vector<ValueId> results = bothNew(node.results);
      graph_.nodes[id].results = std::move(results);
    }
    keep(id);
    return {};
  }

  Status refuse(const Node& node) const {
    return unimplemented(opName(node.kind), " at ",
                         graph_.locations.size() > node.location.index && node.location.valid()
                             ? graph_.locations[node.location].toString()
                             : std::string("?"),
                         ": of complex numbers");
  }

  // Ops that give no complex number.
  Status makeReal(NodeBuilder& build, const Node& node) {
    const ComplexParts x = parts(node.operands[0]);
    ComplexMath math(build);
    const TensorType& type = graph_.type(node.results[0]);
    switch (node.kind) {
      case OpKind::kReal:
        replace(node.results[0], x.re);
        return {};
      case OpKind::kImag:
        replace(node.results[0], x.im);
        return {};
      case OpKind::kAbs:
        replace(node.results[0], math.magnitude(x));
        return {};
      case OpKind::kCompare:
        replace(node.results[0], math.compare(x, parts(node.operands[1]), node.attrs.getKeyword("direction")));
        return {};
      case OpKind::kConvert: {
        ValueId out = build.convert(x.re, type.dtype);
        if (type.dtype == DType::kI1)
          out = build.node(OpKind::kOr, {out, build.convert(x.im, DType::kI1)}, build.typeOf(out));
        replace(node.results[0], out);
        return {};
      }
      default:
        return refuse(node);
    }
  }

  // Ops that give a complex number.
  Status makeParts(NodeBuilder& build, const Node& node) {
    const TensorType type = partType(graph_.type(node.results[0]));
    if (movesParts(node.kind)) {
      auto part = [&](ValueId ComplexParts::*which) {
        std::vector<ValueId> operands;
        for (ValueId v : node.operands) operands.push_back(isComplexValue(v) ? parts(v).*which : v);
        return build.node(node.kind, std::move(operands), type, node.attrs);
      };
      const ValueId re = part(&ComplexParts::re), im = part(&ComplexParts::im);
      partsAt(node.results[0]) = {re, im};
      return {};
    }
    ComplexMath math(build);
    ComplexParts made;
    switch (node.kind) {
      case OpKind::kComplex:
        made = {node.operands[0], node.operands[1]};
        break;
      case OpKind::kConstant: {
        auto [re, im] = partsOf(node.attrs.getLiteral("value"));
        made.re = build.constant(std::move(re));
        made.im = build.constant(std::move(im));
        break;
      }
      case OpKind::kIota:
        made.re = build.node(OpKind::kIota, {}, type, node.attrs);
        made.im = build.splat(type, 0);
        break;
      case OpKind::kConvert:
        if (isComplexValue(node.operands[0])) {
          const ComplexParts x = parts(node.operands[0]);
          made.re = build.convert(x.re, type.dtype);
          made.im = build.convert(x.im, type.dtype);
        } else {
          made.re = build.convert(node.operands[0], type.dtype);
          made.im = build.splat(type, 0);
        }
        break;
      case OpKind::kBitcastConvert:
        made = bitcast(build, parts(node.operands[0]), type);
        break;
      case OpKind::kClamp: {
        auto bound = [&](ValueId v) {
          const ComplexParts own = parts(v);
          return ComplexParts{build.broadcast(own.re, type, {}), build.broadcast(own.im, type, {})};
        };
        made = math.extreme(true, bound(node.operands[0]), parts(node.operands[1]));
        made = math.extreme(false, made, bound(node.operands[2]));
        break;
      }
      case OpKind::kDotGeneral:
      case OpKind::kConvolution:
        made = product(build, node, type);
        break;
      default: {
        if (!isElementwise(node)) return refuse(node);
        const ComplexParts x = parts(node.operands[0]),
                           y = node.operands.size() > 1 ? parts(node.operands[1]) : ComplexParts();
        const std::optional<ComplexParts> result = math.apply(scalarOpOf(node), x, y);
        if (!result) return refuse(node);
        made = *result;
        break;
      }
    }
    partsAt(node.results[0]) = made;
    return {};
  }

  // A dot_general of few terms and results as sums of products, in their order: one kernel, and what nearly vanishes
  // does so as in a loop over the terms. Nothing where they are many.
  static constexpr int64_t kFewTerms = 8, kFewProducts = 1 << 12;
  std::optional<ComplexParts> sumOfFew(NodeBuilder& build, const Node& node, const TensorType& type) {
    if (node.kind != OpKind::kDotGeneral) return std::nullopt;
    struct Side {
      ComplexParts parts;
      absl::Span<const int64_t> contract;
      IntsAttr places;  // in the result, of the dimensions that are not summed over
      Dims kept;
    };
    const auto lhsBatch = node.attrs.getInts("lhs_batch"), rhsBatch = node.attrs.getInts("rhs_batch");
    const auto batches = static_cast<int64_t>(lhsBatch.size());
    int64_t next = batches;
    auto side = [&](size_t i, absl::Span<const int64_t> batch, absl::Span<const int64_t> contract) {
      const Dims dims = graph_.type(node.operands[i]).dims;
      Side out{parts(node.operands[i]), contract, {}, {}};
      for (int64_t d = 0; d < static_cast<int64_t>(dims.size()); ++d) {
        if (std::find(contract.begin(), contract.end(), d) != contract.end()) continue;
        const auto at = std::find(batch.begin(), batch.end(), d);
        out.places.push_back(at != batch.end() ? at - batch.begin() : next++);
        out.kept.push_back(dims[static_cast<size_t>(d)]);
      }
      return out;
    };
    const Side x = side(0, lhsBatch, node.attrs.getInts("lhs_contract")),
               y = side(1, rhsBatch, node.attrs.getInts("rhs_contract"));
    Dims summed;
    for (int64_t d : x.contract) summed.push_back(graph_.type(node.operands[0]).dims[static_cast<size_t>(d)]);
    const int64_t terms = elementCount(summed);
    if (terms == 0 || terms > kFewTerms || terms * type.elements() > kFewProducts) return std::nullopt;
    auto term = [&](const Side& s, ValueId v, int64_t number) {
      for (size_t i = summed.size(); i-- > 0; number /= summed[i])
        v = build.slice(v, s.contract[i], number % summed[i], 1);
      return build.broadcast(build.convert(build.reshape(v, s.kept), type.dtype), type, s.places);
    };
    ComplexMath math(build);
    std::optional<ComplexParts> sum;
    for (int64_t k = 0; k < terms; ++k) {
      const ComplexParts product = math.multiply({term(x, x.parts.re, k), term(x, x.parts.im, k)},
                                                 {term(y, y.parts.re, k), term(y, y.parts.im, k)});
      sum = sum ? math.add(*sum, product) : product;
    }
    return sum;
  }

  // Four products of reals.
  ComplexParts product(NodeBuilder& build, const Node& node, const TensorType& type) {
    if (const std::optional<ComplexParts> few = sumOfFew(build, node, type)) return *few;
    const ComplexParts x = parts(node.operands[0]), y = parts(node.operands[1]);
    auto of = [&](ValueId a, ValueId b) { return build.node(node.kind, {a, b}, type, node.attrs); };
    return {build.subtract(of(x.re, y.re), of(x.im, y.im)), build.add(of(x.re, y.im), of(x.im, y.re))};
  }

  // The bits of complex<f64> are those of two complex<f32>, along one more dimension.
  ComplexParts bitcast(NodeBuilder& build, const ComplexParts& x, const TensorType& type) {
    const TensorType from = build.typeOf(x.re);
    if (from.dtype == type.dtype) return x;
    if (from.dtype == DType::kF64) {
      // A double is the parts of one of the two.
      Dims split = from.dims;
      split.push_back(1);
      split.push_back(2);
      const int64_t last = static_cast<int64_t>(split.size()) - 1;
      TensorType halves(DType::kF32, from.dims);
      halves.dims.push_back(2);
      auto halvesOf = [&](ValueId v) { return build.reshape(build.node(OpKind::kBitcastConvert, {v}, halves), split); };
      const ValueId all = build.concatenate({halvesOf(x.re), halvesOf(x.im)}, last - 1);
      return {build.reshape(build.slice(all, last, 0, 1), type.dims),
              build.reshape(build.slice(all, last, 1, 1), type.dims)};
    }
    Dims split = from.dims;
    split.push_back(1);
    const int64_t last = static_cast<int64_t>(split.size()) - 1;
    const ValueId all = build.concatenate({build.reshape(x.re, split), build.reshape(x.im, split)}, last);
    auto doubleOf = [&](int64_t i) {
      Dims pair = type.dims;
      pair.push_back(2);
      return build.node(OpKind::kBitcastConvert, {build.reshape(build.slice(all, last - 1, i, 1), pair)}, type);
    };
    return {doubleOf(0), doubleOf(1)};
  }

  Graph& graph_;
  RegionId region_;
  IdVector<ValueId, ComplexParts> parts_;   // of complex values; invalid: not known
  IdVector<ValueId, ValueId> replacement_;  // of real results of ops that are gone
  absl::flat_hash_set<ValueId> native_;     // complex values that are in memory
  absl::flat_hash_map<std::pair<ValueId, RegionId>, ValueId> wholes_;
};

}  // namespace

Status splitComplex(Graph& graph) {
  const bool any = std::any_of(graph.values.begin(), graph.values.end(),
                               [](const Value& value) { return isComplex(value.type.dtype); });
  if (!any) return {};
  return Splitter(graph).run();
}

}  // namespace partita
