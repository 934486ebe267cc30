#pragma once
// This process among the processes of the job: alone, or one rank under mpirun. Small messages of the control plane go
// through here; tensors go through communicators.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectives/communicator.h"
#include "collectives/mpi/mpi_world.h"

namespace partita {

class World {
 public:
  // DEADLINE: of each call below, and of each collective of the communicators.
  static StatusOr<std::unique_ptr<World>> create(std::chrono::milliseconds deadline);

  // A job of this process.
  static std::unique_ptr<World> alone() { return std::unique_ptr<World>(new World({})); }

  int rank() const { return mpi_ == nullptr ? 0 : mpi_->rank(); }
  int size() const { return mpi_ == nullptr ? 1 : mpi_->size(); }

  // Collective: every rank calls the same in the same order, from one thread.
  StatusOr<std::string> broadcast(std::string bytes);            // of rank 0, at every rank; of any size
  StatusOr<std::vector<std::string>> gather(std::string bytes);  // at rank 0, by rank; elsewhere empty; up to 1 GiB
  // Every rank says how it went and learns the first failure, which is what all return: "rank 1 on host: message" (the
  // message alone in a job of one process).
  Status agree(const Status& mine);
  // A failure came out of agree(): every rank knows it.
  bool agreed() const { return agreed_; }

  // Communicators of this process's devices, whose deadline is the world's. DEVICES_OF: number of devices of each rank;
  // ids are given by rank, then in order.
  StatusOr<std::vector<std::unique_ptr<Communicator>>> communicators(const std::vector<int>& devicesOf,
                                                                     CommunicatorOptions options);

 private:
  explicit World(std::chrono::milliseconds deadline) : deadline_(deadline) {}
  std::chrono::milliseconds deadline_;
  bool agreed_ = false;
  std::unique_ptr<MpiWorld> mpi_;  // null: alone
};

std::string hostName();

// Rank 0 makes a message; every rank gets it, checked by its hash. NAME is for errors ("job plan"). Collective; a
// failure is agreed on.
StatusOr<std::string> shareMessage(World& world, std::string_view name,
                                   const std::function<StatusOr<std::string>()>& make);

}  // namespace partita
