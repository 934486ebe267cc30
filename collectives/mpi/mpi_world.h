#pragma once
// The processes of one mpirun. MPI is used by one thread at a time, under a lock: by whoever waits for a collective,
// and else by one communication thread, outside every task pool, which initialises MPI (unless the program has) and
// finalises it. What the launcher needs before there are communicators is here too: byte strings to and from all ranks.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/status.h"
#include "collectives/transport.h"

namespace partita {

class MpiWorld {
 public:
  struct Options {
    std::chrono::milliseconds deadline{300000};  // of broadcastBytes, gatherBytes and barrier
  };
  // True when mpirun (Open MPI, or another with PMI) started this process.
  static bool launchedByMpirun();
  // Starts the communication thread and initialises MPI on it. One world per process, ever.
  static StatusOr<std::unique_ptr<MpiWorld>> create(const Options& options);
  static StatusOr<std::unique_ptr<MpiWorld>> create() { return create(Options()); }
  // Finalises MPI, for which it waits for the other ranks, unless the world has failed: then the process ends without
  // MPI_Finalize and mpirun stops the others. Communicators must be gone.
  ~MpiWorld();
  MpiWorld(const MpiWorld&) = delete;
  MpiWorld& operator=(const MpiWorld&) = delete;

  int rank() const { return rank_; }
  int size() const { return size_; }
  int localRank() const { return localRank_; }  // among the ranks of this host

  // The three are collective: every rank makes the same calls in the same order, from one thread. They block; a rank
  // that does not come before the deadline is named in DeadlineExceeded. Strings of up to 1 GiB. The string of ROOT, at
  // every rank.
  StatusOr<std::string> broadcastBytes(std::string bytes, int root);
  // At ROOT the string of every rank, by rank; elsewhere empty.
  StatusOr<std::vector<std::string>> gatherBytes(std::string bytes, int root);
  Status barrier();

  // Runs BODY while no thread of ours uses MPI: for the program's own MPI calls where it has initialised MPI itself
  // with MPI_THREAD_SERIALIZED. Nothing of ours moves on meanwhile.
  void exclusive(const std::function<void()>& body);

  // For the communicators. At most one client; it is driven from attach() until detach() returns.
  void attach(ProgressClient* client);
  void detach();
  // Drives the transport unless another thread does. POLL: also looks what has ended. True when there was any.
  bool drive(bool poll);
  // Runs BODY, driving.
  void post(const std::function<void(Transport&)>& body);
  // Wakes the communication thread; nudge() only when it sleeps for long.
  void wake();
  void nudge();
  // It cannot be left in good order any more (see ~MpiWorld).
  bool failed() const;
  // The same at all ranks, and another each time.
  uint32_t nextGeneration() { return generation_++; }

 private:
  struct Impl;
  MpiWorld();
  std::unique_ptr<Impl> impl_;
  int rank_ = 0, size_ = 1, localRank_ = 0;
  uint32_t generation_ = 0;
};

}  // namespace partita
