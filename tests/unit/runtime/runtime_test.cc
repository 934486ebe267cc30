// The runtime as its users meet it: buffers, executables, executions in flight, donation, errors along events.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "graph/mesh_text.h"
#include "launcher/job/config.h"
#include "runtime/executable.h"
#include "tests/support/tensors.h"

namespace partita {
namespace {

using testing::HasSubstr;

Graph parsed(const std::string& function) {
  Graph graph = programOf(function);
  resolveDonors(graph);
  return graph;
}

// Two arguments of N floats; gives their sum, and is given its first as the sum's memory when DONATED.
std::string addText(int n, bool donated = false) {
  const std::string type = strCat("tensor<", n, "xf32>");
  return strCat("  func.func public @main(%a: ", type, donated ? " {tf.aliasing_output = 0 : i32}" : "", ", %b: ", type,
                ") -> ", type, " {\n    %0 = stablehlo.add %a, %b : ", type, "\n    return %0 : ", type, "\n  }\n");
}

Tensor filled(const TensorType& type, double value) {
  Tensor tensor(type);
  for (int64_t i = 0; i < tensor.elements(); ++i) tensor.set(i, value);
  return tensor;
}

class Runtime : public testing::Test {
 protected:
  explicit Runtime(int devices = 2) { client_ = *Client::alone(devices); }

  // GRAPH over MESH of devices of the client.
  std::shared_ptr<Executable> compiled(const Graph& graph, const std::string& mesh = "",
                                       std::vector<std::vector<int64_t>> devices = {}) {
    MeshPlan plan;
    if (mesh.empty()) {
      plan = wholePlan(graph);
    } else {
      PartitionOptions options;
      options.mesh = *parseMesh(mesh);
      StatusOr<PartitionResult> made = partition(graph, options);
      EXPECT_TRUE(made.ok()) << made.status();
      plan = meshPlan(graph, *std::move(made));
    }
    ExecutableOptions options;
    options.compile.target = hostTarget();
    options.devices = std::move(devices);
    StatusOr<std::shared_ptr<Executable>> out = Executable::make(client_, plan, options);
    EXPECT_TRUE(out.ok()) << out.status();
    return *out;
  }
  Buffer buffer(const Executable& executable, size_t argument, double value) {
    const PlacementPtr& placement = executable.argument(argument);
    return *client_->bufferFromTensor(filled(placement->type, value), placement);
  }
  // Argument 0 of EXECUTABLE, which has one device, as something that is there when MADE has ended.
  Buffer pendingBuffer(const Executable& executable, const EventPtr& made) {
    LocalDevice& device = *client_->localDevices()[0];
    const TensorType& type = executable.argument(0)->type;
    auto memory = *DeviceMemory::allocate(device, type.bytes(), MemoryUse::kBuffer, device.memory().owner("test"));
    return Buffer(client_, executable.argument(0),
                  {std::make_shared<DeviceBuffer>(device, type, std::move(memory), made)});
  }
  static double firstOf(const Buffer& buffer) {
    StatusOr<Tensor> tensor = buffer.toHost();
    EXPECT_TRUE(tensor.ok()) << tensor.status();
    return tensor.ok() ? tensor->asDouble(0) : -1;
  }

