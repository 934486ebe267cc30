#include "partitioner/search/search.h"

#include <algorithm>
#include <barrier>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

#include "base/check.h"
#include "partitioner/search/blocks.h"
#include "partitioner/search/bound_ascent.h"
#include "partitioner/search/exact_search.h"
#include "partitioner/search/improver.h"
#include "partitioner/search/infeasibility.h"
#include "partitioner/search/reductions.h"

namespace partita {
namespace {

using Clock = std::chrono::steady_clock;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// Entries of tables that an improver looks at, or message passing passes over, in a round.
constexpr int64_t kRoundWork = 20'000'000;
// Steps of the bound before the threads begin, for prices and choices to begin from.
constexpr int kFirstSteps = 20;
// The bound is taken to have converged after so many restarts, and gets one in so many rounds from then on.
constexpr int kRestartsToConverge = 3;
constexpr int kBoundEvery = 4;
// The bound is asked what it rules out every so many rounds, and a new era begins where that is at least this part of
// the strategies; less is enough where the bound has stalled.
constexpr int kRuleOutEvery = 10;
constexpr double kWorthRebuilding = 0.02, kWorthRebuildingStalled = 0.003;

// Nodes whose surroundings up to this radius look alike are tied for a first search, where that leaves at most this
// part of the nodes. It gets this share of the time and ends at this gap (of its own bound).
constexpr int kBlockRadius = 1;
constexpr double kWorthTying = 0.6, kTiedShare = 0.3, kTiedGap = 0.001;

// What has at most so many strategies is searched exactly, some nodes of the tree in a round, once the bound has had
// its first rounds: first the parts of an era, where their bound can close so much of the gap, then, if small, the
// whole. Parts are given up after so many nodes of their tree.
constexpr int64_t kMostExact = 4000, kMostPart = 1000;
constexpr int kRoundsToExact = 3;
constexpr double kWorthParts = 0.5;
constexpr int64_t kMostPartTree = 1000;

// A reduced problem that all threads work on until the bound has ruled out enough to reduce it further.
struct Era {
  Network network;
  Model model;
};

// What a worker knows at the beginning of a round.
struct Known {
  std::shared_ptr<const Era> era;
  std::vector<double> prices;
  int64_t cost = kForbidden;  // of the best feasible answer
};

// Improvers take turns at searching on their own, from choices that lie near the bound, and at improving the best
// answer of all. So many rounds are the first turn; later ones grow.
constexpr int kFirstTurn = 6;
constexpr double kTurnGrowth = 1.15;
// After a turn the improver begins anew where the bound has grown by this part meanwhile: the prices were not ripe.
constexpr double kRipe = 0.02;
// A turn goes on while it lowers its cost by this part.
constexpr double kWorthGoingOn = 1e-4;

struct Worker {
  Known known;
  std::unique_ptr<BoundAscent> ascent;  // of the first worker
  // Of the first worker too: the exact search of the era, null: not yet.
  std::unique_ptr<ExactSearch> exact;
  enum { kNothing, kParts, kWhole } searched = kNothing;  // exactly, or not to be
  std::unique_ptr<Improver> improver;
  uint64_t seed = 0;
  int64_t rounds = 0;
  bool alone = true;    // searches on its own
  int64_t turnEnd = 0;  // round
  double turn = kFirstTurn;
  int64_t turnCost = kForbidden;  // its best when the turn began, or the best of all where it is not alone
  double turnBound = 0;
  int64_t costRuledOut = kForbidden;  // best cost when ruleOut was last asked
  // Found since the last merge.
  bool bounded = false, branched = false;
  std::shared_ptr<const Era> nextEra;
  std::vector<double> nextPrices;
};

class Search {
 public:
  Search(const ChoiceProblem& problem, const SearchOptions& options)
      : problem_(problem),
        options_(options),
        begin_(Clock::now()),
        deadline_(begin_ + std::chrono::duration_cast<Clock::duration>(
                               std::chrono::duration<double>(std::min(options.timeLimit, 1e8)))) {}
  Solution run();

