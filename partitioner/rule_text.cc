#include "partitioner/rule_text.h"

#include <vector>

namespace partita {
namespace {

std::vector<std::string> splitAt(const std::string& text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

}  // namespace

StatusOr<PartitionRule> parsePartitionRule(const std::string& text, const std::string& option) {
  const size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0)
    return invalidArgument(option, " ", text,
                           ": write REGEX=AXES|AXES|…, one entry for each dimension, - where it is not cut");
  PartitionRule rule;
  rule.match = text.substr(0, equals);
  rule.where = strCat(option, " ", text);
  for (const std::string& dim : splitAt(text.substr(equals + 1), '|')) {
    std::vector<std::string>& axes = rule.spec.emplace_back();
    for (const std::string& axis : splitAt(dim, ',')) {
      if (!axis.empty() && axis != "-") axes.push_back(axis);
    }
  }
  return rule;
}

}  // namespace partita
