#include "launcher/rank_devices.h"

#include <algorithm>

#include "base/hash.h"
#include "launcher/local_mesh.h"

namespace partita {

void RankDevices::abort(const std::string& reason) {
  for (auto& communicator : communicators) communicator->abort(reason);
}

Status checkCluster(const Cluster& cluster, const std::string& file, const std::string& command, const World& world) {
  if (world.size() != cluster.processCount())
    return failedPrecondition("the cluster \"", cluster.name, "\" (", file, ") has ", cluster.processCount(),
                              " processes, but ", world.size(), " were started: mpirun -n ", cluster.processCount(),
                              " partita ", command);
  for (const Cluster::Place& place : cluster.places()) {
    const DeviceKind kind = cluster.classOf(place).kind;
    if (kind != DeviceKind::kCpu)
      return unimplemented(file, ": devices of kind ", deviceKindName(kind),
                           " cannot run programs: use partita plan for them");
  }
  return absl::OkStatus();
}

namespace {

// Is every rank where the cluster says it is, and can it run the code of its devices? A table of who is where, if not.
Status checkPlacement(const Cluster& cluster, World& world) {
  const std::vector<Cluster::Place> places = cluster.places();
  std::string problem;
  for (const Cluster::Place& place : places) {
    const DeviceClass& device = cluster.classOf(place);
    if (place.process != world.rank() || device.target == "host" || !problem.empty()) continue;
    const StatusOr<Target> target = namedTarget(device.target);
    const Status runs = target.ok() ? checkRunsHere(*target) : target.status();
    if (!runs.ok()) problem = strCat("class ", device.name, ": ", toView(runs.message()));
  }
  ASSIGN_OR_RETURN(const std::vector<std::string> found, world.gather(strCat(hostName(), "\n", problem)));
  if (world.rank() != 0) return world.agree(absl::OkStatus());
  const auto shortName = [](const std::string& name) { return name.substr(0, name.find('.')); };
  std::string table;
  bool fine = true;
  int rank = -1;
  for (const Cluster::Place& place : places) {
    if (place.process == rank) continue;
    rank = place.process;
    const std::string& line = found[static_cast<size_t>(rank)];
    const std::string host = line.substr(0, line.find('\n')), wrong = line.substr(line.find('\n') + 1);
    const std::string& wanted = cluster.nodes[static_cast<size_t>(place.entry)].name;
    const bool there = wanted.empty() || shortName(wanted) == shortName(host);
    fine = fine && there && wrong.empty();
    strAppend(&table, "\n  rank ", rank, "  runs on ", host, wanted.empty() ? "" : strCat(", should be on ", wanted),
              there && wrong.empty() ? "" : "  <- ", there ? "" : "another host",
              wrong.empty() ? "" : strCat(there ? "" : "; ", wrong));
  }
  if (fine) return world.agree(absl::OkStatus());
  return world.agree(failedPrecondition("the ranks are not placed as the cluster \"", cluster.name, "\" says:", table,
                                        "\nstart them in the order of its hosts (mpirun --host …), or mend the file"));
}

}  // namespace

StatusOr<RankDevices> openDevices(const Cluster& cluster, int threads, World& world) {
  RETURN_IF_ERROR(checkPlacement(cluster, world));
  RankDevices out;
  std::vector<int> devicesOf(static_cast<size_t>(world.size()));
  const std::vector<Cluster::Place> places = cluster.places();
  for (const Cluster::Place& place : places) ++devicesOf[static_cast<size_t>(place.process)];
  if (places.size() > 1) {
    ASSIGN_OR_RETURN(out.communicators, world.communicators(devicesOf, cluster.collectives));
  }
  for (size_t id = 0; id < places.size(); ++id) {
    if (places[id].process != world.rank()) continue;
    LocalDevice device;
    device.id = static_cast<int64_t>(id);
    device.kind = cluster.classOf(places[id]).kind;
    device.target = cluster.classOf(places[id]).target;
    const int count = threads > 0 ? threads : cluster.classOf(places[id]).threads;
    out.runners.push_back(count > 1 ? makeTbbTaskRunner(count) : makeInlineTaskRunner());
    device.runner = out.runners.back().get();
    if (places.size() > 1) device.communicator = out.communicators[out.devices.size()].get();
    out.devices.push_back(device);
  }
  return out;
}

int compileThreadsOf(const Cluster& cluster) {
  int processes = 1;
  for (const ClusterNode& node : cluster.nodes) processes = std::max(processes, node.processes);
  return std::max(1, availableCores() / processes);
}

StatusOr<std::string> shareMessage(World& world, std::string_view name,
                                   const std::function<StatusOr<std::string>()>& make) {
  std::string message;
  Status made;
  if (world.rank() == 0) {
    StatusOr<std::string> bytes = make();
    made = bytes.status();
    if (bytes.ok()) message = hashHex(*bytes) + *bytes;
  }
  RETURN_IF_ERROR(world.agree(made));
  ASSIGN_OR_RETURN(message, world.broadcast(std::move(message)));
  constexpr size_t kHashLength = 32;
  const bool whole = message.size() >= kHashLength &&
                     hashHex(std::string_view(message).substr(kHashLength)) == message.substr(0, kHashLength);
  RETURN_IF_ERROR(
      world.agree(whole ? absl::OkStatus() : invalidArgument(name, ": the message is damaged: its hash does not fit")));
  return message.substr(kHashLength);
}

}  // namespace partita
