// `partita run` with arguments by name: weights, numbers, texts; results as text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "checkpoint/safetensors.h"
#include "tests/support/folder_test.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;

class NamedArguments : public FolderTest {
 protected:
  void SetUp() override {
    FolderTest::SetUp();
    program_ = folder_ + "/shift.mlir";
    // Each byte of the text plus an offset for its place and one for all.
    ASSERT_TRUE(writeFile(program_, R"(module @shift {
  func.func public @main(%arg0: tensor<6xi32> loc("params['offsets']"),
                         %arg1: tensor<6xi32> {partita.pad = 45 : i32} loc("prompt"),
                         %arg2: tensor<i32> loc("by"), %arg3: tensor<f32> loc("scale")) -> (tensor<6xui8>, tensor<f32>) {
    %0 = stablehlo.broadcast_in_dim %arg2, dims = [] : (tensor<i32>) -> tensor<6xi32>
    %1 = stablehlo.add %arg0, %arg1 : tensor<6xi32>
    %2 = stablehlo.add %0, %1 : tensor<6xi32>
    %3 = stablehlo.convert %2 : (tensor<6xi32>) -> tensor<6xui8>
    return %3, %arg3 : tensor<6xui8>, tensor<f32>
  }
}
)")
                    .ok());
    weights_ = folder_ + "/weights.safetensors";
    Tensor offsets(TensorType(DType::kI32, {6}));
    for (int64_t i = 0; i < 6; ++i) offsets.setInt(i, i == 5 ? 1 : 0);
    write({{"state.params.offsets", offsets}, {"state.step", Tensor(TensorType(DType::kI32, {}))}});
  }
  void write(const NamedTensors& tensors) { ASSERT_TRUE(writeSafetensors(weights_, tensors).ok()); }
  Outcome run(const std::vector<std::string>& more) {
    std::vector<std::string> command{"run", program_, "--weights", weights_, "--threads", "1"};
    command.insert(command.end(), more.begin(), more.end());
    return runPartita(command);
  }
  std::string refused(const std::vector<std::string>& more) {
    const Outcome outcome = run(more);
    EXPECT_EQ(outcome.code, 2) << outcome.out << outcome.err;
    return outcome.err;
  }
  std::string program_, weights_;
};

TEST_F(NamedArguments, TextInTextOut) {
  for (const char* engine : {"reference", "compiled"}) {
    const Outcome outcome = run({"--set", "prompt=Ab,", "--set", "by=1", "--set", "scale=0.5", "--print-text", "out0",
                                 "--engine", engine, "--outputs", folder_ + "/out.safetensors"});
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_EQ(outcome.out, "...Bc.\n") << "padded at the left";
    const NamedTensors written = *readSafetensors(folder_ + "/out.safetensors");
    EXPECT_EQ(written.size(), 2u);
    for (const auto& [name, tensor] : written) EXPECT_EQ(tensor.asDouble(0), name == "out1" ? 0.5 : '.');
  }
}

TEST_F(NamedArguments, WhatIsMissingIsListed) {
  const std::string error = refused({"--set", "by=1"});
  EXPECT_THAT(error, HasSubstr("prompt (tensor<6xi32>) is given by neither --weights nor --set"));
  EXPECT_THAT(error, HasSubstr("scale (tensor<f32>) is given by neither --weights nor --set"));
  write({{"offsets", Tensor(TensorType(DType::kI32, {7}))}});
  EXPECT_THAT(refused({"--set", "by=1"}),
              HasSubstr("params.offsets is tensor<6xi32>, but offsets of the weights is tensor<7xi32>"));
  write({{"a.params.offsets", Tensor(TensorType(DType::kI32, {6}))},
         {"b.params.offsets", Tensor(TensorType(DType::kI32, {6}))}});
  EXPECT_THAT(refused({"--set", "by=1"}), HasSubstr("could be a.params.offsets or b.params.offsets"));
}

TEST_F(NamedArguments, WrongValuesAreNamed) {
  EXPECT_THAT(refused({"--set", "prompt=longer text"}), HasSubstr("the text has 11 bytes"));
  EXPECT_THAT(refused({"--set", "by=x"}), HasSubstr("--set by=x: the argument is tensor<i32>, and that is no whole"));
  EXPECT_THAT(refused({"--set", "by=5000000000"}), HasSubstr("does not fit tensor<i32>"));
  EXPECT_THAT(refused({"--set", "scale=x"}), HasSubstr("and that is no number"));
  EXPECT_THAT(refused({"--set", "by"}), HasSubstr("write --set NAME=VALUE"));
  EXPECT_THAT(refused({"--set", "by=1", "--set", "by=2"}), HasSubstr("gives by twice"));
  const std::vector<std::string> all{"--set", "prompt=A", "--set", "by=1", "--set", "scale=1"};
  const auto with = [&](const std::string& option, const std::string& value) {
    std::vector<std::string> out = all;
    out.push_back(option);
    out.push_back(value);
    return out;
  };
  EXPECT_THAT(refused(with("--set", "other=1")), HasSubstr("the program has no argument of that name"));
  EXPECT_THAT(refused(with("--print-text", "out2")), HasSubstr("the results out0 to out2 (exclusive)"));
  EXPECT_THAT(refused(with("--print-text", "out1")), HasSubstr("it is tensor<f32>, and text is integers"));
  EXPECT_THAT(refused(with("--inputs", weights_)), HasSubstr("excludes"));
}

// The names that a checkpoint of the training state has, and no others.
TEST_F(NamedArguments, TheExampleGptTakesItsWeightsByName) {
  const Outcome outcome =
      runPartita({"run", sourcePath("examples/gpt/generate.mlir"), "--weights", weights_, "--set", "prompt=A"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, HasSubstr("params.embed (tensor<256x128xf32>) is given by neither"));
  EXPECT_THAT(outcome.err, HasSubstr("temperature (tensor<f32>) is given by neither"));
}

}  // namespace
}  // namespace partita
