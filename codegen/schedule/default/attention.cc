// Attention: for a block of queries all scores, then what is made of them row by row, then the product with the values,
// in memory that stays in cache. Keys and values are brought into panels once for each head.
#include <algorithm>

#include "codegen/schedule/default/parts.h"
#include "codegen/schedule/default/product_parts.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

namespace {

constexpr int64_t kMostRows = 64;  // queries of a block

class AttentionSchedule {
 public:
  AttentionSchedule(const LoopNest& nest, const NestStatement& scores, const NestStatement& result,
                    const ScheduleContext& context)
      : nest_(nest),
        scores_(scores),
        result_(result),
        context_(context),
        b_(axis(scores, 0)),
        q_(axis(scores, 1)),
        k_(axis(scores, 2)),
        d_(axis(scores, 3)),
        e_(axis(result, 2)) {}

  StatusOr<Schedule> make() {
    const int64_t bytes = dtypeBytes(nest_.function.temps[scores_.temps[0]]);
    lanes_ = std::max(1, context_.target.lanes(bytes));
    const NestStatement &keys = operand(scores_, k_), &queries = operand(scores_, q_), &values = operand(result_, e_),
                        &weights = operand(result_, q_);
    const RegisterTile tile = chooseTile(context_.target, lanes_, q_.extent, k_.extent, k_.extent);
    columns_ = context_.fixedSums ? 2 * lanes_ : std::min<int64_t>(tile.columns, 2 * lanes_);
    const int64_t registers = columns_ / lanes_;
    rows_ = std::min<int64_t>({q_.extent, 16, (context_.target.vectorRegisters - registers - 1) / registers});
    const int64_t most =
        std::clamp<int64_t>(context_.target.l2Bytes / 2 / (k_.extent * bytes), rows_, std::max(rows_, kMostRows));
    const int64_t blocks = ceilDiv(q_.extent, std::max(rows_, most / rows_ * rows_));
    const int64_t block = roundUp(ceilDiv(q_.extent, blocks), rows_);
    cutAxes(block);
    for (const NestStatement* x : {&keys, &queries, &values, &weights}) {
      const ProductOperand how = operandOf(nest_, scores_, *x, q_, k_, false);
      if (how.narrow == nullptr) continue;
      s_.inlined(how.narrow->name);
      narrow_.insert(how.narrow);
    }
    panels(keys, k_, d_, kT_, ki_, "", d_.name);
    panels(values, e_, k_, eT_, ei_, kT_, ki_);
    s_.share(values.name, static_cast<int64_t>(ownLoops_.size()));
    bringQueries(queries);
    // Scores.
    s_.bind(qi_, Binding::kUnroll);
    s_.bind(ki_, Binding::kVector, columns_).bind(ki_, Binding::kUnroll, 4, result_.name);
    s_.bind(ei_, Binding::kVector, columns_);
    s_.order(scores_.name, withPieces(outer_, {kT_, qT_, ki_, d_.name, qi_}));
    if (d_.extent >= 8) s_.bind(d_.name, Binding::kUnroll, 4, scores_.name);
    layOut(scores_);
    if (queriesShare_ > 0) s_.share(scores_.name, queriesShare_);
    // The product with the values, and what follows it.
    s_.inlined(weights.name);
    s_.order(result_.name, withPieces(outer_, {qT_, eT_, ei_, kT_, ki_, qi_}));
    s_.layout(result_.name, withPieces({}, {qT_, qi_, eT_, ei_}));
    for (size_t i = indexOf(result_) + 1; i < nest_.statements.size(); ++i)
      s_.order(nest_.statements[i].name, withPieces(outer_, {qT_, eT_, ei_, qi_}));
    RETURN_IF_ERROR(rowWork(weights));
    s_.share(result_.name, static_cast<int64_t>(outer_.size()));
    for (size_t i = indexOf(result_) + 1; i < nest_.statements.size(); ++i)
      s_.share(nest_.statements[i].name, static_cast<int64_t>(withPieces(outer_, {qT_, eT_, ei_}).size()));
    return std::move(s_);
  }

 private:
  const NestAxis& axis(const NestStatement& s, size_t i) const { return nest_.axis(s.axes[i].axis); }
  size_t indexOf(const NestStatement& s) const { return static_cast<size_t>(&s - nest_.statements.data()); }
  bool has(const NestStatement& s, const NestAxis& axis) const {
    return std::any_of(s.axes.begin(), s.axes.end(), [&](const AxisUse& u) { return &nest_.axis(u.axis) == &axis; });
  }
  // The factor of SUM that has AXIS.
  const NestStatement& operand(const NestStatement& sum, const NestAxis& axis) const {
    const NestStatement* found = nullptr;
    for (ExprId arg : nest_.function.exprs[sum.values[0]].args) {
      for (const NestStatement& x : nest_.statements) {
        if (!x.temps.empty() && x.temps[0] == nest_.function.exprs[arg].temp && has(x, axis)) found = &x;
      }
    }
    return *found;
  }

  void cutAxes(int64_t block) {
    qi_ = q_.name, ki_ = k_.name, ei_ = e_.name;
    int64_t queries = q_.extent, keys = k_.extent, columns = e_.extent;
    const std::string task = cutOff(s_, qi_, queries, block, q_, "T");
    qT_ = cutOff(s_, qi_, queries, rows_, q_, "t");
    kT_ = cutOff(s_, ki_, keys, columns_, k_, "t");
    eT_ = cutOff(s_, ei_, columns, columns_, e_, "t");
    std::string whole = b_.name;
    if (!task.empty()) {
      whole = "t";
      s_.fuse(b_.name, task, whole);
    }
    const int64_t tasks = b_.extent * ceilDiv(q_.extent, block);
    if (tasks > 1) s_.bind(whole, Binding::kTask);
    outer_ = {whole};
  }

