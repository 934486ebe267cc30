#pragma once
// Communicators between the devices of all processes of an mpirun.
#include <memory>
#include <vector>

#include "collectives/communicator.h"
#include "collectives/mpi/mpi_world.h"

namespace partita {

// Communicators of this process's devices. Devices are numbered by rank, then within the process; ranks may have
// different numbers of them. Collective: every rank calls it, when those of an earlier call are gone.
// FailedPrecondition after such have failed. WORLD must outlive them, and drives them with its communication thread;
// devices of one process combine in shared memory before and after processes exchange.
StatusOr<std::vector<std::unique_ptr<Communicator>>> makeMpiCommunicators(MpiWorld& world, int64_t devicesInThisProcess,
                                                                          const CommunicatorOptions& options = {});

}  // namespace partita
