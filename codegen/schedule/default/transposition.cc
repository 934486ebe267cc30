#include "codegen/lower/transposition.h"

#include <algorithm>

#include "base/integers.h"
#include "base/text.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

constexpr int64_t kTransposedColumns =
    128;                                  // of a block in which both sides of a transposition are read by cache lines
constexpr int64_t kMostRowsOfATile = 32;  // they are in registers at once
constexpr int64_t kFewPoints = 8, kLanesOfMany = 16;

// Lanes, and rows, of square tiles that are transposed in registers: a power of two that divides EXTENT, and that the
// last axis, of INNER points, has; 1: none.
int64_t tileOf(const ScheduleContext& context, const Transposition& transposition, int64_t extent, int64_t inner) {
  int64_t tile = std::min<int64_t>(context.target.lanes(transposition.bytes), kMostRowsOfATile);
  while (tile > 1 && (extent % tile != 0 || inner < tile)) tile /= 2;
  return tile >= 4 ? tile : 1;
}

// Tiles along the axis across of a block of a transposition that is streamed: as many lines of what is read follow each
// other.
constexpr int64_t kLinesFromCache = 2, kLinesFromMemory = 4;

// Such tiles along ACROSS; 0: what is written stays in the caches. Whole lines are streamed only.
int64_t streamedTiles(const LoopNest& nest, const ScheduleContext& context, const NestAxis& across,
                      const NestAxis& inner, int64_t square) {
  double bytes = 0;
  for (const NestStatement& s : nest.statements) {
    if (s.kind != NestKind::kStore) continue;
    if (s.axes != nest.statements[0].axes) return 0;
    double points = 1;
    for (const AxisUse& use : s.axes) points *= static_cast<double>(nest.axis(use.axis).extent);
    for (const NestStore& store : s.stores) {
      const LoopBuffer& buffer = nest.function.buffers[store.buffer];
      if (buffer.read || square * dtypeBytes(buffer.dtype) * 8 != context.target.vectorBits) return 0;
      for (const AxisUse& use : s.axes) {
        const NestAxis& axis = nest.axis(use.axis);
        const std::optional<int64_t> stride = strideOf(nest.function, store.index, axis.var);
        if (!stride || (axis.var == inner.var ? *stride != 1 : *stride % square != 0)) return 0;
      }
      bytes += points * static_cast<double>(dtypeBytes(buffer.dtype));
    }
  }
  // What is read is about as large. Below that a reader may find all of it in the cache.
  const auto cache = static_cast<double>(context.target.l3Bytes);
  if (bytes < cache / 4 || inner.extent % square != 0) return 0;
  const int64_t tiles = bytes < 3 * cache / 4 ? kLinesFromCache : kLinesFromMemory;
  return divisor(across.extent / square, tiles);
}

// Blocks in which both sides are read and written by cache lines, in them tiles of SQUARE x SQUARE. Statements that run
// over the rest of the axis across, behind those over its tiles, are a kernel of their own. What is streamed leaves at
// once: its blocks are one tile long, and some tiles across, for which whole lines are read side by side.
Schedule transposing(const LoopNest& nest, const ScheduleContext& context, size_t transposed, int64_t square) {
  Schedule s;
  const std::vector<AxisUse>& axes = nest.statements[0].axes;
  const size_t rank = axes.size();
  auto axis = [&](size_t d) -> const NestAxis& { return nest.axis(axes[d].axis); };
  const NestAxis &across = axis(transposed), &inner = axis(rank - 1);
  const int64_t streamed = streamedTiles(nest, context, across, inner, square);
  const bool inGroups = streamed > 1;
  std::string tiles = across.name + ".b", groups = tiles;  // of the axis across, and what tasks cut
  if (inGroups) {
    groups = across.name + ".g";
    s.split(across.name, streamed * square, groups, across.name + ".r");
    s.split(across.name + ".r", square, tiles, across.name + ".k");
  } else {
    s.split(across.name, square, tiles, across.name + ".k");
  }
  const int64_t columns = streamed > 0 ? square : kTransposedColumns;
  const bool blocked = inner.extent > columns;
  if (blocked) s.split(inner.name, columns, inner.name + ".b", inner.name + ".i");
  const std::string lanes = blocked ? inner.name + ".i" : inner.name;
  // Tasks cut the outermost loop.
  const bool first = transposed == 0 || rank == 2;
  std::string outer = first ? groups : axis(0).name;
  std::vector<std::string> tasks, order, rest;
  const Cutting cutting =
      cut(nest, context, first ? across.extent / (square * (inGroups ? streamed : 1)) : axis(0).extent);
  if (cutting.tasks > 1) {
    s.split(outer, cutting.chunk, "t", outer + ".r");
    s.bind("t", Binding::kTask);
    tasks.push_back("t");
    outer += ".r";
  }
  order = tasks;
  if (!first) rest = tasks;
  if (first && inGroups) order.push_back(outer);
  for (size_t d = 0; d + 1 < rank; ++d) {
    if (d == transposed) continue;
    order.push_back(d == 0 ? outer : axis(d).name);
    rest.push_back(order.back());
  }
  rest.push_back(nest.axes.back().name);
  if (!first && inGroups) order.push_back(groups);
  if (blocked) {
    order.push_back(inner.name + ".b");
    rest.push_back(order.back());
  }
  order.push_back(first && !inGroups ? outer : tiles);
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
    if (streamed > 0 && x.kind == NestKind::kStore) s.stream(x.name);
    before = &x;
  }
  return s;
}

