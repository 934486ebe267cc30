#pragma once
// The engine of the proof of a plan (prove_plan.h). Only prove_*.cc include this.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "graph/op.h"
#include "partitioner/device_tables.h"
#include "partitioner/partial_terms.h"
#include "partitioner/prove_plan.h"

namespace partita {

// What is wrong, without the place: who asked adds it.
template <typename... Parts>
Status wrong(const Parts&... parts) {
  return internalError(parts...);
}

// STATUS with what TEXT gives in front, which is asked for where there is something to say only.
template <typename Text>
Status named(Status status, const Text& text) {
  return status.ok() ? status : annotate(status, text());
}

// Walks the programs side by side. What is known of each of their values are its forms (graph/held.h); what it stands
// for in the whole program must follow from them.
class Prover {
 public:
  using Tiles = absl::Span<const HeldTile>;  // of each dimension
  Prover(const PartitionState& state, const LocalPrograms& local)
      : s_(state),
        g_(state.graph),
        local_(local),
        numbers_(state.mesh.deviceCount()),
        tables_(state.mesh),
        terms_(state.mesh, tables_, numbers_) {
    cuttings_.resize(g_.values.size());
    rules_.resize(g_.nodes.size());
  }

  Status run();

 private:
  static constexpr size_t kMostForms = 8;  // that are kept of a value: the latest

  struct Program {
    const Graph* graph = nullptr;
    std::vector<int64_t> devices;
    IdVector<ValueId, std::vector<Held>> forms;
    IdVector<ValueId, absl::InlinedVector<ValueId, 1>> standsFor;
  };

  static Status failed(const Status& status);

  HeldContext context(size_t p) { return {numbers_, *programs_[p].graph, programs_[p].devices}; }

  // --- what shardings say ---

  ValueId root(ValueId v) const;
  struct Cutting {
    bool known = false;
    Layout layout;
    HeldTiles tiles;
  };
  const Cutting& cuttingOf(ValueId v);
  const Layout& layout(ValueId v) { return cuttingOf(v).layout; }
  const HeldTiles& tilesOf(ValueId v) { return cuttingOf(v).tiles; }
  const OpShardingRule& ruleOf(NodeId id);
  HeldTile whole(int64_t size) { return {numbers_.uniform(0), numbers_.uniform(size)}; }
  HeldTile tile(int64_t size, const Axes& axes);
  // Devices of the program that differ in some of IDS: one for each combination of their numbers.
  const std::vector<int64_t>& distinct(size_t p, std::vector<int> ids);
  const std::vector<int64_t>& distinct(size_t p, Tiles a, Tiles b);

  bool same(size_t p, int a, int b) const;
  bool same(size_t p, HeldTile a, HeldTile b) const { return same(p, a.begin, b.begin) && same(p, a.end, b.end); }
  bool same(size_t p, Tiles a, Tiles b) const;
  std::string describeTile(size_t p, HeldTile tile) const;
  std::string describe(ValueId v) const { return describeValue(s_, v); }

  // What is known of V, on one of the devices.
  std::string describeForms(size_t p, ValueId v) const;

  // The local type has the size of the tile on every device that runs the program.
  Status typeFits(size_t p, ValueId v, ValueId global);

  // --- forms ---

  // Of the numbers inside a manual computation: beyond all of those around it.
  int64_t strideOf(NodeId manual) const;
  // The number by which forms name GLOBAL. Inside a manual computation every shard of it has values of its own.
  int numberOf(ValueId global);

  Held shardOf(ValueId global);
  // The form in which V is a plain shard of GLOBAL, however cut; null: it is none.
  const Held* formOf(size_t p, ValueId v, ValueId global);
  // V holds GLOBAL as the sharding of LIKE says.
  Status holds(size_t p, ValueId v, ValueId global, ValueId like);

  void addForm(size_t p, ValueId v, Held form);

  Status setArgument(size_t p, ValueId v, ValueId global);

  // Shows all that V stands for but DONE, each from what is known of V.
  Status settle(size_t p, ValueId v, ValueId done = {});

  // --- one value ---

  Status show(size_t p, ValueId v, ValueId global);

  // The shard of a table has nothing: neither has the part of the result that is looked up in it.
  bool nothingToLookUp(size_t p, ValueId v, NodeId made, ValueId global);

  // A shard by the axes over which a computation is manual is a whole array inside it.
  Status showManual(size_t p, ValueId v, ValueId from, ValueId to, bool into);
  Status showManualArgument(size_t p, ValueId v, ValueId global);
  Status showManualResult(size_t p, ValueId v, NodeId node, uint32_t index);

