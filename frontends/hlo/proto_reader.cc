// HloModuleProto (xla/service/hlo.proto, xla/xla_data.proto), the fields that mean something here.
#include <cstring>

#include "absl/container/flat_hash_map.h"
#include "frontends/hlo/device_list.h"
#include "frontends/hlo/hlo.h"
#include "frontends/hlo/hlo_module.h"
#include "frontends/hlo/wire.h"

namespace partita {
namespace hlo {
namespace {

constexpr int kMaxShapeDepth = 32;
constexpr size_t kMaxWindow = kMaxRank;

enum class Kind : uint8_t { kInt, kBool, kFloat, kString, kKeyword, kInts, kEnum, kMessage };

struct Known {
  uint32_t field;
  std::string_view name;
  Kind kind;
  const Known* fields = nullptr;            // kMessage: up to one of number 0
  const std::string_view* words = nullptr;  // kEnum: up to an empty one
};

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

constexpr Known kGather[] = {{1, "offset_dims", Kind::kInts},
                             {2, "collapsed_slice_dims", Kind::kInts},
                             {3, "start_index_map", Kind::kInts},
                             {4, "index_vector_dim", Kind::kInt},
                             {5, "operand_batching_dims", Kind::kInts},
                             {6, "start_indices_batching_dims", Kind::kInts},
                             {0, "", Kind::kInt}};
constexpr Known kScatter[] = {{1, "update_window_dims", Kind::kInts},
                              {2, "inserted_window_dims", Kind::kInts},
                              {3, "scatter_dims_to_operand_dims", Kind::kInts},
                              {4, "index_vector_dim", Kind::kInt},
                              {5, "input_batching_dims", Kind::kInts},
                              {6, "scatter_indices_batching_dims", Kind::kInts},
                              {0, "", Kind::kInt}};
constexpr Known kConvolution[] = {
    {7, "input_batch_dimension", Kind::kInt},           {8, "input_feature_dimension", Kind::kInt},
    {11, "input_spatial_dimensions", Kind::kInts},      {3, "kernel_input_feature_dimension", Kind::kInt},
    {4, "kernel_output_feature_dimension", Kind::kInt}, {6, "kernel_spatial_dimensions", Kind::kInts},
    {9, "output_batch_dimension", Kind::kInt},          {10, "output_feature_dimension", Kind::kInt},
    {12, "output_spatial_dimensions", Kind::kInts},     {0, "", Kind::kInt}};
constexpr Known kDot[] = {{1, "lhs_contracting_dimensions", Kind::kInts},
                          {2, "rhs_contracting_dimensions", Kind::kInts},
                          {3, "lhs_batching_dimensions", Kind::kInts},
                          {4, "rhs_batching_dimensions", Kind::kInts},
                          {0, "", Kind::kInt}};
constexpr Known kTriangularSolve[] = {{1, "left_side", Kind::kBool},
                                      {2, "lower", Kind::kBool},
                                      {3, "unit_diagonal", Kind::kBool},
                                      {4, "transpose_a", Kind::kEnum, nullptr, kTransposes},
                                      {0, "", Kind::kInt}};
constexpr Known kCholesky[] = {{1, "lower", Kind::kBool}, {0, "", Kind::kInt}};

constexpr Known kInstruction[] = {
    {9, "parameter_number", Kind::kInt},
    {13, "index", Kind::kInt},
    {14, "dimensions", Kind::kInts},
    {16, "", Kind::kMessage, kConvolution},
    {50, "feature_group_count", Kind::kInt},
    {58, "batch_group_count", Kind::kInt},
    {18, "exponent_bits", Kind::kInt},
    {19, "mantissa_bits", Kind::kInt},
    {20, "slice_sizes", Kind::kInts},
    {22, "outfeed_config", Kind::kString},
    {23, "rng_distribution", Kind::kEnum, nullptr, kDistributions},
    {24, "epsilon", Kind::kFloat},
    {25, "feature_index", Kind::kInt},
    {26, "channel_id", Kind::kInt},
    {27, "infeed_config", Kind::kString},
    {28, "call_target_name", Kind::kString},
    {30, "", Kind::kMessage, kDot},
    {31, "fft_type", Kind::kEnum, nullptr, kFftTypes},
    {32, "fft_length", Kind::kInts},
    {33, "", Kind::kMessage, kGather},
    {34, "slice_sizes", Kind::kInts},
    {40, "mhlo.sharding", Kind::kString},  // OpSharding, as it is
    {43, "backend_config", Kind::kString},
    {47, "is_host_transfer", Kind::kBool},
    {48, "", Kind::kMessage, kScatter},
    {59, "", Kind::kMessage, kTriangularSolve},
    {60, "is_stable", Kind::kBool},
    {62, "", Kind::kMessage, kCholesky},
    {63, "comparison_direction", Kind::kKeyword},
    {65, "has_side_effect", Kind::kBool},
    {67, "indices_are_sorted", Kind::kBool},
    {69, "unique_indices", Kind::kBool},
    {70, "rng_algorithm", Kind::kEnum, nullptr, kRandomAlgorithms},
    {71, "use_global_device_ids", Kind::kBool},
    {72, "compare_type", Kind::kKeyword},
    {77, "api_version", Kind::kEnum, nullptr, kApiVersions},
    {81, "k", Kind::kInt},
    {85, "largest", Kind::kBool},
    {89, "is_composite", Kind::kBool},
    {0, "", Kind::kInt},
};

const Known* known(const Known* list, uint32_t field) {
  for (; list->field != 0; ++list)
    if (list->field == field) return list;
  return nullptr;
}

class ProtoReader {
 public:
  ProtoReader(std::string_view file, std::string_view name, HloModule& module)
      : file_(file), name_(name), module_(module) {}

