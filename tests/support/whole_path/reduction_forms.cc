// Reductions over dimensions and windows, of one input and of several, by known bodies and others.
#include <algorithm>
#include <limits>

#include "base/number_parts.h"
#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

struct Body {
  OpKind op;
  ValueKind values;
};

Body bodyOf(const std::string& name, ProgramBuilder& b) {
  const bool special = b.chance(5);
  if (name == "multiply") return {OpKind::kMultiply, ValueKind::kPowers};
  if (name == "minimum") return {OpKind::kMinimum, special ? ValueKind::kSpecial : ValueKind::kExact};
  if (name == "maximum") return {OpKind::kMaximum, special ? ValueKind::kSpecial : ValueKind::kExact};
  if (name == "and") return {OpKind::kAnd, ValueKind::kExact};
  if (name == "or") return {OpKind::kOr, ValueKind::kExact};
  if (name == "xor") return {OpKind::kXor, ValueKind::kExact};
  return {OpKind::kAdd, special ? ValueKind::kSumSpecial : ValueKind::kExact};
}

// The initial value: neutral, or any other, which counts once.
ValueId initOf(ProgramBuilder& b, OpKind op, DType dtype) {
  // Beyond 16, sums of f8 are rounded, and parts of them where they are sent.
  if (op == OpKind::kAdd && isStorageFloat(dtype)) b.tolerance.ulps = std::max(b.tolerance.ulps, 1.0);
  if (b.chance(3)) return b.argument({dtype, {}}, {op == OpKind::kMultiply ? ValueKind::kPowers : ValueKind::kSmall});
  // What is neutral in both parts, and among the numbers that there are.
  if (isComplex(dtype) || isStorageFloat(dtype)) {
    const double bound = isStorageFloat(dtype) ? 4 : std::numeric_limits<double>::infinity();
    const double value = op == OpKind::kMaximum ? -bound : op == OpKind::kMinimum ? bound : op == OpKind::kMultiply;
    return b.scalar(dtype, value);
  }
  const bool real = isFloat(dtype);
  const int64_t top =
      dtypeBits(dtype) >= 64 ? std::numeric_limits<int64_t>::max() : (int64_t{1} << (dtypeBits(dtype) - 1)) - 1;
  Tensor init({dtype, {}});
  switch (op) {
    case OpKind::kMultiply:
      init.setInt(0, 1);
      break;
    case OpKind::kAnd:
      init.setInt(0, -1);
      break;
    case OpKind::kMaximum:
      if (real) {
        init.set(0, -std::numeric_limits<double>::infinity());
      } else {
        init.setInt(0, isSignedInteger(dtype) ? -top - 1 : 0);
      }
      break;
    case OpKind::kMinimum:
      if (real) {
        init.set(0, std::numeric_limits<double>::infinity());
      } else {
        init.setInt(0, isSignedInteger(dtype) ? top : -1);
      }
      break;
    default:
      break;
  }
  return b.constant(init);
}

TensorType reduced(const TensorType& type, const std::vector<int64_t>& over) {
  TensorType out(type.dtype, {});
  for (int64_t d = 0; d < type.rank(); ++d) {
    if (std::find(over.begin(), over.end(), d) == over.end()) out.dims.push_back(type.dims[d]);
  }
  return out;
}

void makeReduce(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const Body body = bodyOf(form.name, b);
  const TensorType type(dtype, b.dims(1, 5));
  const std::vector<int64_t> over = b.subset(type.rank(), b.chance(16) ? 0 : 1);
  const ValueId x = b.mixed(b.argument(type, {body.values}));
  const NodeId id =
      b.open(OpKind::kReduce, {x, initOf(b, body.op, dtype)}, {reduced(type, over)}, attrsOf({{"dims", over}}));
  fillReductionRegion(b.graph, b.graph.addRegion(id), body.op, dtype);
  b.check(id);
  b.result(body.op == OpKind::kAdd ? b.afterSum(b.graph.result(id)) : b.mixed(b.graph.result(id)));
  // The same sum spread out again beside its input, as means and norms do.
  if (b.chance(3)) {
    std::vector<int64_t> rest;
    for (int64_t d = 0; d < type.rank(); ++d) {
      if (std::find(over.begin(), over.end(), d) == over.end()) rest.push_back(d);
    }
    b.result(b.node(OpKind::kMaximum, {b.broadcast(b.graph.result(id), type.dims, rest), x}));
  }
}

