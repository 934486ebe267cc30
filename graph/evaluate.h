#pragma once
// The reference evaluator: plain loops, favours reading over speed, shares no code with code generation. The oracle of
// every test.
#include <functional>
#include <vector>

#include "graph/graph.h"
#include "graph/tensor.h"

namespace partita {

class RegionRunner;

// What one evaluation knows beside the graph. Collective ops go through `collective`.
class EvalContext {
 public:
  virtual ~EvalContext() = default;
  // Device id of this rank, 0 when alone.
  virtual int64_t deviceId() const { return 0; }
  // Whether a manual computation ends with an error when devices that hold the same part of a result differ in it: such
  // a program means nothing.
  virtual bool checksReplicas() const { return false; }
  // Whether sums are rounded to their element type after each step, in order, as StableHLO's interpreter adds up, and
  // not only at their end. Programs that check themselves hold numbers of the first kind; a judge of compiled code had
  // better be exact.
  virtual bool roundsSums() const { return false; }
  // Meets the other members of NODE's groups: gives every member's operands in group order, own group only. Alone:
  // Unimplemented.
  virtual StatusOr<std::vector<std::vector<Tensor>>> exchange(const Graph& graph, const Node& node,
                                                              absl::Span<const Tensor> operands);
  // Runs a region of the node being evaluated with ARGS for its arguments; values of enclosing regions are visible.
  StatusOr<std::vector<Tensor>> runRegion(const Graph& graph, RegionId region, absl::Span<const Tensor> args);

 private:
  friend class RegionRunner;
  // The values of the program that is being evaluated; regions are run by it.
  RegionRunner* runner_ = nullptr;
};

// Runs the program on ARGS (one tensor for each argument, of its type) and gives its results.
StatusOr<std::vector<Tensor>> evaluate(const Graph& graph, absl::Span<const Tensor> args);
StatusOr<std::vector<Tensor>> evaluateIn(EvalContext& context, const Graph& graph, absl::Span<const Tensor> args);

// Runs PROGRAMS[d] with ARGS[d] on one thread for each device d, with real collective semantics (a rendezvous per
// collective, matched by order and checked for same kind and shapes). An error on one rank ends all. Result:
// [device][result]. ROUNDS_SUMS: as EvalContext::roundsSums().
StatusOr<std::vector<std::vector<Tensor>>> evaluateGrid(absl::Span<const Graph* const> programs,
                                                        const std::vector<std::vector<Tensor>>& args,
                                                        bool roundsSums = false);

}  // namespace partita
