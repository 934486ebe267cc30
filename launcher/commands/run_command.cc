// `partita run`: tensors in, tensors out; in this process, or on the ranks of a cluster.
#include <algorithm>
#include <cstring>

#include "base/files.h"
#include "base/log.h"
#include "devices/cluster_config.h"
#include "frontends/load.h"
#include "graph/evaluate.h"
#include "graph/mesh_text.h"
#include "launcher/commands/commands.h"
#include "launcher/commands/run_values.h"
#include "launcher/import_options.h"
#include "launcher/job/config.h"
#include "launcher/job/handshake.h"
#include "launcher/plan_program.h"
#include "launcher/rank_verdict.h"
#include "runtime/run_once.h"
#include "runtime/tile.h"

namespace partita {
namespace {

StatusOr<PartitionOptions> partitionOptionsOf(const RunOptions& options, const CommonOptions& common) {
  PartitionOptions out;
  out.disabledPasses = common.disabledPasses;
  if (!options.mesh.empty()) {
    ASSIGN_OR_RETURN(out.mesh, parseMesh(options.mesh));
  }
  return out;
}

// ---- in this process ----

StatusOr<std::vector<Tensor>> runCompiled(Graph graph, const std::vector<Tensor>& arguments, const RunOptions& options,
                                          const CompileOptions& compileOptions, const CommonOptions& common) {
  ASSIGN_OR_RETURN(const PartitionOptions partition, partitionOptionsOf(options, common));
  RETURN_IF_ERROR(checkFitsProcess(graph, partition.mesh));
  const int threads = common.threads > 0 ? common.threads : availableCores();
  ASSIGN_OR_RETURN(const MeshPlan plan, planForMesh(std::move(graph), partition, compileOptions, options.verify));
  ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable, loadHere(plan, threads, compileOptions));
  RETURN_IF_ERROR(checkSchedulesUsed(compileOptions));
  return runOnce(*executable, arguments);
}

// ---- on the ranks of a cluster ----

// Rank 0 reads the program and the arguments, and partitions.
StatusOr<MeshPlan> planOnCluster(const RunOptions& options, const CommonOptions& common, const Cluster& cluster,
                                 const CompileOptions& compileOptions, std::vector<Tensor>* arguments) {
  ASSIGN_OR_RETURN(const ImportOptions importOptions, importOptionsOf(options, common));
  ASSIGN_OR_RETURN(Graph graph, loadVerified(options.file, importOptions));
  ASSIGN_OR_RETURN(*arguments, loadArguments(graph, options));
  ASSIGN_OR_RETURN(PartitionOptions partition, partitionOptionsOf(options, common));
  partition.cluster = &cluster;
  if (partition.mesh.axes.empty() && !bringsMesh(graph)) partition.mesh.axes = {{"data", cluster.deviceCount()}};
  ASSIGN_OR_RETURN(MeshPlan plan, planForMesh(std::move(graph), partition, compileOptions, options.verify));
  if (static_cast<int64_t>(plan.devices.size()) != cluster.deviceCount())
    return invalidArgument(options.file, ": its mesh has ", plan.devices.size(), " devices, but the cluster \"",
                           cluster.name, "\" (", options.cluster, ") has ", cluster.deviceCount(),
                           ": give another with --mesh or --cluster");
  return plan;
}

// Every rank learns each argument and keeps its tiles.
StatusOr<std::vector<Buffer>> spreadArguments(const MeshPlan& plan, const std::vector<Tensor>& arguments, World& world,
                                              Executable& executable) {
  std::vector<Buffer> out;
  for (size_t i = 0; i < plan.arguments.size(); ++i) {
    std::string bytes;
    if (world.rank() == 0) bytes.assign(reinterpret_cast<const char*>(arguments[i].data()), arguments[i].bytes());
    ASSIGN_OR_RETURN(bytes, world.broadcast(std::move(bytes)));
    Tensor whole(plan.arguments[i]);
    if (bytes.size() != whole.bytes())
      return internalError("argument ", i, " came with ", bytes.size(), " bytes instead of ", whole.bytes());
    std::memcpy(whole.mutableData(), bytes.data(), bytes.size());
    ASSIGN_OR_RETURN(Buffer buffer, executable.client()->bufferFromTensor(whole, executable.argument(i)));
    out.push_back(std::move(buffer));
  }
  return out;
}

// The results at rank 0, put together of every device's tiles; elsewhere nothing.
StatusOr<std::vector<Tensor>> collectResults(const MeshPlan& plan, const std::vector<Cluster::Place>& places,
                                             World& world, const std::vector<Buffer>& results) {
  constexpr size_t kPiece = size_t{1} << 29;  // bytes of one message
  std::vector<Tensor> out;
  for (size_t i = 0; i < plan.results.size(); ++i) {
    // Ranks send their devices' tiles one behind the other, all ranks as many pieces as the longest needs.
    std::vector<size_t> length(static_cast<size_t>(world.size()));
    for (size_t id = 0; id < places.size(); ++id)
      length[static_cast<size_t>(places[id].process)] +=
          static_cast<size_t>(tileElements(plan.devices[id].results[i]) * dtypeBytes(plan.results[i].dtype));
    std::string mine;
    for (size_t d = 0; d < results[i].pieceCount(); ++d) {
      ASSIGN_OR_RETURN(const Tensor tile, results[i].pieceToHost(d));
      mine.append(reinterpret_cast<const char*>(tile.data()), tile.bytes());
    }
    std::vector<std::string> all(length.size());
    for (size_t begin = 0; begin == 0 || begin < *std::max_element(length.begin(), length.end()); begin += kPiece) {
      ASSIGN_OR_RETURN(const std::vector<std::string> pieces,
                       world.gather(begin < mine.size() ? mine.substr(begin, kPiece) : std::string()));
      for (size_t rank = 0; rank < pieces.size(); ++rank) all[rank] += pieces[rank];
    }
    if (world.rank() > 0) continue;
    Tensor& whole = out.emplace_back(plan.results[i]);
    std::vector<size_t> at(length.size());
    for (size_t id = 0; id < places.size(); ++id) {
      const size_t rank = static_cast<size_t>(places[id].process);
      TensorType type = plan.results[i];
      for (size_t d = 0; d < type.dims.size(); ++d) type.dims[d] = plan.devices[id].results[i][d].size();
      Tensor tile(type);
      if (at[rank] + tile.bytes() > all[rank].size())
        return internalError("rank ", rank, " sent ", all[rank].size(), " bytes of result ", i, " instead of ",
                             length[rank]);
      std::memcpy(tile.mutableData(), all[rank].data() + at[rank], tile.bytes());
      at[rank] += tile.bytes();
      whole.assignSlice(plan.devices[id].results[i], tile);
    }
  }
  return out;
}

Status runOnRanks(const RunOptions& options, const CommonOptions& common, const std::shared_ptr<World>& shared) {
  World& world = *shared;
  const StatusOr<std::string> text = readFile(options.cluster, "cluster description");
  const StatusOr<Cluster> cluster = loadCluster(options.cluster);
  RETURN_IF_ERROR(world.agree(cluster.status()));
  RETURN_IF_ERROR(world.agree(checkCluster(
      *cluster, options.cluster, strCat("partita run ", options.file, " --cluster ", options.cluster), world)));
  StatusOr<CompileOptions> compileOptions = compileOptionsOf(common);
  RETURN_IF_ERROR(world.agree(compileOptions.status()));
  RETURN_IF_ERROR(handshake(strCat(*text, "\n", options.mesh, "\n", common.target, "\n", common.threads, "\n",
                                   compileOptions->schedules.fingerprint()),
                            {}, world));
  compileOptions->compileThreads = compileThreadsOf(*cluster);
  if (!compileOptions->dumpDirectory.empty() && world.rank() > 0)
    strAppend(&compileOptions->dumpDirectory, "/rank", world.rank());

  std::vector<Tensor> arguments;
  ASSIGN_OR_RETURN(const std::string message, shareMessage(world, "plan", [&]() -> StatusOr<std::string> {
                     ASSIGN_OR_RETURN(const MeshPlan plan,
                                      planOnCluster(options, common, *cluster, *compileOptions, &arguments));
                     return serializeMeshPlan(plan);
                   }));
  const StatusOr<MeshPlan> plan = parseMeshPlan(message);
  RETURN_IF_ERROR(world.agree(plan.status()));
  ClientOptions clientOptions;
  clientOptions.threads = common.threads;
  StatusOr<std::shared_ptr<Client>> client = Client::onCluster(*cluster, clientOptions, shared);
  RETURN_IF_ERROR(world.agree(client.status()));
  ExecutableOptions executableOptions;
  executableOptions.compile = *compileOptions;
  StatusOr<std::shared_ptr<Executable>> executable = Executable::make(*client, *plan, executableOptions);
  RETURN_IF_ERROR(world.agree(executable.status()));
  RETURN_IF_ERROR(checkSchedulesUsed(*compileOptions, &world));
  StatusOr<std::vector<Buffer>> buffers = spreadArguments(*plan, arguments, world, **executable);
  RETURN_IF_ERROR(world.agree(buffers.status()));
  StatusOr<ExecuteResult> run = (*executable)->execute(*buffers);
  if (const Status ran = run.ok() ? run->await() : run.status(); !ran.ok()) {
    (*client)->abort(strCat("rank ", world.rank(), ": ", toView(ran.message())));
    return annotate(ran, strCat("the run failed on rank ", world.rank()));
  }
  StatusOr<std::vector<Tensor>> results = collectResults(*plan, cluster->places(), world, run->buffers);
  RETURN_IF_ERROR(world.agree(results.status()));
  return world.agree(world.rank() == 0 ? writeResults(options, *std::move(results)) : absl::OkStatus());
}

}  // namespace

