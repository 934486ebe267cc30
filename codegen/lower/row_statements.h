#pragma once
// The statements of a row plan (row_plan.h) in a nest: values of each pass, reductions along and over rows, stores of
// outputs. A value of an earlier pass is read where it was stored, kept, or computed again, as the plan says. Private
// to lower/.
#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"

namespace partita {

class RowStatements {
 public:
  // A row is a point of ROW_AXES, its number ROW; its elements lie along COLUMN_AXIS.
  RowStatements(NestLowering& lowering, RowPlan plan, std::vector<AxisId> rowAxes, ExprId row, AxisId columnAxis);

  // Appends all of them. Afterwards values of the plan are what the last pass that computed them holds.
  void append();

  // The index of an element of V, of the space or of a row.
  std::vector<ExprId> indexOf(ValueId v);
  std::vector<ExprId> rowIndexOf(ValueId v);

 private:
  ValueId valueOf(size_t i) const { return graph_.nodes[plan_.nodes[i].node].results[0]; }
  ExprId convert(ExprId value, DType to) { return loops_.op(ScalarOp::kConvert, to, {value}); }
  void rowValues(int pass);
  void fullPass(int pass);
  void reduce(size_t i);
  void sumsOverRows();

  NestLowering& lowering_;
  const Graph& graph_;
  RowPlan plan_;
  LoopBuilder& loops_;
  ElementLowering& elements_;
  std::vector<TempId> temps_;  // by node: that of the pass it belongs to
  std::vector<AxisId> rowAxes_, allAxes_;
  AxisId columnAxis_;
  ExprId row_, column_;
};

}  // namespace partita
