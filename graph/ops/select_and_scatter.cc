// Values combined into the elements that windows select: the gradient of pooling.
#include <algorithm>

#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/lift_region.h"
#include "graph/ops/reducer.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

// One dimension of the windows.
struct Window {
  int64_t size = 1, stride = 1, low = 0, high = 0;
  bool touches() const { return size != 1 || stride != 1 || low != 0 || high != 0; }
};
Window windowAt(const Node& node, int64_t dim) {
  auto at = [&](std::string_view name, int64_t index, int64_t fallback) {
    const auto values = node.attrs.getInts(name);
    return values.empty() ? fallback : values[index];
  };
  return {at("window_dimensions", dim, 1), at("window_strides", dim, 1), at("padding", 2 * dim, 0),
          at("padding", 2 * dim + 1, 0)};
}

StatusOr<Types> inferSelectAndScatter(const Graph& graph, const Node& node) {
  const TensorType &operand = operandType(graph, node, 0), &source = operandType(graph, node, 1),
                   &init = operandType(graph, node, 2);
  if (source.dtype != operand.dtype) {
    return violation(graph, node, "c1", "element types of ", operand.toString(), " and ", source.toString(), " differ");
  }
  if (init.rank() != 0) return violation(graph, node, "i3", "the initial value ", init.toString(), " is not a scalar");
  if (init.dtype != operand.dtype) {
    return violation(graph, node, "c3", "the initial value ", init.toString(), " is not of the element type of ",
                     operand.toString());
  }
  const size_t rank = operand.dims.size();
  struct Check {
    std::string_view attribute, name, sizeLabel, signLabel;
  };
  for (const Check& check : {Check{"window_dimensions", "window dimensions", "c4", "c5"},
                             Check{"window_strides", "window strides", "c6", "c7"}}) {
    if (!node.attrs.has(check.attribute)) {
      if (rank == 0 || check.attribute == "window_strides") continue;
      return violation(graph, node, check.sizeLabel, "there are no ", check.name, " for ", operand.toString());
    }
    const auto values = node.attrs.getInts(check.attribute);
    if (values.size() != rank) {
      return violation(graph, node, check.sizeLabel, check.name, " ", dimsToString(values), " for ",
                       operand.toString());
    }
    for (int64_t value : values) {
      if (value <= 0)
        return violation(graph, node, check.signLabel, check.name, " ", dimsToString(values), " must be positive");
    }
  }
  if (node.attrs.has("padding") && node.attrs.getInts("padding").size() != 2 * rank) {
    return violation(graph, node, "c8", "padding ", dimsToString(node.attrs.getInts("padding")),
                     " must have two numbers for each dimension of ", operand.toString());
  }
  const Region& select = graph.regions[node.regions[0]];
  const Types args = typesOf(graph, select.args), results = typesOf(graph, select.results);
  const TensorType element(operand.dtype, {});
  if (args != Types{element, element} || results != Types{TensorType(DType::kI1, {})}) {
    return violation(graph, node, "c9", "select has type (", typesToString(args), ") -> (", typesToString(results),
                     "), which does not choose between two elements of ", operand.toString());
  }
  ASSIGN_OR_RETURN(const std::vector<DType> dtypes, checkReducer(graph, node, "c10", node.regions[1], {operand}));
  Dims windows;
  for (size_t d = 0; d < rank; ++d) {
    const Window w = windowAt(node, static_cast<int64_t>(d));
    const __int128 padded = static_cast<__int128>(w.low) + operand.dims[d] + w.high;
    ASSIGN_OR_RETURN(windows.emplace_back(),
                     checkSize(graph, node, "c2", strCat("the number of windows along dimension ", d),
                               padded <= 0 || w.size > padded ? 0 : (padded - w.size) / w.stride + 1));
  }
  if (source.dims != windows) {
    return violation(graph, node, "c2", source.toString(), " has not one element for each of the ",
                     dimsToString(windows), " windows");
  }
  return Types{TensorType(dtypes[0], operand.dims)};
}

