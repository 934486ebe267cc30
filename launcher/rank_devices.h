#pragma once
// What `train` and `run` have in common before there is a program to run: the devices of this process, and rank 0's
// plan at every rank.
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "devices/cluster.h"
#include "launcher/mesh_program.h"
#include "launcher/world.h"

namespace partita {

// This process's devices with their runners and communicators.
struct RankDevices {
  std::vector<std::unique_ptr<TaskRunner>> runners;
  std::vector<std::unique_ptr<Communicator>> communicators;
  std::vector<LocalDevice> devices;

  // Tells the other devices that this process cannot go on, and why.
  void abort(const std::string& reason);
};

// FailedPrecondition unless WORLD has as many processes as CLUSTER; COMMAND is what was called ("train job.toml").
// Unimplemented for devices that cannot run. FILE is the cluster's, for messages.
Status checkCluster(const Cluster& cluster, const std::string& file, const std::string& command, const World& world);

// Opens this process's devices of CLUSTER. THREADS of each; 0: as the cluster says. Collective. FailedPrecondition with
// a table of who is where when a rank runs on another host than CLUSTER says, or on a machine that cannot run the code
// of its devices.
StatusOr<RankDevices> openDevices(const Cluster& cluster, int threads, World& world);

// Threads for compiling in each of a node's processes.
int compileThreadsOf(const Cluster& cluster);

// Rank 0 makes a message; every rank gets it, checked by its hash. NAME is for errors ("job plan"). Collective; a
// failure is agreed on.
StatusOr<std::string> shareMessage(World& world, std::string_view name,
                                   const std::function<StatusOr<std::string>()>& make);

}  // namespace partita
