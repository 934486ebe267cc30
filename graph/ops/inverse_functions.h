#pragma once
// What the inverses of the trigonometric functions of complex numbers have in common.
#include "graph/ops/node_builder.h"

namespace partita {

// With x + iy the complex Z and a = (|z + 1| + |z - 1|) / 2: sqrt(a² - x²) + i log(a + sqrt(a² - 1)), by other ops.
ValueId asinAcosKernel(NodeBuilder& build, ValueId z);

}  // namespace partita
