// Attention: for a block of queries all scores, then what is made of them row by row, then the product with the values,
// in memory that stays in cache. Keys and values are brought into panels once for each head.
//
// Its gradient: both products that make arrays of scores, the rows, and the gradient of the queries for a block of
// queries too. Those of keys and values are sums over queries: they grow in memory, block by block, so that a task is a
// head; keys are the lanes of their tiles, as they are of the scores that these read.
#include <algorithm>

#include "codegen/schedule/default/parts.h"
#include "codegen/schedule/default/product_parts.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

namespace {

constexpr int64_t kMostRows = 64;  // queries of a block

class AttentionSchedule {
 public:
  AttentionSchedule(const LoopNest& nest, const std::vector<const NestStatement*>& products,
                    const ScheduleContext& context)
      : nest_(nest),
        context_(context),
        scores_(*products[0]),
        b_(axis(scores_, 0)),
        q_(axis(scores_, 1)),
        k_(axis(scores_, 2)) {
    for (const NestStatement* sum : products) {
      const bool makes = &axis(*sum, 1) == &q_ && &axis(*sum, 2) == &k_, sumsRows = &axis(*sum, 3) == &q_;
      const NestAxis& own = axis(*sum, makes ? 3 : 2);
      Product p{sum, nullptr, nullptr, &own, own.name, ""};
      p.scores = &operand(*sum, makes || !sumsRows ? q_ : k_);
      p.other = &operand(*sum, makes ? k_ : own);
      (makes ? before_ : sumsRows ? overRows_ : overColumns_).push_back(std::move(p));
    }
  }

  StatusOr<Schedule> make() {
    const int64_t bytes = dtypeBytes(nest_.function.temps[scores_.temps[0]]);
    lanes_ = std::max(1, context_.target.lanes(bytes));
    const RegisterTile tile = chooseTile(context_.target, lanes_, q_.extent, k_.extent, k_.extent);
    columns_ = context_.fixedSums ? 2 * lanes_ : std::min<int64_t>(tile.columns, 2 * lanes_);
    const int64_t registers = columns_ / lanes_;
    most_ = std::min<int64_t>(16, (context_.target.vectorRegisters - registers - 1) / registers);
    rows_ = std::min(q_.extent, most_);
    const int64_t arrays = static_cast<int64_t>(before_.size());
    const int64_t most = std::clamp<int64_t>(context_.target.l2Bytes / 2 / (arrays * k_.extent * bytes), rows_,
                                             std::max(rows_, kMostRows));
    const int64_t blocks = ceilDiv(q_.extent, std::max(rows_, most / rows_ * rows_));
    const int64_t block = roundUp(ceilDiv(q_.extent, blocks), rows_);
    cutAxes(block);
    for (const std::vector<Product>* list : {&before_, &overColumns_, &overRows_}) {
      for (const Product& p : *list) {
        for (const NestStatement* x : {p.other, p.scores}) {
          const ProductOperand how = operandOf(nest_, scores_, *x, q_, k_, false);
          if (how.narrow == nullptr) continue;
          s_.inlined(how.narrow->name);
          inline_.insert(how.narrow);
        }
      }
    }
    for (const Product& p : before_) panels(*p.other, k_, *p.own, kT_, ki_, "", p.own->name);
    for (const Product& p : overColumns_) panels(*p.other, *p.own, k_, p.tile, p.inner, kT_, ki_);
    for (const Product& p : before_) bringRows(*p.scores, *p.own, "", p.own->name);
    for (const Product& p : overRows_) bringRows(*p.other, *p.own, p.tile, p.inner);
    s_.bind(qi_, Binding::kUnroll).bind(ki_, Binding::kVector, columns_);
    for (const Product& p : before_) makeScores(p);
    for (const std::vector<Product>* list : {&overColumns_, &overRows_}) {
      for (const Product& p : *list) {
        // Else it is work on rows.
        const bool isTemp = nest_.function.exprs[p.scores->values[0]].kind == ExprKind::kTemp;
        if (isTemp && inline_.insert(p.scores).second) s_.inlined(p.scores->name);
      }
    }
    for (const Product& p : overColumns_) sumColumns(p);
    for (const Product& p : overRows_) sumRows(p);
    RETURN_IF_ERROR(rowWork());
    for (const Product& p : overColumns_) {
      s_.share(p.sum->name, static_cast<int64_t>(outer_.size()));
      for (const NestStatement* x : following(p))
        s_.share(x->name, static_cast<int64_t>(withPieces(outer_, {qT_, p.tile, p.inner}).size()));
    }
    for (const Product& p : overRows_) {
      s_.share(p.sum->name, static_cast<int64_t>(outer_.size()));
      for (const NestStatement* x : following(p)) s_.share(x->name, 1);
    }
    return std::move(s_);
  }

 private:
  struct Product {
    const NestStatement *sum, *scores, *other;  // SCORES: the factor along scores, or the queries that make them
    const NestAxis* own;                        // contracted to make scores; what the other factor brings
    std::string inner, tile;                    // its pieces
  };

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
  // The stores of what P sums.
  std::vector<const NestStatement*> following(const Product& p) const {
    std::vector<const NestStatement*> list;
    for (size_t i = indexOf(*p.sum) + 1; i < nest_.statements.size(); ++i) {
      const NestStatement& x = nest_.statements[i];
      if (x.kind == NestKind::kStore && has(x, *p.own)) list.push_back(&x);
    }
    return list;
  }

