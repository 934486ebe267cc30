#include "codegen/lower/transposition.h"

#include <algorithm>

#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

constexpr int64_t kTransposedColumns =
    128;                                  // of a block in which both sides of a transposition are read by cache lines
constexpr int64_t kMostRowsOfATile = 32;  // they are in registers at once

// Lanes, and rows, of square tiles that are transposed in registers: a power of two that divides EXTENT, and that the
// last axis, of INNER points, has; 1: none.
int64_t tileOf(const ScheduleContext& context, const Transposition& transposition, int64_t extent, int64_t inner) {
  int64_t tile = std::min<int64_t>(context.target.lanes(transposition.bytes), kMostRowsOfATile);
  while (tile > 1 && (extent % tile != 0 || inner < tile)) tile /= 2;
  return tile >= 4 ? tile : 1;
}

// Blocks in which both sides are read and written by cache lines, in them tiles of SQUARE x SQUARE. Statements that run
// over the rest of the axis across, behind those over its tiles, are a kernel of their own.
Schedule transposing(const LoopNest& nest, const ScheduleContext& context, size_t transposed, int64_t square) {
  Schedule s;
  const std::vector<AxisUse>& axes = nest.statements[0].axes;
  const size_t rank = axes.size();
  auto axis = [&](size_t d) -> const NestAxis& { return nest.axis(axes[d].axis); };
  const NestAxis &across = axis(transposed), &inner = axis(rank - 1);
  s.split(across.name, square, across.name + ".b", across.name + ".k");
  const bool blocked = inner.extent > kTransposedColumns;
  if (blocked) s.split(inner.name, kTransposedColumns, inner.name + ".b", inner.name + ".i");
  const std::string lanes = blocked ? inner.name + ".i" : inner.name;
  // Tasks cut the outermost loop.
  const bool first = transposed == 0 || rank == 2;
  std::string outer = first ? across.name + ".b" : axis(0).name;
  std::vector<std::string> tasks, order, rest;
  const Cutting cutting = cut(nest, context, first ? across.extent / square : axis(0).extent);
  if (cutting.tasks > 1) {
    s.split(outer, cutting.chunk, "t", outer + ".r");
    s.bind("t", Binding::kTask);
    tasks.push_back("t");
    outer += ".r";
  }
  order = tasks;
  if (!first) rest = tasks;
  for (size_t d = 0; d + 1 < rank; ++d) {
    if (d == transposed) continue;
    order.push_back(d == 0 ? outer : axis(d).name);
    rest.push_back(order.back());
  }
  rest.push_back(nest.axes.back().name);
  if (blocked) {
    order.push_back(inner.name + ".b");
    rest.push_back(order.back());
  }
  order.push_back(first ? outer : across.name + ".b");
  order.push_back(lanes);
  rest.push_back(lanes);
  order.push_back(across.name + ".k");
  s.bind(lanes, Binding::kVector, square).bind(across.name + ".k", Binding::kUnroll);
  const NestStatement* before = nullptr;
  for (const NestStatement& x : nest.statements) {
    const bool inTiles = x.axes == axes;
    s.order(x.name, inTiles ? order : rest);
    if (before != nullptr && before->axes == x.axes) {
      s.share(x.name, static_cast<int64_t>(inTiles ? order.size() : rest.size()));
    } else if (before != nullptr) {
      s.launch(x.name);
    }
    before = &x;
  }
  return s;
}

}  // namespace

std::optional<Schedule> transposingSchedule(const LoopNest& nest, const ScheduleContext& context) {
  const std::optional<Transposition> t = transpositionOf(nest);
  if (!t) return std::nullopt;
  const std::vector<AxisUse>& axes = nest.statements[0].axes;
  const int64_t tile = tileOf(context, *t, nest.axis(axes[t->across].axis).extent, nest.axis(axes.back().axis).extent);
  if (tile == 1) return std::nullopt;
  return transposing(nest, context, t->across, tile);
}

}  // namespace partita
