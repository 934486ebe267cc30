// What the job says of shardings: rules, the FSDP axis, the batch axis.
#include <algorithm>
#include <regex>

#include "base/text.h"
#include "partitioner/import.h"

namespace partita {
namespace {

// What a job's rule asks for cuts no dimension into more shards than it has elements. (A program's own annotations
// may: some devices then hold none.)
Status checkFits(const Import& in, const Target& target, const TensorType& type, const std::string& where) {
  for (int d = 0; d < type.rank(); ++d) {
    const Axes& axes = target.layout.dims[d];
    if (!leavesEmpty(in.state.mesh, axes, type.dims[d])) continue;
    const Cut cut = cutOf(in.state.mesh, axes, type.dims[d]);
    return invalidArgument("dimension ", d, " of ", where, " has ", type.dims[d], " elements and cannot be cut in ",
                           cut.pieces(), " shards by ", axesToString(toRefs(axes), in.state.mesh),
                           weighted(in.state.mesh, axes) ? strCat(" (", cut.toString(), ")") : std::string(),
                           "; use fewer devices along these axes, or another dimension");
  }
  return in.checkAxesOnce(target, type, where);
}

int resultOf(const Import& in, int argument) {
  for (const auto& [a, r] : in.state.donated) {
    if (a == argument) return r;
  }
  return -1;
}

StatusOr<int> axisByName(const Import& in, const std::string& name, const std::string& where) {
  const int index = in.state.givenMesh.axisIndex(name);
  if (index < 0) {
    return invalidArgument(where, ": the mesh ", in.state.givenMesh.toString(), " has no axis ", name);
  }
  return index;
}

Status applyRules(Import& in) {
  std::vector<bool> ruled(in.graph.arguments.size(), false);
  for (const PartitionRule& rule : in.state.options.rules) {
    const std::string where =
        rule.where.empty() ? strCat("rule ", rule.match) : strCat("rule ", rule.match, " (", rule.where, ")");
    std::regex pattern;
    try {
      pattern = std::regex(rule.match);
    } catch (const std::regex_error& error) {
      return invalidArgument(where, ": not a regular expression: ", error.what());
    }
    bool matched = false;
    for (size_t i = 0; i < in.graph.arguments.size(); ++i) {
      const int r = resultOf(in, static_cast<int>(i));
      if (!std::regex_search(in.graph.arguments[i].name, pattern) &&
          !(r >= 0 && std::regex_search(in.graph.results[r].name, pattern))) {
        continue;
      }
      matched = true;
      if (ruled[i]) continue;  // the first rule that matches holds
      ruled[i] = true;
      const ValueId v = in.graph.bodyRegion().args[i];
      const TensorType& type = in.graph.type(v);
      if (static_cast<int>(rule.spec.size()) != type.rank()) {
        return invalidArgument(where, ": the spec has ", rule.spec.size(), " dimensions, ", in.argumentPlace(i),
                               " has ", type.rank());
      }
      Target t = in.openTarget(type);
      t.open.assign(type.rank(), false);
      for (int d = 0; d < type.rank(); ++d) {
        for (const std::string& name : rule.spec[d]) {
          ASSIGN_OR_RETURN(int axis, axisByName(in, name, where));
          in.appendRefined({.axis = axis}, t.layout.dims[d]);
        }
      }
      RETURN_IF_ERROR(checkFits(in, t, type, strCat(in.argumentPlace(i), " by ", where)));
      in.annotated.insert(v);
      in.set(v, t, where);
      if (r >= 0) in.set(in.graph.bodyRegion().results[r], std::move(t), where);
    }
    if (!matched) {
      return invalidArgument(where, " matches no argument; names look like ",
                             in.graph.arguments.empty() ? "(none)" : in.graph.arguments.front().name);
    }
  }
  return absl::OkStatus();
}

Status applyFsdp(Import& in) {
  const std::string& name = in.state.options.fsdpAxis;
  if (name.empty()) return absl::OkStatus();
  ASSIGN_OR_RETURN(int given, axisByName(in, name, "fsdp"));
  Axes axes;
  in.appendRefined({.axis = given}, axes);
  if (axes.empty()) return absl::OkStatus();
  for (const auto& [argument, result] : in.state.donated) {
    const ValueId v = in.graph.bodyRegion().args[argument];
    Target& t = in.state.targets[v];
    const TensorType& type = in.graph.type(v);
    if (std::any_of(axes.begin(), axes.end(), [&](int8_t axis) { return usesAxis(t.layout, axis); })) continue;
    int best = -1;
    for (int d = 0; d < type.rank(); ++d) {
      Axes all = t.layout.dims[d];
      all.insert(all.end(), axes.begin(), axes.end());
      const Cut cut = cutOf(in.state.mesh, all, type.dims[d]);
      const bool cuts = cut.smallest() > 0 && (weighted(in.state.mesh, all) || cut.even());
      if (cuts && (best < 0 || type.dims[d] > type.dims[best])) best = d;
    }
    if (best < 0) continue;  // scalars and odd sizes stay whole
    t.layout.dims[best].insert(t.layout.dims[best].end(), axes.begin(), axes.end());
    in.annotated.insert(v);
    const std::string why = strCat("fsdp axis ", name, " on dimension ", best);
    in.state.note(v, why);
    in.set(in.graph.bodyRegion().results[result], t, why);
  }
  return absl::OkStatus();
}

// The default applies to plain programs only: one that brings a mesh has said what it wants.
void applyBatch(Import& in) {
  const bool plain =
      std::all_of(in.graph.meshes.begin(), in.graph.meshes.end(), [](const Mesh& own) { return own.axes.empty(); });
  if (in.state.options.batchAxis.empty() || !plain) return;
  const int given = in.state.givenMesh.axisIndex(in.state.options.batchAxis);
  if (given < 0) return;
  Axes axes;
  in.appendRefined({.axis = given}, axes);
  if (axes.empty()) return;
  for (size_t i = 0; i < in.graph.arguments.size(); ++i) {
    const ValueId v = in.graph.bodyRegion().args[i];
    const TensorType& type = in.graph.type(v);
    if (in.annotated.count(v) || resultOf(in, static_cast<int>(i)) >= 0 || in.graph.arguments[i].donor ||
        type.rank() == 0 || leavesEmpty(in.state.mesh, axes, type.dims[0])) {
      continue;
    }
    in.state.targets[v].layout.dims[0] = axes;
    in.state.targets[v].open.assign(type.rank(), false);
    in.state.note(v, strCat("batch axis ", in.state.options.batchAxis, " on dimension 0"));
  }
}

}  // namespace

Status importJob(Import& in) {
  RETURN_IF_ERROR(applyRules(in));
  RETURN_IF_ERROR(applyFsdp(in));
  applyBatch(in);
  return absl::OkStatus();
}

}  // namespace partita
