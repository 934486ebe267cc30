#include "collectives/communicator.h"

#include <condition_variable>
#include <mutex>

namespace partita {

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
