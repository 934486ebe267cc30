// The texts, JSON and picture of `partita solve`.
#include "launcher/solve/solve_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "launcher/solve/iopddl.h"
#include "launcher/solve/solve_plot.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class SolveReportTest : public testing::Test {
 protected:
  void SetUp() override {
    StatusOr<IopddlInstance> instance = readIopddl(sourcePath("tests/data/iopddl/small.json"));
    ASSERT_TRUE(instance.ok()) << instance.status();
    problem_ = std::move(instance->problem);
    report_.file = "small.json";
    report_.instance = "a<b&c";
    report_.problem = &problem_;
    report_.seed = std::numeric_limits<uint64_t>::max();
    report_.seconds = 2;
    Solution& solution = report_.solution;
    solution.choices = {0, 0, 1, 1, 1, 0};
    const StatusOr<Evaluation> evaluation = evaluate(problem_, solution.choices);
    ASSERT_TRUE(evaluation.ok()) << evaluation.status();
    solution.cost = evaluation->cost;
    solution.peaks = evaluation->peaks;
    solution.feasible = evaluation->feasible;
    solution.bound = 26.5;
    solution.prices = {{0, 3, 4, 0.25}, {0, 5, 6, 1.5}};
    report_.events = {{0.1, kInfiniteCost, false, -std::numeric_limits<double>::infinity(), "start"},
                      {0.2, 400, true, 10, "descent"},
                      {0.5, 29, true, 10, "search"},
                      {1.5, 29, true, 26.5, "dual"}};
  }
  ChoiceProblem problem_;
  SolveReport report_;
};

TEST_F(SolveReportTest, Text) {
  EXPECT_THAT(solveText(report_), AllOf(HasSubstr("cost 29, feasible, gap 8.62 %"), HasSubstr("26.5"),
                                        HasSubstr("34 of 52 (65.38 %) at the peak, moment 3")));
  report_.solution.optimal = true;
  EXPECT_THAT(solveText(report_), HasSubstr("proved optimal"));
  report_.solution.feasible = false;
  EXPECT_THAT(solveText(report_), HasSubstr("none that is feasible; best over the limit: cost 29"));
}

