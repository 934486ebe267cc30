#include "executor/drivers/collective_call.h"

#include <algorithm>

namespace partita {
namespace {

StatusOr<ElementType> elementTypeOf(DType dtype) {
  switch (dtype) {
    case DType::kI8:
      return ElementType::kI8;
    case DType::kI16:
      return ElementType::kI16;
    case DType::kI32:
      return ElementType::kI32;
    case DType::kI64:
      return ElementType::kI64;
    case DType::kUI16:
      return ElementType::kU16;
    case DType::kUI32:
      return ElementType::kU32;
    case DType::kUI64:
      return ElementType::kU64;
    case DType::kBF16:
      return ElementType::kBF16;
    case DType::kF16:
      return ElementType::kF16;
    case DType::kF32:
      return ElementType::kF32;
    case DType::kF64:
      return ElementType::kF64;
    case DType::kC64:
      return ElementType::kC64;
    case DType::kC128:
      return ElementType::kC128;
    case DType::kToken:
      return invalidArgument("a token cannot take part in a collective");
    default:
      if (dtypeBytes(dtype) == 1) return ElementType::kU8;  // booleans and storage types: moved as they are
      return unimplemented("collectives of ", dtypeName(dtype));
  }
}

// Types whose bytes are moved as kU8 and whose values are not numbers of that kind.
bool storedAsBytes(DType dtype) {
  return dtypeBytes(dtype) == 1 && dtype != DType::kI1 && dtype != DType::kI8 && dtype != DType::kUI8;
}

}  // namespace

StatusOr<CollectiveCall> collectiveCall(const Thunk& thunk, int64_t deviceId) {
  const CollectiveSpec& spec = *thunk.collective;
  CollectiveCall call;
  call.op = static_cast<CollectiveOp>(spec.kind);
  call.reduction = static_cast<ReduceOp>(spec.reduction);
  static_assert(static_cast<int>(CollectiveKind::kBroadcast) == static_cast<int>(CollectiveOp::kBroadcast));
  static_assert(static_cast<int>(ReductionKind::kOr) == static_cast<int>(ReduceOp::kOr));
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
    ASSIGN_OR_RETURN(ElementType type, elementTypeOf(piece.dtype));
    bool logical = spec.reduction == ReductionKind::kAnd || spec.reduction == ReductionKind::kOr;
    if (reduces && (storedAsBytes(piece.dtype) || (piece.dtype == DType::kI1 && !logical))) {
      return unimplemented(collectiveKindName(spec.kind), " with ", reductionName(spec.reduction), " of ",
                           dtypeName(piece.dtype));
    }
    call.blocks.push_back({nullptr, nullptr, type, piece.sendCounts, piece.receiveCounts});
  }
  call.sequence = spec.sequence;
  call.name = thunk.name;
  return call;
}

}  // namespace partita
