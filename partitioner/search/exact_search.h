#pragma once
// Exact search of a decomposed model: branch and bound in one part after the other, in slices; the bounds of the parts
// add up to one on the whole.
#include <deque>

#include "partitioner/search/branch_and_bound.h"
#include "partitioner/search/decomposition.h"

namespace partita {

class ExactSearch {
 public:
  // ANSWER: known choices of the model, empty: none. A part is given up after MOSTTREE nodes of its tree.
  ExactSearch(Decomposition decomposition, const std::vector<int>& answer, int64_t mostTree);

  // What ANSWER costs the parts, Model::constant included: bound() rises no further. Infinity where it does not fit
  // them.
  double mostBound() const { return mostBound_; }

  // Visits nodes of the tree of a part until WORK entries of pair matrices have been looked at, for answers of the
  // model that cost less than UPPER, Model::constant included. Returns soon after STOP is set.
  void run(int64_t work, int64_t upper, const std::atomic<bool>& stop);

  // Every part is searched to its end or given up.
  bool done() const { return current_ == parts_.size(); }
  // No answer costs less than this, Model::constant included, but the one of the least `upper`; infinity: there is
  // none.
  double bound() const;
  // Choices of the model, each part's best; empty where none is known of some part.
  std::vector<int> choices() const;

 private:
  struct Part {
    std::vector<int> nodes, answer;  // answer: of the part's problem
    int64_t upper;                   // what the answer costs it
    BranchAndBound tree;
  };
  // Of all parts but LEFT.
  double boundWithout(const Part* left) const;

  std::deque<Part> parts_;
  int64_t constant_, mostTree_;
  double mostBound_;
  size_t current_ = 0;
};

}  // namespace partita
