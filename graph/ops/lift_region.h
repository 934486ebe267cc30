#pragma once
// A computation on scalars as ops on whole arrays: what ops with such a region are expanded with.
#include "graph/ops/node_builder.h"

namespace partita {

// Whether REGION holds ops on elements and constants only: those that liftRegion() takes.
bool isLiftable(const Graph& graph, RegionId region);

// What REGION computes of its arguments, done for each element of OPERANDS, which have DIMS and the arguments' element
// types: one array for each result. A scalar from outside the region is the same for all elements. Unimplemented, with
// WHAT ("the computation of stablehlo.map"), where the region holds anything but ops on elements and constants.
StatusOr<std::vector<ValueId>> liftRegion(NodeBuilder& build, RegionId region, absl::Span<const ValueId> operands,
                                          const Dims& dims, std::string_view what);

}  // namespace partita
