#include "graph/literal.h"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "base/check.h"
#include "graph/small_float.h"

namespace partita {
namespace {

template <typename T>
T read(const void* p) {
  T value;
  std::memcpy(&value, p, sizeof(T));
  return value;
}
template <typename T>
void write(T value, void* p) {
  std::memcpy(p, &value, sizeof(T));
}

// Sign-extends the low BITS of a byte: i2 and i4 are held one to a byte.
int64_t signExtend(uint8_t byte, int bits) {
  int64_t value = byte & ((1 << bits) - 1);
  return value >= (1 << (bits - 1)) ? value - (1 << bits) : value;
}

// Truncation towards zero that saturates instead of being undefined.
int64_t toInt(double value) {
  if (std::isnan(value)) return 0;
  if (value >= 9223372036854775808.0) return std::numeric_limits<int64_t>::max();
  if (value < -9223372036854775808.0) return std::numeric_limits<int64_t>::min();
  return static_cast<int64_t>(value);
}

}  // namespace

double loadAsDouble(DType dtype, const void* p) {
  switch (dtype) {
    case DType::kF32:
      return read<float>(p);
    case DType::kF64:
      return read<double>(p);
    case DType::kC64:
      return read<float>(p);
    case DType::kC128:
      return read<double>(p);
    case DType::kUI64:
      return static_cast<double>(read<uint64_t>(p));
    default:
      if (isFloat(dtype))
        return smallFloatToDouble(dtype, dtypeBytes(dtype) == 2 ? read<uint16_t>(p) : read<uint8_t>(p));
      return static_cast<double>(loadAsInt(dtype, p));
  }
}

int64_t loadAsInt(DType dtype, const void* p) {
  switch (dtype) {
    case DType::kI1:
      return read<uint8_t>(p) != 0;
    case DType::kI2:
      return signExtend(read<uint8_t>(p), 2);
    case DType::kI4:
      return signExtend(read<uint8_t>(p), 4);
    case DType::kI8:
      return read<int8_t>(p);
    case DType::kI16:
      return read<int16_t>(p);
    case DType::kI32:
      return read<int32_t>(p);
    case DType::kI64:
      return read<int64_t>(p);
    case DType::kUI2:
      return read<uint8_t>(p) & 3;
    case DType::kUI4:
      return read<uint8_t>(p) & 15;
    case DType::kUI8:
      return read<uint8_t>(p);
    case DType::kUI16:
      return read<uint16_t>(p);
    case DType::kUI32:
      return read<uint32_t>(p);
    case DType::kUI64:
      return static_cast<int64_t>(read<uint64_t>(p));
    case DType::kToken:
      return 0;
    default:
      return toInt(loadAsDouble(dtype, p));
  }
}

void storeFromDouble(DType dtype, double value, void* p) {
  switch (dtype) {
    case DType::kF32:
      return write<float>(static_cast<float>(value), p);
    case DType::kF64:
      return write<double>(value, p);
    case DType::kC64: {
      float parts[2] = {static_cast<float>(value), 0.0f};
      std::memcpy(p, parts, sizeof(parts));
      return;
    }
    case DType::kC128: {
      double parts[2] = {value, 0.0};
      std::memcpy(p, parts, sizeof(parts));
      return;
    }
    case DType::kI1:
      return write<uint8_t>(value != 0, p);
    case DType::kUI64:
      if (value >= 9223372036854775808.0) {
        return write<uint64_t>(
            value >= 18446744073709551616.0 ? std::numeric_limits<uint64_t>::max() : static_cast<uint64_t>(value), p);
      }
      return write<int64_t>(toInt(value), p);
    default:
      if (!isFloat(dtype)) return storeFromInt(dtype, toInt(value), p);
      if (dtypeBytes(dtype) == 2) return write(static_cast<uint16_t>(doubleToSmallFloat(dtype, value)), p);
      return write(static_cast<uint8_t>(doubleToSmallFloat(dtype, value)), p);
  }
}

void storeFromInt(DType dtype, int64_t value, void* p) {
  switch (dtype) {
    case DType::kI1:
      return write<uint8_t>(value != 0, p);
    case DType::kI2:
    case DType::kUI2:
      return write<uint8_t>(value & 3, p);
    case DType::kI4:
    case DType::kUI4:
      return write<uint8_t>(value & 15, p);
    case DType::kI8:
    case DType::kUI8:
      return write<uint8_t>(static_cast<uint8_t>(value), p);
    case DType::kI16:
    case DType::kUI16:
      return write<uint16_t>(static_cast<uint16_t>(value), p);
    case DType::kI32:
    case DType::kUI32:
      return write<uint32_t>(static_cast<uint32_t>(value), p);
    case DType::kI64:
    case DType::kUI64:
      return write<int64_t>(value, p);
    case DType::kToken:
      return;
    default:
      return storeFromDouble(dtype, static_cast<double>(value), p);
  }
}

Literal::Literal(TensorType type, std::string bytes)
    : type_(std::move(type)), bytes_(std::make_shared<const std::string>(std::move(bytes))) {
  CHECK(static_cast<int64_t>(bytes_->size()) == type_.bytes(), "literal of ", type_.toString(), " with ",
        bytes_->size(), " bytes");
}

Literal Literal::splat(TensorType type, std::string elementBytes) {
  CHECK(static_cast<int64_t>(elementBytes.size()) == dtypeBytes(type.dtype));
  Literal out;
  out.type_ = std::move(type);
  out.bytes_ = std::make_shared<const std::string>(std::move(elementBytes));
  out.splat_ = true;
  return out;
}

Literal Literal::scalar(TensorType type, double value) {
  std::string bytes(dtypeBytes(type.dtype), '\0');
  storeFromDouble(type.dtype, value, bytes.data());
  return splat(std::move(type), std::move(bytes));
}

Literal Literal::ints(absl::Span<const int64_t> values, Dims dims) {
  return Literal(TensorType(DType::kI64, std::move(dims)),
                 std::string(reinterpret_cast<const char*>(values.data()), values.size() * 8));
}

std::string Literal::expandedBytes() const {
  if (!splat_) return *bytes_;
  std::string out;
  const int64_t count = type_.elements();
  out.reserve(count * bytes_->size());
  for (int64_t i = 0; i < count; ++i) out += *bytes_;
  return out;
}

double Literal::asDouble(int64_t flat) const {
  return loadAsDouble(type_.dtype, bytes_->data() + (splat_ ? 0 : flat * dtypeBytes(type_.dtype)));
}
int64_t Literal::asInt(int64_t flat) const {
  return loadAsInt(type_.dtype, bytes_->data() + (splat_ ? 0 : flat * dtypeBytes(type_.dtype)));
}

bool operator==(const Literal& a, const Literal& b) {
  if (!(a.type_ == b.type_)) return false;
  if (a.splat_ == b.splat_) return *a.bytes_ == *b.bytes_;
  return a.expandedBytes() == b.expandedBytes();
}

}  // namespace partita
