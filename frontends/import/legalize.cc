// What the Graph does not have and StableHLO does, by what it has: which operations those are.
#include "frontends/import/importer.h"

namespace partita {

struct Importer::Legalization {
  std::string_view op;      // "stablehlo.dynamic_pad", or of a custom call:
  std::string_view target;  // what it calls
  size_t minOperands = 0, maxOperands = 0, results = 1;
  // Imports the operation, whose operands are all there. Unimplemented: without a place, for the importer to note.
  Status (Importer::*run)(const ir::Operation& op, RegionId region) = nullptr;
};

const Importer::Legalization* Importer::legalizationOf(const ir::Operation& op) {
  constexpr size_t kMany = size_t{1} << 20;
  constexpr std::string_view kCustom = "stablehlo.custom_call";
  static const Legalization kTable[] = {
      {"stablehlo.bitcast_convert", "", 1, 1, 1, &Importer::importShapedByInput},
      {"stablehlo.convert", "", 1, 1, 1, &Importer::importShapedByInput},
      {"stablehlo.dynamic_broadcast_in_dim", "", 2, 2, 1, &Importer::importShapedByOperand},
      {"stablehlo.dynamic_conv", "", 3, 3, 1, &Importer::importDynamicConv},
      {"stablehlo.dynamic_gather", "", 3, 3, 1, &Importer::importDynamicGather},
      {"stablehlo.dynamic_iota", "", 1, 1, 1, &Importer::importShapedByOperand},
      {"stablehlo.dynamic_pad", "", 5, 5, 1, &Importer::importDynamicPad},
      {"stablehlo.dynamic_reshape", "", 2, 2, 1, &Importer::importShapedByOperand},
      {"stablehlo.get_dimension_size", "", 1, 1, 1, &Importer::importGetDimensionSize},
      {"stablehlo.real_dynamic_slice", "", 4, 4, 1, &Importer::importRealDynamicSlice},
      {"stablehlo.set_dimension_size", "", 2, 2, 1, &Importer::importSetDimensionSize},
      {"stablehlo.uniform_dequantize", "", 1, 1, 1, &Importer::importUniformDequantize},
      {"stablehlo.uniform_quantize", "", 1, 1, 1, &Importer::importUniformQuantize},
      {kCustom, "shape_assertion", 1, kMany, 0, &Importer::importShapeAssertion},
      {kCustom, "stablehlo.shape_refinement_operand_wrapper", 2, 2, 1, &Importer::importOperandWrapper},
  };
  const std::string_view target = customCallTarget(op);
  for (const Legalization& rule : kTable) {
    if (rule.op == op.name && rule.target == target) return &rule;
  }
  return nullptr;
}

Status Importer::legalize(const ir::Operation& op, const Legalization& rule, RegionId region) {
  if (op.operands.size() < rule.minOperands || op.operands.size() > rule.maxOperands)
    return failAt(op.place, "expected ", rule.minOperands, rule.minOperands < rule.maxOperands ? " or more" : "",
                  " operands of ", op.name, ", found ", op.operands.size());
  if (op.results.size() != rule.results)
    return failAt(op.types, "expected ", rule.results, " result types of ", op.name, ", found ", op.results.size());
  for (const ir::ValueId operand : op.operands) {
    if ((*frame_)[operand].valid()) continue;
    skipOperation(op, region);
    return {};
  }
  const Status status = (this->*rule.run)(op, region);
  if (status.code() != absl::StatusCode::kUnimplemented) return status;
  missing_.note(std::string(toView(status.message())), op.place);
  skipOperation(op, region);
  return {};
}

NodeBuilder Importer::builder(const ir::Operation& op, RegionId region) {
  return {graph_, region, graph_.addLocation(joined(op.location))};
}

Status Importer::bindResults(const ir::Operation& op, const std::vector<ValueId>& values) {
  for (size_t i = 0; i < values.size(); ++i) {
    RETURN_IF_ERROR(checkDeclared(op, i, graph_.type(values[i])));
    (*frame_)[op.results[i]] = values[i];
  }
  return {};
}

}  // namespace partita
