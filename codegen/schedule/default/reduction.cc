#include <algorithm>

#include "codegen/lower/row_plan.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

constexpr int64_t kColumnsOfACombiner = 1024;  // of a reduction over rows: two sums of each are 8 KiB
constexpr int64_t kRowsOfACombiner = 8;        // that it takes at once

}  // namespace

StatusOr<Schedule> reductionSchedule(const LoopNest& nest, const ScheduleContext& context) {
  const NestStatement& sum = nest.statements[0];
  std::vector<AxisUse> kept, carried;
  for (const AxisUse& use : sum.axes) (use.role == AxisRole::kParallel ? kept : carried).push_back(use);
  const bool simple = sum.combine != ScalarOp::kNone, scans = sum.kind == NestKind::kScan;
  // The last axis that moves through memory: windows do not.
  const bool keptLast =
      !kept.empty() && nest.axis(kept.back().axis).extent > 1 && (scans || sum.axes.back().role != AxisRole::kReduced);
  Schedule s;
  const bool sumsRows =
      simple && !scans && !sum.guard.valid() && !carried.empty() &&
      std::all_of(carried.begin(), carried.end(), [](const AxisUse& use) { return use.role == AxisRole::kReduced; });
  auto lanesOf = [&](AxisId axis) {
    if (sumsRows && !kept.empty() && axis == kept.back().axis) {
      const int64_t most = lanesOfColumns(context, nest.axis(axis).extent, context.target.vectorRegisters / 2,
                                          std::max<int64_t>(4, dtypeBytes(nest.function.temps[sum.temps[0]])));
      if (most > 1) return static_cast<int>(most);
    }
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
  // A combiner's sums are in memory anyway: rows are read as far as their columns' sums stay in the nearest cache.
  const bool byRows =
      !simple && vector.valid() && !carried.empty() &&
      std::all_of(carried.begin(), carried.end(), [](const AxisUse& use) { return use.role == AxisRole::kReduced; });
  int64_t columns = vector.valid() ? nest.axis(vector).extent : 1;
  // Tasks are blocks of the first axis, of whole vectors where its points are lanes.
  if (!kept.empty()) {
    const bool first = kept[0].axis == vector;
    const int64_t step = kept.size() == 1 ? rowsAtOnce : 1;  // points of a round of its loop
    const int64_t multiple = !first ? 1 : byRows ? std::min(columns, kColumnsOfATask) : lanes;
    const Cutting cutting = cut(nest, context, nest.axis(kept[0].axis).extent / step, multiple);
    if (cutting.tasks > 1) {
      if (first) columns = cutting.chunk;
      s.split(outer[0], cutting.chunk, "t", outer[0] + ".r").bind("t", Binding::kTask);
      outer[0] += ".r";
      if (first) vectorPiece = outer[0];
      outer.insert(outer.begin(), "t");
    }
  }
  if (byRows) {
    outer.pop_back();
    if (columns > kColumnsOfACombiner) {
      s.split(vectorPiece, kColumnsOfACombiner, vectorPiece + ".o", vectorPiece + ".i");
      outer.push_back(vectorPiece + ".o");
      vectorPiece += ".i";
    }
  }
  if (lanes > 1) s.bind(vectorPiece, Binding::kVector, lanes);
  std::vector<std::string> order = outer;
  order.insert(order.end(), inner.begin(), inner.end());
  if (byRows) {
    order.push_back(vectorPiece);
    outer.push_back(vectorPiece);
    // A few rows at once: fewer reads and writes of the sums.
    if (const int64_t rows = divisor(nest.axis(carried.back().axis).extent, kRowsOfACombiner); rows > 1) {
      const std::string& row = inner.back();
      s.split(row, rows, row + ".o", row + ".u").bind(row + ".u", Binding::kUnroll);
      *std::find(order.begin(), order.end(), row) = row + ".o";
      order.push_back(row + ".u");
    }
  }
  s.order(sum.name, order);
  for (size_t i = 1; i < nest.statements.size(); ++i) s.order(nest.statements[i].name, scans ? order : outer);
  RETURN_IF_ERROR(shareLoops(s, nest));
  return s;
}

}  // namespace partita
