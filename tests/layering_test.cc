// The layers of the tree: which folder may include which, and behind which files each third-party library stays. Scans
// every #include line.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace partita {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = PARTITA_SOURCE_DIR;

// Folder -> folders whose headers it may include (its own always). An entry with a '/' allows one header or subfolder
// only.
const std::map<std::string, std::vector<std::string>> kAllowed = {
    {"base", {}},
    {"libraries", {"base"}},
    {"devices", {"base"}},
    {"graph", {"base", "libraries", "devices"}},
    {"frontends", {"base", "devices", "graph"}},
    // search/ is a layer of its own inside partitioner/: it knows nothing of tensors.
    {"partitioner/search", {"base"}},
    {"partitioner", {"base", "devices", "graph"}},
    // graph/ hands codegen its Graph; the partitioner's answer is wholly in it.
    {"program", {"base", "libraries"}},
    {"codegen", {"base", "libraries", "devices", "graph", "program"}},
    {"collectives", {"base", "devices"}},
    {"executor", {"base", "libraries", "devices", "program", "collectives"}},
    {"runtime", {"base", "devices", "graph", "partitioner", "program", "codegen", "collectives", "executor"}},
    {"checkpoint", {"base", "devices", "graph", "runtime"}},
    {"api",
     {"base", "devices", "graph", "frontends", "partitioner", "program", "codegen", "collectives", "executor",
      "runtime", "checkpoint"}},
    {"launcher",
     {"base", "devices", "graph", "frontends", "partitioner/search", "partitioner", "program", "codegen", "collectives",
      "executor", "runtime", "checkpoint"}},
};

// Third-party headers by pattern -> where they may be included (regex over the path). No header of ours includes any of
// them.
struct Library {
  std::string name;
  std::regex include;
  std::regex where;
};
const std::vector<Library>& libraries() {
  static const std::vector<Library> list = {
      {"LLVM", std::regex("^(llvm|llvm-c)/"), std::regex("^codegen/emit/llvm/[a-z0-9_]+\\.(cc|h)$")},
      {"MPI", std::regex("^mpi\\.h$"), std::regex("^collectives/mpi/[a-z0-9_]+\\.cc$")},
      {"NCCL and CUDA", std::regex("^(nccl|cuda|cuda_runtime)\\.h$"),
       std::regex("^(collectives/nccl|executor/drivers/cuda)/[a-z0-9_]+\\.cc$")},
      {"OpenMP", std::regex("^omp\\.h$"), std::regex("^libraries/one_thread\\.cc$")},
      {"TBB", std::regex("^(tbb|oneapi/tbb)(/|\\.h)"), std::regex("^executor/task_runner_tbb\\.cc$")},
      {"Cap'n Proto", std::regex("^(capnp|kj)/|\\.capnp\\.h$"),
       std::regex("^[a-z_/]+/([a-z0-9_]+_io|rpc_[a-z0-9_]+)\\.cc$")},
      {"spdlog and fmt", std::regex("^(spdlog|fmt)/"), std::regex("^base/log\\.cc$")},
      {"toml++", std::regex("^toml\\+\\+/"),
       std::regex("^(base/toml_reader|devices/cluster_config|launcher/job/config)\\.cc$")},
      {"CLI11", std::regex("^CLI/"), std::regex("^launcher/commands/[a-z0-9_]+_main\\.cc$")},
      {"nlohmann-json", std::regex("^nlohmann/"), std::regex("^(launcher|checkpoint)/[a-z0-9_/]+\\.cc$")},
      {"zlib", std::regex("^zlib\\.h$"), std::regex("^launcher/solve/[a-z0-9_]+\\.cc$")},
      {"xxHash", std::regex("^xxhash"), std::regex("^base/hash\\.cc$")},
      {"hwloc", std::regex("^hwloc"), std::regex("^(launcher|executor|codegen/emit/llvm)/[a-z0-9_]+\\.cc$")},
  };
  return list;
}

struct Include {
  std::string file;  // relative to the root
  int line;
  std::string target;
};

std::vector<Include> includesOf(const fs::path& path, const std::string& relative) {
  static const std::regex kPattern("^\\s*#\\s*include\\s*[<\"]([^>\"]+)[>\"]");
  std::vector<Include> out;
  std::ifstream in(path);
  std::string text;
  for (int line = 1; std::getline(in, text); ++line) {
    std::smatch match;
    if (std::regex_search(text, match, kPattern)) out.push_back({relative, line, match[1]});
  }
  return out;
}