TEST_F(SolveReportTest, Explain) {
  const std::string text = explainText(problem_, report_.solution);
  // Node 4 costs 8, node 3 costs 3; edge 0 (0, 0) costs 0 and is not listed.
  EXPECT_THAT(text, HasSubstr("costliest nodes (all nodes: 28)\n  node 4, strategy 1 of 2: 8 (its cheapest: 2)\n"));
  EXPECT_THAT(text, HasSubstr("costliest edges (all edges: 1)\n  edge 3, node 3 strategy 1 -> node 4 strategy 1: 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("edge 0,")));
  EXPECT_THAT(text, HasSubstr("moments [3, 4): 34 of 52 (65.38 %); most by node 3 (20), node 0 (10), node 2 (4)"));
  EXPECT_THAT(text, HasSubstr("one more byte of limit would save a cost of about 1.75"));
  EXPECT_THAT(text, HasSubstr("  moments [5, 6): 1.5\n  moments [3, 4): 0.25\n"));
  report_.solution.prices.clear();
  EXPECT_THAT(explainText(problem_, report_.solution), HasSubstr("more of it would save nothing that is proved"));
  report_.solution.choices.clear();
  EXPECT_THAT(explainText(problem_, report_.solution), Not(HasSubstr("costliest")));
}

TEST_F(SolveReportTest, Json) {
  const nlohmann::json json = nlohmann::json::parse(solveJson(report_));
  EXPECT_EQ(json["cost"], 29);
  EXPECT_EQ(json["bound"], 26.5);
  EXPECT_EQ(json["feasible"], true);
  EXPECT_EQ(json["options"]["seed"], "18446744073709551615");  // a JSON number may be read as a double
  EXPECT_EQ(json["events"].size(), 4u);
  EXPECT_FALSE(json["events"][0].contains("cost"));
  EXPECT_FALSE(json["events"][0].contains("bound"));
  EXPECT_EQ(json["events"][2]["cost"], 29);
  EXPECT_EQ(json["prices"][1]["cost_per_unit"], 1.5);
  EXPECT_EQ(json["peaks"][0]["limit"], 52);
  EXPECT_GT(json["peak_rss_bytes"], 1'000'000);
  EXPECT_FALSE(json.contains("infeasibility"));
}

TEST_F(SolveReportTest, Infeasible) {
  Solution& solution = report_.solution;
  solution.feasible = false;
  solution.infeasibility = {true, 0, 3, 4, 60, 52, {3, 1, 2}};
  EXPECT_EQ(infeasibilityText(solution.infeasibility),
            "proved: at moments [3, 4) any choice uses at least 60 of memory 0, whose limit is 52: 8 too much\n"
            "  live then, the largest first: nodes 3, 1, 2");
  const nlohmann::json json = nlohmann::json::parse(solveJson(report_));
  EXPECT_EQ(json["infeasibility"]["usage"], 60);
  EXPECT_EQ(json["infeasibility"]["nodes"], (std::vector<int>{3, 1, 2}));
  EXPECT_FALSE(json.contains("gap"));
  solution.infeasibility = {true, -1, 0, 0, 0, 0, {5}};
  EXPECT_EQ(infeasibilityText(solution.infeasibility), "proved: no allowed strategies are left for node 5");
  solution.infeasibility = {};
  EXPECT_THAT(infeasibilityText(solution.infeasibility), HasSubstr("time was too short"));
}

TEST_F(SolveReportTest, Plot) {
  const std::string svg = solvePlot(report_);
  EXPECT_EQ(svg.rfind("<svg ", 0), 0u);
  EXPECT_THAT(svg,
              AllOf(HasSubstr("a&lt;b&amp;c"), HasSubstr("seconds since the start"), HasSubstr("usage in bytes"),
                    HasSubstr("moment of the schedule"), HasSubstr(">limit 52<"), HasSubstr("off the scale: 400")));
  EXPECT_THAT(svg, AllOf(Not(HasSubstr("nan")), Not(HasSubstr("inf"))));
  // Every element is closed.
  size_t open = 0, closed = 0;
  for (size_t at = 0; (at = svg.find('<', at)) != std::string::npos; ++at) {
    const size_t end = svg.find('>', at);
    ASSERT_NE(end, std::string::npos);
    if (svg[at + 1] == '/')
      ++closed;
    else if (svg[end - 1] != '/')
      ++open;
  }
  EXPECT_EQ(open, closed);
}

TEST_F(SolveReportTest, PlotsOfNothing) {
  report_.events.clear();
  report_.solution = Solution();
  report_.solution.bound = -std::numeric_limits<double>::infinity();
  report_.seconds = 0;
  const std::string svg = solvePlot(report_);
  EXPECT_THAT(svg, AllOf(HasSubstr("no feasible answer"), HasSubstr("nothing uses it"), Not(HasSubstr("nan"))));
  // Moments and usages at the end of what fits.
  ChoiceProblem extreme;
  const int64_t last = std::numeric_limits<int64_t>::max();
  ASSERT_TRUE(extreme.addMemory(kNoLimit).ok());
  ASSERT_TRUE(extreme.addNode(std::vector<int64_t>{0}).ok());
  ASSERT_TRUE(extreme.addUsage(0, 0, last - 1, last, std::vector<int64_t>{kMaxTotal - 1}).ok());
  report_.problem = &extreme;
  report_.solution.choices = {0};
  EXPECT_THAT(solvePlot(report_), AllOf(HasSubstr("</svg>"), Not(HasSubstr("nan"))));
  EXPECT_THAT(explainText(extreme, report_.solution), HasSubstr("(no limit)"));
}

}  // namespace
}  // namespace partita
