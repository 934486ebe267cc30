// libpartita.so through its public headers: every call well and wrongly used.
#include <atomic>
#include <cstring>
#include <fstream>
#include <thread>

#include "tests/api/api_support.h"

namespace partita {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The status of a call of the C interface, which must fail.
Status failed(partita_status* status) {
  EXPECT_NE(status, nullptr);
  return Status::take(status);
}

TEST(Api, VersionsAgree) {
  EXPECT_EQ(partita_api_version(), PARTITA_API_VERSION);
  EXPECT_STRNE(partita_version(), "");
}

TEST(Api, WholeWay) {
  const Client client = clientOf(2);
  EXPECT_EQ(client.deviceCount(), 2);
  const Program program = Program::parse(addText(8, /*donated=*/true), "add.mlir").value();
  ASSERT_EQ(program.argumentCount(), 2u);
  EXPECT_EQ(program.argument(0)->donatedTo, 0);
  EXPECT_EQ(program.argument(1)->donatedTo, -1);
  EXPECT_EQ(program.result(0)->type, Type(PARTITA_F32, {8}));
  PlanOptions options;
  options.mesh = "data=2";
  options.rules = {".*=data"};
  const Plan plan = Plan::create(client, program, options).value();
  EXPECT_EQ(plan.cost()->devices, 2);
  EXPECT_EQ(plan.cost()->argument_bytes, 32u);
  EXPECT_THAT(plan.text().value(), HasSubstr("data=2"));
  EXPECT_THAT(plan.explain("arg1").value(), HasSubstr("rule .*"));
  const Executable add = Executable::compile(client, plan).value();
  const Buffer a = argumentOf(add, 0, 1), b = argumentOf(add, 1, 2);
  ASSERT_EQ(a.pieceCount(), 2u);
  EXPECT_THAT(a.piece(1)->begin, ElementsAre(4));
  EXPECT_THAT(a.piece(1)->end, ElementsAre(8));
  EXPECT_EQ(a.piece(1)->bytes, 16u);
  Event done;
  ExecuteOptions run;
  run.done = &done;
  std::vector<Buffer> sum = add.execute({&a, &b}, run).value();
  EXPECT_TRUE(done.await().ok());
  EXPECT_TRUE(done.isReady());
  EXPECT_THAT(sum[0].toHost<float>().value(), testing::Each(3));
  float piece[4];
  EXPECT_TRUE(sum[0].pieceToHost(1, piece, sizeof piece).ok());
  EXPECT_EQ(piece[3], 3);
  EXPECT_TRUE(a.isGone());
  EXPECT_EQ(add.execute({&a, &b}).status().code(), PARTITA_FAILED_PRECONDITION);
  // Kept this time.
  run.keep = {0};
  const Buffer c = std::move(add.execute({&sum[0], &b}, run).value()[0]);
  EXPECT_FALSE(sum[0].isGone());
  EXPECT_EQ(c.toHost<float>().value()[7], 5);
  sum[0].drop();
  EXPECT_TRUE(sum[0].isGone());
  EXPECT_EQ(sum[0].toHost<float>().status().code(), PARTITA_FAILED_PRECONDITION);
}

TEST(Api, CollectivesAreCounted) {
  const Client none;  // a plan needs no devices
  const Program program = Program::parse(
                              "func.func public @main(%x: tensor<8xf32>) -> tensor<f32> {\n"
                              "  %z = stablehlo.constant dense<0.0> : tensor<f32>\n"
                              "  %0 = stablehlo.reduce(%x init: %z) applies stablehlo.add across dimensions = [0] : "
                              "(tensor<8xf32>, tensor<f32>) -> tensor<f32>\n  return %0 : tensor<f32>\n}\n")
                              .value();
  PlanOptions options;
  options.mesh = "data=4";
  const Plan plan = Plan::create(none, program, options).value();
  const std::vector<PlannedCollective> found = plan.collectives().value();
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].kind, "all-reduce");
  EXPECT_EQ(found[0].axes, "data");
  EXPECT_EQ(found[0].groupSize, 4);
  EXPECT_DOUBLE_EQ(found[0].sentBytes, 6);  // 2 * 3/4 of 4 bytes
  const Client two = clientOf(2);
  EXPECT_THAT(Plan::create(two, program, options).status().message(), HasSubstr("has 4 devices, but the client has 2"));
  EXPECT_FALSE(Executable::compile(two, plan).ok());
}

TEST(Api, SerialisesAndLoads) {
  const Client client = clientOf(2);
  const Executable add = compiledFrom(client, addText(8), "data=2");
  std::string bytes = add.serialize().value();
  const Executable loaded = Executable::load(client, bytes).value();
  const Buffer a = argumentOf(loaded, 0, 1), b = argumentOf(loaded, 1, 2);
  EXPECT_EQ(loaded.execute({&a, &b}).value()[0].toHost<float>().value()[5], 3);
  bytes[bytes.size() / 2] ^= 1;
  EXPECT_EQ(Executable::load(client, bytes).status().code(), PARTITA_INVALID_ARGUMENT);
  EXPECT_EQ(Executable::load(client, "").status().code(), PARTITA_INVALID_ARGUMENT);
}

