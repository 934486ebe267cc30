// Compiling many kernels: equal ones once, the disk cache, dumps, targets by name, what cannot be compiled.
#include "codegen/emit/kernel_compiler.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace partita {
namespace {

LoopFunction scale(const std::string& name, double factor, DType dtype = DType::kF32) {
  LoopBuilder b(name);
  LoopBufferId x = b.parameter("x", dtype, 100, true, true);
  ExprId i = b.var(b.openFor("i", b.index(0), b.index(100), LoopKind::kVector, 1, 16));
  b.store(x, i, b.op(ScalarOp::kMultiply, dtype, {b.load(x, i), b.constant(dtype, factor)}));
  b.close();
  return b.finish();
}

class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    path_ = std::filesystem::temp_directory_path() / ("partita_kernels_" + std::to_string(getpid()));
    std::filesystem::remove_all(path_);
  }
  ~TemporaryDirectory() { std::filesystem::remove_all(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

float runScale(const std::vector<ObjectCode>& objects, const std::string& symbol) {
  std::string symbols[] = {symbol};
  auto table = loadObjects(objects, symbols);
  EXPECT_TRUE(table.ok()) << table.status();
  if (!table.ok()) return 0;
  alignas(64) float data[100];
  for (float& x : data) x = 1;
  void* buffers[] = {data};
  (*table)->find(symbol)(buffers, 0, 1, nullptr);
  for (float x : data) EXPECT_EQ(x, data[0]);
  return data[0];
}

TEST(KernelCompilerTest, EqualFunctionsAreCompiledOnceAndInParallel) {
  LoopFunction a = scale("a", 2), b = scale("b", 2), c = scale("c", 3);
  const LoopFunction* list[] = {&a, &b, &c};
  KernelCompileOptions options;
  options.threads = 2;
  KernelCompileStats stats;
  auto objects = compileKernels(list, hostTarget(), options, &stats);
  ASSERT_TRUE(objects.ok()) << objects.status();
  EXPECT_EQ(stats.compiled, 2);
  EXPECT_EQ(kernelSymbol(a), kernelSymbol(b));
  EXPECT_EQ(runScale(*objects, kernelSymbol(a)), 2);
  EXPECT_EQ(runScale(*objects, kernelSymbol(c)), 3);
}

TEST(KernelCompilerTest, CacheIsReadAndDamageIsMended) {
  TemporaryDirectory directory;
  LoopFunction a = scale("a", 5), b = scale("b", 6);
  const LoopFunction* list[] = {&a, &b};
  KernelCompileOptions options;
  options.cacheDirectory = directory.path();
  KernelCompileStats stats;
  ASSERT_TRUE(compileKernels(list, hostTarget(), options, &stats).ok());
  EXPECT_EQ(stats.compiled, 2);
  ASSERT_TRUE(compileKernels(list, hostTarget(), options, &stats).ok());
  EXPECT_EQ(stats.fromCache, 2);
  // Another target shares nothing.
  ASSERT_TRUE(compileKernels(list, *namedTarget("aarch64"), options, &stats).ok());
  EXPECT_EQ(stats.fromCache, 0);
  for (const auto& entry : std::filesystem::directory_iterator(directory.path())) {
    if (entry.path().filename().string().find(kernelSymbol(a)) == std::string::npos) continue;
    std::fstream file(entry.path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(200);
    file.put('\x5a');
  }
  auto objects = compileKernels(list, hostTarget(), options, &stats);
  ASSERT_TRUE(objects.ok());
  EXPECT_EQ(stats.compiled, 1);
  EXPECT_EQ(runScale(*objects, kernelSymbol(a)), 5);
  ASSERT_TRUE(compileKernels(list, hostTarget(), options, &stats).ok());
  EXPECT_EQ(stats.fromCache, 2);
}

TEST(KernelCompilerTest, DumpsEveryStage) {
  TemporaryDirectory directory;
  LoopFunction a = scale("a", 5);
  const LoopFunction* list[] = {&a};
  KernelCompileOptions options;
  options.dumpDirectory = directory.path();
  ASSERT_TRUE(compileKernels(list, hostTarget(), options).ok());
  for (const char* suffix : {".loop.txt", ".ll", ".s"}) {
    EXPECT_TRUE(std::filesystem::file_size(directory.path() + "/" + kernelSymbol(a) + suffix) > 50) << suffix;
  }
}

TEST(KernelCompilerTest, TargetsByName) {
  const auto cpu = [](const char* name) { return std::get<CpuTarget>(*namedTarget(name)); };
  EXPECT_EQ(cpu("x86-64").vectorBits, 128);
  EXPECT_FALSE(cpu("x86-64").fma);
  EXPECT_EQ(cpu("haswell").vectorBits, 256);
  EXPECT_TRUE(cpu("znver3").fma);
  EXPECT_EQ(cpu("x86-64-v4").vectorRegisters, 32);
  EXPECT_TRUE(cpu("aarch64").has("neon") && !cpu("aarch64").has("dotprod"));
  EXPECT_EQ(cpu("neoverse-v1").vectorBits, 256);
  EXPECT_TRUE(cpu("neoverse-v1").has("sve") && cpu("neoverse-v1").has("i8mm"));
  EXPECT_EQ(cpu("neoverse-v2").vectorBits, 128);
  EXPECT_TRUE(cpu("znver4").has("avx512bf16") && cpu("znver4").has("avx512vnni"));
  EXPECT_FALSE(cpu("znver4").has("avx512"));
  const Status unknown = namedTarget("z80").status();
  EXPECT_EQ(unknown.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_NE(unknown.message().find("host, "), std::string::npos) << unknown;
  EXPECT_NE(unknown.message().find(", x86-64-v3, "), std::string::npos) << unknown;

  EXPECT_TRUE(checkRunsHere(hostTarget()).ok());
  CpuTarget lacking = hostTarget();
  lacking.features += ",+no-such-instruction";
  const Status cannot = checkRunsHere(lacking);
  EXPECT_EQ(cannot.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(cannot.message().find("lacks no-such-instruction"), std::string::npos) << cannot;
  lacking.triple = "z80-unknown-none";
  EXPECT_EQ(checkRunsHere(lacking).code(), absl::StatusCode::kFailedPrecondition);
}

TEST(KernelCompilerTest, SaysWhatItCannotCompile) {
  LoopFunction f = scale("complicated", 2, DType::kC64);
  const LoopFunction* list[] = {&f};
  auto objects = compileKernels(list, hostTarget(), {});
  EXPECT_EQ(objects.status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_NE(objects.status().message().find("complicated"), std::string::npos) << objects.status();
  GpuTarget gpu;
  gpu.architecture = "sm_90a";
  const Status noGenerator = compileKernels(list, gpu, {}).status();
  EXPECT_EQ(noGenerator.code(), absl::StatusCode::kUnimplemented);
  EXPECT_NE(noGenerator.message().find("sm_90a"), std::string::npos) << noGenerator;
  EXPECT_EQ(checkRunsHere(gpu).code(), absl::StatusCode::kFailedPrecondition);
  std::string symbols[] = {"k_absent"};
  EXPECT_FALSE(loadObjects({}, symbols).ok());
}

TEST(KernelCompilerTest, HostTargetIsPlausible) {
  CpuTarget target = hostTarget();
  EXPECT_FALSE(target.triple.empty());
  EXPECT_FALSE(target.cpu.empty());
  EXPECT_GE(target.lanes(4), 4);
  EXPECT_GE(target.l1Bytes, 16 << 10);
  EXPECT_GE(target.l2Bytes, target.l1Bytes);
}

TEST(KernelCompilerTest, ScratchBytesAreRoundedPerBuffer) {
  LoopBuilder b("scratch");
  b.local("s", BufferSpace::kScratch, DType::kF32, 3);
  b.local("t", BufferSpace::kScratch, DType::kI8, 65);
  b.local("r", BufferSpace::kRegister, DType::kI8, 65);
  EXPECT_EQ(kernelScratchBytes(b.finish()), 64 + 128);
}

}  // namespace
}  // namespace partita
