#include "launcher/solve/solve_report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>

#include "launcher/json_output.h"
#include "launcher/plan_text.h"
#include "launcher/process.h"

namespace partita {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kListed = 10;      // costliest nodes and edges
constexpr size_t kMoments = 5;      // tightest moments and dearest intervals of a memory
constexpr size_t kNodesShown = 20;  // of those in an excess

std::string numberText(double value) {
  char text[64];
  std::snprintf(text, sizeof(text), std::abs(value) < 1e15 && value == std::floor(value) ? "%.0f" : "%.10g", value);
  return text;
}

std::string intervalText(int64_t begin, int64_t end) { return strCat("moments [", begin, ", ", end, ")"); }

// "13 of 20 (65.0 %)"
std::string usageText(int64_t usage, int64_t limit) {
  if (limit == kNoLimit) return strCat(usage, " (no limit)");
  return strCat(
      usage, " of ", limit,
      limit == 0 ? "" : strCat(" (", percentText(static_cast<double>(usage) / static_cast<double>(limit)), ")"));
}

std::string listText(const std::vector<int>& nodes) {
  std::string out;
  for (size_t i = 0; i < nodes.size() && i < kNodesShown; ++i) strAppend(&out, i == 0 ? "" : ", ", nodes[i]);
  if (nodes.size() > kNodesShown) strAppend(&out, " and ", nodes.size() - kNodesShown, " more");
  return out;
}

// Calls EACH with the numbers 0..count-1 whose VALUE is largest, the largest first.
template <typename Value, typename Each>
void forLargest(size_t count, size_t most, const Value& value, const Each& each) {
  std::vector<int> order(count);
  for (size_t i = 0; i < count; ++i) order[i] = static_cast<int>(i);
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(std::min(most, count));
  std::partial_sort(order.begin(), middle, order.end(),
                    [&](int a, int b) { return value(a) != value(b) ? value(a) > value(b) : a < b; });
  for (auto it = order.begin(); it != middle; ++it) each(*it);
}

// What each node uses of MEMORY at MOMENT: (usage, node), those above zero, largest first.
std::vector<std::pair<int64_t, int>> usersAt(const ChoiceProblem& problem, const std::vector<int>& choices, int memory,
                                             int64_t moment) {
  std::vector<std::pair<int64_t, int>> out;
  for (int i = 0; i < problem.numUsages(); ++i) {
    const ChoiceProblem::Usage usage = problem.usage(i);
    const int node = problem.usageNode(i);
    if (usage.memory == memory && usage.begin <= moment && moment < usage.end && usage.amount[choices[node]] > 0)
      out.emplace_back(usage.amount[choices[node]], node);
  }
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
  return out;
}

void explainMoments(const ChoiceProblem& problem, const std::vector<int>& choices, int memory, std::string* out) {
  const std::vector<std::pair<int64_t, int64_t>> steps = usageOverTime(problem, choices, memory);
  strAppend(out, "tightest moments of memory ", memory, "\n");
  if (steps.empty()) {
    strAppend(out, "  nothing uses it\n");
    return;
  }
  // Highest first; moments close to one already listed would say the same again.
  const int64_t apart = (steps.back().first - steps.front().first) / 50;
  std::vector<int64_t> listed;
  std::vector<size_t> order(steps.size() - 1);
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return steps[a].second > steps[b].second; });
  for (const size_t i : order) {
    const int64_t moment = steps[i].first;
    if (listed.size() == kMoments || steps[i].second == 0) break;
    if (std::any_of(listed.begin(), listed.end(), [&](int64_t m) { return std::abs(m - moment) <= apart; })) continue;
    listed.push_back(moment);
    strAppend(out, "  ", intervalText(moment, steps[i + 1].first), ": ",
              usageText(steps[i].second, problem.limit(memory)), "; most by");
    const std::vector<std::pair<int64_t, int>> users = usersAt(problem, choices, memory, moment);
    for (size_t u = 0; u < users.size() && u < 3; ++u)
      strAppend(out, u == 0 ? " node " : ", node ", users[u].second, " (", users[u].first, ")");
    *out += "\n";
  }
}

