#pragma once
// A stream of a device that the host plays: work is done in the call where nothing before it is pending, and otherwise
// by the device's threads. How each thing is done is HostStreamWork's to say.
#include <memory>

#include "executor/driver.h"

namespace partita {

class HostStreamWork {
 public:
  virtual ~HostStreamWork() = default;
  virtual void launch(const LoadedKernels& kernels, absl::Span<const KernelLaunch> launches) = 0;
  virtual void copy(void* destination, const void* source, int64_t bytes) = 0;
  virtual void fill(void* destination, std::byte value, int64_t bytes) = 0;
};

// WORK must outlive the stream and what is pending. DISPATCHER null: everything is done in the calls, and nothing
// pending may be waited for.
std::unique_ptr<Stream> makeHostStream(HostStreamWork& work, Dispatcher* dispatcher);

}  // namespace partita
