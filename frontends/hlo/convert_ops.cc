// Operations.
#include <numeric>

#include "frontends/hlo/convert.h"
#include "frontends/text/reader.h"

namespace partita::hlo {
namespace {

enum class Kind : uint8_t {
  kInts,   // none where it is not said
  kInt,    // 0
  kOne,    // an integer, 1
  kBool,   // false
  kFloat,  // 0
  kWord,   // what `otherwise` says
  kFirst,  // the first integer of a list, 0
  kMaybe,  // as it is, or left out
};
struct Copied {
  std::string_view from, to;
  Kind kind = Kind::kInts;
  std::string_view otherwise = {};
};
struct Plain {
  std::string_view name;  // of the operation; empty: "stablehlo." and the opcode with _ for -
  std::vector<Copied> attributes = {};
  bool regions = false;  // of the called computations
};

// Opcodes whose operands and attributes are the operation's.
const absl::flat_hash_map<std::string_view, Plain>& plainOps() {
  static const auto* const table = new absl::flat_hash_map<std::string_view, Plain>{
      {"abs", {}},
      {"add", {}},
      {"after-all", {}},
      {"and", {}},
      {"atan2", {}},
      {"bitcast-convert", {}},
      {"cbrt", {}},
      {"ceil", {}},
      {"clamp", {}},
      {"complex", {}},
      {"convert", {}},
      {"cosine", {}},
      {"count-leading-zeros", {}},
      {"divide", {}},
      {"dynamic-update-slice", {}},
      {"exponential", {}},
      {"exponential-minus-one", {}},
      {"floor", {}},
      {"imag", {}},
      {"is-finite", {}},
      {"log", {}},
      {"log-plus-one", {}},
      {"logistic", {}},
      {"maximum", {}},
      {"minimum", {}},
      {"multiply", {}},
      {"negate", {}},
      {"not", {}},
      {"or", {}},
      {"partition-id", {}},
      {"popcnt", {}},
      {"power", {}},
      {"real", {}},
      {"remainder", {}},
      {"replica-id", {}},
      {"reshape", {}},
      {"round-nearest-afz", {}},
      {"round-nearest-even", {}},
      {"rsqrt", {}},
      {"select", {}},
      {"shift-left", {}},
      {"shift-right-arithmetic", {}},
      {"shift-right-logical", {}},
      {"sign", {}},
      {"sine", {}},
      {"sqrt", {}},
      {"subtract", {}},
      {"tan", {}},
      {"tanh", {}},
      {"xor", {}},
      {"opt-barrier", {"stablehlo.optimization_barrier"}},
      {"erf", {"chlo.erf"}},
      {"acos", {"chlo.acos"}},
      {"acosh", {"chlo.acosh"}},
      {"asin", {"chlo.asin"}},
      {"asinh", {"chlo.asinh"}},
      {"atanh", {"chlo.atanh"}},
      {"cosh", {"chlo.cosh"}},
      {"sinh", {"chlo.sinh"}},
      {"broadcast", {"stablehlo.broadcast_in_dim", {{"dimensions", "broadcast_dimensions"}}}},
      {"transpose", {"", {{"dimensions", "permutation"}}}},
      {"reverse", {"", {{"dimensions", "dimensions"}}}},
      {"concatenate", {"", {{"dimensions", "dimension", Kind::kFirst}}}},
      {"compare",
       {"",
        {{"comparison_direction", "comparison_direction", Kind::kWord, ""},
         {"compare_type", "compare_type", Kind::kMaybe}}}},
      {"slice", {"", {{"start_indices", "start_indices"}, {"limit_indices", "limit_indices"}, {"strides", "strides"}}}},
      {"dynamic-slice", {"", {{"slice_sizes", "slice_sizes"}}}},
      {"pad",
       {"",
        {{"edge_padding_low", "edge_padding_low"},
         {"edge_padding_high", "edge_padding_high"},
         {"interior_padding", "interior_padding"}}}},
      {"gather",
       {"",
        {{"offset_dims", "offset_dims"},
         {"collapsed_slice_dims", "collapsed_slice_dims"},
         {"operand_batching_dims", "operand_batching_dims"},
         {"start_indices_batching_dims", "start_indices_batching_dims"},
         {"start_index_map", "start_index_map"},
         {"index_vector_dim", "index_vector_dim", Kind::kInt},
         {"slice_sizes", "slice_sizes"},
         {"indices_are_sorted", "indices_are_sorted", Kind::kBool}}}},
      {"scatter",
       {"",
        {{"update_window_dims", "update_window_dims"},
         {"inserted_window_dims", "inserted_window_dims"},
         {"input_batching_dims", "input_batching_dims"},
         {"scatter_indices_batching_dims", "scatter_indices_batching_dims"},
         {"scatter_dims_to_operand_dims", "scatter_dims_to_operand_dims"},
         {"index_vector_dim", "index_vector_dim", Kind::kInt},
         {"indices_are_sorted", "indices_are_sorted", Kind::kBool},
         {"unique_indices", "unique_indices", Kind::kBool}},
        true}},
      {"reduce", {"", {{"dimensions", "dimensions"}}, true}},
      {"map", {"", {{"dimensions", "dimensions"}}, true}},
      {"sort", {"", {{"dimensions", "dimension", Kind::kFirst}, {"is_stable", "is_stable", Kind::kBool}}, true}},
      {"reduce-precision",
       {"", {{"exponent_bits", "exponent_bits", Kind::kInt}, {"mantissa_bits", "mantissa_bits", Kind::kInt}}}},
      {"rng-bit-generator", {"", {{"rng_algorithm", "rng_algorithm", Kind::kWord, "DEFAULT"}}}},
      {"fft", {"", {{"fft_type", "fft_type", Kind::kWord, "FFT"}, {"fft_length", "fft_length"}}}},
      {"cholesky", {"", {{"lower", "lower", Kind::kBool}}}},
      {"triangular-solve",
       {"",
        {{"left_side", "left_side", Kind::kBool},
         {"lower", "lower", Kind::kBool},
         {"unit_diagonal", "unit_diagonal", Kind::kBool},
         {"transpose_a", "transpose_a", Kind::kWord, "NO_TRANSPOSE"}}}},
      {"batch-norm-training",
       {"", {{"epsilon", "epsilon", Kind::kFloat}, {"feature_index", "feature_index", Kind::kInt}}}},
      {"batch-norm-inference",
       {"", {{"epsilon", "epsilon", Kind::kFloat}, {"feature_index", "feature_index", Kind::kInt}}}},
      {"batch-norm-grad", {"", {{"epsilon", "epsilon", Kind::kFloat}, {"feature_index", "feature_index", Kind::kInt}}}},
      {"get-dimension-size", {"", {{"dimensions", "dimension", Kind::kFirst}}}},
      {"set-dimension-size", {"", {{"dimensions", "dimension", Kind::kFirst}}}},
      {"dynamic-reshape", {}},
  };
  return *table;
}

ir::Attributes copied(const Instruction& instruction, const std::vector<Copied>& list) {
  ir::Attributes out;
  for (const Copied& entry : list) {
    const std::string to(entry.to);
    switch (entry.kind) {
      case Kind::kInts:
        out.add(to, intsAttribute(intsOf(instruction, entry.from)));
        break;
      case Kind::kInt:
      case Kind::kOne:
        out.add(to, integerAttribute(integerOf(instruction, entry.from, entry.kind == Kind::kOne ? 1 : 0)));
        break;
      case Kind::kBool:
        out.add(to, ir::Attribute{flagOf(instruction, entry.from)});
        break;
      case Kind::kFloat: {
        const ir::Attribute* found = instruction.attributes.find(entry.from);
        out.add(to, found != nullptr ? *found : ir::Attribute{ir::Float{0, ir::elementType(DType::kF32)}});
        break;
      }
      case Kind::kWord: {
        std::string word = wordOf(instruction, entry.from);
        out.add(to, ir::Attribute{ir::Keyword{word.empty() ? std::string(entry.otherwise) : std::move(word)}});
        break;
      }
      case Kind::kFirst: {
        const std::vector<int64_t> values = intsOf(instruction, entry.from);
        out.add(to, integerAttribute(values.empty() ? 0 : values[0]));
        break;
      }
      case Kind::kMaybe:
        if (const ir::Attribute* found = instruction.attributes.find(entry.from); found != nullptr) out.add(to, *found);
        break;
    }
  }
  return out;
}

std::string operationName(std::string_view opcode) {
  std::string name = strCat("stablehlo.", opcode);
  for (char& c : name)
    if (c == '-') c = '_';
  return name;
}

struct Algorithm {
  std::string_view name, lhs, rhs, accumulation;
  int64_t operations = 1;
  bool imprecise = false;
};
constexpr Algorithm kAlgorithms[] = {
    {"DOT_ANY_F8_ANY_F8_F32", "f8E5M2", "f8E5M2", "f32"},
    {"DOT_ANY_F8_ANY_F8_F32_FAST_ACCUM", "f8E5M2", "f8E5M2", "f32", 1, true},
    {"DOT_F16_F16_F16", "f16", "f16", "f16"},
    {"DOT_F16_F16_F32", "f16", "f16", "f32"},
    {"DOT_BF16_BF16_BF16", "bf16", "bf16", "bf16"},
    {"DOT_BF16_BF16_F32", "bf16", "bf16", "f32"},
    {"DOT_BF16_BF16_F32_X3", "bf16", "bf16", "f32", 3},
    {"DOT_BF16_BF16_F32_X6", "bf16", "bf16", "f32", 6},
    {"DOT_BF16_BF16_F32_X9", "bf16", "bf16", "f32", 9},
    {"DOT_TF32_TF32_F32", "tf32", "tf32", "f32"},
    {"DOT_TF32_TF32_F32_X3", "tf32", "tf32", "f32", 3},
    {"DOT_F32_F32_F32", "f32", "f32", "f32"},
    {"DOT_F64_F64_F64", "f64", "f64", "f64"},
};

ir::Attribute typeAttribute(std::string_view name) {
  const StatusOr<DType> dtype = parseDType(name);
  return ir::Attribute{dtype.ok() ? ir::elementType(*dtype) : ir::otherType(std::string(name))};
}

}  // namespace

Converter::Result Converter::withRegions(Scope& scope, const Instruction& instruction, std::string name,
                                         ir::Attributes attributes) {
  std::vector<ir::Region> regions;
  for (const uint32_t computation : instruction.called) {
    ASSIGN_OR_RETURN(ir::Region region, regionOf(computation, scope));
    regions.push_back(std::move(region));
  }
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, std::move(name), operandLeaves(scope, instruction),
                                    leavesOf(instruction.shape.type), std::move(attributes), std::move(regions)));
  return std::optional(std::move(out));
}

