#pragma once
// Targets by name, and the machine that this process runs on.
#include <string>

#include "base/status.h"
#include "program/target.h"

namespace partita {

// The machine this process runs on (codegen/emit/llvm/host_target.cc).
CpuTarget hostTarget();
// "host", "x86-64" (SSE2), "x86-64-v2", "x86-64-v3" (AVX2), "x86-64-v4" (AVX-512), a processor that LLVM knows
// ("znver3", "haswell"); "aarch64" (NEON) or an Arm processor that LLVM knows ("neoverse-v1", whose vectors are SVE's).
// Cache sizes are those of struct CpuTarget, so that the same name gives the same code everywhere. InvalidArgument with
// the names there are for any other.
StatusOr<Target> namedTarget(const std::string& name);
// FailedPrecondition, with the instructions that are missing, when this machine cannot run code for TARGET.
Status checkRunsHere(const Target& target);

}  // namespace partita
