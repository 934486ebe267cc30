// Many threads that make, use and destroy handles in every order. PARTITA_SOAK_SECONDS: how long; default 2.
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <thread>

#include "tests/api/api_support.h"

namespace partita {
namespace {

TEST(Soak, ThreadsMakeUseAndDestroyHandles) {
  const char* text = std::getenv("PARTITA_SOAK_SECONDS");
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(text != nullptr ? std::atoi(text) : 2);
  std::atomic<int64_t> runs = 0, clients = 0, callbacks = 0, expected = 0;
  const auto work = [&](unsigned seed) {
    std::mt19937 random(seed);
    do {
      const bool donated = random() % 2 == 0;
      auto client = std::make_unique<Client>(clientOf(1 + static_cast<int>(random() % 2)));
      const std::string mesh = "data=" + std::to_string(client->deviceCount());
      Executable add = compiledFrom(*client, addText(64, donated), mesh);
      if (random() % 2 == 0) add = Executable::load(*client, add.serialize().value()).value();
      const Buffer one = argumentOf(add, 1, 1);
      Buffer value = argumentOf(add, 0, 0);
      if (random() % 2 == 0) client.reset();
      const int steps = 1 + static_cast<int>(random() % 50);
      for (int i = 0; i < steps; ++i) {
        Event done;
        ExecuteOptions options;
        options.done = &done;
        if (donated && random() % 4 == 0) options.keep = {0};
        std::vector<Buffer> made = add.execute({&value, &one}, options).value();
        if (random() % 4 == 0) {
          ++expected;
          done.then([&](const Status& status) { callbacks += status.ok() ? 1 : 1000; }).check();
        }
        if (random() % 8 == 0) done.await().check();
        value = std::move(made[0]);
        ++runs;
      }
      if (random() % 2 == 0) add = Executable();
      if (random() % 4 != 0) {
        EXPECT_EQ(value.toHost<float>().value()[63], static_cast<float>(steps));
      }
      ++clients;
    } while (std::chrono::steady_clock::now() < end);
  };
  std::vector<std::thread> threads;
  for (unsigned i = 0; i < 4; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (callbacks < expected && std::chrono::steady_clock::now() < patience) std::this_thread::yield();
  EXPECT_EQ(callbacks, expected);
  std::printf("%lld runs on %lld clients\n", static_cast<long long>(runs), static_cast<long long>(clients));
}

}  // namespace
}  // namespace partita
