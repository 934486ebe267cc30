// Checkpoints written and read, and file operations that fail or are the last that is done.
#include "checkpoint/saver.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "checkpoint/safetensors.h"
#include "tests/support/folder_test.h"
#include "tests/support/sample_state.h"

namespace partita {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace fs = std::filesystem;

// Does operations until number FAIL_AT: that one fails, after half of its bytes where it writes; with DIES all later
// ones do nothing too, as if the process had been killed there.
class FaultyOps : public FileOps {
 public:
  FaultyOps(int failAt, bool dies) : failAt_(failAt), dies_(dies) {}
  int count() const { return count_; }

  Status makeFolder(const std::string& path) override { return fails() ? error() : FileOps::makeFolder(path); }
  StatusOr<int> create(const std::string& path) override {
    if (fails()) return error();
    unsynced_.insert(path);
    return FileOps::create(path);
  }
  Status append(int file, std::string_view bytes, const std::string& path) override {
    if (!dead_ && fails()) {
      EXPECT_TRUE(FileOps::append(file, bytes.substr(0, bytes.size() / 2), path).ok());
      return error();
    }
    return dead_ ? error() : FileOps::append(file, bytes, path);
  }
  Status sync(int file, const std::string& path) override {
    if (fails()) return error();
    unsynced_.erase(path);
    return FileOps::sync(file, path);
  }
  Status close(int file, const std::string& path) override {
    const Status closed = FileOps::close(file, path);
    return fails() ? error() : closed;
  }
  Status syncFolder(const std::string& path) override { return fails() ? error() : FileOps::syncFolder(path); }
  Status rename(const std::string& from, const std::string& to) override {
    expectSynced(from);
    return fails() ? error() : FileOps::rename(from, to);
  }
  Status exchange(const std::string& a, const std::string& b) override {
    expectSynced(a);
    return fails() ? error() : FileOps::exchange(a, b);
  }
  Status removeFile(const std::string& path) override { return fails() ? error() : FileOps::removeFile(path); }
  Status removeFolder(const std::string& path) override { return fails() ? error() : FileOps::removeFolder(path); }

