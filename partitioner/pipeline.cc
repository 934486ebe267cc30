// The partitioner's passes in order.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <numeric>

#include "absl/strings/str_join.h"
#include "base/text.h"
#include "graph/expand.h"
#include "graph/print.h"
#include "graph/simplify.h"
#include "graph/verify.h"
#include "partitioner/account.h"
#include "partitioner/fixed_sums.h"
#include "partitioner/localize.h"
#include "partitioner/merge_collectives.h"
#include "partitioner/prove_plan.h"
#include "partitioner/state.h"

namespace partita {
namespace {

class Pipeline {
 public:
  Pipeline(const PartitionOptions& options, PartitionResult& result) : options_(options), result_(result) {}
  enum Kind { kRequired, kOptional };

  // InvalidArgument where a pass was to be switched off that there is not.
  Status checkDisabled() const {
    for (const std::string& name : options_.disabledPasses) {
      if (std::find(names_.begin(), names_.end(), name) == names_.end())
        return invalidArgument("the partitioner has no pass ", name, ": its passes are ", absl::StrJoin(names_, ", "));
    }
    return absl::OkStatus();
  }

  // Runs STEP unless the user has switched it off; times and dumps it. PROGRAM gives the graph to dump.
  template <typename Step, typename Dump>
  Status pass(const std::string& name, Kind kind, const Step& step, const Dump& program) {
    ++number_;
    names_.push_back(name);
    const auto& off = options_.disabledPasses;
    if (std::find(off.begin(), off.end(), name) != off.end()) {
      if (kind == kOptional) return absl::OkStatus();
      return invalidArgument("the partitioner pass ", name, " cannot be disabled: the passes after it need its result");
    }
    const auto start = std::chrono::steady_clock::now();
    StatusOr<bool> changed = step();
    if (!changed.ok()) return annotate(changed.status(), strCat("partitioner pass ", name));
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    result_.timings.push_back({name, taken.count(), *changed});
    if (*changed && !options_.dumpDirectory.empty()) return dump(name, program());
    return absl::OkStatus();
  }

 private:
  Status dump(const std::string& name, const std::string& text) {
    std::error_code error;
    std::filesystem::create_directories(options_.dumpDirectory, error);
    const std::string path = strCat(options_.dumpDirectory, "/", number_ < 10 ? "0" : "", number_, "_", name, ".mlir");
    std::ofstream file(path);
    file << text;
    file.close();
    if (!file) return invalidArgument("cannot write the dump ", path, "; check the directory");
    return absl::OkStatus();
  }

