#pragma once
// What the shape rules, costs and evaluations of all op families share. Only files of graph/ include this.
#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "base/text.h"
#include "graph/op.h"

namespace partita {

// The definition of each op of graph/op_list.def, in its file.
#define OP(kind, name) OpDef define##kind();
#include "graph/op_list.def"
#undef OP

// "stablehlo.add at model.py:12 (jit(f)/add)". For nodes that are not in the graph yet, too.
std::string describeNode(const Graph& graph, const Node& node);
// "add" of "stablehlo.add": the prefix of constraint labels.
std::string_view shortName(OpKind kind);

Status violationText(const Graph& graph, const Node& node, std::string_view constraint, const std::string& text);
// InvalidArgument "dot_general_c13: PARTS (stablehlo.dot_general at model.py:12)". CONSTRAINT is StableHLO's number of
// the constraint, "c13".
template <typename... Parts>
Status violation(const Graph& graph, const Node& node, std::string_view constraint, const Parts&... parts) {
  return violationText(graph, node, constraint, strCat(parts...));
}

// Classes of element types that an op accepts.
inline constexpr uint8_t kBool = 1, kSigned = 2, kUnsigned = 4, kFloats = 8, kComplexes = 16;
inline constexpr uint8_t kInts = kSigned | kUnsigned;
inline constexpr uint8_t kAny = kBool | kInts | kFloats | kComplexes;
uint8_t classOf(DType dtype);
// TYPE is in one of the classes ACCEPTS: what CONSTRAINT asks.
Status checkAccepted(const Graph& graph, const Node& node, const TensorType& type, uint8_t accepts,
                     std::string_view constraint = "i1");

inline const TensorType& operandType(const Graph& graph, const Node& node, size_t i) {
  return graph.type(node.operands[i]);
}
// The type that result I was given, or nullptr when the node has no results yet.
const TensorType* declaredType(const Graph& graph, const Node& node, size_t i = 0);
// The same where the op needs it, because operands and attributes do not determine the type.
StatusOr<TensorType> requireDeclaredType(const Graph& graph, const Node& node, size_t i = 0);

// Each of VALUES is in [0, bound).
Status checkInRange(const Graph& graph, const Node& node, std::string_view constraint, std::string_view what,
                    absl::Span<const int64_t> values, int64_t bound);
Status checkUnique(const Graph& graph, const Node& node, std::string_view constraint, std::string_view what,
                   absl::Span<const int64_t> values);
Status checkSorted(const Graph& graph, const Node& node, std::string_view constraint, std::string_view what,
                   absl::Span<const int64_t> values);
// The attribute NAME, where it is there, is empty or says DEFAULT, HIGH or HIGHEST (INPUT) for each of two operands
// (CONSTRAINT).
Status checkPrecision(const Graph& graph, const Node& node, std::string_view name, std::string_view input,
                      std::string_view constraint);
bool contains(absl::Span<const int64_t> values, int64_t value);
Dims concat(absl::Span<const int64_t> a, absl::Span<const int64_t> b);
// SIZE as a dimension: not negative and not beyond what a tensor may have. Computed in 128 bits, because attributes of
// a program from outside may be any number.
StatusOr<int64_t> checkSize(const Graph& graph, const Node& node, std::string_view constraint, std::string_view what,
                            __int128 size);
__int128 sumOf(absl::Span<const int64_t> values);
// About their product, which may be beyond what integers hold.
double productOf(absl::Span<const int64_t> values);
// "tensor<2xf32>, tensor<3xf32>"
std::string typesToString(absl::Span<const TensorType> types);
std::vector<TensorType> operandTypes(const Graph& graph, const Node& node, size_t begin, size_t count);
std::vector<TensorType> typesOf(const Graph& graph, absl::Span<const ValueId> values);

// REGION has type (E0, …, En-1, E0, …, En-1) -> (E0, …, En-1) with scalars whose element types are those of INPUTS or
// wider. Gives the Ei.
StatusOr<std::vector<DType>> checkReducer(const Graph& graph, const Node& node, std::string_view constraint,
                                          RegionId region, absl::Span<const TensorType> inputs);
// FROM's values fit TO's kind: same class (bool, signed, unsigned, float, complex) and not fewer bits.
bool isPromotable(DType from, DType to);

// Bytes of all operands and results, no arithmetic: what data movement costs.
OpCost movementCost(const Graph& graph, const Node& node);
// Reads no more than it writes, whatever the operand's size.
OpCost sliceCost(const Graph& graph, const Node& node);
OpCost noCost(const Graph& graph, const Node& node);
// Sum over the nodes of REGION.
OpCost regionCost(const Graph& graph, RegionId region);
// OpDef::linear of ops that put elements of their first operand elsewhere.
Linearity movesFirstOperand(const Graph& graph, const Node& node, size_t operand, bool signs);
OpCost& operator+=(OpCost& a, const OpCost& b);
OpCost operator*(OpCost a, double times);

}  // namespace partita
