// docs/training.md shows every key of job and cluster files: its tables are those of launcher/job/job_keys.cc and
// devices/cluster_keys.cc, which are what the readers know. Write them anew with
//   PARTITA_UPDATE=1 build/dev/tests/tests_docs --gtest_filter='TrainingGuide.*'
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <set>

#include "absl/strings/str_split.h"

#include "base/files.h"
#include "devices/cluster_config.h"
#include "devices/cluster_keys.h"
#include "launcher/job/config.h"
#include "launcher/job/job_keys.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

const std::string kPath = sourcePath("docs/training.md");

std::string tables(absl::Span<const ConfigSection> sections) {
  std::string out;
  for (const ConfigSection& section : sections) {
    const bool top = section.name[0] != '[' && section.shown.empty();
    const std::string name = top                     ? "Sections"
                             : section.shown.empty() ? strCat("`", section.name, "`")
                                                     : strCat("`", section.shown, "`");
    strAppend(&out, "\n**", name, "**", section.text.empty() ? "" : ": ", section.text,
              "\n\n| key | value | left out | meaning |\n|---|---|---|---|\n");
    for (const ConfigKey& key : section.keys)
      strAppend(&out, "| `", key.name, "` | ", key.type, " | ", key.preset.empty() ? "**needed**" : key.preset, " | ",
                key.meaning, " |\n");
  }
  return out + "\n";
}

void expectTables(const std::string& which, absl::Span<const ConfigSection> sections) {
  const std::string begin = strCat("<!-- keys of the ", which, " file: made by tests/docs/training_test.cc -->\n"),
                    end = strCat("<!-- end of the keys of the ", which, " file -->"), made = tables(sections);
  StatusOr<std::string> page = readFile(kPath, "guide");
  ASSERT_TRUE(page.ok()) << page.status();
  const size_t from = page->find(begin), to = page->find(end);
  ASSERT_NE(from, std::string::npos) << begin;
  ASSERT_NE(to, std::string::npos) << end;
  const size_t inside = from + begin.size();
  if (std::getenv("PARTITA_UPDATE") != nullptr) {
    page->replace(inside, to - inside, made);
    ASSERT_TRUE(writeFile(kPath, *page).ok());
    return;
  }
  EXPECT_EQ(page->substr(inside, to - inside), made)
      << "update it: PARTITA_UPDATE=1 build/dev/tests/tests_docs --gtest_filter='TrainingGuide.*'";
}

TEST(TrainingGuide, ShowsTheKeysOfJobs) { expectTables("job", jobSections()); }
TEST(TrainingGuide, ShowsTheKeysOfClusters) { expectTables("cluster", clusterSections()); }

// The block of the guide that begins with FIRST.
std::string block(const std::string& first) {
  const StatusOr<std::string> page = readFile(kPath, "guide");
  const size_t at = page.ok() ? page->find(first) : std::string::npos;
  EXPECT_NE(at, std::string::npos) << first;
  return at == std::string::npos ? "" : page->substr(at, page->find("```", at) - at);
}

TEST(TrainingGuide, ItsFilesAreRead) {
  const std::string folder = freshFolder("training_guide_files"), job = folder + "/job.toml";
  ASSERT_TRUE(writeFile(job, block("# job.toml")).ok());
  ASSERT_TRUE(writeFile(folder + "/cluster.toml", block("# cluster.toml")).ok());
  const StatusOr<JobConfig> read = loadJob(job);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->cluster.processCount(), 2);
  EXPECT_TRUE(loadJob(job, {"train.steps=50", "train.log_every=1"}).ok());
}

// ---- refusals ----

constexpr const char* kInit = R"(module @init {
  func.func public @main(%arg0: tensor<i32>) -> (tensor<4x4xf32> {jax.result_info = "['b']"}, tensor<4x4xf32> {jax.result_info = "['w']"}) {
    %0 = stablehlo.constant dense<1.0> : tensor<4x4xf32>
    return %0, %0 : tensor<4x4xf32>, tensor<4x4xf32>
  }
}
)";

// A step of BODY, which may use the state %arg0, %arg1 and the batch %arg2, all of one type, and returns VALUES, whose
// paths are PATHS.
std::string stepOf(const std::string& body, const std::vector<std::string>& values,
                   const std::vector<std::string>& paths, const std::string& donated) {
  std::string results, returned, types;
  for (size_t i = 0; i < values.size(); ++i) {
    strAppend(&results, i > 0 ? ", " : "", "tensor<4x4xf32> {jax.result_info = \"", paths[i], "\"}");
    strAppend(&returned, i > 0 ? ", " : "", values[i]);
    strAppend(&types, i > 0 ? ", " : "", "tensor<4x4xf32>");
  }
  return strCat("module @step {\n  func.func public @main(%arg0: tensor<4x4xf32>", donated, ", %arg1: tensor<4x4xf32>",
                donated, ", %arg2: tensor<4x4xf32>) -> (", results, ") {\n", body, "    return ", returned, " : ",
                types, "\n  }\n}\n");
}