  // VALUE, of axes ROW and ALONG, into panels [along][columns of row] by the launch that comes first. A task is a head.
  void panels(const NestStatement& value, const NestAxis& row, const NestAxis& along, const std::string& tile,
              const std::string& inner, const std::string& alongOuter, const std::string& alongInner) {
    const ProductOperand how = operandOf(nest_, scores_, value, row, along, false);
    if (b_.extent > 1) s_.bind(b_.name, Binding::kTask, 0, value.name);
    ownLoops_ = {b_.name};
    s_.bind(alongInner, Binding::kSerial, 0, value.name);
    if (how.alongK) {
      s_.order(value.name, withPieces(ownLoops_, {tile, inner, alongOuter, alongInner}));
      s_.bind(inner, Binding::kVector, lanes_, value.name).bind(alongInner, Binding::kUnroll, lanes_, value.name);
    } else {
      s_.order(value.name, withPieces(ownLoops_, {tile, alongOuter, alongInner, inner}));
      s_.bind(inner, Binding::kVector, columns_, value.name);
    }
    s_.layout(value.name, withPieces({b_.name}, {tile, alongOuter, alongInner, inner}));
  }

  // Read where they lie, or computed for a block.
  void bringQueries(const NestStatement& queries) {
    const ProductOperand how = operandOf(nest_, scores_, queries, q_, d_, false);
    const NestStatement* first = &queries;
    if (how.inPlace) {
      s_.inlined(queries.name);
      first = &scores_;
    } else {
      s_.order(queries.name, withPieces(outer_, {qT_, qi_, d_.name}));
      s_.bind(qi_, Binding::kSerial, 0, queries.name);
      if (how.alongK) s_.bind(d_.name, Binding::kVector, lanes_, queries.name);
      s_.layout(queries.name, withPieces({}, {qT_, qi_, d_.name}));
      queriesShare_ = static_cast<int64_t>(outer_.size());
    }
    s_.launch(first->name);
  }

  void layOut(const NestStatement& x) {
    std::vector<std::string> pieces = withPieces({}, {qT_, qi_});
    const bool whole = has(x, k_) && (x.kind == NestKind::kValue || &x == &scores_);  // else a value of the row
    if (whole) pieces = withPieces(pieces, {kT_, ki_});
    std::vector<int64_t> padding(pieces.size());
    // Rows of a tile fall into different sets of L1.
    if (whole) padding[withPieces({}, {qT_, qi_}).size()] = lanes_;
    s_.layout(x.name, std::move(pieces), std::move(padding));
  }

  // A row at a time: each statement in as many loops of the one before it as it can be.
  Status rowWork(const NestStatement& weights) {
    const size_t first = indexOf(scores_) + 1, last = indexOf(weights);
    for (size_t i = first; i < last; ++i) {
      const NestStatement& x = nest_.statements[i];
      if (narrow_.contains(&x)) continue;
      std::vector<std::string> order = withPieces(outer_, {qT_, qi_});
      if (has(x, k_)) order = withPieces(order, {kT_, ki_});
      s_.order(x.name, order);
      s_.bind(qi_, Binding::kSerial, 0, x.name);
      if (!x.temps.empty()) layOut(x);
    }
    ASSIGN_OR_RETURN(LoopPlan plan, planUnfinished(nest_, s_));
    NestKind before = NestKind::kValue;
    for (size_t i = 0; i < plan.statements.size(); ++i) {
      PlannedStatement& s = plan.statements[i];
      const auto own = std::find_if(nest_.statements.begin() + static_cast<std::ptrdiff_t>(first),
                                    nest_.statements.begin() + static_cast<std::ptrdiff_t>(last),
                                    [&](const NestStatement& x) { return x.name == s.name(); });
      if (own == nest_.statements.begin() + static_cast<std::ptrdiff_t>(last)) continue;
      s.share = mostShared(plan, i);
      // After the scores of the whole block.
      if (plan.statements[i - 1].name() == scores_.name)
        s.share = std::min<int>(s.share, static_cast<int>(outer_.size()));
      // A pass computes values, then sums: what comes before that in this order belongs to the next one.
      if (has(*own, k_)) {
        if (own->kind < before)
          s.share = std::min<int>(s.share, static_cast<int>(withPieces(outer_, {qT_, qi_}).size()));
        before = own->kind;
      }
      s_.share(s.name(), s.share);
    }
    return absl::OkStatus();
  }

  const LoopNest& nest_;
  const NestStatement &scores_, &result_;
  const ScheduleContext& context_;
  const NestAxis &b_, &q_, &k_, &d_, &e_;
  Schedule s_;
  int64_t lanes_ = 1, rows_ = 1, columns_ = 1, queriesShare_ = 0;
  absl::flat_hash_set<const NestStatement*> narrow_;  // operands before they are widened, inline
  std::vector<std::string> outer_, ownLoops_;
  std::string qi_, ki_, ei_, qT_, kT_, eT_;
};

}  // namespace

StatusOr<Schedule> attentionSchedule(const LoopNest& nest, const NestStatement& scores, const NestStatement& result,
                                     const ScheduleContext& context) {
  return AttentionSchedule(nest, scores, result, context).make();
}

}  // namespace partita
