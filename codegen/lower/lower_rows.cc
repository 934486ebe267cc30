// Row groups: softmax, norms forward and backward, bias gradients, sums of squares, in one kernel (see row_plan.h for
// the passes).
//
// Reductions over rows are summed into a buffer of one row; with several tasks each task has its own in the workspace,
// and a second kernel adds them up in task order.
#include <algorithm>

#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"
#include "graph/op.h"

namespace partita {

namespace {

constexpr int64_t kStackRow = 4096;  // elements; longer row buffers go to scratch

struct Partial {
  int node;     // into RowPlan::nodes
  DType dtype;  // of the accumulator
  ScalarOp op;
  int64_t columns;     // 1: a total
  int64_t offset = 0;  // bytes into the workspace
};

struct Layout {
  int64_t tasks = 1, chunk = 1;
  std::vector<Partial> partials;
  int64_t workspace = 0;
};

Layout layoutOf(const LoweringContext& context, const FusionGroup& group, const RowPlan& plan) {
  Layout layout;
  GroupWork work = groupWork(context.graph, group);
  int64_t limit = plan.rows;
  for (size_t i = 0; i < plan.nodes.size(); ++i) {
    const RowNode& n = plan.nodes[i];
    if (n.place != RowPlace::kColumnReduce && n.place != RowPlace::kTotalReduce) continue;
    const Node& node = context.graph.nodes[n.node];
    DType dtype = accumulatorType(context.graph.type(node.results[0]).dtype);
    layout.partials.push_back({static_cast<int>(i), dtype, *simpleReduction(context.graph, node.regions[0]),
                               n.place == RowPlace::kColumnReduce ? plan.columns : 1});
    // A task must do more than the partial row costs.
    if (n.place == RowPlace::kColumnReduce) limit = std::max<int64_t>(1, std::min(limit, plan.rows / 16));
  }
  int64_t tasks = taskCount(context, work.flops, work.bytes, limit);
  layout.chunk = (plan.rows + tasks - 1) / tasks;
  layout.tasks = (plan.rows + layout.chunk - 1) / layout.chunk;
  if (layout.tasks > 1) {
    for (Partial& p : layout.partials) {
      p.offset = layout.workspace;
      layout.workspace += (layout.tasks * p.columns * dtypeBytes(p.dtype) + 63) / 64 * 64;
    }
  }
  return layout;
}

class RowLowering {
 public:
  RowLowering(const LoweringContext& context, const FusionGroup& group, const std::string& name)
      : graph_(context.graph),
        group_(group),
        plan_(planRows(context.graph, *context.access, group)),
        layout_(layoutOf(context, group, plan_)),
        context_(context),
        name_(name),
        kernel_(context, name, group.inputs, group.outputs),
        loops_(kernel_.loops()),
        elements_(kernel_.elements()) {}

  StatusOr<std::vector<LoweredKernel>> run();

 private:
  ValueId valueOf(int i) const { return graph_.nodes[plan_.nodes[i].node].results[0]; }
  std::vector<ExprId> indexOf(ValueId v, ExprId row, ExprId column) {
    Dims space = {plan_.rows, plan_.columns};
    return elements_.reshapeIndex(space, graph_.type(v).dims, std::vector<ExprId>{row, column});
  }
  std::vector<ExprId> rowIndexOf(ValueId v, ExprId row) {
    Dims space = {plan_.rows};
    return elements_.reshapeIndex(space, graph_.type(v).dims, std::vector<ExprId>{row});
  }
  void bindTemp(ValueId v, TempId temp) {
    LoopBuilder* loops = &loops_;
    elements_.bind(v, [loops, temp](ElementLowering::Index) { return loops->temp(temp); });
  }
  ExprId asAccumulator(ExprId value, DType from, DType to) {
    return from == to ? value : loops_.op(ScalarOp::kConvert, to, {value});
  }
  void bindRow(size_t k);
  void rowStage(int pass, absl::Span<const ExprId> rows);
  void columnStage(int pass, absl::Span<const ExprId> rows, ExprId column);
  void fullPass(int pass, absl::Span<const ExprId> rows);
  ExprId initial(int node, DType dtype) {
    ValueId v = graph_.nodes[plan_.nodes[node].node].operands[1];
    return asAccumulator(elements_.valueAt(v, std::vector<ExprId>(graph_.type(v).rank(), loops_.index(0))),
                         graph_.type(v).dtype, dtype);
  }

