#pragma once
// What tables of keys are made of: TomlReader knows no key that its section has not, and the guide shows the tables.
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"

namespace partita {

struct ConfigKey {
  std::string name;     // "<axis>" stands for any name
  std::string type;     // with unit and range
  std::string preset;   // what it is when it is left out; "": it must be given
  std::string meaning;  // Markdown, one line

  // Types that many keys have.
  static constexpr const char *kText = "text", *kTable = "table", *kTables = "list of tables",
                              *kTime = "time: `\"2 us\"`, `\"5 min\"`, or seconds";
  static std::string upTo(int64_t most);
};

struct ConfigSection {
  std::string name;   // as readers have it: "[train]"
  std::string shown;  // how it is written in the file, where that is not its name: "[links.within_node]"
  std::string text;   // one line on the whole
  std::vector<ConfigKey> keys;

  bool has(std::string_view key) const;
};

// The section NAME of SECTIONS, which has it.
const ConfigSection& sectionNamed(absl::Span<const ConfigSection> sections, std::string_view name);

// A preset as the tables show it: "0.25", "300".
std::string presetNumber(double value);

}  // namespace partita
