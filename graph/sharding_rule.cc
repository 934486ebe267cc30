#include "graph/sharding_rule.h"

#include "base/text.h"

namespace partita {

std::string OpShardingRule::toString() const {
  auto name = [](int f) { return f < 26 ? std::string(1, static_cast<char>('a' + (f + 8) % 26)) : strCat("z", f); };
  auto tensors = [&](const std::vector<TensorFactors>& list) {
    std::string out = "(";
    for (size_t t = 0; t < list.size(); ++t) {
      out += t > 0 ? ", [" : "[";
      for (size_t d = 0; d < list[t].size(); ++d) {
        if (d > 0) out += ", ";
        if (list[t][d].empty()) out += "1";
        for (int f : list[t][d]) out += name(f);
      }
      out += "]";
    }
    return out + ")";
  };
  std::string out = strCat(tensors(operands), " -> ", tensors(results), " {");
  for (size_t f = 0; f < factors.size(); ++f) {
    strAppend(&out, f > 0 ? ", " : "", name(static_cast<int>(f)), "=", factors[f].size);
  }
  out += "}";
  auto listKind = [&](FactorKind kind, std::string_view label) {
    std::string names;
    for (size_t f = 0; f < factors.size(); ++f) {
      if (factors[f].kind == kind) strAppend(&names, names.empty() ? "" : ", ", name(static_cast<int>(f)));
    }
    if (!names.empty()) strAppend(&out, " ", label, "={", names, "}");
  };
  listKind(FactorKind::kReduction, "reduction");
  listKind(FactorKind::kNeedReplication, "whole");
  listKind(FactorKind::kPermutation, "permutation");
  return out;
}

}  // namespace partita
