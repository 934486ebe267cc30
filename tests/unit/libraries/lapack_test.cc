// Every LAPACK routine in every type: what a factorisation means is multiplied out again; batches, their parts in any
// order and by several threads at once; what a call may not be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <limits>
#include <thread>

#include "base/check.h"
#include "base/rng.h"
#include "libraries/library_call.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

template <typename T>
struct TypeOf;
template <>
struct TypeOf<float> {
  static constexpr DType kType = DType::kF32, kReal = DType::kF32, kComplex = DType::kC64;
  static constexpr const char* kLetter = "s";
};
template <>
struct TypeOf<double> {
  static constexpr DType kType = DType::kF64, kReal = DType::kF64, kComplex = DType::kC128;
  static constexpr const char* kLetter = "d";
};
template <>
struct TypeOf<std::complex<float>> {
  static constexpr DType kType = DType::kC64, kReal = DType::kF32, kComplex = DType::kC64;
  static constexpr const char* kLetter = "c";
};
template <>
struct TypeOf<std::complex<double>> {
  static constexpr DType kType = DType::kC128, kReal = DType::kF64, kComplex = DType::kC128;
  static constexpr const char* kLetter = "z";
};

using Wide = std::complex<double>;

// A matrix of m rows and n columns in double precision.
struct Matrix {
  int64_t m = 0, n = 0;
  std::vector<Wide> data;  // by columns
  Matrix(int64_t rows, int64_t columns) : m(rows), n(columns), data(static_cast<size_t>(rows * columns)) {}
  Wide& at(int64_t i, int64_t j) { return data[static_cast<size_t>(j * m + i)]; }
  Wide at(int64_t i, int64_t j) const { return data[static_cast<size_t>(j * m + i)]; }
};
Matrix operator*(const Matrix& a, const Matrix& b) {
  Matrix out(a.m, b.n);
  for (int64_t i = 0; i < a.m; ++i) {
    for (int64_t j = 0; j < b.n; ++j) {
      for (int64_t k = 0; k < a.n; ++k) out.at(i, j) += a.at(i, k) * b.at(k, j);
    }
  }
  return out;
}
Matrix adjoint(const Matrix& a) {
  Matrix out(a.n, a.m);
  for (int64_t i = 0; i < a.m; ++i) {
    for (int64_t j = 0; j < a.n; ++j) out.at(j, i) = std::conj(a.at(i, j));
  }
  return out;
}
Matrix identity(int64_t n) {
  Matrix out(n, n);
  for (int64_t i = 0; i < n; ++i) out.at(i, i) = 1;
  return out;
}
Matrix lower(Matrix a, bool unit = false) {
  for (int64_t i = 0; i < a.m; ++i) {
    for (int64_t j = i + (unit ? 0 : 1); j < a.n; ++j) a.at(i, j) = i == j ? 1 : 0;
  }
  return a;
}
Matrix upper(Matrix a) {
  for (int64_t j = 0; j < a.n; ++j) {
    for (int64_t i = j + 1; i < a.m; ++i) a.at(i, j) = 0;
  }
  return a;
}
Matrix columns(const Matrix& a, int64_t count) {
  Matrix out(a.m, count);
  std::copy_n(a.data.begin(), out.data.size(), out.data.begin());
  return out;
}
Matrix rows(const Matrix& a, int64_t count) { return adjoint(columns(adjoint(a), count)); }

template <typename T>
class Lapack : public ::testing::Test {
 protected:
  using Real = decltype(std::abs(T()));
  static constexpr bool kComplex = !std::is_same_v<T, Real>;
  static constexpr int64_t kBatch = 3;
  Rng rng{7};

  static std::string name(std::string_view real, std::string_view complex = "") {
    return strCat("lapack_", TypeOf<T>::kLetter, kComplex && !complex.empty() ? complex : real, "_ffi");
  }
  static TensorType matrixType(int64_t m, int64_t n, DType dtype = TypeOf<T>::kType) {
    return TensorType(dtype, {kBatch, n, m});
  }
  static TensorType vectorType(int64_t n, DType dtype = TypeOf<T>::kType) { return TensorType(dtype, {kBatch, n}); }
  static TensorType infoType() { return TensorType(DType::kI32, {kBatch}); }

