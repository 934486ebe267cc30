// HloModuleProto: the module, its computations and instructions.
#include "frontends/hlo/proto_reader.h"

#include <algorithm>
#include <optional>

#include "frontends/hlo/hlo.h"

namespace partita {
namespace hlo {
namespace {

constexpr size_t kMaxWindow = kMaxRank;

}  // namespace

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
      case 12:  // OpSharding, as it is
        module_.outputSharding = in.bytes(field);
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
  module_.partitioned = module_.partitions > 1 && module_.computations[module_.entry].name.ends_with("_spmd");
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
      case 51:
        RETURN_IF_ERROR(readPrecision(in.within(field), instruction));
        break;
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
        RETURN_IF_ERROR(readField(in, field, instruction));
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
  module_.devices += columns * groups.size();
  if (columns * groups.size() > kMaxListedDevices || module_.devices > kMaxAllDevices)
    return failAt(begin, "expected at most ", kMaxListedDevices, " devices in the groups and ", kMaxAllDevices,
                  " in those of all instructions, found more");
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

namespace {

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
