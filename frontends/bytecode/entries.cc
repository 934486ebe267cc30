#include "frontends/bytecode/entries.h"

#include <algorithm>
#include <utility>

namespace partita::bytecode {
namespace {

constexpr int kMaxNesting = 48;
constexpr size_t kMaxTypeNodes = size_t{1} << 20, kTypeNodesPerUnit = 16;
// Units are of about so many bytes in memory. A program repeats its attributes (of arguments, results, shardings), but
// not without end.
constexpr size_t kUnitBytes = 128, kUnitsAlways = size_t{1} << 20, kUnitsPerByte = 8;

size_t weightOf(const ir::Attribute& attribute);

size_t weightOf(const std::vector<ir::AxisName>& axes) { return axes.size() / 2; }

struct Weight {
  size_t operator()(const std::string& text) const { return 1 + text.size() / kUnitBytes; }
  size_t operator()(const ir::Symbol& symbol) const { return 1 + symbol.name.size() / kUnitBytes; }
  size_t operator()(const ir::Text& text) const { return 1 + text.text.size() / kUnitBytes; }
  size_t operator()(const ir::Ints& ints) const { return 1 + ints.values.size() * sizeof(int64_t) / kUnitBytes; }
  size_t operator()(const ir::Array& array) const {
    size_t out = 1;
    for (const ir::Attribute& element : array) out += weightOf(element);
    return out;
  }
  size_t operator()(const ir::Attributes& attributes) const {
    size_t out = 1;
    for (const ir::NamedAttribute& a : attributes.list()) out += 1 + a.name.size() / kUnitBytes + weightOf(a.value);
    return out;
  }
  size_t operator()(const std::vector<ir::TensorSharding>& shardings) const {
    size_t out = 1;
    for (const ir::TensorSharding& sharding : shardings) {
      out += 2 + weightOf(sharding.replicated) + weightOf(sharding.unreduced);
      if (sharding.inlined) out += 1 + sharding.inlined->axes.size() + sharding.inlined->deviceIds.size() / 16;
      for (const ir::DimAxes& dim : sharding.dims) out += 1 + weightOf(dim.axes);
    }
    return out;
  }
  size_t operator()(const Mesh& mesh) const { return 2 + mesh.axes.size() + mesh.deviceIds.size() / 16; }
  template <typename T>
  size_t operator()(const T&) const {
    return 1;
  }
};

size_t weightOf(const ir::Attribute& attribute) { return std::visit(Weight{}, attribute.value); }

}  // namespace

// While an entry is decoded. How deep its value is does not follow from how deep decoding is: what it names may have
// been decoded before.
class Entries::Nesting {
 public:
  explicit Nesting(Entries& entries) : entries_(entries), outer_(std::exchange(entries.named_, Extent())) {
    ++entries_.depth_;
  }
  ~Nesting() {
    --entries_.depth_;
    entries_.named_ = outer_;
  }
  int depth() const { return std::max(entries_.depth_, extent().depth); }
  Status status(const Entry& entry) const {
    if (depth() <= kMaxNesting) return {};
    return invalidAt(entry.span.begin, "attributes or types name each other in a circle, or more than ", kMaxNesting,
                     " deep");
  }
  // Of the entry, when it has been decoded.
  Extent extent() const { return {entries_.named_.depth + 1, entries_.named_.types + 1}; }

