// HloInstructionProto: fields that are attributes by themselves.
#include "frontends/hlo/proto_reader.h"

namespace partita::hlo {

enum class FieldKind : uint8_t { kInt, kBool, kFloat, kString, kKeyword, kInts, kEnum, kMessage };

struct KnownField {
  uint32_t field;
  std::string_view name;
  FieldKind kind;
  const KnownField* fields = nullptr;       // kMessage: up to one of number 0
  const std::string_view* words = nullptr;  // kEnum: up to an empty one
};

namespace {

constexpr size_t kMaxPrecisions = 1024;

constexpr std::string_view kFftTypes[] = {"FFT", "IFFT", "RFFT", "IRFFT", ""};
constexpr std::string_view kDistributions[] = {"INVALID", "UNIFORM", "NORMAL", ""};
constexpr std::string_view kRandomAlgorithms[] = {"DEFAULT", "THREE_FRY", "PHILOX", ""};
constexpr std::string_view kTransposes[] = {"TRANSPOSE_INVALID", "NO_TRANSPOSE", "TRANSPOSE", "ADJOINT", ""};
constexpr std::string_view kPrecisions[] = {"DEFAULT", "HIGH", "HIGHEST", ""};
constexpr std::string_view kApiVersions[] = {"API_VERSION_UNSPECIFIED",      "API_VERSION_ORIGINAL",
                                             "API_VERSION_STATUS_RETURNING", "API_VERSION_STATUS_RETURNING_UNIFIED",
                                             "API_VERSION_TYPED_FFI",        ""};
constexpr std::string_view kAlgorithms[] = {"UNSET",
                                            "DOT_ANY_F8_ANY_F8_F32",
                                            "DOT_ANY_F8_ANY_F8_F32_FAST_ACCUM",
                                            "DOT_F16_F16_F16",
                                            "DOT_F16_F16_F32",
                                            "DOT_BF16_BF16_BF16",
                                            "DOT_BF16_BF16_F32",
                                            "DOT_BF16_BF16_F32_X3",
                                            "DOT_BF16_BF16_F32_X6",
                                            "DOT_TF32_TF32_F32",
                                            "DOT_TF32_TF32_F32_X3",
                                            "DOT_F32_F32_F32",
                                            "DOT_F64_F64_F64",
                                            "DOT_BF16_BF16_F32_X9",
                                            ""};

constexpr KnownField kGather[] = {{1, "offset_dims", FieldKind::kInts},
                                  {2, "collapsed_slice_dims", FieldKind::kInts},
                                  {3, "start_index_map", FieldKind::kInts},
                                  {4, "index_vector_dim", FieldKind::kInt},
                                  {5, "operand_batching_dims", FieldKind::kInts},
                                  {6, "start_indices_batching_dims", FieldKind::kInts},
                                  {0, "", FieldKind::kInt}};
constexpr KnownField kScatter[] = {{1, "update_window_dims", FieldKind::kInts},
                                   {2, "inserted_window_dims", FieldKind::kInts},
                                   {3, "scatter_dims_to_operand_dims", FieldKind::kInts},
                                   {4, "index_vector_dim", FieldKind::kInt},
                                   {5, "input_batching_dims", FieldKind::kInts},
                                   {6, "scatter_indices_batching_dims", FieldKind::kInts},
                                   {0, "", FieldKind::kInt}};
constexpr KnownField kConvolution[] = {
    {7, "input_batch_dimension", FieldKind::kInt},           {8, "input_feature_dimension", FieldKind::kInt},
    {11, "input_spatial_dimensions", FieldKind::kInts},      {3, "kernel_input_feature_dimension", FieldKind::kInt},
    {4, "kernel_output_feature_dimension", FieldKind::kInt}, {6, "kernel_spatial_dimensions", FieldKind::kInts},
    {9, "output_batch_dimension", FieldKind::kInt},          {10, "output_feature_dimension", FieldKind::kInt},
    {12, "output_spatial_dimensions", FieldKind::kInts},     {0, "", FieldKind::kInt}};
constexpr KnownField kDot[] = {{1, "lhs_contracting_dimensions", FieldKind::kInts},
                               {2, "rhs_contracting_dimensions", FieldKind::kInts},
                               {3, "lhs_batching_dimensions", FieldKind::kInts},
                               {4, "rhs_batching_dimensions", FieldKind::kInts},
                               {0, "", FieldKind::kInt}};
constexpr KnownField kTriangularSolve[] = {{1, "left_side", FieldKind::kBool},
                                           {2, "lower", FieldKind::kBool},
                                           {3, "unit_diagonal", FieldKind::kBool},
                                           {4, "transpose_a", FieldKind::kEnum, nullptr, kTransposes},
                                           {0, "", FieldKind::kInt}};
constexpr KnownField kCholesky[] = {{1, "lower", FieldKind::kBool}, {0, "", FieldKind::kInt}};

constexpr KnownField kInstruction[] = {
    {9, "parameter_number", FieldKind::kInt},
    {13, "index", FieldKind::kInt},
    {14, "dimensions", FieldKind::kInts},
    {16, "", FieldKind::kMessage, kConvolution},
    {50, "feature_group_count", FieldKind::kInt},
    {58, "batch_group_count", FieldKind::kInt},
    {18, "exponent_bits", FieldKind::kInt},
    {19, "mantissa_bits", FieldKind::kInt},
    {20, "slice_sizes", FieldKind::kInts},
    {22, "outfeed_config", FieldKind::kString},
    {23, "rng_distribution", FieldKind::kEnum, nullptr, kDistributions},
    {24, "epsilon", FieldKind::kFloat},
    {25, "feature_index", FieldKind::kInt},
    {26, "channel_id", FieldKind::kInt},
    {27, "infeed_config", FieldKind::kString},
    {28, "call_target_name", FieldKind::kString},
    {30, "", FieldKind::kMessage, kDot},
    {31, "fft_type", FieldKind::kEnum, nullptr, kFftTypes},
    {32, "fft_length", FieldKind::kInts},
    {33, "", FieldKind::kMessage, kGather},
    {34, "slice_sizes", FieldKind::kInts},
    {40, "mhlo.sharding", FieldKind::kString},  // OpSharding, as it is
    {43, "backend_config", FieldKind::kString},
    {47, "is_host_transfer", FieldKind::kBool},
    {48, "", FieldKind::kMessage, kScatter},
    {59, "", FieldKind::kMessage, kTriangularSolve},
    {60, "is_stable", FieldKind::kBool},
    {62, "", FieldKind::kMessage, kCholesky},
    {63, "comparison_direction", FieldKind::kKeyword},
    {65, "has_side_effect", FieldKind::kBool},
    {67, "indices_are_sorted", FieldKind::kBool},
    {69, "unique_indices", FieldKind::kBool},
    {70, "rng_algorithm", FieldKind::kEnum, nullptr, kRandomAlgorithms},
    {71, "use_global_device_ids", FieldKind::kBool},
    {72, "compare_type", FieldKind::kKeyword},
    {77, "api_version", FieldKind::kEnum, nullptr, kApiVersions},
    {81, "k", FieldKind::kInt},
    {85, "largest", FieldKind::kBool},
    {89, "is_composite", FieldKind::kBool},
    {0, "", FieldKind::kInt},
};

const KnownField* known(const KnownField* list, uint32_t field) {
  for (; list->field != 0; ++list)
    if (list->field == field) return list;
  return nullptr;
}

}  // namespace

Status ProtoReader::readField(WireReader& in, const WireField& field, Instruction& instruction) {
  const KnownField* entry = known(kInstruction, field.number);
  return entry == nullptr ? Status() : readKnown(in, field, *entry, instruction);
}

Status ProtoReader::readKnown(WireReader& in, const WireField& field, const KnownField& entry,
                              Instruction& instruction) {
  const bool isMessage =
      entry.kind == FieldKind::kMessage || entry.kind == FieldKind::kString || entry.kind == FieldKind::kKeyword;
  if (isMessage != (field.type == WireField::kBytes) && entry.kind != FieldKind::kInts)
    return failAt(in.offset(), "expected another type of field ", field.number, " of instruction ", instruction.name);
  ir::Attribute value;
  switch (entry.kind) {
    case FieldKind::kInt:
      value = integerAttribute(static_cast<int64_t>(field.value));
      break;
    case FieldKind::kBool:
      value = ir::Attribute{field.value != 0};
      break;
    case FieldKind::kFloat:
      value = ir::Attribute{
          ir::Float{std::bit_cast<float>(static_cast<uint32_t>(field.value)), ir::elementType(DType::kF32)}};
      break;
    case FieldKind::kString:
      if (field.begin == field.end) return {};
      value = ir::Attribute{std::string(in.bytes(field))};
      break;
    case FieldKind::kKeyword:
      if (field.begin == field.end) return {};
      value = ir::Attribute{ir::Keyword{std::string(in.bytes(field))}};
      break;
    case FieldKind::kInts: {
      std::vector<int64_t> values;
      if (const ir::Attribute* before = instruction.attributes.find(entry.name); before != nullptr) {
        values = std::get<ir::Ints>(before->value).values;  // not packed: one field for each
        instruction.attributes.erase(entry.name);
      }
      in.integers(field, values);
      value = intsAttribute(std::move(values));
      break;
    }
    case FieldKind::kEnum: {
      const std::string_view* word = entry.words;
      for (uint64_t i = 0; i < field.value && !word->empty(); ++i) ++word;
      if (word->empty())
        return failAt(in.offset(), "expected a known value of ", entry.name, " of instruction ", instruction.name,
                      ", found ", field.value);
      value = ir::Attribute{ir::Keyword{std::string(*word)}};
      break;
    }
    case FieldKind::kMessage: {
      WireReader inner = in.within(field);
      for (WireField part; inner.next(part);) {
        if (const KnownField* known = hlo::known(entry.fields, part.number); known != nullptr)
          RETURN_IF_ERROR(readKnown(inner, part, *known, instruction));
      }
      return check(inner);
    }
  }
  if (!instruction.attributes.add(std::string(entry.name), std::move(value)))
    return failAt(in.offset(), "expected ", entry.name, " of instruction ", instruction.name, " once, found it again");
  return {};
}

// PrecisionConfig
Status ProtoReader::readPrecision(WireReader in, Instruction& instruction) {
  const size_t begin = in.offset();
  ir::Array words;
  std::vector<int64_t> precisions;
  for (WireField part; in.next(part);) {
    if (part.number == 1) in.integers(part, precisions);
    if (part.number == 2 && part.value != 0) {
      const KnownField algorithm{2, "algorithm", FieldKind::kEnum, nullptr, kAlgorithms};
      RETURN_IF_ERROR(readKnown(in, part, algorithm, instruction));
    }
  }
  RETURN_IF_ERROR(check(in));
  for (const int64_t precision : precisions) {
    if (precision < 0 || precision > 2 || words.size() == kMaxPrecisions)
      return failAt(begin, "expected a precision for each operand, found ", precision);
    words.push_back(ir::Attribute{ir::Keyword{std::string(kPrecisions[precision])}});
  }
  if (!words.empty()) instruction.attributes.add("precision_config", ir::Attribute{std::move(words)});
  return {};
}

}  // namespace partita::hlo
