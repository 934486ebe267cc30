#include "tests/support/random_graph.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "base/check.h"
#include "base/rng.h"
#include "graph/op.h"

namespace partita {
namespace {

class Builder {
 public:
  Builder(uint64_t seed, const RandomGraphOptions& options) : options_(options), rng_(seed), region_(graph_.body()) {}

  Graph make() {
    for (int i = 0; i < 3; ++i) argument(DType::kF32, randomDims());
    using Step = void (Builder::*)();
    std::vector<Step> steps = {&Builder::unary, &Builder::unary, &Builder::binary, &Builder::binary,
                               &Builder::selectStep};
    auto use = [&](bool wanted, std::initializer_list<Step> more) {
      if (wanted) steps.insert(steps.end(), more);
    };
    use(options_.movement, {&Builder::transpose, &Builder::reshape, &Builder::broadcast, &Builder::slice, &Builder::pad,
                            &Builder::concatenate, &Builder::reverse});
    use(options_.reductions,
        {&Builder::reduce, &Builder::reduce, &Builder::softmax, &Builder::layerNorm, &Builder::argmax});
    use(options_.contractions, {&Builder::contraction, &Builder::contraction, &Builder::contraction});
    use(options_.indexed, {&Builder::gatherRows, &Builder::scatterRows});
    use(options_.dynamic, {&Builder::dynamicSlice, &Builder::dynamicUpdateSlice});
    use(options_.control, {&Builder::scan, &Builder::branches});
    use(options_.integers, {&Builder::integerStep, &Builder::integerStep, &Builder::hashStep});
    use(options_.windows, {&Builder::windowStep});
    use(options_.bf16, {&Builder::bf16Step});
    for (int i = 0; i < options_.steps; ++i) (this->*steps[rng_.below(steps.size())])();
    // Everything that nobody uses is a result, and two values more.
    const auto counts = graph_.useCounts();
    std::vector<ValueId> results;
    for (const Real& real : reals_) {
      if (counts[real.value] == 0) results.push_back(real.value);
    }
    for (ValueId value : integers_) {
      if (counts[value] == 0) results.push_back(value);
    }
    results.push_back(reals_[rng_.below(reals_.size())].value);
    graph_.regions[graph_.body()].results = results;
    graph_.results.resize(results.size());
    return std::move(graph_);
  }

 private:
  struct Real {
    ValueId value;
    double bound;  // |element| is at most this
  };

  // --- shapes and values ---
  int64_t randomSize() { return options_.sizes[rng_.below(options_.sizes.size())]; }
  Dims randomDims(int minRank = 1) {
    Dims dims;
    const int rank =
        minRank + static_cast<int>(rng_.below(static_cast<uint64_t>(std::max(1, options_.maxRank - minRank + 1))));
    for (int d = 0; d < rank; ++d) {
      int64_t size = randomSize();
      if (elementCount(dims) * size > options_.maxElements) size = 1;
      dims.push_back(size);
    }
    return dims;
  }
  const TensorType& type(ValueId value) const { return graph_.type(value); }
  const Dims& dims(ValueId value) const { return graph_.type(value).dims; }
  Real argument(DType dtype, Dims shape) {
    const Real real{graph_.addArgument(graph_.body(), TensorType(dtype, std::move(shape))), 1};
    if (dtype == DType::kF32) {
      reals_.push_back(real);
    } else {
      integers_.push_back(real.value);
    }
    return real;
  }
  Real anyReal() { return reals_[rng_.below(reals_.size())]; }
  Real realOfRank(int minRank) {
    for (int i = 0; i < 20; ++i) {
      const Real real = anyReal();
      if (type(real.value).rank() >= minRank) return real;
    }
    return argument(DType::kF32, randomDims(minRank));
  }
  Real realOfShape(const Dims& shape) {
    std::vector<Real> same;
    for (const Real& real : reals_) {
      if (dims(real.value) == shape) same.push_back(real);
    }
    return same.empty() || rng_.below(8) == 0 ? argument(DType::kF32, shape) : same[rng_.below(same.size())];
  }
  ValueId integerOfShape(DType dtype, const Dims& shape) {
    for (ValueId value : integers_) {
      if (type(value) == TensorType(dtype, shape) && rng_.below(3) != 0) return value;
    }
    return argument(dtype, shape).value;
  }
  DType integerType() {
    constexpr DType kTypes[] = {DType::kI32, DType::kUI32, DType::kI64, DType::kUI8, DType::kI16};
    return kTypes[rng_.below(5)];
  }

