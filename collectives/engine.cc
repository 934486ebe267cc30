#include "collectives/engine.h"

#include <algorithm>
#include <cstring>

#include "absl/strings/str_join.h"
#include "base/check.h"
#include "collectives/call_check.h"

namespace partita {
namespace {

// Small enough to be done at once by the last member's start() when all members are here.
constexpr int64_t kInlineBytes = int64_t{64} << 10;
// How long a failed collective waits for its open transfers to end, so that nothing writes to memory that the caller
// may free.
constexpr std::chrono::milliseconds kReapDelay{2000};
// Collectives between processes that may be under way at once; the numbers of transfers leave room for four times as
// many.
constexpr size_t kMostOpen = 1024;
constexpr int32_t kInstances = Transport::kTags / kMostMessages;
static_assert(kInstances >= static_cast<int32_t>(4 * kMostOpen));

constexpr int kStepBits = 24;

// Control messages: a kind, then for a header fixed fields and the description, for an abort the reason.
enum class MessageKind : uint8_t { kHeader, kAbort };
struct WireHeader {
  uint64_t group, counter, signature;
  int32_t instance;
};

}  // namespace

Engine::Engine(Topology topology, const CommunicatorOptions& options, int helpers, std::function<void()> wake)
    : topology_(std::move(topology)), options_(options), wake_(std::move(wake)) {
  auto process = static_cast<size_t>(topology_.process);
  counters_.resize(static_cast<size_t>(topology_.firstDevice[process + 1] - topology_.firstDevice[process]));
  for (int i = 0; i < helpers; ++i) helpers_.emplace_back([this] { helperLoop(); });
}

// MPI may still write to the staging memory of these meetings when their communicators are gone: they are never freed.
void Engine::keepForever(MeetingPtr meeting) {
  static std::mutex& mutex = *new std::mutex;
  static auto& kept = *new std::vector<MeetingPtr>;
  Lock lock(mutex);
  kept.push_back(std::move(meeting));
}

Engine::~Engine() {
  {
    Lock lock(mutex_);
    fail(aborted("the communicators were destroyed"), false);
    stopping_ = true;
    work_.notify_all();
  }
  for (std::thread& helper : helpers_) helper.join();
  Lock lock(mutex_);
  for (auto& [id, meeting] : byId_) {
    if (meeting->running > 0) keepForever(meeting);
  }
  reap(true);
  runCallbacks(lock);
}

bool Engine::quiet() {
  Lock lock(mutex_);
  return failure_.ok() && meetings_.empty();
}

void Engine::onAttach(Transport* transport) {
  Lock lock(mutex_);
  transport_ = transport;
  transportThread_ = std::this_thread::get_id();
}

void Engine::start(int64_t device, CollectiveCall call, Done done) {
  Lock lock(mutex_);
  if (!failure_.ok()) {
    Status status = failure_;
    lock.unlock();
    return done(status);
  }
  if (Status status = checkCall(call, device, topology_.devices()); !status.ok()) {
    fail(status, true);
    callbacks_.push_back({std::move(done), status});
    return runCallbacks(lock);
  }
  StatusOr<MeetingPtr> arrived = arrive(device, std::move(call), std::move(done));
  if (!arrived.ok()) {
    fail(arrived.status(), true);
    return runCallbacks(lock);
  }
  MeetingPtr meeting = *std::move(arrived);
  if (!meeting) return;
  if (!meeting->spansProcesses && callBytes(meeting->members[0].call) <= kInlineBytes) {
    lock.unlock();
    Status status = plan(*meeting);
    if (status.ok()) {
      for (const Step& step : meeting->schedule.steps) runLocalStep(meeting->schedule, step);
    }
    lock.lock();
    --meeting->running;
    if (!failure_.ok()) {
      reap(false);  // another thread's failure found us at work
    } else if (!status.ok()) {
      fail(status, true);
    } else {
      finishMeeting(meeting, status);
    }
    return runCallbacks(lock);
  }
  toOpen_.push_back(std::move(meeting));
  work_.notify_one();
  lock.unlock();
  if (wake_) wake_();
}

StatusOr<Engine::MeetingPtr> Engine::arrive(int64_t device, CollectiveCall call, Done done) {
  Key key{groupHash(call.group), 0};
  auto first = topology_.firstDevice[static_cast<size_t>(topology_.process)];
  key.counter = counters_[static_cast<size_t>(device - first)][key.group]++;
  MeetingPtr& meeting = meetings_[key];
  uint64_t signature = callSignature(call);
  if (!meeting) {
    meeting = std::make_shared<Meeting>();
    meeting->key = key;
    meeting->signature = signature;
    meeting->deadline = Clock::now() + options_.deadline;
    for (int64_t member : call.group) meeting->expected += topology_.processOf(member) == topology_.process;
    meeting->spansProcesses = meeting->expected < call.group.size();
  }
  meeting->members.push_back({device, std::move(call), std::move(done)});
  if (meeting->signature != signature) {
    const Member &a = meeting->members.front(), &b = meeting->members.back();
    return internalError("the members of group [", absl::StrJoin(b.call.group, ","),
                         "] do not run the same plan: device ", a.device, " starts ", describeCall(a.call), ", device ",
                         b.device, " starts ", describeCall(b.call));
  }
  if (meeting->members.size() < meeting->expected) return MeetingPtr();
  const std::vector<int64_t> group = meeting->members[0].call.group;
  std::sort(meeting->members.begin(), meeting->members.end(), [&](const Member& a, const Member& b) {
    return std::find(group.begin(), group.end(), a.device) < std::find(group.begin(), group.end(), b.device);
  });
  meeting->id = nextId_++;
  byId_[meeting->id] = meeting;
  ++meeting->running;  // until it is planned
  return meeting;
}

Status Engine::plan(Meeting& meeting) {
  std::vector<LocalCall> calls;
  for (const Member& member : meeting.members) calls.push_back({member.device, &member.call});
  ASSIGN_OR_RETURN(meeting.schedule, buildSchedule(topology_, calls, options_.chunkBytes, staging_));
  return absl::OkStatus();
}

bool Engine::openOne(Lock& lock) {
  if (toOpen_.empty() || !failure_.ok() || byId_.size() > kMostOpen + toOpen_.size()) return false;
  // Another thread than the transport's leaves to it what it must announce.
  bool mayAnnounce = transport_ != nullptr && std::this_thread::get_id() == transportThread_;
  auto it = std::find_if(toOpen_.begin(), toOpen_.end(),
                         [&](const MeetingPtr& m) { return mayAnnounce || !m->spansProcesses; });
  if (it == toOpen_.end()) return false;
  MeetingPtr meeting = std::move(*it);
  toOpen_.erase(it);
  lock.unlock();
  Status status = plan(*meeting);
  lock.lock();
  --meeting->running;
  if (!failure_.ok()) {
    reap(false);
    return true;
  }
  if (!status.ok()) {
    fail(status, true);
    return true;
  }
  meeting->open = true;
  const std::vector<Step>& steps = meeting->schedule.steps;
  meeting->unfinished = steps.size();
  for (const Step& step : steps) meeting->waiting.push_back(step.waitsFor);
  if (meeting->unfinished == 0) {
    finishMeeting(meeting, absl::OkStatus());
    return true;
  }
  if (meeting->spansProcesses) announce(meeting);
  for (size_t i = meeting->schedule.peers.size(); i < steps.size() && failure_.ok(); ++i) {
    if (steps[i].waitsFor == 0) stepReady(meeting, static_cast<int32_t>(i));
  }
  return true;
}

void Engine::announce(const MeetingPtr& meeting) {
  meeting->instance = nextInstance_;
  nextInstance_ = (nextInstance_ + 1) % kInstances;
  WireHeader wire{meeting->key.group, meeting->key.counter, meeting->signature, meeting->instance};
  std::string bytes(1, static_cast<char>(MessageKind::kHeader));
  bytes.append(reinterpret_cast<const char*>(&wire), sizeof wire);
  bytes += describeCall(meeting->members[0].call);
  for (int peer : meeting->schedule.peers) transport_->sendMessage(peer, Channel::kCollectives, bytes);
  for (int peer : meeting->schedule.peers) {
    auto header = headers_.find({meeting->key, peer});
    if (header == headers_.end()) continue;
    headerArrived(meeting, peer, header->second);
    headers_.erase(header);
    if (!failure_.ok()) return;
  }
}

void Engine::headerArrived(const MeetingPtr& meeting, int peer, const Header& header) {
  if (header.signature != meeting->signature) {
    const Member& member = meeting->members[0];
    fail(internalError("the members of group [", absl::StrJoin(member.call.group, ","),
                       "] do not run the same plan: rank ", topology_.process, " starts ", describeCall(member.call),
                       ", rank ", peer, " starts ", header.text),
         true);
    return;
  }
  meeting->peerInstance[peer] = header.instance;
  const std::vector<int>& peers = meeting->schedule.peers;
  auto index = std::find(peers.begin(), peers.end(), peer) - peers.begin();  // the arrivals are the first steps
  stepDone(meeting, static_cast<int32_t>(index));
}

void Engine::stepReady(const MeetingPtr& meeting, int32_t index) {
  StepKind kind = meeting->schedule.steps[static_cast<size_t>(index)].kind;
  if (kind == StepKind::kSend || kind == StepKind::kReceive) {
    transfers_.push_back({meeting, index});
  } else {
    localSteps_.push_back({meeting, index});
    work_.notify_one();
  }
}

void Engine::stepDone(const MeetingPtr& meeting, int32_t index) {
  --meeting->unfinished;
  for (int32_t next : meeting->schedule.steps[static_cast<size_t>(index)].successors) {
    if (--meeting->waiting[static_cast<size_t>(next)] == 0) stepReady(meeting, next);
  }
  if (meeting->unfinished == 0) finishMeeting(meeting, absl::OkStatus());
}

void Engine::startTransfer(const Ready& ready) {
  Meeting& meeting = *ready.meeting;
  const Step& step = meeting.schedule.steps[static_cast<size_t>(ready.step)];
  uint64_t cookie = meeting.id << kStepBits | static_cast<uint64_t>(ready.step);
  ++meeting.running;
  if (step.kind == StepKind::kSend) {
    transport_->send(step.peer, meeting.instance * kMostMessages + step.message, step.source, step.bytes, cookie);
  } else {
    transport_->receive(step.peer, meeting.peerInstance.at(step.peer) * kMostMessages + step.message, step.destination,
                        step.bytes, cookie);
  }
}

bool Engine::runOne(Lock& lock) {
  if (localSteps_.empty()) return false;
  Ready ready = std::move(localSteps_.front());
  localSteps_.pop_front();
  ++ready.meeting->running;
  lock.unlock();
  runLocalStep(ready.meeting->schedule, ready.meeting->schedule.steps[static_cast<size_t>(ready.step)]);
  lock.lock();
  --ready.meeting->running;
  if (failure_.ok())
    stepDone(ready.meeting, ready.step);
  else
    reap(false);
  return true;
}

void Engine::finishMeeting(const MeetingPtr& meeting, const Status& status) {
  for (Member& member : meeting->members) callbacks_.push_back({std::move(member.done), status});
  meeting->members.clear();
  if (meeting->running == 0) staging_.give(std::move(meeting->schedule.slabs));
  byId_.erase(meeting->id);
  meetings_.erase(meeting->key);
}

void Engine::fail(const Status& status, bool tell) {
  if (!failure_.ok()) return;
  failure_ = status;
  failedAt_ = Clock::now();
  peersMustKnow_ = tell;
  for (const MeetingPtr& meeting : toOpen_) --meeting->running;
  toOpen_.clear();
  localSteps_.clear();
  transfers_.clear();
  reap(false);
  if (wake_) wake_();
}

void Engine::reap(bool all) {
  std::vector<MeetingPtr> ended;
  for (auto& [key, meeting] : meetings_) {
    if (meeting->running == 0 || all) ended.push_back(meeting);
  }
  for (const MeetingPtr& meeting : ended) {
    for (Member& member : meeting->members) callbacks_.push_back({std::move(member.done), failure_});
    meeting->members.clear();
    meetings_.erase(meeting->key);
    if (meeting->running == 0) byId_.erase(meeting->id);
  }
}

void Engine::abort(const std::string& reason) {
  Lock lock(mutex_);
  fail(aborted(reason), true);
  runCallbacks(lock);
}

void Engine::runCallbacks(Lock& lock) {
  while (!callbacks_.empty()) {
    std::vector<Callback> callbacks;
    callbacks.swap(callbacks_);
    lock.unlock();
    for (Callback& callback : callbacks) callback.done(callback.status);
    callbacks.clear();
    lock.lock();
  }
}

void Engine::onTransfer(uint64_t cookie, const Status& status) {
  Lock lock(mutex_);
  auto it = byId_.find(cookie >> kStepBits);
  if (it == byId_.end()) return;  // given up after a failure
  MeetingPtr meeting = it->second;
  auto index = static_cast<int32_t>(cookie & ((uint64_t{1} << kStepBits) - 1));
  --meeting->running;
  if (!failure_.ok()) {
    reap(false);
    if (meeting->running == 0) byId_.erase(meeting->id);
  } else if (!status.ok()) {
    fail(meeting->members.empty() ? status : annotate(status, describeCall(meeting->members[0].call)), true);
  } else {
    stepDone(meeting, index);
  }
  runCallbacks(lock);
}

void Engine::onMessage(int peer, const std::string& bytes) {
  Lock lock(mutex_);
  if (bytes.empty()) return;
  std::string_view rest = std::string_view(bytes).substr(1);
  if (bytes[0] == static_cast<char>(MessageKind::kAbort)) {
    fail(aborted("rank ", peer, " failed: ", rest), false);
  } else if (bytes[0] == static_cast<char>(MessageKind::kHeader) && rest.size() >= sizeof(WireHeader)) {
    WireHeader wire;
    std::memcpy(&wire, rest.data(), sizeof wire);
    Header header{wire.signature, wire.instance, std::string(rest.substr(sizeof wire))};
    Key key{wire.group, wire.counter};
    auto it = meetings_.find(key);
    if (!failure_.ok()) return;
    if (it != meetings_.end() && it->second->open)
      headerArrived(it->second, peer, header);
    else
      headers_[{key, peer}] = std::move(header);
  } else {
    fail(internalError("rank ", peer, " sent a control message of ", bytes.size(),
                       " bytes that is not one of ours: is it the same build?"),
         true);
  }
  runCallbacks(lock);
}

void Engine::onDetach() {
  Lock lock(mutex_);
  // Others may wait for what will never come.
  if (!meetings_.empty()) fail(aborted("the communicators were destroyed"), true);
  if (!failure_.ok()) tellPeers();
  transport_ = nullptr;
  runCallbacks(lock);
}

bool Engine::tellPeers() {
  if (peersTold_) return false;
  peersTold_ = true;
  std::string bytes(1, static_cast<char>(MessageKind::kAbort));
  bytes += std::string(failure_.message());
  for (int peer = 0; peer < topology_.processes() && peersMustKnow_; ++peer) {
    if (peer != topology_.process) transport_->sendMessage(peer, Channel::kCollectives, bytes);
  }
  transport_->cancelTransfers();
  return true;
}

bool Engine::advance() {
  Lock lock(mutex_);
  bool any = false;
  while (openOne(lock)) any = true;
  auto startTransfers = [&] {
    while (!transfers_.empty()) {
      Ready ready = std::move(transfers_.front());
      transfers_.pop_front();
      startTransfer(ready);
      any = true;
    }
  };
  startTransfers();
  if (runOne(lock)) {
    any = true;
    startTransfers();
  }
  Clock::time_point now = Clock::now();
  if (!failure_.ok()) {
    any |= tellPeers();
    if (now - failedAt_ > kReapDelay && !meetings_.empty()) reap(true);
  } else if (now - deadlinesChecked_ > std::chrono::milliseconds(1)) {
    checkDeadlines(now);
  }
  runCallbacks(lock);
  return any;
}

ProgressClient::Mood Engine::mood() {
  Lock lock(mutex_);
  if (!failure_.ok()) return meetings_.empty() ? Mood::kIdle : Mood::kBusy;
  if (byId_.empty()) return Mood::kIdle;
  return urgent_.load() > 0 ? Mood::kUrgent : Mood::kBusy;
}

void Engine::checkDeadlines(Clock::time_point now) {
  deadlinesChecked_ = now;
  if (!failure_.ok()) return;
  for (auto& [key, meeting] : meetings_) {
    if (meeting->deadline > now) continue;
    const Member& member = meeting->members[0];
    fail(deadlineExceeded(describeCall(member.call), " in group [", absl::StrJoin(member.call.group, ","),
                          "] is not done after ", options_.deadline.count(), " ms: ", whatIsMissing(*meeting)),
         true);
    return;
  }
}

std::string Engine::whatIsMissing(const Meeting& meeting) const {
  const std::vector<int64_t>& group = meeting.members[0].call.group;
  std::vector<std::string> missing, notes;
  std::vector<int> silent;
  for (int64_t device : group) {
    int process = topology_.processOf(device);
    bool here = process == topology_.process
                    ? std::any_of(meeting.members.begin(), meeting.members.end(),
                                  [&](const Member& m) { return m.device == device; })
                    : meeting.peerInstance.count(process) > 0 || headers_.count({meeting.key, process}) > 0;
    if (here) continue;
    bool first = std::find(silent.begin(), silent.end(), process) == silent.end();
    missing.push_back(topology_.processes() > 1 ? strCat("device ", device, " of rank ", process)
                                                : strCat("device ", device));
    if (first) silent.push_back(process);
  }
  for (int process : silent) {
    for (const auto& [where, header] : headers_) {
      if (where.second == process) notes.push_back(strCat("rank ", process, " has started ", header.text));
    }
  }
  if (!missing.empty()) {
    return strCat(absl::StrJoin(missing, ", "), missing.size() == 1 ? " has not started it" : " have not started it",
                  notes.empty() ? "" : "; ", absl::StrJoin(notes, "; "));
  }
  std::vector<int> slow;
  for (size_t i = 0; i < meeting.waiting.size(); ++i) {
    const Step& step = meeting.schedule.steps[i];
    bool open = (step.kind == StepKind::kSend || step.kind == StepKind::kReceive) && meeting.waiting[i] == 0;
    // A finished step cannot be told from one under way, so this names every rank that transfers have been opened with.
    if (open && std::find(slow.begin(), slow.end(), step.peer) == slow.end()) slow.push_back(step.peer);
  }
  std::sort(slow.begin(), slow.end());
  return strCat("all have started it, transfers are under way with rank ", absl::StrJoin(slow, ", "));
}

void Engine::helperLoop() {
  pthread_setname_np(pthread_self(), "partita-coll");
  Lock lock(mutex_);
  while (!stopping_) {
    bool any = openOne(lock);
    any |= runOne(lock);
    if (!transfers_.empty() && wake_) wake_();
    // With a transport its thread watches the deadlines.
    if (!transport_) checkDeadlines(Clock::now());
    any |= !callbacks_.empty();
    runCallbacks(lock);
    if (any || stopping_) continue;
    // A call that only opens a meeting wakes nobody; the deadlines are looked at in steps short against them.
    if (transport_) {
      work_.wait(lock);
    } else {
      work_.wait_for(lock,
                     std::clamp(options_.deadline / 8, std::chrono::milliseconds(5), std::chrono::milliseconds(1000)));
    }
  }
}

namespace {

class EngineCommunicator final : public Communicator {
 public:
  EngineCommunicator(std::shared_ptr<Engine> engine, int64_t device) : engine_(std::move(engine)), device_(device) {}
  int64_t deviceId() const override { return device_; }
  int64_t deviceCount() const override { return engine_->topology().devices(); }
  void start(CollectiveCall call, std::function<void(Status)> done) override {
    engine_->start(device_, std::move(call), std::move(done));
  }
  StatusOr<std::shared_ptr<PreparedCollective>> prepare(CollectiveKey key, CollectiveOp op) override;
  void abandon(uint64_t, uint64_t, const Status& cause) override { engine_->abort(std::string(cause.message())); }
  void setUrgent(bool urgent) override { engine_->setUrgent(urgent); }
  void abort(const std::string& reason) override { engine_->abort(reason); }

