// Functions of StableHLO text: signatures, the program's arguments and results, and calls, which are inlined.
#include "frontends/stablehlo_parser.h"
#include "graph/argument_names.h"

namespace partita {
namespace {

constexpr size_t kMaxParsedBytes = size_t{256} << 20;  // of function bodies after inlining
constexpr size_t kMaxCalls = size_t{1} << 18;

}  // namespace

// VALUE, or a sharding constraint of it where SHARDING says one: a callee's annotations stay when it is inlined.
ValueId StablehloParser::constrain(RegionId region, ValueId value, const std::optional<Sharding>& sharding,
                                   LocationId location) {
  if (!sharding) return value;
  AttrDict attrs;
  attrs.set("sharding", ShardingsAttr{*sharding});
  return graph_.result(
      graph_.addNode(region, OpKind::kShardingConstraint, {value}, {graph_.type(value)}, std::move(attrs), location));
}

Status StablehloParser::parseValueAttributes(const TensorType& type, AttrDict& attrs,
                                             std::optional<Sharding>& sharding) {
  if (!accept('{')) return {};
  return parseDictionary('}', [&](std::string_view name, size_t offset) -> Status {
    if (attrs.has(name) || (name == "sdy.sharding" && sharding))
      return failAt(offset, "expected each attribute once, found '", name, "' again");
    if (name == kGspmdSharding) lacks(std::string(kGspmdMissing), offset);
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

// (%a: T {…} loc(…), …) -> (T {…}, …) attributes {…} {, or the generic form; the cursor ends in the body.
StatusOr<StablehloParser::FunctionSignature> StablehloParser::parseFunctionSignature(const Function& function) {
  moveTo(function.signature);
  if (function.generic) return parseGenericSignature(function);
  FunctionSignature signature;
  RETURN_IF_ERROR(expect('(', "before the arguments"));
  if (!accept(')')) {
    do {
      Parameter parameter;
      if (token_.kind != TokenKind::kValue) return expected("the name of an argument");
      parameter.argument = {spelling(), token_.begin, {}, {}};
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
  signature.bodyOffset = token_.begin;
  RETURN_IF_ERROR(expect('{', "before the function's body"));
  return signature;
}

// <{arg_attrs = [{…}, {}], function_type = (T) -> T, res_attrs = [{…}], sym_name = "f"}> ({ ^bb0(%a: T):
StatusOr<StablehloParser::FunctionSignature> StablehloParser::parseGenericSignature(const Function& function) {
  FunctionSignature signature;
  Signature type;
  size_t argumentAttrs = 0, resultAttrs = 0;  // offsets
  RETURN_IF_ERROR(expect('<', "before the properties"));
  RETURN_IF_ERROR(expect('{', "before the properties"));
  RETURN_IF_ERROR(parseDictionary('}', [&](std::string_view name, size_t) -> Status {
    if (!accept('=')) return {};
    if (name == "function_type") {
      ASSIGN_OR_RETURN(type.operands, parseTypeList(true));
      if (!acceptArrow()) return expected("'->' after the operand types");
      if (atPunctuation('(')) {
        ASSIGN_OR_RETURN(type.results, parseTypeList(true));
      } else {
        ASSIGN_OR_RETURN(TensorType result, parseType());
        type.results.push_back(std::move(result));
      }
      return {};
    }
    if (name == "arg_attrs") argumentAttrs = token_.begin;
    if (name == "res_attrs") resultAttrs = token_.begin;
    return parseRawText().status();
  }));
  RETURN_IF_ERROR(expect('>', "after the properties"));
  if (!type.operands) return failAt(function.signature, "expected the property function_type of ", function.symbol());
  size_t region = token_.begin;
  signature.parameters.resize(type.operands->size());
  for (size_t i = 0; i < signature.parameters.size(); ++i) signature.parameters[i].argument.type = (*type.operands)[i];
  signature.results.resize(type.results.size());
  for (size_t i = 0; i < signature.results.size(); ++i) signature.results[i].type = type.results[i];
  // One dictionary for each value.
  auto dictionaries = [&](size_t offset, auto& values, auto&& typeOf) -> Status {
    if (offset == 0) return {};
    moveTo(offset);
    RETURN_IF_ERROR(expect('[', "before the attributes"));
    for (size_t i = 0; i < values.size(); ++i) {
      if (i > 0) RETURN_IF_ERROR(expect(',', "between the attributes"));
      if (!atPunctuation('{')) return expected("'{' before the attributes of a value");
      RETURN_IF_ERROR(parseValueAttributes(typeOf(values[i]), values[i].attrs, values[i].sharding));
    }
    return expect(']', "after the attributes");
  };
  RETURN_IF_ERROR(
      dictionaries(argumentAttrs, signature.parameters, [](const Parameter& p) { return p.argument.type; }));
  RETURN_IF_ERROR(dictionaries(resultAttrs, signature.results, [](const FunctionResult& r) { return r.type; }));
  moveTo(region);
  RETURN_IF_ERROR(expect('(', "before the region"));
  signature.bodyOffset = token_.begin;
  RETURN_IF_ERROR(expect('{', "before the function's body"));
  std::vector<BlockArgument> arguments;
  if (token_.kind == TokenKind::kBlock) {
    advance();
    if (atPunctuation('(')) {
      ASSIGN_OR_RETURN(arguments, parseBlockArguments());
    }
    RETURN_IF_ERROR(expect(':', "after the block's arguments"));
  }
  if (arguments.size() != signature.parameters.size()) {
    return failAt(signature.bodyOffset, "expected ", signature.parameters.size(), " arguments of the block, found ",
                  arguments.size());
  }
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].type != signature.parameters[i].argument.type) {
      return failAt(arguments[i].offset, "expected type ", signature.parameters[i].argument.type.toString(),
                    " of the argument, found ", arguments[i].type.toString());
    }
    signature.parameters[i].locationName = arguments[i].locationName;
    signature.parameters[i].argument = std::move(arguments[i]);
  }
  return signature;
}

Status StablehloParser::parseMain(const Function& function) {
  callStack_.push_back(&function - functions_.data());
  parsedBytes_ += function.end - function.signature;
  ASSIGN_OR_RETURN(FunctionSignature signature, parseFunctionSignature(function));
  Scope scope;
  scope_ = &scope;
  for (const Parameter& parameter : signature.parameters) {
    ValueId value = graph_.addArgument(graph_.body(), parameter.argument.type);
    if (parameter.sharding) graph_.setSharding(value, parameter.sharding);
    RETURN_IF_ERROR(define(parameter.argument.name, {value}, parameter.argument.offset));
  }
  const size_t bodyOffset = signature.bodyOffset;
  ASSIGN_OR_RETURN(std::vector<ValueId> results, parseBody(graph_.body()));
  scope_ = nullptr;
  if (results.size() != signature.results.size()) {
    return failAt(bodyOffset, "expected ", signature.results.size(), " results of ", function.symbol(), ", found ",
                  results.size());
  }
  for (size_t i = 0; i < results.size(); ++i) {
    if (graph_.type(results[i]) != signature.results[i].type) {
      return failAt(bodyOffset, "expected type ", signature.results[i].type.toString(), " of result ", i, " of ",
                    function.symbol(), ", found ", graph_.type(results[i]).toString());
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
    if (std::string name = argumentNameFromPath(signature.parameters[i].locationName); !name.empty()) {
      info.name = std::move(name);
      info.named = true;
    }
    if (const Attr* name = info.attrs.find(kArgumentNameAttr);
        name != nullptr && std::holds_alternative<std::string>(*name)) {
      info.name = std::get<std::string>(*name);
      info.named = true;
      info.attrs.erase(kArgumentNameAttr);
    }
  }
  return {};
}

// call @f(%0) : (T) -> T, or "func.call"(%0) <{callee = @f}> : (T) -> T. The callee's body is read again, into REGION.
Status StablehloParser::parseCall(RegionId region, const std::vector<ResultName>& names, size_t offset, bool generic) {
  std::string callee;
  std::vector<ValueId> operands;
  std::vector<std::optional<Sharding>> shardings;
  auto attribute = [&](std::string_view name, size_t at) -> Status {
    if (name == kGspmdSharding) lacks(std::string(kGspmdMissing), at);
    if (name == "callee" && accept('=')) {
      ASSIGN_OR_RETURN(callee, parseSymbol("the name of a function"));
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
    ASSIGN_OR_RETURN(callee, parseSymbol("the name of a function"));
  }
  RETURN_IF_ERROR(expect('(', "before the operands"));
  ASSIGN_OR_RETURN(operands, parseValues(')'));
  if (generic && accept('<')) {
    RETURN_IF_ERROR(expect('{', "after '<'"));
    RETURN_IF_ERROR(parseDictionary('}', attribute));
    RETURN_IF_ERROR(expect('>', "after the properties"));
  }
  if (accept('{')) RETURN_IF_ERROR(parseDictionary('}', attribute));
  const size_t types = token_.begin;
  RETURN_IF_ERROR(expect(':', "before the type"));
  ASSIGN_OR_RETURN(Signature declared, parseSignature());
  ASSIGN_OR_RETURN(std::optional<Location> written, parseOptionalLocation());
  Token after = token_;

  auto found = functionByName_.find(callee);
  if (found == functionByName_.end()) {
    needsMoreText_ = true;
    return failAt(offset, "expected a function of this module, found @", callee);
  }
  const Function& function = functions_[found->second];
  if (function.end == 0) {
    lacks(strCat("a call of function ", function.symbol(), ", which has no body,"), offset);
    moveTo(types);
    return skipOp(region, names, offset);
  }
  for (size_t active : callStack_) {
    if (active == found->second)
      return failAt(offset, "expected no recursion, found a call of ", function.symbol(), " within itself");
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

  ASSIGN_OR_RETURN(FunctionSignature signature, parseFunctionSignature(function));
  if (signature.parameters.size() != operands.size()) {
    return failAt(offset, "expected ", signature.parameters.size(), " operands of ", function.symbol(), ", found ",
                  operands.size());
  }
  Scope scope;
  for (size_t i = 0; i < operands.size(); ++i) {
    const Parameter& parameter = signature.parameters[i];
    const TensorType& type = graph_.type(operands[i]);
    if (type != parameter.argument.type ||
        (declared.operands && (i >= declared.operands->size() || (*declared.operands)[i] != type))) {
      return failAt(declared.offset, "expected type ", parameter.argument.type.toString(), " of operand ", i, " of ",
                    function.symbol(), ", found ", type.toString());
    }
  }
  Scope* outer = std::exchange(scope_, &scope);
  for (size_t i = 0; i < operands.size(); ++i) {
    const Parameter& parameter = signature.parameters[i];
    ValueId value = constrain(region, operands[i], parameter.sharding, locationId);
    RETURN_IF_ERROR(define(parameter.argument.name, {value}, parameter.argument.offset));
  }
  ASSIGN_OR_RETURN(std::vector<ValueId> results, parseBody(region));
  scope_ = outer;
  callStack_.pop_back();
  callLocations_.pop_back();
  unnest();
  token_ = after;

  if (results.size() != signature.results.size() || results.size() != declared.results.size()) {
    return failAt(declared.offset, "expected ", results.size(), " result types of ", function.symbol(), ", found ",
                  declared.results.size());
  }
  if (!shardings.empty() && shardings.size() != results.size()) {
    return failAt(offset, "expected ", results.size(), " shardings for the results of ", function.symbol(), ", found ",
                  shardings.size());
  }
  for (size_t i = 0; i < results.size(); ++i) {
    const TensorType& type = graph_.type(results[i]);
    if (type != declared.results[i] || type != signature.results[i].type) {
      return failAt(declared.offset, "expected type ", type.toString(), " of result ", i, " of ", function.symbol(),
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
      return failAt(name.offset, "expected names for ", results.size(), " results of ", function.symbol(),
                    ", found more");
    }
    RETURN_IF_ERROR(define(name.name, std::move(values), name.offset));
  }
  if (!names.empty() && at != results.size())
    return failAt(offset, "expected names for ", results.size(), " results of ", function.symbol(), ", found ", at);
  return {};
}

}  // namespace partita
