// Fourier transforms against the definition, of all lengths up to 130 and some beyond, along every dimension, in parts
// and whole; what a call may not be.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

#include "base/rng.h"
#include "libraries/library_call.h"

namespace partita {
namespace {

using ::testing::HasSubstr;
using Wide = std::complex<long double>;

enum Type { kForward, kInverse, kRealToComplex, kComplexToReal };

// One line by the definition.
std::vector<Wide> transformed(const std::vector<Wide>& x, Type type, int64_t n) {
  std::vector<Wide> line(static_cast<size_t>(n)), roots;
  for (int64_t k = 0; k < static_cast<int64_t>(x.size()); ++k) {
    const Wide value = x[static_cast<size_t>(k)];
    line[static_cast<size_t>(k)] = value;
    if (type != kComplexToReal) continue;
    const int64_t mirror = (n - k) % n;
    line[static_cast<size_t>(mirror)] = mirror == k ? Wide(value.real()) : std::conj(value);
  }
  const bool back = type == kInverse || type == kComplexToReal;
  for (int64_t j = 0; j < n; ++j) {
    const long double angle =
        2 * std::numbers::pi_v<long double> * static_cast<long double>(j) / static_cast<long double>(n);
    roots.emplace_back(std::cos(angle), back ? std::sin(angle) : -std::sin(angle));
  }
  std::vector<Wide> out(static_cast<size_t>(type == kRealToComplex ? n / 2 + 1 : n));
  for (size_t k = 0; k < out.size(); ++k) {
    for (size_t j = 0; j < line.size(); ++j) out[k] += roots[j * k % roots.size()] * line[j];
    if (back) out[k] /= static_cast<long double>(n);
  }
  return out;
}

template <typename T>
class Fft : public ::testing::Test {
 protected:
  static constexpr bool kDouble = std::is_same_v<T, double>;
  static TensorType typeOf(bool real, const Dims& dims) {
    return TensorType(kDouble ? (real ? DType::kF64 : DType::kC128) : (real ? DType::kF32 : DType::kC64), dims);
  }
  // Transforms dimension DIM, of length N (of the real side), of an array of DIMS.
  void check(Dims dims, int64_t dim, Type type, int64_t n) {
    SCOPED_TRACE(strCat("type ", int{type}, " of dimension ", dim, " of ", dimsToString(dims), ", length ", n));
    const auto d = static_cast<size_t>(dim);
    Dims to = dims;
    dims[d] = type == kComplexToReal ? n / 2 + 1 : n;
    to[d] = type == kRealToComplex ? n / 2 + 1 : n;
    const LibraryCall call = {std::string(kFftFunction),
                              {typeOf(type == kRealToComplex, dims)},
                              {typeOf(type == kComplexToReal, to)},
                              {{"type", type}, {"dimension", dim}}};
    const auto info = describeLibraryCall(call);
    ASSERT_TRUE(info.ok()) << info.status();
    const auto kernel = makeLibraryKernel(call);
    ASSERT_TRUE(kernel.ok()) << kernel.status();
    const int inParts = type == kRealToComplex ? 1 : 2, outParts = type == kComplexToReal ? 1 : 2;
    std::vector<T> in(static_cast<size_t>(elementCount(dims) * inParts)),
        out(static_cast<size_t>(elementCount(to) * outParts), std::numeric_limits<T>::quiet_NaN()), again = out;
    for (T& x : in) x = static_cast<T>(rng.uniform() * 2 - 1);
    std::vector<std::byte> scratch(static_cast<size_t>((*kernel)->scratchBytes() + 64), std::byte{0xff});
    void* at = scratch.data() + (64 - reinterpret_cast<uintptr_t>(scratch.data()) % 64);
    void* buffers[] = {in.data(), out.data()};
    (*kernel)->run(buffers, 0, info->tasks, at);
    void* others[] = {in.data(), again.data()};
    for (int64_t task = info->tasks; task-- > 0;) (*kernel)->run(others, task, task + 1, at);
    EXPECT_EQ(again, out);
    if (type == kForward || type == kInverse) {  // in place
      std::vector<T> place = in;
      void* same[] = {place.data(), place.data()};
      (*kernel)->run(same, 0, info->tasks, at);
      EXPECT_EQ(place, out);
    }
    const int64_t inner = elementCount(absl::MakeConstSpan(dims).subspan(d + 1));
    const int64_t outer = elementCount(absl::MakeConstSpan(dims).first(d));
    long double worst = 0, largest = 0;
    for (int64_t line = 0; line < outer * inner; ++line) {
      const auto place = [&](int64_t k, int64_t length) {
        return static_cast<size_t>((line / inner * length + k) * inner + line % inner);
      };
      std::vector<Wide> x;
      for (int64_t k = 0; k < dims[d]; ++k) {
        const size_t i = place(k, dims[d]);
        x.push_back(inParts == 1 ? Wide(in[i]) : Wide(in[2 * i], in[2 * i + 1]));
      }
      const std::vector<Wide> expected = transformed(x, type, n);
      for (int64_t k = 0; k < to[d]; ++k) {
        const size_t i = place(k, to[d]);
        const Wide found = outParts == 1 ? Wide(out[i]) : Wide(out[2 * i], out[2 * i + 1]);
        const Wide wanted =
            outParts == 1 ? Wide(expected[static_cast<size_t>(k)].real()) : expected[static_cast<size_t>(k)];
        worst = std::max(worst, std::abs(found - wanted));
        largest = std::max(largest, std::abs(wanted));
      }
    }
    EXPECT_LE(worst, 2 * std::numeric_limits<T>::epsilon() * (1 + std::log2(static_cast<long double>(n))) * largest);
  }

