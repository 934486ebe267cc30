#pragma once
// The reader behind readText (frontends/text/reader.h). One class over several files: cursor.cc (tokens, what is
// expected), types.cc, constants.cc, attributes.cc, structures.cc (#stablehlo.gather<…> and its like), shardings.cc
// (Shardy), locations.cc, operations.cc (operations, values, regions), pretty.cc and pretty_regions.cc (one function
// for each Form), functions.cc (the module and its functions).
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "frontends/text/cursor.h"
#include "frontends/text/forms.h"

namespace partita::ir {

class TextReader : public Cursor {
 public:
  TextReader(std::string_view text, std::string_view filename, Module& module)
      : Cursor(text, filename), module_(module) {}
  Status read();
  StatusOr<Attribute> readAttribute();  // the whole text is one

 private:
  struct ResultName {
    std::string_view name;  // with %
    size_t offset = 0;
    int64_t count = 1;
  };
  struct NamedArgument {
    std::string_view name;  // with %; empty where there is none
    size_t offset = 0;
    Argument argument;
  };
  using ResultNames = absl::InlinedVector<ResultName, 2>;
  using Types = absl::InlinedVector<Type, 4>;
  // Types behind the last colon of an operation. A plain list is in `results`.
  struct Signature {
    bool functional = false;  // (operands) -> results
    Types operands, results;
    size_t offset = 0;
  };
  // The values under one name: those of an operation have consecutive ids.
  struct Values {
    uint32_t first = 0, count = 1;
  };
  // A scanned element of dense<…>.
  struct Element {
    Token token;
    bool negative = false;
  };
  using AttributeHandler = std::function<Status(std::string_view name, size_t offset)>;

  // --- types (types.cc) ---
  StatusOr<Type> parseType();       // any
  StatusOr<Type> parseValueType();  // what a value may have
  StatusOr<Type> parseTensor();
  Status parseEncoding(TypeData& type);
  StatusOr<Type> parseElementType(size_t begin);
  StatusOr<Type> parseDialectType();
  StatusOr<Type> parseQuantized(size_t begin);
  StatusOr<Type> parseFunctionType();
  StatusOr<Type> parseOpaqueType();
  StatusOr<Types> parseTypeList(bool parenthesised);
  StatusOr<Signature> parseSignature();
  bool atType() const;

  // --- constants (constants.cc) ---
  StatusOr<Attribute> parseDense(Type* typed = nullptr);  // dense<…> : type; TYPED gets the type
  StatusOr<Literal> literalFromElements(const std::vector<Element>& elements, const std::vector<int64_t>& shape,
                                        bool isList, const TensorType& type, size_t offset);
  // SKIP: bytes before the elements.
  StatusOr<Literal> literalFromHex(const Token& token, const TensorType& type, size_t skip = 0);
  StatusOr<Attribute> parseResource(Type* typed);  // dense_resource<name> : type
  // {-# dialect_resources: { builtin: { name: "0x…" } } #-}, the section behind a module; the cursor at its brace.
  Status parseResourceSection(bool keep);
  bool atResourceSection() const { return lexer_.text().substr(token_.begin).starts_with("{-#"); }
  Status storeElement(const Element& element, DType dtype, std::byte* out);

  // --- attributes (attributes.cc) ---
  // { a = 1, b } up to and with the closing bracket, the cursor behind the opening one. HANDLE is called with each
  // name, the cursor at '=' or behind the name.
  Status parseDictionary(char close, const AttributeHandler& handle);
  Status parseAttributes(Attributes& into, std::string_view owner);  // the cursor behind '{'
  // The value behind '='. OWNER: the operation whose attribute it is, "" where structures stay together.
  Status parseNamedValue(Attributes& into, std::string_view name, std::string_view owner, size_t offset);
  Status addAttribute(Attributes& into, std::string_view name, Attribute value, size_t offset);
  StatusOr<Attribute> parseAttribute();
  StatusOr<Attribute> parseNumber();
  StatusOr<Attribute> parseWordAttribute();
  StatusOr<Attribute> parseDialectAttribute();
  StatusOr<Array> parseArray();
  StatusOr<Ints> parseInts();             // [1, 2], array<i64: 1, 2>
  StatusOr<Attribute> parseTypedArray();  // array<T: …>
  StatusOr<std::vector<int64_t>> parseIntegers(char close);
  StatusOr<bool> parseBool();
  StatusOr<Keyword> parseKeyword();  // LT, #stablehlo<comparison_direction LT>
  StatusOr<Array> parseKeywords();   // a list of them, or one
  // Reads what the alias at the cursor stands for by READ, the cursor goes behind the alias. Nothing where there is no
  // alias at the cursor.
  template <typename Read>
  auto throughAlias(const Read& read) -> std::optional<decltype(read())>;

  // --- structured attributes (structures.cc) ---
  bool atStructure() const;  // one whose fields are the operation's attributes
  Status parseStructure(Attributes& into, std::string_view name, std::string_view owner);
  Status parseFields(Attributes& into, std::string_view kind, std::string_view name, std::string_view owner);
  Status parseDimensionNumbers(Attributes& into);
  StatusOr<std::optional<Attribute>> parseRecord(std::string_view kind);
  Status parseSubAxis(Attributes& into, size_t offset);

  // --- shardings (shardings.cc) ---
  StatusOr<Mesh> parseMesh();  // <["x"=2], device_ids=[…]>
  StatusOr<std::vector<AxisName>> parseAxes(bool* open);
  StatusOr<TensorSharding> parseSharding();                // <@mesh, [...], ...>, with or without "#sdy.sharding"
  StatusOr<std::vector<TensorSharding>> parseShardings();  // [<…>, <…>], #sdy.sharding_per_value<[…]>, or one sharding
  StatusOr<Array> parseManualAxes();                       // {"x", "y"}

