// GSPMD's shardings as Shardy's: every device holds what HloSharding's definition says, in each version of the text and
// as a message.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "base/rng.h"
#include "frontends/hlo/hlo_module.h"
#include "frontends/hlo/sharding.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/print.h"
#include "graph/print_attributes.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/partition_check.h"

namespace partita {
namespace {

using testing::HasSubstr;

std::string listOf(const std::vector<int64_t>& values) {
  std::string out;
  for (const int64_t value : values) strAppend(&out, out.empty() ? "" : ",", value);
  return out;
}

// A program with an argument of DIMS for each of WRITTEN.
std::string programOf(const std::vector<std::string>& written, const std::string& dims) {
  std::string arguments, values, types;
  for (size_t i = 0; i < written.size(); ++i) {
    strAppend(&arguments, i == 0 ? "" : ", ", "%a", i, ": tensor<", dims,
              "xf32> {mhlo.sharding = ", partita::quoted(written[i]), "}");
    strAppend(&values, i == 0 ? "" : ", ", "%a", i);
    strAppend(&types, i == 0 ? "" : ", ", "tensor<", dims, "xf32>");
  }
  return strCat("func.func public @main(", arguments, ") -> (", types, ") {\n  return ", values, " : ", types, "\n}\n");
}

// What device DEVICE has of a dimension, as GSPMD says it: the tile at which DEVICE stands.
std::vector<Range> gspmdTile(const std::vector<int64_t>& tile, const std::vector<int64_t>& devices, int64_t device,
                             const std::vector<int64_t>& dims) {
  const int64_t at = std::find(devices.begin(), devices.end(), device) - devices.begin();
  const Dims strides = rowMajorStrides(tile);
  std::vector<Range> out;
  for (size_t i = 0; i < dims.size(); ++i) {
    const int64_t size = dims[i] / tile[i], begin = at / strides[i] % tile[i] * size;
    out.push_back({begin, begin + size});
  }
  return out;
}

void expectTiles(const Graph& graph, size_t argument, const std::vector<int64_t>& tile,
                 const std::vector<int64_t>& devices, const std::vector<int64_t>& dims, const std::string& written) {
  const std::optional<Sharding>& sharding = graph.sharding(graph.bodyRegion().args[argument]);
  ASSERT_TRUE(sharding.has_value()) << written;
  const Mesh& mesh = graph.meshes[sharding->mesh];
  ASSERT_EQ(mesh.deviceCount(), static_cast<int64_t>(devices.size()));
  for (int64_t position = 0; position < mesh.deviceCount(); ++position) {
    const std::vector<Range> found = tileOf(mesh, *sharding, dims, position);
    const std::vector<Range> expected = gspmdTile(tile, devices, mesh.deviceAt(position), dims);
    for (size_t i = 0; i < dims.size(); ++i) {
      ASSERT_EQ(found[i].begin, expected[i].begin) << written << ", device " << mesh.deviceAt(position);
      ASSERT_EQ(found[i].end, expected[i].end) << written << ", device " << mesh.deviceAt(position);
    }
  }
}

// As a message, of which integers are not packed.
std::string message(const std::vector<int64_t>& tile, const std::vector<int64_t>& devices, bool replicateLast) {
  std::string out;
  const auto number = [&](int field, int64_t value) {
    out += static_cast<char>(field << 3);
    for (uint64_t rest = static_cast<uint64_t>(value); true; rest >>= 7) {
      out += static_cast<char>((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
      if (rest <= 0x7f) break;
    }
  };
  number(1, 3);
  for (const int64_t size : tile) number(3, size);
  for (const int64_t device : devices) number(4, device);
  if (replicateLast) number(6, 1);
  return out;
}

TEST(MhloSharding, RandomShardingsPutTheirTilesOnTheirDevices) {
  const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 3);
  for (uint64_t round = 0; round < 300; ++round) {
    Rng rng(seed + round);
    // A mesh, of which each sharding takes axes in any order; now and then devices in no order at all.
    std::vector<int64_t> mesh;
    const std::vector<int64_t> kSizes = {2, 3, 4, 2};
    for (uint64_t i = 1 + rng.below(3); i > 0; --i) mesh.push_back(kSizes[rng.below(kSizes.size())]);
    const int64_t count = std::accumulate(mesh.begin(), mesh.end(), int64_t{1}, std::multiplies<>());
    std::vector<std::string> written;
    std::vector<std::vector<int64_t>> tiles, orders;
    const std::vector<int64_t> dims = {count * 2, count};
    for (int argument = 0; argument < 3; ++argument) {
      std::vector<int64_t> permutation(mesh.size());
      std::iota(permutation.begin(), permutation.end(), 0);
      for (size_t i = permutation.size(); i > 1; --i) std::swap(permutation[i - 1], permutation[rng.below(i)]);
      // The first axes cut dimension 0, the next ones dimension 1, the last ones nothing.
      const size_t a = rng.below(mesh.size() + 1), b = a + rng.below(mesh.size() - a + 1);
      std::vector<int64_t> tile = {1, 1, 1};
      for (size_t i = 0; i < mesh.size(); ++i) tile[i < a ? 0 : i < b ? 1 : 2] *= mesh[permutation[i]];
      std::vector<int64_t> devices = *hlo::expand({tile, mesh, permutation});
      if (rng.below(6) == 0)
        for (size_t i = devices.size(); i > 1; --i) std::swap(devices[i - 1], devices[rng.below(i)]);
      const bool iota = devices == *hlo::expand({tile, mesh, permutation}) && rng.below(2) == 0;
      const bool last = tile[2] > 1;
      std::vector<int64_t> shown = tile;
      if (!last) shown.pop_back();
      std::string text = strCat("{devices=[", listOf(shown), "]");
      if (iota) {
        strAppend(&text, "<=[", listOf(mesh), "]T(", listOf(permutation), ")");
      } else {
        text += listOf(devices);
      }
      text += last ? (rng.below(2) == 0 ? " last_tile_dim_replicate}" : " last_tile_dims={replicated}}") : "}";
      written.push_back(rng.below(3) == 0 ? message(shown, devices, last) : text);
      tiles.push_back(tile);
      orders.push_back(devices);
    }
    const std::string program = programOf(written, strCat(dims[0], "x", dims[1]));
    const StatusOr<Graph> graph = parseStablehlo(program, "g.mlir");
    ASSERT_TRUE(graph.ok()) << graph.status() << "\n" << program << "\nPARTITA_SEED=" << seed + round;
    for (size_t i = 0; i < written.size(); ++i) {
      expectTiles(*graph, i, tiles[i], orders[i], dims, written[i]);
      ASSERT_FALSE(testing::Test::HasFailure()) << program << "\nPARTITA_SEED=" << seed + round;
    }
  }
}

// Shardings that follow one mesh get one mesh, whose axes all of them name.
TEST(MhloSharding, OneMeshForAll) {
  const std::string program =
      programOf({"{devices=[2,4]<=[8]}", "{devices=[4,1,2]<=[2,4]T(1,0) last_tile_dim_replicate}", "{replicated}",
                 "{devices=[1,8]<=[2,2,2]T(2,1,0)}", "{unknown}", "{manual}"},
                "8x8");
  const StatusOr<Graph> graph = parseStablehlo(program);
  ASSERT_TRUE(graph.ok()) << graph.status();
  const std::string out = printGraph(*graph);
  EXPECT_THAT(out, HasSubstr("sdy.mesh @gspmd_mesh = <[\"axis_0\"=2, \"axis_1\"=2, \"axis_2\"=2]>"));
  EXPECT_EQ(graph->meshes.size(), 1u);
  EXPECT_THAT(out, HasSubstr("%arg0: tensor<8x8xf32> {sdy.sharding = #sdy.sharding<@gspmd_mesh, [{\"axis_0\"}, "
                             "{\"axis_1\", \"axis_2\"}]>}"));
  EXPECT_THAT(out, HasSubstr("%arg1: tensor<8x8xf32> {sdy.sharding = #sdy.sharding<@gspmd_mesh, [{\"axis_1\", "
                             "\"axis_2\"}, {}]>}"));
  EXPECT_THAT(out, HasSubstr("%arg2: tensor<8x8xf32> {sdy.sharding = #sdy.sharding<@gspmd_mesh, [{}, {}]>}"));
  EXPECT_THAT(out, HasSubstr("%arg3: tensor<8x8xf32> {sdy.sharding = #sdy.sharding<@gspmd_mesh, [{}, {\"axis_2\", "
                             "\"axis_1\", \"axis_0\"}]>}"));
  EXPECT_THAT(out, HasSubstr("%arg4: tensor<8x8xf32>, %arg5: tensor<8x8xf32>)"));
}

// The third version is Shardy's form.
TEST(MhloSharding, NamedShardings) {
  const StatusOr<Graph> graph = parseStablehlo(
      programOf({"{mesh['a'=2,'b'=4], [{'a'}, {'b':(1)2, ?}], replicated={'b':(2)2}}",
                 "{mesh['a'=2,'b'=4], device_ids=([4,2]T(1,0)), [{'b'}, {}]}", "{mesh['a'=2,'b'=4], replicated}"},
                "8x8"));
  ASSERT_TRUE(graph.ok()) << graph.status();
  const std::string out = printGraph(*graph);
  EXPECT_THAT(out, HasSubstr("[{\"a\"}, {\"b\":(1)2, ?}], replicated={\"b\":(2)2}>"));
  EXPECT_THAT(out, HasSubstr("device_ids=[0, 2, 4, 6, 1, 3, 5, 7]"));
}

// Numbers on devices: annotations, constraints, and the program of one device between two custom calls.
TEST(MhloSharding, ManualComputationsRun) {
  const char* const kProgram = R"(
    func.func public @main(%x: tensor<8x4xf32> {mhlo.sharding = "{devices=[2,2]<=[4]}"}, %w: tensor<4x6xf32>)
        -> (tensor<8x6xf32> {mhlo.sharding = "{devices=[2,1,2]<=[4] last_tile_dim_replicate}"}) {
      %one = stablehlo.constant dense<1.0> : tensor<f32>
      %ones = stablehlo.broadcast_in_dim %one, dims = [] : (tensor<f32>) -> tensor<4x6xf32>
      %0 = stablehlo.custom_call @Sharding(%x) {mhlo.sharding = "{devices=[2,2]<=[4]}"} : (tensor<8x4xf32>) -> tensor<8x4xf32>
      %1 = stablehlo.custom_call @SPMDFullToShardShape(%0) {mhlo.sharding = "{manual}"} : (tensor<8x4xf32>) -> tensor<4x2xf32>
      %2 = stablehlo.custom_call @Sharding(%w) {mhlo.sharding = "{devices=[2,1,2]<=[2,2]T(1,0) last_tile_dim_replicate}"} : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %3 = stablehlo.custom_call @SPMDFullToShardShape(%2) {mhlo.sharding = "{manual}"} : (tensor<4x6xf32>) -> tensor<2x6xf32>
      %4 = call @body(%1, %3) : (tensor<4x2xf32>, tensor<2x6xf32>) -> tensor<4x6xf32>
      %5 = stablehlo.add %4, %ones : tensor<4x6xf32>
      %6 = stablehlo.custom_call @Sharding(%5) {mhlo.sharding = "{manual}"} : (tensor<4x6xf32>) -> tensor<4x6xf32>
      %7 = stablehlo.custom_call @SPMDShardToFullShape(%6) {mhlo.sharding = "{devices=[2,1,2]<=[4] last_tile_dim_replicate}"} : (tensor<4x6xf32>) -> tensor<8x6xf32>
      %8 = stablehlo.tanh %7 {mhlo.sharding = "{devices=[4,1]<=[4]}"} : tensor<8x6xf32>
      return %8 : tensor<8x6xf32>
    }
    func.func private @body(%x: tensor<4x2xf32>, %w: tensor<2x6xf32>) -> tensor<4x6xf32> {
      %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<4x2xf32>, tensor<2x6xf32>) -> tensor<4x6xf32>
      %1 = "stablehlo.all_reduce"(%0) <{channel_handle = #stablehlo.channel_handle<handle = 1, type = 1>, replica_groups = dense<[[0, 1], [2, 3]]> : tensor<2x2xi64>, use_global_device_ids}> ({
      ^bb0(%a: tensor<f32>, %b: tensor<f32>):
        %2 = stablehlo.add %a, %b : tensor<f32>
        stablehlo.return %2 : tensor<f32>
      }) : (tensor<4x6xf32>) -> tensor<4x6xf32>
      return %1 : tensor<4x6xf32>
    })";
  const char* const kPlain = R"(
    func.func public @main(%x: tensor<8x4xf32>, %w: tensor<4x6xf32>) -> tensor<8x6xf32> {
      %one = stablehlo.constant dense<1.0> : tensor<8x6xf32>
      %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<8x4xf32>, tensor<4x6xf32>) -> tensor<8x6xf32>
      %1 = stablehlo.add %0, %one : tensor<8x6xf32>
      %2 = stablehlo.tanh %1 : tensor<8x6xf32>
      return %2 : tensor<8x6xf32>
    })";
  const StatusOr<Graph> graph = parseStablehlo(kProgram, "m.mlir"), plain = parseStablehlo(kPlain);
  ASSERT_TRUE(graph.ok()) << graph.status();
  ASSERT_TRUE(plain.ok()) << plain.status();
  EXPECT_THAT(printGraph(*graph), HasSubstr("sdy.manual_computation"));
  const std::vector<Tensor> args = seededArguments(*plain, 5);
  const StatusOr<std::vector<Tensor>> expected = evaluate(*plain, args), found = evaluate(*graph, args);
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_TRUE(compareTensors((*found)[0], (*expected)[0], 1e-5, 1e-6).ok());
  const StatusOr<PartitionResult> plan = partition(*graph, {});
  ASSERT_TRUE(plan.ok()) << plan.status();
  const Status same = comparePartitioned(*plain, *plan, args, 1e-5, 1e-6);
  EXPECT_TRUE(same.ok()) << same;
}

