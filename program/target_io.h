#pragma once
// A target as a Cap'n Proto message (program/target.capnp), as programs carry it.
#include <string>
#include <string_view>

#include "base/status.h"
#include "program/target.h"

namespace partita {

std::string serializeTarget(const Target& target);
// InvalidArgument for bytes that are no target.
StatusOr<Target> deserializeTarget(std::string_view bytes);

}  // namespace partita
