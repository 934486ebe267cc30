// The cache of compiled programs, as the command line has it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/subprocess.h"

namespace partita {
namespace {

namespace fs = std::filesystem;

class CacheOptions : public testing::Test {
 protected:
  Outcome bench(std::vector<std::string> more) const {
    std::vector<std::string> command{"bench", sourcePath("examples/gpt/step.mlir"), "--threads", "1", "--budget", "0",
                                     "--json"};
    command.insert(command.end(), more.begin(), more.end());
    Outcome outcome = runPartita(command);
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    return outcome;
  }
  static size_t entries(const std::string& folder, const std::string& prefix) {
    size_t count = 0;
    if (!fs::exists(folder)) return 0;
    for (const auto& entry : fs::directory_iterator(folder))
      count += entry.path().filename().string().rfind(prefix, 0) == 0;
    return count;
  }
};

TEST_F(CacheOptions, TheSecondProcessCompilesNothing) {
  const std::string folder = freshFolder("cli_cache") + "/cache";
  bench({"--cache", folder});
  EXPECT_EQ(entries(folder, "p_"), 1u);
  EXPECT_GT(entries(folder, "k_"), 10u);
  // Whoever lowered or compiled a kernel would put it there again.
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().rfind("k_", 0) == 0) fs::remove(entry.path());
  }
  bench({"--cache-dir", folder});
  EXPECT_EQ(entries(folder, "k_"), 0u);
  EXPECT_EQ(entries(folder, "p_"), 1u);
}

TEST_F(CacheOptions, LimitAndNone) {
  const std::string folder = freshFolder("cli_cache_limit") + "/cache";
  bench({"--cache", folder, "--no-cache"});
  EXPECT_FALSE(fs::exists(folder));
  bench({"--cache", folder, "--cache-limit", "64KB"});
  uintmax_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder)) bytes += entry.file_size();
  EXPECT_GT(bytes, 10u << 10);
  EXPECT_LE(bytes, 64u << 10);
  const Outcome outcome = runPartita({"bench", sourcePath("examples/gpt/step.mlir"), "--cache-limit", "much"});
  EXPECT_EQ(outcome.code, 2);
  EXPECT_THAT(outcome.err, testing::HasSubstr("much"));
}

TEST_F(CacheOptions, AFolderThatCannotBeMadeIsSaidAndNoError) {
  const Outcome outcome = bench({"--cache", sourcePath("README.md") + "/cache"});
  EXPECT_THAT(outcome.err, testing::HasSubstr("nothing is cached: the folder"));
}

}  // namespace
}  // namespace partita