Converter::Result Converter::plain(Scope& scope, const Instruction& instruction) {
  const auto found = plainOps().find(instruction.opcode);
  if (found == plainOps().end()) return Result(std::nullopt);
  const Plain& op = found->second;
  std::string name = op.name.empty() ? operationName(instruction.opcode) : std::string(op.name);
  ir::Attributes attributes = copied(instruction, op.attributes);
  if (op.regions) return withRegions(scope, instruction, std::move(name), std::move(attributes));
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, std::move(name), operandLeaves(scope, instruction),
                                    leavesOf(instruction.shape.type), std::move(attributes)));
  return std::optional(std::move(out));
}

Converter::Result Converter::constant(Scope& scope, const Instruction& instruction) {
  const ir::Attribute* value = instruction.attributes.find("value");
  if (value == nullptr) return failAt(instruction, "expected the value of the constant, found none");
  Leaves out;
  std::vector<const ir::Attribute*> todo = {value};
  while (!todo.empty()) {
    const ir::Attribute* next = todo.back();
    todo.pop_back();
    if (const auto* parts = std::get_if<ir::Array>(&next->value)) {
      for (size_t i = parts->size(); i-- > 0;) todo.push_back(&(*parts)[i]);
      continue;
    }
    ir::Attributes attributes;
    attributes.add("value", *next);
    ASSIGN_OR_RETURN(const Leaves leaf, emit(scope, instruction, "stablehlo.constant", {},
                                             {std::get<ir::Elements>(next->value).type}, std::move(attributes)));
    out.push_back(leaf[0]);
  }
  return std::optional(std::move(out));
}