// The body's type is wider than the input's: the result has the body's.
void makeWiderReduce(ProgramBuilder& b, const OpForm&, DType dtype) {
  const DType wide = dtype == DType::kBF16 || dtype == DType::kF16 ? DType::kF32
                     : dtype == DType::kI8                         ? DType::kI32
                                                                   : DType::kUI32;
  const TensorType type(dtype, b.dims(1, 4));
  const std::vector<int64_t> over = b.subset(type.rank(), 1);
  TensorType result = reduced(type, over);
  result.dtype = wide;
  const ValueId x = b.mixed(b.argument(type, {ValueKind::kExact}));
  const NodeId id = b.open(OpKind::kReduce, {x, b.scalar(dtype, 0)}, {result}, attrsOf({{"dims", over}}));
  fillReductionRegion(b.graph, b.graph.addRegion(id), OpKind::kAdd, wide);
  b.check(id);
  b.result(b.mixed(b.graph.result(id)));
}

// One reduce node over INPUTS with BODY(lhs, rhs) giving the body's results.
template <typename MakeBody>
NodeId reduceOf(ProgramBuilder& b, const std::vector<ValueId>& inputs, const std::vector<ValueId>& inits,
                const std::vector<int64_t>& over, const MakeBody& make) {
  std::vector<ValueId> operands = inputs;
  operands.insert(operands.end(), inits.begin(), inits.end());
  std::vector<TensorType> results;
  for (ValueId x : inputs) results.push_back(reduced(b.type(x), over));
  const NodeId id = b.open(OpKind::kReduce, operands, results, attrsOf({{"dims", over}}));
  const RegionId body = b.graph.addRegion(id), around = b.region();
  std::vector<ValueId> lhs, rhs;
  for (ValueId x : inputs) lhs.push_back(b.graph.addArgument(body, {b.type(x).dtype, {}}));
  for (ValueId x : inputs) rhs.push_back(b.graph.addArgument(body, {b.type(x).dtype, {}}));
  b.setRegion(body);
  b.setResults(make(lhs, rhs));
  b.setRegion(around);
  b.check(id);
  for (size_t i = 0; i < inputs.size(); ++i) b.result(b.mixed(b.graph.result(id, i)));
  return id;
}

void makeArgmax(ProgramBuilder& b, const OpForm&, DType dtype) {
  const TensorType type(dtype, b.dims(1, 4));
  const int64_t dim = b.rng().between(0, type.rank() - 1);
  const DType indexType = b.chance(2) ? DType::kI32 : DType::kI64;
  const ValueId x = b.mixed(b.argument(type, {ValueKind::kExact}));
  const ValueId index = b.typed(OpKind::kIota, {}, {indexType, type.dims}, attrsOf({{"dim", dim}}));
  auto compare = [&](ValueId l, ValueId r, const char* direction) {
    return b.node(OpKind::kCompare, {l, r}, attrsOf({{"direction", KeywordAttr{direction}}}));
  };
  reduceOf(b, {x, index}, {initOf(b, OpKind::kMaximum, dtype), b.scalar(indexType, 0)}, {dim},
           [&](const std::vector<ValueId>& l, const std::vector<ValueId>& r) {
             const ValueId greater = compare(l[0], r[0], "GT");
             const ValueId first = b.node(OpKind::kAnd, {compare(l[0], r[0], "EQ"), compare(l[1], r[1], "LT")});
             const ValueId left = b.node(OpKind::kOr, {greater, first});
             return std::vector<ValueId>{b.node(OpKind::kSelect, {greater, l[0], r[0]}),
                                         b.node(OpKind::kSelect, {left, l[1], r[1]})};
           });
}

