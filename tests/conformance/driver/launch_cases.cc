// Kernels and calls of the host.
#include <sys/resource.h>

#include <algorithm>
#include <thread>

#include "tests/conformance/driver/driver_suite.h"
#include "tests/support/sample_programs.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

// Kernels on a device, to be launched by hand.
struct Loaded {
  ToyProgram toy{0};
  std::unique_ptr<ToyDevice> device;
  std::unique_ptr<LoadedKernels> kernels;
  explicit Loaded(std::unique_ptr<ToyDevice> made) : device(std::move(made)) {}
  void load() {
    auto loaded = device->device().driver().load(toy.program, &toy.kernels);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    kernels = *std::move(loaded);
  }
  void launch(Stream& stream, int32_t kernel, std::vector<void*> arguments) const {
    const KernelLaunch launch{kernel, arguments};
    stream.launch(*kernels, {&launch, 1});
  }
};

DRIVER_CASE("launch", ArgumentsAreTakenAtTheCall) {
  Loaded on(driver.device());
  const int32_t add = on.toy.addKernel("addOne", addOne, 1);
  on.load();
  uint64_t one = 0, other = 0;
  EventPtr gate = Event::make();
  auto stream = on.device->device().makeStream();
  stream->wait(gate);
  std::vector<void*> arguments{&one};
  std::vector<KernelLaunch> launches{{add, arguments}, {add, arguments}};
  launches.resize(1);
  stream->launch(*on.kernels, launches);
  arguments[0] = &other;
  launches[0].kernel = 99;
  EventPtr done = stream->record();
  gate->end();
  ASSERT_TRUE(done->await().ok());
  EXPECT_EQ(one, 1u);
  EXPECT_EQ(other, 0u);
}

DRIVER_CASE("launch", AnEmptyGridSignals) {
  Loaded on(driver.device(2));
  const int32_t none = on.toy.addKernel("addOne", addOne, 0);
  on.load();
  uint64_t word = 0;
  auto stream = on.device->device().makeStream();
  for (const bool pending : {false, true}) {
    EventPtr gate = pending ? Event::make() : Event::ready();
    stream->wait(gate);
    on.launch(*stream, none, {&word});
    const std::vector<KernelLaunch> nothing;
    stream->launch(*on.kernels, nothing);
    EventPtr done = stream->record();
    gate->end();
    EXPECT_TRUE(done->await().ok());
  }
  EXPECT_EQ(word, 0u);
}

// One word a task, plain: a task done twice, or by two at once, shows.
void countTasks(void* const* buffers, int64_t begin, int64_t end, void*) {
  for (int64_t i = begin; i < end; ++i) ++static_cast<uint64_t*>(buffers[0])[i];
}

DRIVER_CASE("launch", EveryTaskOnce) {
  for (int threads : {1, 2, 3}) {
    for (int64_t tasks : {1, 2, 3, 64, 1000, 4097}) {
      Loaded on(driver.device(threads));
      const int32_t kernel = on.toy.addKernel("countTasks", countTasks, tasks);
      on.toy.program.kernels[0].flops = static_cast<double>(tasks) * 1e6;  // worth sharing out
      on.load();
      std::vector<uint64_t> counts(static_cast<size_t>(tasks) + 1);
      auto stream = on.device->device().makeStream();
      for (int i = 0; i < 3; ++i) on.launch(*stream, kernel, {counts.data()});
      ASSERT_TRUE(stream->record()->await().ok());
      EXPECT_EQ(counts.back(), 0u);
      counts.pop_back();
      EXPECT_EQ(counts, std::vector<uint64_t>(static_cast<size_t>(tasks), 3));
    }
  }
}

