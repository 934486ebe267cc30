#include "executor/local_device.h"

#include <algorithm>
#include <condition_variable>

#include "absl/container/inlined_vector.h"
#include "base/check.h"

namespace partita {
namespace {

using Clock = std::chrono::steady_clock;

// How long a thread that waits looks for news itself, and moves messages on: first it yields the core to others in
// between, then it naps; what lasts longer is left to the communication thread.
constexpr std::chrono::microseconds kStallSpin{50}, kNapLeast{30}, kNapMost{150}, kPatience{3000};

// Devices that this thread drives: it must not block for one of them.
thread_local int driving = 0;
thread_local bool neverBlocks = false;

// Work that has one step: BODY.
class Errand final : public DeviceWork {
 public:
  explicit Errand(std::function<void()> body) : body_(std::move(body)) {}
  bool step(LocalDevice&) override {
    body_();
    done_->end();
    return true;
  }
  bool finished() const override { return done_->ended(); }
  bool begun() const override { return false; }
  const EventPtr& done() const override { return done_; }
  void addStall(double) override {}

 private:
  std::function<void()> body_;
  EventPtr done_ = Event::make();
};

}  // namespace

// Outlives the device, for events that do.
class LocalDevice::Helper final : public EventHelper {
 public:
  explicit Helper(LocalDevice* device) : device_(device) {}
  void helpUntil(const Event& event) override {
    // Whoever drives a device already would wait for itself, or for another thread that it keeps waiting.
    if (driving > 0) return;
    {
      std::lock_guard lock(mutex_);
      if (device_ == nullptr) return;
      ++inside_;
    }
    if (!event.ended() && device_->tryClaim()) device_->drive(&event);
    std::lock_guard lock(mutex_);
    if (--inside_ == 0) left_.notify_all();
  }
  // The device goes: waits until nobody drives it from here.
  void leave() {
    std::unique_lock lock(mutex_);
    left_.wait(lock, [this] { return inside_ == 0; });
    device_ = nullptr;
  }

 private:
  std::mutex mutex_;
  std::condition_variable left_;
  LocalDevice* device_;
  int inside_ = 0;
};

// Streams with pending work, counted.
class LocalDevice::StreamThreads final : public Dispatcher {
 public:
  explicit StreamThreads(LocalDevice& device) : device_(device) {}
  void run(std::function<void()> body) override {
    device_.push(std::make_shared<Errand>(std::move(body)), /*tell=*/true);
  }
  void begin() override {
    std::lock_guard lock(mutex_);
    ++pending_;
  }
  void end() override {
    std::lock_guard lock(mutex_);  // once it is taken the device may go
    if (--pending_ == 0) none_.notify_all();
  }
  bool idle() {
    std::lock_guard lock(mutex_);
    return pending_ == 0;
  }
  void await() {
    std::unique_lock lock(mutex_);
    none_.wait(lock, [this] { return pending_ == 0; });
  }

