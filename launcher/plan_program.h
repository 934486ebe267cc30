#pragma once
// From what a command was given to a plan: what run, bench and eval have in common.
#include "codegen/codegen.h"
#include "launcher/commands/commands.h"
#include "partitioner/partition.h"
#include "runtime/mesh_plan.h"
#include "runtime/world.h"

namespace partita {

// COMMON's target, cache, dumps, threads and schedules as options of compile(). InvalidArgument for a target that
// nobody knows and schedules that cannot be read, FailedPrecondition for a target whose code this machine cannot run.
StatusOr<CompileOptions> compileOptionsOf(const CommonOptions& common);

// Once all is compiled: InvalidArgument where one of the schedules that OPTIONS force was for no kernel, here or, with
// a WORLD (collective), at any of its ranks.
Status checkSchedulesUsed(const CompileOptions& options, World* world = nullptr);

// Partitions GRAPH as PARTITION says; where its mesh has no axes: for the program's own mesh, or for one device.
// VERIFY: compares the plan with GRAPH (runtime/verify_plan.h) and prints what was compared.
StatusOr<MeshPlan> planForMesh(Graph graph, PartitionOptions partition, const CompileOptions& options,
                               bool verify = false);

}  // namespace partita
