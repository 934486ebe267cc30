// The mesh that a program is partitioned for.
#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <regex>

#include "absl/strings/str_join.h"
#include "base/text.h"
#include "graph/node_check.h"
#include "graph/op.h"
#include "partitioner/axis_weights.h"
#include "partitioner/import.h"

namespace partita {
namespace {

Status chooseMesh(Import& in) {
  const Mesh& wanted = in.state.options.mesh;
  if (wanted.axes.empty()) {
    // JAX adds a mesh without axes for what has none.
    in.state.givenMesh.name = "mesh";
    for (const Mesh& own : in.graph.meshes) {
      if (own.axes.empty() || own.axes == in.state.givenMesh.axes) continue;
      if (!in.state.givenMesh.axes.empty()) {
        return invalidArgument("the program has several meshes (", in.state.givenMesh.toString(), " and ",
                               own.toString(), "); say which devices to use with a mesh (--mesh)");
      }
      in.state.givenMesh = own;
    }
  } else {
    in.state.givenMesh = wanted;
    if (in.state.givenMesh.name.empty()) in.state.givenMesh.name = "mesh";
  }
  std::set<std::string> seen;
  for (const MeshAxis& axis : in.state.givenMesh.axes) {
    if (axis.size < 1)
      return invalidArgument("mesh axis ", axis.name, " has size ", axis.size, "; sizes are at least 1");
    if (!seen.insert(axis.name).second) return invalidArgument("the mesh names the axis ", axis.name, " twice");
  }
  RETURN_IF_ERROR(computeAxisWeights(in.graph, in.state.options.cluster, in.state.givenMesh, &in.state.weightSources));
  // Computed weights are bounded as given ones are: the products along several axes must not overflow.
  if (in.state.givenMesh.weighted()) RETURN_IF_ERROR(checkMesh(in.state.givenMesh));
  if (in.state.givenMesh.axes.size() > 16) {
    return unimplemented("a mesh of ", in.state.givenMesh.axes.size(), " axes; at most 16 are supported");
  }
  // Axes of the program's own meshes, by name, in the mesh that is used. Sizes may differ where no shape inside the
  // program depends on them.
  bool manual = false;
  for (const Node& node : in.graph.nodes) manual = manual || opDef(node.kind).regionRole == RegionRole::kShards;
  in.axisOf.resize(in.graph.meshes.size());
  for (size_t m = 0; m < in.graph.meshes.size(); ++m) {
    const Mesh& own = in.graph.meshes[MeshId(m)];
    for (const MeshAxis& axis : own.axes) {
      const int index = in.state.givenMesh.axisIndex(axis.name);
      if (index >= 0 && manual && in.state.givenMesh.axes[index].size != axis.size) {
        return invalidArgument("the program was traced for ", own.toString(),
                               " and holds manual computations (shard_map) of these sizes; the mesh ",
                               in.state.givenMesh.toString(), " does not fit: export it again, or use its mesh");
      }
      in.axisOf[m].push_back(index);  // -1: an error once a sharding uses the axis
    }
  }
  return absl::OkStatus();
}

// USE(sharding, its place for messages, the type of what it is of).
template <typename F>
void forShardings(const Import& in, const F& use) {
  for (size_t v = 0; v < in.graph.values.size(); ++v) {
    if (const auto& sharding = in.graph.sharding(ValueId(v)))
      use(*sharding, describeValue(in.state, ValueId(v)), in.graph.type(ValueId(v)));
  }
  for (size_t i = 0; i < in.graph.results.size(); ++i) {
    const ResultInfo& info = in.graph.results[i];
    if (const Attr* attr = info.attrs.find("sdy.sharding")) {
      if (const auto* list = std::get_if<ShardingsAttr>(attr)) {
        for (const Sharding& sharding : *list)
          use(sharding, info.name, in.graph.type(in.graph.bodyRegion().results[i]));
      }
    }
  }
  for (size_t n = 0; n < in.graph.nodes.size(); ++n) {
    const Node& node = in.graph.nodes[NodeId(n)];
    for (const auto& [name, attr] : node.attrs) {
      if (const auto* list = std::get_if<ShardingsAttr>(&attr)) {
        const std::vector<ValueId>& of = name == "in_shardings" ? node.operands : node.results;
        for (size_t i = 0; i < std::min(of.size(), list->size()); ++i)
          use((*list)[i], in.graph.describe(NodeId(n)), in.graph.type(of[i]));
      }
    }
  }
}

// Size of a dimension -> sizes of the major parts in which a reshape splits one of this size, or joins it of several.
using Majors = std::map<int64_t, std::set<int64_t>>;

Majors majorsOf(const Graph& graph) {
  Majors out;
  for (const Node& node : graph.nodes) {
    if (!node.parent.valid() || !opDef(node.kind).sharding) continue;
    const OpShardingRule rule = opDef(node.kind).sharding(graph, node);
    for (const auto* tensors : {&rule.operands, &rule.results}) {
      for (const OpShardingRule::TensorFactors& tensor : *tensors) {
        for (const std::vector<int>& dim : tensor) {
          if (dim.size() < 2) continue;
          int64_t size = 1;
          for (int f : dim) size *= rule.factors[f].size;
          out[size].insert(rule.factors[dim[0]].size);
        }
      }
    }
  }
  return out;
}

// Sizes in front of a boundary between parts, for each axis of the given mesh.
using Boundaries = std::vector<std::set<int64_t>>;

// A dimension of SIZE elements that is cut along AXES, of the given mesh, and that a reshape splits (16 heads in 8 x 2,
// along an axis of 16): the axis in which the major part ends gets a boundary there, so that the part in front cuts the
// major and the one behind it the minor part.
void splitAtMajors(const Import& in, const Majors& majors, int64_t size, const std::vector<int>& axes,
                   Boundaries& boundaries) {
  const auto list = majors.find(size);
  if (list == majors.end()) return;
  for (int64_t major : list->second) {
    int64_t left = major;
    for (int axis : axes) {
      const MeshAxis& given = in.state.givenMesh.axes[static_cast<size_t>(axis)];
      if (left % given.size == 0) {
        left /= given.size;
        if (left == 1) break;
        continue;
      }
      std::set<int64_t>& mine = boundaries[static_cast<size_t>(axis)];
      const bool nests =
          std::all_of(mine.begin(), mine.end(), [&](int64_t other) { return other % left == 0 || left % other == 0; });
      if (given.weights.empty() && given.size % left == 0 && nests) mine.insert(left);
      break;
    }
  }
}

// What the job's rules say, as far as it can be said before the mesh is there; applyRules() says what is wrong.
void splitAtMajorsOfRules(const Import& in, const Majors& majors, Boundaries& boundaries) {
  for (const PartitionRule& rule : in.state.options.rules) {
    std::regex pattern;
    try {
      pattern = std::regex(rule.match);
    } catch (const std::regex_error&) {
      continue;
    }
    for (size_t i = 0; i < in.graph.arguments.size(); ++i) {
      const TensorType& type = in.graph.type(in.graph.bodyRegion().args[i]);
      if (type.rank() != static_cast<int>(rule.spec.size()) ||
          !std::regex_search(in.graph.arguments[i].name, pattern)) {
        continue;
      }
      for (int d = 0; d < type.rank(); ++d) {
        std::vector<int> axes;
        for (const std::string& name : rule.spec[static_cast<size_t>(d)]) {
          const int axis = in.state.givenMesh.axisIndex(name);
          if (axis >= 0) axes.push_back(axis);
        }
        splitAtMajors(in, majors, type.dims[d], axes, boundaries);
      }
    }
  }
}

// Splits every axis of which the program uses parts into the parts.
Status refineMesh(Import& in) {
  Boundaries cuts(in.state.givenMesh.axes.size());
  Status status;
  forShardings(in, [&](const Sharding& sharding, const std::string& where, const TensorType&) {
    auto look = [&](const AxisRef& ref) {
      if (ref.whole()) return;
      StatusOr<AxisRef> mine = in.given(sharding.mesh, ref, where);
      if (!mine.ok()) {
        status.Update(mine.status());
        return;
      }
      cuts[mine->axis].insert(mine->pre);
      cuts[mine->axis].insert(mine->pre * mine->size);
    };
    for (const DimSharding& dim : sharding.dims) std::for_each(dim.axes.begin(), dim.axes.end(), look);
    std::for_each(sharding.replicated.begin(), sharding.replicated.end(), look);
    std::for_each(sharding.unreduced.begin(), sharding.unreduced.end(), look);
  });
  RETURN_IF_ERROR(status);
  const Boundaries asked = cuts;
  const Majors majors = in.state.splitAtReshapes ? majorsOf(in.graph) : Majors();
  forShardings(in, [&](const Sharding& sharding, const std::string& where, const TensorType& type) {
    for (size_t d = 0; d < std::min(sharding.dims.size(), type.dims.size()); ++d) {
      std::vector<int> axes;
      for (const AxisRef& ref : sharding.dims[d].axes) {
        const StatusOr<AxisRef> mine = in.given(sharding.mesh, ref, where);
        if (!mine.ok() || !mine->whole()) return;
        axes.push_back(mine->axis);
      }
      splitAtMajors(in, majors, type.dims[d], axes, cuts);
    }
  });
  splitAtMajorsOfRules(in, majors, cuts);
  in.state.wereSplit = cuts != asked;
  in.state.mesh = Mesh{.name = in.state.givenMesh.name, .axes = {}, .deviceIds = in.state.givenMesh.deviceIds};
  for (size_t a = 0; a < in.state.givenMesh.axes.size(); ++a) {
    const MeshAxis& axis = in.state.givenMesh.axes[a];
    std::vector<int>& parts = in.state.refinedAxes.emplace_back();
    cuts[a].insert(axis.size);
    int64_t done = 1;
    std::vector<int64_t> sizes;
    for (int64_t cut : cuts[a]) {
      if (cut == 1) continue;
      if (cut % done != 0) {
        return unimplemented("parts of the axis ", axis.name, " that overlap: boundaries at ", done, " and ", cut);
      }
      parts.push_back(static_cast<int>(in.state.mesh.axes.size()));
      const bool whole = done == 1 && cut == axis.size;
      const AxisRef part{.axis = static_cast<int32_t>(a), .pre = done, .size = cut / done};
      std::vector<int64_t> weights = whole ? axis.weights : normalizedWeights(axisWeights(in.state.givenMesh, part));
      in.state.mesh.axes.push_back(
          {whole ? axis.name : strCat(axis.name, ":(", done, ")", part.size), part.size, std::move(weights)});
      sizes.push_back(part.size);
      done = cut;
    }
    if (!weightsFactor(axis, sizes)) {
      return unimplemented("the program uses parts of the axis ", axis.name, ", whose weights ",
                           absl::StrJoin(axis.weights, "/"),
                           " are not products of weights of the parts: use weights that are, or none");
    }
    if (axis.size == 1) {
      parts.push_back(static_cast<int>(in.state.mesh.axes.size()));
      in.state.mesh.axes.push_back(axis);
    }
  }
  if (in.state.mesh.axes.size() > 60)
    return unimplemented("a mesh of ", in.state.mesh.axes.size(), " axes and parts of axes");
  return absl::OkStatus();
}

// A dimension that a reshape splits, or joins from others, is cut along weighted axes in multiples of its minor part:
// else the cut of heads x head size would be none of heads, and the reshape would gather.
void chooseUnits(Import& in) {
  in.state.mesh.units = in.state.givenMesh.units;
  if (in.state.mesh.units) return;
  in.state.mesh.units.emplace();
  in.state.givenMesh.units.emplace();
  if (!in.state.mesh.weighted()) return;
  int64_t fewest = std::numeric_limits<int64_t>::max();
  for (const MeshAxis& axis : in.state.mesh.axes) {
    if (!axis.weights.empty()) fewest = std::min(fewest, axis.size);
  }
  // Smaller dimensions first: a major factor may be split itself.
  std::map<int64_t, int64_t>& units = *in.state.mesh.units;
  for (const auto& [size, list] : majorsOf(in.graph)) {
    int64_t unit = 1;
    for (int64_t major : list) {
      if (major < fewest) continue;
      const int64_t with = std::lcm(unit, size / major * in.state.mesh.unitOf(major));
      if (size / with >= fewest) unit = with;
    }
    if (unit > 1) units[size] = unit;
  }
  in.state.givenMesh.units = units;
}

}  // namespace

Status importMesh(Import& in) {
  RETURN_IF_ERROR(chooseMesh(in));
  RETURN_IF_ERROR(refineMesh(in));
  chooseUnits(in);
  return absl::OkStatus();
}

}  // namespace partita
