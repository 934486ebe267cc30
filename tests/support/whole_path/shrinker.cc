#include "tests/support/whole_path/shrinker.h"

#include <algorithm>
#include <cctype>
#include <chrono>

#include "graph/evaluate.h"
#include "graph/op.h"

namespace partita {
namespace {

using Clock = std::chrono::steady_clock;

// The first words of an error or of a crash; for a crash, the innermost places in this program as well.
std::string gist(const std::string& message) {
  std::string out;
  size_t at = 0;
  for (int frames = 0; frames < 3 && (at = message.find("(+0x", at)) != std::string::npos; ++frames) {
    const size_t end = message.find(')', at);
    const size_t line = message.rfind('\n', at);
    // Frames of the C library say nothing.
    if (message.find("/lib", line == std::string::npos ? 0 : line) > at) out += message.substr(at, end - at + 1);
    at = end;
  }
  int depth = 0;  // of parentheses and brackets: names, places and shapes stand in them
  for (char c : message) {
    if (c == '\n' || out.size() > 160) break;
    depth += c == '(' || c == '<' || c == '[' || c == '{' ? 1 : 0;
    if (depth == 0 && !std::isdigit(static_cast<unsigned char>(c))) out += c;
    depth -= (c == ')' || c == '>' || c == ']' || c == '}') && depth > 0 ? 1 : 0;
  }
  return out;
}

// Nodes and arguments that nobody uses, out of the program.
void dropUnused(WholePathCase& c) {
  Graph& graph = c.graph;
  // Collectives among them too, which compact() keeps.
  graph.compact();
  for (size_t n = graph.bodyRegion().nodes.size(); n-- > 0;) {
    const auto uses = graph.useCounts();
    const std::vector<ValueId>& results = graph.nodes[graph.bodyRegion().nodes[n]].results;
    if (std::any_of(results.begin(), results.end(), [&](ValueId value) { return uses[value] > 0; })) continue;
    std::vector<NodeId>& nodes = graph.regions[graph.body()].nodes;
    nodes.erase(nodes.begin() + static_cast<int64_t>(n));
    graph.compact();  // which renumbers everything
    n = std::min(n, graph.bodyRegion().nodes.size());
  }
  const auto counts = graph.useCounts();
  Region& body = graph.regions[graph.body()];
  size_t kept = 0;
  for (size_t i = 0; i < body.args.size(); ++i) {
    if (counts[body.args[i]] == 0 && !graph.arguments[i].aliasesResult) continue;
    body.args[kept] = body.args[i];
    graph.arguments[kept] = graph.arguments[i];
    c.arguments[kept] = c.arguments[i];
    graph.values[body.args[kept]].index = static_cast<uint32_t>(kept);
    if (c.partition.rules.empty()) graph.arguments[kept].name = strCat("arg", kept);
    ++kept;
  }
  body.args.resize(kept);
  graph.arguments.resize(kept);
  c.arguments.resize(kept);
  graph.compact();
}

// The program's results KEEP, in order.
void keepResults(WholePathCase& c, const std::vector<size_t>& keep) {
  Graph& graph = c.graph;
  Region& body = graph.regions[graph.body()];
  std::vector<int> moved(body.results.size(), -1);
  std::vector<ValueId> results;
  std::vector<ResultInfo> infos;
  for (size_t r : keep) {
    moved[r] = static_cast<int>(results.size());
    results.push_back(body.results[r]);
    infos.push_back(graph.results[r]);
  }
  body.results = results;
  graph.results = infos;
  for (ArgumentInfo& info : graph.arguments) {
    if (!info.aliasesResult) continue;
    const int to = moved[static_cast<size_t>(*info.aliasesResult)];
    info.aliasesResult = to < 0 ? std::nullopt : std::optional<int>(to);
  }
  dropUnused(c);
}

// Every place of the program where a sharding stands.
template <typename F>
void forShardings(Graph& graph, const F& use) {
  for (size_t v = 0; v < graph.values.size(); ++v) {
    if (std::optional<Sharding> sharding = graph.sharding(ValueId(v))) {
      use(*sharding);
      graph.setSharding(ValueId(v), sharding);
    }
  }
  auto each = [&](AttrDict& attrs, std::string_view name) {
    const Attr* attr = attrs.find(name);
    if (attr == nullptr || !std::holds_alternative<ShardingsAttr>(*attr)) return;
    ShardingsAttr shardings = std::get<ShardingsAttr>(*attr);
    for (Sharding& sharding : shardings) use(sharding);
    attrs.set(name, shardings);
  };
  for (ResultInfo& info : graph.results) each(info.attrs, "sdy.sharding");
  for (Node& node : graph.nodes) {
    for (std::string_view name : {"sharding", "in_shardings", "out_shardings"}) each(node.attrs, name);
  }
}

class Shrinker {
 public:
  Shrinker(const WholePathCase& c, const CaseOutcome& outcome,
           const std::function<CaseOutcome(const WholePathCase&)>& attempt, const ShrinkLimits& limits)
      : best_(c), outcome_(outcome), attempt_(attempt), limits_(limits), start_(Clock::now()) {}

