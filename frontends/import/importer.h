#pragma once
// The importer behind importModule (frontends/import/import.h). One class over several files: module.cc (the module and
// its entry), calls.cc, run_parallel.cc, collectives.cc, operations.cc, checks.cc, attributes.cc, shardings.cc;
// missing.cc says what is not supported.
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "frontends/import/missing.h"
#include "frontends/module/module.h"
#include "graph/graph.h"
#include "graph/op.h"

namespace partita {

// The processes that interpreter.run_parallel starts, replicas × partitions, replica by replica.
struct ProcessGrid {
  int64_t replicas = 0, partitions = 0;
  std::vector<const ir::Function*> functions, infeed;  // of each process; that make what is fed, in order
  // While they are inlined one after the other:
  bool alone = false;
  size_t process = 0;                                            // the one being imported
  std::vector<std::vector<ValueId>> fed;                         // by `infeed`
  std::map<size_t, size_t> taken;                                // of these, by each process
  std::map<int64_t, std::deque<std::vector<ValueId>>> channels;  // sent and not received yet
};

class Importer {
 public:
  explicit Importer(const ir::Module& module) : module_(module), missing_(module) {}
  // All of the program; what is missing is noted, and the graph is whole only where nothing is.
  Status run();
  const Missing& missing() const { return missing_; }
  Graph takeGraph() { return std::move(graph_); }

 private:
  // Values of the graph for those of a function, while its body is imported. Invalid: of a type that is not supported,
  // or made from such.
  struct Frame {
    const ir::Function* function = nullptr;
    std::vector<ValueId> values;
    ValueId& operator[](ir::ValueId value) { return values[value.index]; }
  };
  struct Call {
    const ir::Function* callee = nullptr;
    Location location;  // of the call
  };

  template <typename... Parts>
  Status failAt(const ir::Place& place, const Parts&... parts) const {
    return invalidArgument(module_.where(place), ": ", parts...);
  }
  Status nest(const ir::Place& place);
  void unnest() { --depth_; }

  // --- module and entry (module.cc) ---
  Status addMeshes();
  Status addFunctions();
  StatusOr<const ir::Function*> entryFunction() const;
  Status importEntry(const ir::Function& function);
  Status setEntryInfo(const ir::Function& function, const std::vector<AttrDict>& attributes);

  // --- operations (operations.cc) ---
  Status importOperation(const ir::Operation& op, RegionId region);
  // Whether OP is a check that has another form than the graph's ops; it is imported then (checks.cc).
  StatusOr<bool> importCheck(const ir::Operation& op, RegionId region);

  // --- interpreter.run_parallel (run_parallel.cc) ---
  Status importRunParallel(const ir::Operation& op, RegionId region);
  StatusOr<ProcessGrid> readGrid(const ir::Operation& op) const;
  StatusOr<const ir::Function*> processFunction(const ir::Operation& op, const std::string& name) const;
  StatusOr<std::vector<ValueId>> importProcess(const ir::Operation& op, const ir::Function& function,
                                               std::vector<ValueId> arguments, RegionId region);
  StatusOr<std::vector<ValueId>> importOneByOne(const ir::Operation& op, ProcessGrid& grid,
                                                const std::vector<ValueId>& operands, RegionId region);
  StatusOr<std::vector<ValueId>> importOnGrid(const ir::Operation& op, const ProcessGrid& grid,
                                              const std::vector<ValueId>& operands, RegionId region);
  // Whether OP means something else in a process of the grid than by itself; it is imported then.
  StatusOr<bool> importTransfer(const ir::Operation& op, RegionId region);
  StatusOr<bool> importProcessId(const ir::Operation& op, RegionId region);

  // --- collectives (collectives.cc) ---
  Status flattenGroups(const ir::Operation& op, const OpDef& def, AttrDict& attrs);
  StatusOr<bool> importRooted(const ir::Operation& op, RegionId region);
  // The operations of BLOCK but the terminator, into REGION; gives the terminator's operands, some may be invalid.
  StatusOr<std::vector<ValueId>> importBlock(const ir::Block& block, RegionId region, const ir::Place& place);
  // False: what is missing in it leaves it incomplete.
  StatusOr<bool> importRegion(const ir::Region& from, NodeId node, const ir::Place& place);
  Status finishNode(const ir::Operation& op, NodeId id, bool whole);
  // Results for OP, which is not built; what is missing within it is noted.
  void skipOperation(const ir::Operation& op, RegionId region);
  void noteWithin(const ir::Operation& op);
  void noteWithin(const ir::Region& region);
  void noteAttributes(const ir::Attributes& attributes, const ir::Place& place);
  // The type in the graph; nothing where it is not supported, which is noted.
  std::optional<TensorType> importType(const ir::Type& type, const ir::Place& place);
  Location joined(Location location) const;  // with the stack of the calls around

  // --- calls (calls.cc) ---
  Status importCall(const ir::Operation& op, std::string_view callee, RegionId region);
  StatusOr<std::vector<ValueId>> importBody(const ir::Function& function, std::vector<ValueId> arguments,
                                            RegionId region);
  ValueId constrain(RegionId region, ValueId value, const std::optional<Sharding>& sharding, LocationId location);

  // --- attributes (attributes.cc) ---
  // Of an operation with DEF: those of the table under its names, with defaults for fields that are absent, others as
  // they are. SHARDINGS gets sdy.sharding. Unimplemented where a value is not supported, which is noted.
  Status importAttributes(const ir::Operation& op, const OpDef& def, AttrDict& attrs, std::vector<Sharding>& shardings);
  // Of an argument or result of a function; SHARDING gets sdy.sharding.
  Status importValueAttributes(const ir::Argument& argument, AttrDict& attrs, std::optional<Sharding>& sharding);
  StatusOr<Attr> importKnown(const AttrDef& def, const ir::NamedAttribute& attribute, const ir::Place& place);

  // --- shardings (shardings.cc) ---
  StatusOr<Sharding> importSharding(const ir::TensorSharding& from, const ir::Place& place);
  StatusOr<ShardingsAttr> importShardings(const ir::Attribute& from, const ir::Place& place);
  StatusOr<MeshId> importMesh(const ir::TensorSharding& from, const ir::Place& place);
  StatusOr<std::vector<AxisRef>> importAxes(const std::vector<ir::AxisName>& from, MeshId mesh, const ir::Place& place);
  Status checkRank(const Sharding& sharding, const TensorType& type, const ir::Place& place) const;

  const ir::Module& module_;
  Missing missing_;
  Graph graph_;
  Frame* frame_ = nullptr;
  int depth_ = 0;
  size_t calls_ = 0, operations_ = 0;  // imported, each as often as it is inlined
  absl::flat_hash_map<std::string, const ir::Function*> functions_;
  absl::flat_hash_map<std::string, MeshId> meshes_;
  std::vector<Call> callStack_;  // the entry first
  ProcessGrid* grid_ = nullptr;  // whose process is being imported
};

// An attribute that the op table does not know.
Attr importOther(std::string_view name, const ir::Attribute& attribute);

}  // namespace partita
