#include "executor/dependencies.h"

#include <algorithm>
#include <map>

namespace partita {
namespace {

// The history of one range of bytes of a buffer: who wrote it last and who has read it since.
struct Range {
  int64_t end = 0;
  int32_t writer = -1;
  std::vector<int32_t> readers;
};

// Ranges of a buffer by their start; disjoint. Bytes in no range have no history.
class History {
 public:
  // Adds to EDGES the thunks that a use of [begin, end) must wait for, and records the use. Uses come in the order of
  // thunks.
  void use(int32_t thunk, int64_t begin, int64_t end, bool write, std::vector<int32_t>& edges) {
    if (begin >= end) return;
    split(begin);
    split(end);
    auto first = ranges_.lower_bound(begin), last = ranges_.lower_bound(end);
    for (auto it = first; it != last; ++it) {
      if (it->second.writer >= 0) edges.push_back(it->second.writer);
      if (write) edges.insert(edges.end(), it->second.readers.begin(), it->second.readers.end());
    }
    if (write) {
      ranges_.erase(first, last);
      ranges_[begin] = {end, thunk, {}};
      return;
    }
    int64_t covered = begin;
    for (auto it = first; it != last; ++it) {
      if (it->first > covered) ranges_[covered] = {it->first, -1, {thunk}};
      if (it->second.readers.empty() || it->second.readers.back() != thunk) it->second.readers.push_back(thunk);
      covered = it->second.end;
    }
    if (covered < end) ranges_[covered] = {end, -1, {thunk}};
  }

 private:
  // Makes sure that no range contains AT in its inside.
  void split(int64_t at) {
    auto it = ranges_.lower_bound(at);
    if (it == ranges_.begin()) return;
    --it;
    if (it->second.end <= at) return;
    Range tail = it->second;
    it->second.end = at;
    ranges_[at] = std::move(tail);
  }

  std::map<int64_t, Range> ranges_;
};

// Removes from each thunk's predecessors (sorted) those that another predecessor waits for. Aho, Garey, Ullman 1972,
// with one bit set per thunk.
void reduce(std::vector<std::vector<int32_t>>& predecessors) {
  size_t count = predecessors.size(), words = (count + 63) / 64;
  std::vector<uint64_t> reach(count * words);
  for (size_t i = 0; i < count; ++i) {
    uint64_t* mine = &reach[i * words];
    std::vector<int32_t> kept;
    for (auto it = predecessors[i].rbegin(); it != predecessors[i].rend();
         ++it) {  // nearest first: it may wait for the others
      auto p = static_cast<size_t>(*it);
      if (mine[p / 64] >> (p % 64) & 1) continue;
      kept.push_back(*it);
      const uint64_t* other = &reach[p * words];
      for (size_t w = 0; w <= p / 64; ++w) mine[w] |= other[w];
      mine[p / 64] |= uint64_t{1} << (p % 64);
    }
    std::reverse(kept.begin(), kept.end());
    predecessors[i] = std::move(kept);
  }
}

}  // namespace

DependencyGraph buildDependencies(absl::Span<const std::vector<BufferUse>> uses) {
  std::vector<std::vector<int32_t>> predecessors(uses.size());
  std::map<int32_t, History> buffers;
  for (size_t i = 0; i < uses.size(); ++i) {
    std::vector<int32_t>& edges = predecessors[i];
    for (const BufferUse& use : uses[i]) {
      buffers[use.slice.buffer].use(static_cast<int32_t>(i), use.slice.offset, use.slice.offset + use.slice.bytes,
                                    use.write, edges);
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    if (!edges.empty() && edges.back() == static_cast<int32_t>(i))
      edges.pop_back();  // a slice that it reads and writes
  }
  if (uses.size() <= kReductionLimit) reduce(predecessors);
  DependencyGraph graph;
  graph.predecessorCounts.resize(uses.size());
  graph.successors.resize(uses.size());
  for (size_t i = 0; i < uses.size(); ++i) {
    graph.predecessorCounts[i] = static_cast<int32_t>(predecessors[i].size());
    for (int32_t p : predecessors[i]) graph.successors[static_cast<size_t>(p)].push_back(static_cast<int32_t>(i));
  }
  return graph;
}

}  // namespace partita
