#pragma once
// What a cluster is: nodes, processes on them, devices of each process, and the links between. Read from
// configs/clusters/*.toml by launcher/config.cc; everything below the launcher sees only these structs.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "base/status.h"

namespace partita {

enum class DeviceKind : uint8_t { kCpu, kNull };  // cuda, hip, opencl and pjrt come with their drivers
std::string_view deviceKindName(DeviceKind kind);
StatusOr<DeviceKind> parseDeviceKind(std::string_view name);

// One device of one process.
struct DeviceSpec {
  DeviceKind kind = DeviceKind::kCpu;
  int threads = 1;
  int64_t memoryBytes = 0;  // 0: not limited
};

// COUNT equal devices.
struct DeviceGroup {
  DeviceSpec spec;
  int count = 1;
};

struct ClusterNode {
  int processes = 1;                 // MPI ranks on this node
  std::vector<DeviceGroup> devices;  // of each process
};

// Time of a message of n bytes: latency + n / bandwidth.
struct Link {
  double bandwidth = 0;  // bytes per second
  double latency = 0;    // seconds
};

struct Cluster {
  std::string name;
  std::vector<ClusterNode> nodes;
  Link withinProcess{30e9, 1e-6};
  Link withinNode{5e9, 2e-6};
  Link betweenNodes{1e9, 20e-6};

  int processCount() const;
  int deviceCount() const;
  // Where device d (0 .. deviceCount) lives. Devices are numbered by node, then process, then group, then within the
  // group.
  struct Place {
    int node = 0;
    int process = 0;  // over the whole cluster: the MPI rank
    int local = 0;    // within the process
    DeviceSpec spec;
  };
  std::vector<Place> places() const;
};

// The links of a cluster as they are asked for, each in constant time: where a device lives is found once for all.
class LinkTable {
 public:
  explicit LinkTable(const Cluster& cluster);
  int64_t deviceCount() const { return static_cast<int64_t>(homes_.size()); }
  const Link& between(int64_t a, int64_t b) const;
  // The slowest link between any two of DEVICES.
  const Link& among(absl::Span<const int64_t> devices) const;

 private:
  struct Home {
    int node = 0, process = 0;
  };
  const Home& home(int64_t device) const;

  const Link withinProcess_, withinNode_, betweenNodes_;
  std::vector<Home> homes_;
};

}  // namespace partita
