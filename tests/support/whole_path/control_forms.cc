// while, case, if and optimization_barrier; their regions use values from around them.
#include <algorithm>

#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

struct Loop {
  NodeId node;
  std::vector<ValueId> condArgs, bodyArgs;
};

Loop openLoop(ProgramBuilder& b, const std::vector<ValueId>& carried) {
  std::vector<TensorType> types;
  for (ValueId value : carried) types.push_back(b.type(value));
  Loop loop;
  loop.node = b.open(OpKind::kWhile, carried, types);
  const RegionId cond = b.graph.addRegion(loop.node), body = b.graph.addRegion(loop.node);
  for (const TensorType& type : types) {
    loop.condArgs.push_back(b.graph.addArgument(cond, type));
    loop.bodyArgs.push_back(b.graph.addArgument(body, type));
  }
  return loop;
}

ValueId less(ProgramBuilder& b, ValueId x, ValueId y) {
  return b.node(OpKind::kCompare, {x, y}, attrsOf({{"direction", KeywordAttr{"LT"}}}));
}

// Integers that stay within any type, so that loops and branches do not overflow reals.
ValueId numbers(ProgramBuilder& b, TensorType type) {
  return b.mixed(b.argument(std::move(type), {ValueKind::kExact}));
}

ValueId total(ProgramBuilder& b, ValueId value, OpKind op) {
  std::vector<int64_t> all;
  for (int64_t d = 0; d < b.type(value).rank(); ++d) all.push_back(d);
  const DType dtype = b.type(value).dtype;
  const NodeId id = b.open(OpKind::kReduce, {value, b.scalar(dtype, 0)}, {{dtype, {}}}, attrsOf({{"dims", all}}));
  fillReductionRegion(b.graph, b.graph.addRegion(id), op, dtype);
  b.check(id);
  return b.graph.result(id);
}

// Of the results of NODE mostly not all are read: what the others alone need is dropped, and nothing else.
void someResults(ProgramBuilder& b, NodeId node) {
  const size_t count = b.graph.nodes[node].results.size(), sure = b.rng().below(count);
  for (size_t i = 0; i < count; ++i) {
    if (i == sure || b.chance(2)) b.result(b.graph.result(node, i));
  }
}

// Two carried values change places, one meets a value from outside; the number of trips is an argument or a constant.
void makeCountedLoop(ProgramBuilder& b, const OpForm&, DType dtype) {
  const TensorType type(dtype, b.dims(0, 4, 600));
  const ValueId x = numbers(b, type), y = numbers(b, type), outside = numbers(b, type);
  const ValueId trips = b.chance(2) ? b.scalar(DType::kI32, static_cast<double>(b.rng().between(0, 4)))
                                    : b.argument({DType::kI32, {}}, {ValueKind::kRange, 0, 4});
  const Loop loop = openLoop(b, {b.scalar(DType::kI32, 0), x, y});
  const std::vector<RegionId> regions = b.graph.nodes[loop.node].regions;
  b.setRegion(regions[0]);
  b.setResults({less(b, loop.condArgs[0], trips)});
  b.setRegion(regions[1]);
  const ValueId next = b.node(OpKind::kAdd, {loop.bodyArgs[0], b.scalar(DType::kI32, 1)});
  ValueId met = b.node(OpKind::kMaximum, {b.mixed(loop.bodyArgs[2]), outside});
  if (b.chance(3))
    met = b.node(OpKind::kMinimum, {met, b.broadcast(total(b, loop.bodyArgs[1], OpKind::kMaximum), type.dims, {})});
  b.setResults({next, met, b.mixed(loop.bodyArgs[1])});
  b.setRegion(b.graph.body());
  b.check(loop.node);
  someResults(b, loop.node);
}

