#pragma once
// A program as bytes: what a cache keeps and what travels. "partita program ", eight digits of the version, 32 hex
// digits of the hash of what follows, a Cap'n Proto message (program/program.capnp).
#include <string>
#include <string_view>

#include "base/status.h"
#include "program/program.h"

namespace partita {

// PROGRAM must have passed checkProgram.
std::string serializeProgram(const Program& program);
// InvalidArgument for bytes of another version, bytes that were changed since they were written (machine code
// included), and for a program that checkProgram refuses. The hash is no signature: bytes made on purpose never crash
// this, but the machine code in them is taken as it is: load programs only from where you would load a shared library.
StatusOr<Program> deserializeProgram(std::string_view bytes);

}  // namespace partita
