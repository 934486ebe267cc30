#include "base/collective.h"

namespace partita {

std::string_view reductionName(ReductionKind kind) {
  switch (kind) {
    case ReductionKind::kSum:
      return "sum";
    case ReductionKind::kProduct:
      return "product";
    case ReductionKind::kMin:
      return "min";
    case ReductionKind::kMax:
      return "max";
    case ReductionKind::kAnd:
      return "and";
    case ReductionKind::kOr:
      return "or";
  }
  return "sum";
}

std::string_view collectiveKindName(CollectiveKind kind) {
  switch (kind) {
    case CollectiveKind::kAllReduce:
      return "all-reduce";
    case CollectiveKind::kAllGather:
      return "all-gather";
    case CollectiveKind::kReduceScatter:
      return "reduce-scatter";
    case CollectiveKind::kAllToAll:
      return "all-to-all";
    case CollectiveKind::kPermute:
      return "collective-permute";
    case CollectiveKind::kBroadcast:
      return "collective-broadcast";
  }
  return "unknown collective";
}

}  // namespace partita