  T random() {
    const auto one = [&] { return static_cast<Real>(rng.uniform() * 2 - 1); };
    if constexpr (kComplex)
      return T(one(), one());
    else
      return one();
  }
  std::vector<T> randomArray(int64_t count) {
    std::vector<T> out(static_cast<size_t>(count));
    for (T& x : out) x = random();
    return out;
  }
  static Matrix matrix(const std::vector<std::byte>& bytes, int64_t m, int64_t n, int64_t entry) {
    Matrix out(m, n);
    const T* from = reinterpret_cast<const T*>(bytes.data()) + entry * m * n;
    for (size_t i = 0; i < out.data.size(); ++i) out.data[i] = Wide(from[i]);
    return out;
  }
  template <typename E>
  static const E* entryOf(const std::vector<std::byte>& bytes, int64_t count, int64_t entry) {
    return reinterpret_cast<const E*>(bytes.data()) + entry * count;
  }
  template <typename E>
  static std::vector<std::byte> bytesOf(const std::vector<E>& values) {
    const auto* from = reinterpret_cast<const std::byte*>(values.data());
    return std::vector<std::byte>(from, from + values.size() * sizeof(E));
  }
  // Batch entries of random matrices, by columns; POSITIVE: Hermitian and positive definite.
  std::vector<T> matrices(int64_t m, int64_t n, bool positive = false) {
    std::vector<T> out = randomArray(kBatch * m * n);
    if (!positive) return out;
    for (int64_t b = 0; b < kBatch; ++b) {
      Matrix a = matrix(bytesOf(out), n, n, b);
      a = adjoint(a) * a;
      for (int64_t i = 0; i < n * n; ++i) {
        const Wide x = a.data[static_cast<size_t>(i)] + (i % (n + 1) == 0 ? 1.0 : 0.0);
        if constexpr (kComplex)
          out[static_cast<size_t>(b * n * n + i)] = T(x);
        else
          out[static_cast<size_t>(b * n * n + i)] = static_cast<T>(x.real());
      }
    }
    return out;
  }

  using Arrays = std::vector<std::vector<std::byte>>;
  // The results, after the same call in two parts and by two threads has given the same.
  static Arrays call(const LibraryCall& call, Arrays operands) {
    const StatusOr<LibraryCallInfo> info = describeLibraryCall(call);
    CHECK(info.ok(), info.status().ToString());
    EXPECT_EQ(info->tasks, kBatch);
    const StatusOr<std::unique_ptr<LibraryKernel>> kernel = makeLibraryKernel(call);
    CHECK(kernel.ok(), kernel.status().ToString());
    const auto once = [&](bool inParts) {
      Arrays results;
      for (const TensorType& type : call.results)
        results.emplace_back(static_cast<size_t>(type.bytes()), std::byte{0x5a});
      std::vector<void*> buffers;
      for (auto& operand : operands) buffers.push_back(operand.data());
      for (auto& result : results) buffers.push_back(result.data());
      const auto run = [&](int64_t begin, int64_t end) {
        std::vector<std::byte> scratch(static_cast<size_t>((*kernel)->scratchBytes() + 64));
        void* at = scratch.data() + (64 - reinterpret_cast<uintptr_t>(scratch.data()) % 64);
        (*kernel)->run(buffers.data(), begin, end, at);
      };
      if (inParts) {
        std::thread other([&] { run(1, kBatch); });
        run(0, 1);
        other.join();
      } else {
        run(0, kBatch);
      }
      return results;
    };
    Arrays results = once(false);
    EXPECT_EQ(once(true), results) << call.function;
    return results;
  }
  void expectNear(const Matrix& found, const Matrix& expected, double scale = 1) {
    ASSERT_EQ(found.m, expected.m);
    ASSERT_EQ(found.n, expected.n);
    double worst = 0;
    for (size_t i = 0; i < found.data.size(); ++i) worst = std::max(worst, std::abs(found.data[i] - expected.data[i]));
    EXPECT_LT(worst, 200 * scale * std::numeric_limits<Real>::epsilon());
  }
  static void expectInfo(const std::vector<std::byte>& bytes) {
    for (int64_t b = 0; b < kBatch; ++b) EXPECT_EQ(*entryOf<int32_t>(bytes, 1, b), 0);
  }
};

