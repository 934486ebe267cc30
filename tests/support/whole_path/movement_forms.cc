// Ops that place elements.
#include <algorithm>

#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

ValueId input(ProgramBuilder& b, DType dtype, int minRank, int maxRank, int64_t maxElements = 3000) {
  b.tolerance.signedZeros = true;
  return b.mixed(b.argument({dtype, b.dims(minRank, maxRank, maxElements)}, {b.exactOrSpecial()}));
}

void makeBroadcast(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const ValueId x = input(b, dtype, 0, 4, 200);
  Dims shape = b.type(x).dims;
  std::vector<int64_t> where;
  // The operand's dimensions, those of size 1 stretched, among new ones; in any order.
  Dims out;
  for (int64_t size : shape) out.push_back(size == 1 && b.chance(2) ? std::max<int64_t>(1, b.size() % 9) : size);
  const int64_t more = b.rng().between(0, 2);
  std::vector<int64_t> order =
      form.name == "permuted" ? b.shuffled(static_cast<int64_t>(out.size()) + more) : std::vector<int64_t>();
  if (order.empty()) {
    std::vector<int64_t> kept = b.shuffled(static_cast<int64_t>(out.size()) + more);
    kept.resize(out.size());
    std::sort(kept.begin(), kept.end());
    order = kept;
  }
  Dims result(out.size() + static_cast<size_t>(more), 1);
  for (int64_t& size : result) size = std::max<int64_t>(1, b.size() % 9);
  for (size_t d = 0; d < out.size(); ++d) {
    where.push_back(order[d]);
    result[static_cast<size_t>(order[d])] = out[d];
  }
  b.result(b.mixed(b.broadcast(x, result, where)));
}

void makeConcatenate(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const ValueId first = input(b, dtype, 1, 4, 1000);
  const int64_t dim = b.rng().between(0, b.type(first).rank() - 1);
  std::vector<ValueId> operands = {first};
  const int64_t more = form.name == "one operand" ? 0 : b.rng().between(1, 3);
  for (int64_t i = 0; i < more; ++i) {
    if (form.name == "same operand twice" && i == 0) {
      operands.push_back(first);
      continue;
    }
    TensorType type = b.type(first);
    type.dims[dim] = b.size() % 20;
    operands.push_back(b.mixed(b.argument(type, {b.exactOrSpecial()})));
  }
  b.result(b.mixed(b.node(OpKind::kConcatenate, operands, attrsOf({{"dim", dim}}))));
}

// Parts of one array, or of two, put side by side: a roll, an overlap, a part of all that.
void makeConcatenatedSlices(ProgramBuilder& b, const OpForm&, DType dtype) {
  TensorType type(dtype, b.dims(1, 3, 60));
  const int64_t dim = b.rng().between(0, type.rank() - 1);
  type.dims[dim] = b.rng().between(1, 24);
  const ValueKind kind = b.exactOrSpecial();
  const ValueId x = b.argument(type, {kind}), y = b.chance(2) ? x : b.argument(type, {kind});
  auto sliced = [&](ValueId v, int64_t begin, int64_t end) {
    const TensorType& from = b.graph.type(v);
    IntsAttr start(static_cast<size_t>(from.rank()), 0), limit(from.dims.begin(), from.dims.end()),
        strides(static_cast<size_t>(from.rank()), 1);
    start[dim] = begin;
    limit[dim] = end;
    return b.node(OpKind::kSlice, {v}, attrsOf({{"start", start}, {"limit", limit}, {"strides", strides}}));
  };
  const int64_t size = type.dims[dim], at = b.rng().between(0, size), other = b.rng().between(0, size);
  std::vector<ValueId> parts{sliced(x, at, size), b.chance(2) ? sliced(y, 0, at) : sliced(y, 0, other)};
  if (b.chance(3)) parts.push_back(b.chance(2) ? x : y);
  ValueId out = b.node(OpKind::kConcatenate, parts, attrsOf({{"dim", dim}}));
  const int64_t total = b.graph.type(out).dims[dim];
  if (b.chance(3)) out = sliced(out, b.rng().between(0, total / 2), b.rng().between(total / 2, total));
  b.result(b.mixed(out));
}

