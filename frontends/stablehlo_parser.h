#pragma once
// The parser behind parseStablehlo (frontends/stablehlo.h). One class over several files: stablehlo_types.cc (types,
// numbers, constants), stablehlo_attributes.cc, stablehlo_sharding.cc (Shardy), stablehlo_location.cc, stablehlo_ops.cc
// (one function for each TextForm), stablehlo_module.cc (the scan of a module, regions, values), stablehlo_functions.cc
// (signatures, calls), stablehlo_missing.cc (what is not supported). Nothing here knows a single op by name where the
// op table can say it.
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "frontends/stablehlo_lexer.h"
#include "graph/graph.h"
#include "graph/op.h"

namespace partita {

// GSPMD's annotation of arguments, results and ops.
inline constexpr std::string_view kGspmdSharding = "mhlo.sharding";
inline constexpr std::string_view kGspmdMissing =
    "mhlo.sharding (GSPMD's annotation; export with Shardy: jax_use_shardy_partitioner)";

class StablehloParser {
 public:
  StablehloParser(std::string_view text, std::string_view filename) : filename_(filename), lexer_(text) {}
  StatusOr<Graph> parse();

 private:
  using Values = absl::InlinedVector<ValueId, 4>;
  struct ResultName {
    std::string_view name;  // with %
    size_t offset = 0;
    int count = 1;
  };
  struct BlockArgument {
    std::string_view name;
    size_t offset = 0;
    TensorType type;
    std::string locationName;
  };
  // Types behind the last colon of an op. `operands` is set by the functional form only; a plain list is in `results`.
  struct Signature {
    std::optional<std::vector<TensorType>> operands;
    std::vector<TensorType> results;
    size_t offset = 0;
  };
  // One op while its text is read.
  struct OpText {
    const OpDef* def = nullptr;
    std::string_view name;
    size_t offset = 0;
    bool generic = false;
    NodeId node;
    std::vector<ValueId> operands;
    AttrDict attrs;
    std::vector<std::optional<Sharding>> shardings;  // of the results
    Signature signature;
  };
  struct Function {
    std::string name;
    size_t signature = 0;  // offset of its parameter list, or of its properties
    size_t end = 0;        // behind the body; 0 when it has none
    bool isPublic = true;
    bool generic = false;  // "func.func"() <{…}> ({…})
    std::string symbol() const { return strCat("@", name); }
  };
  struct Parameter {
    BlockArgument argument;
    AttrDict attrs;
    std::optional<Sharding> sharding;
    std::string locationName;
  };
  struct FunctionResult {
    TensorType type;
    AttrDict attrs;
    std::optional<Sharding> sharding;
  };
  struct FunctionSignature {
    std::vector<Parameter> parameters;
    std::vector<FunctionResult> results;
    size_t bodyOffset = 0;
  };
  // What the program needs and is not built: "op stablehlo.fft".
  struct Missing {
    std::string what;
    std::set<size_t> offsets;  // where; a callee's text counts once
  };
  // Names of one function body. A region's names end with it.
  struct Scope {
    absl::flat_hash_map<absl::string_view, Values> names;
    std::vector<std::string_view> order;
  };
  // A scanned element of dense<…>.
  struct Element {
    Token token;
    bool negative = false;
  };

  // --- cursor (stablehlo_module.cc) ---
  void moveTo(size_t offset) { token_ = lexer_.lex(offset); }
  void advance() { moveTo(token_.end); }
  std::string_view spelling() const { return lexer_.spelling(token_); }
  bool atPunctuation(char c) const {
    return token_.kind == TokenKind::kPunctuation && lexer_.text()[token_.begin] == c;
  }
  bool atWord(std::string_view word) const { return token_.kind == TokenKind::kWord && spelling() == word; }
  bool atClosedAngle() const { return atPunctuation('>'); }
  bool accept(char c);
  bool acceptWord(std::string_view word);
  bool acceptArrow();
  Status expect(char c, std::string_view where);
  Status expectWord(std::string_view word);
  std::string place(size_t offset) const;  // "file:12:8"
  template <typename... Parts>
  Status failAt(size_t offset, const Parts&... parts) const {
    return invalidArgument(place(offset), ": ", parts...);
  }
  Status expected(std::string_view what) const;  // "file:12:8: expected WHAT, found 'x'"
  Status nest(size_t offset);                    // one level deeper, or an error

