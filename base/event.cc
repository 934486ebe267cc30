#include "base/event.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <climits>
#include <ctime>

#include "base/check.h"

namespace partita {
namespace {

void futexWait(const std::atomic<uint32_t>& word, uint32_t expected, const timespec* timeout) {
  syscall(SYS_futex, reinterpret_cast<const uint32_t*>(&word), FUTEX_WAIT_PRIVATE, expected, timeout, nullptr, 0);
}

void futexWakeAll(const std::atomic<uint32_t>& word) {
  syscall(SYS_futex, reinterpret_cast<const uint32_t*>(&word), FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

}  // namespace

EventPtr Event::make(std::shared_ptr<EventHelper> helper) { return std::make_shared<Event>(std::move(helper)); }

EventPtr Event::ready() {
  static const EventPtr event = [] {
    EventPtr made = make();
    made->end();
    return made;
  }();
  return event;
}

EventPtr Event::failed(Status status) {
  EventPtr event = make();
  event->end(std::move(status));
  return event;
}

const Status& Event::status() const {
  CHECK(ended(), "the status of an event that is still pending");
  return status_;
}

bool Event::end(Status status) {
  std::vector<Callback> callbacks;
  {
    std::lock_guard lock(mutex_);
    if (ended()) return false;
    status_ = std::move(status);
    callbacks.swap(callbacks_);
    state_.store(kEnded, std::memory_order_seq_cst);
  }
  // Sleepers register before they look at the state, and this looks after it has changed it: one of the two sees the
  // other.
  if (sleepers_.load(std::memory_order_seq_cst) > 0) futexWakeAll(state_);
  for (Callback& body : callbacks) body(status_);
  return true;
}

void Event::then(Callback body) {
  {
    std::lock_guard lock(mutex_);
    if (!ended()) {
      callbacks_.push_back(std::move(body));
      return;
    }
  }
  body(status_);
}

void Event::sleep(const std::chrono::steady_clock::time_point* deadline) const {
  sleepers_.fetch_add(1, std::memory_order_seq_cst);
  while (!ended()) {
    timespec left{};
    if (deadline != nullptr) {
      const auto rest =
          std::chrono::duration_cast<std::chrono::nanoseconds>(*deadline - std::chrono::steady_clock::now()).count();
      if (rest <= 0) break;
      left.tv_sec = static_cast<time_t>(rest / 1'000'000'000);
      left.tv_nsec = static_cast<long>(rest % 1'000'000'000);
    }
    futexWait(state_, kPending, deadline != nullptr ? &left : nullptr);
  }
  sleepers_.fetch_sub(1, std::memory_order_seq_cst);
}

Status Event::await() const {
  if (!ended() && helper_ != nullptr) helper_->helpUntil(*this);
  if (!ended()) sleep(nullptr);
  return status_;
}

bool Event::awaitFor(std::chrono::nanoseconds timeout) const {
  if (ended() || timeout.count() <= 0) return ended();
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  sleep(&deadline);
  return ended();
}

EventPtr allOf(absl::Span<const EventPtr> events) {
  struct All {
    std::atomic<size_t> missing;
    std::vector<EventPtr> events;
    EventPtr out = Event::make();
  };
  std::vector<EventPtr> pending;
  for (const EventPtr& event : events) {
    if (!event->ended()) pending.push_back(event);
  }
  const auto verdict = [](const std::vector<EventPtr>& of) {
    for (const EventPtr& event : of) {
      if (!event->status().ok()) return event->status();
    }
    return absl::OkStatus();
  };
  if (pending.empty()) return Event::failed(verdict({events.begin(), events.end()}));
  auto all = std::make_shared<All>();
  all->missing = pending.size();
  all->events.assign(events.begin(), events.end());
  EventPtr out = all->out;
  for (const EventPtr& event : pending) {
    event->then([all, verdict](const Status&) {
      if (all->missing.fetch_sub(1) > 1) return;
      const Status status = verdict(all->events);
      all->events.clear();
      all->out->end(status);
    });
  }
  return out;
}

EventPtr anyOf(absl::Span<const EventPtr> events) {
  CHECK(!events.empty());
  EventPtr out = Event::make();
  for (const EventPtr& event : events) event->then([out](const Status& status) { out->end(status); });
  return out;
}

}  // namespace partita
