#include <algorithm>
#include <cstring>
#include <mutex>

#include "absl/container/inlined_vector.h"
#include "base/task_runner.h"
#include "executor/drivers/drivers.h"
#include "executor/drivers/host_stream.h"
#include "executor/task_runners.h"

namespace partita {
namespace {

// Deliberately optimistic speeds of one core: the estimate then errs towards fewer, larger tasks.
constexpr double kCoreFlops = 30e9, kCoreBytes = 15e9;
// Workers' scratch memory is in whole pages: no two share a line or a page.
constexpr int64_t kPage = 4096;

struct CpuKernel {
  KernelFn function = nullptr;  // of code; else `ofLibrary`
  std::shared_ptr<const LibraryKernel> ofLibrary = nullptr;
  int64_t tasks = 0, grain = 1;
  int64_t chunks() const { return (tasks + grain - 1) / grain; }
  void run(void* const* arguments, int64_t begin, int64_t end, void* scratch) const {
    if (function != nullptr)
      function(arguments, begin, end, scratch);
    else
      ofLibrary->run(arguments, begin, end, scratch);
  }
  bool narrow = false;
  bool alone = false;  // one task without scratch memory: nothing of the driver is used
  double seconds = 0;  // of all tasks, on one core
};

class CpuKernels final : public LoadedKernels {
 public:
  bool isNarrow(int32_t kernel) const override { return at(kernel).narrow; }
  double seconds(int32_t kernel) const override { return at(kernel).seconds; }
  const CpuKernel& at(int32_t kernel) const { return kernels[static_cast<size_t>(kernel)]; }
  std::vector<CpuKernel> kernels;
};

class CpuDriver final : public Driver, public HostStreamWork {
 public:
  explicit CpuDriver(const DriverOptions& options) : options_(options), runner_(makeTaskRunner(options.threads)) {}
  ~CpuDriver() override {
    if (scratch_ != nullptr) hostMemorySource().unmap(scratch_, scratchBytes_);
  }

  DeviceKind kind() const override { return DeviceKind::kCpu; }
  bool storesData() const override { return true; }
  MemorySource& memory() override { return hostMemorySource(); }

  StatusOr<std::unique_ptr<LoadedKernels>> load(const Program& program, const KernelTable* functions) override {
    if (!std::holds_alternative<CpuTarget>(program.target))
      return unimplemented("program '", program.name, "' is for ", targetName(program.target),
                           ", and this device is a CPU");
    auto out = std::make_unique<CpuKernels>();
    int64_t scratch = 0;
    for (const Kernel& kernel : program.kernels) {
      CpuKernel& made = out->kernels.emplace_back();
      int64_t ownScratch = kernel.abi == KernelAbi::kTaskRange ? kernel.taskRange().scratchBytes : 0;
      if (kernel.abi == KernelAbi::kLibraryCall) {
        StatusOr<std::unique_ptr<LibraryKernel>> library = makeLibraryKernel(*kernel.call);
        if (library.status().code() == absl::StatusCode::kNotFound)
          return unimplemented("kernel '", kernel.symbol, "' calls \"", kernel.call->function,
                               "\", which no library of this device has");
        RETURN_IF_ERROR(library.status());
        made.ofLibrary = *std::move(library);
        ownScratch = made.ofLibrary->scratchBytes();
      } else if (kernel.abi != KernelAbi::kTaskRange) {
        return unimplemented("kernel '", kernel.symbol, "' is entered by ", kernelAbiName(kernel.abi),
                             ", which a CPU does not do");
      } else {
        made.function = functions != nullptr ? functions->find(kernel.symbol) : nullptr;
        if (made.function == nullptr)
          return notFound("kernel '", kernel.symbol, "' is not in the program's code: compile the program again");
      }
      made.tasks = kernel.taskRange().tasks;
      made.seconds = std::max(kernel.flops / kCoreFlops, kernel.bytes / kCoreBytes);
      const double each = made.seconds / static_cast<double>(std::max<int64_t>(made.tasks, 1));
      made.grain =
          each > 0 ? std::max<int64_t>(1, static_cast<int64_t>(std::min(options_.taskSeconds / each, 1e15))) : 1;
      made.narrow = runner_->workers() > 1 && made.tasks > 0 && made.chunks() < 2 * runner_->workers();
      made.alone = made.tasks == 1 && ownScratch == 0;
      scratch = std::max(scratch, ownScratch);
    }
    RETURN_IF_ERROR(keepScratch((scratch + kPage - 1) / kPage * kPage));
    return std::unique_ptr<LoadedKernels>(std::move(out));
  }

