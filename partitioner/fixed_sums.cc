#include "partitioner/fixed_sums.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "graph/op.h"
#include "graph/ops/block_sums.h"
#include "graph/ops/node_builder.h"

namespace partita {
namespace {

bool isRounded(DType dtype) { return isFloat(dtype) || isComplex(dtype); }

// Whether parts of what NODE sums along RULE's reduction factors, added up by a collective, round.
bool roundsOverDevices(const PartitionState& state, NodeId node, const OpShardingRule& rule) {
  const bool adds = rule.reduction == ReductionKind::kSum || rule.reduction == ReductionKind::kProduct;
  return adds && !rule.lookup && isRounded(state.graph.type(state.graph.nodes[node].results[0]).dtype);
}

bool isBatchAxis(const PartitionState& state, int8_t axis) {
  const std::string& name = state.mesh.axes[static_cast<size_t>(axis)].name;
  return state.mesh.axes[static_cast<size_t>(axis)].size > 1 &&
         name.substr(0, name.find(':')) == state.options.batchAxis;
}

class BlockedBatch {
 public:
  BlockedBatch(Graph& graph, int64_t blocks, int64_t devices) : g_(graph), blocks_(blocks), devices_(devices) {
    dims_.resize(g_.values.size(), -1);
  }

  void setBatch(ValueId v) { dims_[v] = 0; }
  // Gives the number of sums.
  int run() {
    while (changed_) {
      changed_ = false;
      visit(g_.body());
    }
    for (const Sum& sum : sums_) rewrite(sum);
    return static_cast<int>(sums_.size());
  }

 private:
  struct Sum {
    NodeId node;
    OpShardingRule rule;
    int factor;
  };

  // V has the batch's blocks along DIM, in order; what is known first stays.
  void mark(ValueId v, int dim) {
    if (dims_[v] >= 0 || g_.type(v).isToken()) return;
    dims_[v] = dim;
    changed_ = true;
  }

  // The factor of TENSOR's dimension DIM that the blocks are cut from; -1: they are cut from none.
  int factorAt(const OpShardingRule& rule, const OpShardingRule::TensorFactors& tensor, int dim) const {
    if (dim < 0 || tensor[static_cast<size_t>(dim)].empty()) return -1;
    const int factor = tensor[static_cast<size_t>(dim)][0];
    return rule.factors[factor].size % blocks_ == 0 ? factor : -1;
  }

  void visit(RegionId region) {
    const std::vector<NodeId> nodes = g_.regions[region].nodes;
    for (const NodeId id : nodes) {
      const Node& node = g_.nodes[id];
      const OpDef& def = opDef(node.kind);
      if (def.regionRole == RegionRole::kShards) continue;
      if (def.flow != nullptr) {
        for (int pass = 0; pass < 2; ++pass) {
          for (const FlowGroup& group : def.flow(g_, node)) {
            int dim = -1;
            for (const Place& place : group) dim = std::max(dim, dims_[valueAt(g_, node, place)]);
            for (const Place& place : group) {
              if (dim >= 0) mark(valueAt(g_, node, place), dim);
            }
          }
          if (pass == 0 && def.regionRole == RegionRole::kProgram) {
            for (const RegionId inner : node.regions) visit(inner);
          }
        }
      } else if (def.annotation) {
        if (dims_[node.operands[0]] >= 0) mark(node.results[0], dims_[node.operands[0]]);
      } else if (def.sharding != nullptr) {
        visitNode(id);
      }
    }
  }

  void visitNode(NodeId id) {
    const Node& node = g_.nodes[id];
    if (std::all_of(node.operands.begin(), node.operands.end(), [&](ValueId v) { return dims_[v] < 0; })) return;
    const OpShardingRule rule = opDef(node.kind).sharding(g_, node);
    for (size_t i = 0; i < node.operands.size(); ++i) {
      const int factor = factorAt(rule, rule.operands[i], dims_[node.operands[i]]);
      if (factor < 0) continue;
      if (rule.factors[factor].kind == FactorKind::kReduction && rule.reduction == ReductionKind::kSum &&
          !rule.lookup && isRounded(g_.type(node.results[0]).dtype)) {
        const bool known = std::any_of(sums_.begin(), sums_.end(), [&](const Sum& sum) { return sum.node == id; });
        if (!known) sums_.push_back({id, rule, factor});
      }
      if (rule.factors[factor].kind != FactorKind::kPassThrough) continue;
      for (size_t r = 0; r < node.results.size(); ++r) {
        for (size_t d = 0; d < rule.results[r].size(); ++d) {
          if (factorAt(rule, rule.results[r], static_cast<int>(d)) == factor)
            mark(node.results[r], static_cast<int>(d));
        }
      }
    }
  }

