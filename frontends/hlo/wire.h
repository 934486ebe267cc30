#pragma once
// Protocol buffers' wire format, read field by field: nothing is copied, no length is believed beyond the bytes there
// are.
#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace partita::hlo {

struct WireField {
  enum Type : uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };
  uint32_t number = 0;
  Type type = kVarint;
  uint64_t value = 0;         // of all but kBytes
  size_t begin = 0, end = 0;  // kBytes: in the file
};

class WireReader {
 public:
  // Bytes [BEGIN, END) of FILE, which must outlive it.
  WireReader(std::string_view file, size_t begin, size_t end) : file_(file), at_(begin), end_(end) {}
  explicit WireReader(std::string_view file) : WireReader(file, 0, file.size()) {}
  // The message in FIELD; empty where it is none.
  WireReader within(const WireField& field) const { return WireReader(file_, field.begin, field.end); }

  // The next field; false at the end and after an error, which status() has.
  bool next(WireField& field);
  Status status() const { return error_.empty() ? Status() : invalidArgument(error_); }
  std::string_view bytes(const WireField& field) const { return file_.substr(field.begin, field.end - field.begin); }
  // Appends the integers of FIELD, packed or one by itself.
  void integers(const WireField& field, std::vector<int64_t>& out);
  size_t offset() const { return at_; }
  void fail(std::string what);

 private:
  uint64_t varint();

  std::string_view file_;
  size_t at_, end_;
  std::string error_;
};

}  // namespace partita::hlo
