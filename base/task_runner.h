#pragma once
// The thread pool behind an interface: parallel loops inside kernels and reductions. executor/task_runners.h makes
// them; TBB is in executor/task_runner_tbb.cc only.
#include <cstdint>
#include <functional>

namespace partita {

class TaskRunner {
 public:
  virtual ~TaskRunner() = default;
  virtual int workers() const = 0;
  // Runs BODY(begin, end, worker) over disjoint ranges that cover [0, count), at most one at a time for each worker in
  // [0, workers()); returns when all are done. GRAIN: smallest range worth a task. The caller takes part; it must be no
  // task of a pool, and BODY must not wait for anything.
  virtual void parallelFor(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t, int)>& body) = 0;
};

}  // namespace partita
