#include "partitioner/reshard.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "partitioner/reshard_search.h"

namespace partita {
namespace {

void appendAxes(const Axes& axes, std::string* key) {
  key->append(reinterpret_cast<const char*>(axes.data()), axes.size());
  key->push_back('\xff');
}

void appendLayout(const Layout& layout, std::string* key) {
  for (const Axes& axes : layout.dims) appendAxes(axes, key);
  appendAxes(layout.partial, key);
  key->push_back(layout.partial.empty() ? '\0' : static_cast<char>(1 + static_cast<int>(layout.reduction)));
}

}  // namespace

struct ReshardPlanner::Entry {
  std::optional<ReshardPlan> plan;
  bool thorough = false;  // the plan is what plan() gives
  double atLeast = 0;     // where there is none yet: it costs this or more as far as cost() knows
};

namespace {
// Moves that the searches of cost() may look at, about 0.4 us each: a part of what is left in a store that every call
// fills up a little. So pairs that are hard are searched well while there are few of them, and thousands of easy ones
// drain nothing.
constexpr size_t kStore = 60000, kRefill = 60, kLeast = 60, kPart = 6;
}  // namespace

struct ReshardPlanner::Cache {
  absl::flat_hash_map<std::string, std::unique_ptr<Entry>> entries;
  std::string key;  // of the last look-up: its memory is used again
  size_t store = kStore;
};

ReshardPlanner::Entry& ReshardPlanner::entry(const TensorType& type, const Layout& from, const Layout& to) {
  if (!cache_) cache_ = std::make_shared<Cache>();
  std::string& key = cache_->key;
  key.clear();
  appendLayout(from, &key);
  appendLayout(to, &key);
  key.push_back(static_cast<char>(dtypeBytes(type.dtype)));
  key.append(reinterpret_cast<const char*>(type.dims.data()), type.dims.size() * sizeof(int64_t));
  std::unique_ptr<Entry>& slot = cache_->entries[key];
  if (!slot) slot = std::make_unique<Entry>();
  return *slot;
}

const ReshardPlan& ReshardPlanner::plan(const TensorType& type, const Layout& from, const Layout& to) {
  Entry& known = entry(type, from, to);
  if (!known.thorough) {
    size_t moves = kThoroughMoves;
    known.plan = searchReshard(mesh_, type, from, to, std::numeric_limits<double>::infinity(), &moves);
    known.thorough = true;
  }
  return *known.plan;
}

double ReshardPlanner::cost(const TensorType& type, const Layout& from, const Layout& to, double limit) {
  if (from == to) return 0;
  Entry& known = entry(type, from, to);
  if (!known.plan && known.atLeast < limit) {
    size_t& store = cache_->store;
    store = std::min(kStore, store + kRefill);
    size_t moves = std::max(kLeast, store / kPart);
    known.plan = searchReshard(mesh_, type, from, to, limit, &moves);
    known.atLeast = limit;
    store -= std::min(store, moves);
  }
  return known.plan && known.plan->cost < limit ? known.plan->cost : std::numeric_limits<double>::infinity();
}

}  // namespace partita
