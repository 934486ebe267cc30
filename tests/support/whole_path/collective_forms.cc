// Collectives inside sdy.manual_computation, with groups of every form; sdy.sharding_constraint and sdy.reshard.
#include <algorithm>

#include "tests/support/whole_path/op_forms.h"
#include "tests/support/whole_path/shardings.h"

namespace partita {
namespace {

// A manual computation over all axes of the mesh (or one of them): each device's part of dimension 0 is its own.
class ManualComputation {
 public:
  // The axes that are manual, in the order in which they cut.
  ManualComputation(ProgramBuilder& b, bool oneAxis) : b_(b), mesh_(b.graph.meshes[MeshId(0)]) {
    std::vector<int64_t> order = b.shuffled(static_cast<int64_t>(mesh_.axes.size()));
    if (oneAxis) order.resize(1);
    for (int64_t axis : order) axes_.push_back({static_cast<int32_t>(axis)});
  }

  const Mesh& mesh() const { return mesh_; }
  const std::vector<AxisRef>& axes() const { return axes_; }
  int64_t pieces() const { return axesSize(mesh_, axes_); }

  // LOCAL: the type of each operand inside. GIVEN: the first operands, whole, cut along all axes; the others are
  // arguments of the program.
  std::vector<ValueId> begin(const std::vector<TensorType>& local, ValueKind kind,
                             const std::vector<ValueId>& given = {}) {
    std::vector<ValueId> operands;
    ShardingsAttr ins;
    for (const TensorType& type : local) {
      std::vector<AxisRef> cut = axes_;
      // Now and then some axes hold copies.
      const bool isGiven = operands.size() < given.size();
      if (!isGiven && b_.chance(5)) cut.resize(b_.rng().below(cut.size() + 1));
      TensorType whole = type;
      Sharding sharding = Sharding::replicatedOver(MeshId(0), type.rank(), b_.chance(2));
      if (type.rank() > 0) {
        whole.dims[0] *= axesSize(mesh_, cut);
        sharding.dims[0].axes = cut;
      }
      operands.push_back(isGiven ? given[operands.size()] : b_.mixed(b_.argument(whole, {kind})));
      ins.push_back(sharding);
    }
    node_ = b_.open(OpKind::kManualComputation, operands, {}, attrsOf({{"in_shardings", ins}}));
    const RegionId body = b_.graph.addRegion(node_);
    std::vector<ValueId> args;
    for (const TensorType& type : local) args.push_back(b_.graph.addArgument(body, type));
    around_ = b_.region();
    b_.setRegion(body);
    return args;
  }

  // LOCAL results, put together along dimension 0 (a scalar becomes one element): results of the program.
  void end(std::vector<ValueId> local) {
    for (ValueId value : close(std::move(local))) b_.result(b_.mixed(value));
  }
  // The same as values.
  std::vector<ValueId> close(std::vector<ValueId> local) {
    ShardingsAttr outs;
    std::vector<TensorType> types;
    for (ValueId& value : local) {
      if (b_.type(value).rank() == 0) value = b_.reshape(value, {1});
      TensorType whole = b_.type(value);
      whole.dims[0] *= pieces();
      Sharding sharding = Sharding::replicatedOver(MeshId(0), whole.rank(), b_.chance(2));
      sharding.dims[0].axes = axes_;
      outs.push_back(sharding);
      types.push_back(whole);
    }
    b_.setResults(local);
    b_.setRegion(around_);
    AttrDict& attrs = b_.graph.nodes[node_].attrs;
    attrs.set("out_shardings", outs);
    std::string names;
    for (const AxisRef& axis : axes_)
      strAppend(&names, names.empty() ? "" : ", ", "\"", mesh_.axes[axis.axis].name, "\"");
    attrs.set("manual_axes", TextAttr{strCat("{", names, "}")});
    for (size_t i = 0; i < types.size(); ++i) {
      Value value;
      value.type = types[i];
      value.producer = node_;
      value.region = around_;
      value.index = static_cast<uint32_t>(i);
      b_.graph.nodes[node_].results.push_back(b_.graph.values.add(value));
    }
    b_.check(node_);
    return b_.graph.nodes[node_].results;
  }

