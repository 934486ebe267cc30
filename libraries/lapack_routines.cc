#include "libraries/lapack_routines.h"

#include <cmath>
#include <limits>

// Fortran's routines: all arguments by address, behind them the length of each string. Declared without arguments and
// called with their own (callFortran).
extern "C" {
#define PARTITA_ROUTINE(name, complexName) \
  void s##name##_();                       \
  void d##name##_();                       \
  void c##complexName##_();                \
  void z##complexName##_();
#define PARTITA_ROUTINES(R) \
  R(potrf, potrf)           \
  R(getrf, getrf)           \
  R(geqrf, geqrf)           \
  R(geqp3, geqp3)           \
  R(orgqr, ungqr)           \
  R(ormqr, unmqr)           \
  R(syevd, heevd)           \
  R(geev, geev) R(gees, gees) R(gesdd, gesdd) R(sytrd, hetrd) R(gehrd, gehrd) R(trsm, trsm) R(gtsv, gtsv)
PARTITA_ROUTINES(PARTITA_ROUTINE)
#undef PARTITA_ROUTINE
}

namespace partita {
namespace {

constexpr size_t kLetter = 1;  // the length of a string of one letter

template <typename... Args>
void callFortran(FortranRoutine routine, Args... args) {
  reinterpret_cast<void (*)(Args...)>(routine)(args...);
}

template <typename T>
void fill(T* data, int64_t count, T value) {
  if (data != nullptr) std::fill_n(data, count, value);
}

template <typename T>
void potrf(LapackState& p, const LapackEntry<T>& e) {
  if (e.query) return;
  e.take(p, 0, 0);
  const char uplo = p.letter(0);
  const LapackInt n = p.size('n'), lda = p.leading('n');
  LapackInt& info = *e.template result<LapackInt>(1);
  callFortran(p.routine, &uplo, &n, e.result(0), &lda, &info, kLetter);
  // OpenBLAS goes on behind a pivot that is not a number, LAPACK says which one it is.
  for (LapackInt j = 0; j < n && info == 0; ++j) {
    if (std::isnan(std::real(e.result(0)[int64_t{j} * n + j]))) info = j + 1;
  }
}

template <typename T>
bool allFinite(const T* data, int64_t count) {
  const auto* const numbers = reinterpret_cast<const RealPart<T>*>(data);
  return std::all_of(numbers, numbers + count * (kIsComplexNumber<T> ? 2 : 1),
                     [](RealPart<T> x) { return std::isfinite(x); });
}

// LU as LAPACK defines it, column by column.
template <typename T>
void plainLu(LapackInt m, LapackInt n, T* a, LapackInt* pivots, LapackInt& info) {
  const auto at = [&](LapackInt i, LapackInt j) -> T& { return a[int64_t{j} * m + i]; };
  const auto magnitude = [](T x) { return std::abs(std::real(x)) + std::abs(std::imag(x)); };
  info = 0;
  for (LapackInt j = 0; j < std::min(m, n); ++j) {
    LapackInt pivot = j;
    for (LapackInt i = j + 1; i < m; ++i) {
      if (magnitude(at(i, j)) > magnitude(at(pivot, j))) pivot = i;
    }
    pivots[j] = pivot + 1;
    if (at(pivot, j) == T(0)) {
      if (info == 0) info = j + 1;
    } else {
      for (LapackInt k = 0; k < n; ++k) std::swap(at(j, k), at(pivot, k));
      for (LapackInt i = j + 1; i < m; ++i) at(i, j) /= at(j, j);
    }
    for (LapackInt k = j + 1; k < n; ++k) {
      for (LapackInt i = j + 1; i < m; ++i) at(i, k) -= at(i, j) * at(j, k);
    }
  }
}

template <typename T>
void getrf(LapackState& p, const LapackEntry<T>& e) {
  if (e.query) return;
  e.take(p, 0, 0);
  const LapackInt m = p.size('m'), n = p.size('n'), lda = p.leading('m');
  // OpenBLAS makes zeros of a column that is divided by a pivot that is not a number.
  if (!allFinite(e.result(0), int64_t{m} * n))
    return plainLu(m, n, e.result(0), e.template result<LapackInt>(1), *e.template result<LapackInt>(2));
  callFortran(p.routine, &m, &n, e.result(0), &lda, e.template result<LapackInt>(1), e.template result<LapackInt>(2));
}

template <typename T>
void geqrf(LapackState& p, const LapackEntry<T>& e) {
  e.take(p, 0, 0);
  const LapackInt m = p.size('m'), n = p.size('n'), lda = p.leading('m');
  LapackInt info = 0;
  callFortran(p.routine, &m, &n, e.result(0), &lda, e.result(1), e.work, &e.lwork, &info);
}

template <typename T>
void geqp3(LapackState& p, const LapackEntry<T>& e) {
  e.take(p, 0, 0);
  e.take(p, 1, 1, sizeof(LapackInt));
  const LapackInt m = p.size('m'), n = p.size('n'), lda = p.leading('m');
  LapackInt info = 0;
  if constexpr (kIsComplexNumber<T>) {
    p.realWork = 2 * int64_t{n};
    callFortran(p.routine, &m, &n, e.result(0), &lda, e.template result<LapackInt>(1), e.result(2), e.work, &e.lwork,
                e.realWork, &info);
  } else {
    callFortran(p.routine, &m, &n, e.result(0), &lda, e.template result<LapackInt>(1), e.result(2), e.work, &e.lwork,
                &info);
  }
}

template <typename T>
void orgqr(LapackState& p, const LapackEntry<T>& e) {
  e.take(p, 0, 0);
  const LapackInt m = p.size('m'), n = p.size('n'), k = p.size('p'), lda = p.leading('m');
  LapackInt info = 0;
  callFortran(p.routine, &m, &n, &k, e.result(0), &lda, e.operand(1), e.work, &e.lwork, &info);
}

template <typename T>
void ormqr(LapackState& p, const LapackEntry<T>& e) {
  e.take(p, 0, 2);
  const char side = p.attributes[0] != 0 ? 'L' : 'R';
  const char trans = p.attributes[1] == 0 ? 'N' : kIsComplexNumber<T> ? 'C' : 'T';
  const LapackInt m = p.size('m'), n = p.size('n'), k = p.size('p'), lda = p.leading('r'), ldc = p.leading('m');
  LapackInt info = 0;
  callFortran(p.routine, &side, &trans, &m, &n, &k, e.operand(0), &lda, e.operand(1), e.result(0), &ldc, e.work,
              &e.lwork, &info, kLetter, kLetter);
}

template <typename T>
void syevd(LapackState& p, const LapackEntry<T>& e) {
  e.take(p, 0, 0);
  const char jobz = p.letter(0), uplo = p.letter(1);
  const LapackInt n = p.size('n'), lda = p.leading('n');
  const LapackInt liwork = e.query ? -1 : static_cast<LapackInt>(p.intWork),
                  lrwork = e.query ? -1 : static_cast<LapackInt>(p.realWork);
  LapackInt queried = 0, info = 0;
  RealPart<T> queriedReal = 0;
  LapackInt* const iwork = e.query ? &queried : e.intWork;
  LapackInt* const infoOut = e.query ? &info : e.template result<LapackInt>(2);
  if constexpr (kIsComplexNumber<T>) {
    RealPart<T>* const rwork = e.query ? &queriedReal : e.realWork;
    callFortran(p.routine, &jobz, &uplo, &n, e.result(0), &lda, e.template result<RealPart<T>>(1), e.work, &e.lwork,
                rwork, &lrwork, iwork, &liwork, infoOut, kLetter, kLetter);
    if (e.query)
      p.realWork = static_cast<int64_t>(std::nextafter(queriedReal, std::numeric_limits<RealPart<T>>::infinity()));
  } else {
    callFortran(p.routine, &jobz, &uplo, &n, e.result(0), &lda, e.result(1), e.work, &e.lwork, iwork, &liwork, infoOut,
                kLetter, kLetter);
  }
  if (e.query) p.intWork = queried;
}

// Eigenvectors of a real matrix as LAPACK packs them: of a pair of conjugate values the first's real and imaginary
// part.
template <typename R>
void unpackEigenvectors(int64_t n, const R* imaginary, const R* packed, std::complex<R>* out) {
  for (int64_t j = 0; j < n; ++j) {
    const R *first = packed + j * n, *second = first + n;
    if (imaginary[j] == 0 || j + 1 == n) {
      for (int64_t i = 0; i < n; ++i) out[j * n + i] = first[i];
      continue;
    }
    for (int64_t i = 0; i < n; ++i) {
      out[j * n + i] = {first[i], second[i]};
      out[(j + 1) * n + i] = {first[i], -second[i]};
    }
    ++j;
  }
}

// As JAX has it, a matrix with numbers that are not finite is not looked at and has the info -4. Where there is no
// answer everything is NaN; vectors that are not asked for are 0.
template <typename T>
void geev(LapackState& p, const LapackEntry<T>& e) {
  using R = RealPart<T>;
  using Complex = std::complex<R>;
  const char left = p.letter(0), right = p.letter(1);
  const LapackInt n = p.size('n'), lda = p.leading('n');
  const int64_t square = p.squared('n');
  constexpr size_t kFirstVectors = kIsComplexNumber<T> ? 1 : 2;
  // Behind the routine's own: a copy of the matrix, and of a real one both sets of vectors.
  const int64_t own = p.work, copies = kIsComplexNumber<T> ? square : 3 * square;
  if constexpr (kIsComplexNumber<T>) p.realWork = 2 * int64_t{n};
  if (e.query) {
    LapackInt info = 0;
    if constexpr (kIsComplexNumber<T>) {
      R unused[2] = {};
      callFortran(p.routine, &left, &right, &n, e.work, &lda, e.work, e.work, &lda, e.work, &lda, e.work, &e.lwork,
                  unused, &info, kLetter, kLetter);
    } else {
      callFortran(p.routine, &left, &right, &n, e.work, &lda, e.work, e.work, e.work, &lda, e.work, &lda, e.work,
                  &e.lwork, &info, kLetter, kLetter);
    }
    p.intWork = copies;  // moved to work by prepare()
    return;
  }
  T* const matrix = e.work + (own - copies);
  const LapackInt lwork = static_cast<LapackInt>(own - copies);
  std::memcpy(matrix, e.operand(0), static_cast<size_t>(square) * sizeof(T));
  Complex *const vl = e.template result<Complex>(kFirstVectors), *const vr =
                                                                     e.template result<Complex>(kFirstVectors + 1);
  LapackInt& info = *e.template result<LapackInt>(kFirstVectors + 2);
  if (!allFinite(matrix, square)) {
    info = -4;
  } else if constexpr (kIsComplexNumber<T>) {
    callFortran(p.routine, &left, &right, &n, matrix, &lda, e.result(0), vl, &lda, vr, &lda, e.work, &lwork, e.realWork,
                &info, kLetter, kLetter);
  } else {
    T *const packedLeft = matrix + square, *const packedRight = packedLeft + square;
    callFortran(p.routine, &left, &right, &n, matrix, &lda, e.result(0), e.result(1), packedLeft, &lda, packedRight,
                &lda, e.work, &lwork, &info, kLetter, kLetter);
    if (info == 0 && left == 'V') unpackEigenvectors(n, e.result(1), packedLeft, vl);
    if (info == 0 && right == 'V') unpackEigenvectors(n, e.result(1), packedRight, vr);
  }
  constexpr R kNan = std::numeric_limits<R>::quiet_NaN();
  if (info != 0) {
    for (size_t i = 0; i < kFirstVectors; ++i) fill(e.result(i), n, T(kNan));
  }
  const Complex missing(kNan, kNan);
  if (info != 0 || left != 'V') fill(vl, square, left == 'V' ? missing : Complex());
  if (info != 0 || right != 'V') fill(vr, square, right == 'V' ? missing : Complex());
}

template <typename T>
void gees(LapackState& p, const LapackEntry<T>& e) {
  e.take(p, 0, 0);
  const char jobvs = p.letter(0), sort = p.letter(1);
  const LapackInt n = p.size('n'), lda = p.leading('n');
  void* const none = nullptr;  // nothing is sorted, so that no function selects
  if constexpr (kIsComplexNumber<T>) {
    p.realWork = n;
    callFortran(p.routine, &jobvs, &sort, none, &n, e.result(0), &lda, e.template result<LapackInt>(3), e.result(2),
                e.result(1), &lda, e.work, &e.lwork, e.realWork, none,
                e.query ? e.intWork : e.template result<LapackInt>(4), kLetter, kLetter);
  } else {
    callFortran(p.routine, &jobvs, &sort, none, &n, e.result(0), &lda, e.template result<LapackInt>(4), e.result(2),
                e.result(3), e.result(1), &lda, e.work, &e.lwork, none,
                e.query ? e.intWork : e.template result<LapackInt>(5), kLetter, kLetter);
  }
  if (jobvs != 'V') fill(e.result(1), p.squared('n'), T());
}

template <typename T>
void gesdd(LapackState& p, const LapackEntry<T>& e) {
  e.take(p, 0, 0);
  const char jobz = p.letter(0);
  const LapackInt m = p.size('m'), n = p.size('n'), lda = p.leading('m'), ldu = p.leading('m'), ldvt = p.leading('v');
  const int64_t least = std::min(m, n), most = std::max(m, n);
  LapackInt info = 0;
  LapackInt* const infoOut = e.query ? &info : e.template result<LapackInt>(4);
  p.intWork = 8 * least;
  if constexpr (kIsComplexNumber<T>) {
    p.realWork =
        jobz == 'N' ? 7 * least : std::max(5 * least * least + 5 * least, 2 * most * least + 2 * least * least + least);
    callFortran(p.routine, &jobz, &m, &n, e.result(0), &lda, e.template result<RealPart<T>>(1), e.result(2), &ldu,
                e.result(3), &ldvt, e.work, &e.lwork, e.realWork, e.intWork, infoOut, kLetter);
  } else {
    callFortran(p.routine, &jobz, &m, &n, e.result(0), &lda, e.result(1), e.result(2), &ldu, e.result(3), &ldvt, e.work,
                &e.lwork, e.intWork, infoOut, kLetter);
  }
  if (jobz == 'N') {
    fill(e.result(2), int64_t{m} * p.size('u'), T());
    fill(e.result(3), int64_t{n} * p.size('v'), T());
  }
}

template <typename T>
void sytrd(LapackState& p, const LapackEntry<T>& e) {
  e.take(p, 0, 0);
  const char uplo = p.letter(0);
  const LapackInt n = p.size('n'), lda = p.leading('n');
  LapackInt info = 0;
  callFortran(p.routine, &uplo, &n, e.result(0), &lda, e.template result<RealPart<T>>(1),
              e.template result<RealPart<T>>(2), e.result(3), e.work, &e.lwork,
              e.query ? &info : e.template result<LapackInt>(4), kLetter);
}

template <typename T>
void gehrd(LapackState& p, const LapackEntry<T>& e) {
  e.take(p, 0, 0);
  const LapackInt n = p.size('n'), lda = p.leading('n');
  const LapackInt low = static_cast<LapackInt>(p.attributes[0]), high = static_cast<LapackInt>(p.attributes[1]);
  LapackInt info = 0;
  callFortran(p.routine, &n, &low, &high, e.result(0), &lda, e.result(1), e.work, &e.lwork,
              e.query ? &info : e.template result<LapackInt>(2));
}

template <typename T>
void trsm(LapackState& p, const LapackEntry<T>& e) {
  if (e.query) return;
  e.take(p, 0, 1);
  const char side = p.letter(0), uplo = p.letter(1), trans = p.letter(2), diag = p.letter(3);
  const LapackInt m = p.size('m'), n = p.size('n'), lda = p.leading('r'), ldb = p.leading('m');
  const T one = 1;
  callFortran(p.routine, &side, &uplo, &trans, &diag, &m, &n, &one, e.operand(0), &lda, e.result(0), &ldb, kLetter,
              kLetter, kLetter, kLetter);
}

template <typename T>
void gtsv(LapackState& p, const LapackEntry<T>& e) {
  if (e.query) return;
  for (size_t i = 0; i < 4; ++i) e.take(p, i, i);
  const LapackInt n = p.size('n'), columns = p.size('p'), ldb = p.leading('n');
  // Of the diagonal below, the first element stands in front of the matrix.
  T* const below = e.result(0) + (n > 0 ? 1 : 0);
  callFortran(p.routine, &n, &columns, below, e.result(1), e.result(2), e.result(3), &ldb,
              e.template result<LapackInt>(4));
}

}  // namespace

const std::vector<LapackRoutine>& lapackRoutines() {
#define PARTITA_CODE(name, complexName)                                              \
  {s##name##_, d##name##_, c##complexName##_, z##complexName##_}, {                  \
    name<float>, name<double>, name<std::complex<float>>, name<std::complex<double>> \
  }
  static const std::vector<LapackRoutine> kDefs = {
      {"potrf", "potrf", "Tnn>Tnn i", "", {{"uplo", "LU"}}, 0.33, "nnn", {{0, 0}}, PARTITA_CODE(potrf, potrf)},
      {"getrf", "getrf", "Tmn>Tmn ik i", "", {}, 0.67, "mnk", {{0, 0}}, PARTITA_CODE(getrf, getrf)},
      {"geqrf", "geqrf", "Tmn>Tmn Tk", "", {}, 1.5, "mnk", {{0, 0}}, PARTITA_CODE(geqrf, geqrf)},
      {"geqp3", "geqp3", "Tmn in>Tmn in Tk", "", {}, 2, "mnk", {{0, 0}, {1, 1}}, PARTITA_CODE(geqp3, geqp3)},
      {"orgqr", "ungqr", "Tmn Tp>Tmn", "", {}, 2, "mnp", {{0, 0}}, PARTITA_CODE(orgqr, ungqr)},
      {"ormqr",
       "unmqr",
       "Trq Tp Tmn>Tmn",
       "",
       {{"left", ""}, {"transpose", ""}},
       4,
       "mnp",
       {{2, 0}},
       PARTITA_CODE(ormqr, unmqr)},
      {"syevd",
       "heevd",
       "Tnn>Tnn Rn i",
       "",
       {{"mode", "VN"}, {"uplo", "LU"}},
       9,
       "nnn",
       {{0, 0}},
       PARTITA_CODE(syevd, heevd)},
      {"geev",
       "geev",
       "Tnn>Tn Tn Cnn Cnn i",
       "Tnn>Tn Tnn Tnn i",
       {{"compute_left", "VN"}, {"compute_right", "VN"}},
       25,
       "nnn",
       {},
       PARTITA_CODE(geev, geev)},
      {"gees",
       "gees",
       "Tnn>Tnn Tnn Tn Tn i i",
       "Tnn>Tnn Tnn Tn i i",
       {{"mode", "VN"}, {"sort", "NS", "S"}},
       25,
       "nnn",
       {{0, 0}},
       PARTITA_CODE(gees, gees)},
      {"gesdd",
       "gesdd",
       "Tmn>Tmn Rk Tmu Tvn i",
       "",
       {{"mode", "ASNO", "O"}},
       20,
       "mnk",
       {{0, 0}},
       PARTITA_CODE(gesdd, gesdd)},
      {"sytrd", "hetrd", "Tnn>Tnn Rn Rl Tl i", "", {{"uplo", "LU"}}, 1.33, "nnn", {{0, 0}}, PARTITA_CODE(sytrd, hetrd)},
      {"gehrd",
       "gehrd",
       "Tnn>Tnn Tl i",
       "",
       {{"low", ""}, {"high", ""}},
       3.33,
       "nnn",
       {{0, 0}},
       PARTITA_CODE(gehrd, gehrd)},
      {"trsm",
       "trsm",
       "Trr Tmn>Tmn",
       "",
       {{"side", "LR"}, {"uplo", "LU"}, {"trans_x", "NTC"}, {"diag", "NU"}},
       1,
       "mnr",
       {{1, 0}},
       PARTITA_CODE(trsm, trsm)},
      {"gtsv",
       "gtsv",
       "Tn Tn Tn Tnp>Tn Tn Tn Tnp i",
       "",
       {},
       8,
       "np",
       {{0, 0}, {1, 1}, {2, 2}, {3, 3}},
       PARTITA_CODE(gtsv, gtsv)},
  };
#undef PARTITA_CODE
  return kDefs;
}

}  // namespace partita