  // --- what is not supported (stablehlo_missing.cc) ---
  // Notes that the program needs WHAT, so that reading can go on and all that is missing be said at once.
  void lacks(std::string what, size_t offset);
  // Unimplemented with all that was noted; STOP: the error that ended the reading early, if any.
  Status missingError(const Status& stop) const;
  // Steps over an op of which only the types are understood: its results get them. The cursor is behind the op's name.
  Status skipOp(RegionId region, const std::vector<ResultName>& names, size_t offset);
  bool atType() const;
  bool beginsOp() const;
  bool isTerminator() const;
  void unnest() { --depth_; }

  // --- types and constants (stablehlo_types.cc) ---
  StatusOr<int64_t> parseInteger(std::string_view what);  // optional '-', decimal or hex
  StatusOr<bool> parseBool();
  StatusOr<double> parseDouble(std::string_view what);
  StatusOr<std::string> parseString(std::string_view what);
  StatusOr<std::string> parseSymbol(std::string_view what);  // without '@'
  StatusOr<TensorType> parseType();
  StatusOr<std::vector<TensorType>> parseTypeList(bool parenthesised);
  StatusOr<Signature> parseSignature();
  // dense<…> : type.
  StatusOr<Literal> parseDense();
  StatusOr<Literal> literalFromElements(const std::vector<Element>& elements, const std::vector<int64_t>& shape,
                                        bool isList, const TensorType& type, size_t offset);
  StatusOr<Literal> literalFromHex(const Token& token, const TensorType& type);
  Status storeElement(const Element& element, DType dtype, std::byte* out);

  // --- attributes (stablehlo_attributes.cc) ---
  // { a = 1, b } up to and with the closing brace, the cursor behind '{'. HANDLE is called with each name, the cursor
  // at '=' or behind the name.
  Status parseDictionary(char close, const std::function<Status(std::string_view name, size_t offset)>& handle);
  Status parseOpAttribute(OpText& op, std::string_view name, size_t offset);
  Status parseOpDictionary(OpText& op, char close);
  Status parseStructAttribute(OpText& op, std::string_view name);
  StatusOr<Attr> parseAttrValue(AttrKind kind, std::string_view name);
  StatusOr<IntsAttr> parseInts();
  StatusOr<KeywordAttr> parseKeyword();
  StatusOr<Attr> parseOtherAttribute(std::string_view name);  // one that the op table does not know
  StatusOr<std::string> parseRawText();
  StatusOr<std::string_view> parseBracketed();  // from the bracket at the cursor to the one that closes it
  void skipTypeSuffix();

  // --- shardings (stablehlo_sharding.cc) ---
  Status parseMesh();
  Status addMesh(Mesh mesh, const std::string& name, size_t offset);
  StatusOr<Mesh> parseMeshBody();
  StatusOr<MeshId> parseMeshReference();
  StatusOr<Sharding> parseSharding();        // <@mesh, [...], ...>, with or without "#sdy.sharding" before it
  StatusOr<ShardingsAttr> parseShardings();  // [<…>, <…>], #sdy.sharding_per_value<[…]>, or one sharding
  StatusOr<std::vector<AxisRef>> parseAxes(MeshId mesh, bool* open);
  Status checkRank(const Sharding& sharding, const TensorType& type, size_t offset) const;

  // --- locations (stablehlo_location.cc) ---
  StatusOr<Location> parseLocation();  // loc(…), the cursor at "loc"
  StatusOr<Location> parseLocationBody();
  StatusOr<std::optional<Location>> parseOptionalLocation();
  Location joined(Location location) const;  // with the stack of the calls around

