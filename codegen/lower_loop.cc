// Elementwise and data-moving groups: every output element from input elements, over one iteration space.
//
// The space starts as the dimensions of an output. Neighbouring dimensions along which every access moves as along one
// are merged, so that most groups become a single loop. To find out, the body is built once over all dimensions and its
// accesses are looked at.
#include <algorithm>

#include "codegen/lower.h"
#include "codegen/row_plan.h"
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

// Values of all anchored nodes at INDEX of an array of shape SPACE, then the stores. All loads come before all stores.
void emitBody(KernelBuilder& kernel, const FusionGroup& group, const Dims& space, const std::vector<ExprId>& index,
              bool streaming) {
  const Graph& graph = kernel.context().graph;
  ElementLowering& elements = kernel.elements();
  LoopBuilder& loops = kernel.loops();
  std::vector<std::pair<ValueId, TempId>> stores;
  for (NodeId n : group.anchored) {
    ValueId v = graph.nodes[n].results[0];
    ExprId element = elements.valueAt(v, elements.reshapeIndex(space, graph.type(v).dims, index));
    TempId temp = loops.let(element);
    elements.bind(v, [&loops, temp](ElementLowering::Index) { return loops.temp(temp); });
    if (std::find(group.outputs.begin(), group.outputs.end(), v) != group.outputs.end()) stores.emplace_back(v, temp);
  }
  ExprId linear = elements.linearIndex(space, index);
  for (const auto& [v, temp] : stores) kernel.store(v, linear, loops.temp(temp), streaming);
}

// Loads and stores of a function: their index expressions. Vars that are used otherwise are reported too.
struct Accesses {
  std::vector<ExprId> indices;
  std::vector<bool> loose;  // by variable: used outside of an address
};

Accesses collectAccesses(const LoopFunction& f) {
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
  for (const Stmt& s : f.stmts) {
    if (s.kind == StmtKind::kStore) {
      result.indices.push_back(s.index);
      visit(visit, s.index, true);
    }
    if (s.value.valid()) visit(visit, s.value, false);
  }
  return result;
}

Dims mergedSpace(const LoweringContext& context, const FusionGroup& group, const Dims& space) {
  if (space.size() == 1) return space;
  KernelBuilder kernel(context, "trial", group.inputs, group.outputs);
  std::vector<LoopVarId> vars;
  std::vector<ExprId> index;
  for (int64_t d : space) {
    vars.push_back(kernel.loops().openFor("i", kernel.loops().index(0), kernel.loops().index(d), LoopKind::kSerial));
    index.push_back(kernel.loops().var(vars.back()));
  }
  emitBody(kernel, group, space, index, false);
  for (size_t i = 0; i < space.size(); ++i) kernel.loops().close();
  LoopFunction f = kernel.loops().finish();
  Accesses accesses = collectAccesses(f);
  std::vector<bool> mergeable(space.size(), true);  // i with i + 1
  for (size_t i = 0; i + 1 < space.size(); ++i) {
    if (accesses.loose[vars[i].index] || accesses.loose[vars[i + 1].index]) mergeable[i] = false;
  }
  for (ExprId e : accesses.indices) {
    std::vector<std::optional<int64_t>> stride;
    for (LoopVarId v : vars) stride.push_back(strideOf(f, e, v));
    for (size_t i = 0; i + 1 < space.size(); ++i) {
      if (!stride[i] || !stride[i + 1] || *stride[i] != *stride[i + 1] * space[i + 1]) mergeable[i] = false;
    }
  }
  Dims merged;
  for (size_t i = 0; i < space.size(); ++i) {
    if (i > 0 && mergeable[i - 1]) {
      merged.back() *= space[i];
    } else {
      merged.push_back(space[i]);
    }
  }
  return merged;
}

}  // namespace