  std::unique_ptr<Stream> makeStream(Dispatcher* dispatcher) override { return makeHostStream(*this, dispatcher); }

  int64_t readPredicate(Stream&, const void* address, int64_t bytes, int64_t) override {
    if (bytes == 1) return *static_cast<const uint8_t*>(address);
    int32_t value;
    std::memcpy(&value, address, sizeof value);
    return value;
  }

  void launch(const LoadedKernels& kernels, absl::Span<const KernelLaunch> launches) override {
    const auto& code = static_cast<const CpuKernels&>(kernels);
    if (launches.size() == 1) {
      const CpuKernel& kernel = code.at(launches[0].kernel);
      if (kernel.alone) return kernel.run(launches[0].arguments.data(), 0, 1, nullptr);
    }
    std::lock_guard lock(computing_);
    if (launches.size() == 1) return launchOne(code.at(launches[0].kernel), launches[0].arguments.data());
    int64_t chunks = 0;
    absl::InlinedVector<int64_t, 32> first;
    for (const KernelLaunch& launch : launches) {
      first.push_back(chunks);
      chunks += code.at(launch.kernel).chunks();
    }
    runner_->parallelFor(chunks, 1, [&](int64_t begin, int64_t end, int worker) {
      for (size_t i = 0; i < launches.size() && begin < end; ++i) {
        const CpuKernel& kernel = code.at(launches[i].kernel);
        const int64_t stop = std::min(end, first[i] + kernel.chunks());
        if (begin >= stop) continue;
        kernel.run(launches[i].arguments.data(), (begin - first[i]) * kernel.grain,
                   std::min(kernel.tasks, (stop - first[i]) * kernel.grain), scratch_ + worker * stride_);
        begin = stop;
      }
    });
  }
  void copy(void* destination, const void* source, int64_t bytes) override {
    if (bytes > 0) std::memcpy(destination, source, static_cast<size_t>(bytes));
  }
  void fill(void* destination, std::byte value, int64_t bytes) override {
    if (bytes > 0) std::memset(destination, static_cast<int>(value), static_cast<size_t>(bytes));
  }

 private:
  void launchOne(const CpuKernel& kernel, void* const* arguments) {
    if (kernel.tasks <= kernel.grain || runner_->workers() == 1) {
      if (kernel.tasks > 0) kernel.run(arguments, 0, kernel.tasks, scratch_);
      return;
    }
    runner_->parallelFor(kernel.tasks, kernel.grain, [&](int64_t begin, int64_t end, int worker) {
      kernel.run(arguments, begin, end, scratch_ + worker * stride_);
    });
  }

  // At least STRIDE bytes for each worker. One for all programs: kernels of a device run one launch at a time.
  Status keepScratch(int64_t stride) {
    std::lock_guard lock(computing_);
    if (stride <= stride_) return absl::OkStatus();
    const int64_t bytes = stride * runner_->workers();
    ASSIGN_OR_RETURN(void* made, hostMemorySource().map(bytes, "scratch memory of kernels"));
    if (scratch_ != nullptr) hostMemorySource().unmap(scratch_, scratchBytes_);
    scratch_ = static_cast<char*>(made);
    scratchBytes_ = bytes;
    stride_ = stride;
    return absl::OkStatus();
  }

  const DriverOptions options_;
  std::unique_ptr<TaskRunner> runner_;
  std::mutex computing_;
  char* scratch_ = nullptr;
  int64_t scratchBytes_ = 0, stride_ = 0;
};

}  // namespace

std::unique_ptr<Driver> makeCpuDriver(const DriverOptions& options) { return std::make_unique<CpuDriver>(options); }

}  // namespace partita
