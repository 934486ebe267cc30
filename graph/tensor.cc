#include "graph/tensor.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "absl/strings/str_format.h"
#include "base/check.h"

namespace partita {

Tensor::Tensor(TensorType type)
    : type_(std::move(type)), bytes_(std::make_shared<std::vector<std::byte>>(type_.bytes())) {}

Tensor Tensor::fromLiteral(const Literal& literal) {
  Tensor out(literal.type());
  const std::string& bytes = literal.bytes();
  if (!literal.isSplat()) {
    if (!bytes.empty()) std::memcpy(out.bytes_->data(), bytes.data(), bytes.size());
  } else if (!bytes.empty()) {
    for (size_t i = 0; i < out.bytes_->size(); i += bytes.size())
      std::memcpy(out.bytes_->data() + i, bytes.data(), bytes.size());
  }
  return out;
}

std::byte* Tensor::mutableData() {
  if (bytes_.use_count() > 1) bytes_ = std::make_shared<std::vector<std::byte>>(*bytes_);
  return bytes_->data();
}

namespace {

// Calls ROW(offset in the whole, offset in the box, elements) for each contiguous row of the box RANGES of a tensor of
// DIMS.
template <typename Row>
void forEachRow(absl::Span<const int64_t> dims, absl::Span<const Range> ranges, Row row) {
  CHECK(dims.size() == ranges.size());
  const Dims strides = rowMajorStrides(dims);
  int64_t rows = 1, offset = 0;
  for (size_t d = 0; d < dims.size(); ++d) {
    CHECK(ranges[d].begin >= 0 && ranges[d].end <= dims[d] && ranges[d].begin <= ranges[d].end, "range of dimension ",
          d, " outside ", dimsToString(dims));
    offset += ranges[d].begin * strides[d];
    if (d + 1 < dims.size()) rows *= ranges[d].size();
  }
  const int64_t width = dims.empty() ? 1 : ranges.back().size();
  if (width == 0) return;
  Dims index(dims.empty() ? 0 : dims.size() - 1, 0);
  for (int64_t r = 0; r < rows; ++r) {
    int64_t at = offset;
    for (size_t d = 0; d < index.size(); ++d) at += index[d] * strides[d];
    row(at, r * width, width);
    for (size_t d = index.size(); d-- > 0;) {
      if (++index[d] < ranges[d].size()) break;
      index[d] = 0;
    }
  }
}

}  // namespace

Tensor Tensor::slice(absl::Span<const Range> ranges) const {
  Dims dims;
  for (const Range& range : ranges) dims.push_back(range.size());
  Tensor out(TensorType(type_.dtype, dims));
  const int64_t size = dtypeBytes(type_.dtype);
  forEachRow(type_.dims, ranges, [&](int64_t whole, int64_t box, int64_t count) {
    std::memcpy(out.bytes_->data() + box * size, data() + whole * size, count * size);
  });
  return out;
}

void Tensor::assignSlice(absl::Span<const Range> ranges, const Tensor& box) {
  CHECK(box.type().dtype == type_.dtype);
  std::byte* to = mutableData();
  const int64_t size = dtypeBytes(type_.dtype);
  forEachRow(type_.dims, ranges, [&](int64_t whole, int64_t at, int64_t count) {
    std::memcpy(to + whole * size, box.data() + at * size, count * size);
  });
}

Status compareTensors(const Tensor& found, const Tensor& expected, double rtol, double atol) {
  if (!(found.type() == expected.type()))
    return invalidArgument("type is ", found.type().toString(), ", expected ", expected.type().toString());
  const DType dtype = found.type().dtype;
  // Complex numbers compare as pairs.
  const bool complex = isComplex(dtype);
  const DType part = dtype == DType::kC64 ? DType::kF32 : dtype == DType::kC128 ? DType::kF64 : dtype;
  const int64_t count = found.elements() * (complex ? 2 : 1);
  const int64_t size = dtypeBytes(part);
  const bool exact = !isFloat(part);
  int64_t bad = 0, first = -1, worst = -1;
  double worstExcess = 0;
  auto at = [&](const Tensor& t, int64_t i) { return loadAsDouble(part, t.data() + i * size); };
  for (int64_t i = 0; i < count; ++i) {
    if (exact) {
      if (loadAsInt(part, found.data() + i * size) == loadAsInt(part, expected.data() + i * size)) continue;
      if (first < 0) first = worst = i;
      ++bad;
      continue;
    }
    const double f = at(found, i), e = at(expected, i);
    if (f == e || (std::isnan(f) && std::isnan(e))) continue;
    const double difference = std::fabs(f - e), allowed = atol + rtol * std::fabs(e);
    if (difference <= allowed) continue;
    ++bad;
    if (first < 0) first = i;
    const double excess = std::isfinite(difference) ? difference - allowed : std::numeric_limits<double>::infinity();
    if (worst < 0 || excess > worstExcess) worst = i, worstExcess = excess;
  }
  if (bad == 0) return absl::OkStatus();
  return invalidArgument(absl::StrFormat(
      "%d of %d elements of %s differ; first at %d: %.9g, expected %.9g; worst at %d: %.9g, expected %.9g", bad, count,
      found.type().toString(), first, at(found, first), at(expected, first), worst, at(found, worst),
      at(expected, worst)));
}

}  // namespace partita
