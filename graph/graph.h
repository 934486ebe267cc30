#pragma once
// Graph: one program. The one type from frontend to code generation (design, decision 1).
//
// Values, nodes and regions live in vectors and are named by typed ids, which stay valid until compact(). A region is
// an ordered list of nodes: every operand is an argument of the region or of one around it, or the result of an earlier
// node (order = a valid schedule). Functions do not exist: frontends inline calls. Text form is StableHLO's
// (graph/print.h prints it, frontends/ parses it).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/status.h"
#include "base/types.h"
#include "graph/attributes.h"
#include "graph/sharding.h"

namespace partita {

using ValueId = Id<struct ValueTag>;
using NodeId = Id<struct NodeTag>;
using RegionId = Id<struct RegionTag>;
using LocationId = Id<struct LocationTag>;

enum class OpKind : uint8_t {
#define OP(kind, name) k##kind,
#include "graph/op_list.def"
#undef OP
};
inline constexpr int kOpKindCount = 0
#define OP(kind, name) +1
#include "graph/op_list.def"
#undef OP
    ;

// Where an op came from. Every message about a node cites it: toString() gives "model.py:12 (jit(step)/dot_general),
// line 40".
struct Location {
  std::string file;  // of the user's program; may be empty
  int line = 0, column = 0;
  std::string stack;  // JAX name stack, "jit(step)/layer0/dot_general"
  int textLine = 0;   // line in the .mlir file; 0 when made by a pass
  std::string toString() const;
  friend bool operator==(const Location&, const Location&) = default;
};

struct Value {
  TensorType type;
  NodeId producer;     // invalid: an argument of `region`
  RegionId region;     // the region whose argument it is, or in which the producer stands
  uint32_t index = 0;  // result number of the producer, or argument number
};

struct Node {
  OpKind kind{};
  std::vector<ValueId> operands;
  std::vector<ValueId> results;
  std::vector<RegionId> regions;
  AttrDict attrs;
  LocationId location;
  RegionId parent;
};

struct Region {
  NodeId owner;  // invalid: the body of the program
  std::vector<ValueId> args;
  std::vector<NodeId> nodes;     // in order
  std::vector<ValueId> results;  // operands of the terminator
};

// What is known of an argument of the program.
struct ArgumentInfo {
  std::string name;    // "params.wq" or "arg0"; from the location or jax.result_info of the aliased result
  bool named = false;  // the program itself gives the name: it does not follow from the aliased result
  std::optional<int> aliasesResult;  // tf.aliasing_output: donated, its memory becomes that result's
  bool donor = false;                // jax.buffer_donor: donated, the compiler picks the result
  AttrDict attrs;                    // everything else, kept
};
struct ResultInfo {
  std::string name;  // jax.result_info, e.g. "result[1]['loss']"
  AttrDict attrs;
};

class Graph {
 public:
  Graph();

  std::string name = "main";
  AttrDict attrs;  // of the module
  IdVector<MeshId, Mesh> meshes;
  IdVector<ValueId, Value> values;
  IdVector<NodeId, Node> nodes;
  IdVector<RegionId, Region> regions;
  IdVector<LocationId, Location> locations;
  std::vector<ArgumentInfo> arguments;  // one for each argument of body()
  std::vector<ResultInfo> results;      // one for each result of body()
  // Sharding of a value where one is known. Indexed by ValueId; may be shorter than `values`.
  const std::optional<Sharding>& sharding(ValueId value) const;
  void setSharding(ValueId value, std::optional<Sharding> sharding);

  RegionId body() const { return RegionId(0); }
  const Region& bodyRegion() const { return regions[body()]; }
  const TensorType& type(ValueId value) const { return values[value].type; }
  const Location& location(NodeId node) const;
  // "stablehlo.add at model.py:12 (jit(step)/add)": for messages.
  std::string describe(NodeId node) const;

