#pragma once
// `partita bench --cluster`: what the devices and links of a cluster really do, measured by the ranks that will use
// them, all at once.
#include "launcher/commands/commands.h"
#include "runtime/world.h"

namespace partita {

// Collective. Rank 0 prints what was measured beside what OPTIONS.cluster says and writes a cluster file with the
// measured numbers to OPTIONS.out, where that is given.
Status benchCluster(const BenchOptions& options, const CommonOptions& common, const std::shared_ptr<World>& world);

}  // namespace partita
