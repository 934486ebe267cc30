#include "codegen/loops/loop_nest.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "base/check.h"
#include "base/text.h"

namespace partita {

std::string_view axisRoleName(AxisRole role) {
  switch (role) {
    case AxisRole::kParallel:
      return "parallel";
    case AxisRole::kReduced:
      return "reduced";
    case AxisRole::kContracted:
      return "contracted";
    case AxisRole::kWindow:
      return "window";
    case AxisRole::kSequential:
      return "sequential";
  }
  return "?";
}

bool inOrder(const NestStatement& statement, AxisRole role) {
  const bool combines = statement.kind == NestKind::kReduction && statement.combine == ScalarOp::kNone;
  return role == AxisRole::kSequential || (isReduction(role) && combines);
}

bool hasSequentialAxis(const NestStatement& statement) {
  return std::any_of(statement.axes.begin(), statement.axes.end(),
                     [](const AxisUse& use) { return use.role == AxisRole::kSequential; });
}

std::vector<AxisUse> parallelAxes(absl::Span<const AxisId> axes) {
  std::vector<AxisUse> uses;
  for (AxisId axis : axes) uses.push_back({axis, AxisRole::kParallel});
  return uses;
}

AxisId NestBuilder::axis(std::string name, int64_t extent) {
  CHECK(extent >= 1, "axis ", name, " of extent ", extent);
  LoopVarId var = loops_.declareVar(name, extent);
  axes_.push_back({std::move(name), extent, var, ExprId(), AxisId()});
  return AxisId(axes_.size() - 1);
}

TempId NestBuilder::value(std::vector<AxisId> axes, ExprId value) {
  NestStatement s;
  s.kind = NestKind::kValue;
  s.axes = parallelAxes(axes);
  s.values = {value};
  s.temps = {loops_.declareTemp(loops_.function().exprs[value].dtype, value)};
  s.name = strCat("t", s.temps[0].index);
  statements_.push_back(s);
  return s.temps[0];
}

std::vector<TempId> NestBuilder::reduction(std::vector<AxisUse> axes, NestCombiner combiner,
                                           std::vector<ExprId> initials, std::vector<ExprId> values, ExprId guard) {
  const size_t count = values.size();
  CHECK(count > 0 && initials.size() == count && combiner.left.size() == count && combiner.right.size() == count &&
            combiner.results.size() == count,
        "a reduction of ", count, " values");
  NestStatement s;
  s.kind = NestKind::kReduction;
  s.axes = std::move(axes);
  for (ExprId value : values) s.temps.push_back(loops_.declareTemp(loops_.function().exprs[value].dtype));
  s.values = std::move(values);
  s.initials = std::move(initials);
  s.combiner = std::move(combiner);
  s.guard = guard;
  s.name = strCat("t", s.temps[0].index);
  statements_.push_back(s);
  return s.temps;
}

TempId NestBuilder::reduction(std::vector<AxisUse> axes, ScalarOp combine, ExprId initial, ExprId value, ExprId guard) {
  return single(NestKind::kReduction, std::move(axes), combine, initial, value, guard);
}

TempId NestBuilder::scan(std::vector<AxisUse> axes, ScalarOp combine, ExprId initial, ExprId value) {
  for (size_t i = 1; i < axes.size(); ++i)
    CHECK(axes[i - 1].role != AxisRole::kSequential || axes[i].role == AxisRole::kSequential,
          "an axis after a scanned one");
  return single(NestKind::kScan, std::move(axes), combine, initial, value, ExprId());
}

TempId NestBuilder::single(NestKind kind, std::vector<AxisUse> axes, ScalarOp combine, ExprId initial, ExprId value,
                           ExprId guard) {
  NestStatement s;
  s.kind = kind;
  s.axes = std::move(axes);
  s.values = {value};
  s.initials = {initial};
  s.combine = combine;
  s.guard = guard;
  s.temps = {loops_.declareTemp(loops_.function().exprs[value].dtype)};
  s.name = strCat("t", s.temps[0].index);
  statements_.push_back(s);
  return s.temps[0];
}

void NestBuilder::store(std::vector<AxisUse> axes, std::vector<NestStore> stores, ExprId guard) {
  NestStatement s;
  s.kind = NestKind::kStore;
  s.axes = std::move(axes);
  s.stores = std::move(stores);
  s.guard = guard;
  s.name = strCat("s", stores_++);
  statements_.push_back(std::move(s));
}

LoopNest NestBuilder::finish(double flops, double bytes) {
  LoopNest nest;
  nest.axes = std::move(axes_);
  nest.statements = std::move(statements_);
  nest.inPlace = std::move(inPlace_);
  nest.keepsRounding = keepsRounding_;
  nest.flops = flops;
  nest.bytes = bytes;
  nest.function = loops_.finish();
  std::vector<const NestStatement*> defines(nest.function.temps.size(), nullptr);
  for (const NestStatement& s : nest.statements) {
    auto check = [&](ExprId expr) {
      for (TempId temp : tempsOf(nest.function, expr)) {
        const NestStatement* definition = defines[temp.index];
        CHECK(definition != nullptr, "statement ", s.name, " reads t", temp.index, " before it is computed");
        for (const AxisUse& use : definition->axes) {
          if (isReduction(use.role)) continue;
          CHECK(std::any_of(s.axes.begin(), s.axes.end(), [&](const AxisUse& own) { return own.axis == use.axis; }),
                "statement ", s.name, " reads ", definition->name, " but has no axis ", nest.axis(use.axis).name);
        }
      }
    };
    for (ExprId expr : expressionsOf(s)) check(expr);
    for (TempId temp : s.temps) defines[temp.index] = &s;
  }
  return nest;
}

namespace {

template <typename Visit>
void visitExprs(const LoopFunction& function, ExprId root, Visit visit) {
  absl::flat_hash_set<ExprId> seen;
  auto walk = [&](auto&& self, ExprId id) -> void {
    if (!seen.insert(id).second) return;
    visit(id, function.exprs[id]);
    for (ExprId arg : function.exprs[id].args) self(self, arg);
  };
  walk(walk, root);
}

}  // namespace

std::vector<ExprId> expressionsOf(const NestStatement& s, bool readInitials) {
  std::vector<ExprId> exprs = s.values;
  if (readInitials) exprs.insert(exprs.end(), s.initials.begin(), s.initials.end());
  if (s.guard.valid()) exprs.push_back(s.guard);
  for (const NestStore& store : s.stores) exprs.insert(exprs.end(), {store.index, store.value});
  return exprs;
}

std::vector<TempId> tempsOf(const LoopFunction& function, ExprId expr) {
  std::vector<TempId> temps;
  visitExprs(function, expr, [&](ExprId, const Expr& e) {
    if (e.kind == ExprKind::kTemp && std::find(temps.begin(), temps.end(), e.temp) == temps.end())
      temps.push_back(e.temp);
  });
  return temps;
}

std::vector<LoopVarId> varsOf(const LoopFunction& function, ExprId expr) {
  std::vector<LoopVarId> vars;
  visitExprs(function, expr, [&](ExprId, const Expr& e) {
    if (e.kind == ExprKind::kVar) vars.push_back(e.var);
  });
  return vars;
}

std::vector<ExprId> loadsOf(const LoopFunction& function, ExprId expr) {
  std::vector<ExprId> loads;
  visitExprs(function, expr, [&](ExprId id, const Expr& e) {
    if (e.kind == ExprKind::kLoad) loads.push_back(id);
  });
  return loads;
}

}  // namespace partita
