#include "base/event.h"

#include "base/check.h"
#include "base/futex.h"

namespace partita {
namespace {

thread_local int callbackDepth = 0;

void call(const Event::Callback& body, const Status& status) {
  ++callbackDepth;
  body(status);
  --callbackDepth;
}

}  // namespace

bool Event::inCallback() { return callbackDepth > 0; }

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
  if (sleepers_.load(std::memory_order_seq_cst) > 0) futexWake(state_);
  for (Callback& body : callbacks) {
    call(body, status_);
    ++callbackDepth;
    body = nullptr;  // what it holds goes, which may be the last of somebody's handles
    --callbackDepth;
  }
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
  call(body, status_);
}

void Event::sleep(const std::chrono::steady_clock::time_point* deadline) const {
  sleepers_.fetch_add(1, std::memory_order_seq_cst);
  while (!ended() && (deadline == nullptr || std::chrono::steady_clock::now() < *deadline))
    futexWait(state_, kPending, deadline);
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
  // Statuses, not the events: those hold their callbacks, and must go even when they never end.
  struct All {
    std::atomic<size_t> missing;
    std::vector<Status> statuses;  // by position
    EventPtr out = Event::make();
  };
  std::vector<std::pair<EventPtr, size_t>> pending;
  auto all = std::make_shared<All>();
  for (const EventPtr& event : events) {
    if (event->ended()) {
      all->statuses.push_back(event->status());
      continue;
    }
    pending.push_back({event, all->statuses.size()});
    all->statuses.emplace_back();
  }
  const auto finish = [](All& of) {
    for (const Status& status : of.statuses) {
      if (!status.ok()) return of.out->end(status);
    }
    return of.out->end();
  };
  EventPtr out = all->out;
  all->missing = pending.size();
  if (pending.empty()) finish(*all);
  for (const auto& [event, position] : pending) {
    event->then([all, finish, at = position](const Status& status) {
      all->statuses[at] = status;
      if (all->missing.fetch_sub(1) == 1) finish(*all);
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