OpCost selectAndScatterCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  const OpCost select = regionCost(graph, node.regions[0]), scatter = regionCost(graph, node.regions[1]);
  const double windows = static_cast<double>(operandType(graph, node, 1).elements());
  const double places = windows * productOf(node.attrs.getInts("window_dimensions"));
  cost.flops = select.flops * places + scatter.flops * windows;
  cost.transcendentals = select.transcendentals * places + scatter.transcendentals * windows;
  return cost;
}

// Dimensions that windows have one place along are cut, the others are whole.
OpShardingRule selectAndScatterSharding(const Graph& graph, const Node& node) {
  OpShardingRule rule = emptyRule(graph, node);
  const TensorType &operand = operandType(graph, node, 0), &source = operandType(graph, node, 1);
  for (int d = 0; d < operand.rank(); ++d) {
    const bool whole = windowAt(node, d).touches();
    const int f = addFactor(rule, operand.dims[d], whole ? FactorKind::kNeedReplication : FactorKind::kPassThrough);
    put(rule.operands[0], d, f);
    put(rule.results[0], d, f);
    put(rule.operands[1], d, whole ? addFactor(rule, source.dims[d], FactorKind::kNeedReplication) : f);
  }
  return rule;
}

EvalResult evaluateSelectAndScatter(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands) {
  const TensorType &type = operands[0].type(), &result = graph.type(node.results[0]);
  const RegionId select = node.regions[0];
  const std::optional<ScalarProgram> program = ScalarProgram::make(graph, select);
  auto keeps = [&](Scalar left, Scalar right) -> StatusOr<bool> {
    if (program) {
      const Scalar args[2] = {left, right};
      Scalar kept;
      program->run(args, &kept);
      return kept.i != 0;
    }
    const TensorType element(type.dtype, {});
    ASSIGN_OR_RETURN(const std::vector<Tensor> kept,
                     context.runRegion(graph, select, {storeAll(element, {left}), storeAll(element, {right})}));
    return kept[0].asInt(0) != 0;
  };
  const Combiner scatter(context, graph, node.regions[1]);
  const std::vector<Scalar> values = loadAll(operands[0]), source = loadAll(operands[1]);
  std::vector<Scalar> out(result.elements(), loadAll(operands[2])[0]);
  const size_t rank = type.dims.size();
  const Dims strides = rowMajorStrides(type.dims);
  Dims places;
  for (size_t d = 0; d < rank; ++d) places.push_back(windowAt(node, static_cast<int64_t>(d)).size);
  Dims index(rank, 0);
  for (const Scalar& value : source) {
    int64_t selected = -1;
    Dims at(rank, 0);
    do {
      int64_t from = 0;
      bool inside = true;
      for (size_t d = 0; d < rank; ++d) {
        const Window w = windowAt(node, static_cast<int64_t>(d));
        const int64_t position = index[d] * w.stride + at[d] - w.low;
        inside = inside && position >= 0 && position < type.dims[d];
        from += position * strides[d];
      }
      if (!inside) continue;
      if (selected >= 0) {
        ASSIGN_OR_RETURN(const bool kept, keeps(values[selected], values[from]));
        if (kept) continue;
      }
      selected = from;
    } while (nextIndex(places, absl::MakeSpan(at)));
    // A window that lies in the padding selects nothing.
    if (selected >= 0) {
      RETURN_IF_ERROR(scatter.combine(&out[selected], &value));
      out[selected] = roundTo(result.dtype, out[selected]);
    }
    nextIndex(operands[1].type().dims, absl::MakeSpan(index));
  }
  return std::vector<Tensor>{storeAll(result, out)};
}

// More windows over one element than this are scattered one by one.
constexpr int64_t kMostOverlapping = 32;

// The op by others. A reduction over windows finds the number of the element that each window selects, -1 where it has
// none; then each element gathers from the windows that it is in, in their order, so that all elements are computed at
// once. Where it is in many, or the combination is not one of elements, the windows' values are scattered instead.
class Expansion {
 public:
  Expansion(NodeBuilder& build, const Node& node)
      : build_(build),
        node_(node),
        operand_(build.typeOf(node.operands[0])),
        source_(build.typeOf(node.operands[1])),
        result_(build.typeOf(node.results[0])),
        index_(NodeBuilder::indexType(operand_.elements()), operand_.dims) {
    for (int64_t d = 0; d < operand_.rank(); ++d) {
      const Window w = windowAt(node, d);
      windows_.push_back(w);
      // A single window may be as far from the next one as we like.
      apart_.push_back(source_.dims[d] == 1 ? std::max(w.size, w.low + operand_.dims[d]) : w.stride);
      overlapping_.push_back((w.size + apart_.back() - 1) / apart_.back());
    }
  }

