#include "partitioner/reshard.h"

#include <algorithm>
#include <limits>
#include <queue>

#include "absl/container/flat_hash_map.h"
#include "base/check.h"

namespace partita {
namespace {

// Bytes that a step is worth avoiding. Small against a step's latency: bytes decide, and only sequences that save next
// to nothing are not worth more messages.
constexpr double kStepBytes = 256;
constexpr double kMaskWeight = 1e-3;  // a mask reads and writes the tensor
constexpr size_t kMaxStates = 20000;

std::string layoutKey(const Layout& layout) {
  std::string key;
  for (const Axes& axes : layout.dims) {
    key.append(reinterpret_cast<const char*>(axes.data()), axes.size());
    key.push_back('\xff');
  }
  key.append(reinterpret_cast<const char*>(layout.partial.data()), layout.partial.size());
  if (!layout.partial.empty()) key.push_back(static_cast<char>('a' + static_cast<int>(layout.reduction)));
  return key;
}

class Search {
 public:
  Search(const Mesh& mesh, const TensorType& type, const Layout& from, const Layout& to)
      : mesh_(mesh), type_(type), from_(from), to_(to) {}

  ReshardPlan run() {
    const std::string target = layoutKey(to_);
    push(from_, 0, -1, {});
    while (!queue_.empty()) {
      const auto [cost, index] = queue_.top();
      queue_.pop();
      if (cost > states_[index].cost) continue;
      if (states_[index].key == target) return unwind(index);
      if (states_.size() > kMaxStates) break;
      expand(index);
    }
    ReshardPlan none;
    none.possible = false;
    none.bytes = std::numeric_limits<double>::infinity();
    return none;
  }

 private:
  struct State {
    Layout layout;
    std::string key;
    double cost = 0;
    int parent = -1;
    ReshardStep step;
  };

  void push(const Layout& layout, double cost, int parent, ReshardStep step) {
    std::string key = layoutKey(layout);
    auto [it, fresh] = index_.try_emplace(key, static_cast<int>(states_.size()));
    if (!fresh && states_[it->second].cost <= cost) return;
    step.after = layout;
    if (fresh) {
      states_.push_back({layout, std::move(key), cost, parent, std::move(step)});
    } else {
      State& state = states_[it->second];
      state.cost = cost;
      state.parent = parent;
      state.step = std::move(step);
    }
    queue_.push({cost, it->second});
  }

  ReshardPlan unwind(int index) const {
    ReshardPlan plan;
    for (int i = index; states_[i].parent >= 0; i = states_[i].parent) {
      plan.steps.push_back(states_[i].step);
      plan.bytes += states_[i].step.bytes;
    }
    std::reverse(plan.steps.begin(), plan.steps.end());
    return plan;
  }

  // May dimension D be cut by LONGER and by its prefix SHORTER such that the shards nest?
  bool nests(int d, const Axes& longer, size_t prefix) const {
    return prefix == 0 || type_.dims[d] % axesSize(mesh_, longer) == 0;
  }
  bool fits(int d, const Axes& axes) const { return axesSize(mesh_, axes) <= type_.dims[d]; }

  void step(int index, ReshardStepKind kind, const Axes& axes, int from, int to, Layout after, double bytes,
            double extra = 0) {
    ReshardStep step{kind, axes, from, to, {}, bytes};
    push(after, states_[index].cost + bytes + kStepBytes + extra, index, std::move(step));
  }

  // Ordered selections of axes from CANDIDATES, shortest first.
  template <typename F>
  void forSelections(const Axes& candidates, Axes& chosen, const F& use) {
    if (!chosen.empty()) use(chosen);
    if (chosen.size() >= 3) return;
    for (int8_t axis : candidates) {
      if (contains(chosen, axis)) continue;
      chosen.push_back(axis);
      forSelections(candidates, chosen, use);
      chosen.pop_back();
    }
  }

