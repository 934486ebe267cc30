// What all lowerings share, and the choice between them (see lower.h).
#include "codegen/lower/lower.h"

#include <algorithm>

#include "base/number_parts.h"
#include "codegen/lower/row_plan.h"
#include "graph/op.h"
#include "libraries/library_call.h"

namespace partita {

namespace {

// Declares a parameter for each storage of INPUTS and OUTPUTS and binds the inputs to them.
template <typename Take>
void declareParameters(const LoweringContext& context, LoopBuilder& loops, ElementLowering& elements,
                       absl::Span<const ValueId> inputs, absl::Span<const ValueId> outputs,
                       std::vector<std::pair<ValueId, LoopBufferId>>& buffers, Take take) {
  struct Parameter {
    ValueId storage, value;
    bool read = false, written = false;
  };
  std::vector<Parameter> parameters;
  auto use = [&](ValueId value) -> Parameter& {
    ValueId storage = context.storageOf(value);
    for (Parameter& p : parameters) {
      if (p.storage == storage) return p;
    }
    return parameters.emplace_back(Parameter{storage, value});
  };
  for (ValueId v : inputs) use(v).read = true;
  for (ValueId v : outputs) use(v).written = true;
  for (const Parameter& p : parameters) {
    const TensorType& type = context.graph.type(p.value);
    LoopBufferId id = loops.parameter(absl::StrCat("p", buffers.size()), partOf(type.dtype),
                                      type.elements() * (isComplex(type.dtype) ? 2 : 1), p.read, p.written);
    if (context.isConstant(p.value) && !p.written) loops.markConstant(id);
    buffers.emplace_back(p.storage, id);
    take(p.value);
  }
  auto bufferOf = [&](ValueId value) {
    ValueId storage = context.storageOf(value);
    return std::find_if(buffers.begin(), buffers.end(), [&](const auto& b) { return b.first == storage; })->second;
  };
  for (ValueId v : inputs) elements.bindBuffer(v, bufferOf(v));
}

}  // namespace

NestLowering::NestLowering(const LoweringContext& context, std::string name, absl::Span<const ValueId> inputs,
                           absl::Span<const ValueId> outputs)
    : context_(context), nest_(std::move(name)), elements_(context.graph, nest_.loops()) {
  if (context.strict) {
    nest_.keepRounding();
    elements_.keepRounding();
  }
  declareParameters(context, nest_.loops(), elements_, inputs, outputs, buffers_,
                    [&](ValueId value) { arguments_.push_back(value); });
}

LoopBufferId NestLowering::buffer(ValueId value) const {
  ValueId storage = context_.storageOf(value);
  for (const auto& [key, id] : buffers_) {
    if (key == storage) return id;
  }
  CHECK(false, "value ", value.index, " has no parameter");
}

bool NestLowering::hasBuffer(ValueId value) const {
  return std::any_of(buffers_.begin(), buffers_.end(),
                     [storage = context_.storageOf(value)](const auto& b) { return b.first == storage; });
}

void NestLowering::promiseInPlace() {
  for (const auto& [storage, id] : buffers_) {
    const LoopBuffer& buffer = loops().function().buffers[id];
    if (buffer.read && buffer.written) nest_.inPlace(id);
  }
}

void NestLowering::bindTemp(ValueId value, TempId temp) {
  LoopBuilder* loops = &nest_.loops();
  elements_.bind(value, [loops, temp](ElementLowering::Index) { return loops->temp(temp); });
}

std::vector<NestStore> NestLowering::storesOfPair(ValueId v, const std::vector<AxisId>& axes,
                                                  const std::vector<ExprId>& index, ExprId linear) {
  const Node& node = context_.graph.nodes[context_.graph.values[v].producer];
  const bool splat = node.kind == OpKind::kConstant;
  CHECK(splat || node.kind == OpKind::kComplex, context_.graph.describe(context_.graph.values[v].producer));
  const ExprId first = loops().mul(linear, loops().index(2));
  std::vector<NestStore> stores;
  for (int64_t part = 0; part < 2; ++part) {
    const ExprId value =
        splat ? elements_.partOfSplat(node, part) : elements_.valueAt(node.operands[static_cast<size_t>(part)], index);
    const TempId temp = nest_.value(axes, value);
    stores.push_back({buffer(v), loops().add(first, loops().index(part)), loops().temp(temp)});
  }
  return stores;
}

void NestLowering::computeAndStore(const FusionGroup& group, const std::vector<AxisId>& axes, const Dims& space,
                                   const std::vector<ExprId>& index, ExprId exists) {
  const Graph& graph = context_.graph;
  const ExprId linear = elements_.linearIndex(space, index);
  std::vector<std::vector<NestStore>> stores;
  for (NodeId n : group.anchored) {
    const ValueId v = graph.nodes[n].results[0];
    if (isComplex(graph.type(v).dtype)) {
      stores.push_back(storesOfPair(v, axes, elements_.reshapeIndex(space, graph.type(v).dims, index), linear));
      continue;
    }
    const TempId temp =
        nest_.value(axes, elements_.valueAt(v, elements_.reshapeIndex(space, graph.type(v).dims, index)));
    bindTemp(v, temp);
    if (std::find(group.outputs.begin(), group.outputs.end(), v) != group.outputs.end())
      stores.push_back({{buffer(v), linear, loops().temp(temp)}});
  }
  for (std::vector<NestStore>& list : stores) nest_.store(parallelAxes(axes), std::move(list), exists);
}

StatusOr<LoweredNest> NestLowering::finish(double flops, double bytes) {
  RETURN_IF_ERROR(elements_.status());
  return LoweredNest{nest_.finish(flops, bytes), std::move(arguments_)};
}

std::string groupName(const Graph& graph, const FusionGroup& group) {
  NodeId node = group.hero.valid() ? group.hero : group.anchored.back();
  std::string op(opName(graph.nodes[node].kind));
  op = op.substr(op.find('.') + 1);
  return absl::StrCat(std::string(groupKindName(group.kind)), "_", op);
}

std::vector<std::pair<ValueId, ValueId>> inPlacePairs(const Graph& graph, const RegionAccess& access,
                                                      const FusionGroup& group) {
  std::vector<std::pair<ValueId, ValueId>> pairs;
  // Also of one dtype: shared memory is one kernel parameter.
  auto sameBytes = [&](ValueId a, ValueId b) {
    return graph.type(a).elements() == graph.type(b).elements() && graph.type(a).dtype == graph.type(b).dtype;
  };
  switch (group.kind) {
    case GroupKind::kLoop:
    case GroupKind::kRows: {
      RowPlan plan = planRows(graph, access, group);
      for (ValueId input : group.inputs) {
        if (graph.type(input).elements() != group.elements) continue;
        bool aligned = true;
        int lastRead = 0;
        auto scan = [&](NodeId id, int pass) {
          for (const RootUse& use : access[id].uses) {
            if (use.root != input) continue;
            aligned &= use.aligned && use.factor == 1;
            lastRead = std::max(lastRead, pass);
          }
        };
        for (size_t q = 0; q < plan.evaluate.size(); ++q) {
          for (int i : plan.evaluate[q]) scan(plan.nodes[i].node, static_cast<int>(q));
        }
        for (const RowNode& n : plan.nodes) {
          if (n.place != RowPlace::kFull) scan(n.node, n.pass);
        }
        if (!aligned) continue;
        for (ValueId output : group.outputs) {
          const RowNode* n = plan.find(graph, output);
          if (n == nullptr || n->place != RowPlace::kFull || !sameBytes(input, output)) continue;
          if (n->pass >= lastRead) pairs.emplace_back(input, output);
        }
      }
      break;
    }
    case GroupKind::kContraction:
    case GroupKind::kConvolution: {
      for (ValueId input : group.inputs) {
        bool aligned = true, inEpilogue = false;
        for (NodeId id : group.anchored) {
          for (const RootUse& use : access[id].uses) {
            if (use.root != input) continue;
            if (id == group.hero) {
              aligned = false;
            } else {
              inEpilogue = true;
              aligned &= use.aligned && use.factor == 1;
            }
          }
        }
        if (!aligned || !inEpilogue) continue;
        for (ValueId output : group.outputs) {
          if (sameBytes(input, output)) pairs.emplace_back(input, output);
        }
      }
      break;
    }
    case GroupKind::kUpdateSlice:
    case GroupKind::kScatter: {
      const Node& hero = graph.nodes[group.hero];
      size_t arrays = group.kind == GroupKind::kScatter ? hero.results.size() : 1;
      for (size_t i = 0; i < arrays; ++i) {
        ValueId operand = hero.operands[i];
        int64_t reads = 0;
        for (const RootUse& use : access[group.hero].uses) reads += use.root == operand ? 1 : 0;
        // Read by nothing but the update itself.
        if (reads == 1 && access.isRoot(operand)) pairs.emplace_back(operand, hero.results[i]);
      }
      break;
    }
    case GroupKind::kLibrary: {
      const Node& hero = graph.nodes[group.hero];
      const StatusOr<LibraryCall> call = opDef(hero.kind).asLibraryCall(graph, hero);
      if (!call.ok()) break;
      const StatusOr<LibraryCallInfo> info = describeLibraryCall(*call);
      if (!info.ok()) break;
      for (const auto& [operand, result] : info->inPlace) {
        const ValueId from = hero.operands[static_cast<size_t>(operand)],
                      to = hero.results[static_cast<size_t>(result)];
        if (std::count(hero.operands.begin(), hero.operands.end(), from) == 1 && sameBytes(from, to))
          pairs.emplace_back(from, to);
      }
      break;
    }
    case GroupKind::kCollective: {
      const Node& hero = graph.nodes[group.hero];
      if (hero.kind != OpKind::kAllReduce) break;
      for (size_t i = 0; i < hero.results.size(); ++i) {
        // An array that is reduced twice is still read after the first result is written.
        if (std::count(hero.operands.begin(), hero.operands.end(), hero.operands[i]) == 1)
          pairs.emplace_back(hero.operands[i], hero.results[i]);
      }
      break;
    }
    default:
      break;
  }
  return pairs;
}

StatusOr<LoweredNest> lowerToNest(const LoweringContext& context, const FusionGroup& group) {
  const std::string name = groupName(context.graph, group);
  switch (group.kind) {
    case GroupKind::kLoop:
      return lowerLoop(context, group, name);
    case GroupKind::kRows:
      return lowerRows(context, group, name);
    case GroupKind::kReduce:
      return lowerReduce(context, group, name);
    case GroupKind::kWindow:
      return lowerWindow(context, group, name);
    case GroupKind::kContraction:
      return lowerContraction(context, group, name);
    case GroupKind::kConvolution:
      return lowerConvolution(context, group, name);
    case GroupKind::kAttention:
      return lowerAttention(context, group, name);
    case GroupKind::kScatter:
      return lowerScatter(context, group, name);
    case GroupKind::kUpdateSlice:
      return lowerUpdateSlice(context, group, name);
    default:
      break;
  }
  NodeId node = group.hero.valid() ? group.hero : group.anchored.front();
  return unimplemented(context.graph.describe(node), " is not lowered to a kernel");
}

}  // namespace partita
