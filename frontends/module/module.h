#pragma once
// A program as it was written: what every reader (text, bytecode, HLO) fills and the importer turns into a Graph.
//
// It has MLIR's structure, functions of regions of blocks of operations, and StableHLO's words: an operation has the
// name of the newest version of its dialect, and its attributes the names of the generic form. Structured attributes
// are taken apart: the fields of #stablehlo.gather<…>, #stablehlo.conv<…> and the like are attributes of the operation
// by themselves, a field that is left out is absent. Nothing is checked beyond what reading needs: what the operations
// mean is the importer's.
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/ids.h"
#include "base/types.h"
#include "devices/mesh.h"
#include "graph/graph.h"
#include "graph/literal.h"

namespace partita::ir {

// --- types ---

inline constexpr int64_t kDynamic = std::numeric_limits<int64_t>::min();  // a dimension, or a bound that is not given

struct TypeData;
// Immutable and shared; null only where a reader found none. Compared by sameType().
using Type = std::shared_ptr<const TypeData>;

enum class TypeKind : uint8_t {
  kElement,  // f32, i1, complex<f64>: dtype
  kIndex,
  kNone,
  kToken,
  kQuantized,  // !quant.uniform<…>: `quantized`
  kTensor,     // dims, parts[0] the element type, bounds
  kUnranked,   // tensor<*xT>: parts[0]
  kTuple,      // parts
  kFunction,   // parts: inputs, then results
  kFuture,     // parts
  kOther,      // of a dialect that is not known: text
};

// !quant.uniform<i8:f32:1, {0.1:-3, 0.2}>
struct Quantized {
  DType storage = DType::kI8, expressed = DType::kF32;
  int64_t dim = -1;  // -1: one scale for the whole tensor
  std::vector<double> scales;
  std::vector<int64_t> zeroPoints;
  int64_t low = 0, high = 0;  // of stored values
  friend bool operator==(const Quantized&, const Quantized&) = default;
};

// Of what STORAGE can hold: the range that text leaves out.
std::pair<int64_t, int64_t> storedRange(DType storage);

struct TypeData {
  TypeKind kind = TypeKind::kNone;
  DType dtype = DType::kF32;
  Dims dims;
  Dims bounds;  // as many as dims, or none
  std::vector<Type> parts;
  size_t inputs = 0;  // kFunction
  Quantized quantized;
  std::string text;  // kOther; of kTensor an encoding that is not known, as it was written
};

// The least and the greatest value that quantized elements stored as DTYPE can have.
std::pair<int64_t, int64_t> storedRange(DType dtype);

Type elementType(DType dtype);
Type tensorType(Type element, Dims dims, Dims bounds = {});
Type tensorType(const TensorType& type);
Type makeType(TypeKind kind, std::vector<Type> parts = {}, size_t inputs = 0);
Type otherType(std::string text);  // of a dialect, or that nothing here computes with: as text has it
bool sameType(const Type& a, const Type& b);
// As StableHLO prints it.
std::string toString(const Type& type);
// The type of a Graph's value: tensors of static sizes and plain elements, tokens. Nothing for all others.
std::optional<TensorType> staticType(const Type& type);

// Where something stands in the file: messages say it.
struct Place {
  int line = 0, column = 0;  // text: from 1
  int64_t operation = -1;    // bytecode: its number in the order of the file
  const Place& orElse(const Place& other) const { return line > 0 || operation >= 0 ? *this : other; }
};

// MLIR's nested locations as the one of an operation: the place in a file comes from the first that has one, the name
// stack from the first that has a name. Nothing is said by a longer stack or name of a file than kMaxLocationText.
inline constexpr size_t kMaxLocationText = 2048;
void mergeLocation(Location& into, const Location& from);
void clipLocation(Location& location);

// --- shardings, by names: the meshes are known when the whole module has been read ---

struct AxisName {
  std::string name;
  int64_t pre = 1, size = 0;  // of a sub-axis; 0: the whole axis
  friend bool operator==(const AxisName&, const AxisName&) = default;
};
struct DimAxes {
  std::vector<AxisName> axes;
  bool open = false;
  int priority = 0;
  friend bool operator==(const DimAxes&, const DimAxes&) = default;
};
struct TensorSharding {
  std::string mesh;             // its symbol, or
  std::optional<Mesh> inlined;  // the mesh itself
  std::vector<DimAxes> dims;
  std::vector<AxisName> replicated, unreduced;
  ReductionKind reduction = ReductionKind::kSum;
  Place place;
  // Wherever they are written.
  friend bool operator==(const TensorSharding& a, const TensorSharding& b) {
    return a.mesh == b.mesh && a.inlined == b.inlined && a.dims == b.dims && a.replicated == b.replicated &&
           a.unreduced == b.unreduced && a.reduction == b.reduction;
  }
};

// --- attributes ---

struct Attribute;
struct Integer {
  int64_t value = 0;
  Type type;  // i64, ui8, index
};
struct Float {
  double value = 0;
  Type type;
};
struct Symbol {
  std::string name;  // "f", "a::@b"
};
struct Keyword {
  std::string word;  // of an enumeration: LT, THREE_FRY
};
struct Elements {  // dense<…>
  Type type;
  Literal literal;  // of the stored elements where they are quantized
};
struct Ints {  // array<i64: …>, [1, 2] in a pretty form; booleans are 0 and 1
  std::vector<int64_t> values;
  Type type;  // of an element; null: i64
};
struct Text {  // of a dialect that is not known, as it was written
  std::string text;
};
using Array = std::vector<Attribute>;
struct NamedAttribute;
// Sorted by name, each once.
class Attributes {
 public:
  const Attribute* find(std::string_view name) const;
  // False where NAME is there already, which stays as it is. PLACE is where it is written, where that is known better
  // than of the operation.
  bool add(std::string name, Attribute value, Place place = {});
  void erase(std::string_view name);
  const std::vector<NamedAttribute>& list() const { return list_; }
  bool empty() const { return list_.empty(); }

