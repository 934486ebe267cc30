// Gather and scatter with every kind of dimension numbers.
#include <algorithm>

#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

enum class Role : uint8_t { kBatching, kDropped, kWindow };

// Dimension numbers that gather and scatter share: the operand's dimensions are batching, dropped (collapsed or
// inserted) or walked by the window; index vectors lie along one dimension of the indices, or each is a single index.
struct Shape {
  Dims operand, indices, slice;
  std::vector<int64_t> batching, indexBatching, dropped, window, map;
  int64_t vectorDim = 0;
  Dims result;                   // of gather; of the updates of scatter
  std::vector<int64_t> offsets;  // where the window lies in it
};

struct ShapeOptions {
  bool batching = false;
  bool rowsOnly = false;     // the first dimension looked up, the rest whole
  bool wholeNamed = false;   // a dimension that is sliced whole is named by the map too
  bool noVectorDim = false;  // index_vector_dim is the indices' rank
  bool noIndices = false;    // index vectors have no elements
  bool disjoint = false;     // windows meet only where index vectors are equal
  bool largeDims = false;    // looked-up dimensions beyond what 8 bits hold
};

Shape randomShape(ProgramBuilder& b, const ShapeOptions& options) {
  Shape s;
  const int64_t rank = options.rowsOnly ? b.rng().between(1, 3) : b.rng().between(options.batching ? 2 : 1, 4);
  s.operand = b.dims(static_cast<int>(rank), static_cast<int>(rank), 2000);
  if (options.largeDims) {
    s.operand.assign(static_cast<size_t>(rank), 2);
    s.operand[b.rng().below(static_cast<uint64_t>(rank))] = b.rng().between(120, 300);
  }
  std::vector<Role> roles(static_cast<size_t>(rank), Role::kWindow);
  for (int64_t d = 0; d < rank; ++d) {
    Role& role = roles[static_cast<size_t>(d)];
    if (options.rowsOnly) {
      role = d == 0 ? Role::kDropped : Role::kWindow;
    } else if (options.batching && (d == 0 || b.chance(3)) && s.operand[d] <= 20 && s.batching.size() < 2) {
      role = Role::kBatching;
    } else {
      role = b.chance(2) ? Role::kDropped : Role::kWindow;
    }
    // A dropped dimension has slices of one element.
    if (role == Role::kDropped && s.operand[d] == 0) role = Role::kWindow;
    if (role == Role::kBatching) s.batching.push_back(d);
    if (role == Role::kDropped) s.dropped.push_back(d);
    if (role == Role::kWindow) s.window.push_back(d);
  }
  for (int64_t d = 0; d < rank; ++d) {
    const int64_t size = s.operand[d];
    const bool whole = options.rowsOnly || b.chance(3);
    s.slice.push_back(roles[static_cast<size_t>(d)] != Role::kWindow ? std::min<int64_t>(size, 1)
                      : whole                                        ? size
                              : b.rng().between(std::min<int64_t>(size, 1), size));
  }
  for (int64_t d : b.shuffled(rank)) {
    const Role role = roles[static_cast<size_t>(d)];
    if (role == Role::kBatching || options.noIndices) continue;
    const bool sliced = s.slice[d] < s.operand[d];
    if (role == Role::kDropped ? options.rowsOnly || !b.chance(5)
                               : !options.disjoint && (sliced ? !b.chance(4) : options.wholeNamed && !b.chance(3)))
      s.map.push_back(d);
  }
  if (options.disjoint) {
    // Windows along dimensions without an index begin at 0: they meet only where the index vectors agree.
    for (int64_t d : s.window) s.slice[d] = b.chance(2) ? s.operand[d] : s.slice[d];
  }
  // The indices: batching dimensions and free ones in any order, with the index vectors' dimension somewhere.
  const int64_t freeDims = b.rng().between(0, 2), batchRank = freeDims + static_cast<int64_t>(s.batching.size());
  Dims batch(static_cast<size_t>(batchRank), 0);
  const std::vector<int64_t> order = b.shuffled(batchRank);
  s.indexBatching.clear();
  std::vector<int64_t> batchAt;
  for (size_t i = 0; i < s.batching.size(); ++i) {
    batchAt.push_back(order[i]);
    batch[static_cast<size_t>(order[i])] = s.operand[s.batching[i]];
  }
  for (size_t i = s.batching.size(); i < order.size(); ++i)
    batch[static_cast<size_t>(order[i])] = std::min<int64_t>(b.size(), 12);
  const bool implicit = s.map.size() == 1 && (options.noVectorDim || b.chance(6));
  s.vectorDim = implicit ? batchRank : b.chance(3) ? b.rng().between(0, batchRank) : batchRank;
  s.indices = batch;
  if (!implicit) s.indices.insert(s.indices.begin() + s.vectorDim, static_cast<int64_t>(s.map.size()));
  for (int64_t at : batchAt) s.indexBatching.push_back(!implicit && at >= s.vectorDim ? at + 1 : at);
  // The result: the batch with the window's dimensions among it, in order.
  std::vector<int64_t> places = b.shuffled(batchRank + static_cast<int64_t>(s.window.size()));
  places.resize(s.window.size());
  std::sort(places.begin(), places.end());
  if (options.rowsOnly || b.chance(3)) {
    for (size_t i = 0; i < places.size(); ++i) places[i] = batchRank + static_cast<int64_t>(i);
  }
  s.offsets = places;
  size_t nextWindow = 0, nextBatch = 0;
  for (int64_t d = 0; d < batchRank + static_cast<int64_t>(s.window.size()); ++d) {
    if (nextWindow < places.size() && places[nextWindow] == d) {
      s.result.push_back(s.slice[s.window[nextWindow++]]);
    } else {
      s.result.push_back(batch[nextBatch++]);
    }
  }
  return s;
}