// Rounds, as of a generator of random numbers: two tables change places and their elements steer an array. A device
// that holds no piece of the array still has its pieces of the tables, which the others need.
void makeRounds(ProgramBuilder& b, const OpForm&, DType dtype) {
  const TensorType type(dtype, b.dims(0, 3, b.chance(2) ? 4 : 300)), table(dtype, {b.rng().between(1, 6)});
  const ValueId x = numbers(b, type), keys = numbers(b, table), others = numbers(b, table);
  const Loop loop = openLoop(b, {b.scalar(DType::kI32, 0), x, keys, others});
  const std::vector<RegionId> regions = b.graph.nodes[loop.node].regions;
  b.setRegion(regions[0]);
  b.setResults({less(b, loop.condArgs[0], b.scalar(DType::kI32, static_cast<double>(b.rng().between(0, 5))))});
  b.setRegion(regions[1]);
  auto key = [&] {
    const int64_t at = b.rng().between(0, table.dims[0] - 1);
    const ValueId one =
        b.node(OpKind::kSlice, {loop.bodyArgs[2]},
               attrsOf({{"start", IntsAttr{at}}, {"limit", IntsAttr{at + 1}}, {"strides", IntsAttr{1}}}));
    return b.broadcast(b.reshape(one, {}), type.dims, {});
  };
  const ValueId low = b.node(OpKind::kMinimum, {b.mixed(loop.bodyArgs[1]), key()});
  const ValueId met = b.node(OpKind::kMaximum, {low, key()});
  const ValueId next = b.node(OpKind::kAdd, {loop.bodyArgs[0], b.scalar(DType::kI32, 1)});
  b.setResults({next, met, loop.bodyArgs[3], loop.bodyArgs[2]});
  b.setRegion(b.graph.body());
  b.check(loop.node);
  b.result(b.graph.result(loop.node, 1));
}

// Goes on while the largest element is small: the condition itself may need the other devices.
void makeReducingCondition(ProgramBuilder& b, const OpForm&, DType dtype) {
  const TensorType type(dtype, b.dims(1, 3, 600));
  const ValueId x = b.argument(type, {ValueKind::kSmall}), limit = b.argument({dtype, {}}, {ValueKind::kSmall});
  const Loop loop = openLoop(b, {x});
  const std::vector<RegionId> regions = b.graph.nodes[loop.node].regions;
  b.setRegion(regions[0]);
  b.setResults({less(b, total(b, loop.condArgs[0], OpKind::kMaximum), limit)});
  b.setRegion(regions[1]);
  b.setResults({b.node(OpKind::kAdd, {loop.bodyArgs[0], b.broadcast(b.scalar(dtype, 1), type.dims, {})})});
  b.setRegion(b.graph.body());
  // Without elements nothing ever reaches the limit.
  if (type.elements() == 0) {
    b.setRegion(regions[0]);
    Tensor no({DType::kI1, {}});
    b.setResults({b.constant(no)});
    b.setRegion(b.graph.body());
  }
  b.check(loop.node);
  b.result(b.graph.result(loop.node));
}

// Slices of the first dimension in, rows out.
void makeScan(ProgramBuilder& b, const OpForm&, DType dtype) {
  Dims dims = b.dims(2, 3, 400);
  dims[0] = b.rng().between(1, 6);
  const Dims row(dims.begin() + 1, dims.end());
  Dims one = dims;
  one[0] = 1;
  const ValueId xs = numbers(b, {dtype, dims}), init = numbers(b, {dtype, row}), outside = numbers(b, {dtype, row});
  const ValueId stacked = b.broadcast(b.scalar(dtype, 0), dims, {});
  const Loop loop = openLoop(b, {b.scalar(DType::kI32, 0), init, stacked});
  const std::vector<RegionId> regions = b.graph.nodes[loop.node].regions;
  b.setRegion(regions[0]);
  b.setResults({less(b, loop.condArgs[0], b.scalar(DType::kI32, static_cast<double>(dims[0])))});
  b.setRegion(regions[1]);
  std::vector<ValueId> at = {loop.bodyArgs[0]};
  for (size_t d = 1; d < dims.size(); ++d) at.push_back(b.scalar(DType::kI32, 0));
  std::vector<ValueId> operands = {xs};
  operands.insert(operands.end(), at.begin(), at.end());
  const ValueId in =
      b.reshape(b.node(OpKind::kDynamicSlice, operands, attrsOf({{"sizes", IntsAttr(one.begin(), one.end())}})), row);
  const ValueId next = b.node(OpKind::kMaximum, {b.node(OpKind::kMinimum, {loop.bodyArgs[1], outside}), in});
  operands = {loop.bodyArgs[2], b.reshape(next, one)};
  operands.insert(operands.end(), at.begin(), at.end());
  const ValueId out = b.node(OpKind::kDynamicUpdateSlice, operands);
  b.setResults({b.node(OpKind::kAdd, {loop.bodyArgs[0], b.scalar(DType::kI32, 1)}), next, out});
  b.setRegion(b.graph.body());
  b.check(loop.node);
  someResults(b, loop.node);
}

