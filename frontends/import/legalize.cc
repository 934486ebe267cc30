// What the Graph does not have and StableHLO does, by what it has: which operations those are.
#include "frontends/import/importer.h"

namespace partita {

struct Importer::Legalization {
  std::string_view op;      // "stablehlo.dynamic_pad", or of a custom call:
  std::string_view target;  // what it calls
  size_t minOperands = 0, maxOperands = 0, minResults = 1, maxResults = 1;
  // Imports the operation, whose operands are all there. Unimplemented: without a place, for the importer to note.
  Status (Importer::*run)(const ir::Operation& op, RegionId region) = nullptr;
};

const Importer::Legalization* Importer::legalizationOf(const ir::Operation& op) {
  constexpr size_t kMany = size_t{1} << 20;
  constexpr std::string_view kCustom = "stablehlo.custom_call";
  static const Legalization kTable[] = {
      {"chlo.scan", "", 0, kMany, 1, kMany, &Importer::importScan},
      {"stablehlo.broadcast", "", 1, 1, 1, 1, &Importer::importBroadcast},
      {"stablehlo.case", "", 1, 1, 0, kMany, &Importer::importCase},
      {"stablehlo.create_token", "", 0, 0, 1, 1, &Importer::importCreateToken},
      {"stablehlo.cross-replica-sum", "", 1, 1, 1, 1, &Importer::importCrossReplicaSum},
      {"stablehlo.dot", "", 2, 2, 1, 1, &Importer::importDot},
      {"stablehlo.einsum", "", 2, 2, 1, 1, &Importer::importEinsum},
      {"stablehlo.torch_index_select", "", 2, 2, 1, 1, &Importer::importTorchIndexSelect},
      {"stablehlo.unary_einsum", "", 1, 1, 1, 1, &Importer::importEinsum},
      {"stablehlo.bitcast_convert", "", 1, 1, 1, 1, &Importer::importShapedByInput},
      {"stablehlo.convert", "", 1, 1, 1, 1, &Importer::importShapedByInput},
      {"stablehlo.dynamic_broadcast_in_dim", "", 2, 2, 1, 1, &Importer::importShapedByOperand},
      {"stablehlo.dynamic_conv", "", 3, 3, 1, 1, &Importer::importDynamicConv},
      {"stablehlo.dynamic_gather", "", 3, 3, 1, 1, &Importer::importDynamicGather},
      {"stablehlo.dynamic_iota", "", 1, 1, 1, 1, &Importer::importShapedByOperand},
      {"stablehlo.dynamic_pad", "", 5, 5, 1, 1, &Importer::importDynamicPad},
      {"stablehlo.dynamic_reshape", "", 2, 2, 1, 1, &Importer::importShapedByOperand},
      {"stablehlo.get_dimension_size", "", 1, 1, 1, 1, &Importer::importGetDimensionSize},
      {"stablehlo.real_dynamic_slice", "", 4, 4, 1, 1, &Importer::importRealDynamicSlice},
      {"stablehlo.rng", "", 3, 3, 1, 1, &Importer::importRng},
      {"stablehlo.set_dimension_size", "", 2, 2, 1, 1, &Importer::importSetDimensionSize},
      {"stablehlo.uniform_dequantize", "", 1, 1, 1, 1, &Importer::importUniformDequantize},
      {"stablehlo.uniform_quantize", "", 1, 1, 1, 1, &Importer::importUniformQuantize},
      {kCustom, "ApproxTopK", 2, kMany, 1, kMany, &Importer::importApproxTopK},
      {kCustom, "stablehlo.dynamic_approx_top_k", 3, kMany, 1, kMany, &Importer::importApproxTopK},
      {kCustom, "stablehlo.dynamic_reduce_window", 7, kMany, 1, kMany, &Importer::importDynamicReduceWindow},
      {kCustom, "stablehlo.dynamic_rng_bit_generator", 2, 2, 2, 2, &Importer::importDynamicRngBitGenerator},
      {kCustom, "stablehlo.dynamic_top_k", 2, kMany, 2, 2, &Importer::importDynamicTopK},
      {kCustom, "shape_assertion", 1, kMany, 0, 0, &Importer::importShapeAssertion},
      {kCustom, "stablehlo.shape_refinement_operand_wrapper", 2, 2, 1, 1, &Importer::importOperandWrapper},
  };
  const std::string_view target = customCallTarget(op);
  for (const Legalization& rule : kTable) {
    if (rule.op == op.name && rule.target == target) return &rule;
  }
  static const Legalization kShapedCall = {kCustom, "", 1, kMany, 1, kMany, &Importer::importShapedCall};
  return !target.empty() && hasShapeOperands(op) ? &kShapedCall : nullptr;
}

Status Importer::legalize(const ir::Operation& op, const Legalization& rule, RegionId region) {
  if (op.operands.size() < rule.minOperands || op.operands.size() > rule.maxOperands)
    return failAt(op.place, "expected ", rule.minOperands, rule.minOperands < rule.maxOperands ? " or more" : "",
                  " operands of ", op.name, ", found ", op.operands.size());
  if (op.results.size() < rule.minResults || op.results.size() > rule.maxResults)
    return failAt(op.types, "expected ", rule.minResults, rule.minResults < rule.maxResults ? " or more" : "",
                  " result types of ", op.name, ", found ", op.results.size());
  for (const ir::ValueId operand : op.operands) {
    if ((*frame_)[operand].valid()) continue;
    skipOperation(op, region);
    return {};
  }
  RETURN_IF_ERROR(checkDynamic(op));
  const Status status = renumbered(op, (this->*rule.run)(op, region));
  if (status.code() != absl::StatusCode::kUnimplemented) return status;
  missing_.note(std::string(toView(status.message())), op.place);
  skipOperation(op, region);
  return {};
}

NodeBuilder Importer::builder(const ir::Operation& op, RegionId region) {
  return {graph_, region, graph_.addLocation(joined(op.location))};
}

Status Importer::bindResults(const ir::Operation& op, RegionId region, const std::vector<ValueId>& values) {
  ShardingsAttr shardings;
  if (const ir::Attribute* written = op.attributes.find("sdy.sharding")) {
    ASSIGN_OR_RETURN(shardings, importShardings(*written, op.place));
    if (shardings.size() != values.size())
      return failAt(op.place, "expected ", values.size(), " shardings for the results of ", op.name, ", found ",
                    shardings.size());
  }
  for (size_t i = 0; i < values.size(); ++i) {
    ValueId value = values[i];
    if (!value.valid()) continue;
    RETURN_IF_ERROR(checkDeclared(op, i, graph_.type(value)));
    if (!shardings.empty()) {
      RETURN_IF_ERROR(checkRank(shardings[i], graph_.type(value), op.place));
      value = constrain(region, value, shardings[i], graph_.addLocation(joined(op.location)));
    }
    (*frame_)[op.results[i]] = value;
  }
  return {};
}

Status Importer::checkBuilt(const ir::Operation& op, NodeId id) {
  StatusOr<std::vector<TensorType>> types = inferTypes(graph_, graph_.nodes[id]);
  if (types.status().code() == absl::StatusCode::kUnimplemented) return types.status();
  if (!types.ok()) return annotate(types.status(), module_.where(op.place));
  if (types->size() != op.results.size())
    return failAt(op.types, "expected ", types->size(), " result types of ", op.name, ", found ", op.results.size());
  Node& node = graph_.nodes[id];
  for (size_t i = 0; i < types->size(); ++i) {
    if (node.results.size() <= i)
      node.results.push_back(graph_.values.add(Value{(*types)[i], id, node.parent, static_cast<uint32_t>(i)}));
    if (graph_.type(node.results[i]) != (*types)[i])
      return failAt(op.types, "expected result type ", (*types)[i].toString(), " of ", op.name, ", found ",
                    graph_.type(node.results[i]).toString());
  }
  return {};
}

}  // namespace partita
