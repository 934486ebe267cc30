#include "frontends/text/forms.h"

#include "absl/container/flat_hash_map.h"
#include "base/text.h"

namespace partita::ir {
namespace {

using Table = absl::flat_hash_map<absl::string_view, OperationForm>;

Table makeTable() {
  Table table;
  const auto add = [&](std::initializer_list<const char*> names, const OperationForm& form) {
    for (const char* name : names) table.emplace(name, form);
  };
  constexpr ItemKind kInteger = ItemKind::kInteger, kBool = ItemKind::kBool, kInts = ItemKind::kInts,
                     kKeyword = ItemKind::kKeyword, kKeywords = ItemKind::kKeywords, kNumber = ItemKind::kNumber,
                     kUnsigned = ItemKind::kUnsigned;

  // Elementwise and others of operands alone.
  add({"stablehlo.abs",
       "stablehlo.add",
       "stablehlo.after_all",
       "stablehlo.and",
       "stablehlo.atan2",
       "stablehlo.bitcast_convert",
       "stablehlo.cbrt",
       "stablehlo.ceil",
       "stablehlo.clamp",
       "stablehlo.complex",
       "stablehlo.convert",
       "stablehlo.cosine",
       "stablehlo.count_leading_zeros",
       "stablehlo.create_token",
       "stablehlo.divide",
       "stablehlo.dynamic_pad",
       "stablehlo.dynamic_reshape",
       "stablehlo.dynamic_update_slice",
       "stablehlo.exponential",
       "stablehlo.exponential_minus_one",
       "stablehlo.floor",
       "stablehlo.imag",
       "stablehlo.is_finite",
       "stablehlo.log",
       "stablehlo.log_plus_one",
       "stablehlo.logistic",
       "stablehlo.maximum",
       "stablehlo.minimum",
       "stablehlo.multiply",
       "stablehlo.negate",
       "stablehlo.not",
       "stablehlo.or",
       "stablehlo.partition_id",
       "stablehlo.popcnt",
       "stablehlo.power",
       "stablehlo.real",
       "stablehlo.real_dynamic_slice",
       "stablehlo.remainder",
       "stablehlo.replica_id",
       "stablehlo.reshape",
       "stablehlo.round_nearest_afz",
       "stablehlo.round_nearest_even",
       "stablehlo.rsqrt",
       "stablehlo.shift_left",
       "stablehlo.shift_right_arithmetic",
       "stablehlo.shift_right_logical",
       "stablehlo.sign",
       "stablehlo.sine",
       "stablehlo.sqrt",
       "stablehlo.subtract",
       "stablehlo.tan",
       "stablehlo.tanh",
       "stablehlo.trace",
       "stablehlo.tuple",
       "stablehlo.uniform_dequantize",
       "stablehlo.uniform_quantize",
       "stablehlo.xor"},
      {Form::kItems});
  add({"chlo._asin_acos_kernel",
       "chlo.acos",
       "chlo.acosh",
       "chlo.asin",
       "chlo.asinh",
       "chlo.atan",
       "chlo.atanh",
       "chlo.bessel_i1e",
       "chlo.broadcast_add",
       "chlo.broadcast_and",
       "chlo.broadcast_atan2",
       "chlo.broadcast_compare",
       "chlo.broadcast_complex",
       "chlo.broadcast_divide",
       "chlo.broadcast_maximum",
       "chlo.broadcast_minimum",
       "chlo.broadcast_multiply",
       "chlo.broadcast_next_after",
       "chlo.broadcast_or",
       "chlo.broadcast_polygamma",
       "chlo.broadcast_power",
       "chlo.broadcast_remainder",
       "chlo.broadcast_select",
       "chlo.broadcast_shift_left",
       "chlo.broadcast_shift_right_arithmetic",
       "chlo.broadcast_shift_right_logical",
       "chlo.broadcast_subtract",
       "chlo.broadcast_xor",
       "chlo.broadcast_zeta",
       "chlo.conj",
       "chlo.cosh",
       "chlo.digamma",
       "chlo.erf",
       "chlo.erf_inv",
       "chlo.erfc",
       "chlo.is_inf",
       "chlo.is_neg_inf",
       "chlo.is_pos_inf",
       "chlo.lgamma",
       "chlo.mulhi",
       "chlo.next_after",
       "chlo.polygamma",
       "chlo.sinh",
       "chlo.square",
       "chlo.tan",
       "chlo.zeta"},
      {Form::kItems});
  // With attributes between or behind them.
  add({"stablehlo.broadcast_in_dim", "stablehlo.dynamic_broadcast_in_dim"},
      {Form::kItems, {{"dims", "broadcast_dimensions", kInts}}});
  add({"stablehlo.transpose"}, {Form::kItems, {{"dims", "permutation", kInts}}});
  add({"stablehlo.reverse"}, {Form::kItems, {{"dims", "dimensions", kInts}}});
  add({"stablehlo.broadcast"}, {Form::kItems, {{"sizes", "broadcast_sizes", kInts}}});
  add({"stablehlo.concatenate", "stablehlo.get_dimension_size", "stablehlo.set_dimension_size"},
      {Form::kItems, {{"dim", "dimension", kInteger}}});
  add({"stablehlo.iota", "stablehlo.dynamic_iota"}, {Form::kItems, {{"dim", "iota_dimension", kInteger}}});
  add({"stablehlo.dynamic_slice"}, {Form::kItems, {{"sizes", "slice_sizes", kInts}}});
  add({"stablehlo.pad"}, {Form::kItems,
                          {{"low", "edge_padding_low", kInts},
                           {"high", "edge_padding_high", kInts},
                           {"interior", "interior_padding", kInts}}});
  add({"stablehlo.dot"}, {Form::kItems, {{"precision", "precision_config", kKeywords}}});
  add({"stablehlo.fft"}, {Form::kItems, {{"type", "fft_type", kKeyword}, {"length", "fft_length", kInts}}});
  add({"stablehlo.cholesky"}, {Form::kItems, {{"lower", "lower", kBool}}});
  add({"stablehlo.rng"}, {Form::kItems, {{"distribution", "rng_distribution", kKeyword}}});
  add({"stablehlo.rng_bit_generator"}, {Form::kItems, {{"algorithm", "rng_algorithm", kKeyword}}});
  add({"chlo.top_k"}, {Form::kItems, {{"k", "k", kInteger}, {"is_stable", "is_stable", kBool}}});
  add({"stablehlo.optimization_barrier"}, {Form::kEach});
  add({"stablehlo.select"}, {Form::kSelect});
  add({"stablehlo.compare"}, {Form::kCompare});
  add({"stablehlo.slice"}, {Form::kSlice});
  add({"chlo.constant", "sdy.constant", "stablehlo.constant"}, {Form::kConstant});
  add({"stablehlo.dot_general"}, {Form::kDotGeneral});
  add({"stablehlo.convolution"}, {Form::kConvolution});
  add({"stablehlo.reduce"}, {Form::kReduce});
  add({"stablehlo.while"}, {Form::kWhile});
  add({"chlo.scan"}, {Form::kScan});
  add({"stablehlo.reduce_precision"}, {Form::kReducePrecision});
  add({"stablehlo.get_tuple_element"}, {Form::kTupleElement});
  add({"stablehlo.custom_call"}, {Form::kCustomCall});
  add({"stablehlo.composite"}, {Form::kComposite});
  add({"func.call"}, {Form::kCall});
  add({"func.return", "stablehlo.return", "sdy.return"}, {Form::kReturn});
  // Shardy.
  add({"sdy.sharding_constraint", "sdy.reshard"}, {Form::kSharding});
  add({"sdy.manual_computation"}, {Form::kManual});
  add({"sdy.sharding_group"}, {Form::kSwitch, {{"group_id", "group_id", kInteger}}, false});
  add({"sdy.propagation_barrier"}, {Form::kSwitch, {{"allowed_direction", "allowed_direction", kKeyword}}});
  // Checks.
  add({"check.expect_almost_eq_const", "check.expect_eq_const"},
      {Form::kExpectConstant, {{"tolerance", "tolerance", kNumber}}, false});
  add({"check.expect_almost_eq", "check.expect_close", "check.expect_eq"},
      {Form::kExpect,
       {{"tolerance", "tolerance", kNumber},
        {"max_ulp_difference", "max_ulp_difference", kUnsigned},
        {"min_ulp_difference", "min_ulp_difference", kUnsigned}},
       false});
  add({"sdy.data_flow_edge", "sdy.func_data_flow_edge"}, {Form::kResharded, {{"", "sharding", kKeyword}}});
  add({"sdy.collective_permute"}, {Form::kResharded, {{"", "out_sharding", kKeyword}}});
  // The axes are of a kind of attribute, by which the generic form names them.
  const auto along = [&](const char* name, const char* kind, const char* axes) {
    add({name}, {Form::kResharded, {{"", "out_sharding", kKeyword}, {kind, axes, kKeyword}}});
  };
  along("sdy.all_gather", "list_of_axis_ref_lists", "gathering_axes");
  along("sdy.all_slice", "list_of_axis_ref_lists", "slicing_axes");
  along("sdy.all_to_all", "all_to_all_param_list", "params");
  along("sdy.all_reduce", "axis_ref_list", "reduction_axes");
  along("sdy.reduce_scatter", "list_of_axis_ref_lists", "reduce_scatter_axes");
  along("sdy.sharded_to_unreduced", "list_of_axis_ref_lists", "axes");
  along("sdy.replicated_to_unreduced", "axis_ref_list", "axes");
  add({"sdy.named_computation"}, {Form::kNamed});
  // In the generic form only.
  add({"chlo.ragged_dot",
       "stablehlo.all_gather",
       "stablehlo.all_reduce",
       "stablehlo.all_to_all",
       "stablehlo.async_done",
       "stablehlo.async_start",
       "stablehlo.batch_norm_grad",
       "stablehlo.batch_norm_inference",
       "stablehlo.batch_norm_training",
       "stablehlo.case",
       "stablehlo.collective_broadcast",
       "stablehlo.collective_permute",
       "stablehlo.dynamic_conv",
       "stablehlo.dynamic_gather",
       "stablehlo.einsum",
       "stablehlo.gather",
       "stablehlo.if",
       "stablehlo.infeed",
       "stablehlo.map",
       "stablehlo.outfeed",
       "stablehlo.recv",
       "stablehlo.reduce_scatter",
       "stablehlo.reduce_window",
       "stablehlo.scatter",
       "stablehlo.select_and_scatter",
       "stablehlo.send",
       "stablehlo.sort",
       "stablehlo.torch_index_select",
       "stablehlo.triangular_solve",
       "stablehlo.unary_einsum"},
      {Form::kGeneric});
  return table;
}

}  // namespace

const OperationForm* formOf(std::string_view name) {
  static const Table* const table = new Table(makeTable());
  const auto found = table->find(toAbsl(name));
  return found == table->end() ? nullptr : &found->second;
}

}  // namespace partita::ir
