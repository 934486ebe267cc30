// Compiled programs against the reference evaluator: random graphs, captured programs, hand-picked patterns.
#include "codegen/codegen.h"

#include <cstdlib>

#include "base/rng.h"
#include "codegen/memory/buffer_plan.h"
#include "codegen/prepare/canonicalize.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/ops/node_builder.h"
#include "graph/simplify.h"
#include "gtest/gtest.h"
#include "program/program_check.h"
#include "tests/support/random_graph.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

// PIECES: kernels are cut into many tasks.
CompileOptions testOptions(bool pieces = false) {
  CompileOptions options;
  options.target = hostTarget();
  if (pieces) options.taskSeconds = 1e-12;
  return options;
}

// Compiles, runs on random arguments and compares with the evaluator.
Status compareWithEvaluator(const Graph& graph, uint64_t seed, double tolerance, bool pieces = false) {
  ASSIGN_OR_RETURN(Program program, compile(graph, testOptions(pieces)));
  RETURN_IF_ERROR(checkProgram(program));
  RETURN_IF_ERROR(checkInitialised(program));
  Graph prepared = graph;
  RETURN_IF_ERROR(simplify(prepared));
  RETURN_IF_ERROR(canonicalize(prepared));
  ASSIGN_OR_RETURN(BufferPlan plan, planBuffers(prepared, testOptions(pieces)));
  RETURN_IF_ERROR(checkBufferPlan(prepared, plan));
  ASSIGN_OR_RETURN(std::unique_ptr<KernelTable> kernels, loadKernels(program));
  std::vector<Tensor> args = randomArguments(graph, seed);
  ASSIGN_OR_RETURN(std::vector<Tensor> expected, evaluate(graph, args));
  ASSIGN_OR_RETURN(std::vector<Tensor> found, runThunks(program, *kernels, args));
  for (size_t i = 0; i < expected.size(); ++i) {
    RETURN_IF_ERROR(annotate(compareTensors(found[i], expected[i], tolerance, tolerance), absl::StrCat("result ", i)));
  }
  return absl::OkStatus();
}

Graph parse(std::string_view text) {
  StatusOr<Graph> graph = parseStablehlo(text);
  EXPECT_TRUE(graph.ok()) << graph.status();
  return graph.ok() ? *std::move(graph) : Graph();
}

int64_t randomSeeds() {
  const char* given = std::getenv("PARTITA_RANDOM_SEEDS");
  return given != nullptr ? std::atoll(given) : 40;
}

class CompiledRandomPrograms : public ::testing::TestWithParam<int> {};

