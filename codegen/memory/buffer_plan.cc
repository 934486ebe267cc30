// See buffer_plan.h.
#include "codegen/memory/buffer_plan.h"

#include <algorithm>
#include <numeric>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "codegen/group_kernels.h"
#include "graph/op.h"

namespace partita {

namespace {

class Planner {
 public:
  Planner(const Graph& graph, const CompileOptions& options) : graph_(graph), options_(options) {}
  StatusOr<BufferPlan> run();

 private:
  struct Place {
    PlannedRegion* region = nullptr;
    PlannedGroup* owner = nullptr;  // null: the program's body
    PlannedRegion* outer = nullptr;
  };

  std::unique_ptr<PlannedRegion> build(RegionId region);
  void place(PlannedRegion& region, PlannedGroup* owner, PlannedRegion* outer);
  void define(ValueId v, int64_t time) { life_[v] = {v, time, time}; }
  void touch(ValueId v, int64_t time, const PlannedRegion* from);
  void lifetimes(PlannedRegion& region);
  void findConstants(const PlannedRegion& region);
  void markReadAtRuns(const PlannedRegion& region);
  StorageId newStorage(Storage storage) {
    StorageId id = plan_.storages.add(std::move(storage));
    parent_.push_back(id);
    return id;
  }
  StorageId find(StorageId s) {
    while (parent_[s.index] != s) s = parent_[s.index] = parent_[parent_[s.index].index];
    return s;
  }
  StorageId storageOf(ValueId v) { return find(plan_.storageOf[v]); }
  Status createStorages(PlannedRegion& region);
  void ensureStorage(ValueId v);
  // A constant array, or the device id.
  bool isLeaf(ValueId v) const {
    const NodeId producer = graph_.values[v].producer;
    return producer.valid() && (*places_.at(graph_.nodes[producer].parent).region->access)[producer].leaf;
  }
  bool touchAllowed(int64_t time, ValueId ending, ValueId beginning) const;
  bool unite(StorageId into, StorageId from);
  void settleResults(PlannedRegion& region, const std::vector<StorageId>& targets);
  void settleProgram();
  void settleNested(PlannedRegion& region);
  void shareInPlace(PlannedRegion& region);
  void orderCopies(std::vector<PlannedCopy>& copies, int64_t time);
  void finish();

