// CHLO's operations in portable bytecode: composites of their names, written by StableHLO's operations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "frontends/bytecode/bytecode.h"
#include "frontends/import/import.h"
#include "frontends/stablehlo.h"
#include "frontends/text/reader.h"
#include "graph/evaluate.h"
#include "graph/print.h"

namespace partita {
namespace {

using testing::HasSubstr;

ir::Module fromText(const std::string& text) {
  ir::Module module;
  const Status status = ir::readText(text, "c.mlir", module);
  EXPECT_TRUE(status.ok()) << status;
  return module;
}

// MODULE written and read again.
StatusOr<ir::Module> throughBytecode(const ir::Module& module) {
  ASSIGN_OR_RETURN(const std::string bytes, writeBytecode(module));
  return readBytecode(bytes, "written");
}

void renameComposites(ir::Region& region, int& count) {
  for (ir::Block& block : region.blocks) {
    for (ir::Operation& op : block.operations) {
      EXPECT_FALSE(op.name.starts_with("chlo.")) << op.name;
      for (ir::Region& inner : op.regions) renameComposites(inner, count);
      if (op.name != "stablehlo.composite") continue;
      op.attributes.erase("name");
      op.attributes.add("name", ir::Attribute{std::string("test.unknown")});
      ++count;
    }
  }
}

struct Case {
  const char* op;  // of x and y, of type T, or of x
  const char* element;
  double from, to;
  double tolerance;
};

class Composites : public testing::TestWithParam<Case> {};

TEST_P(Composites, AreWrittenByStableHlo) {
  const auto& [op, element, from, to, tolerance] = GetParam();
  const bool binary = std::string_view(op).find("%y") != std::string_view::npos;
  const std::string type = strCat("tensor<257x", element, ">");
  const std::string text =
      strCat("func.func @main(%x: ", type, ", %y: ", type, ") -> ", type, " {\n  %0 = \"chlo.", op, ") : (", type,
             binary ? ", " + type : std::string(), ") -> ", type, "\n  return %0 : ", type, "\n}\n");
  StatusOr<ir::Module> again = throughBytecode(fromText(text));
  ASSERT_TRUE(again.ok()) << again.status();
  // A reader that knows the name has the op again.
  const StatusOr<Graph> known = importModule(*again), before = parseStablehlo(text, "c.mlir");
  ASSERT_TRUE(known.ok()) << known.status();
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(printGraph(*known), printGraph(*before));
  int count = 0;
  for (ir::Function& function : again->functions) renameComposites(*function.body, count);
  EXPECT_EQ(count, 1);
  const StatusOr<Graph> written = importModule(*again);
  ASSERT_TRUE(written.ok()) << written.status();
  EXPECT_THAT(printGraph(*written), testing::Not(HasSubstr("chlo.")));
  const DType dtype = *parseDType(element);
  std::mt19937 random(7);
  std::uniform_real_distribution<double> values(from, to);
  std::vector<Tensor> inputs;
  for (int k = 0; k < 2; ++k) {
    Tensor input(TensorType(dtype, {257}));
    for (int64_t i = 0; i < input.elements(); ++i) {
      if (isFloat(dtype)) {
        input.set(i, i == 0 && k == 0 ? 0 : values(random));
      } else {
        input.setInt(i, static_cast<int64_t>(values(random)));
      }
    }
    if (isFloat(dtype)) {
      input.set(1, from);
      input.set(2, to);
    }
    if (std::string_view(op).starts_with("erf")) {
      constexpr double kInfinity = std::numeric_limits<double>::infinity();
      int64_t i = 3;
      for (const double value : {-0.0, kInfinity, -kInfinity, std::nan(""), 0.5, -0.5, 1 - 0x1p-24, 0x1p-24 - 1,
                                 1 - 0x1p-30, 1 - 0x1p-53, 0x1p-53 - 1, 1e-30})
        input.set(i++, value);
    }
    inputs.push_back(std::move(input));
  }
  const StatusOr<std::vector<Tensor>> expected = evaluate(*before, inputs), found = evaluate(*written, inputs);
  ASSERT_TRUE(expected.ok()) << expected.status();
  ASSERT_TRUE(found.ok()) << found.status();
  const Status same = compareTensors((*found)[0], (*expected)[0], tolerance, tolerance);
  EXPECT_TRUE(same.ok()) << same;
}

INSTANTIATE_TEST_SUITE_P(
    All, Composites,
    testing::Values(Case{"erf\"(%x", "f32", -5, 5, 1e-6}, Case{"erf\"(%x", "f64", -7, 7, 1e-14},
                    Case{"erf\"(%x", "bf16", -3, 3, 1e-2}, Case{"erf_inv\"(%x", "f32", -1, 1, 1e-6},
                    Case{"erf_inv\"(%x", "f64", -1, 1, 1e-14}, Case{"erfc\"(%x", "f32", -5, 9, 1e-5},
                    Case{"square\"(%x", "f32", -5, 5, 0}, Case{"tan\"(%x", "f32", -1, 1, 1e-6},
                    Case{"lgamma\"(%x", "f32", 0.1, 30, 1e-5}, Case{"next_after\"(%x, %y", "f32", -5, 5, 0},
                    Case{"zeta\"(%x, %y", "f64", 2, 9, 1e-12}, Case{"mulhi\"(%x, %y", "i32", -2e9, 2e9, 0}),
    [](const auto& info) {
      const std::string_view op = info.param.op;
      return strCat(op.substr(0, op.find('"')), "_", info.param.element);
    });

TEST(CompositesOf, OneTypeShareADecomposition) {
  const StatusOr<ir::Module> again = throughBytecode(
      fromText("func.func @\"chlo.erf.impl\"(%x: tensor<4xf32>) -> tensor<4xf32> {\n  return %x : tensor<4xf32>\n}\n"
               "func.func @main(%x: tensor<4xf32>, %y: tensor<f32>) -> (tensor<4xf32>, tensor<f32>) {\n"
               "  %0 = chlo.erf %x : tensor<4xf32> -> tensor<4xf32>\n  %1 = chlo.erf %0 {mhlo.frontend_attributes = {k "
               "= \"v\"}} "
               ": tensor<4xf32> -> tensor<4xf32>\n  %2 = chlo.erf %y : tensor<f32> -> tensor<f32>\n  return %1, %2 : "
               "tensor<4xf32>, tensor<f32>\n}\n"));
  ASSERT_TRUE(again.ok()) << again.status();
  std::vector<std::string> names;
  for (const ir::Function& function : again->functions) names.push_back(function.name);
  EXPECT_THAT(names, testing::ElementsAre("chlo.erf.impl", "main", "chlo.erf.impl_1", "chlo.erf.impl_2"));
  EXPECT_FALSE(again->functions[2].isPublic);
  const ir::Operation& second = again->functions[1].body->blocks[0].operations[1];
  EXPECT_NE(second.attributes.find("mhlo.frontend_attributes"), nullptr);
  EXPECT_EQ(second.attributes.find("composite_attributes"), nullptr);
}

TEST(CompositesOf, OperationsWithAttributesAndRegions) {
  const std::string text = R"(
func.func @main(%x: tensor<3x7xf32>, %c: tensor<3xf32>) -> (tensor<3x2xf32>, tensor<3x2xi32>, tensor<3x7xf32>, tensor<3xf32>) {
  %0, %1 = chlo.top_k(%x, k = 2) : tensor<3x7xf32> -> (tensor<3x2xf32>, tensor<3x2xi32>)
  %2:2 = chlo.scan(%x) inits(%c) dimension=1 attributes {is_reverse = true} {
  ^bb0(%a: tensor<3xf32>, %b: tensor<3xf32>):
    %e = chlo.erf %a : tensor<3xf32> -> tensor<3xf32>
    %s = stablehlo.add %e, %b : tensor<3xf32>
    stablehlo.return %s, %s : tensor<3xf32>, tensor<3xf32>
  } : (tensor<3x7xf32>, tensor<3xf32>) -> (tensor<3x7xf32>, tensor<3xf32>)
  return %0, %1, %2#0, %2#1 : tensor<3x2xf32>, tensor<3x2xi32>, tensor<3x7xf32>, tensor<3xf32>
})";
  StatusOr<ir::Module> again = throughBytecode(fromText(text));
  ASSERT_TRUE(again.ok()) << again.status();
  int count = 0;
  for (ir::Function& function : again->functions) renameComposites(*function.body, count);
  EXPECT_EQ(count, 2);
  const StatusOr<Graph> written = importModule(*again), before = parseStablehlo(text, "c.mlir");
  ASSERT_TRUE(written.ok()) << written.status();
  ASSERT_TRUE(before.ok()) << before.status();
  Tensor x(TensorType(DType::kF32, {3, 7})), c(TensorType(DType::kF32, {3}));
  for (int64_t i = 0; i < x.elements(); ++i) x.set(i, std::sin(static_cast<double>(i % 5)));
  x.set(3, -0.0);
  x.set(4, std::nan(""));
  const auto expected = evaluate(*before, {x, c}), found = evaluate(*written, {x, c});
  ASSERT_TRUE(expected.ok()) << expected.status();
  ASSERT_TRUE(found.ok()) << found.status();
  for (size_t i = 0; i < expected->size(); ++i) {
    const Status same = compareTensors((*found)[i], (*expected)[i], 1e-6, 1e-6);
    EXPECT_TRUE(same.ok()) << i << ": " << same;
  }
}

TEST(CompositesOf, WhatHasNoFormIsRefusedWithItsPlace) {
  const auto error = [](const std::string& text) {
    return std::string(toView(writeBytecode(fromText(text)).status().message()));
  };
  EXPECT_THAT(error("func.func @main(%x: tensor<?xf32>) {\n  %0 = chlo.erf %x : tensor<?xf32> -> tensor<?xf32>\n  "
                    "return\n}\n"),
              HasSubstr("c.mlir:2:8: bytecode of chlo.erf, as StableHLO's operations: "));
  EXPECT_THAT(error("func.func @main(%x: tensor<4xf32>) {\n  %0 = \"chlo.unknown\"(%x) : (tensor<4xf32>) -> "
                    "tensor<4xf32>\n  return\n}\n"),
              HasSubstr("c.mlir:2:8: bytecode of chlo.unknown, as StableHLO's operations: "));
}

}  // namespace
}  // namespace partita
