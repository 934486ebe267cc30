#include "runtime/client.h"

#include <sched.h>

#include <algorithm>
#include <cstring>
#include <thread>

#include "codegen/target.h"
#include "executor/task_runners.h"
#include "runtime/host_checks.h"
#include "runtime/tile.h"

namespace partita {

Status checkCluster(const Cluster& cluster, const std::string& file, const std::string& command, const World& world) {
  if (world.size() != cluster.processCount())
    return failedPrecondition("the cluster \"", cluster.name, "\" (", file, ") has ", cluster.processCount(),
                              " processes, but ", world.size(), " were started: mpirun -n ", cluster.processCount(),
                              " ", command);
  for (const Cluster::Place& place : cluster.places()) {
    const DeviceKind kind = cluster.classOf(place).kind;
    if (kind != DeviceKind::kCpu)
      return unimplemented(file, ": devices of kind ", deviceKindName(kind),
                           " cannot run programs: they can only be planned for (partita plan; plan_only of a client)");
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

StatusOr<std::shared_ptr<Client>> Client::alone(int count, const ClientOptions& options) {
  DeviceClass device;
  device.name = "cpu";
  return onCluster(Cluster::of(device, count), options, nullptr);
}

StatusOr<std::shared_ptr<Client>> Client::onCluster(const Cluster& cluster, const ClientOptions& options,
                                                    std::shared_ptr<World> world) {
  RETURN_IF_ERROR(checkTaskRunners());
  const std::shared_ptr<Client> out = makeShared();
  out->cluster_ = cluster;
  out->places_ = cluster.places();
  out->options_ = options;
  out->world_ = std::move(world);
  if (cluster.processCount() != out->processCount())
    return failedPrecondition("the cluster \"", cluster.name, "\" has ", cluster.processCount(), " processes, but ",
                              out->processCount(), " were started");
  if (out->world_ != nullptr) RETURN_IF_ERROR(checkPlacement(cluster, *out->world_));
  std::vector<int> devicesOf(static_cast<size_t>(out->processCount()));
  for (const Cluster::Place& place : out->places_) ++devicesOf[static_cast<size_t>(place.process)];
  for (int process = 0; process < out->processIndex(); ++process)
    out->firstDevice_ += devicesOf[static_cast<size_t>(process)];
  if (out->places_.size() > 1) {
    int threads = 0;
    for (int i = 0; i < devicesOf[static_cast<size_t>(out->processIndex())]; ++i)
      threads += out->threadsOf(out->firstDevice_ + i);
    out->reductions_ = makeTaskRunner(std::min(threads, availableCores()));
    CommunicatorOptions communication = options.communication;
    communication.runner = out->reductions_.get();
    communication.table = cluster.collectives;
    if (out->processCount() == 1) {
      out->communicators_ = makeInProcessCommunicators(out->deviceCount(), communication);
    } else {
      ASSIGN_OR_RETURN(out->communicators_, out->world_->communicators(devicesOf, communication));
    }
  }
  const int mine = devicesOf[static_cast<size_t>(out->processIndex())];
  for (int i = 0; i < mine; ++i) {
    const int64_t id = out->firstDevice_ + i;
    const DeviceClass& kind = out->classOf(id);
    LocalDeviceOptions device;
    device.kind = kind.kind;
    device.driver.threads = out->threadsOf(id);
    device.driver.taskSeconds = options.taskSeconds;
    device.memoryLimit = options.memoryLimit > 0 ? options.memoryLimit : kind.memoryBytes;
    Communicator* communicator =
        out->communicators_.empty() ? nullptr : out->communicators_[static_cast<size_t>(i)].get();
    ASSIGN_OR_RETURN(std::unique_ptr<LocalDevice> made, LocalDevice::make(id, device, communicator));
    out->devices_.push_back(std::move(made));
  }
  return out;
}

std::shared_ptr<Client> Client::makeShared() {
  Client* made = new Client();
  addChecks(made->hostCalls_);
  return std::shared_ptr<Client>(made, [](Client* client) {
    if (LocalDevice::mayBlock()) {
      delete client;
    } else {
      std::thread([client] { delete client; }).detach();
    }
  });
}

Client::~Client() {
  // What one device copies may be in another's memory.
  for (const auto& device : devices_) device->drain();
  devices_.clear();
}

LocalDevice* Client::localDevice(int64_t id) const {
  const int64_t index = id - firstDevice_;
  return index < 0 || index >= static_cast<int64_t>(devices_.size()) ? nullptr
                                                                     : devices_[static_cast<size_t>(index)].get();
}

int Client::threadsOf(int64_t device) const {
  return std::max(1, options_.threads > 0 ? options_.threads : classOf(device).threads);
}

StatusOr<Buffer> Client::bufferFromTiles(PlacementPtr placement,
                                         const std::function<Status(size_t place, void* to)>& fill) {
  Buffer::Pieces pieces;
  for (size_t p = 0; p < placement->devices.size(); ++p) {
    LocalDevice* device = localDevice(placement->devices[p]);
    if (device == nullptr) continue;
    const TensorType type = placement->tileType(p);
    ASSIGN_OR_RETURN(
        std::shared_ptr<DeviceMemory> memory,
        DeviceMemory::allocate(*device, type.bytes(), MemoryUse::kBuffer, device->memory().owner("inputs")));
    if (device->driver().storesData()) RETURN_IF_ERROR(fill(p, memory->data()));
    pieces.push_back(std::make_shared<DeviceBuffer>(*device, type, std::move(memory), Event::ready()));
  }
  return Buffer(shared_from_this(), std::move(placement), std::move(pieces));
}

StatusOr<Buffer> Client::bufferFromTensor(const Tensor& whole, PlacementPtr placement) {
  if (whole.type() != placement->type)
    return invalidArgument("a tensor of ", whole.type().toString(), " is no ", placement->type.toString());
  return bufferFromArray(whole.data(), std::move(placement));
}

StatusOr<Buffer> Client::bufferFromArray(const void* data, PlacementPtr placement) {
  const TensorType& type = placement->type;
  const int64_t width = dtypeBytes(type.dtype);
  return bufferFromTiles(placement, [&](size_t place, void* to) {
    char* at = static_cast<char*>(to);
    forEachRow(type.dims, placement->tiles[place], [&](int64_t flat, int64_t count) {
      std::memcpy(at, static_cast<const char*>(data) + flat * width, static_cast<size_t>(count * width));
      at += count * width;
    });
    return absl::OkStatus();
  });
}

StatusOr<Buffer> Client::bufferFromHost(const void* data, const TensorType& type, int64_t device, HostMemory semantics,
                                        std::function<void()> release) {
  LocalDevice* local = localDevice(device);
  if (local == nullptr) {
    if (release) release();
    return invalidArgument("device ", device, " is not one of this process");
  }
  const bool aligned = reinterpret_cast<uintptr_t>(data) % 64 == 0;
  PlacementPtr placement = wholeOn(type, {device});
  if (semantics == HostMemory::kCopy || !aligned || local->kind() != DeviceKind::kCpu) {
    StatusOr<Buffer> made = bufferFromTiles(std::move(placement), [&](size_t, void* to) {
      if (type.bytes() > 0) std::memcpy(to, data, static_cast<size_t>(type.bytes()));
      return absl::OkStatus();
    });
    if (release) release();
    return made;
  }
  auto memory = DeviceMemory::external(const_cast<void*>(data), std::move(release));
  auto piece = std::make_shared<DeviceBuffer>(*local, type, std::move(memory), Event::ready(),
                                              semantics == HostMemory::kZeroCopyMutable);
  return Buffer(shared_from_this(), std::move(placement), {std::move(piece)});
}

void Client::abort(const std::string& reason) {
  for (auto& communicator : communicators_) communicator->abort(reason);
}

int availableCores() {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
}

int compileThreadsOf(const Cluster& cluster) {
  int processes = 1;
  for (const ClusterNode& node : cluster.nodes) processes = std::max(processes, node.processes);
  return std::max(1, availableCores() / processes);
}

}  // namespace partita
