#include "partitioner/reshard_search.h"

#include <algorithm>
#include <array>
#include <queue>

#include "absl/container/flat_hash_map.h"
#include "base/check.h"

namespace partita {
namespace {

constexpr int kMaxAxes = 16, kMaxDims = 8;  // of a packed state: separators and axes in 24 symbols of 5 bits
constexpr int kExactAxes = 5;               // up to here no move is left out
constexpr size_t kMaxSelection = 3;         // axes of one slice or reduce-scatter that does not end in the target
constexpr size_t kFirstMoves = 8000;        // looked at before a beam finds a better plan to compare with
constexpr size_t kWidth = 48;
constexpr int kDepth = 12;
constexpr double kExactly = 1 - 1e-9;  // rounding must not lift the bound over the cost it bounds

struct Key {
  uint64_t low = 0, high = 0;
  friend bool operator==(const Key&, const Key&) = default;
  template <typename H>
  friend H AbslHashValue(H h, const Key& key) {
    return H::combine(std::move(h), key.low, key.high);
  }
};

// The axes of one dimension, major to minor, by their number in the search.
struct AxisList {
  uint8_t count = 0;
  std::array<uint8_t, kMaxAxes> axes;
  void push(int axis) { axes[count++] = static_cast<uint8_t>(axis); }
};
int commonPrefix(const AxisList& a, const AxisList& b) {
  const int most = std::min(a.count, b.count);
  int n = 0;
  while (n < most && a.axes[n] == b.axes[n]) ++n;
  return n;
}
bool isPrefix(const AxisList& a, const AxisList& b) { return commonPrefix(a, b) == a.count; }

using AxisSet = uint32_t;
bool has(AxisSet set, int axis) { return set >> axis & 1; }

// A layout as the search sees it: only the dimensions that can be cut, only the axes that can cut them.
struct State {
  std::array<AxisList, kMaxDims> dims;
  AxisSet partial = 0;
  bool targetKind = false;  // partial by the target's reduction, where that is another than the source's
};

struct Move {
  ReshardStepKind kind{};
  int8_t from = -1, to = -1;
  double cost = 0, bytes = 0;
};

class Search {
 public:
  Search(const Mesh& mesh, const TensorType& type, const Layout& from, const Layout& to)
      : mesh_(mesh), type_(type), from_(from), to_(to), elementBytes_(static_cast<double>(dtypeBytes(type.dtype))) {}

  // False: too large for packed states.
  bool prepare() {
    if (!chooseAxes() || !chooseDims()) return false;
    start_ = stateOf(from_);
    goal_ = stateOf(to_);
    sameKind_ = start_.partial == 0 || goal_.partial == 0 || from_.reduction == to_.reduction;
    goal_.targetKind = !sameKind_;
    goalAxes_ = used(goal_);
    goalKey_ = pack(goal_);
    for (int d = 0; d < rank_; ++d) {
      goalCount_[d] = count(goal_.dims[d]);
      goalEven_[d] = even(d, goal_.dims[d]);
      for (int k = 0; k <= goal_.dims[d].count; ++k) goalNests_[d][k] = nests(d, goal_.dims[d], k);
    }
    devices_ = 1;
    for (int a = 0; a < axisCount_; ++a) devices_ *= static_cast<double>(axisSize_[a]);
    wholeBytes_ = elementBytes_;
    for (int64_t n : type_.dims) wholeBytes_ *= static_cast<double>(n);
    goalBytes_ = wholeBytes_;
    for (int d = 0; d < rank_; ++d) goalBytes_ /= static_cast<double>(goalCount_[d]);
    return true;
  }

  std::optional<ReshardPlan> run(double limit, size_t* moves) {
    const Key first = pack(start_);
    if (first == goalKey_) {
      *moves = 0;
      return ReshardPlan();
    }
    bestCost_ = limit;
    push(start_, first, 0, -1, {}, nullptr);
    if (*moves >= kFirstMoves * 2 && !advance(kFirstMoves)) beam();
    advance(*moves);
    *moves = generated_;
    if (bestNode_ < 0) return std::nullopt;
    return unwind();
  }

