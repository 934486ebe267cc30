// Attention with its gradient, as automatic differentiation writes it, against the reference evaluator.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "absl/strings/match.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/files.h"
#include "base/rng.h"
#include "base/text.h"
#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "tests/support/processor_plans.h"
#include "tests/support/random_graph.h"
#include "tests/support/subprocess.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

struct Attention {
  int64_t batch = 2, heads = 3, group = 1, queries = 20, keys = 24, depth = 8, columns = 16;
  std::string type = "f32";
  bool headsInside = true;   // [batch, queries, heads, depth], else [batch, heads, queries, depth]
  bool valuesFirst = false;  // the products with values and for their gradient have the weights on the right
  bool bias = false, biasGradient = false;
  bool follows = true;        // the gradient of the result follows from the result
  bool again = false;         // the forward pass' weights are computed again by the program itself
  std::string mask = "none";  // none, causal, strict
  int64_t offset = 0;         // of a causal mask: keys up to query + offset
};

// Q, K, V, bias and the gradient of the result; the result and the gradients of Q, K, V.
class Text {
 public:
  explicit Text(const Attention& a) : a_(a), t_(a.type) {}

  std::string make() {
    const int64_t g = a_.group;
    q_ = in({a_.queries, a_.heads, g, a_.depth}, {a_.heads, g, a_.queries, a_.depth});
    k_ = in({a_.keys, a_.heads, a_.depth}, {a_.heads, a_.keys, a_.depth});
    v_ = in({a_.keys, a_.heads, a_.columns}, {a_.heads, a_.keys, a_.columns});
    r_ = a_.headsInside ? Dims{a_.batch, a_.heads, a_.queries, g} : Dims{a_.batch, a_.heads, g, a_.queries};
    s_ = with(r_, a_.keys);
    o_ = with(r_, a_.columns);
    const std::string S = type(s_), R = type(r_);
    const std::string heads = a_.headsInside ? "2" : "1", keys = a_.headsInside ? "1" : "2";
    line("%c", "stablehlo.constant dense<0.25> : " + S);
    line("%none", "stablehlo.constant dense<0.0> : " + S);
    line("%inf", strCat("stablehlo.constant dense<0x", t_ == "f32" ? "FF800000" : "FF80", "> : tensor<", t_, ">"));
    line("%zero", strCat("stablehlo.constant dense<0.0> : tensor<", t_, ">"));
    line("%one", "stablehlo.constant dense<1.0> : " + R);
    if (a_.mask != "none") {
      const std::string I = typeOf(s_, "i32");
      line("%iq0", strCat("stablehlo.iota dim = ", a_.headsInside ? 2 : 3, " : ", I));
      line("%off", strCat("stablehlo.constant dense<", a_.offset, "> : ", I));
      line("%iq", "stablehlo.add %iq0, %off : " + I);
      line("%ik", "stablehlo.iota dim = 4 : " + I);
      line("%m", strCat("stablehlo.compare ", a_.mask == "strict" ? "GT" : "GE", ", %iq, %ik, SIGNED : (", I, ", ", I,
                        ") -> ", typeOf(s_, "i1")));
      line("%low", "stablehlo.constant dense<-1.0e30> : " + S);
    }
    forward("", heads);
    if (a_.valuesFirst) {
      const Dims turned = {a_.batch, a_.heads, a_.columns, r_[2], r_[3]};
      line("%ot", dot("%v", v_, "%w", s_, turned, strCat("[0, ", heads, "] x [0, 1]"), strCat("[", keys, "] x [4]")));
      line("%o", strCat("stablehlo.transpose %ot, dims = [0, 1, 3, 4, 2] : (", type(turned), ") -> ", type(o_)));
    } else {
      line("%o", dot("%w", s_, "%v", v_, o_, strCat("[0, 1] x [0, ", heads, "]"), strCat("[4] x [", keys, "]")));
    }
    const std::string n = a_.again ? "2" : "";
    if (a_.again) {
      line("%barrier:2", strCat("stablehlo.optimization_barrier %q, %k : ", type(q_), ", ", type(k_)));
      forward(n, heads, "%barrier#0", "%barrier#1");
    }
    line("%do", a_.follows ? "stablehlo.add %g, %o : " + type(o_) : "stablehlo.add %g, %g : " + type(o_));
    line("%dp", dot("%do", o_, "%v", v_, s_, strCat("[0, 1] x [0, ", heads, "]"), "[4] x [3]"));
    const Dims dv = {a_.batch, a_.heads, a_.keys, a_.columns}, dk = {a_.batch, a_.heads, a_.keys, a_.depth};
    if (a_.valuesFirst) {
      const Dims turned = {a_.batch, a_.heads, a_.columns, a_.keys};
      line("%dvt", dot("%do", o_, "%w" + n, s_, turned, "[0, 1] x [0, 1]", contracted("2", "3", "2", "3")));
      line("%dv", strCat("stablehlo.transpose %dvt, dims = [0, 1, 3, 2] : (", type(turned), ") -> ", type(dv)));
    } else {
      line("%dv", dot("%w" + n, s_, "%do", o_, dv, "[0, 1] x [0, 1]", contracted("2", "3", "2", "3")));
    }
    line("%square", strCat("stablehlo.multiply %l", n, ", %l", n, " : ", R));
    line("%rl", strCat("stablehlo.divide %one, %square : ", R));
    spread("%rls", "%rl");
    line("%t1", "stablehlo.multiply %dp, %rls : " + S);
    line("%t2", strCat("stablehlo.multiply %t1, %e", n, " : ", S));
    reduce("%sum", "%t2", "add", "%zero");
    line("%negative", "stablehlo.negate %sum : " + R);
    spread("%sums", "%negative");
    line("%t3", strCat("stablehlo.divide %dp, %ls", n, " : ", S));
    line("%t4", "stablehlo.add %t3, %sums : " + S);
    line("%t5", strCat("stablehlo.multiply %t4, %e", n, " : ", S));
    std::string last = "%t5";
    if (a_.mask != "none") {
      line("%t6", strCat("stablehlo.select %m, %t5, %none : ", typeOf(s_, "i1"), ", ", S));
      last = "%t6";
    }
    line("%ds", strCat("stablehlo.multiply ", last, ", %c : ", S));
    line("%dq", dot("%ds", s_, "%k", k_, with(r_, a_.depth), strCat("[0, 1] x [0, ", heads, "]"),
                    strCat("[4] x [", keys, "]")));
    line("%dk", dot("%ds", s_, "%q", q_, dk, strCat("[0, 1] x [0, ", heads, "]"),
                    a_.headsInside ? contracted("2", "3", "1", "3") : contracted("2", "3", "2", "3")));
    std::string results = "%o, %dq, %dk, %dv",
                types = strCat(type(o_), ", ", type(with(r_, a_.depth)), ", ", type(dk), ", ", type(dv));
    if (a_.biasGradient) results += ", " + last, types += ", " + S;
    return strCat("module { func.func @main(%q: ", type(q_), ", %k: ", type(k_), ", %v: ", type(v_), ", %bias: ", S,
                  ", %g: ", type(o_), ") -> (", types, ") {\n", body_, "return ", results, " : ", types, "\n} }");
  }

