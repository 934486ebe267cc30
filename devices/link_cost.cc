#include "devices/link_cost.h"

namespace partita {
namespace {

double rounds(int64_t n) {
  double count = 0;
  for (int64_t reach = 1; reach < n; reach *= 2) ++count;
  return count;
}

CollectiveTime faster(CollectiveTime a, CollectiveTime b) { return b.seconds < a.seconds ? b : a; }

bool isPowerOfTwo(int64_t n) { return (n & (n - 1)) == 0; }

// PAIRS: the algorithm with rounds of partners.
CollectiveTime halfRing(const Link& link, int64_t n, double bytes, CollectiveAlgorithm pairs) {
  if (n <= 1) return {};
  const double members = static_cast<double>(n);
  CollectiveTime best{(members - 1) * (link.latency + bytes / members / link.rate()), CollectiveAlgorithm::kRing};
  if (isPowerOfTwo(n))
    best = faster(best, {rounds(n) * link.latency + (members - 1) / members * bytes / link.rate(), pairs});
  return best;
}

}  // namespace

CollectiveTime allReduceTime(const Link& link, int64_t n, double fullBytes) {
  if (n <= 1) return {};
  const double members = static_cast<double>(n);
  CollectiveTime best =
      faster({2 * (members - 1) * (link.latency + fullBytes / members / link.rate()), CollectiveAlgorithm::kRing},
             {rounds(n) * (link.latency + fullBytes / link.rate()), CollectiveAlgorithm::kRecursiveDoubling});
  if (isPowerOfTwo(n)) {
    best = faster(best, {2 * (rounds(n) * link.latency + (members - 1) / members * fullBytes / link.rate()),
                         CollectiveAlgorithm::kRecursiveHalving});
  }
  return best;
}

CollectiveTime allGatherTime(const Link& link, int64_t n, double fullBytes) {
  return halfRing(link, n, fullBytes, CollectiveAlgorithm::kRecursiveDoubling);
}
CollectiveTime reduceScatterTime(const Link& link, int64_t n, double fullBytes) {
  return halfRing(link, n, fullBytes, CollectiveAlgorithm::kRecursiveHalving);
}

CollectiveTime allToAllTime(const Link& link, int64_t n, double localBytes) {
  if (n <= 1) return {};
  const double members = static_cast<double>(n);
  return {(members - 1) * (link.latency + localBytes / members / link.rate()), CollectiveAlgorithm::kPairwise};
}

CollectiveTime permuteTime(const Link& link, double localBytes) {
  return {link.latency + localBytes / link.rate(), CollectiveAlgorithm::kDirect};
}

}  // namespace partita
