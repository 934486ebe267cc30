#pragma once
// Sharding of a tensor over a mesh, as in Shardy: for each dimension an ordered list of axes, major to minor.
//
// Uneven sizes: a dimension of n elements cut into k shards gives shard i the range balancedRange(n, k, i); shards
// differ by at most one and nothing is padded. Several axes on a dimension cut it into the product of their sizes,
// major axis slowest.
#include <cstdint>
#include <string>
#include <vector>

#include "base/collective.h"
#include "base/ids.h"
#include "base/range.h"
#include "base/types.h"
#include "devices/mesh.h"

namespace partita {

using MeshId = Id<struct MeshTag>;

// A whole axis (size == 0), or the sub-axis "name":(pre)size: the axis reshaped to [pre, size, rest], its middle part.
struct AxisRef {
  int32_t axis = 0;  // index into Mesh::axes
  int64_t pre = 1;
  int64_t size = 0;
  bool whole() const { return size == 0; }
  friend bool operator==(const AxisRef&, const AxisRef&) = default;
  friend auto operator<=>(const AxisRef&, const AxisRef&) = default;
};

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

int64_t axisSize(const Mesh& mesh, const AxisRef& ref);
int64_t axesSize(const Mesh& mesh, absl::Span<const AxisRef> axes);
// Shard index along AXES (major first) of the device at mesh COORDINATES.
int64_t shardIndex(const Mesh& mesh, absl::Span<const AxisRef> axes, absl::Span<const int64_t> coordinates);

// Shard INDEX of N elements cut in COUNT: the first n % count shards have one element more.
Range balancedRange(int64_t n, int64_t count, int64_t index);
// The tile of the device at row-major mesh POSITION: one range for each dimension.
std::vector<Range> tileOf(const Mesh& mesh, const Sharding& sharding, absl::Span<const int64_t> dims, int64_t position);
// Shape of that tile.
Dims localDims(const Mesh& mesh, const Sharding& sharding, absl::Span<const int64_t> dims, int64_t position);

// Device ids that differ only along AXES: the groups of a collective over them. Members are ordered by shardIndex along
// AXES (major first).
std::vector<std::vector<int64_t>> deviceGroups(const Mesh& mesh, absl::Span<const AxisRef> axes);

// Shardy's text: <@mesh, [{"a"}, {"b", ?}p1, {}], replicated={"c"}, unreduced={"d"}>
std::string shardingToString(const Sharding& sharding, const Mesh& mesh);
std::string axesToString(absl::Span<const AxisRef> axes, const Mesh& mesh);  // {"a", "b":(1)2}

}  // namespace partita