  WholePathCase run() {
    plainSettings();
    smallerSizes();
    bool progress = true;
    while (progress && !spent()) {
      progress = false;
      progress |= fewerResults();
      progress |= fewerNodes();
      progress |= fewerAnnotations();
      progress |= smallerMesh();
    }
    return best_;
  }

 private:
  bool spent() const {
    return attempts_ >= limits_.attempts ||
           std::chrono::duration<double>(Clock::now() - start_).count() > limits_.seconds;
  }
  bool accept(const WholePathCase& candidate) {
    if (spent()) return false;
    ++attempts_;
    const CaseOutcome outcome = attempt_(candidate);
    if (failureKind(outcome) != failureKind(outcome_)) return false;
    best_ = candidate;
    return true;
  }
  template <typename Change>
  bool change(const Change& change) {
    WholePathCase candidate = best_;
    if (!change(candidate)) return false;
    return accept(candidate);
  }

  void plainSettings() {
    change([](WholePathCase& c) {
      c.settings = {};
      c.partition.disabledPasses.clear();
      return true;
    });
    const RunSettings plain;
    change([&](WholePathCase& c) { return std::exchange(c.settings.threads, plain.threads) != plain.threads; });
    change([&](WholePathCase& c) { return std::exchange(c.settings.target, plain.target) != plain.target; });
    change([&](WholePathCase& c) { return std::exchange(c.settings.smallTasks, false); });
    change([&](WholePathCase& c) { return std::exchange(c.settings.sequential, false); });
    change([&](WholePathCase& c) { return std::exchange(c.settings.twoPrograms, false); });
    change([&](WholePathCase& c) { return std::exchange(c.settings.runs, 1) != 1; });
    change([&](WholePathCase& c) { return std::exchange(c.settings.wire, false); });
    change([&](WholePathCase& c) { return std::exchange(c.settings.cached, false); });
    change([&](WholePathCase& c) { return std::exchange(c.settings.naive, false); });
    change([&](WholePathCase& c) {
      const bool any = !c.partition.disabledPasses.empty();
      c.partition.disabledPasses.clear();
      return any;
    });
    change([&](WholePathCase& c) { return !std::exchange(c.partition.batchAxis, "").empty(); });
    change([&](WholePathCase& c) {
      const bool any = !c.partition.mesh.axes.empty();
      c.partition.mesh = {};
      return any;
    });
    change([&](WholePathCase& c) { return !std::exchange(c.partition.fsdpAxis, "").empty(); });
    change([&](WholePathCase& c) {
      const bool any = !c.partition.rules.empty();
      c.partition.rules.clear();
      return any;
    });
  }

  // The same case made with smaller dimensions.
  void smallerSizes() {
    for (int64_t size : {2, 3, 4, 5, 7, 9, 13}) {
      WholePathCase candidate = makeCase(best_.seed, {.maxSize = size});
      candidate.settings = best_.settings;
      candidate.partition = best_.partition;
      if (accept(candidate)) return;
    }
  }

  bool fewerResults() {
    bool any = false;
    const size_t count = best_.graph.bodyRegion().results.size();
    if (count <= 1) return false;
    for (size_t r = 0; r < count; ++r) {
      if (change([&](WholePathCase& c) {
            keepResults(c, {r});
            return true;
          }))
        return true;
    }
    for (size_t r = best_.graph.bodyRegion().results.size(); r-- > 0;) {
      if (best_.graph.bodyRegion().results.size() <= 1) break;
      any |= change([&](WholePathCase& c) {
        std::vector<size_t> keep;
        for (size_t k = 0; k < c.graph.bodyRegion().results.size(); ++k) {
          if (k != r) keep.push_back(k);
        }
        keepResults(c, keep);
        return true;
      });
    }
    return any;
  }