// Rows that are long enough to be combined in parts. FORM says of what: positions as argmax and argmin find them, with
// equal values, NaNs and zeros of both signs, or something else whose order matters.
void makeLongRows(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const int64_t columns = b.rng().between(120, 330);
  const Dims dims = b.chance(4) ? Dims{columns} : Dims{b.rng().between(1, 3), columns};
  const int64_t last = static_cast<int64_t>(dims.size()) - 1;
  const ValueId x = b.mixed(b.argument({dtype, dims}, {b.chance(2) ? ValueKind::kSpecial : ValueKind::kSmall}));
  const DType indexType = b.pick(std::vector<DType>{DType::kI16, DType::kI32, DType::kI64, DType::kUI32});
  const ValueId index = b.typed(OpKind::kIota, {}, {indexType, dims}, attrsOf({{"dim", last}}));
  auto test = [&](ValueId l, ValueId r, const char* direction) {
    return b.node(OpKind::kCompare, {l, r}, attrsOf({{"direction", KeywordAttr{direction}}}));
  };
  const bool largest = b.chance(2), first = b.chance(2), nans = isFloat(dtype);
  const ValueId init = largest ? initOf(b, OpKind::kMaximum, dtype) : initOf(b, OpKind::kMinimum, dtype);
  const NodeId id =
      b.open(OpKind::kReduce, {x, index, init, b.scalar(indexType, 0)},
             {reduced(b.type(x), {last}), reduced(b.type(index), {last})}, attrsOf({{"dims", IntsAttr{last}}}));
  const RegionId body = b.graph.addRegion(id), around = b.region();
  std::vector<ValueId> a;
  for (DType type : {dtype, indexType, dtype, indexType}) a.push_back(b.graph.addArgument(body, {type, {}}));
  b.setRegion(body);
  ValueId better = test(a[0], a[2], largest ? "GT" : "LT");
  if (nans) better = b.node(OpKind::kOr, {better, test(a[0], a[0], "NE")});
  if (form.name == "position in a long row") {
    const ValueId tie = b.node(OpKind::kAnd, {test(a[0], a[2], "EQ"), test(a[1], a[3], first ? "LT" : "GT")});
    const ValueId left = b.node(OpKind::kOr, {better, tie});
    b.setResults({b.node(OpKind::kSelect, {b.chance(2) ? better : left, a[0], a[2]}),
                  b.node(OpKind::kSelect, {left, a[1], a[3]})});
  } else {
    // How often, of the larger ones.
    ValueId worse = test(a[2], a[0], largest ? "GT" : "LT");
    if (nans) worse = b.node(OpKind::kOr, {worse, test(a[2], a[2], "NE")});
    const ValueId chosen = b.node(OpKind::kSelect, {worse, a[3], b.node(OpKind::kAdd, {a[1], a[3]})});
    b.setResults({b.node(OpKind::kSelect, {better, a[0], a[2]}), b.node(OpKind::kSelect, {better, a[1], chosen})});
  }
  b.setRegion(around);
  b.check(id);
  if (b.chance(2)) b.result(b.mixed(b.graph.result(id, 0)));
  b.result(b.mixed(b.graph.result(id, 1)));
}

void makeVariadic(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const Dims dims = b.dims(1, 4);
  const std::vector<int64_t> over = b.subset(static_cast<int64_t>(dims.size()), 1);
  const bool same = form.name == "same input twice";
  const DType second = same || b.chance(2) ? dtype : b.pick(kNumberTypes);
  const ValueId x = b.mixed(b.argument({dtype, dims}, {ValueKind::kExact}));
  const ValueId y = same ? x : b.mixed(b.argument({second, dims}, {ValueKind::kExact}));
  reduceOf(b, {x, y}, {initOf(b, OpKind::kAdd, dtype), initOf(b, OpKind::kMaximum, second)}, over,
           [&](const std::vector<ValueId>& l, const std::vector<ValueId>& r) {
             return std::vector<ValueId>{b.node(OpKind::kAdd, {l[0], r[0]}), b.node(OpKind::kMaximum, {l[1], r[1]})};
           });
}

