// interpreter.run_parallel: functions run by the processes of a grid, replicas × partitions, as self-checking programs
// start them. One function run by all is a manual computation over a mesh of as many devices; functions that differ,
// and do not meet in collectives, are inlined one after the other.
#include <algorithm>

#include "frontends/import/importer.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

constexpr int64_t kMaxProcesses = 64;
constexpr std::string_view kReplica = "replica", kPartition = "partition";

// {1, dims}
Dims stacked(const Dims& dims, int64_t size) {
  Dims out{size};
  out.insert(out.end(), dims.begin(), dims.end());
  return out;
}

const std::string* symbolOf(const ir::Attribute& attribute) {
  const auto* symbol = std::get_if<ir::Symbol>(&attribute.value);
  return symbol == nullptr ? nullptr : &symbol->name;
}

}  // namespace

StatusOr<const ir::Function*> Importer::processFunction(const ir::Operation& op, const std::string& name) const {
  const auto found = functions_.find(name);
  if (found == functions_.end() || !found->second->body)
    return failAt(op.place, "expected a function of this module with a body, found @", name);
  return found->second;
}

StatusOr<ProcessGrid> Importer::readGrid(const ir::Operation& op) const {
  ProcessGrid grid;
  const ir::Attribute* programs = op.attributes.find("programs");
  const auto* rows = programs == nullptr ? nullptr : std::get_if<ir::Array>(&programs->value);
  if (rows == nullptr || rows->empty())
    return failAt(op.place, "expected a list of functions for each replica in the attribute programs of ", op.name);
  for (const ir::Attribute& row : *rows) {
    const auto* names = std::get_if<ir::Array>(&row.value);
    const size_t width = names == nullptr ? 0 : names->size();
    if (width == 0 || (grid.partitions > 0 && static_cast<int64_t>(width) != grid.partitions))
      return failAt(op.place, "expected as many functions for each replica in the attribute programs of ", op.name);
    grid.partitions = static_cast<int64_t>(width);
    ++grid.replicas;
    for (const ir::Attribute& entry : *names) {
      const std::string* name = symbolOf(entry);
      if (name == nullptr)
        return failAt(op.place, "expected names of functions in the attribute programs of ", op.name);
      ASSIGN_OR_RETURN(const ir::Function* function, processFunction(op, *name));
      grid.functions.push_back(function);
    }
    if (grid.replicas * grid.partitions > kMaxProcesses)
      return failAt(op.place, "expected at most ", kMaxProcesses, " processes of ", op.name);
  }
  if (const ir::Attribute* infeed = op.attributes.find("infeed")) {
    const auto* names = std::get_if<ir::Array>(&infeed->value);
    if (names == nullptr || names->empty())
      return failAt(op.place, "expected a list of functions in the attribute infeed of ", op.name);
    for (const ir::Attribute& entry : *names) {
      const std::string* name = symbolOf(entry);
      if (name == nullptr) return failAt(op.place, "expected names of functions in the attribute infeed of ", op.name);
      ASSIGN_OR_RETURN(const ir::Function* function, processFunction(op, *name));
      grid.infeed.push_back(function);
    }
  }
  size_t operands = 0, results = 0;
  for (const ir::Function* function : grid.functions) {
    operands += function->arguments.size();
    results += function->results.size();
  }
  if (operands != op.operands.size() || results != op.results.size())
    return failAt(op.place, "expected ", operands, " operands and ", results, " results of ", op.name,
                  ", those of its functions one after the other, found ", op.operands.size(), " and ",
                  op.results.size());
  return grid;
}

Status Importer::importRunParallel(const ir::Operation& op, RegionId region) {
  if (grid_ != nullptr) return failAt(op.place, "expected no ", op.name, " within another");
  ASSIGN_OR_RETURN(ProcessGrid grid, readGrid(op));
  std::vector<ValueId> operands;
  size_t at = 0;
  for (const ir::Function* function : grid.functions) {
    for (const ir::Argument& argument : function->arguments) {
      const ir::ValueId operand = op.operands[at++];
      const ir::Type& type = typeOf(operand);
      if (!ir::sameType(type, argument.type))
        return failAt(op.types, "expected type ", ir::toString(argument.type), " of an operand of @", function->name,
                      ", found ", ir::toString(type));
      operands.push_back((*frame_)[operand]);
    }
  }
  at = 0;
  for (const ir::Function* function : grid.functions) {
    for (const ir::Argument& result : function->results) {
      const ir::Type& type = typeOf(op.results[at++]);
      if (!ir::sameType(type, result.type))
        return failAt(op.types, "expected type ", ir::toString(result.type), " of a result of @", function->name,
                      ", found ", ir::toString(type));
    }
  }
  if (!std::all_of(operands.begin(), operands.end(), [](ValueId v) { return v.valid(); })) {
    skipOperation(op, region);
    return {};
  }
  const bool one = std::all_of(grid.functions.begin(), grid.functions.end(),
                               [&](const ir::Function* f) { return f == grid.functions[0]; });
  grid_ = &grid;
  StatusOr<std::vector<ValueId>> results = one && grid.functions.size() > 1
                                               ? importOnGrid(op, grid, operands, region)
                                               : importOneByOne(op, grid, operands, region);
  grid_ = nullptr;
  RETURN_IF_ERROR(results.status());
  for (size_t i = 0; i < op.results.size(); ++i) (*frame_)[op.results[i]] = (*results)[i];
  return {};
}

