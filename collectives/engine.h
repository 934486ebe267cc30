#pragma once
// The engine behind the communicators of one process: keeps the circles of its devices, lets their members meet, and
// runs the plans.
//
// Life of a collective: when all members in this process have prepared it, the plan is made, and the other processes of
// the group are told what we mean by it and which number it has in our tags. A run's meeting opens with the first local
// member and launches when all are there (and all processes have announced); from then on no header travels: what a
// process posts for a (number, run, trip) is matched in order. A run that fails is closed: each process tells the
// others from which trip on it takes no part and how many messages it has sent, so that what is on its way is received
// and the tags are clean.
//
// engine.cc: circles, meetings, steps. engine_work.cc: who does the local steps, waiting. engine_peers.cc: control
// messages. engine_errors.cc: closures, deadlines, the end.
//
// One lock guards all state; local steps and callbacks run outside it. The transport's lock is taken before it.
#include <condition_variable>
#include <mutex>
#include <thread>

#include "collectives/circle.h"
#include "collectives/transport.h"
#include "collectives/wire.h"

namespace partita {

class Engine final : public ProgressClient, public std::enable_shared_from_this<Engine> {
 public:
  using Done = std::function<void(Status)>;
  // How the engine's threads reach the transport. None: all devices are in this process.
  struct Driver {
    // Drives the transport unless another thread does; POLL: also looks what has ended. True when there was any.
    std::function<bool(bool poll)> drive;
    // The communication thread has something to look after.
    std::function<void()> wake;
    // How many engines the world had before: what is left of their messages is not ours.
    uint32_t generation = 0;
  };

  Engine(Topology topology, const CommunicatorOptions& options, Driver driver);
  ~Engine() override = default;
  // What is pending ends with Aborted, and all callbacks have run before it returns. The transport must have let go of
  // the engine before. By whoever made it, once: other threads may still hold the engine for a moment, so that its
  // destruction can be anywhere and must wait for nobody.
  void shutDown();
  const Topology& topology() const { return topology_; }
  // Nothing has failed for good and nothing is under way.
  bool quiet();

  // Nothing that other processes have sent for a failed run is still to be received, and the other way round; PATIENT:
  // also when they have not said yet what they have sent.
  bool settled(bool patient);

  // What PreparedCollective and Communicator promise, for local member M of a circle.
  StatusOr<std::pair<CirclePtr, size_t>> prepare(int64_t device, CollectiveKey key, CollectiveOp op);
  void release(const CirclePtr& circle, size_t m);
  void enqueue(const CirclePtr& circle, size_t m, CollectiveRun run, absl::Span<const CollectiveBuffer> buffers,
               const EventPtr& after, Done done);
  void abandon(int64_t device, uint64_t program, uint64_t run, const Status& cause);
  void abort(const std::string& reason);
  bool progress();
  void wait(const EventPtr& event);
  void setUrgent(bool urgent) { urgent_.fetch_add(urgent ? 1 : -1); }

  void onAttach(Transport* transport) override;
  bool onDetach() override;
  void onTransfer(uint64_t cookie, const Status& status) override;
  void onMessage(int peer, const std::string& bytes) override;
  bool advance() override;
  bool work() override { return progressHere(true); }
  Mood mood() override;

 private:
  using Clock = std::chrono::steady_clock;
  using Lock = std::unique_lock<std::mutex>;
  using BatchPtr = std::shared_ptr<Batch>;
  struct Callback {
    Done done;
    Status status;
  };
  // A control message to, or of, PEER.
  struct Letter {
    int peer = 0;
    std::string bytes;
  };
  // A device has abandoned a run, and where it is closed with other numbers.
  struct Abandoned {
    uint64_t program = 0, run = 0;
    int64_t device = 0;
    Status cause;
    std::vector<int64_t> except;  // ops
  };

  // A transfer as the transport wants it.
  struct Post {
    bool sending = false;
    int peer = 0, tag = 0;
    char* data = nullptr;
    int64_t bytes = 0;
    uint64_t cookie = 0;
  };

  // Sends one of our control messages.
  void post(Letter message);

  // ---- circles and meetings (engine.cc) ----
  // Those of a program, of a key: what is done to one may make it go.
  std::vector<CirclePtr> circlesOf(uint64_t program);
  std::vector<CirclePtr> circlesOf(uint64_t program, int64_t op);
  CirclePtr findOrMake(const CircleId& id, const CollectiveOp& op);
  // All locals have prepared: plans and announces.
  void complete(const CirclePtr& circle);
  void retire(const CirclePtr& circle);
  Meeting* meetingOf(Circle& circle, const CollectiveRun& run);
  void memberReady(const MeetingPtr& meeting, size_t m, const Status& status);
  // Launches what can be launched of CIRCLE.
  void launchReady(Circle& circle);
  void launch(const MeetingPtr& meeting);
  bool mayLaunch(const Circle& circle, const Meeting& meeting) const;
  void stepReady(Meeting& meeting, int32_t step, std::vector<int32_t>& local);
  void stepDone(Meeting& meeting, int32_t step, std::vector<int32_t>& local);
  void publish(const MeetingPtr& meeting, std::vector<int32_t> steps);
  // Ends it when nothing of it is under way any more.
  void endIfDone(Meeting& meeting);
  void endMeeting(const MeetingPtr& meeting, const Status& status);
  static uint64_t tripsDone(const Circle& circle, uint64_t run);
  Post postOf(Ticket& ticket);
  int tagOf(const Circle& circle, int32_t lane, uint64_t run) const;
  // Sends, receives and messages are there for whoever drives.
  void kick();

