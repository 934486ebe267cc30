#include "tests/support/mutation/plan_and_run.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "codegen/codegen.h"
#include "codegen/target.h"
#include "frontends/load.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/op.h"
#include "graph/verify.h"
#include "launcher/plan_program.h"
#include "launcher/plan_text.h"
#include "runtime/generate.h"
#include "runtime/run_once.h"
#include "tests/support/whole_path/comparison.h"

namespace partita {
namespace {

// What a case may cost, so that it takes a second or two.
constexpr int64_t kPlanDevices = 4096, kRunDevices = 8;
constexpr size_t kPlanNodes = 20000, kRunNodes = 600, kRunPrograms = 4;
constexpr double kRunBytes = 8e6, kRunWork = 2e6;

CaseOutcome found(const std::string& stage, const Status& status) {
  // Internal is a bug of ours; so is an error that does not say what is wrong.
  const bool ours = status.code() == absl::StatusCode::kInternal || status.code() == absl::StatusCode::kUnknown;
  return {ours || status.message().empty() ? Verdict::kError : Verdict::kRefused, stage, status.ToString()};
}

CaseOutcome came(Reached reached) { return {Verdict::kEqual, std::string(reachedName(reached)), ""}; }

struct Work {
  double flops = 0, bytes = 0;  // operations, and all values that are made
  bool bounded = true;          // how often loops run is known
};

// Values carried by a program that is run: the evaluator goes over every element of every value.
void addWork(const Graph& graph, RegionId region, double times, Work* work) {
  for (NodeId id : graph.regions[region].nodes) {
    const Node& node = graph.nodes[id];
    double inner = times;
    if (node.kind == OpKind::kWhile) {
      const std::optional<int64_t> trips = tripCount(graph, node);
      if (!trips) work->bounded = false;
      inner *= trips ? static_cast<double>(std::max<int64_t>(*trips, 1)) : 1;
    }
    const OpCost cost = opDef(node.kind).cost(graph, node);
    work->flops += times * (cost.flops + cost.transcendentals + 1);
    for (ValueId value : node.results) work->bytes += static_cast<double>(graph.type(value).bytes());
    for (ValueId value : node.results) work->flops += times * static_cast<double>(graph.type(value).elements());
    for (ValueId value : node.operands) work->flops += times * static_cast<double>(graph.type(value).elements()) / 8;
    // The body of a reduction is counted by the op itself.
    if (opDef(node.kind).lowering == LoweringClass::kControl || node.kind == OpKind::kManualComputation) {
      for (RegionId body : node.regions) addWork(graph, body, inner, work);
    }
  }
}

bool smallEnough(const Graph& graph) {
  if (graph.nodes.size() > kRunNodes) return false;
  Work work;
  for (ValueId argument : graph.bodyRegion().args) work.bytes += static_cast<double>(graph.type(argument).bytes());
  if (work.bytes > kRunBytes) return false;
  addWork(graph, graph.body(), 1, &work);
  return work.bounded && work.bytes < kRunBytes && work.flops < kRunWork;
}

// What argument I of the program holds.
Generator generatorOf(const MutationCase& c, size_t i, const TensorType& type) {
  Generator generator;
  generator.seed = (c.seed + i) % 1000 + 1;
  if (isFloat(type.dtype) || isComplex(type.dtype)) {
    generator.kind = Generator::Kind::kUniform;
    generator.low = -1;
    return generator;
  }
  generator.kind = Generator::Kind::kRandint;
  generator.low = 0;
  generator.high = type.dtype == DType::kI1 ? 2 : (c.seed + i) % 7 == 0 ? 100 : 4;
  return generator;
}

// TENSORS changed in their last digits.
std::vector<Tensor> disturbed(const std::vector<Tensor>& tensors, uint64_t seed) {
  std::vector<Tensor> out = tensors;
  Rng rng(seed);
  for (Tensor& tensor : out) {
    const DType dtype = tensor.type().dtype;
    if (!isFloat(dtype)) continue;
    const double step = dtypeBits(dtype) >= 32 ? 1e-6 : dtypeBits(dtype) >= 16 ? 0x1p-7 : 0.25;
    for (int64_t e = 0; e < tensor.elements(); ++e)
      tensor.set(e, tensor.asDouble(e) * (1 + step * static_cast<double>(rng.between(-1, 1))));
  }
  return out;
}

// How far results may lie from EXPECTED, when inputs that differ in their last digits give NEAR; false: too far to say.
bool toleranceOf(const Tensor& expected, const Tensor& near, Tolerance* tolerance) {
  const DType dtype = expected.type().dtype;
  if (isComplex(dtype) || (isFloat(dtype) && dtypeBits(dtype) < 16)) return false;
  double largest = 0, farthest = 0;
  for (int64_t e = 0; e < expected.elements(); ++e) {
    if (!isFloat(dtype)) {
      if (expected.asInt(e) != near.asInt(e)) return false;
      continue;
    }
    const double a = expected.asDouble(e), b = near.asDouble(e);
    if (!std::isfinite(a) || !std::isfinite(b)) return false;
    largest = std::max(largest, std::abs(a));
    farthest = std::max(farthest, std::abs(a - b));
  }
  if (!isFloat(dtype)) return true;
  if (farthest > 1e-2 * largest) return false;
  const double epsilon = dtype == DType::kF64   ? 0x1p-52
                         : dtype == DType::kF32 ? 0x1p-23
                         : dtype == DType::kF16 ? 0x1p-10
                                                : 0x1p-7;
  tolerance->ulps = 64;
  tolerance->magnitude = largest + 1;
  tolerance->absoluteUlps = 1e-4 / std::min(epsilon, 1e-4) + 100 * farthest / (epsilon * tolerance->magnitude);
  return true;
}

class StrictContext : public EvalContext {
 public:
  bool checksReplicas() const override { return true; }
};

CaseOutcome compare(const MutationCase& c, const Graph& graph, const std::vector<Tensor>& arguments,
                    const std::vector<Tensor>& results) {
  StrictContext context;
  const StatusOr<std::vector<Tensor>> whole = evaluateIn(context, graph, arguments);
  if (!whole.ok())
    return whole.status().code() == absl::StatusCode::kInternal ? found("evaluate", whole.status())
                                                                : came(Reached::kRun);
  const StatusOr<std::vector<Tensor>> near = evaluate(graph, disturbed(arguments, c.seed));
  if (!near.ok()) return found("evaluate", near.status());
  bool compared = false;
  for (size_t r = 0; r < whole->size(); ++r) {
    Tolerance tolerance;
    if (!toleranceOf((*whole)[r], (*near)[r], &tolerance)) continue;
    compared = true;
    if (const Status equal = compareWithin(results[r], (*whole)[r], tolerance); !equal.ok())
      return {Verdict::kWrong, "result", strCat("result ", r, " ", toView(equal.message()))};
  }
  return came(compared ? Reached::kCompared : Reached::kRun);
}

CaseOutcome runPlan(const MutationCase& c, const Graph& graph, const MeshPlan& plan) {
  std::vector<Tensor> arguments;
  for (size_t i = 0; i < graph.arguments.size(); ++i) {
    const TensorType& type = graph.type(graph.bodyRegion().args[i]);
    const Generator generator = generatorOf(c, i, type);
    if (const Status legal = checkGenerator(generator, type.dtype, "argument"); !legal.ok())
      return came(Reached::kPlanned);
    arguments.push_back(generateTensor(generator, type));
  }
  CompileOptions options;
  options.target = hostTarget();
  DeviceClass device;
  if (c.nullDevices) device.kind = DeviceKind::kNull;
  ClientOptions clientOptions;
  clientOptions.threads = c.threads;
  clientOptions.communication.deadline = std::chrono::seconds(8);
  StatusOr<std::shared_ptr<Client>> client =
      Client::onCluster(Cluster::of(device, static_cast<int>(plan.devices.size())), clientOptions, nullptr);
  if (!client.ok()) return found("client", client.status());
  ExecutableOptions executableOptions;
  executableOptions.compile = options;
  StatusOr<std::shared_ptr<Executable>> executable = Executable::make(*client, plan, executableOptions);
  if (!executable.ok()) return found("compile", executable.status());
  StatusOr<std::vector<Buffer>> buffers = argumentBuffers(**executable, arguments);
  if (!buffers.ok()) return found("arguments", buffers.status());
  StatusOr<ExecuteResult> result = (*executable)->execute(*buffers);
  // Nothing that an input says can stop a run that was planned, compiled and given its arguments.
  if (!result.ok()) return {Verdict::kError, "run", result.status().ToString()};
  if (const Status ran = result->await(); !ran.ok()) return {Verdict::kError, "run", ran.ToString()};
  if (c.nullDevices) return came(Reached::kRun);
  std::vector<Tensor> results;
  for (const Buffer& buffer : result->buffers) {
    StatusOr<Tensor> tensor = buffer.toHost();
    if (!tensor.ok()) return {Verdict::kError, "results", tensor.status().ToString()};
    results.push_back(*std::move(tensor));
  }
  return compare(c, graph, arguments, results);
}

std::string ruleText(const PartitionRule& rule) {
  std::string out = rule.match + "=";
  for (size_t d = 0; d < rule.spec.size(); ++d) {
    strAppend(&out, d == 0 ? "" : "|", rule.spec[d].empty() ? "-" : "");
    for (size_t a = 0; a < rule.spec[d].size(); ++a) strAppend(&out, a == 0 ? "" : ",", rule.spec[d][a]);
  }
  return out;
}

}  // namespace

std::string_view reachedName(Reached reached) {
  static constexpr std::string_view kNames[] = {"refused as text", "read", "planned", "run", "compared"};
  return kNames[static_cast<size_t>(reached)];
}

CaseOutcome planAndRun(const MutationCase& c) {
  StatusOr<Graph> graph = parseStablehlo(c.text, "case.mlir");
  if (!graph.ok()) return found("text", graph.status());
  if (const Status valid = verify(*graph, Stage::kGlobal); !valid.ok()) return found("verify", valid);
  if (graph->nodes.size() > kPlanNodes) return came(Reached::kRead);
  resolveDonors(*graph);

  PartitionOptions options = c.partition;
  const bool whole = options.mesh.axes.empty() && !bringsMesh(*graph);
  if (whole) options.mesh.axes = {{"data", 1}};
  int64_t count = options.mesh.axes.empty() ? 1 : options.mesh.deviceCount();
  if (options.mesh.axes.empty()) {
    for (const Mesh& mesh : graph->meshes) count = std::max(count, mesh.deviceCount());
  }
  if (count > kPlanDevices) return came(Reached::kRead);
  Cluster cluster;
  if (c.cluster) {
    DeviceClass null;
    null.name = "null";
    null.kind = DeviceKind::kNull;
    null.memoryBytes = 1 << 20;
    cluster = Cluster::of(null, static_cast<int>(count));
    options.cluster = &cluster;
  }
  StatusOr<PartitionResult> plan = partition(*graph, options);
  if (!plan.ok()) return found("partition", plan.status());
  for (const Graph& program : plan->programs) {
    if (const Status legal = verify(program, Stage::kPartitioned); !legal.ok())
      return {Verdict::kError, "local program", legal.ToString()};
  }
  for (const ArgumentInfo& argument : graph->arguments) {
    const StatusOr<std::vector<std::string>> lines = explain(*plan, argument.name);
    if (!lines.ok() && lines.status().code() != absl::StatusCode::kNotFound) return found("explain", lines.status());
  }
  CompileOptions compileOptions;
  compileOptions.target = hostTarget();
  const StatusOr<PlanSummary> summary = summarize(*plan, compileOptions, options.cluster);
  if (!summary.ok()) return found("summarize", summary.status());
  if (planText(*summary, *plan, true).empty() || planJson(*summary, *plan).empty())
    return {Verdict::kError, "plan text", "is empty"};
  if (c.cluster) (void)checkMemory(*summary, cluster);

  if (plan->mesh.deviceCount() > kRunDevices || plan->programs.size() > kRunPrograms || !smallEnough(*graph))
    return came(Reached::kPlanned);
  const MeshPlan mesh = whole ? wholePlan(*graph) : meshPlan(*graph, *std::move(plan));
  const StatusOr<MeshPlan> received = parseMeshPlan(serializeMeshPlan(mesh));
  if (!received.ok()) return {Verdict::kError, "message", received.status().ToString()};
  return runPlan(c, *graph, *received);
}

std::string inputSpec(const MutationCase& c) {
  const StatusOr<Graph> graph = parseStablehlo(c.text, "case.mlir");
  if (!graph.ok()) return "";
  nlohmann::ordered_json json = nlohmann::ordered_json::array();
  for (size_t i = 0; i < graph->arguments.size(); ++i) {
    const Generator generator = generatorOf(c, i, graph->type(graph->bodyRegion().args[i]));
    json.push_back({{"kind", generator.kind == Generator::Kind::kUniform ? "uniform" : "randint"},
                    {"seed", static_cast<int64_t>(generator.seed)},
                    {"low", generator.low},
                    {"high", generator.high}});
  }
  return json.dump();
}

std::string commandsOf(const MutationCase& c, const std::string& path) {
  const std::string mesh = c.partition.mesh.axes.empty() ? "" : strCat(" --mesh ", c.partition.mesh.toString());
  std::string plan = strCat("partita plan ", path, mesh);
  for (const PartitionRule& rule : c.partition.rules) strAppend(&plan, " --rule '", ruleText(rule), "'");
  if (!c.partition.fsdpAxis.empty()) strAppend(&plan, " --fsdp ", c.partition.fsdpAxis);
  if (c.partition.batchAxis != PartitionOptions().batchAxis) strAppend(&plan, " --batch-axis ", c.partition.batchAxis);
  return strCat(plan, c.cluster ? " (with a cluster of as many devices)" : "", "\n           partita run ", path,
                " --spec ", path, ".json", mesh, " --threads ", c.threads,
                c.nullDevices ? " (devices that run nothing)" : "");
}

}  // namespace partita
