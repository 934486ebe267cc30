#include "collectives/communicator.h"

#include <condition_variable>
#include <mutex>

namespace partita {

std::string_view collectiveOpName(CollectiveOp op) {
  switch (op) {
    case CollectiveOp::kAllReduce:
      return "all-reduce";
    case CollectiveOp::kAllGather:
      return "all-gather";
    case CollectiveOp::kReduceScatter:
      return "reduce-scatter";
    case CollectiveOp::kAllToAll:
      return "all-to-all";
    case CollectiveOp::kPermute:
      return "permute";
    case CollectiveOp::kBroadcast:
      return "broadcast";
  }
  return "unknown collective";
}

Status Communicator::run(CollectiveCall call) {
  std::mutex mutex;
  std::condition_variable condition;
  bool done = false;
  Status result;
  setUrgent(true);
  start(std::move(call), [&](Status status) {
    std::lock_guard lock(mutex);
    result = std::move(status);
    done = true;
    condition.notify_one();
  });
  std::unique_lock lock(mutex);
  condition.wait(lock, [&] { return done; });
  setUrgent(false);
  return result;
}

}  // namespace partita
