#pragma once
// Partitions a program, runs it on simulated ranks and compares with the whole program: the oracle of the partitioner's
// tests.
#include <cstdint>
#include <vector>

#include "base/rng.h"
#include "graph/graph.h"
#include "graph/tensor.h"
#include "partitioner/partition.h"

namespace partita {

// Values for every argument of GRAPH, from SEED. Floats in [-0.5, 0.5), integers in [0, 8), i1 both; second moments of
// an optimizer ("v.…") small and positive.
std::vector<Tensor> seededArguments(const Graph& graph, uint64_t seed);

// Shardings of most arguments of GRAPH, drawn from RNG: each axis cuts some dimension that has elements enough, or
// none.
std::vector<PartitionRule> randomRules(const Graph& graph, const Mesh& mesh, Rng& rng);

// OK when every device's results are the shards of the whole program's results.
Status comparePartitioned(const Graph& graph, const PartitionResult& plan, const std::vector<Tensor>& args, double rtol,
                          double atol);

// partition() and comparePartitioned().
StatusOr<PartitionResult> partitionAndCompare(const Graph& graph, const PartitionOptions& options, uint64_t seed,
                                              double rtol = 1e-4, double atol = 1e-5);

// Sums over the plan's collectives of one kind.
int64_t collectiveCount(const PartitionResult& plan, CollectiveKind kind);
double collectiveBytes(const PartitionResult& plan);

}  // namespace partita
