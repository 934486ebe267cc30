#include "libraries/fft_plan.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/check.h"
#include "base/integers.h"
#include "libraries/fft_passes.h"
#include "libraries/library_functions.h"

namespace partita {
namespace {

constexpr int64_t kLinesAtOnce = 16;  // of those that lie side by side
// Lines below this are transformed several at once even where they lie one after the other.
constexpr int64_t kShortLine = 32;

struct Root {
  double re, im;
};
// exp(-2 pi i j / n)
Root root(int64_t j, int64_t n) {
  const long double angle =
      2 * std::numbers::pi_v<long double> * static_cast<long double>(j % n) / static_cast<long double>(n);
  return {static_cast<double>(std::cos(angle)), static_cast<double>(-std::sin(angle))};
}

// The radices of the stages for N, and what of it is REST.
std::vector<int64_t> radices(int64_t n, int64_t& rest) {
  std::vector<int64_t> out;
  int twos = 0;
  for (; n % 2 == 0 && n > 0; n /= 2) ++twos;
  // Eights; two fours rather than an eight and a two.
  int fours = twos % 3 == 1 && twos > 1 ? 2 : twos % 3 == 2 ? 1 : 0;
  const int single = twos == 1 ? 1 : 0;
  for (int i = 0; i < (twos - 2 * fours - single) / 3; ++i) out.push_back(8);
  for (; fours > 0; --fours) out.push_back(4);
  if (single > 0) out.push_back(2);
  for (int64_t prime : {5, 3, 7, 11, 13}) {
    for (; n % prime == 0; n /= prime) out.push_back(prime);
  }
  rest = n;
  return out;
}

template <typename T>
FftStages<T> makeFftStages(int64_t n) {
  FftStages<T> out;
  out.n = n;
  int64_t rest = 1, left = n;
  for (const int64_t radix : radices(n, rest)) {
    FftStage stage;
    stage.radix = radix;
    stage.m = left / radix;
    stage.twiddles = out.table.size();
    out.table.resize(out.table.size() + static_cast<size_t>(2 * (radix - 1) * stage.m));
    T* at = out.table.data() + stage.twiddles;
    for (int64_t k = 1; k < radix; ++k, at += 2 * stage.m) {
      for (int64_t p = 0; p < stage.m; ++p) {
        const Root w = root(k * p, left);
        at[p] = static_cast<T>(w.re);
        at[stage.m + p] = static_cast<T>(w.im);
      }
    }
    if (radix > 5 && radix != 8) {
      stage.roots = out.table.size();
      for (int64_t j = 0; j < radix; ++j) out.table.push_back(static_cast<T>(root(j, radix).re));
      for (int64_t j = 0; j < radix; ++j) out.table.push_back(static_cast<T>(root(j, radix).im));
    }
    out.stages.push_back(stage);
    left = stage.m;
  }
  CHECK(rest == 1 && left == 1, "a transform of ", n, " is not a product of small primes");
  return out;
}

template <typename T>
FftBluestein<T> makeBluestein(int64_t n) {
  int64_t padded = 1;
  while (padded < 2 * n - 1) padded *= 2;
  FftBluestein<T> out;
  out.convolution = makeFftStages<T>(padded);
  out.chirp.resize(static_cast<size_t>(2 * n));
  const auto stages = makeFftStages<double>(padded);
  std::vector<double> re(static_cast<size_t>(padded)), im(re), otherRe(re), otherIm(re);
  for (int64_t j = 0; j < n; ++j) {
    // j^2 modulo 2 n, without leaving 64 bits.
    const auto square = static_cast<int64_t>(static_cast<__int128>(j) * j % (2 * n));
    const Root w = root(square, 2 * n);
    out.chirp[static_cast<size_t>(j)] = static_cast<T>(w.re);
    out.chirp[static_cast<size_t>(n + j)] = static_cast<T>(w.im);
    for (const int64_t at : {j, j == 0 ? 0 : padded - j}) {
      re[static_cast<size_t>(at)] = w.re;
      im[static_cast<size_t>(at)] = -w.im;
    }
  }
  FftBuffers<double> b = {re.data(), im.data(), otherRe.data(), otherIm.data()};
  runStages(stages, b, 1);
  out.spectrum.resize(static_cast<size_t>(2 * padded));
  for (int64_t i = 0; i < padded; ++i) {
    out.spectrum[static_cast<size_t>(i)] = static_cast<T>(b.xr[i] / static_cast<double>(padded));
    out.spectrum[static_cast<size_t>(padded + i)] = static_cast<T>(b.xi[i] / static_cast<double>(padded));
  }
  return out;
}

}  // namespace

int64_t fftLinesAtOnce(int64_t outer, int64_t inner, int64_t length) {
  if (inner > 1) return std::min(inner, kLinesAtOnce);
  return length < kShortLine ? std::min(outer, kLinesAtOnce) : 1;
}

template <typename T>
FftPlan<T> makeFftPlan(const LibraryCall& call) {
  FftPlan<T> plan;
  plan.type = static_cast<FftType>(call.attributes[0].second);
  const auto dim = static_cast<size_t>(call.attributes[1].second);
  const absl::Span<const int64_t> in = call.operands[0].dims;
  plan.outer = elementCount(in.first(dim));
  plan.inner = elementCount(in.subspan(dim + 1));
  plan.inLength = in[dim];
  plan.outLength = call.results[0].dims[dim];
  const int64_t n = plan.type == FftType::kComplexToReal ? plan.outLength : plan.inLength;
  const bool real = plan.type == FftType::kRealToComplex || plan.type == FftType::kComplexToReal;
  plan.half = real && n % 2 == 0 && n > 0;
  plan.length = std::max<int64_t>(plan.half ? n / 2 : n, 1);  // 1 of arrays without elements, which have no tasks
  const bool inverse = plan.type == FftType::kInverse || plan.type == FftType::kComplexToReal;
  plan.scale = inverse && n > 0 ? static_cast<T>(1.0L / static_cast<long double>(n)) : T(1);
  if (plan.half) {
    for (const bool imaginary : {false, true}) {
      for (int64_t k = 0; k <= plan.length; ++k) {
        const Root w = root(k, n);
        plan.unpack.push_back(static_cast<T>(imaginary ? w.im : w.re));
      }
    }
  }
  int64_t rest = 1;
  radices(plan.length, rest);
  if (rest > 1)
    plan.bluestein = makeBluestein<T>(plan.length);
  else
    plan.stages = makeFftStages<T>(plan.length);
  plan.lines = fftLinesAtOnce(plan.outer, plan.inner, plan.length);
  return plan;
}
template FftPlan<float> makeFftPlan(const LibraryCall&);
template FftPlan<double> makeFftPlan(const LibraryCall&);

StatusOr<LibraryCallInfo> describeFftCall(const LibraryCall& call) {
  if (call.operands.size() != 1 || call.results.size() != 1 || call.attributes.size() != 2 ||
      call.attributes[0].first != "type" || call.attributes[1].first != "dimension")
    return invalidArgument(call.function, " has an operand, a result, and the attributes type and dimension");
  const TensorType &in = call.operands[0], &out = call.results[0];
  const int64_t number = call.attributes[0].second, dim = call.attributes[1].second;
  if (number < 0 || number > 3 || dim < 0 || dim >= in.rank() || in.rank() != out.rank())
    return invalidArgument(call.function, ": type ", number, " of dimension ", dim, " of ", in.toString(), " to ",
                           out.toString());
  const auto type = static_cast<FftType>(number);
  const auto d = static_cast<size_t>(dim);
  Dims wanted = in.dims;
  const int64_t n = type == FftType::kComplexToReal ? out.dims[d] : in.dims[d];
  if (type == FftType::kRealToComplex) wanted[d] = n == 0 ? 0 : n / 2 + 1;
  if (type == FftType::kComplexToReal) {
    wanted[d] = n;
    if (in.dims[d] != (n == 0 ? 0 : n / 2 + 1)) wanted[d] = -1;
  }
  const bool realIn = type == FftType::kRealToComplex, realOut = type == FftType::kComplexToReal;
  const bool isDouble = in.dtype == DType::kF64 || in.dtype == DType::kC128;
  const DType real = isDouble ? DType::kF64 : DType::kF32, complex = isDouble ? DType::kC128 : DType::kC64;
  if (in.dtype != (realIn ? real : complex) || out.dtype != (realOut ? real : complex) || out.dims != wanted)
    return invalidArgument(call.function, " of type ", number, " makes no ", out.toString(), " of ", in.toString());
  LibraryCallInfo info;
  const int64_t inner = elementCount(absl::MakeConstSpan(in.dims).subspan(d + 1));
  const int64_t outer = elementCount(absl::MakeConstSpan(in.dims).first(d));
  const int64_t length = n % 2 == 0 && (realIn || realOut) ? n / 2 : n;
  const int64_t lines = std::max<int64_t>(fftLinesAtOnce(outer, inner, length), 1);
  info.tasks = inner > 1 ? outer * ceilDiv(inner, lines) : ceilDiv(outer, lines);
  if (n == 0) info.tasks = 0;
  info.flops = 5.0 * static_cast<double>(outer * inner * length) * std::log2(std::max<double>(2, length));
  if (!realIn && !realOut) info.inPlace = {{0, 0}};
  return info;
}

}  // namespace partita