  // ---- local work (engine_work.cc) ----
  // POOL: the thread may run a parallel loop.
  bool progressHere(bool pool);
  void countWork() { localWork_.store(batches_.size() + callbacks_.size(), std::memory_order_release); }
  bool runBatch(Lock& lock, bool pool);
  void runCallbacks(Lock& lock);
  void wakeWaiters();
  void watchLoop();

  // ---- control messages (engine_peers.cc) ----
  void tell(int peer, WireWriter& message);
  void announce(Circle& circle);
  void handle(int peer, const std::string& bytes);
  void announced(Circle& circle, int peer, WireReader& reader);
  CirclePtr circleFor(WireReader& reader, CircleId* id);
  void answer(int peer, const CircleId& id, uint64_t run, uint64_t trip);
  // Members of different groups mean the same key.
  void checkOverlap(const CirclePtr& circle);
  void breakCircle(Circle& circle, const Status& status);

  // ---- failures (engine_errors.cc) ----
  // From TRIP on RUN ends with CAUSE here, and the other processes are told what we have sent (TELLPEERS: by a message
  // of its own).
  void close(Circle& circle, uint64_t run, uint64_t trip, const Status& cause, bool tellPeers = true);
  void unpost(Meeting& meeting);
  void peerClosed(Circle& circle, int peer, uint64_t run, const Closure::Peer& theirs, const Status& cause);
  void applyAbandoned(Circle& circle, int peer, const Abandoned& abandoned);
  void failMeeting(Meeting& meeting, const Status& cause);
  // Takes off the transport what nobody will receive; withdraws what nobody will send.
  void settle(Circle& circle, uint64_t run);
  // The last abandoned runs, for circles that are prepared later.
  void remember(Abandoned one);
  static void countReceived(Closure& closure, const Meeting& meeting);
  void drainEnded(Ticket& ticket, const Status& status);
  // Ends everything; the first call counts. TELL: the other processes too.
  void fail(const Status& status, bool tell);
  bool tellFailure();
  void checkDeadlines(Clock::time_point now);
  void deadlinePassed(Meeting& meeting, Clock::time_point now);
  std::string whoIsMissing(const Circle& circle, uint64_t run, uint64_t trip) const;
  void giveUp(const MeetingPtr& meeting);

  const Topology topology_;
  const CommunicatorOptions options_;
  const Driver driver_;
  StagingPool staging_;
  std::atomic<int> urgent_{0};
  std::atomic<bool> poolBusy_{false};
  // Of batches_ and callbacks_ together, for threads that look for work again and again: the lock is for those who
  // have some.
  std::atomic<size_t> localWork_{0};
  std::atomic<int> openSpanning_{0};  // meetings that may need the transport
  std::atomic<bool> toDrive_{false};  // transfers_ or outbox_ hold something

  std::mutex mutex_;
  Transport* transport_ = nullptr;
  std::map<CircleId, CirclePtr> circles_;
  std::map<CircleId, std::vector<Letter>> early_;  // for circles that are not there yet
  std::deque<Abandoned> abandoned_;
  std::vector<CirclePtr> retired_;  // released here, not yet by all others
  std::vector<int32_t> freeNumbers_;
  int32_t nextNumber_ = 0;
  std::deque<Ticket*> transfers_;  // to be posted
  uint32_t advances_ = 0;          // of the thread that drives
  std::vector<uint64_t> cancels_;
  std::deque<Letter> outbox_;
  std::vector<Post> posts_;       // of the thread that drives
  std::deque<BatchPtr> batches_;  // with pieces that nobody has taken
  std::vector<Callback> callbacks_;
  Circle* lastCircle_ = nullptr;  // of the meeting launched last, for messages
  Status failure_;
  Clock::time_point nextCheck_;  // before that no deadline passes
  bool peersMustKnow_ = false, peersTold_ = false;
  // Threads in wait() that sleep, woken when there is work or something has ended.
  std::condition_variable wakeWaiters_;
  int sleepers_ = 0;
  uint64_t news_ = 0;
  // Looks at deadlines where there is no communication thread; sleeps while nothing is open.
  std::condition_variable watch_;
  std::thread watcher_;
  bool watchAsleep_ = false;  // until a meeting opens
  bool stopping_ = false;
  size_t openMeetings_ = 0;
  size_t openTransfers_ = 0;
};

// One communicator for each local device of ENGINE, by device. They share it. FAREWELL is called when the last of them
// goes, in its thread, before the engine is shut down.
std::vector<std::unique_ptr<Communicator>> makeCommunicators(const std::shared_ptr<Engine>& engine,
                                                             std::function<void(Engine&)> farewell = nullptr);

}  // namespace partita
