#pragma once
// Kernels and programs of the driver cases. Their memory is plain: with a wrong order results differ, and
// ThreadSanitizer sees the race.
#include <cstring>
#include <string>
#include <vector>

#include "base/event.h"
#include "base/rng.h"
#include "tests/unit/executor/toy_program.h"

namespace partita {

// out = mix of out and in, 8-byte words, one task a word.
inline void mixWords(void* const* buffers, int64_t begin, int64_t end, void*) {
  auto* out = static_cast<uint64_t*>(buffers[0]);
  auto* in = static_cast<const uint64_t*>(buffers[1]);
  for (int64_t i = begin; i < end; ++i) out[i] = splitmix64(out[i] * 3 + in[i]);
}

inline void addOne(void* const* buffers, int64_t, int64_t, void*) { ++*static_cast<uint64_t*>(buffers[0]); }

// A kernel that says that it has begun and does not end before it may. Its argument holds the gate's address.
struct Gate {
  EventPtr entered = Event::make(), open = Event::make();
  Gate* self = this;
};
inline void passGate(void* const* buffers, int64_t, int64_t, void*) {
  const Gate* gate = *static_cast<Gate* const*>(buffers[0]);
  gate->entered->end();
  (void)gate->open->await();
}

// Writes down in which order it is called with which number, unsynchronised.
struct Journal {
  std::vector<uint64_t> entries;
  Journal* self = this;
};
inline void writeJournal(void* const* buffers, int64_t, int64_t, void*) {
  (*static_cast<Journal* const*>(buffers[0]))->entries.push_back(*static_cast<const uint64_t*>(buffers[1]));
}

// A thunk's use of memory that it writes to only.
inline Thunk writing(Thunk thunk, std::vector<Slice> written) {
  for (const Slice& slice : written)
    std::erase_if(thunk.uses, [&](const BufferUse& use) { return use.slice == slice && !use.write; });
  return thunk;
}

// Its argument's word is one more after it; the result is the same memory.
inline ToyProgram countingProgram() {
  ToyProgram toy(0);
  const int32_t state = toy.addArgument(8);
  toy.program.results.push_back({{state, 0, 8}, 0, TensorType(DType::kUI8, {8}), "state"});
  toy.program.thunks = {
      ToyProgram::launch("add one (model.py:7)", toy.addKernel("addOne", addOne, 1), {{state, 0, 8}}, 1)};
  return toy;
}

// Passes the gate that its first argument points to, then counts its second up.
inline ToyProgram gatedProgram() {
  ToyProgram toy(0);
  const int32_t gate = toy.addArgument(8), state = toy.addArgument(8);
  toy.program.results.push_back({{state, 0, 8}, 1, TensorType(DType::kUI8, {8}), "state"});
  toy.program.thunks = {
      ToyProgram::launch("gate", toy.addKernel("passGate", passGate, 1), {{gate, 0, 8}}, 0),
      ToyProgram::launch("add one", toy.addKernel("addOne", addOne, 1), {{state, 0, 8}}, 1),
  };
  return toy;
}

// Writes the number in its second argument into the journal that its first points to.
inline ToyProgram journalProgram() {
  ToyProgram toy(0);
  const int32_t journal = toy.addArgument(8), number = toy.addArgument(8);
  toy.program.thunks = {ToyProgram::launch("journal", toy.addKernel("writeJournal", writeJournal, 1),
                                           {{journal, 0, 8}, {number, 0, 8}}, 0)};
  return toy;
}

// A function of WORDS words through an arena: narrow kernels that may run together, in an order that matters.
inline ToyProgram mixingProgram(int64_t words, uint64_t seed, std::vector<uint64_t>* expected) {
  constexpr int64_t kChunk = 8;
  ToyProgram toy(words * 8);
  const int32_t in = toy.addArgument(words * 8), out = toy.addResult(words * 8);
  const int32_t kernel = toy.addKernel("mixWords", mixWords, kChunk);
  auto& thunks = toy.program.thunks;
  thunks.push_back(ToyProgram::copy("in", {in, 0, words * 8}, {0, 0, words * 8}));
  std::vector<uint64_t> state;
  for (int64_t i = 0; i < words; ++i) state.push_back(static_cast<uint64_t>(i) * 77);
  Rng rng(seed);
  for (int n = 0; n < 60; ++n) {
    const auto chunks = static_cast<uint64_t>(words / kChunk);
    const int64_t to = static_cast<int64_t>(rng.below(chunks)) * kChunk,
                  from = static_cast<int64_t>(rng.below(chunks)) * kChunk;
    thunks.push_back(
        ToyProgram::launch(strCat("mix.", n), kernel, {{0, to * 8, kChunk * 8}, {0, from * 8, kChunk * 8}}, 1));
    for (int64_t i = 0; i < kChunk; ++i) {
      uint64_t& word = state[static_cast<size_t>(to + i)];
      word = splitmix64(word * 3 + state[static_cast<size_t>(from + i)]);
    }
  }
  thunks.push_back(ToyProgram::copy("out", {0, 0, words * 8}, {out, 0, words * 8}));
  if (expected != nullptr) *expected = state;
  return toy;
}

}  // namespace partita
