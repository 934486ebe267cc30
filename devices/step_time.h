#pragma once
// How long a run of a program takes on a device: what it computes, what it sends, and how far the two overlap.
#include <cstdint>
#include <vector>

#include "devices/device_class.h"

namespace partita {

// One thing that a program does, in its order.
struct StepWork {
  enum class Kind : uint8_t { kKernel, kCollective, kControl };
  Kind kind = Kind::kKernel;
  KernelWork kernel;           // kKernel
  double seconds = 0;          // kCollective: on the links
  std::vector<StepWork> body;  // kControl: what one trip does; of a conditional all branches, one after the other
  double trips = 1;            // kControl
  std::vector<int32_t> after;  // earlier entries of the same list whose results it reads
};

struct StepTime {
  double compute = 0;        // seconds of all kernels
  double communication = 0;  // seconds of all collectives
  double seconds = 0;        // until the last is done: at least the longer of the two, at most their sum
};

// A model of the executor: a device runs one kernel and one collective at a time, of those whose operands are there the
// first in program order; that memory is used again holds up nothing. Control flow runs when nothing else does: what is
// before and after it does not overlap its body.
StepTime stepTime(const std::vector<StepWork>& work, const DeviceClass& device);

}  // namespace partita
