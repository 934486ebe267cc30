#pragma once
// Repeated blocks: nodes whose surroundings look alike (the layers of a network, the copies of a program) are found by
// colour refinement and may be tied to choose alike, which leaves a problem of one block's size to begin from.
#include <optional>
#include <vector>

#include "partitioner/search/network.h"

namespace partita {

// A colour per node (dead nodes: -1): two nodes of one colour have the same costs, the same amounts of usage and, up to
// RADIUS edges away, neighbours of the same colours through the same matrices (Weisfeiler and Leman 1968). Colours
// count from 0.
std::vector<int> coloursOf(Network* network, int radius);

// Ties the nodes of each colour to the one of the smallest number: they choose alike from here on. Returns the number
// of nodes merged.
int tieColours(Network* network, const std::vector<int>& colours);

// A problem in which equal blocks choose alike: its answers are answers of NETWORK's problem, though not the best.
struct TiedProblem {
  Network network;  // the original one with its nodes tied
  ChoiceProblem problem;
  std::vector<int> origin;  // working node of each node of `problem` but the last

  // Choices of the problem that the network was made from.
  std::vector<int> expand(const std::vector<int>& choices) const;
};

// NETWORK with nodes of one colour at RADIUS tied; nothing where such an answer does not exist.
std::optional<TiedProblem> tieBlocks(const Network& network, int radius);

}  // namespace partita
