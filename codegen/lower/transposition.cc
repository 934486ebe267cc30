#include "codegen/lower/transposition.h"

#include <algorithm>

namespace partita {

namespace {
constexpr size_t kMostTransposedValues = 8;  // more do not fit in registers
constexpr int64_t kLineBytes = 64;
constexpr int64_t kLeastTile = 4;
}  // namespace

std::optional<Transposition> transpositionOf(const LoopNest& nest) {
  const LoopFunction& f = nest.function;
  const std::vector<AxisUse>& axes = nest.statements[0].axes;
  if (axes.size() < 2) return std::nullopt;
  const size_t inner = axes.size() - 1;
  std::optional<Transposition> found;
  size_t values = 0;
  bool computes = false;
  int64_t bytes = 8;
  auto look = [&](ExprId index) {
    const auto stride = strideOf(f, index, nest.axis(axes[inner].axis).var);
    if (!stride || *stride <= 1) return;
    for (size_t a = 0; a < inner; ++a) {
      if (strideOf(f, index, nest.axis(axes[a].axis).var) == 1) found = Transposition{a};
    }
  };
  for (const NestStatement& s : nest.statements) {
    values += s.temps.size();
    for (ExprId value : s.values) {
      computes |= f.exprs[value].kind != ExprKind::kLoad;
      for (ExprId e : loadsOf(f, value)) look(f.exprs[e].args[0]);
    }
    for (const NestStore& store : s.stores) {
      bytes = std::min<int64_t>(bytes, dtypeBytes(f.buffers[store.buffer].dtype));
      look(store.index);
      for (ExprId e : loadsOf(f, store.value)) look(f.exprs[e].args[0]);
    }
  }
  if (!found || values > kMostTransposedValues) return std::nullopt;
  found->bytes = computes ? std::max<int64_t>(bytes, 4) : bytes;
  return found;
}

int64_t pointsInTiles(const Transposition& transposition, int64_t extent) {
  const int64_t tile = kLineBytes / transposition.bytes;
  if (extent < tile) return extent % kLeastTile == 0 ? extent : extent / kLeastTile * kLeastTile;
  // Smaller tiles are a little slower, what is in none is much slower.
  if (extent % (tile / 2) == 0 || (extent < 8 * tile && tile >= 4 * kLeastTile && extent % (tile / 4) == 0))
    return extent;
  return extent / tile * tile;
}

bool transposesInTiles(const LoopNest& nest) {
  auto runsOver = [](const NestStatement& s, AxisId axis) {
    return std::any_of(s.axes.begin(), s.axes.end(), [&](const AxisUse& use) { return use.axis == axis; });
  };
  const AxisId rest(nest.axes.size() - 1);
  return std::all_of(nest.statements.begin(), nest.statements.end(),
                     [&](const NestStatement& s) {
                       return (s.kind == NestKind::kValue || s.kind == NestKind::kStore) && !hasSequentialAxis(s) &&
                              s.axes.size() + 1 == nest.axes.size();
                     }) &&
         !runsOver(nest.statements[0], rest) && runsOver(nest.statements.back(), rest) &&
         transpositionOf(nest).has_value();
}

}  // namespace partita
