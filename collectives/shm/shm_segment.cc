#include "collectives/shm/shm_segment.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <new>

namespace partita {

static_assert(std::atomic<uint64_t>::is_always_lock_free, "else it does not work between processes");
static_assert(sizeof(ShmHeader) <= 64 && ShmRing::kBytes % 64 == 0);

int64_t ShmRing::sizeOf(int64_t payloadBytes) {
  return (static_cast<int64_t>(sizeof(ShmHeader)) + payloadBytes + 63) / 64 * 64;
}

bool ShmRing::write(const ShmHeader& header, const void* payload, int64_t payloadBytes) {
  const auto size = static_cast<uint64_t>(sizeOf(payloadBytes));
  uint64_t at = written_.load(std::memory_order_relaxed);
  const uint64_t end = (at / kBytes + 1) * kBytes;
  const uint64_t skipped = at + size > end ? end - at : 0;
  if (at + skipped + size - read_.load(std::memory_order_acquire) > kBytes) return false;
  if (skipped > 0) {
    ShmHeader skip;
    skip.tag = kSkip;
    std::memcpy(data_ + at % kBytes, &skip, sizeof skip);
    at += skipped;
  }
  char* to = data_ + at % kBytes;
  std::memcpy(to, &header, sizeof header);
  if (payloadBytes > 0) std::memcpy(to + sizeof header, payload, static_cast<size_t>(payloadBytes));
  written_.store(at + size, std::memory_order_release);
  return true;
}

const ShmHeader* ShmRing::front() {
  uint64_t at = read_.load(std::memory_order_relaxed);
  if (at == written_.load(std::memory_order_acquire)) return nullptr;
  const auto* header = reinterpret_cast<const ShmHeader*>(data_ + at % kBytes);
  if (header->tag != kSkip) return header;
  at = (at / kBytes + 1) * kBytes;  // a message follows: both were written at once
  read_.store(at, std::memory_order_release);
  return reinterpret_cast<const ShmHeader*>(data_);
}

void ShmRing::pop(int64_t payloadBytes) {
  read_.store(read_.load(std::memory_order_relaxed) + static_cast<uint64_t>(sizeOf(payloadBytes)),
              std::memory_order_release);
}

int64_t ShmSegment::bytesFor(int processes) {
  return static_cast<int64_t>(kSlots * sizeof(ShmSlot)) + processes * static_cast<int64_t>(sizeof(ShmRing));
}

Status ShmSegment::map(int processes) {
  bytes_ = bytesFor(processes);
  void* memory = mmap(nullptr, static_cast<size_t>(bytes_), PROT_READ | PROT_WRITE, MAP_SHARED, fd_, 0);
  if (memory == MAP_FAILED) return unavailable("mmap of ", bytes_, " shared bytes: ", std::strerror(errno));
  memory_ = memory;
  slots_ = static_cast<ShmSlot*>(memory_);
  rings_ = reinterpret_cast<ShmRing*>(static_cast<char*>(memory_) + kSlots * sizeof(ShmSlot));
  return absl::OkStatus();
}

StatusOr<std::unique_ptr<ShmSegment>> ShmSegment::create(int processes) {
  std::unique_ptr<ShmSegment> segment(new ShmSegment());
  segment->fd_ = memfd_create("partita", MFD_CLOEXEC);
  if (segment->fd_ < 0) return unavailable("memfd_create: ", std::strerror(errno));
  if (ftruncate(segment->fd_, bytesFor(processes)) != 0)
    return unavailable("ftruncate to ", bytesFor(processes), " shared bytes: ", std::strerror(errno));
  RETURN_IF_ERROR(segment->map(processes));
  // Fresh pages are zero, which is what empty rings and free slots are; this only begins the objects' lives. The rings'
  // memory is not touched before they are used.
  for (uint32_t i = 0; i < kSlots; ++i) new (&segment->slots_[i]) ShmSlot;
  return segment;
}

StatusOr<std::unique_ptr<ShmSegment>> ShmSegment::open(pid_t pid, int fd, int processes) {
  std::unique_ptr<ShmSegment> segment(new ShmSegment());
  const std::string path = strCat("/proc/", pid, "/fd/", fd);
  segment->fd_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
  if (segment->fd_ < 0) return unavailable(path, ": ", std::strerror(errno));
  struct stat info {};
  if (fstat(segment->fd_, &info) != 0 || info.st_size != bytesFor(processes))
    return unavailable(path, " is not the segment of a process of ours");
  RETURN_IF_ERROR(segment->map(processes));
  return segment;
}

ShmSegment::~ShmSegment() {
  if (memory_ != nullptr) munmap(memory_, static_cast<size_t>(bytes_));
  if (fd_ >= 0) close(fd_);
}

}  // namespace partita
