#pragma once
// Messages between processes, as the schedule of a collective needs them: numbered transfers of known size straight
// between buffers, and small byte strings for control. MPI is one implementation (collectives/mpi); tests have one in
// memory that can lose and delay messages.
//
// One thread makes all calls of a transport (for MPI: the communication thread). Nothing blocks.
#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"

namespace partita {

// Byte strings travel in channels, so that unlike users do not see each other's messages. Order is kept within (sender,
// channel).
enum class Channel : uint8_t { kWorld, kCollectives };
inline constexpr int kChannels = 2;

class Transport {
 public:
  // A transfer that has ended; COOKIE is what its start was given.
  struct Completion {
    uint64_t cookie = 0;
    Status status;
  };
  struct Message {
    int peer = 0;
    Channel channel{};
    std::string bytes;
  };
  // Largest transfer and message, in bytes.
  static constexpr int64_t kMaxBytes = int64_t{1} << 30;
  // Tags are in [0, kTags).
  static constexpr int kTags = 1 << 30;

  virtual ~Transport() = default;
  virtual int rank() const = 0;
  virtual int size() const = 0;
  // DATA must live until the completion. A receive ends with Internal when the message has another size. At most one
  // transfer of a tag may be open between two ranks in one direction.
  virtual void send(int peer, int tag, const void* data, int64_t bytes, uint64_t cookie) = 0;
  virtual void receive(int peer, int tag, void* data, int64_t bytes, uint64_t cookie) = 0;
  virtual void sendMessage(int peer, Channel channel, std::string bytes) = 0;
  // Moves everything on; appends what has ended and what has come in. True when there was any.
  virtual bool poll(std::vector<Completion>& completions, std::vector<Message>& messages) = 0;
  // Transfers and messages not ended yet, own sends included.
  virtual bool pending() const = 0;
  // Tries to withdraw all open receives and sends; those withdrawn end with Aborted in a later poll.
  virtual void cancelTransfers() = 0;
};

// What the communication thread drives besides its own messages: the engine behind the communicators. Called on that
// thread only.
class ProgressClient {
 public:
  virtual ~ProgressClient() = default;
  // First of all calls. The transport outlives the client's use of it.
  virtual void onAttach(Transport* transport) = 0;
  // Last of all calls.
  virtual void onDetach() = 0;
  virtual void onTransfer(uint64_t cookie, const Status& status) = 0;
  virtual void onMessage(int peer, const std::string& bytes) = 0;
  // Does some work of its own, at most some 100 us; true when there was any.
  virtual bool advance() = 0;
  // What the thread may do between two polls.
  enum class Mood : uint8_t {
    kIdle,    // nothing is under way
    kBusy,    // something is: look often, but leave the core to the computation
    kUrgent,  // somebody waits with nothing else to do: spin
  };
  virtual Mood mood() = 0;
};

}  // namespace partita
