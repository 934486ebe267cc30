// Convolutions that are cut: into tasks, into register tiles that do not fit, into blocks of what is summed over. Sizes
// are small, so the target's caches are too.
#include <gtest/gtest.h>

#include <cmath>

#include "base/rng.h"
#include "base/text.h"
#include "codegen/codegen.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "tests/support/random_graph.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

std::string typeText(const Dims& dims) {
  std::string text = "tensor<";
  for (int64_t d : dims) strAppend(&text, d, "x");
  return text + "f32>";
}

// A program of one convolution over two dimensions of places, and what follows it.
struct Drawn {
  std::string text;
  Drawn(Rng& rng, int64_t form) {
    const bool weights = form == 1, channels = form == 2, holes = form == 3, groups = form == 4;
    const int64_t batch = rng.between(1, 3), count = groups ? rng.between(2, 3) : 1;
    const int64_t in = channels ? 1 : rng.between(1, 12), out = rng.between(1, 40) * count;
    const int64_t each = channels ? rng.between(3, 40) : count;
    const int64_t height = rng.between(3, 15), width = rng.between(3, 33);
    Dims x = {batch, height, width, channels ? each : in * count}, w(4), y(4);
    int64_t stride = form == 0 ? rng.between(1, 2) : 1, hole = holes ? rng.between(2, 3) : 1;
    int64_t low = rng.between(0, 2), high = rng.between(0, 2);
    std::string numbers = "[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]";
    if (weights) {
      // The gradient of a 3x3 kernel: sums over the batch and all places.
      low = high = 1;
      numbers = "[f, 0, 1, b]x[i, 0, 1, o]->[0, 1, b, f]";
      w = {batch, height, width, out};
      y = {3, 3, in, out};
    } else {
      const int64_t k = rng.between(1, 4);
      w = {k, k, in, channels ? each * rng.between(1, 2) : out};
      auto places = [&](int64_t size) { return (low + (size - 1) * hole + 1 + high - k) / stride + 1; };
      y = {batch, places(height), places(width), w[3]};
      if (rng.below(3) == 0 && !channels) {
        numbers = "[b, f, 0, 1]x[o, i, 0, 1]->[b, f, 0, 1]";
        x = {x[0], x[3], x[1], x[2]};
        w = {w[3], w[2], w[0], w[1]};
        y = {y[0], y[3], y[1], y[2]};
      }
    }
    const std::string xs = typeText(x), ws = typeText(w), ys = typeText(y);
    text = strCat("module @test {\nfunc.func public @main(%x: ", xs, ", %w: ", ws, ", %z: ", ys, ") -> ", ys, " {\n",
                  "  %0 = stablehlo.convolution(%x, %w) dim_numbers = ", numbers, ", window = {stride = [", stride,
                  ", ", stride, "], pad = [[", low, ", ", high, "], [", low, ", ", high, "]], lhs_dilate = [", hole,
                  ", ", hole, "]} {batch_group_count = 1 : i64, feature_group_count = ", channels ? each : count,
                  " : i64} : (", xs, ", ", ws, ") -> ", ys, "\n");
    std::string last = "%0";
    const int64_t ops = rng.between(0, 3) * rng.between(0, 9);
    for (int64_t i = 1; i <= ops; ++i) {
      const std::string next = strCat("%", i);
      strAppend(&text, "  ", next, " = stablehlo.",
                i % 3 == 0 ? strCat("tanh ", last) : strCat(i % 3 == 1 ? "add " : "maximum ", last, ", %z"), " : ", ys,
                "\n");
      last = next;
    }
    strAppend(&text, "  return ", last, " : ", ys, "\n}\n}\n");
  }
};

TEST(Convolutions, CutForSmallCaches) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    Rng rng(seed);
    const Drawn drawn(rng, static_cast<int64_t>(seed % 5));
    SCOPED_TRACE(strCat("seed ", seed, "\n", drawn.text));
    StatusOr<Graph> graph = parseStablehlo(drawn.text, "test.mlir");
    ASSERT_TRUE(graph.ok()) << graph.status();
    CompileOptions options;
    CpuTarget target = hostTarget();
    target.l1Bytes = 1 << 10;
    target.l2Bytes = int64_t{1} << rng.between(10, 14);
    if (seed % 3 == 0) {
      target.vectorBits = std::min(target.vectorBits, 256);
      target.vectorRegisters = 16;
    }
    options.target = target;
    options.taskSeconds = seed % 2 == 0 ? 1e-8 : 20e-6;
    StatusOr<Program> program = compile(*graph, options);
    ASSERT_TRUE(program.ok()) << program.status();
    StatusOr<std::unique_ptr<KernelTable>> kernels = loadKernels(*program);
    ASSERT_TRUE(kernels.ok()) << kernels.status();
    const std::vector<Tensor> arguments = randomArguments(*graph, seed);
    StatusOr<std::vector<Tensor>> expected = evaluate(*graph, arguments),
                                  found = runThunks(*program, **kernels, arguments);
    ASSERT_TRUE(expected.ok() && found.ok()) << expected.status() << found.status();
    const Status same = compareTensors((*found)[0], (*expected)[0], 1e-4, 1e-4);
    EXPECT_TRUE(same.ok()) << same;
  }
}

