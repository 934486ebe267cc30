#include "tests/support/mutation/text_mutation.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>

#include "base/text.h"

namespace partita {
namespace {

const std::vector<std::string> kPieces = {"[",
                                          "]",
                                          "{",
                                          "}",
                                          "(",
                                          ")",
                                          "<",
                                          ">",
                                          "\"",
                                          ",",
                                          ":",
                                          "=",
                                          "->",
                                          "-",
                                          "%0",
                                          "%arg0",
                                          "@f",
                                          "#loc1",
                                          "0",
                                          "9223372036854775807",
                                          "-9223372036854775808",
                                          "-1",
                                          "1.0",
                                          "0xFFFFFFFFFFFFFFFF",
                                          "tensor<4x8xf32>",
                                          "tensor<0x3xi1>",
                                          "tensor<f32>",
                                          "stablehlo.add",
                                          "stablehlo.return",
                                          "dense<",
                                          "loc(",
                                          "dims = [0]",
                                          "complex<f32>",
                                          "x",
                                          "\n",
                                          "1000000",
                                          "4503599627370496"};

// Ops that may stand for each other: as many operands, the same text.
const std::vector<std::vector<std::string>> kOpsOfOneForm = {
    {"add", "subtract", "multiply", "divide", "maximum", "minimum", "power", "remainder", "atan2"},
    {"and", "or", "xor", "add", "multiply", "maximum", "minimum", "shift_left", "shift_right_arithmetic",
     "shift_right_logical"},
    {"abs",
     "negate",
     "exponential",
     "log",
     "sqrt",
     "rsqrt",
     "tanh",
     "logistic",
     "sine",
     "cosine",
     "floor",
     "ceil",
     "sign",
     "not",
     "is_finite",
     "cbrt",
     "exponential_minus_one",
     "log_plus_one",
     "popcnt",
     "count_leading_zeros",
     "round_nearest_even",
     "round_nearest_afz",
     "optimization_barrier",
     "real",
     "imag",
     "tan"},
    {"reshape", "convert", "bitcast_convert", "optimization_barrier"},
    {"all_reduce", "reduce_scatter", "all_gather", "all_to_all", "collective_permute", "collective_broadcast"},
    {"select", "clamp"},
    {"partition_id", "replica_id"},
    {"gather", "dynamic_gather"},
    {"concatenate", "add"},
    {"dynamic_slice", "dynamic_update_slice"},
};
const std::vector<std::string> kElementTypes = {"f32",  "f32", "f64",          "bf16",     "f16",    "i1",       "i8",
                                                "i16",  "i32", "i32",          "i64",      "ui8",    "ui16",     "ui32",
                                                "ui64", "i4",  "complex<f32>", "f8E4M3FN", "f8E5M2", "f6E3M2FN", "ui4"};
const std::vector<std::string> kAxes = {"x", "y", "z", "data", "model", "i", "a"};

struct Span {
  size_t begin, size;
};

bool isWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '#'; }

// Integers in TEXT between BEGIN and END that are no part of a name ("%0", "f32", "@f1").
std::vector<Span> integers(const std::string& text, size_t begin, size_t end) {
  std::vector<Span> out;
  for (size_t i = begin; i < end; ++i) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) continue;
    // The x between two sizes is no letter of a name.
    const bool afterSize =
        i > 0 && text[i - 1] == 'x' && (i < 2 || std::isdigit(static_cast<unsigned char>(text[i - 2])) != 0);
    const bool free = i == 0 || afterSize || (!isWord(text[i - 1]) && text[i - 1] != '%' && text[i - 1] != '.');
    size_t last = i;
    while (last < end && std::isdigit(static_cast<unsigned char>(text[last])) != 0) ++last;
    if (free && (last == text.size() || text[last] != '.')) out.push_back({i, last - i});
    i = last;
  }
  return out;
}

// Words that begin with PREFIX.
std::vector<Span> wordsWith(const std::string& text, std::string_view prefix, size_t begin, size_t end) {
  std::vector<Span> out;
  for (size_t at = text.find(prefix, begin); at < end; at = text.find(prefix, at + 1)) {
    size_t last = at + prefix.size();
    while (last < end && isWord(text[last])) ++last;
    if (last > at + prefix.size()) out.push_back({at, last - at});
  }
  return out;
}

