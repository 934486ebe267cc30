#pragma once
// One program that may be wrong in any way, taken as far as `partita plan` and `partita run` take it.
#include <string>

#include "partitioner/partition.h"
#include "tests/support/whole_path/runner.h"

namespace partita {

struct MutationCase {
  uint64_t seed = 0;
  std::string origin;  // the program it was made from
  std::string text;
  PartitionOptions partition;  // mesh, rules and axes as the command line gives them
  bool cluster = false;        // plan over the links of a cluster with as many devices as the mesh
  bool nullDevices = false;    // devices that check the program's buffers and run nothing
  int threads = 1;             // of each device
};

// How far it came, for the counts: read, planned, compiled, run, compared with the evaluator.
enum class Reached : uint8_t { kRefusedText, kRead, kPlanned, kRun, kCompared };
std::string_view reachedName(Reached reached);

// kEqual: whatever came out is in order; the outcome's stage is the name of how far it came. kRefused: an error that
// says something; its stage is where it was found. kError: Internal, or an error without a word. kWrong: other numbers
// than the evaluator's, where these do not hang on rounding.
CaseOutcome planAndRun(const MutationCase& c);

// The commands that take the same way, for a file at PATH, with SPEC for its inputs.
std::string commandsOf(const MutationCase& c, const std::string& path);
// What `partita run --spec` reads: generators for the arguments of C's program; "" when it is not read.
std::string inputSpec(const MutationCase& c);

}  // namespace partita
