// search() against exact solvers on small problems; what it promises of its log, its limits of time, its threads, its
// seeds, its starting choices, and of problems without an answer.
#include "partitioner/search/search.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

#include "tests/support/choice_problems.h"

namespace partita {
namespace {

using ::testing::HasSubstr;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kSlowdown = 10;
#else
constexpr int kSlowdown = 1;
#endif

// What holds of every solution, whatever the search found.
void expectSound(const ChoiceProblem& problem, const Solution& solution) {
  EXPECT_FALSE(std::isnan(solution.bound));
  if (!solution.choices.empty()) {
    const StatusOr<Evaluation> evaluation = evaluate(problem, solution.choices);
    ASSERT_TRUE(evaluation.ok()) << evaluation.status();
    EXPECT_EQ(evaluation->cost, solution.cost);
    EXPECT_EQ(evaluation->feasible, solution.feasible);
    EXPECT_EQ(plainEvaluate(problem, solution.choices).feasible, solution.feasible);
    ASSERT_EQ(solution.peaks.size(), evaluation->peaks.size());
    for (size_t k = 0; k < solution.peaks.size(); ++k) {
      EXPECT_EQ(solution.peaks[k].usage, evaluation->peaks[k].usage);
      EXPECT_EQ(solution.peaks[k].moment, evaluation->peaks[k].moment);
    }
  } else {
    EXPECT_FALSE(solution.feasible && problem.numNodes() > 0);
  }
  if (solution.feasible) {
    EXPECT_LE(solution.bound, static_cast<double>(solution.cost));
    EXPECT_FALSE(solution.infeasibility.proved);
    EXPECT_TRUE(solution.infeasibility.nodes.empty());
    EXPECT_TRUE(!solution.optimal || solution.gap() == 0);
  } else {
    EXPECT_FALSE(solution.optimal);
    EXPECT_EQ(solution.gap(), kInfinity);
    if (!solution.infeasibility.proved && !solution.choices.empty()) {
      EXPECT_GE(solution.infeasibility.memory, 0);
      EXPECT_GT(solution.infeasibility.usage, solution.infeasibility.limit);
      EXPECT_FALSE(solution.infeasibility.nodes.empty());
    }
  }
  double seconds = 0, bound = -kInfinity;
  int64_t cost = kInfiniteCost;
  bool feasible = false;
  for (const SearchEvent& event : solution.log) {
    EXPECT_GE(event.seconds, seconds);
    EXPECT_GE(event.bound, bound);
    EXPECT_LE(event.cost, cost);
    EXPECT_TRUE(event.feasible || !feasible);
    EXPECT_TRUE(!event.feasible || event.bound <= static_cast<double>(event.cost));
    EXPECT_FALSE(event.method.empty());
    seconds = event.seconds, bound = event.bound, cost = event.cost, feasible = event.feasible;
  }
  EXPECT_LE(seconds, solution.seconds);
  EXPECT_LE(bound, solution.bound);
  EXPECT_EQ(feasible, solution.feasible);
  EXPECT_TRUE(!feasible || cost == solution.cost);
  for (const MemoryPrice& price : solution.prices) {
    EXPECT_GT(price.costPerUnit, 0);
    EXPECT_LT(price.begin, price.end);
    EXPECT_NE(problem.limit(price.memory), kNoLimit);
  }
}

Solution solve(const ChoiceProblem& problem, const SearchOptions& options) {
  StatusOr<Solution> solution = search(problem, options);
  EXPECT_TRUE(solution.ok()) << solution.status();
  if (!solution.ok()) return {};
  expectSound(problem, *solution);
  return *std::move(solution);
}

SearchOptions fixedWork(uint64_t seed, int rounds, int threads = 1) {
  SearchOptions options;
  options.deterministic = true;
  options.rounds = rounds;
  options.seed = seed;
  options.threads = threads;
  options.timeLimit = 300;
  return options;
}

// Searches until an answer of COST is found, or none better can be.
Solution solveTo(const ChoiceProblem& problem, int64_t cost, SearchOptions options) {
  std::atomic<bool> stop = false;
  options.stop = &stop;
  options.onEvent = [&](const SearchEvent& event, const std::vector<int>*) {
    if (event.feasible && event.cost <= cost) stop = true;
  };
  return solve(problem, options);
}

SearchOptions within(double seconds, uint64_t seed, int threads = 1) {
  SearchOptions options;
  options.timeLimit = seconds;
  options.seed = seed;
  options.threads = threads;
  return options;
}

// Limits that bind, and more than the reductions solve by themselves.
ChoiceProblem tightProblem(uint64_t seed, int nodes) {
  RandomChoiceOptions options;
  options.shape = kChoiceShapes[seed % std::size(kChoiceShapes)];
  options.nodes = nodes;
  options.memories = static_cast<int>(1 + seed % 2);
  options.usagesPerNode = static_cast<int>(1 + seed % 3);
  options.infinite = seed % 4 == 0 ? 0.05 : 0;
  options.negativeCosts = seed % 5 == 0;
  options.limit = 0.25;
  return randomChoiceProblem(seed, options);
}

ChoiceProblem smallProblem(uint64_t seed) {
  return seed % 3 == 0 ? tightProblem(seed, 7) : randomChoiceProblem(seed, 7);
}

TEST(Search, FindsTheOptimumOfSmallProblems) {
  int infeasible = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = smallProblem(seed);
    const ExactAnswer exact = bruteForce(problem);
    infeasible += exact.choices.empty();
    if (exact.choices.empty()) continue;
    const Solution solution = solveTo(problem, exact.cost, within(5, seed));
    EXPECT_EQ(solution.cost, exact.cost);
    EXPECT_LE(solution.bound, static_cast<double>(exact.cost));
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(infeasible, 20);
}

TEST(Search, ProvesMostSmallOptimaAndClaimsNoOther) {
  int problems = 0, optimal = 0;
  for (uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = smallProblem(seed);
    const ExactAnswer exact = bruteForce(problem);
    const Solution solution = solve(problem, within(0.03 * kSlowdown, seed, 1 + static_cast<int>(seed % 2)));
    EXPECT_TRUE(!solution.infeasibility.proved || exact.choices.empty());
    EXPECT_TRUE(!solution.feasible || !exact.choices.empty());
    if (exact.choices.empty()) continue;
    ++problems;
    optimal += solution.optimal;
    EXPECT_LE(solution.bound, static_cast<double>(exact.cost));
    if (solution.optimal) {
      EXPECT_EQ(solution.cost, exact.cost);
    }
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(optimal, problems * 2 / 3);
}

TEST(Search, BoundsAndCostsOfLargerProblemsLieAboutTheOptimum) {
  int compared = 0, near = 0;
  for (uint64_t seed = 0; seed < 30; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = tightProblem(seed, 16);
    const std::optional<ExactAnswer> exact = branchAndBound(problem, 300'000);
    if (!exact.has_value() || exact->choices.empty()) continue;
    ++compared;
    const Solution solution = solveTo(problem, exact->cost, within(0.3 * kSlowdown, seed));
    EXPECT_LE(solution.bound, static_cast<double>(exact->cost));
    EXPECT_GE(solution.cost, exact->cost);
    near += solution.feasible && solution.cost <= exact->cost + std::abs(exact->cost) / 20;
    if (::testing::Test::HasFailure()) break;
  }
  EXPECT_GT(compared, 20);
  EXPECT_GE(near, compared * 9 / 10);
}

TEST(Search, RepeatsForOneSeedAndNumberOfThreads) {
  for (const int threads : {1, 2}) {
    for (uint64_t seed = 1; seed < 3; ++seed) {
      SCOPED_TRACE(::testing::Message() << threads << " threads, seed " << seed);
      const ChoiceProblem problem = tightProblem(seed, 60);
      const Solution a = solve(problem, fixedWork(seed, 2, threads)), b = solve(problem, fixedWork(seed, 2, threads));
      EXPECT_EQ(a.choices, b.choices);
      EXPECT_EQ(a.cost, b.cost);
      EXPECT_EQ(a.bound, b.bound);
      ASSERT_EQ(a.log.size(), b.log.size());
      for (size_t k = 0; k < a.log.size(); ++k) {
        EXPECT_EQ(a.log[k].cost, b.log[k].cost);
        EXPECT_EQ(a.log[k].bound, b.log[k].bound);
        EXPECT_EQ(a.log[k].method, b.log[k].method);
      }
      ASSERT_EQ(a.prices.size(), b.prices.size());
      for (size_t k = 0; k < a.prices.size(); ++k) EXPECT_EQ(a.prices[k].costPerUnit, b.prices[k].costPerUnit);
    }
  }
}

TEST(Search, EventsComeOneAtATimeAndDescend) {
  for (const bool deterministic : {false, true}) {
    const ChoiceProblem problem = tightProblem(7, 60);
    SearchOptions options = fixedWork(7, 2, 2);
    options.deterministic = deterministic;
    if (!deterministic) options.timeLimit = 0.5 * kSlowdown;
    std::atomic<int> inside = 0;
    std::atomic<bool> overlapped = false;
    std::vector<SearchEvent> events;
    int64_t cost = kInfiniteCost;
    options.onEvent = [&](const SearchEvent& event, const std::vector<int>* choices) {
      if (inside.fetch_add(1) != 0) overlapped = true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      if (choices != nullptr) {
        const PlainEvaluation evaluation = plainEvaluate(problem, *choices);
        EXPECT_TRUE(evaluation.feasible);
        EXPECT_EQ(evaluation.cost, event.cost);
        EXPECT_LT(event.cost, cost);
        cost = event.cost;
      }
      events.push_back(event);
      inside.fetch_sub(1);
    };
    const Solution solution = solve(problem, options);
    EXPECT_FALSE(overlapped);
    EXPECT_EQ(cost, solution.cost);
    ASSERT_EQ(events.size(), solution.log.size());
    for (size_t k = 0; k < events.size(); ++k) {
      EXPECT_EQ(events[k].cost, solution.log[k].cost);
      EXPECT_EQ(events[k].bound, solution.log[k].bound);
    }
    EXPECT_GT(events.size(), 1u);
  }
}

TEST(Search, GoesOnFromFeasibleChoices) {
  for (uint64_t seed = 0; seed < 10; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = tightProblem(seed, 40);
    SearchOptions options = within(0.1 * kSlowdown, seed);
    const Solution first = solve(problem, options);
    if (!first.feasible) continue;
    options.start = first.choices;
    const Solution second = solve(problem, options);
    ASSERT_FALSE(second.log.empty());
    EXPECT_EQ(second.log[0].method, "given");
    EXPECT_EQ(second.log[0].cost, first.cost);
    EXPECT_TRUE(second.log[0].feasible);
    EXPECT_LE(second.cost, first.cost);
  }
}

TEST(Search, InfeasibleOrForbiddenChoicesToStartFromDoNoHarm) {
  int infeasible = 0;
  for (uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const ChoiceProblem problem = randomChoiceProblem(seed, 6);
    Rng rng(seed);
    const ExactAnswer exact = bruteForce(problem);
    SearchOptions options = within(exact.choices.empty() ? 0.02 : 5, seed);
    options.start = randomChoices(problem, &rng);
    infeasible += !plainEvaluate(problem, options.start).feasible;
    const Solution solution = solveTo(problem, exact.cost, options);
    EXPECT_EQ(solution.feasible, !exact.choices.empty());
    EXPECT_EQ(solution.feasible ? solution.cost : kInfiniteCost, exact.cost);
  }
  EXPECT_GT(infeasible, 30);
}

// Each of N nodes uses one unit of either memory, of which each has so much.
ChoiceProblem twoMemories(int n, int64_t limit) {
  ChoiceProblem problem;
  for (int memory = 0; memory < 2; ++memory) EXPECT_TRUE(problem.addMemory(limit).ok());
  for (int v = 0; v < n; ++v) {
    EXPECT_TRUE(problem.addNode(std::vector<int64_t>{3, 5}).ok());
    EXPECT_TRUE(problem.addUsage(v, 0, 0, 1, std::vector<int64_t>{1, 0}).ok());
    EXPECT_TRUE(problem.addUsage(v, 1, 0, 1, std::vector<int64_t>{0, 1}).ok());
  }
  return problem;
}

TEST(Search, WithoutAnAnswerItSaysWhereTheLimitsAreExceeded) {
  // Five units and four places: no reduction shows it.
  SearchOptions options;
  options.timeLimit = 0.3;
  const Solution solution = solve(twoMemories(5, 2), options);
  EXPECT_FALSE(solution.feasible);
  if (!solution.infeasibility.proved) {
    ASSERT_EQ(solution.choices.size(), 5u);
    EXPECT_EQ(solution.infeasibility.usage, 3);
    EXPECT_EQ(solution.infeasibility.limit, 2);
    EXPECT_EQ(solution.infeasibility.nodes.size(), 5u);
  }
  EXPECT_TRUE(solve(twoMemories(4, 2), options).optimal);
}

TEST(Search, ProvesThatAMomentHasNoRoom) {
  int proved = 0;
  for (uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    RandomChoiceOptions options;
    options.shape = kChoiceShapes[seed % std::size(kChoiceShapes)];
    options.nodes = 30;
    options.limit = -1;
    const ChoiceProblem problem = randomChoiceProblem(seed, options);
    const Solution solution = solve(problem, within(0.02, seed));
    if (solution.feasible) continue;  // the least usage is zero everywhere
    EXPECT_TRUE(solution.infeasibility.proved);
    EXPECT_GT(solution.infeasibility.usage, solution.infeasibility.limit);
    EXPECT_FALSE(solution.infeasibility.nodes.empty());
    ++proved;
  }
  EXPECT_GT(proved, 40);
}

// Four nodes that must all differ, with three strategies: nothing of finite cost exists.
TEST(Search, WithoutFiniteChoicesItEndsInTime) {
  ChoiceProblem problem;
  for (int v = 0; v < 4; ++v) ASSERT_TRUE(problem.addNode(std::vector<int64_t>{0, 1, 2}).ok());
  const int64_t x = kInfiniteCost;
  const int differ = *problem.addMatrix(3, 3, std::vector<int64_t>{x, 0, 0, 0, x, 0, 0, 0, x});
  for (int v = 0; v < 4; ++v)
    for (int u = 0; u < v; ++u) ASSERT_TRUE(problem.addEdge(u, v, differ).ok());
  SearchOptions options;
  options.timeLimit = 0.2;
  const Solution solution = solve(problem, options);
  EXPECT_FALSE(solution.feasible);
  EXPECT_TRUE(solution.choices.empty());
}

TEST(Search, ProblemsWithNothingToChoose) {
  EXPECT_TRUE(solve(ChoiceProblem(), fixedWork(0, 2)).feasible);
  ChoiceProblem problem;
  ASSERT_TRUE(problem.addNode(std::vector<int64_t>{7}).ok());
  ASSERT_TRUE(problem.addNode(std::vector<int64_t>{1, 2}).ok());
  ASSERT_TRUE(problem.fix(1, 1).ok());
  ASSERT_TRUE(problem.addEdge(0, 1, *problem.addMatrix(1, 2, std::vector<int64_t>{10, 20})).ok());
  const Solution solution = solve(problem, fixedWork(0, 2));
  EXPECT_TRUE(solution.optimal);
  EXPECT_EQ(solution.cost, 29);
  EXPECT_EQ(solution.choices, (std::vector<int>{0, 1}));
  EXPECT_EQ(solution.bound, 29);
}

TEST(Search, StopsAtTheTargetGap) {
  const ChoiceProblem problem = tightProblem(3, 80);
  SearchOptions options = fixedWork(3, 1000);
  options.targetGap = 0.5;
  const Solution solution = solve(problem, options);
  ASSERT_TRUE(solution.feasible);
  EXPECT_LE(solution.gap(), 0.5);
  EXPECT_LT(solution.seconds, 30);
}

// A problem that keeps every thread busy for much longer than a test may take.
ChoiceProblem bigProblem() {
  RandomChoiceOptions options;
  options.shape = ChoiceShape::kGrid;
  options.nodes = 20'000 / kSlowdown;
  options.maxStrategies = 8;
  options.maxCost = 1'000'000;
  options.moments = 5'000 / kSlowdown;
  options.limit = 0.2;
  return randomChoiceProblem(1, options);
}

// Others use the machine too: the best of a few attempts counts.
template <typename Attempt>
double leastOf(int attempts, double enough, const Attempt& attempt) {
  double least = kInfinity;
  for (int k = 0; k < attempts && least > enough; ++k) least = std::min(least, attempt());
  return least;
}

double secondsOf(const ChoiceProblem& problem, const SearchOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  solve(problem, options);
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

TEST(Search, EndsAtItsTimeLimit) {
  const ChoiceProblem problem = bigProblem();
  for (const bool deterministic : {false, true}) {
    for (const int threads : {1, 2}) {
      SearchOptions options;
      options.timeLimit = 0.2;
      options.threads = threads;
      options.deterministic = deterministic;
      options.rounds = 1'000'000;
      EXPECT_LT(leastOf(5, 0.4, [&] { return secondsOf(problem, options); }), 0.4) << threads << " threads";
    }
  }
}

TEST(Search, EndsWhenItIsToldTo) {
  const ChoiceProblem problem = bigProblem();
  std::atomic<bool> stop = true;
  SearchOptions options;
  options.timeLimit = 60;
  options.threads = 2;
  options.stop = &stop;
  EXPECT_LT(leastOf(5, 0.5, [&] { return secondsOf(problem, options); }), 0.5) << "told before it began";
  const double late = leastOf(5, 0.2, [&] {
    stop = false;
    std::chrono::steady_clock::time_point told;
    std::thread other([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
      told = std::chrono::steady_clock::now();
      stop = true;
    });
    solve(problem, options);
    const auto end = std::chrono::steady_clock::now();
    other.join();
    return std::chrono::duration<double>(end - told).count();
  });
  EXPECT_LT(late, 0.2);
}

TEST(Search, MalformedOptionsAreErrors) {
  const ChoiceProblem problem = randomChoiceProblem(1, {.nodes = 4});
  const auto messageOf = [&](const SearchOptions& options) {
    const StatusOr<Solution> result = search(problem, options);
    return result.ok() ? "accepted" : std::string(result.status().message());
  };
  const auto with = [](const auto& change) {
    SearchOptions options = fixedWork(0, 1);
    change(&options);
    return options;
  };
  EXPECT_EQ(messageOf(fixedWork(0, 1)), "accepted");
  EXPECT_THAT(messageOf(with([](SearchOptions* o) { o->timeLimit = 0; })), HasSubstr("time limit 0"));
  EXPECT_THAT(messageOf(with([](SearchOptions* o) { o->timeLimit = -1; })), HasSubstr("time limit -1"));
  EXPECT_THAT(messageOf(with([](SearchOptions* o) { o->timeLimit = std::nan(""); })), HasSubstr("time limit"));
  EXPECT_THAT(messageOf(with([](SearchOptions* o) { o->threads = 0; })), HasSubstr("0 threads"));
  EXPECT_THAT(messageOf(with([](SearchOptions* o) { o->threads = 100'000; })), HasSubstr("100000 threads"));
  EXPECT_THAT(messageOf(with([](SearchOptions* o) { o->targetGap = -0.1; })), HasSubstr("target gap -0.1"));
  EXPECT_THAT(messageOf(with([](SearchOptions* o) { o->rounds = 0; })), HasSubstr("0 rounds"));
  EXPECT_THAT(messageOf(with([](SearchOptions* o) {
                o->start = {0, 0};
              })),
              ::testing::AllOf(HasSubstr("starting solution"), HasSubstr("2 choices for 4 nodes")));
  EXPECT_THAT(messageOf(with([](SearchOptions* o) { o->start = {0, 0, 99, 0}; })), HasSubstr("no strategy 99"));
}

}  // namespace
}  // namespace partita