  // --- nodes ---
  ValueId node(OpKind kind, std::vector<ValueId> operands, AttrDict attrs = {}) {
    StatusOr<NodeId> id = graph_.build(region_, kind, std::move(operands), std::move(attrs));
    CHECK(id.ok(), id.status().ToString());
    return graph_.result(*id);
  }
  ValueId typed(OpKind kind, std::vector<ValueId> operands, TensorType result, AttrDict attrs = {}) {
    const NodeId id = graph_.addNode(region_, kind, std::move(operands), {std::move(result)}, std::move(attrs));
    StatusOr<std::vector<TensorType>> types = inferTypes(graph_, graph_.nodes[id]);
    CHECK(types.ok() && (*types)[0] == type(graph_.result(id)), types.status().ToString());
    return graph_.result(id);
  }
  ValueId constant(TensorType result, double value) {
    AttrDict attrs;
    attrs.set("value", Literal::scalar(std::move(result), value));
    return node(OpKind::kConstant, {}, std::move(attrs));
  }
  ValueId splat(ValueId like, double value) {
    const ValueId scalar = constant(TensorType(type(like).dtype, {}), value);
    return broadcastTo(scalar, dims(like), {});
  }
  ValueId broadcastTo(ValueId value, const Dims& shape, IntsAttr where) {
    AttrDict attrs;
    attrs.set("dims", std::move(where));
    return typed(OpKind::kBroadcastInDim, {value}, TensorType(type(value).dtype, shape), std::move(attrs));
  }
  ValueId reduceOver(ValueId value, OpKind kind, double init, IntsAttr over) {
    TensorType result(type(value).dtype, {});
    for (int64_t d = 0; d < type(value).rank(); ++d) {
      if (std::find(over.begin(), over.end(), d) == over.end()) result.dims.push_back(dims(value)[d]);
    }
    AttrDict attrs;
    attrs.set("dims", std::move(over));
    const ValueId zero = constant(TensorType(type(value).dtype, {}), init);
    const NodeId id = graph_.addNode(region_, OpKind::kReduce, {value, zero}, {result}, std::move(attrs));
    fillReductionRegion(graph_, graph_.addRegion(id), kind, type(value).dtype);
    return graph_.result(id);
  }
  // All dimensions but OVER, for broadcasting a reduction back.
  IntsAttr rest(ValueId value, const IntsAttr& over) {
    IntsAttr out;
    for (int64_t d = 0; d < type(value).rank(); ++d) {
      if (std::find(over.begin(), over.end(), d) == over.end()) out.push_back(d);
    }
    return out;
  }
  ValueId back(ValueId reduced, ValueId like, const IntsAttr& over) {
    return broadcastTo(reduced, dims(like), rest(like, over));
  }
  double sizeOf(ValueId value, const IntsAttr& over) {
    double n = 1;
    for (int64_t d : over) n *= static_cast<double>(dims(value)[d]);
    return n;
  }
  IntsAttr someDims(ValueId value) {
    IntsAttr out;
    while (out.empty()) {
      for (int64_t d = 0; d < type(value).rank(); ++d) {
        if (rng_.below(2)) out.push_back(d);
      }
    }
    return out;
  }
  // Keeps VALUE as a result, scaled down when it may be large.
  void keep(ValueId value, double bound) {
    if (bound > 8) {
      if (rng_.below(2)) {
        value = node(OpKind::kTanh, {value});
        bound = 1;
      } else {
        value = node(OpKind::kMultiply, {value, splat(value, 2 / bound)});
        bound = 2;
      }
    }
    reals_.push_back({value, bound});
  }