void explainPrices(const ChoiceProblem& problem, const Solution& solution, int memory, std::string* out) {
  if (problem.limit(memory) == kNoLimit) return;
  std::vector<MemoryPrice> prices;
  double sum = 0;
  for (const MemoryPrice& price : solution.prices) {
    if (price.memory != memory || !(price.costPerUnit > 0)) continue;
    prices.push_back(price);
    sum += price.costPerUnit;
  }
  strAppend(out, "price of memory ", memory, "\n");
  if (prices.empty()) {
    strAppend(out, "  more of it would save nothing that is proved: its limit does not bind the bound\n");
    return;
  }
  strAppend(out, "  one more byte of limit would save a cost of about ", numberText(sum),
            " (multipliers of the bound), most of it at\n");
  // There may be thousands, each for a moment: those close together are one line.
  std::sort(prices.begin(), prices.end(), [](const MemoryPrice& a, const MemoryPrice& b) { return a.begin < b.begin; });
  const int64_t close = (prices.back().end - prices.front().begin) / 50;
  std::vector<MemoryPrice> merged;
  for (const MemoryPrice& price : prices) {
    if (!merged.empty() && price.begin - merged.back().end <= close) {
      merged.back().end = std::max(merged.back().end, price.end);
      merged.back().costPerUnit += price.costPerUnit;
    } else {
      merged.push_back(price);
    }
  }
  forLargest(
      merged.size(), kMoments, [&](int i) { return merged[i].costPerUnit; },
      [&](int i) {
        strAppend(out, "  ", intervalText(merged[i].begin, merged[i].end), ": ", numberText(merged[i].costPerUnit),
                  "\n");
      });
  if (merged.size() > kMoments) strAppend(out, "  and less at ", merged.size() - kMoments, " more\n");
}

Json eventOf(const SearchEvent& event) {
  Json json = {{"seconds", jsonNumber<Json>(event.seconds)}};
  if (event.cost < kInfiniteCost) json["cost"] = event.cost;
  json["feasible"] = event.feasible;
  if (std::isfinite(event.bound)) json["bound"] = event.bound;
  json["method"] = event.method;
  return json;
}

}  // namespace

std::string percentText(double ratio) {
  if (!std::isfinite(ratio)) return "-";
  char text[64];
  std::snprintf(text, sizeof(text), ratio != 0 && std::abs(ratio) < 0.001 ? "%.4f %%" : "%.2f %%", 100 * ratio);
  return text;
}

std::string eventJson(const SearchEvent& event) { return jsonLine(eventOf(event)); }

std::string solveText(const SolveReport& report) {
  const Solution& solution = report.solution;
  std::string out;
  if (solution.feasible) {
    strAppend(&out, "answer       cost ", solution.cost, ", feasible, ",
              solution.optimal ? "proved optimal" : strCat("gap ", percentText(solution.gap())), "\n");
  } else {
    strAppend(&out, "answer       none that is feasible",
              solution.cost < kInfiniteCost ? strCat("; best over the limit: cost ", solution.cost) : "", "\n");
  }
  strAppend(&out, "bound        ", std::isfinite(solution.bound) ? numberText(solution.bound) : "none", "\n");
  for (const UsagePeak& peak : solution.peaks)
    strAppend(&out, "memory ", peak.memory, "     ", usageText(peak.usage, report.problem->limit(peak.memory)),
              " at the peak, moment ", peak.moment, "\n");
  strAppend(&out, "time         ", secondsText(report.seconds), ": read in ", secondsText(report.readSeconds),
            ", searched for ", secondsText(solution.seconds), " with ", report.threads,
            report.threads == 1 ? " thread" : " threads", report.interrupted ? ", interrupted" : "", "\n");
  return out;
}

std::string infeasibilityText(const Infeasibility& why) {
  if (why.memory < 0) {
    if (why.nodes.empty()) return "the time was too short for an answer of finite cost";
    return strCat(why.proved ? "proved: " : "not proved: ", "no allowed strategies are left for ",
                  why.nodes.size() == 1 ? "node " : "the nodes ", listText(why.nodes));
  }
  std::string out =
      why.proved
          ? strCat("proved: at ", intervalText(why.begin, why.end), " any choice uses at least ", why.usage)
          : strCat("not proved: the best choices found use ", why.usage, " at ", intervalText(why.begin, why.end));
  strAppend(&out, " of memory ", why.memory, ", whose limit is ", why.limit);
  if (why.usage > why.limit) strAppend(&out, ": ", why.usage - why.limit, " too much");
  if (!why.nodes.empty()) strAppend(&out, "\n  live then, the largest first: nodes ", listText(why.nodes));
  return out;
}

