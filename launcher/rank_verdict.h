#pragma once
// How a command that several ranks ran together ended.
#include "runtime/world.h"

namespace partita {

// The exit code of a command that WORLD's ranks have run together; says on stderr what went wrong where this rank is
// the one to say it. What all agreed on, rank 0 says; a rank that fails alone says it itself; the echo of another's
// failure is rank 0's to say. Said before the world is left: mpirun ends all ranks as soon as one has ended with a
// failure.
int rankVerdict(const World& world, const Status& status);

}  // namespace partita