  const PartitionOptions& options_;
  PartitionResult& result_;
  int number_ = 0;
  std::vector<std::string> names_;
};

std::string dumpOf(const Graph& graph) {
  PrintOptions print;
  print.locations = true;
  print.maxLiteralElements = 64;
  return printGraph(graph, print);
}

// The targets of all values, as shardings of a copy of the program.
std::string dumpTargets(const PartitionState& state) {
  Graph copy = state.graph;
  copy.meshes = IdVector<MeshId, Mesh>();
  copy.meshes.add(state.mesh);
  for (size_t v = 0; v < state.targets.size(); ++v) {
    copy.setSharding(ValueId(v), toSharding(state.target(ValueId(v)), MeshId(0)));
  }
  return dumpOf(copy);
}

// A pass over the state that cannot say cheaply whether it changed anything.
template <typename F>
auto always(F&& run) {
  return [run]() -> StatusOr<bool> {
    RETURN_IF_ERROR(run());
    return true;
  };
}

// Back from the refined mesh, where parts of axes are axes, to the mesh as the user names it.
Sharding givenSharding(const PartitionState& state, const Layout& layout) {
  Sharding out = Sharding::replicatedOver(MeshId(0), static_cast<int>(layout.dims.size()));
  for (size_t d = 0; d < layout.dims.size(); ++d) {
    for (int8_t axis : layout.dims[d]) {
      for (size_t given = 0; given < state.refinedAxes.size(); ++given) {
        int64_t pre = 1;
        for (int part : state.refinedAxes[given]) {
          const int64_t size = state.mesh.axes[part].size;
          if (part == axis) {
            AxisRef ref{.axis = static_cast<int32_t>(given), .pre = pre, .size = size};
            // Parts that follow one another are one part, or the axis.
            std::vector<AxisRef>& refs = out.dims[d].axes;
            if (!refs.empty() && refs.back().axis == ref.axis && !refs.back().whole() &&
                refs.back().pre * refs.back().size == pre) {
              ref.pre = refs.back().pre;
              ref.size *= refs.back().size;
              refs.pop_back();
            }
            if (ref.size == state.givenMesh.axes[given].size) ref = {.axis = ref.axis};
            refs.push_back(ref);
          }
          pre *= size;
        }
      }
    }
  }
  return out;
}

// What the shardings of the whole program show: axes along which nothing is cut; how weights cut each value.
void lookAtShardings(PartitionState& state, PartitionResult& result) {
  std::vector<bool> used(state.mesh.axes.size(), false);
  for (size_t v = 0; v < state.graph.values.size(); ++v) {
    const ValueId id(v);
    if (!state.graph.sharding(id)) continue;
    const Layout layout = toLayout(*state.graph.sharding(id));
    for (size_t d = 0; d < layout.dims.size(); ++d) {
      const Axes& axes = layout.dims[d];
      for (int8_t axis : axes) used[static_cast<size_t>(axis)] = true;
      if (!weighted(state.mesh, axes)) continue;
      std::string sources;
      for (int8_t axis : axes) {
        const std::string& name = state.mesh.axes[axis].name;
        const std::string given = name.substr(0, name.find(':'));
        if (state.mesh.axes[axis].weights.empty()) continue;
        strAppend(&sources, sources.empty() ? "" : "; ", name, " ", weightsToString(state.mesh.axes[axis].weights),
                  ", ", state.weightSources[given]);
      }
      state.note(id,
                 strCat("dimension ", d, " is cut ", cutOf(state.mesh, axes, state.graph.type(id).dims[d]).toString(),
                        " by weights (", sources, ")"));
    }
  }
  // Who asks for an argument or result of which nobody said anything should hear so, and not that there is none.
  const Region& body = state.graph.bodyRegion();
  for (const auto* values : {&body.args, &body.results}) {
    for (ValueId v : *values) {
      if (v.index >= state.names.size() || state.provenance.count(state.names[v]) > 0 || !state.graph.sharding(v))
        continue;
      const Layout layout = toLayout(*state.graph.sharding(v));
      state.note(v, layout.isWhole() ? std::string("whole on every device: nothing asks for a cut")
                                     : strCat(layoutToString(layout, state.mesh), ": as the nodes that use it"));
    }
  }
  for (size_t given = 0; given < state.givenMesh.axes.size(); ++given) {
    const std::vector<int>& parts = state.refinedAxes[given];
    const bool cuts =
        std::any_of(parts.begin(), parts.end(), [&](int axis) { return used[static_cast<size_t>(axis)]; });
    if (!cuts && state.givenMesh.axes[given].size > 1) result.unusedAxes.push_back(state.givenMesh.axes[given].name);
  }
}

// A bucket of this size spends about one part in 256 of its time on latency; larger ones only wait for their last
// member.
double bucketBytes(const Cluster* cluster) {
  const Link link = cluster ? cluster->withinNode : Cluster().withinNode;
  return std::clamp(256 * link.latency * link.rate(), 1.0 * (1 << 20), 25.0 * (1 << 20));
}

// Communication of the program that spends most on it.
double communicationSeconds(const PartitionResult& plan) {
  double most = 0;
  for (const std::vector<PlannedCollective>& collectives : plan.collectives) {
    double sum = 0;
    for (const PlannedCollective& collective : collectives) sum += collective.seconds;
    most = std::max(most, sum);
  }
  return most;
}

// The devices of MESH with the axes that communicate most varying fastest over the device ids, which number neighbours
// first: heavy axes inside a process or node. Empty where they stand so already.
std::vector<int64_t> heavyAxesInside(const PartitionResult& plan) {
  const std::vector<MeshAxis>& axes = plan.mesh.axes;
  std::vector<double> seconds(axes.size(), 0);
  for (const PlannedCollective& collective : plan.collectives[plan.programOfDevice[0]]) {
    for (const std::string& name : collective.axes) {
      const int axis = plan.mesh.axisIndex(name.substr(0, name.find(':')));
      if (axis >= 0) seconds[static_cast<size_t>(axis)] += collective.seconds;
    }
  }
  std::vector<size_t> order(axes.size());  // outermost first
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) { return seconds[a] < seconds[b]; });
  if (std::is_sorted(order.begin(), order.end())) return {};
  std::vector<int64_t> ids;
  for (int64_t p = 0; p < plan.mesh.deviceCount(); ++p) {
    const std::vector<int64_t> at = plan.mesh.coordinates(p);
    int64_t id = 0;
    for (size_t axis : order) id = id * axes[axis].size + at[axis];
    ids.push_back(id);
  }
  return ids;
}

