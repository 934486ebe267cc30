#include "codegen/lower/row_statements.h"

#include "graph/op.h"

namespace partita {

RowStatements::RowStatements(NestLowering& lowering, RowPlan plan, std::vector<AxisId> rowAxes, ExprId row,
                             AxisId columnAxis)
    : lowering_(lowering),
      graph_(lowering.context().graph),
      plan_(std::move(plan)),
      loops_(lowering.loops()),
      elements_(lowering.elements()),
      temps_(plan_.nodes.size()),
      rowAxes_(std::move(rowAxes)),
      allAxes_(rowAxes_),
      columnAxis_(columnAxis),
      row_(row),
      column_(lowering.nest().at(columnAxis)) {
  allAxes_.push_back(columnAxis);
}

void RowStatements::append() {
  for (int pass = 0; pass <= plan_.passes; ++pass) {
    rowValues(pass);
    if (pass < plan_.passes) fullPass(pass);
  }
  sumsOverRows();
  for (size_t i = 0; i < plan_.nodes.size(); ++i) {
    if (plan_.nodes[i].place == RowPlace::kFull && temps_[i].valid()) lowering_.bindTemp(valueOf(i), temps_[i]);
  }
}

std::vector<ExprId> RowStatements::indexOf(ValueId v) {
  const Dims space = {plan_.rows, plan_.columns};
  return elements_.reshapeIndex(space, graph_.type(v).dims, std::vector<ExprId>{row_, column_});
}
std::vector<ExprId> RowStatements::rowIndexOf(ValueId v) {
  const Dims space = {plan_.rows};
  return elements_.reshapeIndex(space, graph_.type(v).dims, std::vector<ExprId>{row_});
}

// Row values that are ready before PASS.
void RowStatements::rowValues(int pass) {
  for (size_t i = 0; i < plan_.nodes.size(); ++i) {
    const RowNode& n = plan_.nodes[i];
    ValueId v = valueOf(i);
    DType dtype = graph_.type(v).dtype;
    TempId temp;
    if (n.place == RowPlace::kRowReduce && n.pass + 1 == pass) {
      temp = temps_[i];
      if (accumulatorType(dtype) != dtype) temp = lowering_.nest().value(rowAxes_, convert(loops_.temp(temp), dtype));
    } else if (n.place == RowPlace::kRow && n.pass == pass && isComplex(dtype)) {
      lowering_.nest().store(parallelAxes(rowAxes_), lowering_.storesOfPair(v, rowAxes_, rowIndexOf(v), row_));
      continue;
    } else if (n.place == RowPlace::kRow && n.pass == pass) {
      temp = lowering_.nest().value(rowAxes_, elements_.valueAt(v, rowIndexOf(v)));
    } else {
      continue;
    }
    lowering_.bindTemp(v, temp);
    if (n.output) lowering_.nest().store(parallelAxes(rowAxes_), {{lowering_.buffer(v), row_, loops_.temp(temp)}});
  }
}

void RowStatements::fullPass(int pass) {
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
  std::vector<std::vector<NestStore>> stores;
  for (int e : plan_.evaluate[static_cast<size_t>(pass)]) {
    const size_t i = static_cast<size_t>(e);
    const RowNode& n = plan_.nodes[i];
    ValueId v = valueOf(i);
    const ExprId linear = loops_.add(loops_.mul(row_, loops_.index(plan_.columns)), column_);
    if (isComplex(graph_.type(v).dtype)) {
      if (n.pass == pass) stores.push_back(lowering_.storesOfPair(v, allAxes_, indexOf(v), linear));
      continue;
    }
    TempId temp = lowering_.nest().value(allAxes_, elements_.valueAt(v, indexOf(v)));
    lowering_.bindTemp(v, temp);
    if (n.pass != pass) continue;
    temps_[i] = temp;
    if (n.output) stores.push_back({{lowering_.buffer(v), linear, loops_.temp(temp)}});
  }
  for (size_t i = 0; i < plan_.nodes.size(); ++i) {
    const RowNode& n = plan_.nodes[i];
    if (n.pass == pass && n.place != RowPlace::kFull && n.place != RowPlace::kRow) reduce(i);
  }
  for (std::vector<NestStore>& list : stores) lowering_.nest().store(parallelAxes(allAxes_), std::move(list));
}

void RowStatements::reduce(size_t i) {
  const RowNode& n = plan_.nodes[i];
  const Node& node = graph_.nodes[n.node];
  ValueId operand = node.operands[0], init = node.operands[1];
  DType dtype = graph_.type(operand).dtype;
  ExprId value = convert(elements_.valueAt(operand, indexOf(operand)), accumulatorType(dtype));
  ExprId initial = convert(elements_.valueAt(init, std::vector<ExprId>(graph_.type(init).rank(), loops_.index(0))),
                           accumulatorType(dtype));
  const bool overRows = n.place != RowPlace::kRowReduce, overColumns = n.place != RowPlace::kColumnReduce;
  std::vector<AxisUse> axes;
  for (AxisId axis : rowAxes_) axes.push_back({axis, overRows ? AxisRole::kReduced : AxisRole::kParallel});
  axes.push_back({columnAxis_, overColumns ? AxisRole::kReduced : AxisRole::kParallel});
  temps_[i] = lowering_.nest().reduction(std::move(axes), *simpleReduction(graph_, node.regions[0]), initial, value);
}

// Results that are complete when all rows are done.
void RowStatements::sumsOverRows() {
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

}  // namespace partita
