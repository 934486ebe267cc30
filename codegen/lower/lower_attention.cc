// Attention and its gradient: products that make scores, what is made of them along their rows, and the products that
// read that. What the weights of attention are divided by, a value of the row, divides the product instead.
#include <algorithm>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "base/text.h"
#include "codegen/fuse/attention.h"
#include "codegen/lower/causal_mask.h"
#include "codegen/lower/dot_lowering.h"
#include "codegen/lower/row_statements.h"
#include "graph/op.h"

namespace partita {

namespace {

// Whether WEIGHTS, which HERO reads, is a division by values of rows of COLUMNS elements, in a dtype that sums are kept
// in.
bool dividesRows(const LoweringContext& context, NodeId hero, ValueId weights, int64_t columns) {
  const Graph& graph = context.graph;
  const Node& node = graph.nodes[graph.values[weights].producer];
  const DType dtype = graph.type(weights).dtype;
  if (node.kind != OpKind::kDivide || (dtype != DType::kF32 && dtype != DType::kF64)) return false;
  // Numerators fit the dtype that the product reads.
  const DType read = graph.type(graph.nodes[hero].operands[0]).dtype;
  if (read != DType::kF32 && read != DType::kF64 && read != DType::kBF16) return false;
  std::vector<RootUse> uses;
  context.access->walk(node.operands[1], 1, true, uses);
  return !uses.empty() && std::all_of(uses.begin(), uses.end(),
                                      [&](const RootUse& use) { return use.aligned && use.factor == columns; });
}

// One of the products: those that make scores S[b, q, k], and those that read an array of weights.
struct Product {
  const FusionGroup* part = nullptr;
  ValueId weights;         // invalid: it makes scores
  bool sumsRows = false;   // over queries
  FollowedArray followed;  // the array of scores
  std::unique_ptr<DotLowering> dot;
  DType dtype{};
  AxisId own;  // what it contracts to make scores, or what the other operand brings
  TempId other, weightsTemp, sum;
};

class AttentionLowering {
 public:
  AttentionLowering(NestLowering& lowering, const FusionGroup& group)
      : lowering_(lowering),
        context_(lowering.context()),
        graph_(context_.graph),
        group_(group),
        nest_(lowering.nest()),
        loops_(lowering.loops()),
        elements_(lowering.elements()) {}

  StatusOr<LoweredNest> run() {
    for (ValueId v : group_.outputs) {
      if (graph_.type(v).elements() == 0) return lowering_.finish(0, 0);
    }
    RETURN_IF_ERROR(findProducts());
    const bool divides =
        products_.size() == 2 && dividesRows(context_, last().part->hero, last().weights, group_.columns);
    FusionGroup rows = rowsGroup(divides ? graph_.values[last().weights].producer : NodeId());
    const int64_t batch = products_[0].dot->batch(), queries = rows.elements / rows.columns / batch;
    makeAxes({batch, queries, rows.columns});
    makeScores();
    const ExprId row = loops_.add(loops_.mul(nest_.at(b_), loops_.index(queries)), nest_.at(q_));
    RowStatements statements(lowering_, planRows(graph_, *context_.access, rows), {b_, q_}, row, k_);
    CausalMask mask(loops_, q_, k_, nest_.at(q_), nest_.at(k_));
    knowLargest(rows, statements, mask);
    divideOnce(rows, statements);
    statements.append();
    ExprId divisor;
    if (divides) {
      const Node& division = graph_.nodes[graph_.values[last().weights].producer];
      divisor = elements_.valueAt(division.operands[1], statements.indexOf(last().weights));
      elements_.bind(last().weights, [this, of = division.operands[0]](ElementLowering::Index index) {
        return elements_.valueAt(of, index);
      });
    }
    makeWeights(statements);
    // Sums over queries are complete when all are done.
    double flops = 0;
    for (Product& p : products_) {
      flops += p.dot->flops();
      if (!p.weights.valid() || p.sumsRows) continue;
      sum(p);
      store(p, divisor);
    }
    for (Product& p : products_) {
      if (p.sumsRows) sum(p);
    }
    if (mask.holds(nest_.statements())) nest_.limit(k_, mask.below(), q_);
    for (Product& p : products_) {
      if (p.sumsRows) store(p, ExprId());
    }
    const GroupWork work = groupWork(graph_, group_);
    return lowering_.finish(work.flops + flops, work.bytes);
  }

