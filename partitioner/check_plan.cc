#include "partitioner/check_plan.h"

#include <algorithm>
#include <numeric>

#include "graph/evaluate.h"

namespace partita {

std::vector<size_t> resultsInOrder(const Graph& graph) {
  const Region& body = graph.bodyRegion();
  std::vector<size_t> position(graph.nodes.size());
  for (size_t i = 0; i < body.nodes.size(); ++i) position[body.nodes[i].index] = i + 1;
  const auto madeAt = [&](size_t result) {
    const NodeId producer = graph.values[body.results[result]].producer;
    return producer.valid() ? position[producer.index] : 0;  // 0: an argument
  };
  std::vector<size_t> out(body.results.size());
  std::iota(out.begin(), out.end(), size_t{0});
  std::stable_sort(out.begin(), out.end(), [&](size_t a, size_t b) { return madeAt(a) < madeAt(b); });
  return out;
}

std::string describeResult(const Graph& graph, size_t result) {
  const Value& value = graph.values[graph.bodyRegion().results[result]];
  const std::string& name = graph.results[result].name;
  return strCat("result ", result, " (", name, name.empty() ? "" : ", ",
                value.producer.valid() ? strCat("made by ", graph.describe(value.producer))
                                       : strCat("argument ", value.index, ", ", graph.arguments[value.index].name),
                ")");
}

Status comparePlan(const Graph& graph, const PartitionResult& plan, const std::vector<Tensor>& args,
                   const std::vector<Tensor>& whole, const TensorComparison& equal) {
  const size_t devices = plan.programOfDevice.size();
  std::vector<const Graph*> programs(devices);
  std::vector<std::vector<Tensor>> shards(devices);
  std::vector<int64_t> positionOf(devices);
  for (size_t position = 0; position < devices; ++position) {
    const auto id = static_cast<size_t>(plan.mesh.deviceAt(static_cast<int64_t>(position)));
    positionOf[id] = static_cast<int64_t>(position);
    programs[id] = &plan.programs[plan.programOfDevice[position]];
    for (size_t i = 0; i < args.size(); ++i) {
      shards[id].push_back(args[i].slice(
          tileOf(plan.mesh, plan.argumentShardings[i], args[i].type().dims, static_cast<int64_t>(position))));
    }
  }
  StatusOr<std::vector<std::vector<Tensor>>> found = evaluateGrid(programs, shards);
  if (!found.ok()) return annotate(found.status(), "the partitioned program");
  for (const size_t r : resultsInOrder(graph)) {
    for (size_t d = 0; d < devices; ++d) {
      const Tensor expected =
          whole[r].slice(tileOf(plan.mesh, plan.resultShardings[r], whole[r].type().dims, positionOf[d]));
      if (const Status same = equal(r, (*found)[d][r], expected); !same.ok())
        return absl::DataLossError(strCat(describeResult(graph, r), " on device ", d, ": ", toView(same.message())));
    }
  }
  return absl::OkStatus();
}

}  // namespace partita
