#include "codegen/schedule/default_schedule.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "base/text.h"
#include "codegen/lower/row_plan.h"

namespace partita {

namespace {

constexpr int64_t kTransposedColumns =
    128;  // of a block in which both sides of a transposition are read by cache lines
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
    visit(visit, s.value);
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
Cutting cut(const LoopNest& nest, const ScheduleContext& context, int64_t units, int64_t multiple = 1) {
  Cutting c;
  const int64_t tasks =
      taskCount(context.workers, context.taskSeconds, nest.flops, nest.bytes, (units + multiple - 1) / multiple);
  c.chunk = ((units + tasks - 1) / tasks + multiple - 1) / multiple * multiple;
  c.tasks = (units + c.chunk - 1) / c.chunk;
  return c;
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
    for (ExprId e : s.value.valid() ? loadsOf(nest.function, s.value) : std::vector<ExprId>())
      look(nest.function.exprs[e].args[0]);
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
    for (const NestStatement& s : nest.statements) values += s.temp.valid() ? 1 : 0;
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

}  // namespace

Schedule defaultSchedule(const LoopNest& nest, const ScheduleContext& context) {
  if (nest.statements.empty() || nest.axes.empty()) return {};
  return elementwise(nest, context);
}

}  // namespace partita
