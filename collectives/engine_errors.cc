// How runs fail, and how everything ends.
#include <algorithm>

#include "absl/strings/str_join.h"
#include "base/check.h"
#include "collectives/engine.h"

namespace partita {
namespace {

// How long a failed meeting waits for its open transfers to end, so that nothing writes to memory that the caller may
// free.
constexpr std::chrono::milliseconds kReapDelay{2000};
// How long those who are past a deadline wait for the others to say who is missing.
constexpr std::chrono::milliseconds kAnswerDelay{300};
constexpr size_t kMostClosed = 256;
constexpr size_t kMostAbandoned = 1024;

}  // namespace

void keepForever(std::shared_ptr<const void> memory) {
  static std::mutex& mutex = *new std::mutex;
  static auto& kept = *new std::vector<std::shared_ptr<const void>>;
  std::lock_guard lock(mutex);
  kept.push_back(std::move(memory));
}

void Engine::remember(Abandoned one) {
  abandoned_.push_back(std::move(one));
  if (abandoned_.size() > kMostAbandoned) abandoned_.pop_front();
}

void Engine::abandon(int64_t device, uint64_t program, uint64_t run, const Status& cause) {
  CHECK(!cause.ok(), "a run is abandoned for a reason");
  {
    Lock lock(mutex_);
    if (!failure_.ok()) return;
    Abandoned one{program, run, device, cause, {}};
    std::vector<int> everybody;
    for (const CirclePtr& circle : circlesOf(program)) {
      const auto local =
          std::find_if(circle->locals.begin(), circle->locals.end(), [&](auto& one) { return one.device == device; });
      if (local == circle->locals.end()) continue;
      for (const auto& [peer, state] : circle->peers) {
        if (std::find(everybody.begin(), everybody.end(), peer) == everybody.end()) everybody.push_back(peer);
      }
      const auto m = static_cast<size_t>(local - circle->locals.begin());
      uint64_t trip = tripsDone(*circle, run);
      for (const MeetingPtr& meeting : circle->open) {
        if (meeting->run == run && meeting->members[m].here) trip = std::max(trip, meeting->trip + 1);
      }
      const auto closure = circle->closed.find(run);
      if (closure != circle->closed.end()) trip = std::min(trip, closure->second.trip);
      // Where nothing has been sent the one message below tells the peers.
      const bool untouched = trip == 0 && closure == circle->closed.end();
      if (!untouched) one.except.push_back(circle->id.op);
      close(*circle, run, trip, cause, !untouched);
    }
    for (int peer : everybody) {
      WireWriter message(MessageKind::kAbandon);
      message.put(program).put(run).put(device).status(cause).numbers(one.except);
      tell(peer, message);
    }
    remember(std::move(one));
  }
  kick();
  progressHere(true);
}

void Engine::applyAbandoned(Circle& circle, int peer, const Abandoned& abandoned) {
  if (circle.id.program != abandoned.program ||
      std::find(circle.group.begin(), circle.group.end(), abandoned.device) == circle.group.end() ||
      std::find(abandoned.except.begin(), abandoned.except.end(), circle.id.op) != abandoned.except.end())
    return;
  if (peer == topology_.process)
    close(circle, abandoned.run, 0, abandoned.cause);
  else
    peerClosed(circle, peer, abandoned.run, {}, abandoned.cause);
}

void Engine::close(Circle& circle, uint64_t run, uint64_t trip, const Status& cause, bool tellPeers) {
  const CirclePtr keep = circle.shared_from_this();
  auto [it, fresh] = circle.closed.try_emplace(run);
  Closure& closure = it->second;
  if (!fresh && closure.trip <= trip) return;
  closure.trip = trip;
  closure.cause = cause;
  if (fresh) {
    circle.closedOrder.push_back(run);
    if (circle.closedOrder.size() > kMostClosed) {
      auto oldest = circle.closed.find(circle.closedOrder.front());
      if (oldest == circle.closed.end() || oldest->second.settled) {
        if (oldest != circle.closed.end()) circle.closed.erase(oldest);
        circle.closedOrder.pop_front();
      }
    }
  }
  std::vector<MeetingPtr> failing;
  for (const MeetingPtr& meeting : circle.open) {
    if (meeting->run != run || meeting->trip < trip) continue;
    // One that has launched in this process alone comes to its end.
    if (meeting->launched && !circle.spans) continue;
    failing.push_back(meeting);
    unpost(*meeting);
    if (!meeting->launched || !closure.sent.empty()) continue;
    for (size_t l = 0; l < circle.plan->lanes.size(); ++l)
      closure.sent.push_back(meeting->trip * circle.plan->lanes[l].steps.size() +
                             static_cast<uint64_t>(meeting->next[l]));
  }
  for (const auto& [peer, state] : circle.peers) {
    if (!tellPeers) break;
    // What we have sent, or will have after the trips before this one.
    Closure::Peer ours{trip, {0, 0}};
    for (size_t l = 0; circle.plan != nullptr && l < circle.plan->lanes.size(); ++l) {
      const Lane& lane = circle.plan->lanes[l];
      if (!lane.sending || lane.peer != peer) continue;
      ours.sent[lane.phase] =
          closure.sent.empty() ? std::max(trip, tripsDone(circle, run)) * lane.steps.size() : closure.sent[l];
    }
    WireWriter message(MessageKind::kClose);
    message.put(circle.id).put(run).put(ours).status(cause);
    tell(peer, message);
  }
  for (const MeetingPtr& meeting : failing) failMeeting(*meeting, cause);
  settle(circle, run);
}

void Engine::peerClosed(Circle& circle, int peer, uint64_t run, const Closure::Peer& theirs, const Status& cause) {
  close(circle, run, theirs.trip, cause);
  const auto it = circle.closed.find(run);
  if (it == circle.closed.end()) return;
  it->second.peers[peer] = theirs;
  settle(circle, run);
}

// What has not been handed to the transport is not sent.
void Engine::unpost(Meeting& meeting) {
  for (size_t i = transfers_.size(); i > 0; --i) {
    Ticket* ticket = transfers_[i - 1];
    if (ticket->meeting != &meeting) continue;
    --meeting.next[static_cast<size_t>(ticket->lane)];
    transfers_.erase(transfers_.begin() + static_cast<std::ptrdiff_t>(i - 1));
  }
}

void Engine::failMeeting(Meeting& meeting, const Status& cause) {
  if (!meeting.failure.ok()) return;
  meeting.failure = cause;
  meeting.failedAt = Clock::now();
  nextCheck_ = meeting.failedAt;
  unpost(meeting);
  endIfDone(meeting);
}

void Engine::settle(Circle& circle, uint64_t run) {
  const CirclePtr keep = circle.shared_from_this();
  const auto it = circle.closed.find(run);
  if (it == circle.closed.end() || circle.plan == nullptr) return;
  Closure& closure = it->second;
  if (!circle.spans) {
    closure.settled = true;
    return;
  }
  const std::vector<Lane>& lanes = circle.plan->lanes;
  // Receives that nobody will send to.
  Meeting* under = nullptr;
  bool open = false;
  for (const MeetingPtr& meeting : circle.open) {
    if (meeting->run != run) continue;
    if (meeting->launched && !meeting->failure.ok())
      under = meeting.get();
    else
      open = true;
  }
  for (size_t l = 0; under != nullptr && l < lanes.size(); ++l) {
    const auto peer = closure.peers.find(lanes[l].peer);
    if (lanes[l].sending || peer == closure.peers.end()) continue;
    for (int32_t i = 0; i < under->next[l]; ++i) {
      Ticket& ticket = under->tickets[static_cast<size_t>(lanes[l].steps[static_cast<size_t>(i)])];
      const uint64_t index = under->trip * lanes[l].steps.size() + static_cast<uint64_t>(i);
      if (ticket.open && index >= peer->second.sent[lanes[l].phase]) {
        cancels_.push_back(reinterpret_cast<uint64_t>(&ticket));
        toDrive_.store(true);
      }
    }
  }
  if (open) return;
  // What it sends may wait for others who do the same as we: only its receives must have ended.
  if (under != nullptr) {
    for (const Ticket& ticket : under->tickets) {
      if (ticket.open && !lanes[static_cast<size_t>(ticket.lane)].sending) return;
    }
    countReceived(closure, *under);
  }
  if (closure.received.empty()) {
    if (tripsDone(circle, run) < closure.trip) return;  // trips before are still to come
    for (const Lane& lane : lanes) closure.received.push_back(tripsDone(circle, run) * lane.steps.size());
  }
  if (closure.drain != nullptr) {
    const Lane& lane = lanes[static_cast<size_t>(closure.drain->lane)];
    if (closure.drain->open &&
        closure.received[static_cast<size_t>(closure.drain->lane)] >= closure.peers[lane.peer].sent[lane.phase]) {
      cancels_.push_back(reinterpret_cast<uint64_t>(closure.drain.get()));
      toDrive_.store(true);
    }
    return;
  }
  closure.settled = closure.peers.size() == circle.peers.size();
  for (size_t l = 0; l < lanes.size() && circle.readyToRun() && failure_.ok(); ++l) {
    const auto peer = closure.peers.find(lanes[l].peer);
    if (lanes[l].sending || peer == closure.peers.end()) continue;
    const uint64_t received = closure.received[l];
    if (received >= peer->second.sent[lanes[l].phase]) continue;
    closure.settled = false;
    const int32_t step = lanes[l].steps[received % lanes[l].steps.size()];
    closure.drained.resize(static_cast<size_t>(circle.plan->steps[static_cast<size_t>(step)].bytes));
    closure.drain =
        std::make_unique<Ticket>(Ticket{nullptr, &circle, run, step, static_cast<int32_t>(l), false, false});
    transfers_.push_back(closure.drain.get());
    toDrive_.store(true);
    return;
  }
  if (closure.settled) {
    closure.drained = {};
    if (circle.released > 0) retire(circle.shared_from_this());
    launchReady(circle);
  }
}

void Engine::countReceived(Closure& closure, const Meeting& meeting) {
  if (!closure.received.empty()) return;
  const std::vector<Lane>& lanes = meeting.circle->plan->lanes;
  for (size_t l = 0; l < lanes.size(); ++l) {
    closure.received.push_back(meeting.trip * lanes[l].steps.size());
    for (int32_t i = 0; i < meeting.next[l]; ++i)
      closure.received.back() += meeting.tickets[static_cast<size_t>(lanes[l].steps[static_cast<size_t>(i)])].got;
  }
}

void Engine::drainEnded(Ticket& ticket, const Status& status) {
  Circle& circle = *ticket.circle;
  const CirclePtr keep = circle.shared_from_this();
  const uint64_t run = ticket.run;
  const auto it = circle.closed.find(run);
  if (it == circle.closed.end()) return;
  if (status.ok()) ++it->second.received[static_cast<size_t>(ticket.lane)];
  it->second.drain.reset();
  settle(circle, run);
}

// ---- the end of everything ----

void Engine::fail(const Status& status, bool tell) {
  if (!failure_.ok()) return;
  failure_ = status;
  peersMustKnow_ = tell;
  std::vector<MeetingPtr> open;
  for (auto& [id, circle] : circles_) open.insert(open.end(), circle->open.begin(), circle->open.end());
  for (const MeetingPtr& meeting : open) {
    if (meeting->launched && !meeting->circle->spans) continue;  // comes to its end
    failMeeting(*meeting, status);
  }
  toDrive_.store(true);
}

void Engine::abort(const std::string& reason) {
  {
    Lock lock(mutex_);
    fail(aborted(reason), true);
  }
  kick();
  progressHere(true);
}

bool Engine::tellFailure() {
  if (peersTold_) return false;
  peersTold_ = true;
  for (int peer = 0; peer < topology_.processes() && peersMustKnow_; ++peer) {
    if (peer == topology_.process) continue;
    WireWriter message(MessageKind::kAbort);
    message.text({failure_.message().data(), failure_.message().size()});
    tell(peer, message);
  }
  transport_->cancelTransfers();
  return true;
}

void Engine::giveUp(const MeetingPtr& meeting) {
  if (meeting->running > 0) {
    keepForever(meeting);
    keepForever(meeting->circle->shared_from_this());
  }
  endMeeting(meeting, meeting->failure.ok() ? failure_ : meeting->failure);
}

void Engine::checkDeadlines(Clock::time_point now) {
  if (now < nextCheck_) return;
  // Meetings that open later have later deadlines.
  nextCheck_ = now + options_.deadline;
  std::vector<MeetingPtr> late;
  for (auto& [id, circle] : circles_) {
    for (const MeetingPtr& meeting : circle->open) {
      nextCheck_ = std::min(nextCheck_, meeting->deadline);
      if (meeting->deadline <= now || !meeting->failure.ok()) late.push_back(meeting);
    }
  }
  if (!late.empty()) nextCheck_ = now + std::chrono::milliseconds(1);
  for (const MeetingPtr& meeting : late) {
    if (meeting->failure.ok()) {
      if (failure_.ok() && !(meeting->launched && !meeting->circle->spans)) deadlinePassed(*meeting, now);
    } else if (now - meeting->failedAt > kReapDelay) {
      if (now - meeting->failedAt > 2 * kReapDelay && meeting->batches == 0) {
        giveUp(meeting);
        continue;
      }
      // What can still be withdrawn will have ended by then.
      for (Ticket& ticket : meeting->tickets) {
        if (ticket.open) cancels_.push_back(reinterpret_cast<uint64_t>(&ticket));
      }
      toDrive_.store(true);
    }
  }
}

void Engine::deadlinePassed(Meeting& meeting, Clock::time_point now) {
  Circle& circle = *meeting.circle;
  if (circle.spans && !meeting.asked) {
    meeting.asked = true;
    meeting.askedAt = now;
    for (const auto& [peer, state] : circle.peers) {
      WireWriter message(MessageKind::kAsk);
      message.put(circle.id).put(meeting.run).put(meeting.trip);
      tell(peer, message);
    }
  }
  if (circle.spans && meeting.answers.size() < circle.peers.size() && now - meeting.askedAt < kAnswerDelay) return;
  std::vector<std::string> missing;
  if (std::string here = whoIsMissing(circle, meeting.run, meeting.trip); !here.empty())
    missing.push_back(std::move(here));
  for (const auto& [peer, state] : circle.peers) {
    const auto answer = meeting.answers.find(peer);
    if (answer == meeting.answers.end())
      missing.push_back(strCat("rank ", peer, " does not answer"));
    else if (!answer->second.empty())
      missing.push_back(answer->second);
  }
  close(circle, meeting.run, meeting.trip,
        deadlineExceeded(
            circle.text, " in group [", absl::StrJoin(circle.group, ","), "] is not done after ",
            options_.deadline.count(),
            " ms: ", missing.empty() ? "all have started it, transfers are under way" : absl::StrJoin(missing, "; ")));
}

std::string Engine::whoIsMissing(const Circle& circle, uint64_t run, uint64_t trip) const {
  const auto closure = circle.closed.find(run);
  if (closure != circle.closed.end() && trip >= closure->second.trip) {
    return strCat("rank ", topology_.process, " takes no part: ", closure->second.cause.message());
  }
  const Meeting* here = nullptr;
  for (const MeetingPtr& meeting : circle.open) {
    if (meeting->run == run && meeting->trip == trip) here = meeting.get();
  }
  if (here == nullptr && tripsDone(circle, run) > trip) return "";
  std::vector<std::string> missing;
  for (size_t m = 0; m < circle.locals.size(); ++m) {
    if (here != nullptr && here->members[m].ready) continue;
    const std::string device = topology_.processes() > 1
                                   ? strCat("device ", circle.locals[m].device, " of rank ", topology_.process)
                                   : strCat("device ", circle.locals[m].device);
    missing.push_back(strCat(device, !circle.locals[m].prepared                 ? " has not prepared it"
                                     : here != nullptr && here->members[m].here ? " still waits for its input"
                                                                                : " has not started it"));
  }
  return absl::StrJoin(missing, ", ");
}

}  // namespace partita
