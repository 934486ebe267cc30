#pragma once
// The importer behind importModule (frontends/import/import.h). One class over several files: module.cc (the module and
// its entry), calls.cc, run_parallel.cc, collectives.cc, operations.cc, checks.cc, attributes.cc, shardings.cc;
// legalize.cc with dynamic_shapes.cc, legacy.cc, scan.cc and quantized.cc write what the Graph does not hold by what it
// does; quantized_types.cc and dynamic_constraints.cc check their constraints; missing.cc says what is not supported.
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "frontends/import/import.h"
#include "frontends/import/known_values.h"
#include "frontends/import/missing.h"
#include "frontends/module/module.h"
#include "graph/graph.h"
#include "graph/op.h"
#include "graph/ops/node_builder.h"

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
  explicit Importer(const ir::Module& module, const ImportOptions& options)
      : module_(module), options_(options), missing_(module), known_(graph_) {}
  // All of the program; what is missing is noted, and the graph is whole only where nothing is.
  Status run();
  // See frontends/import/import.h.
  bool leavesSizesOpen();
  const Missing& missing() const { return missing_; }
  Graph takeGraph() { return std::move(graph_); }

 private:
  // Values of the graph for those of a function, while its body is imported. Invalid: of a type that is not supported,
  // or made from such.
  struct Frame {
    const ir::Function* function = nullptr;
    std::vector<ValueId> values;
    std::vector<ir::Type> added;  // types of values behind those of the function, which the importer adds
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
  // The type that VALUE of the function being imported is declared to have.
  const ir::Type& typeOf(ir::ValueId value) const {
    const size_t known = frame_->function->values.size();
    return value.index < known ? frame_->function->values[value] : frame_->added[value.index - known];
  }
  // One more value of that function, VALUE in the graph.
  ir::ValueId addValue(ir::Type type, ValueId value = {});
  Status nest(const ir::Place& place);
  void unnest() { --depth_; }

  // --- module and entry (module.cc) ---
  Status addMeshes();
  Status addFunctions();
  StatusOr<const ir::Function*> entryFunction() const;
  Status checkUnreached();
  Status importEntry(const ir::Function& function);
  // ATTRIBUTES: of the arguments that are kept.
  Status setEntryInfo(const ir::Function& function, const std::vector<AttrDict>& attributes);
  // The sizes that the options give argument I of the entry, which is number KEPT among those that are no constants.
  const Dims* givenShape(const ir::Argument& argument, size_t i, size_t kept) const;
  // What argument I of the entry is, where it is no argument of the program: a constant that is given, or which of the
  // platforms that the program was exported for runs it.
  std::optional<int64_t> constantOf(const ir::Argument& argument, size_t i) const;
  // Its type: as declared, or as given. Nothing where sizes are missing, which is noted.
  StatusOr<std::optional<TensorType>> entryType(const ir::Argument& argument, size_t i, size_t kept);
  // Every name of the options is an argument's.
  Status checkOptions(const ir::Function& function) const;

  // --- operations (operations.cc) ---
  Status importOperation(const ir::Operation& op, RegionId region);
  // Checks that have another form than the graph's ops (checks.cc).
  static bool isCheck(const ir::Operation& op);
  Status importCheck(const ir::Operation& op, RegionId region);
  // Whether OP is one that the graph has under another name, or as several ops; it is imported then (rewritten.cc).
  StatusOr<bool> importRewritten(const ir::Operation& op, RegionId region);
  StatusOr<ValueId> importBroadcasting(const ir::Operation& op, std::string_view inner, NodeBuilder& build,
                                       std::vector<ValueId> operands);
  // The same for an operation that the Graph has. GIVEN: the types of its results where they follow from what is known
  // (else none): what the program declares may leave sizes open.
  Status importStatic(const ir::Operation& op, RegionId region, const std::vector<TensorType>& given = {});
  Status importNode(const ir::Operation& op, OpKind kind, RegionId region, const std::vector<TensorType>& given);
  // The operations of BLOCK but the terminator, into REGION; gives the terminator's operands, some may be invalid.
  StatusOr<std::vector<ValueId>> importBlock(const ir::Block& block, RegionId region, const ir::Place& place);
  // False: what is missing in it leaves it incomplete.
  StatusOr<bool> importRegion(const ir::Region& from, NodeId node, const std::vector<ValueId>& operands,
                              const ir::Place& place);
  Status bindManualAxes(const ir::Operation& op, const AttrDict& attrs);
  Status finishNode(const ir::Operation& op, NodeId id, bool whole, const std::vector<TensorType>& given);
  // Results for OP, which is not built; what is missing within it is noted.
  void skipOperation(const ir::Operation& op, RegionId region);
  void noteWithin(const ir::Operation& op);
  void noteWithin(const ir::Region& region);
  // The type in the graph; nothing where it is not supported, which is noted, or leaves sizes open.
  std::optional<TensorType> importType(const ir::Type& type, const ir::Place& place);
  Location joined(Location location) const;  // with the stack of the calls around

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

  // --- operations that the Graph does not have (legalize.cc) ---
  struct Legalization;
  static const Legalization* legalizationOf(const ir::Operation& op);
  Status legalize(const ir::Operation& op, const Legalization& rule, RegionId region);
  NodeBuilder builder(const ir::Operation& op, RegionId region);
  // VALUES of REGION are the results of OP; invalid: what is missing in it is noted.
  Status bindResults(const ir::Operation& op, RegionId region, const std::vector<ValueId>& values);
  // Form and shape rule of NODE, which OP became; gives it results where it has none. Unimplemented: without a place.
  Status checkBuilt(const ir::Operation& op, NodeId node);

  // --- ops on their way out (legacy.cc) ---
  Status importDot(const ir::Operation& op, RegionId region);
  Status importBroadcast(const ir::Operation& op, RegionId region);
  Status importCreateToken(const ir::Operation& op, RegionId region);
  Status importCrossReplicaSum(const ir::Operation& op, RegionId region);
  Status importEinsum(const ir::Operation& op, RegionId region);
  Status importTorchIndexSelect(const ir::Operation& op, RegionId region);

  // --- chlo.scan (scan.cc) ---
  Status importScan(const ir::Operation& op, RegionId region);
  // --- constraints of ops whose shapes are operands (dynamic_constraints.cc) ---
  Status checkDynamic(const ir::Operation& op) const;  // the operands are there
  // What is wrong with the op that OP became, by OP's name and numbers.
  static Status renumbered(const ir::Operation& op, Status status);

  // --- sizes that types leave open (dynamic_shapes.cc) ---
  // TYPES: what OP's results are declared to be, sizes left open; filled with what the shape rule of NODE says. False:
  // that is missing, and noted.
  StatusOr<bool> closeTypes(const ir::Operation& op, const Node& node, std::vector<TensorType>& types);
  // Result I of OP may have TYPE.
  Status checkDeclared(const ir::Operation& op, size_t i, const TensorType& type) const;
  // On what VALUE depends, which is not known: "the value of argument 1".
  std::string unknownCause(ValueId value) const;
  // The integers that operand I is, Unimplemented where they are not known; WHAT they are: "a shape".
  StatusOr<IntsAttr> knownInts(const ir::Operation& op, size_t i, std::string_view what);
  // The type of result RESULT of OP when operand I says its shape.
  StatusOr<TensorType> shapedBy(const ir::Operation& op, size_t i, size_t result = 0);
  StatusOr<int64_t> dimensionOf(const ir::Operation& op) const;  // the attribute, one of operand 0
  Status importShapedByOperand(const ir::Operation& op, RegionId region);
  Status importShapedByInput(const ir::Operation& op, RegionId region);
  Status importRng(const ir::Operation& op, RegionId region);
  Status importDynamicGather(const ir::Operation& op, RegionId region);
  Status importDynamicConv(const ir::Operation& op, RegionId region);
  Status importDynamicPad(const ir::Operation& op, RegionId region);
  Status importRealDynamicSlice(const ir::Operation& op, RegionId region);
  Status importGetDimensionSize(const ir::Operation& op, RegionId region);
  Status importSetDimensionSize(const ir::Operation& op, RegionId region);
  Status importCase(const ir::Operation& op, RegionId region);
  Status importShapeAssertion(const ir::Operation& op, RegionId region);
  Status importOperandWrapper(const ir::Operation& op, RegionId region);

  // --- custom calls with shapes among their operands (dynamic_calls.cc) ---
  static bool hasShapeOperands(const ir::Operation& op);
  // The operands of OP that are no shapes of its results; TYPES: of these, where they are said so.
  StatusOr<std::vector<ir::ValueId>> plainOperands(const ir::Operation& op, std::vector<TensorType>& types);
  // The results of a node of KIND whose region is the function that OP calls; invalid where something is missing.
  StatusOr<std::vector<ValueId>> importWithComputation(const ir::Operation& op, OpKind kind, RegionId region,
                                                       std::vector<ValueId> operands, AttrDict attrs);
  Status importShapedCall(const ir::Operation& op, RegionId region);
  Status importDynamicReduceWindow(const ir::Operation& op, RegionId region);
  Status importDynamicRngBitGenerator(const ir::Operation& op, RegionId region);
  Status importDynamicTopK(const ir::Operation& op, RegionId region);
  Status importApproxTopK(const ir::Operation& op, RegionId region);

  // --- quantized types (quantized.cc) ---
  // Values of the graph are what is stored: ops that only move elements stay what they are (checked to have one
  // quantized type), products become integer ones, all others are computed with what is expressed.
  Status importQuantized(const ir::Operation& op, RegionId region, const std::vector<TensorType>& given);
  StatusOr<bool> promoteQuantized(ir::Operation& op, RegionId region);
  Status importQuantizedMove(const ir::Operation& op) const;
  Status importQuantizedSum(const ir::Operation& op, RegionId region);
  StatusOr<std::optional<int64_t>> channelOfProduct(const ir::Operation& op, OpKind kind);
  Status importQuantizedProduct(const ir::Operation& op, RegionId region, const std::vector<TensorType>& given,
                                int64_t channel);
  Status importUniformQuantize(const ir::Operation& op, RegionId region);
  Status importUniformDequantize(const ir::Operation& op, RegionId region);

  // --- their constraints (quantized_types.cc) ---
  class QuantizedOp;
  // What StableHLO asks of the quantized types of OP.
  Status checkQuantized(const ir::Operation& op);
  // And of TYPE, which a value with DIMS has (those that are open are not looked at); OF: the op, for the message.
  Status checkQuantizedType(const ir::Type& type, const Dims& dims, const ir::Place& place, std::string_view of) const;
  std::string described(const ir::Operation& op) const;  // "stablehlo.add at line 4"

  // --- calls (calls.cc) ---
  Status importCall(const ir::Operation& op, std::string_view callee, RegionId region);
  Status checkComposite(const ir::Operation& op) const;
  // Whether OP is a composite that the graph has an op for, and which means the same; it is imported then.
  StatusOr<bool> importNamedComposite(const ir::Operation& op, RegionId region);
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
  Status checkWritten(const ir::TensorSharding& from, const Mesh& mesh, const ir::Place& place) const;
  StatusOr<ShardingsAttr> importShardings(const ir::Attribute& from, const ir::Place& place);
  StatusOr<MeshId> importMesh(const ir::TensorSharding& from, const ir::Place& place);
  StatusOr<std::vector<AxisRef>> importAxes(const std::vector<ir::AxisName>& from, MeshId mesh, const ir::Place& place);
  Status checkRank(const Sharding& sharding, const TensorType& type, const ir::Place& place) const;

  const ir::Module& module_;
  const ImportOptions& options_;
  Missing missing_;
  Graph graph_;
  KnownValues known_;
  Frame* frame_ = nullptr;
  int depth_ = 0;
  size_t calls_ = 0, operations_ = 0;  // imported, each as often as it is inlined
  std::vector<size_t> kept_;           // of the entry's arguments, those that the program takes
  bool hasConstants_ = false;          // the others
  int64_t randomStreams_ = 0;          // of ops without a state
  absl::flat_hash_map<std::string, const ir::Function*> functions_;
  absl::flat_hash_set<const ir::Function*> reached_;  // imported, as the entry or by a call
  absl::flat_hash_map<std::string, MeshId> meshes_;
  std::vector<Call> callStack_;          // the entry first
  std::vector<std::string> manualAxes_;  // of the manual computations around
  ProcessGrid* grid_ = nullptr;          // whose process is being imported
};

