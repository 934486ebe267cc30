// Fusion (see fuse.h). Greedy and in program order: dots take what follows them; then every anchored node joins the
// groups of what it reads; then groups that read the same array join. Two groups join only when they fit one iteration
// space, every read between them is at the same place, and no path from one to the other leads through a third group.
#include "codegen/fuse/fuse.h"

#include <algorithm>
#include <queue>
#include <set>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_join.h"
#include "codegen/fuse/attention.h"
#include "codegen/prepare/access.h"
#include "graph/op.h"

namespace partita {

namespace {

constexpr size_t kMaxAnchored = 256;  // nodes in a group: bounds the size of a kernel
constexpr size_t kMaxReductions = 24;
constexpr size_t kMaxEpilogueNodes = 48;
constexpr size_t kMaxEpilogueInputs = 8;
constexpr int64_t kSiblingDistance = 400;  // groups farther apart in the program stay apart, for the sake of lifetimes
constexpr int64_t kMaxSingleRow = 1024;    // a total over no more than this is done as one row

struct Space {
  int64_t elements = 0;
  int64_t columns = 0;  // 0: free
};

enum class Place : uint8_t { kFull, kRow, kReduce, kBad };

class Fuser {
 public:
  Fuser(const Graph& graph, const RegionAccess& access, const FusionOptions& options)
      : graph_(graph), region_(access.region()), options_(options), access_(access), groupOf_(graph.nodes.size(), -1) {}

  std::vector<FusionGroup> run();

 private:
  struct Group {
    bool flexible = false;  // loops and rows
    bool contraction = false;
    Space space;
    std::vector<NodeId> members;  // sorted by position
    int64_t first = 0, last = 0;  // positions of members
    int64_t rank = 0;             // in a topological order of the groups
    size_t reductions = 0;
    bool alive = true;
  };

  bool isFlexible(NodeId n) const {
    const NodeAccess& a = access_[n];
    if (graph_.nodes[n].results.size() != 1) return false;
    return a.form != NodeForm::kOpaque;
  }
  bool isReduceForm(NodeId n) const {
    NodeForm f = access_[n].form;
    return f == NodeForm::kRowReduce || f == NodeForm::kColumnReduce || f == NodeForm::kTotalReduce;
  }
  Place placeOf(NodeId n, const Space& space) const;
  bool edgesFit(NodeId consumer, const Space& space, int32_t a, int32_t b) const;
  bool join(const Group& a, const Group& b, Space& space) const;
  template <typename F>
  void forSuccessors(int32_t g, const F& visit) const;
  bool hasOuterPath(int32_t a, int32_t b);
  void rankMerged(int32_t a, int32_t b);
  bool tryMerge(int32_t a, int32_t b);
  void merge(int32_t a, int32_t b, const Space& space);
  void trimEpilogue(NodeId dot, std::vector<NodeId>& taken, absl::flat_hash_set<NodeId>& inside) const;
  void fuseEpilogues();
  void fuseVertically();
  void fuseSiblings();
  std::vector<FusionGroup> finish();