std::vector<Span> linesOf(const std::string& text) {
  std::vector<Span> out;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
    out.push_back({begin, end - begin});
    begin = end;
  }
  return out;
}

class Mutation {
 public:
  Mutation(std::string text, const std::string& donor, Rng& rng) : text_(std::move(text)), donor_(donor), rng_(rng) {}

  std::string take() { return std::move(text_); }
  void edit() {
    if (text_.empty()) return;
    switch (rng_.below(20)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return changeNumber();
      case 4:
      case 5:
      case 6:
        return resizeEverywhere();
      case 7:
        return changeElementType();
      case 8:
      case 9:
        return changeOperand();
      case 10:
        return changeOp();
      case 11:
        return changeLines();
      case 12:
        return splice();
      case 13:
      case 14:
        return changeSharding();
      case 15:
        return changeMesh();
      case 16:
        return donate();
      case 17:
        return changeDimension();
      case 18:
        return dropFromList();
      default:
        text_ = rng_.below(6) == 0 ? text_.substr(0, rng_.below(text_.size())) : mutatedBytes(text_, rng_);
    }
  }

 private:
  template <typename T>
  const T& pick(const std::vector<T>& values) {
    return values[rng_.below(values.size())];
  }
  void replace(const Span& span, const std::string& with) { text_.replace(span.begin, span.size, with); }
  std::string at(const Span& span) const { return text_.substr(span.begin, span.size); }
  Span anyLine() { return pick(linesOf(text_)); }

  std::string numberInsteadOf(const std::string& number) {
    const int64_t value = number.size() < 18 ? std::stoll(number) : 0;
    switch (rng_.below(16)) {
      case 0:
        return "0";
      case 1:
        return "1";
      case 2:
        return "-1";
      case 3:
        return strCat(value + 1);
      case 4:
        return strCat(value - 1);
      case 5:
        return strCat(value * 2);
      case 6:
        return strCat(value / 2);
      case 7:
        return strCat(pick(std::vector<int64_t>{2, 3, 5, 7, 13, 17, 31, 127, 257}));
      case 8:
        return rng_.below(3) == 0
                   ? pick(std::vector<std::string>{"9223372036854775807", "-9223372036854775808", "4294967296",
                                                   "2147483647", "1000000007", "65536", "4503599627370496"})
                   : "1024";
      default:
        return strCat(rng_.below(9));
    }
  }

  void changeNumber() {
    const Span line = anyLine();
    const std::vector<Span> numbers = integers(text_, line.begin, line.begin + line.size);
    if (numbers.empty()) return;
    const Span chosen = pick(numbers);
    const std::string other = rng_.below(4) == 0 ? at(pick(numbers)) : numberInsteadOf(at(chosen));
    replace(chosen, other);
  }

  // One number by another wherever it stands: mostly a size, with slices, starts and counts that go with it.
  void resizeEverywhere() {
    const std::vector<Span> types = wordsWith(text_, "tensor<", 0, text_.size());
    if (types.empty()) return;
    const Span type = pick(types);
    const std::vector<Span> sizes = integers(text_, type.begin, type.begin + type.size);
    if (sizes.empty()) return;
    const std::string from = at(pick(sizes)), to = numberInsteadOf(from);
    if (to[0] == '-') return;
    const bool typesOnly = rng_.below(2) == 0;
    const std::vector<Span> all = integers(text_, 0, text_.size());
    for (size_t i = all.size(); i-- > 0;) {
      if (at(all[i]) != from) continue;
      const size_t end = all[i].begin + all[i].size;
      const bool size = end < text_.size() && text_[end] == 'x' && all[i].begin > 0 &&
                        (text_[all[i].begin - 1] == '<' || text_[all[i].begin - 1] == 'x');
      if (size || !typesOnly) replace(all[i], to);
    }
  }

  // A dimension more or less in one type.
  void changeDimension() {
    const std::vector<Span> types = wordsWith(text_, "tensor<", 0, text_.size());
    if (types.empty()) return;
    const Span type = pick(types);
    const size_t inner = type.begin + 7, by = text_.find('x', inner);
    if (rng_.below(2) == 0 || by >= type.begin + type.size ||
        std::isdigit(static_cast<unsigned char>(text_[inner])) == 0) {
      text_.insert(inner, strCat(1 + rng_.below(3), "x"));
    } else {
      text_.erase(inner, by + 1 - inner);
    }
  }

