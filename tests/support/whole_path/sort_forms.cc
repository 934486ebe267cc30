// Sorts by comparators of every kind, and the largest elements of rows.
#include <limits>

#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

ValueId compare(ProgramBuilder& b, ValueId l, ValueId r, const char* direction, const char* type = nullptr) {
  AttrDict attrs = attrsOf({{"direction", KeywordAttr{direction}}});
  if (type != nullptr) attrs.set("compare_type", KeywordAttr{type});
  return b.node(OpKind::kCompare, {l, r}, std::move(attrs));
}

// X with one zero and one NaN, as JAX compares it.
ValueId canonical(ProgramBuilder& b, ValueId x) {
  const DType dtype = b.type(x).dtype;
  const ValueId zero = b.scalar(dtype, 0), nan = b.scalar(dtype, std::numeric_limits<double>::quiet_NaN());
  const ValueId number = b.node(OpKind::kSelect, {compare(b, x, zero, "EQ", "FLOAT"), zero, x});
  return b.node(OpKind::kSelect, {compare(b, x, x, "NE", "FLOAT"), nan, number});
}

// Whether L comes before R, in an order that is total, numbers of two signs and NaN included.
ValueId inOrder(ProgramBuilder& b, ValueId l, ValueId r, const char* direction, bool asJax) {
  if (!isFloat(b.type(l).dtype)) return compare(b, l, r, direction);
  return asJax ? compare(b, canonical(b, l), canonical(b, r), direction, "TOTALORDER")
               : compare(b, l, r, direction, "TOTALORDER");
}

// "first key, or where it is equal the second", as JAX writes it or by a choice.
ValueId lexicographic(ProgramBuilder& b, ValueId l, ValueId r, ValueId rest, const char* direction) {
  const bool real = isFloat(b.type(l).dtype);
  const char* type = real ? "TOTALORDER" : nullptr;
  const ValueId less = compare(b, l, r, direction, type), equal = compare(b, l, r, "EQ", type);
  if (b.chance(3)) return b.node(OpKind::kSelect, {equal, rest, less});
  return b.node(OpKind::kOr, {less, b.node(OpKind::kAnd, {equal, rest})});
}

// Dimensions of which the sorted one, DIM, is now and then long, or short beside many rows.
Dims sortedDims(ProgramBuilder& b, bool isLong, bool isShort, int64_t* dim) {
  if (isShort) {
    *dim = 1;
    return {b.rng().between(60, 150), b.rng().between(1, 18)};
  }
  if (isLong) {
    Dims dims = b.chance(3) ? Dims{} : Dims{b.rng().between(1, 3)};
    *dim = static_cast<int64_t>(dims.size());
    dims.push_back(b.rng().between(100, 700));
    return dims;
  }
  const Dims dims = b.dims(1, 4);
  *dim = b.rng().between(0, static_cast<int64_t>(dims.size()) - 1);
  return dims;
}

