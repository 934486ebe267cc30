// What a program needs and is not supported: noted while reading goes on, and said at once.
#include "frontends/stablehlo_parser.h"

namespace partita {
namespace {

constexpr size_t kMaxKinds = 64, kMaxPlaces = size_t{1} << 16;  // noted

}  // namespace

void StablehloParser::lacks(std::string what, size_t offset) {
  for (Missing& missing : missing_) {
    if (missing.what != what) continue;
    if (missing.offsets.size() < kMaxPlaces) missing.offsets.insert(offset);
    return;
  }
  if (missing_.size() < kMaxKinds) missing_.push_back({std::move(what), {offset}});
}

Status StablehloParser::missingError(const Status& stop) const {
  const auto times = [](const Missing& missing) {
    return missing.offsets.size() == 1 ? std::string() : strCat(" (", missing.offsets.size(), " times)");
  };
  std::string stopped;
  if (!stop.ok()) stopped = strCat("\n  there may be more: reading stopped at ", toView(stop.message()));
  if (missing_.size() == 1)
    return unimplemented(place(*missing_[0].offsets.begin()), ": ", missing_[0].what, " is not supported yet",
                         times(missing_[0]), stopped);
  std::string list;
  for (const Missing& missing : missing_)
    strAppend(&list, "\n  ", place(*missing.offsets.begin()), ": ", missing.what, times(missing));
  return unimplemented(filename_, ": the program needs ", missing_.size(),
                       missing_.size() == kMaxKinds ? " or more" : "", " things that are not supported yet:", list,
                       stopped);
}

bool StablehloParser::atType() const {
  return atPunctuation('(') || atWord("tensor") || token_.kind == TokenKind::kType;
}

// "%0 =", "%0:2 ="
bool StablehloParser::beginsOp() const {
  if (token_.kind != TokenKind::kValue) return false;
  const Token next = lexer_.lex(token_.end);
  const std::string_view text = lexer_.spelling(next);
  return text == "=" || (text == ":" && lexer_.lex(next.end).kind == TokenKind::kInteger);
}

Status StablehloParser::skipOp(RegionId region, const std::vector<ResultName>& names, size_t offset) {
  // Operands, attributes and regions up to the colon before the types.
  std::optional<Signature> signature;
  while (!signature) {
    const bool ends = token_.kind == TokenKind::kEnd || token_.kind == TokenKind::kInvalid ||
                      token_.kind == TokenKind::kBlock || atPunctuation('}') || isTerminator();
    if (ends || beginsOp()) {
      if (!names.empty() || !beginsOp()) return expected("the type of the op");
      return {};
    }
    if (accept(':')) {
      if (!atType()) continue;
      ASSIGN_OR_RETURN(signature, parseSignature());
    } else if (atPunctuation('(') || atPunctuation('[') || atPunctuation('{') || atPunctuation('<')) {
      RETURN_IF_ERROR(parseBracketed().status());
    } else {
      advance();
    }
  }
  // Regions behind the types: "reducer(%a: T, %b: T) { … }", "do { … }".
  while (atPunctuation('{') || atPunctuation('(') ||
         (token_.kind == TokenKind::kWord && !atWord("loc") && !atWord("call") && !isTerminator() &&
          spelling().find('.') == std::string_view::npos)) {
    if (token_.kind == TokenKind::kWord) {
      advance();
    } else {
      RETURN_IF_ERROR(parseBracketed().status());
    }
  }
  RETURN_IF_ERROR(parseOptionalLocation().status());

  std::vector<TensorType> types = std::move(signature->results);
  size_t count = 0;
  for (const ResultName& name : names) count += static_cast<size_t>(name.count);
  // A plain list of types names operands too; the last is the result's.
  if (!signature->operands && !types.empty() && types.size() != count) types.assign(count, types.back());
  if (types.size() < count) return failAt(offset, "expected ", count, " result types, found ", types.size());
  size_t at = 0;
  for (const ResultName& name : names) {
    Values values;
    for (int i = 0; i < name.count; ++i, ++at)
      values.push_back(graph_.values.add(Value{types[at], NodeId(), region, 0}));
    RETURN_IF_ERROR(define(name.name, std::move(values), name.offset));
  }
  return {};
}

}  // namespace partita
