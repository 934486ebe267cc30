#pragma once
// Every key of job and cluster files with what it means. The readers of launcher/job/config.cc and
// launcher/cluster_config.cc know no key that is not here (TomlReader), and docs/training.md shows these tables.
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
};

struct ConfigSection {
  std::string name;   // as readers have it: "[train]"
  std::string shown;  // how it is written in the file, where that is not its name: "[links.within_node]"
  std::string text;   // one line on the whole
  std::vector<ConfigKey> keys;
};

absl::Span<const ConfigSection> jobSections();
absl::Span<const ConfigSection> clusterSections();

bool isConfigKey(std::string_view section, std::string_view key);

}  // namespace partita
