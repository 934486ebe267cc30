#pragma once
// The passes of Fourier transforms. Stockham's algorithm: from one buffer to another, of radix 8, 4, 2, 3, 5 and any
// other prime up to 13 (by its sum), which need no reordering; lengths with a greater prime factor by Bluestein's, as a
// convolution of a power of two. Numbers are kept as two arrays, real and imaginary, so that the loops below are the
// compiler's vectors. Several lines are transformed at once as one whose elements are vectors of them: [n][lines].
// All of it is compiled into its callers, once for each kind of processor.
#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/vector_loop.h"
#include "libraries/fft_plan.h"

#define PARTITA_INLINE __attribute__((always_inline)) inline

namespace partita {

template <typename T>
struct SplitNumber {
  T re, im;
};
template <typename T>
PARTITA_INLINE SplitNumber<T> operator+(SplitNumber<T> a, SplitNumber<T> b) {
  return {a.re + b.re, a.im + b.im};
}
template <typename T>
PARTITA_INLINE SplitNumber<T> operator-(SplitNumber<T> a, SplitNumber<T> b) {
  return {a.re - b.re, a.im - b.im};
}
template <typename T>
PARTITA_INLINE SplitNumber<T> operator*(SplitNumber<T> a, SplitNumber<T> b) {
  return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}
template <typename T>
PARTITA_INLINE SplitNumber<T> scaled(SplitNumber<T> a, T s) {
  return {a.re * s, a.im * s};
}
// Times -i.
template <typename T>
PARTITA_INLINE SplitNumber<T> turned(SplitNumber<T> a) {
  return {a.im, -a.re};
}

template <typename T>
PARTITA_INLINE void butterfly2(SplitNumber<T>* a) {
  const SplitNumber<T> x = a[0], y = a[1];
  a[0] = x + y;
  a[1] = x - y;
}
template <typename T>
PARTITA_INLINE void butterfly3(SplitNumber<T>* a) {
  constexpr T kSin = T(0.866025403784438646763723170752936183L);
  const SplitNumber<T> sum = a[1] + a[2], turn = scaled(turned(a[1] - a[2]), kSin);
  const SplitNumber<T> middle = a[0] - scaled(sum, T(0.5));
  a[0] = a[0] + sum;
  a[1] = middle + turn;
  a[2] = middle - turn;
}
template <typename T>
PARTITA_INLINE void butterfly4(SplitNumber<T>* a) {
  const SplitNumber<T> s02 = a[0] + a[2], d02 = a[0] - a[2], s13 = a[1] + a[3], d13 = turned(a[1] - a[3]);
  a[0] = s02 + s13;
  a[1] = d02 + d13;
  a[2] = s02 - s13;
  a[3] = d02 - d13;
}
template <typename T>
PARTITA_INLINE void butterfly5(SplitNumber<T>* a) {
  constexpr T kCos1 = T(0.309016994374947424102293417182819059L), kCos2 = T(-0.809016994374947424102293417182819059L);
  constexpr T kSin1 = T(0.951056516295153572116439333379382143L), kSin2 = T(0.587785252292473129168705954639072769L);
  const SplitNumber<T> s14 = a[1] + a[4], s23 = a[2] + a[3], d14 = turned(a[1] - a[4]), d23 = turned(a[2] - a[3]);
  const SplitNumber<T> m1 = a[0] + scaled(s14, kCos1) + scaled(s23, kCos2),
                       m2 = a[0] + scaled(s14, kCos2) + scaled(s23, kCos1);
  const SplitNumber<T> t1 = scaled(d14, kSin1) + scaled(d23, kSin2), t2 = scaled(d14, kSin2) - scaled(d23, kSin1);
  a[0] = a[0] + s14 + s23;
  a[1] = m1 + t1;
  a[2] = m2 + t2;
  a[3] = m2 - t2;
  a[4] = m1 - t1;
}
template <typename T>
PARTITA_INLINE void butterfly8(SplitNumber<T>* a) {
  constexpr T kHalf = T(0.707106781186547524400844362104849039L);
  SplitNumber<T> even[4] = {a[0], a[2], a[4], a[6]}, odd[4] = {a[1], a[3], a[5], a[7]};
  butterfly4(even);
  butterfly4(odd);
  const SplitNumber<T> o1 = scaled(SplitNumber<T>{odd[1].re + odd[1].im, odd[1].im - odd[1].re}, kHalf),
                       o2 = turned(odd[2]),
                       o3 = scaled(SplitNumber<T>{odd[3].im - odd[3].re, -odd[3].re - odd[3].im}, kHalf);
  a[0] = even[0] + odd[0];
  a[1] = even[1] + o1;
  a[2] = even[2] + o2;
  a[3] = even[3] + o3;
  a[4] = even[0] - odd[0];
  a[5] = even[1] - o1;
  a[6] = even[2] - o2;
  a[7] = even[3] - o3;
}

template <int kRadix, typename T>
PARTITA_INLINE void butterfly(SplitNumber<T>* a) {
  if constexpr (kRadix == 2) butterfly2(a);
  if constexpr (kRadix == 3) butterfly3(a);
  if constexpr (kRadix == 4) butterfly4(a);
  if constexpr (kRadix == 5) butterfly5(a);
  if constexpr (kRadix == 8) butterfly8(a);
}

// One pass: x is [radix][m][s], y becomes [m][radix][s].
template <int kRadix, typename T>
PARTITA_INLINE void pass(int64_t m, int64_t s, const T* __restrict table, const T* __restrict xr,
                         const T* __restrict xi, T* __restrict yr, T* __restrict yi) {
  if (s == 1) {
    PARTITA_VECTOR_LOOP
    for (int64_t p = 0; p < m; ++p) {
      SplitNumber<T> a[kRadix];
#pragma GCC unroll 8
      for (int j = 0; j < kRadix; ++j) a[j] = {xr[p + m * j], xi[p + m * j]};
      butterfly<kRadix>(a);
      yr[kRadix * p] = a[0].re;
      yi[kRadix * p] = a[0].im;
#pragma GCC unroll 8
      for (int k = 1; k < kRadix; ++k) {
        const SplitNumber<T> w = {table[(2 * k - 2) * m + p], table[(2 * k - 1) * m + p]};
        a[k] = a[k] * w;
        yr[kRadix * p + k] = a[k].re;
        yi[kRadix * p + k] = a[k].im;
      }
    }
    return;
  }
  const int64_t step = m * s;
  for (int64_t p = 0; p < m; ++p) {
    SplitNumber<T> w[kRadix];
#pragma GCC unroll 8
    for (int k = 1; k < kRadix; ++k) w[k] = {table[(2 * k - 2) * m + p], table[(2 * k - 1) * m + p]};
    const T *const inRe = xr + p * s, *const inIm = xi + p * s;
    T *const outRe = yr + kRadix * p * s, *const outIm = yi + kRadix * p * s;
    PARTITA_VECTOR_LOOP
    for (int64_t q = 0; q < s; ++q) {
      SplitNumber<T> a[kRadix];
#pragma GCC unroll 8
      for (int j = 0; j < kRadix; ++j) a[j] = {inRe[step * j + q], inIm[step * j + q]};
      butterfly<kRadix>(a);
      outRe[q] = a[0].re;
      outIm[q] = a[0].im;
#pragma GCC unroll 8
      for (int k = 1; k < kRadix; ++k) {
        a[k] = a[k] * w[k];
        outRe[s * k + q] = a[k].re;
        outIm[s * k + q] = a[k].im;
      }
    }
  }
}

// The same by the definition, of any radix.
template <typename T>
PARTITA_INLINE void passOfAny(int64_t radix, int64_t m, int64_t s, const T* __restrict table, const T* __restrict roots,
                              const T* __restrict xr, const T* __restrict xi, T* __restrict yr, T* __restrict yi) {
  for (int64_t p = 0; p < m; ++p) {
    for (int64_t k = 0; k < radix; ++k) {
      T *const outRe = yr + (radix * p + k) * s, *const outIm = yi + (radix * p + k) * s;
      for (int64_t j = 0; j < radix; ++j) {
        const SplitNumber<T> w = {roots[j * k % radix], roots[radix + j * k % radix]};
        const T *const inRe = xr + (p + m * j) * s, *const inIm = xi + (p + m * j) * s;
        if (j == 0) {
          std::copy_n(inRe, s, outRe);
          std::copy_n(inIm, s, outIm);
          continue;
        }
        PARTITA_VECTOR_LOOP
        for (int64_t q = 0; q < s; ++q) {
          const SplitNumber<T> a = SplitNumber<T>{inRe[q], inIm[q]} * w;
          outRe[q] += a.re;
          outIm[q] += a.im;
        }
      }
      if (k == 0) continue;
      const SplitNumber<T> w = {table[(2 * k - 2) * m + p], table[(2 * k - 1) * m + p]};
      PARTITA_VECTOR_LOOP
      for (int64_t q = 0; q < s; ++q) {
        const SplitNumber<T> a = SplitNumber<T>{outRe[q], outIm[q]} * w;
        outRe[q] = a.re;
        outIm[q] = a.im;
      }
    }
  }
}

// Two buffers of split numbers; the transform goes from x to y and back, and the result is in x.
template <typename T>
struct FftBuffers {
  T *xr, *xi, *yr, *yi;
};

template <typename T>
PARTITA_INLINE void runStages(const FftStages<T>& plan, FftBuffers<T>& b, int64_t lines) {
  int64_t s = lines;
  for (const FftStage& stage : plan.stages) {
    const T* const table = plan.table.data() + stage.twiddles;
    switch (stage.radix) {
      case 2:
        pass<2>(stage.m, s, table, b.xr, b.xi, b.yr, b.yi);
        break;
      case 3:
        pass<3>(stage.m, s, table, b.xr, b.xi, b.yr, b.yi);
        break;
      case 4:
        pass<4>(stage.m, s, table, b.xr, b.xi, b.yr, b.yi);
        break;
      case 5:
        pass<5>(stage.m, s, table, b.xr, b.xi, b.yr, b.yi);
        break;
      case 8:
        pass<8>(stage.m, s, table, b.xr, b.xi, b.yr, b.yi);
        break;
      default:
        passOfAny(stage.radix, stage.m, s, table, plan.table.data() + stage.roots, b.xr, b.xi, b.yr, b.yi);
        break;
    }
    std::swap(b.xr, b.yr);
    std::swap(b.xi, b.yi);
    s *= stage.radix;
  }
}

// Numbers times FACTORS (of COUNT), line by line.
template <typename T>
PARTITA_INLINE void multiply(const T* __restrict factors, int64_t count, int64_t lines, T* __restrict re,
                             T* __restrict im) {
  const auto one = [&](int64_t i, int64_t at) __attribute__((always_inline)) {
    const SplitNumber<T> a = SplitNumber<T>{re[at], im[at]} * SplitNumber<T>{factors[i], factors[count + i]};
    re[at] = a.re;
    im[at] = a.im;
  };
  if (lines == 1) {
    PARTITA_VECTOR_LOOP
    for (int64_t i = 0; i < count; ++i) one(i, i);
    return;
  }
  for (int64_t i = 0; i < count; ++i) {
    PARTITA_VECTOR_LOOP
    for (int64_t q = 0; q < lines; ++q) one(i, i * lines + q);
  }
}

template <typename T>
PARTITA_INLINE void transform(const FftPlan<T>& plan, FftBuffers<T>& b, int64_t lines) {
  const int64_t padded = plan.bluestein.convolution.n;
  if (plan.bluestein.chirp.empty()) return runStages(plan.stages, b, lines);
  multiply(plan.bluestein.chirp.data(), plan.length, lines, b.xr, b.xi);
  std::fill(b.xr + plan.length * lines, b.xr + padded * lines, T());
  std::fill(b.xi + plan.length * lines, b.xi + padded * lines, T());
  runStages(plan.bluestein.convolution, b, lines);
  multiply(plan.bluestein.spectrum.data(), padded, lines, b.xr, b.xi);
  // Back: with real and imaginary parts exchanged.
  std::swap(b.xr, b.xi);
  std::swap(b.yr, b.yi);
  runStages(plan.bluestein.convolution, b, lines);
  std::swap(b.xr, b.xi);
  std::swap(b.yr, b.yi);
  multiply(plan.bluestein.chirp.data(), plan.length, lines, b.xr, b.xi);
}

#undef PARTITA_INLINE

}  // namespace partita
