// Values that a schedule says are inline, in place of their temps.
#include <algorithm>
#include <functional>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "base/text.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

namespace {

// Whether a value that loads what LOADS say may be computed by a statement that stores as STORE says, at the point it
// stores, before it does.
bool readsBefore(const LoopNest& nest, const std::vector<ExprId>& loads, const NestStore& store) {
  return std::all_of(loads.begin(), loads.end(), [&](ExprId load) {
    const Expr& e = nest.function.exprs[load];
    return e.buffer != store.buffer || e.args[0] == store.index || isInPlace(nest, store.buffer);
  });
}

}  // namespace

StatusOr<std::shared_ptr<const LoopNest>> withInlined(const LoopNest& nest, const Schedule& schedule) {
  std::vector<bool> isInline(nest.statements.size(), false);
  bool any = false;
  for (size_t n = 0; n < schedule.steps.size(); ++n) {
    const ScheduleStep& step = schedule.steps[n];
    if (step.kind != ScheduleStepKind::kInline) continue;
    auto wrong = [&](auto&&... why) {
      return invalidArgument("schedule step ", n + 1, " (", stepToString(step), "): ", why...);
    };
    size_t i = 0;
    while (i < nest.statements.size() && nest.statements[i].name != step.subject) ++i;
    if (i == nest.statements.size()) return wrong("no statement '", step.subject, "'");
    const NestStatement& own = nest.statements[i];
    if (own.kind != NestKind::kValue) return wrong("only a value can be computed where it is read");
    isInline[i] = any = true;
    // What it loads may not be written before it is read.
    const std::vector<ExprId> loads = loadsOf(nest.function, own.values[0]);
    absl::flat_hash_set<TempId> holds = {own.temps[0]};
    std::vector<const NestStatement*> writers;
    for (size_t j = i + 1; j < nest.statements.size(); ++j) {
      const NestStatement& later = nest.statements[j];
      bool reads = false;
      std::vector<ExprId> exprs = expressionsOf(later);
      exprs.insert(exprs.end(), later.combiner.results.begin(), later.combiner.results.end());
      for (ExprId e : exprs) {
        for (TempId temp : tempsOf(nest.function, e)) reads = reads || holds.contains(temp);
      }
      for (const NestStore& store : later.stores) {
        if (std::none_of(loads.begin(), loads.end(),
                         [&](ExprId load) { return nest.function.exprs[load].buffer == store.buffer; }))
          continue;
        if (reads && (hasSequentialAxis(later) || !readsBefore(nest, loads, store)))
          return wrong(later.name, " writes what ", own.name, " reads, and reads ", own.name);
        writers.push_back(&later);
      }
      if (!reads) continue;
      for (const NestStatement* writer : writers) {
        if (writer != &later) return wrong(writer->name, " writes what ", own.name, " reads, before ", later.name);
      }
      if (later.kind == NestKind::kValue) holds.insert(later.temps[0]);  // which may be inline too
    }
  }
  if (!any) return std::shared_ptr<const LoopNest>(std::shared_ptr<void>(), &nest);
  auto out = std::make_shared<LoopNest>();
  const LoopFunction& from = nest.function;
  LoopBuilder loops(from.name);
  // The same names with the same numbers.
  for (size_t b = 0; b < from.buffers.size(); ++b) {
    const LoopBuffer& buffer = from.buffers[LoopBufferId(b)];
    loops.parameter(buffer.name, buffer.dtype, buffer.elements, buffer.read, buffer.written);
  }
  std::vector<int64_t> extents(from.vars.size(), 1);
  for (const NestAxis& axis : nest.axes) extents[axis.var.index] = axis.extent;
  for (size_t v = 0; v < from.vars.size(); ++v) loops.declareVar(from.vars[LoopVarId(v)], extents[v]);
  absl::flat_hash_map<TempId, ExprId> values;
  std::function<ExprId(ExprId)> rebuild = [&](ExprId e) {
    if (!e.valid()) return e;
    return loops.rebuild(from, e,
                         {[&](LoopVarId var) { return loops.var(var); },
                          [&](TempId temp) {
                            auto it = values.find(temp);
                            return it == values.end() ? loops.temp(temp) : it->second;
                          },
                          [](LoopBufferId buffer) { return buffer; }});
  };
  absl::flat_hash_map<TempId, ExprId> known;  // what temps hold
  for (const NestStatement& x : nest.statements) {
    if (x.kind == NestKind::kValue) known[x.temps[0]] = x.values[0];
  }
  for (size_t t = 0; t < from.temps.size(); ++t) {
    auto it = known.find(TempId(t));
    loops.declareTemp(from.temps[TempId(t)], it == known.end() ? ExprId() : rebuild(it->second));
  }
  for (size_t i = 0; i < nest.statements.size(); ++i) {
    NestStatement s = nest.statements[i];
    for (std::vector<ExprId>* list : {&s.values, &s.initials, &s.combiner.results}) {
      for (ExprId& e : *list) e = rebuild(e);
    }
    s.guard = rebuild(s.guard);
    for (NestStore& store : s.stores) store = {store.buffer, rebuild(store.index), rebuild(store.value)};
    if (isInline[i])
      values[s.temps[0]] = s.values[0];
    else
      out->statements.push_back(std::move(s));
  }
  out->axes = nest.axes;
  for (NestAxis& axis : out->axes) axis.below = rebuild(axis.below);
  out->inPlace = nest.inPlace;
  out->keepsRounding = nest.keepsRounding;
  out->flops = nest.flops;
  out->bytes = nest.bytes;
  out->function = loops.finish();
  return std::shared_ptr<const LoopNest>(std::move(out));
}

}  // namespace partita
