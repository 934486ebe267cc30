// The `partita` command: parses the command line and hands over to a subcommand (launcher/commands/commands.h).
#include <CLI/CLI.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <new>

#include "base/log.h"
#include "launcher/commands/commands.h"

namespace partita {
namespace {

// As the XDG base directory specification says: a path that is not absolute counts as none.
std::string defaultCacheDirectory() {
  if (const char* xdg = std::getenv("XDG_CACHE_HOME"); xdg != nullptr && *xdg == '/')
    return std::string(xdg) + "/partita";
  if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/')
    return std::string(home) + "/.cache/partita";
  return "";
}

void addCommon(CLI::App* command, CommonOptions* common, bool* noCache) {
  command
      ->add_option("--threads", common->threads,
                   "Threads of a device (default: all cores; train: as the cluster file says)")
      ->check(CLI::Range(1, 4096));
  command->add_option("--dump", common->dumpDirectory,
                      "Write every stage (graphs, loop IR, LLVM IR, assembly, buffers) into this folder");
  command
      ->add_option("--cache,--cache-dir", common->cacheDirectory, "Folder where compiled programs and kernels are kept")
      ->capture_default_str();
  command
      ->add_option("--cache-limit", common->cacheLimitBytes,
                   "Bytes that they may take (512MB, 2GB, …); those not used for longest go first")
      ->transform(CLI::AsSizeValue(/*kb_is_1000=*/false))
      ->default_str("2GB");
  command->add_flag("--no-cache", *noCache, "Neither keep compiled programs and kernels nor use those that were kept");
  command->add_flag("-v,--verbose", common->verbose, "Say more");
}

const char* const kVerify = "Compare the plan with the program on generated inputs first; exit code 5 when it is wrong";

void addPasses(CLI::App* command, CommonOptions* common) {
  command->add_option("--disable-pass", common->disabledPasses,
                      "Leave this pass of the partitioner out (for debugging; plan -v lists them)");
}

void addTarget(CLI::App* command, CommonOptions* common) {
  command->add_option("--target", common->target,
                      "What code is made for: x86-64, x86-64-v3, haswell, znver3, … (default: this machine)");
}

void addShapes(CLI::App* command, CommonOptions* common) {
  command
      ->add_option("--shape", common->shapes,
                   "NAME=8x128: sizes of an argument (its name or number) whose type leaves some open")
      ->allow_extra_args(false);
  command
      ->add_option("--constant", common->constants,
                   "NAME=8: an argument of one integer, such as a symbolic dimension, is this constant instead")
      ->allow_extra_args(false);
}

void addSchedules(CLI::App* command, CommonOptions* common) {
  command->add_option(
      "--schedule", common->schedule,
      "File of schedules that kernels must have (edit the nests.txt of --dump); each is for some kernel");
  command->add_option("--schedule-database", common->scheduleDatabase,
                      "File or folder of schedules for the kernels that are in it");
  command->add_flag(
      "--strict", common->strict,
      "Round each op to its own type, by itself: no fused multiply-add, nothing kept wider (docs/numerics.md)");
}

int report(const StatusOr<int>& outcome) {
  if (outcome.ok()) return *outcome;
  std::cout.flush();
  std::cerr << "partita: " << outcome.status().message() << std::endl;
  return exitCodeOf(outcome.status());
}

int run(int argc, char** argv) {
  CLI::App app(
      "Partita: splits, compiles and runs StableHLO programs over a cluster.\n"
      "Exit codes: 0 fine, 2 usage or bad input, 3 preflight, 4 no feasible plan, 5 verification failed, 110 stuck, "
      "137 a rank died.",
      "partita");
  app.require_subcommand(1);
  app.set_version_flag("--version", PARTITA_VERSION);
  CommonOptions common;
  common.cacheDirectory = defaultCacheDirectory();
  bool noCache = false;
  std::function<StatusOr<int>()> chosen;
  const CLI::Validator engine = CLI::IsMember({"reference", "compiled"});

  InspectOptions inspect;
  CLI::App* command = app.add_subcommand("inspect", "Parse and verify a program, print it as StableHLO text");
  command->add_option("file", inspect.file, "Program: StableHLO text, portable bytecode, or jax.export's")->required();
  CLI::Option* emit =
      command->add_option("--emit", inspect.emit, "Write the program as it was read, all functions, supported or not")
          ->check(CLI::IsMember({"text", "bytecode"}));
  command->add_option("--out", inspect.out, "File for --emit (default: standard output)")->needs(emit);
  command->add_flag("--locations", inspect.locations, "Print where each op came from")->excludes(emit);
  command->add_flag("--generic", inspect.generic, "Print every op in the generic form")->excludes(emit);
  command->add_flag("--stats", inspect.stats, "Print arguments, results and op counts instead of the program")
      ->excludes(emit);
  addShapes(command, &common);
  addCommon(command, &common, &noCache);
  command->callback([&] { chosen = [&] { return inspectCommand(inspect, common); }; });

  EvalOptions eval;
  command = app.add_subcommand("eval", "Run self-checking programs, one line for each");
  command->add_option("files", eval.files, "Programs without arguments (.mlir)")->required();
  command->add_option("--engine", eval.engine, "reference or compiled")->check(engine)->capture_default_str();
  CLI::Option* partitions =
      command
          ->add_option("--partitions", eval.partitions,
                       "Run each program also partitioned over so many devices of this process, under random shardings")
          ->check(CLI::Range(2, 64));
  command->add_option("--seed", eval.seed, "Of the shardings (default: another one each time, printed)")
      ->check(CLI::PositiveNumber)
      ->needs(partitions);
  command->add_flag("--json", eval.json, "One JSON object a line");
  addTarget(command, &common);
  addSchedules(command, &common);
  addCommon(command, &common, &noCache);
  command->callback([&] { chosen = [&] { return evalCommand(eval, common); }; });

  RunOptions runOptions;
  command = app.add_subcommand("run", "Run a program on tensors of a safetensors file");
  command->add_option("file", runOptions.file, "Program (.mlir)")->required();
  CLI::Option* inputs = command->add_option("--inputs", runOptions.inputs, "safetensors file with arg0, arg1, …");
  CLI::Option* spec =
      command->add_option("--spec", runOptions.spec, "JSON file: list of generators, one for each argument")
          ->excludes(inputs);
  command
      ->add_option("--weights", runOptions.weights,
                   "safetensors file or checkpoint with arguments by name: params.w, or state.params.w")
      ->excludes(inputs)
      ->excludes(spec);
  command
      ->add_option(
          "--set", runOptions.sets,
          "NAME=VALUE: an argument that is a number, or a list of integers, which gets VALUE's bytes at its right")
      ->allow_extra_args(false)
      ->excludes(inputs)
      ->excludes(spec);
  command->add_option("--print-text", runOptions.printText, "out0: print a result's bytes as text")
      ->allow_extra_args(false);
  command->add_option("--outputs", runOptions.outputs, "safetensors file to write out0, out1, … to");
  command->add_option("--mesh", runOptions.mesh,
                      "Devices, e.g. data=2 (default: the program's own mesh, or all of the cluster, or one)");
  command->add_option("--cluster", runOptions.cluster,
                      "Processes and devices to run on (TOML); with several: mpirun -n N partita run …");
  command->add_flag("--verify", runOptions.verify, kVerify);
  command->add_option("--engine", runOptions.engine, "reference or compiled")->check(engine)->capture_default_str();
  addTarget(command, &common);
  addShapes(command, &common);
  addPasses(command, &common);
  addSchedules(command, &common);
  addCommon(command, &common, &noCache);
  command->callback([&] { chosen = [&] { return runCommand(runOptions, common); }; });

  BenchOptions bench;
  command = app.add_subcommand(
      "bench", "Time a program (donated inputs are fed back), or measure the devices and links of a cluster");
  command->add_option("file", bench.file, "Program (.mlir)");
  CLI::Option* measured =
      command->add_option("--cluster", bench.cluster,
                          "Measure this cluster (TOML) instead: each device, all at once, and the links; mpirun -n N");
  command->add_option("--out", bench.out, "Write the cluster with the measured numbers here")->needs(measured);
  command
      ->add_flag("--collectives", bench.collectives,
                 "Also which algorithm is the fastest for collectives between processes")
      ->needs(measured);
  command->add_option("--workload", bench.workload, "Name in the output (default: the file's)");
  command->add_option("--mesh", bench.mesh,
                      "Devices of this process, e.g. data=2 (default: the program's own mesh, or one)");
  command->add_option("--engine", bench.engine, "reference or compiled")->check(engine)->capture_default_str();
  command->add_option("--budget", bench.budgetSeconds, "Seconds to measure at least")->capture_default_str();
  command->add_flag("--json", bench.json, "One JSON object");
  command->add_flag("--profile", bench.profile, "Print the time of each kernel");
  addTarget(command, &common);
  addShapes(command, &common);
  addPasses(command, &common);
  addSchedules(command, &common);
  addCommon(command, &common, &noCache);
  command->callback([&] { chosen = [&] { return benchCommand(bench, common); }; });

  PlanOptions plan;
  command =
      app.add_subcommand("plan", "Partition a program and say what each device would hold and send; nothing is run");
  command->add_option("file", plan.file, "Program (.mlir); may be left out with --job");
  command->add_option("--mesh", plan.mesh, "Mesh axes, e.g. data=2,model=2 (default: the program's)");
  command->add_option("--cluster", plan.cluster, "Cluster description (TOML)");
  command->add_option("--job", plan.job, "Take mesh, rules and cluster of this job (TOML)");
  command->add_option("--rule", plan.rules,
                      "Sharding of matching arguments, e.g. 'params.*wq=-|model' (one entry a dimension, - = whole)");
  command->add_option("--fsdp", plan.fsdp, "Also cut every state leaf along this axis");
  command->add_option("--batch-axis", plan.batchAxis, "Axis that batch inputs are cut along")->capture_default_str();
  command->add_option("--explain", plan.explain, "Say where this value's sharding came from");
  command->add_flag("--json", plan.json, "One JSON object");
  command->add_flag("--verify", plan.verify, kVerify);
  addShapes(command, &common);
  addPasses(command, &common);
  addSchedules(command, &common);
  addCommon(command, &common, &noCache);
  command->callback([&] { chosen = [&] { return planCommand(plan, common); }; });

  SolveOptions solve;
  command = app.add_subcommand("solve", "Choose one strategy per node of an IOPDDL instance: best cost, proven bound");
  command->add_option("--iopddl", solve.iopddl, "Instance (.json or .json.gz)")->required();
  command->add_option("--time-limit", solve.timeLimit, "Seconds, counted from the start of the process")
      ->check(CLI::Range(0.001, 1e7))
      ->capture_default_str();
  command->add_option("--threads", common.threads, "Threads of the search (default: all cores)")
      ->check(CLI::Range(1, 4096));
  command->add_option("--seed", solve.seed, "Of the random decisions")->capture_default_str();
  CLI::Option* deterministic = command->add_flag(
      "--deterministic", solve.deterministic, "The answer depends on instance, seed and threads alone, not on timing");
  command->add_option("--rounds", solve.rounds, "Length of a deterministic search")
      ->check(CLI::Range(1, 1'000'000'000))
      ->needs(deterministic)
      ->capture_default_str();
  command->add_option("--gap", solve.gap, "Stop at this (cost - bound) / cost, e.g. 0.01")
      ->check(CLI::Range(0.0, 1e9))
      ->capture_default_str();
  command->add_option("--start", solve.start, "Solution to start from, feasible or not");
  command->add_option("--out", solve.out,
                      "Write the best feasible solution here, again whenever there is a better one");
  command->add_option("--log", solve.log, "Write what was found when: JSON lines");
  command->add_option("--report", solve.report, "Write the result as JSON");
  command->add_option("--plot", solve.plot, "Draw cost and bound over time, usage over the schedule: SVG");
  command->add_flag("--explain", solve.explain,
                    "List costliest nodes and edges, tightest moments, the price of memory");
  command->add_flag("-v,--verbose", common.verbose, "Say more");
  command->footer(
      "SIGINT and SIGTERM end the search; the best answer so far is written and reported as usual.\n"
      "Exit code: 0 a feasible answer, 4 none was found (the message says where memory falls short).");
  command->callback([&] { chosen = [&] { return solveCommand(solve, common); }; });

  TrainOptions train;
  command = app.add_subcommand("train", "Run a training job, alone or under mpirun -n N");
  command->add_option("job", train.job, "Job description (TOML)")->required();
  command->footer("Every key of the job can be overridden: --train.steps=50 --mesh.data=4 --data.path=text.txt");
  command->add_flag("--verify", train.verify, kVerify);
  command->add_flag("--resume{newest}", train.resume,
                    "Go on from the newest whole checkpoint of [checkpoint] dir, or with --resume=STEP from that one");
  command->allow_extras();
  addSchedules(command, &common);
  addCommon(command, &common, &noCache);
  command->callback([&, command] {
    for (const std::string& extra : command->remaining()) {
      if (extra.rfind("--", 0) != 0 || extra.find('.') == std::string::npos || extra.find('=') == std::string::npos)
        throw CLI::ExtrasError("train", {extra + " (an override reads --section.key=value)"});
      train.overrides.push_back(extra.substr(2));
    }
    chosen = [&] { return trainCommand(train, common); };
  });

  CheckpointOptions checkpoint;
  command = app.add_subcommand("checkpoint", "Look into checkpoints, check them, export and import weights");
  command->require_subcommand(1);
  const auto action = [&](const char* name, const char* what, CheckpointOptions::Action kind, const char* from,
                          const char* to) {
    CLI::App* sub = command->add_subcommand(name, what);
    sub->add_option(from, checkpoint.from, "What is read")->required();
    if (to != nullptr) sub->add_option(to, checkpoint.to, "What is made")->required();
    sub->callback([&checkpoint, &chosen, kind] {
      checkpoint.action = kind;
      chosen = [&checkpoint] { return checkpointCommand(checkpoint); };
    });
  };
  using Action = CheckpointOptions::Action;
  action("inspect", "Say what a checkpoint, or the newest of a folder, holds", Action::kInspect, "dir", nullptr);
  action("verify", "Check every byte of a checkpoint, or of all in a folder", Action::kVerify, "dir", nullptr);
  action("export", "Write a checkpoint, or the newest of a folder, as one safetensors file", Action::kExport, "dir",
         "file");
  action("import", "Make a checkpoint of step 0 from a safetensors file", Action::kImport, "file", "dir");

  if (argc > 1 && argv[1][0] != '-') {
    std::string known;
    bool found = false;
    for (const CLI::App* each : app.get_subcommands([](CLI::App*) { return true; })) {
      strAppend(&known, known.empty() ? "" : ", ", each->get_name());
      found = found || each->get_name() == argv[1];
    }
    if (!found) return report(invalidArgument("unknown command \"", argv[1], "\": use ", known));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? kExitFine : kExitUsage;
  }
  if (noCache) common.cacheDirectory.clear();
  configureLog(common.verbose > 0 ? LogLevel::kDebug : LogLevel::kInfo);
  try {
    StatusOr<int> outcome = chosen();
    if ((std::fflush(stdout) != 0 || std::ferror(stdout) != 0) && outcome.ok() && *outcome == kExitFine)
      outcome = invalidArgument("standard output cannot be written; is the disk full?");
    return report(outcome);
  } catch (const std::bad_alloc&) {  // of the standard library's containers; device memory says so itself
    return report(resourceExhausted(
        argv[1], " needs more memory than this process may have: use smaller inputs, or raise its limit"));
  }
}

}  // namespace
}  // namespace partita

int main(int argc, char** argv) { return partita::run(argc, argv); }
