// Programs of every op in every form whose attributes, types and operands are changed at random: the verifier says
// what is wrong, or the program prints, parses back and is evaluated. Built with the sanitizers, it looks for
// arithmetic that leaves 64 bits and for reads of what is not there. PARTITA_SEED begins elsewhere,
// PARTITA_FUZZ_ROUNDS does more.
#include <gtest/gtest.h>

#include <limits>

#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/op.h"
#include "graph/print.h"
#include "graph/verify.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

int64_t anyNumber(Rng& rng, int64_t near) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max(), kMin = std::numeric_limits<int64_t>::min();
  static const std::vector<int64_t> kNumbers = {0,
                                                1,
                                                -1,
                                                2,
                                                -2,
                                                3,
                                                7,
                                                64,
                                                int64_t{1} << 31,
                                                int64_t{1} << 32,
                                                int64_t{1} << 52,
                                                int64_t{1} << 62,
                                                -(int64_t{1} << 62),
                                                kMax,
                                                kMax - 1,
                                                kMin,
                                                kMin + 1};
  return rng.below(3) == 0 ? static_cast<int64_t>(static_cast<uint64_t>(near) + rng.below(5) - 2)
                           : kNumbers[rng.below(kNumbers.size())];
}

Dims changedDims(Rng& rng, Dims dims) {
  static const std::vector<int64_t> kSizes = {
      0, 1, 2, 3, 5, 8, 1000, int64_t{1} << 20, int64_t{1} << 40, int64_t{1} << 52};
  const uint64_t what = rng.below(5);
  if (what == 0 && !dims.empty()) {
    dims.erase(dims.begin() + static_cast<int64_t>(rng.below(dims.size())));
  } else if (what == 1) {
    dims.insert(dims.begin() + static_cast<int64_t>(rng.below(dims.size() + 1)), kSizes[rng.below(6)]);
  } else if (what == 2 && rng.below(20) == 0) {
    dims.assign(kMaxRank, 1);
  } else if (!dims.empty()) {
    dims[rng.below(dims.size())] = kSizes[rng.below(kSizes.size())];
  }
  return checkDims(dims).ok() ? dims : Dims(dims.size(), 1);
}

TensorType changedType(Rng& rng, const TensorType& type) {
  if (rng.below(3) > 0) return TensorType(type.dtype, changedDims(rng, type.dims));
  if (rng.below(20) == 0) return TensorType::token();
  return TensorType(static_cast<DType>(rng.below(static_cast<uint64_t>(kDTypeCount) - 1)), type.dims);
}

Attr changedAttribute(Rng& rng, const Attr& value) {
  if (const auto* number = std::get_if<int64_t>(&value)) return anyNumber(rng, *number);
  if (const auto* flag = std::get_if<bool>(&value)) return !*flag;
  if (const auto* ints = std::get_if<IntsAttr>(&value)) {
    IntsAttr out = *ints;
    const uint64_t what = rng.below(6);
    const auto place = [&](size_t size) { return out.begin() + static_cast<int64_t>(rng.below(size)); };
    if (what == 0 && !out.empty()) {
      out.erase(place(out.size()));
    } else if (what == 1) {
      out.insert(place(out.size() + 1), anyNumber(rng, 1));
    } else if (what == 2) {
      rng.shuffle(&out);
    } else if (!out.empty()) {
      int64_t& one = out[rng.below(out.size())];
      one = anyNumber(rng, one);
    }
    return out;
  }
  if (std::holds_alternative<KeywordAttr>(value)) {
    static const std::vector<const char*> kWords = {
        "", "LT", "EQ", "FLOAT", "TOTALORDER", "SIGNED", "HIGH", "DEFAULT", "DEFAULT, HIGHEST", "DEFAULT, x, y"};
    return KeywordAttr{kWords[rng.below(kWords.size())]};
  }
  if (const auto* literal = std::get_if<Literal>(&value)) {
    const TensorType type(literal->type().dtype, changedDims(rng, literal->type().dims));
    if (!isInteger(type.dtype) || type.elements() > 4096) return value;
    Tensor tensor(type);
    for (int64_t i = 0; i < tensor.elements(); ++i)
      tensor.setInt(i, rng.below(3) == 0 ? static_cast<int64_t>(rng.below(6)) - 1 : anyNumber(rng, i));
    return Literal(tensor.type(), std::string(reinterpret_cast<const char*>(tensor.data()), tensor.bytes()));
  }
  if (rng.below(4) == 0) return anyNumber(rng, 0);  // another kind
  return value;
}

// One change of GRAPH that leaves its structure: order, regions, ids.
void change(Graph& graph, Rng& rng) {
  Node& node = graph.nodes[NodeId(rng.below(graph.nodes.size()))];
  switch (rng.below(6)) {
    case 0:
    case 1:
    case 2:
      if (node.attrs.empty()) return;
      {
        const auto entry = node.attrs.begin() + static_cast<int64_t>(rng.below(node.attrs.size()));
        const std::string name = entry->first;
        Attr value = changedAttribute(rng, entry->second);
        if (rng.below(20) == 0) {
          node.attrs.erase(name);
        } else {
          node.attrs.set(name, std::move(value));
        }
      }
      return;
    case 3:
      if (!node.results.empty()) {
        TensorType& type = graph.values[node.results[rng.below(node.results.size())]].type;
        type = changedType(rng, type);
      }
      return;
    case 4:
      if (!node.operands.empty()) {
        const size_t i = rng.below(node.operands.size());
        const std::vector<ValueId>& args = graph.regions[node.parent].args;
        if (rng.below(8) == 0) {
          node.operands.erase(node.operands.begin() + static_cast<int64_t>(i));
        } else if (rng.below(8) == 0) {
          node.operands.push_back(node.operands[i]);
        } else if (!args.empty()) {
          node.operands[i] = args[rng.below(args.size())];
        }
      }
      return;
    default: {
      const Region& region = graph.regions[RegionId(rng.below(graph.regions.size()))];
      if (region.args.empty()) return;
      TensorType& type = graph.values[region.args[rng.below(region.args.size())]].type;
      type = changedType(rng, type);
    }
  }
}

