#pragma once
// Layout: a tensor's sharding as the passes compute with it. Axes are indices into Mesh::axes of the refined mesh, in
// which every sub-axis that the program names is an axis of its own (importProgram splits them), so that two axes are
// either the same or disjoint.
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "graph/graph.h"
#include "graph/sharding_rule.h"

namespace partita {

using Axes = absl::InlinedVector<int8_t, 4>;  // major to minor where they cut a dimension

struct Layout {
  absl::InlinedVector<Axes, 5> dims;
  Axes partial;  // sorted: the value is a partial result over these axes, to be combined with `reduction`
  ReductionKind reduction = ReductionKind::kSum;

  static Layout whole(int rank);
  bool isWhole() const;  // on every device, and final
  friend bool operator==(const Layout& a, const Layout& b) {
    return a.dims == b.dims && a.partial == b.partial && (a.partial.empty() || a.reduction == b.reduction);
  }
};

bool contains(const Axes& axes, int axis);
void addSorted(Axes& axes, int axis);
int64_t axesSize(const Mesh& mesh, const Axes& axes);
// ELEMENTS cut along AXES.
Cut cutOf(const Mesh& mesh, const Axes& axes, int64_t elements);
bool weighted(const Mesh& mesh, const Axes& axes);
// More pieces than elements, or weights that leave some piece nothing.
bool leavesEmpty(const Mesh& mesh, const Axes& axes, int64_t elements);
std::vector<AxisRef> toRefs(const Axes& axes);
Sharding toSharding(const Layout& layout, MeshId mesh);
Layout toLayout(const Sharding& sharding);  // of whole axes only
bool usesAxis(const Layout& layout, int axis);
std::string layoutToString(const Layout& layout, const Mesh& mesh);

// Bytes of a shard: of the largest one where they differ.
double shardBytes(const Mesh& mesh, const TensorType& type, const Layout& layout);

// Axes of each factor.
using FactorAxes = std::vector<Axes>;

// The axes that LAYOUT gives to the factors of one tensor. Within a dimension of several factors the axes fill the
// factors from the major one; what does not divide a factor, or cuts a factor that must stay whole, is left out.
void projectToFactors(const OpShardingRule& rule, const OpShardingRule::TensorFactors& tensor, const Layout& layout,
                      const Mesh& mesh, FactorAxes& out);
// The layout of a tensor whose factors are cut along AXES; none where the tensor cannot be cut so (a minor factor cut
// while the major one of the same dimension is not, sizes that do not divide within a compound dimension, an axis used
// twice). There may be more shards than elements: some are empty then.
std::optional<Layout> layoutFromFactors(const OpShardingRule& rule, const OpShardingRule::TensorFactors& tensor,
                                        const FactorAxes& axes, const Mesh& mesh, absl::Span<const int64_t> dims);

}  // namespace partita
