#include "launcher/job/job_state.h"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "graph/argument_names.h"

namespace partita {
namespace {

using Path = std::vector<std::string>;

// A value of a program's signature as it is matched.
struct Item {
  uint32_t number = 0;  // of the argument or result
  std::string name;     // for messages
  Path path;
  TensorType type;
  bool named = false;
};

Path parts(const std::string& name) {
  Path out;
  std::istringstream in(argumentNameFromPath(name));
  for (std::string part; std::getline(in, part, '.');) out.push_back(part);
  return out;
}

bool isNumber(const std::string& part) {
  return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::vector<Item> resultsOf(const Graph& graph) {
  std::vector<Item> out;
  for (uint32_t i = 0; i < graph.results.size(); ++i) {
    const std::string& name = graph.results[i].name;
    Item item{i, name.empty() ? strCat("result ", i) : name, parts(name), graph.type(graph.bodyRegion().results[i]),
              !name.empty()};
    if (!item.path.empty() && item.path[0] == "result") item.path.erase(item.path.begin());
    out.push_back(std::move(item));
  }
  return out;
}

std::vector<Item> donatedOf(const Graph& graph) {
  std::vector<Item> out;
  for (uint32_t i = 0; i < graph.arguments.size(); ++i) {
    const ArgumentInfo& info = graph.arguments[i];
    if (!info.aliasesResult && !info.donor) continue;
    out.push_back({i, info.name, parts(info.name), graph.type(graph.bodyRegion().args[i]), info.named});
  }
  return out;
}

// Every item has a path, and no two the same.
bool pathsTell(const std::vector<Item>& items) {
  std::set<Path> seen;
  return std::all_of(items.begin(), items.end(),
                     [&](const Item& item) { return item.named && seen.insert(item.path).second; });
}

// The items that leaves were matched with, in at most two ways: two mean that it cannot be told.
struct Ways {
  std::vector<std::vector<size_t>> found;  // items by leaf
  std::string otherType;                   // a path that fits, but the type does not
};

class Matcher {
 public:
  // ROOTS: the first part of an item's path is the name of a parameter, which init does not know.
  Matcher(const std::vector<Item>& leaves, const std::vector<Item>& items, bool roots)
      : leaves_(leaves), items_(items), roots_(roots) {
    for (size_t i = 0; i < items.size(); ++i) byPath_[items[i].path] = i;
  }

  Ways byPaths() {
    Ways ways = underOnePrefix();
    return ways.found.empty() && leaves_.size() > 1 ? underPrefixes(std::move(ways)) : ways;
  }

  // By type and order alone.
  Ways byOrder() const {
    std::vector<Group> groups;
    for (size_t leaf = 0; leaf < leaves_.size(); ++leaf) {
      Group& group = groups.emplace_back();
      group.begin = leaf;
      group.end = leaf + 1;
      for (size_t i = 0; i < items_.size(); ++i) {
        if (items_[i].type == leaves_[leaf].type) group.choices.push_back({i});
      }
    }
    return inOrder(groups, {});
  }

 private:
  // Leaves [begin, end) that are matched together, and the items that they may be.
  struct Group {
    size_t begin = 0, end = 0;
    std::vector<std::vector<size_t>> choices;
  };

  // Prefixes under which the part of a leaf's path from FROM on names an item.
  std::vector<Path> prefixesOf(const Path& leaf, size_t from) const {
    std::vector<Path> out;
    const size_t length = leaf.size() - from;
    for (const Item& item : items_) {
      if (item.path.size() >= length && std::equal(leaf.begin() + static_cast<std::ptrdiff_t>(from), leaf.end(),
                                                   item.path.end() - static_cast<std::ptrdiff_t>(length)))
        out.emplace_back(item.path.begin(), item.path.end() - static_cast<std::ptrdiff_t>(length));
    }
    return out;
  }

  // The items of leaves [begin, end) under PREFIX; nothing where one is missing or has another type.
  std::vector<size_t> under(const Path& prefix, size_t begin, size_t end, size_t from, std::string* otherType) const {
    std::vector<size_t> out;
    for (size_t leaf = begin; leaf < end; ++leaf) {
      Path path = prefix;
      path.insert(path.end(), leaves_[leaf].path.begin() + static_cast<std::ptrdiff_t>(from), leaves_[leaf].path.end());
      const auto found = byPath_.find(path);
      if (found == byPath_.end()) return {};
      out.push_back(found->second);
    }
    for (size_t leaf = begin; leaf < end; ++leaf) {
      const Item& item = items_[out[leaf - begin]];
      if (item.type == leaves_[leaf].type) continue;
      *otherType = strCat(item.name, " is ", item.type.toString(), ", but ", leaves_[leaf].name, " is ",
                          leaves_[leaf].type.toString());
      return {};
    }
    return out;
  }

  Ways underOnePrefix() const {
    Ways ways;
    for (const Path& prefix : prefixesOf(leaves_[0].path, 0)) {
      std::vector<size_t> found = under(prefix, 0, leaves_.size(), 0, &ways.otherType);
      if (!found.empty() && ways.found.size() < 2) ways.found.push_back(std::move(found));
    }
    return ways;
  }

  // May the element TOKEN of init's tuple stand under PREFIX? WHOLE: the element is one array, so that nothing but its
  // place speaks for it.
  bool mayStand(const std::string& token, const Path& prefix, bool whole) const {
    if (prefix.empty()) return true;
    if (roots_ && prefix.size() == 1) return true;
    if (!isNumber(token)) return prefix.back() == token;
    return !whole || isNumber(prefix.back());
  }

  // Each element of what init gives under a prefix of its own, in order.
  Ways underPrefixes(Ways ways) const {
    std::vector<Group> groups;
    for (size_t leaf = 0; leaf < leaves_.size(); ++leaf) {
      const Path& path = leaves_[leaf].path;
      if (path.empty()) return ways;
      if (groups.empty() || leaves_[groups.back().begin].path[0] != path[0]) groups.push_back({leaf, leaf, {}});
      groups.back().end = leaf + 1;
    }
    for (Group& group : groups) {
      const Path& first = leaves_[group.begin].path;
      for (const Path& prefix : prefixesOf(first, 1)) {
        if (!mayStand(first[0], prefix, first.size() == 1)) continue;
        std::vector<size_t> found = under(prefix, group.begin, group.end, 1, &ways.otherType);
        if (!found.empty()) group.choices.push_back(std::move(found));
      }
    }
    return inOrder(groups, std::move(ways));
  }

  // Chooses for each group so that each stands wholly behind the one before: the way that ends first and the one that
  // begins last. Where both are the same, any other way spans it group by group, so that one exists only if a group of
  // this one can be exchanged alone.
  Ways inOrder(const std::vector<Group>& groups, Ways ways) const {
    const auto greedy = [&](bool forward) {
      std::vector<size_t> out(leaves_.size());
      std::ptrdiff_t bound = forward ? -1 : static_cast<std::ptrdiff_t>(items_.size());
      for (size_t step = 0; step < groups.size(); ++step) {
        const Group& group = groups[forward ? step : groups.size() - 1 - step];
        const std::vector<size_t>* best = nullptr;
        std::ptrdiff_t bestEdge = 0;
        for (const std::vector<size_t>& choice : group.choices) {
          const auto [low, high] = std::minmax_element(choice.begin(), choice.end());
          const auto near = static_cast<std::ptrdiff_t>(forward ? *low : *high);
          const auto edge = static_cast<std::ptrdiff_t>(forward ? *high : *low);
          if (forward ? near <= bound : near >= bound) continue;
          if (best != nullptr && (forward ? edge >= bestEdge : edge <= bestEdge)) continue;
          best = &choice;
          bestEdge = edge;
        }
        if (best == nullptr) return std::vector<size_t>();
        std::copy(best->begin(), best->end(), out.begin() + static_cast<std::ptrdiff_t>(group.begin));
        bound = bestEdge;
      }
      return out;
    };
    ways.found.clear();
    std::vector<size_t> first = greedy(true);
    if (first.empty()) return ways;
    std::vector<size_t> last = greedy(false);
    ways.found.push_back(first);
    if (last != first) {
      ways.found.push_back(std::move(last));
      return ways;
    }
    const auto edge = [&](size_t group, bool high) {
      const auto begin = first.begin() + static_cast<std::ptrdiff_t>(groups[group].begin),
                 end = first.begin() + static_cast<std::ptrdiff_t>(groups[group].end);
      return high ? *std::max_element(begin, end) : *std::min_element(begin, end);
    };
    for (size_t g = 0; g < groups.size() && ways.found.size() < 2; ++g) {
      for (const std::vector<size_t>& choice : groups[g].choices) {
        std::vector<size_t> other = first;
        std::copy(choice.begin(), choice.end(), other.begin() + static_cast<std::ptrdiff_t>(groups[g].begin));
        const auto [low, high] = std::minmax_element(choice.begin(), choice.end());
        if (other == first || (g > 0 && *low <= edge(g - 1, true)) ||
            (g + 1 < groups.size() && *high >= edge(g + 1, false)))
          continue;
        ways.found.push_back(std::move(other));
        break;
      }
    }
    return ways;
  }

  const std::vector<Item>& leaves_;
  const std::vector<Item>& items_;
  bool roots_;
  std::map<Path, size_t> byPath_;
};

std::string quoted(const Item& item) { return item.named ? strCat("\"", item.name, "\"") : strCat(item.number); }

// "[job] state = [...]" as it would read for ITEMS.
std::string stateText(const std::vector<Item>& results, const std::vector<size_t>& items) {
  std::string out = "[job] state = [";
  for (size_t i = 0; i < items.size(); ++i) strAppend(&out, i > 0 ? ", " : "", quoted(results[items[i]]));
  return strCat(out, "]");
}

// Which of the step's results are the new state, found.
StatusOr<std::vector<size_t>> findResults(const JobConfig& job, const std::vector<Item>& leaves,
                                          const std::vector<Item>& results) {
  Matcher matcher(leaves, results, /*roots=*/false);
  const bool byPaths = pathsTell(leaves) && pathsTell(results);
  const Ways ways = byPaths ? matcher.byPaths() : matcher.byOrder();
  if (ways.found.size() == 1) return ways.found[0];
  const std::string which = strCat(job.step, ": cannot tell which of its ", results.size(),
                                   " results are the new values of the ", leaves.size(), " that ", job.init, " gives");
  const char* advice = ", with the step's result (path or number) for each result of init, in order";
  if (ways.found.size() > 1) {
    size_t leaf = 0;
    while (ways.found[0][leaf] == ways.found[1][leaf]) ++leaf;
    return invalidArgument(which, ": ", leaves[leaf].name, " may become ", results[ways.found[0][leaf]].name, " or ",
                           results[ways.found[1][leaf]].name, "; say it in ", job.file, ": ",
                           stateText(results, ways.found[0]), advice);
  }
  if (!ways.otherType.empty())
    return invalidArgument(job.step, ": ", ways.otherType, " in ", job.init,
                           ": the new value of a state leaf must have its type");
  std::string candidates;
  size_t shown = 0;
  for (const Item& result : results) {
    if (result.type != leaves[0].type || ++shown > 4) continue;
    strAppend(&candidates, candidates.empty() ? "" : ", ", quoted(result));
  }
  return invalidArgument(
      which, byPaths ? ": their paths do not fit" : ": types and order do not fit", "; say it in ", job.file,
      ": [job] state = [", candidates.empty() ? "…" : candidates.substr(0, candidates.find(',')),
      leaves.size() > 1 ? ", …]" : "]", advice, " (", leaves[0].name, " is ", leaves[0].type.toString(),
      "; of this type are ", candidates.empty() ? "none" : candidates, shown > 4 ? ", …)" : ")");
}

// The same as [job] state says.
StatusOr<std::vector<size_t>> givenResults(const JobConfig& job, const std::vector<Item>& leaves,
                                           const std::vector<Item>& results) {
  if (job.state.size() != leaves.size())
    return invalidArgument(job.state[0].where, ": [job] state names ", job.state.size(), " results, but ", job.init,
                           " gives ", leaves.size());
  std::vector<size_t> out;
  std::map<size_t, size_t> leafOf;
  for (size_t leaf = 0; leaf < leaves.size(); ++leaf) {
    const StateEntry& entry = job.state[leaf];
    size_t found = results.size();
    if (entry.path.empty()) {
      found = static_cast<size_t>(std::min<int64_t>(entry.number, static_cast<int64_t>(results.size())));
    } else {
      for (size_t r = 0; r < results.size() && found == results.size(); ++r) {
        if (results[r].name == entry.path) found = r;
      }
    }
    const std::string what = entry.path.empty() ? strCat(entry.number) : strCat("\"", entry.path, "\"");
    if (found == results.size())
      return invalidArgument(entry.where, ": [job] state: ", job.step, " has no result ", what, ": it has 0 to ",
                             results.size() - 1, ", the first is ", results[0].name);
    if (results[found].type != leaves[leaf].type)
      return invalidArgument(entry.where, ": [job] state: ", what, " is ", results[found].type.toString(), ", but ",
                             leaves[leaf].name, " of ", job.init, " is ", leaves[leaf].type.toString());
    if (const auto [other, fresh] = leafOf.emplace(found, leaf); !fresh)
      return invalidArgument(entry.where, ": [job] state: ", what, " is the new value of ", leaves[other->second].name,
                             " already");
    out.push_back(found);
  }
  return out;
}

// The step's donated argument that takes each result of init.
StatusOr<std::vector<size_t>> findArguments(const JobConfig& job, const std::vector<Item>& leaves,
                                            const std::vector<Item>& donated) {
  if (donated.empty())
    return invalidArgument(
        job.step, ": no argument is donated, so there is no state to train: export the step with donate_argnums");
  Matcher matcher(leaves, donated, /*roots=*/true);
  Ways ways;
  if (pathsTell(leaves) && pathsTell(donated)) ways = matcher.byPaths();
  const std::string otherType = ways.otherType;
  if (ways.found.empty()) ways = matcher.byOrder();
  if (ways.found.size() == 1) return ways.found[0];
  if (ways.found.size() > 1)
    return invalidArgument(job.step, ": has ", donated.size(), " donated arguments, of which ", job.init, " gives ",
                           leaves.size(), ", and their names do not tell which: donate the state alone");
  if (!otherType.empty())
    return invalidArgument(job.step, ": argument ", otherType, " in ", job.init, ": both must be the same state");
  if (donated.size() != leaves.size())
    return invalidArgument(job.step, ": has ", donated.size(), " donated arguments, but ", job.init, " gives ",
                           leaves.size(), " results: both must be the same state");
  size_t leaf = 0;
  while (leaf + 1 < leaves.size() && donated[leaf].type == leaves[leaf].type) ++leaf;
  return invalidArgument(job.step, ": argument ", donated[leaf].number, " (", donated[leaf].name, ") is ",
                         donated[leaf].type.toString(), ", but result ", leaf, " of ", job.init, " (",
                         leaves[leaf].name, ") is ", leaves[leaf].type.toString());
}

}  // namespace

StatusOr<std::vector<StateLeaf>> pairState(const JobConfig& job, const Graph& init, const Graph& step) {
  const std::vector<Item> leaves = resultsOf(init), results = resultsOf(step), donated = donatedOf(step);
  if (leaves.empty()) return invalidArgument(job.init, ": gives no result: an init program gives the state");
  if (results.empty()) return invalidArgument(job.step, ": gives no result: a step gives the new state");
  ASSIGN_OR_RETURN(const std::vector<size_t> arguments, findArguments(job, leaves, donated));
  ASSIGN_OR_RETURN(const std::vector<size_t> values,
                   job.state.empty() ? findResults(job, leaves, results) : givenResults(job, leaves, results));
  std::vector<StateLeaf> out;
  for (size_t leaf = 0; leaf < leaves.size(); ++leaf)
    out.push_back({donated[arguments[leaf]].number, results[values[leaf]].number});
  return out;
}

void donateState(const std::vector<StateLeaf>& state, Graph& step) {
  for (ArgumentInfo& argument : step.arguments) {
    argument.aliasesResult.reset();
    argument.donor = false;
  }
  for (const StateLeaf& leaf : state) step.arguments[leaf.argument].aliasesResult = static_cast<int>(leaf.result);
}

}  // namespace partita
