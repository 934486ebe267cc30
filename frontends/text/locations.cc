// Locations of MLIR text: loc("model.py":12:4), loc("jit(f)/add"(#loc3)), loc(callsite(a at b)), loc(fused[a, b]),
// loc(unknown), loc(#loc7).
#include <algorithm>
#include <limits>

#include "frontends/text/text_reader.h"

namespace partita::ir {
namespace {

int clampToInt(int64_t value) {
  return static_cast<int>(std::min<int64_t>(std::max<int64_t>(value, 0), std::numeric_limits<int>::max()));
}

}  // namespace

Status TextReader::parseOptionalLocation(Location& into) {
  if (!atWord("loc")) return {};
  ASSIGN_OR_RETURN(into, parseLocation());
  return {};
}

// loc(…) of what has none in the module.
Status TextReader::skipLocation() {
  if (!acceptWord("loc")) return {};
  if (!atPunctuation('(')) return expected("'(' after 'loc'");
  return parseBracketed().status();
}

StatusOr<Location> TextReader::parseLocation() {
  RETURN_IF_ERROR(expectWord("loc"));
  RETURN_IF_ERROR(expect('(', "after 'loc'"));
  ASSIGN_OR_RETURN(Location location, parseLocationBody());
  RETURN_IF_ERROR(expect(')', "after the location"));
  return location;
}

StatusOr<Location> TextReader::parseLocationBody() {
  RETURN_IF_ERROR(nest(token_.begin));
  Location location;
  if (token_.kind == TokenKind::kAttribute) {
    absl::string_view name = toAbsl(spelling());
    auto known = locations_.find(name);
    if (known == locations_.end()) {
      auto alias = aliases_.find(name);
      if (alias == aliases_.end()) {
        needsMoreText_ = true;
        return failAt(lexer_.textEnd(), "the text ends early, is it cut off? The location ", name, " that ",
                      place(token_.begin), " names is not defined");
      }
      size_t back = token_.end;
      moveTo(alias->second);
      // Nesting is bounded, so an alias that leads to itself ends in an error.
      ASSIGN_OR_RETURN(location, parseLocation());
      moveTo(back);
      locations_.emplace(name, location);
    } else {
      location = known->second;
      advance();
    }
  } else if (token_.kind == TokenKind::kString) {
    ASSIGN_OR_RETURN(std::string name, parseString("a file or a name"));
    if (accept(':')) {
      location.file = std::move(name);
      ASSIGN_OR_RETURN(int64_t line, parseInteger("a line"));
      RETURN_IF_ERROR(expect(':', "after the line"));
      ASSIGN_OR_RETURN(int64_t column, parseInteger("a column"));
      location.line = clampToInt(line);
      location.column = clampToInt(column);
      if (acceptWord("to")) {  // "to 13:5" or "to :5"
        if (token_.kind == TokenKind::kInteger) advance();
        if (accept(':')) RETURN_IF_ERROR(parseInteger("a column").status());
      }
    } else {
      location.stack = std::move(name);
      if (accept('(')) {
        ASSIGN_OR_RETURN(Location child, parseLocationBody());
        mergeLocation(location, child);
        RETURN_IF_ERROR(expect(')', "after the location"));
      }
    }
  } else if (acceptWord("callsite")) {
    RETURN_IF_ERROR(expect('(', "after 'callsite'"));
    ASSIGN_OR_RETURN(location, parseLocationBody());
    RETURN_IF_ERROR(expectWord("at"));
    ASSIGN_OR_RETURN(Location caller, parseLocationBody());
    mergeLocation(location, caller);
    RETURN_IF_ERROR(expect(')', "after the call site"));
  } else if (acceptWord("fused")) {
    if (atPunctuation('<')) RETURN_IF_ERROR(parseBracketed().status());
    RETURN_IF_ERROR(expect('[', "after 'fused'"));
    if (!accept(']')) {
      do {
        ASSIGN_OR_RETURN(Location part, parseLocationBody());
        mergeLocation(location, part);
      } while (accept(','));
      RETURN_IF_ERROR(expect(']', "or ',' after a location"));
    }
  } else if (acceptWord("loc")) {
    RETURN_IF_ERROR(expect('(', "after 'loc'"));
    ASSIGN_OR_RETURN(location, parseLocationBody());
    RETURN_IF_ERROR(expect(')', "after the location"));
  } else if (!acceptWord("unknown")) {
    return expected("a location");
  }
  clipLocation(location);
  unnest();
  return location;
}

}  // namespace partita::ir
