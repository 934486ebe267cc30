#pragma once
// The pool behind an interface: parallel loops inside kernels, and independent thunks. TBB is in task_runner_tbb.cc
// only.
#include <cstdint>
#include <functional>
#include <memory>

namespace partita {

class TaskRunner {
 public:
  virtual ~TaskRunner() = default;
  virtual int workers() const = 0;
  // Runs BODY(begin, end, worker) over disjoint ranges that cover [0, count), at most one at a time for each worker in
  // [0, workers()); returns when all are done. GRAIN: smallest range worth a task. The caller takes part.
  virtual void parallelFor(int64_t count, int64_t grain, const std::function<void(int64_t, int64_t, int)>& body) = 0;
  // Runs BODY on some worker, later; it must not block.
  virtual void submit(std::function<void()> body) = 0;
};

std::unique_ptr<TaskRunner> makeInlineTaskRunner();          // everything in the caller
std::unique_ptr<TaskRunner> makeTbbTaskRunner(int workers);  // an arena of its own

}  // namespace partita