  void expand(int index) {
    const Layout now = states_[index].layout;
    const double bytes = shardBytes(mesh_, type_, now);
    const int rank = static_cast<int>(now.dims.size());
    auto fraction = [](int64_t n) { return static_cast<double>(n - 1) / static_cast<double>(n); };
    // Axes that are partial now and not in the target.
    Axes toReduce, free, toMask;
    // A partial sum must be reduced before it can be part of a maximum.
    const bool sameReduction = now.partial.empty() || now.reduction == to_.reduction;
    for (int8_t axis : now.partial) {
      if (!sameReduction || !contains(to_.partial, axis)) toReduce.push_back(axis);
    }
    for (int axis = 0; axis < static_cast<int>(mesh_.axes.size()); ++axis) {
      if (mesh_.axes[axis].size == 1 || usesAxis(now, axis)) continue;
      if (contains(to_.partial, axis)) {
        if (sameReduction) toMask.push_back(static_cast<int8_t>(axis));
      } else {
        free.push_back(static_cast<int8_t>(axis));
      }
    }
    if (!toReduce.empty()) {
      // All at once (one collective), or each alone.
      std::vector<Axes> choices{toReduce};
      if (toReduce.size() > 1) {
        for (int8_t axis : toReduce) choices.push_back({axis});
      }
      for (const Axes& axes : choices) {
        Layout after = now;
        for (int8_t axis : axes) after.partial.erase(std::find(after.partial.begin(), after.partial.end(), axis));
        step(index, ReshardStepKind::kAllReduce, axes, -1, -1, after, 2 * fraction(axesSize(mesh_, axes)) * bytes);
      }
      Axes chosen;
      forSelections(toReduce, chosen, [&](const Axes& axes) {
        for (int d = 0; d < rank; ++d) {
          Layout after = now;
          for (int8_t axis : axes) {
            after.partial.erase(std::find(after.partial.begin(), after.partial.end(), axis));
            after.dims[d].push_back(axis);
          }
          if (!fits(d, after.dims[d]) || !nests(d, after.dims[d], now.dims[d].size())) continue;
          if (!wanted(after, d, axes)) continue;
          step(index, ReshardStepKind::kReduceScatter, axes, -1, d, after, fraction(axesSize(mesh_, axes)) * bytes);
        }
      });
    }
    if (!toMask.empty() && to_.reduction == ReductionKind::kSum) {
      Layout after = now;
      for (int8_t axis : toMask) addSorted(after.partial, axis);
      after.reduction = to_.reduction;
      step(index, ReshardStepKind::kMask, toMask, -1, -1, after, 0, kMaskWeight * bytes);
    } else if (!toMask.empty() && to_.reduction != ReductionKind::kProduct) {
      // min, max, and, or: the whole value is a valid partial result as it is.
      Layout after = now;
      for (int8_t axis : toMask) addSorted(after.partial, axis);
      after.reduction = to_.reduction;
      step(index, ReshardStepKind::kMask, toMask, -1, -1, after, 0);
    }
    for (int d = 0; d < rank; ++d) {
      const Axes& cut = now.dims[d];
      for (size_t keep = 0; keep < cut.size(); ++keep) {
        if (!nests(d, cut, keep)) continue;
        const Axes axes(cut.begin() + keep, cut.end());
        Layout after = now;
        after.dims[d].resize(keep);
        const double full = shardBytes(mesh_, type_, after);
        step(index, ReshardStepKind::kAllGather, axes, d, -1, after, fraction(axesSize(mesh_, axes)) * full);
        for (int e = 0; e < rank; ++e) {
          if (e == d) continue;
          Layout moved = after;
          moved.dims[e].insert(moved.dims[e].end(), axes.begin(), axes.end());
          if (!fits(e, moved.dims[e]) || !nests(e, moved.dims[e], now.dims[e].size())) continue;
          step(index, ReshardStepKind::kAllToAll, axes, d, e, moved, fraction(axesSize(mesh_, axes)) * bytes);
        }
      }
    }
    if (!free.empty()) {
      Axes chosen;
      forSelections(free, chosen, [&](const Axes& axes) {
        for (int d = 0; d < rank; ++d) {
          Layout after = now;
          after.dims[d].insert(after.dims[d].end(), axes.begin(), axes.end());
          if (!fits(d, after.dims[d]) || !nests(d, after.dims[d], now.dims[d].size())) continue;
          if (!wanted(after, d, axes)) continue;
          step(index, ReshardStepKind::kSlice, axes, -1, d, after, 0);
        }
      });
    }
    if (now.partial == to_.partial && sameTiles(now)) {
      step(index, ReshardStepKind::kPermute, {}, -1, -1, to_, bytes);
    }
  }

  // Cutting along AXES in dimension D is worth a look only when the target uses these axes somewhere, or has others of
  // the same sizes there.
  bool wanted(const Layout& after, int d, const Axes& axes) const {
    if (axesSize(mesh_, to_.dims[d]) > 1) return true;
    for (int8_t axis : axes) {
      if (usesAxis(to_, axis)) return true;
    }
    (void)after;
    return false;
  }

  // Every device holds a tile of the target's shape, and the tiles are the same boxes.
  bool sameTiles(const Layout& now) const {
    bool same = true;
    for (size_t d = 0; d < now.dims.size(); ++d) {
      const int64_t count = axesSize(mesh_, now.dims[d]);
      if (count != axesSize(mesh_, to_.dims[d]) || type_.dims[d] % count != 0) return false;
      same = same && now.dims[d] == to_.dims[d];
    }
    return !same;
  }

  const Mesh& mesh_;
  const TensorType& type_;
  const Layout& from_;
  const Layout& to_;
  std::vector<State> states_;
  absl::flat_hash_map<std::string, int> index_;
  std::priority_queue<std::pair<double, int>, std::vector<std::pair<double, int>>, std::greater<>> queue_;
};

}  // namespace

struct ReshardPlanner::Cache {
  absl::flat_hash_map<std::string, std::unique_ptr<ReshardPlan>> plans;
};

const ReshardPlan& ReshardPlanner::plan(const TensorType& type, const Layout& from, const Layout& to) {
  if (!cache_) cache_ = std::make_shared<Cache>();
  std::string key = layoutKey(from) + "|" + layoutKey(to) + "|";
  key.push_back(static_cast<char>(type.dtype));
  key.push_back(static_cast<char>(to.reduction));
  key.append(reinterpret_cast<const char*>(type.dims.data()), type.dims.size() * sizeof(int64_t));
  std::unique_ptr<ReshardPlan>& slot = cache_->plans[key];
  if (!slot) slot = std::make_unique<ReshardPlan>(search(type, from, to));
  return *slot;
}

double ReshardPlanner::cost(const TensorType& type, const Layout& from, const Layout& to) {
  if (from == to) return 0;
  const ReshardPlan& p = plan(type, from, to);
  return p.possible ? p.bytes + kStepBytes * static_cast<double>(p.steps.size())
                    : std::numeric_limits<double>::infinity();
}

ReshardPlan ReshardPlanner::search(const TensorType& type, const Layout& from, const Layout& to) const {
  return Search(mesh_, type, from, to).run();
}

}  // namespace partita
