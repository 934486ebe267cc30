#include "frontends/hlo/device_list.h"

#include "graph/node_check.h"

namespace partita::hlo {
namespace {

constexpr size_t kMaxAxes = 64;

// 'a'
StatusOr<std::string> axisName(TextCursor& cursor) {
  RETURN_IF_ERROR(cursor.expect("'", "before the name of an axis"));
  ASSIGN_OR_RETURN(const std::string_view name, cursor.expectWord("the name of an axis"));
  RETURN_IF_ERROR(cursor.expect("'", "after the name of the axis"));
  return std::string(name);
}

}  // namespace

Status parseIota(TextCursor& cursor, IotaTile& tile) {
  ASSIGN_OR_RETURN(tile.reshape, cursor.integers("[", "]"));
  if (cursor.acceptWord("T")) {
    ASSIGN_OR_RETURN(tile.permutation, cursor.integers("(", ")"));
  }
  return {};
}

StatusOr<Mesh> parseMesh(TextCursor& cursor) {
  Mesh mesh;
  (void)cursor.peek();
  const size_t begin = cursor.offset();
  if (!cursor.acceptWord("mesh")) return cursor.expected("'mesh'");
  RETURN_IF_ERROR(cursor.expect("[", "before the axes of the mesh"));
  if (!cursor.accept("]")) {
    do {
      MeshAxis& axis = mesh.axes.emplace_back();
      ASSIGN_OR_RETURN(axis.name, axisName(cursor));
      RETURN_IF_ERROR(cursor.expect("=", "after the name of the axis"));
      ASSIGN_OR_RETURN(axis.size, cursor.integer("the size of the axis"));
      if (mesh.axes.size() > kMaxAxes) return cursor.failAt(begin, "expected at most ", kMaxAxes, " axes, found more");
    } while (cursor.accept(","));
    RETURN_IF_ERROR(cursor.expect("]", "or ',' after an axis"));
  }
  TextCursor ahead = cursor;
  if (ahead.accept(",") && ahead.acceptWord("device_ids")) {
    cursor = ahead;
    RETURN_IF_ERROR(cursor.expect("=", "after 'device_ids'"));
    RETURN_IF_ERROR(cursor.expect("(", "before the ids"));
    if (cursor.peek() == '[') {
      IotaTile tile;
      RETURN_IF_ERROR(parseIota(cursor, tile));
      tile.dims = tile.reshape;
      const std::optional<std::vector<int64_t>> ids = expand(tile);
      if (!ids) return cursor.failAt(begin, "expected device ids as a reshaped and transposed iota");
      mesh.deviceIds = *ids;
      RETURN_IF_ERROR(cursor.expect(")", "after the ids"));
    } else {
      do {
        ASSIGN_OR_RETURN(mesh.deviceIds.emplace_back(), cursor.integer("a device id"));
      } while (cursor.accept(",") && mesh.deviceIds.size() < kMaxListedDevices);
      RETURN_IF_ERROR(cursor.expect(")", "or ',' after an id"));
    }
  }
  if (const Status status = checkMesh(mesh); !status.ok()) return cursor.failAt(begin, toView(status.message()));
  if (mesh.deviceCount() > static_cast<int64_t>(kMaxListedDevices))
    return cursor.failAt(begin, "expected a mesh of at most ", kMaxListedDevices, " devices, found ",
                         mesh.deviceCount());
  return mesh;
}

StatusOr<std::vector<ir::AxisName>> parseAxes(TextCursor& cursor, bool* open) {
  std::vector<ir::AxisName> axes;
  RETURN_IF_ERROR(cursor.expect("{", "before the axes"));
  if (cursor.accept("}")) return axes;
  do {
    if (open != nullptr && cursor.accept("?")) {
      *open = true;
      break;
    }
    (void)cursor.peek();
    const size_t begin = cursor.offset();
    ir::AxisName& axis = axes.emplace_back();
    ASSIGN_OR_RETURN(axis.name, axisName(cursor));
    if (cursor.accept(":")) {
      RETURN_IF_ERROR(cursor.expect("(", "before the pre-size of the sub-axis"));
      ASSIGN_OR_RETURN(axis.pre, cursor.integer("the pre-size of the sub-axis"));
      RETURN_IF_ERROR(cursor.expect(")", "after the pre-size of the sub-axis"));
      ASSIGN_OR_RETURN(axis.size, cursor.integer("the size of the sub-axis"));
      if (axis.size < 1 || axis.pre < 1) return cursor.failAt(begin, "expected a sub-axis of size 1 or more");
    }
    if (axes.size() > kMaxAxes) return cursor.failAt(begin, "expected at most ", kMaxAxes, " axes, found more");
  } while (cursor.accept(","));
  RETURN_IF_ERROR(cursor.expect("}", "or ',' after an axis"));
  return axes;
}

std::vector<std::vector<int64_t>> groupsOf(const std::vector<int64_t>& devices, int64_t columns) {
  std::vector<std::vector<int64_t>> groups;
  for (size_t i = 0; columns > 0 && i + columns <= devices.size(); i += columns)
    groups.emplace_back(devices.begin() + static_cast<ptrdiff_t>(i),
                        devices.begin() + static_cast<ptrdiff_t>(i + columns));
  return groups;
}

StatusOr<std::vector<std::vector<int64_t>>> groupsAlong(const Mesh& mesh, const std::vector<ir::AxisName>& axes) {
  std::vector<AxisRef> refs;
  for (const ir::AxisName& axis : axes) {
    AxisRef ref;
    ref.axis = mesh.axisIndex(axis.name);
    if (ref.axis < 0) return invalidArgument("expected an axis of ", mesh.toString(), ", found '", axis.name, "'");
    const int64_t size = mesh.axes[ref.axis].size;
    if (axis.size > 0 && axis.size != size) {
      ref.pre = axis.pre;
      ref.size = axis.size;
      if (axis.pre > size || axis.size > size || size % (axis.pre * axis.size) != 0)
        return invalidArgument("expected a part of axis '", axis.name, "' of size ", size, ", found (", axis.pre, ")",
                               axis.size);
    }
    refs.push_back(ref);
  }
  return deviceGroups(mesh, refs);
}

StatusOr<std::vector<std::vector<int64_t>>> parseDeviceGroups(TextCursor& cursor) {
  const bool isIota = cursor.peek() == '[';
  const size_t begin = cursor.offset();
  if (!isIota) {
    ASSIGN_OR_RETURN(const Mesh mesh, parseMesh(cursor));
    ASSIGN_OR_RETURN(const std::vector<ir::AxisName> axes, parseAxes(cursor));
    StatusOr<std::vector<std::vector<int64_t>>> groups = groupsAlong(mesh, axes);
    if (!groups.ok()) return cursor.failAt(begin, toView(groups.status().message()));
    return groups;
  }
  IotaTile tile;
  ASSIGN_OR_RETURN(tile.dims, cursor.integers("[", "]"));
  RETURN_IF_ERROR(cursor.expect("<=", "after the number and the size of the groups"));
  RETURN_IF_ERROR(parseIota(cursor, tile));
  const std::optional<std::vector<int64_t>> devices = expand(tile);
  if (!devices || tile.dims.size() != 2 || devices->size() > kMaxListedDevices)
    return cursor.failAt(begin, "expected groups like [2,4]<=[4,2]T(1,0) with as many devices on both sides");
  return groupsOf(*devices, tile.dims[1]);
}

}  // namespace partita::hlo