  void rewrite(const Sum& sum) {
    const std::optional<BlockSums> parts = sumBlocks(g_, sum.node, sum.rule, sum.factor, blocks_);
    if (!parts) return;  // every device makes it of the whole
    NodeBuilder build = NodeBuilder::before(g_, sum.node);
    ValueId total = inPairs(build, parts->sums, parts->dim);
    if (parts->base.valid()) total = build.add(parts->base, total);
    const ValueId result = g_.result(sum.node);
    g_.replaceAllUses(result, build.convert(total, g_.type(result).dtype));
    g_.unlink(sum.node);
  }

  // The sum of SUMS along DIM: those of each device, then those of all.
  ValueId inPairs(NodeBuilder& build, ValueId sums, int64_t dim) {
    Dims dims = build.typeOf(sums).dims, left = dims;
    left.erase(left.begin() + dim);
    dims[static_cast<size_t>(dim)] = devices_;
    dims.insert(dims.begin() + dim + 1, blocks_ / devices_);
    ValueId v = build.reshape(sums, std::move(dims));
    v = tree(build, v, dim + 1);
    if (devices_ > 1) {
      // Each device gets the sums of all; what else is cut may stay so.
      Sharding all = Sharding::replicatedOver(mesh(), build.typeOf(v).rank(), /*open=*/true);
      all.dims[static_cast<size_t>(dim)].open = false;
      v = build.shardingConstraint(v, std::move(all));
    }
    v = tree(build, v, dim);
    return build.reshape(v, std::move(left));
  }

  MeshId mesh() {  // without axes
    if (!mesh_.valid()) {
      mesh_ = g_.meshes.add(Mesh{});
      g_.meshes[mesh_].name = strCat("sums_", mesh_.index);
    }
    return mesh_;
  }

  ValueId tree(NodeBuilder& build, ValueId v, int64_t dim) {
    std::vector<ValueId> terms;
    for (int64_t i = 0; i < build.typeOf(v).dims[static_cast<size_t>(dim)]; ++i)
      terms.push_back(build.slice(v, dim, i, 1));
    while (terms.size() > 1) {
      std::vector<ValueId> pairs;
      for (size_t i = 0; i < terms.size(); i += 2) pairs.push_back(build.add(terms[i], terms[i + 1]));
      terms = std::move(pairs);
    }
    return terms[0];
  }

