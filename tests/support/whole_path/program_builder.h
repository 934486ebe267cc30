#pragma once
// Builds one random program: the graph, what its arguments hold, and how closely its results must agree.
#include <cstdint>
#include <string>
#include <vector>

#include "base/rng.h"
#include "graph/graph.h"
#include "graph/tensor.h"
#include "tests/support/whole_path/values.h"

namespace partita {

// How far a result may be from the evaluator's. Integers must be equal always.
struct Tolerance {
  double ulps = 0;          // relative, in the element type's own epsilon
  double absoluteUlps = 0;  // absolute, in epsilons of `magnitude`
  double magnitude = 1;
  bool signedZeros = false;  // -0 is not 0: programs that move values and do not sum them
};

class ProgramBuilder {
 public:
  // MAX_SIZE bounds the dimensions; the same SEED with a smaller bound gives a program of the same form.
  ProgramBuilder(uint64_t seed, int64_t maxSize) : seed_(seed), rng_(seed), maxSize_(maxSize), region_(graph.body()) {}

  Graph graph;
  std::vector<Tensor> arguments;
  Tolerance tolerance;

  Rng& rng() { return rng_; }
  bool chance(uint64_t oneIn) { return rng_.below(oneIn) == 0; }
  template <typename T>
  const T& pick(const std::vector<T>& values) {
    return values[rng_.below(values.size())];
  }

  // --- shapes ---
  int64_t size();
  // At most MAX_ELEMENTS in all; sizes that go beyond become 1.
  Dims dims(int minRank, int maxRank, int64_t maxElements = 3000);
  // DIMS in a random order with the positions: order[i] = where element i of the result was.
  std::vector<int64_t> shuffled(int64_t count);
  // Some of [0, COUNT), ascending, at least MINIMUM.
  std::vector<int64_t> subset(int64_t count, int64_t minimum);

  // --- values ---
  ValueId argument(TensorType type, ValueSpec spec = {});
  ValueId argument(Tensor tensor);
  ValueId constant(const Tensor& tensor);
  ValueId scalar(DType dtype, double value);
  const TensorType& type(ValueId value) const { return graph.type(value); }
  ValueKind exactOrSpecial() { return chance(4) ? ValueKind::kSpecial : ValueKind::kExact; }

  // --- nodes, in the current region ---
  ValueId node(OpKind kind, std::vector<ValueId> operands, AttrDict attrs = {});
  ValueId typed(OpKind kind, std::vector<ValueId> operands, TensorType result, AttrDict attrs = {});
  // A node with regions: they are filled afterwards, then check() is called.
  NodeId open(OpKind kind, std::vector<ValueId> operands, std::vector<TensorType> results, AttrDict attrs = {});
  void check(NodeId node);
  ValueId broadcast(ValueId value, Dims dims, std::vector<int64_t> where);
  ValueId reshape(ValueId value, Dims dims);
  RegionId region() const { return region_; }
  void setRegion(RegionId region) { region_ = region; }
  void setResults(std::vector<ValueId> results) { graph.regions[region_].results = std::move(results); }

  // |VALUE|; of an unsigned integer, which has no abs, VALUE by way of another op.
  ValueId magnitude(ValueId value);
  // VALUE, now and then behind an op that keeps values exact (negation, a transpose and back, …), so that kernels fuse
  // producers and consumers.
  ValueId mixed(ValueId value);
  // A sum, now and then scaled, shifted or bent: what may be moved before a sum over devices and what may not. Exact
  // where the sum is.
  ValueId afterSum(ValueId sum);
  // An associative and commutative function of two scalars that is no single op: max(|x|, |y|); of complex numbers the
  // one that is larger in their order.
  ValueId largestOf(ValueId x, ValueId y);
  // A result of the program.
  void result(ValueId value) { results_.push_back(value); }
  void finish();
  // From now on arguments of one type are now and then one value, and integers come from earlier results.
  void shareValues() { shares_ = true; }

 private:
  ValueId make(const TensorType& type, const ValueSpec& spec);

  uint64_t seed_;
  Rng rng_;
  int64_t maxSize_;
  RegionId region_;
  std::vector<ValueId> results_;
  std::vector<std::pair<ValueId, ValueKind>> given_;  // arguments made from a spec
  bool shares_ = false;
};

AttrDict attrsOf(std::initializer_list<std::pair<std::string_view, Attr>> entries);

}  // namespace partita
