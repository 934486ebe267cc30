#include "tests/support/mutation/binary_mutation.h"

#include <algorithm>

namespace partita {
namespace {

std::string varintOf(uint64_t value, VarintForm form) {
  std::string out;
  if (form == VarintForm::kProtobuf) {
    for (; value > 0x7f; value >>= 7) out.push_back(static_cast<char>((value & 0x7f) | 0x80));
    out.push_back(static_cast<char>(value));
    return out;
  }
  int more = 0;
  while (more < 8 && value >> (7 * (more + 1)) != 0) ++more;
  if (more == 8) {
    out.push_back('\0');
  } else {
    value = (value << (more + 1)) | (uint64_t{1} << more);
  }
  for (int i = 0; i < (more == 8 ? 8 : more + 1); ++i) out.push_back(static_cast<char>(value >> (8 * i)));
  return out;
}

void change(std::string& bytes, const std::string& donor, VarintForm form, Rng& rng) {
  const size_t at = rng.below(bytes.size());
  const size_t length = std::min<size_t>(1 + rng.below(12), bytes.size() - at);
  switch (rng.below(10)) {
    case 0:
      bytes.resize(at);
      break;
    case 1:
      bytes.erase(at, length);
      break;
    case 2:
      bytes.insert(at, varintOf(rng.next() >> rng.below(64), form));
      break;
    case 3:
      bytes.replace(at, length, donor, rng.below(donor.size()), length);
      break;
    case 4: {  // a large number
      const std::string number = varintOf(uint64_t{1} << rng.below(64), form);
      bytes.replace(at, std::min(number.size(), bytes.size() - at), number);
      break;
    }
    case 5:
      bytes[at] = static_cast<char>(bytes[at] + (form == VarintForm::kMlir ? 2 : 1));  // the next number
      break;
    case 6:
      bytes[at] = static_cast<char>(bytes[at] - (form == VarintForm::kMlir ? 2 : 1));
      break;
    case 7:
      bytes[at] ^= static_cast<char>(1 << rng.below(8));
      break;
    default:
      bytes[at] = static_cast<char>(rng.below(256));
  }
  if (bytes.empty()) bytes = donor;
}

}  // namespace

std::string mutatedBinary(const std::string& bytes, const std::string& donor, VarintForm form, Rng& rng) {
  std::string out = bytes;
  for (uint64_t changes = 1 + rng.below(3); changes > 0; --changes) change(out, donor, form, rng);
  return out;
}

}  // namespace partita
