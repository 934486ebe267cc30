#pragma once
// The subcommands of `partita`. partita_main.cc parses the command line (CLI11 stays there) and calls one of these.
//
// A command writes its result to stdout and returns the exit code, or an error that main prints as one line on stderr.
// exitCodeOf() gives the code of an error: what scripts rely on.
#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"

namespace partita {

enum ExitCode : int {
  kExitFine = 0,
  kExitBug = 1,        // Internal: ours
  kExitUsage = 2,      // command line, config, program or data: mend the input
  kExitPreflight = 3,  // cannot be run here: not built, a library is absent, ranks or builds do not fit
  kExitNoPlan = 4,     // no feasible plan: memory
  kExitVerify = 5,     // a check found a wrong result
  kExitStuck = 110,    // a rank is stuck
  kExitRankDied = 137,
};
int exitCodeOf(const Status& status);

struct CommonOptions {
  int threads = 0;             // 0: one for each core this process may use (train: as the cluster file says)
  std::string dumpDirectory;   // "" = none
  std::string cacheDirectory;  // programs and kernels (codegen/disk_cache.h); "" = no cache
  uint64_t cacheLimitBytes = uint64_t{2} << 30;
  std::vector<std::string> disabledPasses;  // plan, run, bench: of the partitioner
  std::string target;  // run, bench, eval: what code is made for (codegen/target.h); "" = this machine
  // What compiles: schedules that are forced, and a file or folder of those that are used where they fit
  // (codegen/schedule/schedule_records.h); "" = none.
  std::string schedule, scheduleDatabase;
  // inspect, plan, run, bench: of a program whose types leave sizes open. "x=8x128": the sizes of an argument, by name
  // or number; "b=8": an argument that is a constant instead.
  std::vector<std::string> shapes, constants;
  bool strict = false;  // CompileOptions::strict
  int verbose = 0;
};

struct InspectOptions {
  std::string file;
  bool locations = false, generic = false, stats = false;
  std::string emit;  // "text", "bytecode": the program as it was read
  std::string out;   // where to; "" = standard output
};
StatusOr<int> inspectCommand(const InspectOptions& options, const CommonOptions& common);

struct EvalOptions {
  std::vector<std::string> files;
  std::string engine = "reference";  // or "compiled"
  int partitions = 0;                // > 0: each program also partitioned over so many devices, under random shardings
  uint64_t seed = 0;                 // of these; 0: drawn
  bool json = false;
};
StatusOr<int> evalCommand(const EvalOptions& options, const CommonOptions& common);

struct RunOptions {
  std::string file;
  std::string inputs, outputs;  // safetensors: arg0 …, out0 …
  std::string spec;  // instead of inputs: JSON list of generators, one for each argument (runtime/generate.h)
  // Or by name: a safetensors file or checkpoint, and NAME=VALUE: a number, or a text for a list of integers.
  std::string weights;
  std::vector<std::string> sets;
  std::vector<std::string> printText;  // "out0": printed as bytes
  std::string engine = "compiled";
  std::string mesh;     // "data=2": devices of this process, or of the cluster; "" = the program's own mesh, or "data"
                        // over the cluster's devices, or one device
  std::string cluster;  // TOML: the processes (mpirun -n N) and devices to run on; "" = devices of this process
  bool verify = false;  // compare the plan with the program first (runtime/verify_plan.h)
};
StatusOr<int> runCommand(const RunOptions& options, const CommonOptions& common);

struct BenchOptions {
  std::string file;
  std::string cluster, out;  // instead of a program: measure this cluster (TOML), write what was found to OUT
  std::string workload;      // name in the output; "" = the file's stem
  std::string engine = "compiled";
  std::string mesh;  // as for run
  double budgetSeconds = 0.7;
  bool json = false, profile = false;
  bool collectives = false;  // of the cluster: measures the algorithms too
};
StatusOr<int> benchCommand(const BenchOptions& options, const CommonOptions& common);

struct PlanOptions {
  std::string file;
  std::string mesh;     // "data=2,model=2"; "" = the program's own, or the job's
  std::string cluster;  // TOML; "" = default links
  std::string job;      // TOML: its [mesh], [partition] and [cluster] are used
  std::vector<std::string> explain;
  std::string fsdp, batchAxis = "data";
  std::vector<std::string> rules;  // "REGEX=axis,axis|axis|": one "|"-separated entry for each dimension, "-" = not cut
  bool json = false;
  bool verify = false;  // compare the plan with the program (runtime/verify_plan.h)
};
StatusOr<int> planCommand(const PlanOptions& options, const CommonOptions& common);

struct SolveOptions {
  std::string iopddl;                  // instance
  std::string start;                   // solution to start from; "" = none
  std::string out, log, report, plot;  // files to write; "" = not written
  double timeLimit = 60;               // seconds from the start of the process
  uint64_t seed = 0;
  bool deterministic = false;
  int rounds = 100;  // of a deterministic search
  double gap = 0;    // good enough
  bool explain = false;
};
StatusOr<int> solveCommand(const SolveOptions& options, const CommonOptions& common);

struct TrainOptions {
  std::string job;
  std::vector<std::string> overrides;  // "train.steps=50"
  bool verify = false;                 // compare the plans with the programs before the first step
  std::string resume;                  // "newest" checkpoint, or that of this step; "" = begin anew
};
StatusOr<int> trainCommand(const TrainOptions& options, const CommonOptions& common);

struct CheckpointOptions {
  enum class Action { kInspect, kVerify, kExport, kImport };
  Action action = Action::kInspect;
  std::string from;  // a checkpoint, or a folder of them; kImport: a safetensors file
  std::string to;    // kExport: a safetensors file; kImport: a folder of checkpoints
};
StatusOr<int> checkpointCommand(const CheckpointOptions& options);

}  // namespace partita
