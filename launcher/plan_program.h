#pragma once
// From what a command was given to a plan: what run, bench and eval have in common.
#include "codegen/codegen.h"
#include "launcher/commands/commands.h"
#include "partitioner/partition.h"
#include "runtime/mesh_plan.h"

namespace partita {

// COMMON's target, cache, dumps and threads as options of compile(). InvalidArgument for a target that nobody knows,
// FailedPrecondition for one whose code this machine cannot run.
StatusOr<CompileOptions> compileOptionsOf(const CommonOptions& common);

// Partitions GRAPH as PARTITION says; where its mesh has no axes: for the program's own mesh, or for one device.
// VERIFY: compares the plan with GRAPH (runtime/verify_plan.h) and prints what was compared.
StatusOr<MeshPlan> planForMesh(Graph graph, PartitionOptions partition, const CompileOptions& options,
                               bool verify = false);

}  // namespace partita
