// The module of StableHLO text: cursor, values and regions, and the scan for aliases, meshes and functions.
#include "frontends/stablehlo_parser.h"

namespace partita {
namespace {

constexpr int kMaxDepth = 120;  // of regions, calls and aliases within each other
constexpr size_t kMaxFunctions = size_t{1} << 20;

}  // namespace

// --- cursor ---

bool StablehloParser::accept(char c) {
  if (!atPunctuation(c)) return false;
  advance();
  return true;
}

bool StablehloParser::acceptWord(std::string_view word) {
  if (!atWord(word)) return false;
  advance();
  return true;
}

bool StablehloParser::acceptArrow() {
  if (token_.kind != TokenKind::kArrow) return false;
  advance();
  return true;
}

Status StablehloParser::expect(char c, std::string_view where) {
  if (accept(c)) return {};
  return expected(strCat("'", std::string_view(&c, 1), "' ", where));
}

Status StablehloParser::expectWord(std::string_view word) {
  if (acceptWord(word)) return {};
  return expected(strCat("'", word, "'"));
}

std::string StablehloParser::place(size_t offset) const {
  return strCat(filename_, ":", lexer_.lineOf(offset), ":", lexer_.columnOf(offset));
}

Status StablehloParser::expected(std::string_view what) const {
  if (token_.kind == TokenKind::kEnd) return failAt(token_.begin, "expected ", what, ", found the end of the text");
  std::string_view found = spelling();
  std::string shown;
  for (char c : found.substr(0, 40)) shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return failAt(token_.begin, "expected ", what, ", found '", shown, found.size() > 40 ? "…'" : "'");
}

Status StablehloParser::nest(size_t offset) {
  if (++depth_ > kMaxDepth) return failAt(offset, "expected at most ", kMaxDepth, " levels of nesting, found more");
  return {};
}

// --- values and regions ---

Status StablehloParser::define(std::string_view name, Values values, size_t offset) {
  if (!scope_->names.try_emplace(toAbsl(name), std::move(values)).second) {
    return failAt(offset, "expected a new name, found ", name, " which is defined already");
  }
  scope_->order.push_back(name);
  return {};
}

StatusOr<ValueId> StablehloParser::parseValue() {
  if (token_.kind != TokenKind::kValue) return expected("a value");
  auto found = scope_->names.find(toAbsl(spelling()));
  if (found == scope_->names.end())
    return failAt(token_.begin, "expected a value that is defined before, found ", spelling());
  size_t offset = token_.begin, end = token_.end;
  advance();
  size_t index = 0;
  if (token_.kind == TokenKind::kAttribute && token_.begin == end && spelling()[1] >= '0' && spelling()[1] <= '9') {
    for (char c : spelling().substr(1)) index = std::min<size_t>(index * 10 + (c - '0'), 1u << 20);
    advance();
  } else if (found->second.size() != 1) {
    return failAt(offset, "expected the number of a result, such as ", found->first, "#0, of an op with ",
                  found->second.size(), " results");
  }
  if (index >= found->second.size())
    return failAt(offset, "expected a result below ", found->second.size(), " of ", found->first, ", found #", index);
  return found->second[index];
}

StatusOr<std::vector<ValueId>> StablehloParser::parseValues(char close) {
  std::vector<ValueId> values;
  if (accept(close)) return values;
  do {
    ASSIGN_OR_RETURN(ValueId value, parseValue());
    values.push_back(value);
  } while (accept(','));
  RETURN_IF_ERROR(expect(close, "or ',' after a value"));
  return values;
}

StatusOr<std::vector<StablehloParser::BlockArgument>> StablehloParser::parseBlockArguments() {
  std::vector<BlockArgument> arguments;
  RETURN_IF_ERROR(expect('(', "before the arguments"));
  if (accept(')')) return arguments;
  do {
    if (token_.kind != TokenKind::kValue) return expected("the name of an argument");
    BlockArgument argument{spelling(), token_.begin, {}, {}};
    advance();
    RETURN_IF_ERROR(expect(':', "after the argument's name"));
    ASSIGN_OR_RETURN(argument.type, parseType());
    ASSIGN_OR_RETURN(std::optional<Location> location, parseOptionalLocation());
    if (location) argument.locationName = std::move(location->stack);
    arguments.push_back(std::move(argument));
  } while (accept(','));
  RETURN_IF_ERROR(expect(')', "or ',' after an argument"));
  return arguments;
}

Status StablehloParser::parseRegion(NodeId node, const std::vector<BlockArgument>& arguments, bool header) {
  RETURN_IF_ERROR(nest(token_.begin));
  RETURN_IF_ERROR(expect('{', "before the region"));
  RegionId region = graph_.addRegion(node);
  size_t mark = scope_->order.size();
  std::vector<BlockArgument> own;
  if (header && token_.kind == TokenKind::kBlock) {
    advance();
    if (atPunctuation('(')) {
      ASSIGN_OR_RETURN(own, parseBlockArguments());
    }
    RETURN_IF_ERROR(expect(':', "after the block's arguments"));
  }
  for (const BlockArgument& argument : header ? own : arguments) {
    RETURN_IF_ERROR(define(argument.name, {graph_.addArgument(region, argument.type)}, argument.offset));
  }
  ASSIGN_OR_RETURN(std::vector<ValueId> results, parseBody(region));
  graph_.regions[region].results = std::move(results);
  for (size_t i = mark; i < scope_->order.size(); ++i) scope_->names.erase(toAbsl(scope_->order[i]));
  scope_->order.resize(mark);
  unnest();
  return {};
}

StatusOr<std::vector<ValueId>> StablehloParser::parseBody(RegionId region) {
  while (true) {
    if (isTerminator()) {
      bool generic = token_.kind == TokenKind::kString;
      advance();
      ASSIGN_OR_RETURN(std::vector<ValueId> results, parseTerminator(generic));
      RETURN_IF_ERROR(expect('}', "after the terminator"));
      return results;
    }
    if (token_.kind == TokenKind::kBlock) {
      lacks("a region of several blocks", token_.begin);
      return failAt(token_.begin, "a region of several blocks");
    }
    if (atPunctuation('}')) return expected("an operation or a terminator such as stablehlo.return");
    RETURN_IF_ERROR(parseOp(region));
  }
}

bool StablehloParser::isTerminator() const {
  std::string_view name;
  if (token_.kind == TokenKind::kWord) name = spelling();
  if (token_.kind == TokenKind::kString) name = spelling().substr(1, spelling().size() - 2);
  return name == "return" || name == "func.return" || name == "stablehlo.return" || name == "sdy.return";
}

StatusOr<std::vector<ValueId>> StablehloParser::parseTerminator(bool generic) {
  std::vector<ValueId> results;
  if (generic) {
    RETURN_IF_ERROR(expect('(', "before the operands"));
    ASSIGN_OR_RETURN(results, parseValues(')'));
  } else {
    while (token_.kind == TokenKind::kValue) {
      ASSIGN_OR_RETURN(ValueId value, parseValue());
      results.push_back(value);
      if (!accept(',')) break;
      if (token_.kind != TokenKind::kValue) return expected("a value");
    }
  }
  if (atPunctuation('{')) RETURN_IF_ERROR(parseBracketed().status());
  if (generic || !results.empty()) {
    RETURN_IF_ERROR(expect(':', "before the types"));
    size_t offset = token_.begin;
    ASSIGN_OR_RETURN(std::vector<TensorType> types, parseTypeList(generic));
    if (types.size() != results.size())
      return failAt(offset, "expected ", results.size(), " types, found ", types.size());
    for (size_t i = 0; i < types.size(); ++i) {
      if (types[i] != graph_.type(results[i])) {
        return failAt(offset, "expected type ", graph_.type(results[i]).toString(), " of returned value ", i,
                      ", found ", types[i].toString());
      }
    }
    if (generic) {
      if (!acceptArrow()) return expected("'->' after the operand types");
      RETURN_IF_ERROR(parseTypeList(true).status());
    }
  }
  RETURN_IF_ERROR(parseOptionalLocation().status());
  return results;
}

// loc(…) is stepped over: locations are read where they are used, when all aliases are known.
Status StablehloParser::skipLocation() {
  if (!acceptWord("loc")) return {};
  if (!atPunctuation('(')) return expected("'(' after 'loc'");
  return parseBracketed().status();
}

// func.func [public|private|nested] @name(…) …: notes where it is and steps over it.
Status StablehloParser::scanFunction() {
  Function function;
  if (acceptWord("private") || acceptWord("nested")) {
    function.isPublic = false;
  } else {
    acceptWord("public");
  }
  const size_t offset = token_.begin;
  ASSIGN_OR_RETURN(function.name, parseSymbol("the name of the function"));
  function.signature = token_.begin;
  if (!atPunctuation('(')) return expected("'(' before the arguments");
  RETURN_IF_ERROR(parseBracketed().status());
  if (acceptArrow()) {
    if (atPunctuation('(')) {
      RETURN_IF_ERROR(parseBracketed().status());
    } else {
      RETURN_IF_ERROR(parseType().status());
    }
  }
  if (acceptWord("attributes")) {
    if (!atPunctuation('{')) return expected("'{' after 'attributes'");
    RETURN_IF_ERROR(parseBracketed().status());
  }
  if (atPunctuation('{')) function.end = scanBody();
  RETURN_IF_ERROR(skipLocation());
  return addFunction(std::move(function), offset);
}

// Steps over a bracketed body and gives the offset behind it. Where brackets do not match, the end of the text: parsing
// the body will find the place where it goes wrong.
size_t StablehloParser::scanBody() {
  if (Status body = parseBracketed().status(); !body.ok()) {
    unbalanced_ = std::move(body);
    needsMoreText_ = false;  // an error of the body itself comes first
    moveTo(lexer_.text().size());
  }
  return token_.begin;
}

Status StablehloParser::addFunction(Function function, size_t offset) {
  if (functions_.size() >= kMaxFunctions)
    return failAt(offset, "expected at most ", kMaxFunctions, " functions, found more");
  if (!functionByName_.emplace(function.name, functions_.size()).second) {
    return failAt(offset, "expected each function once, found ", function.symbol(), " again");
  }
  functions_.push_back(std::move(function));
  return {};
}

// "func.func"() <{…, sym_name = "f", …}> ({ … }) : () -> (), "sdy.mesh"() <{mesh = #sdy.mesh<…>, sym_name = "m"}> : ()
// -> (); the cursor at "(".
Status StablehloParser::scanGenericItem(std::string_view name) {
  const size_t offset = token_.begin;
  RETURN_IF_ERROR(expect('(', "before the operands"));
  RETURN_IF_ERROR(expect(')', "before the properties"));
  Function function;
  function.generic = true;
  function.signature = token_.begin;
  std::optional<Mesh> mesh;
  RETURN_IF_ERROR(expect('<', "before the properties"));
  RETURN_IF_ERROR(expect('{', "before the properties"));
  RETURN_IF_ERROR(parseDictionary('}', [&](std::string_view property, size_t) -> Status {
    if (!accept('=')) return {};
    if (property == "sym_name") {
      ASSIGN_OR_RETURN(function.name, parseString("a name"));
      return {};
    }
    if (property == "sym_visibility") {
      ASSIGN_OR_RETURN(std::string visibility, parseString("a visibility"));
      function.isPublic = visibility == "public";
      return {};
    }
    if (property == "mesh" && token_.kind == TokenKind::kAttribute) {
      advance();
      ASSIGN_OR_RETURN(mesh, parseMeshBody());
      return {};
    }
    return parseRawText().status();
  }));
  RETURN_IF_ERROR(expect('>', "after the properties"));
  if (name == "func.func") {
    if (atPunctuation('(')) function.end = scanBody();
    RETURN_IF_ERROR(addFunction(std::move(function), offset));
    if (!unbalanced_.ok()) return {};
    if (atPunctuation('{')) RETURN_IF_ERROR(parseBracketed().status());
  } else {
    if (!mesh) return failAt(offset, "expected the property mesh");
    RETURN_IF_ERROR(addMesh(std::move(*mesh), function.name, offset));
  }
  RETURN_IF_ERROR(expect(':', "before the type"));
  RETURN_IF_ERROR(parseSignature().status());
  return skipLocation();
}

Status StablehloParser::scanAlias() {
  Token name = token_;
  advance();
  RETURN_IF_ERROR(expect('=', "after the alias"));
  if (!aliases_.emplace(toAbsl(lexer_.spelling(name)), token_.begin).second) {
    return failAt(name.begin, "expected each alias once, found ", lexer_.spelling(name), " again");
  }
  return atWord("loc") ? skipLocation() : parseRawText().status();
}

// The dictionary of the module, the cursor behind its '{'.
Status StablehloParser::parseModuleAttributes() {
  return parseDictionary('}', [&](std::string_view name, size_t) -> Status {
    ASSIGN_OR_RETURN(Attr value, parseOtherAttribute(name));
    graph_.attrs.set(name, std::move(value));
    return {};
  });
}

// "builtin.module"() <{sym_name = "m"}> ({
Status StablehloParser::openGenericModule() {
  RETURN_IF_ERROR(expect('(', "before the operands"));
  RETURN_IF_ERROR(expect(')', "before the properties"));
  if (accept('<')) {
    RETURN_IF_ERROR(expect('{', "before the properties"));
    RETURN_IF_ERROR(parseDictionary('}', [&](std::string_view property, size_t) -> Status {
      if (!accept('=')) return {};
      if (property != "sym_name") return parseRawText().status();
      ASSIGN_OR_RETURN(graph_.name, parseString("a name"));
      return {};
    }));
    RETURN_IF_ERROR(expect('>', "after the properties"));
  }
  RETURN_IF_ERROR(expect('(', "before the module's body"));
  return expect('{', "before the module's body");
}

// }) {attributes} : () -> (), the cursor behind '}'.
Status StablehloParser::closeGenericModule() {
  RETURN_IF_ERROR(expect(')', "after the module's body"));
  if (accept('{')) RETURN_IF_ERROR(parseModuleAttributes());
  RETURN_IF_ERROR(expect(':', "before the type"));
  return parseSignature().status();
}

// Finds aliases, meshes and functions, so that they may be used before they are defined.
Status StablehloParser::scanModule() {
  moveTo(0);
  bool inModule = false, generic = false, closed = false;
  while (token_.kind != TokenKind::kEnd) {
    const std::string_view quoted =
        token_.kind == TokenKind::kString ? spelling().substr(1, spelling().size() - 2) : std::string_view();
    if (token_.kind == TokenKind::kAttribute) {
      RETURN_IF_ERROR(scanAlias());
    } else if (!inModule && acceptWord("module")) {
      inModule = true;
      if (token_.kind == TokenKind::kSymbol) {
        ASSIGN_OR_RETURN(graph_.name, parseSymbol("the name of the module"));
      }
      if (acceptWord("attributes")) {
        RETURN_IF_ERROR(expect('{', "after 'attributes'"));
        RETURN_IF_ERROR(parseModuleAttributes());
      }
      RETURN_IF_ERROR(expect('{', "before the module's body"));
    } else if (!inModule && quoted == "builtin.module") {
      inModule = generic = true;
      advance();
      RETURN_IF_ERROR(openGenericModule());
    } else if (acceptWord("func.func")) {
      RETURN_IF_ERROR(scanFunction());
    } else if (acceptWord("sdy.mesh")) {
      RETURN_IF_ERROR(parseMesh());
    } else if (quoted == "func.func" || quoted == "sdy.mesh") {
      advance();
      RETURN_IF_ERROR(scanGenericItem(quoted));
    } else if (inModule && !closed && accept('}')) {
      closed = true;
      if (generic) RETURN_IF_ERROR(closeGenericModule());
      RETURN_IF_ERROR(skipLocation());
    } else if (std::string_view op = quoted.empty() ? spelling() : quoted;
               (token_.kind == TokenKind::kWord || !quoted.empty()) && op.find('.') != std::string_view::npos) {
      lacks(strCat("op ", op, " at the top of a module"), token_.begin);
      for (advance(); token_.kind != TokenKind::kEnd && !atPunctuation('}') && !atWord("func.func") &&
                      !atWord("sdy.mesh") &&
                      !(token_.kind == TokenKind::kAttribute && lexer_.columnOf(token_.begin) == 1);) {
        if (atPunctuation('(') || atPunctuation('[') || atPunctuation('{') || atPunctuation('<')) {
          RETURN_IF_ERROR(parseBracketed().status());
        } else {
          advance();
        }
      }
    } else {
      return expected("a module, func.func or sdy.mesh");
    }
  }
  if (inModule && !closed && unbalanced_.ok()) return expected("'}' at the end of the module");
  return {};
}

// ERROR, or that the text ends early where that is why: a program that was cut off has neither its last functions nor
// its locations, which stand behind it.
Status StablehloParser::orEndsEarly(Status error) const {
  const size_t end = lexer_.textEnd();
  const std::vector<size_t> open = lexer_.openAtEnd();
  if (open.empty()) return error;
  // A number or a type that is cut leaves up to two tokens where nothing fits the first.
  const bool atOpenString = lexer_.text()[open.back()] == '"' && token_.begin + 1 >= open.back();
  if (!needsMoreText_ && !atOpenString && lexer_.lex(token_.end).end < end) return error;
  std::string list;
  const size_t shown = open.size() <= 4 ? open.size() : 3;
  for (size_t i = 0; i < shown; ++i) {
    const size_t at = open[open.size() - 1 - i];
    strAppend(&list, i == 0 ? "" : ", ", "'", lexer_.text().substr(at, 1), "' of ", lexer_.lineOf(at), ":",
              lexer_.columnOf(at));
  }
  if (shown < open.size()) strAppend(&list, " and ", open.size() - shown, " more");
  return failAt(end, "the text ends early, is it cut off? Still open: ", list);
}

StatusOr<Graph> StablehloParser::parse() {
  Status status = parseProgram();
  if (!status.ok()) status = orEndsEarly(std::move(status));
  if (!missing_.empty()) return missingError(status);
  RETURN_IF_ERROR(status);
  return std::move(graph_);
}

Status StablehloParser::parseProgram() {
  RETURN_IF_ERROR(scanModule());
  const Function* entry = nullptr;
  if (auto main = functionByName_.find("main"); main != functionByName_.end()) {
    entry = &functions_[main->second];
  } else {
    for (const Function& function : functions_) {
      if (!function.isPublic) continue;
      if (entry != nullptr)
        return failAt(0, "expected a function @main, found public functions ", entry->symbol(), " and ",
                      function.symbol());
      entry = &function;
    }
  }
  if (entry == nullptr) {
    needsMoreText_ = true;
    RETURN_IF_ERROR(unbalanced_);
    return failAt(0, "expected a public function @main, found none");
  }
  if (entry->end == 0) return failAt(entry->signature, "expected a body of function ", entry->symbol());
  RETURN_IF_ERROR(parseMain(*entry));
  needsMoreText_ = !unbalanced_.ok();
  return unbalanced_;
}

}  // namespace partita
