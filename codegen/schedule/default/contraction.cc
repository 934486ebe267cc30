#include <algorithm>

#include "base/text.h"
#include "codegen/schedule/default/parts.h"

namespace partita {

namespace {

// Whether LOAD moves along AXIS.
bool movesAlong(const LoopNest& nest, ExprId load, const NestAxis& axis) {
  return strideOf(nest.function, nest.function.exprs[load].args[0], axis.var) != 0;
}

}  // namespace

Schedule contractionSchedule(const LoopNest& nest, const NestStatement& sum, const ScheduleContext& context) {
  std::vector<AxisId> parallel, reduced;
  for (const AxisUse& use : sum.axes) (isReduction(use.role) ? reduced : parallel).push_back(use.axis);
  // Innermost what moves least in memory.
  std::vector<std::pair<int64_t, std::string>> byStride;
  for (AxisId axis : reduced) {
    int64_t largest = 0;
    for (ExprId load : loadsOf(nest.function, sum.values[0])) {
      const auto stride = strideOf(nest.function, nest.function.exprs[load].args[0], nest.axis(axis).var);
      largest = std::max(largest, std::abs(stride.value_or(0)));
      if (context.fixedSums) break;  // strides of the others may depend on how many sums are made side by side
    }
    byStride.emplace_back(largest, nest.axis(axis).name);
  }
  std::stable_sort(byStride.begin(), byStride.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::string> summed;
  for (auto& [stride, name] : byStride) summed.push_back(std::move(name));
  size_t vector = parallel.size() - 1;
  while (vector > 0 && nest.axis(parallel[vector]).extent == 1) --vector;
  const NestAxis& across = nest.axis(parallel[vector]);
  const int64_t machine = context.target.lanes(std::max<int64_t>(4, dtypeBytes(nest.function.temps[sum.temps[0]])));
  // Two machine vectors where the axis has them.
  int64_t lanes = 1;
  while (lanes < 2 * machine && across.extent >= 2 * lanes) lanes *= 2;
  if (across.extent % lanes != 0 && lanes == 2 * machine && across.extent < 4 * lanes) lanes = machine;
  const int64_t registers = std::max<int64_t>(1, lanes / machine);  // of one sum
  const int64_t most = (context.target.vectorRegisters - 4) / registers;
  // The axis with the largest tile along which the vectors that are read do not move, else any.
  size_t tiled = parallel.size();
  int64_t tile = 1;
  bool shared = false;
  for (size_t a = parallel.size(); a-- > 0;) {
    if (a == vector) continue;
    const NestAxis& axis = nest.axis(parallel[a]);
    bool shares = true;
    for (ExprId load : loadsOf(nest.function, sum.values[0]))
      shares = shares && !(movesAlong(nest, load, across) && movesAlong(nest, load, axis));
    const int64_t size = divisor(axis.extent, std::min<int64_t>(most, 12));
    if (size <= 1 || (shared && !shares) || (shares == shared && size <= tile)) continue;
    tiled = a;
    tile = size;
    shared = shares;
  }
  Schedule s;
  std::vector<std::string> pieces;
  for (size_t a = 0; a < parallel.size(); ++a) {
    std::string name = nest.axis(parallel[a]).name;
    if (a == tiled) {
      s.split(name, tile, name + ".o", name + ".u").bind(name + ".u", Binding::kUnroll);
      name += ".o";
    }
    if (a != vector) pieces.push_back(name);
  }
  std::vector<int64_t> extents;
  for (size_t a = 0; a < parallel.size(); ++a) {
    if (a != vector) extents.push_back(nest.axis(parallel[a]).extent / (a == tiled ? tile : 1));
  }
  // Tasks: blocks of the outermost axes, as many of them as it takes.
  std::vector<std::string> order;
  size_t first = 0;
  int64_t units = 1;
  const int64_t wanted = cut(nest, context, 1 << 20).tasks;
  std::string whole;
  while (first < extents.size() && units < wanted) {
    if (first == 0) {
      whole = pieces[0];
    } else {
      const std::string fused = strCat("f", first);
      s.fuse(whole, pieces[first], fused);
      whole = fused;
    }
    units *= extents[first++];
  }
  const Cutting cutting = cut(nest, context, units);
  if (cutting.tasks > 1) {
    s.split(whole, cutting.chunk, "t", "r").bind("t", Binding::kTask);
    order = {"t", "r"};
  } else if (first > 0) {
    order = {whole};
  }
  order.insert(order.end(), pieces.begin() + static_cast<std::ptrdiff_t>(first), pieces.end());
  if (lanes > 1) s.bind(across.name, Binding::kVector, lanes);
  order.push_back(across.name);
  const int64_t outside = static_cast<int64_t>(order.size());
  std::vector<std::string> inner;
  if (tiled < parallel.size()) inner.push_back(nest.axis(parallel[tiled]).name + ".u");
  for (const NestStatement& statement : nest.statements) {
    std::vector<std::string> own = order;
    if (&statement == &sum) own.insert(own.end(), summed.begin(), summed.end());
    own.insert(own.end(), inner.begin(), inner.end());
    s.order(statement.name, std::move(own));
  }
  for (size_t i = 1; i < nest.statements.size(); ++i) s.share(nest.statements[i].name, outside);
  return s;
}

}  // namespace partita
