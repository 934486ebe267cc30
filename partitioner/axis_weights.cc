#include "partitioner/axis_weights.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/text.h"
#include "graph/op.h"

namespace partita {
namespace {

void addProducts(const Graph& graph, RegionId region, double times, std::map<DType, double>& work) {
  for (NodeId n : graph.regions[region].nodes) {
    const Node& node = graph.nodes[n];
    const OpDef& def = opDef(node.kind);
    if (def.lowering == LoweringClass::kContraction)
      work[graph.type(node.operands[0]).dtype] += def.cost(graph, node).flops * times;
    const double inner = times * static_cast<double>(tripCount(graph, node).value_or(1));
    for (RegionId r : node.regions) addProducts(graph, r, inner, work);
  }
}

// Weights of up to three digits with the ratios of VALUES.
std::vector<int64_t> weightsOf(const std::vector<double>& values) {
  constexpr double kMost = 1000;
  const double most = *std::max_element(values.begin(), values.end());
  std::vector<int64_t> out;
  for (double value : values) out.push_back(std::max<int64_t>(1, std::llround(value / most * kMost)));
  return normalizedWeights(std::move(out));
}

}  // namespace

DType productType(const Graph& graph) {
  std::map<DType, double> work;
  addProducts(graph, graph.body(), 1, work);
  const auto most =
      std::max_element(work.begin(), work.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == work.end() ? DType::kF32 : most->first;
}

Status computeAxisWeights(const Graph& graph, const Cluster* cluster, Mesh& mesh,
                          std::map<std::string, std::string>* sources) {
  std::vector<Cluster::Place> places;
  for (size_t a = 0; a < mesh.axes.size(); ++a) {
    MeshAxis& axis = mesh.axes[a];
    if (!axis.weights.empty()) (*sources)[axis.name] = "given";
    if (axis.shareBy == ShareBy::kWeights || !axis.weights.empty()) continue;
    const bool bySpeed = axis.shareBy == ShareBy::kSpeed;
    const std::string asked = strCat("the axis ", axis.name, " is to be cut by ", bySpeed ? "speed" : "memory");
    if (cluster == nullptr)
      return invalidArgument(asked, ", which needs to know the devices: give a cluster (--cluster)");
    if (places.empty()) places = cluster->places();
    if (static_cast<int64_t>(places.size()) < mesh.deviceCount()) {
      return invalidArgument(asked, ", but the cluster \"", cluster->name, "\" has ", places.size(),
                             " devices and the mesh ", mesh.deviceCount());
    }
    const DType dtype = productType(graph);
    std::vector<double> values(static_cast<size_t>(axis.size), 0);
    std::vector<const DeviceClass*> holds(static_cast<size_t>(axis.size), nullptr);
    int64_t stride = 1;  // of the axis, in positions
    for (size_t b = a + 1; b < mesh.axes.size(); ++b) stride *= mesh.axes[b].size;
    for (int64_t p = 0; p < mesh.deviceCount(); ++p) {
      const DeviceClass& device = cluster->classOf(places[static_cast<size_t>(mesh.deviceAt(p))]);
      const auto place = static_cast<size_t>(p / stride % axis.size);
      const double value = bySpeed ? device.speedOf(dtype) : static_cast<double>(device.memoryBytes);
      if (value <= 0) {
        return invalidArgument(asked, ", but the class ", device.name, " of the cluster \"", cluster->name,
                               "\" states no memory: add memory = \"…\"");
      }
      if (holds[place] != nullptr && values[place] != value) {
        return invalidArgument(
            asked, ", but at place ", place, " along it there are devices of the classes ", holds[place]->name, " and ",
            device.name,
            ", which differ: order the devices so that each place along the axis holds one class, or "
            "give weights by hand");
      }
      holds[place] = &device;
      values[place] = value;
    }
    std::string& source = (*sources)[axis.name];
    source = bySpeed ? strCat("speed of ", dtypeName(dtype), " products: ") : std::string("memory: ");
    std::set<const DeviceClass*> named;
    for (size_t i = 0; i < holds.size(); ++i) {
      if (!named.insert(holds[i]).second) continue;
      strAppend(&source, named.size() > 1 ? ", " : "", holds[i]->name, " ",
                bySpeed ? strCat(values[i] / 1e9, " GFLOP/s (", holds[i]->speedSource(dtype), ")")
                        : strCat(values[i] / 1e9, " GB"));
    }
    axis.weights = weightsOf(values);
    axis.shareBy = ShareBy::kWeights;
  }
  return absl::OkStatus();
}

}  // namespace partita
