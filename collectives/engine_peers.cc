// Control messages between the engines of processes.
#include <algorithm>
#include <cstring>

#include "absl/strings/str_join.h"
#include "collectives/engine.h"
#include "collectives/op_check.h"

namespace partita {
namespace {

bool intersect(const std::vector<int64_t>& a, const std::vector<int64_t>& b) {
  return std::any_of(a.begin(), a.end(), [&](int64_t x) { return std::find(b.begin(), b.end(), x) != b.end(); });
}

// Positions of the members of PROCESS in GROUP.
std::vector<size_t> positionsOf(const Topology& topology, const std::vector<int64_t>& group, int process) {
  std::vector<size_t> positions;
  for (size_t i = 0; i < group.size(); ++i) {
    if (topology.processOf(group[i]) == process) positions.push_back(i);
  }
  return positions;
}

}  // namespace

void Engine::tell(int peer, WireWriter& message) {
  outbox_.push_back({peer, message.take()});
  toDrive_.store(true);
}

void Engine::announce(Circle& circle) {
  std::vector<const CollectiveOp*> ops;
  for (const Circle::Local& local : circle.locals) ops.push_back(&local.op);
  const bool pairs = ops[0]->kind == CollectiveKind::kAllToAll;
  const std::vector<size_t> mine = positionsOf(topology_, circle.group, topology_.process);
  for (const auto& [peer, state] : circle.peers) {
    const std::vector<size_t> theirs = positionsOf(topology_, circle.group, peer);
    WireWriter message(MessageKind::kAnnounce);
    message.put(circle.id).numbers(circle.group).put(circle.number).put(circle.signature);
    message.put(pairs ? pairHash(ops, true, mine, theirs) : uint64_t{0});
    message.put(pairs ? pairHash(ops, false, theirs, mine) : uint64_t{0});
    message.text(circle.text).text(circle.plan->choice);
    tell(peer, message);
  }
}

void Engine::announced(Circle& circle, int peer, WireReader& reader) {
  const auto number = reader.get<int32_t>();
  const auto signature = reader.get<uint64_t>(), sends = reader.get<uint64_t>(), receives = reader.get<uint64_t>();
  const std::string text = reader.text(), choice = reader.text();
  if (number < 0 || number >= kCircleNumbers)
    return breakCircle(circle,
                       internalError(circle.text, ": rank ", peer, " announced it damaged: is it the same build?"));
  Circle::Peer& state = circle.peers[peer];
  if (state.announced) return;
  bool same = signature == circle.signature;
  const CollectiveOp& op = circle.locals[0].op;
  if (same && op.kind == CollectiveKind::kAllToAll) {
    std::vector<const CollectiveOp*> ops;
    for (const Circle::Local& local : circle.locals) ops.push_back(&local.op);
    const std::vector<size_t> mine = positionsOf(topology_, circle.group, topology_.process);
    const std::vector<size_t> theirs = positionsOf(topology_, circle.group, peer);
    same = sends == pairHash(ops, false, theirs, mine) && receives == pairHash(ops, true, mine, theirs);
  }
  if (!same) {
    return breakCircle(circle, internalError("the members of group [", absl::StrJoin(circle.group, ","),
                                             "] do not run the same plan: rank ", topology_.process, " means ",
                                             circle.text, ", rank ", peer, " means ", text));
  }
  if (choice != circle.plan->choice) {
    return breakCircle(
        circle, internalError(circle.text, ": the ranks have unlike tables of algorithms: rank ", topology_.process,
                              " takes ", circle.plan->choice, ", rank ", peer, " ", choice));
  }
  state.announced = true;
  state.number = number;
  if (++circle.announced < circle.peers.size()) return;
  for (const Lane& lane : circle.plan->lanes)
    circle.laneNumber.push_back(lane.sending ? circle.number : circle.peers[lane.peer].number);
  launchReady(circle);
}

void Engine::checkOverlap(const CirclePtr& circle) {
  const auto differ = [&](const CircleId& other, const std::vector<int64_t>& group) {
    return other.program == circle->id.program && other.op == circle->id.op && other.group != circle->id.group &&
           intersect(group, circle->group);
  };
  const auto complain = [&](const std::vector<int64_t>& theirs, const std::string& who, const std::string& what) {
    return internalError("members do not run the same plan: ", who, " means group [", absl::StrJoin(theirs, ","), "], ",
                         what, "; device ", circle->locals[0].device, " means group [",
                         absl::StrJoin(circle->group, ","), "], ", circle->text);
  };
  for (const CirclePtr& other : circlesOf(circle->id.program, circle->id.op)) {
    if (!differ(other->id, other->group)) continue;
    const Status status = complain(other->group, strCat("device ", other->locals[0].device), other->text);
    breakCircle(*circle, status);
    breakCircle(*other, status);
  }
  const CircleId first{circle->id.program, circle->id.op, 0};
  for (auto it = early_.lower_bound(first);
       it != early_.end() && it->first.program == first.program && it->first.op == first.op; ++it) {
    for (const Letter& early : it->second) {
      WireReader reader(early.bytes);
      if (reader.get<MessageKind>() != MessageKind::kAnnounce) continue;
      reader.get<CircleId>();
      const std::vector<int64_t> group = reader.numbers();
      if (!differ(it->first, group)) continue;
      const Status status = complain(group, strCat("rank ", early.peer), "as it has announced");
      breakCircle(*circle, status);
      WireWriter message(MessageKind::kBroken);
      message.put(it->first).status(status);
      tell(early.peer, message);
    }
  }
}

void Engine::breakCircle(Circle& circle, const Status& status) {
  if (!circle.broken.ok()) return;
  circle.broken = status;
  for (const MeetingPtr& meeting : std::vector<MeetingPtr>(circle.open)) failMeeting(*meeting, status);
  for (const auto& [peer, state] : circle.peers) {
    WireWriter message(MessageKind::kBroken);
    message.put(circle.id).status(status);
    tell(peer, message);
  }
}

CirclePtr Engine::circleFor(WireReader& reader, CircleId* id) {
  *id = reader.get<CircleId>();
  const auto it = circles_.find(*id);
  return it == circles_.end() ? nullptr : it->second;
}

void Engine::onMessage(int peer, const std::string& bytes) {
  uint32_t generation = 0;
  if (bytes.size() < sizeof generation) return;
  std::memcpy(&generation, bytes.data(), sizeof generation);
  if (generation != driver_.generation) return;  // of communicators that are gone
  Lock lock(mutex_);
  handle(peer, bytes.substr(sizeof generation));
}

void Engine::handle(int peer, const std::string& bytes) {
  WireReader reader(bytes);
  const auto kind = reader.get<MessageKind>();
  CircleId id;
  switch (kind) {
    case MessageKind::kAnnounce:
    case MessageKind::kBroken:
    case MessageKind::kClose: {
      const CirclePtr circle = circleFor(reader, &id);
      const bool known = circle != nullptr && circle->peers.count(peer) > 0;
      if (kind == MessageKind::kBroken) {
        const Status status = reader.status();
        if (known && reader.ok()) return breakCircle(*circle, status);
      } else if (known && circle->plan != nullptr) {
        if (kind == MessageKind::kAnnounce) {
          reader.numbers();
          announced(*circle, peer, reader);
        } else {
          const auto run = reader.get<uint64_t>();
          const auto theirs = reader.get<Closure::Peer>();
          const Status cause = reader.status();
          if (reader.ok()) peerClosed(*circle, peer, run, theirs, cause);
        }
        if (reader.ok()) return;
        break;
      }
      if (circle == nullptr || circle->plan == nullptr) early_[id].push_back({peer, bytes});
      if (kind == MessageKind::kAnnounce) {
        for (const CirclePtr& one : circlesOf(id.program, id.op)) checkOverlap(one);
      }
      return;
    }
    case MessageKind::kRelease: {
      const CirclePtr circle = circleFor(reader, &id);
      // A peer announces before it releases: another's release is of communicators that were here before.
      if (circle && circle->peers.count(peer) > 0 && circle->peers[peer].announced) circle->peers[peer].released = true;
      for (size_t i = 0; i < retired_.size(); ++i) {
        Circle& one = *retired_[i];
        if (!(one.id == id)) continue;
        one.peers[peer].released = true;
        if (!std::all_of(one.peers.begin(), one.peers.end(), [](auto& state) { return state.second.released; })) return;
        freeNumbers_.push_back(one.number);
        retired_.erase(retired_.begin() + static_cast<std::ptrdiff_t>(i));
        return;
      }
      if (auto early = early_.find(id); early != early_.end()) {
        auto& list = early->second;
        list.erase(std::remove_if(list.begin(), list.end(), [&](const Letter& one) { return one.peer == peer; }),
                   list.end());
        if (list.empty()) early_.erase(early);
      }
      return;
    }
    case MessageKind::kAbandon: {
      Abandoned one;
      one.program = reader.get<uint64_t>();
      one.run = reader.get<uint64_t>();
      one.device = reader.get<int64_t>();
      one.cause = reader.status();
      one.except = reader.numbers();
      if (!reader.ok() || one.device < 0 || one.device >= topology_.devices()) break;
      for (const CirclePtr& circle : circlesOf(one.program)) applyAbandoned(*circle, peer, one);
      return remember(std::move(one));
    }
    case MessageKind::kAsk: {
      id = reader.get<CircleId>();
      const auto run = reader.get<uint64_t>(), trip = reader.get<uint64_t>();
      if (!reader.ok()) break;
      return answer(peer, id, run, trip);
    }
    case MessageKind::kAnswer: {
      const CirclePtr circle = circleFor(reader, &id);
      const auto run = reader.get<uint64_t>(), trip = reader.get<uint64_t>();
      const std::string text = reader.text();
      if (!reader.ok()) break;
      if (!circle) return;
      for (const MeetingPtr& meeting : circle->open) {
        if (meeting->run == run && meeting->trip == trip) meeting->answers[peer] = text;
      }
      return;
    }
    case MessageKind::kAbort: {
      const std::string reason = reader.text();
      return fail(aborted("rank ", peer, " failed: ", reason), false);
    }
  }
  fail(internalError("rank ", peer, " sent a control message of ", bytes.size(),
                     " bytes that is not one of ours: is it the same build?"),
       true);
}

void Engine::answer(int peer, const CircleId& id, uint64_t run, uint64_t trip) {
  std::string text;
  const auto it = circles_.find(id);
  if (it != circles_.end()) {
    text = whoIsMissing(*it->second, run, trip);
  } else {
    text = strCat("rank ", topology_.process, " has not prepared it, or has unloaded it");
  }
  if (!text.empty() && lastCircle_ != nullptr && (it == circles_.end() || lastCircle_ != it->second.get()))
    strAppend(&text, " (rank ", topology_.process, " has started ", lastCircle_->text, " last)");
  WireWriter message(MessageKind::kAnswer);
  message.put(id).put(run).put(trip).text(text);
  tell(peer, message);
}

}  // namespace partita
