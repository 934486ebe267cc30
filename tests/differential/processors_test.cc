// Programs compiled for processors that this machine is not: every kernel becomes an object file with the instructions
// that one expects, and what is made for Arm is run by an emulator.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/rng.h"
#include "base/text.h"
#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "tests/support/captured.h"
#include "tests/support/emulated_kernels.h"
#include "tests/support/random_graph.h"
#include "tests/support/subprocess.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

using ::testing::HasSubstr;

struct Sample {
  const char* name;
  const char* text;
};

constexpr Sample kSamples[] = {
    {"elementwise", R"(
func.func @main(%x: tensor<33x40xf32>, %y: tensor<33x40xf32>) -> tensor<33x40xf32> {
  %0 = stablehlo.multiply %x, %y : tensor<33x40xf32>
  %1 = stablehlo.add %0, %x : tensor<33x40xf32>
  return %1 : tensor<33x40xf32>
})"},
    {"bf16", R"(
func.func @main(%x: tensor<33x40xbf16>, %y: tensor<33x40xbf16>) -> tensor<33x40xbf16> {
  %0 = stablehlo.multiply %x, %y : tensor<33x40xbf16>
  %1 = stablehlo.add %0, %x : tensor<33x40xbf16>
  return %1 : tensor<33x40xbf16>
})"},
    {"functions", R"(
func.func @main(%x: tensor<500xf32>) -> (tensor<500xf32>, tensor<500xf32>, tensor<500xf32>, tensor<500xf32>, tensor<500xf32>, tensor<500xf32>, tensor<500xf32>, tensor<500xf32>) {
  %a = stablehlo.exponential %x : tensor<500xf32>
  %b = stablehlo.tanh %x : tensor<500xf32>
  %c = stablehlo.logistic %x : tensor<500xf32>
  %d = stablehlo.log %a : tensor<500xf32>
  %e = stablehlo.sine %x : tensor<500xf32>
  %f = stablehlo.cosine %x : tensor<500xf32>
  %g = stablehlo.power %a, %x : tensor<500xf32>
  %h = stablehlo.cbrt %x : tensor<500xf32>
  return %a, %b, %c, %d, %e, %f, %g, %h : tensor<500xf32>, tensor<500xf32>, tensor<500xf32>, tensor<500xf32>, tensor<500xf32>, tensor<500xf32>, tensor<500xf32>, tensor<500xf32>
})"},
    {"softmax", R"(
func.func @main(%x: tensor<9x70xf32>) -> tensor<9x70xf32> {
  %low = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %m = stablehlo.reduce(%x init: %low) applies stablehlo.maximum across dimensions = [1] : (tensor<9x70xf32>, tensor<f32>) -> tensor<9xf32>
  %mb = stablehlo.broadcast_in_dim %m, dims = [0] : (tensor<9xf32>) -> tensor<9x70xf32>
  %d = stablehlo.subtract %x, %mb : tensor<9x70xf32>
  %e = stablehlo.exponential %d : tensor<9x70xf32>
  %s = stablehlo.reduce(%e init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<9x70xf32>, tensor<f32>) -> tensor<9xf32>
  %sb = stablehlo.broadcast_in_dim %s, dims = [0] : (tensor<9xf32>) -> tensor<9x70xf32>
  %out = stablehlo.divide %e, %sb : tensor<9x70xf32>
  return %out : tensor<9x70xf32>
})"},
    {"product", R"(
func.func @main(%x: tensor<37x64xf32>, %w: tensor<64x50xf32>) -> tensor<37x50xf32> {
  %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<37x64xf32>, tensor<64x50xf32>) -> tensor<37x50xf32>
  return %0 : tensor<37x50xf32>
})"},
    {"product_of_bf16", R"(
func.func @main(%x: tensor<37x64xbf16>, %w: tensor<64x50xbf16>) -> tensor<37x50xf32> {
  %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<37x64xbf16>, tensor<64x50xbf16>) -> tensor<37x50xf32>
  return %0 : tensor<37x50xf32>
})"},
    {"product_of_i8", R"(
func.func @main(%x: tensor<37x64xi8>, %w: tensor<64x50xi8>) -> tensor<37x50xi32> {
  %0 = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<37x64xi8>, tensor<64x50xi8>) -> tensor<37x50xi32>
  return %0 : tensor<37x50xi32>
})"},
    {"reductions", R"(
func.func @main(%x: tensor<45x70xf32>) -> (tensor<45xf32>, tensor<70xf32>, tensor<f32>) {
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %r = stablehlo.reduce(%x init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<45x70xf32>, tensor<f32>) -> tensor<45xf32>
  %c = stablehlo.reduce(%x init: %zero) applies stablehlo.add across dimensions = [0] : (tensor<45x70xf32>, tensor<f32>) -> tensor<70xf32>
  %a = stablehlo.reduce(%x init: %zero) applies stablehlo.add across dimensions = [0, 1] : (tensor<45x70xf32>, tensor<f32>) -> tensor<f32>
  return %r, %c, %a : tensor<45xf32>, tensor<70xf32>, tensor<f32>
})"},
    {"transposition", R"(
func.func @main(%x: tensor<48x80xf32>) -> tensor<80x48xf32> {
  %0 = stablehlo.transpose %x, dims = [1, 0] : (tensor<48x80xf32>) -> tensor<80x48xf32>
  return %0 : tensor<80x48xf32>
})"},
    {"sorts", R"(
func.func @main(%x: tensor<3x400xf32>, %y: tensor<80x7xf32>, %z: tensor<5x90xf32>) -> (tensor<3x400xf32>, tensor<80x7xf32>, tensor<90x5xf32>, tensor<3x4xf32>, tensor<3x4xi32>) {
  %a = "stablehlo.sort"(%x) <{dimension = 1 : i64, is_stable = true}> ({
  ^bb0(%l: tensor<f32>, %r: tensor<f32>):
    %0 = stablehlo.compare LT, %l, %r, TOTALORDER : (tensor<f32>, tensor<f32>) -> tensor<i1>
    stablehlo.return %0 : tensor<i1>
  }) : (tensor<3x400xf32>) -> tensor<3x400xf32>
  %b = "stablehlo.sort"(%y) <{dimension = 1 : i64, is_stable = true}> ({
  ^bb0(%l: tensor<f32>, %r: tensor<f32>):
    %0 = stablehlo.compare GT, %l, %r : (tensor<f32>, tensor<f32>) -> tensor<i1>
    stablehlo.return %0 : tensor<i1>
  }) : (tensor<80x7xf32>) -> tensor<80x7xf32>
  %t = stablehlo.transpose %z, dims = [1, 0] : (tensor<5x90xf32>) -> tensor<90x5xf32>
  %c = "stablehlo.sort"(%t) <{dimension = 0 : i64, is_stable = true}> ({
  ^bb0(%l: tensor<f32>, %r: tensor<f32>):
    %0 = stablehlo.compare LT, %l, %r : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %1 = stablehlo.compare NE, %l, %r : (tensor<f32>, tensor<f32>) -> tensor<i1>
    %2 = stablehlo.and %0, %1 : tensor<i1>
    stablehlo.return %2 : tensor<i1>
  }) : (tensor<90x5xf32>) -> tensor<90x5xf32>
  %v, %i = chlo.top_k(%x, k = 4) : tensor<3x400xf32> -> (tensor<3x4xf32>, tensor<3x4xi32>)
  return %a, %b, %c, %v, %i : tensor<3x400xf32>, tensor<80x7xf32>, tensor<90x5xf32>, tensor<3x4xf32>, tensor<3x4xi32>
})"},
    {"convolution", R"(
func.func @main(%x: tensor<1x9x9x8xf32>, %w: tensor<3x3x8x32xf32>) -> tensor<1x9x9x32xf32> {
  %0 = stablehlo.convolution(%x, %w) dim_numbers = [b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f], window = {pad = [[1, 1], [1, 1]]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64} : (tensor<1x9x9x8xf32>, tensor<3x3x8x32xf32>) -> tensor<1x9x9x32xf32>
  return %0 : tensor<1x9x9x32xf32>
})"},
};

