#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace partita {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Log, GoesToTheSinkAndBackToStderr) {
  std::vector<std::string> seen;
  const auto sink = [&](LogLevel level, std::string_view message) {
    seen.push_back(strCat(static_cast<int>(level), " ", message));
  };
  setLogSink(sink, LogLevel::kWarning);
  testing::internal::CaptureStderr();
  logInfo("too little");
  logWarning("a warning of ", 3);
  logError("an error");
  EXPECT_THAT(testing::internal::GetCapturedStderr(), IsEmpty());
  EXPECT_THAT(seen, ElementsAre("2 a warning of 3", "3 an error"));
  setLogSink(nullptr, LogLevel::kInfo);
  testing::internal::CaptureStderr();
  logInfo("to people");
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("to people\n"));
  EXPECT_EQ(seen.size(), 2u);
}

}  // namespace
}  // namespace partita
