#include "graph/attributes.h"

#include <algorithm>

#include "base/check.h"

namespace partita {
namespace {

template <typename T>
const T& require(const AttrDict& attrs, std::string_view name) {
  const Attr* attr = attrs.find(name);
  CHECK(attr != nullptr, "attribute '", name, "' is missing");
  const T* value = std::get_if<T>(attr);
  CHECK(value != nullptr, "attribute '", name, "' has another type (variant index ", attr->index(), ")");
  return *value;
}

auto lowerBound(auto& entries, std::string_view name) {
  return std::lower_bound(entries.begin(), entries.end(), name,
                          [](const AttrDict::Entry& entry, std::string_view key) { return entry.first < key; });
}

}  // namespace

void AttrDict::set(std::string_view name, Attr value) {
  auto it = lowerBound(entries_, name);
  if (it != entries_.end() && it->first == name) {
    it->second = std::move(value);
  } else {
    entries_.insert(it, {std::string(name), std::move(value)});
  }
}

void AttrDict::erase(std::string_view name) {
  auto it = lowerBound(entries_, name);
  if (it != entries_.end() && it->first == name) entries_.erase(it);
}

const Attr* AttrDict::find(std::string_view name) const {
  auto it = lowerBound(entries_, name);
  return it != entries_.end() && it->first == name ? &it->second : nullptr;
}

int64_t AttrDict::getInt(std::string_view name) const { return require<int64_t>(*this, name); }
int64_t AttrDict::getInt(std::string_view name, int64_t fallback) const {
  return has(name) ? require<int64_t>(*this, name) : fallback;
}
bool AttrDict::getBool(std::string_view name, bool fallback) const {
  const Attr* attr = find(name);
  if (attr == nullptr) return fallback;
  return std::holds_alternative<UnitAttr>(*attr) || require<bool>(*this, name);
}
absl::Span<const int64_t> AttrDict::getInts(std::string_view name) const {
  if (!has(name)) return {};
  return require<IntsAttr>(*this, name);
}
const std::string& AttrDict::getKeyword(std::string_view name) const { return require<KeywordAttr>(*this, name).word; }
const std::string& AttrDict::getString(std::string_view name) const { return require<std::string>(*this, name); }
const Literal& AttrDict::getLiteral(std::string_view name) const { return require<Literal>(*this, name); }
const ShardingsAttr& AttrDict::getShardings(std::string_view name) const { return require<ShardingsAttr>(*this, name); }

}  // namespace partita
