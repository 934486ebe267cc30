#pragma once
// The partitioner's one entry: a program with global shapes and a mesh in, one program with local shapes and explicit
// collectives for each distinct set of shard shapes out. Nothing is run; the same call serves `partita plan`.
#include <map>
#include <string>
#include <vector>

#include "devices/cluster.h"
#include "graph/graph.h"

namespace partita {

// A sharding for every argument whose name matches: [partition] rules of a job.
struct PartitionRule {
  std::string match;                           // std::regex (ECMAScript), searched in the argument's name
  std::vector<std::vector<std::string>> spec;  // axis names for each dimension, major to minor
  std::string where;                           // "job.toml:14", for messages
};

struct PartitionOptions {
  Mesh mesh;  // of the devices; empty axes: taken from the program's only sdy.mesh
  std::vector<PartitionRule> rules;
  // Axis along which every state leaf (donated argument and its result) is sharded too, by its largest dimension that
  // still divides; "" = none.
  std::string fsdpAxis;
  // Axis along which batch arguments (not donated) without a sharding are cut in dimension 0; "" = none. Ignored when
  // the mesh has no such axis.
  std::string batchAxis = "data";
  // Sums over the batch are added up in an order that does not depend on how many devices there are along batchAxis
  // (partitioner/fixed_sums.h).
  bool deterministic = false;
  int64_t deterministicBlocks = 8;  // of the batch, a power of two: halved until it divides the batch
  std::vector<std::string> disabledPasses;
  std::string dumpDirectory;         // "" = no dumps; else NN_pass.mlir after each pass that changed the graph
  const Cluster* cluster = nullptr;  // prices; null: defaults of struct Cluster
};

struct PassTiming {
  std::string name;
  double seconds = 0;
  bool changed = false;
};

// One collective of the plan, while bodies counted once for each trip.
struct PlannedCollective {
  CollectiveKind kind{};
  std::vector<std::string> axes;  // mesh axes it runs over, "a:(1)2" for sub-axes
  int64_t groupSize = 1;
  int64_t count = 1;  // executions a step
  double bytesPerDevice =
      0;  // ring-normalised, all executions: all-gather, reduce-scatter (n-1)/n B, all-reduce 2(n-1)/n B with B the
          // full bytes; all-to-all (n-1)/n of the local buffer; collective-permute the local buffer
  double seconds = 0;    // by devices/link_cost.h
  std::string location;  // of the op it serves
};

struct PartitionResult {
  Mesh mesh;
  // One for each distinct (device class, local shapes); legal in Stage::kPartitioned. They differ in shapes and numbers
  // only, so far; what devices meet in follows from the collectives of each, in one order for all.
  std::vector<Graph> programs;
  std::vector<uint32_t> classOfProgram;                      // into Cluster::classes; 0 without a cluster
  std::vector<uint32_t> programOfDevice;                     // by row-major mesh position
  std::vector<Sharding> argumentShardings, resultShardings;  // MeshId 0 = `mesh`
  std::vector<std::vector<PlannedCollective>> collectives;   // of each program
  std::vector<std::string>
      unusedAxes;                  // of more than one place, and nothing is cut along them: their devices do the same
  std::vector<std::string> notes;  // what was done for PartitionOptions::deterministic, and what could not be
  std::vector<PassTiming> timings;
  // For each value name or argument name: why it has its sharding, newest last ("argument annotation", "rule params.*wq
  // (job.toml:14)", "propagated forward through stablehlo.dot_general at model.py:31", …). Queried through explain().
  std::multimap<std::string, std::string> provenance;
};

StatusOr<PartitionResult> partition(const Graph& graph, const PartitionOptions& options);

// Lines that say where the sharding of VALUE came from: VALUE is an argument's or result's name, "%12" as printGraph
// numbers the global program, or a regular expression (ECMAScript) that is searched in names, source places and JAX
// name stacks. NotFound with near names otherwise.
StatusOr<std::vector<std::string>> explain(const PartitionResult& result, const std::string& value);

}  // namespace partita