// Associative and commutative, but no single op: (1 + a)(1 + b) - 1 on integers.
void makeUnknown(ProgramBuilder& b, const OpForm&, DType dtype) {
  const TensorType type(dtype, b.dims(1, 4));
  const ValueId x = b.mixed(b.argument(type, {ValueKind::kExact}));
  reduceOf(b, {x}, {b.scalar(dtype, 0)}, b.subset(type.rank(), 1),
           [&](const std::vector<ValueId>& l, const std::vector<ValueId>& r) {
             if (!isInteger(dtype)) return std::vector<ValueId>{b.largestOf(l[0], r[0])};
             const ValueId product = b.node(OpKind::kMultiply, {l[0], r[0]}), sum = b.node(OpKind::kAdd, {l[0], r[0]});
             return std::vector<ValueId>{b.node(OpKind::kAdd, {sum, product})};
           });
}

// A value from outside the body, itself a reduction of an argument (and so partial when that is cut).
void makeCaptured(ProgramBuilder& b, const OpForm&, DType dtype) {
  const TensorType type(dtype, b.dims(1, 4)), other(dtype, b.dims(1, 2, 60));
  const ValueId x = b.mixed(b.argument(type, {ValueKind::kExact})), y = b.argument(other, {ValueKind::kExact});
  const bool sum = b.chance(2);
  const OpKind op = sum ? OpKind::kAdd : OpKind::kMaximum;
  const std::vector<int64_t> all = b.subset(other.rank(), other.rank());
  const NodeId outer = b.open(OpKind::kReduce, {y, initOf(b, op, dtype)}, {{dtype, {}}}, attrsOf({{"dims", all}}));
  fillReductionRegion(b.graph, b.graph.addRegion(outer), op, dtype);
  b.check(outer);
  const ValueId captured = b.graph.result(outer);
  reduceOf(b, {x}, {initOf(b, OpKind::kMaximum, dtype)}, b.subset(type.rank(), 1),
           [&](const std::vector<ValueId>& l, const std::vector<ValueId>& r) {
             const ValueId larger = b.node(OpKind::kMaximum, {l[0], r[0]});
             return std::vector<ValueId>{b.node(OpKind::kMaximum, {larger, captured})};
           });
}

void makeWindow(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const bool variadic = form.name == "several inputs";
  const Body body = bodyOf(form.name == "dilated" || form.name == "strided" || variadic ? "add" : form.name, b);
  const Dims dims = b.dims(1, 4, 800);
  IntsAttr window, strides, base, dilation, padding;
  Dims out;
  for (int64_t size : dims) {
    window.push_back(b.rng().between(1, 3));
    strides.push_back(form.name == "strided" ? b.rng().between(1, 3) : 1);
    base.push_back(form.name == "dilated" ? b.rng().between(1, 2) : 1);
    dilation.push_back(form.name == "dilated" ? b.rng().between(1, 2) : 1);
    padding.push_back(b.rng().between(-1, 2));
    padding.push_back(b.rng().between(-1, 2));
    const int64_t padded =
        padding[padding.size() - 2] + (size == 0 ? 0 : (size - 1) * base.back() + 1) + padding.back();
    const int64_t dilated = (window.back() - 1) * dilation.back() + 1;
    out.push_back(padded <= 0 || dilated > padded ? 0 : (padded - dilated) / strides.back() + 1);
  }
  AttrDict attrs = attrsOf({{"window_dimensions", window}, {"padding", padding}});
  if (form.name == "strided" || b.chance(2)) attrs.set("window_strides", strides);
  if (form.name == "dilated") {
    attrs.set("base_dilations", base);
    attrs.set("window_dilations", dilation);
  }
  const ValueId x = b.mixed(b.argument({dtype, dims}, {body.values}));
  if (!variadic) {
    const NodeId id = b.open(OpKind::kReduceWindow, {x, initOf(b, body.op, dtype)}, {{dtype, out}}, attrs);
    fillReductionRegion(b.graph, b.graph.addRegion(id), body.op, dtype);
    b.check(id);
    b.result(b.mixed(b.graph.result(id)));
    return;
  }
  const ValueId y = b.argument({DType::kI32, dims}, {ValueKind::kExact});
  const NodeId id = b.open(OpKind::kReduceWindow, {x, y, b.scalar(dtype, 0), b.scalar(DType::kI32, 0)},
                           {{dtype, out}, {DType::kI32, out}}, attrs);
  const RegionId region = b.graph.addRegion(id), around = b.region();
  std::vector<ValueId> a;
  for (DType type : {dtype, DType::kI32, dtype, DType::kI32}) a.push_back(b.graph.addArgument(region, {type, {}}));
  b.setRegion(region);
  b.setResults({b.node(OpKind::kAdd, {a[0], a[2]}), b.node(OpKind::kMaximum, {a[1], a[3]})});
  b.setRegion(around);
  b.check(id);
  for (size_t i = 0; i < 2; ++i) b.result(b.graph.result(id, i));
}

