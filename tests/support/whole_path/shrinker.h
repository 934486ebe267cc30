#pragma once
// Makes a failing case small: fewer nodes, results and arguments, smaller shapes, simpler shardings and meshes, plain
// settings; each attempt is tried in a process of its own.
#include <functional>

#include "tests/support/whole_path/runner.h"

namespace partita {

struct ShrinkLimits {
  double seconds = 25;
  int attempts = 400;
};

// The smallest case found that fails as C does with OUTCOME. TRY runs a case and says what became of it.
WholePathCase shrink(const WholePathCase& c, const CaseOutcome& outcome,
                     const std::function<CaseOutcome(const WholePathCase&)>& attempt, const ShrinkLimits& limits);

// The kind of a failure or refusal, without numbers and names: what tells findings apart.
std::string failureKind(const CaseOutcome& outcome);

}  // namespace partita
