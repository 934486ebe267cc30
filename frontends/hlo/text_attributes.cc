// HLO text: the attributes of instructions.
#include "frontends/hlo/text_reader.h"

#include "absl/strings/ascii.h"
#include "frontends/hlo/device_list.h"

namespace partita::hlo {
namespace {

enum class Kind : uint8_t {
  kInts,  // {1, 2}
  kInt,
  kBool,
  kFloat,
  kString,   // "text"
  kKeyword,  // LT
  kRaw,      // {anything}, or a string
  kCall,     // %computation
  kCalls,    // {%a, %b}
};
struct Known {
  std::string_view text, name;
  Kind kind;
};
// How text calls what is a value by itself, and how a module does.
constexpr Known kKnown[] = {
    {"dimensions", "dimensions", Kind::kInts},
    {"index", "index", Kind::kInt},
    {"iota_dimension", "iota_dimension", Kind::kInt},
    {"lhs_contracting_dims", "lhs_contracting_dimensions", Kind::kInts},
    {"rhs_contracting_dims", "rhs_contracting_dimensions", Kind::kInts},
    {"lhs_batch_dims", "lhs_batching_dimensions", Kind::kInts},
    {"rhs_batch_dims", "rhs_batching_dimensions", Kind::kInts},
    {"feature_group_count", "feature_group_count", Kind::kInt},
    {"batch_group_count", "batch_group_count", Kind::kInt},
    {"offset_dims", "offset_dims", Kind::kInts},
    {"collapsed_slice_dims", "collapsed_slice_dims", Kind::kInts},
    {"start_index_map", "start_index_map", Kind::kInts},
    {"index_vector_dim", "index_vector_dim", Kind::kInt},
    {"operand_batching_dims", "operand_batching_dims", Kind::kInts},
    {"start_indices_batching_dims", "start_indices_batching_dims", Kind::kInts},
    {"slice_sizes", "slice_sizes", Kind::kInts},
    {"dynamic_slice_sizes", "slice_sizes", Kind::kInts},
    {"update_window_dims", "update_window_dims", Kind::kInts},
    {"inserted_window_dims", "inserted_window_dims", Kind::kInts},
    {"scatter_dims_to_operand_dims", "scatter_dims_to_operand_dims", Kind::kInts},
    {"input_batching_dims", "input_batching_dims", Kind::kInts},
    {"scatter_indices_batching_dims", "scatter_indices_batching_dims", Kind::kInts},
    {"indices_are_sorted", "indices_are_sorted", Kind::kBool},
    {"unique_indices", "unique_indices", Kind::kBool},
    {"direction", "comparison_direction", Kind::kKeyword},
    {"type", "compare_type", Kind::kKeyword},
    {"fft_type", "fft_type", Kind::kKeyword},
    {"fft_length", "fft_length", Kind::kInts},
    {"epsilon", "epsilon", Kind::kFloat},
    {"feature_index", "feature_index", Kind::kInt},
    {"exponent_bits", "exponent_bits", Kind::kInt},
    {"mantissa_bits", "mantissa_bits", Kind::kInt},
    {"lower", "lower", Kind::kBool},
    {"left_side", "left_side", Kind::kBool},
    {"unit_diagonal", "unit_diagonal", Kind::kBool},
    {"transpose_a", "transpose_a", Kind::kKeyword},
    {"is_stable", "is_stable", Kind::kBool},
    {"distribution", "rng_distribution", Kind::kKeyword},
    {"channel_id", "channel_id", Kind::kInt},
    {"use_global_device_ids", "use_global_device_ids", Kind::kBool},
    {"split_dimension", "split_dimension", Kind::kInt},
    {"is_host_transfer", "is_host_transfer", Kind::kBool},
    {"infeed_config", "infeed_config", Kind::kString},
    {"outfeed_config", "outfeed_config", Kind::kString},
    {"custom_call_target", "call_target_name", Kind::kString},
    {"custom_call_has_side_effect", "has_side_effect", Kind::kBool},
    {"api_version", "api_version", Kind::kKeyword},
    {"backend_config", "backend_config", Kind::kRaw},
    {"sharding", "mhlo.sharding", Kind::kRaw},
    {"k", "k", Kind::kInt},
    {"largest", "largest", Kind::kBool},
    {"is_composite", "is_composite", Kind::kBool},
    {"to_apply", "", Kind::kCall},
    {"calls", "", Kind::kCalls},
    {"called_computations", "", Kind::kCalls},
    {"branch_computations", "", Kind::kCalls},
    {"body", "", Kind::kCall},
    {"condition", "", Kind::kCall},
    {"select", "", Kind::kCall},
    {"scatter", "", Kind::kCall},
};

const Known* known(std::string_view text) {
  for (const Known& entry : kKnown)
    if (entry.text == text) return &entry;
  return nullptr;
}

// Upper case, without the prefix of RNG_UNIFORM.
std::string keyword(std::string_view word) {
  std::string out = absl::AsciiStrToUpper({word.data(), word.size()});
  return out.starts_with("RNG_") ? out.substr(4) : out;
}

}  // namespace

Status HloTextReader::add(Instruction& instruction, std::string_view name, ir::Attribute value, size_t offset) {
  if (instruction.attributes.add(std::string(name), std::move(value), placeOf(offset))) return {};
  return failAt(offset, "expected each attribute once, found '", name, "' again");
}

Status HloTextReader::parseAttribute(Instruction& instruction, Pending& pending) {
  (void)peek();
  const size_t begin = offset();
  ASSIGN_OR_RETURN(const std::string_view key, expectWord("an attribute"));
  RETURN_IF_ERROR(expect("=", strCat("after '", key, "'")));
  if (key == "slice") return parseSlice(instruction);
  if (key == "padding") return parsePadding(instruction);
  if (key == "window") return parseWindow(instruction);
  if (key == "dim_labels") return parseDimLabels(instruction);
  if (key == "replica_groups") return parseReplicaGroups(instruction);
  if (key == "metadata") return parseMetadata(instruction);
  if (key == "algorithm") {
    ASSIGN_OR_RETURN(pending.algorithm, expectWord("an algorithm"));
    return {};
  }
  if (key == "true_computation" || key == "false_computation") {
    ASSIGN_OR_RETURN(const uint32_t branch, parseComputationName());
    pending.branches.resize(2, branch);
    pending.branches[key == "true_computation" ? 0 : 1] = branch;
    return {};
  }
  if (key == "frontend_attributes") {
    ASSIGN_OR_RETURN(ir::Attributes attributes, parseFrontendAttributes());
    return add(instruction, "mhlo.frontend_attributes", ir::Attribute{std::move(attributes)}, begin);
  }
  if (key == "operand_precision") {
    ir::Array words;
    RETURN_IF_ERROR(expect("{", "before the precisions"));
    do {
      ASSIGN_OR_RETURN(const std::string_view word, expectWord("a precision"));
      words.push_back(ir::Attribute{ir::Keyword{keyword(word)}});
    } while (accept(","));
    RETURN_IF_ERROR(expect("}", "after the precisions"));
    return add(instruction, "precision_config", ir::Attribute{std::move(words)}, begin);
  }
  if (key == "source_target_pairs") {
    std::vector<int64_t> pairs;
    RETURN_IF_ERROR(expect("{", "before the pairs"));
    if (!accept("}")) {
      do {
        const size_t at = offset();
        ASSIGN_OR_RETURN(const std::vector<int64_t> pair, integers());
        if (pair.size() != 2) return failAt(at, "expected a source and a target, found ", pair.size(), " numbers");
        pairs.insert(pairs.end(), pair.begin(), pair.end());
      } while (accept(","));
      RETURN_IF_ERROR(expect("}", "or ',' after a pair"));
    }
    return add(instruction, key, matrixAttribute(pairs, 2), begin);
  }
  const Known* entry = known(key);
  if (entry == nullptr) return skipValue();
  switch (entry->kind) {
    case Kind::kInts: {
      ASSIGN_OR_RETURN(std::vector<int64_t> values, integers());
      return add(instruction, entry->name, intsAttribute(std::move(values)), begin);
    }
    case Kind::kInt: {
      ASSIGN_OR_RETURN(const int64_t value, integer(key));
      return add(instruction, entry->name, integerAttribute(value), begin);
    }
    case Kind::kBool: {
      ASSIGN_OR_RETURN(const bool value, boolean());
      return add(instruction, entry->name, ir::Attribute{value}, begin);
    }
    case Kind::kFloat: {
      ASSIGN_OR_RETURN(const double value, number());
      return add(instruction, entry->name, ir::Attribute{ir::Float{value, ir::elementType(DType::kF32)}}, begin);
    }
    case Kind::kString: {
      ASSIGN_OR_RETURN(std::string value, string(key));
      return add(instruction, entry->name, ir::Attribute{std::move(value)}, begin);
    }
    case Kind::kKeyword: {
      ASSIGN_OR_RETURN(const std::string_view word, expectWord(key));
      return add(instruction, entry->name, ir::Attribute{ir::Keyword{keyword(word)}}, begin);
    }
    case Kind::kRaw: {
      std::string value;
      if (peek() == '"') {
        ASSIGN_OR_RETURN(value, string(key));
      } else {
        ASSIGN_OR_RETURN(const std::string_view written, bracketed());
        value = written;
      }
      return add(instruction, entry->name, ir::Attribute{std::move(value)}, begin);
    }
    case Kind::kCall: {
      ASSIGN_OR_RETURN(const uint32_t computation, parseComputationName());
      // In one order, whatever the text's.
      const bool first = key == "body" || key == "select";
      instruction.called.insert(first ? instruction.called.begin() : instruction.called.end(), computation);
      return {};
    }
    case Kind::kCalls: {
      const bool braces = accept("{");
      if (braces && accept("}")) return {};
      do {
        ASSIGN_OR_RETURN(const uint32_t computation, parseComputationName());
        instruction.called.push_back(computation);
      } while (braces && accept(","));
      return braces ? expect("}", "or ',' after a computation") : Status();
    }
  }
  return {};
}

// {[0:2], [1:8:3]}
Status HloTextReader::parseSlice(Instruction& instruction) {
  const size_t begin = offset();
  std::vector<int64_t> starts, limits, strides;
  RETURN_IF_ERROR(expect("{", "before the ranges"));
  if (!accept("}")) {
    do {
      RETURN_IF_ERROR(expect("[", "before a range"));
      ASSIGN_OR_RETURN(starts.emplace_back(), integer("the begin of a range"));
      RETURN_IF_ERROR(expect(":", "after the begin of a range"));
      ASSIGN_OR_RETURN(limits.emplace_back(), integer("the end of a range"));
      strides.push_back(1);
      if (accept(":")) {
        ASSIGN_OR_RETURN(strides.back(), integer("the stride of a range"));
      }
      RETURN_IF_ERROR(expect("]", "after a range"));
    } while (accept(","));
    RETURN_IF_ERROR(expect("}", "or ',' after a range"));
  }
  RETURN_IF_ERROR(add(instruction, "start_indices", intsAttribute(std::move(starts)), begin));
  RETURN_IF_ERROR(add(instruction, "limit_indices", intsAttribute(std::move(limits)), begin));
  return add(instruction, "strides", intsAttribute(std::move(strides)), begin);
}

StatusOr<std::vector<std::vector<int64_t>>> HloTextReader::parseParts(std::string_view what) {
  std::vector<std::vector<int64_t>> out;
  do {
    std::vector<int64_t>& part = out.emplace_back();
    do {
      ASSIGN_OR_RETURN(part.emplace_back(), integer(what));
    } while (here() == '_' && accept("_"));
  } while (here() == 'x' && accept("x"));
  return out;
}

// 0_1_0x2_3: low, high, interior
Status HloTextReader::parsePadding(Instruction& instruction) {
  const size_t begin = offset();
  ASSIGN_OR_RETURN(const auto parts, parseParts("the padding"));
  std::vector<int64_t> low, high, interior;
  for (const std::vector<int64_t>& part : parts) {
    if (part.size() != 2 && part.size() != 3)
      return failAt(begin, "expected low_high or low_high_interior for each dimension, found ", part.size(),
                    " numbers");
    low.push_back(part[0]);
    high.push_back(part[1]);
    interior.push_back(part.size() == 3 ? part[2] : 0);
  }
  RETURN_IF_ERROR(add(instruction, "edge_padding_low", intsAttribute(std::move(low)), begin));
  RETURN_IF_ERROR(add(instruction, "edge_padding_high", intsAttribute(std::move(high)), begin));
  return add(instruction, "interior_padding", intsAttribute(std::move(interior)), begin);
}

// {size=3x3 stride=2x2 pad=1_1x0_0 lhs_dilate=1x2 rhs_dilate=1x1 rhs_reversal=1x0}
Status HloTextReader::parseWindow(Instruction& instruction) {
  RETURN_IF_ERROR(expect("{", "before the window"));
  while (!accept("}")) {
    (void)peek();
    const size_t begin = offset();
    ASSIGN_OR_RETURN(const std::string_view key, expectWord("a field of the window"));
    RETURN_IF_ERROR(expect("=", strCat("after '", key, "'")));
    ASSIGN_OR_RETURN(const auto parts, parseParts(key));
    if (instruction.window.empty()) instruction.window.resize(parts.size());
    if (instruction.window.size() != parts.size())
      return failAt(begin, "expected ", instruction.window.size(), " dimensions of the window, found ", parts.size());
    for (size_t i = 0; i < parts.size(); ++i) {
      WindowDim& dim = instruction.window[i];
      const int64_t value = parts[i][0];
      if (parts[i].size() != (key == "pad" ? 2u : 1u))
        return failAt(begin, "expected ", key == "pad" ? "low_high" : "a number", " for each dimension of ", key);
      if (key == "size") {
        dim.size = value;
      } else if (key == "stride") {
        dim.stride = value;
      } else if (key == "pad") {
        dim.low = value;
        dim.high = parts[i][1];
      } else if (key == "lhs_dilate") {
        dim.baseDilation = value;
      } else if (key == "rhs_dilate") {
        dim.windowDilation = value;
      } else if (key == "rhs_reversal") {
        dim.reversed = value != 0;
      } else {
        return failAt(begin, "expected size, stride, pad, lhs_dilate, rhs_dilate or rhs_reversal of the window, found ",
                      key);
      }
    }
  }
  return {};
}

// b01f_01io->b01f
Status HloTextReader::parseDimLabels(Instruction& instruction) {
  (void)peek();
  const size_t begin = offset();
  const std::string_view first = word();
  RETURN_IF_ERROR(expect("->", "before the dimensions of the result"));
  const std::string_view result = word();
  const size_t middle = first.find('_');
  struct Side {
    std::string_view labels, batch, feature, prefix, batchName, featureName;
  };
  const Side sides[] = {
      {first.substr(0, middle), "b", "f", "input", "batch_dimension", "feature_dimension"},
      {middle == std::string_view::npos ? "" : first.substr(middle + 1), "o", "i", "kernel", "output_feature_dimension",
       "input_feature_dimension"},
      {result, "b", "f", "output", "batch_dimension", "feature_dimension"},
  };
  for (const Side& side : sides) {
    const size_t batch = side.labels.find(side.batch), feature = side.labels.find(side.feature);
    std::vector<int64_t> spatial;
    if (batch != std::string_view::npos && feature != std::string_view::npos) {
      for (size_t i = 0; i + 2 < side.labels.size(); ++i) {
        const size_t at = i < 10 ? side.labels.find(static_cast<char>('0' + i)) : std::string_view::npos;
        if (at == std::string_view::npos) break;
        spatial.push_back(static_cast<int64_t>(at));
      }
    }
    if (side.labels.size() < 2 || spatial.size() != side.labels.size() - 2)
      return failAt(begin, "expected dim_labels like b01f_01io->b01f, found '", first, "->", result, "'");
    const std::string prefix = strCat(side.prefix, "_");
    RETURN_IF_ERROR(
        add(instruction, strCat(prefix, side.batchName), integerAttribute(static_cast<int64_t>(batch)), begin));
    RETURN_IF_ERROR(
        add(instruction, strCat(prefix, side.featureName), integerAttribute(static_cast<int64_t>(feature)), begin));
    RETURN_IF_ERROR(add(instruction, strCat(prefix, "spatial_dimensions"), intsAttribute(std::move(spatial)), begin));
  }
  return {};
}

// {{0,1},{2,3}}, [2,4]<=[8], mesh['a'=2,'b'=2] {'b'}
Status HloTextReader::parseReplicaGroups(Instruction& instruction) {
  const char first = peek();
  const size_t begin = offset();
  if (first == '[' || first == 'm') {
    StatusOr<std::vector<std::vector<int64_t>>> groups = parseDeviceGroups(*this);
    RETURN_IF_ERROR(groups.status());
    return addGroups(instruction, *groups, begin);
  }
  std::vector<std::vector<int64_t>> groups;
  RETURN_IF_ERROR(expect("{", "before the groups"));
  if (!accept("}")) {
    if (peek() != '{') {  // {0,1}: one group
      do {
        if (groups.empty()) groups.emplace_back();
        ASSIGN_OR_RETURN(groups[0].emplace_back(), integer("a device"));
      } while (accept(","));
    } else {
      do {
        ASSIGN_OR_RETURN(groups.emplace_back(), integers());
      } while (accept(","));
    }
    RETURN_IF_ERROR(expect("}", "or ',' after a group"));
  }
  return addGroups(instruction, groups, begin);
}

Status HloTextReader::addGroups(Instruction& instruction, const std::vector<std::vector<int64_t>>& groups,
                                size_t offset) {
  size_t columns = 0;
  for (const auto& group : groups) columns = std::max(columns, group.size());
  const size_t devices = columns * groups.size();
  module_.devices += devices;
  if (devices > kMaxListedDevices || module_.devices > kMaxAllDevices)
    return failAt(offset, "expected at most ", kMaxListedDevices, " devices in the groups and ", kMaxAllDevices,
                  " in those of all instructions, found more");
  return add(instruction, "replica_groups", groupsAttribute(groups), offset);
}

Status HloTextReader::parseMetadata(Instruction& instruction) {
  RETURN_IF_ERROR(expect("{", "before the metadata"));
  int64_t frame = 0;
  while (!accept("}")) {
    ASSIGN_OR_RETURN(const std::string_view key, expectWord("a key of the metadata"));
    RETURN_IF_ERROR(expect("=", strCat("after '", key, "'")));
    if (key == "op_name") {
      ASSIGN_OR_RETURN(instruction.location.stack, string(key));
    } else if (key == "source_file") {
      ASSIGN_OR_RETURN(instruction.location.file, string(key));
    } else if (key == "source_line" || key == "source_column" || key == "stack_frame_id") {
      ASSIGN_OR_RETURN(const int64_t value, integer(key));
      if (key == "source_line") instruction.location.line = static_cast<int>(value);
      if (key == "source_column") instruction.location.column = static_cast<int>(value);
      if (key == "stack_frame_id") frame = value;
    } else {
      RETURN_IF_ERROR(skipValue());
    }
    (void)accept(",");
  }
  if (const auto at = frames_.find(frame); at != frames_.end() && instruction.location.file.empty()) {
    const auto position = filePositions_.find(at->second);
    if (position != filePositions_.end()) {
      if (const auto name = fileNames_.find(position->second.name); name != fileNames_.end())
        instruction.location.file = name->second;
      instruction.location.line = static_cast<int>(position->second.line);
      instruction.location.column = static_cast<int>(position->second.column);
    }
  }
  ir::clipLocation(instruction.location);
  return {};
}

// {a="text",b={c = #sdy.mesh<…>}}
StatusOr<ir::Attributes> HloTextReader::parseFrontendAttributes() {
  ir::Attributes out;
  RETURN_IF_ERROR(expect("{", "before the attributes"));
  if (accept("}")) return out;
  do {
    ASSIGN_OR_RETURN(const std::string_view key, expectWord("the name of an attribute"));
    RETURN_IF_ERROR(expect("=", strCat("after '", key, "'")));
    std::string value;
    if (peek() == '"') {
      ASSIGN_OR_RETURN(value, string(key));
    } else if (peek() == '{' || peek() == '[') {
      ASSIGN_OR_RETURN(const std::string_view written, bracketed());
      value = written;
    } else {
      const size_t begin = offset();
      RETURN_IF_ERROR(skipValue());
      value = textFrom(begin);
    }
    out.add(std::string(key), ir::Attribute{std::move(value)});
  } while (accept(","));
  RETURN_IF_ERROR(expect("}", "or ',' after an attribute"));
  return out;
}

}  // namespace partita::hlo
