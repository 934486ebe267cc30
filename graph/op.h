#pragma once
// The op table (design, decision 2). One OpDef for each OpKind, all that is known of it in one file of graph/ops/ (an
// op or a tight family): name, text form, attributes, shape rule with numbered constraints, sharding rule as factors,
// how a shard is computed, linearity, flow, cost, reference evaluation, lowering. Consumers (parser, printer, verifier,
// evaluator, partitioner, code generation) are written once over these data.
#include <optional>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "base/status.h"
#include "graph/graph.h"
#include "graph/held.h"
#include "graph/scalar_op.h"
#include "graph/sharding_rule.h"

namespace partita {

class Tensor;        // graph/tensor.h
class EvalContext;   // graph/evaluate.h
class NodeBuilder;   // graph/ops/node_builder.h
class ShardBuilder;  // graph/ops/shard_builder.h
struct LibraryCall;  // libraries/library_call.h

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
  kCall,
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
  kSort,
  kControl,
  kCollective,
  kHostCall /*a function of the host, by the op's name: OpDef::hostBytes*/,
  kLibrary /*a function of a numeric library, on arrays in memory: OpDef::asLibraryCall*/,
  kIdentity /*optimization_barrier*/,
  kExpanded /*written by other ops first: OpDef::expand*/,
  kNotLowered /*sdy ops: gone before*/,
};

// Work of one execution of a node on the shapes it has.
struct OpCost {
  double flops = 0;            // adds, multiplies, comparisons: one each
  double transcendentals = 0;  // exp, log, tanh, …
  double bytesRead = 0, bytesWritten = 0;
};

// What the regions of an op are.
enum class RegionRole : uint8_t {
  kNone,
  kElements,  // they compute elements from elements: the body of a reduction
  kProgram,   // parts of the program: loops, branches
  kShards,    // a program for one device, on shards
};

// Where a node holds a value: an operand, a result, an argument or a result of one of its regions.
struct Place {
  enum class Kind : uint8_t { kOperand, kResult, kArgument, kRegionResult };
  Kind kind = Kind::kOperand;
  int index = 0;
  int region = 0;  // which of the node's
  friend bool operator==(const Place&, const Place&) = default;
};
ValueId valueAt(const Graph& graph, const Node& node, const Place& place);
// Places that hold one array, so that one sharding is right for all of them: what goes into a loop, what its condition
// and body are given, what the body gives and what comes out. The first one says best how the array is used.
using FlowGroup = std::vector<Place>;

// What an op makes of an operand that is a partial sum, to be added up over devices later: whether the result is one.
enum class Linearity : uint8_t {
  kNone,
  kMoves,      // each element is one of the operand's, or its negative
  kScales,     // f(a + b) = f(a) + f(b) as long as the other operands are whole
  kSums,       // its elements are added up
  kAdds,       // f of all operands together: all must be partial sums, or none
  kSubtracts,  // the same, and this operand counts negative
};

// Whether a value is made again rather than moved to where it is asked for.
enum class Remaking : uint8_t { kNo, kAlways /*from nothing*/, kWithOperands /*where these are*/ };

// Elements RANGE of a dimension of OPERAND.
struct Segment {
  size_t operand = 0;
  Range range;
  friend bool operator==(const Segment&, const Segment&) = default;
};
// What a range of a result's dimension needs of the operands where data cross cuts (FactorKind::kPermutation): segments
// side by side, in order. BEFORE and AFTER: places in front of them and behind them that it needs too and that hold
// nothing of the operands (padding).
struct Needed {
  std::vector<Segment> segments;
  int64_t before = 0, after = 0;
  int64_t size() const;  // of the segments together
  friend bool operator==(const Needed&, const Needed&) = default;
};

// StableHLO's numbers of the constraints that say what the results are, given what the shape rule makes of the rest:
// their element types, their shapes, and how many they are (as the shapes where empty).
struct ResultConstraints {
  std::string_view element, shape, count = "";
};