  std::shared_ptr<Client> client_;
};

TEST_F(Runtime, ResultsArriveWhole) {
  for (const char* mesh : {"", "data=2"}) {
    const auto add = compiled(parsed(addText(7)), mesh);
    const Buffer a = buffer(*add, 0, 1), b = buffer(*add, 1, 2);
    ExecuteOptions timed;
    timed.times = true;
    StatusOr<ExecuteResult> run = add->execute({a, b}, timed);
    ASSERT_TRUE(run.ok()) << run.status();
    const Tensor sum = *run->buffers[0].toHost();
    for (int64_t i = 0; i < 7; ++i) EXPECT_EQ(sum.asDouble(i), 3);
    EXPECT_TRUE(run->buffers[0].isReady());
    EXPECT_LE(run->times(0).enqueued, run->times(0).ended);
  }
}

TEST_F(Runtime, ChainsAreEnqueuedWithoutWaiting) {
  const auto add = compiled(parsed(addText(100000)), "data=2");
  Buffer value = buffer(*add, 0, 0);
  const Buffer one = buffer(*add, 1, 1);
  for (int i = 0; i < 100; ++i) value = add->execute({value, one})->buffers[0];
  EXPECT_EQ(firstOf(value), 100);
}

TEST_F(Runtime, WrongArgumentsAreNamed) {
  const auto add = compiled(parsed(addText(8)), "data=2");
  const Buffer a = buffer(*add, 0, 1);
  const auto error = [&](std::vector<Buffer> arguments) {
    const Status status = add->execute(arguments).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    return std::string(status.message());
  };
  EXPECT_THAT(error({a}), HasSubstr("takes 2 arguments, but 1 are given"));
  const Buffer other =
      *client_->bufferFromTensor(filled(TensorType(DType::kF32, {9}), 1), wholeOn(TensorType(DType::kF32, {9}), {0}));
  EXPECT_THAT(error({a, other}), HasSubstr("argument 1 must be tensor<8xf32>, but is tensor<9xf32>"));
  const Buffer whole =
      *client_->bufferFromTensor(filled(TensorType(DType::kF32, {8}), 1), wholeOn(TensorType(DType::kF32, {8}), {0}));
  EXPECT_THAT(error({a, whole}), HasSubstr("argument 1 must be tensor<8xf32> on devices 0, 1: [0:4], [4:8], but is "
                                           "tensor<8xf32> on device 0"));
}

TEST_F(Runtime, DonatedBuffersAreGone) {
  const auto add = compiled(parsed(addText(8, /*donated=*/true)));
  Buffer a = buffer(*add, 0, 1);
  const Buffer b = buffer(*add, 1, 2);
  const void* memory = a.piece(0)->address();
  StatusOr<ExecuteResult> run = add->execute({a, b});
  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_TRUE(a.isGone());
  EXPECT_EQ(run->buffers[0].piece(0)->address(), memory) << "the result has its memory";
  EXPECT_EQ(firstOf(run->buffers[0]), 3);
  const Status again = add->execute({a, b}).status();
  EXPECT_EQ(again.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(again.message()), HasSubstr("argument 0: the buffer of tensor<8xf32> on device 0 is gone: "
                                                      "it was donated to test"));
  EXPECT_THAT(std::string(a.toHost().status().message()), HasSubstr("donated to test"));
  EXPECT_TRUE(a.piece(0)->ready()->ended()) << "how it was made stays known";
}

TEST_F(Runtime, DonationIsRefusedWhereMemoryWouldBeUsedTwice) {
  const auto add = compiled(parsed(addText(8, /*donated=*/true)));
  Buffer a = buffer(*add, 0, 1);
  const Status both = add->execute({a, a}).status();
  EXPECT_EQ(both.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(both.message()), HasSubstr("argument 0 is donated, and its memory on device 0 is also that "
                                                     "of argument 1"));
  EXPECT_FALSE(a.isGone()) << "a call that fails leaves all as it was";
  EXPECT_EQ(firstOf(a), 1);
}

TEST_F(Runtime, DonationCanBeDeniedForACall) {
  const auto add = compiled(parsed(addText(8, /*donated=*/true)));
  Buffer a = buffer(*add, 0, 1);
  const Buffer b = buffer(*add, 1, 2);
  ExecuteOptions keep;
  keep.keep = {0};
  StatusOr<ExecuteResult> run = add->execute({a, b}, keep);
  ASSERT_TRUE(run.ok()) << run.status();
  EXPECT_EQ(firstOf(run->buffers[0]), 3);
  EXPECT_EQ(firstOf(a), 1);
}

TEST_F(Runtime, MemoryHeldOutsideIsCopiedOrRefused) {
  const auto add = compiled(parsed(addText(8, /*donated=*/true)));
  Buffer a = buffer(*add, 0, 1);
  const Buffer b = buffer(*add, 1, 2);
  auto pin = a.piece(0)->pin();
  ASSERT_TRUE(pin.ok());
  ExecuteOptions strict;
  strict.strictDonation = true;
  EXPECT_THAT(std::string(add->execute({a, b}, strict).status().message()), HasSubstr("somebody outside holds"));
  EXPECT_EQ(firstOf(add->execute({a, b})->buffers[0]), 3);
  EXPECT_EQ(static_cast<const float*>(pin->get())[0], 1);
  EXPECT_FALSE(a.isGone());
  pin->reset();
  EXPECT_TRUE(add->execute({a, b}, strict).ok());
  EXPECT_TRUE(a.isGone());
}

TEST_F(Runtime, ReadersEndBeforeTheDoneeWrites) {
  const auto slow = compiled(parsed(addText(1 << 18)));
  const auto donate = compiled(parsed(addText(1 << 18, /*donated=*/true)));
  for (int round = 0; round < 20; ++round) {
    Buffer a = buffer(*slow, 0, 1);
    const Buffer b = buffer(*slow, 1, 1);
    std::vector<Buffer> sums;
    for (int i = 0; i < 3; ++i) sums.push_back(slow->execute({a, b})->buffers[0]);
    const Buffer last = donate->execute({a, b})->buffers[0];
    for (const Buffer& sum : sums) {
      const Tensor read = *sum.toHost();
      EXPECT_EQ(read.asDouble(0), 2);
      EXPECT_EQ(read.asDouble(read.elements() - 1), 2);
    }
    EXPECT_EQ(firstOf(last), 2);
  }
}

TEST_F(Runtime, ManyUsersAndOneDonor) {
  const auto use = compiled(parsed(addText(64)));
  const auto donate = compiled(parsed(addText(64, /*donated=*/true)));
  for (int round = 0; round < 20; ++round) {
    Buffer a = buffer(*use, 0, 5);
    const Buffer b = buffer(*use, 1, 1);
    std::atomic<int> used{0}, gone{0}, wrong{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&] {
        StatusOr<ExecuteResult> run = use->execute({a, b});
        if (!run.ok()) {
          ++gone;
          if (run.status().code() != absl::StatusCode::kFailedPrecondition) ++wrong;
          return;
        }
        ++used;
        if (firstOf(run->buffers[0]) != 6) ++wrong;
      });
    }
    const Buffer result = donate->execute({a, b})->buffers[0];
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(firstOf(result), 6);
    EXPECT_EQ(used + gone, 8);
    EXPECT_EQ(wrong, 0);
  }
}

