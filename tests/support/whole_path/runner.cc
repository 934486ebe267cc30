#include "tests/support/whole_path/runner.h"

#include <cstdlib>
#include <cstring>
#include <filesystem>

#include "codegen/target.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/graph_io.h"
#include "graph/print.h"
#include "graph/verify.h"
#include "launcher/local_mesh.h"
#include "launcher/mesh_program.h"
#include "partitioner/check_plan.h"
#include "program/program_check.h"
#include "tests/support/whole_path/comparison.h"

namespace partita {
namespace {

CaseOutcome fromStatus(const std::string& stage, const Status& status) {
  const bool refused = status.code() == absl::StatusCode::kUnimplemented;
  return {refused ? Verdict::kRefused : Verdict::kError, stage, status.ToString()};
}

// An array of one device, with bytes behind it that nobody may write.
class GuardedArray {
 public:
  explicit GuardedArray(int64_t bytes) : bytes_(static_cast<size_t>(bytes)) {
    data_ = static_cast<std::byte*>(std::aligned_alloc(64, (bytes_ + kGuard + 63) / 64 * 64));
    std::memset(data_, kPattern, bytes_ + kGuard);
  }
  GuardedArray(GuardedArray&& other) noexcept : data_(other.data_), bytes_(other.bytes_) { other.data_ = nullptr; }
  GuardedArray& operator=(GuardedArray&&) = delete;
  ~GuardedArray() { std::free(data_); }
  std::byte* data() const { return data_; }
  void fill(const Tensor& tensor) { std::memcpy(data_, tensor.data(), bytes_); }
  void spoil() { std::memset(data_, kPattern, bytes_); }
  bool guardHolds() const {
    for (size_t i = 0; i < kGuard; ++i) {
      if (data_[bytes_ + i] != std::byte{kPattern}) return false;
    }
    return true;
  }

 private:
  static constexpr size_t kGuard = 192;
  static constexpr int kPattern = 0xA5;
  std::byte* data_;
  size_t bytes_;
};

struct Prepared {
  Graph graph;
  std::vector<Tensor> whole;  // the evaluator's results
  PartitionResult plan;
};

// The shards of TENSORS at mesh POSITION.
std::vector<Tensor> shardsOf(const PartitionResult& plan, const std::vector<Sharding>& shardings,
                             const std::vector<Tensor>& tensors, int64_t position) {
  std::vector<Tensor> out;
  for (size_t i = 0; i < tensors.size(); ++i)
    out.push_back(tensors[i].slice(tileOf(plan.mesh, shardings[i], tensors[i].type().dims, position)));
  return out;
}

CaseOutcome compareDevice(const Prepared& p, const std::vector<Tensor>& found, int64_t position,
                          const Tolerance& tolerance) {
  const std::vector<Tensor> expected = shardsOf(p.plan, p.plan.resultShardings, p.whole, position);
  for (size_t r = 0; r < expected.size(); ++r) {
    const Status equal = compareWithin(found[r], expected[r], tolerance);
    if (!equal.ok())
      return {Verdict::kWrong, "result",
              strCat("result ", r, " on device ", p.plan.mesh.deviceAt(position), ": ", toView(equal.message()))};
  }
  return {};
}

CaseOutcome runOnGrid(const WholePathCase& c, const Prepared& p) {
  const Status equal = comparePlan(
      p.graph, p.plan, c.arguments, p.whole,
      [&](size_t, const Tensor& found, const Tensor& expected) { return compareWithin(found, expected, c.tolerance); });
  if (equal.ok()) return {};
  if (absl::IsDataLoss(equal)) return {Verdict::kWrong, "result", std::string(equal.message())};
  CaseOutcome outcome = fromStatus("simulated ranks", equal);
  outcome.verdict = Verdict::kError;
  return outcome;
}

class DeviceRun {
 public:
  DeviceRun(const WholePathCase& c, const Prepared& p) : c_(c), p_(p) {}

  CaseOutcome run() {
    if (const Status status = load(); !status.ok()) return fromStatus("compile", status);
    for (int time = 0; time < (c_.settings.twice ? 2 : 1); ++time) {
      fill();
      if (const Status status = program_->run(argumentPointers_, resultPointers_); !status.ok()) {
        CaseOutcome outcome = fromStatus("run", status);
        outcome.verdict = Verdict::kError;
        return outcome;
      }
      CaseOutcome outcome = check();
      if (outcome.verdict == Verdict::kEqual) continue;
      if (time == 1) outcome.message += " (in the second run)";
      return outcome;
    }
    return {};
  }