using InferFn = StatusOr<std::vector<TensorType>> (*)(const Graph&, const Node&);
using ShardingFn = OpShardingRule (*)(const Graph&, const Node&);
using CostFn = OpCost (*)(const Graph&, const Node&);
using EvalFn = StatusOr<std::vector<Tensor>> (*)(EvalContext&, const Graph&, const Node&, absl::Span<const Tensor>);
using FlowFn = std::vector<FlowGroup> (*)(const Graph&, const Node&);
using TripsFn = std::optional<int64_t> (*)(const Graph&, const Node&);
using LinearFn = Linearity (*)(const Graph&, const Node&, size_t operand, bool signs);
using RemakingFn = Remaking (*)(const Graph&, const Node&);
using NeededFn = Needed (*)(const Graph&, const Node&, int dim, Range result);
using NeededFromFn = int (*)(const Graph&, const Node&, int dim);
using ShardFn = std::vector<ValueId> (*)(ShardBuilder&, const Node&, std::vector<ValueId>);
using HeldFn = std::optional<Held> (*)(const HeldContext&, const Node&, const HeldForms&);
// How a form of a node's result (operand -1) or operand stands for that of the program, where it is no plain shard.
struct HeldClaim {
  const Held& form;
  int operand = -1;
  const HeldTiles& table;   // of operand 0
  const HeldTiles& result;  // of result 0
};
using ProvesFn = Status (*)(const HeldContext&, const Graph& program, const Node& node, const HeldClaim&);
using HostBytesFn = std::string (*)(const Graph&, const Node&);
using LibraryFn = StatusOr<LibraryCall> (*)(const Graph&, const Node&);
using ExpandFn = StatusOr<std::vector<ValueId>> (*)(NodeBuilder&, const Node&);

struct OpDef {
  OpKind kind{};
  TextForm form = TextForm::kGeneric;
  int minOperands = 0, maxOperands = 0;  // maxOperands -1: any number
  int regions = 0;                       // -1: any number (case)
  RegionRole regionRole = RegionRole::kNone;
  std::vector<AttrDef> attrs = {};
  ScalarOp scalar = ScalarOp::kNone;  // the element operation; kNone for compare (see compareScalarOp)
  LoweringClass lowering = LoweringClass::kElementwise;
  bool commutative = false;
  bool sideEffect = false;  // never removed as dead, never merged with an equal one
  // Classes of element types (graph/ops/elementwise.h) that operands may have; 0: any, and tokens. The shape rule knows
  // more.
  uint8_t accepts = 0;
  ResultConstraints results = {};
  double flops = 1, transcendentals = 0;          // of an element of an elementwise op
  std::optional<ReductionKind> reduction = {};    // that its repeated application is
  std::optional<CollectiveKind> collective = {};  // that it is
  bool deviceNumber = false;                      // gives the number of the device it runs on
  bool annotation = false;                        // its result is its operand; says where that lies
  // Propagation of shardings: the level (0 first) from which they go from operands to results, and back.
  int8_t forwardLevel = 1, backwardLevel = 1;

  InferFn infer = nullptr;  // result types from operands, attributes and regions; errors carry constraint labels
                            // ("dot_general_c5: …")
  ShardingFn sharding = nullptr;
  // How a shard of the results is computed from the operands' (what a cut lets cross has been fetched already). Null:
  // the same op on the shards.
  ShardFn shard = nullptr;
  // Of ops with factors of kPermutation. Where the op joins operands, of all of them; else of operand 0, and as much of
  // the others that are cut like it.
  NeededFn needed = nullptr;
  // The dimension of operand 0 that dimension DIM of the result is read from, -1: none. Null: the same, of all
  // operands.
  NeededFromFn neededFrom = nullptr;
  bool joins = false;             // the segments are the result
  LinearFn linear = nullptr;      // null: kNone. SIGNS: it must keep the sign of a zero too
  RemakingFn remaking = nullptr;  // null: kNo
  FlowFn flow = nullptr;          // of ops that hand arrays on; null: none
  TripsFn trips = nullptr;        // of loops: how often the regions run, where that is known
  // --- what plans are proved by (graph/held.h) ---
  std::vector<std::string_view> shardAttrs = {};  // attributes that differ between the op and its shard
  HeldFn held = nullptr;      // what comes out of it in a device's program, where it stands for no op of the whole one
  ProvesFn proves = nullptr;  // of ops whose shard is made of others
  CostFn cost = nullptr;
  EvalFn evaluate = nullptr;
  // What the host's function is told beside the operands, where `lowering` is kHostCall.
  HostBytesFn hostBytes = nullptr;
  // The call that it is, where `lowering` is kLibrary.
  LibraryFn asLibraryCall = nullptr;
  // The op by others: what code generation makes of it where `lowering` is kExpanded. Gives the node's own results for
  // one that needs no other (kLibrary).
  ExpandFn expand = nullptr;
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
inline bool isCollective(OpKind kind) { return opDef(kind).collective.has_value(); }
// Ops that hand arrays on, through regions or past them (OpDef::flow).
inline bool isFlow(OpKind kind) { return opDef(kind).flow != nullptr; }
// Ops whose regions hold a part of the program, or of that of a device: nodes to be partitioned.
inline bool holdsProgram(OpKind kind) {
  const RegionRole role = opDef(kind).regionRole;
  return role == RegionRole::kProgram || role == RegionRole::kShards;
}
// How often the regions of NODE run when it does: 1 but for loops; nothing where that is not known.
std::optional<int64_t> tripCount(const Graph& graph, const Node& node);

}  // namespace partita