Converter::Result Converter::iota(Scope& scope, const Instruction& instruction) {
  // In text iota_dimension, in a message the first of its dimensions.
  const std::vector<int64_t> dimensions = intsOf(instruction, "dimensions");
  ir::Attributes attributes;
  attributes.add("iota_dimension",
                 integerAttribute(integerOf(instruction, "iota_dimension", dimensions.empty() ? 0 : dimensions[0])));
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, "stablehlo.iota", {}, leavesOf(instruction.shape.type),
                                    std::move(attributes)));
  return std::optional(std::move(out));
}

// The bytes of the operand seen as another array: both in the order in which they lie, with a reshape between.
Converter::Result Converter::bitcast(Scope& scope, const Instruction& instruction) {
  if (instruction.operands.size() != 1) return failAt(instruction, "expected one operand");
  const Shape& from = scope.computation.instructions[instruction.operands[0]].shape;
  const Shape& to = instruction.shape;
  const std::optional<TensorType> source = ir::staticType(from.type), target = ir::staticType(to.type);
  if (!source || !target || from.tiled || to.tiled) return Result(std::nullopt);
  const auto majorFirst = [](const Shape& shape, const TensorType& type) {
    std::vector<int64_t> order(shape.minorToMajor.rbegin(), shape.minorToMajor.rend());
    if (order.empty()) {
      order.resize(type.dims.size());
      std::iota(order.begin(), order.end(), 0);
    }
    return order;
  };
  const auto inOrder = [](const TensorType& type, const std::vector<int64_t>& order) {
    TensorType out(type.dtype, {});
    for (const int64_t dim : order) out.dims.push_back(type.dims[dim]);
    return out;
  };
  const auto isIdentity = [](const std::vector<int64_t>& order) { return std::is_sorted(order.begin(), order.end()); };
  ir::ValueId value = scope.values[instruction.operands[0]][0];
  TensorType type = *source;
  const auto step = [&](std::string_view name, TensorType next, ir::Attributes attributes = {}) -> Status {
    ASSIGN_OR_RETURN(
        value, emitOne(scope, instruction, std::string(name), {value}, ir::tensorType(next), std::move(attributes)));
    type = std::move(next);
    return {};
  };
  const auto permute = [&](std::vector<int64_t> order) -> Status {
    const TensorType next = inOrder(type, order);
    ir::Attributes attributes;
    attributes.add("permutation", intsAttribute(std::move(order)));
    return step("stablehlo.transpose", next, std::move(attributes));
  };
  const std::vector<int64_t> sourceOrder = majorFirst(from, *source), targetOrder = majorFirst(to, *target);
  if (!isIdentity(sourceOrder)) RETURN_IF_ERROR(permute(sourceOrder));
  TensorType stored = inOrder(*target, targetOrder);
  if (source->dtype != target->dtype) {
    if (dtypeBytes(source->dtype) != dtypeBytes(target->dtype)) return Result(std::nullopt);
    RETURN_IF_ERROR(step("stablehlo.bitcast_convert", TensorType(target->dtype, type.dims)));
  }
  if (type.elements() != stored.elements())
    return failAt(instruction, "expected as many elements as ", source->toString(), " has, found ", target->toString());
  if (type.dims != stored.dims) RETURN_IF_ERROR(step("stablehlo.reshape", stored));
  if (!isIdentity(targetOrder)) {
    std::vector<int64_t> back(targetOrder.size());
    for (size_t i = 0; i < targetOrder.size(); ++i) back[targetOrder[i]] = static_cast<int64_t>(i);
    RETURN_IF_ERROR(permute(std::move(back)));
  }
  return std::optional(Leaves{value});
}