 private:
  Status load() {
    const size_t count = static_cast<size_t>(p_.plan.mesh.deviceCount());
    CommunicatorOptions communication;
    communication.deadline = std::chrono::milliseconds(12000);
    communication.chunkBytes = 512;
    if (count > 1) communicators_ = makeInProcessCommunicators(static_cast<int64_t>(count), communication);
    positionOf_.resize(count);
    std::vector<const Graph*> graphs(count);
    std::vector<LocalDevice> devices(count);
    for (size_t position = 0; position < count; ++position) {
      const size_t id = static_cast<size_t>(p_.plan.mesh.deviceAt(static_cast<int64_t>(position)));
      positionOf_[id] = static_cast<int64_t>(position);
      runners_.push_back(c_.settings.threads > 1 ? makeTbbTaskRunner(c_.settings.threads) : makeInlineTaskRunner());
      graphs[id] = &p_.plan.programs[p_.plan.programOfDevice[position]];
      devices[id].id = static_cast<int64_t>(id);
      devices[id].runner = runners_.back().get();
      if (count > 1) devices[id].communicator = communicators_[id].get();
    }
    CompileOptions options;
    ASSIGN_OR_RETURN(options.target, namedTarget(c_.settings.target));
    options.fuse = c_.settings.fuse;
    ExecutorOptions executor;
    executor.sequential = c_.settings.sequential;
    if (c_.settings.smallTasks) {
      options.taskSeconds = 1e-12;
      executor.taskSeconds = 1e-12;
    }
    std::string cache = (std::filesystem::temp_directory_path() / "partita_kernels_XXXXXX").string();
    if (c_.settings.cached) {
      if (::mkdtemp(cache.data()) == nullptr) return unavailable("no folder for kernels: ", cache);
      options.cacheDirectory = cache;
      ASSIGN_OR_RETURN(program_, MeshProgram::make(graphs, devices, options, executor));
    }
    StatusOr<std::unique_ptr<MeshProgram>> program = MeshProgram::make(graphs, std::move(devices), options, executor);
    if (c_.settings.cached) std::filesystem::remove_all(cache);
    ASSIGN_OR_RETURN(program_, std::move(program));
    for (size_t id = 0; id < count; ++id) {
      const Status initialised = checkInitialised(program_->program(id));
      if (!initialised.ok()) return internalError(toView(initialised.message()));
      allocate(program_->program(id));
    }
    return absl::OkStatus();
  }

  void allocate(const Program& program) {
    auto& arguments = arguments_.emplace_back();
    auto& results = results_.emplace_back();
    auto& argumentPointers = argumentPointers_.emplace_back();
    auto& resultPointers = resultPointers_.emplace_back();
    for (const ProgramArgument& argument : program.arguments) {
      arguments.emplace_back(argument.type.bytes());
      argumentPointers.push_back(arguments.back().data());
    }
    for (const ProgramResult& result : program.results) {
      results.emplace_back(result.type.bytes());
      resultPointers.push_back(result.aliasesArgument >= 0
                                   ? argumentPointers[static_cast<size_t>(result.aliasesArgument)]
                                   : results.back().data());
    }
  }

  void fill() {
    for (size_t id = 0; id < arguments_.size(); ++id) {
      const std::vector<Tensor> shards = shardsOf(p_.plan, p_.plan.argumentShardings, c_.arguments, positionOf_[id]);
      for (size_t i = 0; i < shards.size(); ++i) arguments_[id][i].fill(shards[i]);
      for (GuardedArray& result : results_[id]) result.spoil();
    }
  }

