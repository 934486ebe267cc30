// Structured attributes: #stablehlo.gather<offset_dims = [1], index_vector_dim = 1>. The fields of those below are
// attributes of the operation by themselves; others (#stablehlo.output_operand_alias<…>) become dictionaries.
#include <algorithm>

#include "absl/types/span.h"
#include "frontends/module/structures.h"
#include "frontends/text/text_reader.h"

namespace partita::ir {
namespace {

// NAME: the kind with its dialect before it.
const Structure* structureOf(std::string_view name) {
  for (const Structure& structure : structures()) {
    if (name.starts_with(structure.dialect) && name.substr(structure.dialect.size()) == structure.kind)
      return &structure;
  }
  return nullptr;
}

constexpr std::string_view kRecords[] = {
    "axis_ref",        "mesh",         "mesh_axis", "output_operand_alias", "replica_group_mesh_axes",
    "result_accuracy", "sub_axis_info"};

}  // namespace

bool TextReader::atStructure() const {
  return token_.kind == TokenKind::kAttribute && structureOf(spelling()) != nullptr;
}

Status TextReader::parseStructure(Attributes& into, std::string_view name, std::string_view owner) {
  const std::string_view kind = spelling();
  advance();
  if (kind == "#stablehlo.conv") {
    RETURN_IF_ERROR(expect('<', "after '#stablehlo.conv'"));
    if (!acceptWord("raw")) {
      RETURN_IF_ERROR(parseDimensionNumbers(into));
      return expect('>', "after the dimension numbers");
    }
    return parseFields(into, kind, name, owner);
  }
  RETURN_IF_ERROR(expect('<', "before the fields"));
  return parseFields(into, kind, name, owner);
}

// offset_dims = [1], index_vector_dim = 1>, the cursor behind '<'.
Status TextReader::parseFields(Attributes& into, std::string_view kind, std::string_view name, std::string_view owner) {
  const Structure& structure = *structureOf(kind);
  while (!accept('>')) {
    if (token_.kind != TokenKind::kWord) return expected("a field name or '>'");
    const size_t offset = token_.begin;
    const std::string_view field = spelling();
    const auto found = std::find_if(structure.fields.begin(), structure.fields.end(),
                                    [&](const StructureField& known) { return known.text == field; });
    if (found == structure.fields.end())
      return failAt(offset, "expected a field of ", name, " of ", owner, ", found '", field, "'");
    advance();
    RETURN_IF_ERROR(expect('=', "after the field's name"));
    Attribute value;
    if (atPunctuation('[')) {
      ASSIGN_OR_RETURN(value.value, parseInts());
    } else {
      ASSIGN_OR_RETURN(value, parseAttribute());
    }
    if (!into.add(std::string(found->name), std::move(value), placeOf(offset)))
      return failAt(offset, "expected each field once, found '", field, "' again");
    if (!atPunctuation('>')) RETURN_IF_ERROR(expect(',', "or '>' after a field"));
  }
  return {};
}

// [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]
Status TextReader::parseDimensionNumbers(Attributes& into) {
  // Reads one list: positions of the two letters, and of the spatial dimensions in their order.
  const auto list = [&](std::string_view first, std::string_view firstName, std::string_view second,
                        std::string_view secondName, std::string_view spatialName) -> Status {
    RETURN_IF_ERROR(expect('[', "before the dimension numbers"));
    const size_t offset = token_.begin;
    int64_t firstAt = -1, secondAt = -1, at = 0;
    Ints spatial;
    do {
      if (atWord(first) || atWord(second)) {
        int64_t& position = atWord(first) ? firstAt : secondAt;
        if (position >= 0) return expected("each dimension once");
        position = at;
        advance();
      } else {
        ASSIGN_OR_RETURN(const int64_t number, parseInteger("a dimension"));
        if (number < 0 || number > 31) return failAt(offset, "expected spatial dimensions 0 to 31, found ", number);
        if (static_cast<int64_t>(spatial.values.size()) <= number) spatial.values.resize(number + 1, -1);
        if (spatial.values[number] >= 0)
          return failAt(offset, "expected each dimension once, found ", number, " again");
        spatial.values[number] = at;
      }
      if (++at > 32) return failAt(offset, "expected at most 32 dimensions, found more");
    } while (accept(','));
    RETURN_IF_ERROR(expect(']', "or ',' after a dimension"));
    if (firstAt < 0 || secondAt < 0)
      return failAt(offset, "expected dimensions '", first, "' and '", second, "' in the dimension numbers");
    for (const int64_t position : spatial.values) {
      if (position < 0) return failAt(offset, "expected every spatial dimension from 0 to ", spatial.values.size() - 1);
    }
    RETURN_IF_ERROR(addAttribute(into, firstName, Attribute{Integer{firstAt, nullptr}}, offset));
    RETURN_IF_ERROR(addAttribute(into, secondName, Attribute{Integer{secondAt, nullptr}}, offset));
    return addAttribute(into, spatialName, Attribute{std::move(spatial)}, offset);
  };
  RETURN_IF_ERROR(list("b", "input_batch_dimension", "f", "input_feature_dimension", "input_spatial_dimensions"));
  RETURN_IF_ERROR(expectWord("x"));
  RETURN_IF_ERROR(
      list("i", "kernel_input_feature_dimension", "o", "kernel_output_feature_dimension", "kernel_spatial_dimensions"));
  if (!acceptArrow()) return expected("'->' in the dimension numbers");
  return list("b", "output_batch_dimension", "f", "output_feature_dimension", "output_spatial_dimensions");
}

// (2)4 of an axis: the size of what stands before it, and its own.
Status TextReader::parseSubAxis(Attributes& into, size_t offset) {
  Attributes sizes;
  advance();
  for (const std::string_view name : {"pre_size", "size"}) {
    const size_t at = token_.begin;
    ASSIGN_OR_RETURN(const int64_t size, parseInteger("a size of the sub-axis"));
    RETURN_IF_ERROR(addAttribute(sizes, name, Attribute{Integer{size, nullptr}}, at));
    if (name == "pre_size") RETURN_IF_ERROR(expect(')', "after the pre-size of the sub-axis"));
  }
  return addAttribute(into, "sub_axis_info", Attribute{std::move(sizes)}, offset);
}

// #stablehlo.KIND<a = 1, b = […]> as a dictionary, or <WORD> as a keyword; nothing where KIND is no such structure.
StatusOr<std::optional<Attribute>> TextReader::parseRecord(std::string_view kind) {
  const bool isKeyword = kind == "result_accuracy_mode";
  if (!isKeyword && std::find(std::begin(kRecords), std::end(kRecords), kind) == std::end(kRecords))
    return std::optional<Attribute>();
  RETURN_IF_ERROR(nest(token_.begin));
  advance();
  RETURN_IF_ERROR(expect('<', "before the fields"));
  std::optional<Attribute> out;
  if (isKeyword) {
    ASSIGN_OR_RETURN(Keyword word, parseKeyword());
    RETURN_IF_ERROR(expect('>', "after the keyword"));
    out = Attribute{std::move(word)};
  } else {
    Attributes fields;
    RETURN_IF_ERROR(parseDictionary('>', [&](std::string_view name, size_t offset) -> Status {
      RETURN_IF_ERROR(expect('=', "after the field's name"));
      if (name == "sub_axis_info" && atPunctuation('(')) return parseSubAxis(fields, offset);
      return parseNamedValue(fields, name, "", offset);
    }));
    out = Attribute{std::move(fields)};
  }
  unnest();
  return out;
}

}  // namespace partita::ir
