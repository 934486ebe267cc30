#include "frontends/load.h"

#include <algorithm>

#include "frontends/stablehlo.h"
#include "graph/verify.h"

namespace partita {

StatusOr<Graph> loadVerified(const std::string& path, const ImportOptions& options) {
  ASSIGN_OR_RETURN(Graph graph, loadProgram(path, options));
  if (const Status valid = verify(graph, Stage::kGlobal); !valid.ok()) return annotate(valid, path);
  return graph;
}

bool bringsMesh(const Graph& graph) {
  return std::any_of(graph.meshes.begin(), graph.meshes.end(), [](const Mesh& mesh) { return !mesh.axes.empty(); });
}

}  // namespace partita
