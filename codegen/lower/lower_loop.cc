// Elementwise and data-moving groups: every output element from input elements, over one iteration space.
//
// The space starts as the dimensions of an output. Neighbouring dimensions along which every access moves as along one
// are merged, so that most groups become a single loop. To find out, the body is built once over all dimensions and its
// accesses are looked at.
#include <algorithm>

#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"
#include "codegen/lower/transposition.h"
#include "graph/op.h"

namespace partita {

namespace {

Dims withoutOnes(const Dims& dims) {
  Dims result;
  for (int64_t d : dims) {
    if (d != 1) result.push_back(d);
  }
  if (result.empty()) result.push_back(1);
  return result;
}

// Over SPACE. Points of dimension ACROSS, if any, from TILED on get statements of their own.
void makeNest(NestLowering& lowering, const FusionGroup& group, const Dims& space, size_t across = 0,
              int64_t tiled = 0) {
  std::vector<AxisId> axes;
  std::vector<ExprId> index;
  for (size_t d = 0; d < space.size(); ++d) {
    axes.push_back(lowering.nest().axis(absl::StrCat("i", d), tiled > 0 && d == across ? tiled : space[d]));
    index.push_back(lowering.nest().at(axes.back()));
  }
  lowering.computeAndStore(group, axes, space, index);
  if (tiled == 0) return;
  for (NodeId n : group.anchored) lowering.elements().unbind(lowering.context().graph.nodes[n].results[0]);
  axes[across] = lowering.nest().axis("rest", space[across] - tiled);
  index[across] = lowering.loops().add(lowering.loops().index(tiled), lowering.nest().at(axes[across]));
  lowering.computeAndStore(group, axes, space, index);
}

// Loads and stores of a function: their index expressions. Vars that are used otherwise are reported too.
struct Accesses {
  std::vector<ExprId> indices;
  std::vector<bool> loose;  // by variable: used outside of an address
};

Accesses collectAccesses(const LoopNest& nest) {
  const LoopFunction& f = nest.function;
  Accesses result;
  result.loose.assign(f.vars.size(), false);
  std::vector<uint8_t> seen(f.exprs.size(), 0);  // 1: as a value, 2: inside an address
  auto visit = [&](auto&& self, ExprId e, bool address) -> void {
    uint8_t bit = address ? 2 : 1;
    if (seen[e.index] & bit) return;
    seen[e.index] |= bit;
    const Expr& expr = f.exprs[e];
    if (expr.kind == ExprKind::kVar && !address) result.loose[expr.var.index] = true;
    if (expr.kind == ExprKind::kLoad) {
      result.indices.push_back(expr.args[0]);
      self(self, expr.args[0], true);
      return;
    }
    for (ExprId arg : expr.args) self(self, arg, address);
  };
  for (const NestStatement& s : nest.statements) {
    for (const NestStore& store : s.stores) {
      result.indices.push_back(store.index);
      visit(visit, store.index, true);
      visit(visit, store.value, false);
    }
    for (ExprId value : s.values) visit(visit, value, false);
  }
  return result;
}

// SPACE with neighbouring dimensions merged along which every access of NEST moves as along one.
Dims mergedSpace(const LoopNest& nest, const Dims& space) {
  Accesses accesses = collectAccesses(nest);
  std::vector<std::vector<std::optional<int64_t>>> strides;  // [access][dimension]
  for (ExprId e : accesses.indices) {
    strides.emplace_back();
    for (const NestAxis& axis : nest.axes) strides.back().push_back(strideOf(nest.function, e, axis.var));
  }
  Dims result;
  for (size_t i = 0; i < space.size(); ++i) {
    bool merge = i > 0 && !accesses.loose[nest.axes[i - 1].var.index] && !accesses.loose[nest.axes[i].var.index];
    for (const auto& stride : strides)
      merge = merge && stride[i - 1] && stride[i] && *stride[i - 1] == *stride[i] * space[i];
    if (merge) {
      result.back() *= space[i];
    } else {
      result.push_back(space[i]);
    }
  }
  return result;
}

// Whether all that NEST touches moves in equal steps along its axes.
bool movesEvenly(const LoopNest& nest) {
  const Accesses accesses = collectAccesses(nest);
  return std::all_of(accesses.indices.begin(), accesses.indices.end(), [&](ExprId e) {
    return std::all_of(nest.axes.begin(), nest.axes.end(),
                       [&](const NestAxis& axis) { return strideOf(nest.function, e, axis.var).has_value(); });
  });
}

// The dimensions of the group's value that has the most of them; all have as many elements, in one order.
Dims finestSpace(const Graph& graph, const FusionGroup& group) {
  Dims finest;
  for (NodeId n : group.anchored) {
    const Dims dims = withoutOnes(graph.type(graph.nodes[n].results[0]).dims);
    if (dims.size() > finest.size()) finest = dims;
  }
  return finest;
}

}  // namespace

StatusOr<LoweredNest> lowerLoop(const LoweringContext& context, const FusionGroup& group, const std::string& name) {
  GroupWork work = groupWork(context.graph, group);
  auto make = [&](const Dims& space, size_t across = 0, int64_t tiled = 0) {
    NestLowering lowering(context, name, group.inputs, group.outputs);
    lowering.promiseInPlace();
    if (group.elements > 0) makeNest(lowering, group, space, across, tiled);
    return lowering.finish(work.flops, work.bytes);
  };
  Dims space = withoutOnes(context.graph.type(group.outputs[0]).dims);
  ASSIGN_OR_RETURN(LoweredNest lowered, make(space));
  if (const Dims finest = finestSpace(context.graph, group);
      finest.size() > space.size() && group.elements > 0 && !movesEvenly(lowered.nest)) {
    ASSIGN_OR_RETURN(LoweredNest other, make(finest));
    if (movesEvenly(other.nest)) {
      lowered = std::move(other);
      space = finest;
    }
  }
  if (space.size() == 1 || group.elements == 0) return lowered;
  const Dims merged = mergedSpace(lowered.nest, space);
  if (!(merged == space)) {
    ASSIGN_OR_RETURN(lowered, make(merged));
  }
  const std::optional<Transposition> transposition = transpositionOf(lowered.nest);
  if (!transposition) return lowered;
  const int64_t extent = merged[transposition->across], tiled = pointsInTiles(*transposition, extent);
  // The last axis has whole tiles too.
  if (tiled == 0 || tiled == extent || merged.back() < 64) return lowered;
  return make(merged, transposition->across, tiled);
}

}  // namespace partita
