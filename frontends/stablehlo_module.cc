// The module of StableHLO text: cursor, aliases, meshes, functions, calls (inlined), regions and values.
#include "frontends/stablehlo_parser.h"
#include "graph/argument_names.h"

namespace partita {
namespace {

constexpr int kMaxDepth = 120;                         // of regions, calls and aliases within each other
constexpr size_t kMaxParsedBytes = size_t{256} << 20;  // of function bodies after inlining
constexpr size_t kMaxCalls = size_t{1} << 18;
constexpr size_t kMaxFunctions = size_t{1} << 20;

bool isTerminator(std::string_view name) {
  return name == "return" || name == "func.return" || name == "stablehlo.return" || name == "sdy.return";
}

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
    BlockArgument argument{spelling(), token_.begin, {}};
    advance();
    RETURN_IF_ERROR(expect(':', "after the argument's name"));
    ASSIGN_OR_RETURN(argument.type, parseType());
    RETURN_IF_ERROR(parseOptionalLocation().status());
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
    std::string_view name;
    if (token_.kind == TokenKind::kWord) name = spelling();
    if (token_.kind == TokenKind::kString) name = spelling().substr(1, spelling().size() - 2);
    if (isTerminator(name)) {
      bool generic = token_.kind == TokenKind::kString;
      advance();
      ASSIGN_OR_RETURN(std::vector<ValueId> results, parseTerminator(generic));
      RETURN_IF_ERROR(expect('}', "after the terminator"));
      return results;
    }
    if (token_.kind == TokenKind::kBlock)
      return unimplemented(place(token_.begin), ": regions of several blocks are not supported");
    if (atPunctuation('}')) return expected("an operation or a terminator such as stablehlo.return");
    RETURN_IF_ERROR(parseOp(region));
  }
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

// VALUE, or a sharding constraint of it where SHARDING says one: a callee's annotations stay when it is inlined.
ValueId StablehloParser::constrain(RegionId region, ValueId value, const std::optional<Sharding>& sharding,
                                   LocationId location) {
  if (!sharding) return value;
  AttrDict attrs;
  attrs.set("sharding", ShardingsAttr{*sharding});
  return graph_.result(
      graph_.addNode(region, OpKind::kShardingConstraint, {value}, {graph_.type(value)}, std::move(attrs), location));
}

// --- functions ---

Status StablehloParser::parseValueAttributes(const TensorType& type, AttrDict& attrs,
                                             std::optional<Sharding>& sharding) {
  if (!accept('{')) return {};
  return parseDictionary('}', [&](std::string_view name, size_t offset) -> Status {
    if (attrs.has(name) || (name == "sdy.sharding" && sharding))
      return failAt(offset, "expected each attribute once, found '", name, "' again");
    if (name != "sdy.sharding") {
      ASSIGN_OR_RETURN(Attr value, parseOtherAttribute(name));
      attrs.set(name, std::move(value));
      return {};
    }
    RETURN_IF_ERROR(expect('=', "after 'sdy.sharding'"));
    size_t at = token_.begin;
    ASSIGN_OR_RETURN(sharding, parseSharding());
    return checkRank(*sharding, type, at);
  });
}

StatusOr<std::vector<StablehloParser::FunctionResult>> StablehloParser::parseFunctionResults() {
  std::vector<FunctionResult> results;
  if (!acceptArrow()) return results;
  if (!accept('(')) {
    FunctionResult result;
    ASSIGN_OR_RETURN(result.type, parseType());
    results.push_back(std::move(result));
    return results;
  }
  if (accept(')')) return results;
  do {
    FunctionResult result;
    ASSIGN_OR_RETURN(result.type, parseType());
    RETURN_IF_ERROR(parseValueAttributes(result.type, result.attrs, result.sharding));
    RETURN_IF_ERROR(parseOptionalLocation().status());
    results.push_back(std::move(result));
  } while (accept(','));
  RETURN_IF_ERROR(expect(')', "or ',' after a result type"));
  return results;
}

// (%a: T {…} loc(…), …) -> (T {…}, …) attributes {…}; the cursor ends at the body.
StatusOr<StablehloParser::FunctionSignature> StablehloParser::parseFunctionSignature() {
  FunctionSignature signature;
  RETURN_IF_ERROR(expect('(', "before the arguments"));
  if (!accept(')')) {
    do {
      Parameter parameter;
      if (token_.kind != TokenKind::kValue) return expected("the name of an argument");
      parameter.argument = {spelling(), token_.begin, {}};
      advance();
      RETURN_IF_ERROR(expect(':', "after the argument's name"));
      ASSIGN_OR_RETURN(parameter.argument.type, parseType());
      RETURN_IF_ERROR(parseValueAttributes(parameter.argument.type, parameter.attrs, parameter.sharding));
      ASSIGN_OR_RETURN(std::optional<Location> location, parseOptionalLocation());
      if (location) parameter.locationName = std::move(location->stack);
      signature.parameters.push_back(std::move(parameter));
    } while (accept(','));
    RETURN_IF_ERROR(expect(')', "or ',' after an argument"));
  }
  ASSIGN_OR_RETURN(signature.results, parseFunctionResults());
  if (acceptWord("attributes")) RETURN_IF_ERROR(parseBracketed().status());
  return signature;
}

// func.func [public|private|nested] @name(…) …: notes where it is and steps over it.
Status StablehloParser::scanFunction() {
  Function function;
  if (acceptWord("private") || acceptWord("nested")) {
    function.isPublic = false;
  } else {
    acceptWord("public");
  }
  if (token_.kind != TokenKind::kSymbol) return expected("the name of the function");
  Token symbol = token_;
  function.name = spelling();
  advance();
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
  if (atPunctuation('{')) {
    Status body = parseBracketed().status();
    if (!body.ok()) {
      // Parsing the body will find the place where it goes wrong.
      unbalanced_ = std::move(body);
      moveTo(lexer_.text().size());
    }
    function.end = token_.begin;
  }
  if (atWord("loc")) {
    advance();
    if (!atPunctuation('(')) return expected("'(' after 'loc'");
    RETURN_IF_ERROR(parseBracketed().status());
  }
  if (functions_.size() >= kMaxFunctions)
    return failAt(symbol.begin, "expected at most ", kMaxFunctions, " functions, found more");
  if (!functionByName_.emplace(toAbsl(function.name), functions_.size()).second) {
    return failAt(symbol.begin, "expected each function once, found ", function.name, " again");
  }
  functions_.push_back(function);
  return {};
}

// Finds aliases, meshes and functions, so that they may be used before they are defined.
Status StablehloParser::scanModule() {
  auto scanAlias = [&]() -> Status {
    Token name = token_;
    advance();
    RETURN_IF_ERROR(expect('=', "after the alias"));
    if (!aliases_.emplace(toAbsl(lexer_.spelling(name)), token_.begin).second) {
      return failAt(name.begin, "expected each alias once, found ", lexer_.spelling(name), " again");
    }
    if (acceptWord("loc")) {  // raw text would read on: the next alias or the module may follow at once
      if (!atPunctuation('(')) return expected("'(' after 'loc'");
      return parseBracketed().status();
    }
    return parseRawText().status();
  };
  // Aliases first: they may stand behind what uses them.
  moveTo(0);
  bool inModule = false, closed = false;
  std::vector<size_t> meshes;
  while (token_.kind != TokenKind::kEnd) {
    if (token_.kind == TokenKind::kAttribute) {
      RETURN_IF_ERROR(scanAlias());
    } else if (!inModule && acceptWord("module")) {
      inModule = true;
      if (token_.kind == TokenKind::kSymbol) {
        ASSIGN_OR_RETURN(graph_.name, parseSymbol("the name of the module"));
      }
      if (acceptWord("attributes")) {
        RETURN_IF_ERROR(expect('{', "after 'attributes'"));
        RETURN_IF_ERROR(parseDictionary('}', [&](std::string_view name, size_t) -> Status {
          ASSIGN_OR_RETURN(Attr value, parseOtherAttribute(name));
          graph_.attrs.set(name, std::move(value));
          return {};
        }));
      }
      RETURN_IF_ERROR(expect('{', "before the module's body"));
    } else if (acceptWord("func.func")) {
      RETURN_IF_ERROR(scanFunction());
    } else if (acceptWord("sdy.mesh")) {
      RETURN_IF_ERROR(parseMesh());
    } else if (inModule && !closed && accept('}')) {
      closed = true;
      // Locations are read where they are used; aliases behind this point may not be known yet.
      if (acceptWord("loc")) {
        if (!atPunctuation('(')) return expected("'(' after 'loc'");
        RETURN_IF_ERROR(parseBracketed().status());
      }
    } else if (token_.kind == TokenKind::kWord && spelling().find('.') != std::string_view::npos) {
      return unimplemented(place(token_.begin), ": op ", spelling(), " is not supported at the top of a module");
    } else {
      return expected("a module, func.func or sdy.mesh");
    }
  }
  if (inModule && !closed && unbalanced_.ok()) return expected("'}' at the end of the module");
  return {};
}

StatusOr<Graph> StablehloParser::parse() {
  RETURN_IF_ERROR(scanModule());
  const Function* entry = nullptr;
  if (auto main = functionByName_.find("@main"); main != functionByName_.end()) {
    entry = &functions_[main->second];
  } else {
    for (const Function& function : functions_) {
      if (!function.isPublic) continue;
      if (entry != nullptr)
        return failAt(0, "expected a function @main, found public functions ", entry->name, " and ", function.name);
      entry = &function;
    }
  }
  if (entry == nullptr) {
    RETURN_IF_ERROR(unbalanced_);
    return failAt(0, "expected a public function @main, found none");
  }
  if (entry->end == 0) return failAt(entry->signature, "expected a body of function ", entry->name);
  RETURN_IF_ERROR(parseMain(*entry));
  RETURN_IF_ERROR(unbalanced_);
  return std::move(graph_);
}

Status StablehloParser::parseMain(const Function& function) {
  callStack_.push_back(&function - functions_.data());
  parsedBytes_ += function.end - function.signature;
  moveTo(function.signature);
  ASSIGN_OR_RETURN(FunctionSignature signature, parseFunctionSignature());
  Scope scope;
  scope_ = &scope;
  for (const Parameter& parameter : signature.parameters) {
    ValueId value = graph_.addArgument(graph_.body(), parameter.argument.type);
    if (parameter.sharding) graph_.setSharding(value, parameter.sharding);
    RETURN_IF_ERROR(define(parameter.argument.name, {value}, parameter.argument.offset));
  }
  size_t bodyOffset = token_.begin;
  RETURN_IF_ERROR(expect('{', "before the function's body"));
  ASSIGN_OR_RETURN(std::vector<ValueId> results, parseBody(graph_.body()));
  scope_ = nullptr;
  if (results.size() != signature.results.size()) {
    return failAt(bodyOffset, "expected ", signature.results.size(), " results of ", function.name, ", found ",
                  results.size());
  }
  for (size_t i = 0; i < results.size(); ++i) {
    if (graph_.type(results[i]) != signature.results[i].type) {
      return failAt(bodyOffset, "expected type ", signature.results[i].type.toString(), " of result ", i, " of ",
                    function.name, ", found ", graph_.type(results[i]).toString());
    }
  }
  graph_.regions[graph_.body()].results = std::move(results);
  return setMainInfo(signature);
}

Status StablehloParser::setMainInfo(const FunctionSignature& signature) {
  for (const FunctionResult& result : signature.results) {
    ResultInfo info;
    info.attrs = result.attrs;
    if (const Attr* name = info.attrs.find("jax.result_info");
        name != nullptr && std::holds_alternative<std::string>(*name)) {
      info.name = std::get<std::string>(*name);
      info.attrs.erase("jax.result_info");
    }
    if (result.sharding) info.attrs.set("sdy.sharding", ShardingsAttr{*result.sharding});
    graph_.results.push_back(std::move(info));
  }
  const std::vector<ValueId>& resultValues = graph_.bodyRegion().results;
  std::vector<bool> aliased(resultValues.size());
  for (size_t i = 0; i < signature.parameters.size(); ++i) {
    const Parameter& parameter = signature.parameters[i];
    ArgumentInfo& info = graph_.arguments[i];
    info.attrs = parameter.attrs;
    if (const Attr* alias = info.attrs.find("tf.aliasing_output"); alias != nullptr) {
      const int64_t* result = std::get_if<int64_t>(alias);
      if (result == nullptr || *result < 0 || *result >= static_cast<int64_t>(resultValues.size()) ||
          aliased[*result] || graph_.type(resultValues[*result]) != parameter.argument.type) {
        return failAt(parameter.argument.offset, "expected tf.aliasing_output to be a result of the same type, ",
                      parameter.argument.type.toString(), ", that no other argument has");
      }
      aliased[*result] = true;
      info.aliasesResult = static_cast<int>(*result);
      info.attrs.erase("tf.aliasing_output");
    }
    if (const Attr* donor = info.attrs.find("jax.buffer_donor");
        donor != nullptr && std::holds_alternative<bool>(*donor)) {
      info.donor = std::get<bool>(*donor);
      info.attrs.erase("jax.buffer_donor");
    }
  }
  std::vector<std::string> names = defaultArgumentNames(graph_);
  for (size_t i = 0; i < signature.parameters.size(); ++i) {
    ArgumentInfo& info = graph_.arguments[i];
    info.name = std::move(names[i]);
    if (std::string name = argumentNameFromPath(signature.parameters[i].locationName); !name.empty())
      info.name = std::move(name);
    if (const Attr* name = info.attrs.find(kArgumentNameAttr);
        name != nullptr && std::holds_alternative<std::string>(*name)) {
      info.name = std::get<std::string>(*name);
      info.attrs.erase(kArgumentNameAttr);
    }
  }
  return {};
}

// call @f(%0) : (T) -> T, or "func.call"(%0) <{callee = @f}> : (T) -> T. The callee's body is read again, into REGION.
Status StablehloParser::parseCall(RegionId region, const std::vector<ResultName>& names, size_t offset, bool generic) {
  std::string_view callee;
  std::vector<ValueId> operands;
  std::vector<std::optional<Sharding>> shardings;
  auto attribute = [&](std::string_view name, size_t) -> Status {
    if (name == "callee" && accept('=')) {
      if (token_.kind != TokenKind::kSymbol) return expected("the name of a function");
      callee = spelling();
      advance();
      return {};
    }
    if (name == "sdy.sharding" && accept('=')) {
      ASSIGN_OR_RETURN(ShardingsAttr found, parseShardings());
      shardings.assign(found.begin(), found.end());
      return {};
    }
    return parseOtherAttribute(name).status();
  };
  if (!generic) {
    if (token_.kind != TokenKind::kSymbol) return expected("the name of a function");
    callee = spelling();
    advance();
  }
  RETURN_IF_ERROR(expect('(', "before the operands"));
  ASSIGN_OR_RETURN(operands, parseValues(')'));
  if (generic && accept('<')) {
    RETURN_IF_ERROR(expect('{', "after '<'"));
    RETURN_IF_ERROR(parseDictionary('}', attribute));
    RETURN_IF_ERROR(expect('>', "after the properties"));
  }
  if (accept('{')) RETURN_IF_ERROR(parseDictionary('}', attribute));
  RETURN_IF_ERROR(expect(':', "before the type"));
  ASSIGN_OR_RETURN(Signature declared, parseSignature());
  ASSIGN_OR_RETURN(std::optional<Location> written, parseOptionalLocation());
  Token after = token_;

  auto found = functionByName_.find(toAbsl(callee));
  if (found == functionByName_.end())
    return failAt(offset, "expected a function of this module, found ", callee.empty() ? "none" : callee);
  const Function& function = functions_[found->second];
  if (function.end == 0)
    return unimplemented(place(offset), ": call of function ", function.name, ", which has no body, is not supported");
  for (size_t active : callStack_) {
    if (active == found->second)
      return failAt(offset, "expected no recursion, found a call of ", function.name, " within itself");
  }
  parsedBytes_ += function.end - function.signature;
  if (parsedBytes_ > kMaxParsedBytes || ++calls_ > kMaxCalls) {
    return resourceExhausted(place(offset), ": the program has more than ", kMaxParsedBytes >> 20, " MiB of text or ",
                             kMaxCalls, " calls when its calls are inlined");
  }
  RETURN_IF_ERROR(nest(offset));
  Location location;
  if (written) location = *written;
  location.textLine = lexer_.lineOf(offset);
  LocationId locationId = graph_.addLocation(joined(location));
  callStack_.push_back(found->second);
  callLocations_.push_back(std::move(location));

  moveTo(function.signature);
  ASSIGN_OR_RETURN(FunctionSignature signature, parseFunctionSignature());
  if (signature.parameters.size() != operands.size()) {
    return failAt(offset, "expected ", signature.parameters.size(), " operands of ", function.name, ", found ",
                  operands.size());
  }
  Scope scope;
  for (size_t i = 0; i < operands.size(); ++i) {
    const Parameter& parameter = signature.parameters[i];
    const TensorType& type = graph_.type(operands[i]);
    if (type != parameter.argument.type ||
        (declared.operands && (i >= declared.operands->size() || (*declared.operands)[i] != type))) {
      return failAt(declared.offset, "expected type ", parameter.argument.type.toString(), " of operand ", i, " of ",
                    function.name, ", found ", type.toString());
    }
  }
  Scope* outer = std::exchange(scope_, &scope);
  for (size_t i = 0; i < operands.size(); ++i) {
    const Parameter& parameter = signature.parameters[i];
    ValueId value = constrain(region, operands[i], parameter.sharding, locationId);
    RETURN_IF_ERROR(define(parameter.argument.name, {value}, parameter.argument.offset));
  }
  RETURN_IF_ERROR(expect('{', "before the function's body"));
  ASSIGN_OR_RETURN(std::vector<ValueId> results, parseBody(region));
  scope_ = outer;
  callStack_.pop_back();
  callLocations_.pop_back();
  unnest();
  token_ = after;

  if (results.size() != signature.results.size() || results.size() != declared.results.size()) {
    return failAt(declared.offset, "expected ", results.size(), " result types of ", function.name, ", found ",
                  declared.results.size());
  }
  if (!shardings.empty() && shardings.size() != results.size()) {
    return failAt(offset, "expected ", results.size(), " shardings for the results of ", function.name, ", found ",
                  shardings.size());
  }
  for (size_t i = 0; i < results.size(); ++i) {
    const TensorType& type = graph_.type(results[i]);
    if (type != declared.results[i] || type != signature.results[i].type) {
      return failAt(declared.offset, "expected type ", type.toString(), " of result ", i, " of ", function.name,
                    ", found ", declared.results[i].toString());
    }
    if (!shardings.empty()) RETURN_IF_ERROR(checkRank(*shardings[i], type, offset));
    results[i] = constrain(region, results[i], signature.results[i].sharding, locationId);
    if (!shardings.empty()) results[i] = constrain(region, results[i], shardings[i], locationId);
  }
  size_t at = 0;
  for (const ResultName& name : names) {
    Values values;
    for (int i = 0; i < name.count && at < results.size(); ++i) values.push_back(results[at++]);
    if (static_cast<int>(values.size()) != name.count) {
      return failAt(name.offset, "expected names for ", results.size(), " results of ", function.name, ", found more");
    }
    RETURN_IF_ERROR(define(name.name, std::move(values), name.offset));
  }
  if (!names.empty() && at != results.size())
    return failAt(offset, "expected names for ", results.size(), " results of ", function.name, ", found ", at);
  return {};
}

}  // namespace partita