  const Graph& graph_;
  const CompileOptions& options_;
  BufferPlan plan_;
  IdVector<ValueId, Lifetime> life_;
  std::vector<StorageId> parent_;
  absl::flat_hash_map<RegionId, Place> places_;
  absl::flat_hash_map<int64_t, std::vector<std::pair<ValueId, ValueId>>> pairs_;  // by time: (ends there, begins there)
  std::vector<StorageId> resultStorage_;
  absl::flat_hash_map<const PlannedGroup*, std::vector<ValueId>> notAtRuns_;  // GroupWorkspace::notAtRuns
  int64_t tick_ = 0;
};

std::unique_ptr<PlannedRegion> Planner::build(RegionId id) {
  auto region = std::make_unique<PlannedRegion>();
  region->region = id;
  region->access = std::make_unique<RegionAccess>(graph_, id);
  for (FusionGroup& group :
       fuseRegion(graph_, *region->access, {.fuse = options_.fuse, .attention = !options_.strict})) {
    PlannedGroup planned;
    planned.group = std::move(group);
    if (planned.group.kind == GroupKind::kWhile || planned.group.kind == GroupKind::kCase) {
      for (RegionId nested : graph_.nodes[planned.group.hero].regions) planned.regions.push_back(build(nested));
    }
    region->groups.push_back(std::move(planned));
  }
  return region;
}

void Planner::place(PlannedRegion& region, PlannedGroup* owner, PlannedRegion* outer) {
  places_[region.region] = {&region, owner, outer};
  region.begin = tick_++;
  for (PlannedGroup& g : region.groups) {
    g.time = g.endTime = tick_++;
    for (auto& nested : g.regions) place(*nested, &g, &region);
    if (!g.regions.empty()) g.endTime = tick_++;
  }
  region.end = tick_++;
}

void Planner::touch(ValueId v, int64_t time, const PlannedRegion* from) {
  RegionId home = graph_.values[v].region;
  RegionId at = from->region;
  while (at != home) {
    const Place& p = places_.at(at);
    CHECK(p.owner != nullptr, "value ", v.index, " is read outside of its region");
    if (p.owner->group.kind == GroupKind::kWhile) time = std::max(time, p.owner->endTime);
    at = p.outer->region;
  }
  life_[v].end = std::max(life_[v].end, time);
}

void Planner::lifetimes(PlannedRegion& region) {
  const Region& r = graph_.regions[region.region];
  for (ValueId v : r.args) define(v, region.begin);
  for (PlannedGroup& g : region.groups) {
    for (ValueId v : g.group.inputs) touch(v, g.time, &region);
    for (ValueId v : g.group.outputs) define(v, g.endTime);
    for (auto& nested : g.regions) lifetimes(*nested);
    auto& pairs = pairs_[g.time];
    if (g.group.kind == GroupKind::kWhile) {
      const Node& node = graph_.nodes[g.group.hero];
      const Region& condition = graph_.regions[node.regions[0]];
      for (size_t i = 0; i < node.operands.size(); ++i) {
        pairs.emplace_back(node.operands[i], condition.args[i]);
        life_[condition.args[i]].begin = g.time;
      }
    } else if (g.regions.empty()) {
      pairs = inPlacePairs(graph_, *region.access, g.group);
    }
  }
  for (ValueId v : r.results) touch(v, region.end, &region);
}

// Values that follow from constant arrays alone and are not much larger: they stay in memory. Those that the program or
// a loop has to write anew in each run are not among them: results, and what a loop begins with.
void Planner::findConstants(const PlannedRegion& region) {
  const Region& r = graph_.regions[region.region];
  absl::flat_hash_set<ValueId> written(r.results.begin(), r.results.end());
  for (const PlannedGroup& g : region.groups) {
    if (g.group.kind != GroupKind::kWhile) continue;
    for (ValueId v : graph_.nodes[g.group.hero].operands) written.insert(v);
  }
  absl::flat_hash_set<ValueId>& constants = plan_.constants;
  for (const PlannedGroup& g : region.groups) {
    for (const auto& nested : g.regions) findConstants(*nested);
    for (ValueId v : g.group.inputs) {
      if (isLeaf(v) && graph_.nodes[graph_.values[v].producer].kind == OpKind::kConstant) constants.insert(v);
    }
    if (!g.regions.empty() || g.group.kind == GroupKind::kCollective || g.group.kind == GroupKind::kHostCall ||
        g.group.kind == GroupKind::kLibrary || g.group.inputs.empty())
      continue;
    const std::vector<ValueId>&inputs = g.group.inputs, &outputs = g.group.outputs;
    auto bytes = [&](const std::vector<ValueId>& values) {
      return std::accumulate(values.begin(), values.end(), int64_t{0},
                             [&](int64_t sum, ValueId v) { return sum + graph_.type(v).bytes(); });
    };
    if (bytes(outputs) <= 2 * bytes(inputs) &&
        std::all_of(inputs.begin(), inputs.end(), [&](ValueId v) { return constants.contains(v); }) &&
        std::none_of(outputs.begin(), outputs.end(), [&](ValueId v) { return written.contains(v); }))
      constants.insert(outputs.begin(), outputs.end());
  }
}

// Constants that runs read: by kernels that are not prepared, as what a loop begins with, as results.
void Planner::markReadAtRuns(const PlannedRegion& region) {
  auto mark = [&](ValueId v) {
    const StorageId s = plan_.storageOf[v];
    if (s.valid()) plan_.storages[s].atRuns = true;
  };
  for (const PlannedGroup& g : region.groups) {
    if (g.regions.empty()) {
      const std::vector<ValueId>& others = notAtRuns_.at(&g);
      for (ValueId v : g.group.inputs) {
        if (std::find(others.begin(), others.end(), v) == others.end()) mark(v);
      }
    } else {
      for (ValueId v : graph_.nodes[g.group.hero].operands) mark(v);
    }
    for (const auto& nested : g.regions) markReadAtRuns(*nested);
  }
  for (ValueId v : graph_.regions[region.region].results) mark(v);
}

void Planner::ensureStorage(ValueId v) {
  if (plan_.storageOf[v].valid()) return;
  Storage s;
  s.bytes = graph_.type(v).bytes();
  if (isLeaf(v) && graph_.nodes[graph_.values[v].producer].kind == OpKind::kPartitionId) {
    s.kind = BufferKind::kDeviceId;
    s.writable = false;
  } else if (isLeaf(v)) {
    s.kind = BufferKind::kConstant;
    s.number = static_cast<int32_t>(v.index);
    s.writable = s.atRuns = false;
  } else if (plan_.constants.contains(v)) {
    s.kind = BufferKind::kPrepared;
    s.writable = false;
  } else {
    s.lives.push_back(life_[v]);
    s.lives.back().value = v;
  }
  plan_.storageOf[v] = newStorage(std::move(s));
}

Status Planner::createStorages(PlannedRegion& region) {
  for (PlannedGroup& g : region.groups) {
    const Node* hero = g.group.hero.valid() ? &graph_.nodes[g.group.hero] : nullptr;
    if (g.group.kind == GroupKind::kWhile || g.group.kind == GroupKind::kCase) {
      for (size_t i = 0; i < hero->results.size(); ++i) {
        Storage s;
        s.bytes = graph_.type(hero->results[i]).bytes();
        auto add = [&](ValueId v) {
          s.lives.push_back(life_[v]);
          s.lives.back().value = v;
        };
        std::vector<ValueId> values;
        if (g.group.kind == GroupKind::kWhile) {
          ValueId c = graph_.regions[hero->regions[0]].args[i], b = graph_.regions[hero->regions[1]].args[i];
          life_[c].end = std::max(life_[c].end, g.regions[0]->end);
          add(c);
          add(b);
          values = {c, b};
        }
        add(hero->results[i]);
        values.push_back(hero->results[i]);
        StorageId id = newStorage(std::move(s));
        for (ValueId v : values) plan_.storageOf[v] = id;
        g.carried.push_back(id);
      }
    }
    for (ValueId v : g.group.inputs) ensureStorage(v);
    for (ValueId v : g.group.outputs) ensureStorage(v);
    for (auto& nested : g.regions) RETURN_IF_ERROR(createStorages(*nested));
    if (g.regions.empty()) {
      LoweringContext context{graph_,
                              std::get<CpuTarget>(options_.target),
                              region.access.get(),
                              {},
                              options_.taskSeconds,
                              options_.fixedSums,
                              &plan_.constants,
                              options_.strict};
      ASSIGN_OR_RETURN(GroupWorkspace workspace, groupWorkspace(context, g.group, options_.schedules));
      if (workspace.bytes > 0) {
        Storage s;
        s.bytes = workspace.bytes;
        s.lives.push_back({ValueId(), g.time, g.time});
        g.workspace = newStorage(std::move(s));
      }
      if (workspace.preparedBytes > 0) {
        Storage s;
        s.kind = BufferKind::kPrepared;
        s.writable = false;
        s.bytes = workspace.preparedBytes;
        g.prepared = newStorage(std::move(s));
      }
      notAtRuns_[&g] = std::move(workspace.notAtRuns);
    }
  }
  for (ValueId v : graph_.regions[region.region].results) ensureStorage(v);
  return absl::OkStatus();
}

bool Planner::touchAllowed(int64_t time, ValueId ending, ValueId beginning) const {
  auto it = pairs_.find(time);
  if (it == pairs_.end()) return false;
  return std::find(it->second.begin(), it->second.end(), std::make_pair(ending, beginning)) != it->second.end();
}

// FROM's values move into INTO when no lifetimes collide.
bool Planner::unite(StorageId into, StorageId from) {
  into = find(into);
  from = find(from);
  if (into == from) return false;
  Storage& a = plan_.storages[into];
  Storage& b = plan_.storages[from];
  if (!a.writable || b.kind != BufferKind::kArena || a.bytes != b.bytes) return false;
  for (const Lifetime& x : a.lives) {
    for (const Lifetime& y : b.lives) {
      if (x.end < y.begin || y.end < x.begin) continue;
      if (x.end == y.begin && touchAllowed(x.end, x.value, y.value)) continue;
      if (y.end == x.begin && touchAllowed(y.end, y.value, x.value)) continue;
      return false;
    }
  }
  a.lives.insert(a.lives.end(), b.lives.begin(), b.lives.end());
  b.lives.clear();
  parent_[from.index] = into;
  return true;
}

// The results of REGION reach TARGETS, by being computed there or by a copy at its end.
void Planner::settleResults(PlannedRegion& region, const std::vector<StorageId>& targets) {
  const Region& r = graph_.regions[region.region];
  for (size_t i = 0; i < r.results.size(); ++i) {
    StorageId from = storageOf(r.results[i]), to = find(targets[i]);
    if (from == to) continue;
    if (unite(to, from)) continue;
    region.after.push_back({from, to, graph_.type(r.results[i]).bytes()});
    plan_.storages[to].lives.push_back({ValueId(), region.end, region.end});
  }
}

void Planner::settleProgram() {
  const Region& body = graph_.bodyRegion();
  plan_.resultArgument.assign(body.results.size(), -1);
  std::vector<StorageId> targets(body.results.size());
  for (size_t i = 0; i < body.args.size(); ++i) {
    const ArgumentInfo& info = graph_.arguments[i];
    if (!info.aliasesResult) continue;
    size_t j = static_cast<size_t>(*info.aliasesResult);
    if (j < body.results.size() && graph_.type(body.args[i]) == graph_.type(body.results[j])) {
      plan_.resultArgument[j] = static_cast<int32_t>(i);
    }
  }
  for (size_t i = 0; i < body.args.size(); ++i) {
    if (!graph_.arguments[i].donor || graph_.arguments[i].aliasesResult) continue;
    for (size_t j = 0; j < body.results.size(); ++j) {
      if (plan_.resultArgument[j] < 0 && graph_.type(body.args[i]) == graph_.type(body.results[j])) {
        plan_.resultArgument[j] = static_cast<int32_t>(i);
        break;
      }
    }
  }
  for (size_t j = 0; j < body.results.size(); ++j) {
    if (int32_t i = plan_.resultArgument[j]; i >= 0) {
      targets[j] = plan_.storageOf[body.args[i]];
      plan_.storages[targets[j]].writable = true;
    } else {
      Storage s;
      s.kind = BufferKind::kResult;
      s.number = static_cast<int32_t>(j);
      s.bytes = graph_.type(body.results[j]).bytes();
      targets[j] = newStorage(std::move(s));
    }
  }
  settleResults(*plan_.body, targets);
  orderCopies(plan_.body->after, plan_.body->end);
  resultStorage_ = targets;
}

void Planner::settleNested(PlannedRegion& region) {
  for (PlannedGroup& g : region.groups) {
    if (g.group.kind == GroupKind::kWhile) {
      settleResults(*g.regions[1], g.carried);
      orderCopies(g.regions[1]->after, g.regions[1]->end);
      const Node& node = graph_.nodes[g.group.hero];
      for (size_t i = 0; i < node.operands.size(); ++i) {
        StorageId from = storageOf(node.operands[i]), to = find(g.carried[i]);
        if (from == to || unite(to, from) || unite(from, to)) continue;
        g.before.push_back({from, to, graph_.type(node.operands[i]).bytes()});
      }
    } else if (g.group.kind == GroupKind::kCase) {
      for (auto& branch : g.regions) {
        settleResults(*branch, g.carried);
        orderCopies(branch->after, branch->end);
      }
    }
    for (auto& nested : g.regions) settleNested(*nested);
  }
}

void Planner::shareInPlace(PlannedRegion& region) {
  for (PlannedGroup& g : region.groups) {
    for (auto& nested : g.regions) shareInPlace(*nested);
    if (!g.regions.empty()) continue;
    for (const auto& [input, output] : pairs_[g.time]) {
      if (!plan_.storageOf[output].valid() || life_[input].end != g.time) continue;
      StorageId from = storageOf(input), to = storageOf(output);
      // Arguments are written only by the results that were given their memory.
      if (plan_.storages[from].kind != BufferKind::kArena) continue;
      if (!unite(to, from)) unite(from, to);
    }
  }
}

// Copies that overwrite what another copy still has to read wait for it; a ring is broken by a temporary.
void Planner::orderCopies(std::vector<PlannedCopy>& copies, int64_t time) {
  std::vector<PlannedCopy> pending = std::move(copies);
  copies.clear();
  while (!pending.empty()) {
    bool progress = false;
    for (size_t i = 0; i < pending.size(); ++i) {
      bool wait = false;
      for (size_t j = 0; j < pending.size(); ++j) wait |= j != i && find(pending[j].from) == find(pending[i].to);
      if (wait) continue;
      copies.push_back(pending[i]);
      pending.erase(pending.begin() + i);
      progress = true;
      break;
    }
    if (progress) continue;
    Storage s;
    s.bytes = pending[0].bytes;
    s.lives.push_back({ValueId(), time, time});
    StorageId temporary = newStorage(std::move(s));
    copies.push_back({pending[0].from, temporary, pending[0].bytes});
    pending[0].from = temporary;
  }
}

void Planner::finish() {
  for (size_t v = 0; v < plan_.storageOf.size(); ++v) {
    StorageId& s = plan_.storageOf[ValueId(v)];
    if (s.valid()) s = find(s);
  }
  auto fixCopies = [&](std::vector<PlannedCopy>& copies) {
    for (PlannedCopy& c : copies) {
      c.from = find(c.from);
      c.to = find(c.to);
    }
    copies.erase(std::remove_if(copies.begin(), copies.end(), [](const PlannedCopy& c) { return c.from == c.to; }),
                 copies.end());
  };
  auto visit = [&](auto&& self, PlannedRegion& region) -> void {
    fixCopies(region.after);
    for (PlannedGroup& g : region.groups) {
      fixCopies(g.before);
      for (StorageId& s : g.carried) s = find(s);
      for (auto& nested : g.regions) self(self, *nested);
    }
  };
  visit(visit, *plan_.body);
  std::vector<ArenaBlock> blocks;
  std::vector<StorageId> owners;
  for (size_t i = 0; i < plan_.storages.size(); ++i) {
    StorageId id(i);
    const Storage& s = plan_.storages[id];
    if (find(id) != id || s.kind != BufferKind::kArena || s.lives.empty()) continue;
    ArenaBlock block;
    block.bytes = std::max<int64_t>(s.bytes, 1);
    block.begin = s.lives[0].begin;
    block.end = s.lives[0].end;
    for (const Lifetime& l : s.lives) {
      block.begin = std::min(block.begin, l.begin);
      block.end = std::max(block.end, l.end);
    }
    blocks.push_back(block);
    owners.push_back(id);
  }
  plan_.arenaBytes = packArena(blocks);
  for (size_t i = 0; i < owners.size(); ++i) plan_.storages[owners[i]].offset = blocks[i].offset;
}

StatusOr<BufferPlan> Planner::run() {
  plan_.body = build(graph_.body());
  place(*plan_.body, nullptr, nullptr);
  life_.resize(graph_.values.size());
  plan_.storageOf.resize(graph_.values.size());
  findConstants(*plan_.body);
  lifetimes(*plan_.body);
  const Region& body = graph_.bodyRegion();
  for (size_t i = 0; i < body.args.size(); ++i) {
    Storage s;
    s.kind = BufferKind::kArgument;
    s.number = static_cast<int32_t>(i);
    s.writable = false;
    s.bytes = graph_.type(body.args[i]).bytes();
    s.lives.push_back(life_[body.args[i]]);
    plan_.storageOf[body.args[i]] = newStorage(std::move(s));
  }
  RETURN_IF_ERROR(createStorages(*plan_.body));
  settleProgram();
  settleNested(*plan_.body);
  shareInPlace(*plan_.body);
  finish();
  markReadAtRuns(*plan_.body);
  for (StorageId& s : resultStorage_) s = find(s);
  plan_.resultStorage = std::move(resultStorage_);
  return std::move(plan_);
}

}  // namespace

IdVector<ValueId, ValueId> BufferPlan::representatives() const {
  IdVector<StorageId, ValueId> first(storages.size());
  IdVector<ValueId, ValueId> result(storageOf.size());
  for (size_t v = 0; v < storageOf.size(); ++v) {
    StorageId s = storageOf[ValueId(v)];
    if (!s.valid()) continue;
    if (!first[s].valid()) first[s] = ValueId(v);
    result[ValueId(v)] = first[s];
  }
  return result;
}

StatusOr<BufferPlan> planBuffers(const Graph& graph, const CompileOptions& options) {
  return Planner(graph, options).run();
}

Status checkBufferPlan(const Graph& graph, const BufferPlan& plan) {
  std::vector<ArenaBlock> blocks;
  for (const Storage& s : plan.storages) {
    if (s.kind != BufferKind::kArena || s.lives.empty()) continue;
    ArenaBlock block{std::max<int64_t>(s.bytes, 1), s.lives[0].begin, s.lives[0].end, s.offset};
    for (const Lifetime& l : s.lives) {
      block.begin = std::min(block.begin, l.begin);
      block.end = std::max(block.end, l.end);
    }
    blocks.push_back(block);
  }
  RETURN_IF_ERROR(checkArena(blocks, plan.arenaBytes));
  auto alive = [&](ValueId v, int64_t time, std::string_view what) -> Status {
    if (!plan.storageOf[v].valid()) return internalError("value ", v.index, " has no storage");
    const Storage& s = plan.storages[plan.storageOf[v]];
    if (s.kind == BufferKind::kConstant || s.kind == BufferKind::kDeviceId || s.kind == BufferKind::kPrepared)
      return absl::OkStatus();
    for (const Lifetime& l : s.lives) {
      if (l.value == v && l.begin <= time && time <= l.end) return absl::OkStatus();
    }
    return internalError("value ", v.index, " is ", std::string(what), " at ", time, " outside of its lifetime");
  };
  auto visit = [&](auto&& self, const PlannedRegion& region) -> Status {
    for (const PlannedGroup& g : region.groups) {
      for (ValueId v : g.group.inputs) RETURN_IF_ERROR(alive(v, g.time, "read"));
      for (ValueId v : g.group.outputs) RETURN_IF_ERROR(alive(v, g.endTime, "written"));
      for (const auto& nested : g.regions) RETURN_IF_ERROR(self(self, *nested));
      if (!g.regions.empty()) continue;
      // What shares memory at this group must be allowed to.
      std::vector<std::pair<ValueId, ValueId>> pairs = inPlacePairs(graph, *region.access, g.group);
      for (ValueId output : g.group.outputs) {
        for (ValueId input : g.group.inputs) {
          if (plan.storageOf[input] != plan.storageOf[output]) continue;
          if (std::find(pairs.begin(), pairs.end(), std::make_pair(input, output)) == pairs.end()) {
            return internalError("values ", input.index, " and ", output.index, " share memory in ",
                                 groupToString(graph, g.group));
          }
        }
      }
    }
    return absl::OkStatus();
  };
  return visit(visit, *plan.body);
}

}  // namespace partita