  // --- steps ---
  void unary() {
    const Real x = anyReal();
    auto squarePlusOne = [&] { return node(OpKind::kAdd, {node(OpKind::kSquare, {x.value}), splat(x.value, 1)}); };
    switch (rng_.below(14)) {
      case 0:
        return keep(node(OpKind::kNegate, {x.value}), x.bound);
      case 1:
        return keep(node(OpKind::kAbs, {x.value}), x.bound);
      case 2:
        return keep(node(OpKind::kExponential, {x.bound > 4 ? node(OpKind::kTanh, {x.value}) : x.value}),
                    std::exp(std::min(x.bound, 4.0)));
      case 3:
        return keep(node(OpKind::kTanh, {x.value}), 1);
      case 4:
        return keep(node(OpKind::kLogistic, {x.value}), 1);
      case 5:
        return keep(node(OpKind::kSine, {x.value}), 1);
      case 6:
        return keep(node(OpKind::kCosine, {x.value}), 1);
      case 7:
        return keep(node(OpKind::kLog, {squarePlusOne()}), std::log(1 + x.bound * x.bound));
      case 8:
        return keep(node(OpKind::kRsqrt, {squarePlusOne()}), 1);
      case 9:
        return keep(node(OpKind::kSqrt, {squarePlusOne()}), 1 + x.bound);
      case 10:
        return keep(node(OpKind::kErf, {x.value}), 1);
      case 11:
        return keep(node(OpKind::kExponentialMinusOne, {node(OpKind::kTanh, {x.value})}), 2);
      case 12:
        return keep(node(OpKind::kLogPlusOne, {node(OpKind::kSquare, {x.value})}), std::log(1 + x.bound * x.bound));
      default:
        return keep(node(OpKind::kCbrt, {squarePlusOne()}), 1 + x.bound);
    }
  }
  void binary() {
    const Real x = anyReal(), y = realOfShape(dims(x.value));
    switch (rng_.below(6)) {
      case 0:
        return keep(node(OpKind::kAdd, {x.value, y.value}), x.bound + y.bound);
      case 1:
        return keep(node(OpKind::kSubtract, {x.value, y.value}), x.bound + y.bound);
      case 2:
        return keep(node(OpKind::kMultiply, {x.value, y.value}), x.bound * y.bound);
      case 3:
        return keep(node(OpKind::kMaximum, {x.value, y.value}), std::max(x.bound, y.bound));
      case 4:
        return keep(node(OpKind::kMinimum, {x.value, y.value}), std::max(x.bound, y.bound));
      default: {
        const ValueId divisor = node(OpKind::kAdd, {node(OpKind::kAbs, {y.value}), splat(y.value, 1)});
        return keep(node(OpKind::kDivide, {x.value, divisor}), x.bound);
      }
    }
  }
  void selectStep() {
    const Real x = anyReal(), y = realOfShape(dims(x.value));
    const ValueId a = integerOfShape(DType::kI32, dims(x.value));
    AttrDict attrs;
    attrs.set("direction", KeywordAttr{rng_.below(2) ? "LT" : "GE"});
    const ValueId predicate = node(OpKind::kCompare, {a, splat(a, 3)}, std::move(attrs));
    if (rng_.below(3) == 0) {
      const ValueId low = constant(TensorType(DType::kF32, {}), -0.5),
                    high = constant(TensorType(DType::kF32, {}), 0.75);
      keep(node(OpKind::kClamp, {low, y.value, high}), 0.75);
    }
    keep(node(OpKind::kSelect, {predicate, x.value, y.value}), std::max(x.bound, y.bound));
  }
  void transpose() {
    const Real x = realOfRank(2);
    IntsAttr order(dims(x.value).size());
    std::iota(order.begin(), order.end(), 0);
    rng_.shuffle(&order);
    AttrDict attrs;
    attrs.set("dims", order);
    keep(node(OpKind::kTranspose, {x.value}, std::move(attrs)), x.bound);
  }
  void reshape() {
    const Real x = anyReal();
    Dims shape = dims(x.value);
    if (shape.size() >= 2 && rng_.below(2)) {
      const size_t d = rng_.below(shape.size() - 1);  // merge two dimensions
      shape[d] *= shape[d + 1];
      shape.erase(shape.begin() + static_cast<int64_t>(d) + 1);
    } else if (static_cast<int>(shape.size()) <= options_.maxRank) {
      for (size_t d = 0; d < shape.size(); ++d) {  // split one
        if (shape[d] % 2 != 0 || shape[d] < 4) continue;
        shape[d] /= 2;
        shape.insert(shape.begin() + static_cast<int64_t>(d) + (rng_.below(2) ? 0 : 1), 2);
        break;
      }
    }
    keep(typed(OpKind::kReshape, {x.value}, TensorType(DType::kF32, shape)), x.bound);
  }
  void broadcast() {
    const Real x = anyReal();
    Dims shape = dims(x.value);
    IntsAttr where;
    const int64_t size = randomSize();
    if (elementCount(shape) * size > options_.maxElements || static_cast<int>(shape.size()) > options_.maxRank) return;
    const size_t at = rng_.below(shape.size() + 1);
    for (size_t d = 0; d < shape.size(); ++d) where.push_back(static_cast<int64_t>(d < at ? d : d + 1));
    shape.insert(shape.begin() + static_cast<int64_t>(at), size);
    keep(broadcastTo(x.value, shape, where), x.bound);
  }
  void slice() {
    const Real x = anyReal();
    IntsAttr start, limit, strides;
    for (int64_t size : dims(x.value)) {
      const int64_t first = rng_.between(0, size / 2);
      start.push_back(first);
      limit.push_back(rng_.between(std::min(first + 1, size), size));
      strides.push_back(rng_.between(1, 2));
    }
    AttrDict attrs;
    attrs.set("start", start);
    attrs.set("limit", limit);
    attrs.set("strides", strides);
    keep(node(OpKind::kSlice, {x.value}, std::move(attrs)), x.bound);
  }
  void pad() {
    const Real x = anyReal();
    IntsAttr low, high, interior;
    for (int64_t size : dims(x.value)) {
      low.push_back(rng_.between(size > 1 ? -1 : 0, 2));
      high.push_back(rng_.between(0, 2));
      interior.push_back(rng_.below(4) == 0 ? 1 : 0);
    }
    AttrDict attrs;
    attrs.set("low", low);
    attrs.set("high", high);
    attrs.set("interior", interior);
    const ValueId value = constant(TensorType(DType::kF32, {}), 0.25);
    const ValueId padded = node(OpKind::kPad, {x.value, value}, std::move(attrs));
    if (type(padded).elements() <= 4 * options_.maxElements) keep(padded, std::max(x.bound, 0.25));
  }
  void concatenate() {
    const Real x = anyReal(), y = realOfShape(dims(x.value));
    if (dims(x.value).empty() || 2 * type(x.value).elements() > options_.maxElements) return;
    AttrDict attrs;
    attrs.set("dim", static_cast<int64_t>(rng_.below(dims(x.value).size())));
    keep(node(OpKind::kConcatenate, {x.value, y.value}, std::move(attrs)), std::max(x.bound, y.bound));
  }
  void reverse() {
    const Real x = realOfRank(1);
    AttrDict attrs;
    attrs.set("dims", someDims(x.value));
    keep(node(OpKind::kReverse, {x.value}, std::move(attrs)), x.bound);
  }
  void reduce() {
    const Real x = realOfRank(1);
    const IntsAttr over = someDims(x.value);
    const double n = sizeOf(x.value, over);
    switch (rng_.below(3)) {
      case 0:
        return keep(reduceOver(x.value, OpKind::kMaximum, -INFINITY, over), x.bound);
      case 1:
        return keep(reduceOver(x.value, OpKind::kMinimum, INFINITY, over), x.bound);
      default: {
        const ValueId sum = reduceOver(x.value, OpKind::kAdd, 0, over);
        return keep(node(OpKind::kMultiply, {sum, splat(sum, 1 / n)}), x.bound);
      }
    }
  }
  void softmax() {
    const Real x = realOfRank(1);
    const IntsAttr over = {type(x.value).rank() - 1};
    const ValueId max = back(reduceOver(x.value, OpKind::kMaximum, -INFINITY, over), x.value, over);
    const ValueId e = node(OpKind::kExponential, {node(OpKind::kSubtract, {x.value, max})});
    keep(node(OpKind::kDivide, {e, back(reduceOver(e, OpKind::kAdd, 0, over), e, over)}), 1);
  }
  void layerNorm() {
    const Real x = realOfRank(1);
    const IntsAttr over = {type(x.value).rank() - 1};
    const double n = sizeOf(x.value, over);
    auto mean = [&](ValueId value) {
      const ValueId sum = reduceOver(value, OpKind::kAdd, 0, over);
      return back(node(OpKind::kMultiply, {sum, splat(sum, 1 / n)}), value, over);
    };
    const ValueId centred = node(OpKind::kSubtract, {x.value, mean(x.value)});
    const ValueId variance = mean(node(OpKind::kMultiply, {centred, centred}));
    const ValueId scale = node(OpKind::kRsqrt, {node(OpKind::kAdd, {variance, splat(variance, 0.1)})});
    keep(node(OpKind::kMultiply, {centred, scale}), std::min(2 * x.bound / std::sqrt(0.1), std::sqrt(n)));
  }
  // The first largest element and its index, as jnp.argmax is traced. On an argument: computed values may tie up to
  // rounding.
  void argmax() {
    const Real x = argument(DType::kF32, randomDims());
    const int64_t dim = static_cast<int64_t>(rng_.below(dims(x.value).size()));
    AttrDict iotaAttrs, attrs;
    iotaAttrs.set("dim", dim);
    attrs.set("dims", IntsAttr{dim});
    const TensorType scalarF(DType::kF32, {}), scalarI(DType::kI32, {});
    const ValueId index = typed(OpKind::kIota, {}, TensorType(DType::kI32, dims(x.value)), std::move(iotaAttrs));
    const ValueId low = constant(scalarF, -INFINITY), zero = constant(scalarI, 0);
    TensorType value(DType::kF32, dims(x.value));
    value.dims.erase(value.dims.begin() + dim);
    const NodeId id = graph_.addNode(region_, OpKind::kReduce, {x.value, index, low, zero},
                                     {value, TensorType(DType::kI32, value.dims)}, std::move(attrs));
    const RegionId body = graph_.addRegion(id), outer = region_;
    std::vector<ValueId> a;
    for (const TensorType& t : {scalarF, scalarI, scalarF, scalarI}) a.push_back(graph_.addArgument(body, t));
    region_ = body;
    auto compare = [&](ValueId l, ValueId r, const char* direction) {
      AttrDict compareAttrs;
      compareAttrs.set("direction", KeywordAttr{direction});
      return node(OpKind::kCompare, {l, r}, std::move(compareAttrs));
    };
    const ValueId greater = compare(a[0], a[2], "GT");
    const ValueId first = node(OpKind::kAnd, {compare(a[0], a[2], "EQ"), compare(a[1], a[3], "LT")});
    const ValueId left = node(OpKind::kOr, {greater, first});
    graph_.regions[body].results = {node(OpKind::kSelect, {greater, a[0], a[2]}),
                                    node(OpKind::kSelect, {left, a[1], a[3]})};
    region_ = outer;
    reals_.push_back({graph_.result(id, 0), 1});
    integers_.push_back(graph_.result(id, 1));
  }
  // Batch, free and contracting dimensions in random order on both sides.
  void contraction() {
    const int batch = static_cast<int>(rng_.below(3)), contract = static_cast<int>(rng_.below(3)),
              leftFree = static_cast<int>(rng_.below(3)), rightFree = static_cast<int>(rng_.below(3));
    Dims shared;
    for (int i = 0; i < batch + contract; ++i)
      shared.push_back(elementCount(shared) * 6 > options_.maxElements ? 1 : randomSize());
    auto side = [&](int freeDims, IntsAttr& batchAt, IntsAttr& contractAt) {
      std::vector<int> kinds(batch + contract + freeDims);
      std::iota(kinds.begin(), kinds.end(), 0);
      rng_.shuffle(&kinds);
      batchAt.assign(batch, 0);
      contractAt.assign(contract, 0);
      Dims shape;
      int64_t elements = elementCount(shared);
      for (size_t d = 0; d < kinds.size(); ++d) {
        if (kinds[d] < batch) {
          batchAt[kinds[d]] = static_cast<int64_t>(d);
        } else if (kinds[d] < batch + contract) {
          contractAt[kinds[d] - batch] = static_cast<int64_t>(d);
        }
        int64_t size = kinds[d] < batch + contract ? shared[kinds[d]] : randomSize();
        if (kinds[d] >= batch + contract) {
          if (elements * size > options_.maxElements) size = 1;
          elements *= size;
        }
        shape.push_back(size);
      }
      return shape;
    };
    IntsAttr lb, lc, rb, rc;
    const Dims left = side(leftFree, lb, lc), right = side(rightFree, rb, rc);
    const Real x = realOfShape(left), y = realOfShape(right);
    double depth = 1;
    for (int i = 0; i < contract; ++i) depth *= static_cast<double>(shared[batch + i]);
    AttrDict attrs;
    attrs.set("lhs_batch", lb);
    attrs.set("rhs_batch", rb);
    attrs.set("lhs_contract", lc);
    attrs.set("rhs_contract", rc);
    const ValueId product = node(OpKind::kDotGeneral, {x.value, y.value}, std::move(attrs));
    if (type(product).elements() <= 16 * options_.maxElements) keep(product, depth * x.bound * y.bound);
  }
  // table[ids], as an embedding does; some ids are out of range and clamped.
  void gatherRows() {
    const Real table = realOfRank(1);
    Dims ids = randomDims();
    const int64_t rowElements = type(table.value).elements() / std::max<int64_t>(1, dims(table.value)[0]);
    while (!ids.empty() && elementCount(ids) * rowElements > options_.maxElements) ids.pop_back();
    ids.push_back(1);
    const ValueId indices = integerOfShape(DType::kI32, ids);
    IntsAttr offset, sizes(dims(table.value).begin(), dims(table.value).end());
    sizes[0] = 1;
    for (size_t d = 1; d < dims(table.value).size(); ++d)
      offset.push_back(static_cast<int64_t>(ids.size() - 1 + d - 1));
    AttrDict attrs;
    attrs.set("offset_dims", offset);
    attrs.set("collapsed_slice_dims", IntsAttr{0});
    attrs.set("start_index_map", IntsAttr{0});
    attrs.set("index_vector_dim", static_cast<int64_t>(ids.size() - 1));
    attrs.set("slice_sizes", sizes);
    keep(node(OpKind::kGather, {table.value, indices}, std::move(attrs)), table.bound);
  }
  // table.at[ids].add(rows), as the gradient of an embedding does; rows out of range are dropped.
  void scatterRows() {
    const Real table = realOfRank(1);
    const int64_t count = rng_.between(1, 12);
    Dims rows = dims(table.value);
    rows[0] = count;
    if (elementCount(rows) > options_.maxElements) return;
    const Real updates = realOfShape(rows);
    const ValueId indices = integerOfShape(DType::kI32, {count, 1});
    IntsAttr window;
    for (size_t d = 1; d < rows.size(); ++d) window.push_back(static_cast<int64_t>(d));
    AttrDict attrs;
    attrs.set("update_window_dims", window);
    attrs.set("inserted_window_dims", IntsAttr{0});
    attrs.set("scatter_dims_to_operand_dims", IntsAttr{0});
    attrs.set("index_vector_dim", int64_t{1});
    const NodeId id = graph_.addNode(region_, OpKind::kScatter, {table.value, indices, updates.value},
                                     {type(table.value)}, std::move(attrs));
    const bool add = rng_.below(3) != 0;
    fillReductionRegion(graph_, graph_.addRegion(id), add ? OpKind::kAdd : OpKind::kMaximum, DType::kF32);
    keep(graph_.result(id),
         add ? table.bound + static_cast<double>(count) * updates.bound : std::max(table.bound, updates.bound));
  }
  std::vector<ValueId> starts(int rank) {
    std::vector<ValueId> out;
    for (int d = 0; d < rank; ++d) out.push_back(integerOfShape(DType::kI32, {}));
    return out;
  }
  Dims smallerDims(const Dims& shape) {
    Dims out;
    for (int64_t size : shape) out.push_back(rng_.between(1, std::max<int64_t>(1, size)));
    return out;
  }
  void dynamicSlice() {
    const Real x = realOfRank(1);
    const Dims sizes = smallerDims(dims(x.value));
    std::vector<ValueId> operands = {x.value};
    for (ValueId start : starts(type(x.value).rank())) operands.push_back(start);
    AttrDict attrs;
    attrs.set("sizes", IntsAttr(sizes.begin(), sizes.end()));
    keep(node(OpKind::kDynamicSlice, operands, std::move(attrs)), x.bound);
  }
  void dynamicUpdateSlice() {
    const Real x = realOfRank(1), update = realOfShape(smallerDims(dims(x.value)));
    std::vector<ValueId> operands = {x.value, update.value};
    for (ValueId start : starts(type(x.value).rank())) operands.push_back(start);
    keep(node(OpKind::kDynamicUpdateSlice, operands), std::max(x.bound, update.bound));
  }
  // A scan over the first dimension: a carry, a slice in and a slice out per iteration, with a value used from outside.
  void scan() {
    const Real xs = realOfRank(2);
    const Dims shape = dims(xs.value);
    if (shape[0] > 8) return;
    const Dims row(shape.begin() + 1, shape.end());
    const Real init = realOfShape(row), outside = realOfShape(row);
    const ValueId zero = constant(TensorType(DType::kI32, {}), 0), stacked = splat(xs.value, 0);
    const std::vector<ValueId> carried = {zero, init.value, stacked};
    std::vector<TensorType> types;
    for (ValueId value : carried) types.push_back(type(value));
    const NodeId id = graph_.addNode(region_, OpKind::kWhile, carried, types);
    const RegionId cond = graph_.addRegion(id), body = graph_.addRegion(id), outer = region_;
    std::vector<ValueId> c, b;
    for (const TensorType& t : types) {
      c.push_back(graph_.addArgument(cond, t));
      b.push_back(graph_.addArgument(body, t));
    }
    region_ = cond;
    AttrDict compare;
    compare.set("direction", KeywordAttr{"LT"});
    graph_.regions[cond].results = {
        node(OpKind::kCompare, {c[0], constant(TensorType(DType::kI32, {}), static_cast<double>(shape[0]))}, compare)};
    region_ = body;
    std::vector<ValueId> at = {b[0]};
    for (size_t d = 1; d < shape.size(); ++d) at.push_back(constant(TensorType(DType::kI32, {}), 0));
    std::vector<ValueId> sliceOperands = {xs.value};
    sliceOperands.insert(sliceOperands.end(), at.begin(), at.end());
    IntsAttr sizes(shape.begin(), shape.end());
    sizes[0] = 1;
    AttrDict sliceAttrs;
    sliceAttrs.set("sizes", sizes);
    const ValueId in =
        typed(OpKind::kReshape, {node(OpKind::kDynamicSlice, sliceOperands, sliceAttrs)}, TensorType(DType::kF32, row));
    const ValueId mixed = node(OpKind::kAdd, {node(OpKind::kMultiply, {b[1], outside.value}), in});
    const ValueId next = node(OpKind::kTanh, {mixed});
    Dims one = shape;
    one[0] = 1;
    std::vector<ValueId> updateOperands = {b[2], typed(OpKind::kReshape, {next}, TensorType(DType::kF32, one))};
    updateOperands.insert(updateOperands.end(), at.begin(), at.end());
    const ValueId out = node(OpKind::kDynamicUpdateSlice, updateOperands);
    const ValueId step = node(OpKind::kAdd, {b[0], constant(TensorType(DType::kI32, {}), 1)});
    graph_.regions[body].results = {step, next, out};
    region_ = outer;
    reals_.push_back({graph_.result(id, 1), std::max(init.bound, 1.0)});
    reals_.push_back({graph_.result(id, 2), 1});
  }
  void branches() {
    const Real x = anyReal(), y = realOfShape(dims(x.value));
    const ValueId index = integerOfShape(DType::kI32, {});
    const NodeId id = graph_.addNode(region_, OpKind::kCase, {index}, {type(x.value)});
    const RegionId outer = region_;
    for (OpKind kind : {OpKind::kAdd, OpKind::kMaximum, OpKind::kSubtract}) {
      region_ = graph_.addRegion(id);
      const ValueId result = node(kind, {x.value, y.value});
      graph_.regions[region_].results = {result};
    }
    region_ = outer;
    keep(graph_.result(id), x.bound + y.bound);
  }
  void integerStep() {
    const DType dtype = integerType();
    const Dims shape = randomDims();
    const ValueId a = integerOfShape(dtype, shape), b = integerOfShape(dtype, shape);
    constexpr OpKind kKinds[] = {OpKind::kAdd,
                                 OpKind::kSubtract,
                                 OpKind::kMultiply,
                                 OpKind::kAnd,
                                 OpKind::kOr,
                                 OpKind::kXor,
                                 OpKind::kMaximum,
                                 OpKind::kMinimum,
                                 OpKind::kShiftLeft,
                                 OpKind::kShiftRightLogical,
                                 OpKind::kShiftRightArithmetic,
                                 OpKind::kDivide,
                                 OpKind::kRemainder};
    const OpKind kind = kKinds[rng_.below(std::size(kKinds))];
    // Division by zero is defined here, but not in StableHLO: keep the divisor odd.
    const bool divides = kind == OpKind::kDivide || kind == OpKind::kRemainder;
    const ValueId right = divides ? node(OpKind::kOr, {b, splat(b, 1)}) : b;
    ValueId result = node(kind, {a, right});
    switch (rng_.below(5)) {
      case 0:
        result = node(OpKind::kPopcnt, {result});
        break;
      case 1:
        result = node(OpKind::kNot, {result});
        break;
      case 2:
        result = typed(OpKind::kConvert, {result}, TensorType(integerType(), shape));
        break;
      default:
        break;
    }
    integers_.push_back(result);
  }
  // One round of threefry's mixing, and the bits as reals in [0, 1): what jax.random does.
  void hashStep() {
    const Dims shape = randomDims();
    const ValueId a = integerOfShape(DType::kUI32, shape), b = integerOfShape(DType::kUI32, shape);
    const double rotation = static_cast<double>(rng_.between(1, 31));
    const ValueId sum = node(OpKind::kAdd, {a, b});
    const ValueId high = node(OpKind::kShiftLeft, {b, splat(b, rotation)});
    const ValueId low = node(OpKind::kShiftRightLogical, {b, splat(b, 32 - rotation)});
    const ValueId mixed = node(OpKind::kXor, {sum, node(OpKind::kOr, {high, low})});
    const ValueId mantissa =
        node(OpKind::kOr, {node(OpKind::kShiftRightLogical, {mixed, splat(mixed, 9)}), splat(mixed, 0x3F800000)});
    const ValueId real = typed(OpKind::kBitcastConvert, {mantissa}, TensorType(DType::kF32, shape));
    integers_.push_back(mixed);
    reals_.push_back({node(OpKind::kSubtract, {real, splat(real, 1)}), 1});
  }
  void windowStep() {
    const Real x = realOfRank(1);
    const size_t rank = dims(x.value).size();
    IntsAttr window, strides, padding;
    double n = 1;
    TensorType result = type(x.value);
    for (size_t d = 0; d < rank; ++d) {
      const int64_t size = rng_.between(1, std::min<int64_t>(3, dims(x.value)[d]));
      window.push_back(size);
      strides.push_back(rng_.between(1, 2));
      padding.insert(padding.end(), {size - 1, 0});
      n *= static_cast<double>(size);
      result.dims[d] = (dims(x.value)[d] - 1) / strides[d] + 1;
    }
    AttrDict attrs;
    attrs.set("window_dimensions", window);
    attrs.set("window_strides", strides);
    attrs.set("padding", padding);
    const ValueId zero = constant(TensorType(DType::kF32, {}), 0);
    const NodeId id = graph_.addNode(region_, OpKind::kReduceWindow, {x.value, zero}, {result}, std::move(attrs));
    fillReductionRegion(graph_, graph_.addRegion(id), OpKind::kAdd, DType::kF32);
    keep(graph_.result(id), n * x.bound);
  }
  void bf16Step() {
    const Real x = anyReal();
    const TensorType narrow(DType::kBF16, dims(x.value));
    ValueId value = typed(OpKind::kConvert, {x.value}, narrow);
    value = node(rng_.below(2) ? OpKind::kAdd : OpKind::kMultiply, {value, value});
    value = typed(OpKind::kConvert, {value}, TensorType(DType::kF32, dims(x.value)));
    keep(value, std::max(2 * x.bound, x.bound * x.bound) * 1.01);
  }

  const RandomGraphOptions& options_;
  Rng rng_;
  Graph graph_;
  RegionId region_;
  std::vector<Real> reals_;
  std::vector<ValueId> integers_;
};

}  // namespace

Graph randomGraph(uint64_t seed, const RandomGraphOptions& options) { return Builder(seed, options).make(); }

std::vector<Tensor> randomArguments(const Graph& graph, uint64_t seed) {
  Rng rng(seed ^ 0xA11CE);
  std::vector<Tensor> args;
  for (ValueId value : graph.bodyRegion().args) {
    Tensor& tensor = args.emplace_back(graph.type(value));
    const DType dtype = tensor.type().dtype;
    for (int64_t i = 0; i < tensor.elements(); ++i) {
      if (isFloat(dtype)) {
        tensor.set(i, 2 * rng.uniform() - 1);
      } else if (isUnsignedInteger(dtype)) {
        tensor.setInt(i, static_cast<int64_t>(rng.next()));
      } else if (dtype == DType::kI1) {
        tensor.setInt(i, static_cast<int64_t>(rng.below(2)));
      } else {
        tensor.setInt(i, rng.between(-2, 9));
      }
    }
  }
  return args;
}

}  // namespace partita
