#pragma once
// Typed 32-bit ids: a ValueId cannot be passed for a NodeId. IdVector<Id, T> is a vector indexed by one kind of id.
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <utility>
#include <vector>

#include "base/check.h"

namespace partita {

template <typename Tag>
struct Id {
  static constexpr uint32_t kInvalid = std::numeric_limits<uint32_t>::max();
  uint32_t index = kInvalid;

  constexpr Id() = default;
  constexpr explicit Id(size_t i) : index(static_cast<uint32_t>(i)) {}
  constexpr bool valid() const { return index != kInvalid; }
  friend constexpr bool operator==(Id, Id) = default;
  friend constexpr auto operator<=>(Id, Id) = default;
  template <typename H>
  friend H AbslHashValue(H h, Id id) {
    return H::combine(std::move(h), id.index);
  }
};

template <typename IdType, typename T>
class IdVector {
 public:
  IdVector() = default;
  explicit IdVector(size_t size, const T& value = T()) : items_(size, value) {}
  T& operator[](IdType id) {
    DCHECK(id.index < items_.size(), "id ", id.index, " of ", items_.size());
    return items_[id.index];
  }
  const T& operator[](IdType id) const {
    DCHECK(id.index < items_.size(), "id ", id.index, " of ", items_.size());
    return items_[id.index];
  }
  IdType add(T item) {
    items_.push_back(std::move(item));
    return IdType(items_.size() - 1);
  }
  size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  void resize(size_t size, const T& value = T()) { items_.resize(size, value); }
  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }

 private:
  std::vector<T> items_;
};

}  // namespace partita

template <typename Tag>
struct std::hash<partita::Id<Tag>> {
  size_t operator()(partita::Id<Tag> id) const { return id.index; }
};