using Types = ::testing::Types<float, double, std::complex<float>, std::complex<double>>;
TYPED_TEST_SUITE(Lapack, Types);

TYPED_TEST(Lapack, Cholesky) {
  const int64_t n = 6;
  const auto a = this->bytesOf(this->matrices(n, n, true));
  for (char uplo : {'L', 'U'}) {
    const auto out = this->call(
        {this->name("potrf"), {this->matrixType(n, n)}, {this->matrixType(n, n), this->infoType()}, {{"uplo", uplo}}},
        {a});
    this->expectInfo(out[1]);
    for (int64_t b = 0; b < 3; ++b) {
      const Matrix found = this->matrix(out[0], n, n, b);
      const Matrix l = uplo == 'L' ? lower(found) : adjoint(upper(found));
      this->expectNear(l * adjoint(l), this->matrix(a, n, n, b), 10);
    }
  }
}

TYPED_TEST(Lapack, CholeskySaysWhereAMatrixIsNotPositive) {
  auto values = this->matrices(3, 3, true);
  values[9 + 4] = TypeParam(-1);  // the second entry's second pivot
  const auto out = this->call(
      {this->name("potrf"), {this->matrixType(3, 3)}, {this->matrixType(3, 3), this->infoType()}, {{"uplo", 'L'}}},
      {this->bytesOf(values)});
  EXPECT_EQ(*this->template entryOf<int32_t>(out[1], 1, 0), 0);
  EXPECT_EQ(*this->template entryOf<int32_t>(out[1], 1, 1), 2);
}

TYPED_TEST(Lapack, LuOfTallAndWideMatrices) {
  for (auto [m, n] : {std::pair<int64_t, int64_t>{7, 4}, {4, 7}, {5, 5}}) {
    const int64_t k = std::min(m, n);
    const auto a = this->bytesOf(this->matrices(m, n));
    const auto out = this->call({this->name("getrf"),
                                 {this->matrixType(m, n)},
                                 {this->matrixType(m, n), this->vectorType(k, DType::kI32), this->infoType()},
                                 {}},
                                {a});
    this->expectInfo(out[2]);
    for (int64_t b = 0; b < 3; ++b) {
      const Matrix found = this->matrix(out[0], m, n, b);
      Matrix product = columns(lower(found, true), k) * rows(upper(found), k);
      const auto* pivots = this->template entryOf<int32_t>(out[1], k, b);
      for (int64_t i = k; i-- > 0;) {
        for (int64_t j = 0; j < n; ++j) std::swap(product.at(i, j), product.at(pivots[i] - 1, j));
      }
      this->expectNear(product, this->matrix(a, m, n, b), 10);
    }
  }
}

// A number that is none goes through everything behind it.
TYPED_TEST(Lapack, DecompositionsOfWhatIsNotANumber) {
  using Real = decltype(std::abs(TypeParam()));
  const int64_t n = 5;
  auto values = this->matrices(n, n, true);
  values[static_cast<size_t>(n * n + n + 1)] = std::numeric_limits<Real>::quiet_NaN();
  const auto lu = this->call({this->name("getrf"),
                              {this->matrixType(n, n)},
                              {this->matrixType(n, n), this->vectorType(n, DType::kI32), this->infoType()},
                              {}},
                             {this->bytesOf(values)});
  const auto cholesky = this->call(
      {this->name("potrf"), {this->matrixType(n, n)}, {this->matrixType(n, n), this->infoType()}, {{"uplo", 'L'}}},
      {this->bytesOf(values)});
  const Matrix found = this->matrix(lu[0], n, n, 1);
  for (int64_t j = 1; j < n; ++j) {
    for (int64_t i = 2; i < n; ++i) EXPECT_TRUE(std::isnan(std::abs(found.at(i, j)))) << i << " " << j;
  }
  EXPECT_EQ(*this->template entryOf<int32_t>(cholesky[1], 1, 0), 0);
  EXPECT_EQ(*this->template entryOf<int32_t>(cholesky[1], 1, 1), 2);
}