void makeBranches(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const TensorType type(dtype, b.dims(0, 4, 900));
  const ValueId x = numbers(b, type), y = numbers(b, type);
  const bool isIf = form.op == OpKind::kIf;
  const ValueId selector =
      isIf ? b.argument({DType::kI1, {}}) : b.argument({DType::kI32, {}}, {ValueKind::kRange, -1, 4});
  const int64_t branches = isIf ? 2 : b.rng().between(1, 4);
  const bool reduces = type.rank() > 0 && dtype != DType::kI1 && b.chance(2);
  const NodeId id = b.open(form.op, {selector}, {type, type});
  for (int64_t i = 0; i < branches; ++i) {
    b.setRegion(b.graph.addRegion(id));
    const std::vector<OpKind> kinds = {OpKind::kMaximum, OpKind::kMinimum};
    ValueId first = b.node(kinds[static_cast<size_t>(i % 2)], {x, y});
    if (reduces && i == 1) first = b.broadcast(total(b, x, OpKind::kMaximum), type.dims, {});
    b.setResults({first, i % 2 == 0 ? y : b.mixed(x)});
  }
  b.setRegion(b.graph.body());
  b.check(id);
  someResults(b, id);
}

void makeBarrier(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const bool one = form.name == "one operand";
  const ValueId x = b.mixed(b.argument({dtype, b.dims(0, 5)}, {b.exactOrSpecial()}));
  std::vector<ValueId> operands = {x};
  if (!one) operands.push_back(b.mixed(b.argument({b.pick(kAllTypes), b.dims(0, 3)}, {ValueKind::kExact})));
  if (!one && b.chance(3)) operands.push_back(x);
  std::vector<TensorType> types;
  for (ValueId value : operands) types.push_back(b.type(value));
  const NodeId id = b.open(OpKind::kOptimizationBarrier, operands, types);
  b.check(id);
  b.tolerance.signedZeros = true;
  for (size_t i = 0; i < operands.size(); ++i) b.result(b.mixed(b.graph.result(id, i)));
}

}  // namespace

void appendControlForms(std::vector<OpForm>& forms) {
  forms.push_back({OpKind::kWhile, "counted", kMovedTypes, makeCountedLoop});
  forms.push_back({OpKind::kWhile, "rounds", kMovedTypes, makeRounds});
  forms.push_back({OpKind::kWhile,
                   "reducing condition",
                   {DType::kI8, DType::kI32, DType::kUI8, DType::kBF16, DType::kF32, DType::kF64},
                   makeReducingCondition});
  forms.push_back({OpKind::kWhile, "scan", kMovedTypes, makeScan});
  forms.push_back({OpKind::kCase, "branches", kMovedTypes, makeBranches});
  forms.push_back({OpKind::kIf, "branches", kMovedTypes, makeBranches});
  forms.push_back({OpKind::kOptimizationBarrier, "one operand", kMovedTypes, makeBarrier});
  forms.push_back({OpKind::kOptimizationBarrier, "several operands", kMovedTypes, makeBarrier});
}

}  // namespace partita
