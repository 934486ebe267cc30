// IOPDDL files: what is read, and where each kind of damage is found.
#include "launcher/solve/iopddl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "base/rng.h"
#include "partitioner/search/solution.h"
#include "tests/support/choice_problems.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using Json = nlohmann::ordered_json;

std::string compressed(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

class Iopddl : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = freshFolder(std::string("iopddl_") + testing::UnitTest::GetInstance()->current_test_info()->name());
    small_ = *readFile(sourcePath("tests/data/iopddl/small.json"), "instance");
  }
  std::string write(const std::string& contents) {
    const std::string path = folder_ + "/x.json";
    EXPECT_TRUE(writeFile(path, contents).ok());
    return path;
  }
  StatusOr<IopddlInstance> read(const std::string& contents) { return readIopddl(write(contents)); }
  // What reading CONTENTS complains of, without the file's name.
  std::string complaint(const std::string& contents) {
    const std::string path = write(contents);
    const Status status = readIopddl(path).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << contents.substr(0, 200);
    const std::string message(status.message());
    EXPECT_EQ(message.rfind(path + ": ", 0), 0u) << message;
    return message.substr(std::min(message.size(), path.size() + 2));
  }
  // The small instance with the value at POINTER ("/problem/nodes/costs/0") replaced.
  std::string with(const std::string& pointer, const Json& value) {
    Json json = Json::parse(small_);
    json[Json::json_pointer(pointer)] = value;
    return json.dump();
  }
  std::string without(const std::string& parent, const std::string& key) {
    Json json = Json::parse(small_);
    json[Json::json_pointer(parent)].erase(key);
    return json.dump();
  }
  // The small instance's text with the first WHAT replaced.
  std::string replaced(const std::string& what, const std::string& by) {
    const size_t at = small_.find(what);
    EXPECT_NE(at, std::string::npos) << what;
    return std::string(small_).replace(at, what.size(), by);
  }
  std::string folder_, small_;
};

TEST_F(Iopddl, ReadsTheSmallInstance) {
  const StatusOr<IopddlInstance> instance = read(small_);
  ASSERT_TRUE(instance.ok()) << instance.status();
  const ChoiceProblem& problem = instance->problem;
  EXPECT_EQ(instance->name, "small");
  EXPECT_EQ(problem.numNodes(), 6);
  EXPECT_EQ(problem.numEdges(), 6);  // the edge of one node adds to node 3
  EXPECT_EQ(problem.costs(3)[0], 16);
  EXPECT_EQ(problem.limit(0), 52);
  EXPECT_EQ(problem.edgeCost(0, 2, 1), kInfiniteCost);
  EXPECT_EQ(problem.edgeCost(4, 1, 2), 0);
  const ExactAnswer best = bruteForce(problem);
  EXPECT_EQ(best.cost, 29);
  EXPECT_EQ(iopddlSolutionText(best.choices), *readFile(sourcePath("tests/data/iopddl/small.solution"), "solution"));
}

TEST_F(Iopddl, GzipIsKnownByItsContents) {
  const StatusOr<IopddlInstance> instance = read(compressed(small_));
  ASSERT_TRUE(instance.ok()) << instance.status();
  EXPECT_EQ(bruteForce(instance->problem).cost, 29);
}

TEST_F(Iopddl, ReadsTheContestsInstances) {
  const StatusOr<IopddlInstance> b = readIopddl(sourcePath("tests/data/iopddl/B.json.gz"));
  ASSERT_TRUE(b.ok()) << b.status();
  EXPECT_EQ(b->name, "asplos-2025-iopddl-B");
  EXPECT_EQ(b->problem.numNodes(), 816);
  EXPECT_EQ(b->problem.numEdges(), 1096);
  EXPECT_EQ(b->problem.limit(0), 14392528);
  EXPECT_LT(b->problem.numMatrices(), 500) << "equal matrices are stored once";
  const StatusOr<IopddlInstance> g = readIopddl(sourcePath("tests/data/iopddl/G.json.gz"));
  ASSERT_TRUE(g.ok()) << g.status();
  EXPECT_EQ(g->problem.numEdges(), 1023);
}

