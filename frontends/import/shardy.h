#pragma once
// One way to say where values lie, Shardy's: sdy.sharding attributes, sdy.sharding_constraint and
// sdy.manual_computation. Programs that say it otherwise are rewritten before they are imported:
//  - mhlo.sharding of arguments, results and operations (GSPMD), custom calls @Sharding, and what lies between
//    @SPMDFullToShardShape and @SPMDShardToFullShape, which becomes a manual computation;
//  - xla.sdy.* attributes and custom calls, as which Shardy travels through HLO;
//  - Shardy's operations that mean "the same value, sharded so": its collectives, edges, groups, named computations.
#include "base/status.h"
#include "frontends/module/module.h"

namespace partita {

// OP is one that the rewriting takes away; it is still there where reading stopped early.
bool isRewritten(const ir::Operation& op);
bool needsShardy(const ir::Module& module);
StatusOr<ir::Module> toShardy(ir::Module module);
// What Shardy asks of its operations, which the rewriting takes away (shardy_check.cc).
Status checkShardy(const ir::Module& module);

}  // namespace partita
