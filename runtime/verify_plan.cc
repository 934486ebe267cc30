#include "runtime/verify_plan.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/clock.h"
#include "graph/evaluate.h"
#include "graph/op.h"
#include "partitioner/check_plan.h"
#include "runtime/generate.h"
#include "runtime/plan_summary.h"
#include "runtime/run_once.h"

namespace partita {
namespace {

double workOf(const Graph& graph, RegionId region) {
  double work = 0;
  for (const NodeId id : graph.regions[region].nodes) {
    const Node& node = graph.nodes[id];
    const OpDef& def = opDef(node.kind);
    if (holdsProgram(node.kind)) {
      const double times = static_cast<double>(tripCount(graph, node).value_or(1));
      for (const RegionId inner : node.regions) work += times * workOf(graph, inner);
    } else if (def.cost != nullptr) {
      const OpCost cost = def.cost(graph, node);
      work += cost.flops + cost.transcendentals;
    }
  }
  return work;
}

// Values that most programs can take: floats in [0, 0.1), so that nothing negative meets a square root or a logarithm
// of what a real run keeps above zero; whole numbers in [0, 8), which are tokens and indices.
std::vector<Tensor> verifyArguments(const Graph& graph) {
  std::vector<Tensor> out;
  for (size_t i = 0; i < graph.arguments.size(); ++i) {
    const TensorType& type = graph.type(graph.bodyRegion().args[i]);
    Generator generator;
    generator.seed = i + 1;
    const bool real = isFloat(type.dtype) || isComplex(type.dtype);
    generator.kind = real ? Generator::Kind::kUniform : Generator::Kind::kRandint;
    generator.high = real ? 0.1 : type.dtype == DType::kI1 ? 2 : dtypeBits(type.dtype) < 4 ? 2 : 8;
    out.push_back(generateTensor(generator, type));
  }
  return out;
}

// How far results may be apart, relative to their own size and to the largest of their tensor: a sum over devices is
// rounded in another order, and a step is thousands of such sums.
double toleranceOf(const Graph& graph) {
  double tolerance = 0;
  for (const Value& value : graph.values) {
    const DType dtype = value.type.dtype;
    if (value.type.isToken() || !(isFloat(dtype) || isComplex(dtype))) continue;
    const double own = dtype == DType::kF64 || dtype == DType::kC128  ? 1e-8
                       : dtype == DType::kF32 || dtype == DType::kC64 ? 2e-3
                       : dtype == DType::kF16                         ? 2e-2
                                                                      : 1e-1;
    tolerance = std::max(tolerance, own);
  }
  return tolerance;
}

// Whether VALUE follows, by whatever way, from a float.
bool followsFromFloats(const Graph& graph, ValueId value) {
  std::vector<char> seen(graph.values.size());
  std::vector<ValueId> work{value};
  const auto look = [&](NodeId id, const auto& self) -> void {
    const Node& node = graph.nodes[id];
    work.insert(work.end(), node.operands.begin(), node.operands.end());
    for (const RegionId region : node.regions) {
      const Region& inside = graph.regions[region];
      work.insert(work.end(), inside.args.begin(), inside.args.end());
      for (const NodeId inner : inside.nodes) self(inner, self);
    }
  };
  while (!work.empty()) {
    const ValueId v = work.back();
    work.pop_back();
    if (std::exchange(seen[v.index], 1)) continue;
    const DType dtype = graph.type(v).dtype;
    if (isFloat(dtype) || isComplex(dtype)) return true;
    if (graph.values[v].producer.valid()) look(graph.values[v].producer, look);
  }
  return false;
}

TensorComparison comparisonFor(const Graph& graph) {
  const double tolerance = toleranceOf(graph);
  // A choice (an argmax, a comparison) may fall the other way where floats are rounded; what follows from whole numbers
  // alone must be equal.
  std::vector<double> otherChoices;
  for (const ValueId v : graph.bodyRegion().results)
    otherChoices.push_back(!followsFromFloats(graph, v) ? 0 : tolerance >= 1e-2 ? 0.05 : 0.01);
  return [=](size_t result, const Tensor& found, const Tensor& expected) -> Status {
    const DType dtype = expected.type().dtype;
    double largest = 0;
    int64_t unlike = 0;
    for (int64_t i = 0; i < expected.elements(); ++i) {
      if (isFloat(dtype) || isComplex(dtype)) {
        const double size = std::fabs(expected.asDouble(i));
        if (std::isfinite(size)) largest = std::max(largest, size);
      } else if (found.type() == expected.type()) {
        unlike += found.asInt(i) != expected.asInt(i) ? 1 : 0;
      }
    }
    if (unlike > 0 && static_cast<double>(unlike) <= otherChoices[result] * static_cast<double>(expected.elements()))
      return {};
    return compareTensors(found, expected, tolerance, tolerance * largest);
  };
}

// GRAPH for one device: without what it says of shardings.
Graph withoutShardings(Graph graph) {
  for (size_t n = 0; n < graph.nodes.size(); ++n) {
    const Node& node = graph.nodes[NodeId(n)];
    if (opDef(node.kind).annotation) graph.replaceAllUses(node.results[0], node.operands[0]);
  }
  for (size_t v = 0; v < graph.values.size(); ++v) graph.setSharding(ValueId(v), std::nullopt);
  for (ResultInfo& result : graph.results) result.attrs.erase("sdy.sharding");
  graph.compact();
  graph.meshes = {};
  return graph;
}

bool hasManualComputation(const Graph& graph) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(), [](const Node& node) {
    return node.parent.valid() && opDef(node.kind).regionRole == RegionRole::kShards;
  });
}

