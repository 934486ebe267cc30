#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {


}  // namespace

// Copies and updates of the same memory. Where all of them run over the first axis, which nothing is looked up along,
// tasks are blocks of it; else each statement that has no order is cut for itself, in a kernel of its own.
Schedule updatesSchedule(const LoopNest& nest, const ScheduleContext& context) {
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

}  // namespace partita
