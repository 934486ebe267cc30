// Row groups: softmax, norms forward and backward, bias gradients, sums of squares, in one nest over rows and columns
// (see row_plan.h for the passes). A value of an earlier pass is read where it was stored, kept, or computed again, as
// the plan says.
#include <algorithm>

#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"
#include "graph/op.h"

namespace partita {

namespace {

class RowLowering {
 public:
  RowLowering(const LoweringContext& context, const FusionGroup& group, const std::string& name)
      : graph_(context.graph),
        group_(group),
        plan_(planRows(context.graph, *context.access, group)),
        lowering_(context, name, group.inputs, group.outputs),
        loops_(lowering_.loops()),
        elements_(lowering_.elements()),
        temps_(plan_.nodes.size()) {}

  StatusOr<LoweredNest> run() {
    if (group_.elements == 0)
      return unimplemented(graph_.describe(group_.anchored[0]), ": a reduction of an array without elements");
    lowering_.promiseInPlace();
    rowAxis_ = lowering_.nest().axis("r", plan_.rows);
    columnAxis_ = lowering_.nest().axis("c", plan_.columns);
    row_ = lowering_.nest().at(rowAxis_);
    column_ = lowering_.nest().at(columnAxis_);
    for (int pass = 0; pass <= plan_.passes; ++pass) {
      rowValues(pass);
      if (pass < plan_.passes) fullPass(pass);
    }
    sumsOverRows();
    GroupWork work = groupWork(graph_, group_);
    return lowering_.finish(work.flops, work.bytes);
  }

 private:
  ValueId valueOf(size_t i) const { return graph_.nodes[plan_.nodes[i].node].results[0]; }
  std::vector<ExprId> indexOf(ValueId v) {
    Dims space = {plan_.rows, plan_.columns};
    return elements_.reshapeIndex(space, graph_.type(v).dims, std::vector<ExprId>{row_, column_});
  }
  std::vector<ExprId> rowIndexOf(ValueId v) {
    Dims space = {plan_.rows};
    return elements_.reshapeIndex(space, graph_.type(v).dims, std::vector<ExprId>{row_});
  }
  ExprId convert(ExprId value, DType to) { return loops_.op(ScalarOp::kConvert, to, {value}); }

  // Row values that are ready before PASS.
  void rowValues(int pass) {
    for (size_t i = 0; i < plan_.nodes.size(); ++i) {
      const RowNode& n = plan_.nodes[i];
      ValueId v = valueOf(i);
      DType dtype = graph_.type(v).dtype;
      TempId temp;
      if (n.place == RowPlace::kRowReduce && n.pass + 1 == pass) {
        temp = temps_[i];
        if (accumulatorType(dtype) != dtype)
          temp = lowering_.nest().value({rowAxis_}, convert(loops_.temp(temp), dtype));
      } else if (n.place == RowPlace::kRow && n.pass == pass) {
        temp = lowering_.nest().value({rowAxis_}, elements_.valueAt(v, rowIndexOf(v)));
      } else {
        continue;
      }
      lowering_.bindTemp(v, temp);
      if (n.output) lowering_.nest().store(parallelAxes({rowAxis_}), {{lowering_.buffer(v), row_, loops_.temp(temp)}});
    }
  }

  void fullPass(int pass) {
    for (size_t i = 0; i < plan_.nodes.size(); ++i) {
      const RowNode& n = plan_.nodes[i];
      if (n.place != RowPlace::kFull) continue;
      ValueId v = valueOf(i);
      if (n.pass < pass && n.buffered) {
        lowering_.bindTemp(v, temps_[i]);
      } else if (n.pass < pass && n.output) {
        elements_.bindBuffer(v, lowering_.buffer(v));
      } else {
        elements_.unbind(v);
      }
    }
    std::vector<NestStore> stores;
    for (int e : plan_.evaluate[static_cast<size_t>(pass)]) {
      const size_t i = static_cast<size_t>(e);
      const RowNode& n = plan_.nodes[i];
      ValueId v = valueOf(i);
      TempId temp = lowering_.nest().value({rowAxis_, columnAxis_}, elements_.valueAt(v, indexOf(v)));
      lowering_.bindTemp(v, temp);
      if (n.pass != pass) continue;
      temps_[i] = temp;
      if (n.output)
        stores.push_back({lowering_.buffer(v), loops_.add(loops_.mul(row_, loops_.index(plan_.columns)), column_),
                          loops_.temp(temp)});
    }
    for (size_t i = 0; i < plan_.nodes.size(); ++i) {
      const RowNode& n = plan_.nodes[i];
      if (n.pass == pass && n.place != RowPlace::kFull && n.place != RowPlace::kRow) reduce(i);
    }
    for (NestStore& store : stores) lowering_.nest().store(parallelAxes({rowAxis_, columnAxis_}), {store});
  }

  void reduce(size_t i) {
    const RowNode& n = plan_.nodes[i];
    const Node& node = graph_.nodes[n.node];
    ValueId operand = node.operands[0], init = node.operands[1];
    DType dtype = graph_.type(operand).dtype;
    ExprId value = convert(elements_.valueAt(operand, indexOf(operand)), accumulatorType(dtype));
    ExprId initial = convert(elements_.valueAt(init, std::vector<ExprId>(graph_.type(init).rank(), loops_.index(0))),
                             accumulatorType(dtype));
    const bool overRows = n.place != RowPlace::kRowReduce, overColumns = n.place != RowPlace::kColumnReduce;
    temps_[i] = lowering_.nest().reduction({{rowAxis_, overRows ? AxisRole::kReduced : AxisRole::kParallel},
                                            {columnAxis_, overColumns ? AxisRole::kReduced : AxisRole::kParallel}},
                                           *simpleReduction(graph_, node.regions[0]), initial, value);
  }

  // Results that are complete when all rows are done.
  void sumsOverRows() {
    for (size_t i = 0; i < plan_.nodes.size(); ++i) {
      const RowPlace place = plan_.nodes[i].place;
      if (place != RowPlace::kColumnReduce && place != RowPlace::kTotalReduce) continue;
      ValueId v = valueOf(i);
      DType dtype = graph_.type(v).dtype;
      ExprId value = convert(loops_.temp(temps_[i]), dtype);
      const bool total = place == RowPlace::kTotalReduce;
      std::vector<AxisId> axes;
      if (!total) axes.push_back(columnAxis_);
      lowering_.nest().store(parallelAxes(axes), {{lowering_.buffer(v), total ? loops_.index(0) : column_, value}});
    }
  }

  const Graph& graph_;
  const FusionGroup& group_;
  RowPlan plan_;
  NestLowering lowering_;
  LoopBuilder& loops_;
  ElementLowering& elements_;
  std::vector<TempId> temps_;  // by node: that of the pass it belongs to
  AxisId rowAxis_, columnAxis_;
  ExprId row_, column_;
};

}  // namespace

StatusOr<LoweredNest> lowerRows(const LoweringContext& context, const FusionGroup& group, const std::string& name) {
  return RowLowering(context, group, name).run();
}

}  // namespace partita
