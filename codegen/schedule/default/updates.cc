#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/text.h"
#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

// Copies and updates along one axis whose points write different places, whatever the order of the others: tasks are
// blocks of it.
Schedule apart(const LoopNest& nest, const ScheduleContext& context) {
  Schedule s;
  const NestAxis& first = nest.axis(nest.statements.back().axes[0].axis);
  std::vector<std::string> outer = {first.name};
  if (const Cutting cutting = cut(nest, context, first.extent); cutting.tasks > 1) {
    s.split(first.name, cutting.chunk, "t", first.name + ".r").bind("t", Binding::kTask);
    outer = {"t", first.name + ".r"};
  }
  absl::flat_hash_set<std::string> lanes;
  for (const NestStatement& x : nest.statements) {
    std::vector<std::string> order = outer;
    for (size_t a = 1; a < x.axes.size(); ++a) order.push_back(nest.axis(x.axes[a].axis).name);
    const NestAxis& last = nest.axis(x.axes.back().axis);
    const bool contiguous = x.axes.size() > 1 && x.axes.back().role == AxisRole::kParallel &&
                            strideOf(nest.function, x.stores[0].index, last.var) == 1;
    const int own = contiguous ? chooseLanes(context.target, last.extent, 4, elementBytes(nest)) : 1;
    if (own > 1 && lanes.insert(last.name).second) s.bind(last.name, Binding::kVector, own);
    s.order(x.name, std::move(order));
  }
  for (size_t i = 1; i < nest.statements.size(); ++i)
    s.share(nest.statements[i].name, static_cast<int64_t>(outer.size()));
  return s;
}

// Statement X, none of whose axes another statement has: tasks are blocks of all of them but the last, and of that one
// too where they are few. Whether there is more than one task.
bool cutAlone(Schedule& s, const LoopNest& nest, const NestStatement& x, const ScheduleContext& context, double bytes,
              int lanes) {
  const NestAxis& last = nest.axis(x.axes.back().axis);
  int64_t outer = 1;
  for (size_t a = 0; a + 1 < x.axes.size(); ++a) outer *= nest.axis(x.axes[a].axis).extent;
  const int64_t wanted = taskCount(context.taskSeconds, 0, bytes, outer * last.extent);
  if (wanted == 1) return false;
  std::string whole = nest.axis(x.axes[0].axis).name, inner = last.name;
  int fusions = 0;
  auto fuse = [&](const std::string& piece) {
    const std::string fused = strCat(x.name, ".f", fusions++);
    s.fuse(whole, piece, fused);
    whole = fused;
  };
  for (size_t a = 1; a + 1 < x.axes.size(); ++a) fuse(nest.axis(x.axes[a].axis).name);
  if (outer < wanted) {
    const int64_t blocks = (wanted + outer - 1) / outer;
    const int64_t block = ((last.extent + blocks - 1) / blocks + lanes - 1) / lanes * lanes;
    if (block < last.extent) {
      s.split(last.name, block, last.name + ".t", last.name + ".i");
      fuse(last.name + ".t");
      inner = last.name + ".i";
      outer *= (last.extent + block - 1) / block;
    }
  }
  const int64_t chunk = (outer + wanted - 1) / wanted;
  if (chunk >= outer) return false;
  const std::string task = x.name + ".t", rest = x.name + ".r";
  s.split(whole, chunk, task, rest).bind(task, Binding::kTask);
  if (lanes > 1) s.bind(inner, Binding::kVector, lanes);
  s.order(x.name, {task, rest, inner});
  return true;
}

}  // namespace

// Copies and updates of the same memory. Where all of them run over the first axis, which nothing is looked up along,
// tasks are blocks of it; else each statement that has no order is cut for itself, in a kernel of its own.
Schedule updatesSchedule(const LoopNest& nest, const ScheduleContext& context) {
  Schedule s;
  const int64_t bytes = elementBytes(nest);
  const AxisId column(0);
  const NestStatement& update = nest.statements.back();
  const bool isApart = hasSequentialAxis(update) && !update.axes.empty() && update.axes[0].role == AxisRole::kParallel;
  if (isApart && std::all_of(nest.statements.begin(), nest.statements.end(), [&](const NestStatement& x) {
        return !x.axes.empty() && x.axes[0].axis == update.axes[0].axis;
      }))
    return apart(nest, context);
  const bool shared = !isApart && hasSequentialAxis(update) &&
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
  absl::flat_hash_set<uint32_t> tasks;     // axes that were cut
  absl::flat_hash_set<std::string> bound;  // pieces that are lanes
  // An axis is cut where it is the first one of all statements that run over it, and none of them runs in order.
  absl::flat_hash_map<uint32_t, bool> cuts;
  absl::flat_hash_map<uint32_t, int> readers;
  for (const NestStatement& x : nest.statements) {
    for (const AxisUse& use : x.axes) {
      const bool first = use.axis == x.axes[0].axis && use.role == AxisRole::kParallel;
      auto [it, isNew] = cuts.emplace(use.axis.index, first);
      it->second = it->second && first;
      ++readers[use.axis.index];
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
    const bool alone = std::all_of(x.axes.begin(), x.axes.end(), [&](const AxisUse& use) {
      return use.role == AxisRole::kParallel && readers[use.axis.index] == 1;
    });
    if (!only && alone) {
      if (cutAlone(s, nest, x, context, 3 * points * static_cast<double>(bytes), lanes)) {
        tasks.insert(x.axes[0].axis.index);
        continue;
      }
    }
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
    if (lanes > 1 && bound.insert(inner).second) s.bind(inner, Binding::kVector, lanes);
  }
  for (size_t i = 1; !tasks.empty() && i < nest.statements.size(); ++i) s.launch(nest.statements[i].name);
  return s;
}

}  // namespace partita