// The type that values of TYPE have in the graph, of quantized elements what stores them; sizes that TYPE leaves open
// are ir::kDynamic. Nothing where values of the graph cannot have it.
std::optional<TensorType> graphType(const ir::Type& type);
bool isOpen(const TensorType& type);
bool isQuantized(const ir::Type& type);
const ir::Quantized* quantizedOf(const ir::Type& type);  // nullptr of other types
// The elements of an op of KIND are computed from those of its operands at the same place, or are sums of products:
// with what is expressed, where they are quantized.
bool computesElements(const ir::Operation& op, OpKind kind);
// A value declared as DECLARED may have TYPE.
bool admits(const ir::Type& declared, const TensorType& type);

// The attribute NAME of OP as a T; nullptr where it has none, or another.
template <typename T>
const T* attributeOf(const ir::Operation& op, std::string_view name) {
  const ir::Attribute* found = op.attributes.find(name);
  return found == nullptr ? nullptr : std::get_if<T>(&found->value);
}
// Whether ops of DEF have an attribute that StableHLO calls NAME.
bool hasAttribute(const OpDef& def, std::string_view name);
// The integers of the attribute NAME of OP; nothing where it has none.
std::optional<IntsAttr> intsAttribute(const ir::Operation& op, std::string_view name);
// What a stablehlo.custom_call calls; empty for all other operations.
std::string_view customCallTarget(const ir::Operation& op);

// An attribute that the op table does not know.
Attr importOther(std::string_view name, const ir::Attribute& attribute);

}  // namespace partita
