#pragma once
// A partitioned program on devices of this process with its tensors: one device alone, several that talk through
// memory, or this rank's among those of other processes. What `run`, `bench` and `eval` use.
#include <memory>
#include <string>
#include <vector>

#include "graph/tensor.h"
#include "launcher/commands.h"
#include "launcher/mesh_plan.h"
#include "launcher/mesh_program.h"

namespace partita {

// Donated arguments that name no result (jax.buffer_donor) get the first result of their type that no other argument
// takes; one that finds none is donated no more.
void resolveDonors(Graph& graph);

// Cores this process may run on.
int availableCores();

// COMMON's target, cache, dumps and threads as options of compile(). InvalidArgument for a target that nobody knows,
// FailedPrecondition for one whose code this machine cannot run.
StatusOr<CompileOptions> compileOptionsOf(const CommonOptions& common);

// InvalidArgument when MESH, or one of GRAPH's own where it has no axes, has more devices than one process can play.
Status checkFitsProcess(const Graph& graph, const Mesh& mesh);

// Partitions GRAPH as PARTITION says; where its mesh has no axes: for the program's own mesh, or for one device.
// VERIFY: compares the plan with GRAPH (launcher/verify_plan.h) and prints what was compared.
StatusOr<MeshPlan> planForMesh(Graph graph, PartitionOptions partition, const CompileOptions& options,
                               bool verify = false);

class LocalMesh {
 public:
  // The whole of PLAN in this process. THREADS: of each device.
  static StatusOr<std::unique_ptr<LocalMesh>> make(const MeshPlan& plan, int threads, const CompileOptions& options,
                                                   bool profile);
  // Those of its devices that DEVICES are, which must outlive it.
  static StatusOr<std::unique_ptr<LocalMesh>> make(const MeshPlan& plan, std::vector<LocalDevice> devices,
                                                   const CompileOptions& options, bool profile);

  // Cuts a whole tensor, which must have the program's type, into the tiles of these devices.
  void setArgument(size_t i, const Tensor& whole);
  Status setArguments(absl::Span<const Tensor> arguments);  // all of them; InvalidArgument for other types
  // Copies the tile of result I that the Nth of these devices holds out of its memory: row-major.
  Tensor resultTile(size_t i, size_t n) const;
  // The tiles of all results put together; all devices of the plan must be here.
  std::vector<Tensor> results() const;
  // One run on every device. Donated arguments now hold their results.
  Status run();

  const MeshProgram& program() const { return *program_; }
  const std::vector<LocalDevice>& devices() const { return devices_; }

 private:
  LocalMesh() = default;
  std::vector<TensorType> argumentTypes_, resultTypes_;  // whole
  std::vector<MeshPlan::Device> tiles_;                  // of each of these devices
  std::vector<std::unique_ptr<TaskRunner>> runners_;     // where they are not the caller's
  std::vector<std::unique_ptr<Communicator>> communicators_;
  std::vector<LocalDevice> devices_;
  std::unique_ptr<MeshProgram> program_;
  std::vector<DeviceBuffers> buffers_;
  std::vector<std::vector<void*>> argumentPointers_, resultPointers_;
};

}  // namespace partita