 private:
  struct Node {
    Key key;
    double cost = 0;
    int parent = -1;
    Move move;
    bool listed = false;  // by beam()
  };
  struct Open {
    double total, cost;
    int index;
    // Of equal totals the one that has come farthest.
    friend bool operator<(const Open& a, const Open& b) {
      if (a.total != b.total) return a.total > b.total;
      if (a.cost != b.cost) return a.cost < b.cost;
      return a.index > b.index;
    }
  };

  // ---- the problem ----

  bool chooseAxes() {
    std::vector<int> used, unused;
    for (int axis = 0; axis < static_cast<int>(mesh_.axes.size()); ++axis) {
      if (mesh_.axes[axis].size == 1) continue;  // cuts nothing
      (usesAxis(from_, axis) || usesAxis(to_, axis) ? used : unused).push_back(axis);
    }
    // Axes that neither layout names may still hold shards on the way; worth a look where there are few.
    if (used.size() + unused.size() <= kExactAxes) used.insert(used.end(), unused.begin(), unused.end());
    if (used.size() > kMaxAxes) return false;
    std::sort(used.begin(), used.end());
    weighted_ = mesh_.weighted();
    axisCount_ = static_cast<int>(used.size());
    numberOf_.fill(-1);
    for (int a = 0; a < axisCount_; ++a) {
      axisId_[a] = static_cast<int8_t>(used[a]);
      axisSize_[a] = mesh_.axes[used[a]].size;
      numberOf_[used[a]] = static_cast<int8_t>(a);
    }
    return true;
  }

  int64_t countOf(const Axes& axes) const { return partita::axesSize(mesh_, axes); }

  bool chooseDims() {
    std::vector<int> cut, spare;
    for (int d = 0; d < type_.rank(); ++d) {
      if (countOf(from_.dims[d]) > 1 || countOf(to_.dims[d]) > 1) {
        cut.push_back(d);
      } else if (type_.dims[d] > 1) {
        spare.push_back(d);
      }
    }
    if (cut.size() > kMaxDims) return false;
    for (int d : spare) {
      if (cut.size() < kMaxDims) cut.push_back(d);
    }
    std::sort(cut.begin(), cut.end());
    rank_ = static_cast<int>(cut.size());
    for (int d = 0; d < rank_; ++d) {
      dimId_[d] = cut[d];
      size_[d] = type_.dims[cut[d]];
    }
    outside_ = elementBytes_;
    for (int d = 0; d < type_.rank(); ++d) {
      if (std::find(cut.begin(), cut.end(), d) == cut.end()) outside_ *= static_cast<double>(type_.dims[d]);
    }
    return true;
  }

  State stateOf(const Layout& layout) const {
    State out;
    for (int d = 0; d < rank_; ++d) {
      for (int8_t axis : layout.dims[dimId_[d]]) {
        if (numberOf_[axis] >= 0) out.dims[d].push(numberOf_[axis]);
      }
    }
    for (int8_t axis : layout.partial) {
      if (numberOf_[axis] >= 0) out.partial |= 1u << numberOf_[axis];
    }
    return out;
  }

  Layout layoutOf(const State& state) const {
    Layout out = Layout::whole(type_.rank());
    for (int d = 0; d < rank_; ++d) {
      for (int i = 0; i < state.dims[d].count; ++i) out.dims[dimId_[d]].push_back(axisId_[state.dims[d].axes[i]]);
    }
    for (int a = 0; a < axisCount_; ++a) {
      if (has(state.partial, a)) out.partial.push_back(axisId_[a]);
    }
    out.reduction = state.targetKind || start_.partial == 0 ? to_.reduction : from_.reduction;
    return out;
  }

  Key pack(const State& state) const {
    Key key;
    auto put = [&](uint64_t symbol) {
      key.high = key.high << 5 | key.low >> 59;
      key.low = key.low << 5 | symbol;
    };
    put(state.targetKind ? 2 : 1);  // never 0, so that unpack() finds the first symbol
    for (int d = 0; d < rank_; ++d) {
      for (int i = 0; i < state.dims[d].count; ++i) put(1 + state.dims[d].axes[i]);
      put(0);
    }
    for (AxisSet left = state.partial; left != 0; left &= left - 1) put(1 + __builtin_ctz(left));
    return key;
  }

