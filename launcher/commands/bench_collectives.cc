#include "launcher/commands/bench_collectives.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <thread>

#include "absl/strings/numbers.h"
#include "base/clock.h"

namespace partita {
namespace {

constexpr int64_t kSizes[] = {64, 4 << 10, 32 << 10, 256 << 10, 2 << 20, 16 << 20};
constexpr int64_t kChunks[] = {128 << 10, 512 << 10};
constexpr int64_t kChunked = 256 << 10;  // from this size on the chunk matters

// What is compared: an algorithm for a kind with chunks of a size.
struct Candidate {
  CollectiveRule rule;
  std::map<int64_t, double> seconds;  // by size
};

CollectiveOp opOf(CollectiveKind kind, int64_t bytes, int64_t devices) {
  CollectiveOp op;
  op.kind = kind;
  for (int64_t d = 0; d < devices; ++d) op.group.push_back(d);
  const bool each = kind == CollectiveKind::kAllGather || kind == CollectiveKind::kReduceScatter;
  const int64_t elements = std::max<int64_t>(bytes / 4 / (each ? devices : 1), 1);
  op.arrays.push_back({DType::kF32, std::vector<int64_t>(static_cast<size_t>(each ? devices : 1), elements), {}});
  op.name = "measurement";
  return op;
}

// Seconds of a run at the devices of COMMUNICATORS: the median.
StatusOr<double> timeOne(const std::vector<std::unique_ptr<Communicator>>& communicators, CollectiveKind kind,
                         int64_t bytes) {
  const int times = bytes <= 32 << 10 ? 101 : bytes <= 2 << 20 ? 31 : 9;
  std::vector<double> seconds;
  std::vector<Status> statuses(communicators.size());
  const auto body = [&](size_t d) -> Status {
    Communicator& communicator = *communicators[d];
    const auto key = CollectiveKey{1, bytes};
    ASSIGN_OR_RETURN(const auto handle, communicator.prepare(key, opOf(kind, bytes, communicator.deviceCount())));
    std::vector<float> in(static_cast<size_t>(bytes / 4 + 16), 1.0f), out(in.size());
    const CollectiveBuffer buffers[] = {{in.data(), out.data()}};
    for (uint64_t i = 0; i < static_cast<uint64_t>(times); ++i) {
      const double before = secondsNow();
      RETURN_IF_ERROR(runCollective(communicator, *handle, {i, 0}, buffers));
      if (d == 0) seconds.push_back(secondsNow() - before);
    }
    return absl::OkStatus();
  };
  std::vector<std::thread> threads;
  for (size_t d = 1; d < communicators.size(); ++d) threads.emplace_back([&, d] { statuses[d] = body(d); });
  statuses[0] = body(0);
  for (std::thread& thread : threads) thread.join();
  for (const Status& status : statuses) RETURN_IF_ERROR(status);
  std::nth_element(seconds.begin(), seconds.begin() + times / 2, seconds.end());
  return seconds[static_cast<size_t>(times / 2)];
}

std::vector<Candidate> candidatesFor(CollectiveKind kind, int64_t processes) {
  std::vector<Candidate> out;
  for (const CollectiveAlgorithm algorithm : algorithmsFor(kind)) {
    const bool pairs =
        algorithm == CollectiveAlgorithm::kRecursiveDoubling || algorithm == CollectiveAlgorithm::kRecursiveHalving;
    if (pairs && (processes & (processes - 1)) != 0) continue;
    for (const int64_t chunk : kChunks) out.push_back({{kind, processes, -1, algorithm, chunk}, {}});
  }
  return out;
}

// Rules by size: up to a measured size what is the fastest there.
void addRules(const std::vector<Candidate>& candidates, CollectiveTable& table) {
  std::vector<CollectiveRule> rules;
  for (const int64_t bytes : kSizes) {
    const Candidate* best = nullptr;
    for (const Candidate& one : candidates) {
      const auto time = one.seconds.find(bytes);
      if (time != one.seconds.end() && (best == nullptr || time->second < best->seconds.at(bytes))) best = &one;
    }
    if (best == nullptr) continue;
    if (rules.empty() || rules.back().algorithm != best->rule.algorithm ||
        rules.back().chunkBytes != best->rule.chunkBytes)
      rules.push_back(best->rule);
    rules.back().bytes = bytes;
  }
  if (!rules.empty()) rules.back().bytes = -1;
  table.rules.insert(table.rules.end(), rules.begin(), rules.end());
}

void print(const Candidate& one) {
  std::printf("%-20s %-9s %4lld KiB", std::string(collectiveKindName(one.rule.kind)).c_str(),
              std::string(algorithmName(one.rule.algorithm)).c_str(),
              static_cast<long long>(one.rule.chunkBytes >> 10));
  for (const auto& [bytes, seconds] : one.seconds)
    std::printf("  %lld: %.1f us", static_cast<long long>(bytes), seconds * 1e6);
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

StatusOr<CollectiveTable> benchCollectives(const Cluster& cluster, World& world) {
  CollectiveTable table;
  if (world.size() == 1) return table;  // within a process there is one way
  std::vector<int> devicesOf(static_cast<size_t>(world.size()));
  for (const Cluster::Place& place : cluster.places()) ++devicesOf[static_cast<size_t>(place.process)];
  for (const CollectiveKind kind : {CollectiveKind::kAllReduce, CollectiveKind::kReduceScatter,
                                    CollectiveKind::kAllGather, CollectiveKind::kBroadcast}) {
    std::vector<Candidate> candidates = candidatesFor(kind, world.size());
    for (Candidate& one : candidates) {
      CommunicatorOptions options;
      options.table = {{one.rule}};
      ASSIGN_OR_RETURN(auto communicators, world.communicators(devicesOf, options));
      for (const int64_t bytes : kSizes) {
        if (bytes < kChunked && one.rule.chunkBytes != kChunks[std::size(kChunks) - 1]) continue;
        const StatusOr<double> mine = timeOne(communicators, kind, bytes);
        RETURN_IF_ERROR(world.agree(mine.status()));
        ASSIGN_OR_RETURN(const std::vector<std::string> all, world.gather(strCat(*mine)));
        double& slowest = one.seconds[bytes];
        for (const std::string& text : all) {
          double seconds = 0;
          if (absl::SimpleAtod(text, &seconds)) slowest = std::max(slowest, seconds);
        }
      }
      communicators.clear();
      RETURN_IF_ERROR(world.agree(absl::OkStatus()));
      if (world.rank() == 0) print(one);
    }
    if (world.rank() == 0) addRules(candidates, table);
  }
  return table;
}

}  // namespace partita
