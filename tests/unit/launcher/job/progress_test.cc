#include "launcher/job/progress.h"

#include <gtest/gtest.h>

#include <cmath>

namespace partita {
namespace {

std::string written(const Tensor& tensor) { return metricJson({"m", tensor.type(), tensor}); }

TEST(WriteMetric, EveryTypeAsWhatItIs) {
  Tensor truth(TensorType(DType::kI1, {2}));
  truth.setInt(1, 1);
  EXPECT_EQ(written(truth), "[false,true]");
  Tensor count(TensorType(DType::kUI64, {}));
  count.setInt(0, -1);
  EXPECT_EQ(written(count), "18446744073709551615");
  Tensor negative(TensorType(DType::kI8, {}));
  negative.setInt(0, -7);
  EXPECT_EQ(written(negative), "-7");
  Tensor half(TensorType(DType::kBF16, {}));
  half.set(0, 2.5);
  EXPECT_EQ(written(half), "2.5");
  Tensor exact(TensorType(DType::kF64, {}));
  exact.set(0, 1.0 / 3);
  EXPECT_EQ(written(exact), "0.3333333333333333");
  Tensor complex(TensorType(DType::kC64, {}));
  complex.mutableAs<float>()[0] = 1;
  complex.mutableAs<float>()[1] = -2;
  EXPECT_EQ(written(complex), "[1.0,-2.0]");
}

TEST(WriteMetric, NineDigitsOfWhatHasNoMore) {
  Tensor loss(TensorType(DType::kF32, {}));
  loss.set(0, 5.56);
  EXPECT_EQ(written(loss), "5.55999994");
}

TEST(WriteMetric, EveryShape) {
  Tensor matrix(TensorType(DType::kI32, {2, 3}));
  for (int i = 0; i < 6; ++i) matrix.setInt(i, i);
  EXPECT_EQ(written(matrix), "[[0,1,2],[3,4,5]]");
  EXPECT_EQ(written(Tensor(TensorType(DType::kF32, {2, 0}))), "[[],[]]");
}

TEST(WriteMetric, WhatJsonLacks) {
  Tensor odd(TensorType(DType::kF32, {3}));
  odd.set(0, std::nan(""));
  odd.set(1, INFINITY);
  odd.set(2, -INFINITY);
  EXPECT_EQ(written(odd), R"(["nan","inf","-inf"])");
  EXPECT_EQ(metricJson({"m", TensorType(DType::kF32, {1000, 1000}), std::nullopt}), R"("tensor<1000x1000xf32>")");
}

// Cut back to the step that a run goes on from; a torn last line goes.
TEST(MetricsBefore, KeepsWholeLinesOfEarlierSteps) {
  const std::string two = "{\"step\": 0, \"loss\": 2}\n{\"step\": 1, \"loss\": \"nan\"}\n";
  EXPECT_EQ(metricsBefore(two, 2), two);
  EXPECT_EQ(metricsBefore(two, 5), two);
  EXPECT_EQ(metricsBefore(two + "{\"step\": 2, \"loss\": 1}\n", 2), two);
  EXPECT_EQ(metricsBefore(two + "{\"step\": 2, \"lo", 9), two);
  EXPECT_EQ(metricsBefore(two + "{\"step\": 2, \"lo\n" + two, 9), two);
  EXPECT_EQ(metricsBefore("", 3), "");
  EXPECT_EQ(metricsBefore("{\"step\": 0}", 3), "");
}

}  // namespace
}  // namespace partita
