// Plans that have been changed are refused: whatever mutation changes a number on some device, the proof of the plan
// (partitioner/prove_plan.h) must not pass it. Random programs under random shardings, one change to each plan. A
// failure prints the seed that repeats it.
#include <gtest/gtest.h>

#include "base/rng.h"
#include "base/text.h"
#include "frontends/stablehlo.h"
#include "graph/op.h"
#include "graph/verify.h"
#include "partitioner/merge_collectives.h"
#include "partitioner/prove_plan.h"
#include "partitioner/state.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/partition_check.h"
#include "tests/support/random_graph.h"

namespace partita {
namespace {

// Attributes that are numbers, or lists of them: one is changed by one, or two are exchanged.
bool changeAttribute(Node& node, Rng& rng) {
  std::vector<std::string> names;
  for (const auto& [name, value] : node.attrs) {
    if (name == "channel_id" || name == "channel_type") continue;
    const bool numbers = std::holds_alternative<int64_t>(value) || std::holds_alternative<IntsAttr>(value) ||
                         (std::holds_alternative<Literal>(value) && isInteger(std::get<Literal>(value).type().dtype));
    if (numbers) names.push_back(name);
  }
  if (names.empty()) return false;
  const std::string name = names[rng.below(names.size())];
  const Attr value = *node.attrs.find(name);
  const int64_t by = rng.below(2) == 0 ? 1 : -1;
  if (const auto* number = std::get_if<int64_t>(&value)) {
    node.attrs.set(name, *number + by);
  } else if (const auto* list = std::get_if<IntsAttr>(&value)) {
    if (list->empty()) return false;
    IntsAttr changed = *list;
    const size_t at = rng.below(changed.size());
    if (rng.below(2) == 0 && changed.size() > 1) {
      std::swap(changed[at], changed[(at + 1) % changed.size()]);
    } else {
      changed[at] += by;
      // Where a slice begins and ends go together, so that its size stays.
      if (name == "start" || name == "limit") {
        IntsAttr other(node.attrs.getInts(name == "start" ? "limit" : "start").begin(),
                       node.attrs.getInts(name == "start" ? "limit" : "start").end());
        other[at] += by;
        node.attrs.set(name == "start" ? "limit" : "start", other);
      }
      if (name == "low" || name == "high") {
        IntsAttr other(node.attrs.getInts(name == "low" ? "high" : "low").begin(),
                       node.attrs.getInts(name == "low" ? "high" : "low").end());
        other[at] -= by;
        node.attrs.set(name == "low" ? "high" : "low", other);
      }
    }
    node.attrs.set(name, changed);
  } else {
    const Literal& literal = std::get<Literal>(value);
    std::vector<int64_t> numbers;
    const int64_t count = literal.isSplat() ? 1 : literal.type().elements();
    for (int64_t i = 0; i < count; ++i) numbers.push_back(literal.asInt(i));
    if (numbers.empty()) return false;
    const size_t at = rng.below(numbers.size()), other = rng.below(numbers.size());
    if (name != "value" || (rng.below(2) == 0 && numbers.size() > 1)) {
      std::swap(numbers[at], numbers[other]);
    } else {
      numbers[at] += by;
    }
    const int64_t bytes = dtypeBytes(literal.type().dtype);
    std::string data(numbers.size() * static_cast<size_t>(bytes), '\0');
    for (size_t i = 0; i < numbers.size(); ++i)
      storeFromInt(literal.type().dtype, numbers[i], data.data() + i * static_cast<size_t>(bytes));
    node.attrs.set(name, literal.isSplat() ? Literal::splat(literal.type(), data) : Literal(literal.type(), data));
  }
  return true;
}

// The collectives of a program in the order of its regions.
std::vector<NodeId> collectivesOf(const Graph& graph) {
  std::vector<NodeId> out;
  std::vector<RegionId> regions{graph.body()};
  for (size_t r = 0; r < regions.size(); ++r) {
    for (NodeId n : graph.regions[regions[r]].nodes) {
      if (isCollective(graph.nodes[n].kind)) out.push_back(n);
      if (holdsProgram(graph.nodes[n].kind))
        regions.insert(regions.end(), graph.nodes[n].regions.begin(), graph.nodes[n].regions.end());
    }
  }
  return out;
}

// One change to a plan; what was done.
std::string mutate(std::vector<Graph>& programs, Rng& rng) {
  const size_t p = rng.below(programs.size());
  Graph& graph = programs[p];
  const std::vector<NodeId> collectives = collectivesOf(graph);
  switch (rng.below(7)) {
    case 0: {  // the groups or pairs of a collective, on all devices
      if (collectives.empty()) return "";
      const size_t which = rng.below(collectives.size());
      const uint64_t seed = rng.next();
      bool changed = false;
      for (Graph& each : programs) {
        const std::vector<NodeId> own = collectivesOf(each);
        Rng same(seed);
        if (which < own.size()) changed = changeAttribute(each.nodes[own[which]], same) || changed;
      }
      return changed ? "groups" : "";
    }
    case 1: {  // a collective left out, on all devices
      if (collectives.empty()) return "";
      const size_t which = rng.below(collectives.size());
      for (Graph& each : programs) {
        const std::vector<NodeId> own = collectivesOf(each);
        if (which >= own.size()) return "";
        const Node& node = each.nodes[own[which]];
        for (size_t i = 0; i < node.results.size(); ++i) {
          if (each.type(node.results[i]) != each.type(node.operands[i])) return "";
        }
      }
      for (Graph& each : programs) {
        const NodeId id = collectivesOf(each)[which];
        const Node node = each.nodes[id];
        for (size_t i = 0; i < node.results.size(); ++i) each.replaceAllUses(node.results[i], node.operands[i]);
        each.unlink(id);
      }
      return "collective left out";
    }
    case 2: {  // another value of the same type is read
      const NodeId id(rng.below(graph.nodes.size()));
      Node& node = graph.nodes[id];
      if (!node.parent.valid() || node.operands.empty()) return "";
      const size_t i = rng.below(node.operands.size());
      std::vector<ValueId> others;
      for (const Node& other : graph.nodes) {
        for (ValueId v : other.results) {
          const auto& order = graph.regions[node.parent].nodes;
          const auto self = std::find(order.begin(), order.end(), id);
          if (other.parent == node.parent && graph.type(v) == graph.type(node.operands[i]) &&
              std::find(order.begin(), self, graph.values[v].producer) != self)
            others.push_back(v);
        }
      }
      if (others.empty()) return "";
      node.operands[i] = others[rng.below(others.size())];
      return strCat("operand ", i, " of ", opName(node.kind), ", node ", id.index);
    }
    case 3: {  // two operands exchanged
      Node& node = graph.nodes[NodeId(rng.below(graph.nodes.size()))];
      if (!node.parent.valid() || node.operands.size() < 2) return "";
      const size_t a = rng.below(node.operands.size()), b = rng.below(node.operands.size());
      if (graph.type(node.operands[a]) != graph.type(node.operands[b])) return "";
      std::swap(node.operands[a], node.operands[b]);
      return strCat("operands ", a, " and ", b, " of ", opName(node.kind));
    }
    case 4: {  // another reduction
      for (int tries = 0; tries < 20; ++tries) {
        Node& node = graph.nodes[NodeId(rng.below(graph.nodes.size()))];
        if (node.kind == OpKind::kAdd) {
          node.kind = rng.below(2) == 0 ? OpKind::kMaximum : OpKind::kSubtract;
          return "another op";
        }
      }
      return "";
    }
    case 5: {  // two results exchanged
      auto& results = graph.regions[graph.body()].results;
      const size_t a = rng.below(results.size()), b = rng.below(results.size());
      if (graph.type(results[a]) != graph.type(results[b])) return "";
      std::swap(results[a], results[b]);
      return "results exchanged";
    }
    default: {  // a number: an offset, a size, a bound
      Node& node = graph.nodes[NodeId(rng.below(graph.nodes.size()))];
      if (!node.parent.valid()) return "";
      return changeAttribute(node, rng) ? strCat("number of ", opName(node.kind)) : "";
    }
  }
}

// The programs of a plan as they are proved.
StatusOr<LocalPrograms> localPrograms(PartitionState& state) {
  RETURN_IF_ERROR(importProgram(state));
  RETURN_IF_ERROR(propagateTargets(state));
  RETURN_IF_ERROR(splitReductions(state).status());
  for (const auto pass : {assignFactors, placeReductions, scatterResults, insertReshards}) RETURN_IF_ERROR(pass(state));
  ASSIGN_OR_RETURN(LocalPrograms local, localize(state));
  RETURN_IF_ERROR(mergeAllReduces(local, 1 << 20).status());
  return local;
}

// What is no legal program the verifier refuses, whatever it computes.
bool isLegal(const std::vector<Graph>& programs) {
  return std::all_of(programs.begin(), programs.end(),
                     [](const Graph& program) { return verify(program, Stage::kPartitioned).ok(); });
}

TEST(Proof, RefusesEveryMutantThatChangesANumber) {
  const std::vector<std::vector<MeshAxis>> meshes = {
      {{"a", 2}}, {{"a", 3}}, {{"a", 4}}, {{"a", 2}, {"b", 2}}, {{"a", 3, {3, 2, 1}}}, {{"a", 2, {2, 1}}, {"b", 2}}};
  const uint64_t first = numberFromEnvironment("PARTITA_SEED", 1),
                 wanted = numberFromEnvironment("PARTITA_FUZZ_ROUNDS", 400);
  uint64_t mutants = 0, changing = 0, refused = 0;
  for (uint64_t seed = first; mutants < wanted; ++seed) {
    SCOPED_TRACE(seed);
    Rng rng(seed);
    RandomGraphOptions shape;
    shape.maxElements = 96;
    const Graph graph = randomGraph(seed % 997, shape);
    PartitionOptions options;
    options.mesh.axes = meshes[rng.below(meshes.size())];
    options.rules = randomRules(graph, options.mesh, rng);
    StatusOr<PartitionResult> plan = partition(graph, options);
    if (absl::IsInvalidArgument(plan.status())) continue;  // weights that leave a shard nothing
    ASSERT_TRUE(plan.ok()) << plan.status();
    PartitionState state(graph, options);
    const StatusOr<LocalPrograms> right = localPrograms(state);
    ASSERT_TRUE(right.ok()) << right.status();
    ASSERT_TRUE(provePlan(state, *right).ok()) << provePlan(state, *right);
    const std::vector<Tensor> args = seededArguments(graph, 3);
    plan->programs = right->programs;
    // Sums in another order may be further apart than what a change is recognised by.
    if (!comparePartitioned(graph, *plan, args, 1e-6, 1e-7).ok()) continue;
    const bool loops = std::any_of(graph.nodes.begin(), graph.nodes.end(),
                                   [](const Node& node) { return opDef(node.kind).trips != nullptr; });
    for (int k = 0; k < 12; ++k) {
      LocalPrograms changed = *right;
      const std::string what = mutate(changed.programs, rng);
      if (what.empty() || !isLegal(changed.programs)) continue;
      const Status proved = provePlan(state, changed);
      EXPECT_TRUE(proved.ok() || absl::IsDataLoss(proved)) << proved;
      ++mutants;
      refused += proved.ok() ? 0 : 1;
      // A loop that has been changed may never end.
      if (!proved.ok() && loops) continue;
      plan->programs = std::move(changed.programs);
      const bool same = comparePartitioned(graph, *plan, args, 1e-6, 1e-7).ok();
      changing += same ? 0 : 1;
      if (!same) {
        EXPECT_FALSE(proved.ok()) << "a change passes that changes a number: " << what << ", change " << k;
      }
    }
  }
  std::printf("%lu mutants, %lu change a number, %lu refused\n", mutants, changing, refused);
  EXPECT_GT(changing, 0u);
}

// A pass that forgets where shards begin: the first value that counts stands for the shard, without its offset.
TEST(Proof, RefusesAShardThatCountsFromZero) {
  const StatusOr<Graph> graph = parseStablehlo(R"(
module @m {
  func.func public @main(%x: tensor<8xi32>) -> tensor<8xi32> {
    %0 = stablehlo.iota dim = 0 : tensor<8xi32>
    %1 = stablehlo.add %x, %0 : tensor<8xi32>
    return %1 : tensor<8xi32>
  }
})");
  ASSERT_TRUE(graph.ok()) << graph.status();
  PartitionOptions options;
  options.mesh.axes = {{"a", 2}};
  options.rules = {{"arg0", {{"a"}}, "here"}};
  PartitionState state(*graph, options);
  StatusOr<LocalPrograms> local = localPrograms(state);
  ASSERT_TRUE(local.ok()) << local.status();
  ASSERT_TRUE(provePlan(state, *local).ok()) << provePlan(state, *local);
  for (size_t p = 0; p < local->programs.size(); ++p) {
    Graph& program = local->programs[p];
    ValueId counted;
    for (const Node& node : program.nodes) {
      if (node.kind == OpKind::kIota) counted = node.results[0];
    }
    ASSERT_TRUE(counted.valid());
    for (auto& [own, global] : local->standsFor[p]) {
      const NodeId made = state.graph.values[global].producer;
      if (!made.valid() || state.graph.nodes[made].kind != OpKind::kIota) continue;
      program.replaceAllUses(own, counted);
      own = counted;
    }
  }
  const Status proved = provePlan(state, *local);
  EXPECT_TRUE(absl::IsDataLoss(proved)) << proved;
}

// The body of a reduction within the body of another op is looked at, too.
TEST(Proof, RefusesAnotherComputationWithinOne) {
  const StatusOr<Graph> graph = parseStablehlo(R"(
module @m {
  func.func public @main(%x: tensor<8x3xi32>) -> tensor<8xi32> {
    %zero = stablehlo.constant dense<0> : tensor<i32>
    %0 = "stablehlo.reduce"(%x, %zero) <{dimensions = array<i64: 1>}> ({
      ^bb0(%a: tensor<i32>, %b: tensor<i32>):
        %less = stablehlo.compare LT, %a, %b : (tensor<i32>, tensor<i32>) -> tensor<i1>
        %larger = "stablehlo.if"(%less) ({
          %s = stablehlo.add %a, %b : tensor<i32>
          stablehlo.return %s : tensor<i32>
        }, {
          %t = stablehlo.subtract %b, %a : tensor<i32>
          stablehlo.return %t : tensor<i32>
        }) : (tensor<i1>) -> tensor<i32>
        stablehlo.return %larger : tensor<i32>
    }) : (tensor<8x3xi32>, tensor<i32>) -> tensor<8xi32>
    return %0 : tensor<8xi32>
  }
})");
  ASSERT_TRUE(graph.ok()) << graph.status();
  PartitionOptions options;
  options.mesh.axes = {{"a", 2}};
  options.rules = {{"arg0", {{"a"}, {}}, "here"}};
  PartitionState state(*graph, options);
  StatusOr<LocalPrograms> local = localPrograms(state);
  ASSERT_TRUE(local.ok()) << local.status();
  ASSERT_TRUE(provePlan(state, *local).ok()) << provePlan(state, *local);
  for (Graph& program : local->programs) {
    for (Node& node : program.nodes) {
      if (node.kind == OpKind::kSubtract) std::swap(node.operands[0], node.operands[1]);
    }
  }
  const Status proved = provePlan(state, *local);
  EXPECT_TRUE(absl::IsDataLoss(proved)) << proved;
}

}  // namespace
}  // namespace partita