// The guide quotes what is said: up to where it leaves something out.
TEST(TrainingGuide, RefusalsReadAsItSays) {
  const std::string folder = freshFolder("training_guide_refusals"), donor = " {jax.buffer_donor = true}";
  const std::vector<std::string> state = {"[0]['b']", "[0]['w']"};
  const std::string good = stepOf("", {"%arg0", "%arg2"}, state, donor);
  std::string cluster = block("# cluster.toml");
  cluster.replace(cluster.find("processes = 2"), 13, "processes = 1");
  std::string small = cluster;
  small.replace(small.find("\"cpu\""), 5, "\"cpu\", memory = 100");
  struct Case {
    std::string step, cluster;
    std::vector<std::string> overrides;
    int code;
  };
  const std::vector<Case> cases = {
      {stepOf("", {"%arg0", "%arg2"}, state, ""), cluster, {}, 2},
      {stepOf("", {"%arg0", "%arg1", "%arg0", "%arg2"}, {"[0]['b']", "[0]['w']", "[1]['b']", "[1]['w']"}, donor),
       cluster,
       {},
       2},
      {good, block("# cluster.toml"), {}, 3},
      {good, cluster, {"--mesh.data=4"}, 2},
      {good, cluster, {"--train.step=5"}, 2},
      {good, cluster, {"--data.inputs=[]"}, 2},
      {good, small, {}, 4},
      {stepOf("    %0 = stablehlo.custom_call @my_kernel(%arg0) : (tensor<4x4xf32>) -> tensor<4x4xf32>\n",
              {"%0", "%arg2"}, state, donor),
       cluster,
       {},
       3},
      {good, cluster, {"--partition.rules=[{match=\"w3\", spec=[[\"data\"]]}]"}, 2},
      {good, cluster, {"--partition.fsdp=model"}, 2}};
  std::string page = *readFile(kPath, "guide");
  for (const Case& c : cases) {
    ASSERT_TRUE(writeFile(folder + "/init.mlir", kInit).ok());
    ASSERT_TRUE(writeFile(folder + "/step.mlir", c.step).ok());
    ASSERT_TRUE(writeFile(folder + "/cluster.toml", c.cluster).ok());
    ASSERT_TRUE(writeFile(folder + "/job.toml", block("# job.toml")).ok());
    std::vector<std::string> command = {"train", folder + "/job.toml"};
    command.insert(command.end(), c.overrides.begin(), c.overrides.end());
    const Outcome outcome = runPartita(command);
    EXPECT_EQ(outcome.code, c.code) << outcome.out << outcome.err;
    std::string said = outcome.err;
    for (size_t at; (at = said.find(folder + "/")) != std::string::npos;) said.erase(at, folder.size() + 1);
    // Some row of the table: its parts between what it leaves out, in order.
    bool quoted = false;
    for (size_t at = 0; !quoted && (at = page.find("\n| `", at)) != std::string::npos; ++at) {
      const std::string row = page.substr(at + 4, page.find("` |", at) - at - 4);
      size_t from = 0;
      quoted = row.size() > 30;
      for (const std::string& part : std::vector<std::string>(absl::StrSplit(row, "…"))) {
        const size_t found = said.find(part, from);
        quoted = quoted && found != std::string::npos;
        from = found + part.size();
      }
    }
    EXPECT_TRUE(quoted) << "the guide does not quote: " << said;
  }
}

// A part of a file: the line before the keys of a section, and the section's name in the tables.
struct Part {
  std::string header, section;
  std::vector<std::string> lines;
  std::set<std::string> of = {};  // keys that it belongs to, or cannot do without
};

// The parts as a file; where KEY is not empty, that key of part AT is a date, which no key takes.
std::string fileOf(const std::vector<Part>& parts, size_t at, const std::string& key) {
  std::string out;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!key.empty() && i != at && parts[i].of.contains(key)) continue;
    strAppend(&out, parts[i].header, "\n");
    if (!key.empty() && i == at) strAppend(&out, key, " = 2024-02-29\n");
    for (const std::string& line : parts[i].lines)
      if (key.empty() || i != at || line.rfind(key + " =", 0) != 0) strAppend(&out, line, "\n");
  }
  return out;
}