TEST_P(CompiledRandomPrograms, AgreeWithTheEvaluator) {
  const int part = GetParam();
  for (int64_t i = 0; i < randomSeeds(); ++i) {
    uint64_t seed = static_cast<uint64_t>(1000 * part + i);
    RandomGraphOptions options;
    options.steps = 6 + static_cast<int>(seed % 12);
    options.windows = seed % 4 == 1;
    Graph graph = randomGraph(seed, options);
    Status status = compareWithEvaluator(graph, seed, 1e-4, seed % 3 == 2);
    EXPECT_TRUE(status.ok()) << "seed " << seed << ": " << status;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, CompiledRandomPrograms, ::testing::Range(1, 4));

TEST(CompiledCapturedPrograms, AgreeWithTheEvaluator) {
  for (const char* name : {"mlp_mnist_step", "gpt_tiny_init"}) {
    StatusOr<Graph> graph =
        loadProgram(absl::StrCat(PARTITA_SOURCE_DIR "/tests/data/programs/training/", name, ".mlir"));
    ASSERT_TRUE(graph.ok()) << graph.status();
    Status status = compareWithEvaluator(*graph, 7, 2e-4);
    EXPECT_TRUE(status.ok()) << name << ": " << status;
  }
}

TEST(CompiledPatterns, ChainsMovementAndSharedMemory) {
  // A swap of loop-carried values, one that is also a result; a value returned twice; an argument returned.
  Graph graph = parse(R"(
module { func.func @main(%a: tensor<8xf32>, %b: tensor<8xf32>, %n: tensor<i32>) -> (tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>) {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %three = stablehlo.constant dense<3> : tensor<i32>
  %0:3 = stablehlo.while(%x = %a, %y = %b, %i = %zero) : tensor<8xf32>, tensor<8xf32>, tensor<i32>
    cond {
      %c = stablehlo.compare LT, %i, %three, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %j = stablehlo.add %i, %one : tensor<i32>
      %s = stablehlo.add %x, %y : tensor<8xf32>
      stablehlo.return %y, %s, %j : tensor<8xf32>, tensor<8xf32>, tensor<i32>
    }
  return %0#0, %0#1, %0#1, %a, %b : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
} })");
  Status status = compareWithEvaluator(graph, 1, 1e-6);
  EXPECT_TRUE(status.ok()) << status;
}

// Arrays that the program knows, [ROWS x COLUMNS].
std::string constantArray(int64_t rows, int64_t columns, uint64_t seed) {
  Rng rng(seed);
  std::string text = "dense<[";
  for (int64_t i = 0; i < rows; ++i) {
    text += i > 0 ? ", [" : "[";
    for (int64_t j = 0; j < columns; ++j) absl::StrAppend(&text, j > 0 ? ", " : "", rng.uniform() - 0.5);
    text += "]";
  }
  return absl::StrCat(text, "]> : tensor<", rows, "x", columns, "xf32>");
}

// What follows from constants alone is made when the program is loaded: panels of weights, in loops too, and weights
// that are transposed, scaled or read by several products.
TEST(Preparation, OfConstantOperands) {
  for (const int64_t rows : {1, 3, 40}) {
    SCOPED_TRACE(rows);
    const std::string x = absl::StrCat("tensor<", rows, "x48xf32>"), y = absl::StrCat("tensor<", rows, "x33xf32>"),
                      w = "tensor<48x33xf32>", v = "tensor<33x48xf32>";
    Graph graph = parse(absl::StrCat("func.func public @main(%x: ", x, ") -> (", y, ", ", x, ", ", v,
                                     ") {\n%w = stablehlo.constant ", constantArray(48, 33, 1),
                                     "\n%v = stablehlo.constant ", constantArray(33, 48, 2),
                                     R"(
  %vt = stablehlo.transpose %v, dims = [1, 0] : (tensor<33x48xf32>) -> tensor<48x33xf32>
  %sum = stablehlo.add %w, %vt : tensor<48x33xf32>
  %scaled = stablehlo.tanh %v : tensor<33x48xf32>
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %three = stablehlo.constant dense<3> : tensor<i32>
  %loop:2 = stablehlo.while(%i = %zero, %a = %x) : tensor<i32>, )",
                                     x, R"(
    cond {
      %c = stablehlo.compare LT, %i, %three, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %j = stablehlo.add %i, %one : tensor<i32>
      %p = stablehlo.dot_general %a, %w, contracting_dims = [1] x [0] : ()",
                                     x, ", ", w, ") -> ", y, R"(
      %q = stablehlo.dot_general %p, %v, contracting_dims = [1] x [0] : ()",
                                     y, ", ", v, ") -> ", x, R"(
      stablehlo.return %j, %q : tensor<i32>, )",
                                     x, R"(
    }
  %r = stablehlo.dot_general %loop#1, %sum, contracting_dims = [1] x [0] : ()",
                                     x, ", ", w, ") -> ", y, R"(
  %s = stablehlo.dot_general %r, %w, contracting_dims = [1] x [1] : ()",
                                     y, ", ", w, ") -> ", x, R"(
  return %r, %s, %scaled : )",
                                     y, ", ", x, ", ", v, "\n}"));
    for (bool pieces : {false, true}) {
      Status status = compareWithEvaluator(graph, 1, 1e-4, pieces);
      EXPECT_TRUE(status.ok()) << status;
    }
    StatusOr<Program> program = compile(graph, testOptions());
    ASSERT_TRUE(program.ok()) << program.status();
    EXPECT_GE(program->preparation.size(), rows > 2 ? 3u : 2u) << programToString(*program);
    EXPECT_TRUE(checkProgram(*program).ok()) << checkProgram(*program) << programToString(*program);
    EXPECT_TRUE(checkInitialised(*program).ok()) << checkInitialised(*program) << programToString(*program);
    StatusOr<MemoryPlan> plan = planMemory(graph, testOptions());
    ASSERT_TRUE(plan.ok()) << plan.status();
    EXPECT_EQ(plan->peakBytes, program->peakBytes());
  }
}

