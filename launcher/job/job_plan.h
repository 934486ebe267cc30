#pragma once
// The plan of a training job: made once, by rank 0, from the init and the step program; sent to every rank as a Cap'n
// Proto message.
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "codegen/codegen.h"
#include "launcher/job/config.h"
#include "launcher/job/data.h"
#include "launcher/job/job_state.h"
#include "runtime/mesh_plan.h"

namespace partita {

struct JobPlan {
  MeshPlan step, init;
  std::vector<StateLeaf> state;          // of the step program, for each result of the init program
  std::vector<uint32_t> batchArguments;  // the other arguments
  std::vector<BatchInput> batch;         // their global types
  // Results of the step program that are not state: number, and the last part of the result's path.
  std::vector<std::pair<uint32_t, std::string>> metrics;
  std::string mesh;     // "data=2"
  std::string summary;  // of the plan, for the header
};

// Which arguments of STEP are state and which the batch, and which results are metrics, into PLAN. STEP donates the
// state, and each device gets the whole of every metric that is reported.
Status readSignature(const JobConfig& job, const Graph& init, Graph& step, JobPlan* plan);

// Reads and partitions the programs of JOB. Errors name file, argument and types; ResourceExhausted when the cluster
// has too little memory. VERIFY: DataLoss when a plan gives other results than its program (runtime/verify_plan.h).
StatusOr<JobPlan> planJob(const JobConfig& job, const CompileOptions& options, bool verify = false);

// "result[1]['loss']" -> "loss", "result[1].metrics[0]" -> "0", "" -> "".
std::string lastPathPart(std::string_view path);

// Metrics of more elements are not reported: the metrics file has their type instead.
inline constexpr int64_t kMaxMetricElements = 4096;

std::string serializeJobPlan(const JobPlan& plan);
// InvalidArgument for a message that is damaged or does not fit together.
StatusOr<JobPlan> parseJobPlan(std::string_view bytes);

}  // namespace partita
