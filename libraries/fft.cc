// Fourier transforms of one dimension of an array, block of lines by block: from the array into buffers, through the
// passes (fft_passes.h), and back.
#include <algorithm>

#include "base/integers.h"
#include "base/vector_loop.h"
#include "libraries/fft_passes.h"
#include "libraries/library_functions.h"

// Everything below is compiled into its callers: once for any processor, once for those with AVX2, with AVX-512.
#define PARTITA_INLINE __attribute__((always_inline)) inline

namespace partita {
namespace {

constexpr int64_t kAlign = 64;

// Where the lines of a block lie in an array: element i of line q at i * step + q * line, in numbers of it.
struct Layout {
  int64_t step, line;
};

template <typename T>
PARTITA_INLINE void loadComplex(const T* __restrict in, Layout at, int64_t count, int64_t lines, T* __restrict re,
                                T* __restrict im) {
  if (lines == 1 && at.step == 1) {
    PARTITA_VECTOR_LOOP
    for (int64_t i = 0; i < count; ++i) {
      re[i] = in[2 * i];
      im[i] = in[2 * i + 1];
    }
    return;
  }
  for (int64_t i = 0; i < count; ++i) {
    const T* const from = in + 2 * i * at.step;
    if (at.line == 1) {
      PARTITA_VECTOR_LOOP
      for (int64_t q = 0; q < lines; ++q) {
        re[i * lines + q] = from[2 * q];
        im[i * lines + q] = from[2 * q + 1];
      }
    } else {
      for (int64_t q = 0; q < lines; ++q) {
        re[i * lines + q] = from[2 * q * at.line];
        im[i * lines + q] = from[2 * q * at.line + 1];
      }
    }
  }
}

template <typename T>
PARTITA_INLINE void storeComplex(const T* __restrict re, const T* __restrict im, T scale, Layout at, int64_t count,
                                 int64_t lines, T* __restrict out) {
  if (lines == 1 && at.step == 1) {
    PARTITA_VECTOR_LOOP
    for (int64_t i = 0; i < count; ++i) {
      out[2 * i] = re[i] * scale;
      out[2 * i + 1] = im[i] * scale;
    }
    return;
  }
  for (int64_t i = 0; i < count; ++i) {
    T* const to = out + 2 * i * at.step;
    if (at.line == 1) {
      PARTITA_VECTOR_LOOP
      for (int64_t q = 0; q < lines; ++q) {
        to[2 * q] = re[i * lines + q] * scale;
        to[2 * q + 1] = im[i * lines + q] * scale;
      }
    } else {
      for (int64_t q = 0; q < lines; ++q) {
        to[2 * q * at.line] = re[i * lines + q] * scale;
        to[2 * q * at.line + 1] = im[i * lines + q] * scale;
      }
    }
  }
}

template <typename T>
PARTITA_INLINE void loadReal(const T* __restrict in, Layout at, int64_t count, int64_t lines, T* __restrict re) {
  for (int64_t i = 0; i < count; ++i) {
    for (int64_t q = 0; q < lines; ++q) re[i * lines + q] = in[i * at.step + q * at.line];
  }
}

template <typename T>
PARTITA_INLINE void storeReal(const T* __restrict re, T scale, Layout at, int64_t count, int64_t lines,
                              T* __restrict out) {
  for (int64_t i = 0; i < count; ++i) {
    for (int64_t q = 0; q < lines; ++q) out[i * at.step + q * at.line] = re[i * lines + q] * scale;
  }
}

// ONE(k, n - k, line) of the elements of lines but the first.
template <typename One>
PARTITA_INLINE void eachMirrored(int64_t n, int64_t lines, const One& one) {
  if (lines == 1) {
    PARTITA_VECTOR_LOOP
    for (int64_t k = 1; k < n; ++k) one(k, n - k, 0);
    return;
  }
  for (int64_t k = 1; k < n; ++k) {
    PARTITA_VECTOR_LOOP
    for (int64_t q = 0; q < lines; ++q) one(k, n - k, q);
  }
}

// The transform of a real line of 2 n numbers from that of its even ones and odd ones as one complex line of n.
template <typename T>
PARTITA_INLINE void splitHalves(const FftPlan<T>& plan, const T* __restrict zr, const T* __restrict zi, int64_t lines,
                                T* __restrict re, T* __restrict im) {
  const int64_t n = plan.length;
  const T* const w = plan.unpack.data();
  const auto one = [&](int64_t k, int64_t mirror, int64_t q) __attribute__((always_inline)) {
    const SplitNumber<T> a = {zr[k * lines + q], zi[k * lines + q]},
                         b = {zr[mirror * lines + q], -zi[mirror * lines + q]};
    const SplitNumber<T> even = scaled(a + b, T(0.5)), odd = scaled(turned(a - b), T(0.5));
    const SplitNumber<T> x = even + odd * SplitNumber<T>{w[k], w[n + 1 + k]};
    re[k * lines + q] = x.re;
    im[k * lines + q] = x.im;
  };
  for (int64_t q = 0; q < lines; ++q) {
    const T a = zr[q], b = zi[q];
    re[q] = a + b;
    re[n * lines + q] = a - b;
    im[q] = im[n * lines + q] = 0;
  }
  eachMirrored(n, lines, one);
}

// The other way round.
template <typename T>
PARTITA_INLINE void joinHalves(const FftPlan<T>& plan, const T* __restrict xr, const T* __restrict xi, int64_t lines,
                               T* __restrict re, T* __restrict im) {
  const int64_t n = plan.length;
  const T* const w = plan.unpack.data();
  const auto one = [&](int64_t k, int64_t mirror, int64_t q) __attribute__((always_inline)) {
    const SplitNumber<T> a = {xr[k * lines + q], xi[k * lines + q]},
                         b = {xr[mirror * lines + q], -xi[mirror * lines + q]};
    const SplitNumber<T> even = a + b, odd = (a - b) * SplitNumber<T>{w[k], -w[n + 1 + k]};
    re[k * lines + q] = even.re - odd.im;
    im[k * lines + q] = even.im + odd.re;
  };
  for (int64_t q = 0; q < lines; ++q) {  // imaginary parts of the first and the last are not looked at
    re[q] = xr[q] + xr[n * lines + q];
    im[q] = xr[q] - xr[n * lines + q];
  }
  eachMirrored(n, lines, one);
}

// Block number BLOCK.
template <typename T>
PARTITA_INLINE void runBlock(const FftPlan<T>& plan, const T* in, T* out, int64_t block, T* scratch) {
  const bool sideBySide = plan.inner > 1;
  const int64_t perOuter = sideBySide ? ceilDiv(plan.inner, plan.lines) : 1;
  const int64_t outer = sideBySide ? block / perOuter : block * plan.lines;
  const int64_t first = sideBySide ? block % perOuter * plan.lines : 0;
  const int64_t lines = std::min(plan.lines, sideBySide ? plan.inner - first : plan.outer - outer);
  const int inParts = plan.type == FftType::kRealToComplex ? 1 : 2,
            outParts = plan.type == FftType::kComplexToReal ? 1 : 2;
  in += (outer * plan.inLength * plan.inner + first) * inParts;
  out += (outer * plan.outLength * plan.inner + first) * outParts;
  const Layout from = {plan.inner, sideBySide ? 1 : plan.inLength}, to = {plan.inner, sideBySide ? 1 : plan.outLength};
  const int64_t size = roundUp((plan.elements() + 1) * plan.lines, kAlign / int64_t{sizeof(T)});
  FftBuffers<T> b = {scratch, scratch + size, scratch + 2 * size, scratch + 3 * size};
  const bool inverse = plan.type == FftType::kInverse || plan.type == FftType::kComplexToReal;
  // Inverse: with real and imaginary parts exchanged, before and after.
  T* const re = inverse ? b.xi : b.xr;
  T* const im = inverse ? b.xr : b.xi;
  switch (plan.type) {
    case FftType::kForward:
    case FftType::kInverse:
      loadComplex(in, from, plan.length, lines, re, im);
      break;
    case FftType::kRealToComplex:
      if (plan.half && !sideBySide) {
        loadComplex(in, {1, from.line / 2}, plan.length, lines, re, im);
      } else if (plan.half) {
        loadReal(in, {2 * from.step, from.line}, plan.length, lines, re);
        loadReal(in + from.step, {2 * from.step, from.line}, plan.length, lines, im);
      } else {
        loadReal(in, from, plan.length, lines, re);
        std::fill_n(im, plan.length * lines, T());
      }
      break;
    case FftType::kComplexToReal:
      if (plan.half) {
        loadComplex(in, from, plan.inLength, lines, b.yr, b.yi);
        joinHalves(plan, b.yr, b.yi, lines, re, im);
      } else {
        loadComplex(in, from, plan.inLength, lines, re, im);
        std::fill_n(im, lines, T());
        for (int64_t k = 1; k < plan.inLength; ++k) {
          for (int64_t q = 0; q < lines; ++q) {
            re[(plan.length - k) * lines + q] = re[k * lines + q];
            im[(plan.length - k) * lines + q] = -im[k * lines + q];
          }
        }
      }
      break;
  }
  transform(plan, b, lines);
  const T* const outRe = inverse ? b.xi : b.xr;
  const T* const outIm = inverse ? b.xr : b.xi;
  switch (plan.type) {
    case FftType::kForward:
    case FftType::kInverse:
      storeComplex(outRe, outIm, plan.scale, to, plan.length, lines, out);
      break;
    case FftType::kRealToComplex:
      if (plan.half) {
        splitHalves(plan, outRe, outIm, lines, b.yr, b.yi);
        storeComplex<T>(b.yr, b.yi, 1, to, plan.outLength, lines, out);
      } else {
        storeComplex<T>(outRe, outIm, 1, to, plan.outLength, lines, out);
      }
      break;
    case FftType::kComplexToReal:
      if (plan.half && !sideBySide) {
        storeComplex(outRe, outIm, plan.scale, {1, to.line / 2}, plan.length, lines, out);
      } else if (plan.half) {
        storeReal(outRe, plan.scale, {2 * to.step, to.line}, plan.length, lines, out);
        storeReal(outIm, plan.scale, {2 * to.step, to.line}, plan.length, lines, out + to.step);
      } else {
        storeReal(outRe, plan.scale, to, plan.length, lines, out);
      }
      break;
  }
}

template <typename T>
void runBlocks(const FftPlan<T>& plan, const T* in, T* out, int64_t begin, int64_t end, T* scratch) {
  for (int64_t block = begin; block < end; ++block) runBlock(plan, in, out, block, scratch);
}

#ifdef __x86_64__
#ifdef __clang__
#define PARTITA_WIDE_VECTORS  // has no such word in front of a function
#else
#define PARTITA_WIDE_VECTORS ",prefer-vector-width=512"
#endif
template <typename T>
__attribute__((target("avx512f,avx512dq,avx512vl,avx512bw,fma" PARTITA_WIDE_VECTORS))) void runBlocksAvx512(
    const FftPlan<T>& plan, const T* in, T* out, int64_t begin, int64_t end, T* scratch) {
  for (int64_t block = begin; block < end; ++block) runBlock(plan, in, out, block, scratch);
}
template <typename T>
__attribute__((target("avx2,fma"))) void runBlocksAvx2(const FftPlan<T>& plan, const T* in, T* out, int64_t begin,
                                                       int64_t end, T* scratch) {
  for (int64_t block = begin; block < end; ++block) runBlock(plan, in, out, block, scratch);
}
#endif

template <typename T>
using RunBlocks = void (*)(const FftPlan<T>&, const T*, T*, int64_t, int64_t, T*);

template <typename T>
RunBlocks<T> runBlocksHere() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw"))
    return runBlocksAvx512<T>;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return runBlocksAvx2<T>;
#endif
  return runBlocks<T>;
}

template <typename T>
class FftKernel final : public LibraryKernel {
 public:
  explicit FftKernel(const LibraryCall& call) : plan_(makeFftPlan<T>(call)), run_(runBlocksHere<T>()) {}
  int64_t scratchBytes() const override {
    return 4 * roundUp((plan_.elements() + 1) * plan_.lines * int64_t{sizeof(T)}, kAlign);
  }
  void run(void* const* buffers, int64_t begin, int64_t end, void* scratch) const override {
    run_(plan_, static_cast<const T*>(buffers[0]), static_cast<T*>(buffers[1]), begin, end, static_cast<T*>(scratch));
  }

 private:
  FftPlan<T> plan_;
  RunBlocks<T> run_;
};

}  // namespace

StatusOr<std::unique_ptr<LibraryKernel>> makeFftKernel(const LibraryCall& call) {
  RETURN_IF_ERROR(describeFftCall(call).status());
  if (call.operands[0].dtype == DType::kF64 || call.operands[0].dtype == DType::kC128)
    return std::unique_ptr<LibraryKernel>(std::make_unique<FftKernel<double>>(call));
  return std::unique_ptr<LibraryKernel>(std::make_unique<FftKernel<float>>(call));
}

}  // namespace partita