 private:
  Product& last() { return products_.back(); }

  Status findProducts() {
    for (const FusionGroup& part : group_.parts) {
      if (part.kind == GroupKind::kRows) rowsPart_ = &part;
    }
    // To be made below: what matters of weights here is that they are no buffer.
    std::vector<ValueId> all;
    for (const FusionGroup& part : group_.parts) {
      if (&part == rowsPart_) continue;
      Product p;
      p.part = &part;
      if (&part > rowsPart_) {
        OperandArray weights = weightsOf(graph_, *context_.access, group_, part);
        all.push_back(p.weights = weights.array);
        p.followed = std::move(weights.followed);
      } else {
        p.followed = resultArray(graph_, part, part.outputs[0]);
      }
      products_.push_back(std::move(p));
    }
    for (ValueId v : all)
      elements_.bind(v, [this, v](ElementLowering::Index) { return loops_.constant(graph_.type(v).dtype, 0); });
    for (Product& p : products_) {
      p.dot = std::make_unique<DotLowering>(lowering_, *p.part, p.part->hero, p.part->outputs[0], p.followed);
      ASSIGN_OR_RETURN(p.dtype, p.dot->sumType());
    }
    for (ValueId v : all) elements_.unbind(v);
    return absl::OkStatus();
  }

  // Row work: that of the rows, and what follows the products that make scores. WITHOUT one node.
  FusionGroup rowsGroup(NodeId without) const {
    FusionGroup rows = *rowsPart_;
    for (const Product& p : products_) {
      if (p.weights.valid()) continue;
      for (NodeId n : p.part->anchored) {
        if (n != p.part->hero) rows.anchored.push_back(n);
      }
    }
    rows.anchored.erase(std::remove(rows.anchored.begin(), rows.anchored.end(), without), rows.anchored.end());
    std::sort(rows.anchored.begin(), rows.anchored.end(),
              [&](NodeId x, NodeId y) { return context_.access->position(x) < context_.access->position(y); });
    return rows;
  }

  void makeAxes(const ScoreSpace& space) {
    b_ = nest_.axis("b", space.batch);
    q_ = nest_.axis("q", space.rows);
    k_ = nest_.axis("k", space.columns);
    int before = 0, after = 0;
    for (Product& p : products_) {
      p.sumsRows =
          p.weights.valid() && contracts(graph_, *context_.access, *p.part, p.weights, space) == Contracts::kRows;
      auto number = [](int n) { return n == 0 ? std::string() : strCat(n); };
      p.own = p.weights.valid() ? nest_.axis("e" + number(after++), p.dot->n())
                                : nest_.axis("d" + number(before++), p.dot->k());
    }
  }

  void makeScores() {
    // What does not depend on the scores first: it may be brought into form by a launch of its own.
    for (Product& p : products_) {
      if (p.sumsRows) continue;
      p.other = p.weights.valid() ? p.dot->valueB(p.dtype, b_, p.own, k_) : p.dot->valueB(p.dtype, b_, k_, p.own);
    }
    std::vector<TempId> queries;
    for (Product& p : products_) {
      if (p.sumsRows) p.other = p.dot->valueB(p.dtype, b_, p.own, q_);
      queries.push_back(p.weights.valid() ? TempId() : p.dot->valueA(p.dtype, b_, q_, p.own));
    }
    for (size_t i = 0; i < products_.size(); ++i) {
      Product& p = products_[i];
      if (p.weights.valid()) continue;
      p.sum = p.dot->sum(p.dtype, b_, q_, k_, p.own, queries[i], p.other);
      const ValueId scores = graph_.nodes[p.part->hero].results[0];
      elements_.bind(scores, [this, sum = p.sum, to = graph_.type(scores).dtype](ElementLowering::Index) {
        return loops_.op(ScalarOp::kConvert, to, {loops_.temp(sum)});
      });
    }
  }

