#pragma once
// From a program with global shapes in which every value has one layout to the programs that devices run: local shapes,
// collectives, offsets.
#include "partitioner/state.h"

namespace partita {

struct LocalPrograms {
  std::vector<Graph> programs;
  std::vector<uint32_t> classOfProgram;
  std::vector<uint32_t> programOfDevice;  // by row-major mesh position
  // Of each program: a value of it and the value of the whole program of which it holds this device's part.
  std::vector<std::vector<std::pair<ValueId, ValueId>>> standsFor;
};

// One program for each distinct set of local shapes and class of devices. Devices meet in the same collectives in the
// same order whichever program they run.
StatusOr<LocalPrograms> localize(const PartitionState& state);

}  // namespace partita
