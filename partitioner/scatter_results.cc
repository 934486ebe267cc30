// Results that are sums over devices and of which nobody says how they should be cut.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "partitioner/forms.h"
#include "partitioner/state.h"

namespace partita {
namespace {

// The open dimension of a value of TYPE that can be cut along AXES too, in equal parts; -1: none. The first: its parts
// are contiguous.
int freeDimension(const Mesh& mesh, const TensorType& type, const Target& target, const Axes& axes) {
  for (int d = 0; d < type.rank(); ++d) {
    if (!target.open[static_cast<size_t>(d)]) continue;
    Axes all = target.layout.dims[static_cast<size_t>(d)];
    all.insert(all.end(), axes.begin(), axes.end());
    if (weighted(mesh, all)) continue;
    const Cut cut = cutOf(mesh, all, type.dims[static_cast<size_t>(d)]);
    if (cut.even() && cut.smallest() > 0) return d;
  }
  return -1;
}

}  // namespace

Status scatterResults(PartitionState& state) {
  const Graph& graph = state.graph;
  const Forms forms(state);
  std::set<size_t> donated;
  for (const auto& [argument, result] : state.donated) donated.insert(static_cast<size_t>(result));
  for (size_t i = 0; i < graph.results.size(); ++i) {
    const ValueId result = graph.bodyRegion().results[i];
    Target& target = state.targets[result];
    const ValueId sum = forms.root(result);
    if (donated.count(i) > 0 || sum == result || graph.type(result).isToken()) continue;
    const Layout from = forms.produced(sum);
    // Who else reads the sum may need all of it.
    if (from.partial.empty() || forms.uses(sum).size() != 1 || from.dims != target.layout.dims) continue;
    if (std::any_of(from.partial.begin(), from.partial.end(),
                    [&](int8_t axis) { return contains(target.forbidden, axis); })) {
      continue;
    }
    const int d = freeDimension(state.mesh, graph.type(result), target, from.partial);
    if (d < 0) continue;
    Axes& axes = target.layout.dims[static_cast<size_t>(d)];
    axes.insert(axes.end(), from.partial.begin(), from.partial.end());
    state.note(result,
               strCat(layoutToString(target.layout, state.mesh), ": a sum over devices, of which each keeps a part"));
  }
  return absl::OkStatus();
}

}  // namespace partita
