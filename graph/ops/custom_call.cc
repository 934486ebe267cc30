// Calls by name. Those of numeric libraries are here (libraries/library_call.h): LAPACK as JAX calls it on CPUs. What
// they do is said in terms of how arrays lie in memory, which operand_layouts and result_layouts say; code generation
// writes this out (expandCustomCall), after which the attribute `physical` is there.
#include <algorithm>
#include <cctype>
#include <charconv>
#include <numeric>

#include "graph/custom_calls.h"
#include "graph/ops/custom_sharding.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/factors.h"
#include "graph/ops/library_node.h"
#include "graph/ops/rules.h"
#include "graph/ops/strided.h"

namespace partita {
namespace {

using Types = std::vector<TensorType>;

const std::string& targetOf(const Node& node) { return node.attrs.getString("call_target_name"); }

// The text of an attribute; empty where it is not there or something else.
std::string_view textOf(const Node& node, std::string_view name) {
  const Attr* attr = node.attrs.find(name);
  const auto* text = attr == nullptr ? nullptr : std::get_if<TextAttr>(attr);
  return text == nullptr ? std::string_view() : std::string_view(text->text);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.front())) != 0) text.remove_prefix(1);
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.remove_suffix(1);
  return text;
}

std::optional<int64_t> integerOf(std::string_view text) {
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// {mode = 86 : ui8, left = true}: names and numbers. Other values are left out, so that the function misses them.
std::vector<std::pair<std::string, int64_t>> numbersOf(std::string_view text) {
  std::vector<std::pair<std::string, int64_t>> out;
  text = trimmed(text);
  if (!text.starts_with('{') || !text.ends_with('}')) return out;
  text = text.substr(1, text.size() - 2);
  while (!text.empty()) {
    const size_t end = std::min(text.find(','), text.size());
    const std::string_view entry = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const size_t equals = entry.find('=');
    if (equals == std::string_view::npos) continue;
    std::string_view value = entry.substr(equals + 1);
    value = trimmed(value.substr(0, value.find(':')));
    const std::optional<int64_t> number = value == "true"    ? std::optional<int64_t>(1)
                                          : value == "false" ? std::optional<int64_t>(0)
                                                             : integerOf(value);
    if (number) out.emplace_back(std::string(trimmed(entry.substr(0, equals))), *number);
  }
  return out;
}

// [dense<[1, 2, 0]> : tensor<3xindex>, dense<0> : tensor<1xindex>]: dimensions of each array, the one that lies closest
// in memory first. Row-major where the attribute is not there.
StatusOr<std::vector<IntsAttr>> layoutsOf(const Graph& graph, const Node& node, std::string_view name,
                                          absl::Span<const TensorType> types) {
  std::vector<IntsAttr> out;
  if (!node.attrs.has(name)) {
    for (const TensorType& type : types) {
      IntsAttr layout(static_cast<size_t>(type.rank()));
      std::iota(layout.rbegin(), layout.rend(), 0);
      out.push_back(std::move(layout));
    }
    return out;
  }
  std::string_view text = textOf(node, name);
  constexpr std::string_view kDense = "dense<";
  for (size_t at = text.find(kDense); at != std::string_view::npos; at = text.find(kDense)) {
    text.remove_prefix(at + kDense.size());
    std::string_view list = text.substr(0, text.find('>'));
    IntsAttr layout;
    while (!list.empty()) {
      const size_t digits = list.find_first_of("0123456789");
      if (digits == std::string_view::npos) break;
      list.remove_prefix(digits);
      const size_t end = std::min(list.find_first_not_of("0123456789"), list.size());
      layout.push_back(integerOf(list.substr(0, end)).value_or(-1));
      list.remove_prefix(end);
    }
    out.push_back(std::move(layout));
  }
  if (out.size() != types.size())
    return invalidArgument(describeNode(graph, node), ": ", name, " has ", out.size(), " layouts for ", types.size(),
                           " arrays");
  for (size_t i = 0; i < out.size(); ++i) {
    IntsAttr sorted = out[i], all(types[i].dims.size());
    std::sort(sorted.begin(), sorted.end());
    std::iota(all.begin(), all.end(), 0);
    if (sorted != all)
      return invalidArgument(describeNode(graph, node), ": ", name, " ", i, " does not order the dimensions of ",
                             types[i].toString());
  }
  return out;
}

// The dimensions in the order in which they lie in memory, outermost first.
IntsAttr memoryOrder(const IntsAttr& layout) { return IntsAttr(layout.rbegin(), layout.rend()); }

TensorType permuted(const TensorType& type, const IntsAttr& order) {
  TensorType out(type.dtype, {});
  for (int64_t d : order) out.dims.push_back(type.dims[static_cast<size_t>(d)]);
  return out;
}

bool isPhysical(const Node& node) { return node.attrs.has("physical"); }

// The call that NODE is, with results of RESULTS.
StatusOr<LibraryCall> callOf(const Graph& graph, const Node& node, Types results) {
  LibraryCall call;
  call.function = targetOf(node);
  ASSIGN_OR_RETURN(const LibraryArrays arrays, libraryArrays(call.function));
  call.operands = typesOf(graph, node.operands);
  call.results = std::move(results);
  const auto asInMemory = [&](Types& types, const std::vector<int>& ranks) {
    for (size_t i = 0; i < types.size() && i < ranks.size(); ++i) {
      Dims& dims = types[i].dims;
      if (ranks[i] == 2 && dims.size() >= 2) std::swap(dims[dims.size() - 2], dims.back());
    }
  };
  if (!isPhysical(node) && arrays.columnMajor) {
    asInMemory(call.operands, arrays.operandRanks);
    asInMemory(call.results, arrays.resultRanks);
  }
  const std::string_view config = textOf(node, "mhlo.backend_config");
  call.attributes = numbersOf(config.empty() ? textOf(node, "backend_config") : config);
  return call;
}

StatusOr<LibraryCall> libraryOf(const Graph& graph, const Node& node) {
  return callOf(graph, node, typesOf(graph, node.results));
}

StatusOr<Types> inferCustomCall(const Graph& graph, const Node& node) {
  const std::string& target = targetOf(node);
  if (!isKnownCustomCall(target)) return unimplemented(unknownCustomCall(target));
  Types results;
  for (size_t i = 0; i < node.results.size(); ++i) {
    ASSIGN_OR_RETURN(results.emplace_back(), requireDeclaredType(graph, node, i));
  }
  ASSIGN_OR_RETURN(const LibraryCall call, callOf(graph, node, results));
  if (StatusOr<LibraryCallInfo> info = describeLibraryCall(call); !info.ok())
    return annotate(info.status(), describeNode(graph, node));
  RETURN_IF_ERROR(layoutsOf(graph, node, "operand_layouts", typesOf(graph, node.operands)).status());
  RETURN_IF_ERROR(layoutsOf(graph, node, "result_layouts", results).status());
  RETURN_IF_ERROR(customShardingRule(graph, node).status());
  return results;
}

int batchDimsOf(const Graph& graph, const Node& node) {
  const StatusOr<LibraryCall> call = libraryOf(graph, node);
  if (!call.ok()) return 0;
  const StatusOr<LibraryCallInfo> info = describeLibraryCall(*call);
  return info.ok() ? info->batchDims : 0;
}

// The batch may be cut, unless the program itself says otherwise.
OpShardingRule customCallSharding(const Graph& graph, const Node& node) {
  const int batch = batchDimsOf(graph, node);
  OpShardingRule rule = batchSharding(graph, node, batch);
  const StatusOr<std::optional<CustomShardingRule>> given = customShardingRule(graph, node);
  if (!given.ok() || !*given) return rule;
  for (int d = 0; d < batch; ++d) {
    if (isCuttable(**given, d)) continue;
    for (int factor : rule.operands[0][static_cast<size_t>(d)])
      rule.factors[static_cast<size_t>(factor)].kind = FactorKind::kNeedReplication;
  }
  return rule;
}

OpCost customCallCost(const Graph& graph, const Node& node) {
  OpCost cost = movementCost(graph, node);
  const StatusOr<LibraryCall> call = libraryOf(graph, node);
  if (!call.ok()) return cost;
  if (const StatusOr<LibraryCallInfo> info = describeLibraryCall(*call); info.ok()) cost.flops = info->flops;
  return cost;
}

Tensor reordered(const Tensor& from, const IntsAttr& order) {
  const Dims all = rowMajorStrides(from.type().dims);
  Dims strides;
  for (int64_t d : order) strides.push_back(all[static_cast<size_t>(d)]);
  return copyStrided(from, 0, strides, permuted(from.type(), order));
}

IntsAttr inverse(const IntsAttr& order) {
  IntsAttr out(order.size());
  for (size_t i = 0; i < order.size(); ++i) out[static_cast<size_t>(order[i])] = static_cast<int64_t>(i);
  return out;
}

// By the library itself, on arrays brought into the layouts that the call asks for.
EvalResult evaluateCustomCall(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  ASSIGN_OR_RETURN(const LibraryCall call, libraryOf(graph, node));
  ASSIGN_OR_RETURN(const LibraryCallInfo info, describeLibraryCall(call));
  ASSIGN_OR_RETURN(const std::unique_ptr<LibraryKernel> kernel, makeLibraryKernel(call));
  const Types results = typesOf(graph, node.results);
  ASSIGN_OR_RETURN(const std::vector<IntsAttr> from,
                   layoutsOf(graph, node, "operand_layouts", typesOf(graph, node.operands)));
  ASSIGN_OR_RETURN(const std::vector<IntsAttr> to, layoutsOf(graph, node, "result_layouts", results));
  std::vector<Tensor> arrays;
  for (size_t i = 0; i < operands.size(); ++i) arrays.push_back(reordered(operands[i], memoryOrder(from[i])));
  for (size_t i = 0; i < results.size(); ++i) arrays.emplace_back(permuted(results[i], memoryOrder(to[i])));
  std::vector<void*> buffers;
  for (Tensor& array : arrays) buffers.push_back(array.mutableData());
  std::vector<std::byte> scratch(static_cast<size_t>(kernel->scratchBytes()) + 64);
  const auto address = reinterpret_cast<uintptr_t>(scratch.data());
  kernel->run(buffers.data(), 0, info.tasks, scratch.data() + (64 - address % 64));
  std::vector<Tensor> out;
  for (size_t i = 0; i < results.size(); ++i)
    out.push_back(reordered(arrays[operands.size() + i], inverse(memoryOrder(to[i]))));
  return out;
}

ValueId transposed(NodeBuilder& build, ValueId v, const IntsAttr& order) {
  if (std::is_sorted(order.begin(), order.end())) return v;
  AttrDict attrs;
  attrs.set("dims", order);
  return build.node(OpKind::kTranspose, {v}, permuted(build.typeOf(v), order), std::move(attrs));
}

// Brings the operands into their layouts, and the results out of theirs.
StatusOr<std::vector<ValueId>> expandCustomCall(NodeBuilder& build, const Node& node) {
  if (isPhysical(node)) return node.results;
  const Graph& graph = build.graph();
  ASSIGN_OR_RETURN(const LibraryCall call, libraryOf(graph, node));
  const Types results = typesOf(graph, node.results);
  ASSIGN_OR_RETURN(const std::vector<IntsAttr> from,
                   layoutsOf(graph, node, "operand_layouts", typesOf(graph, node.operands)));
  ASSIGN_OR_RETURN(const std::vector<IntsAttr> to, layoutsOf(graph, node, "result_layouts", results));
  std::vector<ValueId> operands;
  for (size_t i = 0; i < node.operands.size(); ++i)
    operands.push_back(build.reshape(transposed(build, node.operands[i], memoryOrder(from[i])), call.operands[i].dims));
  std::vector<ValueId> out = buildLibraryCall(build, call, std::move(operands));
  for (size_t i = 0; i < out.size(); ++i) {
    const IntsAttr order = memoryOrder(to[i]);
    out[i] = transposed(build, build.reshape(out[i], permuted(results[i], order).dims), inverse(order));
  }
  return out;
}

}  // namespace

