// async_start is the operation in its body, async_done what it gives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontends/bytecode/bytecode.h"
#include "frontends/module/print.h"
#include "frontends/text/reader.h"
#include "graph/print.h"
#include "tests/support/both_engines.h"

namespace partita {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Async, ASliceIsTaken) {
  const Status status = runBothEngines(R"(
  %x = stablehlo.constant dense<[1.0, 2.0, 3.0, 4.0]> : tensor<4xf32>
  %i = stablehlo.constant dense<1> : tensor<i32>
  %s = "stablehlo.async_start"(%x, %i) ({
  ^bb0(%a: tensor<4xf32>, %b: tensor<i32>):
    %0 = stablehlo.dynamic_slice %a, %b, sizes = [2] : (tensor<4xf32>, tensor<i32>) -> tensor<2xf32>
    stablehlo.return %0 : tensor<2xf32>
  }) : (tensor<4xf32>, tensor<i32>) -> !stablehlo.future<tensor<2xf32>>
  %t = func.call @later(%s) : (!stablehlo.future<tensor<2xf32>>) -> !stablehlo.future<tensor<2xf32>>
  %r = "stablehlo.async_done"(%t) : (!stablehlo.future<tensor<2xf32>>) -> tensor<2xf32>
  check.expect_eq_const %r, dense<[2.0, 3.0]> : tensor<2xf32>)",
                                       R"(
func.func private @later(%f: !stablehlo.future<tensor<2xf32>>) -> !stablehlo.future<tensor<2xf32>> {
  return %f : !stablehlo.future<tensor<2xf32>>
})");
  EXPECT_TRUE(status.ok()) << status;
}

// ARGUMENT: of the body, "^bb0(%a: T):" or nothing, then OPERAND is %x.
std::string gathered(const std::string& argument, const std::string& operand) {
  return strCat(
      "module attributes {mhlo.num_partitions = 2 : i32} {\nfunc.func @main(%x: tensor<8x2xf32>) -> tensor<8x4xf32> {\n"
      "  %0 = \"stablehlo.async_start\"(%x) ({\n",
      argument, "    %1 = \"stablehlo.all_gather\"(", operand,
      ") <{all_gather_dim = 1 : i64, replica_groups = dense<[[0, 1]]> : tensor<1x2xi64>}> : (tensor<8x2xf32>) -> "
      "tensor<8x4xf32>\n    stablehlo.return %1 : tensor<8x4xf32>\n  }) : (tensor<8x2xf32>) -> "
      "!stablehlo.future<tensor<8x4xf32>>\n  %2 = \"stablehlo.async_done\"(%0) : (!stablehlo.future<tensor<8x4xf32>>) "
      "-> "
      "tensor<8x4xf32>\n  return %2 : tensor<8x4xf32>\n}\n}\n");
}

std::string imported(const StatusOr<Graph>& graph) {
  return graph.ok() ? printGraph(*graph) : std::string(toView(graph.status().message()));
}

TEST(Async, ACollectiveIsRunInBothFormsOfTheBody) {
  const std::string text = imported(parseStablehlo(gathered("  ^bb0(%a: tensor<8x2xf32>):\n", "%a"), "a.mlir"));
  EXPECT_THAT(text, HasSubstr("stablehlo.all_gather"));
  EXPECT_THAT(text, Not(HasSubstr("async")));
  EXPECT_EQ(imported(parseStablehlo(gathered("", "%x"), "a.mlir")), text);
}