  void changeElementType() {
    std::vector<Span> found;
    for (const std::string& type : kElementTypes) {
      for (size_t at = text_.find(strCat(type, ">")); at != std::string::npos;
           at = text_.find(strCat(type, ">"), at + 1)) {
        if (at > 0 && (text_[at - 1] == 'x' || text_[at - 1] == '<')) found.push_back({at, type.size()});
      }
    }
    if (found.empty()) return;
    const Span chosen = pick(found);
    const std::string from = at(chosen), to = pick(kElementTypes);
    if (rng_.below(4) == 0) return replace(chosen, to);
    std::sort(found.begin(), found.end(), [](const Span& a, const Span& b) { return a.begin > b.begin; });
    size_t before = std::string::npos;
    for (const Span& span : found) {
      if (span.begin != before && at(span) == from) replace(span, to);
      before = span.begin;
    }
  }

  void changeOperand() {
    const Span line = anyLine();
    const std::vector<Span> here = wordsWith(text_, "%", line.begin, line.begin + line.size);
    if (here.empty()) return;
    const Span chosen = pick(here);
    // Mostly of what stands before, so that the name is known.
    const std::vector<Span> names =
        wordsWith(text_, "%", 0, rng_.below(8) == 0 ? text_.size() : chosen.begin + chosen.size);
    const std::string name = at(rng_.below(3) == 0 ? pick(here) : pick(names));
    replace(chosen, name);
  }

  void changeOp() {
    const std::vector<Span> ops = wordsWith(text_, "stablehlo.", 0, text_.size());
    if (ops.empty()) return;
    const Span chosen = pick(ops);
    const std::string name = at(chosen).substr(10);
    std::vector<const std::vector<std::string>*> families;
    for (const auto& family : kOpsOfOneForm) {
      if (std::find(family.begin(), family.end(), name) != family.end()) families.push_back(&family);
    }
    if (name == "compare") {
      static const std::vector<std::string> kDirections = {"EQ", "NE", "LT", "LE", "GT", "GE"};
      const size_t at = chosen.begin + chosen.size + 1;  // beyond the end of a program that was cut off
      if (at < text_.size()) text_.replace(at, 2, pick(kDirections));
    } else if (!families.empty()) {
      replace(chosen, strCat("stablehlo.", pick(*pick(families))));
    }
  }

  void changeLines() {
    const std::vector<Span> lines = linesOf(text_);
    const Span one = pick(lines), other = pick(lines);
    switch (rng_.below(3)) {
      case 0:
        text_.erase(one.begin, one.size);
        return;
      case 1:
        text_.insert(one.begin, at(one));
        return;
      default:
        text_.insert(one.begin, at(other));
    }
  }

  // A few lines of the other program.
  void splice() {
    const std::vector<Span> lines = linesOf(donor_), own = linesOf(text_);
    if (lines.empty()) return;
    const Span first = pick(lines);
    size_t size = first.size;
    for (uint64_t more = rng_.below(3); more > 0; --more) size = std::min(size * 2, donor_.size() - first.begin);
    const size_t end = donor_.find('\n', first.begin + size - 1);
    const std::string piece = donor_.substr(first.begin, end == std::string::npos ? end : end + 1 - first.begin);
    text_.insert(pick(own).begin, piece);
  }