void makeConstant(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const TensorType type(dtype, b.dims(0, 4, 600));
  b.tolerance.signedZeros = true;
  const ValueId value = form.name == "splat" ? b.node(OpKind::kConstant, {},
                                                      attrsOf({{"value", Literal::scalar(type, b.chance(2) ? 1 : 0)}}))
                                             : b.constant(randomTensor(type, {b.exactOrSpecial()}, b.rng().next()));
  // Beside an argument, so that there is something to run.
  const ValueId x = b.argument(type, {ValueKind::kExact});
  b.result(b.mixed(value));
  b.result(b.node(OpKind::kMaximum, {b.mixed(x), value}));
  b.tolerance.signedZeros = false;
}

// Beyond what the type counts exactly, or at all, and cut there.
void makeWideIota(ProgramBuilder& b, const OpForm&, DType dtype) {
  TensorType type(dtype, Dims(static_cast<size_t>(b.rng().between(1, 3)), 1));
  const int64_t dim = b.rng().between(0, type.rank() - 1);
  type.dims[dim] = b.pick<int64_t>({257, 300, 513, 1000, 2500});
  const ValueId iota = b.typed(OpKind::kIota, {}, type, attrsOf({{"dim", dim}}));
  const size_t axes = b.graph.meshes[MeshId(0)].axes.size();
  Sharding sharding = Sharding::replicatedOver(MeshId(0), type.rank());
  sharding.dims[static_cast<size_t>(dim)].axes = {{static_cast<int32_t>(b.rng().below(axes))}};
  b.result(b.mixed(b.node(OpKind::kShardingConstraint, {iota}, attrsOf({{"sharding", ShardingsAttr{sharding}}}))));
  b.result(b.argument({DType::kF32, {4}}));
}

void makeIota(ProgramBuilder& b, const OpForm&, DType dtype) {
  TensorType type(dtype, b.dims(1, 4));
  const int64_t dim = b.rng().between(0, type.rank() - 1);
  if (dtypeBits(dtype) == 4) {
    type.dims[dim] = std::min<int64_t>(type.dims[dim], 8);
  } else if (b.chance(2)) {
    // Beyond what the type counts exactly, or at all.
    const std::vector<int64_t> sizes = {257, 300, 513, 1000, 2500};
    type.dims.assign(type.dims.size(), 1);
    type.dims[dim] = b.pick(sizes);
  }
  b.result(b.mixed(b.typed(OpKind::kIota, {}, type, attrsOf({{"dim", dim}}))));
  b.result(b.argument({DType::kF32, {4}}));
}

// Start indices: in and out of range, of any integer type, one of them now and then a constant.
std::vector<ValueId> starts(ProgramBuilder& b, const Dims& dims, DType index) {
  std::vector<ValueId> out;
  for (int64_t size : dims) {
    const int64_t top = dtypeBits(index) == 8 ? (isUnsignedInteger(index) ? 255 : 127) : 30000;
    const int64_t low = isUnsignedInteger(index) || b.chance(2) ? 0 : -3, high = std::min(size + 3, top);
    if (b.chance(4)) {
      out.push_back(b.scalar(index, static_cast<double>(b.rng().between(low, high))));
    } else {
      out.push_back(b.argument({index, {}},
                               b.chance(6) ? ValueSpec{ValueKind::kSpecial} : ValueSpec{ValueKind::kRange, low, high}));
    }
  }
  return out;
}

Dims within(ProgramBuilder& b, const Dims& dims) {
  Dims out;
  for (int64_t size : dims)
    out.push_back(b.chance(3) ? size : b.rng().between(size > 0 && !b.chance(12) ? 1 : 0, size));
  return out;
}