DRIVER_CASE("launch", KernelsLaunchedTogetherAllRun) {
  for (int threads : {1, 3}) {
    Loaded on(driver.device(threads));
    const int32_t few = on.toy.addKernel("few", countTasks, 3), many = on.toy.addKernel("many", countTasks, 200);
    for (Kernel& kernel : on.toy.program.kernels) kernel.flops = 1e6;
    on.load();
    std::vector<std::vector<uint64_t>> counts(20, std::vector<uint64_t>(200));
    std::vector<std::vector<void*>> arguments;
    std::vector<KernelLaunch> launches;
    for (auto& own : counts) arguments.push_back({own.data()});
    for (size_t i = 0; i < counts.size(); ++i) launches.push_back({i % 2 ? few : many, arguments[i]});
    auto stream = on.device->device().makeStream();
    for (const bool pending : {false, true}) {
      EventPtr gate = pending ? Event::make() : Event::ready();
      stream->wait(gate);
      stream->launch(*on.kernels, launches);
      EventPtr done = stream->record();
      gate->end();
      ASSERT_TRUE(done->await().ok());
      for (size_t i = 0; i < counts.size(); ++i) {
        std::vector<uint64_t> expected(200);
        std::fill_n(expected.begin(), i % 2 ? 3 : 200, pending ? 2 : 1);
        EXPECT_EQ(counts[i], expected);
      }
    }
  }
}

// Workers fill all of their scratch memory and read it again.
void useScratch(void* const* buffers, int64_t begin, int64_t end, void* scratch) {
  auto* words = static_cast<uint64_t*>(scratch);
  for (int64_t i = begin; i < end; ++i) {
    for (uint64_t w = 0; w < 1000; ++w) words[w] = static_cast<uint64_t>(i) + w;
    uint64_t sum = reinterpret_cast<uintptr_t>(scratch) % 64;
    for (uint64_t w = 0; w < 1000; ++w) sum += words[w] - static_cast<uint64_t>(i);
    static_cast<uint64_t*>(buffers[0])[i] = sum;
  }
}

DRIVER_CASE("launch", ScratchIsEachWorkersOwn) {
  for (int threads : {1, 3}) {
    Loaded on(driver.device(threads));
    const int32_t kernel = on.toy.addKernel("useScratch", useScratch, 500, 8000);
    on.toy.program.kernels[0].flops = 1e9;
    on.load();
    std::vector<uint64_t> sums(500);
    auto stream = on.device->device().makeStream();
    on.launch(*stream, kernel, {sums.data()});
    ASSERT_TRUE(stream->record()->await().ok());
    EXPECT_EQ(sums, std::vector<uint64_t>(500, 999 * 1000 / 2));
  }
}

DRIVER_CASE("launch", StreamDroppedAfterTheLaunch) {
  Loaded on(driver.device());
  const int32_t add = on.toy.addKernel("addOne", addOne, 1);
  on.load();
  uint64_t word = 0;
  EventPtr gate = Event::make(), done;
  {
    auto stream = on.device->device().makeStream();
    stream->wait(gate);
    on.launch(*stream, add, {&word});
    done = stream->record();
  }
  gate->end();
  ASSERT_TRUE(done->await().ok());
  EXPECT_EQ(word, 1u);
}

DRIVER_CASE("launch", CallsOfTheHostKeepTheirPlace) {
  Loaded on(driver.device());
  const int32_t add = on.toy.addKernel("addOne", addOne, 1);
  on.load();
  auto stream = on.device->device().makeStream();
  uint64_t word = 0;
  std::vector<uint64_t> seen;
  for (int i = 0; i < 50; ++i) {
    on.launch(*stream, add, {&word});
    stream->call([&] {
      seen.push_back(word);
      return absl::OkStatus();
    });
  }
  ASSERT_TRUE(stream->record()->await().ok());
  ASSERT_EQ(seen.size(), 50u);
  for (size_t i = 0; i < seen.size(); ++i) EXPECT_EQ(seen[i], i + 1);
}

DRIVER_CASE("launch", AFailedCallLeavesOutWhatFollows) {
  Loaded on(driver.device());
  const int32_t add = on.toy.addKernel("addOne", addOne, 1);
  on.load();
  auto stream = on.device->device().makeStream();
  uint64_t word = 0;
  stream->call([] { return unavailable("the host"); });
  on.launch(*stream, add, {&word});
  EXPECT_EQ(stream->record()->await(), unavailable("the host"));
  EXPECT_EQ(word, 0u);
  on.launch(*stream, add, {&word});
  EXPECT_TRUE(stream->record()->await().ok());
  EXPECT_EQ(word, 1u);
}

