// Collectives that move elements as they are: all-gather, all-to-all, permute by direct exchange, nearest process first
// (all-gather also round a ring), broadcast by a binomial tree.
#include <algorithm>

#include "collectives/op_check.h"
#include "collectives/plan_builder.h"

namespace partita {
namespace {

using Bases = PlanBuilder::Bases;
using Steps = PlanBuilder::Steps;

// What nobody waits for in pieces is sent in large ones. Several arrays are packed: in chunks, through staging memory.
constexpr int64_t kMoveBytes = int64_t{8} << 20;

std::vector<Chunk> chunksOf(const PlanBuilder& b, const std::vector<int64_t>& sizes) {
  const int64_t total = prefixSum(sizes, sizes.size());
  const auto arrays = std::count_if(sizes.begin(), sizes.end(), [](int64_t size) { return size > 0; });
  const int64_t chunk = b.count() == 1 ? std::max<int64_t>(total, 1)
                        : arrays > 1   ? b.chunkBytes()
                                       : std::max(b.chunkBytes(), kMoveBytes);
  return cutChunks(sizes, 0, total, chunk);
}

std::vector<Bases> outputsAt(const PlanBuilder& b, size_t member) {
  std::vector<Bases> outputs;
  for (size_t m = 0; m < b.locals().size(); ++m)
    outputs.push_back(b.outputs(m, [&](size_t a) { return prefixSum(b.op().arrays[a].sendCounts, member); }));
  return outputs;
}

}  // namespace

void planAllGather(PlanBuilder& b) {
  const std::vector<int64_t>& group = b.op().group;
  std::vector<std::vector<Chunk>> chunks;  // by member
  size_t most = 0;
  for (size_t j = 0; j < group.size(); ++j) {
    chunks.push_back(
        b.algorithm() == CollectiveAlgorithm::kRing && b.count() > 1
            ? cutChunks(b.sizesOf(b.op(), j), 0, prefixSum(b.sizesOf(b.op(), j), b.op().arrays.size()), b.chunkBytes())
            : chunksOf(b, b.sizesOf(b.op(), j)));
    most = std::max(most, chunks.back().size());
  }
  const size_t p = b.count();
  if (p > 1 && b.algorithm() == CollectiveAlgorithm::kRing) {
    const size_t next = (b.me() + 1) % p, before = (b.me() + p - 1) % p;
    for (size_t s = 0; s < p; ++s) {  // the members of process me - s, in round s
      const size_t q = (b.me() + p - s) % p;
      for (size_t j = 0; j < group.size(); ++j) {
        if (b.indexOf(group[j]) != q) continue;
        const std::vector<Bases> outputs = outputsAt(b, j);
        for (const Chunk& chunk : chunks[j]) {
          const Bases from = s == 0 ? b.inputs(b.localOf(group[j])) : outputs[0];
          const Steps there = s == 0 ? Steps() : b.receive(before, 0, chunk, from, {});
          if (q != next) b.send(next, 0, chunk, from, there);
          b.copy(chunk, from, outputs, there);
        }
      }
    }
    return;
  }
  for (size_t c = 0; c < most; ++c) {
    for (size_t j = 0; j < group.size(); ++j) {
      if (c >= chunks[j].size()) continue;
      const Chunk& chunk = chunks[j][c];
      const std::vector<Bases> outputs = outputsAt(b, j);
      if (b.isLocal(group[j])) {
        const Bases from = b.inputs(b.localOf(group[j]));
        for (size_t d = 1; d < p; ++d) b.send((b.me() + d) % p, 0, chunk, from, {});
        b.copy(chunk, from, outputs, {});
      } else {
        b.copy(chunk, outputs[0], outputs, b.receive(b.indexOf(group[j]), 0, chunk, outputs[0], {}));
      }
    }
  }
}

void planBroadcast(PlanBuilder& b) {
  std::vector<Bases> outputs;
  for (size_t m = 0; m < b.locals().size(); ++m) outputs.push_back(b.outputs(m));
  const size_t p = b.count(), root = b.indexOf(b.op().group[0]), relative = (b.me() + p - root) % p;
  const std::vector<int64_t> sizes = b.sizesOf(b.op(), 0);
  const int64_t total = prefixSum(sizes, sizes.size());
  const bool tree = b.algorithm() == CollectiveAlgorithm::kTree && p > 2;
  for (const Chunk& chunk : tree ? cutChunks(sizes, 0, total, b.chunkBytes()) : chunksOf(b, sizes)) {
    // Binomial tree: we receive from the relative process without our lowest bit, and send to those below that bit.
    size_t bit = 1;
    while (relative == 0 ? bit < p : !(relative & bit)) bit <<= 1;
    const bool source = relative == 0;
    const Bases from = source ? b.inputs(b.localOf(b.op().group[0])) : outputs[0];
    Steps there;
    if (!source) there = b.receive((root + (tree ? relative - bit : 0)) % p, 0, chunk, from, {});
    if (tree) {
      for (bit >>= 1; bit > 0; bit >>= 1) {
        if (relative + bit < p) b.send((root + relative + bit) % p, 0, chunk, from, there);
      }
    } else if (source) {
      for (size_t d = 1; d < p; ++d) b.send((root + d) % p, 0, chunk, from, {});
    }
    b.copy(chunk, from, outputs, there);
  }
}

void planPermute(PlanBuilder& b) {
  const std::vector<Chunk> chunks = chunksOf(b, b.sizesOf(b.op(), 0));
  std::vector<bool> filled(b.locals().size());
  for (const Chunk& chunk : chunks) {
    for (auto [source, target] : b.op().permutation) {
      if (b.isLocal(target)) filled[b.localOf(target)] = true;
      if (b.isLocal(source) && b.isLocal(target)) {
        b.copy(chunk, b.inputs(b.localOf(source)), {b.outputs(b.localOf(target))}, {});
      } else if (b.isLocal(source)) {
        b.send(b.indexOf(target), 0, chunk, b.inputs(b.localOf(source)), {});
      } else if (b.isLocal(target)) {
        b.receive(b.indexOf(source), 0, chunk, b.outputs(b.localOf(target)), {});
      }
    }
  }
  std::vector<Bases> empty;
  for (size_t m = 0; m < filled.size(); ++m) {
    if (!filled[m]) empty.push_back(b.outputs(m));
  }
  for (const Chunk& chunk : chunks) b.zero(chunk, empty);
}

Status planAllToAll(PlanBuilder& b) {
  const std::vector<int64_t>& group = b.op().group;
  // Both ends post the messages of a pair of processes by (sender, receiver) in group order.
  for (size_t i = 0; i < group.size(); ++i) {
    for (size_t j = 0; j < group.size(); ++j) {
      const int64_t source = group[i], target = group[j];
      if (!b.isLocal(source) && !b.isLocal(target)) continue;
      const CollectiveOp* sender = b.isLocal(source) ? b.locals()[b.localOf(source)].op : nullptr;
      const CollectiveOp* receiver = b.isLocal(target) ? b.locals()[b.localOf(target)].op : nullptr;
      std::vector<int64_t> sizes;
      for (size_t a = 0; a < b.op().arrays.size(); ++a) {
        if (sender && receiver && sender->arrays[a].sendCounts[j] != receiver->arrays[a].receiveCounts[i]) {
          return internalError(describeOp(b.op()), ": device ", source, " sends ", sender->arrays[a].sendCounts[j],
                               " elements to device ", target, ", which expects ",
                               receiver->arrays[a].receiveCounts[i]);
        }
        sizes.push_back((sender ? sender->arrays[a].sendCounts[j] : receiver->arrays[a].receiveCounts[i]) * b.width(a));
      }
      Bases from, to;
      if (sender)
        from = b.inputs(b.localOf(source), [&](size_t a) { return prefixSum(sender->arrays[a].sendCounts, j); });
      if (receiver)
        to = b.outputs(b.localOf(target), [&](size_t a) { return prefixSum(receiver->arrays[a].receiveCounts, i); });
      for (const Chunk& chunk : chunksOf(b, sizes)) {
        if (sender && receiver)
          b.copy(chunk, from, {to}, {});
        else if (sender)
          b.send(b.indexOf(target), 0, chunk, from, {});
        else
          b.receive(b.indexOf(source), 0, chunk, to, {});
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace partita