// Windows that reach from the first (or to the last) element along one dimension, by a region: the first number that is
// not zero, whose order counts, or the largest one by its size.
void makeRunning(ProgramBuilder& b, const OpForm& form, DType dtype) {
  TensorType type(dtype, b.dims(1, 4, 400));
  // Few long rows, or many.
  if (form.name != "running, by a region") {
    type.dims = b.chance(2) ? Dims{b.rng().between(1, 3), b.rng().between(200, 700)}
                            : Dims{b.rng().between(25, 70), b.rng().between(5, 40)};
    if (b.chance(3)) type.dims.push_back(b.rng().between(1, 3));
  }
  const bool last = form.name != "running, by a region";
  const size_t rank = type.dims.size(), dim = last ? 1 : static_cast<size_t>(b.rng().between(0, type.rank() - 1));
  IntsAttr window(rank, 1), padding(2 * rank, 0);
  window[dim] = std::max<int64_t>(1, type.dims[dim]);
  padding[2 * dim + (b.chance(2) ? 1 : 0)] = window[dim] - 1;
  const ValueId x = b.mixed(b.argument(type, {b.chance(2) ? ValueKind::kSmall : ValueKind::kExact}));
  const NodeId id = b.open(OpKind::kReduceWindow, {x, b.scalar(dtype, 0)}, {type},
                           attrsOf({{"window_dimensions", window}, {"padding", padding}}));
  const RegionId body = b.graph.addRegion(id), around = b.region();
  const ValueId left = b.graph.addArgument(body, {dtype, {}}), right = b.graph.addArgument(body, {dtype, {}});
  b.setRegion(body);
  if (isFloat(dtype) && b.chance(2)) {
    b.setResults({b.largestOf(left, right)});
  } else {
    const ValueId some =
        b.node(OpKind::kCompare, {left, b.scalar(dtype, 0)}, attrsOf({{"direction", KeywordAttr{"NE"}}}));
    b.setResults({b.node(OpKind::kSelect, {some, left, right})});
  }
  b.setRegion(around);
  b.check(id);
  b.result(b.mixed(b.graph.result(id)));
}