  void cutAxes(int64_t block) {
    qi_ = q_.name, ki_ = k_.name;
    int64_t queries = q_.extent, keys = k_.extent;
    const std::string task = cutOff(s_, qi_, queries, block, q_, "T");
    qT_ = cutOff(s_, qi_, queries, rows_, q_, "t");
    kT_ = cutOff(s_, ki_, keys, columns_, k_, "t");
    for (Product& p : overColumns_) {
      int64_t columns = p.own->extent;
      p.tile = cutOff(s_, p.inner, columns, columns_, *p.own, "t");
      s_.bind(p.inner, Binding::kVector, columns_);
    }
    for (Product& p : overRows_) {
      int64_t rows = p.own->extent;
      const int64_t even = divisor(rows, most_);
      p.tile = cutOff(s_, p.inner, rows, even >= most_ / 2 ? even : std::min(rows, most_), *p.own, "t");
      s_.bind(p.inner, Binding::kUnroll);
    }
    if (!overRows_.empty()) {
      if (b_.extent > 1) s_.bind(b_.name, Binding::kTask);
      outer_ = withPieces({b_.name}, {task});
      return;
    }
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
    const bool first = ownLoops_.empty();
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
    if (!first) s_.share(value.name, static_cast<int64_t>(ownLoops_.size()));
  }

  // VALUE, of queries and ALONG: read where it lies, or computed for a block.
  void bringRows(const NestStatement& value, const NestAxis& along, const std::string& tile, const std::string& inner) {
    const ProductOperand how = operandOf(nest_, scores_, value, q_, along, false);
    if (how.inPlace) {
      s_.inlined(value.name);
      return;
    }
    s_.order(value.name, withPieces(outer_, {qT_, qi_, tile, inner}));
    s_.bind(qi_, Binding::kSerial, 0, value.name);
    s_.bind(inner, how.alongK ? Binding::kVector : Binding::kSerial, how.alongK ? lanes_ : 0, value.name);
    s_.layout(value.name, withPieces({}, {qT_, qi_, tile, inner}));
    inBlock(value);
  }
  // STATEMENT runs in the loops of a block of queries: the first one begins a launch.
  void inBlock(const NestStatement& statement) {
    if (begun_)
      s_.share(statement.name, static_cast<int64_t>(outer_.size()));
    else
      s_.launch(statement.name);
    begun_ = true;
  }

  void makeScores(const Product& p) {
    s_.order(p.sum->name, withPieces(outer_, {kT_, qT_, ki_, p.own->name, qi_}));
    if (p.own->extent >= 8) s_.bind(p.own->name, Binding::kUnroll, 4, p.sum->name);
    layOut(*p.sum);
    inBlock(*p.sum);
  }

  // The product with the values, and what follows it.
  void sumColumns(const Product& p) {
    s_.bind(ki_, Binding::kUnroll, 4, p.sum->name);
    s_.order(p.sum->name, withPieces(outer_, {qT_, p.tile, p.inner, kT_, ki_, qi_}));
    s_.layout(p.sum->name, withPieces({}, {qT_, qi_, p.tile, p.inner}));
    for (const NestStatement* x : following(p)) s_.order(x->name, withPieces(outer_, {qT_, p.tile, p.inner, qi_}));
  }

  // Sums over queries.
  void sumRows(const Product& p) {
    s_.order(p.sum->name, withPieces(outer_, {kT_, p.tile, ki_, qT_, qi_, p.inner}));
    s_.bind(qi_, Binding::kSerial, 0, p.sum->name);
    s_.layout(p.sum->name, withPieces({}, {kT_, p.tile, p.inner, ki_}));
    for (const NestStatement* x : following(p)) {
      // Through transposed squares.
      s_.order(x->name, withPieces({b_.name}, {kT_, p.tile, p.inner, ki_}));
      s_.bind(p.inner, Binding::kVector, lanes_, x->name).bind(ki_, Binding::kUnroll, lanes_, x->name);
    }
  }

  void layOut(const NestStatement& x) {
    std::vector<std::string> pieces = withPieces({}, {qT_, qi_});
    const bool sum = std::any_of(before_.begin(), before_.end(), [&](const Product& p) { return p.sum == &x; });
    const bool whole = has(x, k_) && (x.kind == NestKind::kValue || sum);  // else a value of the row
    if (whole) pieces = withPieces(pieces, {kT_, ki_});
    std::vector<int64_t> padding(pieces.size());
    // Rows of a tile fall into different sets of L1.
    if (whole) padding[withPieces({}, {qT_, qi_}).size()] = lanes_;
    s_.layout(x.name, std::move(pieces), std::move(padding));
  }

  // A row at a time: each statement in as many loops of the one before it as it can be.
  Status rowWork() {
    const Product& next = overColumns_.empty() ? overRows_.front() : overColumns_.front();
    const NestStatement& sums = *before_.back().sum;
    const size_t first = indexOf(sums) + 1, last = indexOf(*next.sum);
    for (size_t i = first; i < last; ++i) {
      const NestStatement& x = nest_.statements[i];
      if (inline_.contains(&x)) continue;
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
      if (plan.statements[i - 1].name() == sums.name) s.share = std::min<int>(s.share, static_cast<int>(outer_.size()));
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
  const ScheduleContext& context_;
  const NestStatement& scores_;
  const NestAxis &b_, &q_, &k_;
  std::vector<Product> before_, overColumns_, overRows_;  // that make scores; of their rows; sums over queries
  Schedule s_;
  int64_t lanes_ = 1, most_ = 1, rows_ = 1, columns_ = 1;
  bool begun_ = false;                                // the launch after the panels
  absl::flat_hash_set<const NestStatement*> inline_;  // operands before they are widened, and others
  std::vector<std::string> outer_, ownLoops_;
  std::string qi_, ki_, qT_, kT_;
};

}  // namespace

StatusOr<Schedule> attentionSchedule(const LoopNest& nest, const std::vector<const NestStatement*>& products,
                                     const ScheduleContext& context) {
  return AttentionSchedule(nest, products, context).make();
}

}  // namespace partita
