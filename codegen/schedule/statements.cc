// What a statement does at a point.
#include "codegen/schedule/nest_generator.h"

namespace partita {

ExprId NestGenerator::expression(ExprId expr) {
  return l().rebuild(nest_.function, expr,
                     {[&](LoopVarId var) {
                        for (size_t a = 0; a < nest_.axes.size(); ++a) {
                          if (nest_.axes[a].var == var) return point(AxisId(a));
                        }
                        CHECK(false, "a variable that is no axis");
                      },
                      [&](TempId temp) {
                        const auto [i, v] = byTemp_.at(temp);
                        const Kept& k = kept_[i];
                        if (k.inMemory) {
                          const ExprId kept = l().load(k.buffers[v], place(i));
                          return asBits_.contains(temp) ? l().op(ScalarOp::kConvert, dtypeOf(i, v), {kept}) : kept;
                        }
                        return l().temp(k.temps[slot(i)]);
                      },
                      [&](LoopBufferId buffer) { return parameters_.at(buffer); }});
}

void NestGenerator::begin(size_t i, int depth) {
  if (!sums(i) && at(i).statement->kind != NestKind::kScan) return;
  const NestStatement& s = *at(i).statement;
  Kept& k = kept_[i];
  if (at(i).tile && at(i).tile->lanes > 1) return beginTile(i, depth);
  overParallel(i, depth, [&] {
    for (size_t v = 0; v < s.temps.size(); ++v) {
      ExprId initial = at(i).partialPiece >= 0 ? reductionIdentity(l(), s.combine, dtypeOf(i))
                       : at(i).carryPiece >= 0 ? carriedState(i, depth)
                                               : expression(s.initials[v]);
      if (k.accumulatesThere) {
        l().store(k.buffers[v], place(i), initial);
      } else {
        k.accums[slot(i)] = l().initAccum(dtypeOf(i), s.combine, initial);
        startExcess(i);
      }
    }
  });
}

void NestGenerator::finish(size_t i, int depth) {
  if (sumsByThreads(plan_, at(i))) return finishPart(i, depth);
  if (!sums(i) || kept_[i].accumulatesThere) return;
  if (at(i).tile) return finishTile(i, depth);
  overParallel(i, depth, [&] { keep(i, sumOf(i)); });
}

void NestGenerator::fetch(size_t i, int depth) {
  Kept& k = kept_[i];
  overParallel(i, depth, [&] {
    k.accums[slot(i)] = l().initAccum(dtypeOf(i), at(i).statement->combine, l().load(k.buffers[0], place(i)));
    startExcess(i);
  });
  k.inAccumulators = true;
}

void NestGenerator::putBack(size_t i, int depth) {
  Kept& k = kept_[i];
  overParallel(i, depth, [&] { l().store(k.buffers[0], place(i), sumOf(i)); });
  k.inAccumulators = false;
}

void NestGenerator::emit(size_t i, int depth) {
  const PlannedStatement& s = at(i);
  if (s.tile) return emitTile(i, depth);
  if (s.pipelineLoop >= 0) return copyAhead(i, depth);
  if (sums(i)) return accumulate(i, depth);
  auto next = [&](auto&& self, size_t d) -> void {
    if (d < s.order.size() && s.order[d] == s.packedPiece) return keep(i, packedValue(i));
    if (d < s.order.size()) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
    if (s.finishesPartial) return addParts(i);
    if (s.statement->kind == NestKind::kScan) {
      AccumId sum = kept_[i].accums[slot(i)];
      l().accumulate(sum, expression(s.statement->values[0]));
      return keep(i, l().accumValue(sum));
    }
    if (s.statement->kind == NestKind::kValue) return keep(i, expression(s.statement->values[0]));
    store(i);
  };
  next(next, static_cast<size_t>(depth));
}

void NestGenerator::keep(size_t i, ExprId value) {
  Kept& k = kept_[i];
  if (!k.inMemory) {
    k.temps[slot(i)] = l().let(value);
    return;
  }
  const bool once = isSeenByOthers(i) && openOnce(i);
  l().store(k.buffers[0], place(i), value);
  if (once) l().close();
}

bool NestGenerator::openGuard(size_t i, int depth) {
  const NestStatement& own = *at(i).statement;
  if (!own.guard.valid() || (own.kind != NestKind::kStore && (!sums(i) || depth <= at(i).firstReduction))) return false;
  std::vector<ExprId> known;
  auto visit = [&](auto&& self, ExprId e) -> void {
    const Expr& expr = nest_.function.exprs[e];
    if (expr.kind == ExprKind::kOp && expr.op == ScalarOp::kAnd && expr.dtype == DType::kI1) {
      self(self, expr.args[0]), self(self, expr.args[1]);
    } else if (!tested_.contains({i, e}) && isKnown(at(i), e)) {
      known.push_back(e);
    }
  };
  visit(visit, own.guard);
  if (known.empty()) return false;
  ExprId all;
  for (ExprId e : known) {
    tested_.insert({i, e});
    ExprId test = expression(e);
    all = all.valid() ? l().op(ScalarOp::kAnd, DType::kI1, {all, test}) : test;
  }
  guards_[i].push_back(std::move(known));
  l().openIf(all);
  return true;
}

void NestGenerator::closeGuard(size_t i) {
  for (ExprId e : guards_[i].back()) tested_.erase({i, e});
  guards_[i].pop_back();
  l().close();
}

bool NestGenerator::isTested(size_t i, ExprId guard) const {
  const Expr& e = nest_.function.exprs[guard];
  if (e.kind == ExprKind::kOp && e.op == ScalarOp::kAnd && e.dtype == DType::kI1)
    return isTested(i, e.args[0]) && isTested(i, e.args[1]);
  return tested_.contains({i, guard});
}

bool NestGenerator::isKnown(const PlannedStatement& s, ExprId expr) const {
  auto innermost = [&] {
    return std::all_of(s.order.begin(), s.order.end(), [&](int p) { return position_.opened[static_cast<size_t>(p)]; });
  };
  if (!tempsOf(nest_.function, expr).empty()) return innermost();
  // What the statement writes may change it.
  for (ExprId load : loadsOf(nest_.function, expr)) {
    for (const NestStore& store : s.statement->stores) {
      if (nest_.function.exprs[load].buffer == store.buffer) return innermost();
    }
  }
  for (LoopVarId var : varsOf(nest_.function, expr)) {
    for (const AxisUse& use : s.axes) {
      if (nest_.axis(use.axis).var != var) continue;
      for (int p : plan_.piecesOf(s, use.axis)) {
        if (!position_.opened[static_cast<size_t>(p)]) return false;
      }
    }
  }
  return true;
}

void NestGenerator::store(size_t i) {
  const PlannedStatement& s = at(i);
  const NestStatement& own = *s.statement;
  ExprId once;
  for (ExprId test : position_.repeated) once = once.valid() ? l().op(ScalarOp::kAnd, DType::kI1, {once, test}) : test;
  const bool alone = openOnce(i);
  if (once.valid()) l().openIf(once);
  const bool guarded = openGuard(i, static_cast<int>(s.order.size()));
  std::vector<std::pair<ExprId, ExprId>> writes;
  for (const NestStore& st : own.stores) {
    ExprId value = expression(st.value);
    if (own.stores.size() > 1) value = l().temp(l().let(value));
    writes.emplace_back(expression(st.index), value);
  }
  for (size_t w = 0; w < writes.size(); ++w)
    l().store(parameters_.at(own.stores[w].buffer), writes[w].first, writes[w].second, s.stream);
  if (guarded) closeGuard(i);
  if (once.valid()) l().close();
  if (alone) l().close();
}

void NestGenerator::accumulate(size_t i, int depth) {
  const PlannedStatement& s = at(i);
  const NestStatement& own = *s.statement;
  Kept& k = kept_[i];
  auto add = [&](ExprId value) {
    if (k.accumulatesThere && !k.inAccumulators) {
      ExprId where = place(i);
      l().store(k.buffers[0], where, l().op(own.combine, dtypeOf(i), {value, l().load(k.buffers[0], where)}));
    } else {
      l().accumulate(k.accums[slot(i)], value);
    }
  };
  const bool guarded = own.guard.valid() && !isTested(i, own.guard);
  const std::optional<std::pair<ExprId, ExprId>> product = contractedProduct(own);
  if ((product.has_value() || s.dotPiece >= 0) && !guarded && !combines(i)) {
    // In the order of the loops: what the copies of one are multiplied with is at hand for those inside it.
    auto next = [&](auto&& self, size_t d) -> void {
      if (d < s.order.size() && s.order[d] == s.dotPiece) return addDot(i);
      if (d < s.order.size()) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
      addProduct(i, expression(product->first), expression(product->second));
    };
    return next(next, static_cast<size_t>(depth));
  }
  overParallel(i, depth, [&] {
    std::vector<ExprId> values;
    auto next = [&](auto&& self, size_t d) -> void {
      while (d < s.order.size() && !plan_.carries(s, s.order[d])) ++d;
      if (d < s.order.size()) return open({i, i + 1}, s.order[d], [&] { self(self, d + 1); });
      if (guarded) l().openIf(expression(own.guard));
      if (combines(i)) {
        combine(i);
      } else if (product.has_value()) {
        addProduct(i, expression(product->first), expression(product->second));
      } else if (guarded) {
        add(expression(own.values[0]));
      } else {
        values.push_back(expression(own.values[0]));
      }
      if (guarded) l().close();
    };
    next(next, static_cast<size_t>(depth));
    if (values.empty()) return;
    const DType dtype = dtypeOf(i);
    // The larger of numbers in a chain: each is looked at by itself, and waits for no other to be read.
    if (own.combine == ScalarOp::kMaximum || own.combine == ScalarOp::kMinimum) {
      for (ExprId value : values) add(value);
      return;
    }
    while (values.size() > 1) {
      std::vector<ExprId> sums;
      for (size_t v = 0; v + 1 < values.size(); v += 2)
        sums.push_back(l().op(own.combine, dtype, {values[v], values[v + 1]}));
      if (values.size() % 2 == 1) sums.push_back(values.back());
      values = std::move(sums);
    }
    add(l().temp(l().let(values[0])));
  });
}

std::optional<std::pair<ExprId, ExprId>> NestGenerator::contractedProduct(const NestStatement& s) const {
  if (s.combine != ScalarOp::kAdd || s.values.size() != 1) return std::nullopt;
  const Expr& value = nest_.function.exprs[s.values[0]];
  const DType dtype = value.dtype;
  if (value.kind != ExprKind::kOp || value.op != ScalarOp::kMultiply || (dtype != DType::kF32 && dtype != DType::kF64))
    return std::nullopt;
  const bool contracts = std::any_of(s.axes.begin(), s.axes.end(), [](const AxisUse& use) {
    return use.role == AxisRole::kContracted || use.role == AxisRole::kWindow;
  });
  if (!contracts) return std::nullopt;
  return std::pair(value.args[0], value.args[1]);
}

void NestGenerator::addProduct(size_t i, ExprId x, ExprId y) {
  const Kept& k = kept_[i];
  if (nest_.keepsRounding) {
    const ExprId product = l().op(ScalarOp::kMultiply, dtypeOf(i), {x, y});
    if (!k.accumulatesThere || k.inAccumulators) return l().accumulate(k.accums[slot(i)], product);
    ExprId where = place(i);
    return l().store(k.buffers[0], where, l().op(ScalarOp::kAdd, dtypeOf(i), {l().load(k.buffers[0], where), product}));
  }
  if (!k.accumulatesThere || k.inAccumulators) return l().accumulateProduct(k.accums[slot(i)], x, y);
  ExprId where = place(i);
  l().store(k.buffers[0], where, l().op(ScalarOp::kFma, dtypeOf(i), {x, y, l().load(k.buffers[0], where)}));
}

void NestGenerator::combine(size_t i) {
  const NestStatement& own = *at(i).statement;
  const Kept& k = kept_[i];
  const ExprId where = place(i);
  absl::flat_hash_map<TempId, ExprId> known;
  auto let = [&](TempId temp, ExprId value) { known[temp] = l().temp(l().let(value)); };
  for (size_t v = 0; v < own.temps.size(); ++v) let(own.combiner.left[v], l().load(k.buffers[v], where));
  for (size_t v = 0; v < own.temps.size(); ++v) let(own.combiner.right[v], expression(own.values[v]));
  std::vector<ExprId> results;
  for (ExprId result : own.combiner.results) {
    ExprId value = l().rebuild(
        nest_.function, result,
        {[](LoopVarId) -> ExprId { CHECK(false, "a combiner has no axes"); },
         [&](TempId temp) { return known.at(temp); }, [&](LoopBufferId buffer) { return parameters_.at(buffer); }});
    results.push_back(l().temp(l().let(value)));
  }
  for (size_t v = 0; v < own.temps.size(); ++v) l().store(k.buffers[v], where, results[v]);
}

void NestGenerator::addParts(size_t i) {
  const NestStatement& own = *at(i).statement;
  // Where a task keeps the sum of this point: as the statement that made it laid them out.
  size_t maker = 0;
  while (at(maker).statement != &own || at(maker).partialPiece < 0) ++maker;
  if (sumsByThreads(plan_, at(maker))) return addThreadParts(i, maker);
  const Outliving& partial = outliving_.at(maker);
  rebase(maker);
  ExprId where = sumPlace(maker);
  AccumId sum = l().initAccum(dtypeOf(i), own.combine, expression(own.initials[0]));
  ExprId part = l().var(l().openFor("part", l().index(0), l().index(partial.parts), LoopKind::kSerial));
  l().accumulate(sum, l().load(workspace_.at(maker)[0], l().add(l().mul(part, l().index(partial.sums)), where)));
  l().close();
  keep(i, l().accumValue(sum));
}

}  // namespace partita
