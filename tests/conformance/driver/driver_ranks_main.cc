// Runs under mpirun, every rank the same: driver_ranks MODE DEVICES_PER_RANK. Cases of several devices on cpu devices
// of several processes (multi_device.h). Prints what is wrong and exits with 1.
//   order    chains of runs of four programs, of several threads      opposite   two programs, in unlike orders
//   missing  the last device does not come in time                    failed     the input of device 0 fails
//   cancelled  device 0 cancels a run                                 loop, branch  collectives there overlap
#include <cstdio>
#include <cstdlib>

#include "collectives/mpi/mpi_communicators.h"
#include "tests/conformance/driver/multi_device.h"

namespace partita {
namespace {

std::string run(MpiWorld& world, const std::string& mode, int64_t devices) {
  CommunicatorOptions options;
  if (mode == "missing") options.deadline = std::chrono::milliseconds(2000);
  auto communicators = makeMpiCommunicators(world, devices, options);
  if (!communicators.ok()) return communicators.status().ToString();
  DeviceSet set(DeviceKind::kCpu, *communicators);
  std::string lost;
  set.meet = [&] {
    if (Status status = world.barrier(); !status.ok()) lost += status.ToString() + "\n";
  };
  std::string errors = strCat("unknown mode ", mode, "\n");
  if (mode == "order") errors = chainsInProgramOrder(set, 8, 12);
  if (mode == "opposite") errors = oppositeOrder(set);
  if (mode == "missing") errors = missingMember(set);
  if (mode == "failed") errors = abandonedRun(set, /*cancelled=*/false);
  if (mode == "cancelled") errors = abandonedRun(set, /*cancelled=*/true);
  if (mode == "loop") errors = overlaps(set, Sum::kLoop);
  if (mode == "branch") errors = overlaps(set, Sum::kBranch);
  set.meet();
  return errors + lost;
}

}  // namespace
}  // namespace partita

int main(int argc, char** argv) {
  using namespace partita;
  if (argc != 3) return 2;
  auto world = MpiWorld::create();
  if (!world.ok()) {
    std::fprintf(stderr, "%s\n", world.status().ToString().c_str());
    return 1;
  }
  const std::string errors = run(**world, argv[1], std::atoll(argv[2]));
  std::fprintf(stderr, "rank %d: %s\n", (*world)->rank(), errors.empty() ? "ok" : errors.c_str());
  return errors.empty() ? 0 : 1;
}
