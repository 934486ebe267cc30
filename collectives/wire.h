#pragma once
// Control messages between the engines of processes, as bytes. Both ends are the same build (the launcher compares
// builds before), so that numbers travel as they lie in memory.
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace partita {

enum class MessageKind : uint8_t {
  kAnnounce,  // what we mean by a collective, and our number of it
  kBroken,    // a collective cannot run: members mean different things by it
  kRelease,   // we have unloaded it
  kClose,     // we take no part in a run from a trip on, and have sent so many messages of it
  kAbandon,   // a device does not come to a run of a program any more
  kAsk,       // who is missing at your end?
  kAnswer,
  kAbort,
};

class WireWriter {
 public:
  explicit WireWriter(MessageKind kind) { bytes_.push_back(static_cast<char>(kind)); }
  template <typename T>
  WireWriter& put(T value) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
    return *this;
  }
  WireWriter& text(std::string_view value) {
    put<uint32_t>(static_cast<uint32_t>(value.size()));
    bytes_ += value;
    return *this;
  }
  WireWriter& numbers(const std::vector<int64_t>& values) {
    put<uint32_t>(static_cast<uint32_t>(values.size()));
    for (int64_t value : values) put(value);
    return *this;
  }
  WireWriter& status(const Status& value) {
    put<int32_t>(static_cast<int32_t>(value.code()));
    return text({value.message().data(), value.message().size()});
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

// Reads in the order of writing. What is not there reads as zeros, and ok() is false from then on.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : rest_(bytes) {}
  template <typename T>
  T get() {
    T value{};
    if (rest_.size() < sizeof value) {
      ok_ = false;
      rest_ = {};
      return value;
    }
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  std::string text() {
    const auto size = get<uint32_t>();
    if (size > rest_.size()) {
      ok_ = false;
      return {};
    }
    std::string value(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return value;
  }
  std::vector<int64_t> numbers() {
    const auto size = get<uint32_t>();
    if (size > rest_.size() / sizeof(int64_t)) {
      ok_ = false;
      return {};
    }
    std::vector<int64_t> values;
    for (uint32_t i = 0; i < size; ++i) values.push_back(get<int64_t>());
    return values;
  }
  Status status() {
    const auto code = static_cast<absl::StatusCode>(get<int32_t>());
    ok_ = ok_ && code != absl::StatusCode::kOk;  // only causes travel
    return Status(code, text());
  }
  bool ok() const { return ok_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace partita
