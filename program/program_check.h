#pragma once
// What a program must hold before anything of it is run: a program may come over the network or from a cache.
#include "base/status.h"
#include "program/program.h"

namespace partita {

// How deep thunks may stand within thunks.
inline constexpr int kMostThunkNesting = 64;

// Every slice lies in its buffer, every memory a thunk touches is in its declared uses, buffers, kernels, arguments and
// results fit together, and the collectives are well formed. InvalidArgument names the thunk.
Status checkProgram(const Program& program);

}  // namespace partita