// One kind of link joins all devices, or the order of the devices is not ours to choose: it is given, or weights are
// meant for the devices as they stand.
bool orderIsFree(const PartitionOptions& options, const Mesh& mesh) {
  if (options.cluster == nullptr || !mesh.deviceIds.empty() || mesh.axes.size() < 2) return false;
  if (options.cluster->deviceCount() < mesh.deviceCount()) return false;
  if (std::any_of(options.mesh.axes.begin(), options.mesh.axes.end(),
                  [](const MeshAxis& axis) { return !axis.weights.empty(); })) {
    return false;
  }
  const ClusterNode& first = options.cluster->nodes.front();
  const bool oneProcess = options.cluster->processCount() == 1;
  int devices = 0;
  for (const DeviceGroup& group : first.devices) devices += group.count;
  const bool oneNode = options.cluster->nodes.size() == 1, oneDevice = devices == 1;
  const bool manyTiers = oneProcess ? false : oneNode ? !oneDevice : first.processes > 1 || !oneDevice;
  return manyTiers || !options.cluster->overrides.empty() || options.cluster->racks.size() > 1;
}

// WERE_SPLIT: whether axes were refined at reshapes, where SPLIT allows it.
StatusOr<PartitionResult> partitionOnce(const Graph& program, const PartitionOptions& options, bool split,
                                        bool* wereSplit) {
  PartitionResult result;
  PartitionState state(program, options);
  state.splitAtReshapes = split;
  LocalPrograms local;
  Pipeline pipeline(options, result);
  auto targets = [&] { return dumpTargets(state); };
  auto global = [&] { return dumpOf(state.graph); };
  auto first = [&] { return dumpOf(local.programs[0]); };
  auto eachLocal = [&](auto&& change) {
    return [&local, change]() -> StatusOr<bool> {
      for (Graph& graph : local.programs) RETURN_IF_ERROR(change(graph));
      return true;
    };
  };

  RETURN_IF_ERROR(pipeline.pass("import", Pipeline::kRequired, always([&] { return importProgram(state); }), targets));
  *wereSplit = state.wereSplit;
  RETURN_IF_ERROR(
      pipeline.pass("propagate", Pipeline::kOptional, always([&] { return propagateTargets(state); }), targets));
  RETURN_IF_ERROR(pipeline.pass(
      "split-reductions", Pipeline::kOptional, [&] { return splitReductions(state); }, targets));
  RETURN_IF_ERROR(pipeline.pass("assign", Pipeline::kRequired, always([&] { return assignFactors(state); }), targets));
  if (options.deterministic) result.notes = notesOnSums(state);
  RETURN_IF_ERROR(
      pipeline.pass("place-reductions", Pipeline::kOptional, always([&] { return placeReductions(state); }), targets));
  RETURN_IF_ERROR(
      pipeline.pass("scatter-results", Pipeline::kOptional, always([&] { return scatterResults(state); }), targets));
  RETURN_IF_ERROR(
      pipeline.pass("insert-reshards", Pipeline::kRequired, always([&] { return insertReshards(state); }), global));
  RETURN_IF_ERROR(pipeline.pass(
      "localize", Pipeline::kRequired,
      [&]() -> StatusOr<bool> {
        ASSIGN_OR_RETURN(local, localize(state));
        return true;
      },
      first));
  RETURN_IF_ERROR(pipeline.pass(
      "merge-collectives", Pipeline::kOptional, [&] { return mergeAllReduces(local, bucketBytes(options.cluster)); },
      first));
  RETURN_IF_ERROR(pipeline.pass(
      "prove", Pipeline::kRequired,
      [&]() -> StatusOr<bool> {
        RETURN_IF_ERROR(provePlan(state, local));
        return false;
      },
      first));
  RETURN_IF_ERROR(
      pipeline.pass("simplify", Pipeline::kOptional, eachLocal([](Graph& graph) { return simplify(graph); }), first));

  RETURN_IF_ERROR(pipeline.pass(
      "verify", Pipeline::kRequired,
      [&]() -> StatusOr<bool> {
        for (const Graph& graph : local.programs) {
          const Status legal = verify(graph, Stage::kPartitioned);
          if (absl::IsUnimplemented(legal)) return legal;
          if (!legal.ok()) return internalError("the partitioner made an illegal program: ", toView(legal.message()));
        }
        return false;
      },
      first));

  RETURN_IF_ERROR(pipeline.checkDisabled());
  lookAtShardings(state, result);
  result.mesh = state.givenMesh;
  const Region& body = state.graph.bodyRegion();
  for (ValueId v : body.args)
    result.argumentShardings.push_back(givenSharding(state, toLayout(*state.graph.sharding(v))));
  for (ValueId v : body.results)
    result.resultShardings.push_back(givenSharding(state, toLayout(*state.graph.sharding(v))));
  result.collectives = planCollectives(local.programs, state.mesh, options.cluster);
  result.classOfProgram = std::move(local.classOfProgram);
  result.programs = std::move(local.programs);
  result.programOfDevice = std::move(local.programOfDevice);
  result.provenance = std::move(state.provenance);
  return result;
}

