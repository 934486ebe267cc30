#include "frontends/module/structures.h"

#include <initializer_list>

namespace partita::ir {
namespace {

// Fields that are called alike in both places.
std::vector<StructureField> same(std::initializer_list<std::string_view> names) {
  std::vector<StructureField> fields;
  for (const std::string_view name : names) fields.push_back({name, name});
  return fields;
}

}  // namespace

const std::vector<Structure>& structures() {
  static const auto* const table = new std::vector<Structure>{
      {"gather",
       "dimension_numbers",
       {"stablehlo.gather", "stablehlo.dynamic_gather"},
       same({"offset_dims", "collapsed_slice_dims", "operand_batching_dims", "start_indices_batching_dims",
             "start_index_map", "index_vector_dim"})},
      {"scatter",
       "scatter_dimension_numbers",
       {"stablehlo.scatter"},
       same({"update_window_dims", "inserted_window_dims", "input_batching_dims", "scatter_indices_batching_dims",
             "scatter_dims_to_operand_dims", "index_vector_dim"})},
      {"dot",
       "dot_dimension_numbers",
       {"stablehlo.dot_general"},
       same({"lhs_batching_dimensions", "rhs_batching_dimensions", "lhs_contracting_dimensions",
             "rhs_contracting_dimensions"})},
      {"ragged_dot",
       "ragged_dot_dimension_numbers",
       {"chlo.ragged_dot"},
       same({"lhs_batching_dimensions", "rhs_batching_dimensions", "lhs_contracting_dimensions",
             "rhs_contracting_dimensions", "lhs_ragged_dimensions", "rhs_group_dimensions"}),
       "#chlo."},
      {"dot_algorithm",
       "algorithm",
       {},
       same({"lhs_precision_type", "rhs_precision_type", "accumulation_type", "lhs_component_count",
             "rhs_component_count", "num_primitive_operations", "allow_imprecise_accumulation"})},
      {"conv",
       "dimension_numbers",
       {"stablehlo.convolution", "stablehlo.dynamic_conv"},
       same({"input_batch_dimension", "input_feature_dimension", "input_spatial_dimensions",
             "kernel_input_feature_dimension", "kernel_output_feature_dimension", "kernel_spatial_dimensions",
             "output_batch_dimension", "output_feature_dimension", "output_spatial_dimensions"})},
      {"channel_handle", "channel_handle", {}, {{"channel_id", "handle"}, {"channel_type", "type"}}},
  };
  return *table;
}

}  // namespace partita::ir