bool isKnownCustomCall(std::string_view target) { return libraryArrays(target).ok(); }

std::string unknownCustomCall(std::string_view target) {
  const bool callback = target.find("python") != std::string_view::npos;
  return strCat("op ", opName(OpKind::kCustomCall), " @", target,
                callback ? " (it calls back into the Python process that traced the program)" : "");
}

std::string lapackName(std::string_view routine, DType dtype) {
  const char* const letter = dtype == DType::kF32 ? "s" : dtype == DType::kF64 ? "d" : dtype == DType::kC64 ? "c" : "z";
  return strCat("lapack_", letter, routine, "_ffi");
}

std::vector<ValueId> buildLibraryCall(NodeBuilder& build, const LibraryCall& call, std::vector<ValueId> operands) {
  std::string config;
  for (const auto& [name, value] : call.attributes)
    strAppend(&config, config.empty() ? "{" : ", ", name, " = ", value, " : i64");
  AttrDict attrs;
  attrs.set("call_target_name", call.function);
  if (!config.empty()) attrs.set("mhlo.backend_config", TextAttr{config + "}"});
  attrs.set("physical", UnitAttr{});
  const NodeId id = build.nodes(OpKind::kCustomCall, std::move(operands), call.results, std::move(attrs));
  return build.graph().nodes[id].results;
}

