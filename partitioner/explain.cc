#include <algorithm>
#include <optional>
#include <regex>
#include <set>

#include "base/text.h"
#include "partitioner/partition.h"

namespace partita {
namespace {

// Keys are "NAME" for arguments and results, "%12 | location" for other values.
std::string nameOf(const std::string& key) { return key.substr(0, key.find(" | ")); }

size_t editDistance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t up = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = up;
    }
  }
  return row[b.size()];
}

}  // namespace

StatusOr<std::vector<std::string>> explain(const PartitionResult& result, const std::string& value) {
  if (value.empty()) return invalidArgument("explain needs the name of a value");
  std::vector<std::string> exact, partial;
  std::set<std::string> names;
  std::optional<std::regex> pattern;
  try {
    pattern.emplace(value);
  } catch (const std::regex_error&) {
    // A name with brackets, as JAX writes paths, is mostly no expression: it is looked for as it stands.
  }
  for (const auto& [key, why] : result.provenance) {
    const std::string name = nameOf(key);
    names.insert(name);
    if (name == value) exact.push_back(strCat(key, ": ", why));
    if (key.find(value) != std::string::npos || (pattern && std::regex_search(key, *pattern)))
      partial.push_back(strCat(key, ": ", why));
  }
  if (!exact.empty()) return exact;
  if (!partial.empty()) return partial;
  std::vector<std::pair<size_t, std::string>> near;
  // Names that a user knows: those of arguments, results and places, not numbers of values.
  for (const std::string& name : names) {
    if (name.rfind('%', 0) != 0 || value.rfind('%', 0) == 0) near.push_back({editDistance(name, value), name});
  }
  std::sort(near.begin(), near.end());
  std::string list;
  for (size_t i = 0; i < near.size() && i < 5; ++i) strAppend(&list, i > 0 ? ", " : "", near[i].second);
  return notFound("no sharding is recorded for ", value, list.empty() ? "" : "; near names: ", list);
}

}  // namespace partita
