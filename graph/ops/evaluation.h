#pragma once
// What the reference evaluation of the ops (graph/evaluate.h) is written with. Each expects a node that the shape rule
// has passed.
#include <functional>
#include <vector>

#include "graph/evaluate.h"
#include "graph/op.h"
#include "graph/tensor.h"

namespace partita {

using EvalResult = StatusOr<std::vector<Tensor>>;
using EvalOperands = absl::Span<const Tensor>;

// The operands as they are.
EvalResult evaluateIdentity(EvalContext&, const Graph&, const Node&, EvalOperands operands);

// The devices that DEVICE meets in the collective NODE, in group order; empty when it takes no part. For
// collective_permute: those that it sends to or gets from, and those that these do, ascending.
std::vector<int64_t> collectiveGroup(const Node& node, int64_t device);

// Runs FN(context, rank) on a thread for each of DEVICES ranks; the contexts exchange with each other. The first error
// ends all. ROUNDS_SUMS: of the contexts.
Status runRanks(int64_t devices, bool roundsSums, const std::function<Status(EvalContext&, int64_t)>& fn);

// Runs REGION, which uses nothing from outside, in a context of its own.
EvalResult evaluateRegion(EvalContext& context, const Graph& graph, RegionId region, EvalOperands args);

}  // namespace partita
