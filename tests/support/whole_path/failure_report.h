#pragma once
// A failing case as text that a person can run.
#include <string>

#include "tests/support/whole_path/runner.h"

namespace partita {

// Writes C's program and arguments to files under DIRECTORY and says what failed, where the blame lies, the program and
// the command that runs it.
std::string describeFailure(const WholePathCase& c, const CaseOutcome& compiled, const CaseOutcome& grid,
                            const std::string& directory);

}  // namespace partita
