#pragma once
// Why a problem has no answer within its limits, or where the nearest answer found exceeds them.
#include "partitioner/search/network.h"
#include "partitioner/search/solution.h"

namespace partita {

// The proof that reductions found in NETWORK: a node without strategies, or a moment at which even the least usage is
// over the limit. Not proved (and empty) where the network has neither.
Infeasibility proofOf(const ChoiceProblem& problem, const Network& network);

// The greatest excess over a limit of CHOICES (one per node of the problem), with the nodes that use most at that
// moment.
Infeasibility evidenceOf(const ChoiceProblem& problem, const std::vector<int>& choices);

}  // namespace partita
