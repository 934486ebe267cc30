#include "collectives/call_check.h"

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

bool reduces(CollectiveKind kind) {
  return kind == CollectiveKind::kAllReduce || kind == CollectiveKind::kReduceScatter;
}

Status checkBlock(const CollectiveCall& call, const CollectiveBlock& block) {
  size_t counts = hasCountForEach(call.kind) ? call.group.size() : 1;
  size_t receives = call.kind == CollectiveKind::kAllToAll ? call.group.size() : 0;
  if (block.sendCounts.size() != counts || block.receiveCounts.size() != receives) {
    return invalidArgument("has ", block.sendCounts.size(), " send and ", block.receiveCounts.size(),
                           " receive counts; ", counts, " and ", receives, " are needed for ", call.group.size(),
                           " members");
  }
  constexpr int64_t kMost = int64_t{1} << 48;
  for (const auto* list : {&block.sendCounts, &block.receiveCounts}) {
    for (int64_t count : *list) {
      if (count < 0 || count > kMost) return invalidArgument("has a block of ", count, " elements");
    }
  }
  if (reduces(call.kind) && !canReduce(block.type, call.reduction)) {
    return invalidArgument(dtypeName(block.type), " cannot be combined by ", reductionName(call.reduction));
  }
  return absl::OkStatus();
}

}  // namespace

Status checkCall(const CollectiveCall& call, int64_t device, int64_t devices) {
  std::vector<int64_t> sorted = call.group;
  std::sort(sorted.begin(), sorted.end());
  bool twice = std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end();
  if (sorted.empty() || twice || sorted.front() < 0 || sorted.back() >= devices) {
    return invalidArgument(describeCall(call), ": the group [", absl::StrJoin(call.group, ","),
                           "] must be different devices below ", devices);
  }
  if (!std::binary_search(sorted.begin(), sorted.end(), device)) {
    return invalidArgument(describeCall(call), ": device ", device, " is not in the group [",
                           absl::StrJoin(call.group, ","), "]");
  }
  for (const CollectiveBlock& block : call.blocks)
    RETURN_IF_ERROR(annotate(checkBlock(call, block), describeCall(call)));
  std::vector<int64_t> sources, targets;
  for (auto [source, target] : call.permutation) {
    for (int64_t end : {source, target}) {
      if (!std::binary_search(sorted.begin(), sorted.end(), end)) {
        return invalidArgument(describeCall(call), ": the permutation names device ", end,
                               ", which is not in the group");
      }
    }
    sources.push_back(source);
    targets.push_back(target);
  }
  for (auto* ends : {&sources, &targets}) {
    std::sort(ends->begin(), ends->end());
    if (std::adjacent_find(ends->begin(), ends->end()) != ends->end()) {
      return invalidArgument(describeCall(call), ": a device is twice the ", ends == &sources ? "source" : "target",
                             " of the permutation");
    }
  }
  return absl::OkStatus();
}

std::string describeCall(const CollectiveCall& call) {
  std::string text(collectiveKindName(call.kind));
  if (reduces(call.kind)) strAppend(&text, " ", reductionName(call.reduction));
  size_t shown = std::min<size_t>(call.blocks.size(), 3);
  for (size_t i = 0; i < shown; ++i) {
    strAppend(&text, i ? ", " : " ", dtypeName(call.blocks[i].type), "[", total(call.blocks[i].sendCounts), "]");
  }
  if (shown < call.blocks.size()) strAppend(&text, " and ", call.blocks.size() - shown, " more");
  strAppend(&text, " as number ", call.sequence);
  if (!call.name.empty()) strAppend(&text, " ('", call.name, "')");
  return text;
}

uint64_t callSignature(const CollectiveCall& call) {
  std::string text = strCat(static_cast<int>(call.kind), " ", static_cast<int>(call.reduction), " ", call.sequence);
  for (const CollectiveBlock& block : call.blocks) {
    strAppend(&text, ";", static_cast<int>(block.type));
    // All-to-all: each member has its own counts; transfers of other sizes than expected are found when they arrive.
    if (call.kind != CollectiveKind::kAllToAll) strAppend(&text, " ", absl::StrJoin(block.sendCounts, ","));
  }
  for (auto [source, target] : call.permutation) strAppend(&text, "/", source, ">", target);
  return hashBytes(text);
}

uint64_t groupHash(const std::vector<int64_t>& group) {
  return hashBytes({reinterpret_cast<const char*>(group.data()), group.size() * sizeof(int64_t)});
}

int64_t callBytes(const CollectiveCall& call) {
  int64_t bytes = 0;
  for (const CollectiveBlock& block : call.blocks) {
    bytes += std::max(total(block.sendCounts), total(block.receiveCounts)) * dtypeBytes(block.type);
  }
  return bytes;
}

}  // namespace partita
