#include <algorithm>

#include "base/text.h"
#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

constexpr int64_t kTransposedColumns =
    128;  // of a block in which both sides of a transposition are read by cache lines
constexpr size_t kMostTransposedValues = 8;  // more do not fit in registers

// Every statement in the same loops.
void inOneNest(Schedule& schedule, const LoopNest& nest, const std::vector<std::string>& order) {
  for (const NestStatement& s : nest.statements) schedule.order(s.name, order);
  for (size_t i = 1; i < nest.statements.size(); ++i)
    schedule.share(nest.statements[i].name, static_cast<int64_t>(order.size()));
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

}  // namespace

Schedule elementwiseSchedule(const LoopNest& nest, const ScheduleContext& context) {
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

}  // namespace partita
