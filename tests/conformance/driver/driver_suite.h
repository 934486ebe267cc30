#pragma once
// What each driver must do: cases by name and group, registered once in *_cases.cc. A driver joins with one short file
// that says what it is (DriverUnderTest) and which cases it does not support, or fails so far, and why.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "collectives/communicator.h"
#include "tests/conformance/driver/toy_kernels.h"
#include "tests/unit/executor/toy_device.h"

namespace partita {

// Longer than anything here takes, on the slowest machine: who waits so long waits for ever.
inline constexpr std::chrono::seconds kForEver{100};

class DriverUnderTest {
 public:
  explicit DriverUnderTest(DeviceKind kind) : kind_(kind), storesData_(device()->device().driver().storesData()) {}
  DeviceKind kind() const { return kind_; }
  // Memory keeps what is written to it, and kernels run.
  bool storesData() const { return storesData_; }
  // LIMIT: bytes of its memory; 0: the machine's.
  std::unique_ptr<ToyDevice> device(int threads = 1, int64_t id = 0, Communicator* communicator = nullptr,
                                    int64_t limit = 0) const {
    return std::make_unique<ToyDevice>(threads, kind_, id, communicator, limit);
  }

 private:
  DeviceKind kind_;
  bool storesData_;
};

struct DriverCase {
  std::string name, group;
  void (*body)(DriverUnderTest& driver) = nullptr;
  const char* file = nullptr;
  int line = 0;
};

// Cases with one reason.
struct ListedCases {
  std::string reason;
  std::vector<std::string> names;
};

struct DriverOnTrial {
  DeviceKind kind{};
  std::vector<ListedCases> unsupported;  // never: left out, with the reason printed
  // Wrong so far: run, and it is a failure when one passes, for then it must go from this list.
  std::vector<ListedCases> expectedToFail;
};

// Each case is a test of each driver, "Cpu/Driver.NAME", whichever is registered first. True.
bool registerDriverCase(const DriverCase& one);
bool registerDriver(const std::string& name, DriverOnTrial (*driver)());

#define DRIVER_CASE(GROUP, NAME)                                                                            \
  static void NAME##Case(DriverUnderTest&);                                                                 \
  static const bool NAME##Registered = registerDriverCase({#NAME, GROUP, &NAME##Case, __FILE__, __LINE__}); \
  static void NAME##Case([[maybe_unused]] DriverUnderTest& driver)

}  // namespace partita
