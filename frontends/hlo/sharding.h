#pragma once
// GSPMD's shardings (HloSharding): the text {devices=[2,1]<=[2]} in its three versions, and the OpSharding message, as
// mhlo.sharding holds either.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "frontends/hlo/hlo_module.h"
#include "frontends/hlo/wire.h"

namespace partita::hlo {

enum class ShardingKind : uint8_t {
  kReplicated,
  kMaximal,  // all on one device
  kManual,   // each device has its own
  kUnknown,
  kUnreduced,
  kTiled,
  kNamed,  // along the axes of a mesh, as Shardy says it
  kTuple,
};

// Devices along a part of a tile dimension: SIZE of them, ids STRIDE apart.
struct Stride {
  int64_t stride = 0, size = 0;
  friend bool operator==(const Stride&, const Stride&) = default;
};

struct Sharding {
  ShardingKind kind = ShardingKind::kReplicated;
  int64_t device = 0;                // kMaximal
  std::vector<int64_t> tile;         // kTiled: pieces along each dimension, then along the subgroups'
  std::vector<ShardingKind> groups;  // what the last tile dimensions are: replicated, manual, unreduced
  // Where ids are a sum over tile dimensions: the parts of each, the first slowest. Else `devices` lists them,
  // row-major.
  std::vector<std::vector<Stride>> strides;
  std::vector<int64_t> devices;
  ir::TensorSharding named;     // kNamed: of an inlined mesh
  bool namedManual = false;     // its axes are manual
  std::vector<Sharding> parts;  // kTuple: of the leaves
  bool inGroup = false;         // shard_as, shard_like: sharded alike with all of one number
  int64_t group = 0;
};

// MeshProto, and AxisRefProto: an axis of MESH, or a part of one.
Status readMesh(WireReader in, Mesh& mesh);
Status readAxis(WireReader in, const Mesh& mesh, ir::AxisName& axis);

// Of text or of the bytes of an OpSharding; the error says where in it.
StatusOr<Sharding> parseSharding(std::string_view written);

// What is written for each of LEAVES parts of a tuple: of one for all of them, the same; "" for all where WRITTEN is.
StatusOr<std::vector<std::string>> shardingParts(std::string_view written, size_t leaves);

// The parts of the tile dimensions DIMS of ids DEVICES (row-major); empty where they are not such a sum.
std::vector<std::vector<Stride>> stridesOf(const std::vector<int64_t>& dims, const std::vector<int64_t>& devices);

}  // namespace partita::hlo