Graph parsed(const Sample& sample) {
  StatusOr<Graph> graph = parseStablehlo(sample.text, sample.name);
  EXPECT_TRUE(graph.ok()) << graph.status();
  return graph.ok() ? *std::move(graph) : Graph();
}

// The assembly of all kernels.
std::string assemblyOf(const Graph& graph, const CpuTarget& target) {
  const std::filesystem::path folder = freshFolder("processors");
  CompileOptions options;
  options.target = target;
  options.dumpDirectory = folder;
  const StatusOr<Program> program = compile(graph, options);
  EXPECT_TRUE(program.ok()) << program.status();
  std::string out;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() == ".s") strAppend(&out, *readFile(file.path(), "assembly"));
  }
  return out;
}

CpuTarget cpu(const std::string& name) { return std::get<CpuTarget>(*namedTarget(name)); }

TEST(Processors, EveryKernelIsMadeOfTheirInstructions) {
  struct Processor {
    const char* name;
    const char* multiplyAdd;  // in vectors of f32, and the registers they are in
    const char* vectorLoad;
  };
  for (const Processor& p : {Processor{"x86-64-v3", "vfmadd231ps\t", "%ymm"},
                             {"znver4", "vfmadd231ps\t", "%zmm"},
                             {"sapphirerapids", "vfmadd231ps\t", "%zmm"},
                             {"aarch64", "fmla\tv", "\tq"},
                             {"neoverse-n1", "fmla\tv", "\tq"},
                             {"neoverse-v2", "fmla\tv", "\tq"},
                             {"neoverse-v1", "fmla\tz", "ld1w\t{ z"},
                             {"a64fx", "fmla\tz", "ld1w\t{ z"}}) {
    for (const Sample& sample : kSamples) {
      SCOPED_TRACE(std::string(p.name) + ": " + sample.name);
      const std::string text = assemblyOf(parsed(sample), cpu(p.name));
      const std::string_view name = sample.name;
      if (name == "product" || name == "convolution") {
        EXPECT_THAT(text, HasSubstr(p.multiplyAdd));
      } else if (name == "elementwise") {
        EXPECT_THAT(text, HasSubstr(p.vectorLoad));
      }
    }
  }
}

