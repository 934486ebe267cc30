// Library functions of JAX and optax as programs that check themselves (tests/data/zoo/make.py): `partita eval` with
// both engines, and over devices.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "tests/support/subprocess.h"

namespace partita {
namespace {

std::vector<std::string> zoo() {
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(sourcePath("tests/data/zoo"))) {
    if (entry.path().extension() == ".mlir") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void expectPass(std::vector<std::string> arguments, const std::vector<std::string>& files) {
  arguments.insert(arguments.begin(), "eval");
  arguments.insert(arguments.end(), files.begin(), files.end());
  const Outcome outcome = runPartita(arguments);
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  // One line a file, of which those that say anything but "pass" are of interest.
  size_t lines = 0;
  for (size_t at = 0; at < outcome.out.size();) {
    const size_t end = outcome.out.find('\n', at);
    const std::string line = outcome.out.substr(at, end - at);
    EXPECT_TRUE(line.starts_with("pass ")) << line;
    ++lines;
    at = end == std::string::npos ? outcome.out.size() : end + 1;
  }
  EXPECT_EQ(lines, files.size());
}

TEST(Zoo, IsLarge) { EXPECT_GE(zoo().size(), 500u); }

TEST(Zoo, Reference) { expectPass({}, zoo()); }

TEST(Zoo, Compiled) { expectPass({"--engine", "compiled", "--no-cache"}, zoo()); }

// Over devices, with shardings from a seed. (Of six, which are cut in twos and threes, shardings meet that are refused.)
TEST(Zoo, Partitioned) {
  for (const char* devices : {"2", "3", "4", "8"}) {
    for (const char* seed : {"1", "6"}) expectPass({"--partitions", devices, "--seed", seed}, zoo());
  }
}

TEST(Zoo, PartitionedAndCompiled) {
  expectPass({"--partitions", "3", "--seed", "11", "--engine", "compiled", "--no-cache"}, zoo());
}

}  // namespace
}  // namespace partita
