#pragma once
// A program on a whole mesh inside this process: one device alone, or several that talk through memory. What `run`,
// `bench` and `eval` use.
#include <memory>
#include <string>
#include <vector>

#include "graph/tensor.h"
#include "launcher/commands.h"
#include "launcher/mesh_program.h"

namespace partita {

// Donated arguments that name no result (jax.buffer_donor) get the first result of their type that no other argument
// takes; one that finds none is donated no more.
void resolveDonors(Graph& graph);

// Cores this process may run on.
int availableCores();

// COMMON's cache, dumps and threads as options of compile() for this machine.
CompileOptions compileOptionsOf(const CommonOptions& common);

class LocalMesh {
 public:
  // MESH without axes: the program's own; without one, a single device. THREADS: of each device.
  static StatusOr<std::unique_ptr<LocalMesh>> make(Graph graph, const Mesh& mesh, int threads,
                                                   const CompileOptions& options, bool profile);

  // Cuts whole tensors into the devices' tiles, and puts the tiles of the results together. The arguments must have the
  // program's types.
  Status setArguments(absl::Span<const Tensor> arguments);
  std::vector<Tensor> results() const;
  // One run on every device. Donated arguments now hold their results.
  Status run();

  const PartitionResult& plan() const { return plan_; }
  const MeshProgram& program() const { return *program_; }
  size_t deviceCount() const { return program_->deviceCount(); }

 private:
  LocalMesh() = default;
  std::vector<TensorType> argumentTypes_, resultTypes_;  // whole
  PartitionResult plan_;
  std::vector<std::unique_ptr<TaskRunner>> runners_;
  std::vector<std::unique_ptr<Communicator>> communicators_;
  std::unique_ptr<MeshProgram> program_;
  std::vector<DeviceBuffers> buffers_;                                 // by device id
  std::vector<std::vector<void*>> argumentPointers_, resultPointers_;  // by device id
};

}  // namespace partita
