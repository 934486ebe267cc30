// Element types and shapes.
#include "api/handles.h"

namespace partita {
namespace {

// partita_element is the interface's, for ever; DType may be reordered.
constexpr struct {
  partita_element element;
  DType dtype;
} kElements[] = {
    {PARTITA_I1, DType::kI1},
    {PARTITA_I2, DType::kI2},
    {PARTITA_I4, DType::kI4},
    {PARTITA_I8, DType::kI8},
    {PARTITA_I16, DType::kI16},
    {PARTITA_I32, DType::kI32},
    {PARTITA_I64, DType::kI64},
    {PARTITA_UI2, DType::kUI2},
    {PARTITA_UI4, DType::kUI4},
    {PARTITA_UI8, DType::kUI8},
    {PARTITA_UI16, DType::kUI16},
    {PARTITA_UI32, DType::kUI32},
    {PARTITA_UI64, DType::kUI64},
    {PARTITA_BF16, DType::kBF16},
    {PARTITA_F16, DType::kF16},
    {PARTITA_F32, DType::kF32},
    {PARTITA_F64, DType::kF64},
    {PARTITA_F8E4M3FN, DType::kF8E4M3FN},
    {PARTITA_F8E5M2, DType::kF8E5M2},
    {PARTITA_F8E4M3, DType::kF8E4M3},
    {PARTITA_F8E3M4, DType::kF8E3M4},
    {PARTITA_F8E4M3FNUZ, DType::kF8E4M3FNUZ},
    {PARTITA_F8E5M2FNUZ, DType::kF8E5M2FNUZ},
    {PARTITA_F8E4M3B11FNUZ, DType::kF8E4M3B11FNUZ},
    {PARTITA_F8E8M0FNU, DType::kF8E8M0FNU},
    {PARTITA_F4E2M1FN, DType::kF4E2M1FN},
    {PARTITA_F6E2M3FN, DType::kF6E2M3FN},
    {PARTITA_F6E3M2FN, DType::kF6E3M2FN},
    {PARTITA_C64, DType::kC64},
    {PARTITA_C128, DType::kC128},
    {PARTITA_TOKEN, DType::kToken},
};
static_assert(std::size(kElements) == kDTypeCount, "a new element type needs a number in partita.h");

std::optional<DType> dtypeOf(int32_t element) {
  for (const auto& entry : kElements)
    if (entry.element == element) return entry.dtype;
  return std::nullopt;
}

}  // namespace

StatusOr<TensorType> typeFromC(const partita_type& type) {
  const std::optional<DType> dtype = dtypeOf(type.element);
  if (!dtype) return invalidArgument("there is no element type ", type.element);
  if (type.rank < 0 || type.rank > kMaxRank)
    return invalidArgument("a rank of ", type.rank, " is not in 0 … ", kMaxRank);
  if (type.rank > 0) RETURN_IF_ERROR(checkGiven(type.dims, "type.dims"));
  const absl::Span<const int64_t> dims(type.dims, static_cast<size_t>(type.rank));
  RETURN_IF_ERROR(checkDims(dims));
  return TensorType(*dtype, Dims(dims.begin(), dims.end()));
}

partita_type typeToC(const TensorType& type) {
  for (const auto& entry : kElements)
    if (entry.dtype == type.dtype) return {entry.element, type.rank(), type.dims.data()};
  return {0, 0, nullptr};
}

}  // namespace partita

size_t partita_element_bytes(int32_t element) {
  const std::optional<partita::DType> dtype = partita::dtypeOf(element);
  return dtype ? static_cast<size_t>(partita::dtypeBytes(*dtype)) : 0;
}
