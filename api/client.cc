// Clients and their devices.
#include "api/handles.h"

using namespace partita;

partita_status* partita_client_create(const partita_client_options* options, partita_client** client) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(client, "client"));
    *client = nullptr;
    ASSIGN_OR_RETURN(const partita_client_options given, takeArgs(options, "options"));
    constexpr int32_t kMaxDevices = 1024;  // each may have a thread of its own
    if (given.devices < 1 || given.devices > kMaxDevices)
      return invalidArgument("options->devices is ", given.devices, ": one process has 1 to ", kMaxDevices, " devices");
    if (given.threads < 0) return invalidArgument("options->threads is ", given.threads);
    if (given.memory_limit > INT64_MAX) return invalidArgument("options->memory_limit is ", given.memory_limit);
    ClientOptions own;
    own.threads = given.threads > 0 ? given.threads : std::max(1, availableCores() / given.devices);
    own.memoryLimit = static_cast<int64_t>(given.memory_limit);
    ASSIGN_OR_RETURN(std::shared_ptr<Client> made, Client::alone(given.devices, own));
    return giveHandle(client, std::move(made));
  });
}

void partita_client_destroy(partita_client* client) { delete client; }

int64_t partita_client_device_count(const partita_client* client) {
  return client == nullptr ? 0 : client->client->deviceCount();
}

partita_status* partita_client_device(const partita_client* client, int64_t device, partita_device_info* info) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(client, "client"));
    Client& own = *client->client;
    LocalDevice* local = own.localDevice(device);
    if (local == nullptr)
      return invalidArgument("there is no device ", device, ": this client has ", own.deviceCount());
    const MemoryStats stats = local->memory().stats();
    partita_device_info out = {};
    out.kind = deviceKindName(local->kind()).data();  // a literal
    out.threads = own.threadsOf(device);
    out.process = own.place(device).process;
    out.memory_limit = static_cast<uint64_t>(stats.limit);
    out.memory_in_use = static_cast<uint64_t>(stats.inUse);
    out.memory_peak = static_cast<uint64_t>(stats.peakInUse);
    out.memory_mapped = static_cast<uint64_t>(stats.mapped);
    return giveOut(out, info, "info");
  });
}