 private:
  double seconds() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }
  bool running() const { return !stop_.load(std::memory_order_relaxed); }
  // A round of WORKER, from what it knows.
  void round(Worker* worker) const;
  void boundRound(Worker* worker) const;
  // Begins the exact search of the era, or its next stage, where that is due.
  void beginExact(Worker* worker) const;
  void ruleOut(Worker* worker) const;
  void runRounds(std::vector<Worker>* workers);
  // Sets stop_ at the deadline or when the caller asks for it, until ENDED.
  void watch(std::stop_token ended);
  // Searches first among choices in which equal blocks choose alike, where there are such blocks.
  void searchTied();
  // The following with mutex_ held:
  void merge(Worker* worker);  // takes over what the worker found
  void brief(Worker* worker);  // tells it what is known
  void offer(std::vector<int> choices, const std::string& method);
  void offerBound(double bound, const std::vector<double>& prices, const Era& era);
  void report(const std::string& method, bool better);
  void endWhereProved();
  // Costs are whole numbers.
  bool proved() const { return provedEmpty_ || (cost_ < kForbidden && static_cast<double>(cost_) - bound_ < 1); }
  std::vector<int> workingChoices(const Era& era) const;

  const ChoiceProblem& problem_;
  const SearchOptions& options_;
  const Clock::time_point begin_, deadline_;
  std::atomic<bool> stop_ = false;

