#pragma once
// What devices hold of a program's arrays: the algebra in which plans are proved (partitioner/prove_plan.h). Ops of a
// device's program that stand for no op of the whole program (offsets, masks, pieces of shards) say what comes out of
// them by OpDef::held.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "graph/graph.h"

namespace partita {

// Numbers of every device, by device id, interned: equal ids are equal numbers.
class DeviceNumbers {
 public:
  // The number of each device. Mostly all are the same, and there are many thousands.
  class List {
   public:
    List(int64_t uniform, const std::vector<int64_t>* numbers) : uniform_(uniform), numbers_(numbers) {}
    int64_t operator[](size_t device) const { return numbers_ == nullptr ? uniform_ : (*numbers_)[device]; }

   private:
    const int64_t uniform_;
    const std::vector<int64_t>* const numbers_;
  };

  explicit DeviceNumbers(int64_t devices) : devices_(devices) {}
  int64_t devices() const { return devices_; }
  int add(std::vector<int64_t> numbers);
  int uniform(int64_t number);
  List operator[](int id) const {
    const Entry& entry = entries_[static_cast<size_t>(id)];
    return {entry.uniform, entry.numbers.get()};
  }
  bool isUniform(int id) const { return entries_[static_cast<size_t>(id)].numbers == nullptr; }
  std::vector<int64_t> all(int id) const;
  int sum(int a, int b);
  int sum(int a, int64_t b) { return b == 0 ? a : sum(a, uniform(b)); }

 private:
  struct Entry {
    int64_t uniform = 0;
    std::shared_ptr<const std::vector<int64_t>> numbers;  // null: all are `uniform`
  };
  const int64_t devices_;
  std::vector<Entry> entries_;
  absl::flat_hash_map<std::vector<int64_t>, int> ids_;
  absl::flat_hash_map<int64_t, int> uniform_;
  absl::flat_hash_map<std::pair<int, int>, int> sums_;
};

// Elements begin … end of one dimension, on every device (ids of DeviceNumbers).
struct HeldTile {
  int begin = 0, end = 0;
  friend bool operator==(const HeldTile&, const HeldTile&) = default;
};
using HeldTiles = absl::InlinedVector<HeldTile, 4>;  // of each dimension
// A tile of the array that `value` numbers on every device; -1 where nothing is known of it.
struct HeldPiece {
  int value = 0;
  HeldTile tile;
  friend bool operator==(const HeldPiece&, const HeldPiece&) = default;
};

struct Held {
  enum class Kind : uint8_t {
    kShard,     // a part of an array of the program
    kNumbers,   // integers, the same all along but dimension `dim`, or everywhere (-1)
    kCounting,  // counts along `dim`, from numbers[0] on
    kIndex,     // a shard of index vectors (along `dim`), clamped and shifted component by component
    kInside,    // which index vectors of `index` are at least 0 (atLeast) and at most `atMost`
    kLooked,    // what a gather (node `gather`) found, chosen by `inside`
  };
  Kind kind = Kind::kShard;
  int value = 0;         // kShard, kIndex: number of the program's value, on every device
  HeldTiles tiles = {};  // kShard, kIndex
  // kShard: along this dimension it is made of pieces, which may be of several arrays; -1: of `value` only.
  int along = -1;
  std::vector<HeldPiece> pieces = {};
  int terms = -1;                 // kShard: which terms of it (prove_plan); -1: it is whole
  std::vector<int> numbers = {};  // kNumbers, kIndex (subtracted): of each component
  int dim = -1;
  std::vector<int64_t> low = {}, high = {};  // kIndex: clamped to; empty: it is not
  std::vector<int64_t> atMost = {};          // kInside
  bool atLeast = false;
  std::vector<int64_t> places = {};  // kInside: its dimensions in the array at hand
  std::shared_ptr<const Held> index = {}, inside = {};
  NodeId gather = {};
  friend bool operator==(const Held&, const Held&) = default;
};

// The program of a device at which an op is looked at, and which devices run it.
struct HeldContext {
  DeviceNumbers& numbers;
  const Graph& graph;
  const std::vector<int64_t>& devices;
};

using HeldForms = std::vector<const Held*>;  // one of each operand

// SIZE elements of HELD (kShard) along DIM, from BEGIN on (of DeviceNumbers).
std::optional<Held> takeHeld(const HeldContext& context, const Held& held, int dim, int begin, int64_t size);
// PARTS (kShard) side by side along DIM.
std::optional<Held> joinHeld(const HeldContext& context, const HeldForms& parts, int dim);
// COUNT elements along DIM of which nothing is known, for an array that is HELD otherwise.
Held nothingHeld(const HeldContext& context, const Held& held, int dim, int64_t count);
// HELD as index vectors, unchanged.
std::optional<Held> indexHeld(const Held& held);

}  // namespace partita