 private:
  ProgramBuilder& b_;
  const Mesh mesh_;
  std::vector<AxisRef> axes_;
  NodeId node_;
  RegionId around_;
};

using Groups = std::vector<std::vector<int64_t>>;

// Groups of one size that hold every device: those of mesh axes, or any.
Groups evenGroups(ProgramBuilder& b, const ManualComputation& manual, bool axesOnly) {
  if (axesOnly || b.chance(2)) {
    std::vector<AxisRef> axes = manual.axes();
    if (!axesOnly && axes.size() > 1)
      axes.resize(static_cast<size_t>(b.rng().between(1, static_cast<int64_t>(axes.size()))));
    return deviceGroups(manual.mesh(), axes);
  }
  const int64_t devices = manual.mesh().deviceCount();
  std::vector<int64_t> sizes;
  for (int64_t size = 1; size <= devices; ++size) {
    if (devices % size == 0) sizes.push_back(size);
  }
  const int64_t size = b.pick(sizes);
  const std::vector<int64_t> order = b.shuffled(devices);
  Groups groups(static_cast<size_t>(devices / size));
  for (size_t i = 0; i < order.size(); ++i) groups[i / static_cast<size_t>(size)].push_back(order[i]);
  return groups;
}

Groups unevenGroups(ProgramBuilder& b, int64_t devices) {
  Groups groups;
  int64_t left = 0;
  for (int64_t device : b.shuffled(devices)) {
    if (left == 0) {
      groups.emplace_back();
      left = b.rng().between(1, devices);
    }
    groups.back().push_back(device);
    --left;
  }
  return groups;
}

// How StableHLO says that the ids are those of devices. collective_broadcast and all_to_all have no global ids.
void setGroups(ProgramBuilder& b, AttrDict& attrs, const Groups& groups, bool globalIds) {
  setReplicaGroups(attrs, groups);
  const uint64_t form = b.rng().below(3);
  if (form == 0) return;
  attrs.set("channel_id", int64_t{1});
  attrs.set("channel_type", int64_t{1});
  if (form == 2 && globalIds) attrs.set("use_global_device_ids", true);
}

Dims localDims(ProgramBuilder& b, int minRank) {
  Dims dims = b.dims(minRank, 3, 300);
  for (int64_t& size : dims) size = std::min<int64_t>(size, 33);
  return dims;
}

void addBody(ProgramBuilder& b, NodeId id, const std::string& name, DType dtype) {
  const RegionId region = b.graph.addRegion(id);
  if (name == "unknown body") {
    const TensorType scalar(dtype, {});
    const ValueId x = b.graph.addArgument(region, scalar), y = b.graph.addArgument(region, scalar);
    const RegionId around = b.region();
    b.setRegion(region);
    b.setResults({b.largestOf(x, y)});
    b.setRegion(around);
    return;
  }
  OpKind op = OpKind::kAdd;
  if (name == "multiply") op = OpKind::kMultiply;
  if (name == "minimum") op = OpKind::kMinimum;
  if (name == "maximum") op = OpKind::kMaximum;
  if (name == "and") op = OpKind::kAnd;
  if (name == "or") op = OpKind::kOr;
  fillReductionRegion(b.graph, region, op, dtype);
}

// Adds a collective of OPERANDS, and its body where it has one.
NodeId collective(ProgramBuilder& b, OpKind op, const std::vector<ValueId>& operands, std::vector<TensorType> results,
                  AttrDict attrs, const std::string& body = "", DType dtype = DType::kF32) {
  const NodeId id = b.open(op, operands, std::move(results), std::move(attrs));
  if (!body.empty()) addBody(b, id, body, dtype);
  b.check(id);
  return id;
}

std::vector<ValueId> resultsOf(ProgramBuilder& b, NodeId id) {
  std::vector<ValueId> out;
  for (ValueId value : b.graph.nodes[id].results) out.push_back(b.mixed(value));
  return out;
}

// Operands: one; several of unlike shapes; one value twice.
std::vector<TensorType> localTypes(ProgramBuilder& b, const std::string& name, DType dtype, int minRank) {
  std::vector<TensorType> types = {{dtype, localDims(b, minRank)}};
  if (name == "unlike shapes" || name == "one after the other") {
    for (int64_t i = b.rng().between(1, 2); i > 0; --i) types.emplace_back(dtype, localDims(b, minRank));
    // Blocks behind leading ones are contiguous, others are not: now and then of one operand only.
    if (b.chance(2)) {
      for (size_t d = 0; d + 1 < types[0].dims.size(); ++d) types[0].dims[d] = 1;
    }
  }
  return types;
}

std::vector<ValueId> operandsOf(ProgramBuilder& b, const std::string& name, const std::vector<ValueId>& args) {
  std::vector<ValueId> out;
  for (ValueId arg : args) out.push_back(b.mixed(arg));
  if (name == "same operand twice") out.push_back(out[0]);
  return out;
}

void makeAllReduce(ProgramBuilder& b, const OpForm& form, DType dtype) {
  ManualComputation manual(b, form.name == "one manual axis");
  const ValueKind kind = form.name == "multiply" ? ValueKind::kPowers : ValueKind::kExact;
  const std::vector<ValueId> args = manual.begin(localTypes(b, form.name, dtype, 0), kind);
  const std::vector<ValueId> operands = operandsOf(b, form.name, args);
  AttrDict attrs;
  setGroups(b, attrs,
            form.name == "groups of unlike sizes" ? unevenGroups(b, manual.mesh().deviceCount())
                                                  : evenGroups(b, manual, form.name == "one manual axis"),
            true);
  std::vector<TensorType> types;
  for (ValueId value : operands) types.push_back(b.type(value));
  if (form.name == "one after the other") {
    // As gradients are summed up: they are merged again.
    std::vector<ValueId> results;
    for (size_t i = 0; i < operands.size(); ++i)
      results.push_back(
          b.graph.result(collective(b, OpKind::kAllReduce, {operands[i]}, {types[i]}, attrs, "add", dtype)));
    return manual.end(results);
  }
  manual.end(resultsOf(b, collective(b, OpKind::kAllReduce, operands, types, attrs, form.name, dtype)));
}

void makeAllGather(ProgramBuilder& b, const OpForm& form, DType dtype) {
  ManualComputation manual(b, form.name == "one manual axis");
  const std::vector<ValueId> args = manual.begin(localTypes(b, form.name, dtype, 1), ValueKind::kExact);
  const std::vector<ValueId> operands = operandsOf(b, form.name, args);
  const Groups groups = evenGroups(b, manual, form.name == "one manual axis");
  int64_t rank = 9;
  for (ValueId value : operands) rank = std::min<int64_t>(rank, b.type(value).rank());
  const int64_t dim = b.rng().between(0, rank - 1);
  AttrDict attrs = attrsOf({{"all_gather_dim", dim}});
  setGroups(b, attrs, groups, true);
  std::vector<TensorType> types;
  for (ValueId value : operands) {
    types.push_back(b.type(value));
    types.back().dims[dim] *= static_cast<int64_t>(groups[0].size());
  }
  manual.end(resultsOf(b, collective(b, OpKind::kAllGather, operands, types, attrs)));
}

void makeReduceScatter(ProgramBuilder& b, const OpForm& form, DType dtype) {
  ManualComputation manual(b, form.name == "one manual axis");
  const Groups groups = evenGroups(b, manual, form.name == "one manual axis");
  const int64_t members = static_cast<int64_t>(groups[0].size());
  TensorType type(dtype, localDims(b, 1));
  const int64_t dim = b.rng().between(0, type.rank() - 1);
  TensorType result = type;
  type.dims[dim] = std::min<int64_t>(type.dims[dim], 9) * members;
  result.dims[dim] = type.dims[dim] / members;
  const ValueKind kind = form.name == "multiply" ? ValueKind::kPowers : ValueKind::kExact;
  const std::vector<ValueId> args = manual.begin({type}, kind);
  AttrDict attrs = attrsOf({{"scatter_dimension", dim}});
  setGroups(b, attrs, groups, true);
  manual.end(
      resultsOf(b, collective(b, OpKind::kReduceScatter, operandsOf(b, "", args), {result}, attrs, form.name, dtype)));
}

void makeAllToAll(ProgramBuilder& b, const OpForm& form, DType dtype) {
  ManualComputation manual(b, form.name == "one manual axis");
  const Groups groups = evenGroups(b, manual, form.name == "one manual axis");
  const int64_t members = static_cast<int64_t>(groups[0].size());
  std::vector<TensorType> types = localTypes(b, form.name, dtype, 1);
  int64_t rank = 9;
  for (const TensorType& type : types) rank = std::min<int64_t>(rank, type.rank());
  const int64_t split = b.rng().between(0, rank - 1), concat = b.rng().between(0, rank - 1);
  for (TensorType& type : types) type.dims[split] = std::min<int64_t>(type.dims[split], 5) * members;
  const std::vector<ValueId> operands = operandsOf(b, form.name, manual.begin(types, ValueKind::kExact));
  AttrDict attrs = attrsOf({{"split_dimension", split}, {"concat_dimension", concat}, {"split_count", members}});
  setGroups(b, attrs, groups, false);
  std::vector<TensorType> results;
  for (ValueId value : operands) {
    results.push_back(b.type(value));
    results.back().dims[split] /= members;
    results.back().dims[concat] *= members;
  }
  manual.end(resultsOf(b, collective(b, OpKind::kAllToAll, operands, results, attrs)));
}

void makeBroadcast(ProgramBuilder& b, const OpForm& form, DType dtype) {
  ManualComputation manual(b, false);
  const std::vector<ValueId> args = manual.begin(localTypes(b, form.name, dtype, 0), ValueKind::kExact);
  const std::vector<ValueId> operands = operandsOf(b, form.name, args);
  Groups groups = form.name == "groups of unlike sizes" ? unevenGroups(b, manual.mesh().deviceCount())
                                                        : evenGroups(b, manual, false);
  // Devices outside every group get zeros.
  if (form.name == "devices left out" && groups.size() > 1) groups.resize(groups.size() - 1);
  AttrDict attrs;
  setGroups(b, attrs, groups, false);
  std::vector<TensorType> types;
  for (ValueId value : operands) types.push_back(b.type(value));
  manual.end(resultsOf(b, collective(b, OpKind::kCollectiveBroadcast, operands, types, attrs)));
}

void makePermute(ProgramBuilder& b, const OpForm& form, DType dtype) {
  ManualComputation manual(b, false);
  const std::vector<ValueId> args = manual.begin(localTypes(b, form.name, dtype, 0), ValueKind::kExact);
  const std::vector<ValueId> operands = operandsOf(b, form.name, args);
  const int64_t devices = manual.mesh().deviceCount();
  std::vector<int64_t> pairs;
  if (form.name == "ring") {
    const int64_t step = b.rng().between(1, devices - 1);
    for (int64_t d = 0; d < devices; ++d) pairs.insert(pairs.end(), {d, (d + step) % devices});
  } else {
    const std::vector<int64_t> from = b.shuffled(devices), to = b.shuffled(devices);
    const int64_t count = form.name == "partial" ? b.rng().between(b.chance(8) ? 0 : 1, devices - 1) : devices;
    for (int64_t i = 0; i < count; ++i)
      pairs.insert(pairs.end(), {from[static_cast<size_t>(i)], to[static_cast<size_t>(i)]});
  }
  AttrDict attrs =
      attrsOf({{"source_target_pairs", Literal::ints(pairs, {static_cast<int64_t>(pairs.size()) / 2, 2})}});
  if (b.chance(2)) {
    attrs.set("channel_id", int64_t{1});
    attrs.set("channel_type", int64_t{1});
  }
  std::vector<TensorType> types;
  for (ValueId value : operands) types.push_back(b.type(value));
  manual.end(resultsOf(b, collective(b, OpKind::kCollectivePermute, operands, types, attrs)));
}

void makeReplicaId(ProgramBuilder& b, const OpForm&, DType dtype) {
  const TensorType type(dtype, b.dims(0, 3));
  const ValueId id = b.typed(OpKind::kConvert, {b.node(OpKind::kReplicaId, {})}, TensorType(dtype, {}));
  b.result(b.node(OpKind::kAdd, {b.mixed(b.argument(type, {ValueKind::kExact})), b.broadcast(id, type.dims, {})}));
}

void makePartitionId(ProgramBuilder& b, const OpForm&, DType dtype) {
  ManualComputation manual(b, false);
  const std::vector<ValueId> args = manual.begin({{dtype, localDims(b, 1)}}, ValueKind::kExact);
  const ValueId id = b.node(OpKind::kPartitionId, {});
  const ValueId here = b.typed(OpKind::kConvert, {id}, {dtype, {}});
  manual.end({id, b.node(OpKind::kMaximum, {b.mixed(args[0]), b.broadcast(here, b.type(args[0]).dims, {})})});
}

// A value goes around a ring, as in ring attention and pipelines, while each device looks at it; the loop stands inside
// the manual computation.
void makeRing(ProgramBuilder& b, const OpForm&, DType dtype) {
  ManualComputation manual(b, false);
  const TensorType type(dtype, localDims(b, 1));
  const std::vector<ValueId> args = manual.begin({type, type}, ValueKind::kExact);
  const int64_t devices = manual.mesh().deviceCount();
  const RegionId around = b.region();
  const std::vector<ValueId> carried = {b.scalar(DType::kI32, 0), args[0], args[1]};
  std::vector<TensorType> types;
  for (ValueId value : carried) types.push_back(b.type(value));
  const NodeId loop = b.open(OpKind::kWhile, carried, types);
  const RegionId cond = b.graph.addRegion(loop), body = b.graph.addRegion(loop);
  std::vector<ValueId> c, v;
  for (const TensorType& each : types) {
    c.push_back(b.graph.addArgument(cond, each));
    v.push_back(b.graph.addArgument(body, each));
  }
  b.setRegion(cond);
  const int64_t trips = b.rng().between(0, std::min<int64_t>(devices, 4));
  b.setResults({b.node(OpKind::kCompare, {c[0], b.scalar(DType::kI32, static_cast<double>(trips))},
                       attrsOf({{"direction", KeywordAttr{"LT"}}}))});
  b.setRegion(body);
  std::vector<int64_t> pairs;
  for (int64_t d = 0; d < devices; ++d) pairs.insert(pairs.end(), {d, (d + 1) % devices});
  const NodeId next = collective(b, OpKind::kCollectivePermute, {v[1]}, {type},
                                 attrsOf({{"source_target_pairs", Literal::ints(pairs, {devices, 2})}}));
  const ValueId seen = b.node(OpKind::kMaximum, {v[2], b.mixed(v[1])});
  b.setResults({b.node(OpKind::kAdd, {v[0], b.scalar(DType::kI32, 1)}), b.graph.result(next), seen});
  b.setRegion(around);
  b.check(loop);
  manual.end({b.graph.result(loop, 1), b.graph.result(loop, 2)});
}

// A manual computation inside a loop, as a scan over layers has it: its operand is carried.
void makeManualInLoop(ProgramBuilder& b, const OpForm&, DType dtype) {
  ManualComputation manual(b, b.chance(3));
  const TensorType local(dtype, localDims(b, 1));
  TensorType whole = local;
  whole.dims[0] *= manual.pieces();
  const ValueId x = b.argument(whole, {ValueKind::kExact});
  const NodeId loop = b.open(OpKind::kWhile, {b.scalar(DType::kI32, 0), x}, {{DType::kI32, {}}, whole});
  const RegionId cond = b.graph.addRegion(loop), body = b.graph.addRegion(loop), around = b.region();
  const ValueId tested = b.graph.addArgument(cond, {DType::kI32, {}});
  b.graph.addArgument(cond, whole);
  const ValueId trip = b.graph.addArgument(body, {DType::kI32, {}}), carried = b.graph.addArgument(body, whole);
  b.setRegion(cond);
  b.setResults({b.node(OpKind::kCompare, {tested, b.scalar(DType::kI32, static_cast<double>(b.rng().between(0, 3)))},
                       attrsOf({{"direction", KeywordAttr{"LT"}}}))});
  b.setRegion(body);
  const std::vector<ValueId> args = manual.begin({local, local}, ValueKind::kExact, {b.mixed(carried)});
  AttrDict attrs;
  setGroups(b, attrs, evenGroups(b, manual, true), true);
  const NodeId reduced = collective(b, OpKind::kAllReduce, {b.mixed(args[0])}, {local}, attrs, "maximum", dtype);
  const std::vector<ValueId> out = manual.close({b.node(OpKind::kMinimum, {b.graph.result(reduced), args[1]})});
  b.setResults({b.node(OpKind::kAdd, {trip, b.scalar(DType::kI32, 1)}), b.mixed(out[0])});
  b.setRegion(around);
  b.check(loop);
  b.result(b.graph.result(loop, 1));
}

// All devices take the same branch, in which they meet.
void makeMeetingBranches(ProgramBuilder& b, const OpForm&, DType dtype) {
  ManualComputation manual(b, false);
  const TensorType type(dtype, localDims(b, 1));
  const ValueId selector =
      b.broadcast(b.argument({DType::kI32, {}}, {ValueKind::kRange, -1, 2}), {manual.pieces()}, {});
  const std::vector<ValueId> args = manual.begin({{DType::kI32, {1}}, type}, ValueKind::kExact, {selector});
  const RegionId around = b.region();
  const NodeId node = b.open(OpKind::kCase, {b.reshape(args[0], {})}, {type});
  for (const char* body : {"maximum", "minimum"}) {
    b.setRegion(b.graph.addRegion(node));
    AttrDict attrs;
    setGroups(b, attrs, evenGroups(b, manual, false), true);
    const NodeId met = collective(b, OpKind::kAllReduce, {b.mixed(args[1])}, {type}, attrs, body, dtype);
    b.setResults({b.graph.result(met)});
  }
  b.setRegion(around);
  b.check(node);
  manual.end({b.graph.result(node)});
}

// Devices take different branches.
void makeBranchesByDevice(ProgramBuilder& b, const OpForm&, DType dtype) {
  ManualComputation manual(b, false);
  const TensorType type(dtype, localDims(b, 1));
  const std::vector<ValueId> args = manual.begin({type, type}, ValueKind::kExact);
  const RegionId around = b.region();
  const ValueId id = b.typed(OpKind::kConvert, {b.node(OpKind::kPartitionId, {})}, {DType::kI32, {}});
  const NodeId node = b.open(OpKind::kCase, {id}, {type});
  for (OpKind kind : {OpKind::kMaximum, OpKind::kMinimum}) {
    b.setRegion(b.graph.addRegion(node));
    b.setResults({b.node(kind, {b.mixed(args[0]), args[1]})});
  }
  b.setRegion(around);
  b.check(node);
  manual.end({b.graph.result(node)});
}

// A manual computation that computes without a collective, by pieces that may be of any kind of sharding.
void makeManual(ProgramBuilder& b, const OpForm& form, DType dtype) {
  ManualComputation manual(b, form.name == "one manual axis");
  const Dims dims = localDims(b, 1);
  const std::vector<ValueId> args = manual.begin({{dtype, dims}, {dtype, dims}}, ValueKind::kExact);
  manual.end({b.mixed(b.node(OpKind::kMaximum, {b.mixed(args[0]), args[1]}))});
}

void makeConstraint(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const ValueId x = b.mixed(b.argument({dtype, b.dims(0, 5)}, {b.exactOrSpecial()}));
  ValueId value = x;
  for (int64_t i = b.rng().between(1, 3); i > 0; --i) {
    const Sharding sharding = randomSharding(b.rng(), b.graph.meshes[MeshId(0)], b.type(x).dims);
    value = b.mixed(b.node(form.op, {value}, attrsOf({{"sharding", ShardingsAttr{sharding}}})));
  }
  b.tolerance.signedZeros = true;
  b.result(value);
}

}  // namespace

void appendCollectiveForms(std::vector<OpForm>& forms) {
  std::vector<DType> bits = kIntTypes;
  bits.push_back(DType::kI1);
  for (const char* name : {"add", "multiply", "minimum", "maximum", "unknown body", "unlike shapes",
                           "same operand twice", "groups of unlike sizes", "one manual axis", "one after the other"})
    forms.push_back({OpKind::kAllReduce, name, kSummedTypes, makeAllReduce});
  for (const char* name : {"and", "or"}) forms.push_back({OpKind::kAllReduce, name, bits, makeAllReduce});
  for (const char* name : {"one operand", "unlike shapes", "same operand twice", "one manual axis"}) {
    forms.push_back({OpKind::kAllGather, name, kMovedTypes, makeAllGather});
    forms.push_back({OpKind::kAllToAll, name, kMovedTypes, makeAllToAll});
  }
  for (const char* name : {"add", "multiply", "minimum", "maximum", "one manual axis"})
    forms.push_back({OpKind::kReduceScatter, name, kSummedTypes, makeReduceScatter});
  for (const char* name :
       {"one operand", "unlike shapes", "same operand twice", "groups of unlike sizes", "devices left out"})
    forms.push_back({OpKind::kCollectiveBroadcast, name, kMovedTypes, makeBroadcast});
  for (const char* name : {"ring", "permutation", "partial", "unlike shapes", "same operand twice"})
    forms.push_back({OpKind::kCollectivePermute, name, kMovedTypes, makePermute});
  forms.push_back({OpKind::kReplicaId, "of one replica", {DType::kI32, DType::kUI8, DType::kF32}, makeReplicaId});
  forms.push_back({OpKind::kPartitionId, "device id", {DType::kI32, DType::kUI8, DType::kF32}, makePartitionId});
  forms.push_back({OpKind::kWhile, "ring inside a manual computation", kMovedTypes, makeRing});
  forms.push_back({OpKind::kCase, "by device inside a manual computation", kMovedTypes, makeBranchesByDevice});
  forms.push_back({OpKind::kCase, "collectives inside a manual computation", kSummedTypes, makeMeetingBranches});
  forms.push_back({OpKind::kManualComputation, "inside a loop", kSummedTypes, makeManualInLoop});
  forms.push_back({OpKind::kManualComputation, "all axes", kMovedTypes, makeManual});
  forms.push_back({OpKind::kManualComputation, "one manual axis", kMovedTypes, makeManual});
  forms.push_back({OpKind::kShardingConstraint, "any sharding", kMovedTypes, makeConstraint});
  forms.push_back({OpKind::kReshard, "any sharding", kMovedTypes, makeConstraint});
}

}  // namespace partita
