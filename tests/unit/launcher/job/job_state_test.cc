// Which results of a step are the new state: by paths, types and order; what cannot be told apart is refused.
#include "launcher/job/job_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontends/stablehlo.h"

namespace partita {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Value {
  std::string type;  // "4xf32", "f32"
  std::string name;  // path, or name of an argument; "" = none
  std::string attrs;
};

// A program with this signature; its results are constants.
Graph program(const std::vector<Value>& arguments, const std::vector<Value>& results) {
  std::string text = "module @m {\n  func.func public @main(", body, names, types;
  for (size_t i = 0; i < arguments.size(); ++i)
    text += strCat(i > 0 ? ", " : "", "%arg", i, ": tensor<", arguments[i].type, ">",
                   arguments[i].attrs.empty() ? "" : " {" + arguments[i].attrs + "}",
                   arguments[i].name.empty() ? "" : " loc(\"" + arguments[i].name + "\")");
  text += ") -> (";
  for (size_t i = 0; i < results.size(); ++i) {
    text += strCat(i > 0 ? ", " : "", "tensor<", results[i].type, ">",
                   results[i].name.empty() ? "" : " {jax.result_info = \"" + results[i].name + "\"}");
    body += strCat("    %", i, " = stablehlo.constant dense<0> : tensor<", results[i].type, ">\n");
    names += strCat(i > 0 ? ", " : "", "%", i);
    types += strCat(i > 0 ? ", " : "", "tensor<", results[i].type, ">");
  }
  StatusOr<Graph> graph =
      parseStablehlo(strCat(text, ") {\n", body, "    return ", names, " : ", types, "\n  }\n}\n"), "step.mlir");
  EXPECT_TRUE(graph.ok()) << graph.status();
  return *std::move(graph);
}

JobConfig job() {
  JobConfig config;
  config.file = "job.toml";
  config.init = "init.mlir";
  config.step = "step.mlir";
  return config;
}

std::string alias(int result) { return strCat("tf.aliasing_output = ", result, " : i32"); }

std::vector<uint32_t> resultsOf(const StatusOr<std::vector<StateLeaf>>& leaves) {
  EXPECT_TRUE(leaves.ok()) << leaves.status();
  std::vector<uint32_t> out;
  if (leaves.ok()) {
    for (const StateLeaf& leaf : *leaves) out.push_back(leaf.result);
  }
  return out;
}

std::string messageOf(const StatusOr<std::vector<StateLeaf>>& leaves) {
  EXPECT_EQ(leaves.status().code(), absl::StatusCode::kInvalidArgument);
  return std::string(leaves.status().message());
}

const char* const kDonor = "jax.buffer_donor = true";

TEST(JobState, TheLossBeforeTheStateTakesNoLeafsPlace) {
  // JAX gives the loss the memory of the learning rate.
  Graph step = program({{"4xi32", "s['w']", alias(1)}, {"i32", "s['rate']", alias(0)}, {"8xi32", "x", ""}},
                       {{"i32", "result[0]", ""}, {"4xi32", "result[1]['w']", ""}, {"i32", "result[1]['rate']", ""}});
  const Graph init = program({}, {{"4xi32", "result['w']", ""}, {"i32", "result['rate']", ""}});
  const StatusOr<std::vector<StateLeaf>> leaves = pairState(job(), init, step);
  ASSERT_TRUE(leaves.ok()) << leaves.status();
  EXPECT_THAT(*leaves, ElementsAre(StateLeaf{0, 1}, StateLeaf{1, 2}));
  donateState(*leaves, step);
  EXPECT_EQ(step.arguments[0].aliasesResult, 1);
  EXPECT_EQ(step.arguments[1].aliasesResult, 2);
  EXPECT_FALSE(step.arguments[2].aliasesResult);
}

TEST(JobState, ArgumentsAreMatchedByNameNotByMemory) {
  // Same types throughout, in another order than init's, and each takes another's memory.
  const Graph step = program({{"i32", "s.b", alias(0)}, {"i32", "s.a", alias(1)}},
                             {{"i32", "result[0].a", ""}, {"i32", "result[0].b", ""}, {"i32", "result[1]", ""}});
  const Graph init = program({}, {{"i32", "result.a", ""}, {"i32", "result.b", ""}});
  const StatusOr<std::vector<StateLeaf>> leaves = pairState(job(), init, step);
  ASSERT_TRUE(leaves.ok()) << leaves.status();
  EXPECT_THAT(*leaves, ElementsAre(StateLeaf{1, 0}, StateLeaf{0, 1}));
}

TEST(JobState, NamesMadeFromTheAliasDoNotCount) {
  const Graph step =
      program({{"i32", "", alias(1)}, {"i32", "", alias(0)}}, {{"i32", "result['a']", ""}, {"i32", "result['b']", ""}});
  const Graph init = program({}, {{"i32", "result['a']", ""}, {"i32", "result['b']", ""}});
  const StatusOr<std::vector<StateLeaf>> leaves = pairState(job(), init, step);
  ASSERT_TRUE(leaves.ok()) << leaves.status();
  EXPECT_THAT(*leaves, ElementsAre(StateLeaf{0, 0}, StateLeaf{1, 1})) << "by order";
}

TEST(JobState, TuplesMoveElementByElement) {
  const Graph init =
      program({}, {{"4xi32", "result[0]['w']", ""}, {"i32", "result[1]['t']", ""}, {"4xi32", "result[1]['w']", ""}});
  const std::vector<Value> arguments = {
      {"4xi32", "params['w']", kDonor}, {"i32", "opt['t']", kDonor}, {"4xi32", "opt['w']", kDonor}, {"2xi32", "x", ""}};
  EXPECT_THAT(resultsOf(pairState(job(), init,
                                  program(arguments, {{"i32", "result[0]", ""},
                                                      {"4xi32", "result[1]['w']", ""},
                                                      {"i32", "result[2]['t']", ""},
                                                      {"4xi32", "result[2]['w']", ""}}))),
              ElementsAre(1, 2, 3));
  EXPECT_THAT(resultsOf(pairState(job(), init,
                                  program(arguments, {{"4xi32", "result[0]['w']", ""},
                                                      {"i32", "result[1]['t']", ""},
                                                      {"4xi32", "result[1]['w']", ""},
                                                      {"i32", "result[2]", ""}}))),
              ElementsAre(0, 1, 2));
}

TEST(JobState, ALeafThatTheStepDoesNotGiveIsRefused) {
  // The loss has the type of the rate, and nothing else could be it; but it is not called so.
  const Graph step = program({{"i32", "s['rate']", kDonor}, {"4xi32", "s['w']", kDonor}},
                             {{"i32", "result[0]", ""}, {"4xi32", "result[1]['w']", ""}});
  const Graph init = program({}, {{"i32", "result['rate']", ""}, {"4xi32", "result['w']", ""}});
  const std::string message = messageOf(pairState(job(), init, step));
  EXPECT_THAT(message, HasSubstr("step.mlir: cannot tell which of its 2 results are the new values of the 2 that "
                                 "init.mlir gives: their paths do not fit; say it in job.toml: [job] state = "
                                 "[\"result[0]\", …]"));
}

TEST(JobState, TwoCopiesOfTheStateAreRefused) {
  const std::vector<Value> arguments = {{"4xi32", "s['w']", kDonor}};
  const Graph init = program({}, {{"4xi32", "result['w']", ""}}),
              step = program(arguments, {{"4xi32", "result[0]['w']", ""}, {"4xi32", "result[1]['w']", ""}});
  EXPECT_THAT(messageOf(pairState(job(), init, step)),
              HasSubstr("result['w'] may become result[0]['w'] or result[1]['w']; say it in job.toml: [job] state = "
                        "[\"result[0]['w']\"]"));
  JobConfig said = job();
  said.state = {{"result[1]['w']", -1, "job.toml:3:10"}};
  EXPECT_THAT(resultsOf(pairState(said, init, step)), ElementsAre(1));
  said.state = {{"", 0, "job.toml:3:10"}};
  EXPECT_THAT(resultsOf(pairState(said, init, step)), ElementsAre(0));
}

TEST(JobState, WithoutPathsTypesAndOrderMustLeaveOneChoice) {
  const Graph init = program({}, {{"i32", "", ""}, {"4xi32", "", ""}});
  const std::vector<Value> arguments = {{"i32", "", kDonor}, {"4xi32", "", kDonor}};
  EXPECT_THAT(
      resultsOf(pairState(job(), init, program(arguments, {{"i32", "", ""}, {"4xi32", "", ""}, {"i32", "", ""}}))),
      ElementsAre(0, 1));
  EXPECT_THAT(
      messageOf(pairState(job(), init, program(arguments, {{"i32", "", ""}, {"4xi32", "", ""}, {"4xi32", "", ""}}))),
      HasSubstr("result 1 may become result 1 or result 2; say it in job.toml: [job] state = [0, 1]"));
  EXPECT_THAT(
      messageOf(pairState(job(), init, program(arguments, {{"i32", "", ""}, {"i32", "", ""}, {"4xi32", "", ""}}))),
      HasSubstr("result 0 may become result 0 or result 1"));
}

TEST(JobState, ANewValueHasItsLeafsType) {
  const Graph step = program({{"i32", "s['t']", kDonor}, {"4xi32", "s['w']", kDonor}},
                             {{"i64", "result[0]['t']", ""}, {"4xi32", "result[0]['w']", ""}});
  const Graph init = program({}, {{"i32", "result['t']", ""}, {"4xi32", "result['w']", ""}});
  EXPECT_THAT(messageOf(pairState(job(), init, step)),
              HasSubstr("step.mlir: result[0]['t'] is tensor<i64>, but result['t'] is tensor<i32> in init.mlir"));
}

TEST(JobState, DonatedArgumentsMustBeTheState) {
  const Graph init = program({}, {{"4xi32", "result['w']", ""}});
  const std::vector<Value> results = {{"4xi32", "result[0]['w']", ""}};
  EXPECT_THAT(messageOf(pairState(job(), init, program({{"4xi32", "s['w']", ""}}, results))),
              HasSubstr("no argument is donated"));
  EXPECT_THAT(messageOf(pairState(job(), init, program({{"5xi32", "s['w']", kDonor}}, results))),
              HasSubstr("is tensor<5xi32>, but result['w'] is tensor<4xi32> in init.mlir"));
  EXPECT_THAT(
      resultsOf(pairState(job(), init, program({{"4xi32", "batch", kDonor}, {"4xi32", "s['w']", kDonor}}, results))),
      ElementsAre(0));
}

TEST(JobState, WhatTheJobSaysIsChecked) {
  const Graph init = program({}, {{"4xi32", "result['w']", ""}, {"4xi32", "result['v']", ""}}),
              step = program({{"4xi32", "s['w']", kDonor}, {"4xi32", "s['v']", kDonor}},
                             {{"4xi32", "result[0]", ""}, {"4xi32", "result[1]", ""}, {"i32", "result[2]", ""}});
  const auto error = [&](std::vector<StateEntry> state) {
    JobConfig said = job();
    said.state = std::move(state);
    return messageOf(pairState(said, init, step));
  };
  EXPECT_THAT(error({{"", 0, "job.toml:3:10"}}),
              HasSubstr("job.toml:3:10: [job] state names 1 results, but init.mlir gives 2"));
  EXPECT_THAT(error({{"", 0, "a"}, {"", 3, "b"}}), HasSubstr("b: [job] state: step.mlir has no result 3"));
  EXPECT_THAT(error({{"", 0, "a"}, {"result[7]", -1, "b"}}), HasSubstr("has no result \"result[7]\""));
  EXPECT_THAT(error({{"", 0, "a"}, {"result[0]", -1, "b"}}), HasSubstr("is the new value of result['w'] already"));
  EXPECT_THAT(error({{"", 0, "a"}, {"", 2, "b"}}),
              HasSubstr("2 is tensor<i32>, but result['v'] of init.mlir is tensor<4xi32>"));
}

}  // namespace
}  // namespace partita
