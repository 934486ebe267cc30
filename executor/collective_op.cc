#include "executor/collective_op.h"

#include <algorithm>

#include "collectives/reduction.h"

namespace partita {

StatusOr<CollectiveOp> collectiveOp(const Thunk& thunk, int64_t device, absl::Span<const int64_t> devices) {
  const CollectiveSpec& spec = *thunk.collective;
  CollectiveOp op;
  op.kind = spec.kind;
  op.reduction = spec.reduction;
  std::vector<int64_t> group;
  for (const auto& each : spec.groups) {
    if (std::find(each.begin(), each.end(), device) != each.end()) group = each;
  }
  // A permutation and a broadcast give zeros to whom they do not reach; of the others nobody says what they would give.
  if (group.empty() && spec.kind != CollectiveKind::kPermute && spec.kind != CollectiveKind::kBroadcast) {
    return invalidArgument("device ", device, " is in none of the groups of this ", collectiveKindName(spec.kind));
  }
  const auto idOf = [&](int64_t number) -> StatusOr<int64_t> {
    if (number < 0 || number >= static_cast<int64_t>(devices.size()))
      return invalidArgument("a group names device ", number, " of ", devices.size());
    return devices[static_cast<size_t>(number)];
  };
  for (int64_t number : group) {
    ASSIGN_OR_RETURN(const int64_t id, idOf(number));
    op.group.push_back(id);
  }
  for (const auto& [source, target] : spec.permutation) {
    if (std::find(group.begin(), group.end(), source) == group.end()) continue;
    ASSIGN_OR_RETURN(const int64_t from, idOf(source));
    ASSIGN_OR_RETURN(const int64_t to, idOf(target));
    op.permutation.push_back({from, to});
  }
  bool reduces = spec.kind == CollectiveKind::kAllReduce || spec.kind == CollectiveKind::kReduceScatter;
  for (const CollectivePiece& piece : spec.pieces) {
    if (piece.dtype == DType::kToken) return invalidArgument("a token cannot take part in a collective");
    if (reduces && !canReduce(piece.dtype, spec.reduction)) {
      return unimplemented(collectiveKindName(spec.kind), " with ", reductionName(spec.reduction), " of ",
                           dtypeName(piece.dtype));
    }
    op.arrays.push_back({piece.dtype, piece.sendCounts, piece.receiveCounts});
  }
  op.name = thunk.name;
  return op;
}

}  // namespace partita
