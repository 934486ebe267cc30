#pragma once
// Attributes of nodes, arguments and results: a small sorted dictionary of names to values.
//
// Names are canonical: OpDef::attrs says which an op has and how StableHLO's text writes them. Beside those of
// StableHLO collectives have the sizes of uneven shards, in group order (shard_sizes; of all_to_all split_sizes and
// concat_sizes). A keyword is a bare word in text (LT); a string is quoted. Attributes that we do not interpret are
// kept as text and printed as they came.
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "graph/literal.h"
#include "graph/sharding.h"

namespace partita {

struct UnitAttr {
  friend bool operator==(UnitAttr, UnitAttr) = default;
};
struct KeywordAttr {  // LT, THREE_FRY, "DEFAULT, DEFAULT"
  std::string word;
  friend bool operator==(const KeywordAttr&, const KeywordAttr&) = default;
};
struct TextAttr {  // raw MLIR text of an attribute we keep but do not interpret
  std::string text;
  friend bool operator==(const TextAttr&, const TextAttr&) = default;
};
using IntsAttr = std::vector<int64_t>;
using ShardingsAttr = std::vector<Sharding>;

using Attr = std::variant<UnitAttr, bool, int64_t, double, std::string, KeywordAttr, IntsAttr, Literal, TensorType,
                          ShardingsAttr, TextAttr>;

class AttrDict {
 public:
  using Entry = std::pair<std::string, Attr>;

  void set(std::string_view name, Attr value);
  void erase(std::string_view name);
  const Attr* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  // Typed access. The get* forms CHECK that the attribute is there with that type: the verifier has made sure of it.
  int64_t getInt(std::string_view name) const;
  int64_t getInt(std::string_view name, int64_t fallback) const;
  bool getBool(std::string_view name, bool fallback = false) const;
  absl::Span<const int64_t> getInts(std::string_view name) const;  // empty when absent
  const std::string& getKeyword(std::string_view name) const;
  const std::string& getString(std::string_view name) const;
  const Literal& getLiteral(std::string_view name) const;
  const ShardingsAttr& getShardings(std::string_view name) const;

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }
  friend bool operator==(const AttrDict&, const AttrDict&) = default;

 private:
  std::vector<Entry> entries_;  // sorted by name
};

}  // namespace partita