void makeDynamicSlice(ProgramBuilder& b, const OpForm&, DType dtype) {
  const ValueId x = input(b, dtype, 0, 4);
  const Dims dims = b.type(x).dims, sizes = within(b, dims);
  std::vector<ValueId> operands = {x};
  for (ValueId start : starts(b, dims, b.pick(kIndexTypes))) operands.push_back(start);
  b.result(
      b.mixed(b.node(OpKind::kDynamicSlice, operands, attrsOf({{"sizes", IntsAttr(sizes.begin(), sizes.end())}}))));
}

void makeDynamicUpdateSlice(ProgramBuilder& b, const OpForm&, DType dtype) {
  const ValueId x = input(b, dtype, 0, 4);
  const Dims dims = b.type(x).dims;
  std::vector<ValueId> operands = {x, b.mixed(b.argument({dtype, within(b, dims)}, {b.exactOrSpecial()}))};
  for (ValueId start : starts(b, dims, b.pick(kIndexTypes))) operands.push_back(start);
  b.result(b.mixed(b.node(OpKind::kDynamicUpdateSlice, operands)));
}

void makePad(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const ValueId x = input(b, dtype, 0, 4, 600);
  const ValueId value = b.chance(2) ? b.scalar(dtype, 1) : b.argument({dtype, {}}, {ValueKind::kSmall});
  const bool negative = form.name == "negative", inside = form.name == "interior";
  IntsAttr low, high, interior;
  for (int64_t size : b.type(x).dims) {
    interior.push_back(inside ? b.rng().between(0, 2) : 0);
    const int64_t full = size + std::max<int64_t>(size - 1, 0) * interior.back();
    const int64_t cut = negative ? b.rng().between(0, full) : 0;
    const int64_t cutLow = b.rng().between(0, cut);
    low.push_back(cutLow > 0 ? -cutLow : b.rng().between(0, 3));
    high.push_back(cut > cutLow ? -(cut - cutLow) : b.rng().between(0, 3));
  }
  b.result(b.mixed(b.node(OpKind::kPad, {x, value}, attrsOf({{"low", low}, {"high", high}, {"interior", interior}}))));
}

// The factors of the element count, dealt out anew.
void makeReshape(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const ValueId x = input(b, dtype, 0, 4);
  const Dims dims = b.type(x).dims;
  Dims out;
  if (form.name == "merge") {
    for (size_t d = 0; d < dims.size(); ++d) {
      if (!out.empty() && b.chance(2)) {
        out.back() *= dims[d];
      } else {
        out.push_back(dims[d]);
      }
    }
  } else {
    for (int64_t size : dims) {
      int64_t rest = size;
      for (int64_t factor : {2, 3, 2, 5}) {
        if (rest > factor && rest % factor == 0 && b.chance(2)) {
          out.push_back(factor);
          rest /= factor;
        }
      }
      out.push_back(rest);
    }
    if (form.name == "regroup") {
      std::vector<int64_t> order(out.begin(), out.end());
      b.rng().shuffle(&order);
      out.assign(order.begin(), order.end());
      Dims merged;
      for (int64_t size : out) {
        if (!merged.empty() && b.chance(3)) {
          merged.back() *= size;
        } else {
          merged.push_back(size);
        }
      }
      out = merged;
    }
    while (out.size() > 6) {
      const int64_t last = out.back();
      out.pop_back();
      out.back() *= last;
    }
  }
  if (b.chance(6)) out.insert(out.begin() + static_cast<int64_t>(b.rng().below(out.size() + 1)), 1);
  b.result(b.mixed(b.reshape(x, out)));
}

void makeReverse(ProgramBuilder& b, const OpForm&, DType dtype) {
  const ValueId x = input(b, dtype, 1, 5);
  b.result(b.mixed(b.node(OpKind::kReverse, {x}, attrsOf({{"dims", b.subset(b.type(x).rank(), 0)}}))));
}