// Padding can leave nothing of a constant: what follows from it is prepared all the same.
TEST(Preparation, OfConstantsThatAreCutOff) {
  const Graph graph = parse(R"(
func.func public @main(%x: tensor<8xf32>) -> tensor<8xf32> {
  %c = stablehlo.constant dense<[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]> : tensor<8xf32>
  %half = stablehlo.constant dense<0.5> : tensor<f32>
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %p = stablehlo.pad %c, %half, low = [-8], high = [8], interior = [0] : (tensor<8xf32>, tensor<f32>) -> tensor<8xf32>
  %rows = stablehlo.reshape %p : (tensor<8xf32>) -> tensor<4x2xf32>
  %sums = stablehlo.reduce(%rows init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<4x2xf32>, tensor<f32>) -> tensor<4xf32>
  %some = stablehlo.slice %p [0:4] : (tensor<8xf32>) -> tensor<4xf32>
  %all = stablehlo.concatenate %some, %sums, dim = 0 : (tensor<4xf32>, tensor<4xf32>) -> tensor<8xf32>
  %y = stablehlo.multiply %x, %all : tensor<8xf32>
  return %y : tensor<8xf32>
})");
  const Status status = compareWithEvaluator(graph, 1, 0);
  EXPECT_TRUE(status.ok()) << status;
}

// GRAPH with about every second of its arguments a constant that has ARGS' contents.
Graph withConstants(Graph graph, const std::vector<Tensor>& args, uint64_t seed) {
  Rng rng(seed);
  for (size_t i = 0; i < args.size(); ++i) {
    if (rng.uniform() < 0.5) continue;
    NodeBuilder front(graph, graph.body(), {}, 0);
    const ValueId constant = front.constant(Literal(args[i].type(), std::string(args[i].as<char>(), args[i].bytes())));
    graph.replaceAllUses(graph.bodyRegion().args[i], constant);
  }
  return graph;
}

TEST(Preparation, OfRandomPrograms) {
  size_t prepared = 0;
  for (int64_t seed = 0; seed < randomSeeds(); ++seed) {
    RandomGraphOptions options;
    options.steps = 6 + static_cast<int>(seed % 12);
    options.windows = seed % 4 == 1;
    const Graph graph = randomGraph(static_cast<uint64_t>(seed), options);
    const Graph known =
        withConstants(graph, randomArguments(graph, static_cast<uint64_t>(seed)), static_cast<uint64_t>(seed));
    Status status = compareWithEvaluator(known, static_cast<uint64_t>(seed), 1e-4, seed % 3 == 2);
    EXPECT_TRUE(status.ok()) << "seed " << seed << ": " << status;
    StatusOr<Program> program = compile(known, testOptions(seed % 3 == 2));
    ASSERT_TRUE(program.ok()) << program.status();
    prepared += program->preparation.size();
  }
  EXPECT_GT(prepared, 0u);
}

// COUNT updates of a row of COLUMNS elements (0: a number) to ROWS of them, some of which they miss.
Graph scatterOf(int64_t rows, int64_t columns, int64_t count, const char* dtype) {
  const std::string row = columns > 0 ? absl::StrCat("x", columns) : "", i32 = absl::StrCat("tensor<", count, "xi32>"),
                    array = absl::StrCat("tensor<", rows, row, "x", dtype, ">"),
                    element = absl::StrCat("tensor<", dtype, ">"),
                    updates = absl::StrCat("tensor<", count, row, "x", dtype, ">"),
                    indices = absl::StrCat("tensor<", count, "x1xi32>");
  return parse(
      absl::StrCat("func.func public @main(%x: ", array, ", %u: ", updates, ") -> ", array, R"( {
    %i = stablehlo.iota dim = 0 : )",
                   i32, R"(
    %k = stablehlo.constant dense<40503> : )",
                   i32, R"(
    %h = stablehlo.multiply %i, %k : )",
                   i32, R"(
    %m = stablehlo.constant dense<)",
                   rows + 2, R"(> : )", i32, R"(
    %r = stablehlo.remainder %h, %m : )",
                   i32, R"(
    %n = stablehlo.reshape %r : ()",
                   i32, ") -> ", indices, R"(
    %s = "stablehlo.scatter"(%x, %n, %u) <{scatter_dimension_numbers = #stablehlo.scatter<)",
                   columns > 0 ? "update_window_dims = [1], " : "",
                   R"(inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], index_vector_dim = 1>}> ({
    ^bb0(%a: )",
                   element, ", %b: ", element, R"():
      %c = stablehlo.add %a, %b : )",
                   element, R"(
      stablehlo.return %c : )",
                   element, R"(
    }) : ()",
                   array, ", ", indices, ", ", updates, ") -> ", array, "\n    return %s : ", array, "\n}"));
}

