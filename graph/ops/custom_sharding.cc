#include "graph/ops/custom_sharding.h"

#include <algorithm>
#include <cctype>

#include "absl/strings/numbers.h"
#include "base/text.h"

#include "graph/ops/rules.h"

namespace partita {
namespace {

// Reads the text of a rule from left to right.
class RuleText {
 public:
  explicit RuleText(std::string_view text) : text_(text) {}

  bool skip(std::string_view word) {
    skipBlanks();
    if (!text_.starts_with(word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  bool next(char c) {
    skipBlanks();
    return text_.starts_with(c);
  }
  // A factor: a letter or z_1, z_2, …
  std::optional<std::string> name() {
    skipBlanks();
    size_t end = 0;
    while (end < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[end])) != 0 || text_[end] == '_'))
      ++end;
    if (end == 0) return std::nullopt;
    const std::string out(text_.substr(0, end));
    text_.remove_prefix(end);
    return out;
  }
  // ([i, jk], [i]): letters side by side are factors of one dimension.
  std::optional<std::vector<CustomShardingRule::TensorNames>> tensors() {
    if (!skip("(")) return std::nullopt;
    std::vector<CustomShardingRule::TensorNames> out;
    while (!skip(")")) {
      if (!out.empty() && !skip(",")) return std::nullopt;
      if (!skip("[")) return std::nullopt;
      CustomShardingRule::TensorNames& tensor = out.emplace_back();
      while (!skip("]")) {
        if (!tensor.empty() && !skip(",")) return std::nullopt;
        const std::optional<std::string> factors = name();
        if (!factors) return std::nullopt;
        tensor.push_back(split(*factors));
      }
    }
    return out;
  }
  // {i=2, j=3}; without SIZES {i, j}.
  std::optional<std::vector<std::string>> names(std::vector<int64_t>* sizes = nullptr) {
    if (!skip("{")) return std::nullopt;
    std::vector<std::string> out;
    while (!skip("}")) {
      if (!out.empty() && !skip(",")) return std::nullopt;
      const std::optional<std::string> factor = name();
      if (!factor) return std::nullopt;
      if (sizes != nullptr) {
        const std::optional<std::string> size = skip("=") ? name() : std::nullopt;
        if (!size || !absl::SimpleAtoi(*size, &sizes->emplace_back())) return std::nullopt;
      }
      out.push_back(*factor);
    }
    return out;
  }

 private:
  void skipBlanks() {
    while (!text_.empty() && std::isspace(static_cast<unsigned char>(text_.front())) != 0) text_.remove_prefix(1);
  }
  static std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
      size_t end = 1;
      while (end < text.size() && std::isalpha(static_cast<unsigned char>(text[end])) == 0) ++end;
      out.emplace_back(text.substr(0, end));
      text.remove_prefix(end);
    }
    return out;
  }

  std::string_view text_;
};

// What is written of a rule beside how dimensions are factored.
struct Written {
  CustomShardingRule rule;
  std::vector<std::string> factors;
  std::vector<int64_t> sizes;                                             // of each
  std::vector<std::pair<std::string, std::vector<std::string>>> special;  // "reduction" of factors, …
};

std::optional<Written> parse(std::string_view text) {
  RuleText in(text);
  Written out;
  if (!in.skip("#sdy.op_sharding_rule<")) return std::nullopt;
  auto operands = in.tensors();
  if (!operands || !in.skip("->")) return std::nullopt;
  auto results = in.tensors();
  if (!results) return std::nullopt;
  if (in.next('{')) {
    auto factors = in.names(&out.sizes);
    if (!factors) return std::nullopt;
    out.factors = *std::move(factors);
  }
  out.rule.operands = *std::move(operands);
  out.rule.results = *std::move(results);
  // reduction={…}, need_replication={…}, permutation={…}, blocked_propagation={…}, custom
  while (!in.skip(">")) {
    in.skip(",");
    const std::optional<std::string> what = in.name();
    if (!what) return std::nullopt;
    if (*what == "custom") continue;
    if (!in.skip("=")) return std::nullopt;
    auto factors = in.names();
    if (!factors) return std::nullopt;
    out.rule.needReplication.insert(out.rule.needReplication.end(), factors->begin(), factors->end());
    out.special.emplace_back(*what, *std::move(factors));
  }
  return out;
}