TEST_F(Runtime, AFailedEnqueueRestoresDonatedBuffers) {
  const auto add = compiled(parsed(addText(8, /*donated=*/true)));
  Buffer a = buffer(*add, 0, 1);
  Buffer b = buffer(*add, 1, 2);
  b.drop();
  const Status status = add->execute({a, b}).status();
  EXPECT_THAT(std::string(status.message()), HasSubstr("argument 1: the buffer of tensor<8xf32> on device 0 is gone: "
                                                       "it was deleted"));
  EXPECT_FALSE(a.isGone());
  b = buffer(*add, 1, 2);
  EXPECT_EQ(firstOf(add->execute({a, b})->buffers[0]), 3);
}

TEST_F(Runtime, NoMemoryForResultsIsSaidAndNothingIsLost) {
  const auto add = compiled(parsed(addText(1 << 16)));
  const Buffer a = buffer(*add, 0, 1), b = buffer(*add, 1, 2);
  CachingAllocator& memory = client_->localDevices()[0]->memory();
  const int64_t live = memory.stats().live;
  memory.failAllocation(1);
  const Status status = add->execute({a, b}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_THAT(std::string(status.message()), HasSubstr("results of test"));
  EXPECT_EQ(memory.stats().live, live);
  EXPECT_EQ(firstOf(add->execute({a, b})->buffers[0]), 3);
}

TEST_F(Runtime, ErrorsTravelAlongEvents) {
  const auto add = compiled(parsed(addText(8)));
  const Buffer b = buffer(*add, 1, 2);
  const EventPtr made = Event::make();
  const Buffer a = pendingBuffer(*add, made);
  StatusOr<ExecuteResult> first = add->execute({a, b});
  ASSERT_TRUE(first.ok()) << first.status();
  StatusOr<ExecuteResult> second = add->execute({first->buffers[0], b});
  EXPECT_FALSE(second->buffers[0].isReady());
  // What does not depend on it goes on.
  EXPECT_EQ(firstOf(add->execute({b, b})->buffers[0]), 4);
  made->end(unavailable("the network is down"));
  const Status status = second->await();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(std::string(status.message()), "the network is down");
  EXPECT_EQ(second->buffers[0].toHost().status(), status);
  EXPECT_EQ(firstOf(add->execute({b, b})->buffers[0]), 4);
}

TEST_F(Runtime, CancelledBeforeItBegins) {
  const auto add = compiled(parsed(addText(8)));
  const Buffer b = buffer(*add, 1, 2);
  const EventPtr made = Event::make();
  const Buffer a = pendingBuffer(*add, made);
  ExecuteResult run = *add->execute({a, b});
  run.cancel();
  made->end();
  EXPECT_EQ(run.await().code(), absl::StatusCode::kCancelled);
}

TEST_F(Runtime, ZeroCopyUsesTheCallersMemory) {
  const auto add = compiled(parsed(addText(16)));
  alignas(64) float data[16];
  for (float& x : data) x = 4;
  int released = 0;
  {
    Buffer a =
        *client_->bufferFromHost(data, TensorType(DType::kF32, {16}), 0, HostMemory::kZeroCopy, [&] { ++released; });
    EXPECT_EQ(a.piece(0)->address(), data);
    EXPECT_EQ(firstOf(add->execute({a, a})->buffers[0]), 8);
    EXPECT_EQ(released, 0);
    const auto donate = compiled(parsed(addText(16, /*donated=*/true)));
    EXPECT_EQ(firstOf(donate->execute({a, buffer(*add, 1, 1)})->buffers[0]), 5);
    EXPECT_EQ(data[0], 4) << "memory that is not ours to write is copied";
    Buffer askew =
        *client_->bufferFromHost(data + 1, TensorType(DType::kF32, {8}), 0, HostMemory::kZeroCopy, [&] { ++released; });
    EXPECT_NE(askew.piece(0)->address(), data + 1);
    EXPECT_EQ(released, 1);
  }
  EXPECT_EQ(released, 2);
}

TEST_F(Runtime, CopiesBetweenDevicesCutAnew) {
  const TensorType type(DType::kI32, {6, 2});
  Tensor tensor(type);
  for (int64_t i = 0; i < 12; ++i) tensor.setInt(i, i);
  auto rows = std::make_shared<Placement>(Placement{type, {0, 1}, {{{0, 4}, {0, 2}}, {{4, 6}, {0, 2}}}});
  auto columns = std::make_shared<Placement>(Placement{type, {1, 0}, {{{0, 6}, {0, 1}}, {{0, 6}, {1, 2}}}});
  const Buffer a = *client_->bufferFromTensor(tensor, rows);
  StatusOr<Buffer> b = a.copyTo(columns);
  ASSERT_TRUE(b.ok()) << b.status();
  StatusOr<Buffer> c = b->copyTo(wholeOn(type, {1}));
  ASSERT_TRUE(c.ok()) << c.status();
  EXPECT_TRUE(compareTensors(*c->toHost(), tensor, 0, 0).ok());
  EXPECT_EQ(b->pieceToHost(1)->asInt(2), 5);
}

TEST_F(Runtime, SubsetsAndReplicas) {
  client_ = *Client::alone(4);
  const auto one = compiled(parsed(addText(8)), "", {{3}});
  EXPECT_EQ(one->argument(0)->devices, (std::vector<int64_t>{3}));
  EXPECT_EQ(firstOf(one->execute({buffer(*one, 0, 1), buffer(*one, 1, 2)})->buffers[0]), 3);
  const auto pair = compiled(parsed(addText(8)), "data=2", {{2, 0}});
  EXPECT_EQ(firstOf(pair->execute({buffer(*pair, 0, 1), buffer(*pair, 1, 2)})->buffers[0]), 3);
  const auto replicas = compiled(parsed(addText(8)), "data=2", {{0, 2}, {1, 3}});
  EXPECT_EQ(replicas->deviceCount(), 4u);
  EXPECT_EQ(firstOf(replicas->execute({buffer(*replicas, 0, 1), buffer(*replicas, 1, 2)})->buffers[0]), 3);
  ExecutableOptions wrong;
  wrong.compile.target = hostTarget();
  wrong.devices = {{0, 1}};
  EXPECT_THAT(std::string(Executable::make(client_, wholePlan(parsed(addText(8))), wrong).status().message()),
              HasSubstr("the plan is for 1 devices, and 2 are given"));
  wrong.devices = {{4}};
  EXPECT_THAT(std::string(Executable::make(client_, wholePlan(parsed(addText(8))), wrong).status().message()),
              HasSubstr("the client has 4"));
}

TEST_F(Runtime, TheClientMayGoFirst) {
  Buffer result;
  {
    const auto add = compiled(parsed(addText(1 << 18)), "data=2");
    result = add->execute({buffer(*add, 0, 1), buffer(*add, 1, 2)})->buffers[0];
    client_.reset();
  }
  EXPECT_EQ(firstOf(result), 3);
}

// A copy between devices is under way when the last handle goes.
TEST_F(Runtime, AClientFinishesItsCopiesBeforeItsDevicesGo) {
  const TensorType type(DType::kF32, {8});
  const EventPtr made = Event::make();
  std::thread producer;
  EventPtr copied;
  {
    LocalDevice& device = *client_->localDevices()[0];
    auto memory = *DeviceMemory::allocate(device, 32, MemoryUse::kBuffer, device.memory().owner("test"));
    const Buffer a(client_, wholeOn(type, {0}),
                   {std::make_shared<DeviceBuffer>(device, type, std::move(memory), made)});
    const StatusOr<Buffer> b = a.copyTo(wholeOn(type, {1}));
    ASSERT_TRUE(b.ok()) << b.status();
    copied = b->piece(0)->ready();
    producer = std::thread([made] {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      made->end();
    });
    client_.reset();
  }
  EXPECT_TRUE(copied->ended());
  producer.join();
}

// A client must not wait for itself in a thread that does its work.
TEST_F(Runtime, TheLastHandlesMayGoInACallback) {
  for (const int64_t n : {8, 4000000}) {  // inline, and on the progress thread
    const EventPtr gone = Event::make(), made = Event::make();
    auto client = *Client::alone(2);
    std::weak_ptr<Client> watched = client;
    std::swap(client, client_);
    {
      const auto add = compiled(parsed(addText(static_cast<int>(n))));
      const Buffer b = buffer(*add, 1, 1);
      auto held = std::make_shared<ExecuteResult>(*add->execute({pendingBuffer(*add, made), b}));
      held->buffers[0].piece(0)->ready()->then([held, gone](const Status&) { gone->end(); });
    }
    watched = client_;
    std::swap(client, client_);
    client = nullptr;
    made->end();
    EXPECT_TRUE(gone->awaitFor(std::chrono::seconds(60)));
    for (int i = 0; i < 6000 && !watched.expired(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(watched.expired());
  }
}

TEST_F(Runtime, BuffersOfAnotherClientAreRefused) {
  const auto add = compiled(parsed(addText(8)));
  const Buffer a = buffer(*add, 0, 1);
  const auto other = *Client::alone(2);
  Buffer b = *other->bufferFromTensor(filled(add->argument(1)->type, 1), add->argument(1));
  EXPECT_THAT(std::string(add->execute({a, b}).status().message()),
              HasSubstr("argument 1 is a buffer of another client"));
  const Buffer taken = std::move(b);
  EXPECT_THAT(std::string(add->execute({a, b}).status().message()), HasSubstr("argument 1 is an empty handle"));
}

// Who waits for room in the queue must not hold what is in the queue waits for.
TEST_F(Runtime, AFullQueueBlocksWhoHoldsNothing) {
  const auto step = compiled(parsed(addText(100000, /*donated=*/true))), eval = compiled(parsed(addText(100000)));
  Buffer value = buffer(*step, 0, 0);
  const Buffer one = buffer(*step, 1, 1);
  std::mutex mutex;
  std::atomic<bool> stop{false};
  std::vector<std::thread> readers;
  for (int t = 0; t < 3; ++t) {
    readers.emplace_back([&] {
      while (!stop.load()) {
        Buffer current;
        {
          std::lock_guard lock(mutex);
          current = value;
        }
        const auto run = eval->execute({current, one});  // donated meanwhile: refused
        EXPECT_TRUE(run.ok() || run.status().code() == absl::StatusCode::kFailedPrecondition) << run.status();
      }
    });
  }
  for (int i = 0; i < 2000; ++i) {
    Buffer next = step->execute({value, one})->buffers[0];
    std::lock_guard lock(mutex);
    value = std::move(next);
  }
  stop.store(true);
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(firstOf(value), 2000);
}

TEST_F(Runtime, AnArrayThatIsThereIsReadInACallback) {
  const int large = 1 << 20;  // more than is copied inline
  const auto add = compiled(parsed(addText(large)));
  const Buffer a = buffer(*add, 0, 3);
  const EventPtr read = Event::make();
  double got = 0;
  const auto run = add->execute({a, a});
  run->buffers[0].piece(0)->ready()->then([&](const Status&) {
    got = firstOf(a);
    read->end();
  });
  ASSERT_TRUE(read->awaitFor(std::chrono::seconds(60)));
  EXPECT_EQ(got, 3);
}

TEST_F(Runtime, CallersMemoryIsReleasedWhenTheCallFailsToo) {
  int released = 0;
  float value = 1;
  const TensorType type(DType::kF32, {});
  EXPECT_FALSE(client_->bufferFromHost(&value, type, 7, HostMemory::kZeroCopy, [&] { ++released; }).ok());
  EXPECT_EQ(released, 1);
}

TEST_F(Runtime, ALoopThatIsAloneIsCancelled) {
  const auto loop = compiled(parsed(R"(
  func.func public @main(%n: tensor<i64>) -> tensor<i64> {
    %0:2 = stablehlo.while(%i = %n, %limit = %n) : tensor<i64>, tensor<i64>
     cond {
      %c = stablehlo.constant dense<0> : tensor<i64>
      %1 = stablehlo.compare GE, %i, %c : (tensor<i64>, tensor<i64>) -> tensor<i1>
      stablehlo.return %1 : tensor<i1>
    } do {
      %c = stablehlo.constant dense<1> : tensor<i64>
      %1 = stablehlo.add %i, %c : tensor<i64>
      stablehlo.return %1, %limit : tensor<i64>, tensor<i64>
    }
    return %0#0 : tensor<i64>
  }
)"));
  auto run = loop->execute({buffer(*loop, 0, 1)});
  ASSERT_TRUE(run.ok()) << run.status();
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  run->cancel();
  EXPECT_EQ(run->await().code(), absl::StatusCode::kCancelled);
}

TEST_F(Runtime, PassedThroughAndEmpty) {
  const auto same =
      compiled(parsed("  func.func public @main(%a: tensor<4xf32>) -> (tensor<4xf32>, "
                      "tensor<0xf32>) {\n    %0 = stablehlo.constant dense<1.0> : tensor<0xf32>\n    return "
                      "%a, %0 : tensor<4xf32>, tensor<0xf32>\n  }\n"));
  const Buffer a = buffer(*same, 0, 7);
  ExecuteResult run = *same->execute({a});
  EXPECT_EQ(firstOf(run.buffers[0]), 7);
  EXPECT_EQ(run.buffers[1].toHost()->elements(), 0);
  const auto nothing = compiled(parsed("  func.func public @main() {\n    return\n  }\n"));
  EXPECT_TRUE(nothing->execute({})->await().ok());
}

TEST_F(Runtime, ExecutablesAreKeptAndLoadedAgain) {
  const auto add = compiled(parsed(addText(7, /*donated=*/true)), "data=2");
  const std::string bytes = add->serialize();
  client_ = *Client::alone(2);
  StatusOr<std::shared_ptr<Executable>> loaded = Executable::load(client_, bytes);
  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_EQ(*(*loaded)->argument(0), *add->argument(0));
  EXPECT_EQ((*loaded)->donatedTo(0), 0);
  EXPECT_EQ(firstOf((*loaded)->execute({buffer(**loaded, 0, 1), buffer(**loaded, 1, 2)})->buffers[0]), 3);
  EXPECT_EQ((*loaded)->serialize(), bytes);
  client_ = *Client::alone(1);
  EXPECT_THAT(std::string(Executable::load(client_, bytes).status().message()), HasSubstr("the client has 1"));
  for (const size_t at : {size_t{3}, size_t{30}, bytes.size() / 2, bytes.size() - 1}) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    EXPECT_EQ(Executable::load(client_, damaged).status().code(), absl::StatusCode::kInvalidArgument) << at;
  }
  EXPECT_EQ(Executable::load(client_, bytes.substr(0, bytes.size() / 3)).status().code(),
            absl::StatusCode::kInvalidArgument);
}

// Eight threads drive four programs over four devices, all at once.
TEST_F(Runtime, ManyThreadsManyPrograms) {
  client_ = *Client::alone(4);
  std::vector<std::shared_ptr<Executable>> programs = {
      compiled(parsed(addText(16)), "data=4"), compiled(parsed(addText(5000)), "data=2", {{1, 2}}),
      compiled(parsed(addText(16)), "", {{3}}),
      compiled(parsed("  func.func public @main(%a: tensor<8xf32>, %b: tensor<8xf32>) -> tensor<f32> {\n"
                      "    %z = stablehlo.constant dense<0.0> : tensor<f32>\n"
                      "    %0 = stablehlo.multiply %a, %b : tensor<8xf32>\n"
                      "    %1 = stablehlo.reduce(%0 init: %z) applies stablehlo.add across dimensions = [0] : "
                      "(tensor<8xf32>, tensor<f32>) -> tensor<f32>\n    return %1 : tensor<f32>\n  }\n"),
               "data=4")};
  const double expected[] = {3, 3, 3, 16};
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (size_t t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      for (size_t i = 0; i < 50; ++i) {
        const size_t which = (t + i) % programs.size();
        Executable& program = *programs[which];
        const Buffer a = buffer(program, 0, 1), b = buffer(program, 1, 2);
        StatusOr<ExecuteResult> run = program.execute({a, b});
        if (!run.ok() || firstOf(run->buffers[0]) != expected[which]) ++wrong;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace partita
