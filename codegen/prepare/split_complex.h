#pragma once
// Complex numbers as pairs of reals: nothing behind this step knows how they are computed with.
//
// Every complex value is two arrays from here on, and an op on it is ops on these: elements by complex_math.h, movement
// twice, products and convolutions as four, reductions, scatters, sorts, loops and branches with both.
// What stays a complex number is memory that others see: arguments and results of the program, and what collectives and
// functions of the host and of libraries take and give. There stablehlo.real and stablehlo.imag read every second
// element, and stablehlo.complex writes both (codegen/lower/lower.h).
#include "graph/graph.h"

namespace partita {

// Unimplemented, with its place, where an op is not known on complex numbers. Without any nothing happens.
Status splitComplex(Graph& graph);

}  // namespace partita
