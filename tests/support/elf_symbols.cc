#include "tests/support/elf_symbols.h"

#include <elf.h>
#include <gtest/gtest.h>

#include <cstring>

namespace partita {
namespace {

template <typename T>
T at(std::string_view bytes, size_t offset) {
  T out{};
  EXPECT_LE(offset + sizeof out, bytes.size());
  if (offset + sizeof out <= bytes.size()) std::memcpy(&out, bytes.data() + offset, sizeof out);
  return out;
}

}  // namespace

std::set<std::string> undefinedSymbols(std::string_view object) {
  std::set<std::string> out;
  const auto header = at<Elf64_Ehdr>(object, 0);
  const bool relocatable = std::memcmp(header.e_ident, ELFMAG, SELFMAG) == 0 && header.e_type == ET_REL;
  EXPECT_TRUE(relocatable) << "not a relocatable ELF file";
  if (!relocatable) return out;
  const auto section = [&](size_t i) { return at<Elf64_Shdr>(object, header.e_shoff + i * sizeof(Elf64_Shdr)); };
  for (size_t s = 0; s < header.e_shnum; ++s) {
    const Elf64_Shdr table = section(s);
    if (table.sh_type != SHT_SYMTAB) continue;
    const Elf64_Shdr names = section(table.sh_link);
    for (size_t i = 1; i < table.sh_size / sizeof(Elf64_Sym); ++i) {
      const auto symbol = at<Elf64_Sym>(object, table.sh_offset + i * sizeof(Elf64_Sym));
      if (symbol.st_shndx == SHN_UNDEF) out.insert(object.data() + names.sh_offset + symbol.st_name);
    }
  }
  return out;
}

}  // namespace partita