  std::mutex mutex_;
  std::shared_ptr<const Era> era_;
  std::vector<double> prices_;  // of era_
  std::vector<int> decode_;     // choices of era_ that lie near the bound
  std::vector<int> best_;       // of the problem
  int64_t cost_ = kForbidden;   // of best_; kForbidden: no feasible answer yet
  double bound_ = -kInfinity;
  std::vector<MemoryPrice> memoryPrices_;
  bool provedEmpty_ = false;  // there is no feasible answer: the tree holds none, or the bound is above all costs
  std::vector<SearchEvent> log_;
  std::vector<int> nearest_;  // of infeasible choices of the problem those with the least excess
  int64_t nearestExcess_ = kForbidden;
};

void Search::report(const std::string& method, bool better) {
  log_.push_back({seconds(), better || cost_ < kForbidden ? cost_ : kInfiniteCost, cost_ < kForbidden, bound_, method});
  if (options_.onEvent) options_.onEvent(log_.back(), better ? &best_ : nullptr);
}

void Search::endWhereProved() {
  if (cost_ == kForbidden) return;
  const double gap = static_cast<double>(cost_) - bound_;
  if (proved() || gap <= options_.targetGap * std::abs(static_cast<double>(cost_))) stop_.store(true);
}

void Search::offer(std::vector<int> choices, const std::string& method) {
  const Evaluation evaluation = *evaluate(problem_, choices);
  if (!evaluation.feasible || evaluation.cost >= cost_) return;
  best_ = std::move(choices);
  cost_ = evaluation.cost;
  report(method, true);
  endWhereProved();
}

void Search::offerBound(double bound, const std::vector<double>& prices, const Era& era) {
  // An era keeps only what may be as good as the best: its bound counts up to there.
  if (cost_ < kForbidden) bound = std::min(bound, static_cast<double>(cost_));
  if (bound <= bound_) return;
  const bool worthTelling = bound > bound_ + 1e-4 * std::abs(bound);
  bound_ = bound;
  if (!prices.empty()) memoryPrices_.clear();
  for (size_t t = 0; t < prices.size(); ++t) {
    const Network::Moment& m = era.network.moments[t];
    if (prices[t] > 0) memoryPrices_.push_back({m.memory, m.begin, m.end, prices[t]});
  }
  if (worthTelling) report("bound", false);
  if (cost_ == kForbidden && bound_ > static_cast<double>(problem_.mostCost())) {  // more than any answer costs
    provedEmpty_ = true;
    stop_.store(true);
  }
  endWhereProved();
}

std::vector<int> Search::workingChoices(const Era& era) const {
  std::vector<int> out;
  if (best_.empty()) return out;
  const std::vector<int> working = reduceChoices(era.network, best_);
  // A strategy that was dropped in favour of an equal one is left to the improver.
  for (int v : era.model.origin) out.push_back(std::max(working[v], 0));
  return out;
}

void Search::brief(Worker* worker) {
  const bool newEra = worker->known.era != era_;
  worker->known = {era_, prices_, cost_};
  const Model& model = era_->model;
  if (newEra) {
    if (worker->ascent != nullptr) {
      worker->ascent = std::make_unique<BoundAscent>(model, prices_, worker->seed, &stop_);
      worker->exact = nullptr;
      worker->searched = Worker::kNothing;
    }
    std::vector<int> start = workingChoices(*era_);
    if (start.empty()) start = decode_;
    worker->improver = std::make_unique<Improver>(model, std::move(start), worker->seed + worker->rounds, stop_);
    worker->turnEnd = 0;
  }
  Improver& improver = *worker->improver;
  auto adopt = [&] {
    if (cost_ < kForbidden && (improver.best().empty() || improver.bestCost() + model.constant > cost_))
      improver.adopt(workingChoices(*era_));
  };
  if (worker->rounds < worker->turnEnd) {
    if (!worker->alone) adopt();
    return;
  }
  const int64_t own = improver.best().empty() ? kForbidden : improver.bestCost() + model.constant;
  const int64_t now = worker->alone ? own : cost_;
  const bool gained = now < worker->turnCost - static_cast<int64_t>(kWorthGoingOn * std::abs(static_cast<double>(now)));
  const bool unripe = bound_ > worker->turnBound + kRipe * std::abs(bound_);
  if (newEra && cost_ < kForbidden) {
    worker->alone = false;
  } else if (unripe || (!gained && !worker->alone)) {
    worker->alone = true;
    improver.restart(decode_);
  } else if (!gained && own > cost_) {
    worker->alone = false;
  }
  if (!worker->alone) adopt();
  worker->turn *= kTurnGrowth;
  worker->turnEnd = worker->rounds + static_cast<int64_t>(worker->turn);
  worker->turnCost = !worker->alone            ? cost_
                     : improver.best().empty() ? kForbidden
                                               : improver.bestCost() + model.constant;
  worker->turnBound = bound_;
}

void Search::merge(Worker* worker) {
  const Era& era = *worker->known.era;
  auto expand = [&](const std::vector<int>& choices) {
    std::vector<int> working(problem_.numNodes(), 0);
    for (int v = 0; v < era.model.numNodes(); ++v) working[era.model.origin[v]] = choices[v];
    return expandChoices(era.network, std::move(working));
  };
  const Improver& improver = *worker->improver;
  if (!improver.best().empty() && improver.bestCost() + era.model.constant < cost_)
    offer(expand(improver.best()), improver.method());
  if (cost_ == kForbidden && improver.nearestExcess() < nearestExcess_) {
    nearestExcess_ = improver.nearestExcess();
    nearest_ = expand(improver.nearest());
  }
  if (std::exchange(worker->bounded, false)) {
    offerBound(worker->ascent->bound(), worker->ascent->prices(), era);
    if (worker->known.era == era_) {
      prices_ = worker->ascent->prices();
      decode_ = worker->ascent->choices();
    }
  }
  if (std::exchange(worker->branched, false)) {
    const std::vector<int> choices = worker->exact->choices();
    if (!choices.empty()) offer(expand(choices), "branch and bound");
    const double bound = worker->exact->bound();
    if (bound == kInfinity && cost_ == kForbidden) {
      provedEmpty_ = true;
      stop_.store(true);
    } else {
      offerBound(bound, {}, era);
    }
  }
  if (worker->nextEra != nullptr) {
    era_ = std::move(worker->nextEra);
    decode_ = workingChoices(*era_);
    prices_ = std::move(worker->nextPrices);
    worker->nextEra = nullptr;
    // Nothing left to choose: what the era keeps is optimal.
    if (era_->model.numNodes() == 0) {
      offer(expandChoices(era_->network, std::vector<int>(problem_.numNodes(), 0)), "reduction");
      offerBound(static_cast<double>(era_->model.constant), {}, *era_);
    }
  }
}

// Steps of the bound that make a round's work.
int64_t boundSteps(const Model& model) { return std::clamp<int64_t>(kRoundWork / (1 + entriesOf(model)), 10, 300); }

void Search::boundRound(Worker* worker) const {
  const int64_t steps = boundSteps(worker->known.era->model);
  const double upper = worker->known.cost < kForbidden ? static_cast<double>(worker->known.cost) : kInfinity;
  for (int64_t k = 0; k < steps && running(); ++k) worker->ascent->step(upper);
  worker->bounded = true;
  if (worker->known.cost < kForbidden && running() &&
      (worker->known.cost < worker->costRuledOut || worker->rounds % kRuleOutEvery == 0))
    ruleOut(worker);
}

// Drops what the bound shows to be worse than the best answer, and reduces again.
void Search::ruleOut(Worker* worker) const {
  worker->costRuledOut = worker->known.cost;
  const Era& era = *worker->known.era;
  const double cost = static_cast<double>(worker->known.cost);
  std::vector<char> keep;
  const int out = worker->ascent->ruleOut(cost + 1 + 1e-9 * std::abs(cost), &keep);
  const double worth = worker->ascent->restarts() > 0 ? kWorthRebuildingStalled : kWorthRebuilding;
  if (out == 0 || out < worth * static_cast<double>(keep.size())) return;
  auto next = std::make_shared<Era>(Era{era.network, {}});
  Network& network = next->network;
  if (!keepMarked(era.model, keep, &network)) return;  // only rounding hides that the best is optimal
  reduce(&network, stop_);
  if (network.emptyNode >= 0 || !running()) return;
  for (const Network::Moment& m : network.moments)
    if (m.capacity < 0) return;
  worker->nextPrices = pricesAt(network.moments, era.network.moments, worker->ascent->prices());
  next->model = makeModel(&network);
  worker->nextEra = std::move(next);
}

void Search::beginExact(Worker* worker) const {
  const Model& model = worker->known.era->model;
  const std::vector<int>& answer = worker->improver->best();
  const bool small = static_cast<int64_t>(model.cost.size()) <= kMostExact;
  if (worker->rounds <= kRoundsToExact || (worker->exact != nullptr && !worker->exact->done())) return;
  if (worker->searched == Worker::kNothing && !answer.empty()) {
    if (!small && worker->ascent->restarts() == 0) return;
    worker->searched = Worker::kParts;
    const std::vector<double> potentials = worker->ascent->potentials();
    if (potentials.empty() && model.numEdges > 0) return;  // stopped
    const std::vector<double>& prices = worker->ascent->prices();
    const double cost = static_cast<double>(worker->improver->bestCost() + model.constant);
    const double gap = cost - worker->ascent->bound();
    const std::vector<int> parts = findParts(model, answer, gap, kMostPart, prices, potentials);
    StatusOr<Decomposition> decomposition = decompose(model, parts, prices, potentials);
    if (decomposition.ok() && decomposition->parts.size() > 1) {
      auto exact = std::make_unique<ExactSearch>(*std::move(decomposition), answer, kMostPartTree);
      if (cost - exact->mostBound() <= (1 - kWorthParts) * gap) {
        worker->exact = std::move(exact);
        return;
      }
    }
  }
  if (worker->searched == Worker::kWhole || !small) return;
  worker->searched = Worker::kWhole;
  StatusOr<Decomposition> whole = wholeOf(model);
  if (whole.ok())
    worker->exact = std::make_unique<ExactSearch>(*std::move(whole), answer, std::numeric_limits<int64_t>::max());
}

void Search::round(Worker* worker) const {
  ++worker->rounds;
  if (worker->ascent != nullptr) {
    const bool converged = worker->ascent->restarts() >= kRestartsToConverge;
    beginExact(worker);
    if (worker->exact != nullptr && !worker->exact->done() && worker->rounds % 2 == 0) {
      worker->exact->run(kRoundWork, worker->known.cost < kForbidden ? worker->known.cost : kInfiniteCost, stop_);
      worker->branched = true;
      return;
    }
    const int every = converged ? kBoundEvery : options_.threads == 1 ? 2 : 1;
    if (worker->rounds % every == 0) return boundRound(worker);
  }
  const int64_t until = worker->improver->work() + kRoundWork;
  do {
    worker->improver->step(worker->known.prices);
    // The first feasible answer is told at once.
  } while (worker->improver->work() < until && running() &&
           (worker->known.cost < kForbidden || worker->improver->best().empty()));
}

void Search::runRounds(std::vector<Worker>* workers) {
  int64_t rounds = 0;
  // Deterministic: all merge in their order when all have ended their round.
  auto meet = [&]() noexcept {
    const std::lock_guard lock(mutex_);
    for (Worker& worker : *workers) merge(&worker);
    if (++rounds >= options_.rounds) stop_.store(true);
    if (running())
      for (Worker& worker : *workers) brief(&worker);
  };
  std::barrier barrier(static_cast<ptrdiff_t>(workers->size()), meet);
  std::vector<std::thread> threads;
  for (Worker& worker : *workers) {
    threads.emplace_back([this, &worker, &barrier] {
      while (running()) {
        round(&worker);
        if (options_.deterministic) {
          barrier.arrive_and_wait();
        } else {
          const std::lock_guard lock(mutex_);
          merge(&worker);
          if (running()) brief(&worker);
        }
      }
      if (options_.deterministic) barrier.arrive_and_drop();
    });
  }
  for (std::thread& thread : threads) thread.join();
}

void Search::searchTied() {
  auto tied = tieBlocks(era_->network, kBlockRadius);
  if (!tied.has_value() || tied->problem.numNodes() > kWorthTying * era_->model.numNodes()) return;
  SearchOptions options;
  options.timeLimit = kTiedShare * std::chrono::duration<double>(deadline_ - Clock::now()).count();
  if (options.timeLimit <= 0) return;
  options.threads = options_.threads;
  options.seed = options_.seed;
  options.deterministic = options_.deterministic;
  options.rounds = std::max(1, static_cast<int>(kTiedShare * options_.rounds));
  options.targetGap = kTiedGap;
  options.stop = options_.stop;
  options.onEvent = [&](const SearchEvent& event, const std::vector<int>* choices) {
    if (choices == nullptr || !event.feasible) return;
    const std::lock_guard lock(mutex_);
    offer(tied->expand(*choices), "equal blocks, " + event.method);
  };
  Search(tied->problem, options).run();
}

void Search::watch(std::stop_token ended) {
  std::mutex mutex;
  std::condition_variable_any wake;
  std::unique_lock lock(mutex);
  while (!ended.stop_requested() && running()) {
    if (Clock::now() >= deadline_ || (options_.stop != nullptr && options_.stop->load())) stop_.store(true);
    const Clock::time_point next = std::min(deadline_, Clock::now() + std::chrono::milliseconds(5));
    wake.wait_until(lock, ended, next, [] { return false; });
  }
}

Solution Search::run() {
  const std::jthread watcher([this](std::stop_token ended) { watch(std::move(ended)); });
  Solution out;
  if (!options_.start.empty()) offer(options_.start, "given");
  auto first = std::make_shared<Era>(Era{makeNetwork(problem_), {}});
  reduce(&first->network, stop_);
  out.infeasibility = proofOf(problem_, first->network);
  if (!out.infeasibility.proved && running()) {
    first->model = makeModel(&first->network);
    era_ = first;
    const Model& model = first->model;
    prices_.assign(model.numMoments(), 0);
    std::vector<Worker> workers(options_.threads);
    for (size_t k = 0; k < workers.size(); ++k) workers[k].seed = splitmix64(options_.seed * 1000003 + k);
    Worker& leader = workers[0];
    leader.ascent = std::make_unique<BoundAscent>(model, prices_, leader.seed, &stop_);
    for (int k = 0; k < kFirstSteps && running(); ++k) leader.ascent->step(kInfinity);
    decode_ = leader.ascent->choices();
    offerBound(leader.ascent->bound(), leader.ascent->prices(), *era_);
    prices_ = leader.ascent->prices();
    searchTied();
    if (running()) {
      for (Worker& worker : workers) brief(&worker);
      if (model.numNodes() == 0) {
        offer(expandChoices(era_->network, std::vector<int>(problem_.numNodes(), 0)), "reduction");
        offerBound(static_cast<double>(model.constant), {}, *era_);
      }
      if (running()) runRounds(&workers);
    }
  }
  if (options_.deterministic && Clock::now() >= deadline_ && !proved()) report("time limit", false);
  out.choices = best_;
  out.feasible = cost_ < kForbidden;
  out.cost = out.feasible ? cost_ : kInfiniteCost;
  out.bound = bound_;
  out.optimal = out.feasible && static_cast<double>(cost_) - bound_ < 1;
  if (out.feasible) {
    out.infeasibility = {};
  } else if (!out.infeasibility.proved && !nearest_.empty()) {
    out.choices = nearest_;
    out.infeasibility = evidenceOf(problem_, nearest_);
  }
  if (provedEmpty_) out.infeasibility.proved = true;
  if (!out.choices.empty()) {
    const Evaluation evaluation = *evaluate(problem_, out.choices);
    CHECK(!out.feasible || (evaluation.feasible && evaluation.cost == out.cost), "the answer's cost is ",
          evaluation.cost, ", not ", out.cost);
    out.cost = evaluation.cost;
    out.peaks = evaluation.peaks;
  }
  std::sort(memoryPrices_.begin(), memoryPrices_.end(),
            [](const MemoryPrice& a, const MemoryPrice& b) { return a.costPerUnit > b.costPerUnit; });
  out.prices = std::move(memoryPrices_);
  out.log = std::move(log_);
  out.seconds = seconds();
  return out;
}

Status check(const ChoiceProblem& problem, const SearchOptions& options) {
  if (!(options.timeLimit > 0)) return invalidArgument("time limit ", options.timeLimit, " s: it must be above 0");
  if (options.threads < 1 || options.threads > 1024)
    return invalidArgument(options.threads, " threads: from 1 to 1024 are possible");
  if (!(options.targetGap >= 0)) return invalidArgument("target gap ", options.targetGap, " is negative");
  if (options.deterministic && options.rounds < 1) return invalidArgument(options.rounds, " rounds: at least 1");
  if (options.start.empty()) return absl::OkStatus();
  return annotate(evaluate(problem, options.start).status(), "starting solution");
}

}  // namespace

StatusOr<Solution> search(const ChoiceProblem& problem, const SearchOptions& options) {
  RETURN_IF_ERROR(check(problem, options));
  return Search(problem, options).run();
}

}  // namespace partita
