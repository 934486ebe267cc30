#pragma once
// The reader behind readHloText (frontends/hlo/hlo.h). One class over several files: text_reader.cc (the module and its
// computations), text_shapes.cc (shapes and constants), text_attributes.cc.
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "frontends/hlo/hlo_module.h"
#include "frontends/hlo/text_cursor.h"

namespace partita::hlo {

class HloTextReader : public TextCursor {
 public:
  HloTextReader(std::string_view text, std::string_view filename, HloModule& module)
      : TextCursor(text, filename), module_(module) {}
  Status read();

 private:
  // Of an instruction's attributes: what cannot be said before all are known.
  struct Pending {
    std::vector<uint32_t> branches;  // true_computation, false_computation
    std::string_view algorithm;      // of a dot or of random bits
  };

  // --- the module (text_reader.cc) ---
  Status parseHeader();
  Status parseAliases(bool hasOutput, std::vector<Alias>& out);
  Status parseComputation();
  Status parseInstruction(Computation& computation);
  Status parseOperands(Instruction& instruction);
  // FileNames, FileLocations, StackFrames: tables behind the header.
  bool atTable();
  Status parseTable();
  StatusOr<std::string_view> parseName(std::string_view what);
  StatusOr<uint32_t> parseComputationName();
  Status finish(Instruction& instruction, const Pending& pending, size_t offset);

  // --- shapes and constants (text_shapes.cc) ---
  StatusOr<Shape> parseShape(int depth = 0);
  Status parseLayout(Shape& shape);
  StatusOr<ir::Attribute> parseLiteral(const ir::Type& type);
  Status parseElements(const TensorType& type, size_t dim, std::string& bytes);
  Status parseElement(DType dtype, std::string& bytes);

  // --- attributes (text_attributes.cc) ---
  Status parseAttribute(Instruction& instruction, Pending& pending);
  Status parseSlice(Instruction& instruction);
  Status parsePadding(Instruction& instruction);
  Status parseWindow(Instruction& instruction);
  Status parseDimLabels(Instruction& instruction);
  Status parseReplicaGroups(Instruction& instruction);
  Status addGroups(Instruction& instruction, const std::vector<std::vector<int64_t>>& groups, size_t offset);
  Status parseMetadata(Instruction& instruction);
  StatusOr<ir::Attributes> parseFrontendAttributes();
  // 1_1x-2_0: numbers between '_' in parts between 'x'.
  StatusOr<std::vector<std::vector<int64_t>>> parseParts(std::string_view what);
  Status add(Instruction& instruction, std::string_view name, ir::Attribute value, size_t offset);

  HloModule& module_;
  absl::flat_hash_map<std::string_view, uint32_t> computations_;
  absl::flat_hash_map<std::string_view, uint32_t> instructions_;  // of the computation that is read
  absl::flat_hash_map<int64_t, std::string> fileNames_;
  absl::flat_hash_map<int64_t, FilePosition> filePositions_;
  absl::flat_hash_map<int64_t, int64_t> frames_;  // to file positions
};

}  // namespace partita::hlo
