// What mutation fuzzing found, made small: each program ends with its message, or with the evaluator's results.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/mutation/plan_and_run.h"

namespace partita {
namespace {

// Where RIGHT is empty the program runs, and its results are the evaluator's; else it is refused with that text.
void expectOutcome(const std::string& function, const std::string& right) {
  MutationCase c;
  c.seed = 1;
  c.text = "module @found {\n" + function + "}\n";
  const CaseOutcome outcome = planAndRun(c);
  if (right.empty()) {
    EXPECT_EQ(outcome.verdict, Verdict::kEqual) << outcome.stage << ": " << outcome.message;
    EXPECT_EQ(outcome.stage, reachedName(Reached::kCompared)) << outcome.message;
  } else {
    EXPECT_EQ(outcome.verdict, Verdict::kRefused) << outcome.stage << ": " << outcome.message;
    EXPECT_THAT(outcome.message, testing::HasSubstr(right));
  }
}

TEST(Found, GatherWithoutDimensionNumbers) {
  expectOutcome(R"(func.func public @main(%arg0: tensor<f32>, %arg1: tensor<0xi32>) -> tensor<f32> {
    %0 = "stablehlo.gather"(%arg0, %arg1) <{slice_sizes = array<i64>}> : (tensor<f32>, tensor<0xi32>) -> tensor<f32>
    return %0 : tensor<f32>
  }
)",
                "");
}

TEST(Found, ConstraintOverAnAxisThatIsManualAroundIt) {
  expectOutcome(R"(sdy.mesh @mesh = <["x"=2, "y"=2]>
  func.func public @main(%arg0: tensor<4x8xf32>) -> tensor<4x8xf32> {
    %0 = sdy.manual_computation(%arg0) in_shardings=[<@mesh, [{"x"}, {}]>] out_shardings=[<@mesh, [{"x"}, {}]>] manual_axes={"x"} (%arg1: tensor<2x8xf32>) {
      %1 = sdy.sharding_constraint %arg1 <@mesh, [{}, {"x"}]> : tensor<2x8xf32>
      sdy.return %1 : tensor<2x8xf32>
    } : (tensor<4x8xf32>) -> tensor<4x8xf32>
    return %0 : tensor<4x8xf32>
  }
)",
                "expected axes that are free in the sdy.manual_computation around, found \"x\", which is manual there");
}

TEST(Found, ManualComputationThatReadsAValueOfOutside) {
  expectOutcome(R"(sdy.mesh @mesh = <["x"=2]>
  func.func public @main(%arg0: tensor<4x8xf32>) -> tensor<4x8xf32> {
    %0 = sdy.manual_computation(%arg0) in_shardings=[<@mesh, [{"x"}, {}]>] out_shardings=[<@mesh, [{}, {}]>] manual_axes={"x"} (%arg1: tensor<2x8xf32>) {
      sdy.return %arg0 : tensor<4x8xf32>
    } : (tensor<4x8xf32>) -> tensor<4x8xf32>
    return %0 : tensor<4x8xf32>
  }
)",
                "the body reads a tensor<4x8xf32> of the program around it: give it as an operand");
}

// A node was read after the list of nodes had grown.
TEST(Found, ScatterOfOneElementIntoASplat) {
  expectOutcome(R"(func.func public @main(%arg0: tensor<8xi32>, %arg1: tensor<8x1xi32>) -> tensor<8x4xi32> {
    %c = stablehlo.constant dense<0> : tensor<8x4xi32>
    %0 = "stablehlo.scatter"(%c, %arg1, %arg0) <{indices_are_sorted = false, scatter_dimension_numbers = #stablehlo.scatter<inserted_window_dims = [1], input_batching_dims = [0], scatter_indices_batching_dims = [0], scatter_dims_to_operand_dims = [1], index_vector_dim = 1>, unique_indices = false}> ({
    ^bb0(%arg2: tensor<i32>, %arg3: tensor<i32>):
      %1 = stablehlo.add %arg2, %arg3 : tensor<i32>
      stablehlo.return %1 : tensor<i32>
    }) : (tensor<8x4xi32>, tensor<8x1xi32>, tensor<8xi32>) -> tensor<8x4xi32>
    return %0 : tensor<8x4xi32>
  }
)",
                "");
}

// As above, of the nodes that look up the traced number of a device.
TEST(Found, PartitionIdInALoopOnAMeshWithAnAxisMore) {
  MutationCase c;
  c.seed = 1;
  c.partition.mesh.axes = {{"data", 2}, {"x", 2}};
  c.text = R"(module @found {
  sdy.mesh @mesh = <["x"=2]>
  func.func public @main(%arg0: tensor<4x8xf32>) -> tensor<4x8xf32> {
    %0 = sdy.manual_computation(%arg0) in_shardings=[<@mesh, [{"x"}, {}]>] out_shardings=[<@mesh, [{"x"}, {}]>] manual_axes={"x"} (%arg1: tensor<2x8xf32>) {
      %c = stablehlo.constant dense<0> : tensor<i32>
      %1:2 = stablehlo.while(%iterArg = %c, %iterArg_0 = %arg1) : tensor<i32>, tensor<2x8xf32>
      cond {
        %c_1 = stablehlo.constant dense<3> : tensor<i32>
        %2 = stablehlo.compare LT, %iterArg, %c_1, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
        stablehlo.return %2 : tensor<i1>
      } do {
        %2 = stablehlo.partition_id : tensor<ui32>
        %3 = stablehlo.convert %2 : (tensor<ui32>) -> tensor<f32>
        %4 = stablehlo.broadcast_in_dim %3, dims = [] : (tensor<f32>) -> tensor<2x8xf32>
        %5 = stablehlo.add %iterArg_0, %4 : tensor<2x8xf32>
        %c_1 = stablehlo.constant dense<1> : tensor<i32>
        %6 = stablehlo.add %iterArg, %c_1 : tensor<i32>
        stablehlo.return %6, %5 : tensor<i32>, tensor<2x8xf32>
      }
      sdy.return %1#1 : tensor<2x8xf32>
    } : (tensor<4x8xf32>) -> tensor<4x8xf32>
    return %0 : tensor<4x8xf32>
  }
}
)";
  const CaseOutcome outcome = planAndRun(c);
  EXPECT_EQ(outcome.verdict, Verdict::kEqual) << outcome.stage << ": " << outcome.message;
  EXPECT_EQ(outcome.stage, reachedName(Reached::kCompared));
}

// The broadcast of one element is another form of the product's result, which the epilogue takes with it.
TEST(Found, BroadcastOfOneElementBehindAProduct) {
  expectOutcome(
      R"(func.func public @main(%arg0: tensor<6xf32>, %arg1: tensor<1x6xf32>, %arg2: tensor<1x1xf32>) -> tensor<1x1xf32> {
    %0 = stablehlo.dot_general %arg1, %arg0, contracting_dims = [1] x [0] : (tensor<1x6xf32>, tensor<6xf32>) -> tensor<1xf32>
    %1 = stablehlo.tanh %0 : tensor<1xf32>
    %2 = stablehlo.broadcast_in_dim %1, dims = [1] : (tensor<1xf32>) -> tensor<1x1xf32>
    %3 = stablehlo.multiply %arg2, %2 : tensor<1x1xf32>
    return %3 : tensor<1x1xf32>
  }
)",
      "");
}

}  // namespace
}  // namespace partita
