#include "graph/sharding.h"

#include <gtest/gtest.h>

#include "graph/node_check.h"

namespace partita {
namespace {

Mesh mesh2x4() {
  Mesh mesh;
  mesh.name = "mesh";
  mesh.axes = {{"a", 2}, {"b", 4}};
  return mesh;
}

TEST(Sharding, TileOfAxesMajorToMinor) {
  const Mesh mesh = mesh2x4();
  Sharding sharding = Sharding::replicatedOver(MeshId(0), 2);
  sharding.dims[0].axes = {{1}, {0}};  // b major, a minor
  for (int64_t position = 0; position < 8; ++position) {
    const auto coordinates = mesh.coordinates(position);
    const auto tile = tileOf(mesh, sharding, {16, 3}, position);
    EXPECT_EQ(tile[0].begin, (coordinates[1] * 2 + coordinates[0]) * 2);
    EXPECT_EQ(tile[1], (Range{0, 3}));
  }
}

TEST(Sharding, SubAxesSplitAnAxis) {
  const Mesh mesh = mesh2x4();
  const AxisRef major{1, 1, 2}, minor{1, 2, 2};
  EXPECT_EQ(axisSize(mesh, major), 2);
  for (int64_t b = 0; b < 4; ++b) {
    EXPECT_EQ(shardIndex(mesh, {major}, {0, b}), b / 2);
    EXPECT_EQ(shardIndex(mesh, {minor}, {0, b}), b % 2);
  }
  EXPECT_EQ(deviceGroups(mesh, {minor}), (std::vector<std::vector<int64_t>>{{0, 1}, {2, 3}, {4, 5}, {6, 7}}));
  EXPECT_EQ(deviceGroups(mesh, {major}), (std::vector<std::vector<int64_t>>{{0, 2}, {1, 3}, {4, 6}, {5, 7}}));
}

TEST(Sharding, GroupsAreOrderedByShardIndex) {
  const Mesh mesh = mesh2x4();
  EXPECT_EQ(deviceGroups(mesh, {AxisRef{0}}), (std::vector<std::vector<int64_t>>{{0, 4}, {1, 5}, {2, 6}, {3, 7}}));
  // b major, a minor: positions in that order.
  EXPECT_EQ(deviceGroups(mesh, {AxisRef{1}, AxisRef{0}}),
            (std::vector<std::vector<int64_t>>{{0, 4, 1, 5, 2, 6, 3, 7}}));
}

TEST(Sharding, NamesOfManualAxes) {
  EXPECT_EQ(manualAxisNames("{}"), std::vector<std::string>());
  EXPECT_EQ(manualAxisNames("{\"a\"}"), std::vector<std::string>{"a"});
  EXPECT_EQ(manualAxisNames("{ \"a\" ,\n\"b\"}"), (std::vector<std::string>{"a", "b"}));
  for (const char* bad :
       {"", "{", "a", "{a}", "{\"a\"", "{\"a}", "{\"a\",}", "{\"a\" \"b\"}", "{\"a\"} x", "{\"a\\\"\"}"})
    EXPECT_FALSE(manualAxisNames(bad)) << bad;
}

TEST(Sharding, PrintsAsShardy) {
  Sharding sharding = Sharding::replicatedOver(MeshId(0), 3);
  sharding.dims[0].axes = {{0}};
  sharding.dims[1].axes = {{1, 1, 2}};
  sharding.dims[1].open = true;
  sharding.dims[1].priority = 2;
  sharding.unreduced = {{1, 2, 2}};
  EXPECT_EQ(shardingToString(sharding, mesh2x4()), "<@mesh, [{\"a\"}, {\"b\":(1)2, ?}p2, {}], unreduced={\"b\":(2)2}>");
}

}  // namespace
}  // namespace partita
