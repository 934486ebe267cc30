#pragma once
// A constant tensor: row-major little-endian bytes, shared between copies. A splat holds one element.
#include <memory>
#include <string>

#include "base/types.h"

namespace partita {

class Literal {
 public:
  Literal() = default;
  // BYTES holds type.bytes() bytes, or the bytes of one element for a splat.
  Literal(TensorType type, std::string bytes);
  static Literal splat(TensorType type, std::string elementBytes);
  // A splat of VALUE converted to the type's dtype (not complex).
  static Literal scalar(TensorType type, double value);
  static Literal ints(absl::Span<const int64_t> values, Dims dims);  // dtype i64

  const TensorType& type() const { return type_; }
  bool isSplat() const { return splat_; }
  // Stored bytes: one element when isSplat().
  const std::string& bytes() const { return *bytes_; }
  // type().bytes() bytes, splats repeated.
  std::string expandedBytes() const;
  // Element at row-major FLAT index as double (integers and floats; a complex gives its real part) and as int64.
  double asDouble(int64_t flat) const;
  int64_t asInt(int64_t flat) const;
  friend bool operator==(const Literal& a, const Literal& b);

 private:
  TensorType type_;
  std::shared_ptr<const std::string> bytes_ = std::make_shared<const std::string>();
  bool splat_ = false;
};

// One element of DTYPE at P as double, and VALUE written as DTYPE (rounded to nearest even; integers truncated and
// wrapped).
double loadAsDouble(DType dtype, const void* p);
int64_t loadAsInt(DType dtype, const void* p);  // floats are truncated
void storeFromDouble(DType dtype, double value, void* p);
void storeFromInt(DType dtype, int64_t value, void* p);

}  // namespace partita
