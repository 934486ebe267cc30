#pragma once
// The reader behind readHloProto (frontends/hlo/hlo.h): HloModuleProto (xla/service/hlo.proto, xla/xla_data.proto), the
// fields that mean something here. One class over several files: proto_reader.cc (the module, its computations and
// instructions), proto_fields.cc (attributes), proto_values.cc (shapes, constants, lists of devices).
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "frontends/hlo/hlo_module.h"
#include "frontends/hlo/wire.h"

namespace partita::hlo {

struct KnownField;

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

  // --- the module (proto_reader.cc) ---
  Status readComputation(WireReader in);
  Status readInstruction(WireReader in, Computation& computation);
  Status readWindow(WireReader in, Instruction& instruction);
  Status readMetadata(WireReader in, Instruction& instruction);
  Status readAliases(WireReader in, bool hasOutput, std::vector<Alias>& out);
  Status readFrames(WireReader in);
  StatusOr<ir::Attributes> readFrontendAttributes(WireReader in);

  // --- fields that are attributes by themselves (proto_fields.cc) ---
  // Nothing is done with a field that says nothing here.
  Status readField(WireReader& in, const WireField& field, Instruction& instruction);
  Status readKnown(WireReader& in, const WireField& field, const KnownField& entry, Instruction& instruction);
  Status readPrecision(WireReader in, Instruction& instruction);

  // --- values (proto_values.cc) ---
  Status readGroups(const WireReader& in, const WireField& field, std::vector<std::vector<int64_t>>& groups);
  Status readDeviceList(WireReader in, std::vector<std::vector<int64_t>>& groups);
  Status readIotaGroups(WireReader in, std::vector<std::vector<int64_t>>& groups);
  Status readMeshGroups(WireReader in, std::vector<std::vector<int64_t>>& groups);
  StatusOr<Shape> readShape(WireReader in, int depth = 0);
  StatusOr<ir::Attribute> readLiteral(WireReader in, const ir::Type& type, int depth = 0);

  std::string_view file_, name_;
  HloModule& module_;
  absl::flat_hash_map<int64_t, uint32_t> computations_, instructions_;  // by id
  std::vector<std::string> fileNames_;
  std::vector<FilePosition> filePositions_;
  std::vector<int64_t> frames_;
  int64_t operations_ = 0;
};

}  // namespace partita::hlo
