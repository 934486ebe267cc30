#include <sys/mman.h>

#include "executor/drivers/drivers.h"
#include "executor/drivers/host_stream.h"
#include "program/program_check.h"

namespace partita {
namespace {

// Addresses that nothing is behind: a pretended device may have more memory than there is.
class Addresses final : public MemorySource {
 public:
  StatusOr<void*> map(int64_t bytes, std::string_view what) override {
    void* data =
        mmap(nullptr, static_cast<size_t>(bytes), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (data == MAP_FAILED) return resourceExhausted(what, ": there are no ", bytes, " bytes of addresses");
    return data;
  }
  void unmap(void* data, int64_t bytes) override { munmap(data, static_cast<size_t>(bytes)); }
  int64_t granule(int64_t) const override { return int64_t{2} << 20; }
};

class NullKernels final : public LoadedKernels {
 public:
  bool isNarrow(int32_t) const override { return false; }
  double seconds(int32_t) const override { return 0; }
};

class NullDriver final : public Driver, public HostStreamWork {
 public:
  DeviceKind kind() const override { return DeviceKind::kNull; }
  bool storesData() const override { return false; }
  MemorySource& memory() override { return addresses_; }
  StatusOr<std::unique_ptr<LoadedKernels>> load(const Program& program, const KernelTable*) override {
    RETURN_IF_ERROR(checkInitialised(program));
    return std::unique_ptr<LoadedKernels>(std::make_unique<NullKernels>());
  }
  std::unique_ptr<Stream> makeStream(Dispatcher* dispatcher) override { return makeHostStream(*this, dispatcher); }
  // A loop goes on once (a predicate of one byte); a choice takes its first branch.
  int64_t readPredicate(Stream&, const void*, int64_t bytes, int64_t trip) override {
    return bytes == 1 && trip == 0 ? 1 : 0;
  }
  void launch(const LoadedKernels&, absl::Span<const KernelLaunch>) override {}
  void copy(void*, const void*, int64_t) override {}
  void fill(void*, std::byte, int64_t) override {}

 private:
  Addresses addresses_;
};

}  // namespace

std::unique_ptr<Driver> makeNullDriver() { return std::make_unique<NullDriver>(); }

}  // namespace partita