TYPED_TEST(Lapack, QrAndItsReflectors) {
  const int64_t m = 7, n = 4, c = 3;
  const auto a = this->bytesOf(this->matrices(m, n));
  const auto qr = this->call(
      {this->name("geqrf"), {this->matrixType(m, n)}, {this->matrixType(m, n), this->vectorType(n)}, {}}, {a});
  const auto q = this->call(
      {this->name("orgqr", "ungqr"), {this->matrixType(m, n), this->vectorType(n)}, {this->matrixType(m, n)}, {}},
      {qr[0], qr[1]});
  const auto right = this->bytesOf(this->matrices(m, c)), left = this->bytesOf(this->matrices(c, m));
  const auto applied = [&](bool isLeft, bool transpose) {
    const TensorType type = isLeft ? this->matrixType(m, c) : this->matrixType(c, m);
    return this->call({this->name("ormqr", "unmqr"),
                       {this->matrixType(m, n), this->vectorType(n), type},
                       {type},
                       {{"left", isLeft}, {"transpose", transpose}}},
                      {qr[0], qr[1], isLeft ? right : left});
  };
  const auto fromLeft = applied(true, true), fromRight = applied(false, false);
  for (int64_t b = 0; b < 3; ++b) {
    const Matrix thin = this->matrix(q[0], m, n, b);
    this->expectNear(adjoint(thin) * thin, identity(n));
    this->expectNear(thin * rows(upper(this->matrix(qr[0], m, n, b)), n), this->matrix(a, m, n, b), 10);
    this->expectNear(rows(this->matrix(fromLeft[0], m, c, b), n), adjoint(thin) * this->matrix(right, m, c, b), 10);
    this->expectNear(columns(this->matrix(fromRight[0], c, m, b), n), this->matrix(left, c, m, b) * thin, 10);
  }
}

TYPED_TEST(Lapack, QrWithPivots) {
  const int64_t m = 6, n = 4;
  const auto a = this->bytesOf(this->matrices(m, n));
  const auto out = this->call({this->name("geqp3"),
                               {this->matrixType(m, n), this->vectorType(n, DType::kI32)},
                               {this->matrixType(m, n), this->vectorType(n, DType::kI32), this->vectorType(n)},
                               {}},
                              {a, this->bytesOf(std::vector<int32_t>(3 * n))});
  const auto q = this->call(
      {this->name("orgqr", "ungqr"), {this->matrixType(m, n), this->vectorType(n)}, {this->matrixType(m, n)}, {}},
      {out[0], out[2]});
  for (int64_t b = 0; b < 3; ++b) {
    const Matrix from = this->matrix(a, m, n, b);
    Matrix permuted(m, n);
    const auto* pivots = this->template entryOf<int32_t>(out[1], n, b);
    for (int64_t j = 0; j < n; ++j) {
      for (int64_t i = 0; i < m; ++i) permuted.at(i, j) = from.at(i, pivots[j] - 1);
    }
    const Matrix r = rows(upper(this->matrix(out[0], m, n, b)), n);
    this->expectNear(this->matrix(q[0], m, n, b) * r, permuted, 10);
    for (int64_t j = 1; j < n; ++j) EXPECT_LE(std::abs(r.at(j, j)), std::abs(r.at(j - 1, j - 1)) * 1.0001);
  }
}