// Rows in ranges; many updates of few elements in blocks.
TEST(CompiledPatterns, ScattersOfManyUpdates) {
  for (bool pieces : {false, true}) {
    for (const Graph& graph : {scatterOf(301, 64, 6000, "f32"), scatterOf(50, 0, 140000, "i32"),
                               scatterOf(40, 3, 70000, "i32"), scatterOf(7, 48, 20000, "ui8")}) {
      const Status status = compareWithEvaluator(graph, 3, 1e-4, pieces);
      EXPECT_TRUE(status.ok()) << status;
    }
  }
}

// Sizes that tiles cover, all but a few rows of which they do, and which are too small for them; moved only, and
// computed with.
TEST(CompiledPatterns, TransposesOfAnySize) {
  const std::vector<Dims> shapes = {{64, 128},   {67, 131},    {131, 66},    {129, 70},    {12, 200},     {200, 5},
                                    {3, 77, 66}, {70, 3, 129}, {65, 66, 67}, {2, 64, 195}, {2, 3, 97, 68}};
  for (const char* dtype : {"f32", "f64", "bf16", "i8", "i16", "i1"}) {
    for (const Dims& dims : shapes) {
      for (int64_t turn = 1; turn < static_cast<int64_t>(dims.size()); ++turn) {
        std::string in, out, order;
        for (size_t d = 0; d < dims.size(); ++d) {
          const size_t from = (d + static_cast<size_t>(turn)) % dims.size();
          absl::StrAppend(&in, dims[d], "x");
          absl::StrAppend(&out, dims[from], "x");
          absl::StrAppend(&order, d > 0 ? ", " : "", from);
        }
        const std::string x = absl::StrCat("tensor<", in, dtype, ">"), y = absl::StrCat("tensor<", out, dtype, ">");
        const Graph graph =
            parse(absl::StrCat("func.func public @main(%x: ", x, ", %y: ", y, ") -> (", y, ", ", y,
                               ") {\n  %t = stablehlo.transpose %x, dims = [", order, "] : (", x, ") -> ", y,
                               "\n  %z = stablehlo.maximum %t, %y : ", y, "\n  return %t, %z : ", y, ", ", y, "\n}"));
        for (bool pieces : {false, true}) {
          const Status status = compareWithEvaluator(graph, 5, 0, pieces);
          EXPECT_TRUE(status.ok()) << x << " to " << y << ": " << status;
        }
        const Graph moved = parse(absl::StrCat("func.func public @main(%x: ", x, ") -> ", y,
                                               " {\n  %t = stablehlo.transpose %x, dims = [", order, "] : (", x,
                                               ") -> ", y, "\n  return %t : ", y, "\n}"));
        const Status status = compareWithEvaluator(moved, 5, 0, true);
        EXPECT_TRUE(status.ok()) << x << " to " << y << ": " << status;
      }
    }
  }
}

TEST(CompiledPatterns, TheSamePairSwappedByALoop) {
  Graph graph = parse(R"(
module { func.func @main(%a: tensor<4xf32>, %b: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %one = stablehlo.constant dense<1> : tensor<i32>
  %three = stablehlo.constant dense<3> : tensor<i32>
  %0:3 = stablehlo.while(%x = %a, %y = %b, %i = %zero) : tensor<4xf32>, tensor<4xf32>, tensor<i32>
    cond {
      %c = stablehlo.compare LT, %i, %three, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      stablehlo.return %c : tensor<i1>
    } do {
      %j = stablehlo.add %i, %one : tensor<i32>
      stablehlo.return %y, %x, %j : tensor<4xf32>, tensor<4xf32>, tensor<i32>
    }
  return %0#0, %0#1 : tensor<4xf32>, tensor<4xf32>
} })");
  Status status = compareWithEvaluator(graph, 1, 0);
  EXPECT_TRUE(status.ok()) << status;
}