void makeSlice(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const ValueId x = input(b, dtype, 0, 5);
  IntsAttr start, limit, strides;
  for (int64_t size : b.type(x).dims) {
    const int64_t first = b.rng().between(0, size / 2);
    start.push_back(first);
    limit.push_back(b.chance(16) ? first : b.rng().between(std::min(first + 1, size), size));
    strides.push_back(form.name == "strided" ? b.rng().between(1, 4) : 1);
  }
  b.result(b.mixed(b.node(OpKind::kSlice, {x}, attrsOf({{"start", start}, {"limit", limit}, {"strides", strides}}))));
}

void makeTranspose(ProgramBuilder& b, const OpForm&, DType dtype) {
  const ValueId x = input(b, dtype, 0, 6);
  b.result(b.mixed(b.node(OpKind::kTranspose, {x}, attrsOf({{"dims", b.shuffled(b.type(x).rank())}}))));
}

// Arrays of one shape, moved alike and combined: one kernel reads them at the same indices.
void makeTransposeAlike(ProgramBuilder& b, const OpForm&, DType dtype) {
  const TensorType type(
      dtype, b.chance(2) ? b.dims(2, 3) : Dims{b.pick<int64_t>({3, 16, 31, 40}), b.pick<int64_t>({2, 16, 17, 48})});
  const std::vector<int64_t> order = b.shuffled(type.rank());
  const auto moved = [&] { return b.node(OpKind::kTranspose, {b.argument(type)}, attrsOf({{"dims", order}})); };
  ValueId out = moved();
  for (int64_t more = b.rng().between(1, 2); more > 0; --more) {
    const ValueId other = moved(), which = b.argument(TensorType(DType::kI1, b.type(out).dims));
    out = b.node(OpKind::kSelect, {which, out, other});
  }
  b.result(b.mixed(out));
}

}  // namespace

void appendMovementForms(std::vector<OpForm>& forms) {
  forms.push_back({OpKind::kBroadcastInDim, "in order", kMovedTypes, makeBroadcast});
  forms.push_back({OpKind::kBroadcastInDim, "permuted", kMovedTypes, makeBroadcast});
  for (const char* name : {"one operand", "operands", "same operand twice"})
    forms.push_back({OpKind::kConcatenate, name, kMovedTypes, makeConcatenate});
  forms.push_back({OpKind::kConcatenate, "slices", kMovedTypes, makeConcatenatedSlices});
  forms.push_back({OpKind::kConstant, "splat", kMovedTypes, makeConstant});
  forms.push_back({OpKind::kConstant, "elements", kMovedTypes, makeConstant});
  forms.push_back({OpKind::kDynamicSlice, "starts in and out of range", kMovedTypes, makeDynamicSlice});
  forms.push_back({OpKind::kDynamicUpdateSlice, "starts in and out of range", kMovedTypes, makeDynamicUpdateSlice});
  forms.push_back({OpKind::kIota, "dimension", kComputedTypes, makeIota});
  const std::vector<DType> narrow = {DType::kBF16, DType::kF16, DType::kI8, DType::kUI8, DType::kBF16};
  forms.push_back({OpKind::kIota, "cut beyond the type's range", narrow, makeWideIota});
  for (const char* name : {"edges", "negative", "interior"})
    forms.push_back({OpKind::kPad, name, kMovedTypes, makePad});
  for (const char* name : {"split", "merge", "regroup"})
    forms.push_back({OpKind::kReshape, name, kMovedTypes, makeReshape});
  forms.push_back({OpKind::kReverse, "dimensions", kMovedTypes, makeReverse});
  forms.push_back({OpKind::kSlice, "unit strides", kMovedTypes, makeSlice});
  forms.push_back({OpKind::kSlice, "strided", kMovedTypes, makeSlice});
  forms.push_back({OpKind::kTranspose, "permutation", kMovedTypes, makeTranspose});
  forms.push_back({OpKind::kTranspose, "arrays alike", kMovedTypes, makeTransposeAlike});
}

}  // namespace partita
