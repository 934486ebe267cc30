#include "executor/drivers/collective_call.h"

#include <algorithm>

#include "collectives/reduction.h"

namespace partita {
StatusOr<CollectiveOp> collectiveOp(const Thunk& thunk, int64_t deviceId) {
  const CollectiveSpec& spec = *thunk.collective;
  CollectiveOp call;
  call.kind = spec.kind;
  call.reduction = spec.reduction;
  for (const auto& group : spec.groups) {
    if (std::find(group.begin(), group.end(), deviceId) != group.end()) call.group = group;
  }
  // A permutation and a broadcast give zeros to whom they do not reach; of the others nobody says what they would give.
  if (call.group.empty() && spec.kind != CollectiveKind::kPermute && spec.kind != CollectiveKind::kBroadcast) {
    return invalidArgument("device ", deviceId, " is in none of the groups of this ", collectiveKindName(spec.kind));
  }
  for (const auto& pair : spec.permutation) {
    bool member = std::find(call.group.begin(), call.group.end(), pair.first) != call.group.end();
    if (member) call.permutation.push_back(pair);
  }
  bool reduces = spec.kind == CollectiveKind::kAllReduce || spec.kind == CollectiveKind::kReduceScatter;
  for (const CollectivePiece& piece : spec.pieces) {
    if (piece.dtype == DType::kToken) return invalidArgument("a token cannot take part in a collective");
    if (reduces && !canReduce(piece.dtype, spec.reduction)) {
      return unimplemented(collectiveKindName(spec.kind), " with ", reductionName(spec.reduction), " of ",
                           dtypeName(piece.dtype));
    }
    call.arrays.push_back({piece.dtype, piece.sendCounts, piece.receiveCounts});
  }
  call.name = thunk.name;
  return call;
}

}  // namespace partita