// Against a tree of values read by nlohmann-json: every number arrives where it belongs.
TEST_F(Iopddl, AgreesWithATreeReader) {
  const std::string path = folder_ + "/B.json";
  {
    gzFile in = gzopen(sourcePath("tests/data/iopddl/B.json.gz").c_str(), "rb");
    std::ofstream out(path, std::ios::binary);
    char buffer[65536];
    for (int count; (count = gzread(in, buffer, sizeof(buffer))) > 0;) out.write(buffer, count);
    gzclose(in);
  }
  std::ifstream file(path);
  const Json tree = Json::parse(file)["problem"];
  const StatusOr<IopddlInstance> instance = readIopddl(path);
  ASSERT_TRUE(instance.ok()) << instance.status();
  const ChoiceProblem& problem = instance->problem;
  for (int v = 0; v < problem.numNodes(); ++v) {
    EXPECT_EQ(std::vector<int64_t>(problem.costs(v).begin(), problem.costs(v).end()), tree["nodes"]["costs"][v]);
    const Json& interval = tree["nodes"]["intervals"][v];
    ASSERT_EQ(problem.usagesOf(v).size(), interval[0] < interval[1] ? 1u : 0u);
    if (problem.usagesOf(v).empty()) continue;
    const ChoiceProblem::Usage usage = problem.usage(problem.usagesOf(v)[0]);
    EXPECT_EQ(usage.begin, interval[0]);
    EXPECT_EQ(usage.end, interval[1]);
    EXPECT_EQ(std::vector<int64_t>(usage.amount.begin(), usage.amount.end()), tree["nodes"]["usages"][v]);
  }
  for (int e = 0; e < problem.numEdges(); ++e) {
    const auto values = problem.matrix(problem.edge(e).matrix).values;
    EXPECT_EQ(std::vector<int64_t>(values.begin(), values.end()), tree["edges"]["costs"][e]);
    EXPECT_EQ(problem.edge(e).to, tree["edges"]["nodes"][e][1]);
  }
}

TEST_F(Iopddl, WithoutALimitMemoryIsUnlimited) {
  const StatusOr<IopddlInstance> instance = read(without("/problem", "usage_limit"));
  ASSERT_TRUE(instance.ok()) << instance.status();
  EXPECT_EQ(instance->problem.limit(0), kNoLimit);
  EXPECT_EQ(bruteForce(instance->problem).cost, 19);
  EXPECT_TRUE(read(without("/problem", "name")).ok());
}

TEST_F(Iopddl, AnEmptyInstanceIsOne) {
  const StatusOr<IopddlInstance> instance =
      read(R"({"problem":{"edges":{"costs":[],"nodes":[]},"nodes":{"costs":[],"intervals":[],"usages":[]}}})");
  ASSERT_TRUE(instance.ok()) << instance.status();
  EXPECT_EQ(instance->problem.numNodes(), 0);
}

TEST_F(Iopddl, Keys) {
  EXPECT_THAT(complaint("{}"), HasSubstr("the key \"problem\" is missing"));
  EXPECT_THAT(complaint(without("/problem/nodes", "usages")),
              AllOf(HasSubstr("problem.nodes "), HasSubstr("the key \"usages\" is missing")));
  EXPECT_THAT(complaint(with("/problem/speed", 1)),
              AllOf(HasSubstr("unknown key \"speed\""), HasSubstr("usage_limit")));
  EXPECT_THAT(complaint(replaced("\"usages\"", "\"costs\"")), HasSubstr("\"costs\" occurs twice"));
  EXPECT_THAT(complaint(with("/problem/usage_limit", nullptr)), HasSubstr("problem.usage_limit"));
}

