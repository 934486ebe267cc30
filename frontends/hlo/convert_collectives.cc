// Collectives, and what travels over channels.
#include <numeric>

#include "frontends/hlo/convert.h"

namespace partita::hlo {
namespace {

void addChannel(const Instruction& instruction, int64_t type, ir::Attributes& attributes) {
  const int64_t channel = integerOf(instruction, "channel_id");
  if (channel <= 0) return;
  attributes.add("channel_id", integerAttribute(channel));
  attributes.add("channel_type", integerAttribute(type));
}

}  // namespace

ir::Attribute Converter::groups(const Instruction& instruction) const {
  const ir::Attribute* found = instruction.attributes.find("replica_groups");
  if (found != nullptr && std::get<ir::Elements>(found->value).literal.type().elements() > 0) return *found;
  // All devices that the ids of this kind name.
  const bool hasChannel = integerOf(instruction, "channel_id") > 0;
  const bool isGlobal = flagOf(instruction, "use_global_device_ids");
  const bool reduces = instruction.opcode == "all-reduce" || instruction.opcode == "all-gather" ||
                       instruction.opcode == "reduce-scatter";
  const int64_t count = isGlobal                 ? from_.replicas * from_.partitions
                        : hasChannel && !reduces ? from_.partitions
                                                 : from_.replicas;
  std::vector<int64_t> all(count);
  std::iota(all.begin(), all.end(), 0);
  return matrixAttribute(all, count);
}

Converter::Result Converter::collective(Scope& scope, const Instruction& instruction) {
  const std::string_view opcode = instruction.opcode;
  ir::Attributes attributes;
  addChannel(instruction, 1, attributes);
  const std::vector<int64_t> dimensions = intsOf(instruction, "dimensions");
  const int64_t dimension = dimensions.empty() ? integerOf(instruction, "split_dimension") : dimensions[0];
  std::string name = strCat("stablehlo.", opcode);
  for (char& c : name)
    if (c == '-') c = '_';
  if (opcode == "collective-permute") {
    const ir::Attribute* pairs = instruction.attributes.find("source_target_pairs");
    if (pairs == nullptr) return failAt(instruction, "expected source_target_pairs");
    if (instruction.operands.size() != 1) return Result(std::nullopt);  // in place
    attributes.add("source_target_pairs", *pairs);
    return withRegions(scope, instruction, std::move(name), std::move(attributes));
  }
  ir::Attribute all = groups(instruction);
  const int64_t members = std::get<ir::Elements>(all.value).literal.type().dims[1];
  attributes.add("replica_groups", std::move(all));
  if (opcode == "all-gather") attributes.add("all_gather_dim", integerAttribute(dimension));
  if (opcode == "reduce-scatter") attributes.add("scatter_dimension", integerAttribute(dimension));
  if (opcode == "all-to-all") {
    const bool isTuple = dimensions.empty() && instruction.attributes.find("split_dimension") == nullptr;
    if (isTuple) return allToAllTuple(scope, instruction, attributes, members);
    attributes.add("split_dimension", integerAttribute(dimension));
    attributes.add("concat_dimension", integerAttribute(dimension));
    attributes.add("split_count", integerAttribute(members));
  }
  if (flagOf(instruction, "use_global_device_ids")) attributes.add("use_global_device_ids", ir::Attribute{});
  return withRegions(scope, instruction, std::move(name), std::move(attributes));
}

// An operand for each member of the group, and a result from each: parts of one array.
Converter::Result Converter::allToAllTuple(Scope& scope, const Instruction& instruction,
                                           const ir::Attributes& attributes, int64_t members) {
  const Leaves operands = operandLeaves(scope, instruction);
  const std::optional<TensorType> part =
      operands.empty() ? std::nullopt : ir::staticType(scope.function.values[operands[0]]);
  if (!part) return Result(std::nullopt);
  if (static_cast<int64_t>(operands.size()) != members)
    return failAt(instruction, "expected an operand for each of ", members, " members of the group, found ",
                  operands.size());
  TensorType one = *part;
  one.dims.insert(one.dims.begin(), 1);
  TensorType joined = one;
  joined.dims[0] = members;
  Leaves rows;
  for (const ir::ValueId operand : operands) {
    ASSIGN_OR_RETURN(const ir::ValueId row,
                     emitOne(scope, instruction, "stablehlo.reshape", {operand}, ir::tensorType(one)));
    rows.push_back(row);
  }
  ir::Attributes axis;
  axis.add("dimension", integerAttribute(0));
  ASSIGN_OR_RETURN(const ir::ValueId all, emitOne(scope, instruction, "stablehlo.concatenate", std::move(rows),
                                                  ir::tensorType(joined), std::move(axis)));
  ir::Attributes exchange = attributes;
  exchange.add("split_dimension", integerAttribute(0));
  exchange.add("concat_dimension", integerAttribute(0));
  exchange.add("split_count", integerAttribute(members));
  ASSIGN_OR_RETURN(const ir::ValueId exchanged, emitOne(scope, instruction, "stablehlo.all_to_all", {all},
                                                        ir::tensorType(joined), std::move(exchange)));
  Leaves out;
  for (int64_t i = 0; i < members; ++i) {
    std::vector<int64_t> start(joined.dims.size()), limit(joined.dims.begin(), joined.dims.end());
    start[0] = i;
    limit[0] = i + 1;
    ir::Attributes slice;
    slice.add("start_indices", intsAttribute(std::move(start)));
    slice.add("limit_indices", intsAttribute(std::move(limit)));
    slice.add("strides", intsAttribute(std::vector<int64_t>(joined.dims.size(), 1)));
    ASSIGN_OR_RETURN(const ir::ValueId row, emitOne(scope, instruction, "stablehlo.slice", {exchanged},
                                                    ir::tensorType(one), std::move(slice)));
    ASSIGN_OR_RETURN(const ir::ValueId leaf,
                     emitOne(scope, instruction, "stablehlo.reshape", {row}, ir::tensorType(*part)));
    out.push_back(leaf);
  }
  return std::optional(std::move(out));
}

// send and recv have a number beside what travels, in a tuple that only their -done takes.
Converter::Result Converter::channel(Scope& scope, const Instruction& instruction) {
  const std::string_view opcode = instruction.opcode;
  const bool isHost = flagOf(instruction, "is_host_transfer");
  ir::Attributes attributes;
  Types results;
  const Types leaves = leavesOf(instruction.shape.type);
  if (opcode == "send" || opcode == "recv") {
    addChannel(instruction, isHost ? (opcode == "send" ? 2 : 3) : 1, attributes);
    attributes.add("is_host_transfer", ir::Attribute{isHost});
    if (const ir::Attribute* pairs = instruction.attributes.find("source_target_pairs"); pairs != nullptr)
      attributes.add("source_target_pairs", *pairs);
    for (const ir::Type& leaf : leaves) {
      const bool isToken = leaf->kind == ir::TypeKind::kToken;
      if (opcode == "send" ? isToken : &leaf != &leaves[leaves.size() - std::min<size_t>(leaves.size(), 2)])
        results.push_back(leaf);
    }
  } else {
    const std::string config = stringOf(instruction, strCat(opcode, "_config"));
    attributes.add(strCat(opcode, "_config"), ir::Attribute{config});
    results = leaves;
  }
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, strCat("stablehlo.", opcode), operandLeaves(scope, instruction),
                                    std::move(results), std::move(attributes)));
  return std::optional(std::move(out));
}

}  // namespace partita::hlo
