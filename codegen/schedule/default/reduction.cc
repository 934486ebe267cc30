#include <algorithm>

#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

StatusOr<Schedule> reductionSchedule(const LoopNest& nest, const ScheduleContext& context) {
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
  const bool alongSum = vector.valid() && (kept.empty() || !(vector == kept.back().axis));
  const int lanes = !vector.valid()                 ? 1
                    : alongSum && context.fixedSums ? fixedLanes(context, nest.axis(vector).extent)
                                                    : lanesOf(vector);
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
  RETURN_IF_ERROR(shareLoops(s, nest));
  return s;
}

}  // namespace partita
