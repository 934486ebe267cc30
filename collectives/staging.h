#pragma once
// Memory for what is on its way, kept between runs so that no collective takes page faults. Sizes are powers of two;
// what nobody uses is kept up to a limit, the rest goes back to the system. Thread safe.
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace partita {

class StagingPool {
 public:
  struct Block {
    std::unique_ptr<char[]> memory;  // null for a block of nothing
    int64_t bytes = 0;
    char* data() const;  // aligned for any element type and cache line
  };
  Block take(int64_t bytes);
  void give(Block block);

 private:
  static constexpr int64_t kMostIdle = int64_t{256} << 20;
  std::mutex mutex_;
  std::map<int64_t, std::vector<Block>> idle_;
  int64_t idleBytes_ = 0;
};

}  // namespace partita
