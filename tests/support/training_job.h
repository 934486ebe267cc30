#pragma once
// Captured training programs run as jobs by the real command, against the losses that JAX recorded
// (tests/data/programs/training/losses.json).
#include <ostream>
#include <string>

namespace partita {

struct TrainingCase {
  std::string name;          // of the test
  std::string program;       // "gpt_tiny"
  int ranks = 1;             // 1: without mpirun
  std::string mesh;          // TOML of [mesh], axes separated by newlines
  std::string partition;     // TOML of [partition]
  double tolerance = 1e-4;   // relative, on the loss and the gradient norm
  std::string cluster = "";  // default: N local ranks
  std::string step =
      "";          // another step program, of tests/data/programs; its own mesh and shardings when `mesh` is empty
  double low = 0;  // of images in [LOW, 1)
};

inline void PrintTo(const TrainingCase& testCase, std::ostream* out) { *out << testCase.name; }

// Runs the case for all recorded steps and compares every metric of every step. Reports through GoogleTest.
void expectJaxLosses(const TrainingCase& testCase);

// Megatron rules of the GPT programs and of llama_tiny.
extern const char* const kGptTensorRules;
extern const char* const kLlamaTensorRules;

}  // namespace partita
