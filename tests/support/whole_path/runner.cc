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
#include "partitioner/check_plan.h"
#include "program/program_check.h"
#include "runtime/executable.h"
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
    std::vector<OneRun> runs(static_cast<size_t>(c_.settings.runs));
    for (size_t n = 0; n < runs.size(); ++n) {
      const std::shared_ptr<Executable>& executable = executables_[n % executables_.size()];
      StatusOr<ExecuteResult> started = executable->execute(arguments(*executable, runs[n]));
      if (!started.ok()) return failed("enqueue", started.status());
      runs[n].result = *std::move(started);
    }
    for (size_t n = 0; n < runs.size(); ++n) {
      if (const Status status = runs[n].result.await(); !status.ok()) return failed("run", status);
      CaseOutcome outcome = check(runs[n]);
      runs[n].result = ExecuteResult();
      if (outcome.verdict == Verdict::kEqual && !damage_.empty())
        outcome = {Verdict::kWrong, "memory", strCat("bytes behind a block of ", damage_, " are written")};
      if (outcome.verdict == Verdict::kEqual) continue;
      if (n > 0) strAppend(&outcome.message, " (in run ", n, ")");
      return outcome;
    }
    return {};
  }

 private:
  // Arguments by device, and what became of them.
  struct OneRun {
    std::vector<std::vector<GuardedArray>> arguments;
    ExecuteResult result;
  };

  static CaseOutcome failed(const std::string& stage, const Status& status) {
    CaseOutcome outcome = fromStatus(stage, status);
    outcome.verdict = Verdict::kError;
    return outcome;
  }

  Status load() {
    const size_t count = static_cast<size_t>(p_.plan.mesh.deviceCount());
    positionOf_.resize(count);
    for (size_t position = 0; position < count; ++position)
      positionOf_[static_cast<size_t>(p_.plan.mesh.deviceAt(static_cast<int64_t>(position)))] =
          static_cast<int64_t>(position);
    ClientOptions client;
    client.threads = c_.settings.threads;
    client.communication.deadline = std::chrono::milliseconds(12000);
    client.communication.chunkBytes = 512;
    ExecutableOptions options;
    ASSIGN_OR_RETURN(options.compile.target, namedTarget(c_.settings.target));
    options.compile.fuse = c_.settings.fuse;
    if (c_.settings.naive) {
      ASSIGN_OR_RETURN(options.compile.schedules.forced, ScheduleRecords::parse("nest *\n", "naive"));
    }
    options.sequential = c_.settings.sequential;
    if (c_.settings.smallTasks) options.compile.taskSeconds = client.taskSeconds = 1e-12;
    ASSIGN_OR_RETURN(client_, Client::alone(static_cast<int>(count), client));
    for (const auto& device : client_->localDevices())
      device->memory().guardBlocks([this](const std::string& owner) { damage_ = owner; });
    std::string cache = (std::filesystem::temp_directory_path() / "partita_kernels_XXXXXX").string();
    if (c_.settings.cached) {
      if (::mkdtemp(cache.data()) == nullptr) return unavailable("no folder for kernels: ", cache);
      options.compile.cacheDirectory = cache;
    }
    const MeshPlan plan = meshPlan(p_.graph, p_.plan);
    Status status;
    for (int n = 0; status.ok() && n < (c_.settings.twoPrograms || c_.settings.cached ? 2 : 1); ++n) {
      StatusOr<std::shared_ptr<Executable>> executable = Executable::make(client_, plan, options);
      status = executable.status();
      if (executable.ok()) executables_.push_back(*std::move(executable));
    }
    if (c_.settings.cached) std::filesystem::remove_all(cache);
    RETURN_IF_ERROR(status);
    for (size_t n = 0; n < executables_[0]->deviceCount(); ++n) {
      const Status initialised = checkInitialised(executables_[0]->program(n));
      if (!initialised.ok()) return internalError(toView(initialised.message()));
    }
    return absl::OkStatus();
  }

  std::vector<Tensor> shardsOn(size_t device) const {
    return shardsOf(p_.plan, p_.plan.argumentShardings, c_.arguments, positionOf_[device]);
  }

  // New arguments in guarded memory of RUN.
  std::vector<Buffer> arguments(const Executable& executable, OneRun& run) const {
    std::vector<Buffer::Pieces> pieces(executable.argumentCount());
    for (size_t id = 0; id < positionOf_.size(); ++id) {
      const std::vector<Tensor> shards = shardsOn(id);
      auto& arrays = run.arguments.emplace_back();
      for (size_t i = 0; i < shards.size(); ++i) {
        arrays.emplace_back(static_cast<int64_t>(shards[i].bytes()));
        arrays.back().fill(shards[i]);
        pieces[i].push_back(std::make_shared<DeviceBuffer>(*client_->localDevices()[id], shards[i].type(),
                                                           DeviceMemory::external(arrays.back().data(), nullptr),
                                                           Event::ready()));
      }
    }
    std::vector<Buffer> out;
    for (size_t i = 0; i < pieces.size(); ++i) out.emplace_back(client_, executable.argument(i), std::move(pieces[i]));
    return out;
  }

  CaseOutcome check(const OneRun& run) const {
    const Executable& executable = *executables_[0];
    for (size_t id = 0; id < positionOf_.size(); ++id) {
      std::vector<Tensor> found;
      for (const Buffer& buffer : run.result.buffers) {
        StatusOr<Tensor> tensor = buffer.pieceToHost(id);
        if (!tensor.ok()) return failed("result", tensor.status());
        found.push_back(*std::move(tensor));
      }
      const CaseOutcome outcome = compareDevice(p_, found, positionOf_[id], c_.tolerance);
      if (outcome.verdict != Verdict::kEqual) return outcome;
      const std::vector<Tensor> shards = shardsOn(id);
      for (size_t i = 0; i < shards.size(); ++i) {
        const GuardedArray& array = run.arguments[id][i];
        if (executable.donatedTo(i) < 0 && shards[i].bytes() > 0 &&
            std::memcmp(shards[i].data(), array.data(), shards[i].bytes()) != 0)
          return {Verdict::kWrong, "memory",
                  strCat("argument ", i, " of device ", id, ", which is not donated, is changed")};
        if (!array.guardHolds())
          return {Verdict::kWrong, "memory", strCat("bytes behind argument ", i, " of device ", id, " are written")};
      }
    }
    return {};
  }

  const WholePathCase& c_;
  const Prepared& p_;
  std::string damage_;  // who wrote behind a block
  std::shared_ptr<Client> client_;
  std::vector<std::shared_ptr<Executable>> executables_;
  std::vector<int64_t> positionOf_;  // by device id
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