TEST(MhloSharding, WhatIsWrongSaysWhere) {
  const std::pair<const char*, const char*> kCases[] = {
      {"{devices=[2,2]0,1,2}",
       "g.mlir:1:46: mhlo.sharding: sharding:1:9: expected 4 devices as the tile dimensions have"},
      {"{devices=[2,2]0,1,2,2}", "expected each device from 0 to 3 once"},
      {"{devices=[2]<=[2]}", "expected a sharding of 2 tile dimensions, found 1"},
      {"{devices=[2,2]<=[3]}", "expected tile dimensions with as many devices as the iota has"},
      {"{something}", "expected a sharding such as {devices=[2,1]<=[2]}"},
      {"{replicated", "expected a sharding such as"},
      {"{devices=[2,1]<=[2]}}", "expected the end of the sharding, found '}'"},
      {"{devices=[2]<=[2] last_tile_dims={manual, replicated}}", "expected as many tile dimensions as last_tile_dims"},
      {"\x08\x09", "expected a kind of OpSharding from 0 to 6, found 9"},
      {"\x08", "byte 1: expected a number, found the end of the message"},
      {"{mesh['a'=2], [{'b'}, {}]}", "expected an axis of"},
  };
  for (const auto& [written, message] : kCases) {
    const Status status = parseStablehlo(programOf({written}, "8x8"), "g.mlir").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << written << status;
    EXPECT_THAT(std::string(status.message()), HasSubstr(message)) << written;
  }
  const Status one = parseStablehlo(programOf({"{maximal device=3}"}, "8x8"), "g.mlir").status();
  EXPECT_EQ(one.code(), absl::StatusCode::kUnimplemented) << one;
}

}  // namespace
}  // namespace partita