  State unpack(Key key) const {
    std::array<uint8_t, 2 + kMaxAxes + kMaxDims> symbols;  // last one first
    int n = 0;
    for (; (key.low | key.high) != 0; ++n) {
      symbols[n] = key.low & 31;
      key.low = key.low >> 5 | key.high << 59;
      key.high >>= 5;
    }
    State out;
    out.targetKind = symbols[--n] == 2;
    for (int d = 0; d < rank_; ++d) {
      while (symbols[--n] != 0) out.dims[d].push(symbols[n] - 1);
    }
    while (n > 0) out.partial |= 1u << (symbols[--n] - 1);
    return out;
  }

  // ---- sizes ----

  int64_t count(const AxisList& list) const {
    int64_t out = 1;
    for (int i = 0; i < list.count; ++i) out *= axisSize_[list.axes[i]];
    return out;
  }

  // Bytes of the largest shard, dimension SKIP left out.
  double shardBytes(const State& state, int skip = -1) const {
    double out = outside_;
    for (int d = 0; d < rank_; ++d) {
      if (d != skip) out *= pieceSize(d, state.dims[d]);
    }
    return out;
  }
  double pieceSize(int d, const AxisList& list) const {
    if (weighted_ && weighted(list)) return static_cast<double>(cut(d, list).largest());
    return static_cast<double>(Cut(size_[d], count(list)).largest());
  }
  bool weighted(const AxisList& list) const {
    return std::any_of(list.axes.begin(), list.axes.begin() + list.count,
                       [&](uint8_t axis) { return !mesh_.axes[axisId_[axis]].weights.empty(); });
  }
  // Dimension D cut along LIST: made once where there are weights, for it has a table then.
  Cut cut(int d, const AxisList& list) const {
    std::string key(1, static_cast<char>(d));
    key.append(reinterpret_cast<const char*>(list.axes.data()), list.count);
    const auto [it, fresh] = cuts_.try_emplace(std::move(key));
    if (fresh) {
      Axes axes;
      for (int i = 0; i < list.count; ++i) axes.push_back(axisId_[list.axes[i]]);
      it->second = cutOf(mesh_, axes, size_[d]);
    }
    return it->second;
  }
  bool even(int d, const AxisList& list) const {
    return weighted_ && weighted(list) ? cut(d, list).even() : Cut(size_[d], count(list)).even();
  }
  int64_t sizeOf(AxisSet set) const {
    int64_t out = 1;
    for (; set != 0; set &= set - 1) out *= axisSize_[__builtin_ctz(set)];
    return out;
  }
  static double fraction(int64_t n) { return static_cast<double>(n - 1) / static_cast<double>(n); }

  // May dimension D be cut along LIST and along its first PREFIX axes alone such that the shards nest?
  bool nests(int d, const AxisList& list, int prefix) const {
    if (prefix == 0 || prefix == list.count) return true;
    AxisList outer = list;
    outer.count = static_cast<uint8_t>(prefix);
    if (weighted_ && weighted(list)) return cut(d, list).refines(cut(d, outer));
    return Cut(size_[d], count(list)).refines(Cut(size_[d], count(outer)));
  }
  // No empty shards, but where a layout that was asked for has them.
  bool fits(int d, const AxisList& list) const {
    const bool full =
        weighted_ && weighted(list) ? cut(d, list).smallest() > 0 : Cut(size_[d], count(list)).smallest() > 0;
    return full || isPrefix(list, start_.dims[d]) || isPrefix(list, goal_.dims[d]);
  }

  AxisSet used(const State& state) const {
    AxisSet out = state.partial;
    for (int d = 0; d < rank_; ++d) {
      for (int i = 0; i < state.dims[d].count; ++i) out |= 1u << state.dims[d].axes[i];
    }
    return out;
  }
  // Partial along these axes now and not in the target. A partial sum must be reduced before it can be part of a
  // maximum.
  AxisSet toReduce(const State& state) const {
    if (state.targetKind) return 0;
    return sameKind_ ? state.partial & ~goal_.partial : state.partial;
  }
  AxisSet toMask(const State& state, AxisSet usedNow) const {
    if (!sameKind_ && !state.targetKind && state.partial != 0) return 0;
    return goal_.partial & ~usedNow;
  }
  AxisSet all() const { return (1u << axisCount_) - 1; }

