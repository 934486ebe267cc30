#pragma once
// Client: this process's way to the devices of a cluster: those of this process, which it opens, and those of the other
// processes of its job. Compare PjRtClient. Everything made with it keeps it alive.
//
// Thread safe, unless a function says that it is collective: then every process calls it, in the same order, each from
// one thread.
#include <memory>
#include <string>
#include <vector>

#include "collectives/communicator.h"
#include "devices/cluster.h"
#include "executor/host_calls.h"
#include "executor/local_device.h"
#include "runtime/buffer.h"
#include "runtime/world.h"

namespace partita {

struct ClientOptions {
  int threads = 0;          // of the process's pool, for each device; 0: as the cluster says
  int64_t memoryLimit = 0;  // bytes of each device; 0: as the cluster says
  double taskSeconds = DriverOptions().taskSeconds;
  CommunicatorOptions communication;
};

// What a client may do with memory that a buffer is made from (PJRT's host buffer semantics).
enum class HostMemory : uint8_t {
  kCopy,             // it is read during the call only
  kZeroCopy,         // the buffer is this memory where it can be; nobody writes to it until it is released
  kZeroCopyMutable,  // the same, and executions may write to it when the buffer is donated
};

class Client : public std::enable_shared_from_this<Client> {
 public:
  // COUNT CPU devices of this process alone.
  static StatusOr<std::shared_ptr<Client>> alone(int count, const ClientOptions& options = {});
  // The devices of CLUSTER, which has as many processes as WORLD, with those of this rank opened. Collective.
  // FailedPrecondition with a table of who is where when a rank runs on another host than CLUSTER says, or on a machine
  // that cannot run the code of its devices. WORLD: null for a cluster of one process.
  static StatusOr<std::shared_ptr<Client>> onCluster(const Cluster& cluster, const ClientOptions& options,
                                                     std::shared_ptr<World> world);
  // Waits for what is in flight: in a thread of its own where the last handle goes in a callback, which must not wait.
  ~Client();

  const Cluster& cluster() const { return cluster_; }
  int processIndex() const { return world_ == nullptr ? 0 : world_->rank(); }
  int processCount() const { return world_ == nullptr ? 1 : world_->size(); }
  // Null: alone.
  const std::shared_ptr<World>& world() const { return world_; }
  // Devices are numbered by process, then within it.
  int64_t deviceCount() const { return static_cast<int64_t>(places_.size()); }
  const Cluster::Place& place(int64_t device) const { return places_[static_cast<size_t>(device)]; }
  const DeviceClass& classOf(int64_t device) const { return cluster_.classOf(place(device)); }
  // Of this process, by id.
  const std::vector<std::unique_ptr<LocalDevice>>& localDevices() const { return devices_; }
  // Null when another process has it, or nobody.
  LocalDevice* localDevice(int64_t id) const;
  // Threads that the device's kernels run on.
  int threadsOf(int64_t device) const;

  // The tiles of WHOLE, which has the placement's type, on those of its devices that are here.
  StatusOr<Buffer> bufferFromTensor(const Tensor& whole, PlacementPtr placement);
  // The same of the array at DATA, row-major, of the placement's type: it is read during the call only.
  StatusOr<Buffer> bufferFromArray(const void* data, PlacementPtr placement);
  // FILL writes each tile that is here: its place in PLACEMENT, and memory for it, row-major.
  StatusOr<Buffer> bufferFromTiles(PlacementPtr placement, const std::function<Status(size_t place, void* to)>& fill);
  // One array in host memory, on one device of this process. DATA: row-major, of TYPE. With kZeroCopy, memory that is
  // not aligned to 64 bytes is copied. RELEASE, if any, is called once DATA is not needed any more, on any thread, also
  // where the call fails.
  StatusOr<Buffer> bufferFromHost(const void* data, const TensorType& type, int64_t device, HostMemory semantics,
                                  std::function<void()> release = nullptr);

  // Functions that programs of this client call by name: to be added before the programs are loaded.
  HostCalls& hostCalls() { return hostCalls_; }

  // Ends what is in flight, here and at the other processes, with Aborted and REASON; nothing can communicate after it.
  void abort(const std::string& reason);

 private:
  Client() = default;
  static std::shared_ptr<Client> makeShared();
  Cluster cluster_;
  std::vector<Cluster::Place> places_;
  ClientOptions options_;
  std::shared_ptr<World> world_;
  std::unique_ptr<TaskRunner> reductions_;  // what devices combine together
  std::vector<std::unique_ptr<Communicator>> communicators_;
  HostCalls hostCalls_;
  std::vector<std::unique_ptr<LocalDevice>> devices_;  // go before the communicators and calls
  int64_t firstDevice_ = 0;
};

// FailedPrecondition unless WORLD has as many processes as CLUSTER; COMMAND is what was called ("partita train
// job.toml"). Unimplemented for devices that cannot run. FILE is the cluster's, for messages.
Status checkCluster(const Cluster& cluster, const std::string& file, const std::string& command, const World& world);

// Cores this process may run on.
int availableCores();
// Threads for compiling in each of a node's processes.
int compileThreadsOf(const Cluster& cluster);

}  // namespace partita
