#pragma once
// The attributes and types of a bytecode file, by their numbers: each is decoded when it is first asked for, and kept.
//
// Entries name each other by number, so a small file can say a large value: what is copied, or walked again, is counted
// against a limit that grows with the file, and values that nest deeply, or name themselves, are errors. Locations say
// nothing but where something comes from: of one that nests deeply the rest is left out.
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
  StatusOr<const ir::Attribute*> attribute(ByteCursor& in);
  StatusOr<const ir::Attribute*> optionalAttribute(ByteCursor& in);  // null where there is none
  StatusOr<ir::Type> type(ByteCursor& in);
  StatusOr<Location> location(ByteCursor& in);
  StatusOr<std::string_view> string(ByteCursor& in);

  // A copy, counted.
  StatusOr<ir::Attribute> copied(const ir::Attribute* attribute);
  // Counts what is made of entries: COPY, or units of about 128 bytes. Fails beyond the limit.
  Status charge(const ir::Attribute& copy);
  Status charge(size_t units);

 private:
  class Nesting;  // entries being decoded, one within another
  // Of an entry's value, with all that it names.
  struct Extent {
    int depth = 0;
    size_t types = 0;  // nodes of a type, written out
  };

  StatusOr<ir::Attribute> decodeAttribute(const Entry& entry);
  StatusOr<ir::Type> decodeType(const Entry& entry);
  StatusOr<Location> decodeLocation(const Entry& entry);

  std::string_view dialect(const Entry& entry) const { return container_.dialects[entry.dialect]; }
  StatusOr<std::string_view> text(const Entry& entry) const;  // of an entry that its dialect did not encode

  // --- the builtin dialect (builtin.cc) ---
  StatusOr<ir::Attribute> builtinAttribute(ByteCursor& in);
  StatusOr<ir::Type> builtinType(ByteCursor& in);
  StatusOr<std::string_view> stringAttribute(ByteCursor& in);  // whose number is at the cursor
  StatusOr<ir::Array> array(ByteCursor& in);
  StatusOr<std::vector<ir::Type>> types(ByteCursor& in);
  StatusOr<ir::Type> functionType(ByteCursor& in);
  StatusOr<ir::Type> complexType(ByteCursor& in);
  StatusOr<ir::Attribute> dictionary(ByteCursor& in);
  StatusOr<ir::Attribute> symbol(ByteCursor& in);
  StatusOr<ir::Attribute> denseArray(ByteCursor& in);
  StatusOr<ir::Attribute> integer(ByteCursor& in);
  StatusOr<ir::Attribute> floating(ByteCursor& in);
  StatusOr<ir::Attribute> elements(ByteCursor& in);
  StatusOr<ir::Type> tensor(ByteCursor& in, Dims bounds);
  StatusOr<Dims> bounds(ByteCursor& in);  // from a tensor's encoding

  // --- VHLO (vhlo.cc) ---
  StatusOr<ir::Attribute> vhloAttribute(ByteCursor& in);
  StatusOr<ir::Type> vhloType(ByteCursor& in);
  StatusOr<ir::Type> quantizedType(ByteCursor& in, bool perAxis);
  StatusOr<ir::Attribute> resultAccuracy(ByteCursor& in);
  StatusOr<ir::Attribute> meshRecord(ByteCursor& in, uint64_t code);

  // --- Shardy (sdy.cc) ---
  StatusOr<ir::Attribute> sdyAttribute(ByteCursor& in);
  StatusOr<ir::Attribute> sdyMesh(ByteCursor& in);
  StatusOr<MeshAxis> sdyMeshAxis(ByteCursor& in);
  StatusOr<ir::TensorSharding> sdySharding(ByteCursor& in, uint64_t code);
  StatusOr<ir::DimAxes> sdyDimension(ByteCursor& in);
  StatusOr<ir::AxisName> sdyAxis(ByteCursor& in);
  StatusOr<std::vector<ir::AxisName>> sdyAxes(ByteCursor& in);
  StatusOr<ir::Attribute> sdyRule(ByteCursor& in);
  // The entry of DIALECT whose number is at the cursor, behind its code, which must be one of CODES.
  StatusOr<ByteCursor> open(ByteCursor& in, std::string_view dialect, std::initializer_list<uint64_t> codes,
                            std::string_view what, uint64_t* code = nullptr);

  const Container& container_;
  std::vector<std::unique_ptr<ir::Attribute>> attributes_;
  std::vector<ir::Type> types_;
  std::vector<Extent> attributeExtents_, typeExtents_;
  std::vector<std::unique_ptr<Location>> locations_;  // by the number of their attribute
  int depth_ = 0;                                     // of entries being decoded
  Extent named_;                                      // what the entry being decoded has named so far
  size_t spent_ = 0, limit_ = 0;
};

}  // namespace partita::bytecode
