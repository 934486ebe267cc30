#include "collectives/engine.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_join.h"
#include "base/check.h"
#include "base/hash.h"
#include "collectives/op_check.h"

namespace partita {
namespace {

// A tag is (sender's number of the circle, run modulo kSlots, phase).
constexpr int32_t kSlots = 1 << 14;
static_assert(int64_t{kCircleNumbers} * kSlots * 2 <= Transport::kTags);

constexpr size_t kPast = 256;   // runs whose trips are remembered
constexpr uint32_t kLook = 64;  // advances between two looks at deadlines
constexpr size_t kSpare = 4;    // meetings kept for reuse

uint64_t hashOf(const std::vector<int64_t>& group) {
  return hashBytes({reinterpret_cast<const char*>(group.data()), group.size() * sizeof(int64_t)});
}

}  // namespace

Engine::Engine(Topology topology, const CommunicatorOptions& options, Driver driver)
    : topology_(std::move(topology)), options_(options), driver_(std::move(driver)) {
  if (!driver_.drive) watcher_ = std::thread([this] { watchLoop(); });
}

void Engine::shutDown() {
  {
    Lock lock(mutex_);
    fail(aborted("the communicators were destroyed"), false);
    stopping_ = true;
    watch_.notify_all();
  }
  if (watcher_.joinable()) watcher_.join();
  Lock lock(mutex_);
  std::vector<MeetingPtr> open;
  for (auto& [id, circle] : circles_) {
    open.insert(open.end(), circle->open.begin(), circle->open.end());
    for (auto& [run, closure] : circle->closed) {
      if (closure.drain != nullptr && closure.drain->open) keepForever(circle);
    }
  }
  for (const MeetingPtr& meeting : open) giveUp(meeting);
  runCallbacks(lock);
}

std::vector<CirclePtr> Engine::circlesOf(uint64_t program) {
  std::vector<CirclePtr> out;
  for (auto it = circles_.lower_bound({program, INT64_MIN, 0}); it != circles_.end() && it->first.program == program;
       ++it)
    out.push_back(it->second);
  return out;
}

std::vector<CirclePtr> Engine::circlesOf(uint64_t program, int64_t op) {
  std::vector<CirclePtr> out;
  for (auto it = circles_.lower_bound({program, op, 0});
       it != circles_.end() && it->first.program == program && it->first.op == op; ++it)
    out.push_back(it->second);
  return out;
}

bool Engine::quiet() {
  Lock lock(mutex_);
  return failure_.ok() && openMeetings_ == 0;
}

bool Engine::settled(bool patient) {
  Lock lock(mutex_);
  if (!failure_.ok()) return true;
  if (openTransfers_ > 0 || !transfers_.empty()) return false;
  for (const auto& [id, circle] : circles_) {
    for (const auto& [run, closure] : circle->closed) {
      if (circle->spans && circle->number >= 0 && !closure.settled && patient) return false;
    }
  }
  return true;
}

// ---- circles ----

CirclePtr Engine::findOrMake(const CircleId& id, const CollectiveOp& op) {
  CirclePtr& circle = circles_[id];
  if (circle) return circle;
  circle = std::make_shared<Circle>();
  circle->id = id;
  circle->group = op.group;
  circle->signature = opSignature(op);
  circle->text = describeOp(op);
  circle->arrays = op.arrays.size();
  for (int64_t device : op.group) {
    const int process = topology_.processOf(device);
    if (process == topology_.process) {
      circle->locals.emplace_back().device = device;
    } else {
      circle->peers[process];
    }
  }
  circle->spans = !circle->peers.empty();
  return circle;
}

StatusOr<std::pair<CirclePtr, size_t>> Engine::prepare(int64_t device, CollectiveKey key, CollectiveOp op) {
  RETURN_IF_ERROR(checkOp(op, device, topology_.devices()));
  const CircleId id{key.program, key.op, hashOf(op.group)};
  Lock lock(mutex_);
  if (!failure_.ok()) return failure_;
  const CirclePtr circle = findOrMake(id, op);
  const auto m = static_cast<size_t>(
      std::find_if(circle->locals.begin(), circle->locals.end(), [&](auto& local) { return local.device == device; }) -
      circle->locals.begin());
  Circle::Local& local = circle->locals[m];
  if (local.prepared) return invalidArgument(describeOp(op), ": device ", device, " has prepared this key before");
  local.prepared = true;
  if (opSignature(op) != circle->signature) {
    const auto other = std::find_if(circle->locals.begin(), circle->locals.end(),
                                    [&](auto& one) { return one.prepared && one.device != device; });
    breakCircle(*circle, internalError("the members of group [", absl::StrJoin(op.group, ","),
                                       "] do not run the same plan: device ", other->device, " means ", circle->text,
                                       ", device ", device, " means ", describeOp(op)));
  }
  local.op = std::move(op);
  ++circle->prepared;
  checkOverlap(circle);
  if (circle->prepared == circle->locals.size() && circle->broken.ok()) {
    std::vector<LocalOp> ops;
    for (const Circle::Local& one : circle->locals) ops.push_back({one.device, &one.op});
    lock.unlock();  // the ops do not change any more
    CollectiveTable table = options_.table;
    if (options_.chunkBytes > 0) {
      const std::vector<CollectiveRule>& builtIn = CollectiveTable::builtIn().rules;
      table.rules.insert(table.rules.end(), builtIn.begin(), builtIn.end());
      for (CollectiveRule& rule : table.rules) rule.chunkBytes = options_.chunkBytes;
    }
    StatusOr<Plan> plan = makePlan(topology_, ops, table);
    lock.lock();
    if (plan.ok()) {
      circle->plan = std::make_shared<const Plan>(*std::move(plan));
      complete(circle);
    } else {
      breakCircle(*circle, plan.status());
    }
  }
  lock.unlock();
  kick();
  progressHere(true);
  return std::make_pair(circle, m);
}

void Engine::complete(const CirclePtr& circle) {
  if (circle->spans) {
    if (freeNumbers_.empty() && nextNumber_ == kCircleNumbers) {
      return breakCircle(*circle, resourceExhausted(circle->text, ": more than ", kCircleNumbers,
                                                    " collectives between processes are loaded: unload programs"));
    }
    if (freeNumbers_.empty()) {
      circle->number = nextNumber_++;
    } else {
      circle->number = freeNumbers_.back();
      freeNumbers_.pop_back();
    }
    announce(*circle);
  }
  if (auto early = early_.find(circle->id); early != early_.end()) {
    const std::vector<Letter> messages = std::move(early->second);
    early_.erase(early);
    for (const Letter& message : messages) handle(message.peer, message.bytes);
  }
  for (const Abandoned& one : abandoned_) applyAbandoned(*circle, topology_.processOf(one.device), one);
  launchReady(*circle);
}

void Engine::release(const CirclePtr& circle, size_t m) {
  {
    Lock lock(mutex_);
    if (!circle->locals[m].released) ++circle->released;
    circle->locals[m].released = true;
    retire(circle);
  }
  kick();
}

void Engine::retire(const CirclePtr& circle) {
  if (circle->released < circle->prepared || !circle->open.empty()) return;
  for (const auto& [run, closure] : circle->closed) {
    if (circle->spans && failure_.ok() && !closure.settled) return;
  }
  auto it = circles_.find(circle->id);
  if (it == circles_.end() || it->second != circle) return;
  const CirclePtr keep = circle;
  circles_.erase(it);
  if (lastCircle_ == keep.get()) lastCircle_ = nullptr;
  keep->spare.clear();
  if (keep->number < 0) return;
  bool all = true;
  for (const auto& [peer, state] : keep->peers) {
    WireWriter message(MessageKind::kRelease);
    message.put(keep->id);
    tell(peer, message);
    all &= state.released;
  }
  // Tags with our number are free when nobody can have receives with it any more.
  if (all) {
    freeNumbers_.push_back(keep->number);
  } else {
    retired_.push_back(keep);
  }
}

// ---- meetings ----

uint64_t Engine::tripsDone(const Circle& circle, uint64_t run) {
  for (size_t i = 0; i < circle.past.size(); ++i) {
    const Circle::Past& past = circle.past[(circle.pastNext + circle.past.size() - 1 - i) % circle.past.size()];
    if (past.run == run && past.trips > 0) return past.trips;
  }
  return 0;
}

Meeting* Engine::meetingOf(Circle& circle, const CollectiveRun& run) {
  for (const MeetingPtr& meeting : circle.open) {
    if (meeting->run == run.run && meeting->trip == run.trip) return meeting.get();
  }
  MeetingPtr meeting;
  // Who waits for a member's buffers may still hold an ended meeting.
  if (!circle.spare.empty() && circle.spare.back().use_count() == 1) {
    meeting = std::move(circle.spare.back());
    circle.spare.pop_back();
  } else {
    meeting = std::make_shared<Meeting>();
    meeting->circle = &circle;
    meeting->members.resize(circle.locals.size());
    meeting->bases.resize(2 * circle.locals.size() * circle.arrays + 1);
  }
  meeting->run = run.run;
  meeting->trip = run.trip;
  meeting->ready = 0;
  meeting->launched = meeting->asked = false;
  meeting->unfinished = 0;
  meeting->running = meeting->batches = 0;
  meeting->failure = absl::OkStatus();
  meeting->answers.clear();
  for (Meeting::Member& member : meeting->members) member = {};
  meeting->deadline = Clock::now() + options_.deadline;
  circle.open.push_back(meeting);
  if (circle.spans) openSpanning_.fetch_add(1);
  ++openMeetings_;
  if (watchAsleep_) watch_.notify_one();
  return meeting.get();
}

void Engine::enqueue(const CirclePtr& circle, size_t m, CollectiveRun run, absl::Span<const CollectiveBuffer> buffers,
                     const EventPtr& after, Done done) {
  const size_t arrays = circle->locals[m].op.arrays.size();
  Lock lock(mutex_);
  Status refused = !failure_.ok() ? failure_ : circle->broken;
  if (refused.ok() && !circle->closed.empty()) {
    auto closure = circle->closed.find(run.run);
    if (closure != circle->closed.end() && run.trip >= closure->second.trip) refused = closure->second.cause;
  }
  if (refused.ok() && buffers.size() != arrays)
    refused = invalidArgument(circle->text, " was given ", buffers.size(), " buffers for ", arrays, " arrays");
  MeetingPtr meeting;
  if (refused.ok()) {
    meeting = meetingOf(*circle, run)->shared_from_this();
    if (meeting->members[m].here) {
      refused = invalidArgument(circle->text, ": device ", circle->locals[m].device, " is twice in run ", run.run,
                                ", trip ", run.trip);
    }
  }
  if (!refused.ok()) {
    lock.unlock();
    return done(refused);
  }
  meeting->members[m].here = true;
  meeting->members[m].done = std::move(done);
  for (size_t b = 0; b < arrays; ++b) {
    char** bases = &meeting->bases[2 * (m * arrays + b)];
    bases[0] = const_cast<char*>(static_cast<const char*>(buffers[b].input));
    bases[1] = static_cast<char*>(buffers[b].output);
  }
  if (after != nullptr && !after->ended()) {
    lock.unlock();
    after->then([engine = weak_from_this(), circle, meeting, m](const Status& status) {
      const std::shared_ptr<Engine> alive = engine.lock();
      if (!alive) return;
      {
        Lock inner(alive->mutex_);
        alive->memberReady(meeting, m, status);
      }
      alive->kick();
      alive->progressHere(false);
    });
    return;
  }
  memberReady(meeting, m, after == nullptr ? absl::OkStatus() : after->status());
  lock.unlock();
  kick();
  progressHere(true);
}

void Engine::memberReady(const MeetingPtr& meeting, size_t m, const Status& status) {
  Meeting::Member& member = meeting->members[m];
  if (!member.here || member.ready || !meeting->failure.ok()) return;  // it has ended meanwhile
  member.ready = true;
  if (!status.ok()) return close(*meeting->circle, meeting->run, meeting->trip, status);
  if (++meeting->ready == meeting->members.size()) launchReady(*meeting->circle);
}

bool Engine::mayLaunch(const Circle& circle, const Meeting& meeting) const {
  if (meeting.launched || meeting.ready < meeting.members.size() || !meeting.failure.ok()) return false;
  if (meeting.trip > 0 && tripsDone(circle, meeting.run) < meeting.trip) return false;
  if (!circle.spans) return true;
  // Runs that would have the same tags.
  for (const MeetingPtr& other : circle.open) {
    if (other->launched && other->run != meeting.run && (other->run - meeting.run) % kSlots == 0) return false;
  }
  for (const auto& [run, closure] : circle.closed) {
    if (run != meeting.run && (run - meeting.run) % kSlots == 0 && !closure.settled) return false;
  }
  return true;
}

void Engine::launchReady(Circle& circle) {
  if (!circle.readyToRun() || !circle.broken.ok() || !failure_.ok()) return;
  for (size_t i = 0; i < circle.open.size(); ++i) {
    const MeetingPtr meeting = circle.open[i];
    if (!mayLaunch(circle, *meeting)) continue;
    launch(meeting);
    if (i < circle.open.size() && circle.open[i] != meeting)
      i = static_cast<size_t>(-1);  // it has ended: from the start
  }
}

void Engine::launch(const MeetingPtr& meeting) {
  Circle& circle = *meeting->circle;
  const Plan& plan = *circle.plan;
  meeting->launched = true;
  meeting->unfinished = plan.steps.size();
  lastCircle_ = &circle;
  if (plan.steps.empty()) return endMeeting(meeting, absl::OkStatus());
  meeting->staging = staging_.take(plan.stagingBytes);
  meeting->bases.back() = meeting->staging.data();
  std::vector<int32_t> local;
  if (plan.independent) {
    local = plan.roots;
  } else {
    meeting->waiting.resize(plan.steps.size());
    for (size_t i = 0; i < plan.steps.size(); ++i) meeting->waiting[i] = plan.steps[i].waitsFor;
    meeting->posted.assign(plan.steps.size(), 0);
    meeting->next.assign(plan.lanes.size(), 0);
    meeting->tickets.resize(plan.steps.size());
    for (int32_t root : plan.roots) stepReady(*meeting, root, local);
  }
  publish(meeting, std::move(local));
}

void Engine::stepReady(Meeting& meeting, int32_t index, std::vector<int32_t>& local) {
  const Plan& plan = *meeting.circle->plan;
  const int32_t at = plan.steps[static_cast<size_t>(index)].lane;
  if (at < 0) {
    local.push_back(index);
    return;
  }
  meeting.posted[static_cast<size_t>(index)] = 1;
  const std::vector<int32_t>& steps = plan.lanes[static_cast<size_t>(at)].steps;
  int32_t& next = meeting.next[static_cast<size_t>(at)];
  while (static_cast<size_t>(next) < steps.size() &&
         meeting.posted[static_cast<size_t>(steps[static_cast<size_t>(next)])]) {
    const int32_t step = steps[static_cast<size_t>(next)];
    Ticket& ticket = meeting.tickets[static_cast<size_t>(step)];
    ticket = {&meeting, meeting.circle, meeting.run, step, at, false, false};
    transfers_.push_back(&ticket);
    ++next;
  }
  toDrive_.store(true);
}

void Engine::stepDone(Meeting& meeting, int32_t index, std::vector<int32_t>& local) {
  --meeting.unfinished;
  const Plan& plan = *meeting.circle->plan;
  for (int32_t next : plan.successorsOf(plan.steps[static_cast<size_t>(index)])) {
    if (--meeting.waiting[static_cast<size_t>(next)] == 0) stepReady(meeting, next, local);
  }
}

void Engine::publish(const MeetingPtr& meeting, std::vector<int32_t> steps) {
  if (steps.empty()) return;
  auto batch = std::make_shared<Batch>();
  batch->meeting = meeting;
  for (int32_t step : steps) {
    batch->firstPiece.push_back(batch->pieces);
    batch->pieces += piecesOf(meeting->circle->plan->steps[static_cast<size_t>(step)]);
  }
  batch->steps = std::move(steps);
  ++meeting->running;
  ++meeting->batches;
  const bool worthHelp = batch->pieces > 1;
  batches_.push_back(std::move(batch));
  countWork();
  if (worthHelp) wakeWaiters();
}

int Engine::tagOf(const Circle& circle, int32_t lane, uint64_t run) const {
  const auto slot = static_cast<int32_t>(run % kSlots);
  const int phase = circle.plan->lanes[static_cast<size_t>(lane)].phase;
  return (circle.laneNumber[static_cast<size_t>(lane)] * kSlots + slot) * 2 + phase;
}

Engine::Post Engine::postOf(Ticket& ticket) {
  Circle& circle = *ticket.circle;
  const Lane& lane = circle.plan->lanes[static_cast<size_t>(ticket.lane)];
  const Step& step = circle.plan->steps[static_cast<size_t>(ticket.step)];
  Post post{lane.sending, lane.peer,  tagOf(circle, ticket.lane, ticket.run),
            nullptr,      step.bytes, reinterpret_cast<uint64_t>(&ticket)};
  ticket.open = true;
  ++openTransfers_;
  if (ticket.meeting == nullptr) {
    post.data = circle.closed.at(ticket.run).drained.data();
    return post;
  }
  ++ticket.meeting->running;
  const Address& at = lane.sending ? circle.plan->sources[static_cast<size_t>(step.firstSource)].address
                                   : circle.plan->targets[static_cast<size_t>(step.firstTarget)];
  post.data = ticket.meeting->bases[static_cast<size_t>(at.base)] + at.offset;
  return post;
}

void Engine::onTransfer(uint64_t cookie, const Status& status) {
  Lock lock(mutex_);
  auto& ticket = *reinterpret_cast<Ticket*>(cookie);  // NOLINT: what startTransfer made of it
  ticket.open = false;
  --openTransfers_;
  ticket.got = status.ok();
  if (ticket.meeting == nullptr) return drainEnded(ticket, status);
  Meeting& meeting = *ticket.meeting;
  const MeetingPtr keep = meeting.shared_from_this();
  --meeting.running;
  if (meeting.failure.ok() && !status.ok()) {
    fail(annotate(status, meeting.circle->text), true);
    return endIfDone(meeting);
  }
  if (!meeting.failure.ok()) {
    settle(*meeting.circle, meeting.run);
    return endIfDone(meeting);
  }
  std::vector<int32_t> local;
  stepDone(meeting, ticket.step, local);
  if (!local.empty()) publish(keep, std::move(local));
  endIfDone(meeting);
}

void Engine::endIfDone(Meeting& meeting) {
  if (meeting.failure.ok() ? meeting.unfinished == 0 : meeting.running == 0)
    endMeeting(meeting.shared_from_this(), meeting.failure);
}

void Engine::endMeeting(const MeetingPtr& meeting, const Status& status) {
  Circle& circle = *meeting->circle;
  auto at = std::find(circle.open.begin(), circle.open.end(), meeting);
  if (at == circle.open.end()) return;
  circle.open.erase(at);
  for (Meeting::Member& member : meeting->members) {
    if (member.here) callbacks_.push_back({std::move(member.done), status});
    member = {};
  }
  countWork();
  const uint64_t run = meeting->run;
  if (status.ok()) {
    if (meeting->trip > 0) {
      for (Circle::Past& past : circle.past) {
        if (past.run == run) past.trips = meeting->trip + 1;
      }
    } else if (circle.past.size() < kPast) {
      circle.past.push_back({run, 1});
      circle.pastNext = circle.past.size() % kPast;
    } else {
      circle.past[circle.pastNext] = {run, 1};
      circle.pastNext = (circle.pastNext + 1) % kPast;
    }
  }
  auto closure = circle.closed.find(run);
  if (closure != circle.closed.end() && !status.ok() && meeting->launched && circle.spans)
    countReceived(closure->second, *meeting);
  if (meeting->running == 0) {
    staging_.give(std::move(meeting->staging));
    meeting->staging = {};
    if (circle.spare.size() < kSpare) circle.spare.push_back(meeting);
  }
  --openMeetings_;
  if (circle.spans) openSpanning_.fetch_sub(1);
  wakeWaiters();
  const CirclePtr keep = circle.shared_from_this();
  if (closure != circle.closed.end()) settle(circle, run);
  if (!circle.open.empty()) launchReady(circle);
  if (circle.released > 0) retire(keep);
}

// ---- driving ----

void Engine::onAttach(Transport* transport) {
  Lock lock(mutex_);
  transport_ = transport;
}

void Engine::post(Letter message) {
  std::string bytes(sizeof driver_.generation, 0);
  std::memcpy(bytes.data(), &driver_.generation, sizeof driver_.generation);
  bytes += message.bytes;
  transport_->sendMessage(message.peer, Channel::kCollectives, std::move(bytes));
}

bool Engine::onDetach() {
  Lock lock(mutex_);
  // Others may wait for what will never come.
  if (openMeetings_ > 0) fail(aborted("the communicators were destroyed"), true);
  if (!failure_.ok()) tellFailure();
  for (Letter& message : std::exchange(outbox_, {})) post(std::move(message));
  const bool clean = failure_.ok() && openTransfers_ == 0 && transfers_.empty();
  if (openTransfers_ > 0) transport_->cancelTransfers();
  transport_ = nullptr;
  return clean;
}

void Engine::kick() {
  if (driver_.drive && toDrive_.load()) {
    driver_.drive(false);
    driver_.wake();
  }
}

bool Engine::advance() {
  // Deadlines are looked at now and then.
  if (!toDrive_.load(std::memory_order_relaxed) && ++advances_ % kLook != 0) return false;
  std::vector<Post>& posts = posts_;
  std::vector<uint64_t> cancels;
  std::deque<Letter> outbox;
  posts.clear();
  bool any = false;
  {
    Lock lock(mutex_);
    toDrive_.store(false);
    if (!failure_.ok()) any |= tellFailure();
    outbox.swap(outbox_);
    cancels.swap(cancels_);
    for (Ticket* ticket : transfers_) posts.push_back(postOf(*ticket));
    transfers_.clear();
    if (openMeetings_ > 0) checkDeadlines(Clock::now());
  }
  // A transfer may copy at once what it finds, so outside the lock.
  for (Letter& message : outbox) post(std::move(message));
  // Of transfers posted before: a ticket may be in use again among those that are posted now.
  for (uint64_t cookie : cancels) transport_->cancel(cookie);
  for (const Post& post : posts) {
    if (post.sending)
      transport_->send(post.peer, post.tag, post.data, post.bytes, post.cookie);
    else
      transport_->receive(post.peer, post.tag, post.data, post.bytes, post.cookie);
  }
  return any || !posts.empty() || !outbox.empty() || !cancels.empty();
}

ProgressClient::Mood Engine::mood() {
  Lock lock(mutex_);
  if (!batches_.empty() || !callbacks_.empty() || !outbox_.empty() || !transfers_.empty()) return Mood::kBusy;
  if (openMeetings_ == 0) return Mood::kIdle;
  return urgent_.load() > 0 ? Mood::kDriven : Mood::kBusy;
}

}  // namespace partita
