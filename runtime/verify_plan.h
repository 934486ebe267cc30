#pragma once
// --verify: before the first real step, a plan is compared with the program it is made from, on generated inputs.
#include <string>

#include "codegen/codegen.h"
#include "partitioner/partition.h"

namespace partita {

// Above this work the programs are compiled: the plan on devices of this process, the whole on one.
inline constexpr double kEvaluatedFlops = 1e9;

// OK with a line that says what was compared and how. DataLoss with result, device, place and op where PLAN, which
// partition() made of GRAPH with PARTITION_OPTIONS, gives other results than GRAPH; where it is cheap, also with the
// first value inside the program that goes wrong when it is planned alone. Floats are equal within what rounding of the
// program's narrowest float type explains.
StatusOr<std::string> verifyPlan(const Graph& graph, const PartitionResult& plan,
                                 const PartitionOptions& partitionOptions, const CompileOptions& options);

// Adds, multiplies and transcendental functions of one run of GRAPH; loops count as often as they are known to run.
double workOf(const Graph& graph);

}  // namespace partita
