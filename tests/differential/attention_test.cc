// Attention in the forms frameworks write it, as one kernel, against the reference evaluator.
#include <gtest/gtest.h>

#include <cstdlib>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "base/rng.h"
#include "base/text.h"
#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "tests/support/processor_plans.h"
#include "tests/support/random_graph.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

struct Attention {
  int64_t batch = 2, heads = 3, group = 1, queries = 20, keys = 24, depth = 8, columns = 16;
  std::string type = "f32";
  bool headsInside = true;   // [batch, queries, heads, depth], else [batch, heads, queries, depth]
  bool valuesFirst = false;  // the second product is of the values and the weights
  bool bias = false, scale = true;
  int64_t offset = 0;         // of a causal mask: keys up to query + offset
  std::string mask = "none";  // none, causal, strict
  std::string masked = "-1.0e30";
};

// One program of it. GROUP queries share a head of keys.
std::string text(const Attention& a) {
  const std::string t = a.type;
  auto type = [&](std::vector<int64_t> dims, const std::string& of) {
    return strCat("tensor<", absl::StrJoin(dims, "x"), "x", of, ">");
  };
  const std::vector<int64_t> q = a.headsInside ? std::vector<int64_t>{a.batch, a.queries, a.heads, a.group, a.depth}
                                               : std::vector<int64_t>{a.batch, a.heads, a.group, a.queries, a.depth},
                             k = a.headsInside ? std::vector<int64_t>{a.batch, a.keys, a.heads, a.depth}
                                               : std::vector<int64_t>{a.batch, a.heads, a.keys, a.depth},
                             v = a.headsInside ? std::vector<int64_t>{a.batch, a.keys, a.heads, a.columns}
                                               : std::vector<int64_t>{a.batch, a.heads, a.keys, a.columns};
  // Scores [batch, heads, queries, group, keys] or [batch, heads, group, queries, keys].
  const std::vector<int64_t> s = a.headsInside ? std::vector<int64_t>{a.batch, a.heads, a.queries, a.group, a.keys}
                                               : std::vector<int64_t>{a.batch, a.heads, a.group, a.queries, a.keys};
  const std::vector<int64_t> r(s.begin(), s.end() - 1);
  const int queryDim = a.headsInside ? 2 : 3;
  const std::string S = type(s, t), R = type(r, t), B = a.headsInside ? "2" : "1", K = a.headsInside ? "1" : "2";
  std::string p = strCat("module { func.func @main(%q: ", type(q, t), ", %k: ", type(k, t), ", %v: ", type(v, t),
                         ", %bias: ", S, ") -> RESULT {\n");
  strAppend(&p, "%s0 = stablehlo.dot_general %q, %k, batching_dims = [0, ", B, "] x [0, ", B,
            "], contracting_dims = [4] x [3] : (", type(q, t), ", ", type(k, t), ") -> ", S, "\n");
  std::string last = "%s0";
  auto step = [&](const std::string& name, const std::string& line) {
    strAppend(&p, name, " = ", line, "\n");
    last = name;
  };
  strAppend(&p, "%c = stablehlo.constant dense<0.25> : ", S, "\n%low = stablehlo.constant dense<", a.masked, "> : ", S,
            "\n%inf = stablehlo.constant dense<0x", t == "f32" ? "FF800000" : "FF80", "> : tensor<", t,
            ">\n%zero = stablehlo.constant dense<0.0> : tensor<", t, ">\n");
  if (a.scale) step("%s1", strCat("stablehlo.multiply ", last, ", %c : ", S));
  if (a.bias) step("%s2", strCat("stablehlo.add ", last, ", %bias : ", S));
  if (a.mask != "none") {
    const std::string I = type(s, "i32");
    strAppend(&p, "%iq0 = stablehlo.iota dim = ", queryDim, " : ", I, "\n%off = stablehlo.constant dense<", a.offset,
              "> : ", I, "\n%iq = stablehlo.add %iq0, %off : ", I, "\n%ik = stablehlo.iota dim = 4 : ", I,
              "\n%m = stablehlo.compare ", a.mask == "strict" ? "GT" : "GE", ", %iq, %ik, SIGNED : (", I, ", ", I,
              ") -> ", type(s, "i1"), "\n");
    step("%s3", strCat("stablehlo.select %m, ", last, ", %low : ", type(s, "i1"), ", ", S));
  }
  auto spread = [&](const std::string& name, const std::string& of) {
    strAppend(&p, name, " = stablehlo.broadcast_in_dim ", of, ", dims = [0, 1, 2, 3] : (", R, ") -> ", S, "\n");
  };
  strAppend(&p, "%x = stablehlo.reduce(", last, " init: %inf) applies stablehlo.maximum across dimensions = [4] : (", S,
            ", tensor<", t, ">) -> ", R, "\n");
  spread("%xs", "%x");
  step("%d", strCat("stablehlo.subtract ", last, ", %xs : ", S));
  step("%e", strCat("stablehlo.exponential %d : ", S));
  strAppend(&p, "%l = stablehlo.reduce(%e init: %zero) applies stablehlo.add across dimensions = [4] : (", S,
            ", tensor<", t, ">) -> ", R, "\n");
  spread("%ls", "%l");
  step("%w", strCat("stablehlo.divide %e, %ls : ", S));
  std::vector<int64_t> o = r;
  o.push_back(a.columns);
  std::string O = type(o, t);
  if (a.valuesFirst) {
    std::vector<int64_t> turned = {a.batch, a.heads, a.columns, r[2], r[3]};
    strAppend(&p, "%t = stablehlo.dot_general %v, ", last, ", batching_dims = [0, ", B,
              "] x [0, 1], contracting_dims = [", K, "] x [4] : (", type(v, t), ", ", S, ") -> ", type(turned, t),
              "\n%o = stablehlo.transpose %t, dims = [0, 1, 3, 4, 2] : (", type(turned, t), ") -> ", O, "\n");
  } else {
    strAppend(&p, "%o = stablehlo.dot_general ", last, ", %v, batching_dims = [0, 1] x [0, ", B,
              "], contracting_dims = [4] x [", K, "] : (", S, ", ", type(v, t), ") -> ", O, "\n");
  }
  strAppend(&p, "return %o : ", O, "\n} }");
  return std::string(p).replace(p.find("RESULT"), 6, O);
}

