#pragma once
// A model cut into parts that can be searched apart. What crosses the cut is paid for on both sides, pair costs by
// potentials and usage by prices, so that the optima of the parts add up to a lower bound on the whole (dual
// decomposition: Komodakis, Paragios, Tziritas, "MRF energy minimization and beyond via dual decomposition", PAMI
// 2011).
#include <vector>

#include "partitioner/search/model.h"

namespace partita {

struct Decomposition {
  struct Part {
    ChoiceProblem problem;   // its last node has no choice: it stands for what is taken of the limits
    std::vector<int> nodes;  // of the model: node k of `problem` is nodes[k]
  };
  std::vector<Part> parts;
  // What choices cost the parts and this sum to no more than what they cost the model, Model::constant included; with
  // one part, to exactly that.
  int64_t constant = 0;

  // Choices of PART from those of the model.
  static std::vector<int> choicesOf(const Part& part, const std::vector<int>& choices);
};

// A part (counted from 0) for each node of MODEL: it is cut in the order of its nodes, its connected components behind
// one another, where ANSWER loses little of GAP (its distance from the bound) by what is cut, into parts of at most
// MOSTSTRATEGIES strategies; the fewer of them in a part, the better. PRICES and POTENTIALS: those of the bound.
std::vector<int> findParts(const Model& model, const std::vector<int>& answer, double gap, int64_t mostStrategies,
                           const std::vector<double>& prices, const std::vector<double>& potentials);

// MODEL cut into the given parts. Any PRICES (>= 0) and POTENTIALS (a value for each strategy of the node of each arc,
// arc by arc) will do. Error: costs or amounts overflow.
StatusOr<Decomposition> decompose(const Model& model, const std::vector<int>& partOf, const std::vector<double>& prices,
                                  const std::vector<double>& potentials);

// MODEL as one part.
StatusOr<Decomposition> wholeOf(const Model& model);

}  // namespace partita