// For plans that are made to be compared: what is dumped is the plan that is chosen.
PartitionOptions withoutDumps(const PartitionOptions& options) {
  PartitionOptions out = options;
  out.dumpDirectory.clear();
  return out;
}

// An axis that a reshape splits is refined there where that saves communication: heads in groups gain by it, batches in
// microbatches (of which a loop takes one after the other) lose.
StatusOr<PartitionResult> partitionInOrder(const Graph& program, const PartitionOptions& options) {
  bool wereSplit = false;
  StatusOr<PartitionResult> plan = partitionOnce(program, options, /*split=*/true, &wereSplit);
  if (!wereSplit) return plan;
  StatusOr<PartitionResult> other = partitionOnce(program, withoutDumps(options), /*split=*/false, &wereSplit);
  if (!other.ok()) return plan;
  if (plan.ok() && communicationSeconds(*plan) <= communicationSeconds(*other)) return plan;
  return options.dumpDirectory.empty() ? std::move(other)
                                       : partitionOnce(program, options, /*split=*/false, &wereSplit);
}

}  // namespace

namespace {

StatusOr<PartitionResult> partitionAnyOrder(const Graph& program, const PartitionOptions& options) {
  StatusOr<PartitionResult> plan = partitionInOrder(program, options);
  if (!plan.ok() || !orderIsFree(options, plan->mesh)) return plan;
  PartitionOptions ordered = options;
  if (ordered.mesh.axes.empty()) ordered.mesh = plan->mesh;
  ordered.mesh.deviceIds = heavyAxesInside(*plan);
  if (ordered.mesh.deviceIds.empty()) return plan;
  StatusOr<PartitionResult> other = partitionInOrder(program, withoutDumps(ordered));
  // Where the other order cannot be (axes cut by speed must hold one class at each place), or is no better.
  if (!other.ok() || communicationSeconds(*other) >= communicationSeconds(*plan) * 0.999) return plan;
  return options.dumpDirectory.empty() ? std::move(other) : partitionInOrder(program, ordered);
}

}  // namespace

StatusOr<PartitionResult> partition(const Graph& program, const PartitionOptions& options) {
  if (hasUncut(program)) {
    Graph written = program;
    RETURN_IF_ERROR(expandUncut(written));
    return partition(written, options);
  }
  if (!options.deterministic) return partitionAnyOrder(program, options);
  std::string report;
  ASSIGN_OR_RETURN(const Graph graph, withFixedSums(program, options, &report));
  StatusOr<PartitionResult> plan = partitionAnyOrder(graph, options);
  if (plan.ok()) plan->notes.insert(plan->notes.begin(), std::move(report));
  return plan;
}

}  // namespace partita
