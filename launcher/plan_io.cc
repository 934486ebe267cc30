// Plans as Cap'n Proto messages (job_plan.capnp).
#include <capnp/message.h>
#include <capnp/serialize.h>

#include <cstring>

#include "graph/graph_io.h"
#include "launcher/job_plan.capnp.h"
#include "launcher/job_plan.h"
#include "launcher/mesh_plan.h"

namespace partita {
namespace {

// ---- parts of both ----

template <typename List>
uint32_t wireSize(const List& list) {
  return static_cast<uint32_t>(list.size());
}

std::string readText(capnp::Text::Reader text) { return std::string(text.cStr(), text.size()); }

capnp::Data::Reader dataOf(const std::string& bytes) {
  return capnp::Data::Reader(reinterpret_cast<const kj::byte*>(bytes.data()), bytes.size());
}

template <typename Builder>
void writePrograms(const std::vector<std::string>& programs, Builder list) {
  for (size_t i = 0; i < programs.size(); ++i) list.set(static_cast<uint32_t>(i), dataOf(programs[i]));
}

template <typename Reader>
std::vector<std::string> readPrograms(Reader list) {
  std::vector<std::string> out;
  for (const capnp::Data::Reader data : list)
    out.emplace_back(reinterpret_cast<const char*>(data.begin()), data.size());
  return out;
}

template <typename Builder>
void writeTiles(const std::vector<std::vector<Range>>& tiles, Builder list) {
  for (uint32_t t = 0; t < tiles.size(); ++t) {
    auto ranges = list.init(t, wireSize(tiles[t]));
    for (uint32_t r = 0; r < ranges.size(); ++r) {
      ranges[r].setBegin(tiles[t][r].begin);
      ranges[r].setEnd(tiles[t][r].end);
    }
  }
}

template <typename Reader>
std::vector<std::vector<Range>> readTiles(Reader list) {
  std::vector<std::vector<Range>> out;
  for (const auto tile : list) {
    std::vector<Range>& ranges = out.emplace_back();
    for (const wire::Range::Reader range : tile) ranges.push_back({range.getBegin(), range.getEnd()});
  }
  return out;
}

// A TYPE's dtype and dims in fields of those names.
template <typename Builder>
void writeType(const TensorType& type, Builder to) {
  to.setDtype(std::string(dtypeName(type.dtype)));
  auto dims = to.initDims(wireSize(type.dims));
  for (uint32_t d = 0; d < dims.size(); ++d) dims.set(d, type.dims[d]);
}

// An unknown dtype becomes kToken, which checkWireType() refuses.
template <typename Reader>
TensorType readType(Reader from) {
  TensorType type;
  const StatusOr<DType> dtype = parseDType(readText(from.getDtype()));
  type.dtype = dtype.ok() ? *dtype : DType::kToken;
  for (const int64_t dim : from.getDims()) type.dims.push_back(dim);
  return type;
}

Status checkWireType(const TensorType& type, std::string_view what) {
  if (type.isToken()) return invalidArgument(what, " has no known dtype");
  for (const int64_t dim : type.dims) {
    if (dim < 0) return invalidArgument(what, " has a negative dimension");
  }
  return absl::OkStatus();
}

Status checkWireTile(const std::vector<Range>& tile, const TensorType& type, std::string_view what) {
  if (tile.size() != type.dims.size()) return invalidArgument("a tile of ", what, " has another rank");
  for (size_t d = 0; d < tile.size(); ++d) {
    if (tile[d].begin < 0 || tile[d].begin > tile[d].end || tile[d].end > type.dims[d])
      return invalidArgument("a tile of ", what, " leaves it");
  }
  return absl::OkStatus();
}

std::string wireBytes(capnp::MallocMessageBuilder& builder) {
  const kj::Array<capnp::word> words = capnp::messageToFlatArray(builder);
  return std::string(reinterpret_cast<const char*>(words.begin()), words.size() * sizeof(capnp::word));
}

// READ(root) of the message in BYTES; WHAT begins the messages of errors.
template <typename Root, typename Read>
Status readWire(std::string_view bytes, std::string_view what, const Read& read) {
  if (bytes.empty() || bytes.size() % sizeof(capnp::word) != 0)
    return invalidArgument(what, ": ", bytes.size(), " bytes are no Cap'n Proto message");
  kj::Array<capnp::word> words = kj::heapArray<capnp::word>(bytes.size() / sizeof(capnp::word));
  std::memcpy(static_cast<void*>(words.begin()), bytes.data(), bytes.size());
  capnp::ReaderOptions options;
  options.traversalLimitInWords = 4 * words.size() + 1024;  // each word is read about once
  try {
    capnp::FlatArrayMessageReader reader(words, options);
    read(reader.getRoot<Root>());
  } catch (const kj::Exception& error) {
    return invalidArgument(what, ": damaged message: ", error.getDescription().cStr());
  }
  return absl::OkStatus();
}

// ---- job plan ----

JobPlan read(wire::JobPlan::Reader message) {
  JobPlan plan;
  plan.stepPrograms = readPrograms(message.getStepPrograms());
  plan.initPrograms = readPrograms(message.getInitPrograms());
  for (const wire::Device::Reader from : message.getDevices()) {
    JobPlan::Device& device = plan.devices.emplace_back();
    device.stepProgram = from.getStepProgram();
    device.initProgram = from.getInitProgram();
    device.batchTiles = readTiles(from.getBatchTiles());
  }
  for (const wire::StateLeaf::Reader leaf : message.getState())
    plan.state.push_back({leaf.getArgument(), leaf.getResult()});
  for (const uint32_t argument : message.getBatchArguments()) plan.batchArguments.push_back(argument);
  for (const wire::BatchInput::Reader from : message.getBatch()) {
    BatchInput& input = plan.batch.emplace_back();
    input.name = readText(from.getName());
    input.type = readType(from);
  }
  for (const wire::Metric::Reader from : message.getMetrics())
    plan.metrics.emplace_back(from.getResult(), readText(from.getName()));
  plan.mesh = readText(message.getMesh());
  plan.summary = readText(message.getSummary());
  return plan;
}

Status check(const JobPlan& plan) {
  for (const BatchInput& input : plan.batch)
    RETURN_IF_ERROR(checkWireType(input.type, strCat("batch input ", input.name)));
  if (plan.batch.size() != plan.batchArguments.size())
    return invalidArgument("batch inputs and batch arguments differ in number");
  for (const JobPlan::Device& device : plan.devices) {
    if (device.stepProgram >= plan.stepPrograms.size() || device.initProgram >= plan.initPrograms.size())
      return invalidArgument("a device names a program that is not there");
    if (device.batchTiles.size() != plan.batch.size())
      return invalidArgument("a device has not one tile for each batch input");
    for (size_t i = 0; i < plan.batch.size(); ++i)
      RETURN_IF_ERROR(checkWireTile(device.batchTiles[i], plan.batch[i].type, plan.batch[i].name));
  }
  return absl::OkStatus();
}

// ---- mesh plan ----

Status checkTiles(const std::vector<std::vector<Range>>& tiles, const std::vector<TensorType>& types,
                  std::string_view what) {
  if (tiles.size() != types.size()) return invalidArgument("a device has not one tile for each ", what);
  for (size_t i = 0; i < tiles.size(); ++i) RETURN_IF_ERROR(checkWireTile(tiles[i], types[i], strCat(what, " ", i)));
  return absl::OkStatus();
}

Status check(const MeshPlan& plan) {
  for (const TensorType& type : plan.arguments) RETURN_IF_ERROR(checkWireType(type, "an argument"));
  for (const TensorType& type : plan.results) RETURN_IF_ERROR(checkWireType(type, "a result"));
  for (const MeshPlan::Device& device : plan.devices) {
    if (device.program >= plan.programs.size()) return invalidArgument("a device names a program that is not there");
    const Graph& graph = plan.programs[device.program];
    if (graph.arguments.size() != plan.arguments.size() || graph.results.size() != plan.results.size())
      return invalidArgument("a local program has other arguments or results than the whole");
    RETURN_IF_ERROR(checkTiles(device.arguments, plan.arguments, "argument"));
    RETURN_IF_ERROR(checkTiles(device.results, plan.results, "result"));
    const auto fits = [&](const std::vector<ValueId>& values, const std::vector<std::vector<Range>>& tiles) {
      for (size_t i = 0; i < values.size(); ++i) {
        const Dims& dims = graph.type(values[i]).dims;
        if (dims.size() != tiles[i].size()) return false;
        for (size_t d = 0; d < dims.size(); ++d) {
          if (dims[d] != tiles[i][d].size()) return false;
        }
      }
      return true;
    };
    if (!fits(graph.bodyRegion().args, device.arguments) || !fits(graph.bodyRegion().results, device.results))
      return invalidArgument("a device's tiles are not those of its program");
  }
  return absl::OkStatus();
}

}  // namespace

std::string serializeJobPlan(const JobPlan& plan) {
  capnp::MallocMessageBuilder builder;
  wire::JobPlan::Builder message = builder.initRoot<wire::JobPlan>();
  writePrograms(plan.stepPrograms, message.initStepPrograms(wireSize(plan.stepPrograms)));
  writePrograms(plan.initPrograms, message.initInitPrograms(wireSize(plan.initPrograms)));
  auto devices = message.initDevices(wireSize(plan.devices));
  for (uint32_t d = 0; d < devices.size(); ++d) {
    devices[d].setStepProgram(plan.devices[d].stepProgram);
    devices[d].setInitProgram(plan.devices[d].initProgram);
    writeTiles(plan.devices[d].batchTiles, devices[d].initBatchTiles(wireSize(plan.devices[d].batchTiles)));
  }
  auto state = message.initState(wireSize(plan.state));
  for (uint32_t i = 0; i < state.size(); ++i) {
    state[i].setArgument(plan.state[i].argument);
    state[i].setResult(plan.state[i].result);
  }
  auto batchArguments = message.initBatchArguments(wireSize(plan.batchArguments));
  for (uint32_t i = 0; i < batchArguments.size(); ++i) batchArguments.set(i, plan.batchArguments[i]);
  auto batch = message.initBatch(wireSize(plan.batch));
  for (uint32_t i = 0; i < batch.size(); ++i) {
    batch[i].setName(plan.batch[i].name);
    writeType(plan.batch[i].type, batch[i]);
  }
  auto metrics = message.initMetrics(wireSize(plan.metrics));
  for (uint32_t i = 0; i < metrics.size(); ++i) {
    metrics[i].setResult(plan.metrics[i].first);
    metrics[i].setName(plan.metrics[i].second);
  }
  message.setMesh(plan.mesh);
  message.setSummary(plan.summary);
  return wireBytes(builder);
}

StatusOr<JobPlan> parseJobPlan(std::string_view bytes) {
  JobPlan plan;
  RETURN_IF_ERROR(
      readWire<wire::JobPlan>(bytes, "job plan", [&](wire::JobPlan::Reader message) { plan = read(message); }));
  if (const Status fits = check(plan); !fits.ok()) return annotate(fits, "job plan");
  return plan;
}

std::string serializeMeshPlan(const MeshPlan& plan) {
  capnp::MallocMessageBuilder builder;
  wire::MeshPlan::Builder message = builder.initRoot<wire::MeshPlan>();
  std::vector<std::string> programs;
  for (const Graph& graph : plan.programs) programs.push_back(serializeGraph(graph));
  writePrograms(programs, message.initPrograms(wireSize(programs)));
  auto devices = message.initDevices(wireSize(plan.devices));
  for (uint32_t d = 0; d < devices.size(); ++d) {
    devices[d].setProgram(plan.devices[d].program);
    writeTiles(plan.devices[d].arguments, devices[d].initArgumentTiles(wireSize(plan.devices[d].arguments)));
    writeTiles(plan.devices[d].results, devices[d].initResultTiles(wireSize(plan.devices[d].results)));
  }
  const auto writeTypes = [](const std::vector<TensorType>& types, auto list) {
    for (uint32_t i = 0; i < types.size(); ++i) writeType(types[i], list[i]);
  };
  writeTypes(plan.arguments, message.initArguments(wireSize(plan.arguments)));
  writeTypes(plan.results, message.initResults(wireSize(plan.results)));
  return wireBytes(builder);
}

StatusOr<MeshPlan> parseMeshPlan(std::string_view bytes) {
  MeshPlan plan;
  std::vector<std::string> programs;
  RETURN_IF_ERROR(readWire<wire::MeshPlan>(bytes, "plan", [&](wire::MeshPlan::Reader message) {
    programs = readPrograms(message.getPrograms());
    for (const wire::MeshDevice::Reader from : message.getDevices())
      plan.devices.push_back({from.getProgram(), readTiles(from.getArgumentTiles()), readTiles(from.getResultTiles())});
    for (const wire::Type::Reader type : message.getArguments()) plan.arguments.push_back(readType(type));
    for (const wire::Type::Reader type : message.getResults()) plan.results.push_back(readType(type));
  }));
  for (const std::string& program : programs) {
    StatusOr<Graph> graph = deserializeGraph(program);
    if (!graph.ok()) return annotate(graph.status(), "plan");
    plan.programs.push_back(*std::move(graph));
  }
  if (const Status fits = check(plan); !fits.ok()) return annotate(fits, "plan");
  return plan;
}

}  // namespace partita
