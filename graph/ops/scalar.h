#pragma once
// Single elements as the reference evaluator computes with them: reals in double, complex numbers as two doubles,
// integers in 64 bits with wrap-around, each op rounded to its element type when it is stored.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "graph/graph.h"
#include "graph/op.h"
#include "graph/tensor.h"

namespace partita {

// Which member holds the value follows from the element type: `i` for bool and integers (sign- or zero-extended), `re`
// for floats, `re` and `im` for complex numbers.
struct Scalar {
  union {
    double re = 0;
    int64_t i;
  };
  double im = 0;
};

// One element operation with the types it works on. OPERAND is the type of the value operands: for select that of the
// branches.
struct ElementOp {
  ScalarOp op = ScalarOp::kNone;
  DType operand{}, result{};
  bool totalOrder = false;  // comparison of floats by TOTALORDER
};
ElementOp elementOpOf(const Graph& graph, const Node& node);

// The result is exact or in double; integers are wrapped to the result type.
Scalar apply(const ElementOp& op, const Scalar* operands);
// The value after storing it as DTYPE and loading it again.
Scalar roundTo(DType dtype, Scalar value);

void loadScalars(DType dtype, const std::byte* from, int64_t count, Scalar* to);
void storeScalars(DType dtype, const Scalar* from, int64_t count, std::byte* to);
inline Scalar loadScalar(DType dtype, const std::byte* from) {
  Scalar out;
  loadScalars(dtype, from, 1, &out);
  return out;
}
std::vector<Scalar> loadAll(const Tensor& tensor);
Tensor storeAll(const TensorType& type, const std::vector<Scalar>& values);

// A region of scalar elementwise ops and constants, as a straight-line program.
class ScalarProgram {
 public:
  // nullopt when the region holds anything else or uses values from outside.
  static std::optional<ScalarProgram> make(const Graph& graph, RegionId region);
  // ARGS and RESULTS: one for each argument and result of the region.
  void run(const Scalar* args, Scalar* results) const;

 private:
  struct Step {
    ElementOp op;
    int operands[3];
    int result;
  };
  std::vector<Step> steps_;
  std::vector<Scalar> initial_;  // registers: constants are there, the rest is filled by run()
  std::vector<int> args_, results_;
};

// Combines values by the body of a reduction (E0, …, En-1, E0, …, En-1) -> (E0, …, En-1). A body of one binary op keeps
// reals unrounded between applications, unless EvalContext::roundsSums(); other bodies, and those of complex numbers,
// round after each op.
class Combiner {
 public:
  Combiner(EvalContext& context, const Graph& graph, RegionId region);
  size_t count() const { return dtypes_.size(); }
  DType dtype(size_t i) const { return dtypes_[i]; }
  // ACC = body(ACC, VALUES), count() values each.
  Status combine(Scalar* acc, const Scalar* values) const;

 private:
  EvalContext& context_;
  const Graph& graph_;
  RegionId region_;
  std::vector<DType> dtypes_;
  std::optional<ElementOp> binary_;
  std::optional<ScalarProgram> program_;
};

}  // namespace partita
