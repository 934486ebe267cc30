#include "codegen/fuse/attention.h"

#include <algorithm>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "codegen/prepare/dot_dims.h"
#include "graph/op.h"

namespace partita {

namespace {

// VALUE before the converts that are inlined into its reader.
// VALUE first, what is before the first of them last.
std::vector<ValueId> convertsOf(const Graph& graph, const RegionAccess& access, ValueId value) {
  std::vector<ValueId> chain = {value};
  while (!access.isRoot(chain.back())) {
    const Node& node = graph.nodes[graph.values[chain.back()].producer];
    if (node.kind != OpKind::kConvert) break;
    chain.push_back(node.operands[0]);
  }
  return chain;
}

bool computesInFloat(const Graph& graph, const Node& dot) {
  return std::all_of(dot.operands.begin(), dot.operands.end(), [&](ValueId v) {
    const DType dtype = graph.type(v).dtype;
    return dtype == DType::kF32 || dtype == DType::kF64 || dtype == DType::kBF16 || dtype == DType::kF16;
  });
}

class Finder {
 public:
  Finder(const Graph& graph, const RegionAccess& access, std::vector<FusionGroup>& groups)
      : graph_(graph), access_(access), groups_(groups) {
    for (size_t g = 0; g < groups.size(); ++g) {
      for (ValueId v : groups[g].outputs) maker_[v] = g;
      for (ValueId v : groups[g].inputs) ++readers_[v];
    }
  }

  void run() {
    std::vector<bool> gone(groups_.size(), false);
    for (size_t g = 0; g < groups_.size(); ++g) {
      if (groups_[g].kind != GroupKind::kContraction) continue;
      const Node& dot = graph_.nodes[groups_[g].hero];
      for (size_t side = 0; side < 2; ++side) {
        const std::optional<Pattern> found = match(groups_[g], dot, side);
        if (!found || gone[found->scores] || gone[found->rows]) continue;
        join(g, *found);
        gone[found->scores] = gone[found->rows] = true;
        break;
      }
    }
    size_t next = 0;
    for (size_t g = 0; g < groups_.size(); ++g) {
      if (gone[g]) continue;
      if (next != g) groups_[next] = std::move(groups_[g]);
      ++next;
    }
    groups_.resize(next);
  }

 private:
  struct Pattern {
    size_t scores = 0, rows = 0;  // groups
  };

  // The group that makes VALUE, if no one else reads it.
  std::optional<size_t> onlyFor(ValueId value) const {
    auto maker = maker_.find(value);
    if (maker == maker_.end() || access_.isRegionResult(value)) return std::nullopt;
    auto readers = readers_.find(value);
    if (readers == readers_.end() || readers->second != 1) return std::nullopt;
    if (groups_[maker->second].outputs.size() != 1) return std::nullopt;
    return maker->second;
  }