  StatusOr<ValueId> run() {
    const ValueId init = build_.convert(node_.operands[2], result_.dtype);
    if (source_.elements() == 0 || operand_.elements() == 0) return build_.broadcast(init, result_, {});
    const ValueId number = numbers(), chosen = selected(number);
    const ValueId value = build_.convert(node_.operands[1], result_.dtype);
    const bool gathers = productOf(overlapping_) <= kMostOverlapping && isLiftable(build_.graph(), node_.regions[1]);
    return gathers ? gathered(init, number, chosen, value) : scattered(init, chosen, value);
  }

 private:
  TensorType scalar(DType dtype) const { return TensorType(dtype, {}); }

  // What regions read from outside stays the same value in their copies.
  IdVector<ValueId, ValueId> itself() const {
    IdVector<ValueId, ValueId> map(build_.graph().values.size());
    for (size_t v = 0; v < map.size(); ++v) map[ValueId(v)] = ValueId(v);
    return map;
  }

  // The number of each element of the operand.
  ValueId numbers() {
    const ValueId all = build_.iota(TensorType(index_.dtype, {operand_.elements()}), 0);
    return build_.reshape(all, operand_.dims);
  }

  // reduce_window of (element, number) by the select region; the first element of a window meets number -1.
  ValueId selected(ValueId number) {
    Graph& graph = build_.graph();
    const TensorType element = scalar(operand_.dtype), index = scalar(index_.dtype);
    AttrDict attrs;
    IntsAttr sizes, strides, padding;
    for (const Window& w : windows_) {
      sizes.push_back(w.size);
      strides.push_back(w.stride);
      padding.push_back(w.low);
      padding.push_back(w.high);
    }
    attrs.set("window_dimensions", std::move(sizes));
    attrs.set("window_strides", std::move(strides));
    attrs.set("padding", std::move(padding));
    const NodeId windows = build_.nodes(OpKind::kReduceWindow,
                                        {node_.operands[0], number, build_.splat(element, 0), build_.ints(index, {-1})},
                                        {source_, TensorType(index_.dtype, source_.dims)}, std::move(attrs));
    const RegionId body = graph.addRegion(windows);
    std::vector<ValueId> args;
    for (const TensorType& type : {element, index, element, index}) args.push_back(graph.addArgument(body, type));
    const Region select = graph.regions[node_.regions[0]];
    IdVector<ValueId, ValueId> map = itself();
    map[select.args[0]] = args[0];
    map[select.args[1]] = args[2];
    for (NodeId id : select.nodes) copyNode(graph, id, graph, body, map);
    NodeBuilder inner(graph, body, build_.location());
    const ValueId nothing = inner.ints(index, {0});
    // Left stays where it is one and either right is none or select says so.
    const ValueId kept = inner.node(OpKind::kOr,
                                    {inner.compare(args[3], nothing, "LT"),
                                     inner.both(inner.compare(args[1], nothing, "GE"), map[select.results[0]])},
                                    scalar(DType::kI1));
    graph.regions[body].results = {inner.select(kept, args[0], args[2]), inner.select(kept, args[1], args[3])};
    return graph.result(windows, 1);
  }

