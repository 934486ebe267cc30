#pragma once
// Takes a case the whole way: text, partition, compile, run on the devices of this process; and compares every device
// with the evaluator on the whole program.
#include <string>

#include "tests/support/whole_path/case.h"

namespace partita {

enum class Verdict : uint8_t {
  kEqual,
  kRefused,  // Unimplemented, with what is missing
  kError,    // any other error status
  kWrong,    // another number, memory written that must not be
  kInvalid,  // the evaluator does not take the program: a fault of the generator
  kCrash,    // of the process that ran it (known to the parent only)
  kHang,
};
std::string_view verdictName(Verdict verdict);

struct CaseOutcome {
  Verdict verdict = Verdict::kEqual;
  std::string stage;  // "text", "partition", "compile", "run", "result"
  std::string message;
};

// COMPILED: on devices; else the local programs on simulated ranks, by the evaluator.
CaseOutcome runCase(const WholePathCase& c, bool compiled);

}  // namespace partita