 private:
  LocalDevice& device_;
  std::mutex mutex_;
  std::condition_variable none_;
  int64_t pending_ = 0;
};

StatusOr<std::unique_ptr<LocalDevice>> LocalDevice::make(int64_t id, const LocalDeviceOptions& options,
                                                         Communicator* communicator) {
  ASSIGN_OR_RETURN(std::unique_ptr<Driver> driver, makeDriver(options.kind, options.driver));
  std::unique_ptr<LocalDevice> device(new LocalDevice(id, std::move(driver), communicator));
  device->memory_ =
      std::make_unique<CachingAllocator>(strCat("device ", id), device->driver_->memory(), options.memoryLimit);
  return device;
}

LocalDevice::LocalDevice(int64_t id, std::unique_ptr<Driver> driver, Communicator* communicator)
    : id_(id),
      driver_(std::move(driver)),
      communicator_(communicator),
      streamThreads_(std::make_unique<StreamThreads>(*this)),
      computeStream_(driver_->makeStream(nullptr)),
      helper_(std::make_shared<Helper>(this)) {}

bool LocalDevice::awaitOldest() {
  EventPtr oldest;
  {
    std::lock_guard lock(mutex_);
    if (queue_.empty()) return false;
    oldest = queue_.front()->done();
  }
  if (!oldest->ended() && tryClaim()) drive(oldest.get());
  (void)oldest->await();      // how it went is its owner's to know
  std::this_thread::yield();  // the claimant takes it out of the queue
  return true;
}

void LocalDevice::drain() {
  do {
    streamThreads_->await();
    while (awaitOldest()) {
    }
  } while (!streamThreads_->idle() || inFlight() > 0);
}

LocalDevice::~LocalDevice() {
  drain();
  helper_->leave();
  stopping_.store(true);
  progress_.bump();
  if (thread_.joinable()) thread_.join();
}

std::shared_ptr<EventHelper> LocalDevice::helper() const { return helper_; }

std::unique_ptr<Stream> LocalDevice::makeStream() { return driver_->makeStream(streamThreads_.get()); }

// TELL: under the lock, for once the work is done the device may go.
void LocalDevice::push(std::shared_ptr<DeviceWork> work, bool tell) {
  std::lock_guard lock(mutex_);
  queue_.push_back(std::move(work));
  queued_.store(queue_.size());
  if (tell) notify();
}

void LocalDevice::awaitRoom(absl::Span<LocalDevice* const> devices) {
  for (LocalDevice* device : devices) {
    while (device->inFlight() >= kMostInFlight && mayBlock() && device->awaitOldest()) {
    }
  }
}

void LocalDevice::submit(absl::Span<LocalDevice* const> devices, absl::Span<const std::shared_ptr<DeviceWork>> work,
                         bool small) {
  // The same order on all devices, whatever other threads submit.
  static std::mutex& order = *new std::mutex;
  std::unique_lock inOrder(order, std::defer_lock);
  if (devices.size() > 1) inOrder.lock();
  for (size_t i = 0; i < devices.size(); ++i) devices[i]->push(work[i], /*tell=*/false);
  if (inOrder.owns_lock()) inOrder.unlock();
  if (!small) {
    for (LocalDevice* device : devices) device->notify();
    return;
  }
  absl::InlinedVector<LocalDevice*, 4> mine;
  for (LocalDevice* device : devices) {
    if (device->inFlight() == 1 && device->tryClaim()) {
      mine.push_back(device);
    } else {
      device->notify();
    }
  }
  ++driving;
  // A step of one device may be what another waits for.
  absl::InlinedVector<uint32_t, 4> seen(mine.size());
  for (bool any = true; any;) {
    any = false;
    for (size_t i = 0; i < mine.size(); ++i) {
      do seen[i] = mine[i]->signal_.value();
      while (mine[i]->stepOnce() && (any = true));
    }
    any = any && mine.size() > 1;
  }
  --driving;
  for (size_t i = 0; i < mine.size(); ++i) {
    if (mine[i]->inFlight() > 0) mine[i]->setStalled(true);
    mine[i]->release(seen[i]);
  }
}

bool LocalDevice::mayBlock() { return driving == 0 && !neverBlocks && !Event::inCallback(); }

void LocalDevice::neverBlockThisThread() { neverBlocks = true; }

bool LocalDevice::othersBegun(const DeviceWork* work) const {
  return std::any_of(scan_.begin(), scan_.end(), [&](DeviceWork* other) { return other != work && other->begun(); });
}

void LocalDevice::notify() {
  signal_.bump();
  if (!claimed_.load(std::memory_order_seq_cst)) wakeProgress();
}

bool LocalDevice::tryClaim() {
  bool free = false;
  return claimed_.compare_exchange_strong(free, true, std::memory_order_seq_cst);
}

void LocalDevice::release(uint32_t seen) {
  claimed_.store(false, std::memory_order_seq_cst);
  // Who gave the signal since has seen a claimant, and woken nobody.
  if (signal_.value() != seen && inFlight() > 0) wakeProgress();
}

bool LocalDevice::stepOnce() {
  scan_.clear();
  {
    std::lock_guard lock(mutex_);
    for (const auto& work : queue_) scan_.push_back(work.get());
  }
  setStalled(false);  // before the work ends and others read its times
  for (DeviceWork* work : scan_) {
    if (!work->step(*this)) continue;
    if (work->finished()) {
      std::shared_ptr<DeviceWork> ended;  // goes without the lock
      std::lock_guard lock(mutex_);
      auto it = std::find_if(queue_.begin(), queue_.end(), [&](const auto& w) { return w.get() == work; });
      ended = std::move(*it);
      queue_.erase(it);
      queued_.store(queue_.size());
    }
    return true;
  }
  return false;
}

void LocalDevice::setStalled(bool stalled) {
  if (stalled == stalled_) return;
  stalled_ = stalled;
  if (stalled) {
    stalledSince_ = Clock::now();
  } else if (!scan_.empty()) {
    scan_.front()->addStall(std::chrono::duration<double>(Clock::now() - stalledSince_).count());
  }
}

void LocalDevice::stall(uint32_t seen) {
  setStalled(true);
  if (communicator_ != nullptr) communicator_->setUrgent(true);
  for (Clock::time_point quiet = Clock::now(); signal_.value() == seen;) {
    if (communicator_ != nullptr && communicator_->progress()) {
      quiet = Clock::now();
      continue;
    }
    const Clock::time_point now = Clock::now();
    const auto silence = std::chrono::duration_cast<std::chrono::microseconds>(now - quiet);
    if (silence < kStallSpin) {
      std::this_thread::yield();
      continue;
    }
    if (communicator_ == nullptr || silence > kPatience) break;
    const Clock::time_point wake = now + std::clamp(silence / 8, kNapLeast, kNapMost);
    signal_.sleepWhile(seen, &wake);
  }
  if (communicator_ != nullptr) communicator_->setUrgent(false);
  if (signal_.value() == seen) signal_.sleepWhile(seen);
}

void LocalDevice::drive(const Event* event) {
  ++driving;
  while (true) {
    if (event != nullptr && event->ended()) {
      --driving;
      claimed_.store(false, std::memory_order_seq_cst);
      if (inFlight() > 0) wakeProgress();
      return;
    }
    const uint32_t seen = signal_.value();
    if (stepOnce()) continue;
    const bool idle = inFlight() == 0;
    if (idle || event == nullptr) {
      if (!idle) setStalled(true);
      --driving;
      return release(seen);
    }
    stall(seen);
  }
}

void LocalDevice::wakeProgress() {
  std::call_once(started_, [this] { thread_ = std::thread([this] { progressLoop(); }); });
  progress_.bump();
}

void LocalDevice::progressLoop() {
  pthread_setname_np(pthread_self(), strCat("partita-dev", id_ % 10000).c_str());
  while (true) {
    const uint32_t seen = progress_.value();
    if (inFlight() > 0 && tryClaim()) drive(nullptr);
    if (stopping_.load()) return;
    progress_.sleepWhile(seen);
  }
}

}  // namespace partita