 private:
  using Dims = std::vector<int64_t>;
  static Dims with(Dims dims, int64_t last) {
    dims.push_back(last);
    return dims;
  }
  Dims in(Dims inside, Dims outside) const {
    Dims dims = a_.headsInside ? std::move(inside) : std::move(outside);
    dims.insert(dims.begin(), a_.batch);
    return dims;
  }
  static std::string typeOf(const Dims& dims, const std::string& of) {
    return strCat("tensor<", absl::StrJoin(dims, "x"), "x", of, ">");
  }
  std::string type(const Dims& dims) const { return typeOf(dims, t_); }
  void line(const std::string& name, const std::string& what) { strAppend(&body_, name, " = ", what, "\n"); }
  std::string dot(const std::string& x, const Dims& xs, const std::string& y, const Dims& ys, const Dims& to,
                  const std::string& batching, const std::string& contracting) const {
    return strCat("stablehlo.dot_general ", x, ", ", y, ", batching_dims = ", batching,
                  ", contracting_dims = ", contracting, " : (", type(xs), ", ", type(ys), ") -> ", type(to));
  }
  static std::string contracted(const char* x0, const char* x1, const char* y0, const char* y1) {
    return strCat("[", x0, ", ", x1, "] x [", y0, ", ", y1, "]");
  }
  void spread(const std::string& name, const std::string& of) {
    line(name, strCat("stablehlo.broadcast_in_dim ", of, ", dims = [0, 1, 2, 3] : (", type(r_), ") -> ", type(s_)));
  }
  void reduce(const std::string& name, const std::string& of, const std::string& by, const std::string& init) {
    line(name, strCat("stablehlo.reduce(", of, " init: ", init, ") applies stablehlo.", by,
                      " across dimensions = [4] : (", type(s_), ", tensor<", t_, ">) -> ", type(r_)));
  }
  // Weights %w; numerators %e, their sums %l, as broadcast %ls.
  void forward(const std::string& n, const std::string& heads, const std::string& q = "%q",
               const std::string& k = "%k") {
    const std::string S = type(s_);
    line("%s0" + n, dot(q, q_, k, k_, s_, strCat("[0, ", heads, "] x [0, ", heads, "]"), "[4] x [3]"));
    line("%s1" + n, strCat("stablehlo.multiply %s0", n, ", %c : ", S));
    std::string last = "%s1" + n;
    if (a_.bias) {
      line("%s2" + n, strCat("stablehlo.add ", last, ", %bias : ", S));
      last = "%s2" + n;
    }
    if (a_.mask != "none") {
      line("%s3" + n, strCat("stablehlo.select %m, ", last, ", %low : ", typeOf(s_, "i1"), ", ", S));
      last = "%s3" + n;
    }
    reduce("%x" + n, last, "maximum", "%inf");
    spread("%xs" + n, "%x" + n);
    line("%d" + n, strCat("stablehlo.subtract ", last, ", %xs", n, " : ", S));
    line("%e" + n, strCat("stablehlo.exponential %d", n, " : ", S));
    reduce("%l" + n, "%e" + n, "add", "%zero");
    spread("%ls" + n, "%l" + n);
    line("%w" + n, strCat("stablehlo.divide %e", n, ", %ls", n, " : ", S));
  }

