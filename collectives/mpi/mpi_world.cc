#include "collectives/mpi/mpi_world.h"

#include <sys/prctl.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "absl/strings/str_join.h"
#include "base/check.h"
#include "collectives/mpi/mpi_transport.h"

namespace partita {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

// How long the communication thread sleeps between two polls. Short sleeps while something is under way cost a few
// percent of a core and little latency; a thread that spins would take the core from the kernels where every core
// computes.
constexpr microseconds kBusySleep{30}, kBusySleepMost{150};
// While other threads drive, and soon after something happened: short enough to take over, and nobody need wake it.
constexpr microseconds kNap{300};
constexpr microseconds kIdleSleep{10000}, kSoon{5000};
// Transfers of a failed world may never end; its last messages get this long to leave.
constexpr microseconds kLastWords{500000};

}  // namespace

struct MpiWorld::Impl {
  Options options;
  std::thread thread;

  // Held by the thread that drives the transport; guards what follows.
  std::mutex driving;
  std::unique_ptr<MpiTransport> transport;
  ProgressClient* client = nullptr;
  std::vector<Transport::Message> early;  // for the client, come before it was attached
  std::vector<Transport::Completion> completions;
  std::vector<Transport::Message> incoming;
  // Somebody wanted to drive meanwhile.
  std::atomic<bool> again{false};
  std::atomic<uint32_t> drives{0};  // by other threads than the communication thread

  // Held while the communication thread uses the client without driving. Taken before `driving`.
  std::mutex clientUse;
  ProgressClient* worker = nullptr;

  std::mutex mutex;
  std::condition_variable wakeUp;
  bool woken = false;
  std::atomic<bool> deep{false};  // asleep for long
  std::atomic<bool> stop{false};
  std::atomic<bool> failed{false};

  // Strings from each rank that nobody has taken yet, in order of arrival.
  std::mutex messagesMutex;
  std::condition_variable messagesArrived;
  std::atomic<int> takers{0};  // wait for some
  std::vector<std::deque<std::string>> messages;

  void run(std::promise<Status> ready);
  // Drives unless another thread does, which then does it again. POLL: looks what has ended and come.
  bool drive(bool poll, bool hurry);
  bool driveOnce(bool poll, bool hurry);
  // Sleeps as the client's mood says; QUIET: when something happened last.
  void rest(Clock::time_point quiet, uint32_t* seen);
  StatusOr<std::vector<std::string>> takeFrom(const std::vector<int>& peers, std::string_view what);
};

void MpiWorld::Impl::run(std::promise<Status> ready) {
  pthread_setname_np(pthread_self(), "partita-comm");
  prctl(PR_SET_TIMERSLACK, 1000);  // the default of 50 us would double the shortest sleeps
  StatusOr<std::unique_ptr<MpiTransport>> created = MpiTransport::create();
  if (!created.ok()) return ready.set_value(created.status());
  {
    std::lock_guard lock(driving);
    transport = *std::move(created);
    messages.resize(static_cast<size_t>(transport->size()));
  }
  ready.set_value(absl::OkStatus());

  Clock::time_point quiet = Clock::now(), stopSeen = quiet;
  uint32_t seen = 0;
  while (true) {
    const bool stopping = stop.load();
    if (!stopping) stopSeen = Clock::now();
    bool any = drive(true, false);
    {
      std::lock_guard lock(clientUse);
      if (worker) any |= worker->work();
    }
    if (any) {
      quiet = Clock::now();
      continue;
    }
    if (stopping) {
      std::lock_guard lock(driving);
      if (!transport->pending()) break;
      if (Clock::now() - stopSeen > (failed.load() ? kLastWords : options.deadline)) {
        failed.store(true);
        break;
      }
    }
    rest(quiet, &seen);
  }
  std::lock_guard lock(driving);
  if (!failed.load()) transport->finalize();
}

