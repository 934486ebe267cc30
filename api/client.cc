// Clients and their devices.
#include <algorithm>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "api/handles.h"
#include "base/files.h"
#include "base/hash.h"
#include "devices/cluster_config.h"
#include "runtime/world.h"

using namespace partita;

namespace {

constexpr int32_t kMaxDevices = 1024;  // of a process: each may have a thread of its own

// A cluster that the options give, and its text.
struct Described {
  Cluster cluster;
  std::string file, text;
};

StatusOr<std::optional<Described>> describedBy(const partita_client_options& given) {
  Described out;
  out.file = textOr(given.cluster_file, "");
  if (given.cluster_text != nullptr) {
    if (out.file.empty()) out.file = "cluster_text";
    out.text = given.cluster_text;
  } else if (out.file.empty()) {
    return std::optional<Described>();
  } else {
    ASSIGN_OR_RETURN(out.text, readFile(out.file, "cluster description"));
  }
  ASSIGN_OR_RETURN(out.cluster, parseCluster(out.text, out.file));
  return std::optional<Described>(std::move(out));
}

// InvalidArgument where the processes of WORLD ask for other DEVICES or have another TEXT of a cluster. Their hosts, by
// rank. Collective.
StatusOr<std::vector<std::string>> compareRanks(World& world, int32_t devices, const std::string& text) {
  const std::string cluster = text.empty() ? "-" : hashHex(text);
  ASSIGN_OR_RETURN(const std::vector<std::string> found,
                   world.gather(absl::StrJoin({hostName(), std::to_string(devices), cluster}, "\n")));
  ASSIGN_OR_RETURN(const std::string all, world.broadcast(absl::StrJoin(found, "\n")));
  const std::vector<std::string> parts = absl::StrSplit(all, '\n');  // host, devices, cluster; by rank
  std::vector<std::string> hosts;
  for (size_t i = 0; i + 2 < parts.size(); i += 3) {
    if (parts[i + 1] != std::to_string(devices))
      return invalidArgument("rank ", i / 3, " on ", parts[i], " asks for ", parts[i + 1], " devices, rank ",
                             world.rank(), " for ", devices, ": all processes have as many");
    if (parts[i + 2] != cluster)
      return invalidArgument("rank ", i / 3, " on ", parts[i], " has another cluster file than rank ", world.rank(),
                             ", or one of them has none: give all processes the same");
    hosts.push_back(parts[i]);
  }
  return hosts;
}

// Processes on HOSTS, by rank, each with DEVICES.
Cluster clusterOf(const std::vector<std::string>& hosts, int32_t devices) {
  DeviceClass device;
  device.name = "cpu";
  Cluster out;
  out.name = "mpirun";
  out.classes.push_back(device);
  for (const std::string& host : hosts) {
    if (out.nodes.empty() || out.nodes.back().name != host) out.nodes.push_back({host, -1, 0, {{0, devices}}});
    ++out.nodes.back().processes;
  }
  return out;
}

StatusOr<std::shared_ptr<Client>> openCluster(const Described& described, const ClientOptions& own,
                                              std::shared_ptr<World> world) {
  RETURN_IF_ERROR(world->agree(checkCluster(described.cluster, described.file,
                                            "PROGRAM, with mpi; or set plan_only to make plans alone", *world)));
  return Client::onCluster(described.cluster, own, std::move(world));
}

StatusOr<std::shared_ptr<Client>> clientOfJob(const partita_client_options& given, ClientOptions own,
                                              const StatusOr<std::optional<Described>>& described) {
  if (given.deadline < 0) return invalidArgument("options->deadline is ", given.deadline);
  ASSIGN_OR_RETURN(std::shared_ptr<World> world,
                   World::create(std::chrono::seconds(given.deadline > 0 ? given.deadline : 300)));
  RETURN_IF_ERROR(world->agree(described.status()));
  const StatusOr<std::vector<std::string>> hosts =
      compareRanks(*world, given.devices, *described ? (*described)->text : "");
  RETURN_IF_ERROR(world->agree(hosts.status()));
  if (*described) return openCluster(**described, own, std::move(world));
  if (own.threads == 0) {
    const auto beside = static_cast<int>(std::count(hosts->begin(), hosts->end(), hostName()));
    own.threads = std::max(1, availableCores() / (given.devices * std::max(1, beside)));
  }
  return Client::onCluster(clusterOf(*hosts, given.devices), own, std::move(world));
}

Status checkOptions(const partita_client_options& given) {
  const bool hasCluster = given.cluster_text != nullptr || !textOr(given.cluster_file, "").empty();
  if (given.mpi != 0 && given.mpi != 1) return invalidArgument("options->mpi is ", given.mpi, ": 0 or 1");
  if (given.plan_only != 0 && given.plan_only != 1)
    return invalidArgument("options->plan_only is ", given.plan_only, ": 0 or 1");
  if (given.plan_only == 1 && (!hasCluster || given.mpi == 1))
    return invalidArgument("options->plan_only is for ",
                           hasCluster ? "one process: leave mpi 0" : "a cluster: give cluster_file or cluster_text");
  if (hasCluster && given.devices != 0)
    return invalidArgument("options->devices is ", given.devices,
                           ", but the cluster file says the devices: leave it 0");
  if (!hasCluster && (given.devices < 1 || given.devices > kMaxDevices))
    return invalidArgument("options->devices is ", given.devices, ": one process has 1 to ", kMaxDevices, " devices");
  if (given.threads < 0) return invalidArgument("options->threads is ", given.threads);
  if (given.memory_limit > INT64_MAX) return invalidArgument("options->memory_limit is ", given.memory_limit);
  return absl::OkStatus();
}

}  // namespace

