#include "codegen/schedule/default/parts.h"

#include <algorithm>

#include "codegen/lower/row_plan.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

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

int64_t elementBytes(const LoopNest& nest) {
  int64_t bytes = 8;
  for (const NestStatement& s : nest.statements) {
    for (const NestStore& store : s.stores)
      bytes = std::min(bytes, std::max<int64_t>(dtypeBytes(nest.function.buffers[store.buffer].dtype), 4));
  }
  return bytes;
}

int fixedLanes(const ScheduleContext& context, int64_t extent) {
  constexpr int kWeight = 16, kBytes = 4;  // of a middling kernel
  return chooseLanes(context.target, extent, kWeight, kBytes);
}

int64_t lanesOfColumns(const ScheduleContext& context, int64_t columns, int64_t registers, int64_t bytes) {
  const int64_t base = context.target.lanes(bytes);
  for (int64_t n = std::min(registers, columns / base); n > 1; --n) {
    if (columns % (n * base) == 0) return n * base;
  }
  return 1;
}

int64_t divisor(int64_t extent, int64_t most) {
  for (int64_t d = std::min(extent, most); d > 1; --d) {
    if (extent % d == 0) return d;
  }
  return 1;
}

Cutting cut(double flops, double bytes, const ScheduleContext& context, int64_t units, int64_t multiple) {
  Cutting c;
  const int64_t tasks = taskCount(context.taskSeconds, flops, bytes, (units + multiple - 1) / multiple);
  c.chunk = ((units + tasks - 1) / tasks + multiple - 1) / multiple * multiple;
  c.tasks = (units + c.chunk - 1) / c.chunk;
  return c;
}
Cutting cut(const LoopNest& nest, const ScheduleContext& context, int64_t units, int64_t multiple) {
  return cut(nest.flops, nest.bytes, context, units, multiple);
}

void streamLarge(Schedule& schedule, const LoopNest& nest, const ScheduleContext& context) {
  for (const NestStatement& s : nest.statements) {
    double points = 1;
    for (const AxisUse& use : s.axes) points *= static_cast<double>(nest.axis(use.axis).extent);
    const bool isLarge = std::any_of(s.stores.begin(), s.stores.end(), [&](const NestStore& store) {
      const LoopBuffer& buffer = nest.function.buffers[store.buffer];
      return !buffer.read &&
             points * static_cast<double>(dtypeBytes(buffer.dtype)) >= static_cast<double>(context.target.l3Bytes);
    });
    if (isLarge) schedule.stream(s.name);
  }
}

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

}  // namespace partita