  // V, of the windows' shape, for each element of the operand: of the window that is BACK[d] windows before the last
  // one that begins at the element or before it; WITH where there is none. All windows first cover as many elements as
  // they are apart: what is padded is then as large as the operand, and nothing of it has to be kept.
  ValueId spread(ValueId v, ValueId with, absl::Span<const int64_t> back) {
    for (int64_t d = 0; d < operand_.rank(); ++d) {
      if (apart_[d] == 1) continue;
      TensorType type = build_.typeOf(v);
      IntsAttr dims;
      for (int64_t i = 0; i < type.rank(); ++i) dims.push_back(i <= d ? i : i + 1);
      Dims merged = type.dims;
      merged[d] *= apart_[d];
      type.dims.insert(type.dims.begin() + d + 1, apart_[d]);
      v = build_.reshape(build_.broadcast(v, type, std::move(dims)), std::move(merged));
    }
    IntsAttr low, high, interior(operand_.dims.size(), 0);
    for (int64_t d = 0; d < operand_.rank(); ++d) {
      low.push_back(back[d] * apart_[d] - windows_[d].low);
      high.push_back(operand_.dims[d] - low.back() - build_.typeOf(v).dims[d]);
    }
    AttrDict attrs;
    attrs.set("low", std::move(low));
    attrs.set("high", std::move(high));
    attrs.set("interior", std::move(interior));
    return build_.node(OpKind::kPad, {v, with}, TensorType(build_.typeOf(v).dtype, operand_.dims), std::move(attrs));
  }

  StatusOr<ValueId> gathered(ValueId init, ValueId number, ValueId chosen, ValueId value) {
    ValueId sum = build_.broadcast(init, result_, {});
    const ValueId none = build_.ints(scalar(index_.dtype), {-1}), zero = build_.splat(scalar(result_.dtype), 0);
    Dims at(overlapping_.size(), 0);
    do {
      Dims back;
      for (size_t d = 0; d < at.size(); ++d) back.push_back(overlapping_[d] - 1 - at[d]);
      const ValueId here = build_.compare(spread(chosen, none, back), number, "EQ");
      const ValueId operands[2] = {sum, spread(value, zero, back)};
      ASSIGN_OR_RETURN(const std::vector<ValueId> combined,
                       liftRegion(build_, node_.regions[1], operands, result_.dims, "scatter"));
      sum = build_.select(here, combined[0], sum);
    } while (nextIndex(overlapping_, absl::MakeSpan(at)));
    return sum;
  }

  ValueId scattered(ValueId init, ValueId chosen, ValueId value) {
    Graph& graph = build_.graph();
    const Dims flat = {operand_.elements()}, windows = {source_.elements()};
    AttrDict attrs;
    attrs.set("inserted_window_dims", IntsAttr{0});
    attrs.set("scatter_dims_to_operand_dims", IntsAttr{0});
    attrs.set("index_vector_dim", int64_t{1});
    const NodeId scatter =
        build_.nodes(OpKind::kScatter,
                     {build_.broadcast(init, TensorType(result_.dtype, flat), {}),
                      build_.reshape(chosen, {source_.elements(), 1}), build_.reshape(value, windows)},
                     {TensorType(result_.dtype, flat)}, std::move(attrs));
    IdVector<ValueId, ValueId> map = itself();
    copyRegion(graph, node_.regions[1], graph, scatter, map);
    return build_.reshape(graph.result(scatter), operand_.dims);
  }

  NodeBuilder& build_;
  const Node& node_;
  const TensorType operand_, source_, result_;
  const TensorType index_;  // of the numbers of elements
  std::vector<Window> windows_;
  Dims apart_;        // elements from one window to the next
  Dims overlapping_;  // how many windows an element is in, at most
};

StatusOr<std::vector<ValueId>> expandSelectAndScatter(NodeBuilder& build, const Node& node) {
  ASSIGN_OR_RETURN(const ValueId result, Expansion(build, node).run());
  return std::vector<ValueId>{result};
}

}  // namespace

OpDef defineSelectAndScatter() {
  return {.kind = OpKind::kSelectAndScatter,
          .form = TextForm::kGeneric,
          .minOperands = 3,
          .maxOperands = 3,
          .regions = 2,
          .regionRole = RegionRole::kElements,
          .attrs = {{"window_dimensions", AttrKind::kInts, false},
                    {"window_strides", AttrKind::kInts, false},
                    {"padding", AttrKind::kInts, false}},
          .lowering = LoweringClass::kExpanded,
          .accepts = kAny,
          .results = {"c12", "c11"},
          .infer = inferSelectAndScatter,
          .sharding = selectAndScatterSharding,
          .cost = selectAndScatterCost,
          .evaluate = evaluateSelectAndScatter,
          .expand = expandSelectAndScatter};
}

}  // namespace partita
