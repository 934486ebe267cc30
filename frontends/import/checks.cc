// The check dialect, as ops and as custom calls, in the three ops that the graph has of it.
#include "frontends/import/importer.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

struct Check {
  OpKind kind;
  AttrDict attrs;
};

// Of the custom calls @check.…: their tolerances are not the ops'.
std::optional<Check> checkCalled(std::string_view target, bool isFloat) {
  AttrDict attrs;
  if (target == "check.expect_eq" || (target == "check.eq" && !isFloat)) return Check{OpKind::kExpectEq, {}};
  if (target == "check.eq") return Check{OpKind::kExpectAlmostEq, {}};
  if (target == "check.expect_almost_eq") {
    attrs.set("tolerance", 1e-3);
    return Check{OpKind::kExpectAlmostEq, std::move(attrs)};
  }
  if (target == "check.expect_close") {
    attrs.set("max_ulp_difference", int64_t{3});
    return Check{OpKind::kExpectClose, std::move(attrs)};
  }
  return std::nullopt;
}

}  // namespace

bool Importer::isCheck(const ir::Operation& op) {
  return op.name == "check.expect_eq_const" || op.name == "check.expect_almost_eq_const" ||
         customCallTarget(op).starts_with("check.");
}

Status Importer::importCheck(const ir::Operation& op, RegionId region) {
  const std::string_view target = customCallTarget(op);
  const bool isCall = !target.empty(), isConstant = !isCall;
  const size_t wanted = isConstant ? 1 : 2;
  if (op.operands.size() != wanted)
    return failAt(op.place, "expected ", wanted, " operands of ", isCall ? target : std::string_view(op.name),
                  ", found ", op.operands.size());
  std::vector<ValueId> operands;
  bool whole = true;
  for (const ir::ValueId operand : op.operands) {
    operands.push_back((*frame_)[operand]);
    whole = whole && operands.back().valid();
  }
  if (!whole) {
    skipOperation(op, region);
    return {};
  }
  const LocationId location = graph_.addLocation(joined(op.location));
  NodeBuilder build(graph_, region, location);
  Check check{op.name == "check.expect_eq_const" ? OpKind::kExpectEq : OpKind::kExpectAlmostEq, {}};
  if (isConstant) {
    const ir::Attribute* value = op.attributes.find("value");
    const auto* elements = value == nullptr ? nullptr : std::get_if<ir::Elements>(&value->value);
    if (elements == nullptr) return failAt(op.place, "expected a constant for the attribute value of ", op.name);
    operands.push_back(build.constant(elements->literal));
    if (const ir::Attribute* tolerance = op.attributes.find("tolerance")) {
      const auto* number = std::get_if<ir::Float>(&tolerance->value);
      if (number == nullptr) return failAt(op.place, "expected a number for the tolerance of ", op.name);
      check.attrs.set("tolerance", number->value);
    }
  } else {
    const DType dtype = graph_.type(operands[1]).dtype;
    std::optional<Check> called = checkCalled(target, isFloat(dtype) || isComplex(dtype));
    if (!called)
      return failAt(op.place, "expected one of the checks eq, expect_eq, expect_almost_eq and expect_close, found @",
                    target);
    check = *std::move(called);
  }
  const NodeId id = build.nodes(check.kind, std::move(operands), {}, std::move(check.attrs));
  if (StatusOr<std::vector<TensorType>> types = inferTypes(graph_, graph_.nodes[id]); !types.ok())
    return annotate(types.status(), module_.where(op.place));
  // @check.eq says what it found: the run has failed where that is not true.
  for (const ir::ValueId result : op.results) {
    const std::optional<TensorType> type = importType(typeOf(result), op.types);
    if (!type) continue;
    if (type->dtype != DType::kI1)
      return failAt(op.types, "expected booleans as results of @", target, ", found ", type->toString());
    (*frame_)[result] = build.splat(*type, 1);
  }
  return {};
}

}  // namespace partita
