#include <algorithm>

#include "base/text.h"
#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

constexpr int64_t kMostPartialRows = 64;

// Axes along which STATEMENT does not sum, and those along which it does.
bool has(const NestStatement& statement, AxisId axis, bool summed) {
  return std::any_of(statement.axes.begin(), statement.axes.end(),
                     [&](const AxisUse& use) { return use.axis == axis && isReduction(use.role) == summed; });
}

// Whether NEST only sums over rows: nothing is kept of a row. How many sums it makes.
int columnSums(const LoopNest& nest, AxisId row, AxisId column) {
  int sums = 0;
  for (const NestStatement& x : nest.statements) {
    if (!has(x, row, true) && !has(x, row, false)) continue;
    if (x.kind != NestKind::kReduction || !has(x, row, true) || !has(x, column, false)) return 0;
    ++sums;
  }
  return sums;
}

}  // namespace

StatusOr<Schedule> rowsSchedule(const LoopNest& nest, const ScheduleContext& context) {
  const AxisId row(0), column(1);
  const int64_t R = nest.axis(row).extent, C = nest.axis(column).extent;
  bool rowValues = false, sumsOverRows = false, sumsOfColumns = false, wide = true;
  size_t widest = 0, run = 0;  // values of one pass over a row
  int passes = 1;
  std::vector<TempId> pending;  // sums along the row of this pass
  for (const NestStatement& s : nest.statements) {
    for (TempId t : s.temps) wide = wide && dtypeBytes(nest.function.temps[t]) == 8;
    auto readsPending = [&](ExprId e) {
      for (TempId t : tempsOf(nest.function, e)) {
        if (std::find(pending.begin(), pending.end(), t) != pending.end()) return true;
      }
      return false;
    };
    bool newPass = std::any_of(s.values.begin(), s.values.end(), readsPending);
    for (const NestStore& store : s.stores) newPass = newPass || readsPending(store.value);
    const bool alongColumns = has(s, column, true), overRows = has(s, row, true);
    if (newPass && (has(s, column, false) || alongColumns)) {
      ++passes;
      run = 0;
      pending.clear();
    }
    if (s.kind == NestKind::kReduction) {
      sumsOverRows |= overRows;
      sumsOfColumns |= overRows && !alongColumns;
      if (!overRows) pending.push_back(s.temps[0]);
      rowValues |= !overRows;
    } else if (s.kind == NestKind::kValue && has(s, row, false)) {
      if (has(s, column, false)) widest = std::max(widest, ++run);
      // What is computed from a sum along the row is only known with it.
      else if (newPass)
        pending.push_back(s.temps[0]);
      rowValues |= !has(s, column, false);
    }
  }
  // A task must do more than the partial row costs, which is written and read once more.
  const int64_t limit = sumsOfColumns ? std::clamp<int64_t>(R / 32, 1, kMostPartialRows) : R;
  // Which rows are summed together is to follow from their number and length alone where sums are fixed.
  const double points = static_cast<double>(R) * static_cast<double>(C);
  const bool fixed = context.fixedSums && sumsOverRows;
  const int64_t tasks =
      taskCount(context.taskSeconds, fixed ? 8 * points : nest.flops, fixed ? 8 * points : nest.bytes, limit);
  const int64_t chunk = (R + tasks - 1) / tasks;
  const bool parallel = (R + chunk - 1) / chunk > 1;
  // Several rows at once hide the latency of the sums along a row; where nothing along a row is waited for, they save
  // reads and writes of the sums over rows.
  const int weight = weightOf(nest);
  int64_t together = 1;
  if (rowValues) {
    together = widest > 8 || C > 128 ? 1 : widest > 4 ? 2 : 4;
  } else if (passes == 1 && sumsOverRows && nest.statements.size() <= 24) {
    together = 4;
  }
  while (R % together != 0 || (parallel ? chunk : R) % together != 0) together /= 2;
  const bool alongRows = std::any_of(nest.statements.begin(), nest.statements.end(), [&](const NestStatement& s) {
    return s.kind == NestKind::kReduction && has(s, column, true);
  });
  int lanes =
      alongRows && context.fixedSums
          ? fixedLanes(context, C)
          : chooseLanes(context.target, C, rowValues ? weight * static_cast<int>(together) : weight, wide ? 8 : 4);
  // Sums of columns alone, of which one vector has all: it goes through the rows of the task.
  bool columnsFirst = false;
  if (const int sums = columnSums(nest, row, column); sums > 0) {
    const int64_t registers = context.target.vectorRegisters / 2 / sums;
    const int64_t most = lanesOfColumns(context, C, registers, wide ? 8 : 4);
    columnsFirst = most == C;
    if (columnsFirst) {
      lanes = static_cast<int>(most);
      together = 1;
    }
  }

  Schedule s;
  std::string rest = nest.axis(row).name;
  std::vector<std::string> outer;
  if (parallel) {
    s.split(rest, chunk, "t", "r.b").bind("t", Binding::kTask);
    outer.push_back("t");
    rest = "r.b";
  }
  std::string copies;
  if (together > 1) {
    s.split(rest, together, "r.o", "r.k").bind("r.k", Binding::kUnroll);
    rest = "r.o";
    copies = "r.k";
  }
  outer.push_back(rest);
  if (lanes > 1) s.bind(nest.axis(column).name, Binding::kVector, lanes);
  const NestStatement* first = nullptr;  // that needs all rows
  for (const NestStatement& x : nest.statements) {
    const bool overRows = x.kind == NestKind::kReduction && has(x, row, true);
    if (overRows && parallel) s.partial(x.name, "t");
    if (!has(x, row, true) && !has(x, row, false)) {
      if (first == nullptr) first = &x;
      continue;  // after all rows
    }
    std::vector<std::string> order = outer;
    if (has(x, column, true) || has(x, column, false)) order.push_back(nest.axis(column).name);
    if (columnsFirst) std::swap(order[order.size() - 2], order.back());
    if (!copies.empty()) order.push_back(copies);
    s.order(x.name, order);
  }
  if (parallel && first != nullptr) {
    // The first statement that needs all rows begins the second kernel, with the sums it reads.
    ExprId value = first->kind == NestKind::kStore ? first->stores[0].value : first->values[0];
    std::vector<TempId> sums = tempsOf(nest.function, value);
    s.launch(sums.empty() ? first->name : strCat("t", sums[0].index, ".sum"));
  }
  // A pass computes values, sums, then stores: what comes before that in this order belongs to the next one, even where
  // it does not wait for a sum.
  absl::flat_hash_set<const NestStatement*> nextPass;
  NestKind last = NestKind::kValue;
  for (const NestStatement& x : nest.statements) {
    if (!has(x, column, true) && !has(x, column, false)) continue;
    if (x.kind < last) nextPass.insert(&x);
    last = x.kind;
  }
  RETURN_IF_ERROR(shareLoops(s, nest, nextPass, static_cast<int>(outer.size())));
  return s;
}

}  // namespace partita