  const Graph& graph_;
  RegionId region_;
  FusionOptions options_;
  const RegionAccess& access_;
  IdVector<NodeId, int32_t> groupOf_;
  std::vector<Group> groups_;
  std::vector<int32_t> atRank_;  // group of each rank, -1: merged into another
  std::vector<int32_t> mark_;
  int32_t markValue_ = 0;
};

Place Fuser::placeOf(NodeId n, const Space& space) const {
  const NodeAccess& a = access_[n];
  if (isReduceForm(n)) {
    if (a.elements != space.elements) return Place::kBad;
    if (a.form == NodeForm::kRowReduce || a.form == NodeForm::kColumnReduce) {
      return a.columns == space.columns ? Place::kReduce : Place::kBad;
    }
    return Place::kReduce;
  }
  if (a.elements == space.elements) return Place::kFull;
  if (space.columns > 0 && a.elements == space.elements / space.columns) return Place::kRow;
  return Place::kBad;
}

// Whether all reads of CONSUMER from members of groups A and B are at its own place.
bool Fuser::edgesFit(NodeId consumer, const Space& space, int32_t a, int32_t b) const {
  Place at = placeOf(consumer, space);
  if (at == Place::kBad) return false;
  for (const RootUse& use : access_[consumer].uses) {
    NodeId producer = access_.anchorOf(use.root);
    if (!producer.valid() || (groupOf_[producer] != a && groupOf_[producer] != b)) continue;
    if (!use.aligned) return false;
    NodeForm form = access_[producer].form;
    if (form == NodeForm::kColumnReduce) return false;
    if (form == NodeForm::kTotalReduce && space.columns != space.elements) return false;
    bool row =
        form == NodeForm::kRowReduce || form == NodeForm::kTotalReduce || placeOf(producer, space) == Place::kRow;
    if (at == Place::kRow) {
      if (!row || use.factor != 1) return false;
    } else if (row) {
      if (use.factor != space.columns) return false;
    } else if (use.factor != 1) {
      return false;
    }
  }
  return true;
}

bool Fuser::join(const Group& a, const Group& b, Space& space) const {
  const Group& large = a.space.elements >= b.space.elements ? a : b;
  const Group& small = &large == &a ? b : a;
  space = large.space;
  if (large.space.elements == small.space.elements) {
    if (space.columns == 0) space.columns = small.space.columns;
    return small.space.columns == 0 || small.space.columns == space.columns;
  }
  // The small group becomes the row values of the large one.
  if (small.space.columns != 0 || small.reductions != 0 || small.space.elements == 0) return false;
  if (large.space.elements % small.space.elements != 0) return false;
  int64_t columns = large.space.elements / small.space.elements;
  if (space.columns != 0 && space.columns != columns) return false;
  // Scalars join only what reduces to them; to others they are one value read.
  if (small.space.elements == 1 && (large.space.elements > kMaxSingleRow || large.reductions == 0)) return false;
  space.columns = columns;
  return true;
}

// The groups that must run after group G.
template <typename F>
void Fuser::forSuccessors(int32_t g, const F& visit) const {
  for (NodeId n : groups_[g].members) {
    for (NodeId c : access_[n].consumers) visit(groupOf_[c]);
    for (NodeId c : access_[n].followers) visit(groupOf_[c]);
  }
}

// A path between groups A and B through other groups.
bool Fuser::hasOuterPath(int32_t a, int32_t b) {
  if (groups_[a].rank > groups_[b].rank) std::swap(a, b);
  mark_.resize(groups_.size(), 0);
  ++markValue_;
  std::vector<int32_t> work;
  const int64_t limit = groups_[b].rank;
  bool found = false;
  auto push = [&](int32_t g, bool direct) {
    if (g == b) found |= !direct;
    // Every path leads to higher ranks.
    if (g == a || g == b || mark_[g] == markValue_ || groups_[g].rank > limit) return;
    mark_[g] = markValue_;
    work.push_back(g);
  };
  forSuccessors(a, [&](int32_t g) { push(g, true); });
  while (!work.empty() && !found) {
    int32_t g = work.back();
    work.pop_back();
    forSuccessors(g, [&](int32_t next) { push(next, false); });
  }
  return found;
}

// Ranks after the merge of A and B, which no outer path connects: of the groups between them, those that follow the
// lower one go behind the merged group, the others stay in front of it.
void Fuser::rankMerged(int32_t a, int32_t b) {
  const int64_t begin = std::min(groups_[a].rank, groups_[b].rank), end = std::max(groups_[a].rank, groups_[b].rank);
  const int32_t low = groups_[a].rank == begin ? a : b;
  mark_.resize(groups_.size(), 0);
  ++markValue_;
  std::vector<int32_t> work = {low};
  while (!work.empty()) {
    int32_t g = work.back();
    work.pop_back();
    forSuccessors(g, [&](int32_t next) {
      if (groups_[next].rank >= end || mark_[next] == markValue_ || next == low) return;
      mark_[next] = markValue_;
      work.push_back(next);
    });
  }
  std::vector<int32_t> front, behind;
  for (int64_t r = begin; r <= end; ++r) {
    int32_t g = atRank_[r];
    if (g == a || g == b || g < 0) continue;
    (mark_[g] == markValue_ ? behind : front).push_back(g);
  }
  front.push_back(a);
  front.insert(front.end(), behind.begin(), behind.end());
  int64_t r = begin;
  for (int32_t g : front) {
    groups_[g].rank = r;
    atRank_[r++] = g;
  }
  while (r <= end) atRank_[r++] = -1;
}

bool Fuser::tryMerge(int32_t a, int32_t b) {
  if (a == b) return true;
  Group& ga = groups_[a];
  Group& gb = groups_[b];
  if (!ga.flexible || !gb.flexible) return false;
  if (ga.members.size() + gb.members.size() > kMaxAnchored || ga.reductions + gb.reductions > kMaxReductions)
    return false;
  Space space;
  if (!join(ga, gb, space)) return false;
  for (const Group* g : {&ga, &gb}) {
    for (NodeId n : g->members) {
      if (!edgesFit(n, space, a, b)) return false;
    }
  }
  if (hasOuterPath(a, b)) return false;
  merge(a, b, space);
  return true;
}

void Fuser::merge(int32_t a, int32_t b, const Space& space) {
  rankMerged(a, b);
  Group& ga = groups_[a];
  Group& gb = groups_[b];
  for (NodeId n : gb.members) groupOf_[n] = a;
  std::vector<NodeId> members;
  std::merge(ga.members.begin(), ga.members.end(), gb.members.begin(), gb.members.end(), std::back_inserter(members),
             [&](NodeId x, NodeId y) { return access_.position(x) < access_.position(y); });
  ga.members = std::move(members);
  ga.space = space;
  ga.first = std::min(ga.first, gb.first);
  ga.last = std::max(ga.last, gb.last);
  ga.reductions += gb.reductions;
  gb.alive = false;
  gb.members.clear();
}

// Leaves to later kernels the nodes at the end of an epilogue that these kernels can do themselves, when the dot then
// has fewer arrays to write.
void Fuser::trimEpilogue(NodeId dot, std::vector<NodeId>& taken, absl::flat_hash_set<NodeId>& inside) const {
  absl::flat_hash_set<NodeId> removable;
  for (size_t i = taken.size(); i-- > 0;) {
    NodeId n = taken[i];
    bool remove = graph_.nodes[n].kind != OpKind::kTranspose && !access_.isRegionResult(graph_.result(n));
    for (NodeId c : access_[n].consumers) remove &= inside.contains(c) ? removable.contains(c) : isFlexible(c);
    if (remove) removable.insert(n);
  }
  auto outputs = [&](const absl::flat_hash_set<NodeId>& set) {
    int count = 0;
    for (NodeId n : set) {
      bool used = access_.isRegionResult(graph_.result(n));
      for (NodeId c : access_[n].consumers) used |= !set.contains(c);
      count += used ? 1 : 0;
    }
    return count;
  };
  absl::flat_hash_set<NodeId> kept = {dot};
  for (NodeId n : taken) {
    if (!removable.contains(n)) kept.insert(n);
  }
  if (outputs(kept) >= outputs(inside)) return;
  inside = std::move(kept);
  taken.erase(std::remove_if(taken.begin(), taken.end(), [&](NodeId n) { return removable.contains(n); }), taken.end());
}

// A dot takes the elementwise nodes that follow it on its own elements.
void Fuser::fuseEpilogues() {
  for (size_t d = 0; d < groups_.size(); ++d) {
    if (!groups_[d].contraction) continue;
    NodeId dot = groups_[d].members[0];
    const int64_t elements = groups_[d].space.elements;
    std::vector<NodeId> taken;
    absl::flat_hash_set<NodeId> inside = {dot};
    std::set<std::pair<int64_t, NodeId>> candidates;
    auto offer = [&](NodeId n) {
      for (NodeId c : access_[n].consumers) candidates.insert({access_.position(c), c});
    };
    offer(dot);
    absl::flat_hash_set<ValueId> inputs;
    while (!candidates.empty() && taken.size() < kMaxEpilogueNodes) {
      NodeId c = candidates.begin()->second;
      candidates.erase(candidates.begin());
      bool transpose = graph_.nodes[dot].kind == OpKind::kDotGeneral && graph_.nodes[c].kind == OpKind::kTranspose &&
                       graph_.nodes[c].operands[0] == graph_.result(dot);
      if (inside.contains(c) || (!transpose && !isElementwise(graph_.nodes[c]))) continue;
      if (isComplex(graph_.type(graph_.result(c)).dtype)) continue;
      const Group& group = groups_[groupOf_[c]];
      if (!group.flexible || group.members.size() != 1 || access_[c].elements != elements) continue;
      bool fits = true;
      std::vector<ValueId> more;
      for (const RootUse& use : access_[c].uses) {
        NodeId producer = access_.anchorOf(use.root);
        if (producer.valid() && inside.contains(producer)) {
          fits &= transpose || (use.aligned && use.factor == 1);
        } else {
          // What comes later in the program than the dot may depend on it.
          fits &= !producer.valid() || groups_[groupOf_[producer]].last < access_.position(dot);
          if (graph_.type(use.root).elements() == elements) more.push_back(use.root);
        }
      }
      if (!fits) continue;
      size_t count = inputs.size();
      for (ValueId v : more) count += inputs.contains(v) ? 0 : 1;
      if (count > kMaxEpilogueInputs) continue;
      inputs.insert(more.begin(), more.end());
      inside.insert(c);
      taken.push_back(c);
      offer(c);
    }
    trimEpilogue(dot, taken, inside);
    std::sort(taken.begin(), taken.end(),
              [&](NodeId x, NodeId y) { return access_.position(x) < access_.position(y); });
    for (NodeId n : taken) {
      int32_t self = static_cast<int32_t>(d), other = groupOf_[n];
      if (hasOuterPath(self, other)) continue;
      // A node between must have been taken too.
      bool whole = true;
      for (const RootUse& use : access_[n].uses) {
        NodeId producer = access_.anchorOf(use.root);
        whole &= !producer.valid() || !inside.contains(producer) || groupOf_[producer] == self;
      }
      if (whole) merge(self, other, groups_[d].space);
    }
  }
}

void Fuser::fuseVertically() {
  for (NodeId id : graph_.regions[region_].nodes) {
    if (groupOf_[id] < 0 || !groups_[groupOf_[id]].flexible) continue;
    std::vector<NodeId> producers;
    for (const RootUse& use : access_[id].uses) {
      NodeId producer = access_.anchorOf(use.root);
      if (producer.valid()) producers.push_back(producer);
    }
    std::sort(producers.begin(), producers.end(),
              [&](NodeId x, NodeId y) { return access_.position(x) > access_.position(y); });
    producers.erase(std::unique(producers.begin(), producers.end()), producers.end());
    for (NodeId producer : producers) {
      if (groupOf_[producer] != groupOf_[id]) tryMerge(groupOf_[producer], groupOf_[id]);
    }
  }
}

void Fuser::fuseSiblings() {
  // Groups by the large arrays they read at their own place, in program order.
  IdVector<ValueId, std::vector<NodeId>> readers(graph_.values.size());
  std::vector<ValueId> order;
  std::vector<int32_t> scalars;
  for (NodeId id : graph_.regions[region_].nodes) {
    if (groupOf_[id] < 0 || !groups_[groupOf_[id]].flexible) continue;
    if (access_[id].elements == 1) scalars.push_back(groupOf_[id]);
    for (const RootUse& use : access_[id].uses) {
      if (!use.aligned || use.factor != 1 || graph_.type(use.root).elements() <= 1) continue;
      if (readers[use.root].empty()) order.push_back(use.root);
      readers[use.root].push_back(id);
    }
  }
  for (ValueId v : order) {
    const std::vector<NodeId>& list = readers[v];
    for (size_t i = 0; i < list.size(); ++i) {
      for (size_t j = i + 1; j < list.size() && j < i + 16; ++j) {
        int32_t a = groupOf_[list[i]], b = groupOf_[list[j]];
        if (a == b) continue;
        int64_t gap = std::max(groups_[b].first - groups_[a].last, groups_[a].first - groups_[b].last);
        if (gap > kSiblingDistance) continue;
        tryMerge(a, b);
      }
    }
  }
  // Scalar arithmetic: one kernel for as much as can run together.
  std::vector<int32_t> kernels;
  for (int32_t g : scalars) {
    if (!groups_[g].alive || groups_[g].space.elements != 1) continue;
    bool merged = false;
    for (int32_t k : kernels) {
      if (groups_[k].alive && tryMerge(k, g)) {
        merged = true;
        break;
      }
    }
    if (!merged) kernels.push_back(g);
  }
}

std::vector<FusionGroup> Fuser::finish() {
  // Order: Kahn's algorithm, the group whose last node comes first in the program goes first.
  std::vector<std::vector<int32_t>> consumers(groups_.size());
  std::vector<int32_t> waiting(groups_.size(), 0);
  for (size_t g = 0; g < groups_.size(); ++g) {
    absl::flat_hash_set<int32_t> to;
    forSuccessors(static_cast<int32_t>(g), [&](int32_t next) {
      if (next != static_cast<int32_t>(g)) to.insert(next);
    });
    consumers[g].assign(to.begin(), to.end());
    for (int32_t c : to) ++waiting[c];
  }
  using Entry = std::pair<int64_t, int32_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<Entry>> ready;
  size_t alive = 0;
  for (size_t g = 0; g < groups_.size(); ++g) {
    if (!groups_[g].alive) continue;
    ++alive;
    if (waiting[g] == 0) ready.push({groups_[g].last, static_cast<int32_t>(g)});
  }
  std::vector<FusionGroup> result;
  while (!ready.empty()) {
    int32_t g = ready.top().second;
    ready.pop();
    for (int32_t c : consumers[g]) {
      if (--waiting[c] == 0) ready.push({groups_[c].last, c});
    }
    const Group& group = groups_[g];
    FusionGroup out;
    out.anchored = group.members;
    out.elements = group.space.elements;
    out.columns = group.space.columns;
    NodeId front = group.members.front();
    if (group.flexible) {
      bool rows = group.reductions > 0;
      for (NodeId n : group.members) rows |= access_[n].elements != group.space.elements;
      out.kind = rows ? GroupKind::kRows : GroupKind::kLoop;
    } else {
      out.hero = front;
      const Node& node = graph_.nodes[front];
      switch (node.kind) {
        case OpKind::kDotGeneral:
          out.kind = GroupKind::kContraction;
          break;
        case OpKind::kConvolution:
          out.kind = GroupKind::kConvolution;
          break;
        case OpKind::kReduce:
          out.kind = GroupKind::kReduce;
          break;
        case OpKind::kReduceWindow:
          out.kind = GroupKind::kWindow;
          break;
        case OpKind::kScatter:
          out.kind = GroupKind::kScatter;
          break;
        case OpKind::kDynamicUpdateSlice:
          out.kind = GroupKind::kUpdateSlice;
          break;
        case OpKind::kWhile:
          out.kind = GroupKind::kWhile;
          break;
        case OpKind::kCase:
        case OpKind::kIf:
          out.kind = GroupKind::kCase;
          break;
        default:
          out.kind = isCollective(node.kind)                                 ? GroupKind::kCollective
                     : opDef(node.kind).lowering == LoweringClass::kHostCall ? GroupKind::kHostCall
                     : opDef(node.kind).lowering == LoweringClass::kSort     ? GroupKind::kSort
                     : opDef(node.kind).lowering == LoweringClass::kLibrary  ? GroupKind::kLibrary
                                                                             : GroupKind::kLoop;
          break;
      }
    }
    takeInlined(graph_, access_, out);
    for (NodeId n : group.members) {
      for (ValueId v : graph_.nodes[n].results) {
        bool used = access_.isRegionResult(v) || !group.flexible;
        if (group.contraction && !access_.isRegionResult(v)) used = false;
        for (NodeId c : access_[n].consumers) {
          if (groupOf_[c] == g) continue;
          for (const RootUse& use : access_[c].uses) used |= use.root == v;
        }
        if (used) out.outputs.push_back(v);
      }
    }
    result.push_back(std::move(out));
  }
  CHECK(result.size() == alive, "fusion groups form a cycle: ", result.size(), " of ", alive, " ordered");
  return result;
}

std::vector<FusionGroup> Fuser::run() {
  for (NodeId id : graph_.regions[region_].nodes) {
    const NodeAccess& a = access_[id];
    if (!a.live || a.cheap || a.leaf) continue;
    Group group;
    group.flexible = isFlexible(id);
    group.contraction = opDef(graph_.nodes[id].kind).lowering == LoweringClass::kContraction;
    group.space.elements = a.elements;
    if (a.form == NodeForm::kRowReduce || a.form == NodeForm::kColumnReduce) group.space.columns = a.columns;
    group.members = {id};
    group.first = group.last = access_.position(id);
    group.reductions = group.flexible && isReduceForm(id) ? 1 : 0;
    group.rank = static_cast<int64_t>(groups_.size());
    groupOf_[id] = static_cast<int32_t>(groups_.size());
    atRank_.push_back(groupOf_[id]);
    groups_.push_back(std::move(group));
  }
  if (options_.fuse) {
    fuseEpilogues();
    fuseVertically();
    fuseSiblings();
  }
  return finish();
}

}  // namespace

void takeInlined(const Graph& graph, const RegionAccess& access, FusionGroup& group) {
  absl::flat_hash_set<NodeId> nodes(group.anchored.begin(), group.anchored.end());
  absl::flat_hash_set<ValueId> seen;
  std::vector<ValueId> work;
  auto read = [&](ValueId v) {
    if (seen.insert(v).second) work.push_back(v);
  };
  for (NodeId n : group.anchored) {
    for (ValueId v : graph.nodes[n].operands) read(v);
    for (ValueId v : capturedValues(graph, n)) read(v);
  }
  group.inputs.clear();
  while (!work.empty()) {
    ValueId v = work.back();
    work.pop_back();
    NodeId producer = graph.values[v].producer;
    const bool barrier = producer.valid() && graph.nodes[producer].kind == OpKind::kOptimizationBarrier;
    if (producer.valid() && nodes.contains(producer) && !barrier) continue;
    if (access.isRoot(v)) {
      group.inputs.push_back(v);
      continue;
    }
    nodes.insert(producer);
    const std::vector<ValueId>& operands = graph.nodes[producer].operands;
    if (barrier) {
      read(operands[graph.values[v].index]);
    } else {
      for (ValueId operand : operands) read(operand);
    }
  }
  std::sort(group.inputs.begin(), group.inputs.end());
  group.nodes.assign(nodes.begin(), nodes.end());
  std::sort(group.nodes.begin(), group.nodes.end(),
            [&](NodeId x, NodeId y) { return access.position(x) < access.position(y); });
}

std::string_view groupKindName(GroupKind kind) {
  switch (kind) {
    case GroupKind::kLoop:
      return "loop";
    case GroupKind::kRows:
      return "rows";
    case GroupKind::kReduce:
      return "reduce";
    case GroupKind::kWindow:
      return "window";
    case GroupKind::kContraction:
      return "contraction";
    case GroupKind::kConvolution:
      return "convolution";
    case GroupKind::kAttention:
      return "attention";
    case GroupKind::kScatter:
      return "scatter";
    case GroupKind::kUpdateSlice:
      return "update_slice";
    case GroupKind::kSort:
      return "sort";
    case GroupKind::kCollective:
      return "collective";
    case GroupKind::kHostCall:
      return "host_call";
    case GroupKind::kLibrary:
      return "library";
    case GroupKind::kWhile:
      return "while";
    case GroupKind::kCase:
      return "case";
  }
  return "?";
}

std::vector<FusionGroup> fuseRegion(const Graph& graph, const RegionAccess& access, const FusionOptions& options) {
  std::vector<FusionGroup> groups = Fuser(graph, access, options).run();
  if (options.fuse && options.attention) fuseAttention(graph, access, groups);
  return groups;
}

std::string groupToString(const Graph& graph, const FusionGroup& group) {
  auto values = [&](const std::vector<ValueId>& list) {
    return absl::StrJoin(list, " ", [&](std::string* out, ValueId v) {
      absl::StrAppend(out, "v", v.index, ":", graph.type(v).toString());
    });
  };
  std::string ops = absl::StrJoin(group.anchored, ", ", [&](std::string* out, NodeId n) {
    std::string name(opName(graph.nodes[n].kind));
    absl::StrAppend(out, name.substr(name.find('.') + 1));
  });
  NodeId first = group.hero.valid() ? group.hero : group.anchored.front();
  return absl::StrCat(std::string(groupKindName(group.kind)),
                      group.columns > 0 ? absl::StrCat("[", group.elements / group.columns, "x", group.columns, "]")
                                        : absl::StrCat("[", group.elements, "]"),
                      " ", values(group.outputs), " <- ", values(group.inputs), " : ", ops, " (",
                      graph.location(first).toString(), ")");
}

}  // namespace partita