std::string explainText(const ChoiceProblem& problem, const Solution& solution) {
  const std::vector<int>& choices = solution.choices;
  std::string out;
  if (static_cast<int>(choices.size()) == problem.numNodes()) {
    const auto nodeCost = [&](int v) { return problem.costs(v)[choices[v]]; };
    const auto edgeCost = [&](int e) {
      return problem.edgeCost(e, choices[problem.edge(e).from], choices[problem.edge(e).to]);
    };
    int64_t nodesTotal = 0, edgesTotal = 0;
    for (int v = 0; v < problem.numNodes(); ++v) nodesTotal += nodeCost(v);
    for (int e = 0; e < problem.numEdges(); ++e) edgesTotal += edgeCost(e);
    strAppend(&out, "costliest nodes (all nodes: ", nodesTotal, ")\n");
    forLargest(problem.numNodes(), kListed, nodeCost, [&](int v) {
      if (nodeCost(v) == 0) return;
      const std::span<const int64_t> costs = problem.costs(v);
      strAppend(&out, "  node ", v, ", strategy ", choices[v], " of ", costs.size(), ": ", nodeCost(v),
                " (its cheapest: ", *std::min_element(costs.begin(), costs.end()), ")\n");
    });
    strAppend(&out, "costliest edges (all edges: ", edgesTotal, ")\n");
    forLargest(problem.numEdges(), kListed, edgeCost, [&](int e) {
      if (edgeCost(e) == 0) return;
      const ChoiceProblem::Edge& edge = problem.edge(e);
      strAppend(&out, "  edge ", e, ", node ", edge.from, " strategy ", choices[edge.from], " -> node ", edge.to,
                " strategy ", choices[edge.to], ": ", edgeCost(e), "\n");
    });
    for (int memory = 0; memory < problem.numMemories(); ++memory) explainMoments(problem, choices, memory, &out);
  }
  for (int memory = 0; memory < problem.numMemories(); ++memory) explainPrices(problem, solution, memory, &out);
  return out;
}

std::string solveJson(const SolveReport& report) {
  const ChoiceProblem& problem = *report.problem;
  const Solution& solution = report.solution;
  const auto number = [](double value) { return jsonNumber<Json>(value); };
  Json json = {{"file", report.file},
               {"instance", report.instance},
               {"nodes", problem.numNodes()},
               {"edges", problem.numEdges()},
               {"matrices", problem.numMatrices()}};
  json["options"] = {
      {"time_limit", number(report.timeLimit)}, {"threads", report.threads}, {"seed", std::to_string(report.seed)}};
  json["feasible"] = solution.feasible;
  json["optimal"] = solution.optimal;
  if (solution.cost < kInfiniteCost) json["cost"] = solution.cost;
  if (std::isfinite(solution.bound)) json["bound"] = solution.bound;
  if (std::isfinite(solution.gap())) json["gap"] = number(solution.gap());
  json["peaks"] = Json::array();
  for (const UsagePeak& peak : solution.peaks) {
    Json entry = {{"memory", peak.memory}, {"moment", peak.moment}, {"usage", peak.usage}};
    if (problem.limit(peak.memory) != kNoLimit) entry["limit"] = problem.limit(peak.memory);
    json["peaks"].push_back(std::move(entry));
  }
  json["prices"] = Json::array();
  for (const MemoryPrice& price : solution.prices)
    json["prices"].push_back({{"memory", price.memory},
                              {"begin", price.begin},
                              {"end", price.end},
                              {"cost_per_unit", number(price.costPerUnit)}});
  if (!solution.feasible) {
    const Infeasibility& why = solution.infeasibility;
    Json entry = {{"proved", why.proved}, {"memory", why.memory}};
    if (why.memory >= 0) {
      entry["begin"] = why.begin, entry["end"] = why.end;
      entry["usage"] = why.usage, entry["limit"] = why.limit;
    }
    entry["nodes"] = why.nodes;
    json["infeasibility"] = std::move(entry);
  }
  json["events"] = Json::array();
  for (const SearchEvent& event : report.events) json["events"].push_back(eventOf(event));
  json["read_seconds"] = number(report.readSeconds);
  json["search_seconds"] = number(solution.seconds);
  json["seconds"] = number(report.seconds);
  json["interrupted"] = report.interrupted;
  json["peak_rss_bytes"] = peakMemoryBytes();
  return jsonLine(json) + "\n";
}

}  // namespace partita
