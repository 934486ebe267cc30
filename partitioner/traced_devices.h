#pragma once
// Device ids inside manual computations (shard_map).
#include <vector>

#include "base/status.h"
#include "devices/mesh.h"
#include "graph/graph.h"

namespace partita {

// Device ids inside a manual computation are those of the mesh it was traced for: replica groups, source-target pairs
// and partition_id are said again for MESH, which is used. Along axes of MESH that the traced one does not have,
// everything happens once for each place. AXIS_OF: for each mesh of GRAPH, its axes' indices in MESH, -1 where it has
// none (InvalidArgument for a manual computation's mesh, as are groups that leave devices out).
Status placeTracedDevices(Graph& graph, const Mesh& mesh, const std::vector<std::vector<int>>& axisOf);

}  // namespace partita