// Of i, j, … z, z_1, z_2, …
std::optional<int64_t> indexOf(std::string_view factor) {
  if (factor.size() == 1 && factor[0] >= 'i' && factor[0] <= 'z') return factor[0] - 'i';
  int64_t number = 0;
  if (!factor.starts_with("z_") || !absl::SimpleAtoi(toAbsl(factor.substr(2)), &number) || number < 1)
    return std::nullopt;
  return std::min(number, int64_t{1} << 62) + ('z' - 'i');
}

// What is wrong with a rule, whatever it is of; empty: nothing.
std::string wrongWith(const Written& written) {
  const auto count = static_cast<int64_t>(written.factors.size());
  for (int64_t f = 0; f < count; ++f) {
    if (indexOf(written.factors[f]) != f)
      return strCat("expected factors i, j, k, … in order, found ", written.factors[f], " as number ", f);
  }
  std::vector<bool> used(written.factors.size());
  for (const auto* tensors : {&written.rule.operands, &written.rule.results}) {
    for (const CustomShardingRule::TensorNames& tensor : *tensors) {
      std::vector<bool> here(written.factors.size());
      for (const std::vector<std::string>& dim : tensor) {
        if (dim.empty()) return "expected a factor of each dimension";
        for (const std::string& factor : dim) {
          const std::optional<int64_t> f = indexOf(factor);
          if (!f) return strCat("expected factors i to z, z_1, z_2, …, found '", factor, "'");
          if (*f >= count) return strCat("expected one of ", count, " factors, found ", factor);
          if (dim.size() > 1 && written.sizes[*f] == 1)
            return strCat("expected no factor of size 1 beside others, found ", factor);
          if (here[*f]) return strCat("expected each factor once in a tensor, found ", factor, " again");
          here[*f] = used[*f] = true;
        }
      }
    }
  }
  for (int64_t f = 0; f < count; ++f)
    if (!used[f]) return strCat("expected factors that dimensions have, found ", written.factors[f]);
  std::vector<bool> special(written.factors.size());
  for (const auto& [what, factors] : written.special) {
    int64_t last = -1;
    for (const std::string& factor : factors) {
      const std::optional<int64_t> f = indexOf(factor);
      if (!f || *f >= count) return strCat("expected ", what, " of the ", count, " factors, found ", factor);
      if (*f <= last) return strCat("expected ", what, " of factors in order, each once, found ", factor);
      last = *f;
      if (what == "blocked_propagation") continue;
      if (special[*f]) return strCat("expected one of reduction, need_replication and permutation of ", factor);
      special[*f] = true;
    }
  }
  return "";
}

}  // namespace

StatusOr<std::optional<CustomShardingRule>> customShardingRule(const Graph& graph, const Node& node) {
  const Attr* attr = node.attrs.find("sdy.sharding_rule");
  if (attr == nullptr) return std::optional<CustomShardingRule>();
  const auto* text = std::get_if<TextAttr>(attr);
  const std::optional<Written> written = text == nullptr ? std::nullopt : parse(text->text);
  if (!written)
    return invalidArgument(describeNode(graph, node),
                           ": sdy.sharding_rule is not of the form ([i, j])->([i, k]) {i=2, "
                           "j=3, k=4}");
  if (const std::string wrong = wrongWith(*written); !wrong.empty())
    return invalidArgument(describeNode(graph, node), ": sdy.sharding_rule: ", wrong);
  const CustomShardingRule& rule = written->rule;
  const auto fits = [&](const std::vector<CustomShardingRule::TensorNames>& tensors,
                        const std::vector<ValueId>& values) {
    if (tensors.size() != values.size()) return false;
    for (size_t i = 0; i < values.size(); ++i) {
      if (tensors[i].size() != graph.type(values[i]).dims.size()) return false;
    }
    return true;
  };
  if (!fits(rule.operands, node.operands) || !fits(rule.results, node.results))
    return invalidArgument(describeNode(graph, node),
                           ": sdy.sharding_rule does not have the dimensions of the operands and results");
  return std::optional(rule);
}

bool isCuttable(const CustomShardingRule& rule, int dim) {
  const auto d = static_cast<size_t>(dim);
  const std::vector<std::string>* first = nullptr;
  for (const auto* tensors : {&rule.operands, &rule.results}) {
    for (const CustomShardingRule::TensorNames& tensor : *tensors) {
      if (d >= tensor.size() || tensor[d].size() != 1) return false;
      if (first == nullptr) first = &tensor[d];
      if (tensor[d] != *first) return false;
    }
  }
  return first != nullptr && std::find(rule.needReplication.begin(), rule.needReplication.end(), first->front()) ==
                                 rule.needReplication.end();
}

}  // namespace partita