  std::string axisText() {
    const std::string name = pick(axisNames());
    switch (rng_.below(8)) {
      case 0:
        return strCat("\"", name, "\":(1)2");
      case 1:
        return strCat("\"", name, "\":(2)2");
      default:
        return strCat("\"", name, "\"");
    }
  }
  std::vector<std::string> axisNames() const {
    std::vector<std::string> names;
    const size_t mesh = text_.find("sdy.mesh");
    for (size_t at = mesh == std::string::npos ? mesh : text_.find("<[", mesh); at != std::string::npos;) {
      const size_t end = text_.find('\n', at), quote = text_.find('"', at), close = text_.find("\"=", quote + 1);
      if (quote == std::string::npos || close == std::string::npos || close > end) break;
      names.push_back(text_.substr(quote + 1, close - quote - 1));
      at = close + 1;
    }
    return names.empty() ? kAxes : names;
  }
  std::string dimText() {
    std::string out = "{";
    const uint64_t axes = rng_.below(3);
    for (uint64_t a = 0; a < axes; ++a) strAppend(&out, a == 0 ? "" : ", ", axisText());
    if (rng_.below(4) == 0) out += axes == 0 ? "?" : ", ?";
    out += "}";
    if (rng_.below(8) == 0) strAppend(&out, "p", rng_.below(4));
    return out;
  }
  std::string shardingText(size_t rank) {
    std::string out = "[";
    for (size_t d = 0; d < rank; ++d) strAppend(&out, d == 0 ? "" : ", ", dimText());
    out += "]";
    if (rng_.below(6) == 0) strAppend(&out, ", replicated={", axisText(), "}");
    return out;
  }

  void changeSharding() {
    // "<@mesh, [{…}, {…}]": a dimension, or all.
    std::vector<Span> shardings;
    for (size_t at = text_.find("<@"); at != std::string::npos; at = text_.find("<@", at + 1)) {
      const size_t begin = text_.find('[', at), end = text_.find(']', at);
      if (end == std::string::npos || begin > end) break;
      shardings.push_back({begin, end + 1 - begin});
    }
    if (shardings.empty() || rng_.below(4) == 0) return addSharding();
    const Span chosen = pick(shardings);
    std::vector<Span> dims;
    const size_t end = chosen.begin + chosen.size;
    for (size_t at = text_.find('{', chosen.begin); at < end; at = text_.find('{', at + 1)) {
      size_t close = text_.find('}', at);
      if (close >= end) break;
      ++close;
      if (text_[close] == 'p') close += 2;
      dims.push_back({at, close - at});
    }
    if (dims.empty() || rng_.below(3) == 0)
      return replace(chosen, shardingText(dims.size() + (rng_.below(10) == 0 ? 1 : 0)));
    const Span dim = pick(dims), other = pick(dims);
    replace(dim, rng_.below(3) == 0 ? at(other) : dimText());
  }

  // A sharding for a value that has none: an argument, or the result of an op.
  void addSharding() {
    const Span line = anyLine();
    const size_t end = line.begin + line.size;
    const std::vector<Span> types = wordsWith(text_, "tensor<", line.begin, end);
    const size_t mesh = text_.find("sdy.mesh @");
    if (types.empty() || mesh == std::string::npos) return;
    const std::string meshName = text_.substr(mesh + 9, text_.find(' ', mesh + 9) - mesh - 9);
    const Span type = pick(types);
    const size_t close = text_.find('>', type.begin);
    if (close >= end) return;
    const std::string_view inner(text_.data() + type.begin, type.size);
    const size_t rank = static_cast<size_t>(std::count(inner.begin(), inner.end(), 'x'));
    const std::string sharding = shardingText(rank);
    const size_t colon = text_.rfind(" : ", close);
    if (text_.find("func.func", line.begin) < end) {
      text_.insert(close + 1, strCat(" {sdy.sharding = #sdy.sharding<", meshName, ", ", sharding, ">}"));
    } else if (colon != std::string::npos && colon > line.begin) {
      text_.insert(colon, strCat(" {sdy.sharding = #sdy.sharding_per_value<[<", meshName, ", ", sharding, ">]>}"));
    }
  }

