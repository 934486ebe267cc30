// compile() with a cache: what a second compilation does, and what makes it another one.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/build_id.h"
#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "program/program_io.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

namespace fs = std::filesystem;

Graph softmaxLike(const std::string& constant = "2.0") {
  StatusOr<Graph> graph = parseStablehlo(R"(
func.func public @main(%x: tensor<32x64xf32>, %y: tensor<64x16xf32>) -> tensor<32x16xf32> {
  %c = stablehlo.constant dense<)" + constant +
                                             R"(> : tensor<32x64xf32>
  %e = stablehlo.exponential %x : tensor<32x64xf32>
  %m = stablehlo.multiply %e, %c : tensor<32x64xf32>
  %d = stablehlo.dot_general %m, %y, contracting_dims = [1] x [0] : (tensor<32x64xf32>, tensor<64x16xf32>) -> tensor<32x16xf32>
  return %d : tensor<32x16xf32>
})",
                                         "softmax_like.mlir");
  EXPECT_TRUE(graph.ok()) << graph.status();
  return *std::move(graph);
}

class ProgramCache : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_FALSE(buildId().empty());
    options_.target = hostTarget();
    options_.cacheDirectory = freshFolder("program_cache");
  }
  // What compile() did; the program must be the same each time.
  CompileStats compiled(const Graph& graph) {
    CompileStats stats;
    StatusOr<Program> program = compile(graph, options_, &stats);
    EXPECT_TRUE(program.ok()) << program.status();
    if (!program.ok()) return stats;
    EXPECT_EQ(program->compileSeconds, stats.seconds);
    EXPECT_TRUE(loadKernels(*program).ok());
    program->compileSeconds = 0;
    last_ = serializeProgram(*program);
    return stats;
  }
  std::vector<fs::path> entries(const std::string& prefix) const {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(options_.cacheDirectory)) {
      if (entry.path().filename().string().rfind(prefix, 0) == 0) out.push_back(entry.path());
    }
    return out;
  }

  CompileOptions options_;
  std::string last_;
};

TEST_F(ProgramCache, TheSecondCompilationDoesNothing) {
  const Graph graph = softmaxLike();
  const CompileStats first = compiled(graph);
  const std::string program = last_;
  EXPECT_FALSE(first.fromCache);
  EXPECT_GT(first.kernelsLowered, 0);
  EXPECT_EQ(first.kernelsCompiled, first.kernelsLowered);
  const CompileStats second = compiled(graph);
  EXPECT_TRUE(second.fromCache);
  EXPECT_EQ(second.kernelsLowered, 0);
  EXPECT_EQ(second.kernelsCompiled, 0);
  EXPECT_EQ(last_, program);
  // Without the program, its kernels are still there.
  for (const fs::path& path : entries("p_")) fs::remove(path);
  const CompileStats third = compiled(graph);
  EXPECT_FALSE(third.fromCache);
  EXPECT_EQ(third.kernelsLowered, first.kernelsLowered);
  EXPECT_EQ(third.kernelsCompiled, 0);
  EXPECT_EQ(last_, program);
}

TEST_F(ProgramCache, AnythingThatMattersMakesAnotherEntry) {
  const Graph graph = softmaxLike();
  compiled(graph);
  EXPECT_FALSE(compiled(softmaxLike("3.0")).fromCache);
  const auto changed = [&](auto change) {
    const CompileOptions before = options_;
    change(options_);
    const bool fromCache = compiled(graph).fromCache;
    options_ = before;
    return !fromCache;
  };
  EXPECT_TRUE(changed([](CompileOptions& o) { o.taskSeconds = 1e-9; }));
  EXPECT_TRUE(changed([](CompileOptions& o) { o.fuse = false; }));
  EXPECT_TRUE(changed([](CompileOptions& o) { o.fixedSums = true; }));
  EXPECT_TRUE(changed([](CompileOptions& o) { std::get<CpuTarget>(o.target).l2Bytes *= 2; }));
  const auto database = [](const std::string& text) {
    return [text](CompileOptions& o) { o.schedules.database = *ScheduleRecords::parse(text, "schedules.txt"); };
  };
  EXPECT_TRUE(changed(database("nest *\n")));
  EXPECT_FALSE(changed(database("nest *\n")));
  EXPECT_TRUE(changed(database("nest other\n")));
  EXPECT_FALSE(changed([](CompileOptions& o) { o.compileThreads = 2; }));
  EXPECT_EQ(entries("p_").size(), 8u);
  // A dump goes through the stages; so do schedules that are forced, each time.
  EXPECT_TRUE(changed([&](CompileOptions& o) { o.dumpDirectory = o.cacheDirectory + "/dump"; }));
  for (int i = 0; i < 2; ++i) {
    std::shared_ptr<const ScheduleRecords> forced = *ScheduleRecords::parse("nest *\n", "schedules.txt");
    EXPECT_TRUE(changed([&](CompileOptions& o) { o.schedules.forced = forced; }));
    EXPECT_TRUE(forced->checkUsed({forced->used()}).ok());
  }
  EXPECT_FALSE(changed([](CompileOptions&) {}));
}

TEST_F(ProgramCache, DamagedAndForeignEntriesAreMadeAgain) {
  const Graph graph = softmaxLike();
  compiled(graph);
  const std::string program = last_;
  ASSERT_EQ(entries("p_").size(), 1u);
  const fs::path path = entries("p_")[0];
  const auto size = fs::file_size(path);
  for (uintmax_t at : {uintmax_t{0}, uintmax_t{30}, size / 2, size - 1}) {
    {
      std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(static_cast<std::streamoff>(at));
      const char byte = static_cast<char>(file.get() ^ 1);
      file.seekp(static_cast<std::streamoff>(at));
      file.put(byte);
    }
    EXPECT_FALSE(compiled(graph).fromCache) << at;
    EXPECT_EQ(last_, program);
    EXPECT_TRUE(compiled(graph).fromCache) << at;
  }
  // Whole entries whose contents are no program, or the program of another target.
  const DiskCache cache(options_.cacheDirectory);
  const std::string name = path.stem();
  cache.write(name, "not a program");
  EXPECT_FALSE(compiled(graph).fromCache);
  StatusOr<Program> foreign = deserializeProgram(program);
  ASSERT_TRUE(foreign.ok());
  std::get<CpuTarget>(foreign->target).cpu = "z80";
  cache.write(name, serializeProgram(*foreign));
  EXPECT_FALSE(compiled(graph).fromCache);
  EXPECT_EQ(last_, program);
  EXPECT_TRUE(compiled(graph).fromCache);
}

TEST_F(ProgramCache, TheLimitIsKept) {
  options_.cacheLimitBytes = 60 << 10;
  for (int i = 0; i < 12; ++i) compiled(softmaxLike(strCat(i, ".5")));
  uintmax_t bytes = 0;
  for (const auto& entry : fs::directory_iterator(options_.cacheDirectory)) bytes += entry.file_size();
  EXPECT_LE(bytes, 60u << 10);
  EXPECT_GT(bytes, 20u << 10);
  EXPECT_TRUE(compiled(softmaxLike("11.5")).fromCache);
  EXPECT_FALSE(compiled(softmaxLike("0.5")).fromCache);
}

}  // namespace
}  // namespace partita