DRIVER_CASE("launch", AThousandKernelsBehindAWait) {
  Loaded on(driver.device());
  const int32_t add = on.toy.addKernel("addOne", addOne, 1);
  on.load();
  auto stream = on.device->device().makeStream();
  EventPtr gate = Event::make();
  uint64_t word = 0;
  stream->wait(gate);
  for (int i = 0; i < 1000; ++i) on.launch(*stream, add, {&word});
  EventPtr done = stream->record();
  EXPECT_EQ(word, 0u);
  gate->end();
  ASSERT_TRUE(done->await().ok());
  EXPECT_EQ(word, 1000u);
}

DRIVER_CASE("launch", WrongKernelsAreRefused) {
  auto device = driver.device();
  ToyProgram absent = countingProgram();
  absent.kernels.functions.clear();
  Status status = device->load(absent).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(status.message()), HasSubstr("kernel 'addOne'"));
  for (const Program& program : {gpuProgram(), openClProgram()}) {
    ToyProgram foreign(0);
    foreign.program = program;
    EXPECT_EQ(device->load(foreign).status().code(), absl::StatusCode::kUnimplemented);
  }
  // What was refused has left nothing.
  EXPECT_EQ(device->device().memory().stats().live, 0);
}

DRIVER_CASE("launch", LargeConstantsAreThere) {
  constexpr int64_t kBytes = int64_t{5} << 20;
  ToyProgram toy(0);
  const int32_t out = toy.addResult(kBytes);
  std::string contents(kBytes, 0);
  for (size_t i = 0; i < contents.size(); ++i) contents[i] = static_cast<char>(splitmix64(i / 64));
  const auto constant = static_cast<int32_t>(toy.program.buffers.size());
  toy.program.buffers.push_back({BufferKind::kConstant, 0, kBytes, contents});
  toy.program.thunks = {ToyProgram::copy("out", {constant, 0, kBytes}, {out, 0, kBytes})};
  auto device = driver.device();
  {
    auto loaded = device->load(toy);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    ToyMemory result(kBytes);
    ASSERT_TRUE(device->run(*loaded, {}, {result.data()}).ok());
    EXPECT_EQ(std::memcmp(result.data(), contents.data(), kBytes), 0);
    EXPECT_GE(device->device().memory().stats().byUse[static_cast<int>(MemoryUse::kConstants)], kBytes);
  }
  EXPECT_EQ(device->device().memory().stats().live, 0);
}

double processSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

DRIVER_CASE("launch", IdleTakesNoTime) {
  auto communicators = makeInProcessCommunicators(2);
  auto one = driver.device(2, 0, communicators[0].get()), two = driver.device(1, 1, communicators[1].get());
  EventPtr never = Event::make();
  auto waiting = one->device().makeStream();
  waiting->wait(never);
  for (ToyDevice* device : {one.get(), two.get()}) {
    auto stream = device->device().makeStream();
    stream->call([] { return absl::OkStatus(); });
    ASSERT_TRUE(stream->record()->await().ok());
  }
  // Something that has to wait is in the queue, too, and a thread that waits for it.
  const ToyProgram toy = countingProgram();
  auto loaded = two->load(toy);
  ASSERT_TRUE(loaded.ok());
  ToyMemory word(8);
  auto execution = two->make(*loaded, {word.data()}, {word.data()});
  execution->bindings().inputs.push_back(never);
  two->submit(execution);
  std::thread waiter([&] { (void)execution->done()->await(); });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const double before = processSeconds();
  std::this_thread::sleep_for(std::chrono::seconds(1));
  EXPECT_LT(processSeconds() - before, 0.1);
  never->end();
  waiter.join();
  EXPECT_TRUE(execution->done()->await().ok());
}

}  // namespace
}  // namespace partita