TEST(Api, MovesBuffersToWhereAProgramWantsThem) {
  const Client client = clientOf(2);
  const Executable add = compiledFrom(client, addText(6), "data=2");
  const std::vector<float> data{0, 1, 2, 3, 4, 5};
  const Buffer whole = Buffer::fromHost(client, data.data(), Type(PARTITA_F32, {6})).value();
  const Buffer a = whole.toArgument(add, 0).value(), again = a.toArgument(add, 1).value();
  EXPECT_EQ(a.pieceCount(), 2u);
  EXPECT_EQ(add.execute({&a, &again}).value()[0].toHost<float>().value()[5], 10);
  EXPECT_THAT(add.execute({&whole, &a}).status().message(), HasSubstr("argument 0 must be"));
}

TEST(Api, HostMemoryIsUsedInPlaceAndReleasedOnce) {
  std::atomic<int> released = 0;
  alignas(64) float data[16] = {4};
  {
    const Client client = clientOf(1);
    const Executable add = compiledFrom(client, addText(16));
    const Buffer a = Buffer::wrapHost(client, data, Type(PARTITA_F32, {16}), 0, [&] { ++released; }).value();
    EXPECT_EQ(released, 0);
    data[0] = 5;  // not a copy
    EXPECT_EQ(add.execute({&a, &a}).value()[0].toHost<float>().value()[0], 10);
    EXPECT_FALSE(Buffer::wrapHost(client, data, Type(PARTITA_F32, {16}), 7, [&] { ++released; }).ok());
    EXPECT_EQ(released, 1) << "also where the call fails";
    EXPECT_FALSE(
        Buffer::wrapHost(client, data, Type(static_cast<partita_element>(99), {}), 0, [&] { ++released; }).ok());
    EXPECT_EQ(released, 2);
  }
  EXPECT_EQ(released, 3);
}

TEST(Api, WhatIsMadeKeepsTheClient) {
  Buffer sum;
  Event ready;
  {
    const Client client = clientOf(2);
    const Executable add = compiledFrom(client, addText(100000), "data=2");
    const Buffer a = argumentOf(add, 0, 1);
    sum = std::move(add.execute({&a, &a}).value()[0]);
    ready = sum.readyEvent().value();
  }
  EXPECT_TRUE(ready.await().ok());
  EXPECT_EQ(sum.toHost<float>().value()[99999], 2);
}

TEST(Api, CallbacksComeOnce) {
  const Client client = clientOf(1);
  const Executable add = compiledFrom(client, addText(1000));
  const Buffer a = argumentOf(add, 0, 1);
  std::atomic<int> calls = 0;
  for (int i = 0; i < 50; ++i) {
    const Buffer sum = std::move(add.execute({&a, &a}).value()[0]);
    EXPECT_TRUE(sum.readyEvent()->then([&](const Status& status) { calls += status.ok() ? 1 : 100; }).ok());
    EXPECT_TRUE(sum.await().ok());
  }
  while (calls < 50) std::this_thread::yield();
  EXPECT_EQ(calls, 50);
}

TEST(Api, MistakesAreNamed) {
  const Client client = clientOf(1);
  partita_program* program = nullptr;
  EXPECT_THAT(failed(partita_program_parse("func", 4, "x.mlir", &program)).message(), HasSubstr("x.mlir:1:"));
  EXPECT_EQ(program, nullptr);
  EXPECT_EQ(Program::load("/no/such.mlir").status().code(), PARTITA_NOT_FOUND);
  EXPECT_THAT(failed(partita_program_parse(nullptr, 4, "x", &program)).message(), HasSubstr("text is NULL"));
  EXPECT_THAT(failed(partita_program_parse("", 0, "x", nullptr)).message(), HasSubstr("program is NULL"));
  const Program add = Program::parse(addText(4)).value();
  PlanOptions options;
  options.mesh = "data=0";
  EXPECT_EQ(Plan::create(client, add, options).status().code(), PARTITA_INVALID_ARGUMENT);
  options.mesh = "";
  options.rules = {"nothing"};
  EXPECT_THAT(Plan::create(client, add, options).status().message(), HasSubstr("write REGEX=AXES"));
  EXPECT_THAT(add.argument(2).status().message(), HasSubstr("there is no argument 2: the program takes 2"));
  const Executable compiled = compiledFrom(client, addText(4));
  const Buffer empty;
  EXPECT_THAT(Buffer::forArgument<float>(compiled, 0, std::vector<float>(3)).status().message(),
              HasSubstr("argument 0: size is 12 bytes, but tensor<4xf32> has 16"));
  EXPECT_THAT(compiled.execute({}).status().message(), HasSubstr("takes 2 arguments, but 0 are given"));
  EXPECT_EQ(compiled.execute({&empty, &empty}).status().code(), PARTITA_INVALID_ARGUMENT);
  EXPECT_EQ(Client().device(0).status().code(), PARTITA_INVALID_ARGUMENT);
  EXPECT_EQ(client.device(1).status().code(), PARTITA_INVALID_ARGUMENT);
  EXPECT_EQ(Client::create({/*devices=*/0, 0, 0, false, 0}).status().code(), PARTITA_INVALID_ARGUMENT);
  partita_client_options unsized = {};
  partita_client* made = nullptr;
  EXPECT_THAT(failed(partita_client_create(&unsized, &made)).message(), HasSubstr("size is 0"));
}

