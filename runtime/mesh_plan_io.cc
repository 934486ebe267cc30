// Plans as Cap'n Proto messages (mesh_plan.capnp).
#include <capnp/message.h>
#include <capnp/serialize.h>

#include <cstring>

#include "base/hash.h"
#include "graph/graph_io.h"
#include "program/program_io.h"
#include "runtime/compiled_plan.h"
#include "runtime/mesh_plan.capnp.h"
#include "runtime/mesh_plan.h"

namespace partita {
namespace {

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
  return annotate(checkDims(type.dims), what);
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

Status checkTiles(const std::vector<std::vector<Range>>& tiles, const std::vector<TensorType>& types,
                  std::string_view what) {
  if (tiles.size() != types.size()) return invalidArgument("a device has not one tile for each ", what);
  for (size_t i = 0; i < tiles.size(); ++i) RETURN_IF_ERROR(checkWireTile(tiles[i], types[i], strCat(what, " ", i)));
  return absl::OkStatus();
}

void writeDevices(const std::vector<MeshPlan::Device>& from, capnp::List<wire::MeshDevice>::Builder devices) {
  for (uint32_t d = 0; d < devices.size(); ++d) {
    devices[d].setProgram(from[d].program);
    writeTiles(from[d].arguments, devices[d].initArgumentTiles(wireSize(from[d].arguments)));
    writeTiles(from[d].results, devices[d].initResultTiles(wireSize(from[d].results)));
  }
}

void writeTypes(const std::vector<TensorType>& types, capnp::List<wire::Type>::Builder list) {
  for (uint32_t i = 0; i < types.size(); ++i) writeType(types[i], list[i]);
}

// What plans of graphs and of machine code have in common.
template <typename Plan, typename Message>
void readSignature(Message message, Plan* plan) {
  for (const wire::MeshDevice::Reader from : message.getDevices())
    plan->devices.push_back({from.getProgram(), readTiles(from.getArgumentTiles()), readTiles(from.getResultTiles())});
  for (const wire::Type::Reader type : message.getArguments()) plan->arguments.push_back(readType(type));
  for (const wire::Type::Reader type : message.getResults()) plan->results.push_back(readType(type));
}

constexpr std::string_view kExecutable = "partita executable 00000002";

// typeOf(ITEMS[i]) are those of TILES of WHOLE.
template <typename Items, typename TypeOf>
bool areTiles(const Items& items, const TypeOf& typeOf, const std::vector<std::vector<Range>>& tiles,
              const std::vector<TensorType>& whole) {
  if (items.size() != whole.size()) return false;
  for (size_t i = 0; i < items.size(); ++i) {
    const TensorType& type = typeOf(items[i]);
    if (type.dtype != whole[i].dtype || type.dims.size() != tiles[i].size()) return false;
    for (size_t d = 0; d < tiles[i].size(); ++d) {
      if (type.dims[d] != tiles[i][d].size()) return false;
    }
  }
  return true;
}

// What plans of graphs and of machine code promise alike.
template <typename Plan>
Status checkSignature(const Plan& plan) {
  if (plan.devices.empty()) return invalidArgument("is for no device");
  for (const TensorType& type : plan.arguments) RETURN_IF_ERROR(checkWireType(type, "an argument"));
  for (const TensorType& type : plan.results) RETURN_IF_ERROR(checkWireType(type, "a result"));
  for (const MeshPlan::Device& device : plan.devices) {
    RETURN_IF_ERROR(checkTiles(device.arguments, plan.arguments, "argument"));
    RETURN_IF_ERROR(checkTiles(device.results, plan.results, "result"));
  }
  return absl::OkStatus();
}

Status check(const CompiledPlan& plan) {
  RETURN_IF_ERROR(checkSignature(plan));
  const auto typeOf = [](const auto& item) -> const TensorType& { return item.type; };
  if (plan.argumentNames.size() != plan.arguments.size()) return invalidArgument("not every argument has a name");
  for (const MeshPlan::Device& device : plan.devices) {
    for (const CompiledPlan::Compiled& compiled : plan.programs) {
      if (compiled.program == device.program &&
          (!areTiles(compiled.code->arguments, typeOf, device.arguments, plan.arguments) ||
           !areTiles(compiled.code->results, typeOf, device.results, plan.results)))
        return invalidArgument("a device's tiles are not those of its program");
    }
  }
  return absl::OkStatus();
}

Status check(const MeshPlan& plan) {
  RETURN_IF_ERROR(checkSignature(plan));
  for (const MeshPlan::Device& device : plan.devices) {
    if (device.program >= plan.programs.size()) return invalidArgument("a device names a program that is not there");
    const Graph& graph = plan.programs[device.program];
    if (graph.arguments.size() != plan.arguments.size() || graph.results.size() != plan.results.size())
      return invalidArgument("a local program has other arguments or results than the whole");
    const auto typeOf = [&](ValueId value) -> const TensorType& { return graph.type(value); };
    if (!areTiles(graph.bodyRegion().args, typeOf, device.arguments, plan.arguments) ||
        !areTiles(graph.bodyRegion().results, typeOf, device.results, plan.results))
      return invalidArgument("a device's tiles are not those of its program");
  }
  return absl::OkStatus();
}

}  // namespace

std::string serializeMeshPlan(const MeshPlan& plan) {
  capnp::MallocMessageBuilder builder;
  wire::MeshPlan::Builder message = builder.initRoot<wire::MeshPlan>();
  std::vector<std::string> programs;
  for (const Graph& graph : plan.programs) programs.push_back(serializeGraph(graph));
  writePrograms(programs, message.initPrograms(wireSize(programs)));
  writeDevices(plan.devices, message.initDevices(wireSize(plan.devices)));
  writeTypes(plan.arguments, message.initArguments(wireSize(plan.arguments)));
  writeTypes(plan.results, message.initResults(wireSize(plan.results)));
  return wireBytes(builder);
}

StatusOr<MeshPlan> parseMeshPlan(std::string_view bytes) {
  MeshPlan plan;
  std::vector<std::string> programs;
  RETURN_IF_ERROR(readWire<wire::MeshPlan>(bytes, "plan", [&](wire::MeshPlan::Reader message) {
    programs = readPrograms(message.getPrograms());
    readSignature(message, &plan);
  }));
  for (const std::string& program : programs) {
    StatusOr<Graph> graph = deserializeGraph(program);
    if (!graph.ok()) return annotate(graph.status(), "plan");
    plan.programs.push_back(*std::move(graph));
  }
  if (const Status fits = check(plan); !fits.ok()) return annotate(fits, "plan");
  return plan;
}

std::string serializeCompiledPlan(const CompiledPlan& plan) {
  capnp::MallocMessageBuilder builder;
  wire::CompiledPlan::Builder message = builder.initRoot<wire::CompiledPlan>();
  writeDevices(plan.devices, message.initDevices(wireSize(plan.devices)));
  writeTypes(plan.arguments, message.initArguments(wireSize(plan.arguments)));
  writeTypes(plan.results, message.initResults(wireSize(plan.results)));
  auto names = message.initArgumentNames(wireSize(plan.argumentNames));
  for (uint32_t i = 0; i < names.size(); ++i) names.set(i, plan.argumentNames[i]);
  auto programs = message.initPrograms(wireSize(plan.programs));
  for (uint32_t i = 0; i < programs.size(); ++i) {
    programs[i].setProgram(plan.programs[i].program);
    programs[i].setTarget(plan.programs[i].target);
    programs[i].setCode(dataOf(serializeProgram(*plan.programs[i].code)));
  }
  const std::string bytes = wireBytes(builder);
  return strCat(kExecutable, hashHex(bytes), bytes);
}

StatusOr<CompiledPlan> parseCompiledPlan(std::string_view bytes) {
  constexpr size_t kHash = 32;
  if (bytes.substr(0, kExecutable.size()) != kExecutable || bytes.size() < kExecutable.size() + kHash)
    return invalidArgument("executable: these are no bytes of one, or of another version of Partita");
  const std::string_view hash = bytes.substr(kExecutable.size(), kHash),
                         rest = bytes.substr(kExecutable.size() + kHash);
  if (hashHex(rest) != hash) return invalidArgument("executable: damaged: its hash does not fit");
  CompiledPlan plan;
  std::vector<std::string> codes;
  RETURN_IF_ERROR(readWire<wire::CompiledPlan>(rest, "executable", [&](wire::CompiledPlan::Reader message) {
    readSignature(message, &plan);
    for (const capnp::Text::Reader name : message.getArgumentNames()) plan.argumentNames.push_back(readText(name));
    for (const wire::CompiledProgram::Reader from : message.getPrograms()) {
      plan.programs.push_back({from.getProgram(), readText(from.getTarget()), nullptr});
      codes.emplace_back(reinterpret_cast<const char*>(from.getCode().begin()), from.getCode().size());
    }
  }));
  for (size_t i = 0; i < codes.size(); ++i) {
    StatusOr<Program> program = deserializeProgram(codes[i]);
    if (!program.ok()) return annotate(program.status(), "executable");
    plan.programs[i].code = std::make_shared<const Program>(*std::move(program));
  }
  if (const Status fits = check(plan); !fits.ok()) return annotate(fits, "executable");
  return plan;
}

}  // namespace partita