TYPED_TEST(Lapack, EigenvaluesOfHermitianMatrices) {
  using Real = decltype(std::abs(TypeParam()));
  const int64_t n = 6;
  const auto a = this->bytesOf(this->matrices(n, n, true));
  const DType real = TypeOf<TypeParam>::kReal;
  const auto with = [&](char mode, char uplo) {
    return this->call({this->name("syevd", "heevd"),
                       {this->matrixType(n, n)},
                       {this->matrixType(n, n), this->vectorType(n, real), this->infoType()},
                       {{"mode", mode}, {"uplo", uplo}}},
                      {a});
  };
  const auto out = with('V', 'L'), values = with('N', 'U');
  this->expectInfo(out[2]);
  for (int64_t b = 0; b < 3; ++b) {
    const Matrix v = this->matrix(out[0], n, n, b);
    Matrix scaled = v;
    const Real *w = this->template entryOf<Real>(out[1], n, b), *alone = this->template entryOf<Real>(values[1], n, b);
    for (int64_t j = 0; j < n; ++j) {
      for (int64_t i = 0; i < n; ++i) scaled.at(i, j) *= double(w[j]);
      EXPECT_NEAR(w[j], alone[j], 200 * std::numeric_limits<Real>::epsilon() * 20);
    }
    this->expectNear(adjoint(v) * v, identity(n));
    this->expectNear(this->matrix(a, n, n, b) * v, scaled, 20);
  }
}

TYPED_TEST(Lapack, EigenvaluesOfAnyMatrix) {
  using Real = decltype(std::abs(TypeParam()));
  using Complex = std::complex<Real>;
  constexpr bool kComplex = !std::is_same_v<TypeParam, Real>;
  const int64_t n = 7;
  auto values = this->matrices(n, n);
  const DType complex = TypeOf<TypeParam>::kComplex;
  std::vector<TensorType> results = {this->vectorType(n)};
  if (!kComplex) results.push_back(this->vectorType(n));
  results.insert(results.end(), {this->matrixType(n, n, complex), this->matrixType(n, n, complex), this->infoType()});
  const LibraryCall call = {
      this->name("geev"), {this->matrixType(n, n)}, results, {{"compute_left", 'N'}, {"compute_right", 'V'}}};
  const auto a = this->bytesOf(values);
  const auto out = this->call(call, {a});
  const size_t vectors = kComplex ? 1 : 2;
  this->expectInfo(out.back());
  for (int64_t b = 0; b < 3; ++b) {
    Matrix v(n, n), scaled(n, n);
    const Complex* from = this->template entryOf<Complex>(out[vectors + 1], n * n, b);
    for (int64_t i = 0; i < n * n; ++i) v.data[static_cast<size_t>(i)] = Wide(from[i]);
    for (int64_t j = 0; j < n; ++j) {
      Wide w;
      if constexpr (kComplex)
        w = Wide(this->template entryOf<Complex>(out[0], n, b)[j]);
      else
        w = {this->template entryOf<Real>(out[0], n, b)[j], this->template entryOf<Real>(out[1], n, b)[j]};
      for (int64_t i = 0; i < n; ++i) scaled.at(i, j) = w * v.at(i, j);
    }
    this->expectNear(this->matrix(a, n, n, b) * v, scaled, 20);
    for (int64_t i = 0; i < n * n; ++i)
      EXPECT_EQ(this->template entryOf<Complex>(out[vectors], n * n, b)[i], Complex()) << "vectors that nobody wants";
  }
  // What is not finite is not looked at.
  values[static_cast<size_t>(n * n + 3)] = TypeParam(std::numeric_limits<Real>::infinity());
  const auto wrong = this->call(call, {this->bytesOf(values)});
  EXPECT_EQ(*this->template entryOf<int32_t>(wrong.back(), 1, 0), 0);
  EXPECT_EQ(*this->template entryOf<int32_t>(wrong.back(), 1, 1), -4);
  EXPECT_TRUE(std::isnan(std::abs(*this->template entryOf<TypeParam>(wrong[0], n, 1))));
}

TYPED_TEST(Lapack, Schur) {
  using Real = decltype(std::abs(TypeParam()));
  const int64_t n = 6;
  const auto a = this->bytesOf(this->matrices(n, n));
  std::vector<TensorType> results = {this->matrixType(n, n), this->matrixType(n, n), this->vectorType(n)};
  if (std::is_same_v<TypeParam, Real>) results.push_back(this->vectorType(n));
  results.insert(results.end(), {this->infoType(), this->infoType()});
  const auto out =
      this->call({this->name("gees"), {this->matrixType(n, n)}, results, {{"mode", 'V'}, {"sort", 'N'}}}, {a});
  this->expectInfo(out.back());
  for (int64_t b = 0; b < 3; ++b) {
    const Matrix z = this->matrix(out[1], n, n, b);
    this->expectNear(adjoint(z) * z, identity(n), 5);
    this->expectNear(z * this->matrix(out[0], n, n, b) * adjoint(z), this->matrix(a, n, n, b), 20);
  }
}