// The body of FUNCTION where OP calls it.
StatusOr<std::vector<ValueId>> Importer::importProcess(const ir::Operation& op, const ir::Function& function,
                                                       std::vector<ValueId> arguments, RegionId region) {
  RETURN_IF_ERROR(nest(op.place));
  callStack_.push_back({&function, op.location});
  ASSIGN_OR_RETURN(std::vector<ValueId> results, importBody(function, std::move(arguments), region));
  callStack_.pop_back();
  unnest();
  return results;
}

StatusOr<std::vector<ValueId>> Importer::importOneByOne(const ir::Operation& op, ProcessGrid& grid,
                                                        const std::vector<ValueId>& operands, RegionId region) {
  for (const ir::Function* queue : grid.infeed) {
    ASSIGN_OR_RETURN(grid.fed.emplace_back(), importProcess(op, *queue, {}, region));
  }
  grid.alone = true;
  std::vector<ValueId> results;
  size_t at = 0;
  for (const ir::Function* function : grid.functions) {
    const auto first = operands.begin() + static_cast<std::ptrdiff_t>(at);
    const auto last = first + static_cast<std::ptrdiff_t>(function->arguments.size());
    at += function->arguments.size();
    ASSIGN_OR_RETURN(const std::vector<ValueId> own, importProcess(op, *function, {first, last}, region));
    results.insert(results.end(), own.begin(), own.end());
    ++grid.process;
  }
  return results;
}

StatusOr<std::vector<ValueId>> Importer::importOnGrid(const ir::Operation& op, const ProcessGrid& grid,
                                                      const std::vector<ValueId>& operands, RegionId region) {
  const ir::Function& function = *grid.functions[0];
  const int64_t processes = grid.replicas * grid.partitions;
  const size_t arguments = function.arguments.size(), count = function.results.size();
  Mesh mesh;
  mesh.name = strCat("processes_", graph_.meshes.size());
  mesh.axes = {{std::string(kReplica), grid.replicas}, {std::string(kPartition), grid.partitions}};
  const MeshId id = graph_.meshes.add(std::move(mesh));
  const auto shardingOf = [&](int rank) {
    Sharding sharding = Sharding::replicatedOver(id, rank);
    sharding.dims[0].axes = {AxisRef{0}, AxisRef{1}};
    return sharding;
  };
  NodeBuilder build(graph_, region, graph_.addLocation(joined(op.location)));
  // Operands one above the other; a process makes tokens itself.
  std::vector<ValueId> whole;
  ShardingsAttr ins, outs;
  std::vector<TensorType> local;
  for (size_t i = 0; i < arguments; ++i) {
    const TensorType type = graph_.type(operands[i]);
    local.push_back(type);
    if (type.isToken()) continue;
    std::vector<ValueId> parts;
    for (int64_t p = 0; p < processes; ++p)
      parts.push_back(build.reshape(operands[static_cast<size_t>(p) * arguments + i], stacked(type.dims, 1)));
    whole.push_back(build.concatenate(std::move(parts), 0));
    ins.push_back(shardingOf(type.rank() + 1));
  }
  std::vector<TensorType> types;
  for (const ir::Argument& result : function.results) {
    const std::optional<TensorType> type = importType(result.type, result.place);
    if (!type) {
      return std::vector<ValueId>(op.results.size());
    }
    types.push_back(*type);
  }
  std::vector<TensorType> wholeTypes;
  for (const TensorType& type : types) {
    if (type.isToken()) continue;
    wholeTypes.emplace_back(type.dtype, stacked(type.dims, processes));
    outs.push_back(shardingOf(type.rank() + 1));
  }
  AttrDict attrs;
  attrs.set("in_shardings", std::move(ins));
  attrs.set("out_shardings", std::move(outs));
  attrs.set("manual_axes", TextAttr{strCat("{\"", kReplica, "\", \"", kPartition, "\"}")});
  const NodeId node = build.nodes(OpKind::kManualComputation, std::move(whole), wholeTypes, std::move(attrs));
  const RegionId body = graph_.addRegion(node);
  NodeBuilder inside(graph_, body, build.location());
  std::vector<ValueId> values;
  for (const TensorType& type : local) {
    values.push_back(
        type.isToken()
            ? inside.node(OpKind::kAfterAll, {}, type)
            : inside.reshape(graph_.addArgument(body, TensorType(type.dtype, stacked(type.dims, 1))), type.dims));
  }
  ASSIGN_OR_RETURN(const std::vector<ValueId> made, importProcess(op, function, std::move(values), body));
  std::vector<ValueId> given;
  for (size_t i = 0; i < count; ++i) {
    if (!made[i].valid()) return std::vector<ValueId>(op.results.size());
    if (!types[i].isToken()) given.push_back(inside.reshape(made[i], stacked(types[i].dims, 1)));
  }
  graph_.regions[body].results = std::move(given);
  std::vector<ValueId> results;
  for (int64_t p = 0; p < processes; ++p) {
    size_t next = 0;
    for (const TensorType& type : types) {
      if (type.isToken()) {
        results.push_back(build.node(OpKind::kAfterAll, {}, type));
      } else {
        const ValueId all = graph_.nodes[node].results[next++];
        results.push_back(build.reshape(build.slice(all, 0, p, 1), type.dims));
      }
    }
  }
  return results;
}

