#pragma once
// Programs that are not compiled but written down, with something of everything: for tests of text, wire form and
// check.
#include "program/program.h"

namespace partita {

// Thunks of every kind, for a CPU: a kernel and a copy in a loop in a branch, two collectives, a host call.
Program everyKind();
// Kernels for an H100 as PTX and cubin, with a pinned buffer that a host call reads.
Program gpuProgram();
// A kernel in OpenCL C.
Program openClProgram();

}  // namespace partita
