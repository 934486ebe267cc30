#pragma once
// The attributes and types of a bytecode file, by their numbers: each is decoded when it is first asked for, and kept.
//
// Entries name each other by number, so a small file can say a large value: what is copied is counted against a limit
// that grows with the file, and references that nest deeply, or in circles, are errors.
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "frontends/bytecode/container.h"
#include "frontends/module/module.h"

namespace partita::bytecode {

class Entries {
 public:
  explicit Entries(const Container& container);

  StatusOr<const ir::Attribute*> attribute(uint64_t index);
  StatusOr<ir::Type> type(uint64_t index);
  StatusOr<Location> location(uint64_t index);
  // The same of the number at the cursor.
  StatusOr<const ir::Attribute*> attribute(Cursor& in);
  StatusOr<const ir::Attribute*> optionalAttribute(Cursor& in);  // null where there is none
  StatusOr<ir::Type> type(Cursor& in);
  StatusOr<Location> location(Cursor& in);
  StatusOr<std::string_view> string(Cursor& in);

  // A copy, counted.
  StatusOr<ir::Attribute> copied(const ir::Attribute* attribute);

 private:
  class Nesting;  // entries being decoded, one within another

  StatusOr<ir::Attribute> decodeAttribute(const Entry& entry);
  StatusOr<ir::Type> decodeType(const Entry& entry);
  StatusOr<Location> decodeLocation(const Entry& entry);
  Status charge(size_t units);

  std::string_view dialect(const Entry& entry) const { return container_.dialects[entry.dialect]; }
  StatusOr<std::string_view> text(const Entry& entry) const;  // of an entry that its dialect did not encode

  // --- the builtin dialect (builtin.cc) ---
  StatusOr<ir::Attribute> builtinAttribute(Cursor& in);
  StatusOr<ir::Type> builtinType(Cursor& in);
  StatusOr<std::string> stringAttribute(Cursor& in);  // whose number is at the cursor
  StatusOr<ir::Array> array(Cursor& in);
  StatusOr<std::vector<ir::Type>> types(Cursor& in);
  StatusOr<ir::Type> functionType(Cursor& in);
  StatusOr<ir::Type> complexType(Cursor& in);
  StatusOr<ir::Attribute> dictionary(Cursor& in);
  StatusOr<ir::Attribute> symbol(Cursor& in);
  StatusOr<ir::Attribute> denseArray(Cursor& in);
  StatusOr<ir::Attribute> integer(Cursor& in);
  StatusOr<ir::Attribute> floating(Cursor& in);
  StatusOr<ir::Attribute> elements(Cursor& in);
  StatusOr<ir::Type> tensor(Cursor& in, Dims bounds);
  StatusOr<Dims> bounds(Cursor& in);  // from a tensor's encoding

  // --- VHLO (vhlo.cc) ---
  StatusOr<ir::Attribute> vhloAttribute(Cursor& in);
  StatusOr<ir::Type> vhloType(Cursor& in);
  StatusOr<ir::Type> quantizedType(Cursor& in, bool perAxis);
  StatusOr<ir::Attribute> resultAccuracy(Cursor& in);
  StatusOr<ir::Attribute> meshRecord(Cursor& in, uint64_t code);

  // --- Shardy (sdy.cc) ---
  StatusOr<ir::Attribute> sdyAttribute(Cursor& in);
  StatusOr<ir::Attribute> sdyMesh(Cursor& in);
  StatusOr<MeshAxis> sdyMeshAxis(Cursor& in);
  StatusOr<ir::TensorSharding> sdySharding(Cursor& in, uint64_t code);
  StatusOr<ir::DimAxes> sdyDimension(Cursor& in);
  StatusOr<ir::AxisName> sdyAxis(Cursor& in);
  StatusOr<std::vector<ir::AxisName>> sdyAxes(Cursor& in);
  StatusOr<ir::Attribute> sdyRule(Cursor& in);
  // The entry of DIALECT whose number is at the cursor, behind its code, which must be one of CODES.
  StatusOr<Cursor> open(Cursor& in, std::string_view dialect, std::initializer_list<uint64_t> codes,
                        std::string_view what, uint64_t* code = nullptr);

  const Container& container_;
  std::vector<std::unique_ptr<ir::Attribute>> attributes_;
  std::vector<size_t> weights_;  // of the attributes, in units
  std::vector<ir::Type> types_;
  std::vector<std::unique_ptr<Location>> locations_;  // by the number of their attribute
  int depth_ = 0;
  size_t spent_ = 0, limit_ = 0;
};

// A type that StableHLO has and this project does not know: TEXT says it.
ir::Type otherType(std::string text);

}  // namespace partita::bytecode
