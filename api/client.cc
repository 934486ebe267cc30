// Clients and their devices.
#include <cstdlib>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "api/handles.h"
#include "runtime/world.h"

using namespace partita;

namespace {

constexpr int32_t kMaxDevices = 1024;  // of a process: each may have a thread of its own

// The processes of WORLD where they run, each with DEVICES. Collective.
StatusOr<Cluster> clusterOf(World& world, int32_t devices) {
  ASSIGN_OR_RETURN(const std::vector<std::string> found, world.gather(strCat(hostName(), "\n", devices)));
  ASSIGN_OR_RETURN(const std::string all, world.broadcast(absl::StrJoin(found, "\n")));
  const std::vector<std::string> parts = absl::StrSplit(all, '\n');  // host, devices; by rank
  DeviceClass device;
  device.name = "cpu";
  Cluster out;
  out.name = "mpirun";
  out.classes.push_back(device);
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    if (parts[i + 1] != std::to_string(devices))
      return invalidArgument("rank ", i / 2, " on ", parts[i], " asks for ", parts[i + 1], " devices, rank ",
                             world.rank(), " for ", devices, ": all processes have as many");
    if (out.nodes.empty() || out.nodes.back().name != parts[i]) out.nodes.push_back({parts[i], -1, 0, {{0, devices}}});
    ++out.nodes.back().processes;
  }
  return out;
}

StatusOr<std::shared_ptr<Client>> clientOfJob(const partita_client_options& given, ClientOptions own) {
  if (given.deadline < 0) return invalidArgument("options->deadline is ", given.deadline);
  ASSIGN_OR_RETURN(std::shared_ptr<World> world,
                   World::create(std::chrono::seconds(given.deadline > 0 ? given.deadline : 300)));
  StatusOr<Cluster> cluster = clusterOf(*world, given.devices);
  RETURN_IF_ERROR(world->agree(cluster.status()));
  if (own.threads == 0) {
    int beside = 0;  // processes of the job on this host
    for (const ClusterNode& node : cluster->nodes)
      if (node.name == hostName()) beside += node.processes;
    own.threads = std::max(1, availableCores() / (given.devices * std::max(1, beside)));
  }
  return Client::onCluster(*cluster, own, std::move(world));
}

}  // namespace

partita_status* partita_client_create(const partita_client_options* options, partita_client** client) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(client, "client"));
    *client = nullptr;
    ASSIGN_OR_RETURN(const partita_client_options given, takeArgs(options, "options"));
    if (given.devices < 1 || given.devices > kMaxDevices)
      return invalidArgument("options->devices is ", given.devices, ": one process has 1 to ", kMaxDevices, " devices");
    if (given.threads < 0) return invalidArgument("options->threads is ", given.threads);
    if (given.memory_limit > INT64_MAX) return invalidArgument("options->memory_limit is ", given.memory_limit);
    ClientOptions own;
    own.threads = given.threads;
    own.memoryLimit = static_cast<int64_t>(given.memory_limit);
    StatusOr<std::shared_ptr<Client>> made;
    if (given.mpi == 1) {
      made = clientOfJob(given, own);
    } else if (given.mpi == 0) {
      if (own.threads == 0) own.threads = std::max(1, availableCores() / given.devices);
      made = Client::alone(given.devices, own);
    } else {
      made = invalidArgument("options->mpi is ", given.mpi, ": 0 or 1");
    }
    if (!made.ok()) return made.status();
    return giveHandle(client, *std::move(made));
  });
}

void partita_client_destroy(partita_client* client) { delete client; }

int64_t partita_client_device_count(const partita_client* client) {
  return client == nullptr ? 0 : client->client->deviceCount();
}

int32_t partita_client_process_index(const partita_client* client) {
  return client == nullptr ? 0 : client->client->processIndex();
}
int32_t partita_client_process_count(const partita_client* client) {
  return client == nullptr ? 0 : client->client->processCount();
}

partita_status* partita_client_device(const partita_client* client, int64_t device, partita_device_info* info) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(client, "client"));
    Client& own = *client->client;
    if (device < 0 || device >= own.deviceCount())
      return invalidArgument("there is no device ", device, ": this client has ", own.deviceCount());
    partita_device_info out = {};
    out.kind = deviceKindName(own.classOf(device).kind).data();  // a literal
    out.threads = own.threadsOf(device);
    out.process = own.place(device).process;
    if (LocalDevice* local = own.localDevice(device); local != nullptr) {
      const MemoryStats stats = local->memory().stats();
      out.memory_limit = static_cast<uint64_t>(stats.limit);
      out.memory_in_use = static_cast<uint64_t>(stats.inUse);
      out.memory_peak = static_cast<uint64_t>(stats.peakInUse);
      out.memory_mapped = static_cast<uint64_t>(stats.mapped);
    }
    return giveOut(out, info, "info");
  });
}
