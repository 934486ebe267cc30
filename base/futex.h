#pragma once
// Sleeping on a word of memory: what events and device queues wait with. Linux's futex(2), within the process.
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <climits>
#include <cstdint>
#include <ctime>

namespace partita {

// Sleeps while WORD is EXPECTED, until futexWake(), at most until DEADLINE (null: for ever). May wake for no reason.
inline void futexWait(const std::atomic<uint32_t>& word, uint32_t expected,
                      const std::chrono::steady_clock::time_point* deadline = nullptr) {
  timespec left{};
  if (deadline != nullptr) {
    const auto rest =
        std::chrono::duration_cast<std::chrono::nanoseconds>(*deadline - std::chrono::steady_clock::now()).count();
    if (rest <= 0) return;
    left.tv_sec = static_cast<time_t>(rest / 1'000'000'000);
    left.tv_nsec = static_cast<long>(rest % 1'000'000'000);
  }
  syscall(SYS_futex, reinterpret_cast<const uint32_t*>(&word), FUTEX_WAIT_PRIVATE, expected,
          deadline != nullptr ? &left : nullptr, nullptr, 0);
}

// Wakes all who sleep on WORD.
inline void futexWake(const std::atomic<uint32_t>& word) {
  syscall(SYS_futex, reinterpret_cast<const uint32_t*>(&word), FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0);
}

// A counter that threads sleep on. A bump costs no call to the system when nobody sleeps.
class WakeCounter {
 public:
  uint32_t value() const { return count_.load(std::memory_order_seq_cst); }
  void bump() {
    count_.fetch_add(1, std::memory_order_seq_cst);
    if (sleepers_.load(std::memory_order_seq_cst) > 0) futexWake(count_);
  }
  // Sleeps until the value is not SEEN, at most until DEADLINE.
  void sleepWhile(uint32_t seen, const std::chrono::steady_clock::time_point* deadline = nullptr) {
    sleepers_.fetch_add(1, std::memory_order_seq_cst);
    while (value() == seen && (deadline == nullptr || std::chrono::steady_clock::now() < *deadline))
      futexWait(count_, seen, deadline);
    sleepers_.fetch_sub(1, std::memory_order_seq_cst);
  }

 private:
  std::atomic<uint32_t> count_{0}, sleepers_{0};
};

}  // namespace partita
