// Weights and checkpoints through the public headers.
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "tests/api/api_support.h"

namespace partita {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class ApiWeights : public testing::Test {
 protected:
  ApiWeights() : folder_(std::filesystem::temp_directory_path() / ("partita_api_" + std::to_string(getpid()))) {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  ~ApiWeights() override { std::filesystem::remove_all(folder_); }
  std::string path(const char* name) const { return (folder_ / name).string(); }
  std::filesystem::path folder_;
};

TEST_F(ApiWeights, CheckpointsAreReadOnAnotherMesh) {
  const Client client = clientOf(4);
  const Executable two = compiledFrom(client, addText(8), "data=2"), four = compiledFrom(client, addText(8), "data=4");
  std::vector<float> numbers{0, 1, 2, 3, 4, 5, 6, 7};
  const Buffer a = Buffer::forArgument<float>(two, 0, numbers).value(), b = argumentOf(two, 1, 2);
  for (int64_t step : {10, 20, 30}) {
    const Status saved =
        Weights::checkpoint(client, path("run"), step, {{"state.params.w", &a}, {"state.params.b", &b}}, /*keep=*/2);
    ASSERT_TRUE(saved.ok()) << saved.message();
  }
  EXPECT_FALSE(std::filesystem::exists(path("run/step-00000010")));
  const Weights weights = Weights::open(path("run")).value();
  ASSERT_EQ(weights.count(), 2u);
  EXPECT_EQ(weights.get(1)->name, "state.params.w");
  EXPECT_EQ(weights.get(1)->type, Type(PARTITA_F32, {8}));
  EXPECT_EQ(weights.find("params.w").value(), 1u);
  const Buffer read = weights.load(1, four, 0).value();
  EXPECT_EQ(read.pieceCount(), 4u);
  EXPECT_EQ(read.toHost<float>().value(), numbers);
}

TEST_F(ApiWeights, FilesHoldWholeArrays) {
  const Client client = clientOf(2);
  const Executable add = compiledFrom(client, addText(4), "data=2");
  const Buffer a = argumentOf(add, 0, 3);
  ASSERT_TRUE(Weights::save(path("w.safetensors"), {{"w", &a}}).ok());
  const Weights weights = Weights::open(path("w.safetensors")).value();
  EXPECT_THAT(weights.load(0, add, 1)->toHost<float>().value(), ElementsAre(3, 3, 3, 3));
}

TEST_F(ApiWeights, WrongUseIsNamed) {
  const Client client = clientOf(1);
  const Executable add = compiledFrom(client, addText(4)), longer = compiledFrom(client, addText(5));
  const Buffer a = argumentOf(add, 0, 1);
  EXPECT_EQ(Weights::open(path("none")).status().code(), PARTITA_NOT_FOUND);
  EXPECT_THAT(Weights::save(path("w.safetensors"), {{"w", &a}, {"w", &a}}).message(),
              HasSubstr("paths[1] is \"w\": each array needs a path of its own"));
  EXPECT_THAT(Weights::save(path("w.safetensors"), {{"w", nullptr}}).message(), HasSubstr("buffers[0] is NULL"));
  ASSERT_TRUE(Weights::save(path("w.safetensors"), {{"p.w", &a}, {"q.w", &a}}).ok());
  const Weights weights = Weights::open(path("w.safetensors")).value();
  EXPECT_EQ(weights.find("x").status().code(), PARTITA_NOT_FOUND);
  EXPECT_THAT(weights.find("w").status().message(), HasSubstr("w could be p.w or q.w"));
  EXPECT_THAT(weights.load(2, add, 0).status().message(), HasSubstr("there is no array 2"));
  EXPECT_THAT(weights.load(0, add, 7).status().message(), HasSubstr("there is no argument 7"));
  EXPECT_EQ(weights.load(0, longer, 0).status().code(), PARTITA_INVALID_ARGUMENT);
  const Client other = clientOf(1);
  EXPECT_THAT(Weights::checkpoint(other, path("run"), 1, {{"w", &a}}).message(),
              HasSubstr("w is a buffer of another client"));
  std::FILE* file = std::fopen(path("file").c_str(), "w");
  std::fclose(file);
  EXPECT_FALSE(Weights::checkpoint(client, path("file"), 1, {{"w", &a}}).ok()) << "no folder";
  // A damaged piece is not used.
  ASSERT_TRUE(Weights::checkpoint(client, path("run"), 1, {{"w", &a}}).ok());
  const std::string shard = path("run/step-00000001/shard-0000-of-0001.safetensors");
  file = std::fopen(shard.c_str(), "r+b");
  std::fseek(file, -1, SEEK_END);
  std::fputc(9, file);
  std::fclose(file);
  EXPECT_THAT(Weights::open(path("run"))->load(0, add, 0).status().message(), HasSubstr("shard-0000-of-0001"));
  EXPECT_EQ(Status::take(partita_checkpoint_save(client.c(), nullptr)).code(), PARTITA_INVALID_ARGUMENT);
}

}  // namespace
}  // namespace partita
