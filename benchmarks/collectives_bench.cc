// Our collectives beside Open MPI's own, in one run, by turns: collectives_bench [DEVICES [MOST_BYTES [KINDS [POOL
// [CHUNK_BYTES [ALGORITHM]]]]]] under
// mpirun. DEVICES in each rank (1), or "inproc": rank 0 has as many devices as there are ranks, in threads, and the
// others sleep meanwhile. Prints a JSON line for each kind and size: medians in microseconds of the slowest member.
#define OMPI_SKIP_MPICXX 1
#include <mpi.h>

#include <sched.h>
#include <unistd.h>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <string>
#include <thread>

#include "collectives/mpi/mpi_communicators.h"
#include "executor/task_runners.h"

namespace partita {
namespace {

using Clock = std::chrono::steady_clock;

double micros(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

double median(std::vector<double> times) {
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  return times[times.size() / 2];
}

struct Setting {
  CollectiveKind kind{};
  int64_t bytes = 0;  // all-gather: of the result; the others: of the input
};

int64_t least(const Setting& setting, int64_t members) {
  const bool each = setting.kind == CollectiveKind::kAllGather || setting.kind == CollectiveKind::kReduceScatter ||
                    setting.kind == CollectiveKind::kAllToAll;
  const int64_t elements = std::max<int64_t>(setting.bytes / 4, 1);
  return each ? std::max<int64_t>(elements / members, 1) : elements;
}

CollectiveOp opOf(const Setting& setting, int64_t members) {
  CollectiveOp op;
  op.kind = setting.kind;
  for (int64_t d = 0; d < members; ++d) op.group.push_back(d);
  const int64_t count = least(setting, members);
  const std::vector<int64_t> all(static_cast<size_t>(members), count);
  CollectiveArray array{DType::kF32, {count}, {}};
  if (setting.kind == CollectiveKind::kAllGather || setting.kind == CollectiveKind::kReduceScatter ||
      setting.kind == CollectiveKind::kAllToAll)
    array.sendCounts = all;
  if (setting.kind == CollectiveKind::kAllToAll) array.receiveCounts = all;
  if (setting.kind == CollectiveKind::kPermute) {
    for (int64_t d = 0; d < members; ++d) op.permutation.push_back({d, (d + 1) % members});
  }
  op.arrays.push_back(std::move(array));
  return op;
}

void callMpi(const Setting& setting, float* in, float* out) {
  int rank = 0, size = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  const int count = static_cast<int>(least(setting, size));
  switch (setting.kind) {
    case CollectiveKind::kAllReduce:
      MPI_Allreduce(in, out, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
      return;
    case CollectiveKind::kAllGather:
      MPI_Allgather(in, count, MPI_FLOAT, out, count, MPI_FLOAT, MPI_COMM_WORLD);
      return;
    case CollectiveKind::kReduceScatter:
      MPI_Reduce_scatter_block(in, out, count, MPI_FLOAT, MPI_SUM, MPI_COMM_WORLD);
      return;
    case CollectiveKind::kAllToAll:
      MPI_Alltoall(in, count, MPI_FLOAT, out, count, MPI_FLOAT, MPI_COMM_WORLD);
      return;
    case CollectiveKind::kBroadcast:
      MPI_Bcast(out, count, MPI_FLOAT, 0, MPI_COMM_WORLD);
      return;
    case CollectiveKind::kPermute:
      MPI_Sendrecv(in, count, MPI_FLOAT, (rank + 1) % size, 0, out, count, MPI_FLOAT, (rank + size - 1) % size, 0,
                   MPI_COMM_WORLD, MPI_STATUS_IGNORE);
      return;
  }
}

// Members of a process begin together: a thread that sleeps would be late by its waking.
class SpinBarrier {
 public:
  explicit SpinBarrier(size_t members) : members_(members) {}
  void wait() {
    const size_t round = round_.load();
    if (here_.fetch_add(1) + 1 == members_) {
      here_.store(0);
      round_.fetch_add(1);
    } else {
      while (round_.load() == round) sched_yield();
    }
  }

 private:
  const size_t members_;
  std::atomic<size_t> here_{0}, round_{0};
};

// The others sleep while rank 0 works alone.
void sleepingBarrier(MpiWorld& world) {
  MPI_Request request;
  world.exclusive([&] { MPI_Ibarrier(MPI_COMM_WORLD, &request); });
  for (int done = 0; done == 0;) {
    world.exclusive([&] { MPI_Test(&request, &done, MPI_STATUS_IGNORE); });
    if (done == 0) usleep(500);
  }
}

class Bench {
 public:
  Bench(MpiWorld& world, std::vector<std::unique_ptr<Communicator>>& communicators, bool inproc)
      : world_(world), communicators_(communicators), inproc_(inproc) {}

  void run(const Setting& setting) {
    const int64_t members = communicators_.empty() ? world_.size() : communicators_[0]->deviceCount();
    const int rounds = setting.bytes <= 64 << 10   ? 200
                       : setting.bytes <= 1 << 20  ? 60
                       : setting.bytes <= 16 << 20 ? 14
                                                   : 6;
    // Rounds of turns, so that what else the machine does meets both.
    const int turn = rounds >= 60 ? 20 : 2;
    const size_t floats = static_cast<size_t>(std::max(setting.bytes / 4 + 16, int64_t{64}));
    std::vector<std::vector<float>> in, out;
    std::vector<std::shared_ptr<PreparedCollective>> handles(communicators_.size());
    for (size_t d = 0; d < std::max<size_t>(communicators_.size(), 1); ++d) {
      in.emplace_back(floats, 1.0f);
      out.emplace_back(floats, 0.0f);
    }
    ++number_;
    for (size_t d = 0; d < handles.size(); ++d)
      handles[d] = *communicators_[d]->prepare({1, number_}, opOf(setting, members));
    std::vector<double> ours, theirs;
    uint64_t runs = 0;
    for (int done = -turn; done < rounds; done += turn) {
      if (inproc_) sleepingBarrier(world_);
      std::vector<double> mine = timeOurs(handles, in, out, turn, &runs);
      if (inproc_) {
        sleepingBarrier(world_);
      } else {
        slowest(mine);
      }
      std::vector<double> mpi;
      for (int i = 0; i < turn; ++i) {
        world_.exclusive([&] {
          MPI_Barrier(MPI_COMM_WORLD);
          const Clock::time_point start = Clock::now();
          callMpi(setting, in[0].data(), out[0].data());
          mpi.push_back(micros(start));
        });
      }
      slowest(mpi);
      if (done < 0) continue;  // the first turn warms up
      ours.insert(ours.end(), mine.begin(), mine.end());
      theirs.insert(theirs.end(), mpi.begin(), mpi.end());
    }
    if (world_.rank() != 0) return;
    std::printf(
        "{\"kind\":\"%s\",\"bytes\":%lld,\"ranks\":%d,\"devices\":%lld,\"inproc\":%d,\"ours_us\":%.1f,\"mpi_us\":%.1f}"
        "\n",
        std::string(collectiveKindName(setting.kind)).c_str(), static_cast<long long>(setting.bytes), world_.size(),
        static_cast<long long>(members), inproc_, median(ours), median(theirs));
    std::fflush(stdout);
  }

 private:
  // Of each time the largest of all ranks.
  void slowest(std::vector<double>& times) {
    std::vector<double> most(times.size());
    world_.exclusive([&] {
      MPI_Allreduce(times.data(), most.data(), static_cast<int>(times.size()), MPI_DOUBLE, MPI_MAX, MPI_COMM_WORLD);
    });
    times = most;
  }

  std::vector<double> timeOurs(std::vector<std::shared_ptr<PreparedCollective>>& handles,
                               std::vector<std::vector<float>>& in, std::vector<std::vector<float>>& out, int turn,
                               uint64_t* runs) {
    std::vector<double> times(static_cast<size_t>(turn), 0.0);
    if (handles.empty()) return times;
    SpinBarrier sync(handles.size());
    std::vector<std::vector<double>> each(handles.size(), times);
    const auto body = [&](size_t d) {
      const CollectiveBuffer buffers[] = {{in[d].data(), out[d].data()}};
      for (int i = 0; i < turn; ++i) {
        sync.wait();
        if (d == 0 && !inproc_) world_.exclusive([] { MPI_Barrier(MPI_COMM_WORLD); });
        sync.wait();
        const Clock::time_point start = Clock::now();
        const Status status =
            runCollective(*communicators_[d], *handles[d], {*runs + static_cast<uint64_t>(i), 0}, buffers);
        each[d][static_cast<size_t>(i)] = micros(start);
        if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str()), std::exit(1);
      }
    };
    std::vector<std::thread> threads;
    for (size_t d = 1; d < handles.size(); ++d) threads.emplace_back(body, d);
    body(0);
    for (std::thread& thread : threads) thread.join();
    *runs += static_cast<uint64_t>(turn);
    for (size_t i = 0; i < times.size(); ++i) {
      for (const std::vector<double>& one : each) times[i] = std::max(times[i], one[i]);
    }
    return times;
  }

  MpiWorld& world_;
  std::vector<std::unique_ptr<Communicator>>& communicators_;
  bool inproc_;
  int64_t number_ = 0;
};

int run(int argc, char** argv) {
  const std::string devices = argc > 1 ? argv[1] : "1";
  const int64_t most = argc > 2 ? std::atoll(argv[2]) : int64_t{64} << 20;
  const std::string kinds = argc > 3 ? argv[3] : "";
  auto world = MpiWorld::create();
  if (!world.ok()) return std::fprintf(stderr, "%s\n", world.status().ToString().c_str()), 1;
  const bool inproc = devices == "inproc";
  auto runner = makeTaskRunner(2);
  CommunicatorOptions options;
  if (argc > 4) options.runner = runner.get();
  if (argc > 5) options.chunkBytes = std::atoll(argv[5]);
  if (argc > 6) {
    for (int kind = 0; kind < kCollectiveKindCount; ++kind)
      options.table.rules.push_back({static_cast<CollectiveKind>(kind), 0, -1, *parseAlgorithm(argv[6])});
  }
  std::vector<std::unique_ptr<Communicator>> communicators;
  if (inproc) {
    if ((*world)->rank() == 0) communicators = makeInProcessCommunicators((*world)->size(), options);
  } else {
    auto made = makeMpiCommunicators(**world, std::atoll(devices.c_str()), options);
    if (!made.ok()) return std::fprintf(stderr, "%s\n", made.status().ToString().c_str()), 1;
    communicators = *std::move(made);
  }
  Bench bench(**world, communicators, inproc);
  for (int kind = 0; kind < kCollectiveKindCount; ++kind) {
    const auto name = std::string(collectiveKindName(static_cast<CollectiveKind>(kind)));
    if (!kinds.empty() && kinds.find(name) == std::string::npos) continue;
    for (int64_t bytes :
         {int64_t{8}, int64_t{1} << 10, int64_t{4} << 10, int64_t{16} << 10, int64_t{64} << 10, int64_t{256} << 10,
          int64_t{1} << 20, int64_t{4} << 20, int64_t{16} << 20, int64_t{64} << 20}) {
      if (bytes <= most) bench.run({static_cast<CollectiveKind>(kind), bytes});
    }
  }
  communicators.clear();
  return 0;
}

}  // namespace
}  // namespace partita

int main(int argc, char** argv) {
  int provided = 0;
  MPI_Init_thread(&argc, &argv, MPI_THREAD_SERIALIZED, &provided);
  const int code = partita::run(argc, argv);
  MPI_Finalize();
  return code;
}
