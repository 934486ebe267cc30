#include "tests/support/whole_path/program_builder.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"
#include "graph/op.h"

namespace partita {

int64_t ProgramBuilder::size() {
  static const std::vector<int64_t> kSizes = {1, 2,  2,  3,  3,  4,  4,  5,  5,  6,  7,   8,  8,
                                              9, 11, 12, 13, 16, 17, 24, 31, 33, 64, 100, 131};
  // One number of the generator for each size, whatever the bound, so that a smaller bound keeps the program's form.
  const uint64_t word = rng_.next();
  const int64_t size = word % 40 == 0 ? 0 : kSizes[word / 64 % kSizes.size()];
  return std::min(size, maxSize_);
}

Dims ProgramBuilder::dims(int minRank, int maxRank, int64_t maxElements) {
  // Where several ops make a program, shapes come again, so that values meet.
  if (shares_ && chance(3)) {
    for (ValueId value : graph.bodyRegion().args) {
      const TensorType& known = type(value);
      if (known.rank() >= std::max(minRank, 1) && known.rank() <= maxRank && known.elements() <= maxElements)
        return known.dims;
    }
  }
  Dims out;
  if (chance(16)) maxElements *= 12;
  const int64_t rank = rng_.between(minRank, maxRank);
  int64_t elements = 1;
  for (int64_t d = 0; d < rank; ++d) {
    int64_t next = size();
    if (elements * std::max<int64_t>(next, 1) > maxElements) next = elements * 2 > maxElements ? 1 : 2;
    elements *= std::max<int64_t>(next, 1);
    out.push_back(next);
  }
  // Now and then one dimension is larger than a task.
  if (chance(20) && !out.empty() && maxSize_ > 1000 && elements <= 64) out[rng_.below(out.size())] = 2053;
  return out;
}

std::vector<int64_t> ProgramBuilder::shuffled(int64_t count) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  rng_.shuffle(&order);
  return order;
}

std::vector<int64_t> ProgramBuilder::subset(int64_t count, int64_t minimum) {
  std::vector<int64_t> order = shuffled(count);
  order.resize(static_cast<size_t>(rng_.between(std::min(minimum, count), count)));
  std::sort(order.begin(), order.end());
  return order;
}

ValueId ProgramBuilder::argument(TensorType type, ValueSpec spec) {
  if (shares_ && spec.kind == ValueKind::kExact && chance(2)) {
    // Integers may be anything; reals stay exact only as they were given.
    if (!isFloat(type.dtype)) {
      for (ValueId value : results_) {
        if (graph.type(value) == type) return value;
      }
    }
    for (const auto& [value, kind] : given_) {
      if (graph.type(value) == type && kind == spec.kind) return value;
    }
  }
  const ValueId value = make(type, spec);
  given_.emplace_back(value, spec.kind);
  return value;
}

ValueId ProgramBuilder::make(const TensorType& type, const ValueSpec& spec) {
  return argument(randomTensor(type, spec, splitmix64(seed_ + arguments.size())));
}

ValueId ProgramBuilder::argument(Tensor tensor) {
  const ValueId value = graph.addArgument(graph.body(), tensor.type());
  graph.arguments.back().name = strCat("arg", arguments.size());
  arguments.push_back(std::move(tensor));
  return value;
}

ValueId ProgramBuilder::constant(const Tensor& tensor) {
  return node(OpKind::kConstant, {},
              attrsOf({{"value", Literal(tensor.type(),
                                         std::string(reinterpret_cast<const char*>(tensor.data()), tensor.bytes()))}}));
}

ValueId ProgramBuilder::scalar(DType dtype, double value) {
  return node(OpKind::kConstant, {}, attrsOf({{"value", Literal::scalar(TensorType(dtype, {}), value)}}));
}

ValueId ProgramBuilder::node(OpKind kind, std::vector<ValueId> operands, AttrDict attrs) {
  StatusOr<NodeId> id = graph.build(region_, kind, std::move(operands), std::move(attrs));
  CHECK(id.ok(), "seed ", seed_, ": ", id.status().ToString());
  return graph.result(*id);
}

ValueId ProgramBuilder::typed(OpKind kind, std::vector<ValueId> operands, TensorType result, AttrDict attrs) {
  const NodeId id = open(kind, std::move(operands), {std::move(result)}, std::move(attrs));
  check(id);
  return graph.result(id);
}

NodeId ProgramBuilder::open(OpKind kind, std::vector<ValueId> operands, std::vector<TensorType> results,
                            AttrDict attrs) {
  return graph.addNode(region_, kind, std::move(operands), std::move(results), std::move(attrs));
}