  // Dimension D can still become the target's by cutting it further.
  bool opens(int d, const AxisList& list) const {
    const AxisList& goal = goal_.dims[d];
    return isPrefix(list, goal) && goalNests_[d][list.count];
  }
  // How many of the target's next axes of dimension D are in FROM: a run that may be cut in one step.
  int goalRun(int d, const AxisList& list, AxisSet from) const {
    const AxisList& goal = goal_.dims[d];
    if (list.count == goal.count || !opens(d, list)) return 0;
    int n = list.count;
    while (n < goal.count && has(from, goal.axes[n])) ++n;
    while (n > list.count && !goalNests_[d][n]) --n;
    return n - list.count;
  }

  // Less than any plan from STATE costs. Each device must be given the part of its target tile that it does not hold,
  // and steps cost at least the part of their tiles that is new on a device: on the worst device nothing of the tile is
  // there unless in every dimension one cut refines the other. Where n devices hold partial results, each element is
  // also received n - 1 times on its way to the sum.
  double bound(const State& state) const {
    double overlap = wholeBytes_;
    for (int d = 0; d < rank_; ++d) {
      const AxisList &now = state.dims[d], &goal = goal_.dims[d];
      if (commonPrefix(now, goal) < std::min(now.count, goal.count)) {
        overlap = 0;
        break;
      }
      overlap /= static_cast<double>(now.count > goal.count ? count(now) : goalCount_[d]);
    }
    double bytes = goalBytes_ - overlap;
    if (const AxisSet reduce = toReduce(state)) {
      bytes = std::max(bytes, goalBytes_ + static_cast<double>(sizeOf(reduce) - 2) * wholeBytes_ / devices_);
    }
    return bytes * kExactly + kReshardStepBytes;
  }

  // ---- moves: each takes STATE to another and says what that costs ----

  static void pushAll(const AxisList& list, int first, AxisList* to) {
    for (int i = first; i < list.count; ++i) to->push(list.axes[i]);
  }
  static Move move(ReshardStepKind kind, int from, int to, double bytes, double extra = 0) {
    return {kind, static_cast<int8_t>(from), static_cast<int8_t>(to), bytes + kReshardStepBytes + extra, bytes};
  }

  Move allReduce(State& state, AxisSet axes) const {
    state.partial &= ~axes;
    return move(ReshardStepKind::kAllReduce, -1, -1, 2 * fraction(sizeOf(axes)) * shardBytes(state));
  }
  Move reduceScatter(State& state, const AxisList& axes, int d) const {
    const double bytes = fraction(count(axes)) * shardBytes(state);
    for (int i = 0; i < axes.count; ++i) state.partial &= ~(1u << axes.axes[i]);
    pushAll(axes, 0, &state.dims[d]);
    return move(ReshardStepKind::kReduceScatter, -1, d, bytes);
  }
  Move mask(State& state, AxisSet axes) const {
    state.partial |= axes;
    state.targetKind = !sameKind_;
    const bool keepsValue = to_.reduction != ReductionKind::kSum && to_.reduction != ReductionKind::kProduct;
    return move(ReshardStepKind::kMask, -1, -1, 0, keepsValue ? 0 : kReshardMaskWeight * shardBytes(state));
  }
  Move allGather(State& state, int d, int keep) const {
    const int64_t before = count(state.dims[d]);
    state.dims[d].count = static_cast<uint8_t>(keep);
    return move(ReshardStepKind::kAllGather, d, -1, fraction(before / count(state.dims[d])) * shardBytes(state));
  }
  Move allToAll(State& state, int d, int keep, int e) const {
    const double bytes = shardBytes(state);
    const int64_t before = count(state.dims[d]);
    pushAll(state.dims[d], keep, &state.dims[e]);
    state.dims[d].count = static_cast<uint8_t>(keep);
    return move(ReshardStepKind::kAllToAll, d, e, fraction(before / count(state.dims[d])) * bytes);
  }
  Move slice(State& state, const AxisList& axes, int d) const {
    pushAll(axes, 0, &state.dims[d]);
    return move(ReshardStepKind::kSlice, -1, d, 0);
  }
  Move permute(State& state) const {
    state = goal_;
    return move(ReshardStepKind::kPermute, -1, -1, shardBytes(state));
  }
  // The tiles are the same boxes, of the same shape on each device before and after.
  bool permutes(const State& state) const {
    if (state.partial != goal_.partial || state.targetKind != goal_.targetKind) return false;
    for (int d = 0; d < rank_; ++d) {
      if (!goalEven_[d] || count(state.dims[d]) != goalCount_[d] || !even(d, state.dims[d])) return false;
    }
    return true;
  }

