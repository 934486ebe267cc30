#pragma once
// Messages between processes, as the plans of collectives need them: transfers of known size straight between buffers,
// and small byte strings for control. MPI is one implementation (collectives/mpi).
//
// Calls of a transport are made by one thread at a time, whichever: who drives it (see ProgressClient). Nothing blocks.
#include <cstdint>
#include <string>
#include <vector>

#include "base/status.h"

namespace partita {

// Byte strings travel in channels, so that unlike users do not see each other's messages. Order is kept within (sender,
// channel).
enum class Channel : uint8_t { kWorld, kCollectives };

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
  // DATA must live until the completion. A receive ends with Internal when the message has another size. Transfers of
  // one peer and tag match in the order of posting.
  virtual void send(int peer, int tag, const void* data, int64_t bytes, uint64_t cookie) = 0;
  virtual void receive(int peer, int tag, void* data, int64_t bytes, uint64_t cookie) = 0;
  virtual void sendMessage(int peer, Channel channel, std::string bytes) = 0;
  // Moves everything on; appends what has ended and what has come in. True when there was any. HURRY: looks at messages
  // only now and then.
  virtual bool poll(bool hurry, std::vector<Completion>& completions, std::vector<Message>& messages) = 0;
  // Transfers and messages not ended yet, own sends included.
  virtual bool pending() const = 0;
  // Withdraws an open receive: it ends with Aborted in a later poll, or well if it was matched before.
  virtual void cancel(uint64_t cookie) = 0;
  // The same for all transfers, as far as possible.
  virtual void cancelTransfers() = 0;
};

// The engine behind the communicators, as who drives the transport sees it. A thread that drives holds the transport's
// lock while it makes these calls, work() and mood() apart.
class ProgressClient {
 public:
  virtual ~ProgressClient() = default;
  // First of all calls. The transport outlives the client's use of it.
  virtual void onAttach(Transport* transport) = 0;
  // Last of all calls. False when something of it is still under way, or has failed: then the ranks cannot part in good
  // order.
  virtual bool onDetach() = 0;
  virtual void onTransfer(uint64_t cookie, const Status& status) = 0;
  virtual void onMessage(int peer, const std::string& bytes) = 0;
  // Starts the transfers and sends the messages that are ready, looks at deadlines; true when there was any.
  virtual bool advance() = 0;
  // Without the transport's lock: does the local work that is ready and calls back; true when there was any.
  virtual bool work() = 0;
  // How often the communication thread must look.
  enum class Mood : uint8_t {
    kIdle,    // nothing is under way
    kBusy,    // something is: often, but leave the core to the computation
    kDriven,  // somebody waits, and drives the transport himself
  };
  virtual Mood mood() = 0;
};

}  // namespace partita
