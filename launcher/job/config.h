#pragma once
// Jobs from TOML (configs/jobs).
//
// Every key is known: one that is not is an error with file, line and column. Overrides ("train.steps=50") change the
// file's tables before they are read, so that messages about them name the command line. Paths of inputs are relative
// to the file that names them (from the command line: to the current directory); the metrics path is relative to the
// current directory.
#include <cstdint>
#include <string>
#include <vector>

#include "devices/cluster.h"
#include "devices/mesh.h"
#include "partitioner/partition.h"
#include "runtime/generate.h"

namespace partita {

struct DataConfig {
  enum class Kind { kBytes, kSynthetic, kArrays };
  Kind kind = Kind::kSynthetic;
  std::vector<std::string> files;  // that are read: kBytes: a text; kArrays: safetensors
  std::vector<Generator> inputs;   // kSynthetic: one for each batch input; seed 1000 + step
  std::vector<std::string> names;  // kArrays: the tensor of each batch input; empty: the inputs' own names
  bool shuffle = true;             // kArrays: each epoch in an order of its own, which seed decides
  int64_t seed = 0;                // that of the job
  std::string where;               // "job.toml:20:1", for messages
};

// Entry of [job] state: which result of the step is the new value of a result of init.
struct StateEntry {
  std::string path;     // as in jax.result_info; "" where the number is given
  int64_t number = -1;  // of the result
  std::string where;    // "job.toml:7:20", for messages
};

struct TrainConfig {
  int64_t steps = 0;
  int64_t logEvery = 10;
  std::string metrics;              // JSON lines; "" = none
  double collectiveDeadline = 300;  // seconds that one collective may take
  bool deterministic = false;       // PartitionOptions::deterministic, CompileOptions::fixedSums
  int64_t deterministicBlocks = PartitionOptions().deterministicBlocks;
};

struct CheckpointConfig {
  std::string dir;    // relative to the current directory; "" = none
  int64_t every = 0;  // steps
  int64_t keep = 3;   // newest ones
  bool async = true;  // training goes on while one is written
};

struct JobConfig {
  std::string file;
  std::string name, init, step;
  std::string weights;       // safetensors file or checkpoint that the state comes from; "" = from init
  bool initMissing = false;  // what weights lack comes from init; else it is an error
  int64_t seed = 0;
  std::vector<StateEntry> state;  // for each result of init; empty: found by paths, types and order (job_state.h)
  Cluster cluster;
  std::string clusterFile;
  Mesh mesh;  // no axes: the program's own, or "data" over all devices
  std::vector<PartitionRule> rules;
  std::string fsdp;
  DataConfig data;
  TrainConfig train;
  CheckpointConfig checkpoint;
  std::vector<std::string> notes;  // what the reader is told: keys that an override made idle
  std::string resolved;         // the job as TOML after overrides, paths absolute; its [cluster] names "cluster.toml"
  std::string resolvedCluster;  // the cluster file as it was read
};

// OVERRIDES: "section.key=value", value as in TOML, or bare text where a string is expected.
StatusOr<JobConfig> loadJob(const std::string& path, const std::vector<std::string>& overrides = {});

}  // namespace partita
