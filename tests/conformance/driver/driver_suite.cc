#include "tests/conformance/driver/driver_suite.h"

#include <gtest/gtest-spi.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <set>

namespace partita {
namespace {

using Driver = std::function<DriverOnTrial()>;

struct Registry {
  std::vector<DriverCase> cases;
  std::vector<std::pair<std::string, Driver>> drivers;
};
Registry& registry() {
  static Registry& made = *new Registry;
  return made;
}

class DriverSuite : public ::testing::Test {
 public:
  explicit DriverSuite(std::function<void()> body) : body_(std::move(body)) {}
  void TestBody() override { body_(); }

 private:
  std::function<void()> body_;
};

void add(const std::string& suite, const std::string& name, const char* file, int line, std::function<void()> body) {
  ::testing::RegisterTest(suite.c_str(), name.c_str(), nullptr, nullptr, file, line,
                          [body = std::move(body)]() -> DriverSuite* { return new DriverSuite(body); });
}

const std::string* reasonFor(const std::vector<ListedCases>& lists, const std::string& name) {
  for (const ListedCases& list : lists) {
    if (std::find(list.names.begin(), list.names.end(), name) != list.names.end()) return &list.reason;
  }
  return nullptr;
}

void runCase(const DriverCase& one, const DriverOnTrial& trial) {
  if (const std::string* reason = reasonFor(trial.unsupported, one.name)) GTEST_SKIP() << "unsupported: " << *reason;
  DriverUnderTest driver(trial.kind);
  const std::string* reason = reasonFor(trial.expectedToFail, one.name);
  if (reason == nullptr) return one.body(driver);
  ::testing::TestPartResultArray results;
  {
    ::testing::ScopedFakeTestPartResultReporter reporter(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ALL_THREADS, &results);
    one.body(driver);
  }
  bool failed = false;
  for (int i = 0; i < results.size(); ++i) failed |= results.GetTestPartResult(i).failed();
  EXPECT_TRUE(failed) << one.name << " passes now: take it from the list (" << *reason << ")";
  if (failed) std::cout << "fails as expected: " << *reason << "\n";
}

// Names in the lists that are no case, or stand there twice.
std::string strayNames(const DriverOnTrial& trial) {
  std::set<std::string> known, seen;
  for (const DriverCase& one : registry().cases) known.insert(one.name);
  std::string stray;
  for (const auto* lists : {&trial.unsupported, &trial.expectedToFail}) {
    for (const ListedCases& list : *lists) {
      for (const std::string& name : list.names) {
        if (known.count(name) == 0 || !seen.insert(name).second) stray += name + "\n";
      }
    }
  }
  return stray;
}

}  // namespace

bool registerDriverCase(const DriverCase& one) {
  registry().cases.push_back(one);
  for (const auto& [name, driver] : registry().drivers)
    add(name + "/Driver", one.name, one.file, one.line, [one, driver] { runCase(one, driver()); });
  return true;
}

bool registerDriver(const std::string& name, DriverOnTrial (*driver)()) {
  registry().drivers.push_back({name, driver});
  for (const DriverCase& one : registry().cases)
    add(name + "/Driver", one.name, one.file, one.line, [one, driver] { runCase(one, driver()); });
  add(name + "/Driver", "ListsNameCasesThatExist", __FILE__, __LINE__,
      [driver] { EXPECT_EQ(strayNames(driver()), ""); });
  return true;
}

}  // namespace partita
