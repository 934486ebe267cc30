#pragma once
// Attributes of nodes, arguments and results: a small sorted dictionary of names to values.
//
// Canonical names (what passes read; the parser and printer map them to StableHLO's text):
//   constant            value (Literal)
//   compare             direction EQ NE GE GT LE LT (keyword), compare_type FLOAT SIGNED UNSIGNED TOTALORDER (keyword,
//   optional) broadcast_in_dim, transpose, reverse, reduce     dims (ints)          concatenate, iota    dim (int)
//   slice               start, limit, strides (ints)                      dynamic_slice        sizes (ints)
//   pad                 low, high, interior (ints)
//   dot_general         lhs_batch, rhs_batch, lhs_contract, rhs_contract (ints), precision (keyword, e.g. "DEFAULT,
//   DEFAULT"), algorithm (text) convolution         window_strides, padding (ints, low/high pairs), lhs_dilation,
//   rhs_dilation, window_reversal (ints 0/1), input_batch_dimension,
//                       input_feature_dimension, input_spatial_dimensions, kernel_input_feature_dimension,
//                       kernel_output_feature_dimension, kernel_spatial_dimensions, output_batch_dimension,
//                       output_feature_dimension, output_spatial_dimensions, feature_group_count, batch_group_count
//   gather              offset_dims, collapsed_slice_dims, operand_batching_dims, start_indices_batching_dims,
//   start_index_map (ints),
//                       index_vector_dim (int), slice_sizes (ints), indices_are_sorted (bool)
//   scatter             update_window_dims, inserted_window_dims, input_batching_dims, scatter_indices_batching_dims,
//                       scatter_dims_to_operand_dims (ints), index_vector_dim (int), indices_are_sorted, unique_indices
//                       (bool)
//   reduce_window       window_dimensions, window_strides, base_dilations, window_dilations (ints), padding (ints,
//   low/high pairs) sort                dimension (int), is_stable (bool)                 reduce_precision
//   exponent_bits, mantissa_bits (int) all collectives     replica_groups (Literal i64 [groups, size], padded with -1;
//   see replicaGroups()), channel_id (int), channel_type (int),
//                       use_global_device_ids (bool)
//   all_gather          all_gather_dim (int), shard_sizes (ints, optional: uneven shards in group order)
//   reduce_scatter      scatter_dimension (int), shard_sizes (ints, optional)
//   all_to_all          split_dimension, concat_dimension, split_count (int), split_sizes, concat_sizes (ints,
//   optional: uneven, in group order) collective_permute  source_target_pairs (Literal i64 [n, 2]) custom_call
//   call_target_name (string), has_side_effect (bool), the rest as written sdy.sharding_constraint, sdy.reshard
//   sharding (one Sharding);  sdy.manual_computation   in_shardings, out_shardings, manual_axes (text)
// A keyword is a bare word in text (LT); a string is quoted. Attributes that we do not interpret are kept as text and
// printed as they came.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "graph/literal.h"
#include "graph/sharding.h"

namespace partita {

struct UnitAttr {
  friend bool operator==(UnitAttr, UnitAttr) = default;
};
struct KeywordAttr {  // LT, THREE_FRY, "DEFAULT, DEFAULT"
  std::string word;
  friend bool operator==(const KeywordAttr&, const KeywordAttr&) = default;
};
struct TextAttr {  // raw MLIR text of an attribute we keep but do not interpret
  std::string text;
  friend bool operator==(const TextAttr&, const TextAttr&) = default;
};
using IntsAttr = std::vector<int64_t>;
using ShardingsAttr = std::vector<Sharding>;

using Attr = std::variant<UnitAttr, bool, int64_t, double, std::string, KeywordAttr, IntsAttr, Literal, TensorType,
                          ShardingsAttr, TextAttr>;

class AttrDict {
 public:
  using Entry = std::pair<std::string, Attr>;

  void set(std::string_view name, Attr value);
  void erase(std::string_view name);
  const Attr* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  // Typed access. The get* forms CHECK that the attribute is there with that type: the verifier has made sure of it.
  int64_t getInt(std::string_view name) const;
  int64_t getInt(std::string_view name, int64_t fallback) const;
  bool getBool(std::string_view name, bool fallback = false) const;
  absl::Span<const int64_t> getInts(std::string_view name) const;  // empty when absent
  const std::string& getKeyword(std::string_view name) const;
  const std::string& getString(std::string_view name) const;
  const Literal& getLiteral(std::string_view name) const;
  const ShardingsAttr& getShardings(std::string_view name) const;

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  friend bool operator==(const AttrDict&, const AttrDict&) = default;

 private:
  std::vector<Entry> entries_;  // sorted by name
};

}  // namespace partita
