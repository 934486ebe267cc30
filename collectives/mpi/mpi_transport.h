#pragma once
// Transport over MPI, and the MPI library's life: init, abort, finalise. mpi.h is included by mpi_transport.cc only.
#include <memory>

#include "base/status.h"
#include "collectives/transport.h"

namespace partita {

class MpiTransport : public Transport {
 public:
  // Initialises MPI with MPI_THREAD_SERIALIZED, or uses what the program has initialised with at least that: then its
  // own calls must not run at the same time as ours unless it has MPI_THREAD_MULTIPLE. Collective. Later calls come
  // from one thread at a time.
  static StatusOr<std::unique_ptr<MpiTransport>> create();
  // Leaves MPI together with the other ranks (they must come here too), on the thread that called create(); nothing is
  // pending. What the program has initialised goes on.
  virtual void finalize() = 0;
  // Rank among the processes of this host.
  virtual int localRank() const = 0;
};

}  // namespace partita