// A process each.
constexpr int kMostCalls = 60;

// GRAPH made for TARGET and emulated.
StatusOr<std::vector<Tensor>> emulated(const Graph& graph, const CpuTarget& target, absl::Span<const Tensor> args) {
  CompileOptions options;
  options.target = target;
  ASSIGN_OR_RETURN(const Program program, compile(graph, options));
  std::vector<std::string> symbols;
  for (const Kernel& kernel : program.kernels) symbols.push_back(kernel.symbol);
  ASSIGN_OR_RETURN(const EmulatedKernels kernels,
                   EmulatedKernels::link(program.objects, symbols, target, freshFolder("emulated")));
  int calls = 0;
  const KernelCall call = [&](int32_t kernel, absl::Span<void* const> memory,
                              absl::Span<const Slice> arguments) -> Status {
    if (++calls > kMostCalls) return absl::ResourceExhaustedError("too many calls of kernels");
    std::vector<EmulatedKernels::Memory> buffers;
    for (size_t i = 0; i < memory.size(); ++i) buffers.push_back({memory[i], arguments[i].bytes});
    const TaskRange& range = program.kernels[static_cast<size_t>(kernel)].taskRange();
    return kernels.run(static_cast<size_t>(kernel), range.tasks, range.scratchBytes, buffers);
  };
  return runThunks(program, call, args);
}

Status compareEmulated(const Graph& graph, const CpuTarget& target, uint64_t seed, double tolerance) {
  const std::vector<Tensor> args = randomArguments(graph, seed);
  ASSIGN_OR_RETURN(const std::vector<Tensor> expected, evaluate(graph, args));
  ASSIGN_OR_RETURN(const std::vector<Tensor> found, emulated(graph, target, args));
  for (size_t i = 0; i < expected.size(); ++i)
    RETURN_IF_ERROR(annotate(compareTensors(found[i], expected[i], tolerance, tolerance), strCat("result ", i)));
  return {};
}

class Emulated : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!emulationLacks().empty()) GTEST_SKIP() << emulationLacks();
  }
};

TEST_P(Emulated, SamplesAgreeWithTheEvaluator) {
  for (const Sample& sample : kSamples) {
    const double tolerance = std::string(sample.name) == "bf16" ? 1e-2 : 2e-5;
    const Status status = compareEmulated(parsed(sample), cpu(GetParam()), 3, tolerance);
    EXPECT_TRUE(status.ok()) << sample.name << ": " << status;
  }
}

TEST_P(Emulated, CapturedProgramsAgreeWithJax) {
  int run = 0;
  for (const CapturedProgram& program : capturedPrograms("control")) {
    SCOPED_TRACE(program.name);
    const StatusOr<Graph> graph = loadProgram(program.path);
    ASSERT_TRUE(graph.ok()) << graph.status();
    const StatusOr<std::vector<Tensor>> results = emulated(*graph, cpu(GetParam()), capturedInputs(program, *graph));
    // Other tests say what there is no code for.
    if (results.status().code() == absl::StatusCode::kUnimplemented ||
        results.status().code() == absl::StatusCode::kResourceExhausted)
      continue;
    ASSERT_TRUE(results.ok()) << results.status();
    const Status same = checkCapturedOutputs(program, *results, 1e-5);
    EXPECT_TRUE(same.ok()) << same;
    ++run;
  }
  EXPECT_GT(run, 100);
}

