#include "launcher/job/trainer.h"

#include "launcher/clock.h"

namespace partita {

StatusOr<std::unique_ptr<Trainer>> Trainer::make(const JobConfig& job, const JobPlan& plan,
                                                 std::shared_ptr<Client> client, const CompileOptions& options) {
  std::unique_ptr<Trainer> out(new Trainer());
  out->client_ = std::move(client);
  out->state_ = plan.state;
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
  for (size_t i = 0; i < state_.size(); ++i) arguments_[state_[i].argument] = made.buffers[i];
  init_.reset();
  return absl::OkStatus();
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
  for (const StateLeaf& leaf : state_) arguments_[leaf.argument] = result.buffers[leaf.result];
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
  for (const StateLeaf& leaf : state_) bytes += step_->program(0).arguments[leaf.argument].type.bytes();
  return bytes;
}

}  // namespace partita