TYPED_TEST(Lapack, SingularValues) {
  using Real = decltype(std::abs(TypeParam()));
  const DType real = TypeOf<TypeParam>::kReal;
  for (auto [m, n] : {std::pair<int64_t, int64_t>{7, 4}, {4, 7}}) {
    const int64_t k = std::min(m, n);
    const auto a = this->bytesOf(this->matrices(m, n));
    for (char mode : {'A', 'S', 'N'}) {
      const int64_t u = mode == 'S' ? k : m, v = mode == 'S' ? k : n;
      const auto out = this->call({this->name("gesdd"),
                                   {this->matrixType(m, n)},
                                   {this->matrixType(m, n), this->vectorType(k, real), this->matrixType(m, u),
                                    this->matrixType(v, n), this->infoType()},
                                   {{"mode", mode}}},
                                  {a});
      this->expectInfo(out[4]);
      if (mode == 'N') continue;
      for (int64_t b = 0; b < 3; ++b) {
        Matrix left = columns(this->matrix(out[2], m, u, b), k);
        for (int64_t j = 0; j < k; ++j) {
          for (int64_t i = 0; i < m; ++i) left.at(i, j) *= double(this->template entryOf<Real>(out[1], k, b)[j]);
        }
        this->expectNear(left * rows(this->matrix(out[3], v, n, b), k), this->matrix(a, m, n, b), 10);
      }
    }
  }
}

// The reductions keep the trace, and sums of squares.
TYPED_TEST(Lapack, HessenbergAndTridiagonalForms) {
  using Real = decltype(std::abs(TypeParam()));
  const DType real = TypeOf<TypeParam>::kReal;
  const int64_t n = 6;
  const auto a = this->bytesOf(this->matrices(n, n));
  const auto hess = this->call({this->name("gehrd"),
                                {this->matrixType(n, n)},
                                {this->matrixType(n, n), this->vectorType(n - 1), this->infoType()},
                                {{"low", 1}, {"high", n}}},
                               {a});
  const auto h = this->bytesOf(this->matrices(n, n, true));
  const auto tri = this->call({this->name("sytrd", "hetrd"),
                               {this->matrixType(n, n)},
                               {this->matrixType(n, n), this->vectorType(n, real), this->vectorType(n - 1, real),
                                this->vectorType(n - 1), this->infoType()},
                               {{"uplo", 'L'}}},
                              {h});
  for (int64_t b = 0; b < 3; ++b) {
    const auto squares = [&](const Matrix& x) {
      double sum = 0;
      for (const Wide& v : x.data) sum += std::norm(v);
      return sum;
    };
    Matrix form = this->matrix(hess[0], n, n, b);
    for (int64_t j = 0; j < n; ++j) {
      for (int64_t i = j + 2; i < n; ++i) form.at(i, j) = 0;
    }
    const double scale = 400 * std::numeric_limits<Real>::epsilon();
    EXPECT_NEAR(squares(form) / squares(this->matrix(a, n, n, b)), 1, scale);
    double sum = 0;
    for (int64_t i = 0; i < n; ++i) sum += std::norm(Wide(this->template entryOf<Real>(tri[1], n, b)[i]));
    for (int64_t i = 0; i + 1 < n; ++i) sum += 2 * std::norm(Wide(this->template entryOf<Real>(tri[2], n - 1, b)[i]));
    EXPECT_NEAR(sum / squares(this->matrix(h, n, n, b)), 1, scale);
  }
}