  // What the program's nodes compute: every value of the body, or nothing when it cannot be evaluated.
  static std::vector<Tensor> bodyValues(const WholePathCase& c) {
    Graph all = c.graph;
    std::vector<ValueId> results;
    for (NodeId id : all.bodyRegion().nodes) {
      for (ValueId value : all.nodes[id].results) results.push_back(value);
    }
    all.regions[all.body()].results = results;
    all.results.assign(results.size(), {});
    for (ArgumentInfo& info : all.arguments) info.aliasesResult.reset();
    StatusOr<std::vector<Tensor>> values = evaluate(all, c.arguments);
    return values.ok() ? *std::move(values) : std::vector<Tensor>();
  }

  // A node is left out (an operand of its type stands for it), or becomes an argument that holds what it computed.
  bool fewerNodes() {
    bool any = false;
    for (size_t n = best_.graph.bodyRegion().nodes.size(); n-- > 0 && !spent();) {
      if (n >= best_.graph.bodyRegion().nodes.size()) continue;
      const NodeId id = best_.graph.bodyRegion().nodes[n];
      const Node& node = best_.graph.nodes[id];
      bool gone = false;
      if (node.results.size() == 1) {
        for (ValueId operand : node.operands) {
          if (gone || best_.graph.type(operand) != best_.graph.type(node.results[0])) continue;
          gone = change([&](WholePathCase& c) {
            c.graph.replaceAllUses(c.graph.result(id), operand);
            dropUnused(c);
            return true;
          });
        }
      }
      if (!gone) gone = cut(n);
      any |= gone;
    }
    // Nodes inside regions.
    for (size_t i = best_.graph.nodes.size(); i-- > 0 && !spent();) {
      if (i >= best_.graph.nodes.size()) continue;
      const Node& node = best_.graph.nodes[NodeId(i)];
      if (node.parent == best_.graph.body() || node.results.size() != 1 || isReducer(node.parent)) continue;
      for (ValueId operand : node.operands) {
        if (best_.graph.type(operand) != best_.graph.type(node.results[0])) continue;
        if (change([&](WholePathCase& c) {
              c.graph.replaceAllUses(c.graph.result(NodeId(i)), operand);
              dropUnused(c);
              return true;
            })) {
          any = true;
          break;
        }
      }
    }
    return any;
  }

  // A body that combines two elements: with less in it, the order of the elements would show.
  bool isReducer(RegionId region) const {
    const NodeId owner = best_.graph.regions[region].owner;
    const OpKind kind = best_.graph.nodes[owner].kind;
    return opDef(kind).lowering != LoweringClass::kControl && kind != OpKind::kManualComputation;
  }

  bool cut(size_t n) {
    const std::vector<Tensor> values = bodyValues(best_);
    if (values.empty()) return false;
    return change([&](WholePathCase& c) {
      Graph& graph = c.graph;
      size_t first = 0;
      for (size_t i = 0; i < n; ++i) first += graph.nodes[graph.bodyRegion().nodes[i]].results.size();
      const std::vector<ValueId> results = graph.nodes[graph.bodyRegion().nodes[n]].results;
      if (graph.nodes[graph.bodyRegion().nodes[n]].operands.empty()) return false;
      for (size_t k = 0; k < results.size(); ++k) {
        const ValueId argument = graph.addArgument(graph.body(), graph.type(results[k]));
        graph.arguments.back().name = strCat("arg", c.arguments.size());
        c.arguments.push_back(values[first + k]);
        graph.replaceAllUses(results[k], argument);
      }
      dropUnused(c);
      return true;
    });
  }

