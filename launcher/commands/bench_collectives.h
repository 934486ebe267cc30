#pragma once
// `partita bench --cluster … --collectives`: which algorithm is the fastest for collectives between the processes.
#include "base/status.h"
#include "devices/cluster.h"
#include "runtime/world.h"

namespace partita {

// Measures every algorithm there is at several sizes, among all devices of CLUSTER, whose communicators must be gone;
// prints a table at rank 0. The rules for as many processes as there are, at rank 0; elsewhere none. Collective.
StatusOr<CollectiveTable> benchCollectives(const Cluster& cluster, World& world);

}  // namespace partita
