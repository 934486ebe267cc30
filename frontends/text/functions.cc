// The module of MLIR text: aliases, meshes and functions.
#include "frontends/text/reader.h"
#include "frontends/text/text_reader.h"

namespace partita::ir {
namespace {

constexpr size_t kMaxFunctions = size_t{1} << 20;

std::string stringOf(const Attributes& attributes, std::string_view name) {
  const Attribute* found = attributes.find(name);
  const auto* text = found == nullptr ? nullptr : std::get_if<std::string>(&found->value);
  return text == nullptr ? std::string() : *text;
}

}  // namespace

Status readText(std::string_view text, std::string_view filename, Module& module) {
  module.file = std::string(filename);
  return TextReader(text, filename, module).read();
}

StatusOr<Attribute> readAttribute(std::string_view text, std::string_view filename) {
  Module none;
  return TextReader(text, filename, none).readAttribute();
}

StatusOr<Attribute> TextReader::readAttribute() {
  moveTo(0);
  ASSIGN_OR_RETURN(Attribute attribute, parseAttribute());
  if (token_.kind != TokenKind::kEnd) return expected("the end of the attribute");
  return attribute;
}

Status TextReader::read() {
  findAliases();
  Status status = findResources();
  if (status.ok()) status = parseModule();
  return status.ok() ? status : orEndsEarly(std::move(status));
}

// Aliases may be used before they are defined: their definitions begin a line.
void TextReader::findAliases() {
  const std::string_view text = lexer_.text();
  for (size_t line = 0; line < text.size();) {
    const size_t begin = text.find_first_not_of(" \t\r", line);
    if (begin == std::string_view::npos) return;
    if (text[begin] == '#' || text[begin] == '!') {
      const Token name = lexer_.lex(begin);
      const Token equals = lexer_.lex(name.end);
      if ((name.kind == TokenKind::kAttribute || name.kind == TokenKind::kType) && lexer_.spelling(equals) == "=")
        aliases_.emplace(toAbsl(lexer_.spelling(name)), lexer_.lex(equals.end).begin);
    }
    line = std::min(text.find('\n', begin), text.size() - 1) + 1;
  }
}

// The section stands behind the module; constants in it name its entries.
Status TextReader::findResources() {
  const size_t begin = lexer_.text().rfind("\n{-#");
  if (begin == std::string_view::npos) return {};
  moveTo(begin + 1);
  return parseResourceSection(true);
}

Status TextReader::parseAlias() {
  const Token name = token_;
  advance();
  RETURN_IF_ERROR(expect('=', "after the alias"));
  const auto [known, isNew] = aliases_.emplace(toAbsl(lexer_.spelling(name)), token_.begin);
  if (!isNew && known->second != token_.begin)
    return failAt(name.begin, "expected each alias once, found ", lexer_.spelling(name), " again");
  if (atWord("loc")) return skipLocation();
  return name.kind == TokenKind::kType ? parseType().status() : parseRawText().status();
}

Status TextReader::parseModule() {
  moveTo(0);
  bool inModule = false, generic = false, closed = false;
  while (token_.kind != TokenKind::kEnd) {
    const std::string_view quoted =
        token_.kind == TokenKind::kString ? spelling().substr(1, spelling().size() - 2) : std::string_view();
    if (token_.kind == TokenKind::kAttribute || token_.kind == TokenKind::kType) {
      RETURN_IF_ERROR(parseAlias());
    } else if (atResourceSection()) {
      RETURN_IF_ERROR(parseResourceSection(false));
    } else if (!inModule && acceptWord("module")) {
      inModule = true;
      if (token_.kind == TokenKind::kSymbol) {
        ASSIGN_OR_RETURN(module_.name, parseSymbol("the name of the module"));
      }
      if (acceptWord("attributes")) {
        RETURN_IF_ERROR(expect('{', "after 'attributes'"));
        RETURN_IF_ERROR(parseAttributes(module_.attributes, ""));
      }
      RETURN_IF_ERROR(expect('{', "before the module's body"));
    } else if (!inModule && quoted == "builtin.module") {
      inModule = generic = true;
      advance();
      RETURN_IF_ERROR(openGenericModule());
    } else if (acceptWord("func.func")) {
      RETURN_IF_ERROR(parseFunction());
    } else if (acceptWord("sdy.mesh")) {
      RETURN_IF_ERROR(parseNamedMesh());
    } else if (quoted == "func.func" || quoted == "sdy.mesh") {
      advance();
      RETURN_IF_ERROR(parseGenericItem(quoted));
    } else if (inModule && !closed && accept('}')) {
      closed = true;
      if (generic) RETURN_IF_ERROR(closeGenericModule());
      RETURN_IF_ERROR(skipLocation());
    } else if (const std::string_view op = quoted.empty() ? spelling() : quoted;
               (token_.kind == TokenKind::kWord || !quoted.empty()) && op.find('.') != std::string_view::npos) {
      RETURN_IF_ERROR(skipUnknownItem(op));
    } else {
      return expected("a module, func.func or sdy.mesh");
    }
  }
  if (inModule && !closed) return expected("'}' at the end of the module");
  return {};
}

Status TextReader::skipUnknownItem(std::string_view name) {
  Operation& op = module_.others.emplace_back();
  op.name = std::string(name);
  op.place = op.types = placeOf(token_.begin);
  op.location.textLine = op.place.line;
  advance();
  while (token_.kind != TokenKind::kEnd && !atPunctuation('}') && !atWord("func.func") && !atWord("sdy.mesh") &&
         !(token_.kind == TokenKind::kAttribute && lexer_.columnOf(token_.begin) == 1)) {
    if (atBracket()) {
      RETURN_IF_ERROR(parseBracketed().status());
    } else {
      advance();
    }
  }
  return {};
}

// "builtin.module"() <{sym_name = "m"}> ({
Status TextReader::openGenericModule() {
  RETURN_IF_ERROR(expect('(', "before the operands"));
  RETURN_IF_ERROR(expect(')', "before the properties"));
  if (accept('<')) {
    Attributes properties;
    RETURN_IF_ERROR(expect('{', "before the properties"));
    RETURN_IF_ERROR(parseAttributes(properties, ""));
    RETURN_IF_ERROR(expect('>', "after the properties"));
    module_.name = stringOf(properties, "sym_name");
  }
  RETURN_IF_ERROR(expect('(', "before the module's body"));
  return expect('{', "before the module's body");
}

// }) {attributes} : () -> (), the cursor behind '}'.
Status TextReader::closeGenericModule() {
  RETURN_IF_ERROR(expect(')', "after the module's body"));
  if (accept('{')) RETURN_IF_ERROR(parseAttributes(module_.attributes, ""));
  if (module_.name.empty()) module_.name = stringOf(module_.attributes, "sym_name");
  module_.attributes.erase("sym_name");
  RETURN_IF_ERROR(expect(':', "before the type"));
  return parseSignature().status();
}

// @mesh = <["x"=2]> {stablehlo.mesh = …}; the cursor behind 'sdy.mesh'.
Status TextReader::parseNamedMesh() {
  NamedMesh mesh;
  ASSIGN_OR_RETURN(mesh.name, parseSymbol("the name of the mesh"));
  RETURN_IF_ERROR(expect('=', "after the mesh name"));
  mesh.place = placeOf(token_.begin);
  if (token_.kind == TokenKind::kAttribute && spelling() == "#sdy.mesh") advance();
  ASSIGN_OR_RETURN(mesh.mesh, parseMesh());
  if (accept('{')) RETURN_IF_ERROR(parseAttributes(mesh.attributes, ""));
  module_.meshes.push_back(std::move(mesh));
  return skipLocation();
}

// [public|private|nested] @name(…) -> (…) attributes {…} {…}; the cursor behind 'func.func'.
Status TextReader::parseFunction() {
  if (module_.functions.size() >= kMaxFunctions)
    return failAt(token_.begin, "expected at most ", kMaxFunctions, " functions, found more");
  Function& function = module_.functions.emplace_back();
  if (acceptWord("private") || acceptWord("nested")) {
    function.isPublic = false;
  } else {
    function.saysPublic = acceptWord("public");
  }
  function.place = placeOf(token_.begin);
  ASSIGN_OR_RETURN(function.name, parseSymbol("the name of the function"));
  std::vector<NamedArgument> arguments;
  RETURN_IF_ERROR(parseFunctionArguments(function, arguments));
  RETURN_IF_ERROR(parseFunctionResults(function));
  if (acceptWord("attributes")) {
    RETURN_IF_ERROR(expect('{', "after 'attributes'"));
    RETURN_IF_ERROR(parseAttributes(function.attributes, ""));
  }
  if (atPunctuation('{')) {
    for (const NamedArgument& argument : arguments) {
      if (argument.name.empty())
        return invalidArgument(module_.where(argument.argument.place), ": expected the name of an argument");
    }
    RETURN_IF_ERROR(parseFunctionBody(function, &arguments));
  }
  return parseOptionalLocation(function.location);
}

// (%a: T {…} loc(…), …), or without names (T {…}, …).
Status TextReader::parseFunctionArguments(Function& function, std::vector<NamedArgument>& arguments) {
  RETURN_IF_ERROR(expect('(', "before the arguments"));
  if (accept(')')) return {};
  do {
    NamedArgument named{{}, token_.begin, {}};
    Argument& argument = named.argument;
    argument.place = placeOf(token_.begin);
    if (token_.kind == TokenKind::kValue) {
      named.name = spelling();
      advance();
      RETURN_IF_ERROR(expect(':', "after the argument's name"));
    } else if (token_.kind != TokenKind::kWord && token_.kind != TokenKind::kType) {
      return expected("the name of an argument");
    }
    ASSIGN_OR_RETURN(argument.type, parseValueType());
    if (accept('{')) RETURN_IF_ERROR(parseAttributes(argument.attributes, ""));
    RETURN_IF_ERROR(parseOptionalLocation(argument.location));
    function.arguments.push_back(argument);
    arguments.push_back(std::move(named));
  } while (accept(','));
  return expect(')', "or ',' after an argument");
}

// -> T, or -> (T {…}, …)
Status TextReader::parseFunctionResults(Function& function) {
  if (!acceptArrow()) return {};
  const bool list = accept('(');
  if (list && accept(')')) return {};
  do {
    Argument& result = function.results.emplace_back();
    result.place = placeOf(token_.begin);
    ASSIGN_OR_RETURN(result.type, parseValueType());
    if (!list) return {};
    if (accept('{')) RETURN_IF_ERROR(parseAttributes(result.attributes, ""));
    RETURN_IF_ERROR(parseOptionalLocation(result.location));
  } while (accept(','));
  return expect(')', "or ',' after a result type");
}

// Lines up to the brace that closes the body at the cursor, as texts are laid out: it stands where the line begins that
// the body begins in. A hint only.
size_t TextReader::linesOfBody() {
  constexpr size_t kMostLines = size_t{1} << 16;
  // Where an earlier body was thought to end behind here, the text is laid out otherwise.
  if (token_.begin < bodyEnd_) return 0;
  const std::string_view text = lexer_.text();
  const size_t line = text.rfind('\n', token_.begin) + 1;  // the first one, too
  const size_t indent = text.find_first_not_of(' ', line) - line;
  bodyEnd_ = text.find(strCat("\n", std::string(std::min<size_t>(indent, 64), ' '), "}"), token_.begin);
  if (bodyEnd_ == std::string_view::npos) return 0;
  return std::min<size_t>(lexer_.lineOf(bodyEnd_) - lexer_.lineOf(token_.begin), kMostLines);
}

// { … }; ARGUMENTS is null where the first block names them.
Status TextReader::parseFunctionBody(Function& function, const std::vector<NamedArgument>* arguments) {
  function_ = &function;
  labelled_.clear();
  atEntry_ = arguments == nullptr;
  expectedOperations_ = linesOfBody();
  names_.clear();
  nameOrder_.clear();
  RETURN_IF_ERROR(parseRegion(function.body.emplace(), arguments));
  function_ = nullptr;
  return {};
}

Status TextReader::parseGenericItem(std::string_view name) {
  const size_t offset = token_.begin;
  RETURN_IF_ERROR(expect('(', "before the operands"));
  RETURN_IF_ERROR(expect(')', "before the properties"));
  return name == "func.func" ? parseGenericFunction(offset) : parseGenericMesh(offset);
}

// "sdy.mesh"() <{mesh = #sdy.mesh<…>, sym_name = "m"}> {…} : () -> ()
Status TextReader::parseGenericMesh(size_t offset) {
  Attributes properties;
  RETURN_IF_ERROR(expect('<', "before the properties"));
  RETURN_IF_ERROR(expect('{', "before the properties"));
  RETURN_IF_ERROR(parseAttributes(properties, ""));
  const Attribute* body = properties.find("mesh");
  const Mesh* found = body == nullptr ? nullptr : std::get_if<Mesh>(&body->value);
  if (found == nullptr) return failAt(offset, "expected the property mesh");
  RETURN_IF_ERROR(expect('>', "after the properties"));
  NamedMesh mesh;
  mesh.name = stringOf(properties, "sym_name");
  mesh.mesh = *found;
  mesh.place = placeOf(offset);
  if (accept('{')) RETURN_IF_ERROR(parseAttributes(mesh.attributes, ""));
  module_.meshes.push_back(std::move(mesh));
  RETURN_IF_ERROR(expect(':', "before the type"));
  RETURN_IF_ERROR(parseSignature().status());
  return skipLocation();
}

// "func.func"() <{arg_attrs = [{…}, {}], function_type = (T) -> T, res_attrs = [{…}], sym_name = "f"}> ({ ^bb0(%a: T):
// … }) : () -> (), or with all of that behind the region.
Status TextReader::parseGenericFunction(size_t offset) {
  if (module_.functions.size() >= kMaxFunctions)
    return failAt(offset, "expected at most ", kMaxFunctions, " functions, found more");
  Function& function = module_.functions.emplace_back();
  Attributes properties;
  const size_t propertiesOffset = token_.begin;
  function.place = placeOf(offset);
  if (accept('<')) {
    RETURN_IF_ERROR(expect('{', "before the properties"));
    RETURN_IF_ERROR(parseAttributes(properties, ""));
    RETURN_IF_ERROR(expect('>', "after the properties"));
    function.name = stringOf(properties, "sym_name");  // what follows may not be read to the end
  }
  const size_t bodyOffset = lexer_.lex(token_.end).begin;
  RETURN_IF_ERROR(expect('(', "before the region"));
  if (lexer_.spelling(lexer_.lex(token_.end)) == "}") {  // a declaration
    RETURN_IF_ERROR(expect('{', "before the function's body"));
    RETURN_IF_ERROR(expect('}', "after the function's body"));
  } else {
    RETURN_IF_ERROR(parseFunctionBody(function, nullptr));
  }
  RETURN_IF_ERROR(expect(')', "after the region"));
  if (accept('{')) RETURN_IF_ERROR(parseAttributes(properties, ""));
  RETURN_IF_ERROR(expect(':', "before the type"));
  RETURN_IF_ERROR(parseSignature().status());
  RETURN_IF_ERROR(parseOptionalLocation(function.location));

  function.name = stringOf(properties, "sym_name");
  const std::string visibility = stringOf(properties, "sym_visibility");
  function.saysPublic = visibility == "public";
  function.isPublic = visibility.empty() || function.saysPublic;
  const Attribute* typeAttribute = properties.find("function_type");
  const Type* type = typeAttribute == nullptr ? nullptr : std::get_if<Type>(&typeAttribute->value);
  if (type == nullptr || (*type)->kind != TypeKind::kFunction)
    return failAt(propertiesOffset, "expected the property function_type of @", function.name);
  const std::vector<Type>& parts = (*type)->parts;
  function.arguments.resize((*type)->inputs);
  function.results.resize(parts.size() - (*type)->inputs);
  for (size_t i = 0; i < parts.size(); ++i) {
    const bool input = i < (*type)->inputs;
    Argument& argument = input ? function.arguments[i] : function.results[i - (*type)->inputs];
    argument.type = parts[i];
    argument.place = function.place;
  }
  // One dictionary for each value.
  const auto takeAttributes = [&](std::string_view name, std::vector<Argument>& into) -> Status {
    const Attribute* list = properties.find(name);
    if (list == nullptr) return {};
    const auto* array = std::get_if<Array>(&list->value);
    if (array == nullptr || array->size() != into.size())
      return failAt(propertiesOffset, "expected ", into.size(), " dictionaries in ", name, " of @", function.name);
    for (size_t i = 0; i < into.size(); ++i) {
      const auto* dictionary = std::get_if<Attributes>(&(*array)[i].value);
      if (dictionary == nullptr)
        return failAt(propertiesOffset, "expected '{' before the attributes of a value in ", name, " of @",
                      function.name);
      into[i].attributes = *dictionary;
    }
    return {};
  };
  RETURN_IF_ERROR(takeAttributes("arg_attrs", function.arguments));
  RETURN_IF_ERROR(takeAttributes("res_attrs", function.results));
  for (const NamedAttribute& attribute : properties.list()) {
    if (attribute.name != "arg_attrs" && attribute.name != "res_attrs" && attribute.name != "function_type" &&
        attribute.name != "sym_name" && attribute.name != "sym_visibility")
      function.attributes.add(attribute.name, attribute.value, attribute.place);
  }
  if (!function.body) return {};
  const Block& block = function.body->blocks.front();
  if (block.arguments.size() != function.arguments.size())
    return failAt(bodyOffset, "expected ", function.arguments.size(), " arguments of the block, found ",
                  block.arguments.size());
  for (size_t i = 0; i < block.arguments.size(); ++i) {
    const Type& found = function.values[block.arguments[i]];
    if (!sameType(found, parts[i]))
      return failAt(bodyOffset, "expected type ", toString(parts[i]), " of argument ", i, ", found ", toString(found));
    function.arguments[i].location = labelled_[i].argument.location;
    function.arguments[i].place = labelled_[i].argument.place;
  }
  return {};
}

}  // namespace partita::ir
