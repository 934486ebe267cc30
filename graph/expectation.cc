#include "graph/expectation.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "base/text.h"

namespace partita {
namespace {

// Numbers as they lie in memory; a complex one is two.
struct Parts {
  DType dtype;
  int64_t ofElement;
};

Parts partsOf(DType dtype) {
  if (dtype == DType::kC64) return {DType::kF32, 2};
  if (dtype == DType::kC128) return {DType::kF64, 2};
  return {dtype, 1};
}

uint64_t bitsOf(DType dtype, const std::byte* p) {
  uint64_t bits = 0;
  std::memcpy(&bits, p, static_cast<size_t>(dtypeBytes(dtype)));  // little-endian
  return bits;
}

uint64_t ulpsBetween(DType dtype, const std::byte* a, const std::byte* b) {
  const double x = loadAsDouble(dtype, a), y = loadAsDouble(dtype, b);
  const uint64_t bitsX = bitsOf(dtype, a), bitsY = bitsOf(dtype, b);
  if (bitsX == bitsY || (std::isnan(x) && std::isnan(y))) return 0;
  if (!std::isfinite(x) || !std::isfinite(y)) return std::numeric_limits<uint64_t>::max();
  const uint64_t sign = uint64_t{1} << (dtypeBits(dtype) - 1);
  const uint64_t sizeX = bitsX & (sign - 1), sizeY = bitsY & (sign - 1);
  if (((bitsX ^ bitsY) & sign) != 0) return sizeX + sizeY;
  return sizeX > sizeY ? sizeX - sizeY : sizeY - sizeX;
}

// Of kEqual and kAlmostEqual.
bool equals(const Expectation& e, DType dtype, const std::byte* found, const std::byte* expected) {
  if (!isFloat(dtype)) {
    const int64_t a = loadAsInt(dtype, found), b = loadAsInt(dtype, expected);
    if (a == b || e.kind == Expectation::Kind::kEqual) return a == b;
    return std::abs(static_cast<double>(a) - static_cast<double>(b)) <= e.tolerance;
  }
  const double a = loadAsDouble(dtype, found), b = loadAsDouble(dtype, expected);
  if (a == b) return true;
  if (e.kind == Expectation::Kind::kEqual) return false;
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
  return std::isfinite(a) && std::isfinite(b) && std::abs(a - b) <= e.tolerance;
}

std::string elementText(DType dtype, int64_t parts, const std::byte* p) {
  const auto one = [&](int64_t part) -> std::string {
    const std::byte* at = p + part * dtypeBytes(dtype);
    if (isFloat(dtype)) return absl::StrFormat("%.17g", loadAsDouble(dtype, at));
    if (dtype == DType::kUI64) return strCat(static_cast<uint64_t>(loadAsInt(dtype, at)));
    return strCat(loadAsInt(dtype, at));
  };
  return parts == 1 ? one(0) : strCat("(", one(0), ",", one(1), ")");
}

std::string indexText(int64_t flat, const Dims& dims) {
  const Dims strides = rowMajorStrides(dims);
  Dims index;
  for (size_t d = 0; d < dims.size(); ++d) index.push_back(flat / strides[d] % dims[d]);
  return dimsToString(index);
}

std::string howText(const Expectation& e) {
  switch (e.kind) {
    case Expectation::Kind::kEqual:
      return "";
    case Expectation::Kind::kAlmostEqual:
      return absl::StrFormat(" within %g", e.tolerance);
    case Expectation::Kind::kClose:
      return strCat(" within ", e.minUlps, " to ", e.maxUlps, " ULPs");
  }
  return "";
}

}  // namespace

std::string Expectation::toBytes() const {
  return absl::StrFormat("%d %a %u %u", static_cast<int>(kind), tolerance, minUlps, maxUlps);
}

StatusOr<Expectation> Expectation::fromBytes(std::string_view bytes) {
  const std::vector<std::string> words = absl::StrSplit(absl::string_view(bytes.data(), bytes.size()), ' ');
  Expectation out;
  int kind = 0;
  if (words.size() != 4 || !absl::SimpleAtoi(words[0], &kind) || kind < 0 || kind > static_cast<int>(Kind::kClose) ||
      !absl::SimpleAtoi(words[2], &out.minUlps) || !absl::SimpleAtoi(words[3], &out.maxUlps))
    return invalidArgument("expected an expectation, found \"", bytes, "\"");
  out.kind = static_cast<Kind>(kind);
  char* end = nullptr;
  out.tolerance = std::strtod(words[1].c_str(), &end);
  if (*end != '\0') return invalidArgument("expected a tolerance, found \"", words[1], "\"");
  return out;
}

Status checkExpectation(const Expectation& expectation, const Tensor& found, const Tensor& expected) {
  if (found.type() != expected.type())
    return invalidArgument("expected operands of one type, found ", found.type().toString(), " and ",
                           expected.type().toString());
  const auto [dtype, parts] = partsOf(found.type().dtype);
  if (expectation.kind == Expectation::Kind::kClose && !isFloat(dtype))
    return invalidArgument("expected floats, whose distance is counted in ULPs, found ", found.type().toString());
  const int64_t size = dtypeBytes(dtype), element = size * parts;
  for (int64_t i = 0; i < found.elements(); ++i) {
    const std::byte *a = found.data() + i * element, *b = expected.data() + i * element;
    bool ok = true;
    if (expectation.kind == Expectation::Kind::kClose) {
      uint64_t ulps = 0;
      for (int64_t part = 0; part < parts; ++part)
        ulps = std::max(ulps, ulpsBetween(dtype, a + part * size, b + part * size));
      ok = expectation.minUlps <= ulps && ulps <= expectation.maxUlps;
    } else {
      for (int64_t part = 0; part < parts; ++part)
        ok = ok && equals(expectation, dtype, a + part * size, b + part * size);
    }
    if (ok) continue;
    return Status(
        absl::StatusCode::kDataLoss,
        strCat("expected ", elementText(dtype, parts, b), howText(expectation), " at ", indexText(i, found.type().dims),
               " of ", found.type().toString(), ", found ", elementText(dtype, parts, a)));
  }
  return {};
}

}  // namespace partita
