// Schedules as files: which record a nest gets, and what is said of files that are wrong.
#include "codegen/schedule/schedule_records.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/text.h"
#include "codegen/schedule/schedule_provider.h"
#include "codegen/target.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;

LoopNest doubled(const std::string& name, int64_t size) {
  NestBuilder b(name);
  LoopBuilder& l = b.loops();
  LoopBufferId x = l.parameter("x", DType::kF32, size, true, false);
  LoopBufferId y = l.parameter("y", DType::kF32, size, false, true);
  AxisId i = b.axis("i", size);
  const ExprId in = l.load(x, b.at(i));
  const TempId sum = b.value({i}, l.op(ScalarOp::kAdd, DType::kF32, {in, in}));
  b.store(parallelAxes({i}), {{y, b.at(i), l.temp(sum)}});
  return b.finish(1, 1);
}

std::shared_ptr<const ScheduleRecords> parsed(const std::string& text) {
  StatusOr<std::shared_ptr<const ScheduleRecords>> records = ScheduleRecords::parse(text, "s.txt");
  EXPECT_TRUE(records.ok()) << records.status();
  return *std::move(records);
}

// The lanes of the record that NEST gets: "" where it gets none.
std::string lanesFor(const ScheduleRecords& records, const LoopNest& nest, const std::string& target = "cpu") {
  const std::optional<ProvidedSchedule> given = records.find(nest, target);
  if (!given) return "";
  return given->schedule.steps.empty() ? "none" : strCat(given->schedule.steps[0].number);
}

TEST(ScheduleRecords, TheClosestRecordCounts) {
  const LoopNest small = doubled("loop_add", 8), large = doubled("loop_add", 64), other = doubled("other", 8);
  const std::string rest = strCat("nest loop_add  # a name\nbind i vector 4\n", "nest *\n");
  const std::string text = strCat("  ", nestToString(small), "bind i vector 2\n", rest);
  for (const std::string& exact : {text, strCat("nest ", nestHash(small), "\nbind i vector 2\n", rest)}) {
    const auto records = parsed(exact);
    EXPECT_EQ(lanesFor(*records, small), "2");
    EXPECT_EQ(lanesFor(*records, large), "4");
    EXPECT_EQ(lanesFor(*records, other), "none");
  }
  const auto records = parsed("target a b\nnest loop_add\nbind i vector 2\ntarget *\nnest loop_add\nbind i vector 4");
  EXPECT_EQ(lanesFor(*records, small, "a b"), "2");
  EXPECT_EQ(lanesFor(*records, small, "c"), "4");
  EXPECT_EQ(lanesFor(*records, other), "");
}

TEST(ScheduleRecords, StepsKeepTheirLines) {
  const auto records = parsed("\nnest loop_add\n# a comment\nsplit i 4 -> o k\n\nbind k vector 4\n");
  const std::optional<ProvidedSchedule> given = records->find(doubled("loop_add", 8), "");
  ASSERT_TRUE(given.has_value());
  EXPECT_EQ(given->line, 2);
  EXPECT_EQ(given->lines, (std::vector<int>{4, 6}));
}

TEST(ScheduleRecords, WhatIsWrongIsNamed) {
  const auto expectError = [](const std::string& text, const std::string& message) {
    const Status status = ScheduleRecords::parse(text, "s.txt").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message));
  };
  expectError("bind c vector 4\n", "s.txt:1: 'bind c vector 4' comes before the first nest");
  expectError("nest a\n\nbind c vector\n", "s.txt:3: 'bind c vector' is not of the form 'bind PIECE serial|");
  expectError("nest a\nfrob c\n", "s.txt:2: 'frob' is no step of a schedule");
  expectError("nest\n", "s.txt:1: 'nest' is not of the form 'nest NAME'");
  expectError("nest a b\n", "s.txt:1: 'nest a b' is not of the form 'nest NAME'");
  expectError("nest a() {\n  i = 8\n", "s.txt:1: this nest has no end");
  expectError("target\n", "s.txt:1: target what?");
  expectError("nest a\nnest b\nnest a\n", "s.txt:3: a second schedule for this nest; the first is s.txt:1");
  EXPECT_EQ(ScheduleRecords::load("/no/such/file").status().code(), absl::StatusCode::kNotFound);
}

TEST(ScheduleRecords, RecordsForNoNestAreNamed) {
  const auto records = parsed("nest loop_add\nnest *\ntarget gpu\nnest loop_sub\n");
  EXPECT_EQ(records->used(), "000");
  records->find(doubled("loop_add", 8), "cpu");
  EXPECT_EQ(records->used(), "110");  // "*" is for all: that a closer one comes first does not make it idle
  const Status status = records->checkUsed({records->used()});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(std::string(status.message()),
            "s.txt:4: no kernel that is compiled is 'loop_sub' for gpu\nThe nests are loop_add; --dump writes them "
            "(nests.txt)");
  EXPECT_TRUE(records->checkUsed({records->used(), "001"}).ok());  // at another rank
  EXPECT_FALSE(parsed("# nothing\n")->checkUsed({""}).ok());
}

TEST(ScheduleRecords, AFolderIsAllOfItsFiles) {
  const std::string folder = freshFolder("schedule_records");
  ASSERT_TRUE(writeFile(folder + "/a.txt", "target a\nnest loop_add\n").ok());
  ASSERT_TRUE(writeFile(folder + "/b.txt", "nest other\nbind i vector 8\n").ok());
  const auto records = ScheduleRecords::load(folder);
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_EQ(lanesFor(**records, doubled("other", 8)), "8");  // no target leaks from one file into the next
  EXPECT_EQ(lanesFor(**records, doubled("loop_add", 8), "b"), "");
  const std::string before = (*records)->fingerprint();
  ASSERT_TRUE(writeFile(folder + "/b.txt", "nest other\nbind i vector 4\n").ok());
  EXPECT_NE((*ScheduleRecords::load(folder))->fingerprint(), before);
}

TEST(ScheduleProvider, AsksInOrder) {
  const CpuTarget target = hostTarget();
  const ScheduleContext context{target};
  const LoopNest nest = doubled("loop_add", 64), other = doubled("other", 64);
  ScheduleProvider provider;
  const Schedule byDefault = *defaultSchedule(nest, context);
  EXPECT_EQ(provider.scheduleOf(nest, context)->schedule, byDefault);
  provider.database = parsed("nest loop_add\nbind i vector 2\nnest other\nbind i vector 2\n");
  provider.forced = parsed("nest loop_add\nbind i vector 4\n");
  EXPECT_EQ(provider.scheduleOf(nest, context)->schedule.steps[0].number, 4);
  EXPECT_EQ(provider.scheduleOf(other, context)->schedule.steps[0].number, 2);
  provider.database = nullptr;
  EXPECT_EQ(provider.scheduleOf(other, context)->schedule, *defaultSchedule(other, context));
}

}  // namespace
}  // namespace partita
