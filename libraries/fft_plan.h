#pragma once
// How a Fourier transform of a length is computed: passes, and what they multiply by.
#include <cstdint>
#include <vector>

#include "libraries/library_call.h"

namespace partita {

enum class FftType : int64_t { kForward, kInverse, kRealToComplex, kComplexToReal };

struct FftStage {
  int64_t radix = 0, m = 0;  // of a transform of radix * m
  size_t twiddles =
      0;  // where its factors are: for k = 1 … radix - 1 real parts for p = 0 … m - 1, then imaginary ones
  size_t roots = 0;  // of a radix without a form of its own: its roots of unity, real parts, then imaginary ones
};

// A transform of length n as stages.
template <typename T>
struct FftStages {
  int64_t n = 1;
  std::vector<FftStage> stages;
  std::vector<T> table;
};

// A length with a great prime factor: x * chirp, convolved with the chirp's inverse by transforms of a power of two.
template <typename T>
struct FftBluestein {
  FftStages<T> convolution;
  std::vector<T> chirp;     // exp(-pi i j^2 / n): real parts, then imaginary ones
  std::vector<T> spectrum;  // of the conjugate chirp, divided by the length
};

template <typename T>
struct FftPlan {
  FftType type{};
  int64_t outer = 1, inner = 1;  // of the array in front of the dimension and behind it
  int64_t inLength = 0, outLength = 0;
  int64_t length = 0;  // of the complex transform: half of a real line of even length
  bool half = false;   // it is half of it
  T scale = 1;
  FftStages<T> stages;        // empty with bluestein
  FftBluestein<T> bluestein;  // of length 0: none
  std::vector<T> unpack;      // half: exp(-2 pi i k / (2 length)), k = 0 … length: real parts, then imaginary ones
  int64_t lines = 1;          // in a block
  int64_t elements() const { return std::max(std::max(length, bluestein.convolution.n), inLength); }
};

// How many lines are transformed at once, of arrays with so much in front of the dimension and behind it.
int64_t fftLinesAtOnce(int64_t outer, int64_t inner, int64_t length);
// The plan of a call that describeFftCall() has passed. T: float or double.
template <typename T>
FftPlan<T> makeFftPlan(const LibraryCall& call);

}  // namespace partita