StatusOr<std::vector<Tensor>> runWhole(const Graph& graph, const std::vector<Tensor>& args,
                                       const CompileOptions& options) {
  CompileOptions plain = options;  // schedules are for the plan's kernels, and looked at as it is
  plain.schedules = {};
  ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable,
                   loadHere(wholePlan(withoutShardings(graph)), availableCores(), plain));
  return runOnce(*executable, args);
}

Status compareCompiled(const Graph& graph, const PartitionResult& plan, const std::vector<Tensor>& args,
                       const std::vector<Tensor>& whole, const CompileOptions& options, const TensorComparison& equal) {
  const MeshPlan tiles = meshPlan(graph, plan);
  ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable, loadHere(tiles, 1, options));
  ASSIGN_OR_RETURN(const std::vector<Buffer> buffers, argumentBuffers(*executable, args));
  ASSIGN_OR_RETURN(const ExecuteResult result, executable->execute(buffers));
  RETURN_IF_ERROR(result.await());
  for (const size_t r : resultsInOrder(graph)) {
    for (size_t d = 0; d < tiles.devices.size(); ++d) {
      ASSIGN_OR_RETURN(const Tensor tile, result.buffers[r].pieceToHost(d));
      const Status same = equal(r, tile, whole[r].slice(tiles.devices[d].results[r]));
      if (!same.ok())
        return absl::DataLossError(strCat(describeResult(graph, r), " on device ", d, ": ", toView(same.message())));
    }
  }
  return absl::OkStatus();
}

// GRAPH with the first result of NODE as its only one.
Graph upTo(const Graph& graph, NodeId node) {
  Graph out = graph;
  for (ArgumentInfo& argument : out.arguments) {
    argument.aliasesResult.reset();
    argument.donor = false;
  }
  out.results.assign(1, ResultInfo());
  out.regions[out.body()].results = {out.result(node)};
  out.compact();
  return out;
}

// The first op of GRAPH whose value is wrong when the program is planned for it alone, as a line; "" where none is: the
// plans of parts are other plans.
std::string firstWrong(const Graph& graph, const std::vector<Tensor>& args, const PartitionOptions& partitionOptions) {
  PartitionOptions quiet = partitionOptions;
  quiet.dumpDirectory.clear();
  const auto isWrong = [&](NodeId node) {
    if (graph.nodes[node].results.empty() || graph.type(graph.result(node)).isToken()) return false;
    const Graph part = upTo(graph, node);
    const StatusOr<PartitionResult> plan = partition(part, quiet);
    if (!plan.ok()) return false;
    const StatusOr<std::vector<Tensor>> whole = evaluate(part, args);
    return whole.ok() &&
           comparePlan(part, *plan, args, *whole, comparisonFor(part)).code() == absl::StatusCode::kDataLoss;
  };
  // What is made of something wrong is wrong: halve the program.
  const std::vector<NodeId>& nodes = graph.bodyRegion().nodes;
  size_t right = 0, wrong = nodes.size();  // before `right` all is right; `wrong` is
  while (right < wrong) {
    const size_t middle = right + (wrong - right) / 2;
    if (isWrong(nodes[middle])) {
      wrong = middle;
    } else {
      right = middle + 1;
    }
  }
  return wrong == nodes.size() ? "" : strCat("; the first value that is wrong alone is ", graph.describe(nodes[wrong]));
}

}  // namespace

double workOf(const Graph& graph) { return workOf(graph, graph.body()); }

StatusOr<std::string> verifyPlan(const Graph& graph, const PartitionResult& plan,
                                 const PartitionOptions& partitionOptions, const CompileOptions& options) {
  RETURN_IF_ERROR(checkFitsProcess(graph, plan.mesh));
  const double begin = secondsNow(), work = workOf(graph);
  const bool compiled = work > kEvaluatedFlops;
  CompileOptions quiet = options;
  quiet.dumpDirectory.clear();
  const std::vector<Tensor> args = verifyArguments(graph);
  const TensorComparison equal = comparisonFor(graph);
  std::vector<Tensor> whole;
  if (compiled && !hasManualComputation(graph)) {
    ASSIGN_OR_RETURN(whole, runWhole(graph, args, quiet));
  } else {
    ASSIGN_OR_RETURN(whole, evaluate(graph, args));  // a manual computation has no form for one device
  }
  const Status same =
      compiled ? compareCompiled(graph, plan, args, whole, quiet, equal) : comparePlan(graph, plan, args, whole, equal);
  if (same.code() == absl::StatusCode::kDataLoss)
    return absl::DataLossError(strCat("the plan for ", plan.mesh.toString(),
                                      " is wrong, and nothing was run by it: ", toView(same.message()),
                                      compiled ? "" : firstWrong(graph, args, partitionOptions)));
  RETURN_IF_ERROR(same);
  return strCat(whole.size(), " results on ", plan.programOfDevice.size(), " ",
                compiled ? "devices of this process" : "simulated ranks", " are those of the whole program (",
                compiled ? "compiled" : "evaluated", ", ", secondsText(secondsNow() - begin), ")");
}

}  // namespace partita
