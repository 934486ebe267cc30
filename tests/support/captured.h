#pragma once
// Programs captured from JAX with generated inputs and recorded outputs: tests/data/programs/index.json says how to
// feed and check each. The fields are those of the capture scripts: inputs by generator (runtime/generate.h), outputs
// by mean and samples.
#include <string>
#include <vector>

#include "graph/graph.h"
#include "graph/tensor.h"
#include "runtime/generate.h"

namespace partita {

struct CapturedProgram {
  struct Input {
    Dims dims;  // global shape
    Generator generator;
  };
  struct Sample {
    int64_t index = 0;  // row-major
    double real = 0, imag = 0;
    int64_t integer = 0;  // of integers and booleans, exact (unsigned ones by their bits)
  };
  struct Output {
    bool checked = false;  // false: the program's result was not recorded
    bool integral = false;
    std::vector<Sample> samples;
    double mean = 0, absMean = 0;  // of reals
    bool hasMean = false;
    int64_t sum = 0;  // of integers, modulo 2^64
    bool hasSum = false;
  };
  std::string name, group, path;  // path: the program's text
  int64_t numPartitions = 1;
  std::vector<Input> inputs;
  std::vector<Output> outputs;
  double rtol = 0, atol = 0;
};

// The programs of GROUP ("control", "sharded", "training"), or all.
std::vector<CapturedProgram> capturedPrograms(const std::string& group = "");

std::vector<Tensor> capturedInputs(const CapturedProgram& program, const Graph& graph);
// OK, or the first difference: |found - expected| <= atol + max(rtol, minRtol) * |expected|; integers exactly. Numbers
// are recorded with 9 digits, 7 where there are many.
Status checkCapturedOutputs(const CapturedProgram& program, const std::vector<Tensor>& found, double minRtol = 0);

}  // namespace partita
