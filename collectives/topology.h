#pragma once
// Where devices live.
#include <cstdint>
#include <vector>

namespace partita {

struct Topology {
  std::vector<int64_t> firstDevice;  // by process, ascending; one more entry: the number of devices
  int process = 0;                   // this one
  int processOf(int64_t device) const;
  int64_t devices() const { return firstDevice.back(); }
  int processes() const { return static_cast<int>(firstDevice.size()) - 1; }
};

}  // namespace partita