  // The node that makes V, a value of rows that is read from memory, by a reduction REDUCTION along rows of scores.
  const Node* reducedBefore(ValueId v, const FusionGroup& rows, ScalarOp reduction) const {
    const NodeId node = graph_.values[v].producer;
    const bool read = std::find(rows.inputs.begin(), rows.inputs.end(), v) != rows.inputs.end();
    if (!node.valid() || graph_.nodes[node].kind != OpKind::kReduce || !read) return nullptr;
    const NodeAccess& access = (*context_.access)[node];
    const bool alongRows = access.form == NodeForm::kRowReduce && access.elements == rows.elements &&
                           access.columns == rows.columns &&
                           simpleReduction(graph_, graph_.nodes[node].regions[0]) == reduction;
    return alongRows ? &graph_.nodes[node] : nullptr;
  }

  // The largest score of each row, where it is read from memory: a mask is known by it.
  void knowLargest(const FusionGroup& rows, RowStatements& statements, CausalMask& mask) {
    for (ValueId v : rows.inputs) {
      const Node* node = reducedBefore(v, rows, ScalarOp::kMaximum);
      if (node == nullptr || std::find(group_.nodes.begin(), group_.nodes.end(),
                                       graph_.values[node->operands[0]].producer) == group_.nodes.end())
        continue;
      const TempId largest = nest_.value({b_, q_}, elements_.valueAt(v, statements.rowIndexOf(v)));
      lowering_.bindTemp(v, largest);
      mask.knowMost(largest);
    }
  }

  // Divisions by the sum of a softmax, read from memory: it is at least 1, what e to the power of 0 adds, so that a row
  // is multiplied by one reciprocal.
  void divideOnce(const FusionGroup& rows, RowStatements& statements) {
    absl::flat_hash_map<ValueId, ExprId> reciprocals;
    for (NodeId n : rows.nodes) {
      const Node& division = graph_.nodes[n];
      if (division.kind != OpKind::kDivide) continue;
      const DType dtype = graph_.type(division.results[0]).dtype;
      std::vector<RootUse> uses;
      context_.access->walk(division.operands[1], 1, true, uses);
      if (uses.size() != 1 || !uses[0].aligned || uses[0].factor != rows.columns ||
          (dtype != DType::kF32 && dtype != DType::kF64) || graph_.type(uses[0].root).dtype != dtype ||
          !isMovedOnly(division.operands[1], uses[0].root))
        continue;
      const ValueId sum = uses[0].root;
      const Node* reduce = reducedBefore(sum, rows, ScalarOp::kAdd);
      if (reduce == nullptr || !isSoftmax(reduce->operands[0])) continue;
      ExprId& reciprocal = reciprocals[sum];
      if (!reciprocal.valid())
        reciprocal = loops_.temp(nest_.value(
            {b_, q_}, loops_.op(ScalarOp::kDivide, dtype,
                                {loops_.constant(dtype, 1), elements_.valueAt(sum, statements.rowIndexOf(sum))})));
      elements_.multiplyFor(division.operands[1], reciprocal);
    }
  }
  // Whether V is FROM, broadcast and reshaped.
  bool isMovedOnly(ValueId v, ValueId from) const {
    while (v != from) {
      const Node& node = graph_.nodes[graph_.values[v].producer];
      if (node.kind != OpKind::kBroadcastInDim && node.kind != OpKind::kReshape) return false;
      v = node.operands[0];
    }
    return true;
  }
  // Whether V is exp(x - largest x of the row).
  bool isSoftmax(ValueId v) const {
    auto maker = [&](ValueId x) -> const Node* {
      const NodeId n = graph_.values[x].producer;
      return n.valid() ? &graph_.nodes[n] : nullptr;
    };
    const Node* exponential = maker(v);
    if (exponential == nullptr || exponential->kind != OpKind::kExponential) return false;
    const Node* difference = maker(exponential->operands[0]);
    if (difference == nullptr || difference->kind != OpKind::kSubtract) return false;
    std::vector<RootUse> uses;
    context_.access->walk(difference->operands[1], 1, true, uses);
    if (uses.size() != 1 || !isMovedOnly(difference->operands[1], uses[0].root)) return false;
    const Node* largest = maker(uses[0].root);
    return largest != nullptr && largest->kind == OpKind::kReduce &&
           simpleReduction(graph_, largest->regions[0]) == ScalarOp::kMaximum &&
           largest->operands[0] == difference->operands[0];
  }

