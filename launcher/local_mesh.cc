#include "launcher/local_mesh.h"

#include <sched.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "launcher/tile.h"
#include "launcher/verify_plan.h"

namespace partita {
namespace {

// Copies between a whole row-major array and its tile, as bytes.
template <bool kToTile>
void copyTile(const TensorType& type, absl::Span<const Range> tile,
              std::conditional_t<kToTile, const std::byte*, std::byte*> whole, void* box) {
  const int64_t elementBytes = dtypeBytes(type.dtype);
  std::byte* at = static_cast<std::byte*>(box);
  forEachRow(type.dims, tile, [&](int64_t flat, int64_t count) {
    const size_t bytes = static_cast<size_t>(count * elementBytes);
    if constexpr (kToTile) {
      std::memcpy(at, whole + flat * elementBytes, bytes);
    } else {
      std::memcpy(whole + flat * elementBytes, at, bytes);
    }
    at += bytes;
  });
}

}  // namespace

void resolveDonors(Graph& graph) {
  std::vector<bool> taken(graph.results.size());
  for (const ArgumentInfo& argument : graph.arguments) {
    if (argument.aliasesResult) taken[static_cast<size_t>(*argument.aliasesResult)] = true;
  }
  for (size_t i = 0; i < graph.arguments.size(); ++i) {
    ArgumentInfo& argument = graph.arguments[i];
    if (!argument.donor) continue;
    argument.donor = false;
    for (size_t r = 0; r < taken.size() && !argument.aliasesResult; ++r) {
      if (taken[r] || graph.type(graph.bodyRegion().args[i]) != graph.type(graph.bodyRegion().results[r])) continue;
      argument.aliasesResult = static_cast<int>(r);
      taken[r] = true;
    }
  }
}

int availableCores() {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 1;
}

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
  constexpr int64_t kMaxDevices = 1024;  // each has threads of its own
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

StatusOr<std::unique_ptr<LocalMesh>> LocalMesh::make(const MeshPlan& plan, int threads, const CompileOptions& options,
                                                     bool profile) {
  const size_t count = plan.devices.size();
  std::vector<std::unique_ptr<TaskRunner>> runners;
  std::vector<std::unique_ptr<Communicator>> communicators;
  if (count > 1) communicators = makeInProcessCommunicators(static_cast<int64_t>(count));
  std::vector<LocalDevice> devices(count);
  for (size_t id = 0; id < count; ++id) {
    runners.push_back(threads > 1 ? makeTbbTaskRunner(threads) : makeInlineTaskRunner());
    devices[id].id = static_cast<int64_t>(id);
    devices[id].runner = runners.back().get();
    if (count > 1) devices[id].communicator = communicators[id].get();
  }
  ASSIGN_OR_RETURN(std::unique_ptr<LocalMesh> out, make(plan, std::move(devices), options, profile));
  out->runners_ = std::move(runners);
  out->communicators_ = std::move(communicators);
  return out;
}

StatusOr<std::unique_ptr<LocalMesh>> LocalMesh::make(const MeshPlan& plan, std::vector<LocalDevice> devices,
                                                     const CompileOptions& options, bool profile) {
  std::unique_ptr<LocalMesh> out(new LocalMesh());
  out->argumentTypes_ = plan.arguments;
  out->resultTypes_ = plan.results;
  out->devices_ = std::move(devices);
  std::vector<const Graph*> graphs;
  for (const LocalDevice& device : out->devices_) {
    out->tiles_.push_back(plan.devices[static_cast<size_t>(device.id)]);
    graphs.push_back(&plan.programs[out->tiles_.back().program]);
  }
  ExecutorOptions executorOptions;
  executorOptions.profile = profile;
  ASSIGN_OR_RETURN(out->program_, MeshProgram::make(graphs, out->devices_, options, executorOptions));
  for (size_t d = 0; d < out->devices_.size(); ++d) {
    ASSIGN_OR_RETURN(DeviceBuffers buffers, DeviceBuffers::make(out->program_->program(d)));
    out->buffers_.push_back(std::move(buffers));
    out->argumentPointers_.push_back(out->buffers_.back().arguments());
    out->resultPointers_.push_back(out->buffers_.back().results());
  }
  return out;
}

void LocalMesh::setArgument(size_t i, const Tensor& whole) {
  for (size_t d = 0; d < devices_.size(); ++d)
    copyTile<true>(argumentTypes_[i], tiles_[d].arguments[i], whole.data(), argumentPointers_[d][i]);
}

Status LocalMesh::setArguments(absl::Span<const Tensor> arguments) {
  if (arguments.size() != argumentTypes_.size())
    return invalidArgument("the program takes ", argumentTypes_.size(), " arguments, but ", arguments.size(),
                           " are given");
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].type() != argumentTypes_[i])
      return invalidArgument("argument ", i, " must be ", argumentTypes_[i].toString(), ", but is ",
                             arguments[i].type().toString());
    setArgument(i, arguments[i]);
  }
  return absl::OkStatus();
}

Tensor LocalMesh::resultTile(size_t i, size_t n) const {
  TensorType type = resultTypes_[i];
  for (size_t d = 0; d < type.dims.size(); ++d) type.dims[d] = tiles_[n].results[i][d].size();
  Tensor out(type);
  std::memcpy(out.mutableData(), resultPointers_[n][i], out.bytes());
  return out;
}

std::vector<Tensor> LocalMesh::results() const {
  std::vector<Tensor> out;
  for (size_t i = 0; i < resultTypes_.size(); ++i) {
    Tensor& whole = out.emplace_back(resultTypes_[i]);
    for (size_t d = 0; d < devices_.size(); ++d)
      copyTile<false>(resultTypes_[i], tiles_[d].results[i], whole.mutableData(), resultPointers_[d][i]);
  }
  return out;
}

Status LocalMesh::run() { return program_->run(argumentPointers_, resultPointers_); }

}  // namespace partita
