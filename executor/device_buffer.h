#pragma once
// DeviceBuffer: an array in the memory of one device of this process, with who uses it: what executions work on.
// Compare PJRT's tracked device buffer, with its usage, external and donation holds; a hold that cannot be had is
// refused here, never waited for. Thread safe.
#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/event.h"
#include "base/types.h"
#include "executor/local_device.h"

namespace partita {

// Memory of a device, given back when nobody has it any more.
class DeviceMemory {
  struct Private {};

 public:
  // From DEVICE's allocator; ResourceExhausted says who holds what. OWNER: CachingAllocator::owner().
  static StatusOr<std::shared_ptr<DeviceMemory>> allocate(LocalDevice& device, int64_t bytes, MemoryUse use,
                                                          int32_t owner);
  // Somebody else's, at DATA: RELEASE is called, on any thread, when nothing here uses it any more.
  static std::shared_ptr<DeviceMemory> external(void* data, std::function<void()> release);
  explicit DeviceMemory(Private) {}
  ~DeviceMemory();
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;
  void* data() const { return allocation_.data; }

 private:
  CachingAllocator::Allocation allocation_;
  CachingAllocator* allocator_ = nullptr;  // null: external
  std::function<void()> release_;
};

class DeviceBuffer {
 public:
  // READY ends when the array is there. MUTABLE_MEMORY: it may be donated (external memory may be somebody's).
  DeviceBuffer(LocalDevice& device, TensorType type, std::shared_ptr<DeviceMemory> memory, EventPtr ready,
               bool mutableMemory = true);

  LocalDevice& device() const { return device_; }
  const TensorType& type() const { return type_; }
  // Also of a buffer that has been donated or deleted: how it was made.
  const EventPtr& ready() const { return ready_; }

  // A read, until endRead(); the memory's address. FailedPrecondition when the buffer is gone: donated (to whom) or
  // deleted.
  StatusOr<void*> beginRead();
  void endRead();
  // Takes the memory away: from now on the buffer is gone. FailedPrecondition as above; Unavailable when somebody
  // outside holds the memory, or it must not be written to. BY names the user to come, for messages.
  struct Donation {
    std::shared_ptr<DeviceMemory> memory;
    EventPtr reads;  // ends when those that are under way have ended; null: there are none
  };
  StatusOr<Donation> donate(std::string_view by);
  // The donee could not be enqueued.
  void takeBack(Donation donation);
  // Gone; the memory is given back after its uses.
  void drop();
  bool isGone() const;
  // The memory's address, for messages and to see whether two buffers share it; null when gone.
  const void* address() const;
  // Keeps the memory as it is for somebody outside as long as the result lives (a view of it): no donation takes it.
  // The device must outlive it: who gives it away keeps the client beside it.
  StatusOr<std::shared_ptr<const void>> pin();

 private:
  Status goneLocked() const;

  LocalDevice& device_;
  const TensorType type_;
  const EventPtr ready_;
  const bool mutableMemory_;
  mutable std::mutex mutex_;
  std::shared_ptr<DeviceMemory> memory_;  // null: donated, or deleted and not read any more
  bool gone_ = false;
  bool dropped_ = false;
  int32_t readers_ = 0;
  EventPtr drained_;                        // to be ended with the last of them
  std::shared_ptr<std::atomic<int>> pins_;  // how many there are; null: there were none
  std::string goneBecause_;
};

}  // namespace partita