  // What products read of weights, later ones first: earlier ones take the place of what they are made of. As it is in
  // the dtype of the operand; of bf16 each product has a copy, and one that is widened, as of its other operand.
  void makeWeights(RowStatements& statements) {
    struct Weights {
      ValueId array;
      DType operand, sum;
      TempId temp;
      bool operator==(const Weights& o) const { return array == o.array && operand == o.operand && sum == o.sum; }
    };
    std::vector<Weights> all;
    auto of = [&](const Product& p) {
      const Node& dot = graph_.nodes[p.part->hero];
      const bool isLhs = p.followed.side == FollowedArray::Side::kLhs;
      return Weights{p.weights, graph_.type(dot.operands[isLhs ? 0 : 1]).dtype, p.dtype, TempId()};
    };
    for (const Product& p : products_) {
      if (p.weights.valid() && std::find(all.begin(), all.end(), of(p)) == all.end()) all.push_back(of(p));
    }
    auto position = [&](const Weights& w) { return context_.access->position(graph_.values[w.array].producer); };
    std::sort(all.begin(), all.end(), [&](const Weights& x, const Weights& y) { return position(x) > position(y); });
    for (Weights& w : all) {
      ExprId value = elements_.valueAt(w.array, statements.indexOf(w.array));
      for (DType to : {w.sum, w.operand}) value = loops_.op(ScalarOp::kConvert, to, {value});
      if (w.operand != DType::kBF16) value = loops_.op(ScalarOp::kConvert, w.sum, {value});
      w.temp = nest_.value({b_, q_, k_}, value);
    }
    for (bool sumsRows : {false, true}) {
      for (Product& p : products_) {
        if (!p.weights.valid() || p.sumsRows != sumsRows) continue;
        const Weights& w = *std::find(all.begin(), all.end(), of(p));
        p.weightsTemp = w.temp;
        if (w.operand != DType::kBF16) continue;
        const TempId own = nest_.value({b_, q_, k_}, loops_.temp(w.temp));
        p.weightsTemp = nest_.value({b_, q_, k_}, loops_.op(ScalarOp::kConvert, w.sum, {loops_.temp(own)}));
      }
    }
  }

  void sum(Product& p) {
    p.sum = p.sumsRows ? p.dot->sum(p.dtype, b_, k_, p.own, q_, p.weightsTemp, p.other)
                       : p.dot->sum(p.dtype, b_, q_, p.own, k_, p.weightsTemp, p.other);
  }
  void store(Product& p, ExprId divisor) {
    const AxisId m = p.sumsRows ? k_ : q_;
    ExprId result = loops_.temp(p.sum);
    if (divisor.valid())
      result = loops_.op(ScalarOp::kDivide, p.dtype, {result, loops_.op(ScalarOp::kConvert, p.dtype, {divisor})});
    const DType dtype = graph_.type(graph_.nodes[p.part->hero].results[0]).dtype;
    p.dot->storeOutputs({b_, m, p.own}, loops_.op(ScalarOp::kConvert, dtype, {result}), nest_.at(b_), nest_.at(m),
                        nest_.at(p.own));
  }

  NestLowering& lowering_;
  const LoweringContext& context_;
  const Graph& graph_;
  const FusionGroup& group_;
  NestBuilder& nest_;
  LoopBuilder& loops_;
  ElementLowering& elements_;
  const FusionGroup* rowsPart_ = nullptr;
  std::vector<Product> products_;
  AxisId b_, q_, k_;
};

}  // namespace

StatusOr<LoweredNest> lowerAttention(const LoweringContext& context, const FusionGroup& group,
                                     const std::string& name) {
  NestLowering lowering(context, name, group.inputs, group.outputs);
  return AttentionLowering(lowering, group).run();
}

}  // namespace partita