// One of the two axes has a few points only, as colours of an image: they are copies inside of lanes along the other.
Schedule withFewPoints(const LoopNest& nest, const ScheduleContext& context, size_t few, size_t many) {
  Schedule s;
  std::vector<std::string> order;
  auto axis = [&](size_t d) -> const NestAxis& { return nest.axis(nest.statements[0].axes[d].axis); };
  std::string lanes = axis(many).name;
  int64_t outer = 1;
  for (size_t d = 0; d < nest.axes.size(); ++d) {
    if (d == few || d == many) continue;
    order.push_back(axis(d).name);
    outer *= axis(d).extent;
  }
  for (size_t d = 1; d < order.size(); ++d) {
    const std::string fused = strCat("f", d);
    s.fuse(order[0], order[d], fused);
    order[0] = fused;
  }
  if (!order.empty()) order.resize(1);
  // Tasks are blocks of the other axes, or of the lanes where those are fewer.
  const Cutting whole = cut(nest, context, outer * axis(many).extent / kLanesOfMany);
  if (outer >= whole.tasks && whole.tasks > 1) {
    s.split(order[0], ceilDiv(outer, whole.tasks), "t", "r").bind("t", Binding::kTask);
    order = {"t", "r"};
  } else if (whole.tasks > 1) {
    const int64_t parts = ceilDiv(whole.tasks, outer);
    const int64_t chunk = roundUp(ceilDiv(axis(many).extent, parts), kLanesOfMany);
    s.split(lanes, chunk, "l.t", "l.i");
    lanes = "l.i";
    if (order.empty()) {
      order = {"l.t"};
    } else {
      s.fuse(order[0], "l.t", "t");
      order = {"t"};
    }
    s.bind(order[0], Binding::kTask);
  }
  order.push_back(lanes);
  order.push_back(axis(few).name);
  s.bind(lanes, Binding::kVector, kLanesOfMany).bind(axis(few).name, Binding::kUnroll);
  for (const NestStatement& x : nest.statements) {
    s.order(x.name, order);
    if (&x != nest.statements.data()) s.share(x.name, static_cast<int64_t>(order.size()));
  }
  return s;
}

}  // namespace

std::optional<Schedule> transposingSchedule(const LoopNest& nest, const ScheduleContext& context) {
  const std::optional<Transposition> t = transpositionOf(nest);
  if (!t) return std::nullopt;
  const std::vector<AxisUse>& axes = nest.statements[0].axes;
  const bool wholeSpace = axes.size() == nest.axes.size();
  int64_t tile = tileOf(context, *t, nest.axis(axes[t->across].axis).extent, nest.axis(axes.back().axis).extent);
  // The nest was cut into tiles and a rest, whatever the target: it has no schedule but in tiles.
  if (tile == 1 && !wholeSpace) tile = 2;
  if (tile == 1) {
    const size_t inner = axes.size() - 1;
    const int64_t pointsAcross = nest.axis(axes[t->across].axis).extent, points = nest.axis(axes[inner].axis).extent;
    if (!wholeSpace || std::max(points, pointsAcross) < kLanesOfMany) return std::nullopt;
    if (pointsAcross <= kFewPoints) return withFewPoints(nest, context, t->across, inner);
    if (points <= kFewPoints) return withFewPoints(nest, context, inner, t->across);
    return std::nullopt;
  }
  return transposing(nest, context, t->across, tile);
}

}  // namespace partita
