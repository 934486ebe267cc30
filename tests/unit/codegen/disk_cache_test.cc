#include "codegen/disk_cache.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/rng.h"
#include "base/text.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

namespace fs = std::filesystem;

int64_t bytesIn(const std::string& folder) {
  int64_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(folder)) bytes += static_cast<int64_t>(entry.file_size());
  return bytes;
}

TEST(DiskCache, GivesBackWhatWasWritten) {
  const std::string folder = freshFolder("disk_cache") + "/made/on/demand";
  const DiskCache cache(folder), other(folder);
  EXPECT_FALSE(cache.read("a").has_value());
  const std::string contents("\0\n\xff", 3);
  cache.write("a", contents);
  cache.write("empty", "");
  EXPECT_EQ(other.read("a"), contents);
  EXPECT_EQ(other.read("empty"), "");
  other.write("a", "new");
  EXPECT_EQ(cache.read("a"), "new");
  EXPECT_FALSE(DiskCache("").on());
  DiskCache("").write("a", "nowhere");
  EXPECT_FALSE(DiskCache("").read("a").has_value());
}

TEST(DiskCache, DamagedAndForeignEntriesAreNotThere) {
  const std::string folder = freshFolder("disk_cache_damage");
  const DiskCache cache(folder);
  cache.write("a", std::string(100, 'x'));
  const std::string path = folder + "/a.cached";
  std::ifstream in(path, std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] ^= 4;
    std::ofstream(path, std::ios::binary) << bad;
    EXPECT_FALSE(cache.read("a").has_value()) << i;
    std::ofstream(path, std::ios::binary) << good.substr(0, i);
    EXPECT_FALSE(cache.read("a").has_value()) << i;
  }
  cache.write("a", "again");
  EXPECT_EQ(cache.read("a"), "again");
  // An entry under another name, and one that is a link to elsewhere.
  fs::copy_file(path, folder + "/b.cached");
  EXPECT_FALSE(cache.read("b").has_value());
  fs::create_symlink(path, folder + "/c.cached");
  EXPECT_FALSE(cache.read("c").has_value());
}

TEST(DiskCache, AFolderThatCannotBeMadeIsNoCache) {
  const std::string file = freshFolder("disk_cache_file") + "/file";
  std::ofstream(file) << "in the way";
  const DiskCache cache(file + "/cache");
  EXPECT_FALSE(cache.on());
  cache.write("a", "lost");
  EXPECT_FALSE(cache.read("a").has_value());
}

TEST(DiskCache, WhatIsNotUsedForLongestGoesFirst) {
  const std::string folder = freshFolder("disk_cache_limit");
  const DiskCache cache(folder, 10000);
  cache.write("too_large", std::string(2501, 'x'));
  EXPECT_FALSE(cache.read("too_large").has_value());
  std::ofstream(folder + "/somebody_elses") << std::string(20000, 'x');
  for (const char* name : {"a", "b", "c", "d", "e", "f"}) {
    cache.write(name, std::string(2000, 'x'));
    std::this_thread::sleep_for(std::chrono::milliseconds(20));  // times of files are coarse
    if (std::string(name) != "d") continue;
    EXPECT_TRUE(cache.read("a").has_value());  // used: not the oldest any more
  }
  const std::string dead = folder + "/dead.cached.abcdef", living = folder + "/living.cached.abcdef";
  std::ofstream(dead) << "x";
  std::ofstream(living) << "x";
  fs::last_write_time(dead, fs::file_time_type::clock::now() - std::chrono::hours(2));
  cache.trim();  // six of some 2090 bytes; four are within 9/10 of the limit
  EXPECT_FALSE(cache.read("b").has_value());
  EXPECT_FALSE(cache.read("c").has_value());
  for (const char* name : {"a", "d", "e", "f"}) EXPECT_TRUE(cache.read(name).has_value()) << name;
  EXPECT_FALSE(fs::exists(dead));
  EXPECT_TRUE(fs::exists(living));
  EXPECT_TRUE(fs::exists(folder + "/somebody_elses"));
  cache.trim();
  EXPECT_TRUE(cache.read("a").has_value()) << "below the limit nothing goes";
}

// Processes write, read and trim the same few names at once: what is read is always whole, and the limit is kept.
TEST(DiskCache, ProcessesShareIt) {
  const std::string folder = freshFolder("disk_cache_shared");
  std::vector<pid_t> children;
  for (uint64_t child = 0; child < 4; ++child) {
    const pid_t pid = fork();
    ASSERT_GE(pid, 0);
    if (pid == 0) {
      const DiskCache cache(folder, 60000);
      Rng rng(child + 1);
      bool fine = true;
      for (int round = 0; round < 400; ++round) {
        const uint64_t number = rng.below(12);
        const std::string name = strCat("entry_", number);
        const char letter = static_cast<char>('a' + number);
        if (rng.below(2) == 0) {
          cache.write(name, std::string(5000 + rng.below(5000), letter));
          if (rng.below(4) == 0) cache.trim();
        } else if (const std::optional<std::string> read = cache.read(name)) {
          fine = fine && read->size() >= 5000 && read->find_first_not_of(letter) == std::string::npos;
        }
      }
      _exit(fine ? 0 : 1);
    }
    children.push_back(pid);
  }
  for (const pid_t child : children) {
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  }
  DiskCache(folder, 60000).trim();
  EXPECT_LE(bytesIn(folder), 60000);
  for (const auto& entry : fs::directory_iterator(folder))
    EXPECT_EQ(entry.path().string().find(".cached."), std::string::npos) << entry.path() << " was left behind";
}

}  // namespace
}  // namespace partita
