#pragma once
// Generated tensors: the same numbers for the same seed on every machine, and any box of a tensor without the rest.
//
// Element i is the row-major flat index in the whole tensor, S the seed, word(i) = splitmix64(S * 2^32 + i), all modulo
// 2^64:
//   uniform    low + (high - low) * u in double, u = (word(i) >> 40) / 2^24, rounded to the dtype (types under 32 bits
//   to f32 first); complex:
//              the real part from word(2i), the imaginary part from word(2i + 1)
//   randint    low + word(i) % (high - low)          iota    i          constant    value
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/tensor.h"

namespace partita {

struct Generator {
  enum class Kind { kUniform, kRandint, kIota, kConstant };
  Kind kind = Kind::kConstant;
  uint64_t seed = 0;
  double low = 0, high = 1;  // kUniform, kRandint (whole; beyond 2^53 the nearest doubles)
  double value = 0;          // kConstant
};

StatusOr<Generator::Kind> parseGeneratorKind(std::string_view name);
// InvalidArgument when the numbers make no sense for a tensor of DTYPE; WHERE begins the message.
Status checkGenerator(const Generator& generator, DType dtype, const std::string& where);

// Writes the box TILE (one range for each dimension) of the generated tensor of TYPE to OUT, row-major.
void generateTile(const Generator& generator, const TensorType& type, absl::Span<const Range> tile, void* out);
Tensor generateTensor(const Generator& generator, const TensorType& type);

}  // namespace partita
