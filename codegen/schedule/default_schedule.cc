#include "codegen/schedule/default_schedule.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/text.h"
#include "codegen/lower/row_plan.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

namespace {

constexpr int64_t kTransposedColumns =
    128;  // of a block in which both sides of a transposition are read by cache lines
constexpr int64_t kMostPartialRows = 64;
constexpr int64_t kColumnsOfATask = 256;     // of a scatter: each task looks up all places
constexpr size_t kMostTransposedValues = 8;  // more do not fit in registers

// Operations and loads of a nest, addresses apart: what a loop over it keeps alive.
int weightOf(const LoopNest& nest) {
  absl::flat_hash_set<ExprId> seen;
  int weight = 0;
  auto visit = [&](auto&& self, ExprId id) -> void {
    if (!id.valid() || !seen.insert(id).second) return;
    const Expr& e = nest.function.exprs[id];
    if (e.kind == ExprKind::kLoad) {
      ++weight;
      return;
    }
    if (e.kind == ExprKind::kOp && e.dtype != DType::kI64) ++weight;
    for (ExprId arg : e.args) self(self, arg);
  };
  for (const NestStatement& s : nest.statements) {
    for (ExprId value : s.values) visit(visit, value);
    for (const NestStore& store : s.stores) visit(visit, store.value);
  }
  return weight;
}

// Bytes of the narrowest stored element, as it is computed with.
int64_t elementBytes(const LoopNest& nest) {
  int64_t bytes = 8;
  for (const NestStatement& s : nest.statements) {
    for (const NestStore& store : s.stores)
      bytes = std::min(bytes, std::max<int64_t>(dtypeBytes(nest.function.buffers[store.buffer].dtype), 4));
  }
  return bytes;
}

// Every statement in the same loops.
void inOneNest(Schedule& schedule, const LoopNest& nest, const std::vector<std::string>& order) {
  for (const NestStatement& s : nest.statements) schedule.order(s.name, order);
  for (size_t i = 1; i < nest.statements.size(); ++i)
    schedule.share(nest.statements[i].name, static_cast<int64_t>(order.size()));
}

// Work that is cut into tasks: blocks of UNITS, and how many.
struct Cutting {
  int64_t tasks = 1, chunk = 1;
};
Cutting cut(double flops, double bytes, const ScheduleContext& context, int64_t units, int64_t multiple) {
  Cutting c;
  const int64_t tasks = taskCount(context.taskSeconds, flops, bytes, (units + multiple - 1) / multiple);
  c.chunk = ((units + tasks - 1) / tasks + multiple - 1) / multiple * multiple;
  c.tasks = (units + c.chunk - 1) / c.chunk;
  return c;
}
Cutting cut(const LoopNest& nest, const ScheduleContext& context, int64_t units, int64_t multiple = 1) {
  return cut(nest.flops, nest.bytes, context, units, multiple);
}

// An axis along which an access is contiguous that strides along the last one; -1: none.
int transposedAxis(const LoopNest& nest) {
  const int inner = static_cast<int>(nest.axes.size()) - 1;
  int transposed = -1;
  auto look = [&](ExprId index) {
    auto stride = strideOf(nest.function, index, nest.axes[static_cast<size_t>(inner)].var);
    if (!stride || *stride <= 1) return;
    for (int a = 0; a < inner; ++a) {
      if (strideOf(nest.function, index, nest.axes[static_cast<size_t>(a)].var) == 1) transposed = a;
    }
  };
  for (const NestStatement& s : nest.statements) {
    for (ExprId value : s.values) {
      for (ExprId e : loadsOf(nest.function, value)) look(nest.function.exprs[e].args[0]);
    }
    for (const NestStore& store : s.stores) {
      look(store.index);
      for (ExprId e : loadsOf(nest.function, store.value)) look(nest.function.exprs[e].args[0]);
    }
  }
  return transposed;
}

// Blocks in which both sides are read and written by cache lines, in them square tiles that are transposed in
// registers.
Schedule transposing(const LoopNest& nest, const ScheduleContext& context, int transposed, int64_t square) {
  Schedule s;
  const size_t rank = nest.axes.size();
  const NestAxis &across = nest.axes[static_cast<size_t>(transposed)], &inner = nest.axes.back();
  s.split(across.name, square, across.name + ".b", across.name + ".k");
  const bool blocked = inner.extent > kTransposedColumns;
  if (blocked) s.split(inner.name, kTransposedColumns, inner.name + ".b", inner.name + ".i");
  const std::string lanes = blocked ? inner.name + ".i" : inner.name;
  // Tasks cut the outermost loop.
  const bool first = transposed == 0 || rank == 2;
  std::string outer = first ? across.name + ".b" : nest.axes[0].name;
  std::vector<std::string> order;
  const Cutting cutting = cut(nest, context, first ? across.extent / square : nest.axes[0].extent);
  if (cutting.tasks > 1) {
    s.split(outer, cutting.chunk, "t", outer + ".r");
    s.bind("t", Binding::kTask);
    order.push_back("t");
    outer += ".r";
  }
  for (size_t d = 0; d + 1 < rank; ++d) {
    if (static_cast<int>(d) != transposed) order.push_back(d == 0 ? outer : nest.axes[d].name);
  }
  if (blocked) order.push_back(inner.name + ".b");
  order.push_back(first ? outer : across.name + ".b");
  order.push_back(lanes);
  order.push_back(across.name + ".k");
  s.bind(lanes, Binding::kVector, square).bind(across.name + ".k", Binding::kUnroll);
  inOneNest(s, nest, order);
  return s;
}

// All statements over all axes: one nest of loops, the last axis in vectors.
Schedule elementwise(const LoopNest& nest, const ScheduleContext& context) {
  const NestAxis& inner = nest.axes.back();
  const int64_t bytes = elementBytes(nest);
  const int64_t square = context.target.lanes(bytes);
  if (const int transposed = transposedAxis(nest); transposed >= 0) {
    size_t values = 0;
    for (const NestStatement& s : nest.statements) values += s.temps.size();
    if (nest.axes[static_cast<size_t>(transposed)].extent % square == 0 && inner.extent >= square &&
        values <= kMostTransposedValues)
      return transposing(nest, context, transposed, square);
  }
  const int lanes = chooseLanes(context.target, inner.extent, weightOf(nest), bytes);
  Schedule s;
  std::vector<std::string> order;
  std::string vector = inner.name;
  if (nest.axes.size() == 1) {
    const Cutting cutting = cut(nest, context, inner.extent, lanes);
    if (cutting.tasks > 1) {
      s.split(inner.name, cutting.chunk, "t", "i").bind("t", Binding::kTask);
      order.push_back("t");
      vector = "i";
    }
  } else {
    int64_t outer = 1;
    for (size_t d = 0; d + 1 < nest.axes.size(); ++d) outer *= nest.axes[d].extent;
    Cutting cutting = cut(nest, context, outer);
    size_t next = 0;
    if (cutting.tasks > 1) {
      std::string whole = nest.axes[0].name;
      next = 1;
      if (nest.axes[0].extent % cutting.tasks == 0) {
        cutting.chunk = nest.axes[0].extent / cutting.tasks;
      } else {
        for (; next + 1 < nest.axes.size(); ++next) {
          std::string fused = strCat("f", next);
          s.fuse(whole, nest.axes[next].name, fused);
          whole = fused;
        }
      }
      s.split(whole, cutting.chunk, "t", "r").bind("t", Binding::kTask);
      order = {"t", "r"};
    }
    for (; next + 1 < nest.axes.size(); ++next) order.push_back(nest.axes[next].name);
  }
  if (lanes > 1) s.bind(vector, Binding::kVector, lanes);
  order.push_back(vector);
  inOneNest(s, nest, order);
  return s;
}

// Axes along which STATEMENT does not sum, and those along which it does.
bool has(const NestStatement& statement, AxisId axis, bool summed) {
  return std::any_of(statement.axes.begin(), statement.axes.end(),
                     [&](const AxisUse& use) { return use.axis == axis && isReduction(use.role) == summed; });
}

// Each statement in as many loops of the one before it as it can be, those of APART in at most LOOPS.
Status shareLoops(Schedule& schedule, const LoopNest& nest, const absl::flat_hash_set<const NestStatement*>& apart,
                  int loops) {
  ASSIGN_OR_RETURN(LoopPlan plan, planUnfinished(nest, schedule));
  for (size_t i = 1; i < plan.statements.size(); ++i) {
    PlannedStatement& s = plan.statements[i];
    s.share = mostShared(plan, i);
    if (apart.contains(s.statement)) s.share = std::min(s.share, loops);
    if (s.share > 0) schedule.share(s.name(), s.share);
  }
  return absl::OkStatus();
}

// Sums along and over rows: tasks are blocks of rows, a row is read in vectors; sums over rows are made for each task.
StatusOr<Schedule> rows(const LoopNest& nest, const ScheduleContext& context) {
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
  const int64_t tasks = taskCount(context.taskSeconds, nest.flops, nest.bytes, limit);
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
  const int lanes =
      chooseLanes(context.target, C, rowValues ? weight * static_cast<int>(together) : weight, wide ? 8 : 4);

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

// One reduction or scan and the stores of its results: tasks are blocks of the first parallel axis; vectors run along
// the last axis where that is parallel, else along it as it is summed over.
StatusOr<Schedule> reduction(const LoopNest& nest, const ScheduleContext& context) {
  const NestStatement& sum = nest.statements[0];
  std::vector<AxisUse> kept, carried;
  for (const AxisUse& use : sum.axes) (use.role == AxisRole::kParallel ? kept : carried).push_back(use);
  const bool simple = sum.combine != ScalarOp::kNone, scans = sum.kind == NestKind::kScan;
  // The last axis that moves through memory: windows do not.
  const bool keptLast =
      !kept.empty() && nest.axis(kept.back().axis).extent > 1 && (scans || sum.axes.back().role != AxisRole::kReduced);
  Schedule s;
  auto lanesOf = [&](AxisId axis) {
    return chooseLanes(context.target, nest.axis(axis).extent, simple ? 4 : 16, elementBytes(nest));
  };
  std::vector<std::string> outer, inner;
  for (const AxisUse& use : kept) outer.push_back(nest.axis(use.axis).name);
  for (const AxisUse& use : carried) inner.push_back(nest.axis(use.axis).name);
  // A scan along the contiguous axis: its points wait for each other, so several rows run at once.
  auto contiguous = [&](AxisId axis) {
    const NestStatement& last = nest.statements.back();
    return strideOf(nest.function, last.stores[0].index, nest.axis(axis).var) == 1;
  };
  AxisId vector;
  int64_t rowsAtOnce = 1;
  if (keptLast && scans && !contiguous(kept.back().axis)) {
    const std::string name = outer.back();
    for (int64_t rows : {4, 2}) {
      if (nest.axis(kept.back().axis).extent % rows != 0) continue;
      s.split(name, rows, name + ".o", name + ".k").bind(name + ".k", Binding::kUnroll);
      outer.back() = name + ".o";
      inner.push_back(name + ".k");
      rowsAtOnce = rows;
      break;
    }
  } else if (keptLast) {
    vector = kept.back().axis;
  } else if (simple && !scans && !carried.empty()) {
    vector = carried.back().axis;
  }
  const int lanes = vector.valid() ? lanesOf(vector) : 1;
  std::string vectorPiece = vector.valid() ? nest.axis(vector).name : "";
  // Tasks are blocks of the first axis, of whole vectors where its points are lanes.
  if (!kept.empty()) {
    const bool first = kept[0].axis == vector;
    const int64_t step = kept.size() == 1 ? rowsAtOnce : 1;  // points of a round of its loop
    const Cutting cutting = cut(nest, context, nest.axis(kept[0].axis).extent / step, first ? lanes : 1);
    if (cutting.tasks > 1) {
      s.split(outer[0], cutting.chunk, "t", outer[0] + ".r").bind("t", Binding::kTask);
      outer[0] += ".r";
      if (first) vectorPiece = outer[0];
      outer.insert(outer.begin(), "t");
    }
  }
  if (lanes > 1) s.bind(vectorPiece, Binding::kVector, lanes);
  std::vector<std::string> order = outer;
  order.insert(order.end(), inner.begin(), inner.end());
  s.order(sum.name, order);
  for (size_t i = 1; i < nest.statements.size(); ++i) s.order(nest.statements[i].name, scans ? order : outer);
  RETURN_IF_ERROR(shareLoops(s, nest, {}, 0));
  return s;
}

// Copies and updates of the same memory. Where all of them run over the first axis, which nothing is looked up along,
// tasks are blocks of it; else each statement that has no order is cut for itself, in a kernel of its own.
Schedule updates(const LoopNest& nest, const ScheduleContext& context) {
  Schedule s;
  const int64_t bytes = elementBytes(nest);
  const AxisId column(0);
  const bool shared = hasSequentialAxis(nest.statements.back()) &&
                      std::all_of(nest.statements.begin(), nest.statements.end(), [&](const NestStatement& x) {
                        return std::any_of(x.axes.begin(), x.axes.end(), [&](const AxisUse& u) {
                          return u.axis == column && u.role == AxisRole::kParallel;
                        });
                      });
  if (shared) {
    std::string lanesOf = nest.axis(column).name;
    const int64_t columns = nest.axis(column).extent;
    const int64_t tasks = taskCount(context.taskSeconds, nest.flops, nest.bytes, columns / kColumnsOfATask);
    const int64_t chunk = ((columns + tasks - 1) / tasks + 15) / 16 * 16;
    const bool parallel = chunk < columns;
    if (parallel) {
      s.split(lanesOf, chunk, "t", "c.i").bind("t", Binding::kTask);
      lanesOf = "c.i";
    }
    if (const int lanes = chooseLanes(context.target, std::min(chunk, columns), 4, bytes); lanes > 1)
      s.bind(lanesOf, Binding::kVector, lanes);
    for (const NestStatement& x : nest.statements) {
      std::vector<std::string> order;
      if (parallel) order.push_back("t");
      for (const AxisUse& use : x.axes) {
        if (!(use.axis == column)) order.push_back(nest.axis(use.axis).name);
      }
      order.push_back(lanesOf);
      s.order(x.name, order);
    }
    for (size_t i = 1; parallel && i < nest.statements.size(); ++i) s.share(nest.statements[i].name, 1);
    return s;
  }
  absl::flat_hash_set<uint32_t> tasks;  // axes that were cut
  // An axis is cut where it is the first one of all statements that run over it, and none of them runs in order.
  absl::flat_hash_map<uint32_t, bool> cuts;
  for (const NestStatement& x : nest.statements) {
    for (const AxisUse& use : x.axes) {
      const bool first = use.axis == x.axes[0].axis && !hasSequentialAxis(x);
      auto [it, isNew] = cuts.emplace(use.axis.index, first);
      it->second = it->second && first;
    }
  }
  auto strideOne = [&](const NestStatement& x) {
    return strideOf(nest.function, x.stores[0].index, nest.axis(x.axes.back().axis).var) == 1;
  };
  for (const NestStatement& x : nest.statements) {
    if (x.axes.empty()) continue;
    const NestAxis &first = nest.axis(x.axes[0].axis), &last = nest.axis(x.axes.back().axis);
    const bool only = x.axes.size() == 1;
    double points = 1;
    for (const AxisUse& use : x.axes) points *= static_cast<double>(nest.axis(use.axis).extent);
    const int lanes = x.axes.back().role == AxisRole::kParallel && strideOne(x)
                          ? chooseLanes(context.target, last.extent, 4, bytes)
                          : 1;
    std::string inner = last.name;
    bool& cutting = cuts[x.axes[0].axis.index];
    if (cutting) {
      const Cutting c = cut(points, 3 * points * static_cast<double>(bytes), context, first.extent, only ? lanes : 1);
      const std::string rest = first.name + ".r";
      if (c.tasks > 1) {
        s.split(first.name, c.chunk, first.name + ".t", rest).bind(first.name + ".t", Binding::kTask);
        if (only) inner = rest;
      }
      cutting = false;  // decided
      if (c.tasks > 1) tasks.insert(x.axes[0].axis.index);
    } else if (only && tasks.contains(x.axes[0].axis.index)) {
      continue;  // bound by the statement before it
    }
    if (lanes > 1) s.bind(inner, Binding::kVector, lanes);
  }
  for (size_t i = 1; !tasks.empty() && i < nest.statements.size(); ++i) s.launch(nest.statements[i].name);
  return s;
}

// Whether LOAD moves along AXIS.
bool movesAlong(const LoopNest& nest, ExprId load, const NestAxis& axis) {
  return strideOf(nest.function, nest.function.exprs[load].args[0], axis.var) != 0;
}

// The largest divisor of EXTENT that is at most MOST.
int64_t divisor(int64_t extent, int64_t most) {
  for (int64_t d = std::min(extent, most); d > 1; --d) {
    if (extent % d == 0) return d;
  }
  return 1;
}

// A sum of products over windows and features, and what follows it at each point: the last axis of the result in
// vectors, and a tile of another axis in registers that shares what is read along the vectors.
Schedule contraction(const LoopNest& nest, const NestStatement& sum, const ScheduleContext& context) {
  std::vector<AxisId> parallel, reduced;
  for (const AxisUse& use : sum.axes) (isReduction(use.role) ? reduced : parallel).push_back(use.axis);
  // Innermost what moves least in memory.
  std::vector<std::pair<int64_t, std::string>> byStride;
  for (AxisId axis : reduced) {
    int64_t largest = 0;
    for (ExprId load : loadsOf(nest.function, sum.values[0])) {
      const auto stride = strideOf(nest.function, nest.function.exprs[load].args[0], nest.axis(axis).var);
      largest = std::max(largest, std::abs(stride.value_or(0)));
    }
    byStride.emplace_back(largest, nest.axis(axis).name);
  }
  std::stable_sort(byStride.begin(), byStride.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> summed;
  for (auto& [stride, name] : byStride) summed.push_back(std::move(name));
  size_t vector = parallel.size() - 1;
  while (vector > 0 && nest.axis(parallel[vector]).extent == 1) --vector;
  const NestAxis& across = nest.axis(parallel[vector]);
  const int64_t machine = context.target.lanes(std::max<int64_t>(4, dtypeBytes(nest.function.temps[sum.temps[0]])));
  // Two machine vectors where the axis has them.
  int64_t lanes = 1;
  while (lanes < 2 * machine && across.extent >= 2 * lanes) lanes *= 2;
  if (across.extent % lanes != 0 && lanes == 2 * machine && across.extent < 4 * lanes) lanes = machine;
  const int64_t registers = std::max<int64_t>(1, lanes / machine);  // of one sum
  const int64_t most = (context.target.vectorRegisters - 4) / registers;
  // The axis with the largest tile along which the vectors that are read do not move, else any.
  size_t tiled = parallel.size();
  int64_t tile = 1;
  bool shared = false;
  for (size_t a = parallel.size(); a-- > 0;) {
    if (a == vector) continue;
    const NestAxis& axis = nest.axis(parallel[a]);
    bool shares = true;
    for (ExprId load : loadsOf(nest.function, sum.values[0]))
      shares = shares && !(movesAlong(nest, load, across) && movesAlong(nest, load, axis));
    const int64_t size = divisor(axis.extent, std::min<int64_t>(most, 12));
    if (size <= 1 || (shared && !shares) || (shares == shared && size <= tile)) continue;
    tiled = a;
    tile = size;
    shared = shares;
  }
  Schedule s;
  std::vector<std::string> pieces;
  for (size_t a = 0; a < parallel.size(); ++a) {
    std::string name = nest.axis(parallel[a]).name;
    if (a == tiled) {
      s.split(name, tile, name + ".o", name + ".u").bind(name + ".u", Binding::kUnroll);
      name += ".o";
    }
    if (a != vector) pieces.push_back(name);
  }
  std::vector<int64_t> extents;
  for (size_t a = 0; a < parallel.size(); ++a) {
    if (a != vector) extents.push_back(nest.axis(parallel[a]).extent / (a == tiled ? tile : 1));
  }
  // Tasks: blocks of the outermost axes, as many of them as it takes.
  std::vector<std::string> order;
  size_t first = 0;
  int64_t units = 1;
  const int64_t wanted = cut(nest, context, 1 << 20).tasks;
  std::string whole;
  while (first < extents.size() && units < wanted) {
    if (first == 0) {
      whole = pieces[0];
    } else {
      const std::string fused = strCat("f", first);
      s.fuse(whole, pieces[first], fused);
      whole = fused;
    }
    units *= extents[first++];
  }
  const Cutting cutting = cut(nest, context, units);
  if (cutting.tasks > 1) {
    s.split(whole, cutting.chunk, "t", "r").bind("t", Binding::kTask);
    order = {"t", "r"};
  } else if (first > 0) {
    order = {whole};
  }
  order.insert(order.end(), pieces.begin() + static_cast<std::ptrdiff_t>(first), pieces.end());
  if (lanes > 1) s.bind(across.name, Binding::kVector, lanes);
  order.push_back(across.name);
  const int64_t outside = static_cast<int64_t>(order.size());
  std::vector<std::string> inner;
  if (tiled < parallel.size()) inner.push_back(nest.axis(parallel[tiled]).name + ".u");
  for (const NestStatement& statement : nest.statements) {
    std::vector<std::string> own = order;
    if (&statement == &sum) own.insert(own.end(), summed.begin(), summed.end());
    own.insert(own.end(), inner.begin(), inner.end());
    s.order(statement.name, std::move(own));
  }
  for (size_t i = 1; i < nest.statements.size(); ++i) s.share(nest.statements[i].name, outside);
  return s;
}

}  // namespace

StatusOr<Schedule> defaultSchedule(const LoopNest& nest, const ScheduleContext& context) {
  if (nest.statements.empty() || nest.axes.empty()) return Schedule();
  const bool stores = std::all_of(nest.statements.begin(), nest.statements.end(),
                                  [](const NestStatement& x) { return x.kind == NestKind::kStore; });
  if (stores) return updates(nest, context);
  // Sums of products: of convolutions, over features or, where there is one for each channel, over the window alone.
  for (const NestStatement& x : nest.statements) {
    if (x.kind != NestKind::kReduction || x.combine != ScalarOp::kAdd) continue;
    const bool product = nest.function.exprs[x.values[0]].op == ScalarOp::kMultiply;
    if (std::any_of(x.axes.begin(), x.axes.end(), [&](const AxisUse& u) {
          return u.role == AxisRole::kContracted || (u.role == AxisRole::kWindow && product);
        }))
      return contraction(nest, x, context);
  }
  auto is = [&](auto test) { return std::any_of(nest.statements.begin(), nest.statements.end(), test); };
  if (!is([&](const NestStatement& x) { return !x.initials.empty() || x.axes.size() != nest.axes.size(); }))
    return elementwise(nest, context);
  const bool combines = is([](const NestStatement& x) { return !x.initials.empty() && x.combine == ScalarOp::kNone; });
  if (nest.axes.size() == 2 && !combines && !is([](const NestStatement& x) {
        return x.guard.valid() || x.kind == NestKind::kScan ||
               std::any_of(x.axes.begin(), x.axes.end(), [](const AxisUse& u) { return u.role == AxisRole::kWindow; });
      }))
    return rows(nest, context);
  return reduction(nest, context);
}

}  // namespace partita
