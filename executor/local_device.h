#pragma once
// LocalDevice: a device of this process: its driver, its memory, and its queue of work. Work begins in the order in
// which it is given and the oldest that can go on goes first; younger work overtakes it only while it waits for
// something (an input, a collective, memory). So programs that start in unlike orders on several devices cannot block
// each other, as long as there is memory for all of them.
//
// One thread at a time drives the queue: the device's own progress thread, or a thread that waits for an event of this
// device and so does the work itself, or the one that gives small work to an idle device. Nothing spins while idle.
#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/event.h"
#include "base/futex.h"
#include "collectives/communicator.h"
#include "executor/caching_allocator.h"
#include "executor/driver.h"

namespace partita {

class LocalDevice;

// Something in a device's queue. Its calls come from one thread at a time.
class DeviceWork {
 public:
  virtual ~DeviceWork() = default;
  // Does some of what can be done, little while DEVICE has other work; false when nothing can until notify() says
  // otherwise.
  virtual bool step(LocalDevice& device) = 0;
  virtual bool finished() const = 0;
  // It holds memory of the device that comes back when it is finished.
  virtual bool begun() const = 0;
  // Ends when it is finished.
  virtual const EventPtr& done() const = 0;
  // SECONDS passed in which it was the oldest work and nothing could be done.
  virtual void addStall(double seconds) = 0;
};

struct LocalDeviceOptions {
  DeviceKind kind = DeviceKind::kCpu;
  DriverOptions driver;
  int64_t memoryLimit = 0;  // bytes; 0: what the machine gives
};

class LocalDevice {
 public:
  // ID: over all processes. COMMUNICATOR: must outlive the device; null for one that talks to no other.
  static StatusOr<std::unique_ptr<LocalDevice>> make(int64_t id, const LocalDeviceOptions& options,
                                                     Communicator* communicator);
  // What is in the queue and was given to streams is still done.
  ~LocalDevice();
  LocalDevice(const LocalDevice&) = delete;
  LocalDevice& operator=(const LocalDevice&) = delete;

  int64_t id() const { return id_; }
  DeviceKind kind() const { return driver_->kind(); }
  Driver& driver() { return *driver_; }
  CachingAllocator& memory() { return *memory_; }
  Communicator* communicator() { return communicator_; }
  // What runs the thunks of executions: used by the driving thread only.
  Stream& computeStream() { return *computeStream_; }
  // A stream for transfers and tests; its pending work is done by this device's threads.
  std::unique_ptr<Stream> makeStream();
  // For events that this device's work ends: a thread that waits for one drives the queue.
  std::shared_ptr<EventHelper> helper() const;

  // Puts WORK[i] at the end of the queue of DEVICES[i], in the same order on all devices whatever other threads submit.
  // SMALL: done here and now as far as it can be, on devices that have nothing else in their queues.
  static void submit(absl::Span<LocalDevice* const> devices, absl::Span<const std::shared_ptr<DeviceWork>> work,
                     bool small);
  // Blocks while a queue of DEVICES is full (kMostInFlight), where this thread may block. Before whoever is going to
  // submit holds anything that work in the queues may wait for.
  static void awaitRoom(absl::Span<LocalDevice* const> devices);
  static constexpr size_t kMostInFlight = 32;
  // Not in a callback: in a thread that drives a device, ends an event or runs functions of the host.
  static bool mayBlock();
  // From now on the calling thread may not: it runs callbacks, which work may wait for.
  static void neverBlockThisThread();
  // Blocks until all of that is done. Not in a thread that drives a device.
  void drain();
  // Work of the queue can go on. Any thread.
  void notify();
  // By work in its step(): other work in the queue has begun.
  bool othersBegun(const DeviceWork* work) const;
  // Work in the queue.
  size_t inFlight() const { return queued_.load(); }

 private:
  class Helper;
  class StreamThreads;

  LocalDevice(int64_t id, std::unique_ptr<Driver> driver, Communicator* communicator);
  void push(std::shared_ptr<DeviceWork> work, bool tell);
  bool tryClaim();
  // Ends the claim. SEEN: the signal when nothing could be done any more.
  void release(uint32_t seen);
  // Waits for the oldest work of the queue; false when there is none.
  bool awaitOldest();
  // By the claimant: one step of the oldest work that can go on; false when none can.
  bool stepOnce();
  // By the claimant: steps until EVENT has ended, sleeping where nothing can be done; null: until nothing can be done.
  // Lets the claim go.
  void drive(const Event* event);
  // By the claimant: until the signal is no longer SEEN.
  void stall(uint32_t seen);
  // By the claimant: the oldest work waits; or no longer.
  void setStalled(bool stalled);
  void progressLoop();
  void wakeProgress();

  const int64_t id_;
  std::unique_ptr<Driver> driver_;
  std::unique_ptr<CachingAllocator> memory_;
  Communicator* communicator_;
  std::unique_ptr<StreamThreads> streamThreads_;
  std::unique_ptr<Stream> computeStream_;
  std::shared_ptr<Helper> helper_;

  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<DeviceWork>> queue_;  // oldest first; the claimant alone removes
  std::atomic<size_t> queued_{0};
  std::atomic<bool> claimed_{false};
  WakeCounter signal_;  // work can go on
  // Of the claimant.
  std::vector<DeviceWork*> scan_;
  bool stalled_ = false;
  std::chrono::steady_clock::time_point stalledSince_;
  // The progress thread; it is made when it is first needed.
  WakeCounter progress_;
  std::atomic<bool> stopping_{false};
  std::once_flag started_;
  std::thread thread_;
};

}  // namespace partita
