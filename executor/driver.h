#pragma once
// Driver: what devices of one kind can do, behind one interface: memory, code, and streams of work in order. Compare
// IREE's HAL device or StreamExecutor. cpu and null are in drivers/; the conformance suite in tests/conformance/driver
// is what each must pass.
#include <cstdint>
#include <functional>
#include <memory>

#include "absl/types/span.h"
#include "base/event.h"
#include "base/status.h"
#include "devices/device_class.h"
#include "executor/caching_allocator.h"
#include "program/program.h"

namespace partita {

// A program's kernels on a device, by their index in Program::kernels.
class LoadedKernels {
 public:
  virtual ~LoadedKernels() = default;
  // The kernel has too little work for the whole device: it is worth running beside others.
  virtual bool isNarrow(int32_t kernel) const = 0;
  // Estimated time of one launch that has the device to itself.
  virtual double seconds(int32_t kernel) const = 0;
};

struct KernelLaunch {
  int32_t kernel = 0;
  absl::Span<void* const> arguments;  // the address of each parameter; they are taken before launch() returns
};

// Work of one device, done in the order in which it is given. Work may be done before a call returns, when nothing
// before it is pending: kernels always, copies and fills when they are short, call() never (but see makeStream()).
// Errors travel along events: one that wait() meets or call() gives makes what follows in the stream be left out up to
// the next record(), whose event fails with it; what comes after that is done. Thread safe, if callers bring their own
// order.
class Stream {
 public:
  // What has been given is still done.
  virtual ~Stream() = default;
  // Kernels of KERNELS, which must live until they have run; they may run at the same time.
  virtual void launch(const LoadedKernels& kernels, absl::Span<const KernelLaunch> launches) = 0;
  // Both in memory of this device or of the host, not overlapping. SOURCE is read when the copy's turn comes.
  virtual void copy(void* destination, const void* source, int64_t bytes) = 0;
  virtual void fill(void* destination, std::byte value, int64_t bytes) = 0;
  // Calls into the host. BODY may block; it must not wait for this device.
  virtual void call(std::function<Status()> body) = 0;
  // What follows waits for EVENT, of whatever device.
  virtual void wait(EventPtr event) = 0;
  // Ends when all before it has; with the first error since the last record().
  virtual EventPtr record() = 0;
};

// A device's own threads, which do the pending work of its streams.
class Dispatcher {
 public:
  virtual ~Dispatcher() = default;
  // Runs BODY soon. Any thread, no lock held.
  virtual void run(std::function<void()> body) = 0;
  // A stream has pending work from now on; no more. Pairs, from any thread: what is between them keeps the device.
  virtual void begin() = 0;
  virtual void end() = 0;
};

class Driver {
 public:
  virtual ~Driver() = default;
  virtual DeviceKind kind() const = 0;
  // Memory keeps what is written to it.
  virtual bool storesData() const = 0;
  virtual MemorySource& memory() = 0;
  // Makes PROGRAM's kernels callable. FUNCTIONS: where its object code is linked in this process; null for a driver
  // that links nothing. NotFound for a kernel that is not in it, Unimplemented for a kind of code this driver does not
  // run. PROGRAM and FUNCTIONS must outlive the result.
  virtual StatusOr<std::unique_ptr<LoadedKernels>> load(const Program& program, const KernelTable* functions) = 0;
  // DISPATCHER null: nothing pending may be waited for, and all is done before the calls return. Else it outlives what
  // is pending.
  virtual std::unique_ptr<Stream> makeStream(Dispatcher* dispatcher) = 0;
  // The integer of BYTES at ADDRESS in this device's memory, once what STREAM has been given so far is done: branch
  // numbers, and whether a loop goes on (TRIP: how often it has).
  virtual int64_t readPredicate(Stream& stream, const void* address, int64_t bytes, int64_t trip) = 0;
};

struct DriverOptions {
  int threads = 1;            // of the process's pool, for kernels of this device; the calling thread is one of them
  double taskSeconds = 8e-6;  // estimated work below this is not worth a task of its own (a task costs about 1 us)
};

// Unimplemented for a kind that has no driver yet.
StatusOr<std::unique_ptr<Driver>> makeDriver(DeviceKind kind, const DriverOptions& options);

}  // namespace partita
