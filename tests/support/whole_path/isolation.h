#pragma once
// Runs cases in child processes, so that one that crashes or hangs ends itself only. The parent must not have started
// threads.
#include <functional>

#include "tests/support/whole_path/runner.h"

namespace partita {

// BODY(i) for i = 0 … COUNT - 1, BATCH of them in each child; REPORT gets each outcome, in order, and stops by giving
// false. A case that takes longer than SECONDS is a hang; a child that ends is a crash with its last words.
void runIsolated(size_t count, size_t batch, double seconds, const std::function<CaseOutcome(size_t)>& body,
                 const std::function<bool(size_t, const CaseOutcome&)>& report);

// One of them.
CaseOutcome runIsolated(double seconds, const std::function<CaseOutcome()>& body);

}  // namespace partita
