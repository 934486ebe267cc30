// Training steps with sums over the batch in a fixed order: the same bits on 1, 2 and 4 devices.
#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>

#include "base/rng.h"
#include "base/text.h"
#include "frontends/load.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "launcher/plan_program.h"
#include "partitioner/partition.h"
#include "runtime/run_once.h"

namespace partita {
namespace {

struct Settings {
  int64_t devices = 1;
  int threads = 1;
  std::string fsdp = "";
  bool smallTasks = false;  // kernels are cut into tasks whatever their size
};

std::vector<Tensor> batchFor(const Graph& step, size_t from, uint64_t seed) {
  std::vector<Tensor> out;
  Rng rng(seed);
  const std::vector<ValueId>& args = step.bodyRegion().args;
  for (size_t i = from; i < args.size(); ++i) {
    Tensor tensor(step.type(args[i]));
    for (int64_t e = 0; e < tensor.type().elements(); ++e)
      tensor.set(e, isFloat(tensor.type().dtype) ? rng.uniform() - 0.4 : static_cast<double>(rng.below(8)));
    out.push_back(std::move(tensor));
  }
  return out;
}

// STEPS of a program whose first results become its first arguments, from STATE; all results of the last.
StatusOr<std::vector<Tensor>> train(const Graph& step, std::vector<Tensor> state, int steps, const Settings& how) {
  PartitionOptions partitioning;
  partitioning.mesh.axes = {{"data", how.devices}};
  partitioning.fsdpAxis = how.fsdp;
  partitioning.deterministic = true;
  CompileOptions compiling;
  compiling.target = hostTarget();
  compiling.fixedSums = true;
  if (how.smallTasks) compiling.taskSeconds = 1e-9;
  ASSIGN_OR_RETURN(const MeshPlan plan, planForMesh(step, partitioning, compiling));
  ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable, loadHere(plan, how.threads, compiling));
  const size_t leaves = state.size();
  std::vector<Tensor> results;
  for (int i = 0; i < steps; ++i) {
    std::vector<Tensor> inputs =
        i == 0 ? std::move(state) : std::vector<Tensor>(results.begin(), results.begin() + leaves);
    for (Tensor& tensor : batchFor(step, leaves, static_cast<uint64_t>(i) + 1)) inputs.push_back(std::move(tensor));
    ASSIGN_OR_RETURN(results, runOnce(*executable, inputs));
  }
  return results;
}

void expectSameBits(const StatusOr<std::vector<Tensor>>& found, const std::vector<Tensor>& expected,
                    const std::string& how) {
  ASSERT_TRUE(found.ok()) << how << ": " << found.status();
  for (size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ((*found)[i].type(), expected[i].type());
    EXPECT_EQ(std::memcmp((*found)[i].data(), expected[i].data(), expected[i].bytes()), 0)
        << how << ": result " << i << ": " << compareTensors((*found)[i], expected[i], 0, 0);
  }
}

void expectSameOnAllDevices(const Graph& step, const std::vector<Tensor>& state, int steps) {
  for (const bool small : {false, true}) {
    const StatusOr<std::vector<Tensor>> alone = train(step, state, steps, {1, 1, "", small});
    ASSERT_TRUE(alone.ok()) << alone.status();
    const std::string tasks = small ? ", small tasks" : "";
    expectSameBits(train(step, state, steps, {4, small ? 2 : 1, "", small}), *alone, strCat("4 devices", tasks));
    if (small) continue;
    expectSameBits(train(step, state, steps, {2, 2, ""}), *alone, "2 devices of 2 threads");
    expectSameBits(train(step, state, steps, {2, 1, "data"}), *alone, "2 devices, fsdp");
  }
}

TEST(FixedSums, TrainingProgramsGiveTheSameBits) {
  const std::string folder = std::string(PARTITA_SOURCE_DIR) + "/tests/data/programs/training/";
  for (const char* name : {"mlp_mnist", "gpt_tiny", "llama_tiny", "moe_tiny", "lstm_tiny"}) {
    SCOPED_TRACE(name);
    const StatusOr<Graph> init = loadProgram(strCat(folder, name, "_init.mlir"));
    StatusOr<Graph> step = loadProgram(strCat(folder, name, "_step.mlir"));
    ASSERT_TRUE(init.ok() && step.ok()) << init.status() << step.status();
    std::vector<Tensor> seed;
    for (ValueId v : init->bodyRegion().args) seed.push_back(Tensor(init->type(v)));
    const StatusOr<std::vector<Tensor>> state = evaluate(*init, seed);
    ASSERT_TRUE(state.ok()) << state.status();
    expectSameOnAllDevices(*step, *state, 2);
  }
}

// A net of two layers with a norm, a softmax and a table, of any sizes, whose new state is the state less its gradient.
std::string randomNet(uint64_t seed) {
  Rng rng(seed);
  const int64_t B = 8 * rng.between(1, 4), T = rng.between(1, 5), D = rng.between(3, 40), H = rng.between(3, 70),
                V = rng.between(2, 20);
  const std::string tw = strCat("tensor<", D, "x", H, "xf32>"), tu = strCat("tensor<", H, "x", V, "xf32>"),
                    tb = strCat("tensor<", H, "xf32>"), te = strCat("tensor<", V, "x", D, "xf32>"),
                    ti = strCat("tensor<", B, "x", T, "xi32>"), tx = strCat("tensor<", B, "x", T, "x", D, "xf32>"),
                    th = strCat("tensor<", B, "x", T, "x", H, "xf32>"),
                    tl = strCat("tensor<", B, "x", T, "x", V, "xf32>"), tr = strCat("tensor<", B, "x", T, "xf32>"),
                    s = "tensor<f32>";
  const auto donated = [](const std::string& type, int result) {
    return strCat(type, " {tf.aliasing_output = ", result, " : i32}");
  };
  std::string out =
      strCat("func.func public @main(%w: ", donated(tw, 0), ", %u: ", donated(tu, 1), ", %b: ", donated(tb, 2),
             ", %e: ", donated(te, 3), ", %i: ", ti, ") -> (", tw, ", ", tu, ", ", tb, ", ", te, ", ", s, ") {\n");
  const auto line = [&](const auto&... parts) { strAppend(&out, "  ", parts..., "\n"); };
  line("%zero = stablehlo.constant dense<0.0> : ", s);
  line("%low = stablehlo.constant dense<0xFF800000> : ", s);
  line(
      "%x = \"stablehlo.gather\"(%e, %i) <{dimension_numbers = #stablehlo.gather<offset_dims = [2], "
      "collapsed_slice_dims = [0], start_index_map = [0], index_vector_dim = 2>, slice_sizes = array<i64: 1, ",
      D, ">}> : (", te, ", ", ti, ") -> ", tx);
  line("%h0 = stablehlo.dot_general %x, %w, contracting_dims = [2] x [0] : (", tx, ", ", tw, ") -> ", th);
  line("%bb = stablehlo.broadcast_in_dim %b, dims = [2] : (", tb, ") -> ", th);
  line("%h1 = stablehlo.add %h0, %bb : ", th);
  line("%h = stablehlo.tanh %h1 : ", th);
  line("%l = stablehlo.dot_general %h, %u, contracting_dims = [2] x [0] : (", th, ", ", tu, ") -> ", tl);
  line("%m = stablehlo.reduce(%l init: %low) applies stablehlo.maximum across dimensions = [2] : (", tl, ", ", s,
       ") -> ", tr);
  line("%mb = stablehlo.broadcast_in_dim %m, dims = [0, 1] : (", tr, ") -> ", tl);
  line("%lc = stablehlo.subtract %l, %mb : ", tl);
  line("%p0 = stablehlo.exponential %lc : ", tl);
  line("%z = stablehlo.reduce(%p0 init: %zero) applies stablehlo.add across dimensions = [2] : (", tl, ", ", s, ") -> ",
       tr);
  line("%zb = stablehlo.broadcast_in_dim %z, dims = [0, 1] : (", tr, ") -> ", tl);
  line("%p = stablehlo.divide %p0, %zb : ", tl);
  line("%pp = stablehlo.multiply %p, %p : ", tl);
  line("%loss = stablehlo.reduce(%pp init: %zero) applies stablehlo.add across dimensions = [0, 1, 2] : (", tl, ", ", s,
       ") -> ", s);
  line("%du = stablehlo.dot_general %h, %p, contracting_dims = [0, 1] x [0, 1] : (", th, ", ", tl, ") -> ", tu);
  line("%dh0 = stablehlo.dot_general %p, %u, contracting_dims = [2] x [1] : (", tl, ", ", tu, ") -> ", th);
  line("%dh = stablehlo.multiply %dh0, %h : ", th);
  line("%db = stablehlo.reduce(%dh init: %zero) applies stablehlo.add across dimensions = [0, 1] : (", th, ", ", s,
       ") -> ", tb);
  line("%dw = stablehlo.dot_general %x, %dh, contracting_dims = [0, 1] x [0, 1] : (", tx, ", ", th, ") -> ", tw);
  line("%dx = stablehlo.dot_general %dh, %w, contracting_dims = [2] x [1] : (", th, ", ", tw, ") -> ", tx);
  line("%e0 = stablehlo.broadcast_in_dim %zero, dims = [] : (", s, ") -> ", te);
  line(
      "%de = \"stablehlo.scatter\"(%e0, %i, %dx) <{scatter_dimension_numbers = "
      "#stablehlo.scatter<update_window_dims = [2], inserted_window_dims = [0], scatter_dims_to_operand_dims = [0], "
      "index_vector_dim = 2>}> ({\n  ^bb0(%c: ",
      s, ", %d: ", s, "):\n    %n = stablehlo.add %c, %d : ", s, "\n    stablehlo.return %n : ", s, "\n  }) : (", te,
      ", ", ti, ", ", tx, ") -> ", te);
  // The length of the gradient of a whole array: a sum that is not over the batch.
  line("%ww = stablehlo.multiply %dw, %dw : ", tw);
  line("%norm = stablehlo.reduce(%ww init: %zero) applies stablehlo.add across dimensions = [0, 1] : (", tw, ", ", s,
       ") -> ", s);
  line("%one = stablehlo.constant dense<1.0> : ", s);
  line("%norm1 = stablehlo.add %norm, %one : ", s);
  line("%nw = stablehlo.broadcast_in_dim %norm1, dims = [] : (", s, ") -> ", tw);
  line("%sw = stablehlo.divide %dw, %nw : ", tw);
  for (const auto& [name, gradient, type] :
       {std::tuple("w", "sw", tw), std::tuple("u", "du", tu), std::tuple("b", "db", tb), std::tuple("e", "de", te)})
    line("%new_", name, " = stablehlo.subtract %", name, ", %", gradient, " : ", type);
  line("return %new_w, %new_u, %new_b, %new_e, %loss : ", tw, ", ", tu, ", ", tb, ", ", te, ", ", s);
  return out + "}\n";
}

TEST(FixedSums, NetsOfAnySizesGiveTheSameBits) {
  const char* given = std::getenv("PARTITA_RANDOM_SEEDS");
  for (uint64_t seed = 0, seeds = given == nullptr ? 8 : std::strtoull(given, nullptr, 10); seed < seeds; ++seed) {
    const std::string text = randomNet(seed);
    SCOPED_TRACE(strCat("seed ", seed, "\n", text));
    const StatusOr<Graph> step = parseStablehlo(text, "net.mlir");
    ASSERT_TRUE(step.ok()) << step.status();
    Rng rng(seed);
    std::vector<Tensor> state;
    for (size_t i = 0; i < 4; ++i) {
      Tensor& tensor = state.emplace_back(step->type(step->bodyRegion().args[i]));
      for (int64_t e = 0; e < tensor.type().elements(); ++e) tensor.set(e, rng.uniform() - 0.5);
    }
    expectSameOnAllDevices(*step, state, 2);
    // And they are the program's numbers.
    std::vector<Tensor> inputs = state;
    for (Tensor& tensor : batchFor(*step, 4, 1)) inputs.push_back(std::move(tensor));
    const StatusOr<std::vector<Tensor>> expected = evaluate(*step, inputs), found = train(*step, state, 1, {2, 1});
    ASSERT_TRUE(expected.ok() && found.ok()) << expected.status() << found.status();
    for (size_t i = 0; i < expected->size(); ++i) {
      const Status same = compareTensors((*found)[i], (*expected)[i], 2e-4, 2e-4);
      EXPECT_TRUE(same.ok()) << "result " << i << ": " << same;
    }
  }
}

}  // namespace
}  // namespace partita
