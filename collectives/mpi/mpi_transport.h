#pragma once
// Transport over MPI, and the MPI library's life: init, abort, finalise. mpi.h is included by mpi_transport.cc only.
#include <memory>

#include "base/status.h"
#include "collectives/transport.h"

namespace partita {

class MpiTransport : public Transport {
 public:
  // Initialises MPI with MPI_THREAD_SERIALIZED. The calling thread must make every later call. Once per process.
  static StatusOr<std::unique_ptr<MpiTransport>> create();
  // Leaves MPI together with the other ranks (they must come here too).
  virtual void finalize() = 0;
  // Ends all ranks; mpirun exits with EXIT_CODE.
  virtual void abortJob(int exitCode) = 0;
  // Rank among the processes of this host.
  virtual int localRank() const = 0;
};

}  // namespace partita
