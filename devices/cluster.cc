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

Link Cluster::linkAmong(const std::vector<int64_t>& devices) const {
  const std::vector<Place> all = places();
  bool oneProcess = true, oneNode = true;
  for (int64_t device : devices) {
    CHECK(device >= 0 && device < static_cast<int64_t>(all.size()), "device ", device, " of ", all.size());
    oneProcess = oneProcess && all[device].process == all[devices[0]].process;
    oneNode = oneNode && all[device].node == all[devices[0]].node;
  }
  return oneProcess ? withinProcess : oneNode ? withinNode : betweenNodes;
}

}  // namespace partita