 private:
  Entries& entries_;
  Extent outer_;
};

Entries::Entries(const Container& container)
    : container_(container),
      attributes_(container.attributes.size()),
      types_(container.types.size()),
      attributeExtents_(container.attributes.size()),
      typeExtents_(container.types.size()),
      locations_(container.attributes.size()),
      limit_(kUnitsAlways + kUnitsPerByte * container.file.size()) {}

Status Entries::charge(size_t units) {
  spent_ += units;
  if (spent_ <= limit_) return {};
  return invalidArgument("the program repeats its attributes to more than ", limit_,
                         " values, which is out of proportion to a file of ", container_.file.size(), " bytes");
}

StatusOr<std::string_view> Entries::text(const Entry& entry) const {
  ByteCursor in = container_.cursor(entry.span);
  const std::string_view out = in.untilNul();
  RETURN_IF_ERROR(in.finish("an entry of text"));
  return out;
}

StatusOr<const ir::Attribute*> Entries::attribute(uint64_t index) {
  if (index >= attributes_.size())
    return invalidArgument("expected one of ", attributes_.size(), " attributes, found number ", index);
  if (attributes_[index] == nullptr) {
    const Entry& entry = container_.attributes[index];
    const Nesting nesting(*this);
    RETURN_IF_ERROR(nesting.status(entry));
    ASSIGN_OR_RETURN(ir::Attribute decoded, decodeAttribute(entry));
    RETURN_IF_ERROR(nesting.status(entry));
    RETURN_IF_ERROR(charge(decoded));
    attributeExtents_[index] = nesting.extent();
    attributes_[index] = std::make_unique<ir::Attribute>(std::move(decoded));
  }
  named_.depth = std::max(named_.depth, attributeExtents_[index].depth);
  return attributes_[index].get();
}

StatusOr<ir::Type> Entries::type(uint64_t index) {
  if (index >= types_.size()) return invalidArgument("expected one of ", types_.size(), " types, found number ", index);
  if (types_[index] == nullptr) {
    const Entry& entry = container_.types[index];
    const Nesting nesting(*this);
    RETURN_IF_ERROR(nesting.status(entry));
    ASSIGN_OR_RETURN(ir::Type decoded, decodeType(entry));
    RETURN_IF_ERROR(nesting.status(entry));
    typeExtents_[index] = nesting.extent();
    if (typeExtents_[index].types > kMaxTypeNodes)
      return invalidAt(entry.span.begin, "expected a type of at most ", kMaxTypeNodes, " parts, found more");
    types_[index] = std::move(decoded);
  }
  const Extent& extent = typeExtents_[index];
  named_.depth = std::max(named_.depth, extent.depth);
  named_.types += extent.types;
  RETURN_IF_ERROR(charge(extent.types / kTypeNodesPerUnit));  // who has it compares it, or prints it
  return types_[index];
}

StatusOr<Location> Entries::location(uint64_t index) {
  if (index >= locations_.size())
    return invalidArgument("expected one of ", locations_.size(), " attributes, found number ", index);
  if (locations_[index] == nullptr) {
    const Entry& entry = container_.attributes[index];
    const Nesting nesting(*this);
    if (nesting.depth() >= kMaxNesting) return Location();  // it may name strings yet
    ASSIGN_OR_RETURN(Location decoded, decodeLocation(entry));
    locations_[index] = std::make_unique<Location>(std::move(decoded));
  }
  const Location& out = *locations_[index];
  RETURN_IF_ERROR(charge((out.file.size() + out.stack.size()) / kUnitBytes));
  return out;
}

namespace {

// The number at the cursor, of one of SIZE things.
StatusOr<uint64_t> numberBelow(ByteCursor& in, size_t size, std::string_view what) {
  const size_t offset = in.offset();
  const uint64_t index = in.varint();
  RETURN_IF_ERROR(in.status());
  if (index >= size) return invalidAt(offset, "expected one of ", size, " ", what, ", found number ", index);
  return index;
}

}  // namespace

StatusOr<const ir::Attribute*> Entries::attribute(ByteCursor& in) {
  ASSIGN_OR_RETURN(const uint64_t index, numberBelow(in, attributes_.size(), "attributes"));
  return attribute(index);
}

StatusOr<const ir::Attribute*> Entries::optionalAttribute(ByteCursor& in) {
  bool present = false;
  const uint64_t index = in.varintWithFlag(&present);
  RETURN_IF_ERROR(in.status());
  if (!present) return nullptr;
  return attribute(index);
}

StatusOr<ir::Type> Entries::type(ByteCursor& in) {
  ASSIGN_OR_RETURN(const uint64_t index, numberBelow(in, types_.size(), "types"));
  return type(index);
}

StatusOr<Location> Entries::location(ByteCursor& in) {
  ASSIGN_OR_RETURN(const uint64_t index, numberBelow(in, locations_.size(), "attributes"));
  return location(index);
}

StatusOr<std::string_view> Entries::string(ByteCursor& in) {
  ASSIGN_OR_RETURN(const uint64_t index, numberBelow(in, container_.strings.size(), "strings"));
  return container_.strings[index];
}

Status Entries::charge(const ir::Attribute& copy) { return charge(weightOf(copy)); }

StatusOr<ir::Attribute> Entries::copied(const ir::Attribute* attribute) {
  RETURN_IF_ERROR(charge(*attribute));
  return *attribute;
}

StatusOr<ir::Attribute> Entries::decodeAttribute(const Entry& entry) {
  if (!entry.custom) {
    ASSIGN_OR_RETURN(const std::string_view written, text(entry));
    return ir::Attribute{ir::Text{std::string(written)}};
  }
  ByteCursor in = container_.cursor(entry.span);
  const std::string_view name = dialect(entry);
  StatusOr<ir::Attribute> out = name == "vhlo"      ? vhloAttribute(in)
                                : name == "builtin" ? builtinAttribute(in)
                                : name == "sdy"     ? sdyAttribute(in)
                                                    : unimplemented("attributes of dialect ", quoted(name));
  if (!out.ok()) return out.status();
  RETURN_IF_ERROR(in.finish("an attribute"));
  return out;
}

StatusOr<ir::Type> Entries::decodeType(const Entry& entry) {
  if (!entry.custom) {  // f8E4M3FN and its like have no code
    ASSIGN_OR_RETURN(const std::string_view written, text(entry));
    if (const StatusOr<DType> dtype = parseDType(written); dtype.ok()) return ir::elementType(*dtype);
    return ir::otherType(std::string(written));
  }
  ByteCursor in = container_.cursor(entry.span);
  const std::string_view name = dialect(entry);
  StatusOr<ir::Type> out = name == "vhlo"      ? vhloType(in)
                           : name == "builtin" ? builtinType(in)
                                               : unimplemented("types of dialect ", quoted(name));
  if (!out.ok()) return out.status();
  RETURN_IF_ERROR(in.finish("a type"));
  return out;
}

}  // namespace partita::bytecode
