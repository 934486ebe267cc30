// Loops of small kernels: many rounds in one launch, with what the evaluator finds.
#include "codegen/loop_rounds.h"

#include <gtest/gtest.h>

#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "tests/support/random_graph.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

CompileOptions options() {
  CompileOptions options;
  options.target = hostTarget();
  return options;
}

const Thunk* firstLoop(const ThunkSequence& thunks) {
  for (const Thunk& thunk : thunks) {
    if (thunk.kind == ThunkKind::kWhile) return &thunk;
  }
  return nullptr;
}

bool isMerged(const Thunk& loop) {
  return loop.body.size() == 1 && loop.body[0].kind == ThunkKind::kKernel &&
         loop.body[0].name.find(" rounds") != std::string::npos;
}

// Compiles TEXT and compares a run with the evaluator, bit by bit.
Program checked(const std::string& text) {
  const StatusOr<Graph> graph = parseStablehlo(text);
  EXPECT_TRUE(graph.ok()) << graph.status();
  StatusOr<Program> program = compile(*graph, options());
  EXPECT_TRUE(program.ok()) << program.status();
  const StatusOr<std::unique_ptr<KernelTable>> kernels = loadKernels(*program);
  EXPECT_TRUE(kernels.ok()) << kernels.status();
  const std::vector<Tensor> arguments = randomArguments(*graph, 7);
  const StatusOr<std::vector<Tensor>> expected = evaluate(*graph, arguments);
  const StatusOr<std::vector<Tensor>> found = runThunks(*program, **kernels, arguments);
  EXPECT_TRUE(expected.ok()) << expected.status();
  EXPECT_TRUE(found.ok()) << found.status();
  for (size_t i = 0; i < expected->size(); ++i) {
    const Status same = compareTensors((*found)[i], (*expected)[i], 0, 0);
    EXPECT_TRUE(same.ok()) << "result " << i << ": " << same;
  }
  return *std::move(program);
}

// N rounds of an exchange and a step that no round leaves out without being noticed.
std::string exchanges(int64_t rounds) {
  return R"(
func.func public @main(%a: tensor<4xi32>, %b: tensor<4xi32>) -> (tensor<4xi32>, tensor<4xi32>, tensor<i32>) {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %n = stablehlo.constant dense<)" +
         std::to_string(rounds) + R"(> : tensor<i32>
  %0:3 = stablehlo.while(%x = %a, %y = %b, %i = %zero) : tensor<4xi32>, tensor<4xi32>, tensor<i32>
    cond {
      %c = stablehlo.compare LT, %i, %n, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %j = stablehlo.add %i, %one : tensor<i32>
      %s = stablehlo.add %x, %y : tensor<4xi32>
      %k = stablehlo.broadcast_in_dim %j, dims = [] : (tensor<i32>) -> tensor<4xi32>
      %t = stablehlo.xor %s, %k : tensor<4xi32>
      stablehlo.return %y, %t, %j : tensor<4xi32>, tensor<4xi32>, tensor<i32>
    }
  return %0#0, %0#1, %0#2 : tensor<4xi32>, tensor<4xi32>, tensor<i32>
})";
}

TEST(LoopRounds, AreOneKernel) {
  for (int64_t rounds : {0, 1, 2, 3, 7}) {
    const Program program = checked(exchanges(rounds));
    const Thunk* loop = firstLoop(program.thunks);
    ASSERT_NE(loop, nullptr);
    EXPECT_TRUE(isMerged(*loop));
  }
}

TEST(LoopRounds, MoreThanALaunchHas) { checked(exchanges(50000)); }

TEST(LoopRounds, EndWhereTheDataSaysSo) {
  checked(R"(
func.func public @main(%a: tensor<f32>) -> (tensor<f32>, tensor<i32>) {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %most = stablehlo.constant dense<1.0e+30> : tensor<f32>
  %grow = stablehlo.constant dense<1.001> : tensor<f32>
  %abs = stablehlo.abs %a : tensor<f32>
  %0:2 = stablehlo.while(%x = %abs, %i = %zero) : tensor<f32>, tensor<i32>
    cond {
      %c = stablehlo.compare LT, %x, %most, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %j = stablehlo.add %i, %one : tensor<i32>
      %y = stablehlo.multiply %x, %grow : tensor<f32>
      stablehlo.return %y, %j : tensor<f32>, tensor<i32>
    }
  return %0#0, %0#1 : tensor<f32>, tensor<i32>
})");
}

TEST(LoopRounds, InnerLoopsOnly) {
  const Program program = checked(R"(
func.func public @main(%a: tensor<4xi32>) -> tensor<4xi32> {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %n = stablehlo.constant dense<5> : tensor<i32>
  %0:2 = stablehlo.while(%x = %a, %i = %zero) : tensor<4xi32>, tensor<i32>
    cond {
      %c = stablehlo.compare LT, %i, %n, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %j = stablehlo.add %i, %one : tensor<i32>
      %1:2 = stablehlo.while(%y = %x, %k = %zero) : tensor<4xi32>, tensor<i32>
        cond {
          %d = stablehlo.compare LT, %k, %i, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
          stablehlo.return %d : tensor<i1>
        } do {
          %l = stablehlo.add %k, %one : tensor<i32>
          %m = stablehlo.broadcast_in_dim %l, dims = [] : (tensor<i32>) -> tensor<4xi32>
          %z = stablehlo.multiply %y, %m : tensor<4xi32>
          stablehlo.return %z, %l : tensor<4xi32>, tensor<i32>
        }
      %b = stablehlo.broadcast_in_dim %j, dims = [] : (tensor<i32>) -> tensor<4xi32>
      %s = stablehlo.add %1#0, %b : tensor<4xi32>
      stablehlo.return %s, %j : tensor<4xi32>, tensor<i32>
    }
  return %0#0 : tensor<4xi32>
})");
  const Thunk* outer = firstLoop(program.thunks);
  ASSERT_NE(outer, nullptr);
  EXPECT_FALSE(isMerged(*outer));
  const Thunk* inner = firstLoop(outer->body);
  ASSERT_NE(inner, nullptr);
  EXPECT_TRUE(isMerged(*inner));
}

// A launch of them is nothing beside what they do, and other threads may help.
TEST(LoopRounds, LargeKernelsAreLeftAlone) {
  const Program program = checked(R"(
func.func public @main(%a: tensor<262144xi32>) -> tensor<262144xi32> {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %n = stablehlo.constant dense<3> : tensor<i32>
  %0:2 = stablehlo.while(%x = %a, %i = %zero) : tensor<262144xi32>, tensor<i32>
    cond {
      %c = stablehlo.compare LT, %i, %n, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %j = stablehlo.add %i, %one : tensor<i32>
      %s = stablehlo.add %x, %a : tensor<262144xi32>
      stablehlo.return %s, %j : tensor<262144xi32>, tensor<i32>
    }
  return %0#0 : tensor<262144xi32>
})");
  const Thunk* loop = firstLoop(program.thunks);
  ASSERT_NE(loop, nullptr);
  EXPECT_FALSE(isMerged(*loop));
}

}  // namespace
}  // namespace partita