// The largest of each of ROWS rows and where it is, the FIRST or last of equal ones, of which there are many.
Graph extremumOfRows(int64_t rows, int64_t columns, bool first) {
  const std::string shape = absl::StrCat(rows, "x", columns), f = absl::StrCat("tensor<", shape, "xf32>"),
                    i = absl::StrCat("tensor<", shape, "xi32>"), outF = absl::StrCat("tensor<", rows, "xf32>"),
                    outI = absl::StrCat("tensor<", rows, "xi32>");
  return parse(absl::StrCat("func.func public @main(%x: ", f, ") -> (", outF, ", ", outI, R"() {
  %three = stablehlo.constant dense<3.0> : )",
                            f, R"(
  %scaled = stablehlo.multiply %x, %three : )",
                            f, R"(
  %v = stablehlo.floor %scaled : )",
                            f, R"(
  %p = stablehlo.iota dim = 1 : )",
                            i, R"(
  %none = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %0:2 = stablehlo.reduce(%v init: %none), (%p init: %zero) across dimensions = [1] : ()",
                            f, ", ", i, ", tensor<f32>, tensor<i32>) -> (", outF, ", ", outI, R"()
    reducer(%a: tensor<f32>, %b: tensor<f32>) (%ia: tensor<i32>, %ib: tensor<i32>) {
      %gt = stablehlo.compare GT, %a, %b, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %nan = stablehlo.compare NE, %a, %a, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %left = stablehlo.or %gt, %nan : tensor<i1>
      %eq = stablehlo.compare EQ, %a, %b, FLOAT : (tensor<f32>, tensor<f32>) -> tensor<i1>
      %before = stablehlo.compare )",
                            first ? "LT" : "GT", R"(, %ia, %ib, SIGNED : (tensor<i32>, tensor<i32>) -> tensor<i1>
      %tie = stablehlo.and %eq, %before : tensor<i1>
      %pick = stablehlo.or %left, %tie : tensor<i1>
      %w = stablehlo.select %pick, %a, %b : tensor<i1>, tensor<f32>
      %wi = stablehlo.select %pick, %ia, %ib : tensor<i1>, tensor<i32>
      stablehlo.return %w, %wi : tensor<f32>, tensor<i32>
    }
  return %0#0, %0#1 : )",
                            outF, ", ", outI, "\n}"));
}

// Few long rows are cut into blocks for tasks, the last of which goes back.
TEST(Extremum, LongRowsInBlocks) {
  for (const auto& [rows, columns] : {std::pair<int64_t, int64_t>{1, 300000}, {2, 70001}, {3, 4100}, {5, 2049}}) {
    for (const bool first : {true, false}) {
      for (const bool pieces : {false, true}) {
        const Status status = compareWithEvaluator(extremumOfRows(rows, columns, first), 3, 0, pieces);
        EXPECT_TRUE(status.ok()) << rows << " rows of " << columns << ": " << status;
      }
    }
  }
  const StatusOr<Program> program = compile(extremumOfRows(1, 300000, true), testOptions(true));
  ASSERT_TRUE(program.ok()) << program.status();
  EXPECT_GT(program->kernels[0].taskRange().tasks, 1);
}

TEST(Donation, ResultsAreComputedInTheArgument) {
  Graph graph = parse(R"(
module { func.func @main(%p: tensor<64xf32> {tf.aliasing_output = 0 : i32}, %g: tensor<64xf32>) -> (tensor<64xf32>) {
  %s = stablehlo.subtract %p, %g : tensor<64xf32>
  return %s : tensor<64xf32>
} })");
  StatusOr<Program> program = compile(graph, testOptions());
  ASSERT_TRUE(program.ok()) << program.status();
  EXPECT_EQ(program->results[0].aliasesArgument, 0);
  ASSERT_EQ(program->thunks.size(), 1u);
  EXPECT_EQ(program->thunks[0].kind, ThunkKind::kKernel);
  EXPECT_EQ(program->arenaBytes, 0);
  Status status = compareWithEvaluator(graph, 3, 0);
  EXPECT_TRUE(status.ok()) << status;
}

