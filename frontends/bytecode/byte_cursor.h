#pragma once
// MLIR bytecode's primitive encodings.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

namespace partita::bytecode {

// Reads bytes [begin, end) of a file. The first error sticks: what is read after it is 0 or empty, so that loops end
// and status() can be asked once, behind what belongs together.
class ByteCursor {
 public:
  ByteCursor(std::string_view file, size_t begin, size_t end) : file_(file), at_(begin), end_(end) {}

  uint8_t byte();
  uint64_t varint();
  int64_t svarint();
  uint64_t varintWithFlag(bool* flag);
  std::string_view bytes(uint64_t count);
  std::string_view blob() { return bytes(varint()); }
  std::string_view untilNul();
  // How many elements follow: fails where there are not as many bytes.
  size_t count();
  std::vector<int64_t> svarints();
  // Bits of a number of WIDTH up to 64 bits, zero-extended.
  uint64_t bits(int width);

  size_t offset() const { return at_; }
  size_t remaining() const { return failed() ? 0 : end_ - at_; }
  bool atEnd() const { return remaining() == 0; }
  std::string_view file() const { return file_; }

  bool failed() const { return !error_.empty(); }
  // Notes WHAT at the place of the cursor.
  void fail(std::string what);
  Status status() const;
  // status(), or that bytes are left over of WHAT.
  Status finish(std::string_view what);

 private:
  std::string_view file_;
  size_t at_, end_;
  std::string error_;
};

// "byte 17: WHAT"
template <typename... Parts>
Status invalidAt(size_t offset, const Parts&... what) {
  return invalidArgument("byte ", offset, ": ", what...);
}

}  // namespace partita::bytecode