void makeSort(ProgramBuilder& b, const OpForm& form, DType dtype) {
  int64_t dim = 0;
  const bool isLong = form.name == "long rows" || b.chance(6);
  const Dims dims = sortedDims(b, isLong, form.name == "many rows", &dim);
  const bool numbers = form.name == "numbers", keyed = form.name == "two keys",
             other = form.name == "other comparators";
  // What is compared, with equal ones now and then; then what moves along.
  std::vector<ValueId> operands;
  const ValueKind kind = b.chance(3) ? ValueKind::kSmall : numbers || other ? ValueKind::kExact : ValueKind::kSpecial;
  operands.push_back(b.mixed(b.argument({dtype, dims}, {kind})));
  if (keyed) operands.push_back(b.argument({b.pick(kIntTypes), dims}, {ValueKind::kSmall}));
  const int64_t payloads = form.name == "payloads" ? b.rng().between(1, 4) : b.rng().between(0, 1);
  for (int64_t i = 0; i < payloads; ++i) {
    if (b.chance(2)) {
      operands.push_back(
          b.typed(OpKind::kIota, {}, {b.chance(2) ? DType::kI32 : DType::kI64, dims}, attrsOf({{"dim", dim}})));
    } else {
      operands.push_back(b.mixed(b.argument({b.pick(kNumberTypes), dims}, {ValueKind::kExact})));
    }
  }
  if (b.chance(4)) operands.push_back(operands[0]);
  std::vector<TensorType> types;
  for (ValueId v : operands) types.push_back(b.type(v));
  AttrDict attrs;
  if (dim + 1 < static_cast<int64_t>(dims.size()) || b.chance(2))
    attrs.set("dimension", b.chance(3) ? dim - static_cast<int64_t>(dims.size()) : dim);
  if (b.chance(2)) attrs.set("is_stable", true);
  const NodeId id = b.open(OpKind::kSort, operands, types, attrs);
  const RegionId body = b.graph.addRegion(id), around = b.region();
  std::vector<ValueId> args;
  for (ValueId v : operands) {
    for (int side = 0; side < 2; ++side) args.push_back(b.graph.addArgument(body, {b.type(v).dtype, {}}));
  }
  b.setRegion(body);
  const char* direction = b.pick(std::vector<const char*>{"LT", "GT"});
  ValueId less;
  if (numbers) {
    less = b.chance(2) ? compare(b, args[0], args[1], direction) : compare(b, args[1], args[0], direction);
  } else if (keyed) {
    const char* second = b.pick(std::vector<const char*>{"LT", "GT"});
    less = lexicographic(b, args[0], args[1], compare(b, args[2], args[3], second), direction);
  } else if (other) {
    // An order that is not seen to be one, or none at all.
    less = compare(b, args[0], args[1], direction);
    const ValueId also =
        b.chance(2) ? compare(b, args[0], args[1], "NE") : compare(b, args[0], b.scalar(dtype, 1), "NE");
    less = b.node(OpKind::kAnd, {also, less});
  } else {
    less = inOrder(b, args[0], args[1], direction, b.chance(2));
  }
  b.setResults({less});
  b.setRegion(around);
  b.check(id);
  b.tolerance.signedZeros = true;
  for (size_t i = 0; i < operands.size(); ++i) {
    if (i == 0 || !b.chance(4)) b.result(b.mixed(b.graph.result(id, i)));
  }
}

void makeTopK(ProgramBuilder& b, const OpForm& form, DType dtype) {
  Dims dims = b.dims(1, 3);
  if (form.name == "long rows") {
    dims = b.chance(3) ? Dims{} : Dims{b.rng().between(1, 3)};
    dims.push_back(b.rng().between(100, 900));
  }
  if (form.name == "many rows") dims = {b.rng().between(60, 150), b.rng().between(1, 40)};
  const int64_t length = dims.back(), most = b.chance(3) ? length : std::min<int64_t>(length, 12);
  const TensorType type(dtype, dims);
  const int64_t k = b.rng().between(0, most);
  TensorType values = type, indices(DType::kI32, dims);
  values.dims.back() = indices.dims.back() = k;
  const ValueKind kind = b.chance(3) ? ValueKind::kSmall : b.exactOrSpecial();
  const ValueId x = b.mixed(b.argument(type, {kind}));
  const NodeId id = b.open(OpKind::kTopK, {x}, {values, indices}, attrsOf({{"k", k}}));
  b.check(id);
  b.tolerance.signedZeros = true;
  for (size_t i = 0; i < 2; ++i) b.result(b.mixed(b.graph.result(id, i)));
}

}  // namespace

void appendSortForms(std::vector<OpForm>& forms) {
  for (const char* name :
       {"in order", "numbers", "two keys", "payloads", "other comparators", "long rows", "many rows"}) {
    const bool bits = std::string_view(name) != "other comparators";
    forms.push_back({OpKind::kSort, name, bits ? kAllTypes : kNumberTypes, makeSort});
  }
  for (const char* name : {"short rows", "long rows", "many rows"})
    forms.push_back({OpKind::kTopK, name, kAllTypes, makeTopK});
}

}  // namespace partita