TEST_F(Iopddl, Numbers) {
  EXPECT_THAT(complaint(with("/problem/nodes/costs/2/1", 1.5)),
              AllOf(HasSubstr("problem.nodes.costs[2][1] (byte "), HasSubstr("fraction")));
  EXPECT_THAT(complaint(with("/problem/nodes/costs/2/1", "7")), HasSubstr("problem.nodes.costs[2][1] (byte "));
  EXPECT_THAT(complaint(with("/problem/nodes/costs/2/1", nullptr)), HasSubstr("expected an integer, found null"));
  EXPECT_THAT(complaint(replaced("52", "9223372036854775808")), HasSubstr("does not fit 64 bits"));
  EXPECT_THAT(complaint(replaced("52", "99999999999999999999999999")), HasSubstr("does not fit 64 bits"));
  EXPECT_THAT(complaint(replaced("52", "052")),
              AllOf(HasSubstr("problem.usage_limit (byte "), HasSubstr("unexpected number")));
  EXPECT_THAT(complaint(replaced("52", "1e3")), HasSubstr("fraction"));
  EXPECT_THAT(complaint(replaced("52", "-")), HasSubstr("expected digit after '-'"));
  EXPECT_THAT(complaint(replaced("52", "-1")), HasSubstr("negative"));
  const StatusOr<IopddlInstance> largest = read(replaced("52", "9223372036854775807"));
  ASSERT_TRUE(largest.ok()) << largest.status();
  EXPECT_EQ(largest->problem.limit(0), kNoLimit);
  EXPECT_TRUE(read(with("/problem/nodes/costs/2/1", -7)).ok());
}

TEST_F(Iopddl, NodesThatMakeNoSense) {
  EXPECT_THAT(complaint(with("/problem/nodes/costs/4", Json::array())),
              AllOf(HasSubstr("problem.nodes.costs[4]"), HasSubstr("no strategy")));
  EXPECT_THAT(complaint(with("/problem/nodes/usages/1/0", -12)),
              AllOf(HasSubstr("problem.nodes.usages[1]"), HasSubstr("-12"), HasSubstr("negative")));
  EXPECT_THAT(complaint(with("/problem/nodes/usages/1", {1, 2, 3})),
              AllOf(HasSubstr("problem.nodes.usages[1]"), HasSubstr("2 strategies, but 3 usages")));
  EXPECT_THAT(complaint(with("/problem/nodes/intervals/3", {3, 2})), HasSubstr("problem.nodes.intervals[3]"));
  EXPECT_THAT(complaint(with("/problem/nodes/intervals/3", {-1, 2})), HasSubstr("problem.nodes.intervals[3]"));
  EXPECT_THAT(complaint(with("/problem/nodes/intervals/3", {1, 2, 3})), HasSubstr("problem.nodes.intervals[3]"));
  EXPECT_THAT(complaint(with("/problem/nodes/costs/6", {1, 2})), HasSubstr("problem.nodes.intervals: has 6 entries"));
  EXPECT_THAT(complaint(with("/problem/nodes/usages/6", {1, 2})), HasSubstr("problem.nodes.usages: has 7 entries"));
  EXPECT_THAT(complaint(with("/problem/nodes/costs/0/0", -2'000'000'000'000'000'000)),
              AllOf(HasSubstr("problem.nodes.costs[0]"), HasSubstr("10^18")));
  EXPECT_THAT(complaint(with("/problem/nodes/costs/0", 7)), HasSubstr("problem.nodes.costs[0] (byte "));
}

TEST_F(Iopddl, EdgesThatMakeNoSense) {
  EXPECT_THAT(complaint(with("/problem/edges/nodes/2", {2, 6})),
              AllOf(HasSubstr("problem.edges.nodes[2]"), HasSubstr("no node 6")));
  EXPECT_THAT(complaint(with("/problem/edges/nodes/2", {-1, 3})), HasSubstr("no node -1"));
  EXPECT_THAT(complaint(with("/problem/edges/nodes/4", {0, 0})),
              AllOf(HasSubstr("problem.edges.nodes[4]"), HasSubstr("itself")));
  EXPECT_THAT(complaint(with("/problem/edges/nodes/2", {2, 3, 4})), HasSubstr("joins 3 nodes"));
  EXPECT_THAT(complaint(with("/problem/edges/nodes/2", Json::array())), HasSubstr("joins 0 nodes"));
  EXPECT_THAT(complaint(with("/problem/edges/costs/3", {0, 5, 1})),
              AllOf(HasSubstr("problem.edges.costs[3]"), HasSubstr("3 costs"), HasSubstr("2 x 2")));
  EXPECT_THAT(complaint(with("/problem/edges/costs/6", {0, 5, 1})),
              AllOf(HasSubstr("problem.edges.costs[6]"), HasSubstr("node 3 has 2")));
  EXPECT_THAT(complaint(with("/problem/edges/costs/7", {0})), HasSubstr("problem.edges.costs: has 8 entries"));
  EXPECT_THAT(complaint(with("/problem/edges/costs/3/2", -1'000'000'000'000'000'000)),
              HasSubstr("problem.edges.costs[3]"));
  EXPECT_THAT(complaint(with("/problem/edges/costs/6/1", -1'000'000'000'000'000'000)),
              HasSubstr("problem.edges.costs[6]"));
}