  // Pieces of arrays side by side, as the op says which.
  Status showJoined(size_t p, ValueId v, NodeId made, ValueId global);
  bool piecesAre(const Held& form, int dim, NodeId made, int64_t device, HeldTile wanted);

  // --- one node that is the same op on shards ---

  bool sameAttrs(const Node& own, const Node& node, std::string* which) const;

  // Attributes that say how much of an operand is taken: all of it, of the shard too, or as much as in the whole
  // program.
  bool sizesFit(const Graph& graph, const Node& own, const Node& node) const;

  // INSIDE: values of the whole program's regions, and which ones of this program's stand for them.
  Status sameRegion(size_t p, RegionId own, RegionId whole, std::map<ValueId, ValueId>* inside);

  Status showCopy(size_t p, const Node& own, NodeId made, ValueId global);

  // What a barrier hands on comes out as it went in.
  Status handedOn(size_t p, const Node& own, NodeId made, ValueId global);

  // Where nothing is shifted no dimension that is looked up may be cut.
  Status lookedUpAsWhole(size_t p, const Node& own, NodeId made);
  // Factors of an operand's dimension that are in no index array and in no window: they are looked up.
  static bool factorIsLookedUp(const OpShardingRule& rule, int factor, const Node& node);

  // Ops that take parts across cuts: the operand is what the result's tile needs, and the op on it is the same one.
  // MINE, an array without elements, is as large as the shard of OPERAND is along what is not fetched.
  Status hasSizes(size_t p, ValueId mine, NodeId made, size_t operand);
  Status fetched(size_t p, const Node& own, NodeId made, absl::Span<const Tiles> operands, const HeldTiles& result);

  // An empty operand is right where the results need nothing of it.
  Status needsNothing(size_t p, const Node& node, const HeldTiles& result);

  // Each factor is cut alike wherever it is.
  Status byRule(size_t p, NodeId made, absl::Span<const Tiles> operands, const HeldTiles& result, uint32_t index,
                TermParts* reduced);

  // A box of an array of DIMS as its elements follow one another: where it begins, then extents and strides.
  static std::vector<int64_t> orderOf(const std::vector<Range>& box, const Dims& dims);
  Status sameOrder(size_t p, Tiles from, const Dims& fromDims, Tiles to, const Dims& toDims);

  Status alikeInGroups(const Node& node, absl::Span<const Tiles> operands);

  // Whether the result is partial as its sharding says.
  Status partialBy(size_t p, NodeId made, absl::Span<const Tiles> operands, const std::vector<int>& terms,
                   const TermParts& reduced, ValueId global);

  // --- all programs, side by side ---

  bool stops(const Node& node) const;

  Status walk(const std::vector<RegionId>& regions);

  std::string describeOwn(size_t p, NodeId node) const { return programs_[p].graph->describe(node); }

  Status step(size_t p, NodeId id);

  // What comes out of a node that stands for none of the whole program.
  void made(size_t p, NodeId id);

  // A value where a device is chosen, what changes nothing elsewhere: terms of it.
  std::optional<Held> masked(size_t p, const Node& node, const HeldForms& forms);

  // --- collectives ---

  struct Groups {
    std::vector<std::vector<int64_t>> lists;
    std::vector<int> of, place;  // by device: which group it is in, and where; -1: none
  };
  const Groups& groupsOf(const Node& node);

  Status collective(const std::vector<NodeId>& ids);

  // The facts of all devices, each from its own program.
  int together(const std::vector<int>& ids);

  void exchange(const std::vector<NodeId>& ids, size_t operand, size_t formIndex, const Groups& groups);

  std::optional<Held> permuted(Held all, const Groups& pairs);

  std::optional<Held> exchanged(Held all, const Groups& groups, CollectiveKind kind,
                                const std::vector<CollectiveDims>& ofPrograms, std::optional<ReductionKind> reduction,
                                bool boolean);

  // --- loops and branches ---

  Status control(const std::vector<NodeId>& ids);

  Status donations();

  const PartitionState& s_;
  const Graph& g_;
  const LocalPrograms& local_;
  DeviceNumbers numbers_;
  DeviceTables tables_;
  PartialTerms terms_;
  std::vector<Program> programs_;
  std::vector<uint32_t> programOf_;  // by device
  std::map<std::pair<int64_t, std::vector<int8_t>>, HeldTile> tiles_;
  absl::flat_hash_map<std::string, Groups> groups_;
  IdVector<ValueId, Cutting> cuttings_;
  IdVector<NodeId, std::shared_ptr<const OpShardingRule>> rules_;
  std::map<std::vector<int>, std::vector<int64_t>> distinct_;
  std::map<NodeId, int> manualOffset_;
};

}  // namespace partita
