#include "tests/support/whole_path/comparison.h"

#include <cmath>
#include <cstring>
#include "base/number_parts.h"

namespace partita {
namespace {

double epsilonOf(DType dtype) {
  switch (dtype) {
    case DType::kF64:
      return 0x1p-52;
    case DType::kF32:
      return 0x1p-23;
    case DType::kF16:
      return 0x1p-10;
    case DType::kBF16:
      return 0x1p-7;
    default:
      return 0x1p-2;  // the narrowest of 8 bits and less
  }
}
double smallestNormalOf(DType dtype) {
  return dtype == DType::kF64 ? 0x1p-1022 : dtype == DType::kF16 ? 0x1p-14 : 0x1p-126;
}

// SIZE: what TOLERANCE is relative to.
bool closeReals(DType dtype, double found, double expected, double size, const Tolerance& tolerance) {
  if (std::isnan(expected) || std::isnan(found)) return std::isnan(expected) && std::isnan(found);
  if (found == expected)
    return !tolerance.signedZeros || expected != 0 || std::signbit(found) == std::signbit(expected);
  if (std::isinf(expected) || std::isinf(found)) return false;
  // Narrow types round the last step: the tolerance of a wide type is within one unit of theirs.
  const bool narrow = dtypeBits(dtype) <= 16;
  const double ulps =
      narrow ? std::min(tolerance.ulps, std::max(4.0, tolerance.ulps * epsilonOf(DType::kF32) / epsilonOf(dtype)))
             : tolerance.ulps;
  const double epsilon = epsilonOf(dtype);
  double allowed = ulps * epsilon * size + tolerance.absoluteUlps * epsilon * tolerance.magnitude;
  if (tolerance.ulps > 0) allowed += 4 * smallestNormalOf(dtype);  // results below it may be flushed
  return std::abs(found - expected) <= allowed;
}

// The parts of a complex number may be off by as much as its size allows.
bool closePairs(DType part, const std::byte* found, const std::byte* expected, const Tolerance& tolerance) {
  const auto bytes = static_cast<size_t>(dtypeBytes(part));
  const double re = loadAsDouble(part, expected), im = loadAsDouble(part, expected + bytes);
  const double both = std::hypot(re, im), size = std::isfinite(both) ? both : 0;
  return closeReals(part, loadAsDouble(part, found), re, size, tolerance) &&
         closeReals(part, loadAsDouble(part, found + bytes), im, size, tolerance);
}

std::string indexOf(const Dims& dims, int64_t flat) {
  Dims index(dims.size());
  for (size_t d = dims.size(); d-- > 0;) {
    index[d] = flat % dims[d];
    flat /= dims[d];
  }
  return dimsToString(index);
}

}  // namespace

Status compareWithin(const Tensor& found, const Tensor& expected, const Tolerance& tolerance) {
  if (found.type() != expected.type())
    return internalError("is ", found.type().toString(), ", should be ", expected.type().toString());
  const DType dtype = expected.type().dtype;
  const size_t bytes = static_cast<size_t>(dtypeBytes(dtype));
  int64_t wrong = 0, first = -1;
  for (int64_t e = 0; e < expected.elements(); ++e) {
    if (std::memcmp(found.data() + static_cast<size_t>(e) * bytes, expected.data() + static_cast<size_t>(e) * bytes,
                    bytes) == 0)
      continue;
    // Bits beyond those of a type narrower than a byte mean nothing.
    if (dtypeBits(dtype) < 8 && dtype != DType::kI1 && !isFloat(dtype) && found.asInt(e) == expected.asInt(e)) continue;
    const double should = isFloat(dtype) ? expected.asDouble(e) : 0;
    if (isFloat(dtype) && closeReals(dtype, found.asDouble(e), should, std::abs(should), tolerance)) continue;
    if (isComplex(dtype) && closePairs(partOf(dtype), found.data() + static_cast<size_t>(e) * bytes,
                                       expected.data() + static_cast<size_t>(e) * bytes, tolerance))
      continue;
    if (wrong++ == 0) first = e;
  }
  if (wrong == 0) return absl::OkStatus();
  std::string values;
  if (isFloat(dtype)) {
    values = strCat("is ", found.asDouble(first), ", should be ", expected.asDouble(first));
    if (found.asDouble(first) == 0 && expected.asDouble(first) == 0) values += " with the other sign";
  } else if (isComplex(dtype)) {
    auto pair = [&](const Tensor& t) {
      const std::byte* at = t.data() + static_cast<size_t>(first) * bytes;
      return strCat("(", loadAsDouble(partOf(dtype), at), ", ", loadAsDouble(partOf(dtype), at + bytes / 2), ")");
    };
    values = strCat("is ", pair(found), ", should be ", pair(expected));
  } else {
    values = strCat("is ", found.asInt(first), ", should be ", expected.asInt(first));
  }
  return internalError(wrong, " of ", expected.elements(), " elements of ", expected.type().toString(),
                       " differ; the first, ", indexOf(expected.type().dims, first), ", ", values);
}

}  // namespace partita