void check(const Attention& a, uint64_t seed, double tolerance) {
  StatusOr<Graph> graph = parseStablehlo(text(a));
  ASSERT_TRUE(graph.ok()) << graph.status() << text(a);
  CompileOptions options;
  options.target = hostTarget();
  options.taskSeconds = 1e-9;
  StatusOr<Program> program = compile(*graph, options);
  ASSERT_TRUE(program.ok()) << program.status() << text(a);
  const bool severalRows = a.batch * a.heads * a.group * a.queries > 1;
  EXPECT_TRUE(!severalRows || std::any_of(program->thunks.begin(), program->thunks.end(),
                                          [](const Thunk& t) { return absl::StrContains(t.name, "attention"); }))
      << "no attention in\n"
      << text(a);
  StatusOr<std::unique_ptr<KernelTable>> kernels = loadKernels(*program);
  ASSERT_TRUE(kernels.ok()) << kernels.status();
  const std::vector<Tensor> args = randomArguments(*graph, seed);
  StatusOr<std::vector<Tensor>> expected = evaluate(*graph, args), found = runThunks(*program, **kernels, args);
  ASSERT_TRUE(expected.ok()) << expected.status();
  ASSERT_TRUE(found.ok()) << found.status();
  Status same = compareTensors((*found)[0], (*expected)[0], tolerance, tolerance);
  EXPECT_TRUE(same.ok()) << same << "\n" << text(a);
}

