#include "graph/argument_names.h"

#include <optional>

#include "absl/container/flat_hash_map.h"
#include "base/text.h"

namespace partita {
namespace {

std::vector<std::string> pathParts(std::string_view path) {
  std::vector<std::string> parts;
  std::string part;
  auto close = [&] {
    if (!part.empty()) parts.push_back(std::move(part));
    part.clear();
  };
  for (char c : path) {
    if (c == '[' || c == ']' || c == '.' || c == '\'' || c == '"') {
      close();
    } else {
      part.push_back(c);
    }
  }
  close();
  return parts;
}

std::string joinParts(const std::vector<std::string>& parts, size_t begin) {
  std::string out;
  for (size_t i = begin; i < parts.size(); ++i) strAppend(&out, i == begin ? "" : ".", parts[i]);
  return out;
}

bool isNumber(const std::string& part) {
  for (char c : part) {
    if (c < '0' || c > '9') return false;
  }
  return !part.empty();
}

}  // namespace

std::string argumentNameFromPath(std::string_view path) { return joinParts(pathParts(path), 0); }

std::vector<std::string> defaultArgumentNames(const Graph& graph) {
  const Region& body = graph.bodyRegion();
  size_t count = body.args.size();
  std::vector<std::optional<size_t>> resultOf(count);
  std::vector<bool> taken(graph.results.size());
  for (size_t i = 0; i < count; ++i) {
    if (!graph.arguments[i].aliasesResult) continue;
    resultOf[i] = *graph.arguments[i].aliasesResult;
    taken[*resultOf[i]] = true;
  }
  // Donors in order take results of their type in order: both come from the same tree in the same order.
  absl::flat_hash_map<TensorType, std::vector<size_t>> freeResults;  // of one type, last first
  for (size_t i = graph.results.size(); i-- > 0;) {
    if (!taken[i]) freeResults[graph.type(body.results[i])].push_back(i);
  }
  for (size_t i = 0; i < count; ++i) {
    if (!graph.arguments[i].donor || resultOf[i]) continue;
    auto found = freeResults.find(graph.type(body.args[i]));
    if (found == freeResults.end() || found->second.empty()) continue;
    resultOf[i] = found->second.back();
    found->second.pop_back();
  }

  // Paths without "result"; then without the first index where all have the same one.
  std::vector<std::vector<std::string>> paths(count);
  std::optional<std::string> shared;
  bool sharedByAll = true;
  for (size_t i = 0; i < count; ++i) {
    if (!resultOf[i]) continue;
    paths[i] = pathParts(graph.results[*resultOf[i]].name);
    if (!paths[i].empty() && paths[i][0] == "result") paths[i].erase(paths[i].begin());
    if (paths[i].empty()) continue;
    if (!isNumber(paths[i][0]) || paths[i].size() < 2 || (shared && *shared != paths[i][0])) sharedByAll = false;
    shared = paths[i][0];
  }
  std::vector<std::string> names(count);
  absl::flat_hash_map<std::string, int> uses;
  for (size_t i = 0; i < count; ++i) {
    names[i] = joinParts(paths[i], sharedByAll && !paths[i].empty() ? 1 : 0);
    ++uses[names[i]];
  }
  for (size_t i = 0; i < count; ++i) {
    if (names[i].empty() || uses[names[i]] > 1) names[i] = strCat("arg", i);
  }
  return names;
}

}  // namespace partita