// The innermost folder of the table that holds FILE; its first folder where the table has none.
std::string layerOf(const std::string& file) {
  std::string layer = file.substr(0, file.find('/'));
  for (const auto& [folder, allowed] : kAllowed)
    if (file.rfind(folder + "/", 0) == 0 && folder.size() > layer.size()) layer = folder;
  return layer;
}

std::vector<Include> allIncludes() {
  std::vector<Include> out;
  for (const auto& [folder, allowed] : kAllowed) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      const std::string extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc") continue;
      const std::string relative = fs::relative(entry.path(), kRoot).generic_string();
      if (layerOf(relative) != folder) continue;
      for (Include& include : includesOf(entry.path(), relative)) out.push_back(std::move(include));
    }
  }
  return out;
}

// "" when INCLUDE is allowed, else why not.
std::string violation(const Include& include) {
  const std::string place = include.file + ":" + std::to_string(include.line) + ": " + include.target;
  const std::string from = layerOf(include.file);
  const std::string to = layerOf(include.target);
  if (to == "tests" || to == "benchmarks") return place + ": tests and benchmarks are not included";
  if (kAllowed.count(to) != 0 && to != from && include.target.find('/') != std::string::npos) {
    for (const std::string& allowed : kAllowed.at(from)) {
      const bool whole = kAllowed.count(allowed) != 0;
      if (whole ? to == allowed : include.target.rfind(allowed, 0) == 0) return "";
    }
    return place + ": " + from + "/ may not include " + to + "/";
  }
  for (const Library& library : libraries()) {
    if (std::regex_search(include.target, library.include) && !std::regex_match(include.file, library.where))
      return place + ": " + library.name + " does not belong here";
  }
  return "";
}

TEST(Layering, FoldersIncludeOnlyTheLayersBelowThem) {
  const std::vector<Include> includes = allIncludes();
  ASSERT_GT(includes.size(), 100u) << "the scan found too little: is PARTITA_SOURCE_DIR right?";
  std::set<std::string> exposesLlvm;
  for (const Include& include : includes) {
    EXPECT_EQ(violation(include), "");
    if (std::regex_search(include.target, libraries()[0].include)) exposesLlvm.insert(include.file);
  }
  for (const Include& include : includes) {
    if (exposesLlvm.count(include.target) != 0) {
      EXPECT_EQ(include.file.rfind("codegen/emit/llvm/", 0), 0u)
          << include.file << ":" << include.line << ": " << include.target << " brings LLVM in";
    }
  }
}

TEST(Layering, TheRulesCatchWhatTheyForbid) {
  EXPECT_NE(violation({"graph/graph.cc", 1, "partitioner/partition.h"}), "");
  EXPECT_NE(violation({"partitioner/search/search.h", 1, "graph/graph.h"}), "");
  EXPECT_NE(violation({"partitioner/search/search.h", 1, "partitioner/partition.h"}), "");
  EXPECT_NE(violation({"executor/executor.cc", 1, "graph/graph.h"}), "");
  EXPECT_NE(violation({"codegen/fuse/fuse.cc", 1, "llvm/IR/IRBuilder.h"}), "");
  EXPECT_NE(violation({"collectives/mpi/mpi_world.h", 1, "mpi.h"}), "");
  EXPECT_NE(violation({"base/check.h", 1, "devices/mesh.h"}), "");
  EXPECT_NE(violation({"launcher/job/config.h", 1, "toml++/toml.h"}), "");
  EXPECT_EQ(violation({"codegen/emit/llvm/jit.cc", 1, "llvm/IR/IRBuilder.h"}), "");
  EXPECT_EQ(violation({"executor/executor.cc", 1, "program/program.h"}), "");
  EXPECT_EQ(violation({"graph/graph_io.cc", 1, "graph/graph.capnp.h"}), "");
}