TEST_F(Iopddl, SumsThatOverflow) {
  const int64_t large = 999'999'999'999'999'999;  // finite; three of them are beyond 2^61
  Json costs = Json::parse(small_);
  for (int v = 0; v < 3; ++v) costs["problem"]["nodes"]["costs"][v][0] = large;
  EXPECT_THAT(complaint(costs.dump()), AllOf(HasSubstr("problem.nodes.costs[2]"), HasSubstr("overflow")));
  Json usages = Json::parse(small_);
  for (int v = 0; v < 5; ++v) usages["problem"]["nodes"]["usages"][v][0] = large;
  EXPECT_THAT(complaint(usages.dump()), AllOf(HasSubstr("problem.nodes.usages[2]"), HasSubstr("overflow")));
  Json edges = Json::parse(small_);
  for (int e = 0; e < 5; ++e) edges["problem"]["edges"]["costs"][e][0] = large;
  EXPECT_THAT(complaint(edges.dump()), AllOf(HasSubstr("problem.edges.nodes[2]"), HasSubstr("overflow")));
  Json unary = Json::parse(small_);  // node 3 and the edge of one node: together not finite any more
  unary["problem"]["nodes"]["costs"][3][0] = large;
  unary["problem"]["edges"]["costs"][6][0] = large;
  EXPECT_THAT(complaint(unary.dump()), AllOf(HasSubstr("problem.edges.costs[6]"), HasSubstr("overflow")));
}

