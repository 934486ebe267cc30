#include "codegen/fuse/attention.h"

#include <algorithm>
#include <set>

#include "absl/container/flat_hash_set.h"
#include "codegen/fuse/attention_gradient.h"
#include "codegen/prepare/dot_dims.h"
#include "graph/op.h"

namespace partita {

namespace {

// The group that makes VALUE, if no one else reads it.
std::optional<size_t> onlyFor(const RegionAccess& access, const GroupLinks& links, ValueId value) {
  if (access.isRegionResult(value) || links.readers(value).size() != 1) return std::nullopt;
  return links.maker(value);
}

// The groups of PATTERN as one, in the place of its last.
void join(const Graph& graph, const RegionAccess& access, std::vector<FusionGroup>& groups,
          const AttentionGroups& pattern) {
  FusionGroup& last = groups[pattern.last];
  FusionGroup whole = last;
  whole.kind = GroupKind::kAttention;
  whole.columns = groups[pattern.rows].columns;
  whole.parts = {groups[pattern.scores], groups[pattern.rows], last};
  const ValueId weights = weightsOf(graph, access, whole, last).array;
  // What else the rows give, values of the row.
  std::vector<ValueId>& rowOutputs = whole.parts[1].outputs;
  rowOutputs.erase(std::remove(rowOutputs.begin(), rowOutputs.end(), weights), rowOutputs.end());
  whole.outputs.insert(whole.outputs.begin(), rowOutputs.begin(), rowOutputs.end());
  for (size_t i = 0; i < 2; ++i)
    whole.anchored.insert(whole.anchored.end(), whole.parts[i].anchored.begin(), whole.parts[i].anchored.end());
  std::sort(whole.anchored.begin(), whole.anchored.end(),
            [&](NodeId x, NodeId y) { return access.position(x) < access.position(y); });
  takeInlined(graph, access, whole);
  last = std::move(whole);
}

}  // namespace

GroupLinks::GroupLinks(const std::vector<FusionGroup>& groups) {
  for (size_t g = 0; g < groups.size(); ++g) {
    for (ValueId v : groups[g].outputs) maker_[v] = g;
    for (ValueId v : groups[g].inputs) readers_[v].push_back(g);
    for (NodeId n : groups[g].anchored) runner_.emplace(n, g);
  }
}

std::optional<size_t> GroupLinks::maker(ValueId value) const {
  const auto found = maker_.find(value);
  return found == maker_.end() ? std::nullopt : std::optional(found->second);
}
const std::vector<size_t>& GroupLinks::readers(ValueId value) const {
  const auto found = readers_.find(value);
  return found == readers_.end() ? none_ : found->second;
}
std::vector<size_t> GroupLinks::after(const RegionAccess& access, const std::vector<FusionGroup>& groups,
                                      size_t g) const {
  std::vector<size_t> list;
  for (ValueId v : groups[g].outputs) list.insert(list.end(), readers(v).begin(), readers(v).end());
  for (NodeId n : groups[g].anchored) {
    if (runner_.at(n) != g) continue;
    for (NodeId follower : access[n].followers) {
      if (const auto found = runner_.find(follower); found != runner_.end()) list.push_back(found->second);
    }
  }
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  list.erase(std::remove(list.begin(), list.end(), g), list.end());
  return list;
}

bool mayBecomeOne(const RegionAccess& access, const std::vector<FusionGroup>& groups, const GroupLinks& links,
                  const std::vector<size_t>& members) {
  auto isMember = [&](size_t g) { return std::find(members.begin(), members.end(), g) != members.end(); };
  absl::flat_hash_set<size_t> seen;
  std::vector<size_t> work;
  bool back = false;
  auto visit = [&](size_t from, size_t to) {
    if (isMember(to)) {
      back |= !isMember(from);
    } else if (seen.insert(to).second) {
      work.push_back(to);
    }
  };
  auto follow = [&](size_t g) {
    for (size_t next : links.after(access, groups, g)) visit(g, next);
  };
  for (size_t g : members) follow(g);
  while (!work.empty() && !back) {
    const size_t g = work.back();
    work.pop_back();
    follow(g);
  }
  return !back;
}

std::optional<AttentionGroups> attentionAt(const Graph& graph, const RegionAccess& access,
                                           const std::vector<FusionGroup>& groups, const GroupLinks& links,
                                           size_t last) {
  const FusionGroup& product = groups[last];
  if (product.kind != GroupKind::kContraction) return std::nullopt;
  for (size_t operand = 0; operand < 2; ++operand) {
    const ValueId weights = operandArray(graph, access, graph.nodes[product.hero], operand).array;
    const std::optional<size_t> rows = onlyFor(access, links, weights);
    if (!rows) continue;
    const FusionGroup& middle = groups[*rows];
    if (middle.kind != GroupKind::kRows || middle.columns == 0 || graph.type(weights).elements() != middle.elements)
      continue;
    const bool alongRows = std::none_of(middle.anchored.begin(), middle.anchored.end(), [&](NodeId n) {
      return access[n].form == NodeForm::kColumnReduce || access[n].form == NodeForm::kTotalReduce;
    });
    const bool rowOutputs = std::all_of(middle.outputs.begin(), middle.outputs.end(), [&](ValueId v) {
      return v == weights || (graph.type(v).elements() == middle.elements / middle.columns && middle.columns > 1);
    });
    if (!alongRows || !rowOutputs) continue;
    for (ValueId input : middle.inputs) {
      const std::optional<size_t> scores = onlyFor(access, links, input);
      if (!scores || graph.type(input).elements() != middle.elements) continue;
      const FusionGroup& first = groups[*scores];
      if (first.kind != GroupKind::kContraction || first.outputs.size() != 1) continue;
      const std::optional<ScoreSpace> space = scoresMadeBy(graph, first, input, middle.columns);
      if (!space || contracts(graph, access, product, weights, *space) != Contracts::kColumns ||
          !readAtItsPlace(access, middle.anchored, input))
        continue;
      const AttentionGroups found{*scores, *rows, last};
      if (mayBecomeOne(access, groups, links, {*scores, *rows, last})) return found;
    }
  }
  return std::nullopt;
}

void fuseAttention(const Graph& graph, const RegionAccess& access, std::vector<FusionGroup>& groups) {
  std::vector<bool> gone(groups.size(), false);
  fuseAttentionGradients(graph, access, groups, gone);
  const GroupLinks links(groups);
  for (size_t g = 0; g < groups.size(); ++g) {
    if (gone[g]) continue;
    const std::optional<AttentionGroups> found = attentionAt(graph, access, groups, links, g);
    if (!found || gone[found->scores] || gone[found->rows]) continue;
    join(graph, access, groups, *found);
    gone[found->scores] = gone[found->rows] = true;
  }
  size_t next = 0;
  for (size_t g = 0; g < groups.size(); ++g) {
    if (gone[g]) continue;
    if (next != g) groups[next] = std::move(groups[g]);
    ++next;
  }
  if (next == groups.size()) return;
  groups.resize(next);
  // In order: of those that may run the first one.
  const GroupLinks order(groups);
  std::vector<size_t> waiting(groups.size(), 0);
  for (size_t g = 0; g < groups.size(); ++g) {
    for (size_t f : order.after(access, groups, g)) ++waiting[f];
  }
  std::set<size_t> ready;
  for (size_t g = 0; g < groups.size(); ++g) {
    if (waiting[g] == 0) ready.insert(g);
  }
  std::vector<FusionGroup> sorted;
  while (!ready.empty()) {
    const size_t g = *ready.begin();
    ready.erase(ready.begin());
    for (size_t f : order.after(access, groups, g)) {
      if (--waiting[f] == 0) ready.insert(f);
    }
    sorted.push_back(groups[g]);
  }
  CHECK(sorted.size() == groups.size(), "groups of attention form a cycle");
  groups = std::move(sorted);
}

OperandArray weightsOf(const Graph& graph, const RegionAccess& access, const FusionGroup& group,
                       const FusionGroup& product) {
  for (const FusionGroup& part : group.parts) {
    if (part.kind != GroupKind::kRows) continue;
    for (size_t operand = 0; operand < 2; ++operand) {
      OperandArray found = operandArray(graph, access, graph.nodes[product.hero], operand);
      const NodeId maker = graph.values[found.array].producer;
      if (std::find(part.anchored.begin(), part.anchored.end(), maker) != part.anchored.end()) return found;
    }
  }
  CHECK(false, "attention without weights");
}

}  // namespace partita
