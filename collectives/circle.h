#pragma once
// What a process keeps of a prepared collective. A circle is a collective's members as one process sees them; a meeting
// is one run (and trip) of it. All is guarded by the engine's lock.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "collectives/communicator.h"
#include "collectives/plan.h"
#include "collectives/staging.h"

namespace partita {

// What the transport may still write to, if nobody is left to wait for its end: never freed.
void keepForever(std::shared_ptr<const void> memory);

// A circle of several at one key: a collective over groups side by side.
struct CircleId {
  uint64_t program = 0;
  int64_t op = 0;
  uint64_t group = 0;  // hash
  auto operator<=>(const CircleId&) const = default;
};

struct Circle;
struct Meeting;
using CirclePtr = std::shared_ptr<Circle>;
using MeetingPtr = std::shared_ptr<Meeting>;

// Numbers of circles in tags are below this.
inline constexpr int32_t kCircleNumbers = 1 << 15;

// What a transfer belongs to; its address is the transport's cookie.
struct Ticket {
  Meeting* meeting = nullptr;  // null: receives what a failed run left behind
  Circle* circle = nullptr;
  uint64_t run = 0;  // of that
  int32_t step = -1;
  int32_t lane = -1;
  bool open = false;  // posted, not ended
  bool got = false;   // ended well
};

struct Meeting : std::enable_shared_from_this<Meeting> {
  Circle* circle = nullptr;
  uint64_t run = 0, trip = 0;
  struct Member {
    std::function<void(Status)> done;
    bool here = false;   // has enqueued
    bool ready = false;  // and what it waited for has ended
  };
  std::vector<Member> members;  // by local member
  size_t ready = 0;
  std::chrono::steady_clock::time_point deadline;
  std::vector<char*> bases;  // see Address
  // Once it is launched:
  bool launched = false;
  StagingPool::Block staging;
  std::vector<int32_t> waiting;  // by step
  std::vector<char> posted;      // by step: ready to be posted (transfers)
  std::vector<int32_t> next;     // by lane: messages handed to the transport
  std::vector<Ticket> tickets;   // by step; never moved while transfers are open
  size_t unfinished = 0;         // steps
  int running = 0;               // batches and transfers under way
  int batches = 0;               // of these
  // Once it has failed or its deadline has passed:
  Status failure;
  std::chrono::steady_clock::time_point failedAt, askedAt;
  bool asked = false;
  std::map<int, std::string> answers;  // by process: who is missing there
};

// Local steps that may be done at once, in pieces, by whoever has time.
struct Batch {
  MeetingPtr meeting;
  std::vector<int32_t> steps;
  std::vector<int64_t> firstPiece;  // by step
  int64_t pieces = 0;
  // Pieces taken from the front (low half) and from the back (high half): two threads that share batches keep to their
  // ends, and find in their caches what they had before.
  std::atomic<uint64_t> taken{0};
  std::atomic<int64_t> done{0};
  // The next piece from one end; -1: there is none.
  int64_t take(bool back) {
    uint64_t seen = taken.load(std::memory_order_relaxed);
    while (true) {
      const auto front = static_cast<int64_t>(seen & 0xffffffff), behind = static_cast<int64_t>(seen >> 32);
      if (front + behind >= pieces) return -1;
      const uint64_t after = seen + (back ? uint64_t{1} << 32 : 1);
      if (taken.compare_exchange_weak(seen, after, std::memory_order_relaxed))
        return back ? pieces - 1 - behind : front;
    }
  }
};

// A run that ends with CAUSE for all who come from TRIP on.
struct Closure {
  uint64_t trip = 0;
  Status cause;
  // What the other processes say of themselves: from which trip on they send no more, and how many messages in all they
  // have sent us in each phase.
  struct Peer {
    uint64_t trip = 0;
    uint64_t sent[2] = {0, 0};
  };
  std::map<int, Peer> peers;
  // By lane, once the last trip here has begun or ended: messages sent, and received, since the run began.
  std::vector<uint64_t> sent, received;
  // The one that is being taken off the transport now, and where it goes.
  std::unique_ptr<Ticket> drain;
  std::vector<char> drained;
  bool settled = false;
};

struct Circle : std::enable_shared_from_this<Circle> {
  CircleId id;
  std::vector<int64_t> group;
  uint64_t signature = 0;
  std::string text;   // what it is, for messages
  size_t arrays = 0;  // of each member
  struct Local {
    int64_t device = 0;
    CollectiveOp op;
    bool prepared = false, released = false;
  };
  std::vector<Local> locals;  // members in this process, in group order
  size_t prepared = 0, released = 0;
  Status broken;                     // why no run can be
  std::shared_ptr<const Plan> plan;  // once all locals have prepared
  // Where the group has members in other processes:
  struct Peer {
    bool announced = false, released = false;
    int32_t number = -1;  // the peer's, in the tags of what it sends
  };
  bool spans = false;
  std::map<int, Peer> peers;
  size_t announced = 0;             // of them
  int32_t number = -1;              // ours
  std::vector<int32_t> laneNumber;  // by lane: the sender's number

  std::vector<MeetingPtr> open;   // not ended, oldest first
  std::vector<MeetingPtr> spare;  // for reuse
  // Trips that have ended, of the last runs.
  struct Past {
    uint64_t run = 0, trips = 0;
  };
  std::vector<Past> past;  // a ring
  size_t pastNext = 0;
  std::map<uint64_t, Closure> closed;  // by run
  std::deque<uint64_t> closedOrder;

  bool readyToRun() const { return plan != nullptr && announced == peers.size(); }
};

}  // namespace partita