 private:
  std::shared_ptr<Engine> engine_;
  int64_t device_;
};

// TODO: matched by order, planned at every run.
class EngineCollective final : public PreparedCollective {
 public:
  EngineCollective(std::shared_ptr<Engine> engine, int64_t device, CollectiveCall call)
      : engine_(std::move(engine)), device_(device), call_(std::move(call)) {}
  void enqueue(CollectiveRun, absl::Span<const CollectiveBuffer> buffers, EventPtr after,
               std::function<void(Status)> done) override {
    CollectiveCall call = call_;
    for (size_t i = 0; i < buffers.size(); ++i) {
      call.blocks[i].input = buffers[i].input;
      call.blocks[i].output = buffers[i].output;
    }
    if (after == nullptr) return engine_->start(device_, std::move(call), std::move(done));
    after->then([this, call = std::move(call), done = std::move(done)](const Status& status) {
      if (!status.ok()) return done(status);
      engine_->start(device_, call, done);
    });
  }

 private:
  std::shared_ptr<Engine> engine_;
  int64_t device_;
  CollectiveCall call_;
};

StatusOr<std::shared_ptr<PreparedCollective>> EngineCommunicator::prepare(CollectiveKey key, CollectiveOp op) {
  CollectiveCall call;
  call.kind = op.kind;
  call.reduction = op.reduction;
  call.group = std::move(op.group);
  call.permutation = std::move(op.permutation);
  for (CollectiveArray& array : op.arrays)
    call.blocks.push_back({nullptr, nullptr, array.type, std::move(array.sendCounts), std::move(array.receiveCounts)});
  call.sequence = key.op;
  call.name = std::move(op.name);
  RETURN_IF_ERROR(checkCall(call, device_, engine_->topology().devices()));
  return std::shared_ptr<PreparedCollective>(std::make_shared<EngineCollective>(engine_, device_, std::move(call)));
}

}  // namespace

std::vector<std::unique_ptr<Communicator>> makeCommunicators(std::shared_ptr<Engine> engine) {
  std::vector<std::unique_ptr<Communicator>> communicators;
  const Topology& topology = engine->topology();
  auto process = static_cast<size_t>(topology.process);
  for (int64_t device = topology.firstDevice[process]; device < topology.firstDevice[process + 1]; ++device) {
    communicators.push_back(std::make_unique<EngineCommunicator>(engine, device));
  }
  return communicators;
}

}  // namespace partita
