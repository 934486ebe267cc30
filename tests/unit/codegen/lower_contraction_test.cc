// Products in random layouts, sizes, dtypes and with random nodes before and after them, compiled and compared with the
// reference evaluator.
#include "codegen/group_kernels.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "base/rng.h"
#include "codegen/emit/kernel_compiler.h"
#include "graph/evaluate.h"
#include "graph/op.h"
#include "graph/tensor.h"
#include "gtest/gtest.h"

namespace partita {
namespace {

// A graph of one contraction group: arguments are the group's inputs, results its outputs.
struct Case {
  Graph graph;
  NodeId hero;
  std::vector<ValueId> outputs;

  ValueId argument(DType dtype, Dims dims) {
    return graph.addArgument(graph.body(), TensorType(dtype, std::move(dims)));
  }
  ValueId op(OpKind kind, std::vector<ValueId> operands, AttrDict attrs = {}) {
    StatusOr<NodeId> node = graph.build(graph.body(), kind, std::move(operands), std::move(attrs));
    EXPECT_TRUE(node.ok()) << node.status();
    return graph.result(*node);
  }
  ValueId convert(ValueId x, DType dtype) {
    return graph.result(graph.addNode(graph.body(), OpKind::kConvert, {x}, {TensorType(dtype, graph.type(x).dims)}));
  }
  ValueId transpose(ValueId x, std::vector<int64_t> dims) {
    AttrDict attrs;
    attrs.set("dims", std::move(dims));
    return op(OpKind::kTranspose, {x}, std::move(attrs));
  }
  ValueId broadcast(ValueId x, Dims to, std::vector<int64_t> dims) {
    AttrDict attrs;
    attrs.set("dims", std::move(dims));
    return graph.result(graph.addNode(graph.body(), OpKind::kBroadcastInDim, {x},
                                      {TensorType(graph.type(x).dtype, std::move(to))}, std::move(attrs)));
  }
  ValueId dot(ValueId lhs, ValueId rhs, std::vector<int64_t> lhsBatch, std::vector<int64_t> rhsBatch,
              std::vector<int64_t> lhsContract, std::vector<int64_t> rhsContract, DType result) {
    const Dims &l = graph.type(lhs).dims, &r = graph.type(rhs).dims;
    Dims dims;
    auto has = [](const std::vector<int64_t>& list, size_t d) {
      return std::find(list.begin(), list.end(), static_cast<int64_t>(d)) != list.end();
    };
    for (int64_t d : lhsBatch) dims.push_back(l[d]);
    for (size_t d = 0; d < l.size(); ++d) {
      if (!has(lhsBatch, d) && !has(lhsContract, d)) dims.push_back(l[d]);
    }
    for (size_t d = 0; d < r.size(); ++d) {
      if (!has(rhsBatch, d) && !has(rhsContract, d)) dims.push_back(r[d]);
    }
    AttrDict attrs;
    attrs.set("lhs_batch", std::move(lhsBatch));
    attrs.set("rhs_batch", std::move(rhsBatch));
    attrs.set("lhs_contract", std::move(lhsContract));
    attrs.set("rhs_contract", std::move(rhsContract));
    hero = graph.addNode(graph.body(), OpKind::kDotGeneral, {lhs, rhs}, {TensorType(result, std::move(dims))},
                         std::move(attrs));
    return graph.result(hero);
  }
};

Tensor randomTensor(const TensorType& type, Rng& rng) {
  Tensor tensor(type);
  for (int64_t i = 0; i < tensor.elements(); ++i) {
    if (isFloat(type.dtype)) {
      tensor.set(i, rng.uniform() * 2 - 1);
    } else {
      tensor.setInt(i, rng.between(isUnsignedInteger(type.dtype) ? 0 : -9, 9));
    }
  }
  return tensor;
}

// Memory as kernels get it: 64-byte aligned, with guard bytes after it that show stores past the end.
struct Memory {
  static constexpr size_t kGuard = 256;
  explicit Memory(size_t size) : bytes(size), data(std::aligned_alloc(64, (size + kGuard + 63) / 64 * 64)) {
    std::memset(data.get(), 0x5a, size + kGuard);
  }
  explicit Memory(const Tensor& tensor) : Memory(tensor.bytes()) { std::memcpy(data.get(), tensor.data(), bytes); }
  bool guardIntact() const {
    const char* guard = static_cast<const char*>(data.get()) + bytes;
    return std::all_of(guard, guard + kGuard, [](char c) { return c == 0x5a; });
  }
  struct Free {
    void operator()(void* p) const { std::free(p); }
  };
  size_t bytes;
  std::unique_ptr<void, Free> data;
};

// Compiles CASE's group, runs it and compares with the evaluator. PIECES: it is cut into many tasks. CACHE: for a
// target whose nearest cache has so many bytes.
void check(Case& c, Rng& rng, double tolerance, bool pieces = false, int64_t cache = 0) {
  Region& body = c.graph.regions[c.graph.body()];
  body.results = c.outputs;
  c.graph.results.resize(c.outputs.size());
  FusionGroup group;
  group.kind = GroupKind::kContraction;
  group.hero = c.hero;
  group.nodes = group.anchored = body.nodes;
  group.inputs = body.args;
  group.outputs = c.outputs;
  group.elements = c.graph.type(c.graph.result(c.hero)).elements();

  CpuTarget target = hostTarget();
  if (cache > 0) target.l1Bytes = cache, target.l2Bytes = 4 * cache, target.l3Bytes = 16 * cache;
  LoweringContext context{c.graph, target, nullptr, {}, pieces ? 1e-9 : 20e-6};
  StatusOr<std::vector<LoweredKernel>> kernels = groupKernels(context, group, {});
  ASSERT_TRUE(kernels.ok()) << kernels.status();
  StatusOr<GroupWorkspace> planned = groupWorkspace(context, group, {});
  ASSERT_TRUE(planned.ok()) << planned.status();
  Memory workspace(static_cast<size_t>(planned->bytes));
  std::vector<Tensor> arguments;
  for (ValueId value : body.args) arguments.push_back(randomTensor(c.graph.type(value), rng));
  StatusOr<std::vector<Tensor>> expected = evaluate(c.graph, arguments);
  ASSERT_TRUE(expected.ok()) << expected.status();

  std::vector<Memory> inputs, results;
  for (const Tensor& tensor : arguments) inputs.emplace_back(tensor);
  for (ValueId value : c.outputs) results.emplace_back(c.graph.type(value).bytes());
  for (const LoweredKernel& kernel : *kernels) {
    const LoopFunction* function = &kernel.function;
    StatusOr<std::vector<ObjectCode>> objects = compileKernels(absl::MakeSpan(&function, 1), target, {});
    ASSERT_TRUE(objects.ok()) << objects.status() << loopFunctionToString(*function);
    std::vector<std::string> symbols = {kernelSymbol(*function)};
    StatusOr<std::unique_ptr<KernelTable>> table = loadObjects(*objects, symbols);
    ASSERT_TRUE(table.ok()) << table.status();
    std::vector<void*> buffers;
    for (const KernelArgument& argument : kernel.arguments) {
      if (!argument.value.valid()) buffers.push_back(static_cast<char*>(workspace.data.get()) + argument.offset);
      for (size_t i = 0; i < body.args.size(); ++i) {
        if (body.args[i] == argument.value) buffers.push_back(inputs[i].data.get());
      }
      for (size_t i = 0; i < c.outputs.size(); ++i) {
        if (c.outputs[i] == argument.value) buffers.push_back(results[i].data.get());
      }
    }
    ASSERT_EQ(buffers.size(), kernel.arguments.size());
    Memory scratch(kernelScratchBytes(*function));
    // Two calls, the later tasks first: tasks are independent.
    int64_t half = function->tasks / 2;
    KernelFn run = (*table)->find(symbols[0]);
    run(buffers.data(), half, function->tasks, scratch.data.get());
    if (half > 0) run(buffers.data(), 0, half, scratch.data.get());
    ASSERT_TRUE(scratch.guardIntact()) << "store past the end of the scratch";
    ASSERT_TRUE(workspace.guardIntact()) << "store past the end of the workspace";
  }
  for (size_t i = 0; i < c.outputs.size(); ++i) {
    const TensorType& type = c.graph.type(c.outputs[i]);
    Tensor found(type);
    std::memcpy(found.mutableData(), results[i].data.get(), type.bytes());
    Status status = compareTensors(found, (*expected)[i], tolerance, tolerance);
    EXPECT_TRUE(status.ok()) << "output " << i << " " << type.toString() << ": " << status;
    ASSERT_TRUE(results[i].guardIntact()) << "store past the end of output " << i;
  }
}

std::vector<int64_t> permutation(Rng& rng, int64_t n) {
  std::vector<int64_t> p(n);
  for (int64_t i = 0; i < n; ++i) p[i] = i;
  rng.shuffle(&p);
  return p;
}

int64_t randomSize(Rng& rng) {
  constexpr int64_t kSizes[] = {1, 1, 2, 3, 5, 7, 8, 13, 16, 17, 24, 31, 32, 48, 64, 67};
  return kSizes[rng.below(std::size(kSizes))];
}

// A dot_general with up to two dimensions of each sort, each operand's dimensions in random order.
ValueId randomDot(Case& c, Rng& rng, DType dtype, DType result) {
  int64_t counts[4] = {static_cast<int64_t>(rng.below(3)), static_cast<int64_t>(rng.below(3)),
                       static_cast<int64_t>(rng.below(3)),
                       static_cast<int64_t>(rng.below(3))};  // batch, rows, columns, contracted
  std::vector<int64_t> sizes[4];
  for (int sort = 0; sort < 4; ++sort) {
    for (int64_t i = 0; i < counts[sort]; ++i) sizes[sort].push_back(sort == 0 ? 1 + rng.below(3) : randomSize(rng));
  }
  // At most a million multiply-adds: the evaluator is slow.
  int64_t work = 1;
  for (std::vector<int64_t>& list : sizes) {
    for (int64_t& size : list) {
      if (work * size > 1000000) size = 1;
      work *= size;
    }
  }
  std::vector<int64_t> batch[2], contract[2];
  ValueId operands[2];
  for (int side = 0; side < 2; ++side) {
    int freeSort = side == 0 ? 1 : 2;
    int64_t rank = counts[0] + counts[freeSort] + counts[3];
    std::vector<int64_t> places = permutation(rng, rank);
    Dims dims(rank, 1);
    size_t next = 0;
    for (int64_t size : sizes[0]) {
      dims[places[next]] = size;
      batch[side].push_back(places[next++]);
    }
    for (int64_t size : sizes[3]) {
      dims[places[next]] = size;
      contract[side].push_back(places[next++]);
    }
    for (int64_t size : sizes[freeSort]) dims[places[next++]] = size;
    operands[side] = c.argument(dtype, dims);
  }
  return c.dot(operands[0], operands[1], batch[0], batch[1], contract[0], contract[1], result);
}

uint64_t seedFromEnvironment() {
  const char* text = std::getenv("PARTITA_TEST_SEED");
  return text != nullptr ? std::strtoull(text, nullptr, 10) : 20261122;
}

TEST(LowerContraction, RandomLayouts) {
  for (uint64_t i = 0; i < 60; ++i) {
    uint64_t seed = seedFromEnvironment() + i;
    SCOPED_TRACE(absl::StrCat("seed ", seed));
    Rng rng(seed);
    Case c;
    c.outputs = {randomDot(c, rng, DType::kF32, DType::kF32)};
    check(c, rng, 2e-4, rng.below(2) == 0);
    if (HasFatalFailure()) return;
  }
}

TEST(LowerContraction, DTypes) {
  struct Types {
    DType operand, result;
    double tolerance;
  };
  for (const Types& types :
       {Types{DType::kF64, DType::kF64, 1e-12}, Types{DType::kBF16, DType::kBF16, 1e-2},
        Types{DType::kBF16, DType::kF32, 2e-5}, Types{DType::kF16, DType::kF16, 2e-3},
        Types{DType::kI32, DType::kI32, 0}, Types{DType::kI8, DType::kI32, 0}, Types{DType::kUI8, DType::kI32, 0},
        Types{DType::kI8, DType::kI64, 0}, Types{DType::kUI8, DType::kUI32, 0}, Types{DType::kI64, DType::kI64, 0},
        Types{DType::kI8, DType::kI8, 0}}) {
    for (uint64_t i = 0; i < 4; ++i) {
      uint64_t seed = seedFromEnvironment() + i;
      SCOPED_TRACE(absl::StrCat(std::string(dtypeName(types.operand)), " to ", std::string(dtypeName(types.result)),
                                ", seed ", seed));
      Rng rng(seed);
      Case c;
      c.outputs = {randomDot(c, rng, types.operand, types.result)};
      check(c, rng, types.tolerance);
      if (HasFatalFailure()) return;
    }
  }
}

// Sizes around the blocks: several blocks of K, of rows and of columns, and what is left over.
TEST(LowerContraction, BlockEdges) {
  struct Size {
    int64_t m, n, k;
  };
  for (const Size& size : {Size{97, 50, 1030}, Size{6, 16, 2048}, Size{301, 33, 515}, Size{5, 700, 40},
                           Size{130, 1, 300}, Size{1, 130, 300}}) {
    for (int layout = 0; layout < 4; ++layout) {
      SCOPED_TRACE(absl::StrCat(size.m, "x", size.n, "x", size.k, " layout ", layout));
      Rng rng(layout);
      Case c;
      ValueId a = layout & 1 ? c.argument(DType::kF32, {size.k, size.m}) : c.argument(DType::kF32, {size.m, size.k});
      ValueId b = layout & 2 ? c.argument(DType::kF32, {size.n, size.k}) : c.argument(DType::kF32, {size.k, size.n});
      c.outputs = {c.dot(a, b, {}, {}, {layout & 1 ? 0 : 1}, {layout & 2 ? 1 : 0}, DType::kF32)};
      check(c, rng, 1e-4);
      check(c, rng, 1e-4, true);
      if (HasFatalFailure()) return;
    }
  }
}

// The same of narrow types, in blocks of a target with small caches.
TEST(LowerContraction, BlockEdgesOfNarrowTypes) {
  struct Types {
    DType lhs, rhs, result;
    double tolerance;
  };
  for (const Types& t :
       {Types{DType::kBF16, DType::kBF16, DType::kF32, 1e-3}, Types{DType::kI8, DType::kI8, DType::kI32, 0},
        Types{DType::kUI8, DType::kI8, DType::kI32, 0}, Types{DType::kF32, DType::kF32, DType::kF32, 1e-4}}) {
    int turn = 0;
    for (const std::array<int64_t, 3> size : {std::array<int64_t, 3>{33, 70, 1030},
                                              {5, 40, 2048},
                                              {1, 300, 516},
                                              {2, 513, 260},
                                              {47, 18, 77},
                                              {58, 19, 16388}}) {
      for (int layout = 0; layout < 4; ++layout) {
        SCOPED_TRACE(
            absl::StrCat(std::string(dtypeName(t.lhs)), " ", size[0], "x", size[1], "x", size[2], " layout ", layout));
        Rng rng(layout);
        Case c;
        ValueId a = layout & 1 ? c.argument(t.lhs, {size[2], size[0]}) : c.argument(t.lhs, {size[0], size[2]});
        ValueId b = layout & 2 ? c.argument(t.rhs, {size[1], size[2]}) : c.argument(t.rhs, {size[2], size[1]});
        c.outputs = {c.dot(a, b, {}, {}, {layout & 1 ? 0 : 1}, {layout & 2 ? 1 : 0}, t.result)};
        const double tolerance = size[2] > 4096 ? 4 * t.tolerance : t.tolerance;
        check(c, rng, tolerance, turn % 2 == 1, turn % 3 == 0 ? 0 : 4 << 10);
        if (HasFatalFailure()) return;
        ++turn;
      }
    }
  }
}

// What is computed of bf16 is rounded, not cut off, before it is multiplied.
TEST(LowerContraction, ComputedOperandsOfBf16AreRounded) {
  Rng rng(1);
  Case c;
  ValueId x = c.argument(DType::kBF16, {64, 256}), scale = c.argument(DType::kBF16, {256}),
          w = c.argument(DType::kBF16, {256, 64});
  c.outputs = {
      c.dot(c.op(OpKind::kMultiply, {x, c.broadcast(scale, {64, 256}, {1})}), w, {}, {}, {1}, {0}, DType::kF32)};
  check(c, rng, 2e-4);
}

TEST(LowerContraction, EpilogueOfSeveralOutputs) {
  Rng rng(1);
  Case c;
  ValueId x = c.argument(DType::kF32, {4, 9, 33}), w = c.argument(DType::kF32, {33, 37}),
          bias = c.argument(DType::kF32, {37});
  ValueId residual = c.argument(DType::kF32, {4, 9, 37});
  ValueId sum = c.op(OpKind::kAdd, {c.dot(x, w, {}, {}, {2}, {0}, DType::kF32), c.broadcast(bias, {4, 9, 37}, {2})});
  ValueId tanh = c.op(OpKind::kTanh, {sum});
  c.outputs = {sum, c.op(OpKind::kAdd, {tanh, residual})};
  check(c, rng, 1e-5);
}

TEST(LowerContraction, ConvertedAndComputedOperands) {
  for (int swap = 0; swap < 2; ++swap) {
    Rng rng(2);
    Case c;
    ValueId x = c.argument(DType::kF32, {40, 64}), w = c.argument(DType::kBF16, {64, 48}),
            scale = c.argument(DType::kF32, {64});
    ValueId scaled = c.op(OpKind::kMultiply, {x, c.broadcast(scale, {40, 64}, {1})});
    ValueId wide = c.convert(w, DType::kF32);
    ValueId dot =
        swap ? c.dot(wide, scaled, {}, {}, {0}, {1}, DType::kF32) : c.dot(scaled, wide, {}, {}, {1}, {0}, DType::kF32);
    c.outputs = {c.convert(dot, DType::kBF16)};
    check(c, rng, 1e-2);
  }
}

// What JAX's attention makes: results that a transpose puts in order.
TEST(LowerContraction, TransposedResults) {
  {
    Rng rng(3);
    Case c;
    ValueId v = c.argument(DType::kF32, {2, 40, 3, 16}), p = c.argument(DType::kF32, {2, 3, 40, 40});
    c.outputs = {c.transpose(c.dot(v, p, {0, 2}, {0, 1}, {1}, {3}, DType::kF32), {0, 3, 1, 2})};
    check(c, rng, 1e-5);
  }
  {
    Rng rng(4);
    Case c;
    ValueId dy = c.argument(DType::kF32, {5, 8, 4, 16}), x = c.argument(DType::kF32, {5, 8, 24}),
            before = c.argument(DType::kF32, {24, 4, 16});
    ValueId gradient = c.transpose(c.dot(dy, x, {}, {}, {0, 1}, {0, 1}, DType::kF32), {2, 0, 1});
    c.outputs = {c.op(OpKind::kAdd, {gradient, before})};
    check(c, rng, 1e-5);
  }
  {
    Rng rng(5);
    Case c;
    ValueId p = c.argument(DType::kBF16, {2, 3, 20, 24}), v = c.argument(DType::kBF16, {2, 24, 3, 16});
    c.outputs = {c.transpose(c.dot(p, v, {0, 1}, {0, 2}, {3}, {1}, DType::kBF16), {0, 2, 1, 3})};
    check(c, rng, 1e-2);
  }
}

TEST(LowerContraction, ComplexIsUnimplemented) {
  Case c;
  ValueId x = c.argument(DType::kC64, {3, 4});
  ValueId y = c.argument(DType::kC64, {4, 5});
  c.outputs = {c.dot(x, y, {}, {}, {1}, {0}, DType::kC64)};
  FusionGroup group;
  group.kind = GroupKind::kContraction;
  group.hero = c.hero;
  group.nodes = {c.hero};
  group.inputs = {x, y};
  group.outputs = c.outputs;
  CpuTarget target = hostTarget();
  StatusOr<std::vector<LoweredKernel>> kernels = groupKernels({c.graph, target, nullptr, {}}, group, {});
  EXPECT_EQ(kernels.status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_NE(kernels.status().message().find("complex"), std::string::npos) << kernels.status();
}

}  // namespace
}  // namespace partita