Converter::Result Converter::dot(Scope& scope, const Instruction& instruction) {
  ir::Attributes attributes = copied(instruction, {{"lhs_batching_dimensions", "lhs_batching_dimensions"},
                                                   {"rhs_batching_dimensions", "rhs_batching_dimensions"},
                                                   {"lhs_contracting_dimensions", "lhs_contracting_dimensions"},
                                                   {"rhs_contracting_dimensions", "rhs_contracting_dimensions"},
                                                   {"precision_config", "precision_config", Kind::kMaybe}});
  if (instruction.operands.size() != 2) return Result(std::nullopt);  // with sparsity
  if (const std::string name = wordOf(instruction, "algorithm"); !name.empty() && name != "UNSET") {
    const Algorithm* found = nullptr;
    for (const Algorithm& algorithm : kAlgorithms)
      if (algorithm.name == name) found = &algorithm;
    if (found == nullptr) return failAt(instruction, "expected a known algorithm, found ", name);
    attributes.add("lhs_precision_type", typeAttribute(found->lhs));
    attributes.add("rhs_precision_type", typeAttribute(found->rhs));
    attributes.add("accumulation_type", typeAttribute(found->accumulation));
    attributes.add("lhs_component_count", integerAttribute(1));
    attributes.add("rhs_component_count", integerAttribute(1));
    attributes.add("num_primitive_operations", integerAttribute(found->operations));
    attributes.add("allow_imprecise_accumulation", ir::Attribute{found->imprecise});
  }
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, "stablehlo.dot_general", operandLeaves(scope, instruction),
                                    leavesOf(instruction.shape.type), std::move(attributes)));
  return std::optional(std::move(out));
}