TEST(Donation, AnArgumentThatIsReadLaterIsNotOverwrittenEarly) {
  Graph graph = parse(R"(
module { func.func @main(%p: tensor<8x8xf32> {tf.aliasing_output = 0 : i32}, %g: tensor<8x8xf32>) -> (tensor<8x8xf32>, tensor<8x8xf32>) {
  %s = stablehlo.subtract %p, %g : tensor<8x8xf32>
  %d = stablehlo.dot_general %s, %p, contracting_dims = [1] x [0] : (tensor<8x8xf32>, tensor<8x8xf32>) -> tensor<8x8xf32>
  return %s, %d : tensor<8x8xf32>, tensor<8x8xf32>
} })");
  Status status = compareWithEvaluator(graph, 3, 1e-5);
  EXPECT_TRUE(status.ok()) << status;
}

std::vector<FusionGroup> groupsOf(Graph& graph) {
  EXPECT_TRUE(simplify(graph).ok());
  EXPECT_TRUE(canonicalize(graph).ok());
  RegionAccess access(graph, graph.body());
  return fuseRegion(graph, access);
}

TEST(Fusion, SoftmaxIsOneKernel) {
  Graph graph = parse(R"(
module { func.func @main(%x: tensor<32x128xf32>) -> tensor<32x128xf32> {
  %lowest = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
  %m = stablehlo.reduce(%x init: %lowest) applies stablehlo.maximum across dimensions = [1] : (tensor<32x128xf32>, tensor<f32>) -> tensor<32xf32>
  %mb = stablehlo.broadcast_in_dim %m, dims = [0] : (tensor<32xf32>) -> tensor<32x128xf32>
  %d = stablehlo.subtract %x, %mb : tensor<32x128xf32>
  %e = stablehlo.exponential %d : tensor<32x128xf32>
  %s = stablehlo.reduce(%e init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<32x128xf32>, tensor<f32>) -> tensor<32xf32>
  %sb = stablehlo.broadcast_in_dim %s, dims = [0] : (tensor<32xf32>) -> tensor<32x128xf32>
  %r = stablehlo.divide %e, %sb : tensor<32x128xf32>
  return %r : tensor<32x128xf32>
} })");
  EXPECT_TRUE(compareWithEvaluator(graph, 5, 1e-5).ok());
  EXPECT_TRUE(compareWithEvaluator(graph, 5, 1e-5, true).ok());
  std::vector<FusionGroup> groups = groupsOf(graph);
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].kind, GroupKind::kRows);
  EXPECT_EQ(groups[0].columns, 128);
}

TEST(Fusion, AdamUpdateIsOneKernelWithThreeResultsInPlace) {
  Graph graph = parse(R"(
module { func.func @main(%p: tensor<512xf32> {tf.aliasing_output = 0 : i32}, %m: tensor<512xf32> {tf.aliasing_output = 1 : i32},
                         %v: tensor<512xf32> {tf.aliasing_output = 2 : i32}, %g: tensor<512xf32>) -> (tensor<512xf32>, tensor<512xf32>, tensor<512xf32>) {
  %b1 = stablehlo.constant dense<0.9> : tensor<512xf32>
  %c1 = stablehlo.constant dense<0.1> : tensor<512xf32>
  %lr = stablehlo.constant dense<0.01> : tensor<512xf32>
  %eps = stablehlo.constant dense<1.0e-2> : tensor<512xf32>
  %m0 = stablehlo.multiply %m, %b1 : tensor<512xf32>
  %m1 = stablehlo.multiply %g, %c1 : tensor<512xf32>
  %m2 = stablehlo.add %m0, %m1 : tensor<512xf32>
  %gg = stablehlo.multiply %g, %g : tensor<512xf32>
  %v0 = stablehlo.multiply %v, %b1 : tensor<512xf32>
  %v1 = stablehlo.multiply %gg, %c1 : tensor<512xf32>
  %va = stablehlo.abs %v0 : tensor<512xf32>
  %v2 = stablehlo.add %va, %v1 : tensor<512xf32>
  %r = stablehlo.sqrt %v2 : tensor<512xf32>
  %re = stablehlo.add %r, %eps : tensor<512xf32>
  %u = stablehlo.divide %m2, %re : tensor<512xf32>
  %ul = stablehlo.multiply %u, %lr : tensor<512xf32>
  %p2 = stablehlo.subtract %p, %ul : tensor<512xf32>
  return %p2, %m2, %v2 : tensor<512xf32>, tensor<512xf32>, tensor<512xf32>
} })");
  StatusOr<Program> program = compile(graph, testOptions());
  ASSERT_TRUE(program.ok()) << program.status();
  EXPECT_EQ(program->thunks.size(), 1u) << programToString(*program);
  EXPECT_EQ(program->arenaBytes, 0);
  Status status = compareWithEvaluator(graph, 5, 1e-5);
  EXPECT_TRUE(status.ok()) << status;
}