  bool fewerAnnotations() {
    bool any = false;
    any |= change([](WholePathCase& c) {
      bool donated = false;
      for (ArgumentInfo& info : c.graph.arguments) {
        donated |= info.donor || info.aliasesResult.has_value();
        info.donor = false;
        info.aliasesResult.reset();
      }
      return donated;
    });
    for (size_t v = 0; v < best_.graph.values.size() && !spent(); ++v) {
      any |= change([&](WholePathCase& c) {
        if (v >= c.graph.values.size() || !c.graph.sharding(ValueId(v))) return false;
        c.graph.setSharding(ValueId(v), std::nullopt);
        return true;
      });
    }
    for (size_t r = 0; r < best_.graph.results.size() && !spent(); ++r) {
      any |= change([&](WholePathCase& c) {
        const bool had = c.graph.results[r].attrs.has("sdy.sharding");
        c.graph.results[r].attrs.erase("sdy.sharding");
        return had;
      });
    }
    // One sharding after another, made simpler.
    size_t count = 0;
    forShardings(best_.graph, [&](Sharding&) { ++count; });
    for (size_t s = 0; s < count && !spent(); ++s) {
      any |= changeSharding(s, [](Sharding& sharding) {
        Sharding plain = sharding;
        plain.replicated.clear();
        for (DimSharding& dim : plain.dims) {
          dim.open = false;
          dim.priority = 0;
        }
        return std::exchange(sharding, plain) != plain;
      });
      for (size_t d = 0; d < 6; ++d) {
        for (size_t a = 3; a-- > 0 && !spent();) {
          any |= changeSharding(s, [&](Sharding& sharding) {
            if (d >= sharding.dims.size() || a >= sharding.dims[d].axes.size()) return false;
            sharding.dims[d].axes.erase(sharding.dims[d].axes.begin() + static_cast<int64_t>(a));
            return true;
          });
        }
      }
    }
    return any;
  }
  template <typename Change>
  bool changeSharding(size_t number, const Change& simpler) {
    return change([&](WholePathCase& c) {
      size_t at = 0;
      bool changed = false;
      forShardings(c.graph, [&](Sharding& sharding) {
        if (at++ == number) changed = simpler(sharding);
      });
      return changed;
    });
  }

  bool smallerMesh() {
    bool any = change([](WholePathCase& c) {
      Mesh& mesh = c.graph.meshes[MeshId(0)];
      const bool had = !mesh.deviceIds.empty();
      mesh.deviceIds.clear();
      return had;
    });
    for (size_t a = best_.graph.meshes[MeshId(0)].axes.size(); a-- > 0 && !spent();) {
      if (best_.graph.meshes[MeshId(0)].axes.size() > 1) {
        any |= change([&](WholePathCase& c) {
          Mesh& mesh = c.graph.meshes[MeshId(0)];
          mesh.axes.erase(mesh.axes.begin() + static_cast<int64_t>(a));
          mesh.deviceIds.clear();
          forShardings(c.graph, [&](Sharding& sharding) {
            auto drop = [&](std::vector<AxisRef>& axes) {
              std::erase_if(axes, [&](const AxisRef& axis) { return axis.axis == static_cast<int32_t>(a); });
              for (AxisRef& axis : axes) axis.axis -= axis.axis > static_cast<int32_t>(a) ? 1 : 0;
            };
            for (DimSharding& dim : sharding.dims) drop(dim.axes);
            drop(sharding.replicated);
          });
          return true;
        });
      }
      if (a >= best_.graph.meshes[MeshId(0)].axes.size()) continue;
      for (int64_t size : {2, 3, 4}) {
        if (change([&](WholePathCase& c) {
              Mesh& mesh = c.graph.meshes[MeshId(0)];
              if (mesh.axes[a].size <= size) return false;
              mesh.axes[a].size = size;
              mesh.deviceIds.clear();
              return true;
            })) {
          any = true;
          break;
        }
      }
    }
    return any;
  }

  WholePathCase best_;
  CaseOutcome outcome_;
  const std::function<CaseOutcome(const WholePathCase&)>& attempt_;
  ShrinkLimits limits_;
  Clock::time_point start_;
  int attempts_ = 0;
};

}  // namespace

std::string failureKind(const CaseOutcome& outcome) {
  std::string out(verdictName(outcome.verdict));
  if (outcome.verdict == Verdict::kWrong) return strCat(out, " ", outcome.stage);
  if (outcome.verdict != Verdict::kHang && outcome.verdict != Verdict::kEqual)
    strAppend(&out, " ", outcome.stage, " ", gist(outcome.message));
  return out;
}

WholePathCase shrink(const WholePathCase& c, const CaseOutcome& outcome,
                     const std::function<CaseOutcome(const WholePathCase&)>& attempt, const ShrinkLimits& limits) {
  return Shrinker(c, outcome, attempt, limits).run();
}

}  // namespace partita