bool MpiWorld::Impl::drive(bool poll, bool hurry) {
  bool any = false;
  for (int attempt = 0; attempt < 2; ++attempt) {
    std::unique_lock lock(driving, std::try_to_lock);
    if (!lock.owns_lock()) {
      again.store(true);  // whoever drives sees it when he lets go, or has let go by the next attempt
      continue;
    }
    again.store(false);
    any |= driveOnce(poll, hurry);
    lock.unlock();
    if (!again.load()) return any;
    attempt = 0;
    poll = false;
  }
  return any;
}

bool MpiWorld::Impl::driveOnce(bool poll, bool hurry) {
  bool any = client != nullptr && client->advance();
  if (!poll) return any;
  completions.clear();
  incoming.clear();
  const bool news = transport->poll(hurry, completions, incoming);
  any |= news;
  for (const Transport::Completion& completion : completions) {
    if (client) client->onTransfer(completion.cookie, completion.status);
  }
  for (Transport::Message& message : incoming) {
    if (message.channel == Channel::kWorld) {
      std::lock_guard lock(messagesMutex);
      messages[static_cast<size_t>(message.peer)].push_back(std::move(message.bytes));
      messagesArrived.notify_all();
    } else if (client) {
      client->onMessage(message.peer, message.bytes);
    } else {
      early.push_back(std::move(message));
    }
  }
  if (news && client != nullptr) client->advance();
  return any;
}

void MpiWorld::Impl::rest(Clock::time_point quiet, uint32_t* seen) {
  using Mood = ProgressClient::Mood;
  Mood mood = Mood::kIdle;
  deep.store(true);  // from before we look: what comes later wakes us
  {
    std::lock_guard lock(clientUse);
    if (worker) mood = worker->mood();
  }
  const uint32_t count = drives.load();
  const bool driven = std::exchange(*seen, count) != count;
  auto silence = std::chrono::duration_cast<microseconds>(Clock::now() - quiet);
  bool busy = mood == Mood::kBusy || (mood == Mood::kDriven && !driven) || takers.load() > 0;
  if (!busy && mood == Mood::kIdle) {
    std::unique_lock lock(driving, std::try_to_lock);
    busy = lock.owns_lock() && transport->pending();
  }
  microseconds sleep = kNap;
  if (busy)
    sleep = std::clamp(silence / 8, kBusySleep, kBusySleepMost);
  else if (mood == Mood::kIdle && !driven && silence > kSoon)
    sleep = kIdleSleep;
  std::unique_lock lock(mutex);
  deep.store(sleep == kIdleSleep);
  wakeUp.wait_for(lock, sleep, [this] { return woken; });
  deep.store(false);
  woken = false;
}

bool MpiWorld::launchedByMpirun() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"}) {
    if (std::getenv(name)) return true;
  }
  return false;
}

MpiWorld::MpiWorld() : impl_(std::make_unique<Impl>()) {}

StatusOr<std::unique_ptr<MpiWorld>> MpiWorld::create(const Options& options) {
  std::unique_ptr<MpiWorld> world(new MpiWorld());
  Impl& impl = *world->impl_;
  impl.options = options;
  std::promise<Status> ready;
  std::future<Status> initialised = ready.get_future();
  impl.thread = std::thread([&impl, ready = std::move(ready)]() mutable { impl.run(std::move(ready)); });
  RETURN_IF_ERROR(initialised.get());
  world->rank_ = impl.transport->rank();
  world->size_ = impl.transport->size();
  world->localRank_ = impl.transport->localRank();
  return world;
}

MpiWorld::~MpiWorld() {
  if (!impl_->thread.joinable()) return;
  impl_->stop.store(true);
  wake();
  impl_->thread.join();
}

void MpiWorld::wake() {
  std::lock_guard lock(impl_->mutex);
  impl_->woken = true;
  impl_->wakeUp.notify_one();
}

void MpiWorld::nudge() {
  if (impl_->deep.load()) wake();
}

bool MpiWorld::drive(bool poll) {
  impl_->drives.fetch_add(poll ? 1 : 0, std::memory_order_relaxed);
  return impl_->drive(poll, true);
}

