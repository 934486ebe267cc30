#pragma once
// Memory that the processes of one machine share: each has a segment that the others write messages into. Nameless
// (memfd), so that nothing stays behind when a process dies.
#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <memory>

#include "base/status.h"

namespace partita {

// A message in a ring; followed by its payload when that is short.
struct ShmHeader {
  int32_t tag = 0;
  uint32_t slot = 0;     // long ones: of the sender's segment
  uint64_t ticket = 0;   // long ones: which use of the slot
  int64_t bytes = 0;     // of the whole transfer
  uint64_t address = 0;  // long ones: in the sender's process
};

// From one writing to one reading process. Both ends are polled.
class ShmRing {
 public:
  static constexpr int64_t kBytes = int64_t{256} << 10;  // of messages, a power of two

  // False when there is no room now. PAYLOAD: short messages.
  bool write(const ShmHeader& header, const void* payload, int64_t payloadBytes);
  // The oldest message, or null; its payload follows it. Valid until pop().
  const ShmHeader* front();
  void pop(int64_t payloadBytes);

 private:
  static constexpr int32_t kSkip = -1;  // tag: the rest up to the end of the ring holds nothing
  static int64_t sizeOf(int64_t payloadBytes);

  // Bytes ever written and read; each is written by one side.
  alignas(64) std::atomic<uint64_t> written_{0};
  alignas(64) std::atomic<uint64_t> read_{0};
  alignas(64) char data_[kBytes];
};

// A long transfer that its receiver reads from the sender's memory. STATE is (ticket, phase): whoever reads takes it
// from open to reading, whoever withdraws from open to free, so that memory is never read that the sender has back.
struct ShmSlot {
  enum Phase : uint64_t { kFree, kOpen, kReading, kDone };
  static uint64_t stateOf(uint64_t ticket, Phase phase) { return ticket << 2 | phase; }
  alignas(64) std::atomic<uint64_t> state{0};
};

// The segment of one process, for a machine with a number of them.
class ShmSegment {
 public:
  static constexpr uint32_t kSlots = 256;

  static StatusOr<std::unique_ptr<ShmSegment>> create(int processes);
  // That of another process (of this user, in our process namespace), which has it as descriptor FD.
  static StatusOr<std::unique_ptr<ShmSegment>> open(pid_t pid, int fd, int processes);
  ~ShmSegment();
  ShmSegment(const ShmSegment&) = delete;
  ShmSegment& operator=(const ShmSegment&) = delete;

  int fd() const { return fd_; }
  // What process FROM of the machine sends to the owner.
  ShmRing& ring(int from) { return rings_[from]; }
  // Of what the owner sends.
  ShmSlot& slot(uint32_t index) { return slots_[index]; }

 private:
  ShmSegment() = default;
  static int64_t bytesFor(int processes);
  Status map(int processes);

  int fd_ = -1;
  void* memory_ = nullptr;
  int64_t bytes_ = 0;
  ShmSlot* slots_ = nullptr;
  ShmRing* rings_ = nullptr;
};

}  // namespace partita
