#include "base/types.h"

#include <algorithm>
#include <array>

#include "absl/strings/str_join.h"
#include "base/text.h"

namespace partita {
namespace {

enum class Class : uint8_t { kBool, kSigned, kUnsigned, kFloat, kComplex, kToken };
struct Info {
  std::string_view name;
  int bits;
  int bytes;
  Class kind;
};

constexpr std::array<Info, kDTypeCount> kInfo = {{
    {"i1", 1, 1, Class::kBool},
    {"i2", 2, 1, Class::kSigned},
    {"i4", 4, 1, Class::kSigned},
    {"i8", 8, 1, Class::kSigned},
    {"i16", 16, 2, Class::kSigned},
    {"i32", 32, 4, Class::kSigned},
    {"i64", 64, 8, Class::kSigned},
    {"ui2", 2, 1, Class::kUnsigned},
    {"ui4", 4, 1, Class::kUnsigned},
    {"ui8", 8, 1, Class::kUnsigned},
    {"ui16", 16, 2, Class::kUnsigned},
    {"ui32", 32, 4, Class::kUnsigned},
    {"ui64", 64, 8, Class::kUnsigned},
    {"bf16", 16, 2, Class::kFloat},
    {"f16", 16, 2, Class::kFloat},
    {"f32", 32, 4, Class::kFloat},
    {"f64", 64, 8, Class::kFloat},
    {"f8E4M3FN", 8, 1, Class::kFloat},
    {"f8E5M2", 8, 1, Class::kFloat},
    {"f8E4M3", 8, 1, Class::kFloat},
    {"f8E3M4", 8, 1, Class::kFloat},
    {"f8E4M3FNUZ", 8, 1, Class::kFloat},
    {"f8E5M2FNUZ", 8, 1, Class::kFloat},
    {"f8E4M3B11FNUZ", 8, 1, Class::kFloat},
    {"f8E8M0FNU", 8, 1, Class::kFloat},
    {"f4E2M1FN", 4, 1, Class::kFloat},
    {"f6E2M3FN", 6, 1, Class::kFloat},
    {"f6E3M2FN", 6, 1, Class::kFloat},
    {"complex<f32>", 64, 8, Class::kComplex},
    {"complex<f64>", 128, 16, Class::kComplex},
    {"token", 0, 0, Class::kToken},
}};

const Info& info(DType dtype) { return kInfo[static_cast<size_t>(dtype)]; }

}  // namespace

std::string_view dtypeName(DType dtype) { return info(dtype).name; }

StatusOr<DType> parseDType(std::string_view name) {
  for (int i = 0; i < kDTypeCount; ++i) {
    if (kInfo[i].name == name) return static_cast<DType>(i);
  }
  return invalidArgument("unknown element type '", name, "'");
}

int dtypeBits(DType dtype) { return info(dtype).bits; }
int64_t dtypeBytes(DType dtype) { return info(dtype).bytes; }
bool isFloat(DType dtype) { return info(dtype).kind == Class::kFloat; }
bool isInteger(DType dtype) { return isSignedInteger(dtype) || isUnsignedInteger(dtype); }
bool isSignedInteger(DType dtype) { return info(dtype).kind == Class::kSigned; }
bool isUnsignedInteger(DType dtype) { return info(dtype).kind == Class::kUnsigned; }
bool isComplex(DType dtype) { return info(dtype).kind == Class::kComplex; }

Status checkDims(absl::Span<const int64_t> dims) {
  if (dims.size() > kMaxRank) return invalidArgument("expected at most ", kMaxRank, " dimensions, found ", dims.size());
  int64_t elements = 1;
  for (int64_t dim : dims) {
    if (dim < 0) return invalidArgument("expected sizes of 0 or more, found ", dim);
    if (__builtin_mul_overflow(elements, std::max<int64_t>(dim, 1), &elements) || elements > kMaxElements) {
      return invalidArgument("expected a tensor of at most 2^52 elements, found ", dimsToString(dims));
    }
  }
  return {};
}

int64_t elementCount(absl::Span<const int64_t> dims) {
  int64_t count = 1;
  for (int64_t dim : dims) count *= dim;
  return count;
}

Dims rowMajorStrides(absl::Span<const int64_t> dims) {
  Dims strides(dims.size(), 1);
  for (size_t i = dims.size(); i-- > 1;) strides[i - 1] = strides[i] * dims[i];
  return strides;
}

std::string dimsToString(absl::Span<const int64_t> dims) { return strCat("[", absl::StrJoin(dims, ","), "]"); }

std::string TensorType::toString() const {
  if (isToken()) return "!stablehlo.token";
  std::string out = "tensor<";
  for (int64_t dim : dims) strAppend(&out, dim, "x");
  strAppend(&out, dtypeName(dtype), ">");
  return out;
}

}  // namespace partita
