#include "base/build_id.h"

#include <elf.h>
#include <link.h>

#include <cstring>

namespace partita {
namespace {

// The build id among the notes at [DATA, DATA + BYTES), in hex.
std::string buildIdIn(const char* data, size_t bytes) {
  const auto padded = [](size_t n) { return (n + 3) / 4 * 4; };
  while (bytes >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) note;
    std::memcpy(&note, data, sizeof note);
    const size_t descriptionAt = sizeof note + padded(note.n_namesz), size = descriptionAt + padded(note.n_descsz);
    if (size > bytes) break;
    if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4 && std::memcmp(data + sizeof note, "GNU", 4) == 0) {
      std::string hex;
      for (size_t i = 0; i < note.n_descsz; ++i) {
        const auto byte = static_cast<unsigned char>(data[descriptionAt + i]);
        hex += "0123456789abcdef"[byte >> 4];
        hex += "0123456789abcdef"[byte & 15];
      }
      return hex;
    }
    data += size;
    bytes -= size;
  }
  return "";
}

// Called for each loaded object until it returns other than 0.
int findOwn(dl_phdr_info* info, size_t, void* out) {
  const auto here = reinterpret_cast<uintptr_t>(&findOwn);
  bool own = false;
  std::string found;
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& part = info->dlpi_phdr[i];
    const uintptr_t begin = info->dlpi_addr + part.p_vaddr;
    own |= part.p_type == PT_LOAD && here >= begin && here - begin < part.p_memsz;
    if (part.p_type == PT_NOTE && found.empty()) found = buildIdIn(reinterpret_cast<const char*>(begin), part.p_memsz);
  }
  if (own) *static_cast<std::string*>(out) = found;
  return own;
}

}  // namespace

const std::string& buildId() {
  static const std::string id = [] {
    std::string out;
    ::dl_iterate_phdr(findOwn, &out);
    return out;
  }();
  return id;
}

}  // namespace partita