  // --- building ---
  ValueId addArgument(RegionId region, TensorType type);  // body() arguments also get an ArgumentInfo
  RegionId addRegion(NodeId owner);                       // appended to owner's regions
  LocationId addLocation(Location location);
  // Appends a node to REGION with given result types, unchecked. INSERT_BEFORE: position in the region's node list, -1
  // = at the end.
  NodeId addNode(RegionId region, OpKind kind, std::vector<ValueId> operands, std::vector<TensorType> resultTypes,
                 AttrDict attrs = {}, LocationId location = {}, int64_t insertBefore = -1);
  // The same with the result types inferred by the op's shape rule; regions, if the op has any, must be passed by
  // addNode instead.
  StatusOr<NodeId> build(RegionId region, OpKind kind, std::vector<ValueId> operands, AttrDict attrs = {},
                         LocationId location = {}, int64_t insertBefore = -1);
  ValueId result(NodeId node, size_t i = 0) const { return nodes[node].results[i]; }

  // --- changing ---
  // Every use of FROM (operands and region results) becomes TO.
  void replaceAllUses(ValueId from, ValueId to);
  // Takes NODE out of its region; its results must have no uses. It keeps its id.
  void unlink(NodeId node);
  // Takes nodes whose results are unused and that have no side effect out of their regions, as unlink() does.
  // KEEP_ANNOTATIONS: but for sharding constraints of what is used.
  void dropDead(bool keepAnnotations);
  // The same for all such nodes, then renumbers everything so that only live ids remain. Ids held elsewhere become
  // invalid.
  void compact();
  // Number of uses of each value: operands and region results.
  IdVector<ValueId, uint32_t> useCounts() const;
  // Nodes that use each value as operand (a node is listed once for each operand position); region results are not
  // listed.
  IdVector<ValueId, std::vector<NodeId>> users() const;

 private:
  IdVector<ValueId, std::optional<Sharding>> shardings_;
};

std::string_view opName(OpKind kind);                       // "stablehlo.add"
std::optional<OpKind> opKindByName(std::string_view name);  // takes the full name

// Members of replica_groups of a collective node; -1 padding removed.
std::vector<std::vector<int64_t>> replicaGroups(const Node& node);
// Along which dimensions a collective takes arrays apart and puts them together, -1 where it does not, and the sizes of
// the parts in group order; empty: they are alike.
struct CollectiveDims {
  int64_t split = -1, concat = -1;
  absl::Span<const int64_t> splitSizes = {}, concatSizes = {};
};
CollectiveDims collectiveDims(const Node& node);
void setReplicaGroups(AttrDict& attrs, const std::vector<std::vector<int64_t>>& groups);

// A region that computes one binary op of its two arguments and returns it, as reduce, scatter and all_reduce mostly
// have: that op.
std::optional<OpKind> singleBinaryOp(const Graph& graph, RegionId region);
// The same as a ReductionKind, when it is one.
std::optional<ReductionKind> reductionOf(const Graph& graph, RegionId region);
// Fills REGION (empty) with arguments (T, T) and one binary op of KIND: the body of a reduction over elements of DTYPE.
void fillReductionRegion(Graph& graph, RegionId region, OpKind kind, DType dtype);
void fillReductionRegion(Graph& graph, RegionId region, ReductionKind kind, DType dtype);

// Whether NODE must stay although nobody uses what it makes: it, or a node inside its regions, has a side effect.
bool hasEffect(const Graph& graph, NodeId node);

// The values of enclosing regions that the regions of NODE read.
std::vector<ValueId> capturedValues(const Graph& graph, NodeId node);

// Structural copy of NODE (with its regions) of FROM into REGION of TO; operands are given by MAP (from-value id ->
// to-value id), which is extended with the results. LOCATION of the copy is copied too.
NodeId copyNode(const Graph& from, NodeId node, Graph& to, RegionId region, IdVector<ValueId, ValueId>& map);
// The same of a REGION of FROM, which becomes the next one of OWNER.
void copyRegion(const Graph& from, RegionId region, Graph& to, NodeId owner, IdVector<ValueId, ValueId>& map);

}  // namespace partita