  // ---- search ----

  // A* until MOST moves have been looked at in all; true: the best plan so far is proved to be the best, or there is
  // none below the limit.
  bool advance(size_t most) {
    while (generated_ <= most) {
      if (queue_.empty()) return true;
      const Open open = queue_.top();
      queue_.pop();
      if (open.cost > nodes_[open.index].cost) continue;
      if (open.total >= bestCost_) return true;
      expand(open.index, nullptr);
    }
    return false;
  }

  // A good plan where the bound leaves too much to look at: step by step the kWidth states from which the rule ends
  // cheapest.
  void beam() {
    std::vector<std::pair<double, int>> level{{0, 0}}, next;
    for (int step = 0; step < kDepth && !level.empty(); ++step) {
      next.clear();
      for (const auto& [total, index] : level) expand(index, &next);
      std::sort(next.begin(), next.end());
      level.clear();
      level.assign(next.begin(), next.begin() + std::min<size_t>(next.size(), kWidth));
    }
  }

  // NEXT: where to list the state with the cost of the plan that the rule makes of it.
  void push(const State& state, const Key& key, double cost, int parent, const Move& how,
            std::vector<std::pair<double, int>>* next) {
    ++generated_;
    const bool done = key == goalKey_;
    if (cost >= bestCost_) return;
    const double total = done ? cost : cost + bound(state);
    if (total >= bestCost_) return;
    auto [it, fresh] = index_.try_emplace(key, static_cast<int>(nodes_.size()));
    if (fresh) {
      nodes_.push_back({key, cost, parent, how, false});
    } else {
      Node& node = nodes_[it->second];
      if (node.cost <= cost) {
        if (next && !node.listed) list(state, it->second, next);
        return;
      }
      node.cost = cost;
      node.parent = parent;
      node.move = how;
    }
    if (done) {
      bestCost_ = cost;
      bestNode_ = it->second;
      return;
    }
    queue_.push({total, cost, it->second});
    if (next) list(state, it->second, next);
  }

  void list(const State& state, int index, std::vector<std::pair<double, int>>* next) {
    Node& node = nodes_[index];
    node.listed = true;
    next->push_back({node.cost + complete(state, nullptr), index});
    noteCompleted(next->back().first, index);
  }

  void noteCompleted(double cost, int index) {
    if (cost >= bestCost_) return;
    bestCost_ = cost;
    bestNode_ = index;
  }

  // The way on from STATE by rule: what the target cuts is cut as soon as it can be, axes go straight to where the
  // target has them, and what is in the way is gathered. Adds the moves and the states they reach to PLAN.
  double complete(State state, std::vector<std::pair<Move, State>>* plan) const {
    double cost = 0, best = std::numeric_limits<double>::infinity();
    size_t bestSize = 0;
    bool permuted = false;
    auto add = [&](const Move& move) {
      cost += move.cost;
      if (plan) plan->push_back({move, state});
    };
    while (true) {
      for (bool moved = true; moved;) {
        moved = false;
        for (int d = 0; d < rank_; ++d) {
          for (const bool reduces : {false, true}) {
            const int n = goalRun(d, state.dims[d], reduces ? toReduce(state) : all() & ~used(state));
            if (n == 0) continue;
            AxisList run;
            for (int i = 0; i < n; ++i) run.push(goal_.dims[d].axes[state.dims[d].count + i]);
            add(reduces ? reduceScatter(state, run, d) : slice(state, run, d));
            moved = true;
          }
        }
      }
      if (const AxisSet axes = toReduce(state)) {
        add(allReduce(state, axes));
        continue;
      }
      if (pack(state) == goalKey_) break;
      if (permutes(state)) {
        // Another way to end here; the rule goes on to see whether it finds a cheaper one.
        State end = state;
        const double ends = cost + permute(end).cost;
        if (ends < best) {
          best = ends;
          bestSize = plan ? plan->size() : 0;
          permuted = true;
        }
      }
      if (cost >= best) break;
      if (!straighten(state, add)) {
        const AxisSet axes = toMask(state, used(state));
        CHECK(axes != 0, "a reshard of ", type_.toString(), " from ", layoutToString(from_, mesh_), " to ",
              layoutToString(to_, mesh_), " is stuck at ", layoutToString(layoutOf(state), mesh_));
        add(mask(state, axes));
      }
    }
    if (cost < best) return cost;
    if (plan) plan->resize(bestSize);
    State end = goal_;
    const Move last = permute(end);
    CHECK(permuted);
    if (plan) plan->push_back({last, end});
    return best;
  }

