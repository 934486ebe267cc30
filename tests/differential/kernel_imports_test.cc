// Kernels need nothing of the process but the functions that codegen/emit/kernel_imports.h lists.
#include "codegen/emit/kernel_imports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "codegen/codegen.h"
#include "codegen/emit/kernel_compiler.h"
#include "frontends/stablehlo.h"
#include "launcher/plan_program.h"
#include "tests/support/captured.h"
#include "tests/support/elf_symbols.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

const std::set<std::string>& allowed() {
  static const std::set<std::string> names = [] {
    std::set<std::string> out;
    for (const KernelImport& import : kernelImports()) out.emplace(import.name);
    return out;
  }();
  return names;
}

void expectOnlyImports(const ObjectCode& object, const std::string& what) {
  for (const std::string& symbol : undefinedSymbols(object.contents))
    EXPECT_TRUE(allowed().contains(symbol)) << what << " needs " << symbol;
}

// The processors whose code is made differently: no FMA and no half precision, AVX2, AVX-512, NEON, SVE.
const char* const kTargets[] = {"x86-64", "x86-64-v3", "x86-64-v4", "aarch64", "neoverse-v1"};

// Sums of products of packed values, in vectors and in what remains of them.
LoopFunction appliedDot(ScalarOp op) {
  const DType x = op == ScalarOp::kDotBF16 ? DType::kBF16 : op == ScalarOp::kDotI8 ? DType::kI8 : DType::kUI8;
  const DType y = op == ScalarOp::kDotUI8I8 ? DType::kI8 : x, sum = dotResult(op);
  const int64_t pack = 4 / dtypeBytes(x);
  LoopBuilder b(std::string(scalarOpName(op)));
  const LoopBufferId p = b.parameter("x", x, 100 * pack, true, false), q = b.parameter("y", y, 100 * pack, true, false),
                     out = b.parameter("out", sum, 100, true, true);
  const ExprId i = b.var(b.openFor("i", b.index(0), b.index(100), LoopKind::kVector, 1, 16));
  const ExprId at = b.mul(i, b.index(pack));
  b.store(out, i, b.op(op, sum, {b.packedLoad(p, at), b.packedLoad(q, at), b.load(out, i)}));
  b.close();
  return b.finish();
}

LoopFunction applied(ScalarOp op, DType from, DType to) {
  LoopBuilder b(strCat(scalarOpName(op), " of ", dtypeName(from), " to ", dtypeName(to)));
  std::vector<LoopBufferId> parameters;
  for (int i = 0; i < scalarOpArity(op); ++i) {
    const bool predicate = op == ScalarOp::kSelect && i == 0;
    parameters.push_back(b.parameter(strCat("x", i), predicate ? DType::kI1 : from, 100, true, false));
  }
  const LoopBufferId out = b.parameter("out", to, 100, false, true);
  const ExprId i = b.var(b.openFor("i", b.index(0), b.index(100), LoopKind::kVector, 1, 16));
  std::vector<ExprId> operands;
  for (const LoopBufferId parameter : parameters) operands.push_back(b.load(parameter, i));
  b.store(out, i, b.op(op, to, {operands.begin(), operands.end()}));
  b.close();
  return b.finish();
}

constexpr DType kFloats[] = {DType::kBF16, DType::kF16, DType::kF32, DType::kF64};
constexpr DType kIntegers[] = {DType::kI8, DType::kI32, DType::kI64, DType::kUI8, DType::kUI32, DType::kUI64};

// Every scalar op on every element type that it has, in vectors and in what remains of them.
std::vector<LoopFunction> everyScalarOp() {
  std::vector<LoopFunction> out;
  for (int number = 1; number < kScalarOpCount; ++number) {
    const auto op = static_cast<ScalarOp>(number);
    const bool compares = op >= ScalarOp::kCompareEq && op <= ScalarOp::kCompareLt;
    const bool bits = op == ScalarOp::kNot || op == ScalarOp::kPopcnt || op == ScalarOp::kClz ||
                      (op >= ScalarOp::kAnd && op <= ScalarOp::kShiftRightLogical);
    const bool arithmetic = compares || op == ScalarOp::kNegate || op == ScalarOp::kAbs || op == ScalarOp::kSign ||
                            op == ScalarOp::kSquare || op == ScalarOp::kSelect || op == ScalarOp::kClamp ||
                            (op >= ScalarOp::kAdd && op <= ScalarOp::kMaximum && op != ScalarOp::kAtan2);
    if (op == ScalarOp::kReal || op == ScalarOp::kImag || op == ScalarOp::kComplex || op == ScalarOp::kBitcast)
      continue;
    if (isDot(op)) {
      out.push_back(appliedDot(op));
      continue;
    }
    if (op == ScalarOp::kConvert) {
      std::vector<DType> all(std::begin(kFloats), std::end(kFloats));
      all.insert(all.end(), std::begin(kIntegers), std::end(kIntegers));
      all.push_back(DType::kI1);
      for (const DType from : all) {
        for (const DType to : all)
          if (from != to) out.push_back(applied(op, from, to));
      }
      continue;
    }
    const bool answers = compares || op == ScalarOp::kIsFinite;
    if (bits || arithmetic) {
      for (const DType type : kIntegers) out.push_back(applied(op, type, answers ? DType::kI1 : type));
    }
    if (bits) continue;
    for (const DType type : kFloats) out.push_back(applied(op, type, answers ? DType::kI1 : type));
  }
  return out;
}

