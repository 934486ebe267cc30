#pragma once
// The engine behind the communicators of one process: matches the calls of its devices, makes the schedule of each
// complete collective, and runs it, with its own helper threads for combining and copying and, where a group spans
// processes, with a transport whose thread drives it.
//
// Life of a collective: the first local member's start() opens a meeting under (group, how many collectives of this
// group the member has started); the last one closes it. Then every other process of the group is told what we start
// ("header": checks that all mean the same, and tells who is there), and the schedule runs. The deadline counts from
// the first local call.
//
// One lock guards all state; steps that combine or copy, and callbacks, run outside it.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "collectives/communicator.h"
#include "collectives/schedule.h"
#include "collectives/transport.h"

namespace partita {

class Engine final : public ProgressClient {
 public:
  using Done = std::function<void(Status)>;

  // HELPERS threads run local steps (0: the transport's thread does, which must then exist). WAKE is called when the
  // transport's thread has something to do.
  Engine(Topology topology, const CommunicatorOptions& options, int helpers, std::function<void()> wake);
  // All callbacks have run before it returns: what is pending ends with Aborted. The transport's thread must have let
  // go of the engine before.
  ~Engine() override;
  const Topology& topology() const { return topology_; }
  void start(int64_t device, CollectiveCall call, Done done);
  void abort(const std::string& reason);
  void setUrgent(bool urgent) { urgent_.fetch_add(urgent ? 1 : -1); }
  // Nothing has failed and nothing is under way.
  bool quiet();

  void onAttach(Transport* transport) override;
  void onDetach() override;
  void onTransfer(uint64_t cookie, const Status& status) override;
  void onMessage(int peer, const std::string& bytes) override;
  bool advance() override;
  Mood mood() override;

 private:
  using Clock = std::chrono::steady_clock;
  struct Key {
    uint64_t group = 0;    // hash
    uint64_t counter = 0;  // collectives of this group before it
    auto operator<=>(const Key&) const = default;
  };
  struct Member {
    int64_t device = 0;
    CollectiveCall call;
    Done done;
  };
  // A collective, from the first local call to the last callback.
  struct Meeting {
    Key key;
    uint64_t id = 0;
    uint64_t signature = 0;
    std::vector<Member> members;  // in group order once all are there
    size_t expected = 0;          // local members
    Clock::time_point deadline;
    // Once all are there:
    Schedule schedule;
    std::vector<int32_t> waiting;  // by step
    int32_t instance = -1;         // our number of it, for the tags of what we send
    std::map<int, int32_t> peerInstance;
    size_t unfinished = 0;
    int running = 0;    // local steps and transfers under way
    bool open = false;  // planned
    bool spansProcesses = false;
  };
  using MeetingPtr = std::shared_ptr<Meeting>;
  // What another process has announced.
  struct Header {
    uint64_t signature = 0;
    int32_t instance = 0;
    std::string text;
  };
  struct Ready {
    MeetingPtr meeting;
    int32_t step = 0;
  };
  struct Callback {
    Done done;
    Status status;
  };
  using Lock = std::unique_lock<std::mutex>;

  static void keepForever(MeetingPtr meeting);
  // Adds the call to its meeting; the meeting when this was the last local member. An error is a mismatch.
  StatusOr<MeetingPtr> arrive(int64_t device, CollectiveCall call, Done done);
  // Makes the schedule; without the lock.
  Status plan(Meeting& meeting);
  // Plans the next complete meeting and lets its first steps go. False when there is none.
  bool openOne(Lock& lock);
  void announce(const MeetingPtr& meeting);
  void headerArrived(const MeetingPtr& meeting, int peer, const Header& header);
  void stepReady(const MeetingPtr& meeting, int32_t step);
  void stepDone(const MeetingPtr& meeting, int32_t step);
  void startTransfer(const Ready& ready);
  // Runs one ready local step; false when there is none.
  bool runOne(Lock& lock);
  void finishMeeting(const MeetingPtr& meeting, const Status& status);
  // Poisons; the first call counts. TELL: the other processes too.
  void fail(const Status& status, bool tell);
  // After a failure: sends its reason to the other processes, once, and withdraws what is open. True when it did.
  bool tellPeers();
  // After a failure: ends the meetings that nobody works on any more, or ALL.
  void reap(bool all);
  void checkDeadlines(Clock::time_point now);
  std::string whatIsMissing(const Meeting& meeting) const;
  void runCallbacks(Lock& lock);
  void helperLoop();

  const Topology topology_;
  const CommunicatorOptions options_;
  const std::function<void()> wake_;
  Transport* transport_ = nullptr;
  StagingPool staging_;
  std::atomic<int> urgent_{0};

  std::mutex mutex_;
  std::condition_variable work_;
  std::vector<std::map<uint64_t, uint64_t>> counters_;  // by local device: group hash -> collectives started
  std::map<Key, MeetingPtr> meetings_;                  // open ones and running ones
  std::map<uint64_t, MeetingPtr> byId_;                 // running ones
  std::map<std::pair<Key, int>, Header> headers_;       // of collectives that are not complete here yet
  std::deque<MeetingPtr> toOpen_;                       // complete here, not planned yet
  std::deque<Ready> localSteps_;
  std::deque<Ready> transfers_;  // to be started by the transport's thread
  std::vector<Callback> callbacks_;
  std::thread::id transportThread_;
  uint64_t nextId_ = 0;
  int32_t nextInstance_ = 0;
  Status failure_;
  Clock::time_point failedAt_, deadlinesChecked_;
  bool peersMustKnow_ = false, peersTold_ = false;
  bool stopping_ = false;
  std::vector<std::thread> helpers_;
};

// One communicator for each local device of ENGINE, by device. They share it.
std::vector<std::unique_ptr<Communicator>> makeCommunicators(std::shared_ptr<Engine> engine);

}  // namespace partita