  // One move of axes that stand where the target has others; false where none do.
  template <typename Add>
  bool straighten(State& state, const Add& add) const {
    int gathered = -1, kept = 0;
    int64_t least = 0;
    for (int d = 0; d < rank_; ++d) {
      const AxisList& list = state.dims[d];
      if (opens(d, list)) continue;
      const int64_t pieces = count(list);
      int keep = commonPrefix(list, goal_.dims[d]);
      AxisList prefix = list;
      prefix.count = static_cast<uint8_t>(keep);
      if (!nests(d, list, keep) || !opens(d, prefix)) keep = 0;
      for (int k = keep; k < list.count; ++k) {
        if (!nests(d, list, k)) continue;
        AxisSet suffix = 0;
        for (int i = k; i < list.count; ++i) suffix |= 1u << list.axes[i];
        for (int e = 0; e < rank_; ++e) {
          if (e == d || goalRun(e, state.dims[e], suffix) < list.count - k) continue;
          AxisList moved = state.dims[e];
          pushAll(list, k, &moved);
          if (!isPrefix(moved, goal_.dims[e]) || !opens(e, moved)) continue;
          add(allToAll(state, d, k, e));
          return true;
        }
      }
      prefix.count = static_cast<uint8_t>(keep);
      const int64_t times = pieces / count(prefix);
      if (gathered < 0 || times < least) {
        gathered = d;
        kept = keep;
        least = times;
      }
    }
    if (gathered < 0) return false;
    add(allGather(state, gathered, kept));
    return true;
  }

  // Ordered selections of axes from CANDIDATES, up to MOST of them.
  template <typename F>
  void forSelections(AxisSet candidates, AxisList& chosen, size_t most, const F& use) const {
    if (chosen.count > 0) use(chosen);
    if (chosen.count >= most) return;
    for (AxisSet left = candidates; left != 0; left &= left - 1) {
      const int axis = __builtin_ctz(left);
      chosen.push(axis);
      forSelections(candidates & ~(1u << axis), chosen, most, use);
      --chosen.count;
    }
  }

  // Cutting along AXES in dimension D is worth a look only when the target uses these axes somewhere, or has others of
  // the same sizes there.
  bool wanted(int d, const AxisList& axes) const {
    if (goalCount_[d] > 1) return true;
    return std::any_of(axes.axes.begin(), axes.axes.begin() + axes.count,
                       [&](uint8_t axis) { return has(goalAxes_, axis); });
  }

  template <typename F>
  void forCuts(const State& now, AxisSet from, const F& use) const {
    if (from == 0) return;
    AxisList chosen;
    forSelections(from, chosen, axisCount_ <= kExactAxes ? kMaxSelection : 1, [&](const AxisList& axes) {
      for (int d = 0; d < rank_; ++d) {
        if (!wanted(d, axes)) continue;
        AxisList after = now.dims[d];
        pushAll(axes, 0, &after);
        if (fits(d, after) && nests(d, after, now.dims[d].count)) use(axes, d);
      }
    });
    const int longest = axisCount_ <= kExactAxes ? kMaxSelection : 1;
    for (int d = 0; d < rank_; ++d) {
      const int n = goalRun(d, now.dims[d], from);
      if (n <= longest) continue;
      AxisList run;
      for (int i = 0; i < n; ++i) run.push(goal_.dims[d].axes[now.dims[d].count + i]);
      use(run, d);
    }
  }

