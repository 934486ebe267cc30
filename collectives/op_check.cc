#include "collectives/op_check.h"

#include <algorithm>
#include <numeric>

#include "absl/strings/str_join.h"
#include "base/hash.h"
#include "collectives/reduction.h"

namespace partita {
namespace {

int64_t total(const std::vector<int64_t>& counts) { return std::accumulate(counts.begin(), counts.end(), int64_t{0}); }

bool hasCountForEach(CollectiveKind kind) {
  return kind == CollectiveKind::kAllGather || kind == CollectiveKind::kReduceScatter ||
         kind == CollectiveKind::kAllToAll;
}

Status checkArray(const CollectiveOp& op, const CollectiveArray& array) {
  size_t counts = hasCountForEach(op.kind) ? op.group.size() : 1;
  size_t receives = op.kind == CollectiveKind::kAllToAll ? op.group.size() : 0;
  if (array.sendCounts.size() != counts || array.receiveCounts.size() != receives) {
    return invalidArgument("has ", array.sendCounts.size(), " send and ", array.receiveCounts.size(),
                           " receive counts; ", counts, " and ", receives, " are needed for ", op.group.size(),
                           " members");
  }
  constexpr int64_t kMost = int64_t{1} << 48;
  for (const auto* list : {&array.sendCounts, &array.receiveCounts}) {
    for (int64_t count : *list) {
      if (count < 0 || count > kMost) return invalidArgument("has a block of ", count, " elements");
    }
  }
  if (reduces(op.kind) && !canReduce(array.type, op.reduction)) {
    return invalidArgument(dtypeName(array.type), " cannot be combined by ", reductionName(op.reduction));
  }
  return absl::OkStatus();
}

}  // namespace

bool reduces(CollectiveKind kind) {
  return kind == CollectiveKind::kAllReduce || kind == CollectiveKind::kReduceScatter;
}

Status checkOp(const CollectiveOp& op, int64_t device, int64_t devices) {
  std::vector<int64_t> sorted = op.group;
  std::sort(sorted.begin(), sorted.end());
  bool twice = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
  if (sorted.empty() || twice || sorted.front() < 0 || sorted.back() >= devices) {
    return invalidArgument(describeOp(op), ": the group [", absl::StrJoin(op.group, ","),
                           "] must be different devices below ", devices);
  }
  if (!std::binary_search(sorted.begin(), sorted.end(), device)) {
    return invalidArgument(describeOp(op), ": device ", device, " is not in the group [", absl::StrJoin(op.group, ","),
                           "]");
  }
  for (const CollectiveArray& array : op.arrays) RETURN_IF_ERROR(annotate(checkArray(op, array), describeOp(op)));
  std::vector<int64_t> sources, targets;
  for (auto [source, target] : op.permutation) {
    for (int64_t end : {source, target}) {
      if (!std::binary_search(sorted.begin(), sorted.end(), end)) {
        return invalidArgument(describeOp(op), ": the permutation names device ", end, ", which is not in the group");
      }
    }
    sources.push_back(source);
    targets.push_back(target);
  }
  for (auto* ends : {&sources, &targets}) {
    std::sort(ends->begin(), ends->end());
    if (std::adjacent_find(ends->begin(), ends->end()) != ends->end()) {
      return invalidArgument(describeOp(op), ": a device is twice the ", ends == &sources ? "source" : "target",
                             " of the permutation");
    }
  }
  return absl::OkStatus();
}

std::string describeOp(const CollectiveOp& op) {
  std::string text(collectiveKindName(op.kind));
  if (reduces(op.kind)) strAppend(&text, " ", reductionName(op.reduction));
  size_t shown = std::min<size_t>(op.arrays.size(), 3);
  for (size_t i = 0; i < shown; ++i) {
    strAppend(&text, i ? ", " : " ", dtypeName(op.arrays[i].type), "[", total(op.arrays[i].sendCounts), "]");
  }
  if (shown < op.arrays.size()) strAppend(&text, " and ", op.arrays.size() - shown, " more");
  if (!op.name.empty()) strAppend(&text, " ('", op.name, "')");
  return text;
}

uint64_t opSignature(const CollectiveOp& op) {
  std::string text =
      strCat(static_cast<int>(op.kind), " ", static_cast<int>(op.reduction), " ", absl::StrJoin(op.group, ","));
  for (const CollectiveArray& array : op.arrays) {
    strAppend(&text, ";", static_cast<int>(array.type));
    if (op.kind != CollectiveKind::kAllToAll) strAppend(&text, " ", absl::StrJoin(array.sendCounts, ","));
  }
  for (auto [source, target] : op.permutation) strAppend(&text, "/", source, ">", target);
  return hashBytes(text);
}

uint64_t pairHash(const std::vector<const CollectiveOp*>& ops, bool sending, const std::vector<size_t>& senders,
                  const std::vector<size_t>& receivers) {
  std::string text;
  for (size_t s = 0; s < senders.size(); ++s) {
    for (size_t r = 0; r < receivers.size(); ++r) {
      const CollectiveOp& op = *ops[sending ? s : r];
      for (const CollectiveArray& array : op.arrays)
        strAppend(&text, sending ? array.sendCounts[receivers[r]] : array.receiveCounts[senders[s]], " ");
    }
  }
  return hashBytes(text);
}

int64_t opBytes(const CollectiveOp& op) {
  int64_t bytes = 0;
  for (const CollectiveArray& array : op.arrays) {
    bytes += std::max(total(array.sendCounts), total(array.receiveCounts)) * dtypeBytes(array.type);
  }
  return bytes;
}

}  // namespace partita