TEST_F(Iopddl, DamagedText) {
  EXPECT_THAT(complaint(""), HasSubstr("ends too soon"));
  EXPECT_THAT(complaint("[1]"), HasSubstr("expected an object, found '['"));
  EXPECT_THAT(complaint(small_ + "x"), HasSubstr("invalid literal"));
  EXPECT_THAT(complaint(replaced("[5, 0, 9]", "[5 0 9]")), HasSubstr("problem.nodes.costs[0][1] (byte "));
  EXPECT_THAT(complaint(replaced("[5, 0, 9]", "[5, 0, 9,]")), HasSubstr("problem.nodes.costs[0][3]"));
  EXPECT_THAT(complaint(replaced("[5, 0, 9]", "[[5, 0, 9]]")), HasSubstr("expected an integer, found '['"));
  EXPECT_THAT(complaint(replaced("\"small\"", "\"sm\\xall\"")), HasSubstr("problem.name"));
  EXPECT_THAT(complaint(replaced("\"small\"", "\"" + std::string(10'000, 'a') + "\"")), HasSubstr("longer than"));
  EXPECT_THAT(complaint(std::string(200'000, '[')), HasSubstr("expected an object"));
  EXPECT_THAT(complaint(replaced("[5, 0, 9]", std::string(200'000, '['))), HasSubstr("expected an integer"));
  EXPECT_THAT(complaint(std::string("\0", 1) + small_), HasSubstr("found byte 0"));
  EXPECT_THAT(complaint(replaced("\"edges\": {", "\"edges\": {,")), HasSubstr("problem.edges"));
}

// Cut off anywhere, plain or compressed, a file is refused.
TEST_F(Iopddl, TruncatedAnywhere) {
  const std::string text = small_.substr(0, small_.rfind('}') + 1), packed = compressed(text);
  for (size_t size = 0; size < text.size(); size += 7) EXPECT_NE(complaint(text.substr(0, size)), "") << size;
  for (size_t size = 2; size < packed.size(); size += 5)
    EXPECT_THAT(complaint(packed.substr(0, size)), HasSubstr("too soon")) << size;
}

// Flipped bits of a compressed file are found by its checksum where the text is still in form.
TEST_F(Iopddl, DamagedAnywhere) {
  const std::string packed = compressed(small_);
  Rng rng(7);
  int refused = 0;
  for (int i = 0; i < 300; ++i) {
    std::string damaged = packed;
    const size_t at = 10 + rng.below(damaged.size() - 10);  // behind the header, most of which means nothing
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << rng.below(8)));
    const StatusOr<IopddlInstance> instance = read(damaged);
    if (instance.ok()) {  // the bits that fill the last byte mean nothing either
      EXPECT_EQ(bruteForce(instance->problem).cost, 29) << "byte " << at;
    } else {
      EXPECT_EQ(instance.status().code(), absl::StatusCode::kInvalidArgument) << "byte " << at;
      ++refused;
    }
  }
  EXPECT_GT(refused, 280);
  // In the text a flip may give another instance, but must not give a crash or another kind of error.
  for (int i = 0; i < 600; ++i) {
    std::string damaged = small_;
    for (uint64_t k = 1 + rng.below(3); k > 0; --k)
      damaged[rng.below(damaged.size())] = "[]{},:\"0189-.e\\ nx"[rng.below(18)];
    const Status status = read(damaged).status();
    EXPECT_TRUE(status.ok() || status.code() == absl::StatusCode::kInvalidArgument) << damaged << status;
  }
}

// Numbers that straddle the pieces in which a file is read.
TEST_F(Iopddl, NumbersAcrossPieces) {
  for (int shift = 0; shift < 24; ++shift) {
    const std::string text =
        replaced("52", std::string((1 << 18) - small_.find("52") - 22 + shift, ' ') + "123456789012345678");
    const StatusOr<IopddlInstance> instance = read(text);
    ASSERT_TRUE(instance.ok()) << instance.status() << " shift " << shift;
    EXPECT_EQ(instance->problem.limit(0), 123456789012345678) << "shift " << shift;
  }
}

TEST_F(Iopddl, MissingFilesAndFolders) {
  EXPECT_EQ(readIopddl("/no/such.json").status().code(), absl::StatusCode::kNotFound);
  EXPECT_THAT(std::string(readIopddl(folder_).status().message()), HasSubstr("is a folder"));
}

TEST_F(Iopddl, Solutions) {
  const ChoiceProblem problem = read(small_)->problem;
  const auto solution = [&](const std::string& text) { return readIopddlSolution(write(text), problem); };
  const std::vector<int> expected = {0, 0, 1, 1, 1, 0};
  EXPECT_EQ(*readIopddlSolution(sourcePath("tests/data/iopddl/small.solution"), problem), expected);
  EXPECT_EQ(*solution("progress\n[1, 1, 1, 1, 1, 0]\nmore\n[0,0,1,1,1,0]\n"), expected);
  EXPECT_EQ(*solution(iopddlSolutionText(expected)), expected);
  for (const auto& [text, complaint] :
       std::vector<std::pair<std::string, std::string>>{{"", "no line begins"},
                                                        {"no\nlist\n", "no line begins"},
                                                        {"[0, 0, 1", "no list of integers"},
                                                        {"[0, 0, 1]", "3 choices for 6 nodes"},
                                                        {"[0, 0, 1, 1, 1, 0, 0]", "7 choices for 6 nodes"},
                                                        {"[0, 0, 3, 1, 1, 0]", "node 2 has no strategy 3"},
                                                        {"[0, 0, -1, 1, 1, 0]", "node 2 has no strategy -1"},
                                                        {"[0, 0, 1.5, 1, 1, 0]", "node 2 is 1.5"},
                                                        {"[0, 0, 99999999999999999999, 1, 1, 0]", "node 2"},
                                                        {"[0, 0, [1], 1, 1, 0]", "node 2"}}) {
    const Status status = solution(text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << text;
    EXPECT_THAT(std::string(status.message()), HasSubstr(complaint)) << text;
  }
}

}  // namespace
}  // namespace partita