  void expand(int index, std::vector<std::pair<double, int>>* next) {
    const State now = unpack(nodes_[index].key);
    const double cost = nodes_[index].cost;
    noteCompleted(cost + complete(now, nullptr), index);
    auto go = [&](auto&& change) {
      State after = now;
      const Move how = change(after);
      push(after, pack(after), cost + how.cost, index, how, next);
    };
    const AxisSet usedNow = used(now), reduce = toReduce(now), free = all() & ~usedNow & ~goal_.partial;
    if (axisCount_ > kExactAxes) {
      // What the target cuts is cut at once: nothing gets smaller for free by waiting.
      for (int d = 0; d < rank_; ++d) {
        const int n = goalRun(d, now.dims[d], free);
        if (n == 0) continue;
        AxisList run;
        for (int i = 0; i < n; ++i) run.push(goal_.dims[d].axes[now.dims[d].count + i]);
        return go([&](State& s) { return slice(s, run, d); });
      }
    }
    if (reduce != 0) {
      go([&](State& s) { return allReduce(s, reduce); });
      if ((reduce & (reduce - 1)) != 0) {
        for (AxisSet left = reduce; left != 0; left &= left - 1) {
          go([&](State& s) { return allReduce(s, left & -left); });
        }
      }
      forCuts(now, reduce,
              [&](const AxisList& axes, int d) { go([&](State& s) { return reduceScatter(s, axes, d); }); });
    }
    if (const AxisSet axes = toMask(now, usedNow)) go([&](State& s) { return mask(s, axes); });
    for (int d = 0; d < rank_; ++d) {
      for (int keep = 0; keep < now.dims[d].count; ++keep) {
        if (!nests(d, now.dims[d], keep)) continue;
        go([&](State& s) { return allGather(s, d, keep); });
        for (int e = 0; e < rank_; ++e) {
          if (e == d) continue;
          AxisList moved = now.dims[e];
          pushAll(now.dims[d], keep, &moved);
          if (!fits(e, moved) || !nests(e, moved, now.dims[e].count)) continue;
          go([&](State& s) { return allToAll(s, d, keep, e); });
        }
      }
    }
    forCuts(now, free, [&](const AxisList& axes, int d) { go([&](State& s) { return slice(s, axes, d); }); });
    if (permutes(now)) go([&](State& s) { return permute(s); });
  }

  // ---- the answer ----

  Axes added(const AxisList& longer, int first) const {
    Axes out;
    for (int i = first; i < longer.count; ++i) out.push_back(axisId_[longer.axes[i]]);
    return out;
  }
  Axes axesOf(AxisSet set) const {
    Axes out;
    for (int a = 0; a < axisCount_; ++a) {
      if (has(set, a)) out.push_back(axisId_[a]);
    }
    return out;
  }

  ReshardStep stepOf(const State& before, const Move& move, const State& after) const {
    ReshardStep step{
        move.kind,       {},        move.from >= 0 ? dimId_[move.from] : -1, move.to >= 0 ? dimId_[move.to] : -1,
        layoutOf(after), move.bytes};
    switch (move.kind) {
      case ReshardStepKind::kAllReduce:
      case ReshardStepKind::kMask:
        step.axes = axesOf(before.partial ^ after.partial);
        break;
      case ReshardStepKind::kReduceScatter:
      case ReshardStepKind::kSlice:
        step.axes = added(after.dims[move.to], before.dims[move.to].count);
        break;
      case ReshardStepKind::kAllGather:
      case ReshardStepKind::kAllToAll:
        step.axes = added(before.dims[move.from], after.dims[move.from].count);
        break;
      case ReshardStepKind::kPermute:
        break;
    }
    return step;
  }

  ReshardPlan unwind() const {
    std::vector<std::pair<Move, State>> moves;
    for (int i = bestNode_; i > 0; i = nodes_[i].parent) moves.push_back({nodes_[i].move, unpack(nodes_[i].key)});
    std::reverse(moves.begin(), moves.end());
    if (!(nodes_[bestNode_].key == goalKey_)) complete(moves.empty() ? start_ : moves.back().second, &moves);
    ReshardPlan plan;
    State before = start_;
    for (const auto& [move, after] : moves) {
      plan.steps.push_back(stepOf(before, move, after));
      plan.bytes += move.bytes;
      plan.cost += move.cost;
      before = after;
    }
    CHECK(pack(before) == goalKey_, "a reshard that ends elsewhere");
    plan.steps.back().after = to_;
    return plan;
  }

