#pragma once
// A program as a Cap'n Proto message (program/program.capnp): what a cache keeps and what travels.
#include <string>
#include <string_view>

#include "base/status.h"
#include "program/program.h"

namespace partita {

std::string serializeProgram(const Program& program);
// InvalidArgument for bytes that are no message of this version, and for a program that checkProgram refuses: damaged
// or hostile bytes never crash. The machine code in it is taken as it is: load programs only from where you would load
// a shared library.
StatusOr<Program> deserializeProgram(std::string_view bytes);

}  // namespace partita