// convolution, reduce-window, select-and-scatter: a window over dimensions, which they call unlike.
Converter::Result Converter::windowed(Scope& scope, const Instruction& instruction) {
  const bool isConvolution = instruction.opcode == "convolution";
  std::vector<int64_t> sizes, strides, padding, base, window, reversal;
  bool dilated = false;
  for (const WindowDim& dim : instruction.window) {
    sizes.push_back(dim.size);
    strides.push_back(dim.stride);
    padding.insert(padding.end(), {dim.low, dim.high});
    base.push_back(dim.baseDilation);
    window.push_back(dim.windowDilation);
    reversal.push_back(dim.reversed ? 1 : 0);
    dilated = dilated || dim.baseDilation != 1 || dim.windowDilation != 1;
  }
  ir::Attributes attributes;
  attributes.add("window_strides", intsAttribute(std::move(strides)));
  attributes.add("padding", matrixAttribute(padding, 2));
  if (!isConvolution) {
    attributes.add("window_dimensions", intsAttribute(std::move(sizes)));
    if (instruction.opcode == "reduce-window") {
      attributes.add("base_dilations", intsAttribute(std::move(base)));
      attributes.add("window_dilations", intsAttribute(std::move(window)));
    } else if (dilated) {
      return failAt(instruction, "expected a window without dilation");
    }
    return withRegions(scope, instruction, operationName(instruction.opcode), std::move(attributes));
  }
  attributes.add("lhs_dilation", intsAttribute(std::move(base)));
  attributes.add("rhs_dilation", intsAttribute(std::move(window)));
  attributes.add("window_reversal", ir::Attribute{ir::Ints{std::move(reversal), ir::elementType(DType::kI1)}});
  const ir::Attributes dims =
      copied(instruction, {{"input_batch_dimension", "input_batch_dimension", Kind::kInt},
                           {"input_feature_dimension", "input_feature_dimension", Kind::kInt},
                           {"input_spatial_dimensions", "input_spatial_dimensions"},
                           {"kernel_input_feature_dimension", "kernel_input_feature_dimension", Kind::kInt},
                           {"kernel_output_feature_dimension", "kernel_output_feature_dimension", Kind::kInt},
                           {"kernel_spatial_dimensions", "kernel_spatial_dimensions"},
                           {"output_batch_dimension", "output_batch_dimension", Kind::kInt},
                           {"output_feature_dimension", "output_feature_dimension", Kind::kInt},
                           {"output_spatial_dimensions", "output_spatial_dimensions"},
                           {"feature_group_count", "feature_group_count", Kind::kOne},
                           {"batch_group_count", "batch_group_count", Kind::kOne},
                           {"precision_config", "precision_config", Kind::kMaybe}});
  for (const ir::NamedAttribute& dim : dims.list()) attributes.add(dim.name, dim.value);
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, "stablehlo.convolution", operandLeaves(scope, instruction),
                                    leavesOf(instruction.shape.type), std::move(attributes)));
  return std::optional(std::move(out));
}

Converter::Result Converter::whileLoop(Scope& scope, const Instruction& instruction) {
  if (instruction.called.size() != 2) return failAt(instruction, "expected a condition and a body");
  std::vector<ir::Region> regions;
  for (const uint32_t computation : {instruction.called[1], instruction.called[0]}) {
    ASSIGN_OR_RETURN(ir::Region region, regionOf(computation, scope));
    regions.push_back(std::move(region));
  }
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, "stablehlo.while", operandLeaves(scope, instruction),
                                    leavesOf(instruction.shape.type), {}, std::move(regions)));
  return std::optional(std::move(out));
}