// Every key of the tables is one that the readers ask for: in its place, a value of no known type is complained of as
// the key's, and not as an unknown key.
void expectRead(const std::vector<Part>& parts, absl::Span<const ConfigSection> sections,
                const std::function<Status(const std::string&)>& load) {
  ASSERT_TRUE(load(fileOf(parts, parts.size(), "")).ok()) << load(fileOf(parts, parts.size(), ""));
  for (const ConfigSection& section : sections) {
    size_t at = 0;
    while (at < parts.size() && parts[at].section != section.name) ++at;
    ASSERT_LT(at, parts.size()) << section.name << " is not in this test";
    for (const ConfigKey& key : section.keys) {
      const std::string name = key.name == "<axis>" ? "model" : key.name == "<type>" ? "bf16" : key.name;
      const Status status = load(fileOf(parts, at, name));
      ASSERT_FALSE(status.ok()) << section.name << " " << key.name;
      const std::string message(status.message());
      EXPECT_THAT(message, testing::HasSubstr(name)) << section.name;
      EXPECT_THAT(message, testing::Not(testing::HasSubstr("unknown key"))) << section.name;
      if (key.name[0] == '<') continue;
      // Without it: an error exactly where the tables say that it is needed.
      std::string without = fileOf(parts, at, name);
      const std::string line = name + " = 2024-02-29\n";
      without.erase(without.find(line), line.size());
      const Status missed = load(without);
      EXPECT_EQ(missed.ok(), !key.preset.empty()) << section.name << " " << key.name << ": " << missed;
    }
  }
}

TEST(TrainingGuide, TheKeysOfJobsAreRead) {
  const std::string folder = freshFolder("training_guide");
  const std::string cluster = sourcePath("configs/clusters/two_local_ranks.toml");
  const std::vector<Part> parts = {
      {"", "the job file", {}},
      {"[job]", "[job]", {"init = \"i.mlir\"", "step = \"s.mlir\""}, {"job"}},
      {"[cluster]", "[cluster]", {strCat("file = \"", cluster, "\"")}, {"cluster"}},
      {"[mesh]", "[mesh]", {}, {"mesh"}},
      {"[mesh.data]", "an axis of [mesh]", {"size = 2"}, {"mesh"}},
      {"[partition]", "[partition]", {}, {"partition"}},
      {"[[partition.rules]]", "a partition rule", {"match = \"w\"", "spec = [[]]"}, {"partition", "rules"}},
      {"[train]", "[train]", {"steps = 1"}, {"train"}},
      {"[checkpoint]", "[checkpoint]", {"dir = \"c\"", "every = 1"}, {"checkpoint"}},
      {"[data]", "[data]", {"kind = \"synthetic\""}, {"data"}},
      {"[[data.inputs]]", "a generator of [data] inputs", {"kind = \"iota\""}, {"data", "inputs"}}};
  std::vector<ConfigSection> synthetic(jobSections().begin(), jobSections().end());
  // Keys of other kinds of data.
  const std::set<std::string> bytesKeys{"path"}, arraysKeys{"files", "names", "shuffle"};
  for (ConfigSection& section : synthetic)
    std::erase_if(section.keys, [&](const ConfigKey& key) {
      return section.name == "[data]" && (bytesKeys.contains(key.name) || arraysKeys.contains(key.name));
    });
  const auto load = [&](const std::string& text) -> Status {
    RETURN_IF_ERROR(writeFile(folder + "/x.toml", text));
    return loadJob(folder + "/x.toml").status();
  };
  expectRead(parts, synthetic, load);

  for (const auto& [keys, lines] :
       {std::pair(bytesKeys, std::vector<std::string>{"kind = \"bytes\"", "path = \"x.toml\""}),
        std::pair(arraysKeys, std::vector<std::string>{"kind = \"arrays\"", "files = [\"x.toml\"]"})}) {
    std::vector<Part> other(parts.begin(), parts.end() - 2);
    other.push_back({"[data]", "[data]", lines});
    for (ConfigSection section : jobSections()) {
      if (section.name != "[data]") continue;
      std::erase_if(section.keys, [&, &keys = keys](const ConfigKey& key) { return !keys.contains(key.name); });
      EXPECT_EQ(section.keys.size(), keys.size());
      expectRead(other, {section}, load);
    }
  }
}

TEST(TrainingGuide, TheKeysOfClustersAreRead) {
  const std::vector<Part> parts = {
      {"", "the cluster", {}},
      {"[[classes]]", "[[classes]]", {"name = \"a\""}, {"classes"}},
      {"[classes.memory]", "memory", {}, {"classes", "memory"}},
      {"[classes.speed]", "speed", {}, {"classes", "speed"}},
      {"[[nodes]]", "[[nodes]]", {"hosts = [\"n\"]"}, {"nodes"}},
      {"[[nodes.devices]]", "[[nodes.devices]]", {}, {"nodes", "devices"}},
      {"[links]", "[links]", {}, {"links"}},
      {"[links.within_node]", "a link", {}, {"links", "within_node"}},
      {"[[links.between]]",
       "[[links.between]]",
       {"from = \"n\"", "to = \"n\""},
       {"links", "between", "nodes", "hosts"}},
      {"[[collectives]]", "[[collectives]]", {"kind = \"all-reduce\"", "algorithm = \"ring\""}, {"collectives"}}};
  expectRead(parts, clusterSections(),
             [](const std::string& text) { return parseCluster(text, "cluster.toml").status(); });
}

}  // namespace
}  // namespace partita