  // --- locations (locations.cc) ---
  StatusOr<Location> parseLocation();  // loc(…), the cursor at "loc"
  StatusOr<Location> parseLocationBody();
  Status parseOptionalLocation(Location& into);
  Status skipLocation();

  // --- operations (operations.cc) ---
  Status parseOperation(Block& block);
  Status parseGeneric(Operation& op, Signature& signature);
  Status finishOperation(Operation& op, const Signature& signature, const ResultNames& names);
  Status checkOperandTypes(const Operation& op, const Signature& signature) const;
  Status defineResults(Operation& op, const Types& types, const ResultNames& names);
  Status skipOperation(Operation& op, const ResultNames& names);
  bool beginsOperation() const;
  Status parseRegion(Region& region, const std::vector<NamedArgument>* arguments);
  Status parseBlocks(Region& region, bool header);
  StatusOr<std::vector<NamedArgument>> parseBlockArguments();  // (%a: T, %b: T)
  Status addArguments(Block& block, const std::vector<NamedArgument>& arguments);
  StatusOr<ValueId> parseValue();
  Status parseValues(char close, std::vector<ValueId>& into);
  Status define(std::string_view name, Values values, size_t offset);
  ValueId newValue(Type type) { return function_->values.add(std::move(type)); }
  const Type& typeOf(ValueId value) const { return function_->values[value]; }

  // --- forms (pretty.cc) ---
  Status parsePretty(Operation& op, const OperationForm& form, Signature& signature);
  Status parseItems(Operation& op, const OperationForm& form);
  Status parseItem(Operation& op, const Item& item);
  Status parseCompare(Operation& op);
  Status parseSlice(Operation& op);
  Status parseConstant(Operation& op, Signature& signature);
  Status parsePair(Operation& op, std::string_view first, std::string_view second);
  Status parseDotGeneral(Operation& op);
  Status parseConvolution(Operation& op);
  Status parseReduce(Operation& op, Signature& signature);
  Status parseWhile(Operation& op, Signature& signature);
  Status parseScan(Operation& op, Signature& signature);
  Status parseReducePrecision(Operation& op);
  Status parseComposite(Operation& op);
  Status parseReturn(Operation& op, Signature& signature);
  Status parseNamedComputation(Operation& op);
  Status parseResharded(Operation& op, const OperationForm& form);
  Status parseManualComputation(Operation& op);
  Status parseParenthesisedOperands(Operation& op);
  Status parseAttributesAndSignature(Operation& op, Signature& signature);
  void fillBinaryRegion(Operation& op, std::string_view name, const Type& type);

  // --- module (functions.cc) ---
  void findAliases();
  Status findResources();
  Status parseModule();
  Status parseAlias();
  Status parseFunction();
  Status parseFunctionArguments(Function& function, std::vector<NamedArgument>& arguments);
  Status parseFunctionResults(Function& function);
  Status parseFunctionBody(Function& function, const std::vector<NamedArgument>* arguments);
  size_t linesOfBody();
  Status parseGenericItem(std::string_view name);
  Status parseGenericFunction(size_t offset);
  Status parseNamedMesh();
  Status parseGenericMesh(size_t offset);
  Status openGenericModule();
  Status closeGenericModule();
  Status skipUnknownItem(std::string_view name);

  // Aliases that stand for lists of aliases grow without bound.
  static constexpr int kMaxNestedAliases = 1 << 18;
  static const Status& statusOf(const Status& status) { return status; }
  template <typename T>
  static const Status& statusOf(const StatusOr<T>& value) {
    return value.status();
  }

  Module& module_;
  int aliasDepth_ = 0, nestedAliases_ = 0;
  Function* function_ = nullptr;         // that is being read
  bool atEntry_ = false;                 // its first block is next, whose arguments are not known
  size_t bodyEnd_ = 0;                   // linesOfBody()'s
  size_t expectedOperations_ = 0;        // in this block, about
  std::vector<NamedArgument> labelled_;  // the arguments that this block names
  // Names of its values; those of a region end with it.
  absl::flat_hash_map<absl::string_view, Values> names_;
  std::vector<std::string_view> nameOrder_;
  absl::flat_hash_map<absl::string_view, size_t> aliases_;  // "#loc3", "!t" -> offset of its value
  absl::flat_hash_map<absl::string_view, Location> locations_;
  absl::flat_hash_map<absl::string_view, Type> types_;  // tensor types by their text
  struct Resource {
    Token bytes;
    std::optional<Elements> elements;  // as they were last asked for
  };
  absl::flat_hash_map<std::string, Resource> resources_;
};

template <typename Read>
auto TextReader::throughAlias(const Read& read) -> std::optional<decltype(read())> {
  if (token_.kind != TokenKind::kAttribute && token_.kind != TokenKind::kType) return std::nullopt;
  const auto alias = aliases_.find(toAbsl(spelling()));
  if (alias == aliases_.end()) return std::nullopt;
  if (Status deep = nest(token_.begin); !deep.ok()) return deep;
  if (aliasDepth_ > 0 && ++nestedAliases_ > kMaxNestedAliases)
    return failAt(token_.begin, "expected at most ", kMaxNestedAliases, " uses of aliases within aliases, found more");
  const size_t back = token_.end;
  moveTo(alias->second);
  ++aliasDepth_;
  auto value = read();
  --aliasDepth_;
  if (Status failed = statusOf(value); !failed.ok()) return failed;  // the cursor stays at what is wrong
  moveTo(back);
  unnest();
  return value;
}

}  // namespace partita::ir
