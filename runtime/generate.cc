#include "runtime/generate.h"

#include <cmath>

#include "base/rng.h"
#include "runtime/tile.h"

namespace partita {
namespace {

double uniformAt(const Generator& g, uint64_t index, bool narrow) {
  const uint64_t word = splitmix64((g.seed << 32) + index);
  const double u = static_cast<double>(word >> 40) / 16777216.0;
  const double value = g.low + (g.high - g.low) * u;
  return narrow ? static_cast<double>(static_cast<float>(value)) : value;
}

// VALUE, whole and of at most 2^63, modulo 2^64.
uint64_t wordOf(double value) {
  return value < 0 ? static_cast<uint64_t>(static_cast<int64_t>(value)) : static_cast<uint64_t>(value);
}

void writeElement(const Generator& g, DType dtype, uint64_t index, void* out) {
  switch (g.kind) {
    case Generator::Kind::kUniform:
      if (dtype == DType::kC64) {
        static_cast<float*>(out)[0] = static_cast<float>(uniformAt(g, 2 * index, false));
        static_cast<float*>(out)[1] = static_cast<float>(uniformAt(g, 2 * index + 1, false));
      } else if (dtype == DType::kC128) {
        static_cast<double*>(out)[0] = uniformAt(g, 2 * index, false);
        static_cast<double*>(out)[1] = uniformAt(g, 2 * index + 1, false);
      } else {
        storeFromDouble(dtype, uniformAt(g, index, dtypeBits(dtype) < 32), out);
      }
      return;
    case Generator::Kind::kRandint: {
      const uint64_t low = wordOf(g.low), span = wordOf(g.high) - low;  // 0: 2^64
      const uint64_t word = splitmix64((g.seed << 32) + index);
      storeFromInt(dtype, static_cast<int64_t>(low + (span == 0 ? word : word % span)), out);
      return;
    }
    case Generator::Kind::kIota:
      storeFromInt(dtype, static_cast<int64_t>(index), out);
      return;
    case Generator::Kind::kConstant:
      storeFromDouble(dtype, g.value, out);
      return;
  }
}

}  // namespace

StatusOr<Generator::Kind> parseGeneratorKind(std::string_view name) {
  if (name == "uniform") return Generator::Kind::kUniform;
  if (name == "randint") return Generator::Kind::kRandint;
  if (name == "iota") return Generator::Kind::kIota;
  if (name == "constant") return Generator::Kind::kConstant;
  return invalidArgument("unknown generator \"", name, "\": use uniform, randint, iota or constant");
}

Status checkGenerator(const Generator& g, DType dtype, const std::string& where) {
  if (g.kind == Generator::Kind::kUniform) {
    if (!isFloat(dtype) && !isComplex(dtype))
      return invalidArgument(where, ": a uniform generator fills floats, but the input has ", dtypeName(dtype),
                             ": use randint");
    if (!std::isfinite(g.low) || !std::isfinite(g.high) || g.high < g.low)
      return invalidArgument(where, ": low must be at most high, both finite");
  }
  if (g.kind == Generator::Kind::kRandint) {
    constexpr double kLargest = 9223372036854775808.0;  // 2^63
    if (g.low != std::floor(g.low) || g.high != std::floor(g.high) || std::abs(g.low) > kLargest ||
        std::abs(g.high) > kLargest || g.high <= g.low)
      return invalidArgument(where, ": randint needs whole numbers with low < high, of at most 2^63");
  }
  return absl::OkStatus();
}

void generateTile(const Generator& g, const TensorType& type, absl::Span<const Range> tile, void* out) {
  const int64_t elementBytes = dtypeBytes(type.dtype);
  char* to = static_cast<char*>(out);
  forEachRow(type.dims, tile, [&](int64_t flat, int64_t count) {
    for (int64_t i = 0; i < count; ++i, to += elementBytes)
      writeElement(g, type.dtype, static_cast<uint64_t>(flat + i), to);
  });
}

Tensor generateTensor(const Generator& generator, const TensorType& type) {
  Tensor out(type);
  generateTile(generator, type, wholeTile(type.dims), out.mutableData());
  return out;
}

}  // namespace partita
