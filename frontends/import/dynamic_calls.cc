// Custom calls with shapes among their operands: those that jax.export writes for ops with symbolic attributes, and any
// whose results' shapes are operands.
#include "absl/algorithm/container.h"
#include "frontends/import/importer.h"

namespace partita {
namespace {

constexpr const char* kShapeOperands = "indices_of_shape_operands";

const ir::Attribute* fieldOf(const ir::Operation& op, std::string_view name) {
  const auto* fields = attributeOf<ir::Attributes>(op, "mhlo.backend_config");
  return fields == nullptr ? nullptr : fields->find(name);
}
std::optional<int64_t> integerOf(const ir::Attribute* attribute) {
  const auto* number = attribute == nullptr ? nullptr : std::get_if<ir::Integer>(&attribute->value);
  return number == nullptr ? std::nullopt : std::optional<int64_t>(number->value);
}

// OP, a custom call, as the operation NAME of its first OPERANDS operands, with the attributes that are not the call's.
ir::Operation uncalled(const ir::Operation& op, std::string name, size_t operands) {
  ir::Operation out = op;
  out.name = std::move(name);
  out.operands.resize(operands);
  for (const char* attribute : {"api_version", "backend_config", "call_target_name", "called_computations",
                                "has_side_effect", "mhlo.backend_config", kShapeOperands})
    out.attributes.erase(attribute);
  return out;
}

}  // namespace

bool Importer::hasShapeOperands(const ir::Operation& op) { return op.attributes.find(kShapeOperands) != nullptr; }

StatusOr<std::vector<ir::ValueId>> Importer::plainOperands(const ir::Operation& op, std::vector<TensorType>& types) {
  const std::optional<IntsAttr> shapes = hasShapeOperands(op) ? intsAttribute(op, kShapeOperands) : IntsAttr();
  const auto count = static_cast<int64_t>(op.operands.size());
  const bool right = shapes && (shapes->empty() || shapes->size() == op.results.size()) &&
                     absl::c_all_of(*shapes, [&](int64_t i) { return i >= 0 && i < count; });
  if (!right)
    return failAt(op.place, "expected ", kShapeOperands, " of ", op.name, " to be an operand for each result, below ",
                  count);
  for (size_t i = 0; i < shapes->size(); ++i) {
    ASSIGN_OR_RETURN(TensorType type, shapedBy(op, static_cast<size_t>((*shapes)[i]), i));
    types.push_back(std::move(type));
  }
  std::vector<ir::ValueId> out;
  for (int64_t i = 0; i < count; ++i)
    if (!absl::c_linear_search(*shapes, i)) out.push_back(op.operands[static_cast<size_t>(i)]);
  return out;
}

Status Importer::importShapedCall(const ir::Operation& op, RegionId region) {
  std::vector<TensorType> types;
  ir::Operation known = op;
  ASSIGN_OR_RETURN(known.operands, plainOperands(op, types));
  known.attributes.erase(kShapeOperands);
  return importStatic(known, region, types);
}

StatusOr<std::vector<ValueId>> Importer::importWithComputation(const ir::Operation& op, OpKind kind, RegionId region,
                                                               std::vector<ValueId> operands, AttrDict attrs) {
  const auto* list = attributeOf<ir::Array>(op, "called_computations");
  const auto* symbol = list == nullptr || list->size() != 1 ? nullptr : std::get_if<ir::Symbol>(&(*list)[0].value);
  const auto found = symbol == nullptr ? functions_.end() : functions_.find(symbol->name);
  if (found == functions_.end() || !found->second->body)
    return failAt(op.place, "expected called_computations of @", customCallTarget(op),
                  " to be one function of this module");
  const ir::Function& function = *found->second;
  for (const Call& active : callStack_) {
    if (active.callee == &function)
      return failAt(op.place, "expected no recursion, found a call of @", function.name, " within itself");
  }
  RETURN_IF_ERROR(nest(op.place));
  const LocationId location = graph_.addLocation(joined(op.location));
  const NodeId node = graph_.addNode(region, kind, std::move(operands), {}, std::move(attrs), location);
  const RegionId body = graph_.addRegion(node);
  std::vector<ValueId> arguments;
  for (const ir::Argument& argument : function.arguments) {
    const std::optional<TensorType> type = graphType(argument.type);
    if (!type || isOpen(*type))
      return failAt(argument.place, "expected arguments of a static type of @", function.name, ", found ",
                    ir::toString(argument.type));
    arguments.push_back(graph_.addArgument(body, *type));
  }
  callStack_.push_back({&function, op.location});
  ASSIGN_OR_RETURN(std::vector<ValueId> results, importBody(function, std::move(arguments), body));
  callStack_.pop_back();
  unnest();
  if (absl::c_any_of(results, [](ValueId value) { return !value.valid(); }))
    return std::vector<ValueId>(op.results.size());  // what is missing is noted
  graph_.regions[body].results = std::move(results);
  RETURN_IF_ERROR(checkBuilt(op, node));
  return graph_.nodes[node].results;
}

// (inputs…, initial values…, window dimensions, strides, base dilations, window dilations, padding)
Status Importer::importDynamicReduceWindow(const ir::Operation& op, RegionId region) {
  std::vector<TensorType> types;
  ASSIGN_OR_RETURN(const std::vector<ir::ValueId> operands, plainOperands(op, types));
  constexpr const char* kNames[] = {"window_dimensions", "window_strides", "base_dilations", "window_dilations",
                                    "padding"};
  constexpr size_t kShapes = std::size(kNames);
  if (operands.size() < kShapes + 2 || operands.size() != 2 * op.results.size() + kShapes)
    return failAt(op.place, "expected ", 2 * op.results.size() + kShapes, " operands of @", customCallTarget(op),
                  ", found ", operands.size());
  const size_t arrays = operands.size() - kShapes;
  ir::Operation plain = op;
  plain.operands = operands;
  AttrDict attrs;
  for (size_t i = 0; i < kShapes; ++i) {
    ASSIGN_OR_RETURN(IntsAttr values, knownInts(plain, arrays + i, kNames[i]));
    attrs.set(kNames[i], std::move(values));
  }
  std::vector<ValueId> values;
  for (size_t i = 0; i < arrays; ++i) values.push_back((*frame_)[operands[i]]);
  ASSIGN_OR_RETURN(const std::vector<ValueId> results,
                   importWithComputation(op, OpKind::kReduceWindow, region, std::move(values), std::move(attrs)));
  return bindResults(op, region, results);
}

// (initial state, shape of the numbers)
Status Importer::importDynamicRngBitGenerator(const ir::Operation& op, RegionId region) {
  ASSIGN_OR_RETURN(TensorType type, shapedBy(op, 1, 1));
  return importStatic(uncalled(op, "stablehlo.rng_bit_generator", 1), region,
                      {graph_.type((*frame_)[op.operands[0]]), std::move(type)});
}

// (array, k)
Status Importer::importDynamicTopK(const ir::Operation& op, RegionId region) {
  std::vector<TensorType> types;
  ASSIGN_OR_RETURN(const std::vector<ir::ValueId> operands, plainOperands(op, types));
  if (operands.size() != 2)
    return failAt(op.place, "expected 2 operands of @", customCallTarget(op), ", found ", operands.size());
  ASSIGN_OR_RETURN(const IntsAttr k, knownInts(op, 1, "k"));
  if (k.size() != 1) return failAt(op.place, "expected one number k of @", customCallTarget(op), ", found ", k.size());
  ir::Operation known = uncalled(op, "chlo.top_k", 1);
  known.attributes.add("k", ir::Attribute{ir::Integer{k[0], nullptr}});
  return importStatic(known, region);
}

// (array, indices, initial values, k where it is dynamic): the first K in the order of the computation. It may be
// approximate, and is not.
Status Importer::importApproxTopK(const ir::Operation& op, RegionId region) {
  std::vector<TensorType> types;
  ASSIGN_OR_RETURN(const std::vector<ir::ValueId> operands, plainOperands(op, types));
  const bool isDynamic = customCallTarget(op) == "stablehlo.dynamic_approx_top_k";
  const size_t arrays = op.results.size();
  if (operands.size() != 2 * arrays + (isDynamic ? 1 : 0) || arrays == 0)
    return failAt(op.place, "expected ", 2 * arrays + (isDynamic ? 1 : 0), " operands of @", customCallTarget(op),
                  ", found ", operands.size());
  if (const ir::Attribute* all = fieldOf(op, "aggregate_to_topk");
      all != nullptr && std::holds_alternative<bool>(all->value) && !std::get<bool>(all->value))
    return unimplemented("op ", op.name, " @", customCallTarget(op), " with aggregate_to_topk = false");
  std::optional<int64_t> k = integerOf(fieldOf(op, "top_k"));
  if (isDynamic) {
    ir::Operation plain = op;
    plain.operands = operands;
    ASSIGN_OR_RETURN(const IntsAttr known, knownInts(plain, 2 * arrays, "k"));
    k = known.size() == 1 ? std::optional(known[0]) : std::nullopt;
  }
  const std::optional<int64_t> dim = integerOf(fieldOf(op, "reduction_dim"));
  std::vector<ValueId> values;
  for (size_t i = 0; i < arrays; ++i) values.push_back((*frame_)[operands[i]]);
  const TensorType& type = graph_.type(values[0]);
  if (!k || !dim || *dim < 0 || *dim >= type.rank() || *k < 0 || *k > type.dims[*dim])
    return failAt(op.place, "expected top_k and reduction_dim of @", customCallTarget(op), " that fit ",
                  type.toString());
  AttrDict attrs;
  attrs.set("dimension", *dim);
  attrs.set("is_stable", true);
  ASSIGN_OR_RETURN(std::vector<ValueId> results,
                   importWithComputation(op, OpKind::kSort, region, std::move(values), std::move(attrs)));
  NodeBuilder build = builder(op, region);
  for (ValueId& result : results)
    if (result.valid()) result = build.slice(result, *dim, 0, *k);
  return bindResults(op, region, results);
}

}  // namespace partita