// codegen/ is its steps, a folder each, and a step knows those before it only. `loops` is the language that lowering,
// schedules and emitters share.
TEST(Layering, AStepOfCodegenIncludesEarlierStepsOnly) {
  const std::vector<std::string> steps = {"prepare", "fuse", "loops", "lower", "schedule", "memory", "emit"};
  auto stepOf = [&](const std::string& path) {
    for (size_t i = 0; i < steps.size(); ++i) {
      if (path.rfind("codegen/" + steps[i] + "/", 0) == 0) return static_cast<int>(i);
    }
    return -1;
  };
  int seen = 0;
  for (const Include& include : allIncludes()) {
    const int from = stepOf(include.file), to = stepOf(include.target);
    if (from < 0 || to < 0) continue;
    ++seen;
    EXPECT_LE(to, from) << include.file << ":" << include.line << " includes " << include.target;
  }
  EXPECT_GT(seen, 50);
}

// What others include needs nothing but a compiler.
TEST(Layering, PublicHeadersIncludeTheLanguagesOwnOnly) {
  size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "include")) {
    if (!entry.is_regular_file()) continue;
    ++count;
    for (const Include& include : includesOf(entry.path(), fs::relative(entry.path(), kRoot).generic_string()))
      EXPECT_TRUE(std::regex_match(include.target, std::regex("[a-z_]+|std(def|int)\\.h|partita/partita\\.h")))
          << include.file << ":" << include.line << ": " << include.target;
  }
  EXPECT_GE(count, 2u);
}

// add_layer(... DEPS ...) in each CMakeLists.txt says the same as the table.
TEST(Layering, BuildFilesNameTheSameLayers) {
  for (const auto& [folder, allowed] : kAllowed) {
    std::ifstream in(kRoot / folder / "CMakeLists.txt");
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    std::smatch match;
    ASSERT_TRUE(std::regex_search(text, match, std::regex("add_layer\\((\\w+)(?:\\s+DEPS((?:\\s+[a-z]+)*))?")))
        << folder;
    EXPECT_EQ(match[1], folder.substr(folder.rfind('/') + 1));
    std::set<std::string> expected, found;
    for (const std::string& layer : allowed)
      expected.insert(kAllowed.count(layer) != 0 ? layer.substr(layer.rfind('/') + 1)
                                                 : layer.substr(0, layer.find('/')));
    std::istringstream words(match[2].str());
    for (std::string word; words >> word;) found.insert(word);
    found.erase("graph"), expected.erase("graph");  // comes through codegen for executor
    EXPECT_EQ(found, expected) << folder << "/CMakeLists.txt";
  }
}

// All layers share one binary: two types of one name in one namespace would be one to the linker, whichever comes
// first.
TEST(Layering, NoTypeNameIsDefinedInTwoHeaders) {
  static const std::regex kDefinition("^(?:struct|class|enum class) ([A-Z][A-Za-z0-9]*)(?: final)?(?: : [^;]*)? \\{");
  static const std::regex kNamespace("^namespace ([a-z:]+) \\{");
  std::map<std::string, std::string> where;
  for (const auto& [folder, allowed] : kAllowed) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      if (entry.path().extension() != ".h") continue;
      std::ifstream in(entry.path());
      const std::string file = fs::relative(entry.path(), kRoot).generic_string();
      if (layerOf(file) != folder) continue;
      std::smatch match;
      std::string space;
      for (std::string line; std::getline(in, line);) {
        if (std::regex_search(line, match, kNamespace)) space = match[1];
        if (!std::regex_search(line, match, kDefinition)) continue;
        const auto [other, isNew] = where.emplace(space + "::" + match[1].str(), file);
        EXPECT_TRUE(isNew) << space << "::" << match[1] << " is defined in " << other->second << " and in " << file;
      }
    }
  }
  EXPECT_GT(where.size(), 50u);
}

// Design, decision 2: what is known of an op stands in graph/ops/. The partitioner asks the op table.
TEST(Layering, ThePartitionerNamesNoOpKind) {
  for (const auto& entry : fs::recursive_directory_iterator(kRoot / "partitioner")) {
    const std::string extension = entry.path().extension();
    if (extension != ".h" && extension != ".cc") continue;
    std::ifstream in(entry.path());
    std::string text;
    for (int line = 1; std::getline(in, text); ++line)
      EXPECT_EQ(text.find("OpKind::"), std::string::npos) << entry.path() << ":" << line << ": " << text;
  }
}

}  // namespace
}  // namespace partita
