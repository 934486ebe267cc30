#pragma once
// StableHLO text of constants, attributes and locations: what print.cc composes, and frontends/module/ too.
#include <string>
#include <string_view>

#include "graph/graph.h"
#include "graph/op.h"

namespace partita {

// "text" with escapes, as MLIR writes them: a quote is \22, not \".
std::string quoted(std::string_view text);
// name, or "any name": of an attribute.
std::string attrNameText(std::string_view name);
// @name, or @"any name".
std::string symbolText(std::string_view name);
// 5.000000e-01, 0x7FC00000, true, 12, (1.000000e+00,0.000000e+00): one element of DTYPE at BYTES.
std::string elementText(DType dtype, const char* bytes);
// dense<…> : type. More than MAX_ELEMENTS (when it is not negative) are left out: the text does not parse back then.
std::string literalText(const Literal& literal, int64_t maxElements = -1);
// loc("stack"("file":12:4)), loc(unknown)
std::string locationText(const Location& location);
// <["x"=2], device_ids=[1, 0]>
std::string meshText(const Mesh& mesh);
// The enumeration of the keywords of ATTRIBUTE: precision of precision_config.
std::string_view enumerationOf(std::string_view attribute);
// [1, 2]
std::string intsText(absl::Span<const int64_t> values);
// [<@mesh, [{"x"}, {}]>, …]
std::string shardingsText(const Graph& graph, const ShardingsAttr& shardings);

// The value as the pretty forms write it behind "name = ": [0, 1], 1, LT, "text".
std::string prettyValueText(const Graph& graph, const Attr& value);
// The value of an attribute that the op table does not know.
std::string otherValueText(const Graph& graph, std::string_view name, const Attr& value);
// "a = 1 : i64, b" sorted by name: attributes of NODE that are not in SKIP (canonical names). KNOWN_ONLY: those of the
// op table; otherwise those and the others, or the others alone.
enum class AttrSelection { kKnown, kOthers, kAll };
std::string dictionaryText(const Graph& graph, const Node& node, AttrSelection selection,
                           absl::Span<const std::string_view> skip, int64_t maxLiteralElements);
// [b, 0, f]x[0, i, o]->[b, 0, f] of a convolution.
std::string convolutionDimensionsText(const AttrDict& attrs);

}  // namespace partita
