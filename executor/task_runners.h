#pragma once
// Task runners: each is a share of the one pool of the process, for a device or for what devices do together.
#include <memory>

#include "base/status.h"
#include "base/task_runner.h"

namespace partita {

std::unique_ptr<TaskRunner> makeInlineTaskRunner();  // everything in the caller
std::unique_ptr<TaskRunner> makeTbbTaskRunner(
    int workers);  // at most so many threads of the pool, the caller one of them
// Unavailable when the process has loaded an older oneTBB than this was built with: the loader takes the first library of
// a name, so another library's copy may be the one that runs.
Status checkTaskRunners();
// Inline for one worker.
std::unique_ptr<TaskRunner> makeTaskRunner(int workers);

}  // namespace partita
