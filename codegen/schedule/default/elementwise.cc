#include <algorithm>

#include "base/text.h"
#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

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
