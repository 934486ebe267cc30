#include "graph/ops/custom_sharding.h"

#include <algorithm>
#include <cctype>

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
  std::optional<std::vector<std::string>> names() {
    if (!skip("{")) return std::nullopt;
    std::vector<std::string> out;
    while (!skip("}")) {
      if (!out.empty() && !skip(",")) return std::nullopt;
      const std::optional<std::string> factor = name();
      if (!factor) return std::nullopt;
      if (skip("=") && !name()) return std::nullopt;
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

std::optional<CustomShardingRule> parse(std::string_view text) {
  RuleText in(text);
  CustomShardingRule out;
  if (!in.skip("#sdy.op_sharding_rule<")) return std::nullopt;
  auto operands = in.tensors();
  if (!operands || !in.skip("->")) return std::nullopt;
  auto results = in.tensors();
  if (!results || !in.names()) return std::nullopt;
  out.operands = *std::move(operands);
  out.results = *std::move(results);
  // reduction={…}, need_replication={…}, permutation={…}, blocked_propagation={…}, custom
  while (!in.skip(">")) {
    in.skip(",");
    const std::optional<std::string> what = in.name();
    if (!what) return std::nullopt;
    if (*what == "custom") continue;
    if (!in.skip("=")) return std::nullopt;
    const auto factors = in.names();
    if (!factors) return std::nullopt;
    out.needReplication.insert(out.needReplication.end(), factors->begin(), factors->end());
  }
  return out;
}

}  // namespace

StatusOr<std::optional<CustomShardingRule>> customShardingRule(const Graph& graph, const Node& node) {
  const Attr* attr = node.attrs.find("sdy.sharding_rule");
  if (attr == nullptr) return std::optional<CustomShardingRule>();
  const auto* text = std::get_if<TextAttr>(attr);
  std::optional<CustomShardingRule> rule = text == nullptr ? std::nullopt : parse(text->text);
  if (!rule)
    return invalidArgument(describeNode(graph, node),
                           ": sdy.sharding_rule is not of the form ([i, j])->([i, k]) {i=2, "
                           "j=3, k=4}");
  const auto fits = [&](const std::vector<CustomShardingRule::TensorNames>& tensors,
                        const std::vector<ValueId>& values) {
    if (tensors.size() != values.size()) return false;
    for (size_t i = 0; i < values.size(); ++i) {
      if (tensors[i].size() != graph.type(values[i]).dims.size()) return false;
    }
    return true;
  };
  if (!fits(rule->operands, node.operands) || !fits(rule->results, node.results))
    return invalidArgument(describeNode(graph, node),
                           ": sdy.sharding_rule does not have the dimensions of the operands and results");
  return rule;
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
