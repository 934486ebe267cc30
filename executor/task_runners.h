#pragma once
// Task runners: each is a share of the one pool of the process, for a device or for what devices do together.
#include <memory>

#include "base/task_runner.h"

namespace partita {

std::unique_ptr<TaskRunner> makeInlineTaskRunner();  // everything in the caller
std::unique_ptr<TaskRunner> makeTbbTaskRunner(
    int workers);  // at most so many threads of the pool, the caller one of them
// Inline for one worker.
std::unique_ptr<TaskRunner> makeTaskRunner(int workers);

}  // namespace partita
