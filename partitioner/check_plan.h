#pragma once
// A plan against the program it is made from: the local programs run on simulated ranks by the evaluator.
#include <functional>
#include <string>
#include <vector>

#include "graph/tensor.h"
#include "partitioner/partition.h"

namespace partita {

// OK when FOUND may stand for EXPECTED, a tile of RESULT of the program, else how they differ.
using TensorComparison = std::function<Status(size_t result, const Tensor& found, const Tensor& expected)>;

// DataLoss with result, device, place and the op that makes the result, unless every device's results are the tiles of
// WHOLE, the results of GRAPH on ARGS.
Status comparePlan(const Graph& graph, const PartitionResult& plan, const std::vector<Tensor>& args,
                   const std::vector<Tensor>& whole, const TensorComparison& equal);

// The results of GRAPH in the order in which they are made: where several differ, the first says most.
std::vector<size_t> resultsInOrder(const Graph& graph);
// "result 3 (result[0]['w'], made by stablehlo.add at model.py:12)"
std::string describeResult(const Graph& graph, size_t result);

}  // namespace partita
