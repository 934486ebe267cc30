// Events.
#include <atomic>

#include "api/handles.h"

namespace partita {
namespace {

// OTHER is a better thing to say than FIRST: an abort may only be the echo of what failed elsewhere.
bool saysMore(const Status& first, const Status& other) {
  return !other.ok() &&
         (first.ok() || (first.code() == absl::StatusCode::kAborted && other.code() != absl::StatusCode::kAborted));
}

Status ofEnded(absl::Span<const EventPtr> events) {
  Status out;
  for (const EventPtr& event : events)
    if (saysMore(out, event->status())) out = event->status();
  return out;
}

}  // namespace

Status awaitAll(absl::Span<const EventPtr> events) {
  for (const EventPtr& event : events) event->await().IgnoreError();
  return ofEnded(events);
}

}  // namespace partita

using namespace partita;

partita_status* partita_event_await(const partita_event* event) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(event, "event"));
    return awaitAll(event->events);
  });
}

int32_t partita_event_is_ready(const partita_event* event) {
  return event == nullptr ||
         std::all_of(event->events.begin(), event->events.end(), [](const EventPtr& one) { return one->ended(); });
}

partita_status* partita_event_on_ready(const partita_event* event, partita_event_callback callback, void* user) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(event, "event"));
    if (callback == nullptr) return invalidArgument("callback is NULL");
    struct Waiting {
      partita_event event;
      std::atomic<size_t> left;
    };
    auto waiting = std::make_shared<Waiting>();
    waiting->event = *event;
    waiting->left = event->events.size() + 1;
    const auto endOne = [waiting, callback, user] {
      if (--waiting->left > 0) return;
      partita_status* status = statusToC(ofEnded(waiting->event.events));
      callback(user, status);
      partita_status_destroy(status);
    };
    for (const EventPtr& one : waiting->event.events) one->then([endOne](const Status&) { endOne(); });
    endOne();
    return absl::OkStatus();
  });
}

void partita_event_destroy(partita_event* event) { delete event; }
