#pragma once
// The symbol table of an object file.
#include <set>
#include <string>
#include <string_view>

namespace partita {

// Names that OBJECT, a relocatable ELF of 64 bits, needs and does not define. A test fails when it is none.
std::set<std::string> undefinedSymbols(std::string_view object);

}  // namespace partita
