#pragma once
// What a plan costs, summed up for people (text) and scripts (JSON).
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

struct PlanSummary {
  std::string mesh;
  int64_t devices = 1;
  size_t programs = 1;  // distinct local programs
  double bytesPerDevice = 0, communicationSeconds = 0;
  MemoryPlan memory;  // of the device that needs most
  std::vector<CollectiveSum> collectives;
};

// Sums up PLAN; memory is planned for OPTIONS.target.
StatusOr<PlanSummary> summarize(const PartitionResult& plan, const CompileOptions& options);
// ResourceExhausted when a device of CLUSTER has less memory than the plan needs: says how much, and the largest
// buffers.
Status checkMemory(const PlanSummary& summary, const Cluster& cluster);

std::string planJson(const PlanSummary& summary, const PartitionResult& plan);
std::string planText(const PlanSummary& summary, const PartitionResult& plan, bool verbose);

std::string bytesText(double bytes);      // "1.5 MiB"
std::string secondsText(double seconds);  // "41.2 ms", "3.5 s", "2 min 5 s"

}  // namespace partita
