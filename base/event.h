#pragma once
// Event: something that ends once, well or with an error. How asynchronous work says that it is done; errors travel
// along it. Compare XLA's AsyncValue and PJRT_Event. Thread safe; shared by handle.
#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/types/span.h"
#include "base/status.h"

namespace partita {

class Event;
using EventPtr = std::shared_ptr<Event>;

// What a thread that waits for an event can do meanwhile: the work that ends it.
class EventHelper {
 public:
  virtual ~EventHelper() = default;
  // Works until EVENT has ended or there is nothing for this thread to do; it may sleep for new work. Any thread that
  // may block.
  virtual void helpUntil(const Event& event) = 0;
};

class Event {
 public:
  using Callback = std::function<void(const Status&)>;

  // Pending. HELPER may be null.
  static EventPtr make(std::shared_ptr<EventHelper> helper = nullptr);
  // Ended well, or with STATUS.
  static EventPtr ready();
  static EventPtr failed(Status status);
  explicit Event(std::shared_ptr<EventHelper> helper) : helper_(std::move(helper)) {}
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;

  bool ended() const { return state_.load(std::memory_order_acquire) == kEnded; }
  // How it ended; only when it has.
  const Status& status() const;
  // The first end counts; a later one changes nothing and is false. Callbacks run in this call.
  bool end(Status status = absl::OkStatus());
  // Calls BODY once, with the status: now if it has ended, else in the thread that ends it, which must not be kept
  // waiting.
  void then(Callback body);
  // Blocks until it has ended and gives the status. Never from a task of a thread pool.
  Status await() const;
  // The same for at most TIMEOUT; false when it has not ended then. Helps nobody.
  bool awaitFor(std::chrono::nanoseconds timeout) const;
  // The calling thread is in a callback of an event.
  static bool inCallback();

 private:
  enum State : uint32_t { kPending, kEnded };
  // Sleeps until it has ended or DEADLINE; null: for ever.
  void sleep(const std::chrono::steady_clock::time_point* deadline) const;

  mutable std::atomic<uint32_t> state_{kPending};
  mutable std::atomic<uint32_t> sleepers_{0};
  std::shared_ptr<EventHelper> helper_;
  mutable std::mutex mutex_;
  Status status_;                    // written before state_
  std::vector<Callback> callbacks_;  // while pending
};

// Ends when all have; with the first of their errors, by position.
EventPtr allOf(absl::Span<const EventPtr> events);
// Ends as the first of EVENTS to end does. At least one.
EventPtr anyOf(absl::Span<const EventPtr> events);

}  // namespace partita
