#include "launcher/local_mesh.h"

#include <sched.h>

#include <cstring>

#include "launcher/tile.h"

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

std::vector<Range> tileOrWhole(const PartitionResult& plan, const std::vector<Sharding>& shardings, size_t i,
                               const TensorType& type, int64_t position) {
  if (shardings.empty()) return wholeTile(type.dims);
  return tileOf(plan.mesh, shardings[i], type.dims, position);
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

CompileOptions compileOptionsOf(const CommonOptions& common) {
  CompileOptions options;
  options.target = hostTarget();
  options.compileThreads = availableCores();
  options.cacheDirectory = common.cacheDirectory;
  options.dumpDirectory = common.dumpDirectory;
  return options;
}

StatusOr<std::unique_ptr<LocalMesh>> LocalMesh::make(Graph graph, const Mesh& mesh, int threads,
                                                     const CompileOptions& options, bool profile) {
  resolveDonors(graph);
  std::unique_ptr<LocalMesh> out(new LocalMesh());
  for (ValueId argument : graph.bodyRegion().args) out->argumentTypes_.push_back(graph.type(argument));
  for (ValueId result : graph.bodyRegion().results) out->resultTypes_.push_back(graph.type(result));
  if (mesh.axes.empty() && graph.meshes.empty()) {
    out->plan_.mesh.axes = {{"device", 1}};
    out->plan_.programs.push_back(std::move(graph));
    out->plan_.programOfDevice = {0};
  } else {
    PartitionOptions partitionOptions;
    partitionOptions.mesh = mesh;
    partitionOptions.dumpDirectory = options.dumpDirectory.empty() ? "" : options.dumpDirectory + "/partition";
    ASSIGN_OR_RETURN(out->plan_, partition(graph, partitionOptions));
  }

  const size_t count = static_cast<size_t>(out->plan_.mesh.deviceCount());
  if (count > 1) out->communicators_ = makeInProcessCommunicators(static_cast<int64_t>(count));
  std::vector<const Graph*> graphs(count);
  std::vector<LocalDevice> devices(count);
  for (size_t position = 0; position < count; ++position) {
    const size_t id = static_cast<size_t>(out->plan_.mesh.deviceAt(static_cast<int64_t>(position)));
    out->runners_.push_back(threads > 1 ? makeTbbTaskRunner(threads) : makeInlineTaskRunner());
    graphs[id] = &out->plan_.programs[out->plan_.programOfDevice[position]];
    devices[id].id = static_cast<int64_t>(id);
    devices[id].runner = out->runners_.back().get();
    if (count > 1) devices[id].communicator = out->communicators_[id].get();
  }
  ExecutorOptions executorOptions;
  executorOptions.profile = profile;
  ASSIGN_OR_RETURN(out->program_, MeshProgram::make(graphs, std::move(devices), options, executorOptions));
  for (size_t id = 0; id < count; ++id) {
    out->buffers_.emplace_back(out->program_->program(id));
    out->argumentPointers_.push_back(out->buffers_.back().arguments());
    out->resultPointers_.push_back(out->buffers_.back().results());
  }
  return out;
}

Status LocalMesh::setArguments(absl::Span<const Tensor> arguments) {
  if (arguments.size() != argumentTypes_.size())
    return invalidArgument("the program takes ", argumentTypes_.size(), " arguments, but ", arguments.size(),
                           " are given");
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].type() != argumentTypes_[i])
      return invalidArgument("argument ", i, " must be ", argumentTypes_[i].toString(), ", but is ",
                             arguments[i].type().toString());
    for (size_t position = 0; position < deviceCount(); ++position) {
      const size_t id = static_cast<size_t>(plan_.mesh.deviceAt(static_cast<int64_t>(position)));
      copyTile<true>(argumentTypes_[i],
                     tileOrWhole(plan_, plan_.argumentShardings, i, argumentTypes_[i], static_cast<int64_t>(position)),
                     arguments[i].data(), argumentPointers_[id][i]);
    }
  }
  return absl::OkStatus();
}

std::vector<Tensor> LocalMesh::results() const {
  std::vector<Tensor> out;
  for (size_t i = 0; i < resultTypes_.size(); ++i) {
    Tensor whole(resultTypes_[i]);
    for (size_t position = 0; position < deviceCount(); ++position) {
      const size_t id = static_cast<size_t>(plan_.mesh.deviceAt(static_cast<int64_t>(position)));
      copyTile<false>(resultTypes_[i],
                      tileOrWhole(plan_, plan_.resultShardings, i, resultTypes_[i], static_cast<int64_t>(position)),
                      whole.mutableData(), resultPointers_[id][i]);
    }
    out.push_back(std::move(whole));
  }
  return out;
}

Status LocalMesh::run() { return program_->run(argumentPointers_, resultPointers_); }

}  // namespace partita
