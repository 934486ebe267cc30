// Shardy's own operations.
#include <algorithm>
#include <map>

#include "frontends/import/shardy_rewriter.h"

namespace partita {
namespace {

const std::vector<ir::TensorSharding>* listOf(const ir::Attributes& attributes, std::string_view name) {
  const ir::Attribute* found = attributes.find(name);
  return found == nullptr ? nullptr : std::get_if<std::vector<ir::TensorSharding>>(&found->value);
}

}  // namespace

// sdy.named_computation: its body stands where it is, with constraints of what goes in and comes out.
Status ShardyRewriter::inlineNamed(ir::Region& region) {
  for (ir::Block& block : region.blocks) RETURN_IF_ERROR(inlineNamed(block));
  return {};
}

Status ShardyRewriter::inlineNamed(ir::Block& block) {
  std::vector<ir::Operation> out;
  out.reserve(block.operations.size());
  for (ir::Operation& op : block.operations) {
    for (ir::Region& inner : op.regions) RETURN_IF_ERROR(inlineNamed(inner));
    if (op.name != "sdy.named_computation") {
      out.push_back(std::move(op));
      continue;
    }
    if (op.regions.size() != 1 || op.regions[0].blocks.size() != 1 || op.regions[0].blocks[0].operations.empty())
      return failAt(op.place, "expected one body of sdy.named_computation");
    ir::Block& body = op.regions[0].blocks[0];
    const auto* ins = listOf(op.attributes, "in_shardings");
    const auto* outs = listOf(op.attributes, "out_shardings");
    const ir::Operation& end = body.operations.back();
    if (body.arguments.size() != op.operands.size() || end.operands.size() != op.results.size() ||
        (ins != nullptr && ins->size() != op.operands.size()) || (outs != nullptr && outs->size() != op.results.size()))
      return failAt(op.place, "expected as many arguments, results and shardings of sdy.named_computation as values");
    // INTO has the value of FROM, constrained where SHARDINGS has one for number I.
    const auto pass = [&](ir::ValueId from, ir::ValueId into, const std::vector<ir::TensorSharding>* shardings,
                          size_t i) -> Status {
      if (!ir::sameType(function_->values[from], function_->values[into]))
        return failAt(op.place, "expected type ", ir::toString(function_->values[into]),
                      " in sdy.named_computation, found ", ir::toString(function_->values[from]));
      if (shardings == nullptr) {
        aliases_[into] = from;
        return {};
      }
      ir::Operation constraint;
      constraint.operands = {from};
      constraint.results = {into};
      constraint.location = op.location;
      constraint.place = constraint.types = op.place;
      constrain(constraint, (*shardings)[i]);
      out.push_back(std::move(constraint));
      return {};
    };
    for (size_t i = 0; i < op.operands.size(); ++i) RETURN_IF_ERROR(pass(op.operands[i], body.arguments[i], ins, i));
    const std::vector<ir::ValueId> results = end.operands;
    for (size_t i = 0; i + 1 < body.operations.size(); ++i) out.push_back(std::move(body.operations[i]));
    for (size_t i = 0; i < op.results.size(); ++i) RETURN_IF_ERROR(pass(results[i], op.results[i], outs, i));
  }
  block.operations = std::move(out);
  return {};
}

// The number of the group that OP makes its operand a member of.
StatusOr<std::optional<int64_t>> ShardyRewriter::groupOf(const ir::Operation& op) {
  const auto none = std::optional<int64_t>();
  if (op.operands.size() != 1) return none;
  if (op.name == "sdy.sharding_group") {
    const ir::Attribute* found = op.attributes.find("group_id");
    const auto* number = found == nullptr ? nullptr : std::get_if<ir::Integer>(&found->value);
    if (number == nullptr) return failAt(op.place, "expected an integer group_id of sdy.sharding_group");
    return std::optional(number->value);
  }
  if (callTarget(op) == "xla.sdy.ShardingGroup") {
    ir::Attributes attributes = op.attributes;
    ASSIGN_OR_RETURN(const std::optional<ir::Attribute> id,
                     takeFrontend(attributes, "xla.sdy.sharding_group_id", op.place));
    const auto* number = id ? std::get_if<ir::Integer>(&id->value) : nullptr;
    if (number == nullptr) return failAt(op.place, "expected an integer xla.sdy.sharding_group_id");
    return std::optional(number->value);
  }
  const ir::Attribute* written = callTarget(op) == "Sharding" ? op.attributes.find("mhlo.sharding") : nullptr;
  if (written == nullptr) return none;
  ASSIGN_OR_RETURN(const hlo::Sharding* sharding, shardingOf(std::get<std::string>(written->value), op.place));
  return sharding->inGroup && sharding->kind != hlo::ShardingKind::kTiled ? std::optional(sharding->group) : none;
}

// One that says nothing of TYPE, along the module's first mesh that has axes; nothing where there is none.
std::optional<ir::TensorSharding> ShardyRewriter::openSharding(const ir::Type& type) const {
  if (type == nullptr || type->kind != ir::TypeKind::kTensor) return std::nullopt;
  const auto mesh = std::find_if(module_.meshes.begin(), module_.meshes.end(),
                                 [](const ir::NamedMesh& named) { return !named.mesh.axes.empty(); });
  if (mesh == module_.meshes.end()) return std::nullopt;
  ir::TensorSharding out;
  out.mesh = mesh->name;
  out.dims.resize(type->dims.size());
  for (ir::DimAxes& dim : out.dims) dim.open = true;
  return out;
}

// sdy.sharding_group: the members of a group have one sharding, which one of them says; each of the others gets a
// constraint. Where none says one, all get an open constraint with the group's number, by which propagation ties them.
Status ShardyRewriter::tieGroups(ir::Function& function) {
  struct Member {
    ir::Block* block;
    ir::Operation* op;
  };
  std::map<int64_t, std::vector<Member>> groups;
  absl::flat_hash_map<ir::ValueId, ir::TensorSharding> known;
  if (function.body->blocks.empty()) return {};
  const std::vector<ir::ValueId>& arguments = function.body->blocks[0].arguments;
  for (size_t i = 0; i < function.arguments.size() && i < arguments.size(); ++i) {
    const auto* list = listOf(function.arguments[i].attributes, "sdy.sharding");
    if (list != nullptr && list->size() == 1) known[arguments[i]] = list->front();
  }
  absl::flat_hash_map<const ir::Operation*, int64_t> members;
  const auto look = [&](auto& self, ir::Region& region) -> Status {
    for (ir::Block& block : region.blocks) {
      for (ir::Operation& op : block.operations) {
        ASSIGN_OR_RETURN(const std::optional<int64_t> group, groupOf(op));
        if (group) groups[*group].push_back({&block, &op});
        if (group) members[&op] = *group;
        const auto* list = listOf(op.attributes, "sdy.sharding");
        for (size_t i = 0; list != nullptr && i < op.results.size() && i < list->size(); ++i)
          known[op.results[i]] = (*list)[i];
        if (op.name == "sdy.sharding_constraint" || op.name == "sdy.reshard") {
          list = listOf(op.attributes, "sharding");
          if (list == nullptr || list->size() != 1 || op.operands.size() != 1 || op.results.size() != 1) continue;
          known[op.results[0]] = list->front();
          known.try_emplace(op.operands[0], list->front());
        }
        for (ir::Region& inner : op.regions) RETURN_IF_ERROR(self(self, inner));
      }
    }
    return {};
  };
  RETURN_IF_ERROR(look(look, *function.body));
  absl::flat_hash_map<const ir::Block*, absl::flat_hash_map<ir::ValueId, ir::TensorSharding>> ties;
  absl::flat_hash_map<int64_t, ir::TensorSharding> open;  // of the groups of which no member says one
  for (const auto& [id, of] : groups) {
    const ir::TensorSharding* sharding = nullptr;
    for (const Member& member : of) {
      const auto found = known.find(resolved(member.op->operands[0]));
      if (found != known.end() && sharding == nullptr) sharding = &found->second;
    }
    for (const Member& member : of) {
      const ir::ValueId value = member.op->operands[0];
      if (sharding != nullptr && rankOf(value) != static_cast<int>(sharding->dims.size()))
        return failAt(member.op->place, "expected values of one rank in sharding group ", id, ", found one of ",
                      rankOf(value), " dimensions and one of ", sharding->dims.size());
      if (sharding != nullptr && !known.contains(resolved(value))) ties[member.block][value] = *sharding;
    }
    if (sharding != nullptr) continue;
    const ir::Type& first = function.values[of[0].op->operands[0]];
    for (const Member& member : of) {
      const ir::Type& type = function.values[member.op->operands[0]];
      if (type == nullptr || type->kind != ir::TypeKind::kTensor || first->kind != type->kind ||
          first->dims != type->dims)
        return failAt(member.op->place, "expected values of one shape in sharding group ", id, ", found ",
                      ir::toString(first), " and ", ir::toString(type));
    }
    if (std::optional<ir::TensorSharding> anything = openSharding(first)) open[id] = *std::move(anything);
  }
  // A group is a use of its own: the constraint stands where the value is made, and what follows uses it.
  const auto apply = [&](auto& self, ir::Region& region) -> void {
    for (ir::Block& block : region.blocks) {
      std::vector<ir::Operation> out;
      absl::flat_hash_map<ir::ValueId, ir::ValueId> tied;
      const auto found = ties.find(&block);
      for (ir::Operation& op : block.operations) {
        for (ir::Region& inner : op.regions) self(self, inner);
        for (ir::ValueId& operand : op.operands)
          if (const auto at = tied.find(operand); at != tied.end()) operand = at->second;
        if (!members.contains(&op)) {
          out.push_back(std::move(op));
          continue;
        }
        if (op.results.size() == 1) aliases_[op.results[0]] = op.operands[0];
        const int64_t group = members.at(&op);
        const ir::TensorSharding* sharding = nullptr;
        if (const auto of = open.find(group); of != open.end()) {
          sharding = &of->second;
        } else if (found != ties.end()) {
          const auto tie = found->second.find(op.operands[0]);
          if (tie != found->second.end()) sharding = &tie->second;
        }
        if (sharding == nullptr) continue;
        ir::Operation constraint;
        constraint.operands = {op.operands[0]};
        constraint.results = {function.values.add(function.values[op.operands[0]])};
        constraint.location = op.location;
        constraint.place = constraint.types = op.place;
        constrain(constraint, *sharding);
        if (open.contains(group))
          constraint.attributes.add("group_id", ir::Attribute{ir::Integer{group, ir::elementType(DType::kI64)}});
        tied[op.operands[0]] = constraint.results[0];
        out.push_back(std::move(constraint));
      }
      block.operations = std::move(out);
    }
  };
  if (!groups.empty()) apply(apply, *function.body);
  return {};
}

}  // namespace partita
