#pragma once
// splitmix64: the one random generator, for tests with a printed seed and for generated input data
// (Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014).
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace partita {

constexpr uint64_t splitmix64(uint64_t x) {
  uint64_t z = x + 0x9E3779B97F4A7C15ull;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
  return z ^ (z >> 31);
}

class Rng {
 public:
  explicit Rng(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    uint64_t out = splitmix64(state_);
    state_ += 0x9E3779B97F4A7C15ull;
    return out;
  }
  // Uniform in [0, bound), bound > 0.
  uint64_t below(uint64_t bound) { return next() % bound; }
  // Uniform in [low, high].
  int64_t between(int64_t low, int64_t high) {
    return low + static_cast<int64_t>(below(static_cast<uint64_t>(high - low + 1)));
  }
  // Every order of VALUES is as likely (Fisher and Yates).
  template <typename T>
  void shuffle(std::vector<T>* values) {
    for (size_t k = values->size(); k > 1; --k) std::swap((*values)[k - 1], (*values)[below(k)]);
  }
  // Uniform in [0, 1), 53 bits.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

 private:
  uint64_t state_;
};

}  // namespace partita
