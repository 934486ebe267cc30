#include "frontends/hlo/hlo_module.h"

#include <algorithm>
#include <numeric>

namespace partita::hlo {
namespace {

struct ElementName {
  std::string_view name;
  uint64_t code;
  DType dtype;
};
constexpr ElementName kElementNames[] = {
    {"pred", 1, DType::kI1},
    {"s2", 26, DType::kI2},
    {"s4", 21, DType::kI4},
    {"s8", 2, DType::kI8},
    {"s16", 3, DType::kI16},
    {"s32", 4, DType::kI32},
    {"s64", 5, DType::kI64},
    {"u2", 27, DType::kUI2},
    {"u4", 22, DType::kUI4},
    {"u8", 6, DType::kUI8},
    {"u16", 7, DType::kUI16},
    {"u32", 8, DType::kUI32},
    {"u64", 9, DType::kUI64},
    {"f16", 10, DType::kF16},
    {"f32", 11, DType::kF32},
    {"bf16", 16, DType::kBF16},
    {"f64", 12, DType::kF64},
    {"f8e5m2", 19, DType::kF8E5M2},
    {"f8e4m3", 28, DType::kF8E4M3},
    {"f8e4m3fn", 20, DType::kF8E4M3FN},
    {"f8e4m3b11fnuz", 23, DType::kF8E4M3B11FNUZ},
    {"f8e3m4", 29, DType::kF8E3M4},
    {"f8e5m2fnuz", 24, DType::kF8E5M2FNUZ},
    {"f8e4m3fnuz", 25, DType::kF8E4M3FNUZ},
    {"f8e8m0fnu", 33, DType::kF8E8M0FNU},
    {"f4e2m1fn", 32, DType::kF4E2M1FN},
    {"c64", 15, DType::kC64},
    {"c128", 18, DType::kC128},
};

constexpr int64_t kMaxTile = kMaxListedDevices;

// The product; nothing past kMaxTile, or where a size is below 1.
std::optional<int64_t> product(const std::vector<int64_t>& sizes) {
  int64_t out = 1;
  for (const int64_t size : sizes) {
    if (size < 1 || size > kMaxTile || out > kMaxTile / size) return std::nullopt;
    out *= size;
  }
  return out;
}

}  // namespace

std::optional<DType> elementTypeByName(std::string_view name) {
  for (const ElementName& entry : kElementNames)
    if (entry.name == name) return entry.dtype;
  return std::nullopt;
}

std::optional<DType> elementTypeByCode(uint64_t code) {
  for (const ElementName& entry : kElementNames)
    if (entry.code == code) return entry.dtype;
  return std::nullopt;
}

std::optional<std::vector<int64_t>> expand(const IotaTile& tile) {
  const std::optional<int64_t> count = product(tile.reshape);
  const size_t rank = tile.reshape.size();
  if (!count || product(tile.dims) != count) return std::nullopt;
  std::vector<int64_t> permutation = tile.permutation;
  if (permutation.empty()) {
    permutation.resize(rank);
    std::iota(permutation.begin(), permutation.end(), 0);
  }
  std::vector<bool> seen(rank);
  if (permutation.size() != rank) return std::nullopt;
  for (const int64_t dim : permutation) {
    if (dim < 0 || dim >= static_cast<int64_t>(rank) || seen[dim]) return std::nullopt;
    seen[dim] = true;
  }
  const Dims strides = rowMajorStrides(tile.reshape);
  std::vector<int64_t> out(*count), at(rank);
  for (int64_t& number : out) {
    for (size_t i = 0; i < rank; ++i) number += at[i] * strides[permutation[i]];
    for (size_t i = rank; i-- > 0;) {
      if (++at[i] < tile.reshape[permutation[i]]) break;
      at[i] = 0;
    }
  }
  return out;
}

ir::Attribute matrixAttribute(const std::vector<int64_t>& values, int64_t columns) {
  const int64_t rows = columns == 0 ? 0 : static_cast<int64_t>(values.size()) / columns;
  const Literal literal = Literal::ints(values, {rows, columns});
  return ir::Attribute{ir::Elements{ir::tensorType(literal.type()), literal}};
}

ir::Attribute groupsAttribute(const std::vector<std::vector<int64_t>>& groups) {
  size_t columns = 0;
  for (const auto& group : groups) columns = std::max(columns, group.size());
  std::vector<int64_t> values;
  for (const auto& group : groups) {
    values.insert(values.end(), group.begin(), group.end());
    values.insert(values.end(), columns - group.size(), -1);
  }
  return matrixAttribute(values, static_cast<int64_t>(columns));
}

ir::Attribute intsAttribute(std::vector<int64_t> values) { return ir::Attribute{ir::Ints{std::move(values), nullptr}}; }
ir::Attribute integerAttribute(int64_t value) { return ir::Attribute{ir::Integer{value, nullptr}}; }

}  // namespace partita::hlo
