#include "launcher/job/trainer.h"

#include <algorithm>
#include <set>

#include "base/clock.h"

namespace partita {

StatusOr<std::unique_ptr<Trainer>> Trainer::make(const JobConfig& job, const JobPlan& plan,
                                                 std::shared_ptr<Client> client, const CompileOptions& options) {
  std::unique_ptr<Trainer> out(new Trainer());
  out->client_ = std::move(client);
  out->leaves_ = plan.state;
  out->batchArguments_ = plan.batchArguments;
  out->metrics_ = plan.metrics;
  out->seed_ = job.seed;
  ASSIGN_OR_RETURN(out->data_, makeBatchSource(job.data, plan.batch));
  const double begin = secondsNow();
  const auto load = [&](const MeshPlan& program, const char* name) {
    ExecutableOptions executable;
    executable.compile = options;
    if (!options.dumpDirectory.empty()) strAppend(&executable.compile.dumpDirectory, "/", name);
    return Executable::make(out->client_, program, executable);
  };
  ASSIGN_OR_RETURN(out->step_, load(plan.step, "step"));
  ASSIGN_OR_RETURN(out->init_, load(plan.init, "init"));
  out->compileSeconds_ = secondsNow() - begin;

  for (size_t i = 0; i < plan.state.size(); ++i) {
    const auto [argument, result] = plan.state[i];
    if (*out->step_->argument(argument) != *out->init_->result(i))
      return internalError("the init program does not give what state argument ", argument, " (",
                           out->step_->argumentName(argument),
                           ") of the step program takes: ", out->init_->result(i)->toString(), " for ",
                           out->step_->argument(argument)->toString());
    if (out->step_->donatedTo(argument) != static_cast<int32_t>(result))
      return internalError("the step program does not update state argument ", argument, " (",
                           out->step_->argumentName(argument), ")");
  }
  out->arguments_.resize(out->step_->argumentCount());
  return out;
}

Status Trainer::initialise() {
  std::vector<Buffer> seed;
  if (init_->argumentCount() > 0) {
    Tensor tensor(init_->argument(0)->type);
    tensor.setInt(0, seed_);
    ASSIGN_OR_RETURN(Buffer buffer, client_->bufferFromTensor(tensor, init_->argument(0)));
    seed.push_back(std::move(buffer));
  }
  ASSIGN_OR_RETURN(const ExecuteResult made, init_->execute(seed));
  RETURN_IF_ERROR(made.await());
  for (size_t i = 0; i < leaves_.size(); ++i) arguments_[leaves_[i].argument] = made.buffers[i];
  init_.reset();
  return absl::OkStatus();
}

Status Trainer::load(WeightsReader& reader) {
  ASSIGN_OR_RETURN(const std::vector<Buffer> buffers, loadState(reader, state(), *client_));
  for (size_t i = 0; i < leaves_.size(); ++i) arguments_[leaves_[i].argument] = buffers[i];
  init_.reset();
  return absl::OkStatus();
}

Status Trainer::load(WeightsReader& reader, absl::Span<const size_t> leaves) {
  const std::vector<StateTensor> all = state();
  std::vector<StateTensor> some;
  for (const size_t leaf : leaves) some.push_back(all[leaf]);
  ASSIGN_OR_RETURN(const std::vector<Buffer> buffers, loadState(reader, some, *client_));
  for (size_t i = 0; i < leaves.size(); ++i) arguments_[leaves_[leaves[i]].argument] = buffers[i];
  return absl::OkStatus();
}

std::vector<StateTensor> Trainer::state() const {
  std::vector<StateTensor> out;
  for (const StateLeaf& leaf : leaves_)
    out.push_back({step_->argumentName(leaf.argument), step_->argument(leaf.argument)});
  const auto firstPart = [](const std::string& path) { return path.substr(0, path.find('.') + 1); };  // "" when alone
  const std::string shared = out.empty() ? "" : firstPart(out[0].path);
  const bool strip =
      std::all_of(out.begin(), out.end(), [&](const StateTensor& leaf) { return firstPart(leaf.path) == shared; });
  std::set<std::string> seen;
  for (size_t i = 0; i < out.size(); ++i) {
    if (strip) out[i].path.erase(0, shared.size());
    if (!seen.insert(out[i].path).second) strAppend(&out[i].path, "#", leaves_[i].argument);
  }
  return out;
}

std::vector<Buffer> Trainer::stateBuffers() const {
  std::vector<Buffer> out;
  for (const StateLeaf& leaf : leaves_) out.push_back(arguments_[leaf.argument]);
  return out;
}

StatusOr<StepReport> Trainer::step(int64_t number) {
  const double begin = secondsNow();
  for (size_t b = 0; b < batchArguments_.size(); ++b) {
    const PlacementPtr& placement = step_->argument(batchArguments_[b]);
    ASSIGN_OR_RETURN(arguments_[batchArguments_[b]], client_->bufferFromTiles(placement, [&](size_t place, void* to) {
      return data_->fill(number, b, placement->tiles[place], to);
    }));
  }
  ASSIGN_OR_RETURN(const ExecuteResult result, step_->execute(arguments_));
  for (const StateLeaf& leaf : leaves_) arguments_[leaf.argument] = result.buffers[leaf.result];
  RETURN_IF_ERROR(result.await());
  StepReport report;
  report.step = number;
  for (const auto& [number, name] : metrics_) {
    const Buffer& buffer = result.buffers[number];
    Metric metric{name, buffer.piece(0)->type(), std::nullopt};
    if (metric.type.elements() <= kMaxMetricElements) {
      ASSIGN_OR_RETURN(metric.value, buffer.pieceToHost(0));
    }
    report.metrics.push_back(std::move(metric));
  }
  report.communicationSeconds = result.communicationSeconds();
  report.seconds = secondsNow() - begin;
  return report;
}

int64_t Trainer::stateBytes() const {
  int64_t bytes = 0;
  for (const StateLeaf& leaf : leaves_) bytes += step_->program(0).arguments[leaf.argument].type.bytes();
  return bytes;
}

}  // namespace partita
