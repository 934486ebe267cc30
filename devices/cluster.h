#pragma once
// What a cluster is: nodes, processes on them, devices of each process, and the links between. Read from
// configs/clusters/*.toml by devices/cluster_config.cc; everything else sees only these structs.
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "devices/collective_table.h"
#include "devices/device_class.h"

namespace partita {

inline constexpr int64_t kMaxClusterDevices = 1 << 20;  // of a file

// COUNT equal devices.
struct DeviceGroup {
  uint32_t deviceClass = 0;  // into Cluster::classes
  int count = 1;
};

// Processes of a host that have the same devices. Entries of one name are of one host.
struct ClusterNode {
  std::string name;                  // the host's; may be empty: a host of its own
  int rack = -1;                     // into Cluster::racks; -1: none
  int processes = 1;                 // MPI ranks on this node
  std::vector<DeviceGroup> devices;  // of each process
};

// Time of a message of n bytes: latency + n / rate().
struct Link {
  double bandwidth = 0;    // bytes per second in one direction
  double latency = 0;      // seconds
  bool fullDuplex = true;  // else both directions share the bandwidth
  int sharedBy = 1;        // devices that send over it at the same time
  double rate() const { return bandwidth / sharedBy / (fullDuplex ? 1 : 2); }
};

// Devices of a class, on a node or in a rack.
struct DeviceSelector {
  enum class Kind : uint8_t { kClass, kNode, kRack };
  Kind kind{};
  uint32_t index = 0;  // into Cluster::classes, nodes or racks
};

// The link between devices that FROM and TO select, in both directions.
struct LinkOverride {
  DeviceSelector from, to;
  Link link;
};

struct Cluster {
  std::string name;
  std::vector<DeviceClass> classes;
  std::vector<ClusterNode> nodes;
  std::vector<std::string> racks;
  Link withinProcess{30e9, 1e-6};
  Link withinNode{5e9, 2e-6};
  Link betweenNodes{1e9, 20e-6};
  Link betweenRacks{1e9, 20e-6};
  std::vector<LinkOverride> overrides;  // later ones win
  CollectiveTable collectives;          // before the built-in rules

  // COUNT devices like KIND in one process.
  static Cluster of(DeviceClass kind, int count);

  int processCount() const;
  int deviceCount() const;
  // Where device d (0 .. deviceCount) lives. Devices are numbered by node, then process, then group, then within the
  // group.
  struct Place {
    int node = 0;     // the host: its first entry in `nodes`
    int entry = 0;    // into `nodes`
    int process = 0;  // over the whole cluster: the MPI rank
    int local = 0;    // within the process
    uint32_t deviceClass = 0;
  };
  std::vector<Place> places() const;
  const DeviceClass& classOf(const Place& place) const { return classes[place.deviceClass]; }
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
  // Devices of one site are alike to every override.
  struct Home {
    int node = 0, process = 0, rack = -1;
    uint32_t site = 0;
  };
  const Home& home(int64_t device) const;
  const Link& tier(const Home& a, const Home& b) const;

  const Link withinProcess_, withinNode_, betweenNodes_, betweenRacks_;
  std::vector<Link> overrides_;
  std::vector<Home> homes_;
  size_t sites_ = 0;
  std::vector<int> overrideOf_;  // by site x site: into overrides_; -1: the tier's
};

}  // namespace partita
