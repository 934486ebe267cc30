// Elementwise and data-moving groups: every output element from input elements, over one iteration space.
//
// The space starts as the dimensions of an output. Neighbouring dimensions along which every access moves as along one
// are merged, so that most groups become a single loop. To find out, the body is built once over all dimensions and its
// accesses are looked at.
#include <algorithm>

#include "codegen/lower/lower.h"
#include "codegen/lower/row_plan.h"
#include "graph/op.h"

namespace partita {

namespace {

constexpr int64_t kTransposedColumns = 128;

Dims withoutOnes(const Dims& dims) {
  Dims result;
  for (int64_t d : dims) {
    if (d != 1) result.push_back(d);
  }
  if (result.empty()) result.push_back(1);
  return result;
}

// Values of all anchored nodes at INDEX of an array of shape SPACE, then the stores. All loads come before all stores.
void emitBody(KernelBuilder& kernel, const FusionGroup& group, const Dims& space, const std::vector<ExprId>& index) {
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
  for (const auto& [v, temp] : stores) kernel.store(v, linear, loops.temp(temp));
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

struct LoopSpace {
  Dims dims;
  int transposed = -1;  // the dimension along which an access that strides in the innermost one is contiguous
};

// The loops of an access pattern: strides of every access along every dimension of SPACE.
struct Pattern {
  std::vector<std::vector<std::optional<int64_t>>> strides;  // [access][dimension]
  std::vector<bool> loose;                                   // [dimension]: its variable is used outside of addresses
};

Pattern patternOf(const LoweringContext& context, const FusionGroup& group, const Dims& space) {
  KernelBuilder kernel(context, "trial", group.inputs, group.outputs);
  std::vector<LoopVarId> vars;
  std::vector<ExprId> index;
  for (int64_t d : space) {
    vars.push_back(kernel.loops().openFor("i", kernel.loops().index(0), kernel.loops().index(d), LoopKind::kSerial));
    index.push_back(kernel.loops().var(vars.back()));
  }
  emitBody(kernel, group, space, index);
  for (size_t i = 0; i < space.size(); ++i) kernel.loops().close();
  LoopFunction f = kernel.loops().finish();
  Accesses accesses = collectAccesses(f);
  Pattern pattern;
  for (LoopVarId v : vars) pattern.loose.push_back(accesses.loose[v.index]);
  for (ExprId e : accesses.indices) {
    std::vector<std::optional<int64_t>>& strides = pattern.strides.emplace_back();
    for (LoopVarId v : vars) strides.push_back(strideOf(f, e, v));
  }
  return pattern;
}

LoopSpace chooseSpace(const LoweringContext& context, const FusionGroup& group, const Dims& space) {
  if (space.size() == 1) return {space, -1};
  Pattern pattern = patternOf(context, group, space);
  LoopSpace result;
  std::vector<size_t> last;  // of SPACE, for each merged dimension
  for (size_t i = 0; i < space.size(); ++i) {
    bool merge = i > 0 && !pattern.loose[i - 1] && !pattern.loose[i];
    for (const auto& stride : pattern.strides) {
      merge = merge && stride[i - 1] && stride[i] && *stride[i - 1] == *stride[i] * space[i];
    }
    if (merge) {
      result.dims.back() *= space[i];
      last.back() = i;
    } else {
      result.dims.push_back(space[i]);
      last.push_back(i);
    }
  }
  const size_t inner = last.back();
  for (const auto& stride : pattern.strides) {
    if (!stride[inner] || *stride[inner] <= 1) continue;
    for (size_t d = 0; d + 1 < last.size(); ++d) {
      if (stride[last[d]] && *stride[last[d]] == 1) result.transposed = static_cast<int>(d);
    }
  }
  return result;
}

}  // namespace

StatusOr<std::vector<LoweredKernel>> lowerLoop(const LoweringContext& context, const FusionGroup& group,
                                               const std::string& name) {
  const Graph& graph = context.graph;
  GroupWork work = groupWork(graph, group);
  KernelBuilder kernel(context, name, group.inputs, group.outputs);
  LoopBuilder& loops = kernel.loops();
  if (group.elements == 0) return kernel.finishAlone(0, 0);
  const LoopSpace loopSpace = chooseSpace(context, group, withoutOnes(graph.type(group.outputs[0]).dims));
  const Dims& space = loopSpace.dims;
  const size_t rank = space.size();
  int64_t elementBytes = 8;
  for (ValueId v : group.outputs) {
    elementBytes = std::min(elementBytes, std::max<int64_t>(dtypeBytes(graph.type(v).dtype), 4));
  }
  const int64_t inner = space.back();
  int lanes = chooseLanes(context.target, inner, static_cast<int>(group.nodes.size()), elementBytes);
  const int64_t outer = group.elements / inner;

  // A transposing group: blocks in which both sides are read and written by cache lines, in them square tiles that are
  // transposed in registers.
  const int transposed = loopSpace.transposed;
  const int64_t square = context.target.lanes(elementBytes);
  if (transposed >= 0 && space[transposed] % square == 0 && inner >= square && group.anchored.size() <= 8) {
    std::vector<ExprId> index(rank);
    int opened = 0;
    auto open = [&](const std::string& label, ExprId begin, ExprId end, LoopKind kind, int64_t step = 1,
                    int width = 1) {
      ++opened;
      return loops.var(loops.openFor(label, begin, end, kind, step, width));
    };
    const size_t outermost = transposed == 0 ? 0 : (rank > 2 ? 0 : transposed);
    int64_t unit = outermost == static_cast<size_t>(transposed) ? square : 1;
    int64_t units = space[outermost] / unit;
    int64_t tasks = taskCount(context, work.flops, work.bytes, units);
    int64_t chunk = (units + tasks - 1) / tasks;
    tasks = (units + chunk - 1) / chunk;
    ExprId begin = loops.index(0), end = loops.index(space[outermost]);
    if (tasks > 1) {
      ExprId t = open("t", loops.index(0), loops.index(tasks), LoopKind::kParallel);
      begin = loops.mul(t, loops.index(chunk * unit));
      end = loops.min(loops.add(begin, loops.index(chunk * unit)), loops.index(space[outermost]));
    }
    for (size_t d = 0; d + 1 < rank; ++d) {
      if (d == static_cast<size_t>(transposed)) continue;
      bool first = d == outermost;
      index[d] = open(absl::StrCat("i", d), first ? begin : loops.index(0), first ? end : loops.index(space[d]),
                      LoopKind::kSerial);
    }
    bool first = outermost == static_cast<size_t>(transposed);
    const int64_t columns = std::min<int64_t>(inner, kTransposedColumns);
    ExprId columnBegin = loops.index(0), columnEnd = loops.index(inner);
    if (inner > columns) {
      columnBegin = open("jb", loops.index(0), loops.index(inner), LoopKind::kSerial, columns);
      columnEnd = loops.add(columnBegin, loops.index(columns));
      if (inner % columns != 0) columnEnd = loops.min(columnEnd, loops.index(inner));
    }
    ExprId row = open("ib", first ? begin : loops.index(0), first ? end : loops.index(space[transposed]),
                      LoopKind::kSerial, square);
    index[rank - 1] = open("j", columnBegin, columnEnd, LoopKind::kVector, 1, static_cast<int>(square));
    ExprId within = open("k", loops.index(0), loops.index(square), LoopKind::kUnrolled);
    index[transposed] = loops.add(row, within);
    emitBody(kernel, group, space, index);
    for (; opened > 0; --opened) loops.close();
  } else if (rank == 1) {
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
    emitBody(kernel, group, space, {loops.var(i)});
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
    emitBody(kernel, group, space, index);
    for (size_t k = 0; k <= opened; ++k) loops.close();
  }
  return kernel.finishAlone(work.flops, work.bytes);
}

}  // namespace partita