TYPED_TEST(Lapack, SolvesTriangles) {
  const int64_t m = 5, n = 3;
  for (char side : {'L', 'R'}) {
    const int64_t r = side == 'L' ? m : n;
    auto values = this->matrices(r, r);
    for (int64_t i = 0; i < 3 * r; ++i) values[static_cast<size_t>(i / r * r * r + i % r * (r + 1))] += TypeParam(4);
    const auto a = this->bytesOf(values), y = this->bytesOf(this->matrices(m, n));
    for (char uplo : {'L', 'U'}) {
      for (char trans : {'N', 'T', 'C'}) {
        for (char diag : {'N', 'U'}) {
          const auto x = this->call({this->name("trsm"),
                                     {this->matrixType(r, r), this->matrixType(m, n)},
                                     {this->matrixType(m, n)},
                                     {{"side", side}, {"uplo", uplo}, {"trans_x", trans}, {"diag", diag}}},
                                    {a, y});
          for (int64_t b = 0; b < 3; ++b) {
            Matrix op = this->matrix(a, r, r, b);
            op = uplo == 'L' ? lower(op) : upper(op);
            if (diag == 'U') {
              for (int64_t i = 0; i < r; ++i) op.at(i, i) = 1;
            }
            if (trans != 'N') op = adjoint(op);
            if (trans == 'T') {
              for (Wide& v : op.data) v = std::conj(v);
            }
            const Matrix found = this->matrix(x[0], m, n, b);
            this->expectNear(side == 'L' ? op * found : found * op, this->matrix(y, m, n, b), 200);
          }
        }
      }
    }
  }
}

TYPED_TEST(Lapack, SolvesTridiagonalSystems) {
  const int64_t n = 6, c = 2;
  auto below = this->randomArray(3 * n), main = this->randomArray(3 * n), above = this->randomArray(3 * n);
  for (TypeParam& x : main) x += TypeParam(4);
  const auto y = this->bytesOf(this->matrices(n, c));
  const TensorType diagonal = this->vectorType(n), right = this->matrixType(n, c);
  const auto out = this->call({this->name("gtsv"),
                               {diagonal, diagonal, diagonal, right},
                               {diagonal, diagonal, diagonal, right, this->infoType()},
                               {}},
                              {this->bytesOf(below), this->bytesOf(main), this->bytesOf(above), y});
  this->expectInfo(out[4]);
  for (int64_t b = 0; b < 3; ++b) {
    Matrix a(n, n);
    for (int64_t i = 0; i < n; ++i) {
      a.at(i, i) = Wide(main[static_cast<size_t>(b * n + i)]);
      if (i > 0) a.at(i, i - 1) = Wide(below[static_cast<size_t>(b * n + i)]);
      if (i + 1 < n) a.at(i, i + 1) = Wide(above[static_cast<size_t>(b * n + i)]);
    }
    this->expectNear(a * this->matrix(out[3], n, c, b), this->matrix(y, n, c, b), 10);
  }
}

TensorType f32(Dims dims) { return TensorType(DType::kF32, std::move(dims)); }
TensorType i32(Dims dims) { return TensorType(DType::kI32, std::move(dims)); }

std::string refusal(const LibraryCall& call) {
  const Status status = describeLibraryCall(call).status();
  EXPECT_EQ(makeLibraryKernel(call).status(), status);
  return strCat(std::string(absl::StatusCodeToString(status.code())), " ", toView(status.message()));
}

