// All-reduce and reduce-scatter. (Thakur, Rabenseifner, Gropp, "Optimization of Collective Communication Operations in
// MPICH", 2005.) p processes, n bytes:
//   direct     everybody sends everything to everybody: one round, (p-1) n
//   doubling   partners at distance 1, 2, 4 … exchange what they have combined: log p rounds of n; p a power of two
//   halving    part q comes to process q in log p rounds, in each of which partners at distance p/2 … 1 exchange half
//   of
//              the parts they still have and combine; the results go back the same way: 2 log p rounds, 2 (p-1)/p n; p
//              a power of two
//   scatter    part q is combined by process q, to whom all send theirs; he sends the result to all: two rounds,
//              2 (p-1)/p n, chunked, so that combining one chunk overlaps the transfer of the next
//   ring       part q goes round from process q+1 to q, combined on its way, and the result once more: 2 (p-1) rounds,
//              to one neighbour only
#include <algorithm>

#include "collectives/plan_builder.h"

namespace partita {
namespace {

using Bases = PlanBuilder::Bases;
using Part = PlanBuilder::Part;
using Steps = PlanBuilder::Steps;

void append(Steps& to, const Steps& steps) { to.insert(to.end(), steps.begin(), steps.end()); }

bool isPowerOfTwo(size_t n) { return (n & (n - 1)) == 0; }

std::vector<Bases> allInputs(const PlanBuilder& b) {
  std::vector<Bases> bases;
  for (size_t m = 0; m < b.locals().size(); ++m) bases.push_back(b.inputs(m));
  return bases;
}

std::vector<Bases> allOutputs(const PlanBuilder& b) {
  std::vector<Bases> bases;
  for (size_t m = 0; m < b.locals().size(); ++m) bases.push_back(b.outputs(m));
  return bases;
}

// What members here give of CHUNK, ready to be sent to several processes.
Part toSend(PlanBuilder& b, const Chunk& chunk, const std::vector<Bases>& inputs, size_t receivers) {
  Part part = b.given(chunk, inputs);
  if (receivers > 1 && (chunk.size() > 1 || inputs.size() > 1)) return b.gather(chunk, {part}, false);
  return part;
}

// The parts of all processes in order: ours and what comes from the others.
std::vector<Part> partsOfAll(PlanBuilder& b, int phase, const Chunk& chunk, const std::vector<Bases>& inputs) {
  std::vector<Part> parts;
  for (size_t q = 0; q < b.count(); ++q)
    parts.push_back(q == b.me() ? b.given(chunk, inputs) : b.received(q, phase, chunk, false, {}));
  return parts;
}

void direct(PlanBuilder& b, const std::vector<Chunk>& chunks) {
  const std::vector<Bases> inputs = allInputs(b), outputs = allOutputs(b);
  const size_t p = b.count();
  for (const Chunk& chunk : chunks) {
    Steps sent;
    const Part mine = toSend(b, chunk, inputs, p - 1);
    for (size_t d = 1; d < p; ++d) append(sent, b.sendPart((b.me() + d) % p, 0, chunk, mine, false, {}));
    append(sent, mine.ready);
    b.combine(chunk, partsOfAll(b, 0, chunk, inputs), outputs, sent);
  }
}

void doubling(PlanBuilder& b, const std::vector<Chunk>& chunks) {
  const std::vector<Bases> inputs = allInputs(b), outputs = allOutputs(b);
  for (const Chunk& chunk : chunks) {
    Part mine = b.given(chunk, inputs);
    Steps sent;
    for (size_t bit = 1; bit < b.count(); bit <<= 1) {
      const size_t partner = b.me() ^ bit;
      append(sent, b.sendPart(partner, 0, chunk, mine, true, {}));
      const Part other = b.received(partner, 0, chunk, true, {});
      const std::vector<Part> both = partner < b.me() ? std::vector<Part>{other, mine} : std::vector<Part>{mine, other};
      if (bit * 2 < b.count())
        mine = b.gather(chunk, both, true);
      else
        b.combine(chunk, both, outputs, sent);
    }
  }
}

// A chunk of the part that comes to process Q by recursive halving. Gives at process Q the parts to combine, elsewhere
// nothing; READ: the steps after which our inputs of it may change. A part's rounds are added one after the other: what
// waits for staging memory then waits for earlier parts only, the same ones everywhere.
std::vector<Part> halve(PlanBuilder& b, size_t q, const Chunk& chunk, const std::vector<Bases>& inputs, Steps* read) {
  std::vector<Part> both = {b.given(chunk, inputs)};
  for (size_t bit = b.count() / 2; bit > 0; bit >>= 1) {
    const size_t partner = b.me() ^ bit;
    const bool partial = bit < b.count() / 2;
    const Part mine = partial ? b.gather(chunk, both, true) : both[0];
    if (((q ^ b.me()) & bit) != 0) {
      *read = b.sendPart(partner, 0, chunk, mine, partial, {});
      return {};
    }
    const Part other = b.received(partner, 0, chunk, partial, {});
    both = partner < b.me() ? std::vector<Part>{other, mine} : std::vector<Part>{mine, other};
  }
  return both;
}

// Of part q the chunks, for all processes q; and the most chunks of any.
struct Parts {
  std::vector<std::vector<Chunk>> chunks;
  size_t most = 0;
};

Parts evenParts(const PlanBuilder& b, const std::vector<int64_t>& sizes, int64_t total) {
  Parts parts;
  const auto p = static_cast<int64_t>(b.count());
  const auto at = [&](int64_t i) { return total / p * i + total % p * i / p; };
  for (int64_t q = 0; q < p; ++q) {
    parts.chunks.push_back(cutChunks(sizes, at(q), at(q + 1), b.chunkBytes()));
    parts.most = std::max(parts.most, parts.chunks.back().size());
  }
  return parts;
}

void scatter(PlanBuilder& b, const Parts& parts) {
  const std::vector<Bases> inputs = allInputs(b), outputs = allOutputs(b);
  const size_t p = b.count();
  for (size_t c = 0; c < parts.most; ++c) {
    std::vector<Steps> read(p);  // after which chunk c of part q may be overwritten
    for (size_t d = 1; d < p; ++d) {
      const size_t q = (b.me() + d) % p;
      if (c >= parts.chunks[q].size()) continue;
      const Chunk& chunk = parts.chunks[q][c];
      read[q] = b.sendPart(q, 0, chunk, b.given(chunk, inputs), false, {});
    }
    if (c < parts.chunks[b.me()].size()) {
      const Chunk& chunk = parts.chunks[b.me()][c];
      const Steps done = b.combine(chunk, partsOfAll(b, 0, chunk, inputs), outputs, {});
      for (size_t d = 1; d < p; ++d) b.send((b.me() + d) % p, 1, chunk, outputs[0], done);
    }
    for (size_t d = 1; d < p; ++d) {
      const size_t q = (b.me() + d) % p;
      if (c >= parts.chunks[q].size()) continue;
      const Chunk& chunk = parts.chunks[q][c];
      Steps there = b.receive(q, 1, chunk, outputs[0], read[q]);
      append(there, read[q]);
      b.copy(chunk, outputs[0], outputs, there);
    }
  }
}

void halving(PlanBuilder& b, const Parts& parts) {
  const std::vector<Bases> inputs = allInputs(b), outputs = allOutputs(b);
  const size_t p = b.count();
  for (size_t c = 0; c < parts.most; ++c) {
    std::vector<Steps> ready(p);  // ours: combined; others': their memory may be overwritten
    for (size_t q = 0; q < p; ++q) {
      if (c >= parts.chunks[q].size()) continue;
      const Chunk& chunk = parts.chunks[q][c];
      const std::vector<Part> both = halve(b, q, chunk, inputs, &ready[q]);
      if (q == b.me()) ready[q] = b.combine(chunk, both, outputs, {});
    }
    for (size_t q = 0; q < p; ++q) {
      if (c >= parts.chunks[q].size()) continue;
      const Chunk& chunk = parts.chunks[q][c];
      // It has come to all that differ from q in bits below the highest in which we do.
      size_t bit = 1;
      while (bit <= (q ^ b.me())) bit <<= 1;
      Steps there = q == b.me() ? ready[q] : b.receive(b.me() ^ (bit >> 1), 1, chunk, outputs[0], ready[q]);
      for (; bit < p; bit <<= 1) b.send(b.me() ^ bit, 1, chunk, outputs[0], there);
      if (q == b.me()) continue;
      append(there, ready[q]);
      b.copy(chunk, outputs[0], outputs, there);
    }
  }
}

// Part q goes round; FINAL(chunk index, parts) says where its sum goes. Gives by part and chunk the steps after which
// our inputs of it may change. As many chunks at a time as there is staging memory for go all the way round before the
// next begin: else everybody could wait for the others' memory.
template <typename Inputs, typename Final>
std::vector<std::vector<Steps>> ringReduce(PlanBuilder& b, const Parts& parts, Inputs inputsOf, Final final) {
  const size_t p = b.count(), next = (b.me() + 1) % p, before = (b.me() + p - 1) % p;
  std::vector<std::vector<Steps>> read(p);
  size_t most = 0;
  for (size_t q = 0; q < p; ++q) {
    read[q].resize(parts.chunks[q].size());
    most = std::max(most, parts.chunks[q].size());
  }
  for (size_t first = 0; first < most; first += PlanBuilder::kWindow) {
    const auto end = [&](size_t q) { return std::min(first + PlanBuilder::kWindow, parts.chunks[q].size()); };
    for (size_t c = first; c < end(before); ++c) {
      const Chunk& chunk = parts.chunks[before][c];
      read[before][c] = b.sendPart(next, 0, chunk, b.given(chunk, inputsOf(before)), true, {});
    }
    for (size_t s = 0; s + 1 < p; ++s) {
      const size_t q = (b.me() + 2 * p - 2 - s) % p;
      for (size_t c = first; c < end(q); ++c) {
        const Chunk& chunk = parts.chunks[q][c];
        const std::vector<Part> both = {b.received(before, 0, chunk, true, {}), b.given(chunk, inputsOf(q))};
        if (q == b.me()) {
          final(c, both);
          continue;
        }
        const Part sum = b.gather(chunk, both, true);
        b.sendPart(next, 0, chunk, sum, true, {});
        read[q][c] = sum.ready;
      }
    }
  }
  return read;
}

void ring(PlanBuilder& b, const Parts& parts) {
  const std::vector<Bases> inputs = allInputs(b), outputs = allOutputs(b);
  const size_t p = b.count(), next = (b.me() + 1) % p, before = (b.me() + p - 1) % p;
  std::vector<Steps> done(parts.chunks[b.me()].size());
  const std::vector<std::vector<Steps>> read = ringReduce(
      b, parts, [&](size_t) { return inputs; },
      [&](size_t c, const std::vector<Part>& both) {
        done[c] = b.combine(parts.chunks[b.me()][c], both, outputs, {});
      });
  for (size_t c = 0; c < done.size(); ++c) b.send(next, 1, parts.chunks[b.me()][c], outputs[0], done[c]);
  for (size_t s = 0; s + 1 < p; ++s) {
    const size_t q = (b.me() + 2 * p - 1 - s) % p;
    for (size_t c = 0; c < parts.chunks[q].size(); ++c) {
      const Chunk& chunk = parts.chunks[q][c];
      Steps there = b.receive(before, 1, chunk, outputs[0], read[q][c]);
      if (q != next) b.send(next, 1, chunk, outputs[0], there);
      append(there, read[q][c]);
      b.copy(chunk, outputs[0], outputs, there);
    }
  }
}

}  // namespace

void planAllReduce(PlanBuilder& b) {
  const std::vector<int64_t> sizes = b.sizesOf(b.op(), 0);
  const int64_t total = prefixSum(sizes, sizes.size());
  if (b.count() == 1) {
    const std::vector<Bases> inputs = allInputs(b), outputs = allOutputs(b);
    for (const Chunk& chunk : cutChunks(sizes, 0, total, std::max<int64_t>(total, 1)))
      b.combine(chunk, {b.given(chunk, inputs)}, outputs, {});
    return;
  }
  const std::vector<Chunk> chunks = cutChunks(sizes, 0, total, b.chunkBytes());
  switch (b.algorithm()) {
    case CollectiveAlgorithm::kDirect:
      return direct(b, chunks);
    case CollectiveAlgorithm::kRecursiveDoubling:
      return isPowerOfTwo(b.count()) ? doubling(b, chunks) : direct(b, chunks);
    case CollectiveAlgorithm::kRecursiveHalving:
      return isPowerOfTwo(b.count()) ? halving(b, evenParts(b, sizes, total)) : scatter(b, evenParts(b, sizes, total));
    case CollectiveAlgorithm::kRing:
      return ring(b, evenParts(b, sizes, total));
    default:
      return scatter(b, evenParts(b, sizes, total));
  }
}

void planReduceScatter(PlanBuilder& b) {
  // By target member: its chunks and where they are in the inputs.
  struct Target {
    size_t process;
    int64_t device;
    std::vector<Chunk> chunks;
    std::vector<Bases> inputs;
  };
  const CollectiveOp& op = b.op();
  std::vector<Target> targets;
  size_t most = 0;
  for (size_t j = 0; j < op.group.size(); ++j) {
    std::vector<Bases> inputs;
    for (size_t m = 0; m < b.locals().size(); ++m)
      inputs.push_back(b.inputs(m, [&](size_t a) { return prefixSum(op.arrays[a].sendCounts, j); }));
    const std::vector<int64_t> sizes = b.sizesOf(op, j);
    const int64_t total = prefixSum(sizes, sizes.size());
    const int64_t chunk = b.count() == 1 ? std::max<int64_t>(total, 1) : b.chunkBytes();
    targets.push_back({b.indexOf(op.group[j]), op.group[j], cutChunks(sizes, 0, total, chunk), std::move(inputs)});
    most = std::max(most, targets.back().chunks.size());
  }
  const size_t p = b.count();
  if (p > 1 && b.algorithm() == CollectiveAlgorithm::kRing) {
    // Each target goes round by itself, in the order of the group: a process is first in one and last in another.
    for (const Target& target : targets) {
      Parts parts;
      parts.chunks.resize(p);
      parts.chunks[target.process] = target.chunks;
      ringReduce(
          b, parts, [&](size_t) { return target.inputs; },
          [&](size_t c, const std::vector<Part>& both) {
            b.combine(target.chunks[c], both, {b.outputs(b.localOf(target.device))}, {});
          });
    }
    return;
  }
  if (p > 1 && b.algorithm() == CollectiveAlgorithm::kRecursiveHalving && isPowerOfTwo(p)) {
    for (size_t c = 0; c < most; ++c) {
      for (const Target& target : targets) {
        if (c >= target.chunks.size()) continue;
        Steps read;
        const std::vector<Part> both = halve(b, target.process, target.chunks[c], target.inputs, &read);
        if (target.process == b.me()) b.combine(target.chunks[c], both, {b.outputs(b.localOf(target.device))}, {});
      }
    }
    return;
  }
  for (size_t c = 0; c < most; ++c) {
    for (size_t d = 1; d <= p; ++d) {  // ourselves last
      const size_t q = (b.me() + d) % p;
      for (const Target& target : targets) {
        if (target.process != q || c >= target.chunks.size()) continue;
        const Chunk& chunk = target.chunks[c];
        if (q != b.me())
          b.sendPart(q, 0, chunk, b.given(chunk, target.inputs), false, {});
        else
          b.combine(chunk, partsOfAll(b, 0, chunk, target.inputs), {b.outputs(b.localOf(target.device))}, {});
      }
    }
  }
}

}  // namespace partita
