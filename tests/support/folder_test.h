#pragma once
// A test with a folder of its own.
#include <gtest/gtest.h>

#include <string>

#include "base/files.h"
#include "tests/support/subprocess.h"

namespace partita {

class FolderTest : public testing::Test {
 protected:
  void SetUp() override { folder_ = freshFolder(testing::UnitTest::GetInstance()->current_test_info()->name()); }
  // The path of file NAME of the folder, which now holds TEXT.
  std::string write(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    EXPECT_TRUE(writeFile(path, text).ok());
    return path;
  }
  std::string folder_;
};

}  // namespace partita
