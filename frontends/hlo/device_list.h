#pragma once
// Devices as HLO's text lists them, in groups of collectives and in shardings: [2,4]<=[2,4]T(1,0), and along the axes
// of a mesh, mesh['a'=2,'b'=4] {'b'}.
#include <cstdint>
#include <vector>

#include "base/status.h"
#include "devices/mesh.h"
#include "frontends/hlo/hlo_module.h"
#include "frontends/hlo/text_cursor.h"

namespace partita::hlo {

// Behind the tile: <=[2,4]T(1,0), into RESHAPE and PERMUTATION.
Status parseIota(TextCursor& cursor, IotaTile& tile);
// mesh['a'=2,'b'=4], device_ids=(0,2,1,3), or device_ids=([4,2]T(1,0)).
StatusOr<Mesh> parseMesh(TextCursor& cursor);
// {'a', 'b':(2)2, ?}; OPEN gets whether there is a '?', which is allowed where it is not null.
StatusOr<std::vector<ir::AxisName>> parseAxes(TextCursor& cursor, bool* open = nullptr);
// [2,4]<=[8], or along axes of a mesh.
StatusOr<std::vector<std::vector<int64_t>>> parseDeviceGroups(TextCursor& cursor);
// ROWS x COLUMNS numbers as groups.
std::vector<std::vector<int64_t>> groupsOf(const std::vector<int64_t>& devices, int64_t columns);
// The groups of devices that differ along AXES only; an error names an axis that MESH does not have.
StatusOr<std::vector<std::vector<int64_t>>> groupsAlong(const Mesh& mesh, const std::vector<ir::AxisName>& axes);

}  // namespace partita::hlo