// Pooling's gradient and its relatives: FORM names how windows lie, or what is odd about the regions.
void makeSelectAndScatter(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const bool apart = form.name == "windows apart", wide = form.name == "wide windows";
  const Dims dims = b.dims(1, wide ? 2 : 4, wide ? 120 : 400);
  IntsAttr window, strides, padding;
  Dims windows;
  for (int64_t size : dims) {
    const bool touches = b.chance(2);
    window.push_back(!touches ? 1 : b.rng().between(1, wide ? 9 : 3));
    strides.push_back(!touches ? 1 : apart ? b.rng().between(window.back(), window.back() + 1) : b.rng().between(1, 3));
    for (int side = 0; side < 2; ++side) padding.push_back(touches ? b.rng().between(-1, 2) : 0);
    const int64_t padded = padding[padding.size() - 2] + size + padding.back();
    windows.push_back(padded <= 0 || window.back() > padded ? 0 : (padded - window.back()) / strides.back() + 1);
  }
  AttrDict attrs = attrsOf({{"window_dimensions", window}});
  if (b.chance(2) || std::any_of(strides.begin(), strides.end(), [](int64_t x) { return x != 1; }))
    attrs.set("window_strides", strides);
  if (b.chance(2) || std::any_of(padding.begin(), padding.end(), [](int64_t x) { return x != 0; }))
    attrs.set("padding", padding);
  const ValueId x = b.mixed(b.argument({dtype, dims}, {ValueKind::kExact}));
  const ValueId y = b.mixed(b.argument({dtype, windows}, {ValueKind::kExact}));
  const ValueId init = b.chance(2) ? b.scalar(dtype, 0) : b.argument({dtype, {}}, {ValueKind::kSmall});
  const NodeId id = b.open(OpKind::kSelectAndScatter, {x, y, init}, {{dtype, dims}}, attrs);
  const RegionId around = b.region();
  for (int r = 0; r < 2; ++r) {
    const RegionId region = b.graph.addRegion(id);
    const ValueId left = b.graph.addArgument(region, {dtype, {}}), right = b.graph.addArgument(region, {dtype, {}});
    b.setRegion(region);
    if (r == 1) {
      // Later values replace earlier ones, or are added to them.
      b.setResults({form.name == "other regions" ? b.node(OpKind::kSubtract, {right, left})
                                                 : b.node(OpKind::kAdd, {left, right})});
    } else if (form.name == "other regions") {
      // No order: what is kept depends on the order of the places.
      const ValueId larger = b.node(OpKind::kCompare, {left, right}, attrsOf({{"direction", KeywordAttr{"NE"}}}));
      const ValueId some =
          b.node(OpKind::kCompare, {right, b.scalar(dtype, 1)}, attrsOf({{"direction", KeywordAttr{"LT"}}}));
      b.setResults({b.node(OpKind::kAnd, {larger, some})});
    } else {
      const char* direction = b.pick(std::vector<const char*>{"GE", "GT", "LE", "LT"});
      b.setResults({b.node(OpKind::kCompare, {left, right}, attrsOf({{"direction", KeywordAttr{direction}}}))});
    }
    b.setRegion(around);
  }
  b.check(id);
  b.result(b.mixed(b.graph.result(id)));
}

}  // namespace

void appendReductionForms(std::vector<OpForm>& forms) {
  // Bodies of several ops round each of them, also where code sums up for each result by itself: not of f8.
  std::vector<DType> exact = kNumberTypes;
  exact.insert(exact.end(), kComplexTypes.begin(), kComplexTypes.end());
  std::vector<DType> bits = kIntTypes;
  bits.push_back(DType::kI1);
  for (const char* name : {"add", "multiply", "minimum", "maximum"})
    forms.push_back({OpKind::kReduce, name, kSummedTypes, makeReduce});
  for (const char* name : {"and", "or", "xor"}) forms.push_back({OpKind::kReduce, name, bits, makeReduce});
  forms.push_back(
      {OpKind::kReduce, "wider body", {DType::kBF16, DType::kF16, DType::kI8, DType::kUI8}, makeWiderReduce});
  forms.push_back({OpKind::kReduce, "value and index", kNumberTypes, makeArgmax});
  for (const char* name : {"position in a long row", "pair in a long row"})
    forms.push_back({OpKind::kReduce, name, kNumberTypes, makeLongRows});
  forms.push_back({OpKind::kReduce, "several inputs", exact, makeVariadic});
  forms.push_back({OpKind::kReduce, "same input twice", exact, makeVariadic});
  forms.push_back({OpKind::kReduce, "unknown body", kSummedTypes, makeUnknown});
  forms.push_back({OpKind::kReduce, "captured value", kSummedTypes, makeCaptured});
  for (const char* name : {"add", "minimum", "maximum", "strided", "dilated", "several inputs"})
    forms.push_back({OpKind::kReduceWindow, name, kSummedTypes, makeWindow});
  for (const char* name : {"running, by a region", "running along rows"})
    forms.push_back({OpKind::kReduceWindow, name, kSummedTypes, makeRunning});
  for (const char* name : {"windows apart", "overlapping windows", "wide windows", "other regions"})
    forms.push_back({OpKind::kSelectAndScatter, name, kNumberTypes, makeSelectAndScatter});
}

}  // namespace partita