void MpiWorld::post(const std::function<void(Transport&)>& body) {
  {
    std::lock_guard lock(impl_->driving);
    body(*impl_->transport);
  }
  wake();
}

void MpiWorld::exclusive(const std::function<void()>& body) {
  std::lock_guard lock(impl_->driving);
  body();
}

void MpiWorld::attach(ProgressClient* client) {
  {
    std::lock_guard use(impl_->clientUse);
    std::lock_guard lock(impl_->driving);
    CHECK(impl_->client == nullptr, "a world drives one client");
    impl_->client = impl_->worker = client;
    client->onAttach(impl_->transport.get());
    for (const Transport::Message& message : std::exchange(impl_->early, {}))
      client->onMessage(message.peer, message.bytes);
  }
  wake();
}

void MpiWorld::detach() {
  std::lock_guard use(impl_->clientUse);
  std::lock_guard lock(impl_->driving);
  if (impl_->client && !impl_->client->onDetach()) impl_->failed.store(true);
  impl_->client = impl_->worker = nullptr;
}

bool MpiWorld::failed() const { return impl_->failed.load(); }

StatusOr<std::vector<std::string>> MpiWorld::Impl::takeFrom(const std::vector<int>& peers, std::string_view what) {
  takers.fetch_add(1);
  std::unique_lock lock(messagesMutex);
  std::vector<int> missing;
  bool all = messagesArrived.wait_for(lock, options.deadline, [&] {
    missing.clear();
    for (int peer : peers) {
      if (messages[static_cast<size_t>(peer)].empty()) missing.push_back(peer);
    }
    return missing.empty();
  });
  takers.fetch_sub(1);
  if (!all) {
    failed.store(true);
    return deadlineExceeded(what, ": rank ", absl::StrJoin(missing, ", "), " did not take part within ",
                            options.deadline.count(), " ms: look at what those ranks print, or whether they still run");
  }
  std::vector<std::string> taken;
  for (int peer : peers) {
    auto& queue = messages[static_cast<size_t>(peer)];
    taken.push_back(std::move(queue.front()));
    queue.pop_front();
  }
  return taken;
}

StatusOr<std::string> MpiWorld::broadcastBytes(std::string bytes, int root) {
  if (rank_ != root) {
    ASSIGN_OR_RETURN(std::vector<std::string> taken, impl_->takeFrom({root}, "broadcast"));
    return std::move(taken[0]);
  }
  if (static_cast<int64_t>(bytes.size()) > Transport::kMaxBytes) {
    return invalidArgument("broadcast of ", bytes.size(), " bytes: at most ", Transport::kMaxBytes,
                           " can be sent at once");
  }
  post([&](Transport& transport) {
    for (int peer = 0; peer < size_; ++peer) {
      if (peer != rank_) transport.sendMessage(peer, Channel::kWorld, bytes);
    }
  });
  return bytes;
}

StatusOr<std::vector<std::string>> MpiWorld::gatherBytes(std::string bytes, int root) {
  if (static_cast<int64_t>(bytes.size()) > Transport::kMaxBytes) {
    return invalidArgument("gather of ", bytes.size(), " bytes: at most ", Transport::kMaxBytes,
                           " can be sent at once");
  }
  if (rank_ != root) {
    post([&](Transport& transport) { transport.sendMessage(root, Channel::kWorld, std::move(bytes)); });
    return std::vector<std::string>();
  }
  std::vector<int> peers;
  for (int peer = 0; peer < size_; ++peer) {
    if (peer != rank_) peers.push_back(peer);
  }
  ASSIGN_OR_RETURN(std::vector<std::string> taken, impl_->takeFrom(peers, "gather"));
  taken.insert(taken.begin() + rank_, std::move(bytes));
  return taken;
}

Status MpiWorld::barrier() {
  RETURN_IF_ERROR(gatherBytes("", 0).status());
  return broadcastBytes("", 0).status();
}

}  // namespace partita
