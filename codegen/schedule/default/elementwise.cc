#include <algorithm>

#include "base/text.h"
#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

constexpr int64_t kUnitsOfATask = 4;  // so that the last task, which may have fewer, is not missed
constexpr int64_t kPageBytes = 4096, kPieceBytes = 256, kFewPieces = 16;

int64_t pointsOf(const std::vector<const NestAxis*>& axes) {
  int64_t points = 1;
  for (const NestAxis* axis : axes) points *= axis->extent;
  return points;
}

// All axes but the last, outermost first: as the largest array that is read lies, where its rows follow each other in
// another order than what is stored. Reads wait, stores do not.
std::vector<const NestAxis*> outerAxes(const LoopNest& nest) {
  std::vector<const NestAxis*> axes;
  for (size_t d = 0; d + 1 < nest.axes.size(); ++d) axes.push_back(&nest.axes[d]);
  const LoopFunction& f = nest.function;
  ExprId index;
  int64_t elements = 0;
  auto look = [&](ExprId value) {
    for (ExprId load : loadsOf(f, value)) {
      if (f.buffers[f.exprs[load].buffer].elements <= elements) continue;
      index = f.exprs[load].args[0];
      elements = f.buffers[f.exprs[load].buffer].elements;
    }
  };
  for (const NestStatement& s : nest.statements) {
    for (ExprId value : s.values) look(value);
    for (const NestStore& store : s.stores) look(store.value);
  }
  auto stride = [&](const NestAxis& axis) { return strideOf(f, index, axis.var).value_or(0); };
  const bool inRows = index.valid() && stride(nest.axes.back()) == 1 &&
                      std::all_of(axes.begin(), axes.end(), [&](const NestAxis* axis) { return stride(*axis) > 0; });
  if (!inRows) return axes;
  std::vector<const NestAxis*> asRead = axes;
  std::stable_sort(asRead.begin(), asRead.end(),
                   [&](const NestAxis* x, const NestAxis* y) { return stride(*x) > stride(*y); });
  // Short pieces that are stored whole pages apart would all fall into the same sets of the nearest cache.
  for (const NestStatement& s : nest.statements) {
    for (const NestStore& store : s.stores) {
      const int64_t bytes = dtypeBytes(f.buffers[store.buffer].dtype);
      const int64_t apart = strideOf(f, store.index, asRead.back()->var).value_or(0) * bytes;
      const int64_t least = asRead.back()->extent > kFewPieces ? 2 * kPieceBytes : kPieceBytes;
      if (apart % kPageBytes == 0 && nest.axes.back().extent * bytes < least) return axes;
    }
  }
  return asRead;
}

// Every statement in the same loops.
void inOneNest(Schedule& schedule, const LoopNest& nest, const std::vector<std::string>& order) {
  for (const NestStatement& s : nest.statements) schedule.order(s.name, order);
  for (size_t i = 1; i < nest.statements.size(); ++i)
    schedule.share(nest.statements[i].name, static_cast<int64_t>(order.size()));
}

}  // namespace

Schedule elementwiseSchedule(const LoopNest& nest, const ScheduleContext& context) {
  const NestAxis& inner = nest.axes.back();
  const int64_t bytes = elementBytes(nest);
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
    // Tasks are blocks of as many of the outer axes as there are tasks for.
    const std::vector<const NestAxis*> axes = outerAxes(nest);
    const int64_t wanted = cut(nest, context, pointsOf(axes)).tasks;
    std::string whole = axes[0]->name;
    int64_t units = axes[0]->extent;
    size_t next = 1;
    for (; next < axes.size() && units % wanted != 0 && units < kUnitsOfATask * wanted; ++next) {
      const std::string fused = strCat("f", next);
      s.fuse(whole, axes[next]->name, fused);
      whole = fused;
      units *= axes[next]->extent;
    }
    if (wanted > 1) {
      s.split(whole, (units + wanted - 1) / wanted, "t", "r").bind("t", Binding::kTask);
      order = {"t", "r"};
    } else {
      order = {whole};
    }
    for (; next < axes.size(); ++next) order.push_back(axes[next]->name);
  }
  if (lanes > 1) s.bind(vector, Binding::kVector, lanes);
  order.push_back(vector);
  inOneNest(s, nest, order);
  return s;
}

}  // namespace partita
