#include "frontends/bytecode/byte_cursor.h"

#include <bit>

namespace partita::bytecode {

void ByteCursor::fail(std::string what) {
  if (failed()) return;
  error_ = strCat("byte ", at_, ": ", what);
}

Status ByteCursor::status() const { return failed() ? invalidArgument(error_) : Status(); }

Status ByteCursor::finish(std::string_view what) {
  if (!failed() && at_ != end_)
    fail(strCat("expected the end of ", what, ", found ", end_ - at_, " more ", end_ - at_ == 1 ? "byte" : "bytes"));
  return status();
}

uint8_t ByteCursor::byte() {
  const std::string_view one = bytes(1);
  return one.empty() ? 0 : static_cast<uint8_t>(one[0]);
}

std::string_view ByteCursor::bytes(uint64_t count) {
  if (failed()) return {};
  if (count > end_ - at_) {
    fail(strCat("expected ", count, count == 1 ? " byte" : " bytes", ", found ", end_ - at_, "; is the file cut off?"));
    return {};
  }
  const std::string_view out = file_.substr(at_, count);
  at_ += count;
  return out;
}

// The zeros at the end of the first byte say how many bytes follow it; eight of them: the number in the next eight
// bytes.
uint64_t ByteCursor::varint() {
  const uint8_t first = byte();
  const int more = first == 0 ? 8 : std::countr_zero(first);
  uint64_t value = first;
  const std::string_view rest = bytes(failed() ? 0 : more);
  if (failed()) return 0;
  if (more == 8) value = 0;
  for (size_t i = 0; i < rest.size(); ++i)
    value |= uint64_t{static_cast<uint8_t>(rest[i])} << (8 * (more == 8 ? i : i + 1));
  return more == 8 ? value : value >> (more + 1);
}

int64_t ByteCursor::svarint() {
  const uint64_t value = varint();
  return static_cast<int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

uint64_t ByteCursor::varintWithFlag(bool* flag) {
  const uint64_t value = varint();
  *flag = (value & 1) != 0;
  return value >> 1;
}

std::string_view ByteCursor::untilNul() {
  if (failed()) return {};
  const size_t nul = file_.substr(0, end_).find('\0', at_);
  if (nul == std::string_view::npos) {
    fail("expected text that ends with a zero byte");
    return {};
  }
  const std::string_view out = bytes(nul - at_);
  ++at_;
  return out;
}

size_t ByteCursor::count() {
  const uint64_t value = varint();
  if (value <= remaining()) return static_cast<size_t>(value);
  fail(strCat("expected at most ", remaining(), " elements in what is left, found ", value));
  return 0;
}

std::vector<int64_t> ByteCursor::svarints() {
  std::vector<int64_t> out(count());
  for (int64_t& value : out) value = svarint();
  return out;
}

uint64_t ByteCursor::bits(int width) {
  const uint64_t value = width <= 8 ? byte() : static_cast<uint64_t>(svarint());
  return width >= 64 ? value : value & ((uint64_t{1} << width) - 1);
}

}  // namespace partita::bytecode
