#include "devices/link_cost.h"

namespace partita {
namespace {

double rounds(int64_t n) {
  double count = 0;
  for (int64_t reach = 1; reach < n; reach *= 2) ++count;
  return count;
}

CollectiveTime faster(CollectiveTime a, CollectiveTime b) { return b.seconds < a.seconds ? b : a; }

CollectiveTime halfRing(const Link& link, int64_t n, double bytes) {
  if (n <= 1) return {};
  const double members = static_cast<double>(n);
  CollectiveTime best{(members - 1) * (link.latency + bytes / members / link.rate()), CollectiveAlgorithm::kRing};
  if ((n & (n - 1)) == 0) {
    best = faster(best, {rounds(n) * link.latency + (members - 1) / members * bytes / link.rate(),
                         CollectiveAlgorithm::kRecursiveDoubling});
  }
  return best;
}

}  // namespace

CollectiveTime allReduceTime(const Link& link, int64_t n, double fullBytes) {
  if (n <= 1) return {};
  const double members = static_cast<double>(n);
  return faster({2 * (members - 1) * (link.latency + fullBytes / members / link.rate()), CollectiveAlgorithm::kRing},
                {rounds(n) * (link.latency + fullBytes / link.rate()), CollectiveAlgorithm::kRecursiveDoubling});
}

CollectiveTime allGatherTime(const Link& link, int64_t n, double fullBytes) { return halfRing(link, n, fullBytes); }
CollectiveTime reduceScatterTime(const Link& link, int64_t n, double fullBytes) { return halfRing(link, n, fullBytes); }

CollectiveTime allToAllTime(const Link& link, int64_t n, double localBytes) {
  if (n <= 1) return {};
  const double members = static_cast<double>(n);
  return {(members - 1) * (link.latency + localBytes / members / link.rate()), CollectiveAlgorithm::kPairwise};
}

CollectiveTime permuteTime(const Link& link, double localBytes) {
  return {link.latency + localBytes / link.rate(), CollectiveAlgorithm::kDirect};
}

}  // namespace partita
