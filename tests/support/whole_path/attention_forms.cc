// Attention and its gradient, as automatic differentiation of the common ways to write it gives them: what becomes
// kernels of several products.
#include <algorithm>
#include <limits>

#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

// Keys and values have heads, queries GROUP for each of them.
class AttentionMaker {
 public:
  AttentionMaker(ProgramBuilder& b, DType dtype) : b_(b), dtype_(dtype) {
    auto size = [&](int64_t most) { return std::min(b.size(), most); };
    batch_ = size(3), heads_ = size(4), group_ = b.chance(3) ? b.rng().between(2, 3) : 1;
    queries_ = size(100), keys_ = b.chance(2) ? queries_ : size(100), depth_ = size(24);
    headsInside_ = b.chance(2), valuesFirst_ = b.chance(2), causal_ = b.chance(2);
    if (headsInside_) {
      q_ = {batch_, queries_, heads_, group_, depth_}, k_ = {batch_, keys_, heads_, depth_};
      scores_ = {batch_, heads_, queries_, group_, keys_};
    } else {
      q_ = {batch_, heads_, group_, queries_, depth_}, k_ = {batch_, heads_, keys_, depth_};
      scores_ = {batch_, heads_, group_, queries_, keys_};
    }
    result_ = scores_;
    result_.back() = depth_;
    // Sums of weights near 1, each a few roundings from right.
    b.tolerance = {256, 256, 8, false};
  }

  void make(bool gradient) {
    const ValueId q = given(q_), k = given(k_), v = given(k_);
    if (causal_) mask_ = mask();
    const ValueId all =
        b_.node(OpKind::kMultiply, {dot(q, heads(), k, heads(), {4}, {3}, scores_), splat(scores_, 0.25)});
    const ValueId s = causal_ ? b_.node(OpKind::kSelect, {mask_, all, splat(scores_, -1e30)}) : all;
    const ValueId e =
        b_.node(OpKind::kExponential,
                {b_.node(OpKind::kSubtract,
                         {s, spread(reduce(s, OpKind::kMaximum, -std::numeric_limits<double>::infinity()))})});
    const ValueId sum = reduce(e, OpKind::kAdd, 0), sums = spread(sum);
    const ValueId weights = b_.node(OpKind::kDivide, {e, sums});
    ValueId o;
    if (valuesFirst_) {
      const ValueId turned =
          dot(v, heads(), weights, {0, 1}, {keysDim()}, {4}, {batch_, heads_, depth_, scores_[2], scores_[3]});
      o = b_.node(OpKind::kTranspose, {turned}, attrsOf({{"dims", IntsAttr{0, 1, 3, 4, 2}}}));
    } else {
      o = dot(weights, {0, 1}, v, heads(), {4}, {keysDim()}, result_);
    }
    b_.result(b_.mixed(o));
    if (!gradient) return;
    const ValueId given = b_.argument({dtype_, result_}, {ValueKind::kExact});
    const ValueId dO = b_.chance(4) ? given : b_.node(OpKind::kAdd, {o, given});
    const ValueId dP = dot(dO, {0, 1}, v, heads(), {4}, {3}, scores_);
    const Dims ofKeys = {batch_, heads_, keys_, depth_};
    const ValueId dV = dot(weights, {0, 1}, dO, {0, 1}, {2, 3}, {2, 3}, ofKeys);
    const ValueId square = b_.node(OpKind::kDivide, {splat(rows(), 1), b_.node(OpKind::kMultiply, {sum, sum})});
    const ValueId product = b_.node(OpKind::kMultiply, {b_.node(OpKind::kMultiply, {dP, spread(square)}), e});
    const ValueId less = spread(b_.node(OpKind::kNegate, {reduce(product, OpKind::kAdd, 0)}));
    ValueId dS = b_.node(OpKind::kMultiply, {b_.node(OpKind::kAdd, {b_.node(OpKind::kDivide, {dP, sums}), less}), e});
    if (causal_) dS = b_.node(OpKind::kSelect, {mask_, dS, splat(scores_, 0)});
    dS = b_.node(OpKind::kMultiply, {dS, splat(scores_, 0.25)});
    Dims ofQueries = result_;
    b_.result(dot(dS, {0, 1}, k, heads(), {4}, {keysDim()}, std::move(ofQueries)));
    b_.result(dot(dS, {0, 1}, q, heads(), {2, 3}, headsInside_ ? IntsAttr{1, 3} : IntsAttr{2, 3}, ofKeys));
    b_.result(b_.mixed(dV));
    if (b_.chance(6)) b_.result(dS);
  }

 private:
  ValueId given(const Dims& dims) { return b_.mixed(b_.argument({dtype_, dims}, {ValueKind::kExact})); }
  IntsAttr heads() const { return headsInside_ ? IntsAttr{0, 2} : IntsAttr{0, 1}; }
  int64_t keysDim() const { return headsInside_ ? 1 : 2; }
  Dims rows() const { return Dims(scores_.begin(), scores_.end() - 1); }
  ValueId splat(const Dims& dims, double value) { return b_.broadcast(b_.scalar(dtype_, value), dims, {}); }
  ValueId spread(ValueId row) { return b_.broadcast(row, scores_, {0, 1, 2, 3}); }
  ValueId dot(ValueId x, IntsAttr xBatch, ValueId y, IntsAttr yBatch, IntsAttr xOver, IntsAttr yOver, Dims to) {
    return b_.typed(OpKind::kDotGeneral, {x, y}, TensorType(dtype_, std::move(to)),
                    attrsOf({{"lhs_batch", std::move(xBatch)},
                             {"rhs_batch", std::move(yBatch)},
                             {"lhs_contract", std::move(xOver)},
                             {"rhs_contract", std::move(yOver)}}));
  }
  ValueId reduce(ValueId x, OpKind by, double initial) {
    const NodeId id = b_.open(OpKind::kReduce, {x, b_.scalar(dtype_, initial)}, {TensorType(dtype_, rows())},
                              attrsOf({{"dims", IntsAttr{4}}}));
    fillReductionRegion(b_.graph, b_.graph.addRegion(id), by, dtype_);
    b_.check(id);
    return b_.graph.result(id);
  }
  ValueId mask() {
    const TensorType type(DType::kI32, scores_);
    const int64_t along = headsInside_ ? 2 : 3;
    const ValueId q = b_.typed(OpKind::kIota, {}, type, attrsOf({{"dim", along}})),
                  k = b_.typed(OpKind::kIota, {}, type, attrsOf({{"dim", int64_t{4}}}));
    return b_.node(OpKind::kCompare, {q, k}, attrsOf({{"direction", KeywordAttr{"GE"}}}));
  }

  ProgramBuilder& b_;
  DType dtype_;
  int64_t batch_ = 1, heads_ = 1, group_ = 1, queries_ = 1, keys_ = 1, depth_ = 1;
  bool headsInside_ = false, valuesFirst_ = false, causal_ = false;
  Dims q_, k_, scores_, result_;
  ValueId mask_;
};

void makeAttention(ProgramBuilder& b, const OpForm& form, DType dtype) {
  AttentionMaker(b, dtype).make(form.name == "gradient of attention");
}

}  // namespace

void appendAttentionForms(std::vector<OpForm>& forms) {
  for (const char* name : {"attention", "gradient of attention"})
    forms.push_back({OpKind::kDotGeneral, name, {DType::kF32, DType::kF64}, makeAttention});
}

}  // namespace partita
