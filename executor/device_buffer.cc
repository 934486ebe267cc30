#include "executor/device_buffer.h"

namespace partita {

StatusOr<std::shared_ptr<DeviceMemory>> DeviceMemory::allocate(LocalDevice& device, int64_t bytes, MemoryUse use,
                                                               int32_t owner) {
  StatusOr<CachingAllocator::Allocation> allocation = device.memory().allocate(bytes, use, owner);
  if (!allocation.ok()) return allocation.status();
  auto out = std::make_shared<DeviceMemory>(Private());
  out->allocation_ = *allocation;
  out->allocator_ = &device.memory();
  return out;
}

std::shared_ptr<DeviceMemory> DeviceMemory::external(void* data, std::function<void()> release) {
  auto out = std::make_shared<DeviceMemory>(Private());
  out->allocation_.data = data;
  out->release_ = std::move(release);
  return out;
}

DeviceMemory::~DeviceMemory() {
  if (allocator_ != nullptr) allocator_->free(allocation_);
  if (release_) release_();
}

DeviceBuffer::DeviceBuffer(LocalDevice& device, TensorType type, std::shared_ptr<DeviceMemory> memory, EventPtr ready,
                           bool mutableMemory)
    : device_(device),
      type_(std::move(type)),
      ready_(std::move(ready)),
      mutableMemory_(mutableMemory),
      memory_(std::move(memory)) {}

Status DeviceBuffer::goneLocked() const {
  return failedPrecondition("the buffer of ", type_.toString(), " on device ", device_.id(), " is gone: it was ",
                            goneBecause_);
}

StatusOr<void*> DeviceBuffer::beginRead() {
  std::lock_guard lock(mutex_);
  if (gone_) return goneLocked();
  ++readers_;
  return memory_->data();
}

void DeviceBuffer::endRead() {
  std::shared_ptr<DeviceMemory> memory;  // goes without the lock
  EventPtr drained;
  {
    std::lock_guard lock(mutex_);
    if (--readers_ > 0) return;
    drained = std::move(drained_);
    if (gone_) memory = std::move(memory_);
  }
  if (drained != nullptr) drained->end();
}

StatusOr<DeviceBuffer::Donation> DeviceBuffer::donate(std::string_view by) {
  std::lock_guard lock(mutex_);
  if (gone_) return goneLocked();
  if (!mutableMemory_) return unavailable("its memory belongs to the caller and must not be written to");
  if (pins_ != nullptr && pins_->load(std::memory_order_acquire) > 0)
    return unavailable("somebody outside holds its memory");
  gone_ = true;
  goneBecause_ = strCat("donated to ", by);
  if (readers_ > 0) drained_ = Event::make();
  return Donation{std::move(memory_), drained_};
}

void DeviceBuffer::takeBack(Donation donation) {
  {
    std::lock_guard lock(mutex_);
    memory_ = std::move(donation.memory);
    gone_ = false;
    if (!dropped_) return;
  }
  drop();
}

void DeviceBuffer::drop() {
  std::shared_ptr<DeviceMemory> memory;  // goes without the lock
  std::lock_guard lock(mutex_);
  dropped_ = true;
  if (gone_) return;
  gone_ = true;
  goneBecause_ = "deleted";
  if (readers_ == 0) memory = std::move(memory_);
}

bool DeviceBuffer::isGone() const {
  std::lock_guard lock(mutex_);
  return gone_;
}

const void* DeviceBuffer::address() const {
  std::lock_guard lock(mutex_);
  return gone_ ? nullptr : memory_->data();
}

StatusOr<std::shared_ptr<const void>> DeviceBuffer::pin() {
  std::lock_guard lock(mutex_);
  if (gone_) return goneLocked();
  if (pins_ == nullptr) pins_ = std::make_shared<std::atomic<int>>(0);
  struct Pin {
    Pin(std::shared_ptr<DeviceMemory> held, std::shared_ptr<std::atomic<int>> counter)
        : memory(std::move(held)), count(std::move(counter)) {
      count->fetch_add(1, std::memory_order_relaxed);
    }
    // What was read through it comes before what a donee writes.
    ~Pin() { count->fetch_sub(1, std::memory_order_release); }
    std::shared_ptr<DeviceMemory> memory;
    std::shared_ptr<std::atomic<int>> count;
  };
  auto pin = std::make_shared<Pin>(memory_, pins_);
  return std::shared_ptr<const void>(pin, pin->memory->data());
}

}  // namespace partita