// What talks to the host or to another process outside of collectives: only where run_parallel says to whom.
StatusOr<bool> Importer::importTransfer(const ir::Operation& op, RegionId region) {
  const bool send = op.name == "stablehlo.send", recv = op.name == "stablehlo.recv",
             infeed = op.name == "stablehlo.infeed", outfeed = op.name == "stablehlo.outfeed";
  if (!send && !recv && !infeed && !outfeed) return false;
  // In a loop or a branch it is not known how often.
  if (grid_ == nullptr || !grid_->alone || graph_.regions[region].owner.valid()) return false;
  const size_t tokens = send || outfeed ? 1 : 0;
  if (op.operands.empty() || op.results.empty())
    return failAt(op.place, "expected operands and results of ", op.name, ", a token the last of them");
  std::vector<ValueId> values;
  if (send || recv) {
    const ir::Attribute* handle = op.attributes.find("channel_id");
    const auto* number = handle == nullptr ? nullptr : std::get_if<ir::Integer>(&handle->value);
    const int64_t channel = number == nullptr ? 0 : number->value;
    std::deque<std::vector<ValueId>>& sent = grid_->channels[channel];
    if (send) {
      for (size_t i = 0; i + 1 < op.operands.size(); ++i) values.push_back((*frame_)[op.operands[i]]);
      sent.push_back(std::move(values));
      values.clear();
    } else if (sent.empty()) {
      missing_.note("stablehlo.recv of what a later process sends", op.place);
      skipOperation(op, region);
      return true;
    } else {
      values = std::move(sent.front());
      sent.pop_front();
    }
  } else if (infeed) {
    size_t& next = grid_->taken[grid_->process];
    if (next >= grid_->fed.size()) return failAt(op.place, "expected more functions in the attribute infeed");
    values = grid_->fed[next++];
  }
  if (values.size() + 1 != op.results.size() && tokens == 0)
    return failAt(op.place, "expected ", values.size(), " results and a token of ", op.name, ", found ",
                  op.results.size(), " in all");
  for (size_t i = 0; i < values.size(); ++i) {
    const std::optional<TensorType> type = importType(typeOf(op.results[i]), op.types);
    if (type && values[i].valid() && *type != graph_.type(values[i]))
      return failAt(op.types, "expected type ", graph_.type(values[i]).toString(), " of result ", i, " of ", op.name,
                    ", found ", type->toString());
    (*frame_)[op.results[i]] = values[i];
  }
  NodeBuilder build(graph_, region, graph_.addLocation(joined(op.location)));
  (*frame_)[op.results.back()] = build.node(OpKind::kAfterAll, {}, TensorType::token());
  return true;
}

// The number of the replica or partition that a process of the grid is.
StatusOr<bool> Importer::importProcessId(const ir::Operation& op, RegionId region) {
  const bool replica = op.name == "stablehlo.replica_id";
  if (grid_ == nullptr || (!replica && op.name != "stablehlo.partition_id") || op.results.size() != 1) return false;
  NodeBuilder build(graph_, region, graph_.addLocation(joined(op.location)));
  const TensorType type(DType::kUI32, {});
  const ValueId device = grid_->alone ? build.ints(type, {static_cast<int64_t>(grid_->process)}) : build.partitionId();
  const ValueId partitions = build.ints(type, {grid_->partitions});
  (*frame_)[op.results[0]] = build.node(replica ? OpKind::kDivide : OpKind::kRemainder, {device, partitions}, type);
  return true;
}

}  // namespace partita
