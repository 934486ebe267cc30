#include "partitioner/layout.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"

namespace partita {

Layout Layout::whole(int rank) {
  Layout out;
  out.dims.resize(rank);
  return out;
}

bool Layout::isWhole() const {
  return partial.empty() && std::all_of(dims.begin(), dims.end(), [](const Axes& axes) { return axes.empty(); });
}

bool contains(const Axes& axes, int axis) { return std::find(axes.begin(), axes.end(), axis) != axes.end(); }

void addSorted(Axes& axes, int axis) {
  if (contains(axes, axis)) return;
  axes.insert(std::upper_bound(axes.begin(), axes.end(), static_cast<int8_t>(axis)), static_cast<int8_t>(axis));
}

int64_t axesSize(const Mesh& mesh, const Axes& axes) {
  int64_t size = 1;
  for (int8_t axis : axes) size *= mesh.axes[axis].size;
  return size;
}

bool weighted(const Mesh& mesh, const Axes& axes) {
  return std::any_of(axes.begin(), axes.end(), [&](int8_t axis) { return !mesh.axes[axis].weights.empty(); });
}

Cut cutOf(const Mesh& mesh, const Axes& axes, int64_t elements) {
  if (!weighted(mesh, axes)) return Cut(elements, axesSize(mesh, axes));
  return Cut(mesh, toRefs(axes), elements);
}

bool leavesEmpty(const Mesh& mesh, const Axes& axes, int64_t elements) {
  return !axes.empty() && cutOf(mesh, axes, elements).smallest() == 0;
}

std::vector<AxisRef> toRefs(const Axes& axes) {
  std::vector<AxisRef> out;
  for (int8_t axis : axes) out.push_back({.axis = axis});
  return out;
}

Sharding toSharding(const Layout& layout, MeshId mesh) {
  Sharding out = Sharding::replicatedOver(mesh, static_cast<int>(layout.dims.size()));
  for (size_t d = 0; d < layout.dims.size(); ++d) out.dims[d].axes = toRefs(layout.dims[d]);
  out.unreduced = toRefs(layout.partial);
  out.reduction = layout.reduction;
  return out;
}

Layout toLayout(const Sharding& sharding) {
  Layout out = Layout::whole(static_cast<int>(sharding.dims.size()));
  for (size_t d = 0; d < sharding.dims.size(); ++d) {
    for (const AxisRef& ref : sharding.dims[d].axes) out.dims[d].push_back(static_cast<int8_t>(ref.axis));
  }
  for (const AxisRef& ref : sharding.unreduced) addSorted(out.partial, ref.axis);
  out.reduction = sharding.reduction;
  return out;
}

bool usesAxis(const Layout& layout, int axis) {
  return contains(layout.partial, axis) ||
         std::any_of(layout.dims.begin(), layout.dims.end(), [&](const Axes& axes) { return contains(axes, axis); });
}

std::string layoutToString(const Layout& layout, const Mesh& mesh) {
  return shardingToString(toSharding(layout, MeshId(0)), mesh);
}

double shardBytes(const Mesh& mesh, const TensorType& type, const Layout& layout) {
  double bytes = static_cast<double>(dtypeBytes(type.dtype));
  for (size_t d = 0; d < type.dims.size(); ++d)
    bytes *= static_cast<double>(cutOf(mesh, layout.dims[d], type.dims[d]).largest());
  return bytes;
}

void projectToFactors(const OpShardingRule& rule, const OpShardingRule::TensorFactors& tensor, const Layout& layout,
                      const Mesh& mesh, FactorAxes& out) {
  out.assign(rule.factors.size(), {});
  for (size_t d = 0; d < tensor.size(); ++d) {
    const auto& factors = tensor[d];
    if (factors.empty() || layout.dims[d].empty()) continue;
    if (factors.size() == 1) {
      if (rule.factors[factors[0]].kind != FactorKind::kNeedReplication) out[factors[0]] = layout.dims[d];
      continue;
    }
    // A factor that is cut to single elements leaves the next axes to the one behind it.
    size_t at = 0;
    int64_t left = rule.factors[factors[0]].size;  // elements of a piece of the factor
    for (int8_t axis : layout.dims[d]) {
      while (left == 1 && at + 1 < factors.size()) left = rule.factors[factors[++at]].size;
      const Factor& factor = rule.factors[factors[at]];
      Axes& mine = out[factors[at]];
      mine.push_back(axis);
      const Cut cut = cutOf(mesh, mine, factor.size);
      // With weights layoutFromFactors() says whether the cuts of factor and dimension agree.
      const bool fits = weighted(mesh, mine) ? cut.smallest() > 0 : cut.even();
      if (!fits || factor.kind == FactorKind::kNeedReplication) {
        mine.pop_back();
        break;
      }
      left = cut.largest();
    }
  }
}

std::optional<Layout> layoutFromFactors(const OpShardingRule& rule, const OpShardingRule::TensorFactors& tensor,
                                        const FactorAxes& axes, const Mesh& mesh, absl::Span<const int64_t> dims) {
  Layout out = Layout::whole(static_cast<int>(tensor.size()));
  uint64_t used = 0;
  for (size_t d = 0; d < tensor.size(); ++d) {
    const bool compound = tensor[d].size() > 1;
    bool open = true;  // every factor so far is cut to single elements
    absl::InlinedVector<Cut, 4> parts;
    for (int f : tensor[d]) {
      const Axes& mine = axes[f];
      const Factor& factor = rule.factors[f];
      parts.push_back(cutOf(mesh, mine, factor.size));
      const Cut& cut = parts.back();
      if (!mine.empty()) {
        if (factor.kind == FactorKind::kNeedReplication || !open) return std::nullopt;
        if (compound && !weighted(mesh, mine) && !cut.even()) return std::nullopt;
        for (int8_t axis : mine) {
          if (used >> axis & 1) return std::nullopt;
          used |= uint64_t{1} << axis;
          out.dims[d].push_back(axis);
        }
      }
      open = open && cut.largest() == 1;
    }
    if (!compound || out.dims[d].empty()) continue;
    if (axesSize(mesh, out.dims[d]) > std::max<int64_t>(dims[d], 1)) return std::nullopt;
    if (weighted(mesh, out.dims[d]) && !cutOf(mesh, out.dims[d], dims[d]).isProductOf(parts)) return std::nullopt;
  }
  return out;
}

}  // namespace partita
