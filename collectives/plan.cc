#include "collectives/plan.h"

#include <algorithm>
#include <cstring>

#include "absl/container/inlined_vector.h"
#include "base/check.h"
#include "collectives/reduction.h"

namespace partita {
namespace {

// Copies wait for memory: a piece is what a core's second-level cache holds with what it becomes.
int64_t elementsOfPiece(const Step& step) {
  const int64_t width = std::max<int64_t>(step.bytes / std::max<int64_t>(step.count, 1), 1);
  return std::max<int64_t>(kPieceBytes / width / 64 * 64, 64);
}

}  // namespace

int64_t piecesOf(const Step& step) {
  if (step.kind == StepKind::kReduce) {
    const int64_t each = elementsOfPiece(step);
    return std::max<int64_t>((step.count + each - 1) / each, 1);
  }
  return std::max<int64_t>((step.bytes + kPieceBytes - 1) / kPieceBytes, 1);
}

void runPiece(const Plan& plan, const Step& step, char* const* bases, int64_t piece) {
  const auto at = [&](const Address& address) { return bases[address.base] + address.offset; };
  const Address* targets = plan.targets.data() + step.firstTarget;
  const Plan::Source* sources = plan.sources.data() + step.firstSource;
  int64_t begin = piece * kPieceBytes, bytes = std::min(kPieceBytes, step.bytes - begin);
  const char* done = nullptr;
  int32_t copied = 0;
  switch (step.kind) {
    case StepKind::kReduce: {
      const int64_t first = piece * elementsOfPiece(step), count = std::min(elementsOfPiece(step), step.count - first);
      const int64_t target = step.bytes / std::max<int64_t>(step.count, 1);  // bytes of an element
      const int64_t narrow = dtypeBytes(step.type);
      absl::InlinedVector<ReduceSource, 16> list;
      for (int32_t s = 0; s < step.sources; ++s) {
        const int64_t width = sources[s].wide ? static_cast<int64_t>(sizeof(float)) : narrow;
        list.push_back({at(sources[s].address) + first * width, sources[s].wide, sources[s].begins});
      }
      begin = first * target;
      bytes = count * target;
      reduceGroups(at(targets[0]) + begin, step.wide, list, count, step.type, step.reduction);
      done = at(targets[0]) + begin;
      copied = 1;
      break;
    }
    case StepKind::kCopy:
      done = at(sources[0].address) + begin;
      break;
    case StepKind::kZero:
      for (int32_t t = 0; t < step.targets; ++t) std::memset(at(targets[t]) + begin, 0, static_cast<size_t>(bytes));
      return;
    default:
      CHECK(false, "not a local step");
  }
  for (; copied < step.targets; ++copied) {
    char* target = at(targets[copied]) + begin;
    if (target != done) std::memcpy(target, done, static_cast<size_t>(bytes));
  }
}

}  // namespace partita