StatusOr<std::vector<LoweredKernel>> lowerLoop(const LoweringContext& context, const FusionGroup& group,
                                               const std::string& name) {
  const Graph& graph = context.graph;
  GroupWork work = groupWork(graph, group);
  KernelBuilder kernel(context, name, group.inputs, group.outputs);
  LoopBuilder& loops = kernel.loops();
  std::vector<LoweredKernel> result;
  if (group.elements == 0) {
    ASSIGN_OR_RETURN(LoweredKernel empty, kernel.finish(0, 0));
    result.push_back(std::move(empty));
    return result;
  }
  const Dims space = mergedSpace(context, group, withoutOnes(graph.type(group.outputs[0]).dims));
  const size_t rank = space.size();
  int64_t elementBytes = 8;
  int64_t outputBytes = 0;
  for (ValueId v : group.outputs) {
    elementBytes = std::min(elementBytes, std::max<int64_t>(dtypeBytes(graph.type(v).dtype), 4));
    outputBytes += graph.type(v).bytes();
  }
  (void)outputBytes;
  const int64_t inner = space.back();
  const int lanes = chooseLanes(context.target, inner, static_cast<int>(group.nodes.size()), elementBytes);
  const int64_t outer = group.elements / inner;

  if (rank == 1) {
    int64_t tasks = taskCount(context, work.flops, work.bytes, (inner + lanes - 1) / lanes);
    int64_t chunk = (inner + tasks - 1) / tasks;
    chunk = (chunk + lanes - 1) / lanes * lanes;
    tasks = (inner + chunk - 1) / chunk;
    ExprId begin = loops.index(0), end = loops.index(inner);
    if (tasks > 1) {
      LoopVarId t = loops.openFor("t", loops.index(0), loops.index(tasks), LoopKind::kParallel);
      begin = loops.mul(loops.var(t), loops.index(chunk));
      end = loops.add(begin, loops.index(chunk));
      if (inner % chunk != 0) end = loops.min(end, loops.index(inner));
    }
    LoopVarId i = loops.openFor("i", begin, end, lanes > 1 ? LoopKind::kVector : LoopKind::kSerial, 1, lanes);
    emitBody(kernel, group, space, {loops.var(i)}, false);
    loops.close();
    if (tasks > 1) loops.close();
  } else {
    int64_t tasks = taskCount(context, work.flops, work.bytes, outer);
    std::vector<ExprId> index;
    size_t opened = 0;
    auto openRange = [&](int64_t extent) {
      int64_t chunk = (extent + tasks - 1) / tasks;
      tasks = (extent + chunk - 1) / chunk;
      LoopVarId t = loops.openFor("t", loops.index(0), loops.index(tasks), LoopKind::kParallel);
      ExprId begin = loops.mul(loops.var(t), loops.index(chunk));
      ExprId end = loops.add(begin, loops.index(chunk));
      if (extent % chunk != 0) end = loops.min(end, loops.index(extent));
      LoopVarId r = loops.openFor("r", begin, end, LoopKind::kSerial);
      opened += 2;
      return loops.var(r);
    };
    size_t next = 0;
    if (tasks > 1 && space[0] % tasks == 0) {
      index.push_back(openRange(space[0]));
      next = 1;
    } else if (tasks > 1) {
      Dims outerDims(space.begin(), space.end() - 1);
      index = kernel.elements().indexFromLinear(outerDims, openRange(outer));
      next = rank - 1;
    }
    for (; next + 1 < rank; ++next) {
      LoopVarId v = loops.openFor(absl::StrCat("i", next), loops.index(0), loops.index(space[next]), LoopKind::kSerial);
      index.push_back(loops.var(v));
      ++opened;
    }
    LoopVarId i = loops.openFor("j", loops.index(0), loops.index(inner),
                                lanes > 1 ? LoopKind::kVector : LoopKind::kSerial, 1, lanes);
    index.push_back(loops.var(i));
    emitBody(kernel, group, space, index, false);
    for (size_t k = 0; k <= opened; ++k) loops.close();
  }
  ASSIGN_OR_RETURN(LoweredKernel lowered, kernel.finish(work.flops, work.bytes));
  result.push_back(std::move(lowered));
  return result;
}

}  // namespace partita