TEST(Fusion, AnExpensiveValueIsComputedOnceForSeveralReaders) {
  // Both dots read tanh(x); it is materialised, not recomputed in each.
  Graph graph = parse(R"(
module { func.func @main(%x: tensor<32x32xf32>, %a: tensor<32x32xf32>, %b: tensor<32x32xf32>) -> (tensor<32x32xf32>, tensor<32x32xf32>) {
  %t = stablehlo.tanh %x : tensor<32x32xf32>
  %y = stablehlo.dot_general %t, %a, contracting_dims = [1] x [0] : (tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
  %z = stablehlo.dot_general %t, %b, contracting_dims = [0] x [0] : (tensor<32x32xf32>, tensor<32x32xf32>) -> tensor<32x32xf32>
  return %y, %z : tensor<32x32xf32>, tensor<32x32xf32>
} })");
  std::vector<FusionGroup> groups = groupsOf(graph);
  ASSERT_EQ(groups.size(), 3u);
  int computed = 0;
  for (const FusionGroup& g : groups) {
    for (NodeId n : g.nodes) computed += graph.nodes[n].kind == OpKind::kTanh ? 1 : 0;
  }
  EXPECT_EQ(computed, 1);
}

TEST(Fusion, BiasAndActivationFollowTheDot) {
  Graph graph = parse(R"(
module { func.func @main(%x: tensor<64x32xf32>, %w: tensor<32x48xf32>, %b: tensor<48xf32>, %r: tensor<64x48xf32>) -> tensor<64x48xf32> {
  %d = stablehlo.dot_general %x, %w, contracting_dims = [1] x [0] : (tensor<64x32xf32>, tensor<32x48xf32>) -> tensor<64x48xf32>
  %bb = stablehlo.broadcast_in_dim %b, dims = [1] : (tensor<48xf32>) -> tensor<64x48xf32>
  %h = stablehlo.add %d, %bb : tensor<64x48xf32>
  %t = stablehlo.tanh %h : tensor<64x48xf32>
  %y = stablehlo.add %t, %r : tensor<64x48xf32>
  return %y : tensor<64x48xf32>
} })");
  Status status = compareWithEvaluator(graph, 5, 1e-5);
  EXPECT_TRUE(status.ok()) << status;
  std::vector<FusionGroup> groups = groupsOf(graph);
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].kind, GroupKind::kContraction);
  EXPECT_EQ(groups[0].outputs.size(), 1u);
}

TEST(Arena, BlocksThatLiveTogetherDoNotOverlap) {
  std::vector<ArenaBlock> blocks = {{100, 0, 3}, {200, 2, 5}, {50, 4, 6}, {300, 6, 7}, {64, 0, 7}};
  int64_t bytes = packArena(blocks);
  EXPECT_TRUE(checkArena(blocks, bytes).ok());
  EXPECT_LE(bytes, 512);
  blocks[1].offset = blocks[0].offset;
  EXPECT_FALSE(checkArena(blocks, bytes).ok());
}

TEST(CodegenUnimplemented, IsSaidWithTheOp) {
  Graph graph = parse(R"(
func.func @main(%x: tensor<4x8xf32>, %init: tensor<f32>) -> tensor<4xf32> {
  %y = "stablehlo.reduce"(%x, %init) <{dimensions = array<i64: 1>}> ({
  ^bb0(%a: tensor<f32>, %b: tensor<f32>):
    %0 = stablehlo.reverse %b, dims = [] : tensor<f32>
    %1 = stablehlo.subtract %a, %0 : tensor<f32>
    stablehlo.return %1 : tensor<f32>
  }) : (tensor<4x8xf32>, tensor<f32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
})");
  StatusOr<Program> program = compile(graph, testOptions());
  ASSERT_FALSE(program.ok());
  EXPECT_EQ(program.status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_NE(std::string(program.status().message()).find("stablehlo.reverse"), std::string::npos) << program.status();
}

}  // namespace
}  // namespace partita