  Status read(WireReader in);

 private:
  template <typename... Parts>
  Status failAt(size_t byte, const Parts&... parts) const {
    return invalidArgument(name_, ": byte ", byte, ": ", parts...);
  }
  // An error of IN, if there is one.
  Status check(const WireReader& in) const { return annotate(in.status(), name_); }

  Status readComputation(WireReader in);
  Status readInstruction(WireReader in, Computation& computation);
  Status readKnown(WireReader& in, const WireField& field, const Known& entry, Instruction& instruction);
  Status readWindow(WireReader in, Instruction& instruction);
  Status readMetadata(WireReader in, Instruction& instruction);
  Status readGroups(const WireReader& in, const WireField& field, std::vector<std::vector<int64_t>>& groups);
  Status readDeviceList(WireReader in, std::vector<std::vector<int64_t>>& groups);
  Status readIotaGroups(WireReader in, std::vector<std::vector<int64_t>>& groups);
  Status readMeshGroups(WireReader in, std::vector<std::vector<int64_t>>& groups);
  Status readAliases(WireReader in, bool hasOutput, std::vector<Alias>& out);
  Status readFrames(WireReader in);
  StatusOr<ir::Attributes> readFrontendAttributes(WireReader in);
  StatusOr<Shape> readShape(WireReader in, int depth = 0);
  StatusOr<ir::Attribute> readLiteral(WireReader in, const ir::Type& type, int depth = 0);