// Pairs of which LLVM knows one function that does both: sincos, exp2, ldexp.
LoopFunction tempting(DType dtype, bool power) {
  LoopBuilder b("tempting");
  const LoopBufferId x = b.parameter("x", power ? DType::kI32 : dtype, 100, true, false),
                     out = b.parameter("out", dtype, 100, false, true);
  const ExprId i = b.var(b.openFor("i", b.index(0), b.index(100), LoopKind::kVector, 1, 4));
  ExprId sum;
  if (power) {
    const ExprId real = b.op(ScalarOp::kConvert, dtype, {b.load(x, i)});
    sum = b.op(ScalarOp::kPower, dtype, {b.constant(dtype, 2), real});
  } else {
    sum = b.op(ScalarOp::kAdd, dtype,
               {b.op(ScalarOp::kSin, dtype, {b.load(x, i)}), b.op(ScalarOp::kCos, dtype, {b.load(x, i)})});
  }
  b.store(out, i, sum);
  b.close();
  return b.finish();
}

TEST(KernelImports, TheListIsSorted) {
  EXPECT_TRUE(std::is_sorted(kernelImports().begin(), kernelImports().end(),
                             [](const KernelImport& a, const KernelImport& b) { return a.name < b.name; }));
}

TEST(KernelImports, EveryScalarOpOnEveryTarget) {
  std::vector<LoopFunction> functions = everyScalarOp();
  for (const DType dtype : {DType::kF32, DType::kF64}) {
    for (const bool power : {false, true}) functions.push_back(tempting(dtype, power));
  }
  for (const char* name : kTargets) {
    size_t compiled = 0;
    for (const LoopFunction& function : functions) {
      const LoopFunction* list[] = {&function};
      const StatusOr<std::vector<ObjectCode>> objects = compileKernels(list, *namedTarget(name), {});
      if (!objects.ok() && objects.status().code() == absl::StatusCode::kUnimplemented) continue;
      ASSERT_TRUE(objects.ok()) << function.name << ": " << objects.status();
      ++compiled;
      expectOnlyImports(objects->front(), strCat(name, ": ", function.name));
    }
    EXPECT_GT(compiled, functions.size() / 2) << name;
  }
}

TEST(KernelImports, CapturedProgramsAndExamples) {
  std::vector<std::string> paths = {sourcePath("examples/gpt/init.mlir"), sourcePath("examples/gpt/step.mlir")};
  for (const CapturedProgram& program : capturedPrograms()) paths.push_back(program.path);
  CompileOptions options;
  options.target = hostTarget();
  options.compileThreads = 2;
  size_t programs = 0, kernels = 0;
  for (const std::string& path : paths) {
    SCOPED_TRACE(path);
    StatusOr<Graph> graph = loadProgram(path);
    ASSERT_TRUE(graph.ok()) << graph.status();
    const StatusOr<MeshPlan> plan = planForMesh(*std::move(graph), PartitionOptions(), options);
    ASSERT_TRUE(plan.ok()) << plan.status();
    for (const Graph& local : plan->programs) {
      const StatusOr<Program> program = compile(local, options);
      if (!program.ok() && program.status().code() == absl::StatusCode::kUnimplemented) continue;
      ASSERT_TRUE(program.ok()) << program.status();
      ++programs;
      kernels += program->objects.size();
      for (const ObjectCode& object : program->objects) expectOnlyImports(object, object.name);
    }
  }
  std::printf("%zu programs, %zu kernels\n", programs, kernels);
  EXPECT_GT(programs, 50u);
}

}  // namespace
}  // namespace partita