ShapeOptions optionsOf(const std::string& name) {
  ShapeOptions options;
  options.batching = name == "batching dims";
  options.rowsOnly = name == "rows";
  options.wholeNamed = name == "whole slice named";
  options.noVectorDim = name == "implicit vector dim";
  options.noIndices = name == "no indices";
  options.largeDims = name == "large dims, any index type";
  return options;
}

int64_t largestIndex(DType dtype) {
  return isUnsignedInteger(dtype) ? (dtypeBits(dtype) == 8 ? 255 : 65535) : dtypeBits(dtype) == 8 ? 127 : 32767;
}

ValueId indicesOf(ProgramBuilder& b, const Shape& s, bool anyType) {
  const DType dtype = anyType || b.chance(3) ? b.pick(kIndexTypes) : DType::kI32;
  int64_t top = 0;
  for (int64_t d : s.map) top = std::max(top, s.operand[d] - s.slice[d]);
  if (b.chance(8)) return b.argument({dtype, s.indices}, {ValueKind::kSpecial});
  const bool outside = b.chance(2);
  return b.argument({dtype, s.indices}, {ValueKind::kRange, outside && !isUnsignedInteger(dtype) ? -2 : 0,
                                         std::min(top + (outside ? 2 : 0), largestIndex(dtype))});
}

void makeGather(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const ShapeOptions options = optionsOf(form.name);
  const Shape s = randomShape(b, options);
  b.tolerance.signedZeros = true;
  const ValueId operand = b.mixed(b.argument({dtype, s.operand}, {b.exactOrSpecial()}));
  const ValueId indices = indicesOf(b, s, options.largeDims);
  AttrDict attrs = attrsOf({{"offset_dims", s.offsets},
                            {"collapsed_slice_dims", s.dropped},
                            {"start_index_map", s.map},
                            {"index_vector_dim", s.vectorDim},
                            {"slice_sizes", IntsAttr(s.slice.begin(), s.slice.end())}});
  if (options.batching) {
    attrs.set("operand_batching_dims", s.batching);
    attrs.set("start_indices_batching_dims", s.indexBatching);
  }
  b.result(b.mixed(b.node(OpKind::kGather, {operand, indices}, attrs)));
}

// Index vectors that name no element of the operand twice, in range and a few out of it.
Tensor distinctIndices(ProgramBuilder& b, const Shape& s) {
  Tensor out({DType::kI32, s.indices});
  // Index vectors numbered in row-major order of the dimensions looked up.
  int64_t places = 1;
  for (int64_t d : s.map) places *= s.operand[d];
  std::vector<int64_t> order = b.shuffled(std::max<int64_t>(places, 1));
  const Dims strides = rowMajorStrides(s.indices);
  const bool hasVector = s.vectorDim < static_cast<int64_t>(s.indices.size());
  const int64_t along = hasVector ? strides[s.vectorDim] : 1, length = hasVector ? s.indices[s.vectorDim] : 1;
  int64_t next = 0;
  for (int64_t flat = 0; flat < out.elements(); ++flat) {
    if (hasVector && flat / along % length != 0) continue;  // not the first of a vector
    int64_t place = next < static_cast<int64_t>(order.size()) ? order[static_cast<size_t>(next)] : -1;
    ++next;
    for (size_t i = 0; i < s.map.size(); ++i) {
      const int64_t size = std::max<int64_t>(s.operand[s.map[i]], 1);
      out.setInt(flat + static_cast<int64_t>(i) * along, place < 0 ? -1 : place % size);
      if (place >= 0) place /= size;
    }
  }
  return out;
}