  const Attention& a_;
  std::string t_, body_;
  Dims q_, k_, v_, r_, s_, o_;
};

// ATTENTIONS: how many groups of attention there are at least; -1: any.
void check(const Attention& a, uint64_t seed, double tolerance, int attentions) {
  const std::string text = Text(a).make();
  StatusOr<Graph> graph = parseStablehlo(text);
  ASSERT_TRUE(graph.ok()) << graph.status() << text;
  const std::vector<Tensor> args = randomArguments(*graph, seed);
  StatusOr<std::vector<Tensor>> expected = evaluate(*graph, args);
  ASSERT_TRUE(expected.ok()) << expected.status();
  for (bool fixedSums : {false, true}) {
    CompileOptions options;
    options.target = hostTarget();
    options.taskSeconds = 1e-9;
    options.fixedSums = fixedSums;
    StatusOr<Program> program = compile(*graph, options);
    ASSERT_TRUE(program.ok()) << program.status() << text;
    int found = 0;
    std::string last;
    for (const Thunk& t : program->thunks) {
      found += absl::StrContains(t.name, "attention") && t.name != last ? 1 : 0;
      last = t.name;
    }
    EXPECT_GE(found, attentions) << text;
    EXPECT_TRUE(found == 0 || attentions != 0) << text;
    StatusOr<std::unique_ptr<KernelTable>> kernels = loadKernels(*program);
    ASSERT_TRUE(kernels.ok()) << kernels.status();
    StatusOr<std::vector<Tensor>> results = runThunks(*program, **kernels, args);
    ASSERT_TRUE(results.ok()) << results.status();
    for (size_t i = 0; i < expected->size(); ++i) {
      Status same = compareTensors((*results)[i], (*expected)[i], tolerance, tolerance);
      EXPECT_TRUE(same.ok()) << "result " << i << ": " << same << "\n" << text;
    }
  }
}