OpShardingRule batchSharding(const Graph& graph, const Node& node, int batch) {
  OpShardingRule rule = emptyRule(graph, node);
  for (int d = 0; d < batch; ++d) {
    const int factor = addFactor(rule, operandType(graph, node, 0).dims[static_cast<size_t>(d)]);
    for (TensorFactors& operand : rule.operands) put(operand, d, factor);
    for (TensorFactors& result : rule.results) put(result, d, factor);
  }
  const auto keepWhole = [&](TensorFactors& tensor, const TensorType& type) {
    for (int d = batch; d < type.rank(); ++d)
      put(tensor, d, addFactor(rule, type.dims[static_cast<size_t>(d)], FactorKind::kNeedReplication));
  };
  for (size_t i = 0; i < node.operands.size(); ++i) keepWhole(rule.operands[i], graph.type(node.operands[i]));
  for (size_t i = 0; i < node.results.size(); ++i) keepWhole(rule.results[i], graph.type(node.results[i]));
  return rule;
}

OpDef defineCustomCall() {
  return {.kind = OpKind::kCustomCall,
          .form = TextForm::kCustomCall,
          .minOperands = 0,
          .maxOperands = -1,
          .attrs = {{"call_target_name", AttrKind::kString},
                    {"operand_layouts", AttrKind::kText, false},
                    {"result_layouts", AttrKind::kText, false},
                    {"physical", AttrKind::kUnit, false}},
          .lowering = LoweringClass::kLibrary,
          .infer = inferCustomCall,
          .sharding = customCallSharding,
          .cost = customCallCost,
          .evaluate = evaluateCustomCall,
          .asLibraryCall = libraryOf,
          .expand = expandCustomCall};
}

}  // namespace partita