// The results of every node of REGION have the types that its rule gives, where it gives as many.
void inferAgain(Graph& graph, RegionId region) {
  for (const NodeId id : graph.regions[region].nodes) {
    for (const RegionId inner : graph.nodes[id].regions) inferAgain(graph, inner);
    const StatusOr<std::vector<TensorType>> types = inferTypes(graph, graph.nodes[id]);
    if (!types.ok() || types->size() != graph.nodes[id].results.size()) continue;
    for (size_t i = 0; i < types->size(); ++i) graph.values[graph.nodes[id].results[i]].type = (*types)[i];
  }
}

// Whether GRAPH can be evaluated in a moment: no loops, which a change may make endless, nothing large, one device.
bool isSmall(const Graph& graph) {
  int64_t elements = 0;
  for (const Value& value : graph.values) {
    if (value.type.elements() > 20000) return false;
    elements += value.type.elements();
  }
  double flops = 0;
  for (const Node& node : graph.nodes) {
    if (node.kind == OpKind::kWhile || isCollective(node.kind) || opDef(node.kind).regionRole == RegionRole::kShards)
      return false;
    flops += opDef(node.kind).cost(graph, node).flops;
  }
  return elements < 200000 && flops < 2e6;
}

TEST(FuzzVerifier, ChangedProgramsAreRefusedOrRight) {
  const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 1);
  const uint64_t rounds = numberFromEnvironment("PARTITA_FUZZ_ROUNDS", 4000);
  const std::vector<OpForm>& forms = opForms();
  int accepted = 0, evaluated = 0;
  for (uint64_t round = seed; round < seed + rounds; ++round) {
    SCOPED_TRACE(strCat("PARTITA_SEED=", round, " PARTITA_FUZZ_ROUNDS=1"));
    Rng rng(splitmix64(round));
    const OpForm& form = forms[round % forms.size()];
    ProgramBuilder b(splitmix64(round), 8);
    b.graph.meshes.add(Mesh{"mesh", {{"a", 2, {}}, {"b", 2, {}}}, {}});
    form.make(b, form, form.types[rng.below(form.types.size())]);
    b.finish();
    Graph& graph = b.graph;
    for (uint64_t changes = 1 + rng.below(3); changes > 0; --changes) change(graph, rng);
    if (rng.below(4) > 0) inferAgain(graph, graph.body());
    const Status valid = verify(graph, Stage::kGlobal);
    if (!valid.ok()) {
      const bool says =
          valid.code() == absl::StatusCode::kInvalidArgument || valid.code() == absl::StatusCode::kUnimplemented;
      ASSERT_TRUE(says && valid.message().size() > 8) << valid;
      continue;
    }
    ++accepted;
    for (const Node& node : graph.nodes) {
      if (!node.parent.valid()) continue;
      if (opDef(node.kind).sharding != nullptr) opDef(node.kind).sharding(graph, node);
      opDef(node.kind).cost(graph, node);
    }
    const std::string text = printGraph(graph);
    const StatusOr<Graph> again = parseStablehlo(text);
    ASSERT_TRUE(again.ok()) << again.status() << "\n" << text;
    // Fields that are left out are there once it is read.
    const std::string whole = printGraph(*again);
    const StatusOr<Graph> third = parseStablehlo(whole);
    ASSERT_TRUE(third.ok()) << third.status() << "\n" << whole;
    ASSERT_EQ(printGraph(*third), whole);
    if (!isSmall(graph)) continue;
    ++evaluated;
    std::vector<Tensor> arguments;
    const std::vector<ValueId>& args = graph.bodyRegion().args;
    for (size_t i = 0; i < args.size(); ++i) {
      const bool same = i < b.arguments.size() && b.arguments[i].type() == graph.type(args[i]);
      arguments.push_back(same ? b.arguments[i] : randomTensor(graph.type(args[i]), {}, round + i));
    }
    const StatusOr<std::vector<Tensor>> results = evaluate(graph, arguments);
    ASSERT_TRUE(results.ok() || results.status().code() == absl::StatusCode::kUnimplemented) << results.status() << "\n"
                                                                                             << text;
    if (!results.ok()) continue;
    for (size_t i = 0; i < results->size(); ++i)
      ASSERT_EQ((*results)[i].type(), graph.type(graph.bodyRegion().results[i])) << text;
  }
  RecordProperty("accepted", accepted);
  EXPECT_GT(accepted, static_cast<int>(rounds / 20));
  EXPECT_GT(evaluated, static_cast<int>(rounds / 50));
}

}  // namespace
}  // namespace partita
