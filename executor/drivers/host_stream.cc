#include "executor/drivers/host_stream.h"

#include <atomic>
#include <functional>
#include <utility>

#include "base/check.h"

namespace partita {
namespace {

// Larger copies and fills are left to the device's threads.
constexpr int64_t kInlineBytes = int64_t{1} << 20;

// What is given to a stream lives as long as its work, which may be longer than the stream.
class HostQueue : public std::enable_shared_from_this<HostQueue> {
 public:
  HostQueue(HostStreamWork& work, Dispatcher* dispatcher) : work_(work), dispatcher_(dispatcher) {}
  ~HostQueue() {
    if (!busy_) return;
    // The event that it waits for went without an end.
    for (const Op& op : std::exchange(pending_, {})) {
      if (op.signals) op.event->end(internalError("nobody is left who could end what its stream waits for"));
    }
    dispatcher_->end();
  }

  enum class Turn : uint8_t { kNow, kLeftOut, kLater };
  // LONG: not in the caller where there is somebody else.
  Turn turn(bool isLong) {
    if (isFree_.load(std::memory_order_acquire) && !(isLong && dispatcher_ != nullptr)) return Turn::kNow;
    std::lock_guard lock(mutex_);
    if (busy_ || (isLong && dispatcher_ != nullptr)) return Turn::kLater;
    return error_.ok() ? Turn::kNow : Turn::kLeftOut;
  }
  void later(std::function<void()> body) {
    {
      std::lock_guard lock(mutex_);
      pending_.push_back({std::move(body), nullptr});
      if (busy_) return;
      becomeBusy();
    }
    dispatchPump();
  }
  void wait(EventPtr event) {
    {
      std::lock_guard lock(mutex_);
      if (!busy_ && event->ended()) {
        noteError(event->status());
        return;
      }
      CHECK(dispatcher_ != nullptr, "a stream without threads is made to wait for what is pending");
      pending_.push_back({nullptr, std::move(event)});
      if (busy_) return;
      becomeBusy();
    }
    pump();
  }
  EventPtr record() {
    std::lock_guard lock(mutex_);
    if (!busy_) {
      if (error_.ok()) return Event::ready();
      EventPtr failed = Event::failed(std::exchange(error_, absl::OkStatus()));
      settle();
      return failed;
    }
    EventPtr event = Event::make();
    pending_.push_back({nullptr, event, /*signals=*/true});
    return event;
  }
  void failed(const Status& status) {
    std::lock_guard lock(mutex_);
    noteError(status);
  }
  HostStreamWork& work() { return work_; }

 private:
  struct Op {
    std::function<void()> body;
    EventPtr event;  // to wait for, or to end
    bool signals = false;
  };

  void dispatchPump() {
    dispatcher_->run([self = shared_from_this()] { self->pump(); });
  }
  // Under the lock.
  void becomeBusy() {
    busy_ = true;
    settle();
    dispatcher_->begin();
  }
  void noteError(const Status& status) {
    if (error_.ok()) error_ = status;
    settle();
  }
  void settle() { isFree_.store(!busy_ && error_.ok(), std::memory_order_release); }

  // Does what can be done, in order. One at a time: busy_ is the right to.
  void pump() {
    while (true) {
      Op op;
      Status error;
      {
        std::lock_guard lock(mutex_);
        if (pending_.empty()) {
          busy_ = false;
          settle();
          break;
        }
        op = std::move(pending_.front());
        pending_.pop_front();
        error = error_;
        if (op.signals) error_ = absl::OkStatus();
      }
      if (op.event != nullptr && !op.signals) {
        // The event has the queue and not the queue the event: both go when nobody else can end it.
        if (op.event->ended()) {
          failed(op.event->status());
          continue;
        }
        op.event->then([self = shared_from_this()](const Status& status) {
          self->failed(status);
          self->dispatchPump();
        });
        return;
      }
      if (op.body != nullptr && error.ok()) op.body();
      if (op.signals) op.event->end(error);
    }
    dispatcher_->end();
  }

  HostStreamWork& work_;
  Dispatcher* const dispatcher_;
  std::mutex mutex_;
  std::deque<Op> pending_;
  bool busy_ = false;  // somebody does pending work, or an event will have it done
  Status error_;       // since the last record()
  // Neither busy nor failed: what most calls meet, and see without the lock.
  std::atomic<bool> isFree_{true};
};

class HostStream final : public Stream {
 public:
  HostStream(HostStreamWork& work, Dispatcher* dispatcher) : queue_(std::make_shared<HostQueue>(work, dispatcher)) {}

  void launch(const LoadedKernels& kernels, absl::Span<const KernelLaunch> launches) override {
    const Turn turn = queue_->turn(false);
    if (turn == Turn::kNow) return queue_->work().launch(kernels, launches);
    if (turn == Turn::kLeftOut) return;
    // The caller's pointers are good for this call only.
    struct Kept {
      std::vector<std::vector<void*>> arguments;
      std::vector<KernelLaunch> launches;
    };
    auto kept = std::make_shared<Kept>();
    for (const KernelLaunch& launch : launches) {
      kept->arguments.emplace_back(launch.arguments.begin(), launch.arguments.end());
      kept->launches.push_back({launch.kernel, kept->arguments.back()});
    }
    queue_->later([&work = queue_->work(), &kernels, kept] { work.launch(kernels, kept->launches); });
  }
  void copy(void* destination, const void* source, int64_t bytes) override {
    HostStreamWork& work = queue_->work();
    give(bytes > kInlineBytes, [=, &work] { work.copy(destination, source, bytes); });
  }
  void fill(void* destination, std::byte value, int64_t bytes) override {
    HostStreamWork& work = queue_->work();
    give(bytes > kInlineBytes, [=, &work] { work.fill(destination, value, bytes); });
  }
  void call(std::function<Status()> body) override {
    give(true, [queue = queue_.get(), body = std::move(body)] {
      if (Status status = body(); !status.ok()) queue->failed(status);
    });
  }
  void wait(EventPtr event) override { queue_->wait(std::move(event)); }
  EventPtr record() override { return queue_->record(); }

 private:
  using Turn = HostQueue::Turn;
  template <typename Body>
  void give(bool isLong, Body body) {
    const Turn turn = queue_->turn(isLong);
    if (turn == Turn::kNow) body();
    if (turn == Turn::kLater) queue_->later(std::move(body));
  }

  std::shared_ptr<HostQueue> queue_;
};

}  // namespace

std::unique_ptr<Stream> makeHostStream(HostStreamWork& work, Dispatcher* dispatcher) {
  return std::make_unique<HostStream>(work, dispatcher);
}

}  // namespace partita
