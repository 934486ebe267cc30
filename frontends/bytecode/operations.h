#pragma once
// The operations of portable bytecode: VHLO's of every version, Shardy's, and the two of MLIR itself. What a file says
// of one, as StableHLO has it.
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "frontends/bytecode/entries.h"
#include "frontends/module/module.h"

namespace partita::bytecode {

// How an attribute becomes StableHLO's.
enum class PropertyForm : uint8_t {
  kAsIs,
  kInts,      // a tensor: a list of integers
  kUnit,      // a boolean: there or not
  kSymbol,    // a string: the name of a function
  kSymbols,   // a list of strings
  kChannel,   // the number of a channel, whose type is 0
  kAccuracy,  // left out where it asks for nothing
  kDropped,   // of an older version; it said nothing
};

struct Property {
  std::string name;
  PropertyForm form = PropertyForm::kAsIs;
  bool optional = false;  // in the file
  // The value that StableHLO leaves out: a number (all elements), "[]" (empty), "false", "none", a keyword; or nothing.
  std::string omitted;
};

struct OperationSpec {
  std::string name;                  // in StableHLO: "stablehlo.add"
  std::vector<Property> properties;  // in the order of the file
};

// The spec of "vhlo.add_v1"; null of an unknown operation.
const OperationSpec* findOperation(std::string_view dialect, std::string_view name);

// The newest one that is StableHLO's operation NAME, up to version 1.16.0; INFILE gets its name there. Null without
// one.
const OperationSpec* newestOperation(std::string_view name, std::string* inFile);

// One of ATTRIBUTES that operation NAME has since a version after 1.16.0; null without one. To be asked with those that
// newestOperation() does not have.
const Property* newerProperty(std::string_view name, const ir::Attributes& attributes);

// Why the operation is unknown, and what to do.
Status unknownOperation(std::string_view dialect, std::string_view name, std::string_view producer);

// Adds PROPERTY with VALUE (null: an optional one that is not there) to ATTRIBUTES.
Status addProperty(const Property& property, const ir::Attribute* value, Entries& entries, ir::Attributes& attributes);

// A list of a few numbers for each dimension as Ints, however it is given.
StatusOr<ir::Attribute> asIntegers(const ir::Attribute& attribute);

}  // namespace partita::bytecode
