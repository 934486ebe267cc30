#include "launcher/solve/iopddl.h"

#include <limits>
#include <nlohmann/json.hpp>
#include <span>
#include <unordered_map>
#include <utility>

#include "base/files.h"
#include "base/hash.h"
#include "launcher/solve/json_scanner.h"

namespace partita {
namespace {

// What is held of one file at most: 2 GiB of numbers, after equal lists of edge costs have been merged.
constexpr size_t kMostNumbers = size_t{1} << 28;

// Lists of integers, end to end.
struct Lists {
  std::vector<int64_t> values;
  std::vector<size_t> first = {0};  // and one behind the last list

  size_t size() const { return first.size() - 1; }
  std::span<const int64_t> operator[](size_t i) const {
    return {values.data() + first[i], values.data() + first[i + 1]};
  }
  void close() { first.push_back(values.size()); }
};

// The keys of a file come in any order (edges before nodes, as published), so its contents are held as they stand until
// all of them are there.
class Reader {
 public:
  explicit Reader(JsonScanner scanner) : scanner_(std::move(scanner)) {}

  StatusOr<IopddlInstance> read(const std::string& path) {
    RETURN_IF_ERROR(scanner_.object({{"problem", true, [&] { return readProblem(); }}}));
    RETURN_IF_ERROR(scanner_.end());
    IopddlInstance out;
    out.name = name_;
    if (const Status status = build(&out.problem); !status.ok()) return annotate(status, path);
    return out;
  }

 private:
  Status readProblem() {
    return scanner_.object({
        {"name", false, [&] { return readName(); }},
        {"nodes", true,
         [&] {
           return scanner_.object({{"intervals", true, [&] { return readLists(&intervals_); }},
                                   {"costs", true, [&] { return readLists(&costs_); }},
                                   {"usages", true, [&] { return readLists(&usages_); }}});
         }},
        {"edges", true,
         [&] {
           return scanner_.object(
               {{"nodes", true, [&] { return readLists(&edges_); }}, {"costs", true, [&] { return readEdgeCosts(); }}});
         }},
        {"usage_limit", false, [&] { return readLimit(); }},
    });
  }

  Status readName() {
    ASSIGN_OR_RETURN(name_, scanner_.string());
    return absl::OkStatus();
  }

  Status readLimit() {
    ASSIGN_OR_RETURN(limit_, scanner_.integer());
    if (limit_ < 0) return scanner_.error("the limit ", limit_, " is negative");
    return absl::OkStatus();
  }

  Status checkSize(size_t numbers, size_t lists) const {
    if (numbers > kMostNumbers || lists > kMostNumbers)
      return scanner_.error("the instance is too large: more than ", kMostNumbers, " numbers");
    return absl::OkStatus();
  }

  Status readLists(Lists* out) {
    return scanner_.array([this, out](size_t index) {
      RETURN_IF_ERROR(scanner_.integers(&out->values));
      out->close();
      return checkSize(out->values.size(), index);
    });
  }

  // Most edges repeat the costs of another: they are kept once.
  Status readEdgeCosts() {
    std::unordered_multimap<uint64_t, int> byHash;
    std::vector<int64_t> costs;
    return scanner_.array([this, &byHash, &costs](size_t index) -> Status {
      costs.clear();
      RETURN_IF_ERROR(scanner_.integers(&costs));
      RETURN_IF_ERROR(checkSize(edgeCosts_.values.size() + costs.size(), index));
      const uint64_t hash =
          hashBytes({reinterpret_cast<const char*>(costs.data()), costs.size() * sizeof(int64_t)}, costs.size());
      const auto [begin, end] = byHash.equal_range(hash);
      for (auto it = begin; it != end; ++it) {
        const std::span<const int64_t> known = edgeCosts_[it->second];
        if (std::equal(known.begin(), known.end(), costs.begin(), costs.end())) {
          costsOfEdge_.push_back(it->second);
          return absl::OkStatus();
        }
      }
      const int list = static_cast<int>(edgeCosts_.size());
      edgeCosts_.values.insert(edgeCosts_.values.end(), costs.begin(), costs.end());
      edgeCosts_.close();
      byHash.emplace(hash, list);
      costsOfEdge_.push_back(list);
      return absl::OkStatus();
    });
  }

  Status build(ChoiceProblem* problem) {
    RETURN_IF_ERROR(checkCounts());
    RETURN_IF_ERROR(addUnaryEdges());
    RETURN_IF_ERROR(annotate(problem->addMemory(limit_).status(), "problem.usage_limit"));
    for (size_t v = 0; v < costs_.size(); ++v) {
      if (const Status status = problem->addNode(costs_[v]).status(); !status.ok())
        return annotate(status, strCat("problem.nodes.costs[", v, "]"));
      const std::span<const int64_t> interval = intervals_[v];
      if (interval.size() != 2 || interval[0] < 0 || interval[1] < interval[0])
        return invalidArgument("problem.nodes.intervals[", v, "]: expected [begin, end] with 0 <= begin <= end");
      if (const Status status = problem->addUsage(static_cast<int>(v), 0, interval[0], interval[1], usages_[v]);
          !status.ok())
        return annotate(status, strCat("problem.nodes.usages[", v, "]"));
    }
    std::unordered_map<uint64_t, int> matrices;  // by list and rows
    for (size_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].size() == 1) continue;
      const int from = static_cast<int>(edges_[e][0]), to = static_cast<int>(edges_[e][1]);
      const std::span<const int64_t> costs = edgeCosts_[costsOfEdge_[e]];
      const size_t rows = costs_[from].size(), columns = costs_[to].size();
      if (costs.size() != rows * columns)
        return invalidArgument("problem.edges.costs[", e, "]: has ", costs.size(), " costs, but nodes ", from, " and ",
                               to, " have ", rows, " x ", columns, " strategies");
      const auto [found, isNew] =
          matrices.emplace(static_cast<uint64_t>(costsOfEdge_[e]) << 32 | static_cast<uint32_t>(rows), -1);
      if (isNew) {
        const StatusOr<int> matrix = problem->addMatrix(static_cast<int>(rows), static_cast<int>(columns), costs);
        if (!matrix.ok()) return annotate(matrix.status(), strCat("problem.edges.costs[", e, "]"));
        found->second = *matrix;
      }
      if (const Status status = problem->addEdge(from, to, found->second); !status.ok())
        return annotate(status, strCat("problem.edges.nodes[", e, "]"));
    }
    return absl::OkStatus();
  }

