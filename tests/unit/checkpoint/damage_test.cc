// What is wrong with a checkpoint is found, named, and never loaded.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <set>

#include "base/files.h"
#include "base/hash.h"
#include "checkpoint/checkpoint_folder.h"
#include "checkpoint/safetensors.h"
#include "checkpoint/transfer.h"
#include "graph/tensor.h"
#include "tests/support/folder_test.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/sample_state.h"

namespace partita {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class Damage : public FolderTest {
 protected:
  void SetUp() override {
    FolderTest::SetUp();
    // Two shards: as two ranks with a device each would write them.
    for (const int64_t step : {1, 2}) {
      const StatusOr<ShardLayout> layout =
          layOutShards(state_.tensors(), 2, [](int64_t device) { return static_cast<int>(device); });
      ASSERT_TRUE(layout.ok()) << layout.status();
      const std::string temporary = temporaryPath(folder_, step);
      ASSERT_TRUE(FileOps::system().makeFolder(temporary).ok());
      Manifest manifest;
      manifest.step = step;
      manifest.files = layout->files;
      manifest.tensors = layout->tensors;
      for (size_t f = 0; f < 2; ++f) {
        std::string image = layout->headers[f];
        image.resize(static_cast<size_t>(layout->files[f].bytes));
        for (size_t i = 0; i < layout->tensors.size(); ++i) {
          for (const StoredPiece& piece : layout->tensors[i].pieces) {
            const Tensor part = state_.value(i, step).slice(piece.box);
            if (piece.file == f && part.bytes() > 0) std::memcpy(image.data() + piece.begin, part.data(), part.bytes());
          }
        }
        manifest.files[f].chunkHashes = {hashBytes(image)};
        ASSERT_TRUE(FileOps::system().writeSynced(temporary + "/" + manifest.files[f].name, image).ok());
      }
      ASSERT_EQ(publishCheckpoint(FileOps::system(), temporary, folder_, manifest), absl::OkStatus());
      ASSERT_EQ(state_.expectState(checkpointPath(folder_, step), step), absl::OkStatus());
    }
  }
  SampleState state_;
};

std::string contents(const std::string& path) { return *readFile(path, "test file"); }

TEST_F(Damage, AThousandDamagedCheckpoints) {
  const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 12),
                 rounds = numberFromEnvironment("PARTITA_FUZZ_ROUNDS", 1000);
  std::printf("PARTITA_SEED=%llu, %llu rounds\n", static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(rounds));
  Rng rng(seed);
  const std::vector<std::string> names{"manifest.json", "shard-0000-of-0002.safetensors",
                                       "shard-0001-of-0002.safetensors"};
  const std::string good = checkpointPath(folder_, 1), other = checkpointPath(folder_, 2);
  const std::string damaged = folder_ + "/damaged/step-00000001";
  for (uint64_t round = 0; round < rounds; ++round) {
    fs::remove_all(damaged);
    fs::create_directories(damaged);
    std::vector<std::string> files;
    for (const std::string& name : names) files.push_back(contents(good + "/" + name));
    const size_t victim = rng.below(names.size());
    std::string& bytes = files[victim];
    const uint64_t kind = rng.below(7);
    size_t gone = names.size();
    switch (kind) {
      case 0:  // a bit
      case 1:
        bytes[rng.below(bytes.size())] ^= static_cast<char>(1u << rng.below(8));
        break;
      case 2:  // cut
        bytes.resize(rng.below(bytes.size()));
        break;
      case 3:  // longer
        bytes += static_cast<char>(rng.below(256));
        break;
      case 4:
        gone = victim;
        break;
      case 5:  // swapped
        std::swap(bytes, files[(victim + 1) % names.size()]);
        break;
      default:  // of another checkpoint
        bytes = contents(other + "/" + names[victim]);
    }
    for (size_t i = 0; i < names.size(); ++i) {
      if (i != gone) std::ofstream(damaged + "/" + names[i], std::ios::binary) << files[i];
    }
    const Status loaded = state_.expectState(damaged, 1), verified = verifyCheckpoint(damaged);
    for (const Status& status : {loaded, verified}) {
      ASSERT_TRUE(absl::IsInvalidArgument(status) || absl::IsNotFound(status))
          << "round " << round << ", kind " << kind << ", " << names[victim] << ": " << status;
      ASSERT_THAT(std::string(status.message()), HasSubstr(damaged + "/")) << "round " << round;
    }
  }
}

