#pragma once
// What a program must hold before anything of it is run: a program may come over the network or from a cache.
#include "base/status.h"
#include "program/program.h"

namespace partita {

// How deep thunks may stand within thunks.
inline constexpr int kMostThunkNesting = 64;

// Every slice lies in its buffer, every memory a thunk touches is in its declared uses, buffers, kernels, arguments and
// results fit together, code, entries and launches are such as the target has, and collectives and host calls are well
// formed. InvalidArgument names the thunk, kernel or buffer.
Status checkProgram(const Program& program);

// No thunk reads bytes of the arena or of a result that nothing has written before it, and every result is written: for
// programs that checkProgram has passed. InvalidArgument names the thunk or result. A slice that a thunk both reads and
// writes may be its workspace: that it reads what it wrote is believed. Of what a loop's body writes nothing counts
// after the loop, of branches what all of them write.
Status checkInitialised(const Program& program);

}  // namespace partita
