// The way a user takes, compared whole: program and shardings in, the numbers of real devices out. Random programs over
// random shardings and meshes are partitioned, compiled and run on devices of this process, and every device's results
// are compared with the evaluator on the whole program.
//
// PARTITA_SEED: the first seed. PARTITA_FUZZ_ROUNDS: how many cases. PARTITA_FORM: only of ops and forms that hold this
// text ("gather, batching"). PARTITA_COVERAGE=1 prints what they were made of.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <set>

#include "graph/op.h"
#include "tests/support/whole_path/coverage.h"
#include "tests/support/whole_path/failure_report.h"
#include "tests/support/whole_path/isolation.h"
#include "tests/support/whole_path/shrinker.h"

namespace partita {
namespace {

constexpr double kCaseSeconds = 60;     // a case takes a tenth of a second; the machine may be busy
constexpr double kAttemptSeconds = 15;  // of a case that is being made smaller
constexpr size_t kBatch = 50;

// COUNT seeds from FIRST; with PARTITA_FORM those whose op and form hold its text.
std::vector<uint64_t> seedsFrom(uint64_t first, size_t count) {
  const char* form = std::getenv("PARTITA_FORM");
  std::vector<uint64_t> seeds;
  for (uint64_t seed = first; seeds.size() < count && seed < first + 2000 * count; ++seed) {
    if (form != nullptr) {
      const WholePathCase c = makeCase(seed);
      if (c.form == nullptr || formName(*c.form).find(form) == std::string::npos) continue;
    }
    seeds.push_back(seed);
  }
  return seeds;
}

// Runs the cases of SEEDS and reports the failures: the first few shrunk, all named.
void runCases(const std::vector<uint64_t>& seeds) {
  const auto start = std::chrono::steady_clock::now();
  Coverage coverage;
  std::map<std::string, std::vector<uint64_t>> failures;  // by kind and form
  const std::string directory = (std::filesystem::temp_directory_path() / "partita_whole_path").string();
  auto attempt = [&](const WholePathCase& c) {
    return runIsolated(kAttemptSeconds, [&] { return runCase(c, /*compiled=*/true); });
  };
  std::map<std::string, std::pair<uint64_t, CaseOutcome>> examples;
  std::map<std::string, int64_t> refusals;
  runIsolated(
      seeds.size(), kBatch, kCaseSeconds, [&](size_t i) { return runCase(makeCase(seeds[i]), /*compiled=*/true); },
      [&](size_t i, const CaseOutcome& outcome) {
        const WholePathCase c = makeCase(seeds[i]);
        coverage.add(c, outcome);
        if (outcome.verdict == Verdict::kEqual) return true;
        const std::string form = c.form == nullptr ? "program" : formName(*c.form);
        if (outcome.verdict == Verdict::kRefused) {
          ++refusals[strCat(form, " ", c.form == nullptr ? "" : dtypeName(c.dtype), ": ", failureKind(outcome))];
          return true;
        }
        const std::string kind = strCat(failureKind(outcome), " | ", form);
        failures[kind].push_back(c.seed);
        // At once: a run may be hours long.
        std::cout << "seed " << c.seed << " fails: " << kind << std::endl;
        examples.try_emplace(kind, c.seed, outcome);
        return true;
      });
  const char* limit = std::getenv("PARTITA_SHRINK");  // how many kinds of failures are shrunk
  size_t shrunk = limit == nullptr ? 3 : static_cast<size_t>(std::atoll(limit));
  for (const auto& [kind, example] : examples) {
    const auto& [seed, outcome] = example;
    const WholePathCase original = makeCase(seed);
    const WholePathCase smallest = shrunk > 0 ? shrink(original, outcome, attempt, {}) : original;
    if (shrunk > 0) --shrunk;
    const CaseOutcome compiled = attempt(smallest);
    const CaseOutcome grid = runIsolated(kCaseSeconds, [&] { return runCase(smallest, /*compiled=*/false); });
    std::string others;
    for (uint64_t other : failures[kind]) strAppend(&others, " ", other);
    ADD_FAILURE() << kind << ", seeds" << others << "\n" << describeFailure(smallest, compiled, grid, directory);
  }
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
  if (const char* wanted = std::getenv("PARTITA_COVERAGE"); wanted != nullptr && *wanted == '1') {
    std::cout << coverage.table();
    for (const auto& [what, times] : refusals) std::cout << "refused " << times << " x " << what << "\n";
  }
  std::cout << "seeds " << seeds.front() << " to " << seeds.back() << ": " << coverage.total() << " cases, "
            << coverage.refused() << " refused, " << taken.count() << " s\n";
}

uint64_t numberFrom(const char* variable, uint64_t otherwise) {
  const char* given = std::getenv(variable);
  return given == nullptr ? otherwise : std::strtoull(given, nullptr, 0);
}

constexpr uint64_t kFixedSeeds = 1200, kParts = 4;

class WholePathPart : public testing::TestWithParam<uint64_t> {};

TEST_P(WholePathPart, FixedSeeds) {
  if (std::getenv("PARTITA_SEED") != nullptr) GTEST_SKIP() << "PARTITA_SEED is given";
  runCases(seedsFrom(GetParam() * (kFixedSeeds / kParts), kFixedSeeds / kParts));
}

INSTANTIATE_TEST_SUITE_P(Parts, WholePathPart, testing::Range(uint64_t{0}, kParts));

TEST(WholePath, FreshSeeds) {
  const uint64_t clock = static_cast<uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());
  const bool given = std::getenv("PARTITA_SEED") != nullptr;
  const uint64_t first = given ? numberFrom("PARTITA_SEED", 0) : splitmix64(clock) >> 16;
  runCases(seedsFrom(first, numberFrom("PARTITA_FUZZ_ROUNDS", given ? 1 : 300)));
}

// No form of an op is left out by the fixed seeds.
TEST(WholePath, FixedSeedsMeetEveryForm) {
  Coverage coverage;
  for (uint64_t seed = 0; seed < kFixedSeeds; ++seed) coverage.add(makeCase(seed), {});
  EXPECT_EQ(coverage.missing(), std::vector<std::string>());
  std::set<OpKind> ops;
  for (const OpForm& form : opForms()) ops.insert(form.op);
  // Checks have no results, and tokens no elements, to be compared: tests/cli/zoo_test.cc runs the first.
  for (int kind = 0; kind < kOpKindCount; ++kind) {
    const auto op = static_cast<OpKind>(kind);
    const bool apart = op == OpKind::kAfterAll || opDef(op).lowering == LoweringClass::kHostCall;
    EXPECT_TRUE(apart || ops.count(op)) << opName(op) << " has no form";
  }
}

// Nor is an element type of a form, where there are more of them: wherever a run begins.
TEST(WholePath, LongRunsMeetEveryElementType) {
  const uint64_t first = 123457;
  Coverage coverage;
  for (uint64_t seed = first; seed < first + 2 * kMovedTypes.size() * opForms().size() + 4; ++seed) {
    if (seed % 4 < 2) coverage.add(makeCase(seed), {});  // the others are programs of several ops
  }
  EXPECT_EQ(coverage.missingTypes(), std::vector<std::string>());
}

}  // namespace
}  // namespace partita