  const Graph& graph_;
  const FusionGroup& group_;
  RowPlan plan_;
  Layout layout_;
  const LoweringContext& context_;
  std::string name_;
  KernelBuilder kernel_;
  LoopBuilder& loops_;
  ElementLowering& elements_;
  int lanes_ = 1;
  std::vector<AccumId> totals_;  // by node
  std::vector<LoopBufferId> columnBuffers_;
  // Of each of the rows that are done together: by node.
  struct RowState {
    std::vector<AccumId> accums;
    std::vector<TempId> temps;
    std::vector<LoopBufferId> buffers;
  };
  std::vector<RowState> state_;
};

// Row values are those of row K from now on.
void RowLowering::bindRow(size_t k) {
  for (size_t i = 0; i < plan_.nodes.size(); ++i) {
    RowPlace place = plan_.nodes[i].place;
    if (place != RowPlace::kRow && place != RowPlace::kRowReduce) continue;
    ValueId v = valueOf(static_cast<int>(i));
    if (state_[k].temps[i].valid()) {
      bindTemp(v, state_[k].temps[i]);
    } else {
      elements_.unbind(v);  // bound to that of another row
    }
  }
}

// Row values that are ready before PASS.
void RowLowering::rowStage(int pass, absl::Span<const ExprId> rows) {
  for (size_t k = 0; k < rows.size(); ++k) {
    RowState& state = state_[k];
    if (rows.size() > 1) bindRow(k);
    for (size_t i = 0; i < plan_.nodes.size(); ++i) {
      const RowNode& n = plan_.nodes[i];
      ValueId v = valueOf(static_cast<int>(i));
      DType dtype = graph_.type(v).dtype;
      ExprId value;
      if (n.place == RowPlace::kRowReduce && n.pass + 1 == pass) {
        value = asAccumulator(loops_.accumValue(state.accums[i]), accumulatorType(dtype), dtype);
      } else if (n.place == RowPlace::kRow && n.pass == pass) {
        value = elements_.valueAt(v, rowIndexOf(v, rows[k]));
      } else {
        continue;
      }
      state.temps[i] = loops_.let(value);
      bindTemp(v, state.temps[i]);
      if (n.output) kernel_.store(v, rows[k], loops_.temp(state.temps[i]));
    }
  }
}

// The body of the loop over columns: values of PASS for each of ROWS, then sums, then stores.
void RowLowering::columnStage(int pass, absl::Span<const ExprId> rows, ExprId column) {
  struct Store {
    LoopBufferId buffer;
    ExprId index, value;
  };
  std::vector<Store> stores;
  std::vector<std::vector<ExprId>> sums(plan_.nodes.size());
  std::vector<std::pair<AccumId, ExprId>> accumulated;
  for (size_t k = 0; k < rows.size(); ++k) {
    ExprId row = rows[k];
    if (rows.size() > 1) bindRow(k);
    for (size_t i = 0; i < plan_.nodes.size(); ++i) {
      if (plan_.nodes[i].place != RowPlace::kFull) continue;
      ValueId v = valueOf(static_cast<int>(i));
      const RowNode& n = plan_.nodes[i];
      if (n.pass < pass && n.buffered) {
        LoopBuilder* loops = &loops_;
        LoopBufferId buffer = state_[k].buffers[i];
        elements_.bind(v, [loops, buffer, column](ElementLowering::Index) { return loops->load(buffer, column); });
      } else if (n.pass < pass && n.output) {
        elements_.bindBuffer(v, kernel_.buffer(v));
      } else {
        elements_.unbind(v);
      }
    }
    for (int i : plan_.evaluate[pass]) {
      const RowNode& n = plan_.nodes[i];
      ValueId v = valueOf(i);
      TempId temp = loops_.let(elements_.valueAt(v, indexOf(v, row, column)));
      bindTemp(v, temp);
      if (n.pass != pass) continue;
      if (n.buffered) stores.push_back({state_[k].buffers[i], column, loops_.temp(temp)});
      if (n.output) {
        ExprId linear = loops_.add(loops_.mul(row, loops_.index(plan_.columns)), column);
        stores.push_back({kernel_.buffer(v), linear, loops_.temp(temp)});
      }
    }
    for (size_t i = 0; i < plan_.nodes.size(); ++i) {
      const RowNode& n = plan_.nodes[i];
      if (n.pass != pass || n.place == RowPlace::kFull || n.place == RowPlace::kRow) continue;
      ValueId operand = graph_.nodes[n.node].operands[0];
      DType dtype = graph_.type(operand).dtype;
      ExprId value =
          asAccumulator(elements_.valueAt(operand, indexOf(operand, row, column)), dtype, accumulatorType(dtype));
      // Read before anything is stored.
      if (n.place == RowPlace::kRowReduce) {
        accumulated.emplace_back(state_[k].accums[i], loops_.temp(loops_.let(value)));
      } else {
        sums[i].push_back(value);
      }
    }
  }
  for (const auto& [accum, value] : accumulated) loops_.accumulate(accum, value);
  for (size_t i = 0; i < plan_.nodes.size(); ++i) {
    if (sums[i].empty()) continue;
    const RowNode& n = plan_.nodes[i];
    ScalarOp op = *simpleReduction(graph_, graph_.nodes[n.node].regions[0]);
    DType dtype = accumulatorType(graph_.type(valueOf(static_cast<int>(i))).dtype);
    std::vector<ExprId>& s = sums[i];
    while (s.size() > 1) {
      std::vector<ExprId> next;
      for (size_t k = 0; k + 1 < s.size(); k += 2) next.push_back(loops_.op(op, dtype, {s[k], s[k + 1]}));
      if (s.size() % 2 == 1) next.push_back(s.back());
      s = std::move(next);
    }
    TempId temp = loops_.let(s[0]);
    if (n.place == RowPlace::kTotalReduce) {
      loops_.accumulate(totals_[i], loops_.temp(temp));
    } else {
      ExprId sum = loops_.op(op, dtype, {loops_.load(columnBuffers_[i], column), loops_.temp(temp)});
      stores.push_back({columnBuffers_[i], column, sum});
    }
  }
  for (const Store& s : stores) loops_.store(s.buffer, s.index, s.value);
}

void RowLowering::fullPass(int pass, absl::Span<const ExprId> rows) {
  bool work = !plan_.evaluate[pass].empty();
  for (size_t i = 0; i < plan_.nodes.size(); ++i) {
    const RowNode& n = plan_.nodes[i];
    if (n.pass != pass || n.place == RowPlace::kFull || n.place == RowPlace::kRow) continue;
    work = true;
    if (n.place != RowPlace::kRowReduce) continue;
    DType dtype = accumulatorType(graph_.type(valueOf(static_cast<int>(i))).dtype);
    ScalarOp op = *simpleReduction(graph_, graph_.nodes[n.node].regions[0]);
    for (size_t k = 0; k < rows.size(); ++k) {
      state_[k].accums[i] = loops_.initAccum(dtype, op, initial(static_cast<int>(i), dtype));
    }
  }
  if (!work) return;
  LoopVarId c = loops_.openFor("c", loops_.index(0), loops_.index(plan_.columns),
                               lanes_ > 1 ? LoopKind::kVector : LoopKind::kSerial, 1, lanes_);
  columnStage(pass, rows, loops_.var(c));
  loops_.close();
}

StatusOr<std::vector<LoweredKernel>> RowLowering::run() {
  const int64_t R = plan_.rows, C = plan_.columns;
  std::vector<LoweredKernel> result;
  if (group_.elements == 0) {
    return unimplemented(graph_.describe(group_.anchored[0]), ": a reduction of an array without elements");
  }
  GroupWork work = groupWork(graph_, group_);
  size_t count = plan_.nodes.size();
  totals_.resize(count);
  columnBuffers_.resize(count);
  int64_t elementBytes = 4;
  bool allWide = true;
  for (const RowNode& n : plan_.nodes) allWide &= dtypeBytes(graph_.type(graph_.nodes[n.node].results[0]).dtype) == 8;
  if (allWide) elementBytes = 8;
  lanes_ = chooseLanes(context_.target, C, static_cast<int>(group_.nodes.size()), elementBytes);
  // Several rows at once hide the latency of the sums along a row; where nothing along a row is waited for, they save
  // reads and writes of the sums over rows.
  const int64_t chunkRows = layout_.tasks > 1 ? layout_.chunk : R;
  size_t together = 1;
  size_t widest = 0;
  for (const std::vector<int>& e : plan_.evaluate) widest = std::max(widest, e.size());
  if (plan_.rowValues) {
    together = widest > 8 || C > 128 ? 1 : widest > 4 ? 2 : 4;
  } else if (plan_.passes == 1 && !layout_.partials.empty() && count <= 16) {
    together = 4;
  }
  while (R % together != 0 || chunkRows % together != 0) together /= 2;
  if (plan_.rowValues && together > 1) {
    lanes_ = chooseLanes(context_.target, C, static_cast<int>(group_.nodes.size() * together), elementBytes);
  }
  state_.resize(together);
  for (size_t k = 0; k < together; ++k) {
    state_[k].accums.resize(count);
    state_[k].temps.resize(count);
    state_[k].buffers.resize(count);
    for (size_t i = 0; i < count; ++i) {
      if (!plan_.nodes[i].buffered) continue;
      DType dtype = accumulatorType(graph_.type(valueOf(static_cast<int>(i))).dtype);
      BufferSpace space = C <= kStackRow ? BufferSpace::kStack : BufferSpace::kScratch;
      state_[k].buffers[i] = loops_.local(absl::StrCat("row", k, "_", i), space, dtype, C);
    }
  }

  const bool parallel = layout_.tasks > 1;
  ExprId begin = loops_.index(0), end = loops_.index(R), task = loops_.index(0);
  if (parallel) {
    LoopVarId t = loops_.openFor("t", loops_.index(0), loops_.index(layout_.tasks), LoopKind::kParallel);
    task = loops_.var(t);
    begin = loops_.mul(task, loops_.index(layout_.chunk));
    end = loops_.add(begin, loops_.index(layout_.chunk));
    if (R % layout_.chunk != 0) end = loops_.min(end, loops_.index(R));
  }
  for (const Partial& p : layout_.partials) {
    ExprId start = parallel ? reductionIdentity(loops_, p.op, p.dtype) : initial(p.node, p.dtype);
    if (plan_.nodes[p.node].place == RowPlace::kTotalReduce) {
      totals_[p.node] = loops_.initAccum(p.dtype, p.op, start);
    } else {
      columnBuffers_[p.node] = loops_.local(absl::StrCat("col", p.node),
                                            C <= kStackRow ? BufferSpace::kStack : BufferSpace::kScratch, p.dtype, C);
      LoopVarId c = loops_.openFor("c", loops_.index(0), loops_.index(C),
                                   lanes_ > 1 ? LoopKind::kVector : LoopKind::kSerial, 1, lanes_);
      loops_.store(columnBuffers_[p.node], loops_.var(c), start);
      loops_.close();
    }
  }

  LoopVarId r = loops_.openFor("r", begin, end, LoopKind::kSerial, static_cast<int64_t>(together));
  std::vector<ExprId> rows;
  for (size_t k = 0; k < together; ++k)
    rows.push_back(loops_.add(loops_.var(r), loops_.index(static_cast<int64_t>(k))));
  for (int pass = 0; pass <= plan_.passes; ++pass) {
    rowStage(pass, rows);
    if (pass < plan_.passes) fullPass(pass, rows);
  }
  loops_.close();

  for (const Partial& p : layout_.partials) {
    ValueId v = valueOf(p.node);
    DType dtype = graph_.type(v).dtype;
    if (plan_.nodes[p.node].place == RowPlace::kTotalReduce) {
      ExprId total = loops_.accumValue(totals_[p.node]);
      if (parallel) {
        LoopBufferId ws = kernel_.workspace(absl::StrCat("w", p.node), p.dtype, layout_.tasks, p.offset, false, true);
        loops_.store(ws, task, total);
      } else {
        kernel_.store(v, loops_.index(0), asAccumulator(total, p.dtype, dtype));
      }
      continue;
    }
    LoopBufferId ws;
    if (parallel) ws = kernel_.workspace(absl::StrCat("w", p.node), p.dtype, layout_.tasks * C, p.offset, false, true);
    LoopVarId c = loops_.openFor("c", loops_.index(0), loops_.index(C),
                                 lanes_ > 1 ? LoopKind::kVector : LoopKind::kSerial, 1, lanes_);
    ExprId sum = loops_.load(columnBuffers_[p.node], loops_.var(c));
    if (parallel) {
      loops_.store(ws, loops_.add(loops_.mul(task, loops_.index(C)), loops_.var(c)), sum);
    } else {
      kernel_.store(v, loops_.var(c), asAccumulator(sum, p.dtype, dtype));
    }
    loops_.close();
  }
  if (parallel) loops_.close();
  ASSIGN_OR_RETURN(LoweredKernel main, kernel_.finish(work.flops, work.bytes));
  result.push_back(std::move(main));
  if (parallel && !layout_.partials.empty()) {
    // The partial sums of all tasks, added in task order.
    std::vector<ValueId> outputs, inputs;
    for (const Partial& p : layout_.partials) {
      outputs.push_back(valueOf(p.node));
    }
    for (ValueId v : group_.inputs) {
      if (graph_.type(v).elements() == 1) inputs.push_back(v);
    }
    KernelBuilder combine(context_, name_ + "_combine", inputs, outputs);
    LoopBuilder& loops = combine.loops();
    double bytes = 0;
    for (const Partial& p : layout_.partials) {
      ValueId v = valueOf(p.node);
      ValueId init = graph_.nodes[plan_.nodes[p.node].node].operands[1];
      DType dtype = graph_.type(v).dtype;
      LoopBufferId ws =
          combine.workspace(absl::StrCat("w", p.node), p.dtype, layout_.tasks * p.columns, p.offset, true, false);
      int lanes = chooseLanes(context_.target, p.columns, 4, dtypeBytes(p.dtype));
      LoopVarId c = loops.openFor("c", loops.index(0), loops.index(p.columns),
                                  lanes > 1 ? LoopKind::kVector : LoopKind::kSerial, 1, lanes);
      ExprId start = combine.elements().valueAt(init, {});
      if (dtype != p.dtype) start = loops.op(ScalarOp::kConvert, p.dtype, {start});
      AccumId sum = loops.initAccum(p.dtype, p.op, start);
      LoopVarId t = loops.openFor("t", loops.index(0), loops.index(layout_.tasks), LoopKind::kSerial);
      loops.accumulate(sum, loops.load(ws, loops.add(loops.mul(loops.var(t), loops.index(p.columns)), loops.var(c))));
      loops.close();
      ExprId total = loops.accumValue(sum);
      combine.store(v, loops.var(c), dtype == p.dtype ? total : loops.op(ScalarOp::kConvert, dtype, {total}));
      loops.close();
      bytes += static_cast<double>(layout_.tasks * p.columns * dtypeBytes(p.dtype));
    }
    ASSIGN_OR_RETURN(LoweredKernel second, combine.finish(bytes / 4, bytes));
    result.push_back(std::move(second));
  }
  return result;
}

}  // namespace

StatusOr<std::vector<LoweredKernel>> lowerRows(const LoweringContext& context, const FusionGroup& group,
                                               const std::string& name) {
  return RowLowering(context, group, name).run();
}

int64_t rowsWorkspaceBytes(const LoweringContext& context, const FusionGroup& group) {
  if (context.workers <= 1) return 0;
  return layoutOf(context, group, planRows(context.graph, *context.access, group)).workspace;
}

}  // namespace partita
