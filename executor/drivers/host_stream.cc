#include "executor/drivers/host_stream.h"

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
  HostQueue(HostStreamWork& work, Dispatch dispatch) : work_(work), dispatch_(std::move(dispatch)) {}

  enum class Turn : uint8_t { kNow, kLeftOut, kLater };
  // LONG: not in the caller where there is somebody else.
  Turn turn(bool isLong) {
    std::lock_guard lock(mutex_);
    if (busy_ || (isLong && dispatch_)) return Turn::kLater;
    return error_.ok() ? Turn::kNow : Turn::kLeftOut;
  }
  void later(std::function<void()> body) {
    {
      std::lock_guard lock(mutex_);
      pending_.push_back({std::move(body), nullptr});
      if (std::exchange(busy_, true)) return;
    }
    dispatchPump();
  }
  void wait(EventPtr event) {
    {
      std::lock_guard lock(mutex_);
      if (!busy_ && event->ended()) {
        if (error_.ok()) error_ = event->status();
        return;
      }
      CHECK(dispatch_ != nullptr, "a stream without threads is made to wait for what is pending");
      pending_.push_back({nullptr, std::move(event)});
      if (busy_) return;
      busy_ = true;
    }
    pump();
  }
  EventPtr record() {
    std::lock_guard lock(mutex_);
    if (!busy_) {
      if (error_.ok()) return Event::ready();
      return Event::failed(std::exchange(error_, absl::OkStatus()));
    }
    EventPtr event = Event::make();
    pending_.push_back({nullptr, event, /*signals=*/true});
    return event;
  }
  void failed(const Status& status) {
    std::lock_guard lock(mutex_);
    if (error_.ok()) error_ = status;
  }
  HostStreamWork& work() { return work_; }

 private:
  struct Op {
    std::function<void()> body;
    EventPtr event;  // to wait for, or to end
    bool signals = false;
  };

  void dispatchPump() {
    dispatch_([self = shared_from_this()] { self->pump(); });
  }

  // Does what can be done, in order. One at a time: BUSY is the right to.
  void pump() {
    while (true) {
      Op op;
      Status error;
      {
        std::lock_guard lock(mutex_);
        if (pending_.empty()) {
          busy_ = false;
          return;
        }
        Op& front = pending_.front();
        if (front.event != nullptr && !front.signals && !front.event->ended()) {
          front.event->then([self = shared_from_this()](const Status&) { self->dispatchPump(); });
          return;
        }
        op = std::move(front);
        pending_.pop_front();
        error = error_;
        if (op.event != nullptr && op.signals) error_ = absl::OkStatus();
        if (op.event != nullptr && !op.signals && error_.ok()) error_ = op.event->status();
      }
      if (op.body != nullptr && error.ok()) op.body();
      if (op.signals) op.event->end(error);
    }
  }

  HostStreamWork& work_;
  const Dispatch dispatch_;
  std::mutex mutex_;
  std::deque<Op> pending_;
  bool busy_ = false;  // somebody does pending work, or an event will have it done
  Status error_;       // since the last record()
};

class HostStream final : public Stream {
 public:
  HostStream(HostStreamWork& work, Dispatch dispatch)
      : queue_(std::make_shared<HostQueue>(work, std::move(dispatch))) {}

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

std::unique_ptr<Stream> makeHostStream(HostStreamWork& work, Dispatch dispatch) {
  return std::make_unique<HostStream>(work, std::move(dispatch));
}

}  // namespace partita