TEST_F(Damage, ManifestsOfOthersAreNamed) {
  const auto error = [](const std::string& body) {
    const std::string text = strCat("{\"hash\": \"", hashHex(body), "\", \"checkpoint\": ", body, "}\n");
    const StatusOr<Manifest> parsed = parseManifest(text, "manifest.json");
    return parsed.ok() ? std::string() : std::string(parsed.status().message());
  };
  EXPECT_THAT(error("[]"), HasSubstr("manifest.json: is no manifest"));
  EXPECT_THAT(error("{\"format\": \"x\", \"version\": 1}"), HasSubstr("\"format\" is another"));
  EXPECT_THAT(error("{\"format\": \"partita checkpoint\", \"version\": 2}"), HasSubstr("is of version 2"));
  EXPECT_THAT(error("{\"format\": \"partita checkpoint\", \"version\": 1, \"chunk_bytes\": 4194304}"),
              HasSubstr("\"step\" is missing"));
  const auto withTensor = [&](const std::string& tensor) {
    return error(
        "{\"format\": \"partita checkpoint\", \"version\": 1, \"chunk_bytes\": 4194304, \"step\": 1, "
        "\"data_position\": 1, \"job\": \"\", \"mesh\": \"\", \"hashes\": {}, \"shards\": [{\"file\": \"a\", "
        "\"bytes\": 100, \"chunks\": [\"0\"]}], \"tensors\": {\"w\": " +
        tensor + "}}");
  };
  EXPECT_EQ(withTensor("{\"dtype\": \"f32\", \"shape\": [2], \"sharding\": \"\", \"pieces\": [{\"shard\": 0, "
                       "\"bytes\": [8, 16], \"box\": [[0, 2]]}]}"),
            "");
  EXPECT_THAT(withTensor("{\"dtype\": \"f32\", \"shape\": [2], \"sharding\": \"\", \"pieces\": [{\"shard\": 1, "
                         "\"bytes\": [8, 16], \"box\": [[0, 2]]}]}"),
              HasSubstr("in no shard"));
  EXPECT_THAT(withTensor("{\"dtype\": \"f32\", \"shape\": [2], \"sharding\": \"\", \"pieces\": [{\"shard\": 0, "
                         "\"bytes\": [8, 12], \"box\": [[0, 1]]}]}"),
              HasSubstr("1 of 2 elements"));
  EXPECT_THAT(withTensor("{\"dtype\": \"f32\", \"shape\": [2], \"sharding\": \"\", \"pieces\": [{\"shard\": 0, "
                         "\"bytes\": [98, 106], \"box\": [[0, 2]]}]}"),
              HasSubstr("do not fit"));
  EXPECT_THAT(withTensor("{\"dtype\": \"f99\", \"shape\": []}"), HasSubstr("w: "));
  EXPECT_THAT(withTensor("{\"dtype\": \"f32\", \"shape\": [-1]}"), HasSubstr("shape"));
  EXPECT_THAT(withTensor("{\"dtype\": \"f32\", \"shape\": [9007199254740993, 9007199254740993]}"),
              HasSubstr("too large"));
}

TEST_F(Damage, WhatIsMissingIsListed) {
  auto reader = openWeights(folder_);
  ASSERT_TRUE(reader.ok()) << reader.status();
  std::vector<StateTensor> state = state_.tensors();
  state[0].path = "params.other";
  state[3].placement = wholeOn(TensorType(DType::kF32, {2}), {0});
  const Status status = checkHolds(**reader, state);
  EXPECT_THAT(std::string(status.message()), HasSubstr("params.other: is missing"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("params.layer.3: is tensor<i32>, expected tensor<2xf32>"));
  EXPECT_TRUE(absl::IsInvalidArgument(status));
}

// Boxes of a file of several chunks: right, each chunk once, and no other.
TEST(WeightsReader, ReadsChunksThatAreNeededOnce) {
  const std::string folder = freshFolder("weights_reader");
  Tensor tensor(TensorType(DType::kI32, {2000, 1500})), small(TensorType(DType::kI32, {5}));  // 12 MB
  std::iota(tensor.mutableAs<int32_t>(), tensor.mutableAs<int32_t>() + tensor.elements(), 0);
  std::iota(small.mutableAs<int32_t>(), small.mutableAs<int32_t>() + 5, 100);
  ASSERT_TRUE(writeSafetensors(folder + "/w.safetensors", {{"w", tensor}, {"z", small}}).ok());
  ASSERT_EQ(importWeights(FileOps::system(), folder + "/w.safetensors", folder + "/c"), absl::OkStatus());
  Rng rng(3);
  for (int round = 0; round < 30; ++round) {
    auto reader = openWeights(folder + "/c");
    ASSERT_TRUE(reader.ok()) << reader.status();
    std::vector<std::vector<Range>> boxes;
    std::vector<Tensor> out;
    std::vector<WeightsReader::Want> wants;
    std::set<int64_t> chunks;
    const StoredTensor* stored = (*reader)->find("w");
    ASSERT_NE(stored, nullptr);
    const int64_t count = rng.between(1, 4);
    out.reserve(static_cast<size_t>(count));
    for (int64_t i = 0; i < count; ++i) {
      const int64_t row = rng.between(0, 1999), column = rng.between(0, 1499);
      boxes.push_back(
          {{row, rng.between(row + 1, std::min<int64_t>(2000, row + 600))}, {column, rng.between(column + 1, 1500)}});
      const Range rows = boxes.back()[0], columns = boxes.back()[1];
      out.emplace_back(TensorType(DType::kI32, {rows.size(), columns.size()}));
      wants.push_back({stored, boxes.back(), out.back().mutableData()});
      for (int64_t r = rows.begin; r < rows.end; ++r) {
        const int64_t begin = stored->pieces[0].begin + (r * 1500 + columns.begin) * 4;
        for (int64_t chunk = begin / kChunkBytes; chunk * kChunkBytes < begin + columns.size() * 4; ++chunk)
          chunks.insert(chunk);
      }
    }
    ASSERT_EQ((*reader)->read(wants), absl::OkStatus());
    for (size_t i = 0; i < boxes.size(); ++i)
      EXPECT_TRUE(compareTensors(out[i], tensor.slice(boxes[i]), 0, 0).ok()) << boxText(boxes[i]);
    EXPECT_EQ((*reader)->chunksRead(), static_cast<int64_t>(chunks.size()));
  }
  auto reader = openWeights(folder + "/w.safetensors");
  const StatusOr<Tensor> z = (*reader)->tensor(*(*reader)->find("z"));
  ASSERT_TRUE(z.ok());
  EXPECT_EQ(z->asInt(4), 104);
}

}  // namespace
}  // namespace partita
