#include "devices/cluster.h"

#include "base/check.h"

namespace partita {

std::string_view deviceKindName(DeviceKind kind) { return kind == DeviceKind::kCpu ? "cpu" : "null"; }

StatusOr<DeviceKind> parseDeviceKind(std::string_view name) {
  if (name == "cpu") return DeviceKind::kCpu;
  if (name == "null") return DeviceKind::kNull;
  if (name == "cuda" || name == "hip" || name == "opencl" || name == "pjrt")
    return unimplemented("devices of kind \"", name, "\" are not built yet: use cpu or null");
  return invalidArgument("unknown device kind \"", name, "\": use cpu or null");
}

int Cluster::processCount() const {
  int count = 0;
  for (const ClusterNode& node : nodes) count += node.processes;
  return count;
}

int Cluster::deviceCount() const {
  int count = 0;
  for (const ClusterNode& node : nodes) {
    for (const DeviceGroup& group : node.devices) count += node.processes * group.count;
  }
  return count;
}

std::vector<Cluster::Place> Cluster::places() const {
  std::vector<Place> out;
  int process = 0;
  for (size_t n = 0; n < nodes.size(); ++n) {
    for (int p = 0; p < nodes[n].processes; ++p, ++process) {
      int local = 0;
      for (const DeviceGroup& group : nodes[n].devices) {
        for (int i = 0; i < group.count; ++i) out.push_back({static_cast<int>(n), process, local++, group.spec});
      }
    }
  }
  return out;
}

LinkTable::LinkTable(const Cluster& cluster)
    : withinProcess_(cluster.withinProcess), withinNode_(cluster.withinNode), betweenNodes_(cluster.betweenNodes) {
  for (const Cluster::Place& place : cluster.places()) homes_.push_back({place.node, place.process});
}

const LinkTable::Home& LinkTable::home(int64_t device) const {
  CHECK(device >= 0 && device < deviceCount(), "device ", device, " of ", homes_.size());
  return homes_[static_cast<size_t>(device)];
}

const Link& LinkTable::between(int64_t a, int64_t b) const { return among({a, b}); }

const Link& LinkTable::among(absl::Span<const int64_t> devices) const {
  bool oneProcess = true, oneNode = true;
  for (int64_t device : devices) {
    oneProcess = oneProcess && home(device).process == home(devices[0]).process;
    oneNode = oneNode && home(device).node == home(devices[0]).node;
  }
  return oneProcess ? withinProcess_ : oneNode ? withinNode_ : betweenNodes_;
}

}  // namespace partita