  struct FilePosition {
    int64_t name = 0, line = 0, column = 0;
  };
  std::string_view file_, name_;
  HloModule& module_;
  absl::flat_hash_map<int64_t, uint32_t> computations_, instructions_;  // by id
  std::vector<std::string> fileNames_;
  std::vector<FilePosition> filePositions_;
  std::vector<int64_t> frames_;
  int64_t operations_ = 0;
};

Status ProtoReader::read(WireReader in) {
  int64_t entry = 0;
  std::vector<WireField> computations;
  for (WireField field; in.next(field);) {
    switch (field.number) {
      case 1:
        module_.name = in.bytes(field);
        break;
      case 3:
        computations.push_back(field);
        break;
      case 6:
        entry = static_cast<int64_t>(field.value);
        break;
      case 8:
        RETURN_IF_ERROR(readAliases(in.within(field), true, module_.aliases));
        break;
      case 15:  // DeviceAssignmentProto
        for (WireReader inner = in.within(field);;) {
          WireField count;
          if (!inner.next(count)) {
            RETURN_IF_ERROR(check(inner));
            break;
          }
          if (count.number > 2) continue;
          if (count.value < 1 || count.value > kMaxListedDevices)
            return failAt(field.begin, "expected a device assignment of 1 to ", kMaxListedDevices, " devices, found ",
                          count.value);
          (count.number == 1 ? module_.replicas : module_.partitions) = static_cast<int64_t>(count.value);
        }
        break;
      case 17:
        RETURN_IF_ERROR(readFrames(in.within(field)));
        break;
      case 18:
        RETURN_IF_ERROR(readAliases(in.within(field), false, module_.donors));
        break;
      case 19: {
        ASSIGN_OR_RETURN(module_.frontendAttributes, readFrontendAttributes(in.within(field)));
        break;
      }
      default:
        break;
    }
  }
  RETURN_IF_ERROR(check(in));
  for (const WireField& computation : computations) RETURN_IF_ERROR(readComputation(in.within(computation)));
  const auto found = computations_.find(entry);
  if (found == computations_.end()) return failAt(0, "expected a computation with the entry's id ", entry);
  module_.entry = found->second;
  return {};
}

Status ProtoReader::readComputation(WireReader in) {
  Computation computation;
  const size_t begin = in.offset();
  computation.place.operation = operations_;
  int64_t id = 0, root = 0;
  instructions_.clear();
  for (WireField field; in.next(field);) {
    if (field.number == 1) computation.name = in.bytes(field);
    if (field.number == 2) RETURN_IF_ERROR(readInstruction(in.within(field), computation));
    if (field.number == 5) id = static_cast<int64_t>(field.value);
    if (field.number == 6) root = static_cast<int64_t>(field.value);
  }
  RETURN_IF_ERROR(check(in));
  const auto found = instructions_.find(root);
  if (found == instructions_.end())
    return failAt(begin, "expected an instruction with the root's id ", root, " in computation ", computation.name);
  computation.root = found->second;
  if (!computations_.emplace(id, static_cast<uint32_t>(module_.computations.size())).second)
    return failAt(begin, "expected each computation once, found id ", id, " again");
  module_.computations.push_back(std::move(computation));
  return {};
}

Status ProtoReader::readInstruction(WireReader in, Computation& computation) {
  Instruction instruction;
  const size_t begin = in.offset();
  instruction.place.operation = operations_++;
  int64_t id = 0;
  std::vector<int64_t> operands, called, pairs;
  std::vector<int64_t> starts, limits, strides, low, high, interior;
  std::vector<std::vector<int64_t>> groups;
  bool hasGroups = false;
  std::optional<WireField> literal, metadata;
  for (WireField field; in.next(field);) {
    switch (field.number) {
      case 1:
        instruction.name = in.bytes(field);
        break;
      case 2:
        instruction.opcode = in.bytes(field);
        break;
      case 3: {
        ASSIGN_OR_RETURN(instruction.shape, readShape(in.within(field)));
        break;
      }
      case 7:
        RETURN_IF_ERROR(readMetadata(in.within(field), instruction));
        break;
      case 8:
        literal = field;
        break;
      case 15:
        RETURN_IF_ERROR(readWindow(in.within(field), instruction));
        break;
      case 17:
      case 21: {  // a list of (start, limit, stride); a list of dimensions (low, high, interior) one level below
        const auto numbers = [&](WireReader inner, std::vector<int64_t>& a, std::vector<int64_t>& b,
                                 std::vector<int64_t>& c, int64_t missing) {
          int64_t values[3] = {0, 0, missing};
          for (WireField part; inner.next(part);)
            if (part.number <= 3) values[part.number - 1] = static_cast<int64_t>(part.value);
          a.push_back(values[0]);
          b.push_back(values[1]);
          c.push_back(values[2]);
          return check(inner);
        };
        if (field.number == 17) {
          RETURN_IF_ERROR(numbers(in.within(field), starts, limits, strides, 1));
          break;
        }
        WireReader config = in.within(field);
        for (WireField dim; config.next(dim);)
          if (dim.number == 1) RETURN_IF_ERROR(numbers(config.within(dim), low, high, interior, 0));
        RETURN_IF_ERROR(check(config));
        break;
      }
      case 35:
        id = static_cast<int64_t>(field.value);
        break;
      case 36:
        in.integers(field, operands);
        break;
      case 38:
        in.integers(field, called);
        break;
      case 49:
        hasGroups = true;
        RETURN_IF_ERROR(readGroups(in, field, groups));
        break;
      case 87:
      case 92:
      case 93:
        hasGroups = true;
        groups.clear();
        RETURN_IF_ERROR(field.number == 87   ? readDeviceList(in.within(field), groups)
                        : field.number == 92 ? readIotaGroups(in.within(field), groups)
                                             : readMeshGroups(in.within(field), groups));
        break;
      case 51: {  // PrecisionConfig
        WireReader config = in.within(field);
        ir::Array words;
        std::vector<int64_t> precisions;
        for (WireField part; config.next(part);) {
          if (part.number == 1) config.integers(part, precisions);
          if (part.number == 2 && part.value != 0) {
            const Known algorithm{2, "algorithm", Kind::kEnum, nullptr, kAlgorithms};
            RETURN_IF_ERROR(readKnown(config, part, algorithm, instruction));
          }
        }
        RETURN_IF_ERROR(check(config));
        for (const int64_t precision : precisions) {
          if (precision < 0 || precision > 2 || words.size() > 1024)
            return failAt(field.begin, "expected a precision for each operand, found ", precision);
          words.push_back(ir::Attribute{ir::Keyword{std::string(kPrecisions[precision])}});
        }
        if (!words.empty()) instruction.attributes.add("precision_config", ir::Attribute{std::move(words)});
        break;
      }
      case 52: {
        WireReader pair = in.within(field);
        int64_t values[2] = {0, 0};
        for (WireField part; pair.next(part);)
          if (part.number <= 2) values[part.number - 1] = static_cast<int64_t>(part.value);
        RETURN_IF_ERROR(check(pair));
        pairs.insert(pairs.end(), values, values + 2);
        break;
      }
      case 68: {
        ASSIGN_OR_RETURN(ir::Attributes attributes, readFrontendAttributes(in.within(field)));
        if (!attributes.empty())
          instruction.attributes.add("mhlo.frontend_attributes", ir::Attribute{std::move(attributes)});
        break;
      }
      default:
        if (const Known* entry = known(kInstruction, field.number); entry != nullptr)
          RETURN_IF_ERROR(readKnown(in, field, *entry, instruction));
    }
  }
  RETURN_IF_ERROR(check(in));
  if (instruction.shape.type == nullptr) return failAt(begin, "expected the shape of instruction ", instruction.name);
  const auto ints = [&](std::string_view name, std::vector<int64_t>& values) {
    if (!values.empty()) instruction.attributes.add(std::string(name), intsAttribute(std::move(values)));
  };
  ints("start_indices", starts);
  ints("limit_indices", limits);
  ints("strides", strides);
  ints("edge_padding_low", low);
  ints("edge_padding_high", high);
  ints("interior_padding", interior);
  if (!pairs.empty() || instruction.opcode.starts_with("collective-permute"))
    instruction.attributes.add("source_target_pairs", matrixAttribute(pairs, 2));
  size_t columns = 0;
  for (const auto& group : groups) columns = std::max(columns, group.size());
  if (columns * groups.size() > kMaxListedDevices)
    return failAt(begin, "expected at most ", kMaxListedDevices, " devices in the groups, found more");
  if (hasGroups) instruction.attributes.add("replica_groups", groupsAttribute(groups));
  if (literal && instruction.opcode == "constant") {
    ASSIGN_OR_RETURN(ir::Attribute value, readLiteral(in.within(*literal), instruction.shape.type));
    instruction.attributes.add("value", std::move(value));
  }
  for (const int64_t operand : operands) {
    const auto found = instructions_.find(operand);
    if (found == instructions_.end())
      return failAt(begin, "expected operands of ", instruction.name, " that stand before it, found id ", operand);
    instruction.operands.push_back(found->second);
  }
  for (const int64_t callee : called) {
    const auto found = computations_.find(callee);
    if (found == computations_.end())
      return failAt(begin, "expected computations called by ", instruction.name, " before its own, found id ", callee);
    instruction.called.push_back(found->second);
  }
  if (!instructions_.emplace(id, static_cast<uint32_t>(computation.instructions.size())).second)
    return failAt(begin, "expected each instruction once, found id ", id, " again");
  computation.instructions.push_back(std::move(instruction));
  return {};
}

Status ProtoReader::readKnown(WireReader& in, const WireField& field, const Known& entry, Instruction& instruction) {
  const bool isMessage = entry.kind == Kind::kMessage || entry.kind == Kind::kString || entry.kind == Kind::kKeyword;
  if (isMessage != (field.type == WireField::kBytes) && entry.kind != Kind::kInts)
    return failAt(in.offset(), "expected another type of field ", field.number, " of instruction ", instruction.name);
  ir::Attribute value;
  switch (entry.kind) {
    case Kind::kInt:
      value = integerAttribute(static_cast<int64_t>(field.value));
      break;
    case Kind::kBool:
      value = ir::Attribute{field.value != 0};
      break;
    case Kind::kFloat:
      value = ir::Attribute{
          ir::Float{std::bit_cast<float>(static_cast<uint32_t>(field.value)), ir::elementType(DType::kF32)}};
      break;
    case Kind::kString:
      if (field.begin == field.end) return {};
      value = ir::Attribute{std::string(in.bytes(field))};
      break;
    case Kind::kKeyword:
      if (field.begin == field.end) return {};
      value = ir::Attribute{ir::Keyword{std::string(in.bytes(field))}};
      break;
    case Kind::kInts: {
      std::vector<int64_t> values;
      if (const ir::Attribute* before = instruction.attributes.find(entry.name); before != nullptr) {
        values = std::get<ir::Ints>(before->value).values;  // not packed: one field for each
        instruction.attributes.erase(entry.name);
      }
      in.integers(field, values);
      value = intsAttribute(std::move(values));
      break;
    }
    case Kind::kEnum: {
      const std::string_view* word = entry.words;
      for (uint64_t i = 0; i < field.value && !word->empty(); ++i) ++word;
      if (word->empty())
        return failAt(in.offset(), "expected a known value of ", entry.name, " of instruction ", instruction.name,
                      ", found ", field.value);
      value = ir::Attribute{ir::Keyword{std::string(*word)}};
      break;
    }
    case Kind::kMessage: {
      WireReader inner = in.within(field);
      for (WireField part; inner.next(part);) {
        if (const Known* known = hlo::known(entry.fields, part.number); known != nullptr)
          RETURN_IF_ERROR(readKnown(inner, part, *known, instruction));
      }
      return check(inner);
    }
  }
  if (!instruction.attributes.add(std::string(entry.name), std::move(value)))
    return failAt(in.offset(), "expected ", entry.name, " of instruction ", instruction.name, " once, found it again");
  return {};
}

Status ProtoReader::readWindow(WireReader in, Instruction& instruction) {
  for (WireField field; in.next(field);) {
    if (field.number != 1) continue;
    WindowDim dim;
    WireReader inner = in.within(field);
    for (WireField part; inner.next(part);) {
      const auto value = static_cast<int64_t>(part.value);
      if (part.number == 1) dim.size = value;
      if (part.number == 2) dim.stride = value;
      if (part.number == 3) dim.low = value;
      if (part.number == 4) dim.high = value;
      if (part.number == 5) dim.windowDilation = value;
      if (part.number == 6) dim.baseDilation = value;
      if (part.number == 7) dim.reversed = value != 0;
    }
    RETURN_IF_ERROR(check(inner));
    if (instruction.window.size() == kMaxWindow)
      return failAt(field.begin, "expected a window of at most ", kMaxWindow, " dimensions, found more");
    instruction.window.push_back(dim);
  }
  return check(in);
}

Status ProtoReader::readMetadata(WireReader in, Instruction& instruction) {
  uint64_t frame = 0;
  for (WireField field; in.next(field);) {
    if (field.number == 2) instruction.location.stack = in.bytes(field);
    if (field.number == 3) instruction.location.file = in.bytes(field);
    if (field.number == 4) instruction.location.line = static_cast<int>(field.value);
    if (field.number == 18) instruction.location.column = static_cast<int>(field.value);
    if (field.number == 15) frame = field.value;
  }
  if (frame > 0 && frame <= frames_.size() && instruction.location.file.empty()) {
    const int64_t at = frames_[frame - 1];
    if (at > 0 && at <= static_cast<int64_t>(filePositions_.size())) {
      const FilePosition& position = filePositions_[at - 1];
      if (position.name > 0 && position.name <= static_cast<int64_t>(fileNames_.size()))
        instruction.location.file = fileNames_[position.name - 1];
      instruction.location.line = static_cast<int>(position.line);
      instruction.location.column = static_cast<int>(position.column);
    }
  }
  ir::clipLocation(instruction.location);
  return check(in);
}

// ReplicaGroup
Status ProtoReader::readGroups(const WireReader& in, const WireField& field,
                               std::vector<std::vector<int64_t>>& groups) {
  if (field.type != WireField::kBytes) return failAt(in.offset(), "expected a group of replicas");
  WireReader inner = in.within(field);
  std::vector<int64_t>& group = groups.emplace_back();
  for (WireField part; inner.next(part);)
    if (part.number == 1) inner.integers(part, group);
  return check(inner);
}

// CollectiveDeviceListProto
Status ProtoReader::readDeviceList(WireReader in, std::vector<std::vector<int64_t>>& groups) {
  for (WireField field; in.next(field);) {
    if (field.number == 1) RETURN_IF_ERROR(readGroups(in, field, groups));
    if (field.number == 2) RETURN_IF_ERROR(readIotaGroups(in.within(field), groups));
  }
  return check(in);
}

// IotaReplicaGroupListProto
Status ProtoReader::readIotaGroups(WireReader in, std::vector<std::vector<int64_t>>& groups) {
  const size_t begin = in.offset();
  IotaTile tile;
  tile.dims = {0, 0};
  for (WireField field; in.next(field);) {
    if (field.number <= 2) tile.dims[field.number - 1] = static_cast<int64_t>(field.value);
    if (field.number == 3) in.integers(field, tile.reshape);
    if (field.number == 4) in.integers(field, tile.permutation);
  }
  RETURN_IF_ERROR(check(in));
  const std::optional<std::vector<int64_t>> devices = expand(tile);
  if (!devices || devices->size() > kMaxListedDevices)
    return failAt(begin, "expected groups as a reshaped iota with as many devices on both sides");
  groups = groupsOf(*devices, tile.dims[1]);
  return {};
}

// MeshAxesReplicaGroupListProto: a mesh, and the axes along which groups lie.
Status ProtoReader::readMeshGroups(WireReader in, std::vector<std::vector<int64_t>>& groups) {
  const size_t begin = in.offset();
  Mesh mesh;
  std::vector<ir::AxisName> axes;
  std::vector<int64_t> indices;
  for (WireField field; in.next(field);) {
    WireReader inner = in.within(field);
    if (field.number == 1) {
      for (WireField part; inner.next(part);) {
        if (part.number == 2) inner.integers(part, mesh.deviceIds);
        if (part.number != 1) continue;
        MeshAxis& axis = mesh.axes.emplace_back();
        WireReader fields = inner.within(part);
        for (WireField one; fields.next(one);) {
          if (one.number == 1) axis.name = fields.bytes(one);
          if (one.number == 2) axis.size = static_cast<int64_t>(one.value);
        }
        RETURN_IF_ERROR(check(fields));
      }
    }
    if (field.number == 2) {
      int64_t index = 0;
      ir::AxisName axis;
      for (WireField part; inner.next(part);) {
        if (part.number == 1) index = static_cast<int64_t>(part.value);
        if (part.number != 2) continue;
        WireReader fields = inner.within(part);
        for (WireField one; fields.next(one);) {
          if (one.number == 1) axis.pre = static_cast<int64_t>(one.value);
          if (one.number == 2) axis.size = static_cast<int64_t>(one.value);
        }
        RETURN_IF_ERROR(check(fields));
      }
      axes.push_back(axis);
      indices.push_back(index);
    }
    RETURN_IF_ERROR(check(inner));
  }
  RETURN_IF_ERROR(check(in));
  if (mesh.axes.size() > kMaxWindow || mesh.deviceCount() > static_cast<int64_t>(kMaxListedDevices))
    return failAt(begin, "expected a mesh of at most ", kMaxListedDevices, " devices");
  for (size_t i = 0; i < axes.size(); ++i) {
    if (indices[i] < 0 || indices[i] >= static_cast<int64_t>(mesh.axes.size()))
      return failAt(begin, "expected an axis of the mesh, found number ", indices[i]);
    axes[i].name = mesh.axes[indices[i]].name;
  }
  StatusOr<std::vector<std::vector<int64_t>>> found = groupsAlong(mesh, axes);
  if (!found.ok()) return failAt(begin, toView(found.status().message()));
  groups = *std::move(found);
  return {};
}

// HloInputOutputAliasProto, HloBufferDonorProto
Status ProtoReader::readAliases(WireReader in, bool hasOutput, std::vector<Alias>& out) {
  const uint32_t parameter = hasOutput ? 2 : 1, index = hasOutput ? 3 : 2;
  for (WireField field; in.next(field);) {
    if (field.number != 1) continue;
    Alias& alias = out.emplace_back();
    WireReader inner = in.within(field);
    for (WireField part; inner.next(part);) {
      if (hasOutput && part.number == 1) inner.integers(part, alias.output);
      if (part.number == parameter) alias.parameter = static_cast<int64_t>(part.value);
      if (part.number == index) inner.integers(part, alias.index);
    }
    RETURN_IF_ERROR(check(inner));
  }
  return check(in);
}

// StackFrameIndexProto
Status ProtoReader::readFrames(WireReader in) {
  for (WireField field; in.next(field);) {
    if (field.number == 1) fileNames_.emplace_back(in.bytes(field).substr(0, ir::kMaxLocationText));
    if (field.number != 3 && field.number != 4) continue;
    FilePosition position;
    int64_t at = 0;
    WireReader inner = in.within(field);
    for (WireField part; inner.next(part);) {
      const auto value = static_cast<int64_t>(part.value);
      if (part.number == 1) position.name = at = value;
      if (part.number == 3) position.line = value;
      if (part.number == 4) position.column = value;
    }
    RETURN_IF_ERROR(check(inner));
    if (field.number == 3) filePositions_.push_back(position);
    if (field.number == 4) frames_.push_back(at);
  }
  return check(in);
}

StatusOr<ir::Attributes> ProtoReader::readFrontendAttributes(WireReader in) {
  ir::Attributes out;
  for (WireField field; in.next(field);) {
    if (field.number != 1) continue;
    WireReader inner = in.within(field);
    std::string key, value;
    for (WireField part; inner.next(part);) (part.number == 1 ? key : value) = inner.bytes(part);
    RETURN_IF_ERROR(check(inner));
    out.add(std::move(key), ir::Attribute{std::move(value)});
  }
  RETURN_IF_ERROR(check(in));
  return out;
}

StatusOr<Shape> ProtoReader::readShape(WireReader in, int depth) {
  const size_t begin = in.offset();
  Shape shape;
  uint64_t code = 0;
  std::vector<int64_t> sizes, dynamic;
  std::vector<ir::Type> parts;
  if (depth == kMaxShapeDepth)
    return failAt(begin, "expected at most ", kMaxShapeDepth, " tuples within each other, found more");
  for (WireField field; in.next(field);) {
    if (field.number == 2) code = field.value;
    if (field.number == 3) in.integers(field, sizes);
    if (field.number == 6) in.integers(field, dynamic);
    if (field.number == 4) {
      ASSIGN_OR_RETURN(Shape part, readShape(in.within(field), depth + 1));
      parts.push_back(std::move(part.type));
    }
    if (field.number == 5) {
      WireReader layout = in.within(field);
      for (WireField part; layout.next(part);) {
        if (part.number == 1) layout.integers(part, shape.minorToMajor);
        shape.tiled = shape.tiled || part.number == 6;
      }
      RETURN_IF_ERROR(check(layout));
    }
  }
  RETURN_IF_ERROR(check(in));
  if (code == kTupleCode) {
    shape.type = ir::makeType(ir::TypeKind::kTuple, std::move(parts));
    shape.minorToMajor.clear();
    return shape;
  }
  if (code == kTokenCode) {
    shape.type = ir::elementType(DType::kToken);
    return shape;
  }
  if (const Status status = checkDims(sizes); !status.ok()) return failAt(begin, toView(status.message()));
  std::vector<bool> seen(sizes.size());
  for (const int64_t dim : shape.minorToMajor) {
    if (dim < 0 || dim >= static_cast<int64_t>(sizes.size()) || seen[dim])
      return failAt(begin, "expected each dimension once in a layout, found ", dim);
    seen[dim] = true;
  }
  if (!shape.minorToMajor.empty() && shape.minorToMajor.size() != sizes.size())
    return failAt(begin, "expected a layout of ", sizes.size(), " dimensions, found ", shape.minorToMajor.size());
  Dims dims(sizes.begin(), sizes.end()), bounds;
  if (std::find(dynamic.begin(), dynamic.end(), 1) != dynamic.end()) {
    bounds = dims;
    for (size_t i = 0; i < dims.size(); ++i)
      (i < dynamic.size() && dynamic[i] != 0 ? dims[i] : bounds[i]) = ir::kDynamic;
  }
  const std::optional<DType> dtype = elementTypeByCode(code);
  shape.type = ir::tensorType(dtype ? ir::elementType(*dtype) : ir::otherType(strCat("PrimitiveType ", code)),
                              std::move(dims), std::move(bounds));
  return shape;
}

// LiteralProto: a field for each element type.
StatusOr<ir::Attribute> ProtoReader::readLiteral(WireReader in, const ir::Type& type, int depth) {
  const size_t begin = in.offset();
  if (type->kind == ir::TypeKind::kTuple) {
    if (depth == kMaxShapeDepth) return failAt(begin, "expected fewer tuples within each other");
    ir::Array parts;
    for (WireField field; in.next(field);) {
      if (field.number != 10) continue;
      if (parts.size() == type->parts.size()) return failAt(begin, "expected a literal for each part of the tuple");
      ASSIGN_OR_RETURN(ir::Attribute part, readLiteral(in.within(field), type->parts[parts.size()], depth + 1));
      parts.push_back(std::move(part));
    }
    RETURN_IF_ERROR(check(in));
    if (parts.size() != type->parts.size()) return failAt(begin, "expected a literal for each part of the tuple");
    return ir::Attribute{std::move(parts)};
  }
  const std::optional<TensorType> plain = ir::staticType(type);
  if (!plain || plain->isToken())
    return failAt(begin, "expected a constant of static shape and known element type, found one of ",
                  ir::toString(type));
  const size_t size = dtypeBytes(plain->dtype);
  const size_t wanted = static_cast<size_t>(plain->elements());
  std::string bytes;
  std::vector<int64_t> numbers;
  for (WireField field; in.next(field);) {
    switch (field.number) {
      case 1:  // the shape, once more
      case 10:
      case 14:
        break;
      case 2:
      case 4:
      case 5:
      case 6:
      case 7:
        in.integers(field, numbers);
        break;
      default:
        // Fixed-width elements: packed ones as they are, or one by itself.
        if (field.type == WireField::kBytes) {
          bytes.append(in.bytes(field));
        } else {
          bytes.append(reinterpret_cast<const char*>(&field.value), field.type == WireField::kFixed64 ? 8 : 4);
        }
    }
  }
  RETURN_IF_ERROR(check(in));
  if (bytes.empty() && !numbers.empty()) {
    if (numbers.size() != wanted)
      return failAt(begin, "expected ", wanted, " elements of a constant, found ", numbers.size());
    bytes.resize(wanted * size);
    for (size_t i = 0; i < wanted; ++i) storeFromInt(plain->dtype, numbers[i], bytes.data() + i * size);
  } else if (dtypeBits(plain->dtype) < 8 && plain->dtype != DType::kI1 && bytes.size() < wanted) {
    // Several elements to a byte, the first in the upper bits.
    const size_t bits = dtypeBits(plain->dtype), each = 8 / bits;
    if (bytes.size() != (wanted + each - 1) / each)
      return failAt(begin, "expected ", wanted, " elements of a constant, found ", bytes.size(), " bytes");
    std::string unpacked(wanted, '\0');
    for (size_t i = 0; i < wanted; ++i) {
      const auto byte = static_cast<uint8_t>(bytes[i / each]);
      unpacked[i] = static_cast<char>(byte >> (bits * (each - 1 - i % each)) & ((1u << bits) - 1));
    }
    bytes = std::move(unpacked);
  }
  if (bytes.size() != wanted * size)
    return failAt(begin, "expected ", wanted * size, " bytes of a constant of ", plain->toString(), ", found ",
                  bytes.size());
  if (isInteger(plain->dtype) && dtypeBits(plain->dtype) < 8) {
    for (char& byte : bytes) {
      std::byte stored{};
      storeFromInt(plain->dtype, loadAsInt(plain->dtype, &byte), &stored);
      byte = static_cast<char>(stored);
    }
  }
  if (plain->dtype == DType::kI1)
    for (char& byte : bytes) byte = byte != 0 ? 1 : 0;
  const bool isSplat = wanted > 0 && std::memcmp(bytes.data(), bytes.data() + size, bytes.size() - size) == 0;
  if (isSplat) bytes.resize(size);
  return ir::Attribute{
      ir::Elements{type, isSplat ? Literal::splat(*plain, std::move(bytes)) : Literal(*plain, std::move(bytes))}};
}

// Whether FIELDS begin as a module does: its name, its entry's name, a computation.
bool beginsAsModule(WireReader in) {
  WireField field;
  const auto isName = [&](uint32_t number) {
    if (!in.next(field) || field.number != number || field.type != WireField::kBytes) return false;
    for (const char c : in.bytes(field))
      if (c < ' ' || c > '~') return false;
    return true;
  };
  return isName(1) && isName(2);
}

// The module within HloProto (field 1), HloSnapshot (field 1 of field 1), HloUnoptimizedSnapshot (field 1). The lengths
// around it may be damaged: they are read, not believed.
std::optional<WireReader> findModule(std::string_view bytes) {
  WireReader in(bytes);
  for (int level = 0; level < 3; ++level) {
    if (beginsAsModule(in)) return in;
    WireField field;
    WireReader outer = in;
    if (!outer.next(field) || field.number != 1 || field.type != WireField::kBytes) return std::nullopt;
    in = outer.within(field);
  }
  return std::nullopt;
}

}  // namespace
}  // namespace hlo

bool isHloProto(std::string_view bytes) { return bytes.starts_with('\n') && hlo::findModule(bytes).has_value(); }

StatusOr<ir::Module> readHloProto(std::string_view bytes, std::string_view filename) {
  const std::optional<hlo::WireReader> in = hlo::findModule(bytes);
  if (!in) return invalidArgument(filename, ": expected an HloModuleProto, found none");
  hlo::HloModule module;
  module.file = filename;
  RETURN_IF_ERROR(hlo::ProtoReader(bytes, filename, module).read(*in));
  return hlo::toModule(module);
}

}  // namespace partita
