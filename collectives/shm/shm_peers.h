#pragma once
// Transfers between the processes of one machine, without MPI: short ones through rings in shared memory, long ones
// read by the receiver straight from the sender's memory (process_vm_readv, one copy). What Transport promises for
// send(), receive() and cancel() holds here.
#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectives/shm/shm_segment.h"
#include "collectives/transport.h"

namespace partita {

class ShmPeers {
 public:
  // Up to so many bytes go through the ring: a copy more, but no system call.
  static constexpr int64_t kShort = int64_t{32} << 10;

  // The bytes of every process of this machine, by index; collective among them. All give as many.
  using AllGather = std::function<std::vector<std::string>(const std::string&)>;

  // For process INDEX of RANKS, the processes of this machine; collective among them. A pair that cannot read each
  // other's memory (another process namespace, no permission) is left out by both; with USE false this process is.
  static std::unique_ptr<ShmPeers> create(int index, const std::vector<int>& ranks, bool use,
                                          const AllGather& allGather);
  ~ShmPeers();

  // PEER (a rank) is one for the calls below.
  bool reaches(int peer) const { return indexOf(peer) >= 0; }
  void send(int peer, int tag, const void* data, int64_t bytes, uint64_t cookie);
  void receive(int peer, int tag, void* data, int64_t bytes, uint64_t cookie);
  // Appends what has ended. True when something was done.
  bool poll(std::vector<Transport::Completion>& completions);
  bool pending() const;
  void cancel(uint64_t cookie);  // a receive
  void cancelTransfers();

 private:
  struct Receive {
    int tag = 0;
    char* data = nullptr;
    int64_t bytes = 0;
    uint64_t cookie = 0;
  };
  // A message whose receive has not been posted.
  struct Unexpected {
    ShmHeader header;
    std::string payload;
  };
  struct Send {
    int tag = 0;
    const void* data = nullptr;
    int64_t bytes = 0;
    uint64_t cookie = 0;
  };
  struct Peer {
    int rank = 0;
    pid_t pid = 0;
    int index = 0;                        // on this machine
    std::unique_ptr<ShmSegment> segment;  // null: not reached
    std::deque<Send> waiting;             // for room in the ring, or a slot
    std::vector<Receive> posted;          // in the order of posting
    std::deque<Unexpected> unexpected;    // in the order of arrival
  };
  // A long send that its receiver has not read.
  struct Open {
    uint32_t slot = 0;
    uint64_t ticket = 0;
    uint64_t cookie = 0;
    bool withdrawn = false;
  };
  // A long receive under way.
  struct Copy {
    Peer* peer = nullptr;
    ShmHeader header;
    Receive to;
    int64_t copied = 0;
  };

  ShmPeers() = default;
  int indexOf(int rank) const;
  bool trySend(Peer& peer, const Send& send);
  bool drain(Peer& peer);
  // PAYLOAD: of a short message.
  void match(Peer& peer, const ShmHeader& header, const char* payload, const Receive& to);
  bool copySome();
  bool endSends();
  void end(uint64_t cookie, Status status) { ended_.push_back({cookie, std::move(status)}); }

  int index_ = 0;
  std::unique_ptr<ShmSegment> mine_;
  std::vector<Peer> peers_;   // by index on this machine
  std::vector<int> indexOf_;  // by rank; -1: not reached
  std::vector<uint32_t> freeSlots_;
  uint64_t nextTicket_ = 1;
  std::vector<Open> open_;
  std::deque<Copy> copies_;
  std::vector<Transport::Completion> ended_;
};

}  // namespace partita
