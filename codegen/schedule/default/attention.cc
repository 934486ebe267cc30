// Attention: for a block of queries all scores, then what is made of them row by row, then the product with the values,
// in memory that stays in cache. Keys and values are brought into panels once for each head.
//
// Its gradient: both products that make arrays of scores, the rows, and the gradient of the queries for a block of
// queries too. Those of keys and values are sums over queries: they grow in memory, block by block, so that a task is a
// head; keys are the lanes of their tiles, as they are of the scores that these read.
//
// Products of bf16 take pairs of what they sum over by one instruction: neighbours along what makes scores; keys of two
// blocks of lanes, so that lanes of scores are neighbours in memory all the same; neighbouring queries of a tile.
#include <algorithm>

#include "codegen/schedule/default/parts.h"
#include "codegen/schedule/default/product_parts.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

namespace {

constexpr int64_t kMostRows = 64;     // queries of a block
constexpr int64_t kFewestPaired = 6;  // rows of a tile that is chosen for pairs of queries

using Pieces = std::vector<std::string>;  // outermost first; "": none

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
      Product p;
      p.sum = sum;
      p.scores = &operand(*sum, makes || !sumsRows ? q_ : k_);
      p.other = &operand(*sum, makes ? k_ : own);
      p.own = &own;
      p.inner = own.name;
      p.dot = dotRun(nest_, *sum, form(*p.scores), form(*p.other), axis(*sum, 3).extent, context.target) == 2;
      (makes ? before_ : sumsRows ? overRows_ : overColumns_).push_back(std::move(p));
    }
  }

  StatusOr<Schedule> make() {
    const int64_t bytes = dtypeBytes(nest_.function.temps[scores_.temps[0]]);
    lanes_ = std::max(1, context_.target.lanes(bytes));
    const RegisterTile tile = chooseTile(context_.target, lanes_, q_.extent, k_.extent, k_.extent);
    columns_ = context_.fixedSums ? 2 * lanes_ : std::min<int64_t>(tile.columns, 2 * lanes_);
    most_ = mostRows(columns_);
    rows_ = tile.columns == columns_ ? tile.rows : std::min(q_.extent, most_);
    features_ = columns_;
    choosePairs();
    const int64_t arrays = static_cast<int64_t>(before_.size());
    const int64_t most = std::clamp<int64_t>(context_.target.l2Bytes / 2 / (arrays * k_.extent * bytes), rows_,
                                             std::max(rows_, kMostRows));
    const int64_t blocks = ceilDiv(q_.extent, std::max(rows_, most / rows_ * rows_));
    const int64_t block = roundUp(ceilDiv(q_.extent, blocks), rows_);
    cutAxes(block);
    for (std::vector<Product>* list : {&before_, &overColumns_, &overRows_}) {
      for (Product& p : *list) chooseOperands(p, list == &before_);
    }
    for (const Product& p : before_) panels(p, *p.own, {kT_, kp_, ki_}, {p.inner});
    for (const Product& p : overColumns_)
      panels(p, k_, {p.tile, p.inner}, p.dot ? Pieces{kT_, ki_} : Pieces{kT_, kp_, ki_});
    for (const Product& p : before_) bringRows(*p.scores, *p.own, {qT_, qi_, qp_}, {p.inner}, p.pair, true);
    for (const Product& p : overRows_)
      bringRows(*p.other, *p.own, p.dot ? Pieces{qT_, qi_} : Pieces{qT_, qi_, qp_}, {p.tile, p.inner}, p.pair, false);
    s_.bind(qi_, Binding::kUnroll).bind(ki_, Binding::kVector, columns_);
    if (!qp_.empty()) s_.bind(qp_, Binding::kUnroll);
    for (const Product& p : before_) makeScores(p);
    for (const Product& p : overColumns_) sumColumns(p);
    for (const Product& p : overRows_) sumRows(p);
    RETURN_IF_ERROR(rowWork());
    for (const Product& p : overColumns_) {
      s_.share(p.sum->name, size(outer_, {qT_}));
      for (const NestStatement* x : following(p)) s_.share(x->name, size(outer_, {qT_, p.tile, p.inner}));
    }
    for (const Product& p : overRows_) {
      s_.share(p.sum->name, size(outer_));
      for (const NestStatement* x : following(p)) s_.share(x->name, 1);
    }
    return std::move(s_);
  }

 private:
  struct Product {
    // SCORES: the factor along scores, or the queries that make them. Both as they are kept.
    const NestStatement *sum = nullptr, *scores = nullptr, *other = nullptr;
    const NestAxis* own = nullptr;  // contracted to make scores; what the other factor brings
    std::string inner, tile;        // its pieces
    bool dot = false;               // sums pairs by one instruction
    std::string pair;               // the piece of these
  };

  static int64_t size(Pieces list, std::initializer_list<std::string> more = {}) {
    return static_cast<int64_t>(withPieces(std::move(list), more).size());
  }
  static Pieces with(Pieces list, const Pieces& more) {
    for (const std::string& piece : more) list = withPieces(std::move(list), {piece});
    return list;
  }

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

  // Of a tile of COLUMNS whose sums are in registers.
  int64_t mostRows(int64_t columns) const {
    const int64_t registers = columns / lanes_;
    return std::min<int64_t>(16, (context_.target.vectorRegisters - registers - 1) / registers);
  }
  ProductOperand form(const NestStatement& value) const { return operandOf(nest_, scores_, value, q_, k_, false); }

  // Pairs of keys and queries: only where tiles are whole.
  void choosePairs() {
    auto any = [](const std::vector<Product>& list) {
      return std::any_of(list.begin(), list.end(), [](const Product& p) { return p.dot; });
    };
    if (any(overColumns_)) {
      for (int64_t columns = columns_; columns >= lanes_ && !pairsKeys_; columns /= 2) {
        if (k_.extent % (2 * columns) != 0) continue;
        pairsKeys_ = true;
        columns_ = columns;
      }
    }
    if (any(overRows_)) {
      for (int64_t rows = most_ / 2 * 2; rows >= std::min(q_.extent, kFewestPaired) && !pairsQueries_; rows -= 2) {
        if (q_.extent % rows != 0) continue;
        pairsQueries_ = true;
        rows_ = rows;
      }
    }
    for (Product& p : overColumns_) p.dot = p.dot && pairsKeys_;
    for (Product& p : overRows_) p.dot = p.dot && pairsQueries_;
  }

  void cutAxes(int64_t block) {
    qi_ = q_.name, ki_ = k_.name;
    int64_t queries = q_.extent, keys = k_.extent;
    const std::string task = cutOff(s_, qi_, queries, block, q_, "T");
    qT_ = cutOff(s_, qi_, queries, rows_, q_, "t");
    kT_ = cutOff(s_, ki_, keys, pairsKeys_ ? 2 * columns_ : columns_, k_, "t");
    if (pairsKeys_) kp_ = cutOff(s_, ki_, keys, columns_, k_, "p");
    auto neighbours = [&](std::string& inner, const NestAxis& axis) {
      s_.split(inner, 2, axis.name + ".o", axis.name + ".p");
      inner = axis.name + ".o";
      return axis.name + ".p";
    };
    if (pairsQueries_) qp_ = neighbours(qi_, q_);
    for (Product& p : before_) {
      if (!p.dot) continue;
      p.pair = neighbours(p.inner, *p.own);
      s_.bind(p.pair, Binding::kUnroll);
    }
    for (Product& p : overColumns_) p.pair = p.dot ? kp_ : "";
    for (Product& p : overRows_) p.pair = p.dot ? qp_ : "";
    for (Product& p : overColumns_) {
      int64_t columns = p.own->extent;
      p.tile = cutOff(s_, p.inner, columns, features_, *p.own, "t");
      s_.bind(p.inner, Binding::kVector, features_);
    }
    for (Product& p : overRows_) {
      int64_t rows = p.own->extent;
      const int64_t most = mostRows(columns_), even = divisor(rows, most);
      p.tile = cutOff(s_, p.inner, rows, even >= most / 2 ? even : std::min(rows, most), *p.own, "t");
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

  void inlined(const NestStatement& x) {
    if (inline_.insert(&x).second) s_.inlined(x.name);
  }
  // What is kept of the operands of P: numbers as wide as the sums, or the narrow ones that are paired.
  void chooseOperands(Product& p, bool makes) {
    for (const NestStatement** x : {&p.other, &p.scores}) {
      const bool weights = !makes && x == &p.scores;
      const ProductOperand how = form(**x);
      if (how.narrow != nullptr && p.dot) {
        inlined(**x);
        *x = how.narrow;
        continue;
      }
      if (how.narrow != nullptr) inlined(*how.narrow);
      // Else it is work on rows.
      const bool isTemp = nest_.function.exprs[(*x)->values[0]].kind == ExprKind::kTemp;
      if (weights && (how.narrow != nullptr || isTemp)) inlined(**x);
    }
  }

  // The other operand of P, of what stands in ROWS and ALONG, pieces of axis K, into panels [along][inner of
  // rows][pair] by the launch that comes first. A task is a head.
  void panels(const Product& p, const NestAxis& k, const Pieces& rows, const Pieces& along) {
    const NestStatement& value = *p.other;
    const ProductOperand how = operandOf(nest_, scores_, value, &k == &k_ ? *p.own : k_, k, false);
    const bool first = ownLoops_.empty();
    if (b_.extent > 1) s_.bind(b_.name, Binding::kTask, 0, value.name);
    ownLoops_ = {b_.name};
    const std::string& inner = rows.back();
    const Pieces outside(rows.begin(), rows.end() - 1);
    s_.bind(along.back(), Binding::kSerial, 0, value.name);
    if (how.alongK) {
      s_.order(value.name, withPieces(with(with(ownLoops_, rows), along), {p.pair}));
      s_.bind(inner, Binding::kVector, lanes_, value.name).bind(along.back(), Binding::kUnroll, lanes_, value.name);
    } else {
      s_.order(value.name, withPieces(with(with(ownLoops_, outside), along), {inner, p.pair}));
      s_.bind(inner, Binding::kVector, &k == &k_ ? features_ : columns_, value.name);
    }
    if (!p.pair.empty()) s_.bind(p.pair, Binding::kUnroll, 0, value.name);
    s_.layout(value.name,
              withPieces(with(with(overRows_.empty() ? Pieces{b_.name} : Pieces(), outside), along), {inner, p.pair}));
    if (!first) s_.share(value.name, size(ownLoops_));
  }

  // VALUE, of queries ROWS and COLUMNS, pieces of axis ALONG: read where it lies, or computed for a block; in pairs of
  // neighbours along its columns (ALONGCOLUMNS) or rows.
  void bringRows(const NestStatement& value, const NestAxis& along, const Pieces& rows, const Pieces& columns,
                 const std::string& pair, bool alongColumns) {
    const ProductOperand how = operandOf(nest_, scores_, value, q_, along, false);
    if (pair.empty() ? how.inPlace : alongColumns && how.stored && how.distanceK == 1) {
      inlined(value);
      return;
    }
    const Pieces all = withPieces(with(rows, columns), {pair});
    s_.order(value.name, with(outer_, all));
    serialRows(value);
    s_.bind(columns.back(), how.alongK ? Binding::kVector : Binding::kSerial, how.alongK ? lanes_ : 0, value.name);
    if (!pair.empty()) s_.bind(pair, Binding::kUnroll, 0, value.name);
    s_.layout(value.name, with({}, all));
    inBlock(value);
  }
  void serialRows(const NestStatement& x) {
    s_.bind(qi_, Binding::kSerial, 0, x.name);
    if (!qp_.empty()) s_.bind(qp_, Binding::kSerial, 0, x.name);
  }
  // STATEMENT runs in the loops of a block of queries: the first one begins a launch.
  void inBlock(const NestStatement& statement) {
    if (begun_)
      s_.share(statement.name, size(outer_));
    else if (overRows_.empty())
      s_.launch(statement.name);
    else
      s_.share(statement.name, size(ownLoops_));
    begun_ = true;
  }

  void makeScores(const Product& p) {
    sumInOrder(p, {kT_, kp_, qT_, ki_, p.inner, qi_, qp_});
    if (p.own->extent >= 8) s_.bind(p.inner, Binding::kUnroll, 4, p.sum->name);
    s_.layout(p.sum->name, with(with({}, {qT_, qi_, qp_}), {kT_, kp_, ki_}), padded({qT_, qi_, qp_}, {kT_, kp_, ki_}));
    inBlock(*p.sum);
  }

  // The sum of P in loops ORDER, its pairs inside them.
  void sumInOrder(const Product& p, const Pieces& order) {
    s_.order(p.sum->name, withPieces(with(outer_, order), {p.pair}));
    if (!p.dot) return;
    s_.bind(p.pair, Binding::kUnroll, 0, p.sum->name);
    s_.dot(p.sum->name, p.pair);
  }

  // The product with the values, and what follows it.
  void sumColumns(const Product& p) {
    s_.bind(ki_, Binding::kUnroll, 4, p.sum->name);
    sumInOrder(p, {qT_, p.tile, p.inner, kT_, p.dot ? "" : kp_, ki_, qi_, qp_});
    s_.layout(p.sum->name, withPieces({}, {qT_, qi_, qp_, p.tile, p.inner}));
    for (const NestStatement* x : following(p)) s_.order(x->name, withPieces(outer_, {qT_, p.tile, p.inner, qi_, qp_}));
  }

  // Sums over queries.
  void sumRows(const Product& p) {
    serialRows(*p.sum);
    sumInOrder(p, {kT_, kp_, p.tile, ki_, qT_, qi_, p.dot ? "" : qp_, p.inner});
    s_.layout(p.sum->name, withPieces({}, {kT_, kp_, p.tile, p.inner, ki_}));
    for (const NestStatement* x : following(p)) {
      // Through transposed squares.
      s_.order(x->name, withPieces({b_.name}, {kT_, kp_, p.tile, p.inner, ki_}));
      s_.bind(p.inner, Binding::kVector, lanes_, x->name).bind(ki_, Binding::kUnroll, lanes_, x->name);
    }
  }

  // Rows of a tile fall into different sets of L1.
  std::vector<int64_t> padded(const Pieces& rows, const Pieces& columns, const std::string& pair = "") const {
    std::vector<int64_t> padding(withPieces(with(with({}, rows), columns), {pair}).size());
    padding[with({}, rows).size()] = lanes_;
    return padding;
  }

  // A row at a time: each statement in as many loops of the one before it as it can be.
  Status rowWork() {
    const Product& next = overColumns_.empty() ? overRows_.front() : overColumns_.front();
    const NestStatement& sums = *before_.back().sum;
    const size_t first = indexOf(sums) + 1, last = indexOf(*next.sum);
    for (size_t i = first; i < last; ++i) {
      const NestStatement& x = nest_.statements[i];
      if (inline_.contains(&x)) continue;
      Pieces rows = {qT_, qi_, qp_}, columns = {kT_, kp_, ki_};
      std::string pair;
      for (const std::vector<Product>* list : {&overColumns_, &overRows_}) {
        for (const Product& p : *list) {
          if (p.scores != &x || !p.dot) continue;
          pair = p.pair;
          (list == &overRows_ ? rows : columns).erase(list == &overRows_ ? rows.end() - 1 : columns.begin() + 1);
        }
      }
      serialRows(x);
      if (!pair.empty()) s_.bind(pair, Binding::kUnroll, 0, x.name);
      if (!has(x, k_)) columns = {};
      const Pieces all = withPieces(with(rows, columns), {pair});
      s_.order(x.name, with(outer_, all));
      const bool whole = has(x, k_) && x.kind == NestKind::kValue;  // else a value of the row
      if (!x.temps.empty())
        s_.layout(x.name, whole ? with({}, all) : with({}, rows),
                  whole ? padded(rows, columns, pair) : std::vector<int64_t>());
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
      if (plan.statements[i - 1].name() == sums.name) s.share = std::min<int>(s.share, static_cast<int>(size(outer_)));
      // A pass computes values, then sums: what comes before that in this order belongs to the next one.
      if (has(*own, k_)) {
        if (own->kind < before) s.share = std::min<int>(s.share, static_cast<int>(size(outer_, {qT_, qi_, qp_})));
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
  int64_t lanes_ = 1, most_ = 1, rows_ = 1, columns_ = 1, features_ = 1;  // rows of a tile; its keys or features
  bool pairsKeys_ = false, pairsQueries_ = false;
  bool begun_ = false;                                // the launch after the panels
  absl::flat_hash_set<const NestStatement*> inline_;  // operands before they are widened, and others
  Pieces outer_, ownLoops_;
  std::string qT_, qi_, qp_, kT_, kp_, ki_;  // p: pairs
};

}  // namespace

StatusOr<Schedule> attentionSchedule(const LoopNest& nest, const std::vector<const NestStatement*>& products,
                                     const ScheduleContext& context) {
  return AttentionSchedule(nest, products, context).make();
}

}  // namespace partita
