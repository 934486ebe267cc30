#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>
#include <oneapi/tbb/version.h>

#include <algorithm>
#include <atomic>

#include "executor/task_runners.h"

namespace partita {
namespace {

// ThreadSanitizer does not see how libtbb synchronises. These say it again, in its builds only: the caller's writes
// come before the tasks, the tasks' before what the caller does next.
#ifdef __SANITIZE_THREAD__
std::atomic<int> handoff{0};
void handOver() { handoff.fetch_add(1, std::memory_order_release); }
void takeOver() { handoff.load(std::memory_order_acquire); }
#else
void handOver() {}
void takeOver() {}
#endif

class TbbTaskRunner final : public TaskRunner {
 public:
  // One slot is kept for the caller, so that parallelFor never waits for a place in the arena.
  explicit TbbTaskRunner(int workers) : workers_(std::max(1, workers)), arena_(workers_, 1) { arena_.initialize(); }

  int workers() const override { return workers_; }

  void parallelFor(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t, int)>& body) override {
    if (count <= 0) return;
    grain = std::max<int64_t>(grain, 1);
    if (count <= grain || workers_ == 1) return body(0, count, 0);
    handOver();
    arena_.execute([&] {
      tbb::parallel_for(tbb::blocked_range<int64_t>(0, count, static_cast<size_t>(grain)),
                        [&](const tbb::blocked_range<int64_t>& range) {
                          takeOver();
                          body(range.begin(), range.end(), tbb::this_task_arena::current_thread_index());
                          handOver();
                        });
    });
    takeOver();
  }

 private:
  int workers_;
  tbb::task_arena arena_;
};

}  // namespace

Status checkTaskRunners() {
  const int found = TBB_runtime_interface_version();
  if (found >= TBB_INTERFACE_VERSION) return absl::OkStatus();
  return unavailable("this process has loaded oneTBB of interface ", found,
                     " (libtbb.so.12), but Partita was built with ", TBB_INTERFACE_VERSION,
                     ": load Partita before the library that brings the older one, or bring a newer libtbb");
}

std::unique_ptr<TaskRunner> makeTbbTaskRunner(int workers) {
  // The arenas alone say how many threads there are: the devices of a process may together have more than the machine
  // has cores, in tests at least.
  static tbb::global_control limit(tbb::global_control::max_allowed_parallelism, 1024);
  return std::make_unique<TbbTaskRunner>(workers);
}

std::unique_ptr<TaskRunner> makeTaskRunner(int workers) {
  return workers > 1 ? makeTbbTaskRunner(workers) : makeInlineTaskRunner();
}

}  // namespace partita
