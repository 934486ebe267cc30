#pragma once
// What devices do together, named once for the whole tree: programs, plans and communicators mean the same by it.
#include <cstdint>
#include <string_view>

namespace partita {

// How partial results become one.
enum class ReductionKind : uint8_t { kSum, kProduct, kMin, kMax, kAnd, kOr };
inline constexpr int kReductionKindCount = static_cast<int>(ReductionKind::kOr) + 1;
std::string_view reductionName(ReductionKind kind);  // "sum"

enum class CollectiveKind : uint8_t { kAllReduce, kAllGather, kReduceScatter, kAllToAll, kPermute, kBroadcast };
inline constexpr int kCollectiveKindCount = static_cast<int>(CollectiveKind::kBroadcast) + 1;
std::string_view collectiveKindName(CollectiveKind kind);  // "all-reduce"

}  // namespace partita
