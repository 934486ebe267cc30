#include "graph/op.h"

#include <array>

#include "absl/container/flat_hash_map.h"
#include "base/check.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

constexpr std::array<std::string_view, kOpKindCount> kNames = {
#define OP(kind, name) name,
#include "graph/op_list.def"
#undef OP
};

std::vector<OpDef> makeTable() {
  std::vector<OpDef> entries{
#define OP(kind, name) define##kind(),
#include "graph/op_list.def"
#undef OP
  };
  for (int i = 0; i < kOpKindCount; ++i)
    CHECK(entries[i].kind == static_cast<OpKind>(i), kNames[i], " is defined as ", opName(entries[i].kind));
  return entries;
}

}  // namespace

const OpDef& opDef(OpKind kind) {
  static const std::vector<OpDef> kTable = makeTable();
  return kTable[static_cast<size_t>(kind)];
}

std::string_view opName(OpKind kind) { return kNames[static_cast<size_t>(kind)]; }

std::optional<OpKind> opKindByName(std::string_view name) {
  static const auto kByName = [] {
    absl::flat_hash_map<std::string_view, OpKind> map;
    for (int i = 0; i < kOpKindCount; ++i) map[kNames[i]] = static_cast<OpKind>(i);
    return map;
  }();
  auto it = kByName.find(name);
  if (it == kByName.end()) return std::nullopt;
  return it->second;
}

int64_t Needed::size() const {
  int64_t size = 0;
  for (const Segment& segment : segments) size += segment.range.size();
  return size;
}

ValueId valueAt(const Graph& graph, const Node& node, const Place& place) {
  const size_t i = static_cast<size_t>(place.index);
  switch (place.kind) {
    case Place::Kind::kOperand:
      return node.operands[i];
    case Place::Kind::kResult:
      return node.results[i];
    case Place::Kind::kArgument:
      return graph.regions[node.regions[place.region]].args[i];
    case Place::Kind::kRegionResult:
      return graph.regions[node.regions[place.region]].results[i];
  }
  return {};
}

std::optional<int64_t> tripCount(const Graph& graph, const Node& node) {
  const OpDef& def = opDef(node.kind);
  return def.trips == nullptr ? 1 : def.trips(graph, node);
}

ScalarOp compareScalarOp(const Node& node) {
  const std::string& direction = node.attrs.getKeyword("direction");
  if (direction == "EQ") return ScalarOp::kCompareEq;
  if (direction == "NE") return ScalarOp::kCompareNe;
  if (direction == "GE") return ScalarOp::kCompareGe;
  if (direction == "GT") return ScalarOp::kCompareGt;
  if (direction == "LE") return ScalarOp::kCompareLe;
  CHECK(direction == "LT", "comparison direction ", direction);
  return ScalarOp::kCompareLt;
}

ScalarOp scalarOpOf(const Node& node) {
  return node.kind == OpKind::kCompare ? compareScalarOp(node) : opDef(node.kind).scalar;
}

namespace {

struct ScalarInfo {
  std::string_view name;
  int arity;
};

constexpr std::array<ScalarInfo, kScalarOpCount> kScalars = {{
    {"none", 0},
    {"negate", 1},
    {"abs", 1},
    {"sign", 1},
    {"not", 1},
    {"exp", 1},
    {"expm1", 1},
    {"log", 1},
    {"log1p", 1},
    {"tanh", 1},
    {"logistic", 1},
    {"sqrt", 1},
    {"rsqrt", 1},
    {"cbrt", 1},
    {"sin", 1},
    {"cos", 1},
    {"tan", 1},
    {"floor", 1},
    {"ceil", 1},
    {"round_away", 1},
    {"round_even", 1},
    {"is_finite", 1},
    {"popcnt", 1},
    {"clz", 1},
    {"erf", 1},
    {"erf_inv", 1},
    {"square", 1},
    {"real", 1},
    {"imag", 1},
    {"convert", 1},
    {"bitcast", 1},
    {"add", 2},
    {"subtract", 2},
    {"multiply", 2},
    {"divide", 2},
    {"remainder", 2},
    {"power", 2},
    {"atan2", 2},
    {"minimum", 2},
    {"maximum", 2},
    {"and", 2},
    {"or", 2},
    {"xor", 2},
    {"shift_left", 2},
    {"shift_right_arithmetic", 2},
    {"shift_right_logical", 2},
    {"complex", 2},
    {"eq", 2},
    {"ne", 2},
    {"ge", 2},
    {"gt", 2},
    {"le", 2},
    {"lt", 2},
    {"select", 3},
    {"clamp", 3},
    {"fma", 3},
    {"dot_bf16", 3},
    {"dot_i8", 3},
    {"dot_ui8_i8", 3},
    {"dot_ui8", 3},
}};
static_assert(kScalars.back().name == "dot_ui8");

}  // namespace

int scalarOpArity(ScalarOp op) { return kScalars[static_cast<size_t>(op)].arity; }
std::string_view scalarOpName(ScalarOp op) { return kScalars[static_cast<size_t>(op)].name; }

}  // namespace partita