  // The rows that side SIDE of DOT, the hero of LAST, contracts.
  std::optional<Pattern> match(const FusionGroup& last, const Node& dot, size_t side) const {
    Pattern pattern;
    const std::vector<ValueId> chain = convertsOf(graph_, access_, dot.operands[side]);
    const ValueId weights = chain.back();
    // Nothing else of the last group reads them.
    for (NodeId n : last.nodes) {
      const Node& node = graph_.nodes[n];
      for (size_t i = 0; i < node.operands.size(); ++i) {
        const auto at = std::find(chain.begin(), chain.end(), node.operands[i]);
        if (at == chain.end()) continue;
        const bool isNext = at != chain.begin() && graph_.values[*(at - 1)].producer == n;
        if (!isNext && !(n == last.hero && i == side && at == chain.begin())) return std::nullopt;
      }
    }
    const std::optional<size_t> rows = onlyFor(weights);
    if (!rows) return std::nullopt;
    const FusionGroup& middle = groups_[*rows];
    pattern.rows = *rows;
    if (middle.kind != GroupKind::kRows || middle.columns == 0) return std::nullopt;
    for (NodeId n : middle.anchored) {
      const NodeForm form = access_[n].form;
      if (form == NodeForm::kColumnReduce || form == NodeForm::kTotalReduce) return std::nullopt;
    }
    const int64_t columns = middle.columns;
    if (graph_.type(weights).elements() != middle.elements) return std::nullopt;
    // The second product contracts the columns.
    const DotDims second = dotDims(graph_, dot);
    const bool isLhs = side == 0;
    const Dims strides = rowMajorStrides(graph_.type(weights).dims);
    const DimGroup& own = isLhs ? second.rows : second.columns;
    const int64_t m = own.extent();
    if (second.contracted.sizes.size() != 1 || second.contracted.extent() != columns) return std::nullopt;
    if (!second.contracted.strided(isLhs ? second.contracted.lhs : second.contracted.rhs, strides).is(1) ||
        !own.strided(isLhs ? own.lhs : own.rhs, strides).is(columns) ||
        !second.batch.strided(isLhs ? second.batch.lhs : second.batch.rhs, strides).is(columns * m))
      return std::nullopt;
    // Its result is contiguous along what the other side brings.
    const DotOrders::Order order = DotOrders(graph_, last.nodes, last.hero).of(last.outputs[0]);
    if ((order.rows.innerStride() == 1) == isLhs) return std::nullopt;
    // The first one makes them.
    for (ValueId input : middle.inputs) {
      const std::optional<size_t> scores = onlyFor(input);
      if (!scores || groups_[*scores].kind != GroupKind::kContraction) continue;
      const FusionGroup& first = groups_[*scores];
      if (graph_.type(input).elements() != middle.elements) continue;
      const DotOrders::Order made = DotOrders(graph_, first.nodes, first.hero).of(input);
      const bool swapped = made.rows.innerStride() == 1;
      const StridedDims &across = swapped ? made.rows : made.columns, &down = swapped ? made.columns : made.rows;
      const DotDims dims = dotDims(graph_, graph_.nodes[first.hero]);
      const int64_t n = (swapped ? dims.rows : dims.columns).extent();
      if (n != columns || !across.is(1) || !down.is(columns) || !made.batch.is(columns * m)) continue;
      if (dims.batch.extent() != second.batch.extent()) continue;
      if (!computesInFloat(graph_, graph_.nodes[first.hero]) || !computesInFloat(graph_, dot)) continue;
      bool atTheirPlace = true;
      for (NodeId node : middle.anchored) {
        for (const RootUse& use : access_[node].uses)
          atTheirPlace = atTheirPlace && (use.root != input || (use.aligned && use.factor == 1));
      }
      if (!atTheirPlace) continue;
      // And the weights follow from them element by element.
      std::vector<NodeId> nodes = first.nodes;
      nodes.insert(nodes.end(), middle.nodes.begin(), middle.nodes.end());
      std::sort(nodes.begin(), nodes.end(),
                [&](NodeId x, NodeId y) { return access_.position(x) < access_.position(y); });
      nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
      const DotOrders orders(graph_, nodes, first.hero);
      if (!orders.has(weights)) continue;
      const DotOrders::Order same = orders.of(weights);
      if (!(swapped ? same.rows : same.columns).is(1) || !(swapped ? same.columns : same.rows).is(columns) ||
          !same.batch.is(columns * m))
        continue;
      pattern.scores = *scores;
      return pattern;
    }
    return std::nullopt;
  }

  void join(size_t last, const Pattern& pattern) {
    FusionGroup& whole = groups_[last];
    const FusionGroup &first = groups_[pattern.scores], &middle = groups_[pattern.rows];
    whole.kind = GroupKind::kAttention;
    auto before = [&](NodeId x, NodeId y) { return access_.position(x) < access_.position(y); };
    auto unite = [&](std::vector<NodeId>& list, const std::vector<NodeId>& more) {
      list.insert(list.end(), more.begin(), more.end());
      std::sort(list.begin(), list.end(), before);
      list.erase(std::unique(list.begin(), list.end()), list.end());
    };
    std::vector<ValueId> inputs = whole.inputs;
    for (const FusionGroup* part : {&first, &middle}) {
      unite(whole.nodes, part->nodes);
      unite(whole.anchored, part->anchored);
      inputs.insert(inputs.end(), part->inputs.begin(), part->inputs.end());
    }
    std::sort(inputs.begin(), inputs.end());
    inputs.erase(std::unique(inputs.begin(), inputs.end()), inputs.end());
    inputs.erase(std::remove_if(inputs.begin(), inputs.end(),
                                [&](ValueId v) { return v == first.outputs[0] || v == middle.outputs[0]; }),
                 inputs.end());
    whole.inputs = std::move(inputs);
    whole.columns = middle.columns;
  }

  const Graph& graph_;
  const RegionAccess& access_;
  std::vector<FusionGroup>& groups_;
  absl::flat_hash_map<ValueId, size_t> maker_;
  absl::flat_hash_map<ValueId, int> readers_;  // groups
};

}  // namespace

void fuseAttention(const Graph& graph, const RegionAccess& access, std::vector<FusionGroup>& groups) {
  Finder(graph, access, groups).run();
}

NodeId scoresOf(const Graph& graph, const FusionGroup& group) {
  auto found = std::find_if(group.anchored.begin(), group.anchored.end(),
                            [&](NodeId n) { return n != group.hero && graph.nodes[n].kind == OpKind::kDotGeneral; });
  CHECK(found != group.anchored.end(), "attention without scores");
  return *found;
}

ValueId weightsOf(const Graph& graph, const FusionGroup& group) {
  const Node& dot = graph.nodes[group.hero];
  for (ValueId operand : dot.operands) {
    ValueId v = operand;
    while (graph.values[v].producer.valid()) {
      const NodeId producer = graph.values[v].producer;
      if (std::find(group.anchored.begin(), group.anchored.end(), producer) != group.anchored.end()) return v;
      if (graph.nodes[producer].kind != OpKind::kConvert) break;
      v = graph.nodes[producer].operands[0];
    }
  }
  CHECK(false, "attention without weights");
}

}  // namespace partita