  Graph& g_;
  const int64_t blocks_, devices_;
  IdVector<ValueId, int> dims_;  // of the program as it was: along which the batch lies; -1: it does not
  std::vector<Sum> sums_;
  bool changed_ = true;
  MeshId mesh_;
};

}  // namespace

StatusOr<Graph> withFixedSums(const Graph& program, const PartitionOptions& options, std::string* report) {
  const std::string& axis = options.batchAxis;
  const Mesh* mesh = &options.mesh;
  for (const Mesh& own : program.meshes) {
    if (mesh->axes.empty()) mesh = &own;
  }
  int64_t devices = 1;
  if (const int index = mesh->axisIndex(axis); index >= 0) {
    const MeshAxis& places = mesh->axes[static_cast<size_t>(index)];
    devices = places.size;
    if (!places.weights.empty() || places.shareBy != ShareBy::kWeights)
      return invalidArgument("deterministic: the places of the axis ", axis,
                             " have unlike shares, and blocks of the batch have one size: leave its weights out");
  }
  int64_t blocks = options.deterministicBlocks;
  std::vector<ValueId> batch;
  ValueId narrowest;  // that decides how many blocks there are
  for (size_t i = 0; i < program.arguments.size(); ++i) {
    const ValueId v = program.bodyRegion().args[i];
    if (program.arguments[i].aliasesResult || program.arguments[i].donor || program.type(v).rank() == 0) continue;
    batch.push_back(v);
    if (!narrowest.valid()) narrowest = v;
    for (; program.type(v).dims[0] % blocks != 0; narrowest = v) blocks /= 2;
  }
  if (batch.empty()) return invalidArgument("deterministic: the program has no argument that is a batch");
  const int64_t examples = program.type(narrowest).dims[0];
  if (blocks % (2 * devices) != 0 && devices > 1)
    return invalidArgument("deterministic: a batch of ", examples, " is summed in ", blocks, " blocks, of which ",
                           devices, " devices along ", axis, " would not have two or more each, and equally many: ",
                           blocks < options.deterministicBlocks
                               ? strCat("a batch that ", options.deterministicBlocks, " divides has as many blocks")
                               : std::string("ask for more blocks (deterministic_blocks)"),
                           ", or use fewer devices");
  if (blocks == 1) {  // then for one device only
    *report = strCat("a batch of ", examples, " has no two equal blocks and is summed as it is");
    return program;
  }
  Graph graph = program;
  BlockedBatch blocked(graph, blocks, devices);
  for (const ValueId v : batch) blocked.setBatch(v);
  const int sums = blocked.run();
  graph.compact();
  *report = strCat(sums, sums == 1 ? " sum" : " sums", " over the batch in ", blocks, " blocks of ", examples / blocks);
  return graph;
}

bool sumsInAnyOrder(const PartitionState& state, NodeId node, const OpShardingRule& rule, const Axes& partial) {
  return roundsOverDevices(state, node, rule) &&
         std::any_of(partial.begin(), partial.end(), [&](int8_t axis) { return isBatchAxis(state, axis); });
}

std::vector<std::string> notesOnSums(const PartitionState& state) {
  struct Found {
    int count = 0;
    std::string first;
    void add(const Graph& graph, NodeId id) {
      if (count++ == 0) first = graph.describe(id);
    }
  };
  Found whole;
  std::map<std::string, Found> others;  // by axes
  for (size_t n = 0; n < std::min(state.graph.nodes.size(), state.plans.size()); ++n) {
    const NodeId id(n);
    const Node& node = state.graph.nodes[id];
    const NodePlan& plan = state.plans[id];
    if (!node.parent.valid() || plan.rule.factors.empty() || !roundsOverDevices(state, id, plan.rule)) continue;
    Axes asked;
    for (size_t i = 0; i < node.operands.size(); ++i) {
      FactorAxes axes;
      projectToFactors(plan.rule, plan.rule.operands[i], state.target(node.operands[i]), state.mesh, axes);
      for (size_t f = 0; f < axes.size(); ++f) {
        if (plan.rule.factors[f].kind != FactorKind::kReduction) continue;
        for (const int8_t axis : axes[f]) addSorted(asked, axis);
      }
    }
    const bool cut = std::any_of(plan.axes.begin(), plan.axes.end(), [&](const Axes& axes) {
      return std::any_of(axes.begin(), axes.end(), [&](int8_t axis) { return isBatchAxis(state, axis); });
    });
    if (!cut && sumsInAnyOrder(state, id, plan.rule, asked)) whole.add(state.graph, id);
    std::string names;
    for (const int8_t axis : plan.results[0].partial)
      strAppend(&names, names.empty() ? "" : ", ", state.mesh.axes[static_cast<size_t>(axis)].name);
    if (!names.empty()) others[names].add(state.graph, id);
  }
  std::vector<std::string> notes;
  const std::string& batch = state.options.batchAxis;
  if (whole.count > 0)
    notes.push_back(strCat(whole.count, whole.count == 1 ? " sum is" : " sums are",
                           " made of the whole by every device along ", batch, ", which costs time; first ",
                           whole.first));
  for (const auto& [axes, found] : others)
    notes.push_back(strCat(found.count, found.count == 1 ? " sum is" : " sums are", " cut along ", axes,
                           ": with another number of places there, the numbers are others; first ", found.first));
  return notes;
}

}  // namespace partita
