#pragma once
// StableHLO's attributes that are structures in text, #stablehlo.gather<offset_dims = [1], …>: in a Module their fields
// are attributes of the operation by themselves.
#include <string_view>
#include <vector>

namespace partita::ir {

struct StructureField {
  std::string_view name, text;  // of the operation's attribute; within the structure
};
struct Structure {
  std::string_view kind;                     // "gather"
  std::string_view attribute;                // that it is of an operation, in the generic form
  std::vector<std::string_view> operations;  // that have it; none: all that have the fields
  std::vector<StructureField> fields;        // in the order they are printed
  std::string_view dialect = "#stablehlo.";
};

const std::vector<Structure>& structures();

}  // namespace partita::ir
