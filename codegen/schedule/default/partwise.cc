#include <algorithm>

#include "base/text.h"
#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

namespace {

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The axes of parts: parallel in the first statement, and reduced over by the second.
std::vector<AxisId> partsOf(const LoopNest& nest) {
  std::vector<AxisId> parts;
  for (const AxisUse& use : nest.statements[0].axes) {
    if (use.role != AxisRole::kParallel) continue;
    for (const AxisUse& other : nest.statements[1].axes) {
      if (other.axis == use.axis && isReduction(other.role)) parts.push_back(use.axis);
    }
  }
  return parts;
}

}  // namespace

bool isPartwise(const LoopNest& nest) {
  const NestStatement& first = nest.statements[0];
  return nest.statements.size() > 1 && first.kind == NestKind::kReduction && first.combine == ScalarOp::kNone &&
         !partsOf(nest).empty();
}

// Tasks are blocks of rows. The last axis of parts that single operations put together is lanes; the one before it is
// copies side by side, whose sums stay in registers. An axis of blocks before these two is tasks, the parts of which a
// second kernel puts together.
StatusOr<Schedule> partwiseSchedule(const LoopNest& nest, const ScheduleContext& context) {
  std::vector<std::string> copies, lanes;
  for (AxisId axis : partsOf(nest)) copies.push_back(nest.axis(axis).name);
  if (nest.statements[1].combine != ScalarOp::kNone) {
    lanes = {copies.back()};
    copies.pop_back();
  }
  std::string blocks;
  if (copies.size() > 1) {
    blocks = copies.front();
    copies.erase(copies.begin());
  }
  Schedule s;
  std::vector<std::string> outer;
  int64_t rows = 1;
  for (const AxisUse& use : nest.statements.back().axes) {
    const NestAxis& axis = nest.axis(use.axis);
    rows *= axis.extent;
    if (outer.empty()) {
      outer.push_back(axis.name);
      continue;
    }
    const std::string fused = strCat("f", axis.name);
    s.fuse(outer[0], axis.name, fused);
    outer[0] = fused;
  }
  if (!blocks.empty()) {
    s.bind(blocks, Binding::kTask, 0, nest.statements[0].name).launch(nest.statements[1].name);
  } else if (!outer.empty()) {
    const int64_t tasks = taskCount(context.taskSeconds, nest.flops, nest.bytes, rows);
    const int64_t chunk = (rows + tasks - 1) / tasks;
    if (chunk < rows) {
      s.split(outer[0], chunk, "t", "r").bind("t", Binding::kTask);
      outer = {"t", "r"};
    }
  }
  for (const std::string& name : copies) s.bind(name, Binding::kUnroll);
  for (const std::string& name : lanes)
    s.bind(name, Binding::kVector,
           std::min<int64_t>(nest.axis(partsOf(nest).back()).extent, 4 * context.target.lanes(4)));
  for (const NestStatement& statement : nest.statements) {
    std::vector<std::string> order = outer, steps;
    bool reads = false;
    if (!blocks.empty() && &statement == nest.statements.data()) order.insert(order.begin(), blocks);
    for (const AxisUse& use : statement.axes) {
      const std::string& name = nest.axis(use.axis).name;
      const bool isPart = contains(lanes, name) || contains(copies, name);
      if (isReduction(use.role) && !isPart) steps.push_back(name);
      if (contains(lanes, name)) order.push_back(name);
      reads = reads || isPart;
    }
    // Copies run inside the loop of steps, lanes outside of it.
    order.insert(order.end(), steps.begin(), steps.end());
    if (reads) order.insert(order.end(), copies.begin(), copies.end());
    s.order(statement.name, std::move(order));
  }
  ASSIGN_OR_RETURN(LoopPlan plan, planUnfinished(nest, s));
  for (size_t i = blocks.empty() ? 1 : 2; i < plan.statements.size(); ++i) {
    plan.statements[i].share = std::min(mostShared(plan, i), static_cast<int>(outer.size()));
    if (plan.statements[i].share > 0) s.share(plan.statements[i].name(), plan.statements[i].share);
  }
  return s;
}

}  // namespace partita