  const Mesh& mesh_;
  const TensorType& type_;
  const Layout &from_, &to_;
  const double elementBytes_;

  int axisCount_ = 0, rank_ = 0;
  std::array<int8_t, kMaxAxes> axisId_{};  // number here -> axis of the mesh
  std::array<int64_t, kMaxAxes> axisSize_{};
  std::array<int8_t, 128> numberOf_{};  // and back; -1: not looked at
  std::array<int, kMaxDims> dimId_{};
  std::array<int64_t, kMaxDims> size_{}, goalCount_{};
  std::array<bool, kMaxDims> goalEven_{};
  std::array<std::array<bool, kMaxAxes + 1>, kMaxDims> goalNests_{};  // the cut along the first k axes holds the goal's
  bool weighted_ = false;                                             // some axis has weights
  mutable absl::flat_hash_map<std::string, Cut> cuts_;
  State start_, goal_;
  Key goalKey_;
  bool sameKind_ = true;
  AxisSet goalAxes_ = 0;
  double outside_ = 0;  // bytes of an element times the dimensions that are not looked at
  double wholeBytes_ = 0, goalBytes_ = 0, devices_ = 1;

  size_t generated_ = 0;
  std::vector<Node> nodes_;
  absl::flat_hash_map<Key, int> index_;
  std::priority_queue<Open> queue_;
  // The best plan so far, where there is one below the limit: to bestNode_, and on by complete() if that is not the
  // end.
  double bestCost_ = 0;
  int bestNode_ = -1;
};

}  // namespace

ReshardPlan plainReshard(const Mesh& mesh, const TensorType& type, const Layout& from, const Layout& to) {
  ReshardPlan plan;
  Layout now = from;
  auto fraction = [](int64_t n) { return static_cast<double>(n - 1) / static_cast<double>(n); };
  auto add = [&](ReshardStepKind kind, const Axes& axes, int source, int target, double bytes) {
    plan.steps.push_back({kind, axes, source, target, now, bytes});
    plan.bytes += bytes;
    plan.cost += bytes + kReshardStepBytes;
  };
  for (int d = 0; d < type.rank(); ++d) {
    if (now.dims[d] == to.dims[d] || now.dims[d].empty()) continue;
    const Axes axes = std::exchange(now.dims[d], Axes());
    add(ReshardStepKind::kAllGather, axes, d, -1, fraction(axesSize(mesh, axes)) * shardBytes(mesh, type, now));
  }
  Axes reduce;
  for (int8_t axis : from.partial) {
    if (from.reduction != to.reduction || !contains(to.partial, axis)) reduce.push_back(axis);
  }
  if (!reduce.empty()) {
    now.partial.erase(
        std::remove_if(now.partial.begin(), now.partial.end(), [&](int8_t a) { return contains(reduce, a); }),
        now.partial.end());
    add(ReshardStepKind::kAllReduce, reduce, -1, -1,
        2 * fraction(axesSize(mesh, reduce)) * shardBytes(mesh, type, now));
  }
  for (int d = 0; d < type.rank(); ++d) {
    if (now.dims[d] == to.dims[d]) continue;
    now.dims[d] = to.dims[d];
    add(ReshardStepKind::kSlice, to.dims[d], -1, d, 0);
  }
  if (now.partial != to.partial) {
    Axes axes;
    for (int8_t axis : to.partial) {
      if (!contains(now.partial, axis)) axes.push_back(axis);
    }
    now.partial = to.partial;
    now.reduction = to.reduction;
    add(ReshardStepKind::kMask, axes, -1, -1, 0);
  }
  return plan;
}

std::optional<ReshardPlan> searchReshard(const Mesh& mesh, const TensorType& type, const Layout& from, const Layout& to,
                                         double limit, size_t* moves) {
  Search search(mesh, type, from, to);
  if (!search.prepare()) {
    *moves = 0;
    return plainReshard(mesh, type, from, to);
  }
  return search.run(limit, moves);
}

}  // namespace partita