TEST(Attention, RandomForms) {
  const char* given = std::getenv("PARTITA_RANDOM_SEEDS");
  const int64_t count = given != nullptr ? std::atoll(given) : 60;
  for (int64_t i = 0; i < count; ++i) {
    const uint64_t seed = 20261127 + static_cast<uint64_t>(i);
    SCOPED_TRACE(strCat("seed ", seed));
    Rng rng(seed);
    Attention a;
    a.batch = rng.between(1, 2), a.heads = rng.between(1, 3), a.group = rng.below(3) == 0 ? rng.between(2, 3) : 1;
    a.queries = rng.between(1, 70), a.keys = rng.between(2, 90), a.depth = rng.between(1, 40);
    a.columns = rng.between(2, 70);
    a.type = rng.below(3) == 0 ? "bf16" : "f32";
    // Whole tiles, of which pairs are taken.
    if (a.type == "bf16" && rng.below(2) == 0) a.keys = 32 * rng.between(1, 4), a.depth = 2 * rng.between(1, 20);
    a.headsInside = rng.below(2) == 0, a.valuesFirst = rng.below(2) == 0, a.bias = rng.below(3) == 0;
    a.scale = rng.below(3) != 0;
    a.mask = rng.below(2) == 0 ? "none" : rng.below(2) == 0 ? "causal" : "strict";
    a.offset = rng.below(2) == 0 ? (a.mask == "strict" ? 1 : 0) : rng.between(-3, 20);
    a.masked = rng.below(2) == 0 ? "-1.0e30" : "-1.0e3";
    check(a, seed, a.type == "f32" ? 2e-5 : 3e-2);
    checkPlansOfAllProcessors(text(a));
    if (HasFailure()) return;
  }
}

// Programs that look like it and are not: right, whatever kernels they become.
void checkProgram(const std::string& program, double tolerance) {
  StatusOr<Graph> graph = parseStablehlo(program);
  ASSERT_TRUE(graph.ok()) << graph.status() << program;
  for (double taskSeconds : {1e-9, 1.0}) {
    CompileOptions options;
    options.target = hostTarget();
    options.taskSeconds = taskSeconds;
    StatusOr<Program> compiled = compile(*graph, options);
    ASSERT_TRUE(compiled.ok()) << compiled.status() << program;
    StatusOr<std::unique_ptr<KernelTable>> kernels = loadKernels(*compiled);
    ASSERT_TRUE(kernels.ok()) << kernels.status();
    const std::vector<Tensor> args = randomArguments(*graph, 7);
    StatusOr<std::vector<Tensor>> expected = evaluate(*graph, args), found = runThunks(*compiled, **kernels, args);
    ASSERT_TRUE(expected.ok() && found.ok());
    for (size_t i = 0; i < expected->size(); ++i) {
      Status same = compareTensors((*found)[i], (*expected)[i], tolerance, tolerance);
      EXPECT_TRUE(same.ok()) << same << "\n" << program;
    }
  }
}

// SCORES, softmax along rows of %s (64 x 64) and the end, which reads its weights %w.
std::string softmaxOf(const std::string& scores, const std::string& end) {
  return strCat(
      R"(module { func.func @main(%q: tensor<64x16xf32>, %k: tensor<64x16xf32>, %v: tensor<64x64xf32>, %pad: tensor<64xf32>) -> tensor<64x64xf32> {
  %d = stablehlo.dot_general %q, %k, contracting_dims = [1] x [1] : (tensor<64x16xf32>, tensor<64x16xf32>) -> tensor<64x64xf32>
  %iq = stablehlo.iota dim = 0 : tensor<64x64xi32>
  %ik = stablehlo.iota dim = 1 : tensor<64x64xi32>
  %causal = stablehlo.compare GE, %iq, %ik, SIGNED : (tensor<64x64xi32>, tensor<64x64xi32>) -> tensor<64x64xi1>
  %zeros = stablehlo.constant dense<0.0> : tensor<64xf32>
  %real = stablehlo.compare GT, %pad, %zeros, FLOAT : (tensor<64xf32>, tensor<64xf32>) -> tensor<64xi1>
  %realb = stablehlo.broadcast_in_dim %real, dims = [1] : (tensor<64xi1>) -> tensor<64x64xi1>
  %low = stablehlo.constant dense<-1.0e30> : tensor<64x64xf32>
  %inf = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %zero = stablehlo.constant dense<0.0> : tensor<f32>
)",
      scores, R"(
  %m = stablehlo.reduce(%s init: %inf) applies stablehlo.maximum across dimensions = [1] : (tensor<64x64xf32>, tensor<f32>) -> tensor<64xf32>
  %mb = stablehlo.broadcast_in_dim %m, dims = [0] : (tensor<64xf32>) -> tensor<64x64xf32>
  %c = stablehlo.subtract %s, %mb : tensor<64x64xf32>
  %e = stablehlo.exponential %c : tensor<64x64xf32>
  %l = stablehlo.reduce(%e init: %zero) applies stablehlo.add across dimensions = [1] : (tensor<64x64xf32>, tensor<f32>) -> tensor<64xf32>
  %lb = stablehlo.broadcast_in_dim %l, dims = [0] : (tensor<64xf32>) -> tensor<64x64xf32>
  %w = stablehlo.divide %e, %lb : tensor<64x64xf32>
)",
      end, "\n  return %o : tensor<64x64xf32>\n} }");
}

