#include "collectives/shm/shm_peers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <barrier>
#include <map>
#include <random>
#include <thread>

#include "base/rng.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

// The processes of a machine, all in this one: what they do does not depend on it.
class Machine {
 public:
  explicit Machine(int count, int without = -1) : peers_(static_cast<size_t>(count)) {
    std::barrier sync(count);
    std::vector<std::string> said(static_cast<size_t>(count));
    std::vector<int> ranks;
    for (int i = 0; i < count; ++i) ranks.push_back(rankOf(i));
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) {
      threads.emplace_back([&, i] {
        peers_[static_cast<size_t>(i)] = ShmPeers::create(i, ranks, i != without, [&](const std::string& mine) {
          said[static_cast<size_t>(i)] = mine;
          sync.arrive_and_wait();
          std::vector<std::string> all = said;
          sync.arrive_and_wait();
          return all;
        });
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

  static int rankOf(int index) { return 2 * index + 1; }
  ShmPeers& operator[](int index) { return *peers_[static_cast<size_t>(index)]; }

  // Polls process INDEX until nothing happens; its completions by cookie.
  std::map<uint64_t, Status> poll(int index) {
    std::vector<Transport::Completion> ended;
    while ((*this)[index].poll(ended)) {
    }
    std::map<uint64_t, Status> out;
    for (const Transport::Completion& one : ended) EXPECT_TRUE(out.emplace(one.cookie, one.status).second);
    return out;
  }

 private:
  std::vector<std::unique_ptr<ShmPeers>> peers_;
};

constexpr int64_t kShort = 1000, kLong = ShmPeers::kShort + 1;

class ShmSizes : public ::testing::TestWithParam<int64_t> {};

TEST_P(ShmSizes, ArrivesWhetherExpectedOrNot) {
  for (const bool expected : {false, true}) {
    Machine machine(2);
    const std::string data(static_cast<size_t>(GetParam()), 'x');
    std::string got(data.size(), 0);
    if (expected) machine[1].receive(1, 7, got.data(), GetParam(), 2);
    machine[0].send(3, 7, data.data(), GetParam(), 1);
    if (!expected) {
      EXPECT_TRUE(machine.poll(1).empty());
      machine[1].receive(1, 7, got.data(), GetParam(), 2);
    }
    EXPECT_EQ(machine.poll(1).at(2), absl::OkStatus());
    EXPECT_EQ(machine.poll(0).at(1), absl::OkStatus());
    EXPECT_EQ(got, data);
    EXPECT_FALSE(machine[0].pending() || machine[1].pending());
  }
}

TEST_P(ShmSizes, AnotherSizeIsAnErrorAndTheSenderGoesOn) {
  Machine machine(2);
  const std::string data(static_cast<size_t>(GetParam()), 'x');
  std::string got(data.size() + 8, 0);
  machine[0].send(3, 7, data.data(), GetParam(), 1);
  machine[1].receive(1, 7, got.data(), GetParam() + 8, 2);
  EXPECT_THAT(machine.poll(1).at(2).ToString(), HasSubstr("the ranks do not run the same plan"));
  EXPECT_EQ(machine.poll(0).at(1), absl::OkStatus());
}

INSTANTIATE_TEST_SUITE_P(Sizes, ShmSizes, ::testing::Values(0, 1, kShort, ShmPeers::kShort, kLong, int64_t{5} << 20));

TEST(ShmPeers, OnlyThosePairsThatBothCan) {
  Machine machine(3, /*without=*/1);
  EXPECT_TRUE(machine[0].reaches(5) && machine[2].reaches(1));
  for (const auto& [from, to] : {std::pair(0, 3), {1, 1}, {1, 5}, {2, 3}, {0, 1}, {0, 0}, {0, 2}, {0, 1000}})
    EXPECT_FALSE(machine[from].reaches(to)) << from << " " << to;
}

TEST(ShmPeers, MoreThanThereIsRoomForWaits) {
  Machine machine(2);
  const std::string data(static_cast<size_t>(kLong), 'x');
  std::string got(data.size(), 0);
  const uint64_t count = 2 * ShmSegment::kSlots;
  for (const int64_t bytes : {kShort, kLong}) {
    for (uint64_t i = 0; i < count; ++i) machine[0].send(3, 7, data.data(), bytes, i);
    for (uint64_t i = 0; i < count; ++i) machine[1].receive(1, 7, got.data(), bytes, i);
    std::map<uint64_t, Status> sent, received;
    for (int round = 0; round < 100 && machine[0].pending(); ++round) {
      received.merge(machine.poll(1));
      sent.merge(machine.poll(0));
    }
    received.merge(machine.poll(1));
    EXPECT_EQ(sent.size(), count);
    EXPECT_EQ(received.size(), count);
  }
}

TEST(ShmPeers, AWithdrawnReceiveLeavesTheMessageToTheNext) {
  Machine machine(2);
  const std::string data(static_cast<size_t>(kLong), 'x');
  std::string got(data.size(), 0);
  machine[1].receive(1, 7, got.data(), kLong, 2);
  machine[1].cancel(2);
  EXPECT_EQ(machine.poll(1).at(2).code(), absl::StatusCode::kAborted);
  machine[0].send(3, 7, data.data(), kLong, 1);
  machine[1].receive(1, 7, got.data(), kLong, 3);
  EXPECT_EQ(machine.poll(1).at(3), absl::OkStatus());
}

// The memory of a withdrawn send is the sender's again: nobody reads it.
TEST(ShmPeers, AWithdrawnSendNeverArrives) {
  Machine machine(2);
  std::string first(static_cast<size_t>(kLong), 'a'), second(static_cast<size_t>(kLong), 'b'), got(first.size(), 0);
  machine[0].send(3, 7, first.data(), kLong, 1);
  EXPECT_TRUE(machine.poll(1).empty());  // it has seen the message
  machine[0].cancelTransfers();
  EXPECT_EQ(machine.poll(0).at(1).code(), absl::StatusCode::kAborted);
  machine[1].receive(1, 7, got.data(), kLong, 2);
  EXPECT_TRUE(machine.poll(1).empty());
  machine[0].send(3, 7, second.data(), kLong, 3);  // in the same slot
  EXPECT_EQ(machine.poll(1).at(2), absl::OkStatus());
  EXPECT_EQ(got, second);
}

TEST(ShmPeers, RandomTransfersMatchInTheirOrder) {
  const char* given = std::getenv("PARTITA_SEED");
  const uint64_t seed = given != nullptr ? std::stoull(given) : std::random_device{}();
  SCOPED_TRACE(seed);
  Rng rng(seed);
  const int count = 3;
  Machine machine(count);
  struct Transfer {
    int from, to, tag;
    std::string data, got;
  };
  std::vector<Transfer> all;
  for (int i = 0; i < 600; ++i) {
    const int from = static_cast<int>(rng.next() % count),
              to = (from + 1 + static_cast<int>(rng.next() % (count - 1))) % count;
    // Transfers of one pair and tag have one size: they match in order.
    const int tag = static_cast<int>(rng.next() % 8);
    const int64_t bytes[] = {0, 5, 3000, ShmPeers::kShort, kLong, 100000, 1500000, 64};
    Transfer one{from, to, tag, std::string(static_cast<size_t>(bytes[tag]), 0), {}};
    for (char& c : one.data) c = static_cast<char>(rng.next());
    one.got.resize(one.data.size());
    all.push_back(std::move(one));
  }
  // Each process is a thread that posts its ends in the order of ALL, sends and receives out of step, and polls.
  std::vector<std::thread> threads;
  for (int me = 0; me < count; ++me) {
    threads.emplace_back([&, me, own = Rng(seed + static_cast<uint64_t>(me))]() mutable {
      size_t nextSend = 0, nextReceive = 0, open = 0;
      std::vector<Transport::Completion> ended;
      while (nextSend < all.size() || nextReceive < all.size() || open > 0) {
        for (uint64_t n = own.next() % 4; n > 0; --n) {
          const bool sending = own.next() % 2 == 0;
          size_t& next = sending ? nextSend : nextReceive;
          while (next < all.size() && (sending ? all[next].from : all[next].to) != me) ++next;
          if (next == all.size()) continue;
          Transfer& one = all[next++];
          const auto bytes = static_cast<int64_t>(one.data.size());
          ++open;
          if (sending)
            machine[me].send(Machine::rankOf(one.to), one.tag, one.data.data(), bytes, next);
          else
            machine[me].receive(Machine::rankOf(one.from), one.tag, one.got.data(), bytes, next);
        }
        machine[me].poll(ended);
        for (const Transport::Completion& one : ended) EXPECT_EQ(one.status, absl::OkStatus());
        open -= ended.size();
        ended.clear();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const Transfer& one : all) EXPECT_EQ(one.data, one.got);
}

}  // namespace
}  // namespace partita
