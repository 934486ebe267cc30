#include <sys/mman.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "executor/caching_allocator.h"

namespace partita {
namespace {

constexpr int64_t kHugePage = int64_t{2} << 20;
// Small requests share a region of this size.
constexpr int64_t kSmallRegion = int64_t{256} << 10;

// Maps BYTES aligned to a huge page, so that the kernel can back all of it with huge pages.
void* mapHuge(int64_t bytes) {
  const int64_t page = sysconf(_SC_PAGESIZE);
  bytes = (bytes + page - 1) / page * page;
  size_t span = static_cast<size_t>(bytes + kHugePage);
  void* raw = mmap(nullptr, span, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (raw == MAP_FAILED) return nullptr;
  auto start = reinterpret_cast<uintptr_t>(raw);
  uintptr_t aligned = (start + kHugePage - 1) / kHugePage * kHugePage;
  if (aligned > start) munmap(raw, aligned - start);
  uintptr_t end = aligned + static_cast<uintptr_t>(bytes), rawEnd = start + span;
  if (rawEnd > end) munmap(reinterpret_cast<void*>(end), rawEnd - end);
  auto* data = reinterpret_cast<void*>(aligned);
  madvise(data, static_cast<size_t>(bytes),
          MADV_HUGEPAGE);  // a kernel without huge pages says no: then small ones it is
  return data;
}

// Bytes that programs can still get without swapping; -1 when the system does not say.
int64_t availableBytes() {
  std::ifstream file("/proc/meminfo");
  std::string name, unit;
  int64_t amount = 0;
  while (file >> name >> amount) {
    if (name == "MemAvailable:") return amount * 1024;
    std::getline(file, unit);
  }
  return -1;
}

// What the machine can give when that is less than BYTES; else -1.
int64_t lacks(double bytes) {
  // Small requests are not worth reading the file for.
  if (bytes < static_cast<double>(int64_t{64} << 20)) return -1;
  const int64_t available = availableBytes();
  return available < 0 || bytes <= static_cast<double>(available) ? -1 : available;
}

class HostMemorySource final : public MemorySource {
 public:
  StatusOr<void*> map(int64_t bytes, std::string_view) override {
    if (const int64_t available = lacks(static_cast<double>(bytes)); available >= 0)
      return resourceExhausted("the machine has ", available >> 20, " MiB to give");
    void* data;
    if (bytes >= kHugePage) {
      data = mapHuge(bytes);
    } else {
      data = mmap(nullptr, static_cast<size_t>(bytes), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
      if (data == MAP_FAILED) data = nullptr;
    }
    if (data == nullptr)
      return resourceExhausted("this process may not have ", bytes >> 20, " MiB more: raise its limit (ulimit -v)");
    const long page = sysconf(_SC_PAGESIZE);
    auto* touch = static_cast<volatile char*>(data);
    for (int64_t offset = 0; offset < bytes; offset += page) touch[offset] = 0;
    return data;
  }
  void unmap(void* data, int64_t bytes) override { munmap(data, static_cast<size_t>(bytes)); }
  int64_t granule(int64_t bytes) const override { return bytes >= kHugePage / 2 ? kHugePage : kSmallRegion; }
};

}  // namespace

Status checkMemoryAvailable(double bytes, std::string_view what) {
  const int64_t available = lacks(bytes);
  if (available < 0) return absl::OkStatus();
  return resourceExhausted(what, " needs ", static_cast<int64_t>(bytes / (1 << 20)), " MiB, the machine has ",
                           available >> 20, " MiB to give: use more devices, a smaller batch, or sharded state");
}

MemorySource& hostMemorySource() {
  static HostMemorySource& source = *new HostMemorySource;
  return source;
}

}  // namespace partita
