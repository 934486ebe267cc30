// HLO text: shapes and constants.
#include <charconv>
#include <cmath>
#include <cstring>

#include "frontends/hlo/text_reader.h"

namespace partita::hlo {
namespace {

constexpr int kMaxTupleDepth = 32;

}  // namespace

// f32[2,<=3]{1,0:T(8,128)}, (f32[], s32[2]), token[]
StatusOr<Shape> HloTextReader::parseShape(int depth) {
  Shape shape;
  if (peek() == '(') {
    if (depth == kMaxTupleDepth) return expected(strCat("at most ", kMaxTupleDepth, " tuples within each other"));
    (void)accept("(");
    std::vector<ir::Type> parts;
    if (!accept(")")) {
      do {
        ASSIGN_OR_RETURN(Shape part, parseShape(depth + 1));
        parts.push_back(std::move(part.type));
      } while (accept(","));
      RETURN_IF_ERROR(expect(")", "or ',' in the tuple"));
    }
    shape.type = ir::makeType(ir::TypeKind::kTuple, std::move(parts));
    return shape;
  }
  (void)peek();
  const size_t begin = offset();
  ASSIGN_OR_RETURN(const std::string_view name, expectWord("a shape"));
  RETURN_IF_ERROR(expect("[", "after the element type of a shape"));
  Dims dims, bounds;
  bool dynamic = false;
  if (!accept("]")) {
    do {
      const bool isBound = accept("<=");
      const bool isUnknown = !isBound && accept("?");
      int64_t size = ir::kDynamic;
      if (!isUnknown) {
        ASSIGN_OR_RETURN(size, integer("the size of a dimension"));
      }
      dynamic = dynamic || isBound || isUnknown;
      dims.push_back(isBound || isUnknown ? ir::kDynamic : size);
      bounds.push_back(isBound ? size : ir::kDynamic);
      if (!isUnknown) {
        const int64_t sizes[] = {size};
        if (const Status status = checkDims(sizes); !status.ok()) return failAt(begin, toView(status.message()));
      }
      if (dims.size() > kMaxRank) return failAt(begin, "expected at most ", kMaxRank, " dimensions, found more");
    } while (accept(","));
    RETURN_IF_ERROR(expect("]", "or ',' after the size of a dimension"));
  }
  if (here() == '{') RETURN_IF_ERROR(parseLayout(shape));
  if (name == "token") {
    shape.type = ir::elementType(DType::kToken);
    return shape;
  }
  const std::optional<DType> dtype = elementTypeByName(name);
  if (!dtype) {
    shape.type = ir::tensorType(ir::otherType(std::string(name)), std::move(dims));
    return shape;
  }
  if (!dynamic) {
    if (const Status status = checkDims(dims); !status.ok()) return failAt(begin, toView(status.message()));
    bounds.clear();
  }
  if (!shape.minorToMajor.empty() && shape.minorToMajor.size() != dims.size())
    return failAt(begin, "expected a layout of ", dims.size(), " dimensions, found ", shape.minorToMajor.size());
  shape.type = ir::tensorType(ir::elementType(*dtype), std::move(dims), std::move(bounds));
  return shape;
}

// {1,0:T(8,128)S(5)}; what stands behind the colon says where and how elements lie.
Status HloTextReader::parseLayout(Shape& shape) {
  const size_t begin = offset();
  ASSIGN_OR_RETURN(const std::string_view written, bracketed());
  const size_t colon = written.find(':');
  shape.tiled = colon != std::string_view::npos && written.substr(colon).find("T(") != std::string_view::npos;
  const std::string list = strCat(written.substr(0, std::min(colon, written.size() - 1)), "}");
  TextCursor cursor(list, file());
  StatusOr<std::vector<int64_t>> order = cursor.integers();
  if (!order.ok()) return failAt(begin, "expected the order of dimensions in a layout, found '", list, "'");
  std::vector<bool> seen(order->size());
  for (const int64_t dim : *order) {
    if (dim < 0 || dim >= static_cast<int64_t>(order->size()) || seen[dim])
      return failAt(begin, "expected each dimension once in a layout, found '", list, "'");
    seen[dim] = true;
  }
  shape.minorToMajor = *std::move(order);
  return {};
}

// 1, {1, 2}, { {1, 2}, {3, 4} }; a tuple's is (1, {2, 3}).
StatusOr<ir::Attribute> HloTextReader::parseLiteral(const ir::Type& type) {
  (void)peek();
  const size_t begin = offset();
  if (type->kind == ir::TypeKind::kTuple) {
    ir::Array parts;
    RETURN_IF_ERROR(expect("(", "before the constant of a tuple"));
    for (const ir::Type& part : type->parts) {
      if (!parts.empty()) RETURN_IF_ERROR(expect(",", "between the parts of a tuple"));
      ASSIGN_OR_RETURN(ir::Attribute value, parseLiteral(part));
      parts.push_back(std::move(value));
    }
    RETURN_IF_ERROR(expect(")", "after the constant of a tuple"));
    return ir::Attribute{std::move(parts)};
  }
  const std::optional<TensorType> plain = ir::staticType(type);
  if (!plain || plain->isToken())
    return failAt(begin, "expected a constant of static shape and known element type, found one of ",
                  ir::toString(type));
  if (atShape()) RETURN_IF_ERROR(parseShape().status());  // as it once was written
  if (accept("{...}"))
    return failAt(begin,
                  "expected the elements of the constant, found {...}: the text was printed without large constants "
                  "(print it with print_large_constants=true, or give the HloModuleProto)");
  std::string bytes;
  if (plain->elements() == 0) {
    if (peek() == '{') RETURN_IF_ERROR(bracketed().status());
  } else {
    RETURN_IF_ERROR(parseElements(*plain, 0, bytes));
  }
  const size_t size = dtypeBytes(plain->dtype);
  const bool isSplat = bytes.size() == size || (bytes.size() > size && std::memcmp(bytes.data(), bytes.data() + size,
                                                                                   bytes.size() - size) == 0);
  if (isSplat) bytes.resize(size);
  return ir::Attribute{
      ir::Elements{type, isSplat ? Literal::splat(*plain, std::move(bytes)) : Literal(*plain, std::move(bytes))}};
}

Status HloTextReader::parseElements(const TensorType& type, size_t dim, std::string& bytes) {
  if (dim == type.dims.size()) return parseElement(type.dtype, bytes);
  RETURN_IF_ERROR(expect("{", strCat("before ", type.dims[dim], " elements of the constant")));
  for (int64_t i = 0; i < type.dims[dim]; ++i) {
    if (i > 0) RETURN_IF_ERROR(expect(",", strCat("and ", type.dims[dim], " elements of the constant")));
    RETURN_IF_ERROR(parseElements(type, dim + 1, bytes));
  }
  return expect("}", strCat("after ", type.dims[dim], " elements of the constant"));
}

Status HloTextReader::parseElement(DType dtype, std::string& bytes) {
  const size_t at = bytes.size();
  if (isComplex(dtype)) {
    const DType part = dtype == DType::kC64 ? DType::kF32 : DType::kF64;
    RETURN_IF_ERROR(expect("(", "before the real part"));
    RETURN_IF_ERROR(parseElement(part, bytes));
    RETURN_IF_ERROR(expect(",", "after the real part"));
    RETURN_IF_ERROR(parseElement(part, bytes));
    return expect(")", "after the imaginary part");
  }
  bytes.resize(at + dtypeBytes(dtype));
  char* const out = bytes.data() + at;
  if (dtype == DType::kI1) {
    ASSIGN_OR_RETURN(const bool value, boolean());
    *out = value ? 1 : 0;
    return {};
  }
  if (isInteger(dtype)) {
    (void)peek();
    const size_t begin = offset();
    int64_t value = 0;
    if (dtype == DType::kUI64) {
      const std::string_view digits = word();
      uint64_t number = 0;
      const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
      if (digits.empty() || error != std::errc() || end != digits.data() + digits.size())
        return failAt(begin, "expected a number that fits into ui64, found '", digits, "'");
      value = static_cast<int64_t>(number);
    } else {
      ASSIGN_OR_RETURN(value, integer("an element of the constant"));
      const auto [low, high] = ir::storedRange(dtype);
      if (value < low || value > high)
        return failAt(begin, "expected a number that fits into ", dtypeName(dtype), ", found ", value);
    }
    storeFromInt(dtype, value, out);
    return {};
  }
  (void)peek();
  const size_t begin = offset();
  ASSIGN_OR_RETURN(const double value, number());
  storeFromDouble(dtype, value, out);
  // nan(0x1): the bits of the fraction; the sign of a plain one too.
  if (std::isnan(value) && dtypeBytes(dtype) >= 2) {
    const std::string_view written = textFrom(begin);
    const size_t open = written.find('(');
    const int fractionBits = dtype == DType::kF64 ? 52 : dtype == DType::kF32 ? 23 : dtype == DType::kBF16 ? 7 : 10;
    uint64_t bits = 0;
    std::memcpy(&bits, out, dtypeBytes(dtype));
    const uint64_t fraction = (uint64_t{1} << fractionBits) - 1;
    if (open != std::string_view::npos && written.substr(open).starts_with("(0x")) {
      uint64_t payload = 0;
      const std::string_view digits = written.substr(open + 3);
      std::from_chars(digits.data(), digits.data() + digits.size(), payload, 16);
      if ((payload & fraction) != 0) bits = (bits & ~fraction) | (payload & fraction);
    }
    const uint64_t sign = uint64_t{1} << (dtypeBits(dtype) - 1);
    bits = written.starts_with('-') ? bits | sign : bits & ~sign;
    std::memcpy(out, &bits, dtypeBytes(dtype));
  }
  return {};
}

}  // namespace partita::hlo
