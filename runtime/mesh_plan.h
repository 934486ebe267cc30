#pragma once
// What the processes of a run must know of a partitioned program: the local program of each device, and which tiles of
// the arguments and results are its own. Made once, by rank 0; travels as a Cap'n Proto message.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "partitioner/partition.h"

namespace partita {

struct MeshPlan {
  struct Device {
    uint32_t program = 0;                                // into programs
    std::vector<std::vector<Range>> arguments, results;  // tiles: for each, one range for each dimension
  };
  std::vector<Graph> programs;                 // distinct ones
  std::vector<Device> devices;                 // by device id
  std::vector<TensorType> arguments, results;  // whole
};

// Donated arguments that name no result (jax.buffer_donor) get the first result of their type that no other argument
// takes; one that finds none is donated no more.
void resolveDonors(Graph& graph);

// GRAPH on one device.
MeshPlan wholePlan(Graph graph);
// GRAPH as PLAN cuts it.
MeshPlan meshPlan(const Graph& graph, PartitionResult plan);

std::string serializeMeshPlan(const MeshPlan& plan);
// InvalidArgument for a message that is damaged or does not fit together.
StatusOr<MeshPlan> parseMeshPlan(std::string_view bytes);

}  // namespace partita