// One operation of an update with the element it meets, whatever the order of the updates.
ValueId combined(ProgramBuilder& b, const std::string& how, ValueId element, ValueId update, ValueId outer) {
  const DType dtype = b.type(element).dtype;
  if (how == "replace") return update;
  if (how == "maximum") return b.node(OpKind::kMaximum, {element, update});
  if (how == "minimum") return b.node(OpKind::kMinimum, {element, update});
  if (how == "multiply") return b.node(OpKind::kMultiply, {element, update});
  if (how == "unknown body")
    return b.node(dtype == DType::kI1 ? OpKind::kXor : OpKind::kAdd, {element, b.node(OpKind::kAdd, {update, update})});
  if (how == "captured value") return b.node(OpKind::kMaximum, {element, b.node(OpKind::kMinimum, {update, outer})});
  return b.node(OpKind::kAdd, {element, update});
}

void makeScatter(ProgramBuilder& b, const OpForm& form, DType dtype) {
  ShapeOptions options = optionsOf(form.name);
  const bool replaces = form.name == "replace";
  options.disjoint = replaces;
  const Shape s = randomShape(b, options);
  const bool several = form.name == "several inputs";
  std::vector<DType> dtypes = {dtype};
  if (several) dtypes.push_back(b.chance(2) ? dtype : b.pick(kNumberTypes));
  const bool products = form.name == "multiply";
  std::vector<ValueId> operands, updates;
  for (DType type : dtypes) {
    const ValueKind kind = products ? ValueKind::kPowers : ValueKind::kExact;
    operands.push_back(b.mixed(b.argument({type, s.operand}, {kind})));
    updates.push_back(b.mixed(b.argument({type, s.result}, {kind})));
  }
  const ValueId outer = form.name == "captured value"
                            ? b.node(OpKind::kAdd, {b.argument({dtype, {}}, {ValueKind::kSmall}), b.scalar(dtype, 1)})
                            : ValueId();
  operands.push_back(replaces ? b.argument(distinctIndices(b, s)) : indicesOf(b, s, options.largeDims));
  operands.insert(operands.end(), updates.begin(), updates.end());
  AttrDict attrs = attrsOf({{"update_window_dims", s.offsets},
                            {"inserted_window_dims", s.dropped},
                            {"scatter_dims_to_operand_dims", s.map},
                            {"index_vector_dim", s.vectorDim}});
  if (options.batching) {
    attrs.set("input_batching_dims", s.batching);
    attrs.set("scatter_indices_batching_dims", s.indexBatching);
  }
  if (replaces && b.chance(2)) attrs.set("unique_indices", true);
  std::vector<TensorType> types;
  for (DType type : dtypes) types.emplace_back(type, s.operand);
  const NodeId id = b.open(OpKind::kScatter, operands, types, attrs);
  const RegionId body = b.graph.addRegion(id), around = b.region();
  std::vector<ValueId> args, results;
  for (int side = 0; side < 2; ++side) {
    for (DType type : dtypes) args.push_back(b.graph.addArgument(body, TensorType(type, {})));
  }
  b.setRegion(body);
  for (size_t i = 0; i < dtypes.size(); ++i)
    results.push_back(combined(b, form.name, args[i], args[dtypes.size() + i], outer));
  b.setResults(results);
  b.setRegion(around);
  b.check(id);
  for (size_t i = 0; i < dtypes.size(); ++i) b.result(b.mixed(b.graph.result(id, i)));
}

}  // namespace

void appendIndexedForms(std::vector<OpForm>& forms) {
  for (const char* name : {"rows", "any dims", "batching dims", "whole slice named", "implicit vector dim",
                           "no indices", "large dims, any index type"})
    forms.push_back({OpKind::kGather, name, kMovedTypes, makeGather});
  for (const char* name : {"rows", "any dims", "batching dims", "whole slice named", "implicit vector dim",
                           "no indices", "large dims, any index type", "several inputs", "minimum", "maximum",
                           "multiply", "unknown body", "captured value"})
    forms.push_back({OpKind::kScatter, name, kSummedTypes, makeScatter});
  forms.push_back({OpKind::kScatter, "replace", kMovedTypes, makeScatter});
}

}  // namespace partita