  CaseOutcome check() {
    for (size_t id = 0; id < arguments_.size(); ++id) {
      const Program& program = program_->program(id);
      std::vector<Tensor> found;
      std::vector<bool> donated(program.arguments.size());
      for (size_t r = 0; r < program.results.size(); ++r) {
        Tensor& tensor = found.emplace_back(program.results[r].type);
        std::memcpy(tensor.mutableData(), resultPointers_[id][r], tensor.bytes());
        if (program.results[r].aliasesArgument >= 0)
          donated[static_cast<size_t>(program.results[r].aliasesArgument)] = true;
      }
      const CaseOutcome outcome = compareDevice(p_, found, positionOf_[id], c_.tolerance);
      if (outcome.verdict != Verdict::kEqual) return outcome;
      const std::vector<Tensor> shards = shardsOf(p_.plan, p_.plan.argumentShardings, c_.arguments, positionOf_[id]);
      for (size_t i = 0; i < shards.size(); ++i) {
        if (!donated[i] && shards[i].bytes() > 0 &&
            std::memcmp(shards[i].data(), argumentPointers_[id][i], shards[i].bytes()) != 0)
          return {Verdict::kWrong, "memory",
                  strCat("argument ", i, " of device ", id, ", which is not donated, is changed")};
        if (!arguments_[id][i].guardHolds())
          return {Verdict::kWrong, "memory", strCat("bytes behind argument ", i, " of device ", id, " are written")};
      }
      for (size_t r = 0; r < results_[id].size(); ++r) {
        if (!results_[id][r].guardHolds())
          return {Verdict::kWrong, "memory", strCat("bytes behind result ", r, " of device ", id, " are written")};
      }
    }
    return {};
  }

  const WholePathCase& c_;
  const Prepared& p_;
  std::vector<std::unique_ptr<TaskRunner>> runners_;
  std::vector<std::unique_ptr<Communicator>> communicators_;
  std::unique_ptr<MeshProgram> program_;
  std::vector<int64_t> positionOf_;  // by device id, as all below
  std::vector<std::vector<GuardedArray>> arguments_, results_;
  std::vector<std::vector<void*>> argumentPointers_, resultPointers_;
};

}  // namespace

std::string_view verdictName(Verdict verdict) {
  static constexpr std::string_view kNames[] = {"equal", "refused", "error", "wrong", "invalid", "crash", "hang"};
  return kNames[static_cast<size_t>(verdict)];
}

CaseOutcome runCase(const WholePathCase& c, bool compiled) {
  Prepared p;
  if (const Status valid = verify(c.graph, Stage::kGlobal); !valid.ok())
    return {Verdict::kInvalid, "verify", valid.ToString()};
  // The way a user takes begins with text.
  StatusOr<Graph> parsed = parseStablehlo(printGraph(c.graph), "case.mlir");
  if (!parsed.ok()) return {Verdict::kError, "text", parsed.status().ToString()};
  p.graph = *std::move(parsed);
  if (const Status valid = verify(p.graph, Stage::kGlobal); !valid.ok())
    return {Verdict::kError, "text", valid.ToString()};
  StatusOr<std::vector<Tensor>> whole = evaluate(p.graph, c.arguments);
  if (!whole.ok()) {
    CaseOutcome outcome = fromStatus("evaluate", whole.status());
    if (outcome.verdict != Verdict::kRefused) outcome.verdict = Verdict::kInvalid;
    return outcome;
  }
  p.whole = *std::move(whole);
  resolveDonors(p.graph);
  for (size_t i = 0; i < c.graph.arguments.size(); ++i) p.graph.arguments[i].name = c.graph.arguments[i].name;
  StatusOr<PartitionResult> plan = partition(p.graph, c.partition);
  if (!plan.ok()) {
    CaseOutcome outcome = fromStatus("partition", plan.status());
    // A program may be refused on a mesh that is not its own.
    if (!c.partition.mesh.axes.empty() && plan.status().code() == absl::StatusCode::kInvalidArgument)
      outcome.verdict = Verdict::kRefused;
    return outcome;
  }
  p.plan = *std::move(plan);
  for (const Graph& program : p.plan.programs) {
    if (const Status legal = verify(program, Stage::kPartitioned); !legal.ok()) {
      CaseOutcome outcome = fromStatus("local program", legal);
      outcome.verdict = Verdict::kError;
      return outcome;
    }
  }
  if (c.settings.wire) {
    for (Graph& program : p.plan.programs) {
      StatusOr<Graph> copy = deserializeGraph(serializeGraph(program));
      if (!copy.ok()) return {Verdict::kError, "message", copy.status().ToString()};
      program = *std::move(copy);
    }
  }
  return compiled ? DeviceRun(c, p).run() : runOnGrid(c, p);
}

}  // namespace partita
