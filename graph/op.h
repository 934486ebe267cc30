#pragma once
// The op table (design, decision 2). One OpDef for each OpKind, in graph/ops/<family>.cc: name, text form, attributes,
// shape rule with numbered constraints, sharding rule as factors, cost, reference evaluation, lowering class. Consumers
// (parser, printer, verifier, evaluator, propagation, code generation) are written once over these data.
#include <vector>

#include "absl/types/span.h"
#include "base/status.h"
#include "graph/graph.h"
#include "graph/scalar_op.h"
#include "graph/sharding_rule.h"

namespace partita {

class Tensor;       // graph/tensor.h
class EvalContext;  // graph/evaluate.h

// How the pretty form of the op reads in StableHLO text; kGeneric ops have only "name"(operands) <{...}> (regions) :
// type.
enum class TextForm : uint8_t {
  kGeneric,
  kSameType,
  kFunctional,
  kCompare,
  kSelect,
  kClamp,
  kConstant,
  kIota,
  kDims,
  kConcatenate,
  kSlice,
  kDynamicSlice,
  kPad,
  kDotGeneral,
  kConvolution,
  kReduce,
  kWhile,
  kNullary,
  kVariadicSameTypes,
  kShardingConstraint,
  kManualComputation,
  kCustomCall,
  kRng,
  kReducePrecision,
  kSortLike,
};

enum class AttrKind : uint8_t { kUnit, kBool, kInt, kFloat, kString, kKeyword, kInts, kLiteral, kShardings, kText };
struct AttrDef {
  std::string_view name;  // canonical (graph/attributes.h)
  AttrKind kind;
  bool required = true;
  std::string_view text =
      "";  // StableHLO's spelling in the generic form when it differs; "a.b" is field b of struct attribute a
};

// What code generation does with the op. Elementwise ops use `scalar`; movement ops are index maps.
enum class LoweringClass : uint8_t {
  kElementwise,
  kSource /*constant, iota, partition_id*/,
  kIndexMap /*pure data movement, affine or with dynamic starts*/,
  kGather,
  kScatter,
  kUpdateSlice,
  kContraction,
  kReduction,
  kWindow,
  kControl,
  kCollective,
  kIdentity /*optimization_barrier*/,
  kNotLowered /*sdy ops: gone before*/,
};

// Work of one execution of a node on the shapes it has.
struct OpCost {
  double flops = 0;            // adds, multiplies, comparisons: one each
  double transcendentals = 0;  // exp, log, tanh, …
  double bytesRead = 0, bytesWritten = 0;
};

using InferFn = StatusOr<std::vector<TensorType>> (*)(const Graph&, const Node&);
using ShardingFn = OpShardingRule (*)(const Graph&, const Node&);
using CostFn = OpCost (*)(const Graph&, const Node&);
using EvalFn = StatusOr<std::vector<Tensor>> (*)(EvalContext&, const Graph&, const Node&, absl::Span<const Tensor>);

struct OpDef {
  OpKind kind{};
  TextForm form = TextForm::kGeneric;
  int minOperands = 0, maxOperands = 0;  // maxOperands -1: any number
  int regions = 0;                       // -1: any number (case)
  std::vector<AttrDef> attrs = {};
  ScalarOp scalar = ScalarOp::kNone;  // the element operation; kNone for compare (see compareScalarOp)
  LoweringClass lowering = LoweringClass::kElementwise;
  bool commutative = false;
  bool sideEffect = false;  // never removed as dead, never merged with an equal one
  InferFn infer = nullptr;  // result types from operands, attributes and regions; errors carry constraint labels
                            // ("dot_general_c5: …")
  ShardingFn sharding = nullptr;
  CostFn cost = nullptr;
  EvalFn evaluate = nullptr;
};

const OpDef& opDef(OpKind kind);
// Result types of NODE: checkNodeForm (graph/node_check.h), then the op's shape rule. Safe for nodes that come from
// outside; OpDef::infer alone expects the form to have been checked.
StatusOr<std::vector<TensorType>> inferTypes(const Graph& graph, const Node& node);
// The comparison of a compare node as scalar op.
ScalarOp compareScalarOp(const Node& node);
// The scalar op of an elementwise node: OpDef::scalar, or the comparison.
ScalarOp scalarOpOf(const Node& node);
inline bool isElementwise(const Node& node) { return opDef(node.kind).lowering == LoweringClass::kElementwise; }
inline bool isCollective(OpKind kind) { return opDef(kind).lowering == LoweringClass::kCollective; }

// Each family's entries, appended to the table by op.cc.
void appendElementwiseOps(std::vector<OpDef>& table);
void appendMovementOps(std::vector<OpDef>& table);
void appendIndexedOps(std::vector<OpDef>& table);
void appendContractionOps(std::vector<OpDef>& table);
void appendReductionOps(std::vector<OpDef>& table);
void appendControlOps(std::vector<OpDef>& table);
void appendCollectiveOps(std::vector<OpDef>& table);
void appendShardingOps(std::vector<OpDef>& table);

}  // namespace partita
