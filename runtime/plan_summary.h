#pragma once
// What a plan costs, summed up, and as text for people.
#include <string>
#include <vector>

#include "codegen/codegen.h"
#include "partitioner/partition.h"

namespace partita {

// Collectives of one kind over the same axes.
struct CollectiveSum {
  std::string kind;  // "all-reduce"
  std::vector<std::string> axes;
  int64_t groupSize = 1;
  int64_t count = 0;
  double bytesPerDevice = 0, seconds = 0;
};

// What the devices of one class do in a step; where they run several programs, the numbers of the slowest.
struct ClassSummary {
  std::string name;
  std::string speed;  // what times follow from: "30 GFLOP/s in f32 (not given: assumed)"
  int64_t devices = 0;
  std::vector<std::string> localShapes;  // of the largest arguments: "params['wte'] f32[67,64]"
  MemoryPlan memory;                     // of the device that needs most
  StepTime step;
  double waitSeconds = 0;  // for slower classes
  // For how long a device of the class computes and sends at once.
  double overlapSeconds() const;
};

struct PlanSummary {
  std::string mesh;
  int64_t devices = 1;
  size_t programs = 1;  // distinct local programs
  double bytesPerDevice = 0, communicationSeconds = 0;
  double stepSeconds = 0;                  // of the slowest class
  MemoryPlan memory;                       // of the device that needs most
  std::vector<CollectiveSum> collectives;  // of the program that sends most
  std::vector<ClassSummary> classes;       // those that the mesh has, in the cluster's order
};

// Sums up PLAN. Memory is planned for each class's own target, OPTIONS.target where it has none; times are by the
// class's speeds and the links really used, collectives beside kernels that do not depend on them. CLUSTER null:
// devices of which nothing is known.
StatusOr<PlanSummary> summarize(const PartitionResult& plan, const CompileOptions& options,
                                const Cluster* cluster = nullptr);
// ResourceExhausted when a class of devices has less memory than the plan needs there: says how much, and the largest
// buffers.
Status checkMemory(const PlanSummary& summary, const Cluster& cluster);

std::string planText(const PlanSummary& summary, const PartitionResult& plan, bool verbose);

std::string bytesText(double bytes);      // "1.5 MiB"
std::string secondsText(double seconds);  // "41.2 ms", "3.50 s", "2 min 5 s"

}  // namespace partita