  // --- ops (stablehlo_ops.cc) ---
  Status parseOp(RegionId region);
  Status parseCustomAssembly(OpText& op);
  Status parseGeneric(OpText& op);
  Status parseNamedItems(OpText& op);  // operands and "name = value" items
  Status parseCompare(OpText& op);
  Status parseSlice(OpText& op);
  Status parseConstant(OpText& op);
  Status parseDotGeneral(OpText& op);
  Status parseConvolution(OpText& op);
  Status parseReduce(OpText& op);
  Status parseWhile(OpText& op);
  Status parseShardingConstraint(OpText& op);
  Status parseManualComputation(OpText& op);
  Status parseCustomCall(OpText& op);
  Status parseReducePrecision(OpText& op);
  Status parseDictionaryAndSignature(OpText& op);
  Status parseParenthesisedOperands(OpText& op);
  Status parsePair(OpText& op, std::string_view first, std::string_view second);
  Status parseDimensionNumbers(OpText& op);
  Status finishOp(OpText& op, const std::vector<ResultName>& results);
  Status checkOperandTypes(const OpText& op) const;

  // --- module (stablehlo_module.cc) ---
  Status parseProgram();
  Status orEndsEarly(Status error) const;
  Status scanModule();
  Status scanAlias();
  Status scanFunction();
  Status scanGenericItem(std::string_view name);
  size_t scanBody();
  Status addFunction(Function function, size_t offset);
  Status skipLocation();
  Status parseModuleAttributes();
  Status openGenericModule();
  Status closeGenericModule();
  // Ops up to the terminator and the closing brace; gives the terminator's operands.
  StatusOr<std::vector<ValueId>> parseBody(RegionId region);
  StatusOr<std::vector<ValueId>> parseTerminator(bool generic);
  // A region of NODE with ARGUMENTS already named: { … }.
  Status parseRegion(NodeId node, const std::vector<BlockArgument>& arguments, bool header);
  StatusOr<std::vector<BlockArgument>> parseBlockArguments();  // (%a: T, %b: T)
  StatusOr<ValueId> parseValue();
  StatusOr<std::vector<ValueId>> parseValues(char close);
  Status define(std::string_view name, Values values, size_t offset);

  // --- functions (stablehlo_functions.cc) ---
  // The signature of FUNCTION; the cursor ends in its body, before the first op.
  StatusOr<FunctionSignature> parseFunctionSignature(const Function& function);
  StatusOr<FunctionSignature> parseGenericSignature(const Function& function);
  StatusOr<std::vector<FunctionResult>> parseFunctionResults();
  Status parseValueAttributes(const TensorType& type, AttrDict& attrs, std::optional<Sharding>& sharding);
  Status parseMain(const Function& function);
  Status setMainInfo(const FunctionSignature& signature);
  Status parseCall(RegionId region, const std::vector<ResultName>& results, size_t offset, bool generic);
  ValueId constrain(RegionId region, ValueId value, const std::optional<Sharding>& sharding, LocationId location);

  std::string filename_;
  Lexer lexer_;
  Token token_;
  Graph graph_;
  std::vector<Missing> missing_;
  int depth_ = 0;
  size_t parsedBytes_ = 0;  // of function bodies, each as often as it is inlined
  size_t calls_ = 0;
  Status unbalanced_;           // of a function's body, as found while scanning
  bool needsMoreText_ = false;  // the error at hand is of something that may stand behind where the text ends
  std::vector<Function> functions_;
  absl::flat_hash_map<std::string, size_t> functionByName_;
  std::vector<size_t> callStack_;        // indices into functions_
  std::vector<Location> callLocations_;  // of the calls around
  Scope* scope_ = nullptr;
  absl::flat_hash_map<std::string, MeshId> meshByName_;
  absl::flat_hash_map<absl::string_view, size_t> aliases_;  // "#loc3" -> offset of its value
  absl::flat_hash_map<absl::string_view, Location> locationAliases_;
  absl::flat_hash_map<size_t, Literal> literals_;  // by offset: inlined constants share their bytes
};

}  // namespace partita