TEST_P(Emulated, RandomProgramsAgreeWithTheEvaluator) {
  const char* given = std::getenv("PARTITA_RANDOM_SEEDS");
  const uint64_t seeds = given != nullptr ? std::strtoull(given, nullptr, 10) : 6;
  for (uint64_t seed = 1; seed <= seeds; ++seed) {
    RandomGraphOptions options;
    options.windows = seed % 2 == 0;
    options.control = false;  // a process for each kernel of each round
    const Status status = compareEmulated(randomGraph(seed, options), cpu(GetParam()), seed, 1e-4);
    EXPECT_TRUE(status.ok()) << "seed " << seed << ": " << status;
  }
}

// A program of every function and conversion of one f32, on COUNT of them. %z is for the functions of an angle.
Graph everyFunction(int64_t count) {
  const std::string x = strCat("tensor<", count, "xf32>");
  std::string body, results, types;
  int number = 0;
  const auto add = [&](std::string_view line, const std::string& type) {
    strAppend(&body, "  %", number, " = stablehlo.", line, " : ", type == x ? x : strCat("(", x, ") -> ", type), "\n");
    strAppend(&results, number == 0 ? "%" : ", %", number);
    strAppend(&types, number == 0 ? "" : ", ", type);
    ++number;
  };
  for (const char* function :
       {"exponential", "exponential_minus_one", "log", "log_plus_one", "tanh", "logistic", "cbrt", "sqrt", "rsqrt",
        "floor", "ceil", "round_nearest_even", "round_nearest_afz", "sign"})
    add(strCat(function, " %x"), x);
  for (const char* function : {"power", "atan2", "maximum", "minimum", "divide"}) add(strCat(function, " %x, %y"), x);
  for (const char* function : {"sine", "cosine", "tan"}) add(strCat(function, " %z"), x);
  for (const char* type : {"bf16", "f16", "f64", "i8", "ui8", "i16", "i32", "ui32", "i64", "i1"})
    add("convert %x", strCat("tensor<", count, "x", type, ">"));
  const std::string text = strCat("func.func @main(%x: ", x, ", %y: ", x, ", %z: ", x, ") -> (", types, ") {\n", body,
                                  "  return ", results, " : ", types, "\n}\n");
  StatusOr<Graph> graph = parseStablehlo(text, "every function");
  EXPECT_TRUE(graph.ok()) << graph.status() << text;
  return graph.ok() ? *std::move(graph) : Graph();
}

// Kernels use what has one result on every processor, fused multiply-adds among it: so have the functions made of it.
// On numbers of every size, infinities and NaNs; but sine, cosine and tangent of more than 2^26 are the C library's.
TEST_P(Emulated, FunctionsAreThoseOfOtherProcessorsToTheLastBit) {
  const CpuTarget avx2 = cpu("x86-64-v3");
  if (!checkRunsHere(avx2).ok()) GTEST_SKIP() << checkRunsHere(avx2);
  constexpr int64_t kCount = 20000;
  const Graph graph = everyFunction(kCount);
  Rng rng(5);
  std::vector<Tensor> args(3, Tensor(TensorType(DType::kF32, {kCount})));
  for (size_t n = 0; n < args.size(); ++n) {
    auto* data = reinterpret_cast<float*>(args[n].mutableData());
    for (int64_t i = 0; i < kCount; ++i) {
      const double range = i % 2 == 0 ? 0x1p26 : 20;
      data[i] = n < 2 && i % 2 == 0 ? std::bit_cast<float>(static_cast<uint32_t>(rng.next()))
                                    : static_cast<float>(rng.uniform() * 2 * range - range);
    }
  }
  CompileOptions options;
  options.target = avx2;
  const StatusOr<Program> program = compile(graph, options);
  ASSERT_TRUE(program.ok()) << program.status();
  const auto kernels = loadKernels(*program);
  ASSERT_TRUE(kernels.ok()) << kernels.status();
  const auto here = runThunks(*program, **kernels, args), there = emulated(graph, cpu(GetParam()), args);
  ASSERT_TRUE(here.ok() && there.ok()) << there.status();
  for (size_t i = 0; i < here->size(); ++i) {
    const Status same = compareTensors((*there)[i], (*here)[i], 0, 0);
    EXPECT_TRUE(same.ok()) << "result " << i << ": " << same;
  }
}

INSTANTIATE_TEST_SUITE_P(Arm, Emulated, testing::Values("aarch64", "neoverse-v2", "neoverse-v1"), [](const auto& info) {
  std::string name = info.param;
  std::erase(name, '-');
  return name;
});

}  // namespace
}  // namespace partita
