// Every op of graph/op_list.def has a whole entry.
#include "graph/op.h"

#include <gtest/gtest.h>

#include <set>

namespace partita {
namespace {

TEST(OpTable, EveryOpIsWhole) {
  std::set<std::string_view> names;
  for (int i = 0; i < kOpKindCount; ++i) {
    const OpKind kind = static_cast<OpKind>(i);
    const OpDef& def = opDef(kind);
    SCOPED_TRACE(opName(kind));
    EXPECT_EQ(def.kind, kind);
    EXPECT_TRUE(names.insert(opName(kind)).second);
    EXPECT_EQ(opKindByName(opName(kind)), kind);
    EXPECT_NE(def.infer, nullptr);
    EXPECT_NE(def.cost, nullptr);
    EXPECT_NE(def.evaluate, nullptr);
    // Propagation handles ops with regions and the tuple ops itself; partition_id has nothing to shard. Others without
    // a rule are written by others before they are cut (graph/expand.h).
    const bool noRule = isFlow(kind) || def.regionRole == RegionRole::kShards || def.deviceNumber;
    EXPECT_TRUE(noRule ? def.sharding == nullptr : def.sharding != nullptr || def.expand != nullptr);
    EXPECT_EQ(def.regions != 0, def.regionRole != RegionRole::kNone);
    EXPECT_EQ(def.lowering == LoweringClass::kExpanded || def.lowering == LoweringClass::kLibrary,
              def.expand != nullptr);
    EXPECT_EQ(def.lowering == LoweringClass::kLibrary, def.asLibraryCall != nullptr);
    EXPECT_TRUE(!def.joins || def.needed != nullptr);
    EXPECT_GE(def.minOperands, 0);
    EXPECT_TRUE(def.maxOperands < 0 || def.maxOperands >= def.minOperands);
    std::set<std::string_view> attrs;
    for (const AttrDef& attr : def.attrs) EXPECT_TRUE(attrs.insert(attr.name).second) << attr.name;
  }
  EXPECT_FALSE(opKindByName("stablehlo.no_such_op").has_value());
}

TEST(OpTable, ElementwiseOpsNameTheirScalarOp) {
  for (int i = 0; i < kOpKindCount; ++i) {
    const OpDef& def = opDef(static_cast<OpKind>(i));
    SCOPED_TRACE(opName(def.kind));
    if (def.lowering != LoweringClass::kElementwise) {
      EXPECT_EQ(def.scalar, ScalarOp::kNone);
    } else if (def.kind != OpKind::kCompare) {
      EXPECT_EQ(scalarOpArity(def.scalar), def.minOperands);
      EXPECT_EQ(def.minOperands, def.maxOperands);
    }
  }
}

TEST(OpTable, CostOfAProduct) {
  Graph graph;
  const ValueId a = graph.addArgument(graph.body(), TensorType(DType::kF32, {2, 3}));
  const ValueId b = graph.addArgument(graph.body(), TensorType(DType::kF32, {3, 5}));
  AttrDict attrs;
  attrs.set("lhs_contract", IntsAttr{1});
  attrs.set("rhs_contract", IntsAttr{0});
  const StatusOr<NodeId> dot = graph.build(graph.body(), OpKind::kDotGeneral, {a, b}, attrs);
  ASSERT_TRUE(dot.ok()) << dot.status();
  const OpCost cost = opDef(OpKind::kDotGeneral).cost(graph, graph.nodes[*dot]);
  EXPECT_EQ(cost.flops, 2 * 2 * 3 * 5);
  EXPECT_EQ(cost.bytesRead, 4 * (6 + 15));
  EXPECT_EQ(cost.bytesWritten, 4 * 10);
  const StatusOr<NodeId> exp = graph.build(graph.body(), OpKind::kExponential, {a});
  EXPECT_EQ(opDef(OpKind::kExponential).cost(graph, graph.nodes[*exp]).transcendentals, 6);
}

}  // namespace
}  // namespace partita
