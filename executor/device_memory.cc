#include <sys/mman.h>
#include <unistd.h>

#include <fstream>
#include <string>
#include <utility>

#include "base/check.h"
#include "executor/executor.h"

namespace partita {
namespace {

constexpr int64_t kHugePage = int64_t{2} << 20;

int64_t mappedBytes(int64_t bytes) {
  int64_t unit = bytes >= kHugePage ? kHugePage : sysconf(_SC_PAGESIZE);
  return (bytes + unit - 1) / unit * unit;
}

// Maps BYTES aligned to a huge page, so that the kernel can back all of it with huge pages.
void* mapHuge(int64_t bytes) {
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

}  // namespace

Status checkMemoryAvailable(double bytes, std::string_view what) {
  // Small requests are not worth reading the file for.
  if (bytes < static_cast<double>(int64_t{64} << 20)) return absl::OkStatus();
  const int64_t available = availableBytes();
  if (available < 0 || bytes <= static_cast<double>(available)) return absl::OkStatus();
  return resourceExhausted(what, " needs ", static_cast<int64_t>(bytes / (1 << 20)), " MiB, the machine has ",
                           available >> 20, " MiB to give: use more devices, a smaller batch, or sharded state");
}

StatusOr<DeviceMemory> DeviceMemory::allocate(int64_t bytes, std::string_view what) {
  if (bytes < 0) return invalidArgument(what, ": ", bytes, " bytes");
  RETURN_IF_ERROR(checkMemoryAvailable(static_cast<double>(bytes), what));
  DeviceMemory out;
  if (!out.map(bytes))
    return resourceExhausted(
        what, " needs ", bytes >> 20,
        " MiB, which this process may not have: raise its limit (ulimit -v), use more devices, or a "
        "smaller batch");
  return out;
}

DeviceMemory::DeviceMemory(int64_t bytes) {
  CHECK(bytes >= 0, bytes);
  CHECK(map(bytes), "the system gives no address space for ", bytes, " bytes");
}

bool DeviceMemory::map(int64_t bytes) {
  if (bytes == 0) return true;
  int64_t mapped = mappedBytes(bytes);
  if (bytes >= kHugePage) {
    data_ = mapHuge(mapped);
  } else {
    void* raw = mmap(nullptr, static_cast<size_t>(mapped), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    data_ = raw == MAP_FAILED ? nullptr : raw;
  }
  if (data_ == nullptr) return false;
  bytes_ = bytes;
  // Every page is touched now, so that no kernel of a step takes the page faults.
  long page = sysconf(_SC_PAGESIZE);
  auto* touch = static_cast<volatile char*>(data_);
  for (int64_t offset = 0; offset < mapped; offset += page) touch[offset] = 0;
  return true;
}

DeviceMemory::~DeviceMemory() {
  if (data_) munmap(data_, static_cast<size_t>(mappedBytes(bytes_)));
}

DeviceMemory::DeviceMemory(DeviceMemory&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}

DeviceMemory& DeviceMemory::operator=(DeviceMemory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

}  // namespace partita
