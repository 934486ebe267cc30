// Runs under mpirun, every rank the same: communicator_ranks MODE DEVICES_PER_RANK. Prints what is wrong and exits
// with 1.
//   random     random collectives against the reference     missing    rank 1 stays away from an all-reduce
//   mismatch   rank 1 starts another all-reduce              abort      rank 1 aborts
//   bytes      broadcast, gather and barrier of the world    late       rank 1 stays away from a barrier
//   speed      times of all-reduces, for a person to read
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <thread>

#include "collectives/mpi/mpi_communicators.h"
#include "tests/conformance/communicator_suite.h"

namespace partita {
namespace {

using std::chrono::milliseconds;

std::string randomCollectives(const std::vector<std::unique_ptr<Communicator>>& communicators) {
  int64_t devices = communicators[0]->deviceCount();
  std::string errors;
  for (uint64_t seed = 1; seed <= 72 && errors.empty(); seed += 4) {
    std::vector<CommunicatorCase> cases;
    for (uint64_t i = 0; i < 4; ++i)
      cases.push_back(randomCase(seed + i + 1000 * static_cast<uint64_t>(devices), devices, i == 0 ? 20001 : 1000));
    errors = runCasesOnAll(communicators, cases);
  }
  return errors;
}

std::string expectStatus(const Status& status, absl::StatusCode code, std::vector<std::string> parts) {
  bool right = status.code() == code;
  for (const std::string& part : parts) right &= std::string(status.message()).find(part) != std::string::npos;
  return right ? "" : strCat("got ", status.ToString(), "\n");
}

std::string missing(MpiWorld& world, Communicator& communicator) {
  std::vector<int64_t> everybody;
  for (int64_t d = 0; d < communicator.deviceCount(); ++d) everybody.push_back(d);
  OnesCall ones(everybody, 100000);
  if (world.rank() == 1) {
    // Comes after the others' deadline: hears of their failure.
    std::this_thread::sleep_for(milliseconds(1000));
    return expectStatus(communicator.run(ones.call), absl::StatusCode::kAborted,
                        {"failed", "device 1 of rank 1 has not started it"});
  }
  Status status = communicator.run(ones.call);
  if (status.code() == absl::StatusCode::kAborted) return "";  // another rank's deadline came first
  return expectStatus(status, absl::StatusCode::kDeadlineExceeded,
                      {"device 1 of rank 1 has not started it", "model.py:1"});
}

std::string mismatch(MpiWorld& world, Communicator& communicator) {
  OnesCall ones({0, 1}, world.rank() == 0 ? 100 : 101);
  if (world.rank() > 1) return "";
  Status status = communicator.run(ones.call);
  if (status.code() == absl::StatusCode::kAborted) return "";  // the other rank saw it first
  return expectStatus(status, absl::StatusCode::kInternal, {"f32[100]", "f32[101]", "rank 0", "rank 1"});
}

std::string abortAll(MpiWorld& world, Communicator& communicator) {
  OnesCall ones({0, 1}, 1000000);
  if (world.rank() == 1) {
    communicator.abort("rank 1 has had enough");
    return expectStatus(communicator.run(ones.call), absl::StatusCode::kAborted, {"has had enough"});
  }
  if (world.rank() > 1) std::this_thread::sleep_for(milliseconds(500));
  return expectStatus(communicator.run(OnesCall({0, world.rank() > 1 ? int64_t{world.rank()} : 1}, 10).call),
                      absl::StatusCode::kAborted, {"rank 1 failed", "has had enough"});
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

void speed(MpiWorld& world, Communicator& communicator) {
  std::vector<int64_t> everybody;
  for (int64_t d = 0; d < communicator.deviceCount(); ++d) everybody.push_back(d);
  for (int64_t bytes : {8, 1 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 16 << 20, 43 << 20}) {
    OnesCall ones(everybody, bytes / 4);
    double best = 1e9, sum = 0;
    int rounds = bytes < 1 << 20 ? 200 : 20;
    for (int i = 0; i < rounds; ++i) {
      auto start = std::chrono::steady_clock::now();
      Status status = communicator.run(ones.call);
      double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      best = std::min(best, seconds);
      sum += seconds;
      if (!status.ok()) return;
    }
    if (world.rank() == 0)
      std::printf("all-reduce %9lld bytes: best %9.1f us, mean %9.1f us\n", static_cast<long long>(bytes), best * 1e6,
                  sum / rounds * 1e6);
  }
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
  auto communicators = makeMpiCommunicators(world, devices, options);
  if (!communicators.ok()) return communicators.status().ToString();
  if (mode == "random") return randomCollectives(*communicators);
  if (mode == "missing") return missing(world, *(*communicators)[0]);
  if (mode == "mismatch") return mismatch(world, *(*communicators)[0]);
  if (mode == "abort") return abortAll(world, *(*communicators)[0]);
  if (mode == "speed") {
    speed(world, *(*communicators)[0]);
    return "";
  }
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