// A convolution of 3x3 windows.
struct Windows {
  Dims x, w, y;
  int64_t low = 0, high = 0;
  bool gradient = false, reversed = false;  // of the kernel; the one of the input, but for its places
};
// In f32, or (WIDE) in f64 of the same arguments.
std::string windowsText(const Windows& given, bool wide, std::string_view precision) {
  const auto& [x, w, y, low, high, gradient, reversed] = given;
  auto in = [](std::string type, bool f64) { return f64 ? type.replace(type.size() - 4, 3, "f64") : type; };
  const std::string xs = typeText(x), ws = typeText(w), ys = typeText(y), xw = in(xs, wide), ww = in(ws, wide),
                    yw = in(ys, wide);
  auto convert = [&](const char* from, const std::string& narrow, const char* to, const std::string& type) {
    return wide ? strCat("  %", to, " = stablehlo.convert %", from, " : (", narrow, ") -> ", type, "\n") : "";
  };
  return strCat("module @test {\nfunc.func public @main(%x: ", xs, ", %w: ", ws, ", %z: ", ys, ") -> ", yw, " {\n",
                convert("x", xs, "xw", xw), convert("w", ws, "ww", ww), convert("z", ys, "zw", yw),
                "  %0 = stablehlo.convolution(%x", wide ? "w" : "", ", %w", wide ? "w" : "", ") dim_numbers = ",
                gradient   ? "[f, 0, 1, b]x[i, 0, 1, o]->[0, 1, b, f]"
                : reversed ? "[b, 0, 1, f]x[0, 1, o, i]->[b, 0, 1, f]"
                           : "[b, 0, 1, f]x[0, 1, i, o]->[b, 0, 1, f]",
                ", window = {pad = [[", low, ", ", high, "], [", high, ", ", low, "]], reverse = [", reversed, ", ",
                reversed, "]} {batch_group_count = 1 : i64, feature_group_count = 1 : i64", precision, "} : (", xw,
                ", ", ww, ") -> ", yw, "\n  %1 = stablehlo.add %0, %z", wide ? "w" : "", " : ", yw,
                "\n  %2 = stablehlo.maximum %1, %0 : ", yw, "\n  return %2 : ", yw, "\n}\n}\n");
}

// Winograd's algorithm where it is chosen: as right as the plain sum, but for a small factor. It is not where more
// precision or fixed sums are asked for.
TEST(Convolutions, Winograd) {
  double errors[2] = {0, 0};
  int chosen = 0;  // the transformed kernel has a launch of its own
  for (uint64_t seed = 1; seed <= 24; ++seed) {
    Rng rng(seed);
    CpuTarget target = hostTarget();
    if (seed % 3 == 0) {
      target.vectorBits = std::min(target.vectorBits, 256);
      target.vectorRegisters = 16;
    }
    if (seed % 4 == 0) target.l2Bytes = 1 << 16;
    const int64_t lanes = target.lanes(4), fewest = seed % 3 == 0 ? 6 : 2;
    auto features = [&] { return lanes * rng.between(fewest, 2 * fewest); };
    Windows drawn;
    const Dims x = {rng.between(1, 3), rng.between(8, 17), rng.between(8, 17), features()};
    drawn.x = x;
    const int64_t outputs = features();
    drawn.gradient = seed % 4 == 1, drawn.reversed = seed % 4 == 2;
    if (drawn.gradient) {
      drawn.low = drawn.high = 1;
      drawn.w = {x[0], x[1], x[2], outputs};
      drawn.y = {3, 3, x[3], outputs};
    } else {
      drawn.low = rng.between(0, 2), drawn.high = rng.between(0, 2);
      drawn.w = drawn.reversed ? Dims{3, 3, outputs, x[3]} : Dims{3, 3, x[3], outputs};
      drawn.y = {x[0], x[1] + drawn.low + drawn.high - 2, x[2] + drawn.low + drawn.high - 2, outputs};
    }
    SCOPED_TRACE(strCat("seed ", seed));
    StatusOr<Graph> wide = parseStablehlo(windowsText(drawn, true, ""), "test.mlir");
    ASSERT_TRUE(wide.ok()) << wide.status();
    const std::vector<Tensor> arguments = randomArguments(*wide, seed);
    StatusOr<std::vector<Tensor>> expected = evaluate(*wide, arguments);
    ASSERT_TRUE(expected.ok()) << expected.status();
    size_t kernels[3];
    const std::string_view precisions[] = {"",
                                           ", precision_config = [#stablehlo<precision HIGHEST>, "
                                           "#stablehlo<precision HIGHEST>]",
                                           ""};
    for (size_t form = 0; form < 3; ++form) {
      StatusOr<Graph> graph = parseStablehlo(windowsText(drawn, false, precisions[form]), "test.mlir");
      ASSERT_TRUE(graph.ok()) << graph.status();
      CompileOptions options;
      options.target = target;
      options.taskSeconds = seed % 5 == 0 ? 1e-8 : 20e-6;
      options.fixedSums = form == 2;
      StatusOr<Program> program = compile(*graph, options);
      ASSERT_TRUE(program.ok()) << program.status();
      kernels[form] = program->kernels.size();
      StatusOr<std::unique_ptr<KernelTable>> table = loadKernels(*program);
      ASSERT_TRUE(table.ok()) << table.status();
      StatusOr<std::vector<Tensor>> found = runThunks(*program, **table, arguments);
      ASSERT_TRUE(found.ok()) << found.status();
      double error = 0, size = 0;
      for (int64_t i = 0; i < (*found)[0].elements(); ++i) {
        const double is = (*found)[0].asDouble(i), should = (*expected)[0].asDouble(i);
        error += (is - should) * (is - should);
        size += should * should;
      }
      EXPECT_LT(std::sqrt(error / size), 2e-6) << "form " << form;
      if (form < 2) errors[form] += error / size;
    }
    EXPECT_EQ(kernels[1], kernels[2]);
    chosen += kernels[0] > kernels[1] ? 1 : 0;
  }
  EXPECT_GT(chosen, 16);
  EXPECT_LT(std::sqrt(errors[0]), 4 * std::sqrt(errors[1]));
  RecordProperty("ratio", strCat(std::sqrt(errors[0] / errors[1])));
}

}  // namespace
}  // namespace partita
