#include "launcher/trainer.h"

#include <cstring>
#include <map>

#include "graph/graph_io.h"
#include "launcher/clock.h"

namespace partita {
namespace {

// The graphs of PROGRAMS that PICK names for each device, each parsed once.
template <typename Pick>
Status readGraphs(const std::vector<std::string>& programs, const std::vector<LocalDevice>& devices, const Pick& pick,
                  std::vector<std::unique_ptr<Graph>>* owned, std::vector<const Graph*>* ofDevice) {
  std::map<uint32_t, const Graph*> known;
  for (const LocalDevice& device : devices) {
    const uint32_t number = pick(device.id);
    const Graph*& graph = known[number];
    if (graph == nullptr) {
      ASSIGN_OR_RETURN(Graph parsed, deserializeGraph(programs[number]));
      owned->push_back(std::make_unique<Graph>(std::move(parsed)));
      graph = owned->back().get();
    }
    ofDevice->push_back(graph);
  }
  return absl::OkStatus();
}

}  // namespace

StatusOr<std::unique_ptr<Trainer>> Trainer::make(const JobConfig& job, const JobPlan& plan,
                                                 std::vector<LocalDevice> devices, const CompileOptions& options) {
  std::unique_ptr<Trainer> out(new Trainer());
  out->plan_ = plan;
  out->devices_ = std::move(devices);
  out->seed_ = job.seed;
  out->options_ = options;
  for (const LocalDevice& device : out->devices_) {
    if (device.id >= static_cast<int64_t>(plan.devices.size()))
      return invalidArgument("job plan: has no device ", device.id);
  }
  ASSIGN_OR_RETURN(out->data_, makeBatchSource(job.data, plan.batch));

  std::vector<std::unique_ptr<Graph>> stepGraphs;
  std::vector<const Graph*> stepOf;
  RETURN_IF_ERROR(readGraphs(
      plan.stepPrograms, out->devices_, [&](int64_t id) { return plan.devices[static_cast<size_t>(id)].stepProgram; },
      &stepGraphs, &stepOf));
  RETURN_IF_ERROR(readGraphs(
      plan.initPrograms, out->devices_, [&](int64_t id) { return plan.devices[static_cast<size_t>(id)].initProgram; },
      &out->initGraphs_, &out->initOf_));

  out->plan_.stepPrograms.clear();
  out->plan_.initPrograms.clear();
  const double begin = secondsNow();
  const auto compileAs = [&](const std::vector<const Graph*>& graphs, const char* name) {
    CompileOptions named = options;
    if (!named.dumpDirectory.empty()) strAppend(&named.dumpDirectory, "/", name);
    return MeshProgram::make(graphs, out->devices_, named, ExecutorOptions());
  };
  ASSIGN_OR_RETURN(out->step_, compileAs(stepOf, "step"));
  ASSIGN_OR_RETURN(out->init_, compileAs(out->initOf_, "init"));
  out->compileSeconds_ = secondsNow() - begin;

  for (size_t d = 0; d < out->devices_.size(); ++d) {
    const Program& program = out->step_->program(d);
    for (size_t i = 0; i < plan.state.size(); ++i) {
      const auto [argument, result] = plan.state[i];
      if (argument >= program.arguments.size() || i >= out->init_->program(d).results.size() ||
          program.arguments[argument].type != out->init_->program(d).results[i].type)
        return internalError("device ", out->devices_[d].id,
                             ": the init program does not give the tile that state argument ", argument, " (",
                             argument < program.arguments.size() ? program.arguments[argument].name : "?",
                             ") of the step program takes");
      if (result >= program.results.size() || program.results[result].aliasesArgument != static_cast<int32_t>(argument))
        return internalError("device ", out->devices_[d].id, ": the step program does not update state argument ",
                             argument, " (", program.arguments[argument].name, ")");
    }
    ASSIGN_OR_RETURN(DeviceBuffers buffers, DeviceBuffers::make(program));
    out->buffers_.push_back(std::move(buffers));
    out->arguments_.push_back(out->buffers_.back().arguments());
    out->results_.push_back(out->buffers_.back().results());
  }
  return out;
}

Status Trainer::initialise() {
  std::vector<DeviceBuffers> buffers;
  std::vector<std::vector<void*>> arguments, results;
  for (size_t d = 0; d < devices_.size(); ++d) {
    std::vector<void*> state;
    for (const StateLeaf& leaf : plan_.state) state.push_back(arguments_[d][leaf.argument]);
    const Program& program = init_->program(d);
    ASSIGN_OR_RETURN(DeviceBuffers own, DeviceBuffers::make(program, {}, std::move(state)));
    buffers.push_back(std::move(own));
    arguments.push_back(buffers.back().arguments());
    results.push_back(buffers.back().results());
    if (!program.arguments.empty()) storeFromInt(program.arguments[0].type.dtype, seed_, arguments.back()[0]);
  }
  RETURN_IF_ERROR(init_->run(arguments, results));
  init_.reset();
  initOf_.clear();
  initGraphs_.clear();
  return absl::OkStatus();
}

StatusOr<StepReport> Trainer::step(int64_t number) {
  const double begin = secondsNow();
  for (size_t d = 0; d < devices_.size(); ++d) {
    const JobPlan::Device& device = plan_.devices[static_cast<size_t>(devices_[d].id)];
    for (size_t b = 0; b < plan_.batch.size(); ++b)
      RETURN_IF_ERROR(data_->fill(number, b, device.batchTiles[b], arguments_[d][plan_.batchArguments[b]]));
  }
  RETURN_IF_ERROR(step_->run(arguments_, results_));
  StepReport report;
  report.step = number;
  for (const auto& [result, name] : plan_.metrics) {
    Metric metric{name, step_->program(0).results[result].type, std::nullopt};
    if (metric.type.elements() <= kMaxMetricElements) {
      metric.value.emplace(metric.type);
      std::memcpy(metric.value->mutableData(), results_[0][result], metric.value->bytes());
    }
    report.metrics.push_back(std::move(metric));
  }
  report.communicationSeconds = step_->lastRun().communicationSeconds;
  report.seconds = secondsNow() - begin;
  return report;
}

int64_t Trainer::stateBytes() const {
  int64_t bytes = 0;
  for (const StateLeaf& leaf : plan_.state) bytes += step_->program(0).arguments[leaf.argument].type.bytes();
  return bytes;
}

}  // namespace partita
