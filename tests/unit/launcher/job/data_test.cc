#include "launcher/job/data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "base/files.h"
#include "base/rng.h"
#include "launcher/generator_spec.h"
#include "runtime/tile.h"

namespace partita {
namespace {

using testing::HasSubstr;

DataConfig bytesConfig(const std::string& path) {
  DataConfig config;
  config.kind = DataConfig::Kind::kBytes;
  config.files = {path};
  config.where = "job.toml:15:1";
  return config;
}

TEST(Data, BytesFollowTheRule) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += static_cast<char>(splitmix64(static_cast<uint64_t>(i)) & 0xff);
  const std::string path = (std::filesystem::path(testing::TempDir()) / "bytes.txt").string();
  ASSERT_TRUE(writeFile(path, text).ok());
  const TensorType type(DType::kI32, {4, 9});
  StatusOr<std::unique_ptr<BatchSource>> source = makeBatchSource(bytesConfig(path), {{type, "tokens"}});
  ASSERT_TRUE(source.ok()) << source.status();
  EXPECT_EQ((*source)->itemsPerStep(), 32);
  EXPECT_EQ((*source)->itemName(), "tokens");
  Tensor whole(type);
  ASSERT_TRUE((*source)->fill(3, 0, wholeTile(type.dims), whole.mutableData()).ok());
  for (int64_t b = 0; b < 4; ++b) {
    const uint64_t offset = splitmix64(static_cast<uint64_t>(3 * 4 + b)) % (1000 - 9);
    for (int64_t i = 0; i < 9; ++i)
      EXPECT_EQ(whole.asInt(b * 9 + i), static_cast<unsigned char>(text[offset + static_cast<uint64_t>(i)]));
  }
  // A rank's rows, and a cut in both dimensions, are the same numbers.
  const std::vector<Range> tile{{1, 3}, {4, 9}};
  Tensor part(TensorType(DType::kI32, {2, 5}));
  ASSERT_TRUE((*source)->fill(3, 0, tile, part.mutableData()).ok());
  EXPECT_EQ(std::memcmp(part.data(), whole.slice(tile).data(), part.bytes()), 0);
}

TEST(Data, TextsThatDoNotFitAreNamed) {
  const std::string path = (std::filesystem::path(testing::TempDir()) / "short.txt").string();
  ASSERT_TRUE(writeFile(path, "too short").ok());
  const auto message = [](const DataConfig& config, std::vector<BatchInput> inputs) {
    return std::string(makeBatchSource(config, std::move(inputs)).status().message());
  };
  const BatchInput tokens{TensorType(DType::kI32, {2, 9}), "tokens"};
  EXPECT_THAT(message(bytesConfig(path), {tokens}),
              HasSubstr("job.toml:15:1: " + path + " has 9 bytes, but one row of tokens tensor<2x9xi32> takes 9"));
  EXPECT_THAT(message(bytesConfig("/no/such.txt"), {tokens}), HasSubstr("/no/such.txt: no such file"));
  EXPECT_THAT(message(bytesConfig(testing::TempDir()), {tokens}), HasSubstr("is not a file"));
  EXPECT_THAT(message(bytesConfig(path), {tokens, tokens}), HasSubstr("has 2"));
  EXPECT_THAT(message(bytesConfig(path), {{TensorType(DType::kF32, {2, 9}), "x"}}), HasSubstr("x is tensor<2x9xf32>"));
  DataConfig synthetic;
  synthetic.where = "job.toml:15:1";
  EXPECT_THAT(message(synthetic, {tokens}), HasSubstr("has 0 generators, but the step program has 1 batch inputs"));
  synthetic.inputs = {Generator{Generator::Kind::kUniform, 0, 0, 1, 0}};
  EXPECT_THAT(message(synthetic, {tokens}), HasSubstr("generator 0 for tokens: a uniform generator fills floats"));
}

// Numbers of the capture's own input generator (numpy), uniform seed 20 in [0, 1) and randint seed 21 in [0, 10).
TEST(Generate, UniformAndRandintAreTheRule) {
  const Generator uniform{Generator::Kind::kUniform, 20, 0, 1, 0};
  const Tensor floats = generateTensor(uniform, TensorType(DType::kF32, {2, 3}));
  const Generator randint{Generator::Kind::kRandint, 21, -3, 10, 0};
  const Tensor ints = generateTensor(randint, TensorType(DType::kI64, {6}));
  for (int64_t i = 0; i < 6; ++i) {
    const uint64_t word = splitmix64((uint64_t{20} << 32) + static_cast<uint64_t>(i));
    EXPECT_EQ(floats.asDouble(i), static_cast<float>(static_cast<double>(word >> 40) / 16777216.0));
    EXPECT_EQ(ints.asInt(i),
              -3 + static_cast<int64_t>(splitmix64((uint64_t{21} << 32) + static_cast<uint64_t>(i)) % 13));
  }
  EXPECT_EQ(generateTensor({Generator::Kind::kIota, 0, 0, 0, 0}, TensorType(DType::kI32, {4})).asInt(3), 3);
  EXPECT_EQ(generateTensor({Generator::Kind::kConstant, 0, 0, 0, 2.5}, TensorType(DType::kBF16, {4})).asDouble(3), 2.5);
}

TEST(Generate, RandintOfAllThatWordsHold) {
  const TensorType type(DType::kI64, {2});
  auto between = [&](double low, double high) {
    const Generator generator{Generator::Kind::kRandint, 21, low, high, 0};
    EXPECT_TRUE(checkGenerator(generator, DType::kI64, "here").ok());
    const Tensor out = generateTensor(generator, type);
    return std::pair(out.asInt(0), out.asInt(1));
  };
  EXPECT_EQ(between(-0x1p62, 0x1p62), std::pair(int64_t{-3926561397353811896}, int64_t{-1430163436211927412}));
  EXPECT_EQ(between(-0x1p63, 0x1p63), std::pair(int64_t{-8538247415781199800}, int64_t{3181522582215460492}));
  EXPECT_EQ(between(0, 0x1p63), std::pair(int64_t{685124621073576008}, int64_t{3181522582215460492}));
  EXPECT_FALSE(checkGenerator({Generator::Kind::kRandint, 21, 0, 0x1p64, 0}, DType::kUI64, "here").ok());
}

TEST(Generate, TilesAreCutsOfTheWhole) {
  const uint64_t seed = 7;
  Rng rng(seed);
  for (int round = 0; round < 50; ++round) {
    Dims dims;
    std::vector<Range> tile;
    const int rank = static_cast<int>(rng.below(4));
    for (int i = 0; i < rank; ++i) {
      dims.push_back(rng.between(1, 6));
      const int64_t begin = rng.between(0, dims.back()), end = rng.between(begin, dims.back());
      tile.push_back({begin, end});
    }
    const TensorType type(DType::kF32, dims);
    const Generator generator{Generator::Kind::kUniform, rng.next() % 1000, -1, 1, 0};
    const Tensor expected = generateTensor(generator, type).slice(tile);
    std::vector<float> found(static_cast<size_t>(tileElements(tile)) + 1, 99);
    generateTile(generator, type, tile, found.data());
    EXPECT_TRUE(std::equal(expected.data(), expected.data() + expected.bytes(),
                           reinterpret_cast<const std::byte*>(found.data())))
        << "seed " << seed << " round " << round;
    EXPECT_EQ(found.back(), 99) << "wrote past the tile";
  }
}

TEST(Generate, SpecsAreChecked) {
  const StatusOr<std::vector<Generator>> list =
      parseGenerators(R"([{"kind":"uniform","seed":4,"low":-1,"high":1},{"kind":"constant","value":3}])", "spec.json");
  ASSERT_TRUE(list.ok()) << list.status();
  EXPECT_EQ((*list)[0].seed, 4u);
  EXPECT_EQ((*list)[1].value, 3);
  EXPECT_THAT(std::string(parseGenerators("{", "spec.json").status().message()),
              HasSubstr("spec.json: not a JSON list"));
  EXPECT_THAT(std::string(parseGenerators(R"([{"kind":"gauss"}])", "s").status().message()),
              HasSubstr("unknown generator \"gauss\""));
  EXPECT_THAT(std::string(parseGenerators(R"([{"kind":"iota","step":2}])", "s").status().message()),
              HasSubstr("unknown key \"step\""));
}

}  // namespace
}  // namespace partita
