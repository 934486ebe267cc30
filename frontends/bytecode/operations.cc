#include "frontends/bytecode/operations.h"

#include <algorithm>
#include <charconv>

#include "absl/container/flat_hash_map.h"

namespace partita::bytecode {
namespace {

// An operation, the versions of it that have these properties, and the properties in the order of the file, which is
// that of the alphabet: name, then :i Ints, :u unit, :s symbol, :S symbols, :c channel, :a accuracy, :x dropped, ?
// optional in the file, and =value that StableHLO leaves out. (stablehlo/dialect/VhloOps.td; the defaults are those of
// VhloLegalizeToStablehlo.cpp. Fields of structures that StableHLO's text leaves out are left out too.)
struct Row {
  std::string_view name, versions, properties;
};

#define CONVOLUTION_DIMENSIONS                                                                    \
  "batch_group_count feature_group_count input_batch_dimension input_feature_dimension "          \
  "input_spatial_dimensions:i kernel_input_feature_dimension kernel_output_feature_dimension "    \
  "kernel_spatial_dimensions:i lhs_dilation:i=1 output_batch_dimension output_feature_dimension " \
  "output_spatial_dimensions:i "
#define CONVOLUTION_WINDOW "precision_config=DEFAULT rhs_dilation:i=1 window_reversal:i=0 window_strides:i=1"
#define CUSTOM_CALL                                                                                  \
  "api_version=1 backend_config=[] call_target_name called_computations:S=[] has_side_effect=false " \
  "operand_layouts output_operand_aliases=[] result_layouts"

constexpr Row kVhlo[] = {
    {"abs", "1", ""},
    {"add", "1", ""},
    {"after_all", "1", ""},
    {"all_gather", "1 2", "all_gather_dim channel_id:c=0 replica_groups use_global_device_ids:u"},
    {"all_reduce", "1 2", "channel_id:c=0 replica_groups use_global_device_ids:u"},
    {"all_to_all", "1 2", "channel_id:c=0 concat_dimension replica_groups split_count split_dimension"},
    {"and", "1", ""},
    {"async_done", "1", ""},
    {"async_start", "1", ""},
    {"atan2", "1", ""},
    {"batch_norm_grad", "1", "epsilon feature_index"},
    {"batch_norm_inference", "1", "epsilon feature_index"},
    {"batch_norm_training", "1", "epsilon feature_index"},
    {"bitcast_convert", "1", ""},
    {"broadcast", "1", "broadcast_sizes:i"},
    {"broadcast_in_dim", "1", "broadcast_dimensions:i"},
    {"call", "1", "callee:s"},
    {"case", "1", ""},
    {"cbrt", "1", ""},
    {"cbrt", "2", "result_accuracy:a"},
    {"ceil", "1", ""},
    {"cholesky", "1", "lower=false"},
    {"clamp", "1", ""},
    {"collective_broadcast", "1", "channel_id:c=0 replica_groups"},
    {"collective_broadcast", "2", "channel_id:c=0 has_dynamic_root:u replica_groups"},
    {"collective_permute", "1", "channel_id:c=0 source_target_pairs"},
    {"collective_reduce", "1", "channel_id:c=0 has_dynamic_root:u replica_groups use_global_device_ids:u"},
    {"compare", "1", "compare_type=NOTYPE comparison_direction"},
    {"complex", "1", ""},
    {"composite", "1 2", "composite_attributes=[] decomposition:s name version=0"},
    {"concatenate", "1", "dimension"},
    {"constant", "1", "value"},
    {"convert", "1", ""},
    {"convolution", "1", CONVOLUTION_DIMENSIONS "padding=0 " CONVOLUTION_WINDOW},
    {"cosine", "1", ""},
    {"cosine", "2", "result_accuracy:a"},
    {"count_leading_zeros", "1", ""},
    {"create_token", "1", ""},
    {"cross-replica-sum", "1", "replica_groups"},
    {"custom_call", "1", CUSTOM_CALL},
    {"custom_call", "2", CUSTOM_CALL " result_tilings=[]"},
    {"divide", "1", ""},
    {"dot", "1", "precision_config=DEFAULT"},
    {"dot_general", "1",
     "lhs_batching_dimensions:i=[] lhs_contracting_dimensions:i=[] precision_config=DEFAULT "
     "rhs_batching_dimensions:i=[] rhs_contracting_dimensions:i=[]"},
    {"dot_general", "2",
     "accumulation_type=none allow_imprecise_accumulation=none lhs_batching_dimensions:i=[] lhs_component_count=none "
     "lhs_contracting_dimensions:i=[] lhs_precision_type=none num_primitive_operations=none precision_config=DEFAULT "
     "rhs_batching_dimensions:i=[] rhs_component_count=none rhs_contracting_dimensions:i=[] rhs_precision_type=none"},
    {"dynamic_broadcast_in_dim", "1",
     "broadcast_dimensions:i known_expanding_dimensions:i=[] known_nonexpanding_dimensions:i=[]"},
    {"dynamic_conv", "1", CONVOLUTION_DIMENSIONS "padding:x " CONVOLUTION_WINDOW},
    {"dynamic_conv", "2", CONVOLUTION_DIMENSIONS CONVOLUTION_WINDOW},
    {"dynamic_gather", "1",
     "collapsed_slice_dims:i=[] index_vector_dim=0 indices_are_sorted=false offset_dims:i=[] start_index_map:i=[]"},
    {"dynamic_gather", "2",
     "collapsed_slice_dims:i=[] index_vector_dim=0 indices_are_sorted=false offset_dims:i=[] "
     "operand_batching_dims:i=[] start_index_map:i=[] start_indices_batching_dims:i=[]"},
    {"dynamic_iota", "1", "iota_dimension"},
    {"dynamic_pad", "1", ""},
    {"dynamic_reshape", "1", ""},
    {"dynamic_slice", "1", "slice_sizes:i"},
    {"dynamic_update_slice", "1", ""},
    {"einsum", "1", "einsum_config"},
    {"exponential", "1", ""},
    {"exponential", "2", "result_accuracy:a"},
    {"exponential_minus_one", "1", ""},
    {"exponential_minus_one", "2", "result_accuracy:a"},
    {"fft", "1", "fft_length:i fft_type"},
    {"floor", "1", ""},
    {"func", "1", "arg_attrs function_type res_attrs sym_name sym_visibility"},
    {"gather", "1",
     "collapsed_slice_dims:i=[] index_vector_dim=0 indices_are_sorted=false offset_dims:i=[] slice_sizes:i "
     "start_index_map:i=[]"},
    {"gather", "2",
     "collapsed_slice_dims:i=[] index_vector_dim=0 indices_are_sorted=false offset_dims:i=[] "
     "operand_batching_dims:i=[] slice_sizes:i start_index_map:i=[] start_indices_batching_dims:i=[]"},
    {"get_dimension_size", "1", "dimension"},
    {"get_tuple_element", "1", "index"},
    {"if", "1", ""},
    {"imag", "1", ""},
    {"infeed", "1", "infeed_config=[] layout=[]"},
    {"iota", "1", "iota_dimension"},
    {"is_finite", "1", ""},
    {"log", "1", ""},
    {"log", "2", "result_accuracy:a"},
    {"log_plus_one", "1", ""},
    {"log_plus_one", "2", "result_accuracy:a"},
    {"logistic", "1", ""},
    {"logistic", "2", "result_accuracy:a"},
    {"map", "1", "dimensions:i"},
    {"maximum", "1", ""},
    {"minimum", "1", ""},
    {"multiply", "1", ""},
    {"negate", "1", ""},
    {"not", "1", ""},
    {"optimization_barrier", "1", ""},
    {"or", "1", ""},
    {"outfeed", "1", "outfeed_config=[]"},
    {"pad", "1", "edge_padding_high:i edge_padding_low:i interior_padding:i"},
    {"partition_id", "1", ""},
    {"popcnt", "1", ""},
    {"power", "1", ""},
    {"real", "1", ""},
    {"real_dynamic_slice", "1", ""},
    {"recv", "1", "channel_id channel_type is_host_transfer=false"},
    {"recv", "2", "channel_id channel_type is_host_transfer=false source_target_pairs=[]"},
    {"reduce", "1", "dimensions:i"},
    {"reduce_precision", "1", "exponent_bits mantissa_bits"},
    {"reduce_scatter", "1", "channel_id:c=0 replica_groups scatter_dimension use_global_device_ids:u"},
    {"reduce_window", "1", "base_dilations:i=1 padding=0 window_dilations:i=1 window_dimensions:i window_strides:i=1"},
    {"remainder", "1", ""},
    {"replica_id", "1", ""},
    {"reshape", "1", ""},
    {"return", "1", ""},
    {"reverse", "1", "dimensions:i"},
    {"rng", "1", "rng_distribution"},
    {"rng_bit_generator", "1", "rng_algorithm"},
    {"round_nearest_afz", "1", ""},
    {"round_nearest_even", "1", ""},
    {"rsqrt", "1", ""},
    {"rsqrt", "2", "result_accuracy:a"},
    {"scatter", "1",
     "index_vector_dim=0 indices_are_sorted=false inserted_window_dims:i=[] scatter_dims_to_operand_dims:i=[] "
     "unique_indices=false update_window_dims:i=[]"},
    {"scatter", "2",
     "index_vector_dim=0 indices_are_sorted=false input_batching_dims:i=[] inserted_window_dims:i=[] "
     "scatter_dims_to_operand_dims:i=[] scatter_indices_batching_dims:i=[] unique_indices=false "
     "update_window_dims:i=[]"},
    {"select", "1", ""},
    {"select_and_scatter", "1", "padding=0 window_dimensions:i window_strides:i=1"},
    {"send", "1", "channel_id channel_type is_host_transfer=false"},
    {"send", "2", "channel_id channel_type is_host_transfer=false source_target_pairs=[]"},
    {"set_dimension_size", "1", "dimension"},
    {"shift_left", "1", ""},
    {"shift_right_arithmetic", "1", ""},
    {"shift_right_logical", "1", ""},
    {"sign", "1", ""},
    {"sine", "1", ""},
    {"sine", "2", "result_accuracy:a"},
    {"slice", "1", "limit_indices:i start_indices:i strides:i"},
    {"sort", "1", "dimension=-1 is_stable=false"},
    {"sqrt", "1", ""},
    {"sqrt", "2", "result_accuracy:a"},
    {"subtract", "1", ""},
    {"tan", "1", ""},
    {"tan", "2", "result_accuracy:a"},
    {"tanh", "1", ""},
    {"tanh", "2", "result_accuracy:a"},
    {"torch_index_select", "1", "batch_dims dim"},
    {"transpose", "1", "permutation:i"},
    {"triangular_solve", "1", "left_side lower transpose_a unit_diagonal"},
    {"tuple", "1", ""},
    {"unary_einsum", "1", "einsum_config"},
    {"uniform_dequantize", "1", ""},
    {"uniform_quantize", "1", ""},
    {"while", "1", ""},
    {"xor", "1", ""},
};

// Operations that have no versions.
constexpr Row kUnversioned[] = {
    {"builtin.module", "", "sym_name? sym_visibility?"},
    {"builtin.unrealized_conversion_cast", "", ""},
    {"sdy.mesh", "", "mesh sym_name"},
    {"sdy.return", "", ""},
    {"sdy.sharding_constraint", "", "sharding"},
    {"sdy.reshard", "", "sharding"},
    {"sdy.manual_computation", "", "in_shardings manual_axes out_shardings"},
    {"sdy.sharding_group", "", "group_id"},
    {"sdy.constant", "", "value"},
    {"sdy.propagation_barrier", "", "allowed_direction"},
    {"sdy.named_computation", "", "in_shardings? name out_shardings?"},
    {"sdy.data_flow_edge", "", "sharding?"},
    {"sdy.all_gather", "", "gathering_axes out_sharding"},
    {"sdy.all_slice", "", "out_sharding slicing_axes"},
    {"sdy.all_to_all", "", "out_sharding params"},
    {"sdy.collective_permute", "", "out_sharding"},
};

Property property(std::string_view text) {
  Property out;
  if (const size_t equals = text.find('='); equals != std::string_view::npos) {
    out.omitted = std::string(text.substr(equals + 1));
    text = text.substr(0, equals);
  }
  if (text.ends_with('?')) {
    out.optional = true;
    text.remove_suffix(1);
  }
  if (const size_t colon = text.find(':'); colon != std::string_view::npos) {
    constexpr std::string_view kLetters = "iusScax";
    out.form = static_cast<PropertyForm>(1 + kLetters.find(text[colon + 1]));
    text = text.substr(0, colon);
  }
  out.name = std::string(text);
  return out;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t blank = std::min(text.find(' '), text.size());
    if (blank > 0) out.push_back(text.substr(0, blank));
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return out;
}

using Table = absl::flat_hash_map<std::string, OperationSpec>;

const Table& table() {
  static const Table kTable = [] {
    Table out;
    const auto add = [&](std::string key, std::string name, std::string_view properties) {
      OperationSpec spec;
      spec.name = std::move(name);
      for (const std::string_view word : words(properties)) spec.properties.push_back(property(word));
      out.emplace(std::move(key), std::move(spec));
    };
    for (const Row& row : kVhlo) {
      const bool function = row.name == "func" || row.name == "call";
      for (const std::string_view version : words(row.versions))
        add(strCat("vhlo.", row.name, "_v", version), strCat(function ? "func." : "stablehlo.", row.name),
            row.properties);
    }
    for (const Row& row : kUnversioned) add(std::string(row.name), std::string(row.name), row.properties);
    return out;
  }();
  return kTable;
}

// Of StableHLO 1.18.0 to 1.20.0: newer than what is written.
constexpr std::string_view kTooNew[] = {"vhlo.custom_call_v2", "vhlo.collective_broadcast_v2",
                                        "vhlo.collective_reduce_v1"};

constexpr size_t kMaxInts = 4096;  // of a list about the dimensions of an operation

bool isKeyword(const ir::Attribute& attribute, std::string_view word) {
  const auto* keyword = std::get_if<ir::Keyword>(&attribute.value);
  return keyword != nullptr && keyword->word == word;
}

bool isEmpty(const ir::Attribute& attribute) {
  if (const auto* text = std::get_if<std::string>(&attribute.value)) return text->empty();
  if (const auto* array = std::get_if<ir::Array>(&attribute.value)) return array->empty();
  if (const auto* dictionary = std::get_if<ir::Attributes>(&attribute.value)) return dictionary->empty();
  if (const auto* elements = std::get_if<ir::Elements>(&attribute.value))
    return elements->literal.type().elements() == 0;
  const auto* ints = std::get_if<ir::Ints>(&attribute.value);
  return ints != nullptr && ints->values.empty();
}

bool isAll(const ir::Attribute& attribute, int64_t number) {
  if (const auto* integer = std::get_if<ir::Integer>(&attribute.value)) return integer->value == number;
  if (const auto* ints = std::get_if<ir::Ints>(&attribute.value))
    return std::all_of(ints->values.begin(), ints->values.end(), [&](int64_t value) { return value == number; });
  const auto* elements = std::get_if<ir::Elements>(&attribute.value);
  if (elements == nullptr || !isInteger(elements->literal.type().dtype)) return false;
  const Literal& literal = elements->literal;
  const int64_t count = literal.isSplat() ? 1 : literal.type().elements();
  if (count > static_cast<int64_t>(kMaxInts)) return false;
  for (int64_t i = 0; i < count; ++i) {
    if (literal.asInt(i) != number) return false;
  }
  return true;
}

bool isOmitted(const ir::Attribute& attribute, std::string_view omitted) {
  if (omitted == "[]") return isEmpty(attribute);
  if (omitted == "false") return std::holds_alternative<bool>(attribute.value) && !std::get<bool>(attribute.value);
  if (omitted == "none") {
    const auto* type = std::get_if<ir::Type>(&attribute.value);
    return type != nullptr && (*type)->kind == ir::TypeKind::kNone;
  }
  int64_t number = 0;
  if (std::from_chars(omitted.data(), omitted.data() + omitted.size(), number).ec == std::errc())
    return isAll(attribute, number);
  const auto* array = std::get_if<ir::Array>(&attribute.value);
  if (array == nullptr) return isKeyword(attribute, omitted);
  return std::all_of(array->begin(), array->end(), [&](const ir::Attribute& a) { return isKeyword(a, omitted); });
}

StatusOr<ir::Attribute> symbol(const ir::Attribute& attribute) {
  if (std::holds_alternative<ir::Symbol>(attribute.value)) return attribute;
  const auto* text = std::get_if<std::string>(&attribute.value);
  if (text == nullptr) return invalidArgument("expected the name of a function, found another attribute");
  return ir::Attribute{ir::Symbol{*text}};
}

StatusOr<ir::Attribute> symbols(const ir::Attribute& attribute) {
  const auto* list = std::get_if<ir::Array>(&attribute.value);
  if (list == nullptr) return invalidArgument("expected a list of functions' names, found another attribute");
  ir::Array out;
  for (const ir::Attribute& element : *list) {
    ASSIGN_OR_RETURN(ir::Attribute name, symbol(element));
    out.push_back(std::move(name));
  }
  return ir::Attribute{std::move(out)};
}

// No tolerances, and the mode that a result has anyway.
bool isDefaultAccuracy(const ir::Attribute& attribute) {
  const auto* fields = std::get_if<ir::Attributes>(&attribute.value);
  return fields != nullptr && std::all_of(fields->list().begin(), fields->list().end(), [](const auto& field) {
           const auto* number = std::get_if<ir::Float>(&field.value.value);
           return number != nullptr ? number->value == 0 : isAll(field.value, 0) || isKeyword(field.value, "DEFAULT");
         });
}

StatusOr<ir::Attribute> converted(const Property& property, const ir::Attribute& value) {
  switch (property.form) {
    case PropertyForm::kInts:
      return asIntegers(value);
    case PropertyForm::kUnit:
      if (!std::holds_alternative<bool>(value.value))
        return invalidArgument("expected a boolean, found another attribute");
      return ir::Attribute{};
    case PropertyForm::kSymbol:
      return symbol(value);
    case PropertyForm::kSymbols:
      return symbols(value);
    default:
      return value;
  }
}

}  // namespace

const OperationSpec* findOperation(std::string_view dialect, std::string_view name) {
  constexpr size_t kLongest = 64;
  if (name.size() > kLongest || dialect.size() > kLongest) return nullptr;
  const auto found = table().find(strCat(dialect, ".", name));
  return found == table().end() ? nullptr : &found->second;
}

StatusOr<ir::Attribute> asIntegers(const ir::Attribute& attribute) {
  const auto tooMany = [](size_t count) {
    return invalidArgument("expected a list of at most ", kMaxInts, " integers, found ", count);
  };
  if (const auto* ints = std::get_if<ir::Ints>(&attribute.value)) {
    if (ints->values.size() > kMaxInts) return tooMany(ints->values.size());
    return attribute;
  }
  if (const auto* array = std::get_if<ir::Array>(&attribute.value)) {
    if (array->size() > kMaxInts) return tooMany(array->size());
    ir::Ints out;
    for (const ir::Attribute& element : *array) {
      const auto* value = std::get_if<ir::Integer>(&element.value);
      if (value == nullptr) return invalidArgument("expected a list of integers, found another list");
      out.values.push_back(value->value);
    }
    return ir::Attribute{std::move(out)};
  }
  const auto* elements = std::get_if<ir::Elements>(&attribute.value);
  if (elements == nullptr) return invalidArgument("expected a list of integers, found another attribute");
  const Literal& literal = elements->literal;
  const DType dtype = literal.type().dtype;
  if (!isInteger(dtype) && dtype != DType::kI1)
    return invalidArgument("expected a list of integers, found ", ir::toString(elements->type));
  if (literal.type().elements() > static_cast<int64_t>(kMaxInts))
    return tooMany(static_cast<size_t>(literal.type().elements()));
  ir::Ints out;
  if (dtype == DType::kI1) out.type = ir::elementType(dtype);
  for (int64_t i = 0; i < literal.type().elements(); ++i) out.values.push_back(literal.asInt(i));
  return ir::Attribute{std::move(out)};
}

const Property* newerProperty(std::string_view name, const ir::Attributes& attributes) {
  for (const std::string_view newer : kTooNew) {
    const OperationSpec& spec = table().at(std::string(newer));
    if (spec.name != name) continue;
    for (const Property& property : spec.properties) {
      if (attributes.find(property.name) != nullptr) return &property;
    }
  }
  return nullptr;
}

const OperationSpec* newestOperation(std::string_view name, std::string* inFile) {
  const size_t dot = name.find('.');
  if (dot == std::string_view::npos) return nullptr;
  const std::string_view dialect = name.substr(0, dot), base = name.substr(dot + 1);
  *inFile = std::string(name);
  if (dialect == "sdy") return findOperation(dialect, base);
  if (dialect != "stablehlo" && dialect != "func") return nullptr;
  for (const int version : {2, 1}) {
    *inFile = strCat("vhlo.", base, "_v", version);
    if (std::find(std::begin(kTooNew), std::end(kTooNew), *inFile) != std::end(kTooNew)) continue;
    const OperationSpec* spec = findOperation("vhlo", std::string_view(*inFile).substr(5));
    if (spec != nullptr && (spec->name == name || base == "return")) return spec;
  }
  return nullptr;
}

Status unknownOperation(std::string_view dialect, std::string_view name, std::string_view producer) {
  const std::string full = quoted(strCat(dialect, ".", name));
  if (dialect == "vhlo")
    return invalidArgument("the operation ", full, " is not of StableHLO 0.9.0 to 1.20.0; the file was written by ",
                           quoted(producer), ". Serialize for an older version (target_version)");
  if (dialect == "func" || dialect == "stablehlo" || dialect == "chlo" || dialect == "mhlo")
    return unimplemented("the operation ", full, " is not of portable bytecode, but of MLIR's own, which changes with ",
                         "every version of it; write a portable artifact (jax.export, or ",
                         "stablehlo.serialize_portable_artifact), or the module's text");
  return unimplemented("the operation ", full, " of portable bytecode");
}

Status addProperty(const Property& property, const ir::Attribute* value, Entries& entries, ir::Attributes& attributes) {
  if (value == nullptr) {
    if (property.optional) return {};
    return invalidArgument("the attribute ", property.name, " is missing");
  }
  if (property.form == PropertyForm::kDropped) return {};
  if (property.form == PropertyForm::kAccuracy && isDefaultAccuracy(*value)) return {};
  StatusOr<ir::Attribute> out = converted(property, *value);
  if (!out.ok()) return annotate(out.status(), property.name);
  RETURN_IF_ERROR(entries.charge(*out));
  if (property.form == PropertyForm::kUnit && !std::get<bool>(value->value)) return {};
  if (!property.omitted.empty() && isOmitted(*out, property.omitted)) return {};
  attributes.add(property.name, *std::move(out));
  if (property.form == PropertyForm::kChannel)
    attributes.add("channel_type", {ir::Integer{0, ir::elementType(DType::kI64)}});
  return {};
}

}  // namespace partita::bytecode