constexpr std::string_view kProduct =
    "%o = stablehlo.dot_general %w, %v, contracting_dims = [1] x [0] : (tensor<64x64xf32>, tensor<64x64xf32>) -> "
    "tensor<64x64xf32>";

// Rows whose visible keys are all padding are averages over all keys, beyond the causal mask too.
TEST(Attention, MasksOfWholeRows) {
  for (const char* scores : {"%mask = stablehlo.and %causal, %realb : tensor<64x64xi1>\n"
                             "%s = stablehlo.select %mask, %d, %low : tensor<64x64xi1>, tensor<64x64xf32>",
                             "%p = stablehlo.select %realb, %d, %low : tensor<64x64xi1>, tensor<64x64xf32>\n"
                             "%s = stablehlo.select %causal, %p, %low : tensor<64x64xi1>, tensor<64x64xf32>",
                             "%s = stablehlo.select %causal, %low, %low : tensor<64x64xi1>, tensor<64x64xf32>"})
    checkProgram(softmaxOf(scores, std::string(kProduct)), 2e-5);
}

TEST(Attention, WeightsThatAreReadTwice) {
  const std::string scores = "%s = stablehlo.add %d, %d : tensor<64x64xf32>";
  checkProgram(softmaxOf(scores, strCat(kProduct.substr(0, 2), "1", kProduct.substr(2),
                                        "\n  %o = stablehlo.add %o1, %w : tensor<64x64xf32>")),
               2e-5);
  checkProgram(softmaxOf(scores,
                         "%o = stablehlo.dot_general %w, %w, contracting_dims = [1] x [0] : (tensor<64x64xf32>, "
                         "tensor<64x64xf32>) -> tensor<64x64xf32>"),
               2e-5);
}

TEST(Attention, WeightsThatFollowFromRowsAlone) {
  checkProgram(
      R"(module { func.func @main(%q: tensor<64x16xf32>, %k: tensor<64x16xf32>, %v: tensor<64x32xf32>, %x: tensor<64x64xf32>) -> tensor<64x32xf32> {
  %d = stablehlo.dot_general %q, %k, contracting_dims = [1] x [1] : (tensor<64x16xf32>, tensor<64x16xf32>) -> tensor<64x64xf32>
  %inf = stablehlo.constant dense<0xFF800000> : tensor<f32>
  %m = stablehlo.reduce(%d init: %inf) applies stablehlo.maximum across dimensions = [1] : (tensor<64x64xf32>, tensor<f32>) -> tensor<64xf32>
  %mb = stablehlo.broadcast_in_dim %m, dims = [0] : (tensor<64xf32>) -> tensor<64x64xf32>
  %w0 = stablehlo.multiply %x, %mb : tensor<64x64xf32>
  %w = stablehlo.exponential %w0 : tensor<64x64xf32>
  %o = stablehlo.dot_general %w, %v, contracting_dims = [1] x [0] : (tensor<64x64xf32>, tensor<64x32xf32>) -> tensor<64x32xf32>
  return %o : tensor<64x32xf32>
} })",
      2e-4);
}

}  // namespace
}  // namespace partita
