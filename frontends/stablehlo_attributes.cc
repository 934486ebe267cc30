// Attributes of StableHLO text: dictionaries, and values by the kind that the op table gives them. What the table does
// not know is kept.
#include "frontends/stablehlo_parser.h"

namespace partita {
namespace {

// An array written as a splat may claim any number of elements: these attributes hold a few numbers for each dimension.
constexpr int64_t kMaxInts = 4096;

std::string_view textName(const AttrDef& def) { return def.text.empty() ? def.name : def.text; }

constexpr int kMaxAttributes = 4096;  // of one dictionary

// FIELD of the structured attribute NAME: text "name.field".
bool isFieldOf(const AttrDef& def, std::string_view name) {
  return def.text.size() > name.size() && def.text.starts_with(name) && def.text[name.size()] == '.';
}

// Module-wide counts that are 32-bit integers by convention; every other integer that is not i64 is kept as text.
bool isPlainInt32(std::string_view name) {
  return name == "mhlo.num_partitions" || name == "mhlo.num_replicas" || name == "tf.aliasing_output";
}

}  // namespace

Status StablehloParser::parseDictionary(char close,
                                        const std::function<Status(std::string_view name, size_t offset)>& handle) {
  if (accept(close)) return {};
  int count = 0;
  do {
    if (++count > kMaxAttributes)
      return failAt(token_.begin, "expected at most ", kMaxAttributes, " attributes, found more");
    std::string name;
    std::string_view view;
    size_t offset = token_.begin;
    if (token_.kind == TokenKind::kWord) {
      view = spelling();
    } else if (token_.kind == TokenKind::kString) {
      name = unescapeString(spelling());
      view = name;
    } else {
      return expected("an attribute name");
    }
    advance();
    RETURN_IF_ERROR(handle(view, offset));
  } while (accept(','));
  return expect(close, "or ',' in the attributes");
}

Status StablehloParser::parseOpDictionary(OpText& op, char close) {
  return parseDictionary(close,
                         [&](std::string_view name, size_t offset) { return parseOpAttribute(op, name, offset); });
}

Status StablehloParser::parseOpAttribute(OpText& op, std::string_view name, size_t offset) {
  if (name == "sdy.sharding") {
    RETURN_IF_ERROR(expect('=', "after 'sdy.sharding'"));
    ASSIGN_OR_RETURN(ShardingsAttr shardings, parseShardings());
    op.shardings.assign(shardings.begin(), shardings.end());
    return {};
  }
  if (name == kGspmdSharding) lacks(std::string(kGspmdMissing), offset);
  for (const AttrDef& def : op.def->attrs) {
    if (textName(def) == name || def.name == name) {
      if (op.attrs.has(def.name)) return failAt(offset, "expected each attribute once, found '", name, "' again");
      if (!accept('=')) {
        if (def.kind == AttrKind::kUnit) {
          op.attrs.set(def.name, UnitAttr{});
        } else if (def.kind == AttrKind::kBool) {
          op.attrs.set(def.name, true);
        } else {
          return expected("'=' after the attribute's name");
        }
        return {};
      }
      ASSIGN_OR_RETURN(Attr value, parseAttrValue(def.kind, name));
      op.attrs.set(def.name, std::move(value));
      return {};
    }
    if (isFieldOf(def, name)) {
      if (op.attrs.has(def.name)) return failAt(offset, "expected each attribute once, found '", name, "' again");
      RETURN_IF_ERROR(expect('=', "after the attribute's name"));
      return parseStructAttribute(op, name);
    }
  }
  if (op.attrs.has(name)) return failAt(offset, "expected each attribute once, found '", name, "' again");
  ASSIGN_OR_RETURN(Attr value, parseOtherAttribute(name));
  op.attrs.set(name, std::move(value));
  return {};
}

// #stablehlo.gather<offset_dims = [0], index_vector_dim = 1>: finishOp() fills in fields that are left out.
Status StablehloParser::parseStructAttribute(OpText& op, std::string_view name) {
  if (token_.kind == TokenKind::kAttribute && spelling() == "#stablehlo.conv") {
    advance();
    RETURN_IF_ERROR(expect('<', "after '#stablehlo.conv'"));
    RETURN_IF_ERROR(parseDimensionNumbers(op));
    return expect('>', "after the dimension numbers");
  }
  if (token_.kind != TokenKind::kAttribute) return expected("a #stablehlo attribute");
  advance();
  RETURN_IF_ERROR(expect('<', "before the fields"));
  while (!accept('>')) {
    if (token_.kind != TokenKind::kWord) return expected("a field name or '>'");
    std::string_view field = spelling();
    const AttrDef* found = nullptr;
    for (const AttrDef& def : op.def->attrs) {
      if (isFieldOf(def, name) && def.text.substr(name.size() + 1) == field) found = &def;
    }
    if (found == nullptr)
      return failAt(token_.begin, "expected a field of ", name, " of ", op.name, ", found '", field, "'");
    if (op.attrs.has(found->name)) return failAt(token_.begin, "expected each field once, found '", field, "' again");
    advance();
    RETURN_IF_ERROR(expect('=', "after the field's name"));
    ASSIGN_OR_RETURN(Attr value, parseAttrValue(found->kind, field));
    op.attrs.set(found->name, std::move(value));
    if (!atPunctuation('>')) RETURN_IF_ERROR(expect(',', "or '>' after a field"));
  }
  return {};
}

void StablehloParser::skipTypeSuffix() {
  // ": i64" behind a number: the table knows what it is. In a pretty form the colon may begin the op's type instead.
  if (!atPunctuation(':')) return;
  Token type = lexer_.lex(token_.end);
  std::string_view name = lexer_.spelling(type);
  if (type.kind == TokenKind::kWord && (name == "index" || parseDType(name).ok())) moveTo(type.end);
}

StatusOr<Attr> StablehloParser::parseAttrValue(AttrKind kind, std::string_view name) {
  if (auto alias = token_.kind == TokenKind::kAttribute ? aliases_.find(toAbsl(spelling())) : aliases_.end();
      alias != aliases_.end()) {
    RETURN_IF_ERROR(nest(token_.begin));
    size_t back = token_.end;
    moveTo(alias->second);
    StatusOr<Attr> value = parseAttrValue(kind, name);
    moveTo(back);
    unnest();
    return value;
  }
  switch (kind) {
    case AttrKind::kUnit: {
      ASSIGN_OR_RETURN(bool present, atWord("unit") ? (advance(), StatusOr<bool>(true)) : parseBool());
      if (!present) return failAt(token_.begin, "expected 'unit' for ", name);
      return Attr(UnitAttr{});
    }
    case AttrKind::kBool: {
      ASSIGN_OR_RETURN(bool value, parseBool());
      return Attr(value);
    }
    case AttrKind::kInt: {
      ASSIGN_OR_RETURN(int64_t value, parseInteger("an integer"));
      skipTypeSuffix();
      return Attr(value);
    }
    case AttrKind::kFloat: {
      ASSIGN_OR_RETURN(double value, parseDouble("a number"));
      skipTypeSuffix();
      return Attr(value);
    }
    case AttrKind::kString: {
      if (token_.kind == TokenKind::kSymbol) {
        ASSIGN_OR_RETURN(std::string value, parseSymbol("a symbol"));
        return Attr(std::move(value));
      }
      ASSIGN_OR_RETURN(std::string value, parseString("a string"));
      return Attr(std::move(value));
    }
    case AttrKind::kKeyword: {
      ASSIGN_OR_RETURN(KeywordAttr value, parseKeyword());
      return Attr(std::move(value));
    }
    case AttrKind::kInts: {
      ASSIGN_OR_RETURN(IntsAttr value, parseInts());
      return Attr(std::move(value));
    }
    case AttrKind::kLiteral: {
      ASSIGN_OR_RETURN(Literal value, parseDense());
      return Attr(std::move(value));
    }
    case AttrKind::kShardings: {
      ASSIGN_OR_RETURN(ShardingsAttr value, parseShardings());
      return Attr(std::move(value));
    }
    case AttrKind::kText: {
      ASSIGN_OR_RETURN(std::string value, parseRawText());
      // The generic form names the kind of the attribute, the pretty form has its body only.
      for (std::string_view prefix : {"#sdy<manual_axes", "#stablehlo.dot_algorithm"}) {
        if (!value.starts_with(prefix)) continue;
        value.erase(0, prefix.size());
        if (prefix.find('<') != std::string_view::npos) value.pop_back();
      }
      return Attr(TextAttr{std::move(value)});
    }
  }
  return expected("an attribute");
}

// [1, 2], array<i64: 1, 2>, array<i1: true>, dense<[[1, 2]]> : tensor<1x2xi64>.
StatusOr<IntsAttr> StablehloParser::parseInts() {
  IntsAttr out;
  size_t start = token_.begin;
  if (atWord("dense")) {
    ASSIGN_OR_RETURN(Literal literal, parseDense());
    if (!isInteger(literal.type().dtype) && literal.type().dtype != DType::kI1)
      return failAt(start, "expected integers, found ", literal.type().toString());
    if (literal.type().elements() > kMaxInts)
      return failAt(start, "expected at most ", kMaxInts, " integers, found ", literal.type().elements());
    for (int64_t i = 0; i < literal.type().elements(); ++i) out.push_back(literal.asInt(i));
    return out;
  }
  char close = ']';
  if (acceptWord("array")) {
    RETURN_IF_ERROR(expect('<', "after 'array'"));
    if (token_.kind != TokenKind::kWord) return expected("an element type");
    advance();
    if (accept('>')) return out;
    RETURN_IF_ERROR(expect(':', "after the element type"));
    close = '>';
  } else {
    RETURN_IF_ERROR(expect('[', "before the integers"));
    if (accept(']')) return out;
  }
  do {
    if (atWord("true") || atWord("false")) {
      out.push_back(atWord("true") ? 1 : 0);
      advance();
    } else {
      ASSIGN_OR_RETURN(int64_t value, parseInteger("an integer"));
      skipTypeSuffix();
      out.push_back(value);
    }
  } while (accept(','));
  RETURN_IF_ERROR(expect(close, "or ',' after an integer"));
  return out;
}

// LT, #stablehlo<comparison_direction LT>, or a list of either.
StatusOr<KeywordAttr> StablehloParser::parseKeyword() {
  auto one = [&]() -> StatusOr<std::string> {
    if (token_.kind == TokenKind::kAttribute) {
      advance();
      RETURN_IF_ERROR(expect('<', "after '#stablehlo'"));
      if (token_.kind != TokenKind::kWord) return expected("the name of an enumeration");
      advance();
      if (token_.kind != TokenKind::kWord) return expected("a keyword");
      std::string word(spelling());
      advance();
      RETURN_IF_ERROR(expect('>', "after the keyword"));
      return word;
    }
    if (token_.kind != TokenKind::kWord) return expected("a keyword");
    std::string word(spelling());
    advance();
    return word;
  };
  if (!accept('[')) {
    ASSIGN_OR_RETURN(std::string word, one());
    return KeywordAttr{std::move(word)};
  }
  KeywordAttr out;
  if (accept(']')) return out;
  do {
    ASSIGN_OR_RETURN(std::string word, one());
    if (!out.word.empty()) out.word += ", ";
    out.word += word;
  } while (accept(','));
  RETURN_IF_ERROR(expect(']', "or ',' after a keyword"));
  return out;
}

StatusOr<Attr> StablehloParser::parseOtherAttribute(std::string_view name) {
  if (!accept('=')) return Attr(UnitAttr{});
  if (token_.kind == TokenKind::kString) {
    Token token = token_;
    advance();
    if (!atPunctuation(':')) return Attr(unescapeString(lexer_.spelling(token)));
    moveTo(token.begin);
  } else if (atWord("true") || atWord("false")) {
    bool value = atWord("true");
    advance();
    return Attr(value);
  } else if (token_.kind == TokenKind::kInteger) {
    Token token = token_;
    ASSIGN_OR_RETURN(int64_t value, parseInteger("an integer"));
    if (accept(':')) {
      bool plain = atWord("i64") || (atWord("i32") && isPlainInt32(name));
      advance();
      if (plain) return Attr(value);
    }
    moveTo(token.begin);
  }
  ASSIGN_OR_RETURN(std::string text, parseRawText());
  return Attr(TextAttr{std::move(text)});
}

StatusOr<std::string_view> StablehloParser::parseBracketed() {
  if (!atPunctuation('(') && !atPunctuation('[') && !atPunctuation('{') && !atPunctuation('<')) {
    return expected("a bracket");
  }
  size_t begin = token_.begin, close = lexer_.closingBracket(begin);
  if (close == std::string_view::npos) {
    needsMoreText_ = true;
    return failAt(begin, "expected balanced brackets, found '", spelling(), "' without its end");
  }
  moveTo(close);
  return lexer_.text().substr(begin, close - begin);
}

// An attribute of any form, kept as it is written: up to the ',' or closing bracket that ends it.
StatusOr<std::string> StablehloParser::parseRawText() {
  size_t begin = token_.begin, end = token_.begin;
  if (auto alias = token_.kind == TokenKind::kAttribute ? aliases_.find(toAbsl(spelling())) : aliases_.end();
      alias != aliases_.end()) {
    RETURN_IF_ERROR(nest(begin));
    size_t back = token_.end;
    moveTo(alias->second);
    StatusOr<std::string> text = parseRawText();
    moveTo(back);
    unnest();
    return text;
  }
  // Values may follow each other: "dense<0> : tensor<2xi64>", "#a.b<c> (d) -> e".
  while (token_.kind != TokenKind::kEnd) {
    if (end > begin && lexer_.columnOf(token_.begin) == 1) break;  // the definition of an alias ends with its line
    if (atPunctuation(',') || atPunctuation(')') || atPunctuation(']') || atPunctuation('}') || atPunctuation('>'))
      break;
    if (token_.kind == TokenKind::kInvalid) return expected("an attribute");
    if (atPunctuation('(') || atPunctuation('[') || atPunctuation('{') || atPunctuation('<')) {
      ASSIGN_OR_RETURN(std::string_view part, parseBracketed());
      end = part.data() + part.size() - lexer_.text().data();
      continue;
    }
    end = token_.end;
    advance();
  }
  if (end == begin) return expected("an attribute");
  return std::string(lexer_.text().substr(begin, end - begin));
}

}  // namespace partita