  Status checkCounts() const {
    const size_t nodes = costs_.size();
    if (intervals_.size() != nodes)
      return invalidArgument("problem.nodes.intervals: has ", intervals_.size(), " entries, but problem.nodes.costs ",
                             nodes);
    if (usages_.size() != nodes)
      return invalidArgument("problem.nodes.usages: has ", usages_.size(), " entries, but problem.nodes.costs ", nodes);
    if (edges_.size() != costsOfEdge_.size())
      return invalidArgument("problem.edges.costs: has ", costsOfEdge_.size(), " entries, but problem.edges.nodes ",
                             edges_.size());
    for (size_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].empty() || edges_[e].size() > 2)
        return invalidArgument("problem.edges.nodes[", e, "]: joins ", edges_[e].size(),
                               " nodes: an edge has two, or one whose costs it adds to");
      for (const int64_t node : edges_[e])
        if (node < 0 || node >= static_cast<int64_t>(nodes))
          return invalidArgument("problem.edges.nodes[", e, "]: there is no node ", node, ": the instance has ", nodes);
    }
    return absl::OkStatus();
  }

  Status addUnaryEdges() {
    for (size_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].size() != 1) continue;
      const size_t node = static_cast<size_t>(edges_[e][0]);
      const std::span<const int64_t> added = edgeCosts_[costsOfEdge_[e]];
      int64_t* costs = costs_.values.data() + costs_.first[node];
      if (added.size() != costs_[node].size())
        return invalidArgument("problem.edges.costs[", e, "]: has ", added.size(), " costs, but node ", node, " has ",
                               costs_[node].size(), " strategies");
      for (size_t s = 0; s < added.size(); ++s) {
        if (added[s] <= -kInfiniteCost)
          return invalidArgument("problem.edges.costs[", e, "]: cost ", s, " is ", added[s],
                                 ": costs lie above -10^18");
        if (costs[s] >= kInfiniteCost || added[s] >= kInfiniteCost)
          costs[s] = kInfiniteCost;
        else if (__builtin_add_overflow(costs[s], added[s], &costs[s]) || costs[s] >= kInfiniteCost)
          return invalidArgument("problem.edges.costs[", e, "]: the costs of node ", node, " overflow");
      }
    }
    return absl::OkStatus();
  }

  JsonScanner scanner_;
  std::string name_;
  Lists intervals_, costs_, usages_, edges_, edgeCosts_;
  std::vector<int> costsOfEdge_;  // numbers of lists of edgeCosts_
  int64_t limit_ = kNoLimit;
};

}  // namespace

StatusOr<IopddlInstance> readIopddl(const std::string& path) {
  ASSIGN_OR_RETURN(JsonScanner scanner, JsonScanner::open(path, "IOPDDL instance"));
  return Reader(std::move(scanner)).read(path);
}

StatusOr<std::vector<int>> readIopddlSolution(const std::string& path, const ChoiceProblem& problem) {
  ASSIGN_OR_RETURN(const std::string text, readFile(path, "IOPDDL solution"));
  size_t end = text.size(), begin = std::string::npos;  // of the last line that begins with '['
  while (end != 0) {
    const size_t newline = text.rfind('\n', end - 1);
    begin = newline == std::string::npos ? 0 : newline + 1;
    if (text[begin] == '[') break;
    end = newline == std::string::npos ? 0 : newline;
    begin = std::string::npos;
  }
  if (begin == std::string::npos) return invalidArgument(path, ": no line begins with '[': expected [0, 3, 1, …]");
  const nlohmann::json parsed = nlohmann::json::parse(text.begin() + begin, text.begin() + end, nullptr, false);
  if (!parsed.is_array()) return invalidArgument(path, ": the last line that begins with '[' is no list of integers");
  std::vector<int> choices;
  for (const nlohmann::json& choice : parsed) {
    const size_t node = choices.size();
    if (!choice.is_number_integer())
      return invalidArgument(path, ": the choice of node ", node, " is ", choice.dump(), ", not an integer");
    if (static_cast<int>(node) >= problem.numNodes())
      return invalidArgument(path, ": ", parsed.size(), " choices for ", problem.numNodes(), " nodes");
    if (choice < 0 || choice >= problem.numStrategies(static_cast<int>(node)))
      return invalidArgument(path, ": node ", node, " has no strategy ", choice.dump(), ": it has ",
                             problem.numStrategies(static_cast<int>(node)));
    choices.push_back(choice.get<int>());
  }
  if (static_cast<int>(choices.size()) != problem.numNodes())
    return invalidArgument(path, ": ", choices.size(), " choices for ", problem.numNodes(), " nodes");
  return choices;
}

std::string iopddlSolutionText(const std::vector<int>& choices) {
  std::string out = "[";
  for (size_t v = 0; v < choices.size(); ++v) strAppend(&out, v == 0 ? "" : ", ", choices[v]);
  out += "]\n";
  return out;
}

}  // namespace partita
