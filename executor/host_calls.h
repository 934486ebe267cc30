#pragma once
// Functions of the host that programs call (ThunkKind::kHostCall), and the one thread that runs them: callbacks of a
// client see no other callback at the same time, hold no lock of ours, and may call everything but what waits for work
// of their own device, or of another that makes a host call itself.
#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "absl/types/span.h"
#include "base/status.h"
#include "base/types.h"

namespace partita {

// An array that a call takes or gives: row-major, of its type, good during the call.
struct HostArray {
  TensorType type;
  void* data = nullptr;
};

// ATTRIBUTES: bytes of the call that only the function understands. An error fails the execution with it.
using HostFunction = std::function<Status(absl::Span<const HostArray> operands, absl::Span<const HostArray> results,
                                          std::string_view attributes)>;

class HostCalls {
 public:
  HostCalls() = default;
  // Calls that have been posted are still made.
  ~HostCalls();
  // From now on programs that are loaded may call FUNCTION by NAME; the one that had the name goes.
  void add(const std::string& name, HostFunction function);
  // NotFound with the names there are.
  StatusOr<HostFunction> find(const std::string& name) const;
  // Runs BODY on the thread, after what has been posted before.
  void post(std::function<void()> body);

 private:
  void loop();

  mutable std::mutex mutex_;
  std::map<std::string, HostFunction> functions_;
  std::deque<std::function<void()>> posted_;
  std::condition_variable work_;
  bool stopping_ = false;
  std::thread thread_;  // made when it is first needed
};

}  // namespace partita
