#include "frontends/hlo/sharding.h"

#include <algorithm>
#include <numeric>

#include "frontends/hlo/device_list.h"
#include "frontends/hlo/text_cursor.h"
#include "frontends/hlo/wire.h"

namespace partita::hlo {
namespace {

constexpr size_t kMaxTileDims = 64, kMaxParts = size_t{1} << 16;
constexpr int kMaxDepth = 8;

// --- tiles ---

// Parts of the first DIM dimensions of ids with gaps; nothing where V, the ids along one dimension, is no such sum.
bool partsOf(const std::vector<int64_t>& v, std::vector<Stride>& out) {
  // Runs from the fastest part on: equal steps as far as they go.
  std::vector<int64_t> rest = v;
  std::vector<Stride> parts;
  while (rest.size() > 1) {
    const int64_t step = rest[1] - rest[0];
    size_t run = 2;
    while (run < rest.size() && rest[run] - rest[run - 1] == step) ++run;
    while (rest.size() % run != 0) --run;
    if (step <= 0 || run < 2) return false;
    std::vector<int64_t> next;
    for (size_t i = 0; i < rest.size(); i += run) {
      for (size_t j = 1; j < run; ++j)
        if (rest[i + j] - rest[i + j - 1] != step) return false;
      next.push_back(rest[i]);
    }
    parts.push_back({step, static_cast<int64_t>(run)});
    rest = std::move(next);
  }
  out.assign(parts.rbegin(), parts.rend());
  return true;
}

// Of an iota: the reshaped and transposed dimensions are cut where the tile's are.
bool iotaStrides(const IotaTile& tile, std::vector<std::vector<Stride>>& out) {
  const Dims strides = rowMajorStrides(tile.reshape);
  std::vector<Stride> from;
  for (size_t i = 0; i < tile.reshape.size(); ++i) {
    const int64_t dim = tile.permutation.empty() ? static_cast<int64_t>(i) : tile.permutation[i];
    from.push_back({strides[dim], tile.reshape[dim]});
  }
  size_t at = 0;
  for (int64_t left : tile.dims) {
    std::vector<Stride>& parts = out.emplace_back();
    while (left > 1) {
      while (at < from.size() && from[at].size == 1) ++at;
      if (at == from.size()) return false;
      Stride& next = from[at];
      if (left % next.size == 0) {
        parts.push_back(next);
        left /= next.size;
        ++at;
      } else if (next.size % left == 0) {
        parts.push_back({next.stride * (next.size / left), left});
        next.size /= left;
        left = 1;
      } else {
        return false;
      }
    }
  }
  return true;
}

Status setTile(const IotaTile& tile, Sharding& sharding) {
  const std::optional<std::vector<int64_t>> devices = expand(tile);
  if (!devices || devices->size() > kMaxListedDevices || tile.dims.size() > kMaxTileDims)
    return invalidArgument("expected tile dimensions with as many devices as the iota has, at most ",
                           kMaxListedDevices);
  sharding.kind = ShardingKind::kTiled;
  sharding.tile = tile.dims;
  if (!iotaStrides(tile, sharding.strides)) {
    sharding.strides.clear();
    sharding.devices = *devices;
  }
  return {};
}

Status setTile(std::vector<int64_t> dims, std::vector<int64_t> devices, Sharding& sharding) {
  int64_t count = 1;
  for (const int64_t dim : dims) {
    if (dim < 1 || dim > static_cast<int64_t>(kMaxListedDevices) || count > static_cast<int64_t>(kMaxListedDevices))
      return invalidArgument("expected tile dimensions of at most ", kMaxListedDevices, " devices, found ", dim);
    count *= dim;
  }
  if (count != static_cast<int64_t>(devices.size()) || dims.size() > kMaxTileDims)
    return invalidArgument("expected ", count, " devices as the tile dimensions have, found ", devices.size());
  std::vector<int64_t> sorted = devices;
  std::sort(sorted.begin(), sorted.end());
  for (int64_t i = 0; i < count; ++i)
    if (sorted[i] != i) return invalidArgument("expected each device from 0 to ", count - 1, " once");
  sharding.kind = ShardingKind::kTiled;
  sharding.strides = stridesOf(dims, devices);
  if (sharding.strides.empty() && !dims.empty()) sharding.devices = std::move(devices);
  sharding.tile = std::move(dims);
  return {};
}

// --- text ---

std::optional<ShardingKind> kindByName(std::string_view word) {
  if (word == "replicated" || word == "replicate") return ShardingKind::kReplicated;
  if (word == "manual") return ShardingKind::kManual;
  if (word == "unreduced") return ShardingKind::kUnreduced;
  if (word == "unknown") return ShardingKind::kUnknown;
  return std::nullopt;
}

StatusOr<Sharding> parseText(TextCursor& cursor, int depth);

// {mesh['a'=2,'b'=4], [{'a'}, {'b':(2)2, ?}], replicated={'b'}, unreduced=max{'x'}}, behind the brace.
Status parseNamed(TextCursor& cursor, Sharding& sharding) {
  sharding.kind = ShardingKind::kNamed;
  ASSIGN_OR_RETURN(sharding.named.inlined, parseMesh(cursor));
  while (cursor.accept(",")) {
    if (cursor.peek() == '[') {
      (void)cursor.accept("[");
      if (cursor.accept("]")) continue;
      do {
        ir::DimAxes& dim = sharding.named.dims.emplace_back();
        ASSIGN_OR_RETURN(dim.axes, parseAxes(cursor, &dim.open));
        if (cursor.acceptWord("p")) {
          ASSIGN_OR_RETURN(const int64_t priority, cursor.integer("a priority"));
          dim.priority = static_cast<int>(priority);
        }
        if (sharding.named.dims.size() > kMaxTileDims) return cursor.expected("fewer dimensions");
      } while (cursor.accept(","));
      RETURN_IF_ERROR(cursor.expect("]", "or ',' after a dimension"));
      continue;
    }
    ASSIGN_OR_RETURN(const std::string_view key, cursor.expectWord("'replicated', 'unreduced' or 'manual'"));
    if (key == "replicated" && cursor.peek() == '=') {
      RETURN_IF_ERROR(cursor.expect("=", "after 'replicated'"));
      ASSIGN_OR_RETURN(sharding.named.replicated, parseAxes(cursor));
    } else if (key == "unreduced" && cursor.peek() == '=') {
      RETURN_IF_ERROR(cursor.expect("=", "after 'unreduced'"));
      if (cursor.acceptWord("max")) {
        sharding.named.reduction = ReductionKind::kMax;
      } else if (cursor.acceptWord("min")) {
        sharding.named.reduction = ReductionKind::kMin;
      } else {
        (void)cursor.acceptWord("sum");
      }
      ASSIGN_OR_RETURN(sharding.named.unreduced, parseAxes(cursor));
    } else if (key == "manual") {
      if (cursor.accept("=")) RETURN_IF_ERROR(parseAxes(cursor).status());
      sharding.namedManual = true;
    } else if (key == "metadata") {
      RETURN_IF_ERROR(cursor.expect("=", "after 'metadata'"));
      RETURN_IF_ERROR(cursor.bracketed().status());
    } else if (key != "replicated") {
      return cursor.expected(strCat("'replicated', 'unreduced' or 'manual' instead of '", key, "'"));
    }
  }
  return {};
}

Status parseTile(TextCursor& cursor, Sharding& sharding) {
  (void)cursor.peek();
  const size_t begin = cursor.offset();
  RETURN_IF_ERROR(cursor.expect("=", "after 'devices'"));
  IotaTile tile;
  ASSIGN_OR_RETURN(tile.dims, cursor.integers("[", "]"));
  Status status;
  if (cursor.accept("<=")) {
    RETURN_IF_ERROR(parseIota(cursor, tile));
    status = setTile(tile, sharding);
  } else {
    std::vector<int64_t> devices;
    do {
      ASSIGN_OR_RETURN(devices.emplace_back(), cursor.integer("a device"));
    } while (cursor.accept(",") && devices.size() < kMaxListedDevices);
    status = setTile(std::move(tile.dims), std::move(devices), sharding);
  }
  return status.ok() ? Status() : cursor.failAt(begin, toView(status.message()));
}

StatusOr<Sharding> parseText(TextCursor& cursor, int depth) {
  Sharding sharding;
  if (depth == kMaxDepth) return cursor.expected("fewer braces");
  RETURN_IF_ERROR(cursor.expect("{", "before the sharding"));
  if (cursor.accept("}")) {  // of an empty tuple
    sharding.kind = ShardingKind::kTuple;
    return sharding;
  }
  if (cursor.peek() == '{') {
    sharding.kind = ShardingKind::kTuple;
    do {
      ASSIGN_OR_RETURN(Sharding part, parseText(cursor, depth + 1));
      sharding.parts.push_back(std::move(part));
      if (sharding.parts.size() > kMaxParts) return cursor.expected("fewer parts");
    } while (cursor.accept(","));
    RETURN_IF_ERROR(cursor.expect("}", "or ',' in the tuple"));
    return sharding;
  }
  if (cursor.peekWord() == "mesh") {
    RETURN_IF_ERROR(parseNamed(cursor, sharding));
    RETURN_IF_ERROR(cursor.expect("}", "after the sharding"));
    return sharding;
  }
  const auto flag = [&](std::string_view what) -> Status {
    RETURN_IF_ERROR(cursor.expect("=", strCat("after '", what, "'")));
    ASSIGN_OR_RETURN(sharding.device, cursor.integer(what));
    return {};
  };
  while (!cursor.accept("}")) {
    const std::string_view word = cursor.peekWord();
    if (const std::optional<ShardingKind> kind = kindByName(word)) {
      (void)cursor.word();
      sharding.kind = *kind;
    } else if (cursor.acceptWord("maximal")) {
      sharding.kind = ShardingKind::kMaximal;
    } else if (cursor.acceptWord("device")) {
      RETURN_IF_ERROR(flag("device"));
    } else if (cursor.acceptWord("maximal_mesh")) {
      sharding.kind = ShardingKind::kMaximal;
      RETURN_IF_ERROR(cursor.expect("[", "after 'maximal_mesh'"));
      if (!cursor.acceptWord("device_id")) return cursor.expected("'device_id'");
      RETURN_IF_ERROR(flag("device_id"));
      RETURN_IF_ERROR(cursor.expect("]", "after the device"));
    } else if (cursor.acceptWord("devices")) {
      RETURN_IF_ERROR(parseTile(cursor, sharding));
    } else if (cursor.acceptWord("last_tile_dim_replicate")) {
      sharding.groups = {ShardingKind::kReplicated};
    } else if (cursor.acceptWord("last_tile_dims")) {
      RETURN_IF_ERROR(cursor.expect("=", "after 'last_tile_dims'"));
      RETURN_IF_ERROR(cursor.expect("{", "before the kinds of tile dimensions"));
      do {
        const std::optional<ShardingKind> kind = kindByName(cursor.peekWord());
        if (!kind) return cursor.expected("'replicated', 'manual' or 'unreduced'");
        (void)cursor.word();
        sharding.groups.push_back(*kind);
      } while (cursor.accept(","));
      RETURN_IF_ERROR(cursor.expect("}", "or ',' after the kind of a tile dimension"));
    } else if (word == "shard_as" || word == "shard_like") {
      (void)cursor.word();
      sharding.inGroup = true;
      ASSIGN_OR_RETURN(sharding.group, cursor.integer("the number of the group"));
    } else if (cursor.acceptWord("metadata")) {
      RETURN_IF_ERROR(cursor.expect("=", "after 'metadata'"));
      RETURN_IF_ERROR(cursor.bracketed().status());
    } else {
      return cursor.expected("a sharding such as {devices=[2,1]<=[2]}, {replicated} or {maximal device=0}");
    }
    (void)cursor.accept(",");
  }
  if (sharding.groups.size() > sharding.tile.size())
    return cursor.expected("as many tile dimensions as last_tile_dims has kinds");
  return sharding;
}

// --- OpSharding ---

StatusOr<ShardingKind> kindByCode(uint64_t code) {
  constexpr ShardingKind kKinds[] = {ShardingKind::kReplicated, ShardingKind::kMaximal, ShardingKind::kTuple,
                                     ShardingKind::kTiled,      ShardingKind::kManual,  ShardingKind::kUnknown,
                                     ShardingKind::kUnreduced};
  if (code >= std::size(kKinds)) return invalidArgument("expected a kind of OpSharding from 0 to 6, found ", code);
  return kKinds[code];
}

// NamedShardingProto. The mesh may stand behind what names its axes.
Status readNamed(WireReader in, Sharding& sharding) {
  sharding.kind = ShardingKind::kNamed;
  Mesh& mesh = sharding.named.inlined.emplace();
  WireReader first = in;
  for (WireField field; first.next(field);) {
    if (field.number == 2) RETURN_IF_ERROR(readMesh(first.within(field), mesh));
  }
  RETURN_IF_ERROR(first.status());
  for (WireField field; in.next(field);) {
    if (field.number == 1) {
      sharding.kind = ShardingKind::kTuple;
      RETURN_IF_ERROR(readNamed(in.within(field), sharding.parts.emplace_back()));
    }
    if (field.number == 3) {
      ir::DimAxes& dim = sharding.named.dims.emplace_back();
      dim.open = true;
      WireReader inner = in.within(field);
      for (WireField part; inner.next(part);) {
        if (part.number == 1) RETURN_IF_ERROR(readAxis(inner.within(part), mesh, dim.axes.emplace_back()));
        if (part.number == 2) dim.open = part.value == 0;
      }
      RETURN_IF_ERROR(inner.status());
    }
    if (field.number == 4) RETURN_IF_ERROR(readAxis(in.within(field), mesh, sharding.named.replicated.emplace_back()));
    if (field.number == 5) RETURN_IF_ERROR(readAxis(in.within(field), mesh, sharding.named.unreduced.emplace_back()));
  }
  return in.status();
}

StatusOr<Sharding> readProto(WireReader in, int depth) {
  Sharding sharding;
  IotaTile tile;
  std::vector<int64_t> devices, kinds;
  uint64_t type = 0;
  bool named = false, replicateLast = false;
  if (depth == kMaxDepth) return invalidArgument("expected fewer tuples within each other");
  for (WireField field; in.next(field);) {
    switch (field.number) {
      case 1:
        type = field.value;
        break;
      case 3:
        in.integers(field, tile.dims);
        break;
      case 4:
        in.integers(field, devices);
        break;
      case 5: {
        ASSIGN_OR_RETURN(Sharding part, readProto(in.within(field), depth + 1));
        sharding.parts.push_back(std::move(part));
        break;
      }
      case 6:
        replicateLast = field.value != 0;
        break;
      case 8:
        in.integers(field, kinds);
        break;
      case 9:
        in.integers(field, tile.reshape);
        break;
      case 10:
        in.integers(field, tile.permutation);
        break;
      case 11:
        sharding.inGroup = field.value != 0;
        break;
      case 12:
        sharding.group = static_cast<int64_t>(field.value);
        break;
      case 14:
        named = true;
        RETURN_IF_ERROR(readNamed(in.within(field), sharding));
        break;
      default:
        break;
    }
  }
  RETURN_IF_ERROR(in.status());
  if (named) return sharding;
  ASSIGN_OR_RETURN(sharding.kind, kindByCode(type));
  if (sharding.kind == ShardingKind::kMaximal) sharding.device = devices.empty() ? 0 : devices[0];
  if (sharding.kind != ShardingKind::kTiled) return sharding;
  if (replicateLast) sharding.groups = {ShardingKind::kReplicated};
  for (const int64_t kind : kinds) {
    ASSIGN_OR_RETURN(sharding.groups.emplace_back(), kindByCode(static_cast<uint64_t>(kind)));
  }
  if (tile.reshape.empty()) {
    RETURN_IF_ERROR(setTile(std::move(tile.dims), std::move(devices), sharding));
  } else {
    RETURN_IF_ERROR(setTile(tile, sharding));
  }
  if (sharding.groups.size() > sharding.tile.size())
    return invalidArgument("expected as many tile dimensions as last_tile_dims has kinds");
  return sharding;
}

}  // namespace

Status readMesh(WireReader in, Mesh& mesh) {
  for (WireField part; in.next(part);) {
    if (part.number == 2) in.integers(part, mesh.deviceIds);
    if (part.number != 1) continue;
    MeshAxis& axis = mesh.axes.emplace_back();
    WireReader fields = in.within(part);
    for (WireField one; fields.next(one);) {
      if (one.number == 1) axis.name = fields.bytes(one);
      if (one.number == 2) axis.size = static_cast<int64_t>(one.value);
    }
    RETURN_IF_ERROR(fields.status());
  }
  return in.status();
}

Status readAxis(WireReader in, const Mesh& mesh, ir::AxisName& axis) {
  int64_t index = 0;
  for (WireField field; in.next(field);) {
    if (field.number == 1) index = static_cast<int64_t>(field.value);
    if (field.number != 2) continue;
    WireReader part = in.within(field);
    for (WireField size; part.next(size);) (size.number == 1 ? axis.pre : axis.size) = static_cast<int64_t>(size.value);
    RETURN_IF_ERROR(part.status());
  }
  RETURN_IF_ERROR(in.status());
  if (index < 0 || index >= static_cast<int64_t>(mesh.axes.size()) || axis.pre < 1 || axis.size < 0)
    return invalidArgument("expected an axis of the mesh, found number ", index);
  axis.name = mesh.axes[index].name;
  return {};
}

std::vector<std::vector<Stride>> stridesOf(const std::vector<int64_t>& dims, const std::vector<int64_t>& devices) {
  std::vector<std::vector<Stride>> out(dims.size());
  const Dims strides = rowMajorStrides(dims);
  std::vector<std::vector<int64_t>> along(dims.size());
  if (devices.empty() || devices[0] != 0) return {};
  for (size_t dim = 0; dim < dims.size(); ++dim) {
    for (int64_t i = 0; i < dims[dim]; ++i) along[dim].push_back(devices[i * strides[dim]]);
    if (!partsOf(along[dim], out[dim])) return {};
  }
  for (size_t i = 0; i < devices.size(); ++i) {
    int64_t sum = 0;
    for (size_t dim = 0; dim < dims.size(); ++dim)
      sum += along[dim][static_cast<int64_t>(i) / strides[dim] % dims[dim]];
    if (sum != devices[i]) return {};
  }
  return out;
}

StatusOr<Sharding> parseSharding(std::string_view written) {
  if (!written.starts_with('{')) {
    // The bytes of a message, perhaps escaped: {REPLICATED} is an empty one.
    return readProto(WireReader(written), 0);
  }
  TextCursor cursor(written, "sharding");
  ASSIGN_OR_RETURN(Sharding sharding, parseText(cursor, 0));
  if (!cursor.atEnd()) return cursor.expected("the end of the sharding");
  return sharding;
}

StatusOr<std::vector<std::string>> shardingParts(std::string_view written, size_t leaves) {
  std::vector<std::string> out(leaves, std::string(written));
  if (written.empty() || leaves == 0) return out;
  if (!written.starts_with('{')) {
    std::vector<std::string> parts;
    WireReader in(written);
    for (WireField field; in.next(field);)
      if (field.number == 5 && field.type == WireField::kBytes) parts.emplace_back(in.bytes(field));
    RETURN_IF_ERROR(in.status());
    return parts.size() == leaves ? parts : out;
  }
  if (leaves == 1 && !written.starts_with("{{")) return out;
  TextCursor cursor(written, "sharding");
  (void)cursor.accept("{");
  if (cursor.peek() != '{') return out;
  std::vector<std::string> parts;
  do {
    ASSIGN_OR_RETURN(const std::string_view part, cursor.bracketed());
    parts.emplace_back(part);
  } while (cursor.accept(","));
  return parts.size() == leaves ? parts : out;
}

}  // namespace partita::hlo