// Branches compute with the values that HLO passes them.
Converter::Result Converter::conditional(Scope& scope, const Instruction& instruction) {
  if (instruction.called.empty() || instruction.operands.size() != instruction.called.size() + 1)
    return failAt(instruction, "expected an operand for each of ", instruction.called.size(), " branches");
  const Leaves& index = scope.values[instruction.operands[0]];
  if (index.size() != 1) return failAt(instruction, "expected a number or a truth value that chooses the branch");
  const std::optional<TensorType> type = ir::staticType(scope.function.values[index[0]]);
  std::vector<ir::Region> regions;
  for (size_t i = 0; i < instruction.called.size(); ++i) {
    const Leaves arguments = scope.values[instruction.operands[i + 1]];
    ASSIGN_OR_RETURN(ir::Region region, regionOf(instruction.called[i], scope, &arguments));
    regions.push_back(std::move(region));
  }
  const bool isIf = type && type->dtype == DType::kI1;
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, isIf ? "stablehlo.if" : "stablehlo.case", index,
                                    leavesOf(instruction.shape.type), {}, std::move(regions)));
  return std::optional(std::move(out));
}

Converter::Result Converter::rng(Scope& scope, const Instruction& instruction) {
  const std::optional<TensorType> type = ir::staticType(instruction.shape.type);
  if (!type) return Result(std::nullopt);
  const Literal shape = Literal::ints(type->dims, {type->rank()});
  const ir::Type shapeType = ir::tensorType(shape.type());
  ir::Attributes value;
  value.add("value", ir::Attribute{ir::Elements{shapeType, shape}});
  Leaves operands = operandLeaves(scope, instruction);
  ASSIGN_OR_RETURN(const ir::ValueId sizes,
                   emitOne(scope, instruction, "stablehlo.constant", {}, shapeType, std::move(value)));
  operands.push_back(sizes);
  ir::Attributes attributes = copied(instruction, {{"rng_distribution", "rng_distribution", Kind::kWord, ""}});
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, "stablehlo.rng", std::move(operands),
                                    leavesOf(instruction.shape.type), std::move(attributes)));
  return std::optional(std::move(out));
}

Converter::Result Converter::topK(Scope& scope, const Instruction& instruction) {
  if (!flagOf(instruction, "largest")) return Result(std::nullopt);
  ir::Attributes attributes = copied(instruction, {{"k", "k", Kind::kInt}});
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, "chlo.top_k", operandLeaves(scope, instruction),
                                    leavesOf(instruction.shape.type), std::move(attributes)));
  return std::optional(std::move(out));
}

Converter::Result Converter::customCall(Scope& scope, const Instruction& instruction) {
  constexpr std::string_view kVersions[] = {"API_VERSION_UNSPECIFIED", "API_VERSION_ORIGINAL",
                                            "API_VERSION_STATUS_RETURNING", "API_VERSION_STATUS_RETURNING_UNIFIED",
                                            "API_VERSION_TYPED_FFI"};
  ir::Attributes attributes;
  attributes.add("call_target_name", ir::Attribute{stringOf(instruction, "call_target_name")});
  if (flagOf(instruction, "has_side_effect")) attributes.add("has_side_effect", ir::Attribute{true});
  const std::string version = wordOf(instruction, "api_version");
  for (size_t i = 1; i < std::size(kVersions); ++i) {
    if (version == kVersions[i])
      attributes.add("api_version", ir::Attribute{ir::Integer{static_cast<int64_t>(i), ir::elementType(DType::kI32)}});
  }
  // Of a typed call the configuration is the text of a dictionary.
  if (std::string config = stringOf(instruction, "backend_config"); !config.empty()) {
    StatusOr<ir::Attribute> parsed = version == kVersions[4] ? ir::readAttribute(config, to_.file)
                                                             : StatusOr<ir::Attribute>(invalidArgument("text"));
    const bool isDictionary = parsed.ok() && std::holds_alternative<ir::Attributes>(parsed->value);
    attributes.add(isDictionary ? "mhlo.backend_config" : "backend_config",
                   isDictionary ? *std::move(parsed) : ir::Attribute{std::move(config)});
  }
  if (!instruction.called.empty()) {
    ir::Array callees;
    for (const uint32_t computation : instruction.called) {
      ASSIGN_OR_RETURN(const size_t callee, functionOf(computation));
      callees.push_back(ir::Attribute{ir::Symbol{to_.functions[callee].name}});
    }
    attributes.add("called_computations", ir::Attribute{std::move(callees)});
  }
  ASSIGN_OR_RETURN(Leaves out, emit(scope, instruction, "stablehlo.custom_call", operandLeaves(scope, instruction),
                                    leavesOf(instruction.shape.type), std::move(attributes)));
  return std::optional(std::move(out));
}

}  // namespace partita::hlo
