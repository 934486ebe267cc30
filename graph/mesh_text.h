#pragma once
// Meshes as people write them.
#include <string_view>

#include "base/status.h"
#include "devices/mesh.h"

namespace partita {

// "data=2,model=4": every size at least 1, no name twice; "data=3:2/1/1" with weights, "data=3:speed" or
// "data=3:memory" with those of the devices along it.
StatusOr<Mesh> parseMesh(std::string_view text);

}  // namespace partita