void ProgramBuilder::check(NodeId node) {
  const StatusOr<std::vector<TensorType>> types = inferTypes(graph, graph.nodes[node]);
  CHECK(types.ok(), "seed ", seed_, ": ", types.status().ToString());
  for (size_t i = 0; i < types->size(); ++i) {
    CHECK((*types)[i] == graph.type(graph.result(node, i)), "seed ", seed_, ": ", graph.describe(node), " gives ",
          (*types)[i].toString(), ", not ", graph.type(graph.result(node, i)).toString());
  }
}

ValueId ProgramBuilder::broadcast(ValueId value, Dims dims, std::vector<int64_t> where) {
  return typed(OpKind::kBroadcastInDim, {value}, TensorType(type(value).dtype, std::move(dims)),
               attrsOf({{"dims", std::move(where)}}));
}

ValueId ProgramBuilder::reshape(ValueId value, Dims dims) {
  return typed(OpKind::kReshape, {value}, TensorType(type(value).dtype, std::move(dims)));
}

ValueId ProgramBuilder::mixed(ValueId value) {
  const TensorType own = type(value);
  switch (rng_.below(10)) {
    case 9: {
      const NodeId barrier = open(OpKind::kOptimizationBarrier, {value}, {own});
      check(barrier);
      return graph.result(barrier);
    }
    case 0:
      if (own.dtype == DType::kI1) return node(OpKind::kNot, {value});
      return isInteger(own.dtype) || isFloat(own.dtype) ? node(OpKind::kNegate, {value}) : value;
    case 1: {
      if (own.rank() < 2) return value;
      std::vector<int64_t> order = shuffled(own.rank()), back(order.size());
      for (size_t i = 0; i < order.size(); ++i) back[static_cast<size_t>(order[i])] = static_cast<int64_t>(i);
      const ValueId moved = node(OpKind::kTranspose, {value}, attrsOf({{"dims", order}}));
      const ValueId same = isInteger(own.dtype) || isFloat(own.dtype) ? magnitude(moved) : moved;
      return node(OpKind::kTranspose, {same}, attrsOf({{"dims", back}}));
    }
    case 2: {
      if (own.rank() == 0) return value;
      return node(OpKind::kReverse, {value}, attrsOf({{"dims", subset(own.rank(), 1)}}));
    }
    case 3:
      return reshape(reshape(value, {own.elements()}), own.dims);
    default:
      return value;
  }
}

ValueId ProgramBuilder::magnitude(ValueId value) {
  if (isUnsignedInteger(type(value).dtype)) return node(OpKind::kOr, {value, value});
  return node(OpKind::kAbs, {value});
}

ValueId ProgramBuilder::afterSum(ValueId sum) {
  const TensorType own = type(sum);
  if (own.dtype == DType::kI1) return mixed(sum);
  const bool spread = chance(2);
  auto other = [&](ValueSpec spec) {
    const ValueId value = argument(spread ? TensorType(own.dtype, {}) : own, spec);
    return spread ? broadcast(value, own.dims, {}) : value;
  };
  // Only a part of VALUE is read: a sum over devices behind it would move fewer bytes.
  auto part = [&](ValueId value) {
    IntsAttr limit(own.dims.begin(), own.dims.end());
    const auto most = std::max_element(limit.begin(), limit.end());
    if (limit.empty() || *most < 2 || chance(4)) return value;
    *most = (*most + 1) / 2;
    return node(
        OpKind::kSlice, {value},
        attrsOf({{"start", IntsAttr(limit.size(), 0)}, {"limit", limit}, {"strides", IntsAttr(limit.size(), 1)}}));
  };
  switch (rng_.below(9)) {
    case 0:  // by 0 too: a partial sum gives another infinity than the whole
      return part(node(OpKind::kDivide, {sum, other({ValueKind::kRange, isUnsignedInteger(own.dtype) ? 0 : -1, 1})}));
    case 1:
      return part(node(OpKind::kMultiply, {sum, other({ValueKind::kSumSpecial})}));
    case 2:
      return node(OpKind::kAdd, {sum, other({ValueKind::kExact})});
    case 3:
      return node(OpKind::kSubtract, {other({ValueKind::kExact}), sum});
    case 4:
      return magnitude(sum);
    case 5:
      return node(OpKind::kAdd, {sum, sum});
    default:
      return mixed(sum);
  }
}

ValueId ProgramBuilder::largestOf(ValueId x, ValueId y) {
  if (!isComplex(type(x).dtype)) return node(OpKind::kMaximum, {magnitude(x), magnitude(y)});
  const ValueId first = node(OpKind::kCompare, {x, y}, attrsOf({{"direction", KeywordAttr{"GE"}}}));
  return node(OpKind::kSelect, {first, x, y});
}

void ProgramBuilder::finish() {
  region_ = graph.body();
  setResults(results_);
  graph.results.resize(results_.size());
}

AttrDict attrsOf(std::initializer_list<std::pair<std::string_view, Attr>> entries) {
  AttrDict out;
  for (const auto& [name, value] : entries) out.set(name, value);
  return out;
}

}  // namespace partita