TEST(Api, NothingIsDestroyedByDestroyingNothing) {
  partita_status_destroy(nullptr);
  partita_bytes_destroy(nullptr);
  partita_client_destroy(nullptr);
  partita_program_destroy(nullptr);
  partita_plan_destroy(nullptr);
  partita_buffer_destroy(nullptr);
  partita_executable_destroy(nullptr);
  partita_event_destroy(nullptr);
  partita_buffer_drop(nullptr);
  EXPECT_EQ(partita_status_code(nullptr), PARTITA_OK);
  EXPECT_STREQ(partita_status_message(nullptr), "");
}

// Callers that were compiled with an older header have smaller structs, with a newer one larger ones.
TEST(Api, StructsOfOtherVersions) {
  struct {
    partita_client_options known;
    uint64_t later = 7;
  } larger = {{sizeof(larger), 1, 1, 0, 0, 0, nullptr, nullptr, 0}};
  partita_client* client = nullptr;
  ASSERT_EQ(partita_client_create(&larger.known, &client), nullptr);
  partita_client_destroy(client);
  partita_client_options smaller = {
      offsetof(partita_client_options, memory_limit), 1, 1, UINT64_MAX, 9, 9, "x", nullptr, 9};
  ASSERT_EQ(partita_client_create(&smaller, &client), nullptr) << "memory_limit was not read";
  partita_device_info info;
  std::memset(&info, 0x55, sizeof info);
  info.size = offsetof(partita_device_info, memory_limit);
  ASSERT_EQ(partita_client_device(client, 0, &info), nullptr);
  EXPECT_STREQ(info.kind, "cpu");
  EXPECT_EQ(info.memory_limit, 0x5555555555555555u) << "what the caller does not know is not written";
  partita_client_destroy(client);
}

TEST(Api, MemoryIsCountedAndLimited) {
  ClientOptions options;
  options.memoryLimit = 1 << 20;
  const Client client = Client::create(options).value();
  const uint64_t before = client.device(0)->memory_in_use;
  const std::vector<float> data(1000);
  const Buffer buffer = Buffer::fromHost(client, data.data(), Type(PARTITA_F32, {1000})).value();
  EXPECT_GE(client.device(0)->memory_in_use, before + 4000);
  EXPECT_EQ(client.device(0)->memory_limit, 1u << 20);
  const std::vector<float> large(1 << 20);
  EXPECT_EQ(Buffer::fromHost(client, large.data(), Type(PARTITA_F32, {1 << 20})).status().code(),
            PARTITA_RESOURCE_EXHAUSTED);
}

TEST(Api, SchedulesComeFromADatabase) {
  const Client client = clientOf(1);
  const Plan plan = Plan::create(client, Program::parse(addText(3)).value()).value();
  CompileOptions options;
  options.scheduleDatabase = "/no/such/schedules";
  EXPECT_EQ(Executable::compile(client, plan, options).status().code(), PARTITA_NOT_FOUND);
  options.scheduleDatabase = testing::TempDir() + "api_schedules.txt";
  const auto compiledWith = [&](const std::string& text) {
    std::ofstream(options.scheduleDatabase) << text;
    return Executable::compile(client, plan, options).status();
  };
  EXPECT_TRUE(compiledWith("nest *\n").ok());
  EXPECT_TRUE(compiledWith("nest of_another_program\nunheard of\n").code() == PARTITA_INVALID_ARGUMENT);
  EXPECT_TRUE(compiledWith("nest of_another_program\n").ok());
  EXPECT_THAT(compiledWith("nest *\nshare s0 9\n").message(),
              HasSubstr("api_schedules.txt:2: the schedule does not fit"));
}

TEST(Api, LogGoesToTheCallback) {
  EXPECT_EQ(failed(partita_set_log(nullptr, nullptr, 9)).code(), PARTITA_INVALID_ARGUMENT);
  std::string text;
  const auto sink = [](void* user, int32_t level, const char* message, size_t size) {
    *static_cast<std::string*>(user) += std::to_string(level) + std::string(message, size);
  };
  ASSERT_EQ(partita_set_log(sink, &text, PARTITA_LOG_WARNING), nullptr);
  const Client client = clientOf(1);
  const Program program = Program::parse(addText(3)).value();
  CompileOptions options;
  options.cacheDirectory = "/proc/no/such/place";
  EXPECT_TRUE(Executable::compile(client, Plan::create(client, program).value(), options).ok());
  EXPECT_THAT(text, HasSubstr("2nothing is cached: the folder /proc/no/such/place"));
  ASSERT_EQ(partita_set_log(nullptr, nullptr, PARTITA_LOG_INFO), nullptr);
}

}  // namespace
}  // namespace partita