TEST(LapackCalls, SayWhatIsWrong) {
  EXPECT_THAT(refusal({"lapack_snothing_ffi", {}, {}, {}}), HasSubstr("NOT_FOUND there is no library function"));
  EXPECT_THAT(refusal({"lapack_cheevd", {}, {}, {}}), HasSubstr("NOT_FOUND"));
  EXPECT_THAT(refusal({"lapack_ssyevd_ffi", {f32({4, 4})}, {f32({4, 4})}, {{"mode", 'V'}, {"uplo", 'L'}}}),
              HasSubstr("has 1 operands and 3 results, found 1 and 1"));
  EXPECT_THAT(refusal({"lapack_spotrf_ffi", {f32({4, 4})}, {f32({4, 4}), i32({})}, {}}),
              HasSubstr("INVALID_ARGUMENT lapack_spotrf_ffi needs the attribute uplo"));
  EXPECT_THAT(refusal({"lapack_spotrf_ffi", {f32({4, 4})}, {f32({4, 4}), i32({})}, {{"uplo", 'X'}}}),
              HasSubstr("the attribute uplo is 88, expected one of 76 (L), 85 (U)"));
  EXPECT_THAT(refusal({"lapack_spotrf_ffi", {f32({4, 5})}, {f32({4, 4}), i32({})}, {{"uplo", 'L'}}}),
              HasSubstr("operand 0 is tensor<5x4xf32>, expected f32[5, 5]"));
  EXPECT_THAT(refusal({"lapack_sgetrf_ffi", {f32({2, 4, 5})}, {f32({2, 4, 5}), i32({2, 5}), i32({2})}, {}}),
              HasSubstr("result 1 is tensor<2x5xi32>, expected i32[2, 4]"));
  EXPECT_THAT(refusal({"lapack_sgetrf_ffi", {f32({2, 4, 5})}, {f32({3, 4, 5}), i32({2, 4}), i32({2})}, {}}),
              HasSubstr("result 0 is tensor<3x5x4xf32>, expected f32[2, 5, 4]"));
  EXPECT_THAT(refusal({"lapack_dgetrf_ffi", {f32({4, 5})}, {f32({4, 5}), i32({4}), i32({})}, {}}),
              HasSubstr("operand 0 is tensor<5x4xf32>, expected f64[m, n]"));
  EXPECT_THAT(refusal({"lapack_sgetrf_ffi", {f32({5})}, {f32({5}), i32({4}), i32({})}, {}}),
              HasSubstr("operand 0 is tensor<5xf32>, expected f32[m, n]"));
  EXPECT_THAT(refusal({"lapack_sorgqr_ffi", {f32({5, 3}), f32({3})}, {f32({5, 3})}, {}}),
              HasSubstr("3 reflectors make no 3 x 5 matrix of orthonormal columns"));
  EXPECT_THAT(
      refusal(
          {"lapack_sormqr_ffi", {f32({3, 5}), f32({3}), f32({2, 4})}, {f32({2, 4})}, {{"left", 1}, {"transpose", 0}}}),
      HasSubstr("3 reflectors in a 5 x 3 matrix do not fit a 4 x 2 matrix on the left"));
  EXPECT_THAT(refusal({"lapack_strsm_ffi",
                       {f32({3, 3}), f32({2, 4})},
                       {f32({2, 4})},
                       {{"side", 'L'}, {"uplo", 'L'}, {"trans_x", 'N'}, {"diag", 'N'}}}),
              HasSubstr("a triangle of 3 rows does not fit a 4 x 2 matrix on the left"));
  EXPECT_THAT(
      refusal({"lapack_sgehrd_ffi", {f32({3, 3})}, {f32({3, 3}), f32({2}), i32({})}, {{"low", 0}, {"high", 3}}}),
      HasSubstr("low = 0 and high = 3 of 3 rows"));
  EXPECT_THAT(refusal({"lapack_ssyevd_ffi",
                       {f32({30000, 30000})},
                       {f32({30000, 30000}), f32({30000}), i32({})},
                       {{"mode", 'V'}, {"uplo", 'L'}}}),
              HasSubstr("UNIMPLEMENTED lapack_ssyevd_ffi of a 30000 x 30000 matrix: LAPACK counts its work space"));
  EXPECT_THAT(refusal({"lapack_sgesdd_ffi", {f32({3, 3})}, {}, {{"mode", 'O'}}}),
              HasSubstr("UNIMPLEMENTED lapack_sgesdd_ffi with mode = 79 (O)"));
}

TEST(LapackCalls, TakeMatricesWithoutRows) {
  const LibraryCall call = {"lapack_sgetrf_ffi", {f32({2, 3, 0})}, {f32({2, 3, 0}), i32({2, 0}), i32({2})}, {}};
  const auto kernel = makeLibraryKernel(call);
  ASSERT_TRUE(kernel.ok()) << kernel.status();
  int32_t info[2] = {7, 7};
  float none = 0;
  void* buffers[] = {&none, &none, &none, info};
  alignas(64) std::byte scratch[4096];
  ASSERT_LE((*kernel)->scratchBytes(), 4096);
  (*kernel)->run(buffers, 0, 2, scratch);
  EXPECT_EQ(info[0], 0);
  EXPECT_EQ(info[1], 0);
}

}  // namespace
}  // namespace partita
