// See row_plan.h.
#include "codegen/lower/row_plan.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/number_parts.h"
#include "graph/op.h"

namespace partita {

namespace {

// Values costlier than this many adds are kept for a later pass instead of computed again.
constexpr float kRecompute = 6;

}  // namespace

const RowNode* RowPlan::find(const Graph& graph, ValueId value) const {
  NodeId producer = graph.values[value].producer;
  if (!producer.valid()) return nullptr;
  auto it = index.find(producer);
  return it == index.end() ? nullptr : &nodes[it->second];
}

RowPlan planRows(const Graph& graph, const RegionAccess& access, const FusionGroup& group) {
  RowPlan plan;
  int64_t elements = group.elements, columns = group.columns;
  if (columns == 0) {
    // Only totals: any cut will do; rows of some KiB.
    const Dims& dims =
        graph
            .type(graph.nodes[group.anchored.back()].operands.empty() ? graph.nodes[group.anchored.back()].results[0]
                                                                      : graph.nodes[group.anchored.back()].operands[0])
            .dims;
    columns = 1;
    for (size_t i = dims.size(); i-- > 0 && columns < 1024;) columns *= dims[i];
    if (columns == 0 || elements % std::max<int64_t>(columns, 1) != 0) columns = elements;
    while (columns > 16384 && columns % 2 == 0) columns /= 2;
  }
  plan.columns = std::max<int64_t>(columns, 1);
  plan.rows = elements / plan.columns;

  absl::flat_hash_set<ValueId> outputs(group.outputs.begin(), group.outputs.end());
  for (NodeId id : group.anchored) {
    const NodeAccess& a = access[id];
    RowNode n;
    n.node = id;
    n.output = outputs.contains(graph.nodes[id].results[0]);
    switch (a.form) {
      case NodeForm::kRowReduce:
        n.place = RowPlace::kRowReduce;
        break;
      case NodeForm::kColumnReduce:
        n.place = RowPlace::kColumnReduce;
        break;
      case NodeForm::kTotalReduce:
        n.place = group.columns == elements && group.columns > 0 ? RowPlace::kRowReduce : RowPlace::kTotalReduce;
        break;
      default:
        n.place = a.elements == elements ? RowPlace::kFull : RowPlace::kRow;
        break;
    }
    for (const RootUse& use : a.uses) {
      const RowNode* from = plan.find(graph, use.root);
      if (from == nullptr) continue;
      n.pass = std::max(n.pass, from->pass + (from->place == RowPlace::kRowReduce ? 1 : 0));
    }
    plan.rowValues |= n.place == RowPlace::kRow || n.place == RowPlace::kRowReduce;
    if (n.place != RowPlace::kRow) plan.passes = std::max(plan.passes, n.pass + 1);
    plan.index[id] = static_cast<int>(plan.nodes.size());
    plan.nodes.push_back(n);
  }

  auto fullOperands = [&](const RowNode& n) {
    std::vector<int> list;
    for (const RootUse& use : access[n.node].uses) {
      const RowNode* from = plan.find(graph, use.root);
      if (from != nullptr && from->place == RowPlace::kFull) list.push_back(plan.index[from->node]);
    }
    return list;
  };
  std::vector<float> cost(plan.nodes.size(), 0);
  for (size_t i = 0; i < plan.nodes.size(); ++i) {
    const RowNode& n = plan.nodes[i];
    if (n.place != RowPlace::kFull) continue;
    cost[i] = access[n.node].flops;
    for (const RootUse& use : access[n.node].uses) {
      const RowNode* from = plan.find(graph, use.root);
      if (from == nullptr) {
        cost[i] += graph.type(use.root).elements() >= elements ? 1 : 0.25f;
        if (!use.aligned) cost[i] += 1;
      } else if (from->place == RowPlace::kFull) {
        cost[i] += from->output ? 1 : cost[plan.index[from->node]];
      }
    }
  }
  plan.evaluate.resize(plan.passes);
  for (int q = plan.passes - 1; q >= 0; --q) {
    std::vector<int> work;
    for (size_t i = 0; i < plan.nodes.size(); ++i) {
      const RowNode& n = plan.nodes[i];
      if (n.pass != q) continue;
      if (n.place == RowPlace::kFull) {
        if (n.output || n.buffered) work.push_back(static_cast<int>(i));
      } else if (n.place != RowPlace::kRow) {
        for (int j : fullOperands(n)) work.push_back(j);
      }
    }
    std::vector<int>& evaluate = plan.evaluate[q];
    while (!work.empty()) {
      int i = work.back();
      work.pop_back();
      RowNode& n = plan.nodes[i];
      if (std::find(evaluate.begin(), evaluate.end(), i) != evaluate.end()) continue;
      if (n.pass < q) {
        if (n.output || n.buffered) continue;
        if (cost[i] > kRecompute) {
          n.buffered = true;
          continue;
        }
      }
      evaluate.push_back(i);
      for (int j : fullOperands(n)) work.push_back(j);
    }
    std::sort(evaluate.begin(), evaluate.end());
  }
  return plan;
}

int64_t taskCount(double taskSeconds, double flops, double bytes, int64_t limit) {
  // More would not be better balanced on as many cores as a node has.
  constexpr int64_t kMostTasks = 256;
  double seconds = std::max(flops / 20e9, bytes / 20e9);
  int64_t tasks = static_cast<int64_t>(std::min(seconds / taskSeconds, 1e9));
  return std::clamp<int64_t>(tasks, 1, std::max<int64_t>(1, std::min(limit, kMostTasks)));
}

GroupWork groupWork(const Graph& graph, const FusionGroup& group) {
  GroupWork work;
  for (NodeId n : group.nodes) {
    const Node& node = graph.nodes[n];
    if (node.results.empty()) continue;
    double elements = static_cast<double>(graph.type(node.results[0]).elements());
    if (isElementwise(node)) work.flops += elements * elementCost(node);
    if (node.kind == OpKind::kReduce) work.flops += static_cast<double>(graph.type(node.operands[0]).elements());
  }
  for (ValueId v : group.inputs) {
    // A table that is looked up is not read whole.
    work.bytes += static_cast<double>(std::min(graph.type(v).bytes(), 4 * std::max<int64_t>(group.elements, 16) * 4));
  }
  for (ValueId v : group.outputs) work.bytes += static_cast<double>(graph.type(v).bytes());
  return work;
}

int chooseLanes(const CpuTarget& target, int64_t extent, int weight, int64_t elementBytes) {
  int base = target.lanes(elementBytes);
  if (extent < base) return std::max<int>(1, static_cast<int>(std::bit_floor(static_cast<uint64_t>(extent))));
  int unroll = weight <= 8 ? 4 : weight <= 24 ? 2 : 1;
  while (unroll > 1 && extent % (base * unroll) != 0 && extent < static_cast<int64_t>(16) * base * unroll) unroll /= 2;
  if (extent % base != 0 && extent < 4 * base) {
    int lanes = base;
    while (lanes > 4 && extent % lanes != 0) lanes /= 2;
    if (extent % lanes == 0) return lanes;
  }
  return base * unroll;
}

DType accumulatorType(DType dtype) { return isFloat(dtype) && dtypeBits(dtype) <= 16 ? DType::kF32 : dtype; }

std::optional<DType> productType(DType result, absl::Span<const DType> operands) {
  auto accumulated = [](DType dtype) -> std::optional<DType> {
    if (isStorageFloat(dtype)) return DType::kF32;
    switch (dtype) {
      case DType::kF64:
        return DType::kF64;
      case DType::kF32:
      case DType::kBF16:
      case DType::kF16:
        return DType::kF32;
      case DType::kI64:
      case DType::kUI64:
        return DType::kI64;
      case DType::kI32:
      case DType::kUI32:
      case DType::kI16:
      case DType::kUI16:
      case DType::kI8:
      case DType::kUI8:
        return DType::kI32;
      default:
        return std::nullopt;
    }
  };
  std::optional<DType> type = accumulated(result);
  for (DType dtype : operands) {
    if (!accumulated(dtype)) return std::nullopt;
    if (dtype == DType::kF64 && type) type = DType::kF64;
  }
  return type;
}

}  // namespace partita