  Rng rng{11};
};

using Types = ::testing::Types<float, double>;
TYPED_TEST_SUITE(Fft, Types);

TYPED_TEST(Fft, EveryLength) {
  for (int64_t n = 1; n <= 130; ++n) {
    for (Type type : {kForward, kInverse, kRealToComplex, kComplexToReal}) this->check({3, n}, 1, type, n);
  }
}

TYPED_TEST(Fft, LongLines) {
  for (int64_t n : {256, 360, 1000, 1001, 1009, 1024, 2048, 4096}) {
    for (Type type : {kForward, kInverse, kRealToComplex, kComplexToReal}) this->check({2, n}, 1, type, n);
  }
}

TYPED_TEST(Fft, EveryDimension) {
  for (int64_t n : {1, 2, 5, 8, 12, 19, 40}) {
    for (Type type : {kForward, kInverse, kRealToComplex, kComplexToReal}) {
      this->check({n, 37}, 0, type, n);
      this->check({3, n, 2}, 1, type, n);
      this->check({2, n, 3, 4}, 1, type, n);
      this->check({35, n}, 1, type, n);
      this->check({n}, 0, type, n);
    }
  }
}

TEST(FftCalls, SayWhatIsWrong) {
  const TensorType c(DType::kC64, {2, 8}), r(DType::kF32, {2, 8});
  const auto refusal = [](const LibraryCall& call) {
    EXPECT_EQ(makeLibraryKernel(call).status(), describeLibraryCall(call).status());
    return std::string(describeLibraryCall(call).status().message());
  };
  const std::string name(kFftFunction);
  EXPECT_THAT(refusal({name, {c}, {}, {{"type", 0}, {"dimension", 1}}}), HasSubstr("has an operand, a result"));
  EXPECT_THAT(refusal({name, {c}, {c}, {{"type", 0}}}), HasSubstr("the attributes type and dimension"));
  EXPECT_THAT(refusal({name, {c}, {c}, {{"type", 4}, {"dimension", 1}}}), HasSubstr("type 4 of dimension 1"));
  EXPECT_THAT(refusal({name, {c}, {c}, {{"type", 0}, {"dimension", 2}}}), HasSubstr("of dimension 2 of"));
  EXPECT_THAT(refusal({name, {r}, {c}, {{"type", 0}, {"dimension", 1}}}),
              HasSubstr("of type 0 makes no tensor<2x8xcomplex<f32>> of tensor<2x8xf32>"));
  EXPECT_THAT(refusal({name, {r}, {c}, {{"type", 2}, {"dimension", 1}}}), HasSubstr("of type 2 makes no"));
  EXPECT_THAT(refusal({name, {c}, {r}, {{"type", 3}, {"dimension", 1}}}), HasSubstr("of type 3 makes no"));
}

}  // namespace
}  // namespace partita
