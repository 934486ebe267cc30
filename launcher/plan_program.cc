#include "launcher/plan_program.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "launcher/verify_plan.h"

namespace partita {

StatusOr<CompileOptions> compileOptionsOf(const CommonOptions& common) {
  CompileOptions options;
  options.target = hostTarget();
  if (!common.target.empty()) {
    StatusOr<Target> target = namedTarget(common.target);
    if (!target.ok()) return annotate(target.status(), "--target");
    options.target = *std::move(target);
    const Status runs = checkRunsHere(options.target);
    if (!runs.ok()) return annotate(runs, strCat("--target ", common.target));
  }
  options.compileThreads = availableCores();
  options.cacheDirectory = common.cacheDirectory;
  options.cacheLimitBytes = static_cast<int64_t>(std::min<uint64_t>(common.cacheLimitBytes, INT64_MAX));
  options.dumpDirectory = common.dumpDirectory;
  return options;
}

Status checkFitsProcess(const Graph& graph, const Mesh& mesh) {
  constexpr int64_t kMaxDevices = 1024;  // each has a thread of its own
  const auto check = [&](const Mesh& one) {
    if (one.deviceCount() <= kMaxDevices) return absl::OkStatus();
    return invalidArgument("the mesh ", one.toString(), " has ", one.deviceCount(),
                           " devices: one process runs at most ", kMaxDevices,
                           "; plan says what more would do, and --cluster spreads them over processes");
  };
  if (!mesh.axes.empty()) return check(mesh);
  for (const Mesh& own : graph.meshes) RETURN_IF_ERROR(check(own));
  return absl::OkStatus();
}

StatusOr<MeshPlan> planForMesh(Graph graph, PartitionOptions partitionOptions, const CompileOptions& options,
                               bool verify) {
  resolveDonors(graph);
  if (partitionOptions.mesh.axes.empty() && graph.meshes.empty()) return wholePlan(std::move(graph));
  partitionOptions.dumpDirectory = options.dumpDirectory.empty() ? "" : options.dumpDirectory + "/partition";
  ASSIGN_OR_RETURN(PartitionResult plan, partition(graph, partitionOptions));
  if (verify) {
    ASSIGN_OR_RETURN(const std::string verified, verifyPlan(graph, plan, partitionOptions, options));
    std::printf("verified     %s\n", verified.c_str());
  }
  return meshPlan(graph, std::move(plan));
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
