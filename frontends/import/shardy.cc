// Annotations in Shardy's words: the module, its values' attributes and operations.
#include "frontends/import/shardy.h"

#include <algorithm>
#include <array>

#include "frontends/import/shardy_rewriter.h"
#include "frontends/text/reader.h"

namespace partita {
namespace {

constexpr std::string_view kGspmd = "mhlo.sharding", kFrontend = "mhlo.frontend_attributes", kSharding = "sdy.sharding";
constexpr std::string_view kPrefix = "xla.sdy.";

// Shardy's operations that this rewriting takes away.
constexpr std::array kShardyOps = {"sdy.named_computation",    "sdy.sharding_group",
                                   "sdy.propagation_barrier",  "sdy.data_flow_edge",
                                   "sdy.func_data_flow_edge",  "sdy.constant",
                                   "sdy.all_gather",           "sdy.all_slice",
                                   "sdy.all_to_all",           "sdy.collective_permute",
                                   "sdy.all_reduce",           "sdy.reduce_scatter",
                                   "sdy.sharded_to_unreduced", "sdy.replicated_to_unreduced"};
// Custom calls that say where values lie.
constexpr std::array kTargets = {"Sharding",
                                 "SPMDFullToShardShape",
                                 "SPMDShardToFullShape",
                                 "xla.sdy.FuncResultSharding",
                                 "xla.sdy.GlobalToLocalShape",
                                 "xla.sdy.LocalToGlobalShape",
                                 "xla.sdy.ShardingGroup",
                                 "xla.sdy.PropagationBarrier"};

bool isOneOf(std::string_view name, absl::Span<const char* const> list) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool hasOtherWords(const ir::Attributes& attributes) {
  if (attributes.find(kGspmd) != nullptr) return true;
  const ir::Attribute* frontend = attributes.find(kFrontend);
  const auto* entries = frontend == nullptr ? nullptr : std::get_if<ir::Attributes>(&frontend->value);
  if (entries == nullptr) return false;
  return std::any_of(entries->list().begin(), entries->list().end(),
                     [](const ir::NamedAttribute& entry) { return entry.name.starts_with(kPrefix); });
}

bool hasOtherWords(const ir::Region& region) {
  for (const ir::Block& block : region.blocks) {
    for (const ir::Operation& op : block.operations) {
      if (hasOtherWords(op.attributes) || isRewritten(op)) return true;
      for (const ir::Region& inner : op.regions)
        if (hasOtherWords(inner)) return true;
    }
  }
  return false;
}

}  // namespace

std::string_view callTarget(const ir::Operation& op) {
  if (op.name != "stablehlo.custom_call") return {};
  const ir::Attribute* target = op.attributes.find("call_target_name");
  const auto* name = target == nullptr ? nullptr : std::get_if<std::string>(&target->value);
  return name == nullptr ? std::string_view() : std::string_view(*name);
}

bool isRewritten(const ir::Operation& op) { return isOneOf(op.name, kShardyOps) || isOneOf(callTarget(op), kTargets); }

bool needsShardy(const ir::Module& module) {
  if (hasOtherWords(module.attributes)) return true;
  for (const ir::Function& function : module.functions) {
    for (const ir::Argument& argument : function.arguments)
      if (hasOtherWords(argument.attributes)) return true;
    for (const ir::Argument& result : function.results)
      if (hasOtherWords(result.attributes)) return true;
    if (function.body && hasOtherWords(*function.body)) return true;
  }
  return false;
}

StatusOr<ir::Module> toShardy(ir::Module module) { return ShardyRewriter(std::move(module)).run(); }

StatusOr<ir::Module> ShardyRewriter::run() {
  RETURN_IF_ERROR(readMeshes());
  if (!hasShardy_) RETURN_IF_ERROR(chooseMesh());
  for (ir::Function& function : module_.functions) RETURN_IF_ERROR(rewriteFunction(function));
  return std::move(module_);
}

StatusOr<std::optional<ir::Attribute>> ShardyRewriter::takeFrontend(ir::Attributes& attributes, std::string_view name,
                                                                    const ir::Place& place) {
  const ir::Attribute* frontend = attributes.find(kFrontend);
  const auto* entries = frontend == nullptr ? nullptr : std::get_if<ir::Attributes>(&frontend->value);
  const ir::Attribute* found = entries == nullptr ? nullptr : entries->find(name);
  if (found == nullptr) return std::optional<ir::Attribute>();
  const auto* text = std::get_if<std::string>(&found->value);
  if (text == nullptr) return failAt(place, "expected a string for ", name);
  StatusOr<ir::Attribute> parsed = ir::readAttribute(*text, name);
  if (!parsed.ok()) return failAt(place, toView(parsed.status().message()));
  ir::Attributes rest = *entries;
  rest.erase(name);
  attributes.erase(kFrontend);
  if (!rest.empty()) attributes.add(std::string(kFrontend), ir::Attribute{std::move(rest)});
  return std::optional(*std::move(parsed));
}

Status ShardyRewriter::readMeshes() {
  ASSIGN_OR_RETURN(const std::optional<ir::Attribute> meshes, takeFrontend(module_.attributes, "xla.sdy.meshes", {}));
  if (!meshes) return {};
  hasShardy_ = true;
  const auto* entries = std::get_if<ir::Attributes>(&meshes->value);
  if (entries == nullptr) return failAt({}, "expected a dictionary of meshes for xla.sdy.meshes");
  for (const ir::NamedAttribute& entry : entries->list()) {
    const auto* mesh = std::get_if<Mesh>(&entry.value.value);
    if (mesh == nullptr) return failAt({}, "expected a mesh for ", entry.name, " of xla.sdy.meshes");
    const bool known = std::any_of(module_.meshes.begin(), module_.meshes.end(),
                                   [&](const ir::NamedMesh& other) { return other.name == entry.name; });
    if (!known) module_.meshes.push_back(ir::NamedMesh{entry.name, *mesh, {}, {}});
  }
  return {};
}

int ShardyRewriter::rankOf(ir::ValueId value) const {
  const ir::Type& type = function_->values[value];
  return type != nullptr && type->kind == ir::TypeKind::kTensor ? static_cast<int>(type->dims.size()) : -1;
}

Status ShardyRewriter::rewriteFunction(ir::Function& function) {
  function_ = &function;
  aliases_.clear();
  const auto rank = [](const ir::Argument& value) {
    return value.type != nullptr && value.type->kind == ir::TypeKind::kTensor
               ? static_cast<int>(value.type->dims.size())
               : -1;
  };
  if (function.body) {
    RETURN_IF_ERROR(takeResultShardings(function));
    RETURN_IF_ERROR(rewriteManual(*function.body, &function.arguments));
    RETURN_IF_ERROR(inlineNamed(*function.body));
    RETURN_IF_ERROR(tieGroups(function));
  }
  for (ir::Argument& argument : function.arguments)
    RETURN_IF_ERROR(rewriteAttributes(argument.attributes, {rank(argument)}, argument.place));
  for (ir::Argument& result : function.results)
    RETURN_IF_ERROR(rewriteAttributes(result.attributes, {rank(result)}, result.place));
  if (!function.body) return {};
  RETURN_IF_ERROR(rewriteOperations(*function.body));
  if (!aliases_.empty()) resolve(*function.body);
  return {};
}

// @xla.sdy.FuncResultSharding in front of the terminator: what it says is the result's.
Status ShardyRewriter::takeResultShardings(ir::Function& function) {
  if (function.body->blocks.size() != 1 || function.body->blocks[0].operations.empty()) return {};
  ir::Block& block = function.body->blocks[0];
  absl::flat_hash_map<ir::ValueId, size_t> producers;
  for (size_t i = 0; i < block.operations.size(); ++i) {
    const ir::Operation& op = block.operations[i];
    if (callTarget(op) == "xla.sdy.FuncResultSharding" && op.operands.size() == 1 && op.results.size() == 1)
      producers[op.results[0]] = i;
  }
  const std::vector<ir::ValueId>& results = block.operations.back().operands;
  std::vector<bool> taken(block.operations.size());
  for (size_t i = 0; i < results.size() && i < function.results.size(); ++i) {
    const auto found = producers.find(results[i]);
    if (found == producers.end()) continue;
    const ir::Operation& op = block.operations[found->second];
    ir::Attributes attributes = op.attributes;
    ASSIGN_OR_RETURN(std::optional<ir::Attribute> sharding, takeFrontend(attributes, "xla.sdy.sharding", op.place));
    if (sharding) function.results[i].attributes.add(std::string(kSharding), *std::move(sharding), op.place);
    taken[found->second] = true;
    aliases_[results[i]] = op.operands[0];
  }
  std::vector<ir::Operation> kept;
  for (size_t i = 0; i < block.operations.size(); ++i)
    if (!taken[i]) kept.push_back(std::move(block.operations[i]));
  block.operations = std::move(kept);
  return {};
}

Status ShardyRewriter::rewriteAttributes(ir::Attributes& attributes, const std::vector<int>& ranks,
                                         const ir::Place& place) {
  ASSIGN_OR_RETURN(std::optional<ir::Attribute> shardy, takeFrontend(attributes, "xla.sdy.sharding", place));
  ASSIGN_OR_RETURN(std::optional<ir::Attribute> rule, takeFrontend(attributes, "xla.sdy.sharding_rule", place));
  if (rule) attributes.add("sdy.sharding_rule", *std::move(rule));
  if (shardy) {
    if (!std::holds_alternative<std::vector<ir::TensorSharding>>(shardy->value))
      return failAt(place, "expected shardings for xla.sdy.sharding");
    attributes.add(std::string(kSharding), *std::move(shardy), place);
  }
  const ir::Attribute* gspmd = attributes.find(kGspmd);
  if (gspmd == nullptr) return {};
  const auto* text = std::get_if<std::string>(&gspmd->value);
  if (text == nullptr) return failAt(place, "expected a string for mhlo.sharding");
  const std::string written = *text;
  attributes.erase(kGspmd);
  // Shardy's exporter writes both, and its own says more.
  if (hasShardy_ || attributes.find(kSharding) != nullptr) return {};
  ASSIGN_OR_RETURN(const hlo::Sharding* sharding, shardingOf(written, place));
  std::vector<ir::TensorSharding> list;
  const bool isTuple = sharding->kind == hlo::ShardingKind::kTuple;
  if (isTuple && sharding->parts.size() != ranks.size())
    return failAt(place, "expected mhlo.sharding of ", ranks.size(), " values, found ", sharding->parts.size());
  for (size_t i = 0; i < ranks.size(); ++i) {
    if (ranks[i] < 0) return {};  // a token
    ASSIGN_OR_RETURN(std::optional<ir::TensorSharding> named,
                     toNamed(isTuple ? sharding->parts[i] : *sharding, ranks[i], place));
    if (!named) return {};
    list.push_back(*std::move(named));
  }
  if (!list.empty()) attributes.add(std::string(kSharding), ir::Attribute{std::move(list)}, place);
  return {};
}

void ShardyRewriter::constrain(ir::Operation& op, ir::TensorSharding sharding) const {
  op.name = "sdy.sharding_constraint";
  op.attributes = {};
  op.regions.clear();
  op.attributes.add("sharding", ir::Attribute{std::vector<ir::TensorSharding>{std::move(sharding)}}, op.place);
}

StatusOr<bool> ShardyRewriter::rewriteOperation(ir::Operation& op) {
  const std::string_view target = callTarget(op);
  const bool isCall =
      target == "Sharding" || target == "xla.sdy.FuncResultSharding" || target == "xla.sdy.PropagationBarrier";
  const bool isShardy = isOneOf(op.name, kShardyOps) && op.name != "sdy.constant";
  if (op.name == "sdy.constant") op.name = "stablehlo.constant";
  std::vector<int> ranks;
  for (const ir::ValueId result : op.results) ranks.push_back(rankOf(result));
  std::string dims;  // of unspecified_dims=[0,1], which propagation may cut
  if (const ir::Attribute* config = op.attributes.find("backend_config"); isCall && config != nullptr) {
    const auto* text = std::get_if<std::string>(&config->value);
    if (text != nullptr && text->starts_with("unspecified_dims=")) dims = text->substr(text->find('=') + 1);
  }
  RETURN_IF_ERROR(rewriteAttributes(op.attributes, ranks, op.place));
  if (!isCall && !isShardy) return true;
  if (op.operands.size() != 1 || op.results.size() != 1)
    return failAt(op.place, "expected one operand and one result of ", isCall ? target : op.name, ", found ",
                  op.operands.size(), " and ", op.results.size());
  const ir::Attribute* found =
      op.attributes.find(isCall || op.name.ends_with("data_flow_edge")
                             ? (op.attributes.find("sharding") != nullptr ? "sharding" : kSharding)
                             : "out_sharding");
  const auto* list = found == nullptr ? nullptr : std::get_if<std::vector<ir::TensorSharding>>(&found->value);
  if (list == nullptr || list->size() != 1) {  // nothing is said of it
    aliases_[op.results[0]] = op.operands[0];
    return false;
  }
  ir::TensorSharding sharding = list->front();
  // The value is whole wherever it lies.
  sharding.unreduced.clear();
  if (!dims.empty()) {
    hlo::TextCursor cursor(dims, "unspecified_dims");
    StatusOr<std::vector<int64_t>> open = cursor.integers("[", "]");
    if (!open.ok()) return failAt(op.place, toView(open.status().message()));
    for (const int64_t dim : *open) {
      if (dim < 0 || dim >= static_cast<int64_t>(sharding.dims.size()))
        return failAt(op.place, "expected unspecified_dims of the value, found ", dim);
      sharding.dims[dim].open = true;
    }
  }
  const bool moves = isShardy && !op.name.ends_with("data_flow_edge");  // it had another one before
  constrain(op, std::move(sharding));
  if (moves) op.name = "sdy.reshard";
  return true;
}

Status ShardyRewriter::rewriteOperations(ir::Region& region) {
  for (ir::Block& block : region.blocks) {
    std::vector<ir::Operation> kept;
    kept.reserve(block.operations.size());
    for (ir::Operation& op : block.operations) {
      for (ir::Region& inner : op.regions) RETURN_IF_ERROR(rewriteOperations(inner));
      ASSIGN_OR_RETURN(const bool stays, rewriteOperation(op));
      if (stays) kept.push_back(std::move(op));
    }
    block.operations = std::move(kept);
  }
  return {};
}

ir::ValueId ShardyRewriter::resolved(ir::ValueId value) const {
  // As many steps as there are aliases: a damaged program may have them in a circle.
  auto at = aliases_.find(value);
  for (size_t i = 0; i < aliases_.size() && at != aliases_.end(); ++i, at = aliases_.find(value)) value = at->second;
  return value;
}

void ShardyRewriter::resolve(ir::Region& region) const {
  for (ir::Block& block : region.blocks) {
    for (ir::Operation& op : block.operations) {
      for (ir::ValueId& operand : op.operands) operand = resolved(operand);
      for (ir::Region& inner : op.regions) resolve(inner);
    }
  }
}

}  // namespace partita