TEST(Async, TextAndBytecodeKeepTheFuture) {
  ir::Module module, again;
  const Status read = ir::readText(gathered("  ^bb0(%a: tensor<8x2xf32>):\n", "%a"), "a.mlir", module);
  ASSERT_TRUE(read.ok()) << read;
  const StatusOr<std::string> printed = ir::printModule(module);
  ASSERT_TRUE(printed.ok()) << printed.status();
  EXPECT_THAT(*printed, HasSubstr("-> (!stablehlo.future<tensor<8x4xf32>>)"));
  ASSERT_TRUE(ir::readText(*printed, "a.mlir", again).ok()) << *printed;
  EXPECT_EQ(*ir::printModule(again), *printed);
  const StatusOr<std::string> bytes = writeBytecode(module);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const StatusOr<ir::Module> back = readBytecode(*bytes, "a.mlirbc");
  ASSERT_TRUE(back.ok()) << back.status();
  const std::vector<ir::Operation>& ops = back->functions[0].body->blocks[0].operations;
  ASSERT_EQ(ops.size(), 3u);
  EXPECT_EQ(ops[0].name, "stablehlo.async_start");
  EXPECT_EQ(ir::toString(back->functions[0].values[ops[0].results[0]]), "!stablehlo.future<tensor<8x4xf32>>");
  EXPECT_EQ(ops[1].name, "stablehlo.async_done");
}

TEST(Async, WhatIsWrongHasItsPlaceAndConstraint) {
  const auto error = [](const std::string& body) {
    return imported(
        parseStablehlo(strCat("func.func @main(%x: tensor<4xf32>) {\n", body, "\n  return\n}\n"), "a.mlir"));
  };
  const auto start = [](const std::string& body, const std::string& type) {
    return strCat("%0 = \"stablehlo.async_start\"(%x) ({\n^bb0(%a: tensor<4xf32>):\n", body, "}) : (tensor<4xf32>) -> ",
                  type);
  };
  const std::string slice = "%1 = stablehlo.slice %a [0:2] : (tensor<4xf32>) -> tensor<2xf32>\n",
                    give = "stablehlo.return %1 : tensor<2xf32>\n", future = "!stablehlo.future<tensor<2xf32>>";
  const std::pair<std::string, const char*> kWrong[] = {
      {start(slice + "%2 = stablehlo.negate %1 : tensor<2xf32>\n" + give, future),
       "a.mlir:2:6: async_start_c1: expected one operation and a return in the body"},
      {start("%1 = stablehlo.negate %a : tensor<4xf32>\nstablehlo.return %1 : tensor<4xf32>\n",
             "!stablehlo.future<tensor<4xf32>>"),
       "a.mlir:4:6: async_start_c2: expected a collective, a slice, a dynamic_slice or a dynamic_update_slice in the "
       "body of stablehlo.async_start, found stablehlo.negate"},
      {"%0 = \"stablehlo.async_start\"() ({\n%1 = stablehlo.slice %x [0:2] : (tensor<4xf32>) -> tensor<2xf32>\n" +
           give + "}) : () -> " + future,
       "a.mlir:2:6: async_start_c3: expected the operands of stablehlo.async_start to be those of stablehlo.slice"},
      {start(slice + give, "!stablehlo.future<tensor<3xf32>>"),
       "async_start_c4: expected a future of what stablehlo.slice gives, which the body of stablehlo.async_start "
       "returns, found "
       "!stablehlo.future<tensor<3xf32>>"},
      {start(slice + give, "tensor<2xf32>") + "\n%n = stablehlo.create_token : !stablehlo.future<tensor<f32>>",
       "async_start_c4: expected one result of stablehlo.async_start, a future, found tensor<2xf32>"},
      {start(slice + give, future) + "\n%2 = \"stablehlo.async_done\"(%0) : (" + future + ") -> tensor<3xf32>",
       "async_done_c1: expected the results of stablehlo.async_done to be what it waits for, "
       "!stablehlo.future<tensor<2xf32>>"},
      {start(slice + give, future) + "\n%2 = \"stablehlo.async_done\"(%x) : (tensor<4xf32>) -> tensor<4xf32>",
       "async_done_i1: expected one operand of stablehlo.async_done, a future, found tensor<4xf32>"},
      {start(slice + give, future) + "\n%2 = \"stablehlo.negate\"(%0) : (" + future + ") -> tensor<2xf32>",
       "expected no future among the operands and results of stablehlo.negate, found "},
  };
  for (const auto& [body, message] : kWrong) EXPECT_THAT(error(body), HasSubstr(message)) << body;
}

}  // namespace
}  // namespace partita
