#include "collectives/mpi/mpi_world.h"

#include <sched.h>
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
#include "base/log.h"
#include "collectives/mpi/mpi_transport.h"

namespace partita {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;

// How long the thread sleeps between two polls. Short sleeps while something is under way cost a few percent of a core
// and little latency; a thread that spins would take the core from the kernels where every core computes.
constexpr microseconds kBusySleep{30}, kBusySleepMost{150}, kIdleSleep{10000};
// After that long without news even an urgent poll sleeps between polls: the others are computing, perhaps on this
// core.
constexpr microseconds kUrgentSpin{3000};
// A failed world may have transfers that never end; its last messages get this long to leave.
constexpr microseconds kLastWords{500000};

}  // namespace

struct MpiWorld::Impl {
  Options options;
  std::thread thread;

  // Touched by the communication thread only.
  std::unique_ptr<MpiTransport> transport;
  ProgressClient* client = nullptr;
  std::vector<Transport::Message> early;  // for the client, come before it was attached
  std::vector<Transport::Completion> completions;
  std::vector<Transport::Message> incoming;

  std::mutex mutex;
  std::condition_variable wakeUp;
  std::deque<std::function<void(Transport&)>> posted;
  bool woken = false;
  bool stop = false;
  std::atomic<bool> failed{false};
  std::atomic<int> abortCode{-1};

  // Strings from each rank that nobody has taken yet, in order of arrival.
  std::mutex messagesMutex;
  std::condition_variable messagesArrived;
  std::vector<std::deque<std::string>> messages;

  void run(std::promise<Status> ready);
  bool poll();
  // Sleeps or spins as the client's mood says; QUIET: when something happened last.
  void rest(Clock::time_point quiet);
  StatusOr<std::vector<std::string>> takeFrom(const std::vector<int>& peers, std::string_view what);
};

void MpiWorld::Impl::run(std::promise<Status> ready) {
  pthread_setname_np(pthread_self(), "partita-comm");
  prctl(PR_SET_TIMERSLACK, 1000);  // the default of 50 us would double the shortest sleeps
  StatusOr<std::unique_ptr<MpiTransport>> created = MpiTransport::create();
  if (!created.ok()) return ready.set_value(created.status());
  transport = *std::move(created);
  messages.resize(static_cast<size_t>(transport->size()));
  ready.set_value(absl::OkStatus());

  Clock::time_point quiet = Clock::now(), stopSeen;
  while (true) {
    std::deque<std::function<void(Transport&)>> bodies;
    bool stopping;
    {
      std::lock_guard lock(mutex);
      bodies.swap(posted);
      woken = false;
      stopping = stop;
    }
    if (int code = abortCode.load(); code >= 0) transport->abortJob(code);
    if (!stopping) stopSeen = Clock::now();
    for (auto& body : bodies) body(*transport);
    bool any = poll() || !bodies.empty();
    if (any) {
      quiet = Clock::now();
    } else if (stopping && (!transport->pending() || (failed.load() && Clock::now() - stopSeen > kLastWords))) {
      break;
    } else {
      rest(quiet);
    }
  }
  if (!failed.load()) transport->finalize();
}

bool MpiWorld::Impl::poll() {
  completions.clear();
  incoming.clear();
  bool any = transport->poll(completions, incoming);
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
  if (client) any |= client->advance();
  return any;
}

void MpiWorld::Impl::rest(Clock::time_point quiet) {
  using Mood = ProgressClient::Mood;
  Mood mood = client ? client->mood() : Mood::kIdle;
  if (mood == Mood::kIdle && transport->pending()) mood = Mood::kBusy;
  auto silence = std::chrono::duration_cast<microseconds>(Clock::now() - quiet);
  microseconds sleep = kIdleSleep;
  if (mood == Mood::kUrgent && silence < kUrgentSpin) {
    sched_yield();
    return;
  }
  if (mood != Mood::kIdle) sleep = std::clamp(silence / 8, kBusySleep, kBusySleepMost);
  std::unique_lock lock(mutex);
  wakeUp.wait_for(lock, sleep, [this] { return woken; });
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
  {
    std::lock_guard lock(impl_->mutex);
    impl_->stop = true;
  }
  wake();
  impl_->thread.join();
}

void MpiWorld::wake() {
  std::lock_guard lock(impl_->mutex);
  impl_->woken = true;
  impl_->wakeUp.notify_one();
}

void MpiWorld::post(std::function<void(Transport&)> body) {
  std::lock_guard lock(impl_->mutex);
  impl_->posted.push_back(std::move(body));
  impl_->woken = true;
  impl_->wakeUp.notify_one();
}

void MpiWorld::attach(ProgressClient* client) {
  post([this, client](Transport&) {
    CHECK(impl_->client == nullptr, "a world drives one client");
    impl_->client = client;
    client->onAttach(impl_->transport.get());
    for (const Transport::Message& message : std::exchange(impl_->early, {}))
      client->onMessage(message.peer, message.bytes);
  });
}

void MpiWorld::detach() {
  std::promise<void> done;
  post([this, &done](Transport&) {
    if (impl_->client) impl_->client->onDetach();
    impl_->client = nullptr;
    done.set_value();
  });
  done.get_future().wait();
}

void MpiWorld::markFailed() { impl_->failed.store(true); }

void MpiWorld::abort(int exitCode) {
  impl_->failed.store(true);
  impl_->abortCode.store(exitCode);
  wake();
  // MPI_Abort ends this process too, unless the communication thread is stuck or has left.
  std::this_thread::sleep_for(std::chrono::seconds(5));
  _exit(exitCode);
}

StatusOr<std::vector<std::string>> MpiWorld::Impl::takeFrom(const std::vector<int>& peers, std::string_view what) {
  std::unique_lock lock(messagesMutex);
  std::vector<int> missing;
  bool all = messagesArrived.wait_for(lock, options.deadline, [&] {
    missing.clear();
    for (int peer : peers) {
      if (messages[static_cast<size_t>(peer)].empty()) missing.push_back(peer);
    }
    return missing.empty();
  });
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
  post([this, bytes](Transport& transport) {
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
    post([root, bytes = std::move(bytes)](Transport& transport) {
      transport.sendMessage(root, Channel::kWorld, bytes);
    });
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
