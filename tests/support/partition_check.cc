#include "tests/support/partition_check.h"

#include "base/text.h"
#include "graph/evaluate.h"
#include "partitioner/check_plan.h"

namespace partita {

std::vector<Tensor> seededArguments(const Graph& graph, uint64_t seed) {
  std::vector<Tensor> out;
  const auto& args = graph.bodyRegion().args;
  for (size_t i = 0; i < args.size(); ++i) {
    const TensorType& type = graph.type(args[i]);
    Tensor t(type);
    const bool secondMoment = graph.arguments[i].name.rfind("v.", 0) == 0;
    for (int64_t e = 0; e < t.elements(); ++e) {
      const uint64_t word = splitmix64(((seed + i) << 32) + static_cast<uint64_t>(e));
      const double u = static_cast<double>(word >> 40) / (1 << 24);
      if (isFloat(type.dtype)) {
        t.set(e, secondMoment ? 1e-4 * u : u - 0.5);
      } else {
        t.setInt(e, static_cast<int64_t>(word % (type.dtype == DType::kI1 ? 2 : 8)));
      }
    }
    out.push_back(std::move(t));
  }
  return out;
}

std::vector<PartitionRule> randomRules(const Graph& graph, const Mesh& mesh, Rng& rng) {
  std::vector<PartitionRule> rules;
  for (size_t i = 0; i < graph.arguments.size(); ++i) {
    if (rng.below(4) == 0) continue;  // left to propagation
    const TensorType& type = graph.type(graph.bodyRegion().args[i]);
    PartitionRule rule;
    rule.match = strCat("^", graph.arguments[i].name, "$");
    rule.spec.resize(static_cast<size_t>(type.rank()));
    std::vector<int64_t> count(static_cast<size_t>(type.rank()), 1);
    for (const MeshAxis& axis : mesh.axes) {
      if (type.rank() == 0 || rng.below(4) == 0) continue;
      const size_t d = rng.below(static_cast<uint64_t>(type.rank()));
      if (count[d] * axis.size > type.dims[d]) continue;
      count[d] *= axis.size;
      rule.spec[d].push_back(axis.name);
    }
    rules.push_back(std::move(rule));
  }
  return rules;
}

Status comparePartitioned(const Graph& graph, const PartitionResult& plan, const std::vector<Tensor>& args, double rtol,
                          double atol) {
  StatusOr<std::vector<Tensor>> whole = evaluate(graph, args);
  if (!whole.ok()) return annotate(whole.status(), "the whole program");
  return comparePlan(graph, plan, args, *whole, [=](size_t, const Tensor& found, const Tensor& expected) {
    return compareTensors(found, expected, rtol, atol);
  });
}

StatusOr<PartitionResult> partitionAndCompare(const Graph& graph, const PartitionOptions& options, uint64_t seed,
                                              double rtol, double atol) {
  StatusOr<PartitionResult> plan = partition(graph, options);
  if (!plan.ok()) return plan.status();
  RETURN_IF_ERROR(comparePartitioned(graph, *plan, seededArguments(graph, seed), rtol, atol));
  return plan;
}

int64_t collectiveCount(const PartitionResult& plan, CollectiveKind kind) {
  int64_t count = 0;
  for (const PlannedCollective& c : plan.collectives[plan.programOfDevice[0]]) count += c.kind == kind ? c.count : 0;
  return count;
}

double collectiveBytes(const PartitionResult& plan) {
  double bytes = 0;
  for (const PlannedCollective& c : plan.collectives[plan.programOfDevice[0]]) bytes += c.bytesPerDevice;
  return bytes;
}

}  // namespace partita