 private:
  std::vector<NamedAttribute> list_;
};

struct Attribute {
  std::variant<std::monostate /*unit*/, bool, Integer, Float, std::string, Symbol, Keyword, Type, Elements, Ints, Array,
               Attributes, std::vector<TensorSharding>, Mesh, Text>
      value;
};
struct NamedAttribute {
  std::string name;
  Attribute value;
  Place place;
};
// As MLIR prints it within a dictionary: "1 : i32", "[1, 2]", "{a = \"b\"}".
std::string toString(const Attribute& attribute);
std::string toString(const Attributes& attributes);

// --- operations ---

using ValueId = Id<struct IrValueTag>;

struct Region;
struct Operation {
  std::string name;  // "stablehlo.add", "func.call", "func.return"
  std::vector<ValueId> operands, results;
  Attributes attributes;  // inherent and discardable ones
  std::vector<Region> regions;
  Location location;  // as written; textLine is the line of `place`
  Place place;
  Place types;  // of the types behind it
};
struct Block {
  std::vector<ValueId> arguments;
  std::vector<Operation> operations;  // the last one is the terminator
};
struct Region {
  std::vector<Block> blocks;
};

struct Argument {
  Type type;
  Attributes attributes;
  Location location;
  Place place;
};

struct Function {
  std::string name;
  bool isPublic = true;
  bool saysPublic = false;  // in words, which it need not
  std::vector<Argument> arguments;
  std::vector<Argument> results;
  std::optional<Region> body;      // arguments of its first block are the function's
  IdVector<ValueId, Type> values;  // of the body and all regions in it
  Attributes attributes;
  Location location;
  Place place;
};

struct NamedMesh {
  std::string name;
  Mesh mesh;
  Attributes attributes;
  Place place;
};

struct Module {
  std::string file;  // for messages
  std::string name;
  Attributes attributes;
  std::vector<NamedMesh> meshes;
  std::vector<Function> functions;
  std::vector<Operation> others;  // at the top of the module, known to nobody
  // Those that the program was exported for, in the order of its platform index: "tpu", "cpu". None: not known.
  std::vector<std::string> platforms;

  // "step.mlir:12:8", "step.mlir.bc: operation 37"
  std::string where(const Place& place) const;
};

}  // namespace partita::ir
