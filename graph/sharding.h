#pragma once
// Sharding of a tensor over a mesh, as in Shardy: for each dimension an ordered list of axes, major to minor.
//
// Several axes on a dimension cut it into the product of their sizes, major axis slowest. Where the pieces begin, also
// of sizes that do not divide and of axes with weights, is devices/cut.h's to say; nothing is padded.
#include <cstdint>
#include <string>
#include <vector>

#include "base/collective.h"
#include "base/ids.h"
#include "base/types.h"
#include "devices/cut.h"
#include "devices/mesh.h"

namespace partita {

using MeshId = Id<struct MeshTag>;

struct DimSharding {
  std::vector<AxisRef> axes;
  bool open = false;  // propagation may add axes
  int priority = 0;   // user priority, 0 first
  friend bool operator==(const DimSharding&, const DimSharding&) = default;
};

struct Sharding {
  MeshId mesh;
  std::vector<DimSharding> dims;
  std::vector<AxisRef> replicated;  // axes that must not be used
  std::vector<AxisRef> unreduced;   // the value is a partial result along these axes, to be combined with `reduction`
  ReductionKind reduction = ReductionKind::kSum;

  static Sharding replicatedOver(MeshId mesh, int rank, bool open = false);
  bool fullyReplicated() const;
  friend bool operator==(const Sharding&, const Sharding&) = default;
};

// The tiles of a tensor of DIMS. MESH and SHARDING must outlive it.
class Tiling {
 public:
  Tiling(const Mesh& mesh, const Sharding& sharding, absl::Span<const int64_t> dims);
  const Cut& cut(size_t dim) const { return cuts_[dim]; }
  // One range for each dimension, of the device at row-major mesh POSITION.
  std::vector<Range> tile(int64_t position) const;

 private:
  const Mesh& mesh_;
  const Sharding& sharding_;
  std::vector<Cut> cuts_;
};
// The tile of the device at row-major mesh POSITION: one range for each dimension.
std::vector<Range> tileOf(const Mesh& mesh, const Sharding& sharding, absl::Span<const int64_t> dims, int64_t position);
// Shape of that tile.
Dims localDims(const Mesh& mesh, const Sharding& sharding, absl::Span<const int64_t> dims, int64_t position);

// Shardy's text: <@mesh, [{"a"}, {"b", ?}p1, {}], replicated={"c"}, unreduced={"d"}>
std::string shardingToString(const Sharding& sharding, const Mesh& mesh);
std::string axesToString(absl::Span<const AxisRef> axes, const Mesh& mesh);  // {"a", "b":(1)2}

}  // namespace partita
