#include "base/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "launcher/process.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

int entries(const std::string& folder) {
  int count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) count += entry.exists();
  return count;
}

TEST(Files, WritesWholeFilesAndLeavesNothingBeside) {
  const std::string folder = freshFolder("files"), path = folder + "/a/b.txt";
  const std::string large(3'000'000, 'x');
  for (const bool sync : {false, true}) {
    for (const std::string& contents : {large, std::string(), std::string("a\0b", 3)}) {
      ASSERT_TRUE(writeFile(path, contents, sync).ok());
      EXPECT_EQ(*readFile(path, "test file"), contents);
    }
  }
  EXPECT_EQ(entries(folder + "/a"), 1);
}

TEST(Files, FailuresAreSaidAndTidiedUp) {
  const std::string folder = freshFolder("files_failing");
  ASSERT_TRUE(std::filesystem::create_directory(folder + "/taken"));
  EXPECT_THAT(std::string(writeFile(folder + "/taken", "x").message()), testing::HasSubstr("cannot be written"));
  EXPECT_THAT(std::string(checkWritable(folder + "/taken").message()), testing::HasSubstr("is a folder"));
  EXPECT_FALSE(writeFile("/proc/no/such", "x").ok());
  EXPECT_FALSE(checkWritable("/proc/no/such").ok());
  EXPECT_EQ(entries(folder), 1);
  EXPECT_TRUE(checkWritable(folder + "/new/file").ok());
  EXPECT_FALSE(std::filesystem::exists(folder + "/new/file"));
}

TEST(Process, KnowsItsAgeAndMemory) {
  const double age = processSeconds();
  EXPECT_GT(age, 0);
  EXPECT_LT(age, 1000);
  EXPECT_GE(processSeconds(), age);
  EXPECT_GT(peakMemoryBytes(), 1 << 20);
}

}  // namespace
}  // namespace partita
