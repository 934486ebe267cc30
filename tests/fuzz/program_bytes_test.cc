// Serialised programs that are damaged in a thousand ways: every one is refused, without a crash and without memory
// that the bytes only pretend to need. PARTITA_SEED begins elsewhere, PARTITA_FUZZ_ROUNDS does more.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <new>

#include "base/hash.h"
#include "base/rng.h"
#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "program/program_check.h"
#include "program/program_io.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/sample_programs.h"
#include "tests/support/subprocess.h"

namespace {

// Largest single allocation by operator new since it was set to 0.
std::atomic<size_t> largestAllocation{0};

void* allocate(size_t bytes) {
  size_t known = largestAllocation.load(std::memory_order_relaxed);
  while (bytes > known && !largestAllocation.compare_exchange_weak(known, bytes)) {
  }
  return std::malloc(bytes);
}

void* allocateOrThrow(size_t bytes) {
  void* out = allocate(bytes);
  if (out == nullptr) throw std::bad_alloc();
  return out;
}

}  // namespace

// Replaces the global ones in this test program. Cap'n Proto, strings and vectors go through them.
void* operator new(size_t bytes) { return allocateOrThrow(bytes); }
void* operator new[](size_t bytes) { return allocateOrThrow(bytes); }
void* operator new(size_t bytes, const std::nothrow_t&) noexcept { return allocate(bytes); }
void* operator new[](size_t bytes, const std::nothrow_t&) noexcept { return allocate(bytes); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace partita {
namespace {

constexpr size_t kHashAt = 24, kPayloadAt = 56;

struct Damage {
  const char* name;
  std::function<void(std::string& bytes, const std::vector<std::string>& all, Rng& rng)> apply;
};

size_t wordIn(const std::string& bytes, Rng& rng) { return rng.below(bytes.size() / 8) * 8; }

const std::vector<Damage>& damages() {
  static const std::vector<Damage> list = {
      {"bits turned over",
       [](std::string& bytes, const std::vector<std::string>&, Rng& rng) {
         for (uint64_t flips = 1 + rng.below(8); flips > 0; --flips)
           bytes[rng.below(bytes.size())] ^= static_cast<char>(1 << rng.below(8));
       }},
      {"cut off",
       [](std::string& bytes, const std::vector<std::string>&, Rng& rng) { bytes.resize(rng.below(bytes.size())); }},
      {"cut off at a word",
       [](std::string& bytes, const std::vector<std::string>&, Rng& rng) { bytes.resize(wordIn(bytes, rng)); }},
      {"longer",
       [](std::string& bytes, const std::vector<std::string>&, Rng& rng) {
         for (uint64_t words = 1 + rng.below(4); words > 0; --words) bytes.append(8, static_cast<char>(rng.below(256)));
       }},
      {"words swapped",
       [](std::string& bytes, const std::vector<std::string>&, Rng& rng) {
         const size_t a = wordIn(bytes, rng), b = wordIn(bytes, rng);
         std::swap_ranges(bytes.begin() + static_cast<ptrdiff_t>(a), bytes.begin() + static_cast<ptrdiff_t>(a + 8),
                          bytes.begin() + static_cast<ptrdiff_t>(b));
       }},
      {"a word of ones, zeros or large numbers",
       [](std::string& bytes, const std::vector<std::string>&, Rng& rng) {
         static constexpr uint64_t kWords[] = {~uint64_t{0}, 0, uint64_t{1} << 63, 0x1fffffffffffffff, 0xfffffffc};
         const uint64_t word = kWords[rng.below(std::size(kWords))];
         std::memcpy(bytes.data() + wordIn(bytes, rng), &word, 8);
       }},
      {"a piece taken out",
       [](std::string& bytes, const std::vector<std::string>&, Rng& rng) {
         const size_t at = wordIn(bytes, rng);
         bytes.erase(at, 8 * (1 + rng.below(16)));
       }},
      {"spliced from another program",
       [](std::string& bytes, const std::vector<std::string>& all, Rng& rng) {
         const std::string& other = all[rng.below(all.size())];
         const size_t from = wordIn(other, rng), length = std::min(other.size() - from, 8 * (1 + rng.below(64)));
         const size_t at = wordIn(bytes, rng);
         bytes.replace(at, std::min(length, bytes.size() - at), other, from, length);
       }},
      {"one half of it and one of another",
       [](std::string& bytes, const std::vector<std::string>& all, Rng& rng) {
         const std::string& other = all[rng.below(all.size())];
         bytes.resize(wordIn(bytes, rng));
         bytes += other.substr(std::min(bytes.size(), other.size()));
       }},
  };
  return list;
}

// Written-down programs, and the compiled step of a GPT: loops, machine code, constants.
const std::vector<std::string>& programs() {
  static const std::vector<std::string> list = [] {
    std::vector<std::string> out;
    for (const Program& program : {everyKind(), gpuProgram(), openClProgram()})
      out.push_back(serializeProgram(program));
    CompileOptions options;
    options.target = hostTarget();
    const StatusOr<Graph> graph = loadProgram(sourcePath("examples/gpt/init.mlir"));
    EXPECT_TRUE(graph.ok()) << graph.status();
    const StatusOr<Program> compiled = compile(*graph, options);
    EXPECT_TRUE(compiled.ok()) << compiled.status();
    out.push_back(serializeProgram(*compiled));
    return out;
  }();
  return list;
}

// Damages programs ROUNDS times and hands each to CHECK.
void damage(const std::function<void(const std::string& good, std::string bad)>& check) {
  const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 1),
                 rounds = numberFromEnvironment("PARTITA_FUZZ_ROUNDS", 1000);
  std::printf("seeds %llu to %llu\n", static_cast<unsigned long long>(seed),
              static_cast<unsigned long long>(seed + rounds - 1));
  for (uint64_t round = seed; round < seed + rounds && !testing::Test::HasFailure(); ++round) {
    Rng rng(round);
    const std::string& good = programs()[rng.below(programs().size())];
    const Damage& how = damages()[rng.below(damages().size())];
    SCOPED_TRACE(testing::Message() << how.name << "; PARTITA_SEED=" << round
                                    << " PARTITA_FUZZ_ROUNDS=1 does it again");
    std::string bad = good;
    // Halves of two programs can be one of them.
    while (std::find(programs().begin(), programs().end(), bad) != programs().end()) {
      bad = good;
      how.apply(bad, programs(), rng);
    }
    largestAllocation = 0;
    check(good, std::move(bad));
  }
}

TEST(ProgramBytes, EveryDamagedProgramIsRefused) {
  damage([](const std::string&, const std::string& bad) {
    const StatusOr<Program> back = deserializeProgram(bad);
    EXPECT_TRUE(absl::IsInvalidArgument(back.status())) << back.status();
    EXPECT_LE(largestAllocation, bad.size() + 4096);
  });
}

// The same, with a hash that fits: what is left is legal, and uses no more memory than a program of these bytes can.
TEST(ProgramBytes, DamageBelowTheHashIsRefusedOrLegal) {
  size_t legal = 0;
  damage([&](const std::string& good, std::string bad) {
    if (bad.size() < kPayloadAt) return;
    bad.replace(0, kHashAt, good, 0, kHashAt);
    bad.replace(kHashAt, 32, hashHex(std::string_view(bad).substr(kPayloadAt)));
    const StatusOr<Program> back = deserializeProgram(bad);
    EXPECT_LE(largestAllocation, 16 * bad.size() + 65536);
    if (back.ok()) {
      ++legal;
      EXPECT_TRUE(checkProgram(*back).ok());
      EXPECT_FALSE(programToString(*back).empty());
      (void)checkInitialised(*back);
    } else {
      EXPECT_TRUE(absl::IsInvalidArgument(back.status())) << back.status();
    }
  });
  std::printf("%zu were legal\n", legal);
}

}  // namespace
}  // namespace partita
