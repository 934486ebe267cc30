#include <capnp/message.h>
#include <capnp/serialize.h>

#include <cstring>

#include "launcher/job_plan.capnp.h"
#include "launcher/job_plan.h"

namespace partita {
namespace {

template <typename Builder>
void writePrograms(const std::vector<std::string>& programs, Builder list) {
  for (size_t i = 0; i < programs.size(); ++i)
    list.set(static_cast<uint32_t>(i),
             capnp::Data::Reader(reinterpret_cast<const kj::byte*>(programs[i].data()), programs[i].size()));
}

template <typename Reader>
std::vector<std::string> readPrograms(Reader list) {
  std::vector<std::string> out;
  for (const capnp::Data::Reader data : list)
    out.emplace_back(reinterpret_cast<const char*>(data.begin()), data.size());
  return out;
}

template <typename Reader>
std::string readText(Reader text) {
  return std::string(text.cStr(), text.size());
}

JobPlan read(wire::JobPlan::Reader message) {
  JobPlan plan;
  plan.stepPrograms = readPrograms(message.getStepPrograms());
  plan.initPrograms = readPrograms(message.getInitPrograms());
  for (const wire::Device::Reader from : message.getDevices()) {
    JobPlan::Device& device = plan.devices.emplace_back();
    device.stepProgram = from.getStepProgram();
    device.initProgram = from.getInitProgram();
    for (const auto tile : from.getBatchTiles()) {
      std::vector<Range>& ranges = device.batchTiles.emplace_back();
      for (const wire::Range::Reader range : tile) ranges.push_back({range.getBegin(), range.getEnd()});
    }
  }
  for (const uint32_t argument : message.getStateArguments()) plan.stateArguments.push_back(argument);
  for (const uint32_t argument : message.getBatchArguments()) plan.batchArguments.push_back(argument);
  for (const wire::BatchInput::Reader from : message.getBatch()) {
    BatchInput& input = plan.batch.emplace_back();
    input.name = readText(from.getName());
    const StatusOr<DType> dtype = parseDType(readText(from.getDtype()));
    input.type.dtype = dtype.ok() ? *dtype : DType::kToken;
    for (const int64_t dim : from.getDims()) input.type.dims.push_back(dim);
  }
  for (const wire::Metric::Reader from : message.getMetrics())
    plan.metrics.emplace_back(from.getResult(), readText(from.getName()));
  plan.mesh = readText(message.getMesh());
  plan.summary = readText(message.getSummary());
  return plan;
}

Status check(const JobPlan& plan) {
  for (const BatchInput& input : plan.batch) {
    if (input.type.isToken()) return invalidArgument("job plan: batch input ", input.name, " has no known dtype");
    for (const int64_t dim : input.type.dims) {
      if (dim < 0) return invalidArgument("job plan: batch input ", input.name, " has a negative dimension");
    }
  }
  if (plan.batch.size() != plan.batchArguments.size())
    return invalidArgument("job plan: batch inputs and batch arguments differ in number");
  for (const JobPlan::Device& device : plan.devices) {
    if (device.stepProgram >= plan.stepPrograms.size() || device.initProgram >= plan.initPrograms.size())
      return invalidArgument("job plan: a device names a program that is not there");
    if (device.batchTiles.size() != plan.batch.size())
      return invalidArgument("job plan: a device has not one tile for each batch input");
    for (size_t i = 0; i < plan.batch.size(); ++i) {
      const Dims& dims = plan.batch[i].type.dims;
      if (device.batchTiles[i].size() != dims.size())
        return invalidArgument("job plan: a tile of ", plan.batch[i].name, " has another rank");
      for (size_t d = 0; d < dims.size(); ++d) {
        const Range& range = device.batchTiles[i][d];
        if (range.begin < 0 || range.begin > range.end || range.end > dims[d])
          return invalidArgument("job plan: a tile of ", plan.batch[i].name, " leaves it");
      }
    }
  }
  return absl::OkStatus();
}

}  // namespace

std::string serializeJobPlan(const JobPlan& plan) {
  capnp::MallocMessageBuilder builder;
  wire::JobPlan::Builder message = builder.initRoot<wire::JobPlan>();
  const auto size = [](const auto& list) { return static_cast<uint32_t>(list.size()); };
  writePrograms(plan.stepPrograms, message.initStepPrograms(size(plan.stepPrograms)));
  writePrograms(plan.initPrograms, message.initInitPrograms(size(plan.initPrograms)));
  auto devices = message.initDevices(size(plan.devices));
  for (uint32_t d = 0; d < devices.size(); ++d) {
    devices[d].setStepProgram(plan.devices[d].stepProgram);
    devices[d].setInitProgram(plan.devices[d].initProgram);
    auto tiles = devices[d].initBatchTiles(size(plan.devices[d].batchTiles));
    for (uint32_t t = 0; t < tiles.size(); ++t) {
      const std::vector<Range>& from = plan.devices[d].batchTiles[t];
      auto ranges = tiles.init(t, size(from));
      for (uint32_t r = 0; r < ranges.size(); ++r) {
        ranges[r].setBegin(from[r].begin);
        ranges[r].setEnd(from[r].end);
      }
    }
  }
  auto state = message.initStateArguments(size(plan.stateArguments));
  for (uint32_t i = 0; i < state.size(); ++i) state.set(i, plan.stateArguments[i]);
  auto batchArguments = message.initBatchArguments(size(plan.batchArguments));
  for (uint32_t i = 0; i < batchArguments.size(); ++i) batchArguments.set(i, plan.batchArguments[i]);
  auto batch = message.initBatch(size(plan.batch));
  for (uint32_t i = 0; i < batch.size(); ++i) {
    batch[i].setName(plan.batch[i].name);
    batch[i].setDtype(std::string(dtypeName(plan.batch[i].type.dtype)));
    auto dims = batch[i].initDims(size(plan.batch[i].type.dims));
    for (uint32_t d = 0; d < dims.size(); ++d) dims.set(d, plan.batch[i].type.dims[d]);
  }
  auto metrics = message.initMetrics(size(plan.metrics));
  for (uint32_t i = 0; i < metrics.size(); ++i) {
    metrics[i].setResult(plan.metrics[i].first);
    metrics[i].setName(plan.metrics[i].second);
  }
  message.setMesh(plan.mesh);
  message.setSummary(plan.summary);
  const kj::Array<capnp::word> words = capnp::messageToFlatArray(builder);
  return std::string(reinterpret_cast<const char*>(words.begin()), words.size() * sizeof(capnp::word));
}

StatusOr<JobPlan> parseJobPlan(std::string_view bytes) {
  if (bytes.empty() || bytes.size() % sizeof(capnp::word) != 0)
    return invalidArgument("job plan: ", bytes.size(), " bytes are no Cap'n Proto message");
  kj::Array<capnp::word> words = kj::heapArray<capnp::word>(bytes.size() / sizeof(capnp::word));
  std::memcpy(static_cast<void*>(words.begin()), bytes.data(), bytes.size());
  capnp::ReaderOptions options;
  options.traversalLimitInWords = 4 * words.size() + 1024;  // each word is read about once
  JobPlan plan;
  try {
    capnp::FlatArrayMessageReader reader(words, options);
    plan = read(reader.getRoot<wire::JobPlan>());
  } catch (const kj::Exception& error) {
    return invalidArgument("job plan: damaged message: ", error.getDescription().cStr());
  }
  RETURN_IF_ERROR(check(plan));
  return plan;
}

}  // namespace partita
