#pragma once
// Compares what a device holds with what it should hold.
#include "base/status.h"
#include "graph/tensor.h"
#include "tests/support/whole_path/program_builder.h"

namespace partita {

// OK when FOUND equals EXPECTED: integers exactly; NaN for NaN, an infinity for the same one, and other reals within
// TOLERANCE. Else the first difference with its index, and how many there are.
Status compareWithin(const Tensor& found, const Tensor& expected, const Tolerance& tolerance);

}  // namespace partita
