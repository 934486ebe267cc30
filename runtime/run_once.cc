#include "runtime/run_once.h"

namespace partita {

Status checkFitsProcess(const Graph& graph, const Mesh& mesh) {
  constexpr int64_t kMaxDevices = 1024;  // each has a thread of its own
  const auto check = [&](const Mesh& one) {
    if (one.deviceCount() <= kMaxDevices) return absl::OkStatus();
    return invalidArgument("the mesh ", one.toString(), " has ", one.deviceCount(),
                           " devices: one process runs at most ", kMaxDevices,
                           ": a plan for more can be made and priced, not run or verified; a cluster file spreads "
                           "them over processes");
  };
  if (!mesh.axes.empty()) return check(mesh);
  for (const Mesh& own : graph.meshes) RETURN_IF_ERROR(check(own));
  return absl::OkStatus();
}

StatusOr<std::shared_ptr<Executable>> loadHere(const MeshPlan& plan, int threads, const CompileOptions& options) {
  ClientOptions clientOptions;
  clientOptions.threads = threads;
  ASSIGN_OR_RETURN(std::shared_ptr<Client> client, Client::alone(static_cast<int>(plan.devices.size()), clientOptions));
  ExecutableOptions executable;
  executable.compile = options;
  return Executable::make(std::move(client), plan, executable);
}

StatusOr<std::vector<Buffer>> argumentBuffers(Executable& executable, absl::Span<const Tensor> tensors) {
  if (tensors.size() != executable.argumentCount())
    return invalidArgument("the program takes ", executable.argumentCount(), " arguments, but ", tensors.size(),
                           " are given");
  std::vector<Buffer> out;
  for (size_t i = 0; i < tensors.size(); ++i) {
    const PlacementPtr& placement = executable.argument(i);
    if (tensors[i].type() != placement->type)
      return invalidArgument("argument ", i, " must be ", placement->type.toString(), ", but is ",
                             tensors[i].type().toString());
    ASSIGN_OR_RETURN(Buffer buffer, executable.client()->bufferFromTensor(tensors[i], placement));
    out.push_back(std::move(buffer));
  }
  return out;
}

StatusOr<std::vector<Tensor>> runOnce(Executable& executable, absl::Span<const Tensor> arguments) {
  ASSIGN_OR_RETURN(const std::vector<Buffer> buffers, argumentBuffers(executable, arguments));
  ASSIGN_OR_RETURN(const ExecuteResult result, executable.execute(buffers));
  RETURN_IF_ERROR(result.await());
  std::vector<Tensor> out;
  for (const Buffer& buffer : result.buffers) {
    ASSIGN_OR_RETURN(Tensor tensor, buffer.toHost());
    out.push_back(std::move(tensor));
  }
  return out;
}

}  // namespace partita