partita_status* partita_client_create(const partita_client_options* options, partita_client** client) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(client, "client"));
    *client = nullptr;
    ASSIGN_OR_RETURN(const partita_client_options given, takeArgs(options, "options"));
    RETURN_IF_ERROR(checkOptions(given));
    ClientOptions own;
    own.threads = given.threads;
    own.memoryLimit = static_cast<int64_t>(given.memory_limit);
    StatusOr<std::optional<Described>> described = describedBy(given);
    if (given.mpi == 0 && !described.ok()) return described.status();
    auto out = std::make_unique<partita_client>();
    if (given.mpi == 1) {
      ASSIGN_OR_RETURN(out->client, clientOfJob(given, own, described));
    } else if (*described && given.plan_only == 0) {
      ASSIGN_OR_RETURN(out->client, openCluster(**described, own, World::alone()));
    } else if (!*described) {
      if (own.threads == 0) own.threads = std::max(1, availableCores() / given.devices);
      ASSIGN_OR_RETURN(out->client, Client::alone(given.devices, own));
    }
    if (*described) {
      out->cluster = std::move((*described)->cluster);
      out->places = out->cluster->places();
    }
    *client = out.release();
    return absl::OkStatus();
  });
}

void partita_client_destroy(partita_client* client) { delete client; }

int64_t partita_client_device_count(const partita_client* client) {
  if (client == nullptr) return 0;
  return client->client != nullptr ? client->client->deviceCount() : static_cast<int64_t>(client->places.size());
}

int32_t partita_client_process_index(const partita_client* client) {
  return client == nullptr || client->client == nullptr ? 0 : client->client->processIndex();
}
int32_t partita_client_process_count(const partita_client* client) {
  if (client == nullptr) return 0;
  return client->client != nullptr ? client->client->processCount() : 1;
}

partita_status* partita_client_device(const partita_client* client, int64_t device, partita_device_info* info) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(client, "client"));
    if (const int64_t count = partita_client_device_count(client); device < 0 || device >= count)
      return invalidArgument("there is no device ", device, ": this client has ", count);
    partita_device_info out = {};
    if (client->client == nullptr) {
      const Cluster::Place& place = client->places[static_cast<size_t>(device)];
      const DeviceClass& kind = client->cluster->classOf(place);
      out.kind = deviceKindName(kind.kind).data();  // a literal
      out.threads = kind.threads;
      out.process = place.process;
      out.memory_limit = static_cast<uint64_t>(kind.memoryBytes);
      return giveOut(out, info, "info");
    }
    Client& own = *client->client;
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