  void changeMesh() {
    const size_t mesh = text_.find("sdy.mesh @");
    if (mesh == std::string::npos) {
      const size_t body = text_.find("{\n");
      if (body != std::string::npos) text_.insert(body + 2, "  sdy.mesh @mesh = <[\"x\"=2, \"y\"=3]>\n");
      return;
    }
    const size_t end = std::min(text_.find('\n', mesh), text_.size()), list = text_.find(']', mesh);
    const std::vector<Span> sizes = integers(text_, mesh, std::min(end, list));
    switch (rng_.below(5)) {
      case 0:
        if (list < end) text_.insert(list, strCat(", \"", pick(kAxes), "\"=", 1 + rng_.below(4)));
        return;
      case 1: {
        if (list >= end) return;
        int64_t count = 1;
        for (const Span& size : sizes) count *= size.size < 4 ? std::stoll(at(size)) : 1;
        std::vector<int64_t> ids;
        for (int64_t d = 0; d < std::min<int64_t>(count, 64); ++d) ids.push_back(d);
        rng_.shuffle(&ids);
        if (rng_.below(3) == 0 && !ids.empty()) ids[rng_.below(ids.size())] = rng_.between(-1, 70);
        std::string order;
        for (size_t i = 0; i < ids.size(); ++i) strAppend(&order, i == 0 ? "" : ", ", ids[i]);
        text_.insert(list + 1, strCat(", device_ids=[", order, "]"));
        return;
      }
      default:
        if (!sizes.empty()) {
          const Span size = pick(sizes);
          replace(size, rng_.below(8) == 0 ? numberInsteadOf(at(size)) : strCat(1 + rng_.below(6)));
        }
    }
  }

  void donate() {
    const size_t main = text_.find("@main("), end = text_.find('\n', main);
    if (main == std::string::npos || end == std::string::npos) return;
    const std::vector<Span> types = wordsWith(text_, "tensor<", main, std::min(end, text_.find("->", main)));
    if (types.empty()) return;
    const size_t close = text_.find('>', pick(types).begin);
    if (close >= end) return;
    const std::string attr =
        rng_.below(3) == 0 ? "jax.buffer_donor = true" : strCat("tf.aliasing_output = ", rng_.below(3), " : i32");
    if (text_.compare(close + 1, 2, " {") == 0) {
      text_.insert(close + 3, attr + ", ");
    } else {
      text_.insert(close + 1, strCat(" {", attr, "}"));
    }
  }

  // One entry of a list: "[0, 1, 2]" -> "[0, 2]", or an entry twice.
  void dropFromList() {
    const Span line = anyLine();
    std::vector<size_t> commas;
    for (size_t i = line.begin; i + 1 < line.begin + line.size; ++i) {
      if (text_[i] == ',') commas.push_back(i);
    }
    if (commas.empty()) return;
    const size_t begin = pick(commas), end = text_.find_first_of(",]>)}", begin + 1);
    if (end == std::string::npos) return;
    if (rng_.below(2) == 0) {
      text_.erase(begin, end - begin);
    } else {
      text_.insert(begin, text_.substr(begin, end - begin));
    }
  }

  std::string text_;
  const std::string& donor_;
  Rng& rng_;
};

}  // namespace

std::string mutatedBytes(const std::string& program, Rng& rng) {
  std::string text = program;
  const int edits = 1 + static_cast<int>(rng.below(4));
  for (int e = 0; e < edits && !text.empty(); ++e) {
    const size_t at = rng.below(text.size());
    const size_t length = std::min<size_t>(rng.below(12), text.size() - at);
    // Half of the edits change a number: most such programs still parse, and reach the shape rules.
    switch (rng.below(10)) {
      case 0:
        text[at] = static_cast<char>(rng.below(256));
        break;
      case 1:
        text.erase(at, length);
        break;
      case 2:
        text.insert(at, kPieces[rng.below(kPieces.size())]);
        break;
      case 3:
        text.replace(at, length, kPieces[rng.below(kPieces.size())]);
        break;
      case 4:
        text.insert(at, program.substr(rng.below(program.size()), rng.below(80)));
        break;
      default: {
        const size_t digit = text.find_first_of("0123456789", at);
        if (digit == std::string::npos) break;
        const std::string numbers[] = {std::string(1, static_cast<char>('0' + rng.below(10))),
                                       "9223372036854775807",
                                       "-1",
                                       "0",
                                       "-9223372036854775808",
                                       "4503599627370495",
                                       "1000000000"};
        text.replace(digit, 1, numbers[rng.below(3) == 0 ? rng.below(7) : 0]);
      }
    }
  }
  return text;
}

std::string mutatedProgram(const std::string& program, const std::string& donor, Rng& rng) {
  Mutation mutation(program, donor, rng);
  for (uint64_t edits = 1 + rng.below(4); edits > 0; --edits) mutation.edit();
  return mutation.take();
}

}  // namespace partita
