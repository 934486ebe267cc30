#include "executor/collective_op.h"

#include <algorithm>

#include "collectives/reduction.h"

namespace partita {
namespace {

// The blocks of one array fill the slices that they are in: POSITION is this device's in its group.
Status checkFills(const CollectiveSpec& spec, const CollectivePiece& piece, size_t position) {
  const int64_t width = dtypeBytes(piece.dtype);
  const auto fits = [&](absl::Span<const int64_t> counts, const Slice& slice) {
    int64_t rest = slice.bytes / width;
    for (const int64_t count : counts) {
      if (count < 0 || count > rest) return false;
      rest -= count;
    }
    return true;
  };
  const absl::Span<const int64_t> all = piece.sendCounts, own = all.subspan(all.size() > 1 ? position : 0, 1);
  const bool gathers = spec.kind == CollectiveKind::kAllGather, scatters = spec.kind == CollectiveKind::kReduceScatter;
  const absl::Span<const int64_t> out = spec.kind == CollectiveKind::kAllToAll ? piece.receiveCounts
                                        : scatters                             ? own
                                                                               : all;
  if (fits(gathers ? own : all, piece.input) && fits(out, piece.output)) return absl::OkStatus();
  return invalidArgument("a ", collectiveKindName(spec.kind), " of more elements than its ", piece.input.bytes, " and ",
                         piece.output.bytes, " bytes have");
}

}  // namespace

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
  const auto position = static_cast<size_t>(std::find(group.begin(), group.end(), device) - group.begin());
  bool reduces = spec.kind == CollectiveKind::kAllReduce || spec.kind == CollectiveKind::kReduceScatter;
  for (const CollectivePiece& piece : spec.pieces) {
    if (piece.dtype == DType::kToken) return invalidArgument("a token cannot take part in a collective");
    if (reduces && !canReduce(piece.dtype, spec.reduction)) {
      return unimplemented(collectiveKindName(spec.kind), " with ", reductionName(spec.reduction), " of ",
                           dtypeName(piece.dtype));
    }
    RETURN_IF_ERROR(checkFills(spec, piece, position));
    op.arrays.push_back({piece.dtype, piece.sendCounts, piece.receiveCounts});
  }
  op.name = thunk.name;
  return op;
}

}  // namespace partita
