// `partita plan` over unlike devices: what it says of classes, weights, and axes that nobody uses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/files.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;
using Json = nlohmann::json;

const std::string kStep = sourcePath("examples/gpt/step.mlir");
const std::string kMixed = sourcePath("configs/clusters/fast_and_slow.toml");

std::string plan(std::vector<std::string> arguments, int code = 0) {
  arguments.insert(arguments.begin(), "plan");
  const Outcome outcome = runPartita(arguments);
  EXPECT_EQ(outcome.code, code) << outcome.out << outcome.err;
  return code == 0 ? outcome.out : outcome.err;
}

TEST(Plan, SaysWhatEachClassDoes) {
  const Json even = Json::parse(plan({kStep, "--cluster", kMixed, "--json"}));
  const Json speed = Json::parse(plan({kStep, "--cluster", kMixed, "--mesh", "data=3:speed", "--json"}));
  EXPECT_EQ(speed["mesh"], "data=3:2/1/1");
  for (const Json* json : {&even, &speed}) {
    ASSERT_EQ((*json)["classes"].size(), 2u);
    EXPECT_EQ((*json)["classes"][0]["name"], "fast");
    EXPECT_EQ((*json)["classes"][0]["devices"], 1);
    EXPECT_EQ((*json)["classes"][1]["devices"], 2);
    EXPECT_EQ((*json)["classes"][1]["wait_s"], 0) << "nobody is slower";
    for (const Json& one : (*json)["classes"]) {
      EXPECT_GT(one["compute_s"].get<double>(), 0);
      EXPECT_GT(one["comm_s"].get<double>(), 0);
      EXPECT_GT(one["peak_bytes"].get<int64_t>(), 0);
      EXPECT_FALSE(one["local_shapes"].empty());
    }
  }
  EXPECT_LT(speed["classes"][0]["wait_s"].get<double>(), even["classes"][0]["wait_s"].get<double>() / 2);
  EXPECT_GT(speed["classes"][0]["peak_bytes"].get<int64_t>(), speed["classes"][1]["peak_bytes"].get<int64_t>());
  EXPECT_THAT(plan({kStep, "--cluster", kMixed}), HasSubstr("of each step for slow"));
  EXPECT_THAT(plan({kStep, "--cluster", kMixed}), HasSubstr("fast computes products at 60000 GFLOP/s in f32 (given)"));
  EXPECT_THAT(plan({kStep, "--mesh", "data=2"}),
              HasSubstr("device computes products at 30 GFLOP/s in f32 (not given: assumed)"));
}

TEST(Plan, ExplainsWeightsAndTakesExpressions) {
  EXPECT_THAT(plan({kStep, "--cluster", kMixed, "--mesh", "data=3:speed", "--explain", "tokens"}),
              HasSubstr("tokens: dimension 0 is cut 16 = 8 + 4 + 4 by weights (data 2/1/1, speed of f32 products: fast "
                        "60000 GFLOP/s (given), slow 30000 GFLOP/s (given))"));
  const std::string found = plan({kStep, "--mesh", "data=2", "--explain", "params.*mlp.w_(in|out)$"});
  EXPECT_THAT(found, HasSubstr("state.params.layers.0.mlp.w_in: "));
  EXPECT_THAT(found, HasSubstr("state.params.layers.1.mlp.w_out: "));
  EXPECT_THAT(plan({kStep, "--mesh", "data=2", "--explain", "tokns"}, 2), HasSubstr("near names: tokens, "));
}

TEST(Plan, PointsOutWorkThatDevicesDoTwice) {
  const std::string text = plan({kStep, "--mesh", "data=2,model=2"});
  EXPECT_THAT(text, HasSubstr("nothing is cut along model: its 2 places do the same work"));
  EXPECT_EQ(Json::parse(plan({kStep, "--mesh", "data=2,model=2", "--json"}))["unused_axes"], Json({"model"}));
  EXPECT_THAT(plan({kStep, "--mesh", "data=2"}), testing::Not(HasSubstr("unused")));
}

TEST(Plan, WeightsThatCannotBeAreRefused) {
  EXPECT_THAT(plan({kStep, "--mesh", "data=3:speed"}, 2), HasSubstr("needs to know the devices: give a cluster"));
  EXPECT_THAT(plan({kStep, "--cluster", kMixed, "--mesh", "data=1,model=3:speed"}), HasSubstr("model=3:2/1/1"));
  const std::string many = sourcePath("configs/clusters/three_classes_16384.toml");
  EXPECT_THAT(plan({kStep, "--cluster", many, "--mesh", "data=64,model=256:speed"}, 2),
              HasSubstr("at place 0 along it there are devices of the classes h100-sxm and a100-80, which differ"));
}

TEST(Plan, AxesThatCommunicateMostStandInsideNodes) {
  const std::string job = sourcePath("tests/data/programs/training/gpt_tiny_step.mlir");
  const std::vector<std::string> rules = {"--rule", "w[qkv]$=-|model|-", "--rule", "wo$=model|-|-",
                                          "--rule", "w_in$=-|model",     "--rule", "b_in$=model",
                                          "--rule", "w_out$=model|-"};
  const std::string cluster = freshFolder("plan_order") + "/cluster.toml";
  ASSERT_TRUE(writeFile(cluster, "[[nodes]]\ncount = 2\n[[nodes.devices]]\nkind = \"null\"\ncount = 2\n").ok());
  const auto seconds = [&](const std::string& mesh) {
    std::vector<std::string> command{job, "--cluster", cluster, "--mesh", mesh, "--json"};
    command.insert(command.end(), rules.begin(), rules.end());
    return Json::parse(plan(command))["communication_seconds"].get<double>();
  };
  // However the axes are written, tensor parallelism stays within a node.
  EXPECT_NEAR(seconds("model=2,data=2") / seconds("data=2,model=2"), 1, 0.02);
  std::vector<std::string> command{job, "--cluster", cluster, "--mesh", "model=2,data=2"};
  command.insert(command.end(), rules.begin(), rules.end());
  EXPECT_THAT(plan(command), HasSubstr("neighbours first: along model (1 apart), then along data (2 apart)"));
}

TEST(Plan, PassesHaveSwitches) {
  EXPECT_THAT(plan({kStep, "--mesh", "data=2", "--disable-pass", "simplify"}), HasSubstr("mesh         data=2"));
  EXPECT_THAT(plan({kStep, "--mesh", "data=2", "--disable-pass", "localize"}, 2), HasSubstr("cannot be disabled"));
  EXPECT_THAT(plan({kStep, "--mesh", "data=2", "--disable-pass", "simplfy"}, 2),
              HasSubstr("the partitioner has no pass simplfy: its passes are import, propagate, "));
}

}  // namespace
}  // namespace partita