 private:
  bool fails() {
    if (dead_) return true;
    const bool now = count_++ == failAt_;
    dead_ = now && dies_;
    return now;
  }
  static Status error() { return unavailable("no space left"); }
  // What gets the name of a checkpoint is on the disk.
  void expectSynced(const std::string& folder) {
    if (dead_) return;
    for (const std::string& path : unsynced_) EXPECT_NE(path.rfind(folder + "/", 0), 0u) << path;
  }
  int failAt_, count_ = 0;
  bool dies_, dead_ = false;
  std::set<std::string> unsynced_;
};

class Saver : public FolderTest {
 protected:
  std::string path(int64_t step) const { return checkpointPath(folder_, step); }
  std::vector<int64_t> steps() const { return *listCheckpoints(folder_); }
  size_t entries() const {
    return static_cast<size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  SampleState state_;
};

TEST_F(Saver, WritesAndReadsBack) {
  for (const bool async : {false, true}) {
    auto saver = state_.saver(folder_, FileOps::system(), 2, async);
    ASSERT_TRUE(saver.ok()) << saver.status();
    for (int64_t step = 1; step <= 5; ++step) ASSERT_TRUE((*saver)->atStep(step, state_.buffers(step)).ok());
    ASSERT_TRUE((*saver)->finish().ok());
    EXPECT_EQ((*saver)->saved(), 5);
    EXPECT_THAT(steps(), ElementsAre(4, 5));
    EXPECT_EQ(entries(), 2u);
    for (const int64_t step : {4, 5}) {
      EXPECT_EQ(state_.expectState(path(step), step), absl::OkStatus());
      EXPECT_EQ(verifyCheckpoint(path(step)), absl::OkStatus());
    }
    EXPECT_EQ(state_.expectState(folder_, 5), absl::OkStatus());  // the newest
  }
}

TEST_F(Saver, AShardIsASafetensorsFileWithEachBoxOnce) {
  auto saver = state_.saver(folder_, FileOps::system());
  ASSERT_TRUE((*saver)->atStep(7, state_.buffers(7)).ok());
  const StatusOr<NamedTensors> shard = readSafetensors(path(7) + "/shard-0000-of-0001.safetensors");
  ASSERT_TRUE(shard.ok()) << shard.status();
  std::vector<std::string> names;
  for (const auto& [name, tensor] : *shard) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("params.layer.0@[0:17,0:20]", "params.layer.0@[17:33,0:20]",
                                 "params.layer.1@[0:7,0:8]", "params.layer.1@[0:7,8:24]", "params.layer.2",
                                 "params.layer.3", "params.layer.4", "params.layer.5"));
  const StatusOr<Manifest> manifest = readCheckpointManifest(path(7));
  ASSERT_TRUE(manifest.ok()) << manifest.status();
  EXPECT_EQ(manifest->step, 7);
  EXPECT_EQ(manifest->job, "sample");
}

// Without a whole one before it a killed writer leaves none; with one, always one, and never a broken one.
TEST_F(Saver, KilledAtEveryFileOperation) {
  int operations = 0;
  for (int at = 0;; ++at) {
    const std::string dir = folder_ + "/" + std::to_string(at);
    {
      auto saver = state_.saver(dir, FileOps::system(), 1);
      ASSERT_TRUE((*saver)->atStep(1, state_.buffers(1)).ok());
    }
    FaultyOps files(at, /*dies=*/true);
    int64_t saved = 0;
    if (auto saver = state_.saver(dir, files, 1, at % 2 == 1); saver.ok()) {
      for (int64_t step = 2; step <= 3; ++step) ASSERT_TRUE((*saver)->atStep(step, state_.buffers(step)).ok());
      ASSERT_TRUE((*saver)->finish().ok());
      saved = (*saver)->saved();
    }
    const std::vector<int64_t> found = *listCheckpoints(dir);
    ASSERT_FALSE(found.empty()) << "killed at operation " << at;
    for (const int64_t step : found) {
      EXPECT_EQ(verifyCheckpoint(checkpointPath(dir, step)), absl::OkStatus()) << "killed at operation " << at;
      EXPECT_EQ(state_.expectState(checkpointPath(dir, step), step), absl::OkStatus());
    }
    EXPECT_GE(found.back(), 1 + saved);
    // The next run removes what is left, and goes on.
    auto next = state_.saver(dir, FileOps::system(), 1);
    ASSERT_TRUE(next.ok()) << next.status();
    ASSERT_TRUE((*next)->atStep(4, state_.buffers(4)).ok());
    EXPECT_THAT(*listCheckpoints(dir), ElementsAre(4));
    EXPECT_EQ(std::distance(fs::directory_iterator(dir), fs::directory_iterator()), 1) << "killed at operation " << at;
    operations = files.count();
    if (operations <= at) break;
  }
  EXPECT_GT(operations, 25);
}

TEST_F(Saver, AFailedOperationLosesNothingAndTrainingGoesOn) {
  for (int at = 0;; ++at) {
    const std::string dir = folder_ + "/" + std::to_string(at);
    {
      auto saver = state_.saver(dir, FileOps::system(), 2);
      ASSERT_TRUE((*saver)->atStep(1, state_.buffers(1)).ok());
    }
    FaultyOps files(at, /*dies=*/false);
    auto saver = state_.saver(dir, files, 2, at % 2 == 1);
    if (at == 0) {  // the folder itself
      EXPECT_THAT(std::string(saver.status().message()), HasSubstr("[checkpoint] dir"));
      continue;
    }
    ASSERT_TRUE((*saver)->atStep(2, state_.buffers(2)).ok()) << at;
    ASSERT_TRUE((*saver)->finish().ok());
    const std::vector<int64_t> found = *listCheckpoints(dir);
    for (const int64_t step : found)
      EXPECT_EQ(state_.expectState(checkpointPath(dir, step), step), absl::OkStatus()) << at;
    EXPECT_EQ(state_.expectState(checkpointPath(dir, 1), 1), absl::OkStatus());
    ASSERT_TRUE((*saver)->atStep(3, state_.buffers(3)).ok());
    ASSERT_TRUE((*saver)->finish().ok());
    const std::vector<int64_t> after = *listCheckpoints(dir);
    for (const int64_t step : after)
      EXPECT_EQ(state_.expectState(checkpointPath(dir, step), step), absl::OkStatus()) << at;
    if (files.count() <= at) {
      EXPECT_THAT(after, ElementsAre(2, 3));
      break;
    }
  }
}

TEST_F(Saver, LaterStepsOfARunThatWasLeftGo) {
  auto saver = state_.saver(folder_, FileOps::system());
  for (const int64_t step : {2, 5, 8}) ASSERT_TRUE((*saver)->atStep(step, state_.buffers(step)).ok());
  ASSERT_TRUE((*saver)->atStep(5, state_.buffers(50)).ok());  // replaced
  EXPECT_THAT(steps(), ElementsAre(2, 5));
  EXPECT_EQ(state_.expectState(path(5), 50), absl::OkStatus());
  EXPECT_EQ(entries(), 2u);
}

// A file system that cannot exchange folders.
TEST_F(Saver, ReplacedInTwoSteps) {
  class Plain : public FileOps {
    Status exchange(const std::string&, const std::string& b) override { return unimplemented(b); }
  } files;
  auto saver = state_.saver(folder_, files);
  ASSERT_TRUE((*saver)->atStep(5, state_.buffers(5)).ok());
  ASSERT_TRUE((*saver)->atStep(5, state_.buffers(50)).ok());
  EXPECT_EQ(state_.expectState(path(5), 50), absl::OkStatus());
  EXPECT_EQ(entries(), 1u);
}

TEST_F(Saver, FilesOfOthersStay) {
  auto saver = state_.saver(folder_, FileOps::system(), 1);
  ASSERT_TRUE((*saver)->atStep(1, state_.buffers(1)).ok());
  write("step-00000001/notes.txt", "mine");
  write("step-00000009/notes.txt", "mine");  // no manifest of ours
  ASSERT_TRUE((*saver)->atStep(2, state_.buffers(2)).ok());
  EXPECT_THAT(steps(), ElementsAre(2, 9));
  EXPECT_TRUE(fs::exists(folder_ + "/step-00000009/notes.txt"));
  bool kept = false;
  for (const auto& entry : fs::recursive_directory_iterator(folder_))
    kept =
        kept || (entry.path().filename() == "notes.txt" && entry.path().string().find("00000001") != std::string::npos);
  EXPECT_TRUE(kept);
}

}  // namespace
}  // namespace partita
