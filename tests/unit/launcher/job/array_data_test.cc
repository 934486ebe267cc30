#include "launcher/job/array_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <set>

#include "checkpoint/safetensors.h"
#include "graph/tensor.h"
#include "runtime/tile.h"
#include "tests/support/folder_test.h"

namespace partita {
namespace {

using testing::HasSubstr;

TEST(EpochOrder, EveryExampleOnce) {
  for (const int64_t count : {1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 1000, 4097}) {
    for (uint64_t epoch = 0; epoch < 3; ++epoch) {
      const EpochOrder order(count, 7, epoch);
      std::set<int64_t> seen;
      for (int64_t i = 0; i < count; ++i) seen.insert(order.at(i));
      EXPECT_EQ(static_cast<int64_t>(seen.size()), count);
      EXPECT_EQ(*seen.begin(), 0);
      EXPECT_EQ(*seen.rbegin(), count - 1);
    }
  }
}

// Where an example stands, and which two stand side by side, is as good as drawn: over many epochs and seeds, how often
// each case comes is what it should be, within five deviations of such a count.
TEST(EpochOrder, IsAsGoodAsDrawn) {
  constexpr int64_t kCount = 10, kOrders = 20000;
  std::vector<int64_t> place(kCount * kCount), pair(kCount * kCount);
  for (uint64_t n = 0; n < kOrders; ++n) {
    const EpochOrder order(kCount, n / 100, n % 100);
    for (int64_t i = 0; i < kCount; ++i) {
      ++place[i * kCount + order.at(i)];
      if (i > 0) ++pair[order.at(i - 1) * kCount + order.at(i)];
    }
  }
  for (int64_t i = 0; i < kCount * kCount; ++i) {
    EXPECT_NEAR(place[i], kOrders / kCount, 5 * std::sqrt(kOrders / kCount)) << i;
    if (i / kCount == i % kCount) continue;
    EXPECT_NEAR(pair[i], kOrders / kCount, 5 * std::sqrt(kOrders / kCount)) << i;
  }
}

class ArrayData : public FolderTest {
 protected:
  // Examples [begin, end): numbers of example i are i * 1000 and on.
  static Tensor examples(TensorType type, int64_t begin, int64_t end) {
    type.dims[0] = end - begin;
    Tensor out(type);
    const int64_t rowElements = end > begin ? type.elements() / type.dims[0] : 0;
    for (int64_t i = 0; i < type.elements(); ++i) out.set(i, (begin + i / rowElements) * 1000 + i % rowElements);
    return out;
  }
  std::string file(const std::string& name, const NamedTensors& tensors) {
    const std::string path = folder_ + "/" + name;
    EXPECT_TRUE(writeSafetensors(path, tensors).ok());
    return path;
  }
  DataConfig config(std::vector<std::string> files, bool shuffle) const {
    DataConfig out;
    out.kind = DataConfig::Kind::kArrays;
    out.files = std::move(files);
    out.shuffle = shuffle;
    out.seed = 5;
    out.where = "job.toml:15:1";
    return out;
  }
  static std::string message(const DataConfig& config, const std::vector<BatchInput>& inputs) {
    return std::string(makeBatchSource(config, inputs).status().message());
  }
  // The examples of STEP, by the first number of each row of INPUT.
  static std::vector<int64_t> drawn(BatchSource& source, const TensorType& type, size_t input, int64_t step) {
    Tensor batch(type);
    EXPECT_TRUE(source.fill(step, input, wholeTile(type.dims), batch.mutableData()).ok());
    std::vector<int64_t> out;
    for (int64_t b = 0; b < type.dims[0]; ++b)
      out.push_back(static_cast<int64_t>(batch.asDouble(b * (type.elements() / type.dims[0]))) / 1000);
    return out;
  }
  const TensorType x_{DType::kF32, {4, 3, 2}}, y_{DType::kI32, {4}};
  const std::vector<BatchInput> inputs_{{x_, "batch.x"}, {y_, "y"}};
};

TEST_F(ArrayData, FilesFollowOneAnotherInTheirOrder) {
  const std::string a = file("a.safetensors", {{"y", examples(y_, 0, 3)}, {"x", examples(x_, 0, 3)}}),
                    empty = file("none.safetensors", {{"x", examples(x_, 3, 3)}, {"y", examples(y_, 3, 3)}}),
                    b = file("b.safetensors", {{"x", examples(x_, 3, 10)}, {"y", examples(y_, 3, 10)}});
  StatusOr<std::unique_ptr<BatchSource>> source = makeBatchSource(config({a, empty, b}, false), inputs_);
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ((*source)->itemsPerStep(), 4);
  EXPECT_EQ((*source)->itemName(), "samples");
  for (const auto& [step, expected] : std::vector<std::pair<int64_t, std::vector<int64_t>>>{
           {0, {0, 1, 2, 3}}, {1, {4, 5, 6, 7}}, {2, {8, 9, 0, 1}}, {5, {0, 1, 2, 3}}}) {
    EXPECT_EQ(drawn(**source, x_, 0, step), expected);
    EXPECT_EQ(drawn(**source, y_, 1, step), expected);
  }
}

TEST_F(ArrayData, ShuffledEveryEpochHasEachExampleOnce) {
  const std::string a = file("a.safetensors", {{"x", examples(x_, 0, 3)}, {"y", examples(y_, 0, 3)}}),
                    b = file("b.safetensors", {{"x", examples(x_, 3, 10)}, {"y", examples(y_, 3, 10)}});
  StatusOr<std::unique_ptr<BatchSource>> source = makeBatchSource(config({a, b}, true), inputs_);
  ASSERT_TRUE(source.ok()) << source.status();
  std::vector<int64_t> all;
  for (int64_t step = 0; step < 10; ++step) {
    const std::vector<int64_t> found = drawn(**source, x_, 0, step);
    EXPECT_EQ(drawn(**source, y_, 1, step), found);
    all.insert(all.end(), found.begin(), found.end());
  }
  std::set<std::vector<int64_t>> epochs;
  for (size_t at = 0; at < all.size(); at += 10) {
    const std::vector<int64_t> epoch(all.begin() + at, all.begin() + at + 10);
    EXPECT_EQ(std::set<int64_t>(epoch.begin(), epoch.end()).size(), 10u);
    epochs.insert(epoch);
  }
  EXPECT_EQ(epochs.size(), 4u);
  // By step alone: one that was not asked for the steps before gives the same.
  StatusOr<std::unique_ptr<BatchSource>> fresh = makeBatchSource(config({a, b}, true), inputs_);
  EXPECT_EQ(drawn(**fresh, x_, 0, 7), std::vector<int64_t>(all.begin() + 28, all.begin() + 32));
  DataConfig other = config({a, b}, true);
  other.seed = 6;
  fresh = makeBatchSource(other, inputs_);
  EXPECT_NE(drawn(**fresh, x_, 0, 7), std::vector<int64_t>(all.begin() + 28, all.begin() + 32));
}

TEST_F(ArrayData, TilesAreCutsOfTheWhole) {
  const std::string a = file("a.safetensors", {{"x", examples(x_, 0, 9)}, {"y", examples(y_, 0, 9)}});
  for (const bool shuffle : {false, true}) {
    StatusOr<std::unique_ptr<BatchSource>> source = makeBatchSource(config({a}, shuffle), inputs_);
    ASSERT_TRUE(source.ok()) << source.status();
    Tensor whole(x_);
    ASSERT_TRUE((*source)->fill(2, 0, wholeTile(x_.dims), whole.mutableData()).ok());
    for (const std::vector<Range>& tile : std::vector<std::vector<Range>>{
             {{1, 3}, {0, 3}, {0, 2}}, {{0, 4}, {1, 3}, {0, 2}}, {{2, 4}, {0, 3}, {1, 2}}, {{2, 2}, {0, 3}, {0, 2}}}) {
      const Tensor expected = whole.slice(tile);
      Tensor part(expected.type());
      ASSERT_TRUE((*source)->fill(2, 0, tile, part.mutableData()).ok());
      EXPECT_EQ(compareTensors(part, expected, 0, 0), absl::OkStatus());
    }
  }
}

TEST_F(ArrayData, InputsWithoutNamesAreFedByOrder) {
  const std::string a = file("a.safetensors", {{"images", examples(x_, 0, 9)}, {"labels", examples(y_, 0, 9)}});
  const std::vector<BatchInput> inputs{{x_, "arg3"}, {y_, "arg4"}};
  DataConfig named = config({a}, false);
  named.names = {"images", "labels"};
  StatusOr<std::unique_ptr<BatchSource>> source = makeBatchSource(named, inputs);
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ(drawn(**source, y_, 1, 1), (std::vector<int64_t>{4, 5, 6, 7}));
  named.names.pop_back();
  EXPECT_THAT(message(named, inputs), HasSubstr("[data] names has 1 names for 2 batch inputs: arg3 tensor<4x3x2xf32>, "
                                                "arg4 tensor<4xi32>"));
}

// The tensors of one file may be images, those of another labels.
TEST_F(ArrayData, EachInputFromAFileOfItsOwn) {
  const std::string a = file("a.safetensors", {{"x", examples(x_, 0, 9)}}),
                    b = file("b.safetensors", {{"y", examples(y_, 0, 9)}});
  StatusOr<std::unique_ptr<BatchSource>> source = makeBatchSource(config({a, b}, true), inputs_);
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ(drawn(**source, x_, 0, 1), drawn(**source, y_, 1, 1));
}

TEST_F(ArrayData, WhatDoesNotFitIsNamed) {
  const std::string whole = file("whole.safetensors", {{"x", examples(x_, 0, 9)}, {"y", examples(y_, 0, 9)}});
  EXPECT_THAT(message(config({folder_ + "/none"}, true), inputs_), HasSubstr("job.toml:15:1: " + folder_ + "/none"));
  EXPECT_THAT(message(config({whole}, true), {}), HasSubstr("has none"));
  EXPECT_THAT(message(config({whole}, true), {{TensorType(DType::kF32, {}), "x"}}), HasSubstr("x is tensor<f32>"));
  EXPECT_THAT(message(config({whole}, true), {{x_, "x"}, {TensorType(DType::kI32, {5}), "y"}}),
              HasSubstr("the batch inputs x tensor<4x3x2xf32> and y tensor<5xi32> take unlike numbers of examples"));
  EXPECT_THAT(message(config({whole}, true), {{x_, "x"}, {y_, "z"}}),
              testing::AllOf(HasSubstr("the batch input z tensor<4xi32> has no examples: no tensor z in [data] files"),
                             HasSubstr("\n  " + whole + ": x tensor<9x3x2xf32>, y tensor<9xi32>")));
  EXPECT_THAT(message(config({whole}, true), {{TensorType(DType::kF32, {4, 6}), "x"}}),
              HasSubstr(whole + ": x is tensor<9x3x2xf32>, but rows of it feed the batch input x tensor<4x6xf32>"));
  EXPECT_THAT(message(config({whole}, true), {{TensorType(DType::kI64, {4}), "y"}}),
              HasSubstr("y is tensor<9xi32>, but rows of it feed the batch input y tensor<4xi64>"));
  const std::string uneven = file("uneven.safetensors", {{"x", examples(x_, 0, 9)}, {"y", examples(y_, 0, 8)}});
  EXPECT_THAT(message(config({uneven}, true), inputs_),
              HasSubstr(uneven + ": x tensor<9x3x2xf32> has 9 examples, but y tensor<8xi32> has 8"));
  const std::string images = file("images.safetensors", {{"x", examples(x_, 0, 9)}});
  EXPECT_THAT(message(config({whole, images}, true), inputs_),
              HasSubstr("the batch inputs batch.x and y have unlike numbers of examples, 18 and 9"));
  EXPECT_THAT(
      message(config({file("scalar.safetensors", {{"y", Tensor(TensorType(DType::kI32, {}))}})}, true), inputs_),
      HasSubstr("y is tensor<i32>, but rows of it feed"));
}

TEST_F(ArrayData, AFileThatBecameShorter) {
  const std::string a = file("a.safetensors", {{"x", examples(x_, 0, 9)}, {"y", examples(y_, 0, 9)}});
  StatusOr<std::unique_ptr<BatchSource>> source = makeBatchSource(config({a}, false), inputs_);
  ASSERT_TRUE(source.ok());
  std::filesystem::resize_file(a, 300);
  Tensor batch(x_);
  EXPECT_THAT(std::string((*source)->fill(1, 0, wholeTile(x_.dims), batch.mutableData()).message()),
              HasSubstr(a + ": is cut off: it ends at byte 300, before "));
}

}  // namespace
}  // namespace partita
