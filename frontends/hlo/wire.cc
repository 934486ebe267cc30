#include "frontends/hlo/wire.h"

#include <cstring>

namespace partita::hlo {

void WireReader::fail(std::string what) {
  if (error_.empty()) error_ = strCat("byte ", at_, ": ", what);
}

uint64_t WireReader::varint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (at_ >= end_) {
      fail("expected a number, found the end of the message");
      return 0;
    }
    const auto byte = static_cast<uint8_t>(file_[at_++]);
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) return value;
  }
  fail("expected a number of at most 10 bytes, found a longer one");
  return 0;
}

bool WireReader::next(WireField& field) {
  if (!error_.empty() || at_ >= end_) return false;
  const uint64_t tag = varint();
  field = WireField();
  field.number = static_cast<uint32_t>(tag >> 3);
  field.type = static_cast<WireField::Type>(tag & 7);
  if (error_.empty() && (field.number == 0 || tag >> 32 != 0)) fail("expected the tag of a field");
  switch (field.type) {
    case WireField::kVarint:
      field.value = varint();
      break;
    case WireField::kFixed32:
    case WireField::kFixed64: {
      const size_t size = field.type == WireField::kFixed32 ? 4 : 8;
      if (end_ - at_ < size) {
        fail(strCat("expected ", size, " bytes, found ", end_ - at_));
        break;
      }
      std::memcpy(&field.value, file_.data() + at_, size);
      at_ += size;
      break;
    }
    case WireField::kBytes: {
      const uint64_t length = varint();
      if (length > end_ - at_) {
        fail(strCat("expected ", length, " bytes, found ", end_ - at_));
        break;
      }
      field.begin = at_;
      field.end = at_ += length;
      break;
    }
    default:
      fail(strCat("expected a field of type 0, 1, 2 or 5, found ", static_cast<int>(field.type)));
  }
  return error_.empty();
}

void WireReader::integers(const WireField& field, std::vector<int64_t>& out) {
  if (field.type != WireField::kBytes) {
    out.push_back(static_cast<int64_t>(field.value));
    return;
  }
  WireReader packed = within(field);
  while (packed.at_ < packed.end_ && packed.error_.empty()) out.push_back(static_cast<int64_t>(packed.varint()));
  if (!packed.error_.empty() && error_.empty()) error_ = packed.error_;
}

}  // namespace partita::hlo