TEST(AttentionGradient, RandomForms) {
  const char* given = std::getenv("PARTITA_RANDOM_SEEDS");
  const int64_t count = given != nullptr ? std::atoll(given) : 30;
  for (int64_t i = 0; i < count; ++i) {
    const uint64_t seed = 20261127 + static_cast<uint64_t>(i);
    SCOPED_TRACE(strCat("seed ", seed));
    Rng rng(seed);
    Attention a;
    a.batch = rng.between(1, 2), a.heads = rng.between(1, 3), a.group = rng.below(3) == 0 ? rng.between(2, 3) : 1;
    a.queries = rng.between(2, 150), a.keys = rng.between(2, 150), a.depth = rng.between(2, 40);
    a.columns = rng.between(2, 70);
    if (rng.below(3) == 0) a.keys = a.queries;
    a.type = rng.below(3) == 0 ? "bf16" : "f32";
    // Whole tiles, of which pairs are taken.
    if (a.type == "bf16" && rng.below(2) == 0) {
      a.keys = 32 * rng.between(1, 5), a.queries = 2 * rng.between(16, 70);
      a.depth = 2 * rng.between(1, 20), a.columns = 2 * rng.between(1, 35);
    }
    a.headsInside = rng.below(2) == 0, a.valuesFirst = rng.below(2) == 0, a.bias = rng.below(3) == 0;
    a.again = rng.below(4) == 0, a.follows = rng.below(4) != 0;
    a.mask = rng.below(2) == 0 ? "none" : rng.below(2) == 0 ? "causal" : "strict";
    a.offset = rng.below(2) == 0 ? (a.mask == "strict" ? 1 : 0) : rng.between(0, 20);
    const bool small = a.group * a.queries * a.keys < 2048;  // kFewestScores
    const int attentions = !small ? (a.follows ? 2 : 1) : a.again ? -1 : 0;
    check(a, seed, a.type == "f32" ? 2e-4 : 1e-1, attentions);
    checkPlansOfAllProcessors(Text(a).make());
    if (HasFailure()) return;
  }
}

// All products of bf16 are made by instructions for pairs, masked or not, whatever dimensions heads are in.
TEST(AttentionGradient, ProductsOfBf16TakePairs) {
  for (const char* mask : {"none", "causal"}) {
    for (bool headsInside : {false, true}) {
      Attention a;
      a.type = "bf16", a.mask = mask, a.headsInside = headsInside, a.valuesFirst = true;
      a.queries = a.keys = 128, a.depth = 32, a.columns = 64;
      check(a, 3, 1e-1, 2);
      const StatusOr<Graph> graph = parseStablehlo(Text(a).make());
      ASSERT_TRUE(graph.ok()) << graph.status();
      auto dots = [&](const char* processor) {
        const std::filesystem::path folder = freshFolder("attention_pairs");
        CompileOptions options;
        options.target = *namedTarget(processor);
        options.dumpDirectory = folder;
        const StatusOr<Program> program = compile(*graph, options);
        EXPECT_TRUE(program.ok()) << program.status();
        const StatusOr<std::string> nests = readFile(folder / "nests.txt", "nests");
        EXPECT_TRUE(nests.ok()) << nests.status();
        return nests.ok() ? std::vector<std::string>(absl::StrSplit(*nests, "\ndot ")).size() - 1 : 0;
      };
      // Scores and their product with the values; and scores, dP, dQ, dK and dV.
      EXPECT_EQ(dots("znver4"), 7u);
      EXPECT_EQ(dots("neoverse-v1"), 7u);
      EXPECT_EQ(dots("x86-64-v4"), 0u);
    }
  }
}

// Who else reads an array of scores gets it, and right.
TEST(AttentionGradient, ScoresThatAreReadElsewhere) {
  Attention a;
  a.bias = a.biasGradient = true;
  check(a, 1, 2e-4, 0);
}

}  // namespace
}  // namespace partita
