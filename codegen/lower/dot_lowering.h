#pragma once
// A dot_general in a nest: its elements over flat indices, C[b, m, n] = sum over k of A[b, m, k] * B[b, k, n], and what
// follows it. B is the side that is contiguous in the result. Private to lower/.
#include <optional>

#include "codegen/lower/lower.h"
#include "codegen/lower/operand_layout.h"
#include "codegen/prepare/dot_dims.h"

namespace partita {

class DotLowering {
 public:
  // RESULT: a value of the group with the dot's elements, in whose order C is contiguous along n. FOLLOWED: the array
  // whose order flat indices have; none: that of the attributes, and what is summed over in any.
  DotLowering(NestLowering& lowering, const FusionGroup& group, NodeId dot, ValueId result,
              const std::optional<FollowedArray>& followed = std::nullopt);

  int64_t batch() const { return dims_.batch.extent(); }
  int64_t m() const { return swapped_ ? dims_.columns.extent() : dims_.rows.extent(); }
  int64_t n() const { return swapped_ ? dims_.rows.extent() : dims_.columns.extent(); }
  int64_t k() const { return empty() ? 1 : dims_.contracted.extent(); }
  double flops() const;
  // The dtype sums are kept in; Unimplemented where there is none.
  StatusOr<DType> sumType() const;

  // Each operand as a value of its own (where it is narrower than the sums, one of its dtype and one as wide as they
  // are), and the sum over k of their products.
  TempId valueA(DType accumulate, AxisId batch, AxisId m, AxisId k);
  TempId valueB(DType accumulate, AxisId batch, AxisId n, AxisId k);
  TempId sum(DType accumulate, AxisId batch, AxisId m, AxisId n, AxisId k, TempId a, TempId b);
  // The outputs of the group over AXES, where the dot's element is SUM, of the dot's dtype.
  void storeOutputs(const std::vector<AxisId>& axes, ExprId sum, ExprId batch, ExprId m, ExprId n);

 private:
  struct Operand {
    ValueId value;
    bool isLhs = true;
    OperandLayout layout;
    StridedDims batch, row, k;
  };
  bool empty() const { return dims_.contracted.extent() == 0; }
  void orderContracted();
  Operand operand(bool isLhs) const;
  ExprId offset(const StridedDims& dims, ExprId flat);
  TempId value(const Operand& x, DType accumulate, std::vector<AxisId> axes, ExprId batch, ExprId row, ExprId k);
  ExprId element(const Operand& x, ExprId batch, ExprId row, ExprId k);

  NestLowering& lowering_;
  LoopBuilder& l_;
  const Graph& graph_;
  const FusionGroup& group_;
  const Node& node_;
  DotDims dims_;
  DotOrders orders_;
  bool swapped_ = false;
  Operand lhs_, rhs_;
};

}  // namespace partita
