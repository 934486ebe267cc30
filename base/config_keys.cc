#include "base/config_keys.h"

#include <algorithm>
#include <cstdio>

#include "base/check.h"
#include "base/text.h"

namespace partita {

std::string ConfigKey::upTo(int64_t most) { return strCat("whole number from 1 to ", most); }

bool ConfigSection::has(std::string_view key) const {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const ConfigKey& one) { return one.name == key || one.name[0] == '<'; });
}

const ConfigSection& sectionNamed(absl::Span<const ConfigSection> sections, std::string_view name) {
  const auto found = std::find_if(sections.begin(), sections.end(),
                                  [&](const ConfigSection& section) { return section.name == name; });
  CHECK(found != sections.end(), "no table of keys is called ", name);
  return *found;
}

std::string presetNumber(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.6g", value);
  return text;
}

}  // namespace partita
