// Runs under mpirun, every rank the same: communicator_ranks MODE DEVICES_PER_RANK. Prints what is wrong and
// exits with 1.
//   random     random collectives against the reference, several runs of several programs in flight, in unlike orders
//   algorithms the same with each algorithm there is       missing    rank 1 stays away from an all-reduce
//   mismatch   rank 1 means another all-reduce             abort      rank 1 aborts
//   abandon    rank 1 abandons runs, some half way         bytes      broadcast, gather and barrier of the world
//   late       rank 1 stays away from a barrier            rounding   sums of bf16 are rounded once
//   memory     1000 runs take no more memory than 100
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <thread>

#include "collectives/mpi/mpi_communicators.h"
#include "tests/conformance/communicator_suite.h"

namespace partita {
namespace {

using std::chrono::milliseconds;

std::string randomCollectives(const std::vector<std::unique_ptr<Communicator>>& communicators, uint64_t most = 72,
                              int64_t largest = 20001) {
  int64_t devices = communicators[0]->deviceCount();
  std::string errors;
  for (uint64_t seed = 1; seed <= most && errors.empty(); seed += 4) {
    std::vector<CommunicatorCase> cases;
    for (uint64_t i = 0; i < 4; ++i)
      cases.push_back(randomCase(seed + i + 1000 * static_cast<uint64_t>(devices), devices, i == 0 ? largest : 1000));
    CaseRuns what;
    what.program = seed;
    what.firstRun = seed * 3;
    what.runs = 3;
    what.trips = 2;
    what.lateInputs = seed % 8 == 1;
    errors = runCasesOnAll(communicators, cases, what);
  }
  return errors;
}

std::string expectStatus(const Status& status, absl::StatusCode code, std::vector<std::string> parts) {
  bool right = status.code() == code;
  for (const std::string& part : parts) right &= std::string(status.message()).find(part) != std::string::npos;
  return right ? "" : strCat("got ", status.ToString(), "\n");
}

std::vector<int64_t> everybody(const Communicator& communicator) {
  std::vector<int64_t> devices;
  for (int64_t d = 0; d < communicator.deviceCount(); ++d) devices.push_back(d);
  return devices;
}

// A run that all take part in.
std::string stillLives(Communicator& communicator, Ones& ones, uint64_t run) {
  Status status = ones.run(communicator, run);
  if (!status.ok()) return strCat("run ", run, " after the failure: ", status.ToString(), "\n");
  return ones.sumIs(static_cast<float>(communicator.deviceCount())) ? "" : "a wrong sum after the failure\n";
}

std::string missing(MpiWorld& world, Communicator& communicator) {
  std::string errors;
  Ones ones(communicator, {1, 0}, everybody(communicator), 100000);
  Ones small(communicator, {1, 1}, everybody(communicator), 1);
  for (Ones* one : {&ones, &small}) {
    if (world.rank() == 1) {
      // Comes after the others' deadline: hears of their failure.
      std::this_thread::sleep_for(milliseconds(1500));
    }
    Status status = one->run(communicator, 5);
    errors += expectStatus(status, absl::StatusCode::kDeadlineExceeded,
                           {"device 1 of rank 1 has not started it", "model.py:1"});
  }
  if (Status status = world.barrier(); !status.ok()) return status.ToString();
  errors += stillLives(communicator, ones, 6);
  errors += stillLives(communicator, small, 6 + 16384);
  return errors + stillLives(communicator, small, 5 + 16384);  // the tags of the run that failed
}

std::string mismatch(MpiWorld& world, Communicator& communicator) {
  Ones ones(communicator, {1, 0}, {0, 1}, world.rank() == 0 ? 100 : 101);
  // Groups that overlap, in another key.
  Ones groups(communicator, {1, 1}, world.rank() == 0 ? std::vector<int64_t>{0, 1} : std::vector<int64_t>{1, 0}, 10);
  Ones fine(communicator, {1, 2}, everybody(communicator), 10);
  std::string errors;
  if (world.rank() < 2) {
    errors += expectStatus(ones.run(communicator, 1), absl::StatusCode::kInternal,
                           {"f32[100]", "f32[101]", "rank 0", "rank 1"});
    errors += expectStatus(groups.run(communicator, 1), absl::StatusCode::kInternal, {"[0,1]", "[1,0]"});
  }
  return errors + stillLives(communicator, fine, 1);
}

std::string abandonRuns(MpiWorld& world, Communicator& communicator) {
  std::string errors;
  std::vector<std::unique_ptr<Ones>> ops;
  const int64_t counts[] = {3, 100, 70000, 1000000};
  for (int64_t op = 0; op < 4; ++op)
    ops.push_back(std::make_unique<Ones>(communicator, CollectiveKey{1, op}, everybody(communicator), counts[op]));
  Rng rng(17);
  for (uint64_t run = 1; run <= 40; ++run) {
    // Who leaves, and after how many of the collectives: all ranks draw the same.
    const auto leaver = static_cast<int>(rng.below(static_cast<uint64_t>(world.size())));
    const uint64_t joins = rng.below(5);
    const uint64_t trips = 1 + rng.below(2);
    const uint64_t slot = rng.below(2) ? run : run % 3 + 16384 * run;
    for (uint64_t trip = 0; trip < trips; ++trip) {
      std::vector<EventPtr> events;
      for (size_t op = 0; op < ops.size(); ++op) {
        const bool last = trip + 1 == trips;
        if (world.rank() == leaver && last && op >= joins) break;
        events.push_back(ops[op]->start(slot, trip));
      }
      if (world.rank() == leaver && trip + 1 == trips && joins < ops.size())
        communicator.abandon(1, slot, resourceExhausted("rank ", leaver, " leaves run ", run));
      for (size_t op = 0; op < events.size(); ++op) {
        communicator.wait(events[op]);
        const Status& status = events[op]->status();
        if (trip + 1 == trips && op >= joins) {
          errors += expectStatus(status, absl::StatusCode::kResourceExhausted, {strCat("leaves run ", run)});
        } else if (!status.ok() || !ops[op]->sumIs(static_cast<float>(world.size()))) {
          errors += strCat("run ", run, " op ", op, ": ", status.ToString(), "\n");
        }
        std::fill(ops[op]->output.begin(), ops[op]->output.end(), 0.0f);
      }
    }
    if (!errors.empty()) break;
  }
  return errors;
}

std::string rounding(Communicator& communicator) {
  std::string errors;
  const std::vector<int64_t> group = everybody(communicator);
  const auto others = static_cast<float>(group.size() - 1);
  // 1 + (n-1) 2^-9, rounded once.
  const auto exact = std::bit_cast<uint32_t>(1 + others * 0x1p-9f);
  const auto expected = static_cast<uint16_t>((exact + 0x7fff + (exact >> 16 & 1)) >> 16);
  for (int64_t count : {1, 3000, 300000}) {
    CollectiveOp op;
    op.kind = CollectiveKind::kAllReduce;
    op.group = group;
    op.arrays.push_back({DType::kBF16, {count}, {}});
    auto handle = communicator.prepare({1, count}, op);
    if (!handle.ok()) return handle.status().ToString();
    std::vector<uint16_t> input(static_cast<size_t>(count), communicator.deviceId() == 0 ? 0x3f80 : 0x3b00),
        output(input.size());
    Status status = runCollective(communicator, **handle, {0, 0}, {{{input.data(), output.data()}}});
    if (!status.ok()) errors += status.ToString();
    if (output != std::vector<uint16_t>(input.size(), expected)) errors += strCat("wrong sum of ", count, "\n");
  }
  return errors;
}

int64_t residentBytes() {
  long pages = 0, resident = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%ld %ld", &pages, &resident) != 2) resident = 0;
    std::fclose(file);
  }
  return int64_t{resident} * sysconf(_SC_PAGESIZE);
}

std::string flatMemory(Communicator& communicator) {
  Ones small(communicator, {1, 0}, everybody(communicator), 3);
  Ones large(communicator, {1, 1}, everybody(communicator), 100000);
  int64_t before = 0;
  for (uint64_t run = 0; run < 1000; ++run) {
    if (run == 100) before = residentBytes();
    // Programs come and go.
    Ones other(communicator, {2 + run, 0}, everybody(communicator), 1000);
    for (Ones* ones : {&small, &large, &other}) {
      if (Status status = ones->run(communicator, run); !status.ok()) return status.ToString();
    }
  }
  const int64_t grown = residentBytes() - before;
  return grown < (int64_t{3} << 20) ? "" : strCat("900 runs have left ", grown, " bytes\n");
}

std::string abortAll(MpiWorld& world, Communicator& communicator) {
  Ones ones(communicator, {1, 0}, everybody(communicator), 1000000);
  if (world.rank() == 1) {
    communicator.abort("rank 1 has had enough");
    return expectStatus(ones.run(communicator, 1), absl::StatusCode::kAborted, {"has had enough"});
  }
  if (world.rank() > 1) std::this_thread::sleep_for(milliseconds(500));
  return expectStatus(ones.run(communicator, 1), absl::StatusCode::kAborted, {"rank 1 failed", "has had enough"});
}

std::string bytes(MpiWorld& world) {
  for (size_t size : {size_t{0}, size_t{10}, size_t{3} << 20}) {
    for (int root = 0; root < world.size(); ++root) {
      std::string text(size, static_cast<char>('a' + root));
      auto got = world.broadcastBytes(world.rank() == root ? text : "", root);
      if (!got.ok() || *got != text) return strCat("broadcast of ", size, " bytes: ", got.status().ToString(), "\n");
      auto gathered = world.gatherBytes(std::string(size, static_cast<char>('a' + world.rank())), root);
      if (!gathered.ok()) return gathered.status().ToString();
      for (int rank = 0; rank < world.size() && world.rank() == root; ++rank) {
        if ((*gathered)[static_cast<size_t>(rank)] != std::string(size, static_cast<char>('a' + rank)))
          return strCat("gather of ", size, " bytes\n");
      }
    }
  }
  return world.barrier().ok() ? "" : "barrier\n";
}

std::string run(MpiWorld& world, const std::string& mode, int64_t devices) {
  if (mode == "bytes") return bytes(world);
  if (mode == "late") {
    if (world.rank() == 1) {
      std::this_thread::sleep_for(milliseconds(1000));
      return "";
    }
    Status status = world.barrier();
    return expectStatus(status, absl::StatusCode::kDeadlineExceeded,
                        {world.rank() == 0 ? "rank 1 did not take part" : "rank 0 did not take part"});
  }
  CommunicatorOptions options;
  if (mode == "random") options.chunkBytes = 4096;  // many chunks of little data
  if (mode == "missing") options.deadline = milliseconds(500);
  if (mode == "abandon") options.deadline = milliseconds(5000);
  if (mode == "algorithms") {
    // Makes communicators for each: a world drives one set at a time.
    std::string errors;
    for (auto algorithm : {CollectiveAlgorithm::kDirect, CollectiveAlgorithm::kScatter, CollectiveAlgorithm::kRing,
                           CollectiveAlgorithm::kRecursiveDoubling, CollectiveAlgorithm::kRecursiveHalving,
                           CollectiveAlgorithm::kTree}) {
      for (int kind = 0; kind < kCollectiveKindCount; ++kind)
        options.table.rules.push_back({static_cast<CollectiveKind>(kind), 0, -1, algorithm,
                                       8192});  // beyond what MPI sends before it is received
      auto communicators = makeMpiCommunicators(world, devices, options);
      if (!communicators.ok()) return communicators.status().ToString();
      errors += randomCollectives(*communicators, 32, 150000);
      if (Status status = world.barrier(); !status.ok()) return status.ToString();
      options.table.rules.clear();
      if (!errors.empty()) return strCat(algorithmName(algorithm), ": ", errors);
    }
    return errors;
  }
  auto communicators = makeMpiCommunicators(world, devices, options);
  if (!communicators.ok()) return communicators.status().ToString();
  if (mode == "random") return randomCollectives(*communicators);
  if (mode == "missing") return missing(world, *(*communicators)[0]);
  if (mode == "mismatch") return mismatch(world, *(*communicators)[0]);
  if (mode == "abandon") return abandonRuns(world, *(*communicators)[0]);
  if (mode == "rounding") return onAll(*communicators, [](Communicator& one) { return rounding(one); });
  if (mode == "memory") return flatMemory(*(*communicators)[0]);
  if (mode == "abort") return abortAll(world, *(*communicators)[0]);
  return strCat("unknown mode ", mode, "\n");
}

}  // namespace
}  // namespace partita

int main(int argc, char** argv) {
  using namespace partita;
  if (argc != 3) return 2;
  std::string mode = argv[1];
  MpiWorld::Options options;
  options.deadline = std::chrono::milliseconds(mode == "late" ? 500 : 60000);
  std::string errors;
  {
    auto world = MpiWorld::create(options);
    if (!world.ok()) {
      std::fprintf(stderr, "%s\n", world.status().ToString().c_str());
      return 1;
    }
    // With "mixed" ranks have different numbers of devices.
    int64_t devices = std::string(argv[2]) == "mixed" ? 1 + (*world)->rank() % 3 : std::atoll(argv[2]);
    errors = run(**world, mode, devices);
    std::fprintf(stderr, "rank %d: %s\n", (*world)->rank(), errors.empty() ? "ok" : errors.c_str());
    // A failed world does not finalise, and mpirun ends the other ranks when one leaves so: nobody leaves before all
    // have looked.
    if (mode == "late") {
      std::this_thread::sleep_for(std::chrono::milliseconds(2000));
    } else if (Status status = (*world)->barrier(); !status.ok()) {
      errors += status.ToString();
    }
  }
  return errors.empty() ? 0 : 1;
}