StatusOr<int> runCommand(const RunOptions& options, const CommonOptions& common) {
  if (!options.cluster.empty() || MpiWorld::launchedByMpirun()) {
    ASSIGN_OR_RETURN(const std::shared_ptr<World> world, World::create(std::chrono::minutes(5)));
    configureLog(common.verbose > 0 ? LogLevel::kDebug : LogLevel::kInfo, world->size() > 1 ? world->rank() : -1);
    if (!options.cluster.empty() && options.engine == "reference")
      return rankVerdict(*world,
                         world->agree(invalidArgument("--engine reference runs in one process: leave --cluster out")));
    if (!options.cluster.empty()) return rankVerdict(*world, runOnRanks(options, common, world));
    if (world->size() > 1)
      return rankVerdict(*world, world->agree(invalidArgument(world->size(),
                                                              " processes were started: say with --cluster "
                                                              "CLUSTER.toml which devices they have")));
  }
  ASSIGN_OR_RETURN(const CompileOptions compileOptions, compileOptionsOf(common));
  ASSIGN_OR_RETURN(const ImportOptions importOptions, importOptionsOf(options, common));
  ASSIGN_OR_RETURN(Graph graph, loadVerified(options.file, importOptions));
  ASSIGN_OR_RETURN(const std::vector<Tensor> arguments, loadArguments(graph, options));
  std::vector<Tensor> results;
  if (options.engine == "reference") {
    RETURN_IF_ERROR(checkFitsProcess(graph, Mesh()));
    ASSIGN_OR_RETURN(results, evaluate(graph, arguments));
  } else {
    ASSIGN_OR_RETURN(results, runCompiled(std::move(graph), arguments, options, compileOptions, common));
  }
  RETURN_IF_ERROR(writeResults(options, std::move(results)));
  return kExitFine;
}

}  // namespace partita
