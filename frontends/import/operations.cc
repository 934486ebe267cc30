// Operations, their regions and locations.
#include <algorithm>

#include "absl/algorithm/container.h"
#include "frontends/import/importer.h"
#include "frontends/import/shardy.h"
#include "graph/custom_calls.h"
#include "graph/node_check.h"

namespace partita {
namespace {

constexpr size_t kMaxOperations = size_t{1} << 22;  // after inlining

bool isTerminator(const ir::Operation& op) {
  return op.name == "func.return" || op.name == "stablehlo.return" || op.name == "sdy.return";
}

// What an operation calls, that is inlined.
std::string_view calleeOf(const ir::Operation& op) {
  const std::string_view attribute = op.name == "func.call"             ? "callee"
                                     : op.name == "stablehlo.composite" ? "decomposition"
                                                                        : "";
  if (attribute.empty()) return {};
  const auto* symbol = attributeOf<ir::Symbol>(op, attribute);
  return symbol == nullptr ? std::string_view() : std::string_view(symbol->name);
}

// An op, or a function that a custom call names, that there is not.
bool isMissing(const ir::Operation& op) {
  const std::optional<OpKind> kind = opKindByName(op.name);
  const std::string_view target = customCallTarget(op);
  return !kind || (!target.empty() && !isKnownCustomCall(target));
}

std::string missingOp(const ir::Operation& op) {
  const std::string_view target = customCallTarget(op);
  return target.empty() ? strCat("op ", op.name) : unknownCustomCall(target);
}

}  // namespace

std::string_view customCallTarget(const ir::Operation& op) {
  if (op.name != "stablehlo.custom_call") return {};
  const auto* name = attributeOf<std::string>(op, "call_target_name");
  return name == nullptr ? std::string_view() : std::string_view(*name);
}

std::optional<TensorType> Importer::importType(const ir::Type& type, const ir::Place& place) {
  std::optional<TensorType> imported = graphType(type);
  if (!imported) missing_.note(missingType(type), place);
  if (imported && isOpen(*imported)) imported.reset();
  return imported;
}

void Importer::skipOperation(const ir::Operation& op, RegionId region) {
  noteWithin(op);
  for (const ir::ValueId result : op.results) {
    const std::optional<TensorType> type = importType(typeOf(result), op.types);
    if (type) (*frame_)[result] = graph_.values.add(Value{*type, NodeId(), region, 0});
  }
}

// What is missing in the regions of an operation that is not built.
void Importer::noteWithin(const ir::Operation& op) {
  for (const ir::Region& region : op.regions) noteWithin(region);
}

void Importer::noteWithin(const ir::Region& region) {
  const bool branches = region.blocks.size() > 1;
  if (branches) {
    const std::vector<ir::Operation>& first = region.blocks[0].operations;
    missing_.note("a region of several blocks", first.empty() ? ir::Place() : first.back().place);
  }
  for (const ir::Block& block : region.blocks) {
    for (const ir::Operation& inner : block.operations) {
      if (branches && &inner == &block.operations.back()) continue;  // goes to another block
      if (isMissing(inner) && !isTerminator(inner) && calleeOf(inner).empty() && !isCheck(inner) &&
          legalizationOf(inner) == nullptr && !isRewritten(inner))
        missing_.note(missingOp(inner), inner.place);
      for (const ir::ValueId result : inner.results) importType(typeOf(result), inner.types);
      noteWithin(inner);
    }
  }
}

Status Importer::importOperation(const ir::Operation& op, RegionId region) {
  if (++operations_ > kMaxOperations)
    return resourceExhausted(module_.where(op.place), ": the program has more than ", kMaxOperations,
                             " operations when its calls are inlined");
  RETURN_IF_ERROR(checkQuantized(op));
  if (op.name == "stablehlo.composite") {
    RETURN_IF_ERROR(checkComposite(op));
    ASSIGN_OR_RETURN(const bool isNamed, importNamedComposite(op, region));
    if (isNamed) return {};
  }
  if (const std::string_view callee = calleeOf(op); !callee.empty()) return importCall(op, callee, region);
  if (op.name == "interpreter.run_parallel") return importRunParallel(op, region);
  if (isCheck(op)) return importCheck(op, region);
  for (auto special :
       {&Importer::importTransfer, &Importer::importProcessId, &Importer::importRooted, &Importer::importRewritten}) {
    ASSIGN_OR_RETURN(const bool done, (this->*special)(op, region));
    if (done) return {};
  }
  if (const Legalization* rule = legalizationOf(op)) return legalize(op, *rule, region);
  return importStatic(op, region);
}

Status Importer::importStatic(const ir::Operation& op, RegionId region, const std::vector<TensorType>& given) {
  const std::optional<OpKind> kind = opKindByName(op.name);
  bool supported = !isMissing(op);
  if (!supported && !isRewritten(op)) missing_.note(missingOp(op), op.place);
  for (const ir::Region& inner : op.regions) supported = supported && inner.blocks.size() <= 1;
  for (const ir::ValueId result : op.results) supported = supported && graphType(typeOf(result));
  if (!supported) {
    skipOperation(op, region);
    return {};
  }
  const auto quantized = [&](ir::ValueId value) { return isQuantized(typeOf(value)); };
  if (absl::c_any_of(op.operands, quantized) || absl::c_any_of(op.results, quantized))
    return importQuantized(op, region, given);
  return importNode(op, *kind, region, given);
}

Status Importer::importNode(const ir::Operation& op, OpKind kind, RegionId region,
                            const std::vector<TensorType>& given) {
  const OpDef& def = opDef(kind);
  const NodeId id = graph_.addNode(region, kind, {}, {});
  AttrDict attrs;
  std::vector<Sharding> shardings;
  if (Status status = importAttributes(op, def, attrs, shardings); !status.ok()) {
    if (status.code() != absl::StatusCode::kUnimplemented) return status;
    skipOperation(op, region);
    return {};
  }
  RETURN_IF_ERROR(flattenGroups(op, def, attrs));
  std::vector<ValueId> operands;
  operands.reserve(op.operands.size());
  bool whole = true;
  for (const ir::ValueId operand : op.operands) {
    operands.push_back((*frame_)[operand]);
    whole = whole && operands.back().valid();
  }
  const size_t outerAxes = manualAxes_.size();
  if (kind == OpKind::kManualComputation) RETURN_IF_ERROR(bindManualAxes(op, attrs));
  for (const ir::Region& inner : op.regions) {
    ASSIGN_OR_RETURN(const bool complete, importRegion(inner, id, operands, op.place));
    whole = whole && complete;
  }
  manualAxes_.resize(outerAxes);
  if (whole) {
    Node& node = graph_.nodes[id];
    node.operands = std::move(operands);
    node.attrs = std::move(attrs);
  }
  RETURN_IF_ERROR(finishNode(op, id, whole, given));
  if (shardings.empty() || !whole) return {};
  if (shardings.size() != op.results.size())
    return failAt(op.place, "expected ", op.results.size(), " shardings for the results of ", op.name, ", found ",
                  shardings.size());
  for (size_t i = 0; i < shardings.size(); ++i) {
    const ValueId value = (*frame_)[op.results[i]];
    RETURN_IF_ERROR(checkRank(shardings[i], graph_.type(value), op.place));
    graph_.setSharding(value, std::move(shardings[i]));
  }
  return {};
}

// The axes of a manual computation are free around it; within it they are not.
Status Importer::bindManualAxes(const ir::Operation& op, const AttrDict& attrs) {
  const Attr* text = attrs.find("manual_axes");
  if (text == nullptr) return {};
  for (std::string& name : manualAxisNames(std::get<TextAttr>(*text).text).value_or(std::vector<std::string>())) {
    if (std::find(manualAxes_.begin(), manualAxes_.end(), name) != manualAxes_.end())
      return failAt(op.place, "expected manual axes that are free around ", op.name, ", found \"", name,
                    "\", which is manual already");
    manualAxes_.push_back(std::move(name));
  }
  return {};
}

// The form, location and results of node ID. WHOLE: its operands and regions are there. GIVEN: see importStatic().
Status Importer::finishNode(const ir::Operation& op, NodeId id, bool whole, const std::vector<TensorType>& given) {
  Node& node = graph_.nodes[id];
  const OpDef& def = opDef(node.kind);
  if (whole) {
    if (Status status = checkNodeForm(graph_, node); !status.ok()) return annotate(status, module_.where(op.place));
    // A sharding written for an operand has its rank.
    if (const Attr* sharding = def.annotation ? node.attrs.find("sharding") : nullptr)
      for (const Sharding& one : std::get<ShardingsAttr>(*sharding))
        RETURN_IF_ERROR(checkRank(one, graph_.type(node.operands[0]), op.place));
  }
  node.location = graph_.addLocation(joined(op.location));
  std::vector<TensorType> types = given;
  if (types.empty()) {
    for (const ir::ValueId result : op.results) types.push_back(*graphType(typeOf(result)));
  }
  if (whole && absl::c_any_of(types, isOpen)) {
    ASSIGN_OR_RETURN(const bool closed, closeTypes(op, node, types));
    whole = closed;
  }
  node.results.reserve(op.results.size());
  for (size_t i = 0; i < op.results.size(); ++i) {
    if (isOpen(types[i])) continue;
    const ValueId value = graph_.values.add(Value{types[i], id, node.parent, static_cast<uint32_t>(i)});
    node.results.push_back(value);
    (*frame_)[op.results[i]] = value;
  }
  if (!whole) return {};
  StatusOr<std::vector<TensorType>> inferred = inferTypes(graph_, node);
  if (inferred.status().code() == absl::StatusCode::kUnimplemented) {
    missing_.note(std::string(toView(inferred.status().message())), op.place);
    return {};
  }
  // Only what says no result leaves its type open.
  if (inferred.status().code() == absl::StatusCode::kFailedPrecondition)
    return failAt(op.types, "expected a result type of ", op.name, ", found none");
  if (!inferred.ok()) return annotate(inferred.status(), module_.where(op.place));
  if (Status results = checkResults(graph_, node, *inferred); !results.ok())
    return annotate(results, module_.where(op.types));
  for (size_t i = 0; i < types.size(); ++i) RETURN_IF_ERROR(checkDeclared(op, i, types[i]));
  return {};
}

StatusOr<bool> Importer::importRegion(const ir::Region& from, NodeId node, const std::vector<ValueId>& operands,
                                      const ir::Place& place) {
  if (from.blocks.empty()) return failAt(place, "expected a block in each region of the operation, found none");
  RETURN_IF_ERROR(nest(place));
  const RegionId region = graph_.addRegion(node);
  const ir::Block& block = from.blocks.front();
  // A loop carries what it is given: sizes that its types leave open are those of its operands.
  const bool carries =
      opDef(graph_.nodes[node].kind).regionRole == RegionRole::kProgram && block.arguments.size() == operands.size();
  bool whole = true;
  for (size_t i = 0; i < block.arguments.size(); ++i) {
    const ir::Type& declared = typeOf(block.arguments[i]);
    std::optional<TensorType> type = importType(declared, place);
    if (!type && carries && operands[i].valid() && admits(declared, graph_.type(operands[i])))
      type = graph_.type(operands[i]);
    if (!type && graphType(declared))
      missing_.note(strCat("an argument of type ", ir::toString(declared),
                           ", of which nothing says the sizes, of a region of ", opName(graph_.nodes[node].kind)),
                    place);
    whole = whole && type.has_value();
    if (type) (*frame_)[block.arguments[i]] = graph_.addArgument(region, *type);
  }
  ASSIGN_OR_RETURN(std::vector<ValueId> results, importBlock(block, region, place));
  whole = whole && std::all_of(results.begin(), results.end(), [](ValueId value) { return value.valid(); });
  if (whole) graph_.regions[region].results = std::move(results);
  unnest();
  return whole;
}

StatusOr<std::vector<ValueId>> Importer::importBlock(const ir::Block& block, RegionId region, const ir::Place& place) {
  std::vector<ValueId> results;
  for (size_t i = 0; i < block.operations.size(); ++i) {
    const ir::Operation& op = block.operations[i];
    if (!isTerminator(op)) {
      RETURN_IF_ERROR(importOperation(op, region));
      continue;
    }
    if (i + 1 < block.operations.size()) return failAt(op.place, "expected ", op.name, " at the end of its block only");
    for (const ir::ValueId operand : op.operands) results.push_back((*frame_)[operand]);
    return results;
  }
  return failAt(block.operations.empty() ? place : block.operations.back().place,
                "expected a terminator such as stablehlo.return at the end of the block");
}

// The stack of an inlined op is that of the calls, then its own.
Location Importer::joined(Location location) const {
  if (callStack_.size() == 1) return location;
  std::string stack;
  for (const Call& call : callStack_) {
    if (call.location.stack.empty()) continue;
    if (!stack.empty()) stack += '/';
    stack += call.location.stack;
  }
  if (!stack.empty()) location.stack = location.stack.empty() ? stack : strCat(stack, "/", location.stack);
  ir::clipLocation(location);
  if (location.file.empty()) {
    const Location& call = callStack_.back().location;
    location.file = call.file;
    location.line = call.line;
    location.column = call.column;
  }
  return location;
}

}  // namespace partita
