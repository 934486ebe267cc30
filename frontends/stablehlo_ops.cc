// Ops of StableHLO text: the generic form, and one function for each pretty form of the op table.
#include <algorithm>

#include "frontends/stablehlo_parser.h"
#include "graph/node_check.h"

namespace partita {
namespace {

bool isOneOf(TextForm form, std::initializer_list<TextForm> forms) {
  return std::find(forms.begin(), forms.end(), form) != forms.end();
}

}  // namespace

Status StablehloParser::parseOp(RegionId region) {
  std::vector<ResultName> results;
  if (token_.kind == TokenKind::kValue) {
    do {
      if (token_.kind != TokenKind::kValue) return expected("the name of a result");
      ResultName result{spelling(), token_.begin};
      advance();
      if (accept(':')) {
        ASSIGN_OR_RETURN(int64_t count, parseInteger("the number of results"));
        if (count < 1 || count > 65536) return failAt(result.offset, "expected 1 to 65536 results, found ", count);
        result.count = static_cast<int>(count);
      }
      results.push_back(result);
    } while (accept(','));
    RETURN_IF_ERROR(expect('=', "after the results' names"));
  }
  size_t offset = token_.begin;
  bool generic = token_.kind == TokenKind::kString;
  if (!generic && token_.kind != TokenKind::kWord) return expected("an operation");
  std::string_view name = spelling();
  if (generic) name = name.substr(1, name.size() - 2);
  if (name == "call" || name == "func.call") {
    advance();
    return parseCall(region, results, offset, generic);
  }
  std::optional<OpKind> kind = opKindByName(name);
  if (!kind) {
    if (!generic && name.find('.') == std::string_view::npos) return expected("an operation");
    lacks(strCat("op ", name), offset);
    advance();
    return skipOp(region, results, offset);
  }
  advance();
  OpText op;
  op.def = &opDef(*kind);
  op.name = name;
  op.offset = offset;
  op.generic = generic;
  op.node = graph_.addNode(region, *kind, {}, {});
  RETURN_IF_ERROR(generic ? parseGeneric(op) : parseCustomAssembly(op));
  return finishOp(op, results);
}

// (%0, %1) <{properties}> ({region}, {region}) {attributes} : (types) -> types
Status StablehloParser::parseGeneric(OpText& op) {
  RETURN_IF_ERROR(parseParenthesisedOperands(op));
  if (accept('<')) {
    RETURN_IF_ERROR(expect('{', "after '<'"));
    RETURN_IF_ERROR(parseOpDictionary(op, '}'));
    RETURN_IF_ERROR(expect('>', "after the properties"));
  }
  if (accept('(')) {
    do {
      RETURN_IF_ERROR(parseRegion(op.node, {}, true));
    } while (accept(','));
    RETURN_IF_ERROR(expect(')', "after the regions"));
  }
  RETURN_IF_ERROR(parseDictionaryAndSignature(op));
  if (!op.signature.operands) return failAt(op.signature.offset, "expected the type of the op as '(types) -> types'");
  return {};
}

Status StablehloParser::parseCustomAssembly(OpText& op) {
  switch (op.def->form) {
    case TextForm::kSameType:
    case TextForm::kFunctional:
    case TextForm::kDims:
    case TextForm::kConcatenate:
    case TextForm::kDynamicSlice:
    case TextForm::kPad:
    case TextForm::kIota:
    case TextForm::kNullary:
    case TextForm::kVariadicSameTypes:
    case TextForm::kSelect:
    case TextForm::kClamp:
    case TextForm::kRng:
      RETURN_IF_ERROR(parseNamedItems(op));
      return parseDictionaryAndSignature(op);
    case TextForm::kCompare:
      return parseCompare(op);
    case TextForm::kSlice:
      return parseSlice(op);
    case TextForm::kConstant:
      return parseConstant(op);
    case TextForm::kDotGeneral:
      return parseDotGeneral(op);
    case TextForm::kConvolution:
      return parseConvolution(op);
    case TextForm::kReduce:
      return parseReduce(op);
    case TextForm::kWhile:
      return parseWhile(op);
    case TextForm::kShardingConstraint:
      return parseShardingConstraint(op);
    case TextForm::kManualComputation:
      return parseManualComputation(op);
    case TextForm::kCustomCall:
      return parseCustomCall(op);
    case TextForm::kReducePrecision:
      return parseReducePrecision(op);
    case TextForm::kGeneric:
    case TextForm::kSortLike:
      break;
  }
  return failAt(op.offset, "expected the generic form \"", op.name, "\"(…) of ", op.name, ", which has no other");
}

Status StablehloParser::parseParenthesisedOperands(OpText& op) {
  RETURN_IF_ERROR(expect('(', "before the operands"));
  ASSIGN_OR_RETURN(op.operands, parseValues(')'));
  return {};
}

// %0, %1, dims = [0, 1]: operands and attributes by their canonical names; chlo.top_k has parentheses around them.
Status StablehloParser::parseNamedItems(OpText& op) {
  bool parenthesised = accept('(');
  if (parenthesised ? accept(')') : (atPunctuation(':') || atPunctuation('{'))) return {};
  do {
    if (token_.kind == TokenKind::kValue) {
      ASSIGN_OR_RETURN(ValueId value, parseValue());
      op.operands.push_back(value);
      continue;
    }
    if (token_.kind != TokenKind::kWord) return expected("an operand");
    const AttrDef* found = nullptr;
    for (const AttrDef& def : op.def->attrs) {
      if (def.name == spelling()) found = &def;
    }
    if (found == nullptr) return expected(strCat("an operand or an attribute of ", op.name));
    if (op.attrs.has(found->name))
      return failAt(token_.begin, "expected each attribute once, found '", spelling(), "' again");
    advance();
    RETURN_IF_ERROR(expect('=', "after the attribute's name"));
    ASSIGN_OR_RETURN(Attr value, parseAttrValue(found->kind, found->name));
    op.attrs.set(found->name, std::move(value));
  } while (accept(','));
  return parenthesised ? expect(')', "or ',' after an operand") : Status();
}

Status StablehloParser::parseDictionaryAndSignature(OpText& op) {
  if (accept('{')) RETURN_IF_ERROR(parseOpDictionary(op, '}'));
  RETURN_IF_ERROR(expect(':', "before the type"));
  ASSIGN_OR_RETURN(op.signature, parseSignature());
  return {};
}

// LT, %0, %1, FLOAT
Status StablehloParser::parseCompare(OpText& op) {
  if (token_.kind != TokenKind::kWord) return expected("a comparison (EQ, NE, GE, GT, LE or LT)");
  ASSIGN_OR_RETURN(KeywordAttr direction, parseKeyword());
  op.attrs.set("direction", std::move(direction));
  for (int i = 0; i < 2; ++i) {
    RETURN_IF_ERROR(expect(',', "before an operand"));
    ASSIGN_OR_RETURN(ValueId value, parseValue());
    op.operands.push_back(value);
  }
  if (accept(',')) {
    ASSIGN_OR_RETURN(KeywordAttr type, parseKeyword());
    // NOTYPE says that nothing is said.
    if (type.word != "NOTYPE") op.attrs.set("compare_type", std::move(type));
  }
  return parseDictionaryAndSignature(op);
}

// %0 [1:3, 4:8:2]
Status StablehloParser::parseSlice(OpText& op) {
  ASSIGN_OR_RETURN(ValueId value, parseValue());
  op.operands.push_back(value);
  IntsAttr start, limit, strides;
  RETURN_IF_ERROR(expect('[', "before the ranges"));
  if (!accept(']')) {
    do {
      ASSIGN_OR_RETURN(int64_t first, parseInteger("the start of the range"));
      RETURN_IF_ERROR(expect(':', "after the start of the range"));
      ASSIGN_OR_RETURN(int64_t last, parseInteger("the end of the range"));
      int64_t stride = 1;
      if (accept(':')) {
        ASSIGN_OR_RETURN(stride, parseInteger("the stride of the range"));
      }
      start.push_back(first);
      limit.push_back(last);
      strides.push_back(stride);
    } while (accept(','));
    RETURN_IF_ERROR(expect(']', "or ',' after a range"));
  }
  op.attrs.set("start", std::move(start));
  op.attrs.set("limit", std::move(limit));
  op.attrs.set("strides", std::move(strides));
  return parseDictionaryAndSignature(op);
}

// dense<…> : type, or {attributes} dense<…> : type
Status StablehloParser::parseConstant(OpText& op) {
  if (accept('{')) RETURN_IF_ERROR(parseOpDictionary(op, '}'));
  op.signature.offset = token_.begin;
  ASSIGN_OR_RETURN(Literal literal, parseDense());
  op.signature.results.push_back(literal.type());
  op.attrs.set("value", std::move(literal));
  return {};
}

// [0] x [1]
Status StablehloParser::parsePair(OpText& op, std::string_view first, std::string_view second) {
  if (op.attrs.has(first)) return failAt(token_.begin, "expected each attribute once, found ", first, " again");
  ASSIGN_OR_RETURN(IntsAttr left, parseInts());
  RETURN_IF_ERROR(expectWord("x"));
  ASSIGN_OR_RETURN(IntsAttr right, parseInts());
  op.attrs.set(first, std::move(left));
  op.attrs.set(second, std::move(right));
  return {};
}

Status StablehloParser::parseDotGeneral(OpText& op) {
  ASSIGN_OR_RETURN(ValueId left, parseValue());
  RETURN_IF_ERROR(expect(',', "after the first operand"));
  ASSIGN_OR_RETURN(ValueId right, parseValue());
  op.operands = {left, right};
  while (accept(',')) {
    std::string_view word = token_.kind == TokenKind::kWord ? spelling() : std::string_view();
    if (word != "batching_dims" && word != "contracting_dims" && word != "precision" && word != "algorithm") {
      return expected("batching_dims, contracting_dims, precision or algorithm");
    }
    advance();
    RETURN_IF_ERROR(expect('=', "after the attribute's name"));
    if (word == "batching_dims") {
      RETURN_IF_ERROR(parsePair(op, "lhs_batch", "rhs_batch"));
    } else if (word == "contracting_dims") {
      RETURN_IF_ERROR(parsePair(op, "lhs_contract", "rhs_contract"));
    } else if (word == "precision") {
      ASSIGN_OR_RETURN(KeywordAttr precision, parseKeyword());
      op.attrs.set("precision", std::move(precision));
    } else {
      ASSIGN_OR_RETURN(std::string_view algorithm, parseBracketed());
      op.attrs.set("algorithm", TextAttr{std::string(algorithm)});
    }
  }
  for (std::string_view name : {"lhs_batch", "rhs_batch", "lhs_contract", "rhs_contract"}) {
    if (!op.attrs.has(name)) op.attrs.set(name, IntsAttr{});
  }
  return parseDictionaryAndSignature(op);
}

// [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]
Status StablehloParser::parseDimensionNumbers(OpText& op) {
  // Reads one list: positions of the two letters, and of the spatial dimensions in their order.
  auto list = [&](std::string_view first, std::string_view firstName, std::string_view second,
                  std::string_view secondName, std::string_view spatialName) -> Status {
    RETURN_IF_ERROR(expect('[', "before the dimension numbers"));
    size_t offset = token_.begin;
    int64_t firstAt = -1, secondAt = -1, at = 0;
    IntsAttr spatial;
    do {
      if (atWord(first) || atWord(second)) {
        int64_t& place = atWord(first) ? firstAt : secondAt;
        if (place >= 0) return expected("each dimension once");
        place = at;
        advance();
      } else {
        ASSIGN_OR_RETURN(int64_t number, parseInteger("a dimension"));
        if (number < 0 || number > 31) return failAt(offset, "expected spatial dimensions 0 to 31, found ", number);
        if (static_cast<int64_t>(spatial.size()) <= number) spatial.resize(number + 1, -1);
        if (spatial[number] >= 0) return failAt(offset, "expected each dimension once, found ", number, " again");
        spatial[number] = at;
      }
      if (++at > 32) return failAt(offset, "expected at most 32 dimensions, found more");
    } while (accept(','));
    RETURN_IF_ERROR(expect(']', "or ',' after a dimension"));
    if (firstAt < 0 || secondAt < 0)
      return failAt(offset, "expected dimensions '", first, "' and '", second, "' in the dimension numbers");
    for (int64_t place : spatial) {
      if (place < 0) return failAt(offset, "expected every spatial dimension from 0 to ", spatial.size() - 1);
    }
    op.attrs.set(firstName, firstAt);
    op.attrs.set(secondName, secondAt);
    op.attrs.set(spatialName, std::move(spatial));
    return {};
  };
  RETURN_IF_ERROR(list("b", "input_batch_dimension", "f", "input_feature_dimension", "input_spatial_dimensions"));
  RETURN_IF_ERROR(expectWord("x"));
  RETURN_IF_ERROR(
      list("i", "kernel_input_feature_dimension", "o", "kernel_output_feature_dimension", "kernel_spatial_dimensions"));
  if (!acceptArrow()) return expected("'->' in the dimension numbers");
  return list("b", "output_batch_dimension", "f", "output_feature_dimension", "output_spatial_dimensions");
}

// (%0, %1) dim_numbers = …, window = {stride = [2], pad = [[0, 0]], lhs_dilate = [1], rhs_dilate = [1], reverse =
// [false]} {…} : …
Status StablehloParser::parseConvolution(OpText& op) {
  RETURN_IF_ERROR(parseParenthesisedOperands(op));
  RETURN_IF_ERROR(expectWord("dim_numbers"));
  RETURN_IF_ERROR(expect('=', "after 'dim_numbers'"));
  RETURN_IF_ERROR(parseDimensionNumbers(op));
  RETURN_IF_ERROR(expect(',', "after the dimension numbers"));
  RETURN_IF_ERROR(expectWord("window"));
  RETURN_IF_ERROR(expect('=', "after 'window'"));
  RETURN_IF_ERROR(expect('{', "before the window"));
  RETURN_IF_ERROR(parseDictionary('}', [&](std::string_view name, size_t offset) -> Status {
    std::string_view canonical = name == "stride"       ? "window_strides"
                                 : name == "pad"        ? "padding"
                                 : name == "lhs_dilate" ? "lhs_dilation"
                                 : name == "rhs_dilate" ? "rhs_dilation"
                                 : name == "reverse"    ? "window_reversal"
                                                        : "";
    if (canonical.empty() || op.attrs.has(canonical))
      return failAt(offset, "expected stride, pad, lhs_dilate, rhs_dilate or reverse, each once, found '", name, "'");
    RETURN_IF_ERROR(expect('=', "after the name"));
    if (name != "pad") {
      ASSIGN_OR_RETURN(IntsAttr value, parseInts());
      op.attrs.set(canonical, std::move(value));
      return {};
    }
    IntsAttr pairs;
    RETURN_IF_ERROR(expect('[', "before the padding"));
    if (!accept(']')) {
      do {
        size_t at = token_.begin;
        ASSIGN_OR_RETURN(IntsAttr pair, parseInts());
        if (pair.size() != 2) return failAt(at, "expected a pair [low, high], found ", pair.size(), " numbers");
        pairs.insert(pairs.end(), pair.begin(), pair.end());
      } while (accept(','));
      RETURN_IF_ERROR(expect(']', "or ',' after a pair"));
    }
    op.attrs.set(canonical, std::move(pairs));
    return {};
  }));
  return parseDictionaryAndSignature(op);
}

// (%0 init: %1), (%2 init: %3) [applies stablehlo.add] across dimensions = [0] : … [reducer(%a: T, %b: T) (%c: U, %d:
// U) { … }]
Status StablehloParser::parseReduce(OpText& op) {
  std::vector<ValueId> inits;
  do {
    RETURN_IF_ERROR(expect('(', "before an input"));
    ASSIGN_OR_RETURN(ValueId input, parseValue());
    RETURN_IF_ERROR(expectWord("init"));
    RETURN_IF_ERROR(expect(':', "after 'init'"));
    ASSIGN_OR_RETURN(ValueId init, parseValue());
    RETURN_IF_ERROR(expect(')', "after the initial value"));
    op.operands.push_back(input);
    inits.push_back(init);
  } while (accept(','));
  op.operands.insert(op.operands.end(), inits.begin(), inits.end());
  std::optional<OpKind> applied;
  if (acceptWord("applies")) {
    applied = token_.kind == TokenKind::kWord ? opKindByName(spelling()) : std::nullopt;
    if (!applied || opDef(*applied).minOperands != 2 || opDef(*applied).lowering != LoweringClass::kElementwise)
      return expected("a binary op");
    if (inits.size() != 1) return failAt(op.offset, "expected one input where 'applies' is used, found ", inits.size());
    advance();
  }
  RETURN_IF_ERROR(expectWord("across"));
  RETURN_IF_ERROR(expectWord("dimensions"));
  RETURN_IF_ERROR(expect('=', "after 'dimensions'"));
  ASSIGN_OR_RETURN(IntsAttr dims, parseInts());
  op.attrs.set("dims", std::move(dims));
  RETURN_IF_ERROR(parseDictionaryAndSignature(op));
  if (applied) {
    RegionId region = graph_.addRegion(op.node);
    fillReductionRegion(graph_, region, *applied, graph_.type(inits[0]).dtype);
    return {};
  }
  RETURN_IF_ERROR(expectWord("reducer"));
  std::vector<BlockArgument> left, right;
  for (size_t i = 0; i < inits.size(); ++i) {
    size_t offset = token_.begin;
    ASSIGN_OR_RETURN(std::vector<BlockArgument> pair, parseBlockArguments());
    if (pair.size() != 2)
      return failAt(offset, "expected two arguments of the reducer for each input, found ", pair.size());
    left.push_back(pair[0]);
    right.push_back(pair[1]);
  }
  left.insert(left.end(), right.begin(), right.end());
  return parseRegion(op.node, left, false);
}

// (%iterArg = %0, %iterArg_1 = %1) : T, U [attributes {…}] cond { … } do { … }
Status StablehloParser::parseWhile(OpText& op) {
  std::vector<BlockArgument> arguments;
  RETURN_IF_ERROR(expect('(', "before the loop's values"));
  if (!accept(')')) {
    do {
      if (token_.kind != TokenKind::kValue) return expected("the name of a loop value");
      BlockArgument argument{spelling(), token_.begin, {}, {}};
      advance();
      RETURN_IF_ERROR(expect('=', "after the name of the loop value"));
      ASSIGN_OR_RETURN(ValueId value, parseValue());
      op.operands.push_back(value);
      argument.type = graph_.type(value);
      arguments.push_back(std::move(argument));
    } while (accept(','));
    RETURN_IF_ERROR(expect(')', "or ',' after a loop value"));
    RETURN_IF_ERROR(expect(':', "before the types"));
    op.signature.offset = token_.begin;
    ASSIGN_OR_RETURN(op.signature.results, parseTypeList(false));
  }
  if (acceptWord("attributes")) {
    RETURN_IF_ERROR(expect('{', "after 'attributes'"));
    RETURN_IF_ERROR(parseOpDictionary(op, '}'));
  }
  RETURN_IF_ERROR(expectWord("cond"));
  RETURN_IF_ERROR(parseRegion(op.node, arguments, false));
  RETURN_IF_ERROR(expectWord("do"));
  return parseRegion(op.node, arguments, false);
}

// %0 <@mesh, [{"x"}, {}]> : T
Status StablehloParser::parseShardingConstraint(OpText& op) {
  ASSIGN_OR_RETURN(ValueId value, parseValue());
  op.operands.push_back(value);
  size_t offset = token_.begin;
  ASSIGN_OR_RETURN(Sharding sharding, parseSharding());
  RETURN_IF_ERROR(checkRank(sharding, graph_.type(value), offset));
  op.attrs.set("sharding", ShardingsAttr{std::move(sharding)});
  return parseDictionaryAndSignature(op);
}

// (%0) in_shardings=[…] out_shardings=[…] manual_axes={"x"} (%arg: T) { … } : (T) -> T
Status StablehloParser::parseManualComputation(OpText& op) {
  RETURN_IF_ERROR(parseParenthesisedOperands(op));
  for (std::string_view name : {"in_shardings", "out_shardings"}) {
    RETURN_IF_ERROR(expectWord(name));
    RETURN_IF_ERROR(expect('=', "before the shardings"));
    ASSIGN_OR_RETURN(ShardingsAttr shardings, parseShardings());
    op.attrs.set(name, std::move(shardings));
  }
  RETURN_IF_ERROR(expectWord("manual_axes"));
  RETURN_IF_ERROR(expect('=', "before the axes"));
  if (!atPunctuation('{')) return expected("'{' before the axes");
  ASSIGN_OR_RETURN(std::string_view axes, parseBracketed());
  op.attrs.set("manual_axes", TextAttr{std::string(axes)});
  ASSIGN_OR_RETURN(std::vector<BlockArgument> arguments, parseBlockArguments());
  RETURN_IF_ERROR(parseRegion(op.node, arguments, false));
  return parseDictionaryAndSignature(op);
}

// @target(%0) {…} : (T) -> T
Status StablehloParser::parseCustomCall(OpText& op) {
  ASSIGN_OR_RETURN(std::string target, parseSymbol("the target of the custom call"));
  op.attrs.set("call_target_name", std::move(target));
  RETURN_IF_ERROR(parseParenthesisedOperands(op));
  return parseDictionaryAndSignature(op);
}

// %0, format = e8m10 : T
Status StablehloParser::parseReducePrecision(OpText& op) {
  ASSIGN_OR_RETURN(ValueId value, parseValue());
  op.operands.push_back(value);
  RETURN_IF_ERROR(expect(',', "after the operand"));
  RETURN_IF_ERROR(expectWord("format"));
  RETURN_IF_ERROR(expect('=', "after 'format'"));
  int exponent = 0, mantissa = 0, consumed = 0;
  std::string word(token_.kind == TokenKind::kWord && token_.end - token_.begin <= 8 ? spelling() : std::string_view());
  if (std::sscanf(word.c_str(), "e%3dm%3d%n", &exponent, &mantissa, &consumed) != 2 ||
      consumed != static_cast<int>(word.size())) {
    return expected("a format such as e8m10");
  }
  advance();
  op.attrs.set("exponent_bits", int64_t{exponent});
  op.attrs.set("mantissa_bits", int64_t{mantissa});
  return parseDictionaryAndSignature(op);
}

Status StablehloParser::checkOperandTypes(const OpText& op) const {
  if (!op.signature.operands) return {};
  const std::vector<TensorType>& types = *op.signature.operands;
  if (types.size() != op.operands.size()) {
    return failAt(op.signature.offset, "expected ", op.operands.size(), " operand types for ", op.name, ", found ",
                  types.size());
  }
  for (size_t i = 0; i < types.size(); ++i) {
    const TensorType& type = graph_.type(op.operands[i]);
    if (type != types[i]) {
      return failAt(op.signature.offset, "expected type ", type.toString(), " of operand ", i, " of ", op.name,
                    ", found ", types[i].toString());
    }
  }
  return {};
}

Status StablehloParser::finishOp(OpText& op, const std::vector<ResultName>& names) {
  ASSIGN_OR_RETURN(std::optional<Location> written, parseOptionalLocation());
  const OpDef& def = *op.def;
  {
    for (const AttrDef& attr : def.attrs) {
      // A field of dimension numbers that is left out has its default, also where all are.
      if (attr.text.find('.') == std::string_view::npos || op.attrs.has(attr.name)) continue;
      if (attr.kind == AttrKind::kInts) op.attrs.set(attr.name, IntsAttr{});
      if (attr.kind == AttrKind::kInt) op.attrs.set(attr.name, int64_t{0});
    }
    Node& node = graph_.nodes[op.node];
    node.operands = op.operands;
    node.attrs = std::move(op.attrs);
    if (Status status = checkNodeForm(graph_, node); !status.ok()) return annotate(status, place(op.offset));
  }
  // One type for all: select's and optimization_barrier's lists name operands, the result is what they say.
  std::vector<TensorType>& types = op.signature.results;
  if (!op.signature.operands) {
    if (isOneOf(def.form, {TextForm::kSelect}) && types.size() == 2) {
      if (types[0] != graph_.type(op.operands[0])) {
        return failAt(op.signature.offset, "expected type ", graph_.type(op.operands[0]).toString(),
                      " of the predicate, found ", types[0].toString());
      }
      types.erase(types.begin());
    } else if (types.size() > 1 && !isOneOf(def.form, {TextForm::kVariadicSameTypes, TextForm::kWhile})) {
      return failAt(op.signature.offset, "expected one type for ", op.name, ", found ", types.size());
    }
  }
  RETURN_IF_ERROR(checkOperandTypes(op));

  Location location;
  if (written) location = *std::move(written);
  location = joined(std::move(location));
  location.textLine = lexer_.lineOf(op.offset);
  LocationId locationId = graph_.addLocation(std::move(location));
  Node& node = graph_.nodes[op.node];
  node.location = locationId;
  for (RegionId region : node.regions) {
    for (NodeId inner : graph_.regions[region].nodes) {
      if (!graph_.nodes[inner].location.valid()) graph_.nodes[inner].location = locationId;
    }
  }
  for (size_t i = 0; i < types.size(); ++i) {
    ValueId value = graph_.values.add(Value{types[i], op.node, node.parent, static_cast<uint32_t>(i)});
    node.results.push_back(value);
  }
  StatusOr<std::vector<TensorType>> inferred = def.infer(graph_, node);
  if (inferred.status().code() == absl::StatusCode::kUnimplemented) {
    lacks(std::string(toView(inferred.status().message())), op.offset);
    inferred = types;
  }
  if (!inferred.ok()) return annotate(inferred.status(), place(op.offset));
  if (inferred->size() != types.size()) {
    return failAt(op.signature.offset, "expected ", inferred->size(), " result types of ", op.name, ", found ",
                  types.size());
  }
  for (size_t i = 0; i < types.size(); ++i) {
    if ((*inferred)[i] != types[i]) {
      return failAt(op.signature.offset, "expected result type ", (*inferred)[i].toString(), " of ", op.name,
                    ", found ", types[i].toString());
    }
  }
  if (!op.shardings.empty()) {
    if (op.shardings.size() != types.size()) {
      return failAt(op.offset, "expected ", types.size(), " shardings for the results of ", op.name, ", found ",
                    op.shardings.size());
    }
    for (size_t i = 0; i < types.size(); ++i) {
      RETURN_IF_ERROR(checkRank(*op.shardings[i], types[i], op.offset));
      graph_.setSharding(node.results[i], std::move(op.shardings[i]));
    }
  }
  if (names.empty()) return {};
  size_t at = 0;
  for (const ResultName& name : names) {
    Values values;
    for (int i = 0; i < name.count && at < node.results.size(); ++i) values.push_back(node.results[at++]);
    if (static_cast<int>(values.size()) != name.count)
      return failAt(name.offset, "expected names for ", types.size(), " results of ", op.name, ", found more");
    RETURN_IF_ERROR(define(name.name, std::move(values), name.offset));
  }
  if (at != node.results.size())
    return failAt(op.offset, "expected names for ", types.size(), " results of ", op.name, ", found ", at);
  return {};
}

}  // namespace partita
