// Programs with calls of libraries, compiled, against the evaluator: chains of them among other ops, in loops, on
// several threads, written out and read again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "codegen/codegen.h"
#include "program/program_io.h"
#include "tests/support/tensors.h"
#include "tests/support/thunk_runner.h"
#include "tests/support/whole_path/comparison.h"

namespace partita {
namespace {

void expectAgrees(std::string_view text, const std::vector<Tensor>& args, const Tolerance& tolerance) {
  const Graph graph = programOf(text);
  CompileOptions options;
  options.target = hostTarget();
  const StatusOr<Program> program = compile(graph, options);
  ASSERT_TRUE(program.ok()) << program.status();
  // As it travels.
  const StatusOr<Program> read = deserializeProgram(serializeProgram(*program));
  ASSERT_TRUE(read.ok()) << read.status();
  const StatusOr<std::unique_ptr<KernelTable>> kernels = loadKernels(*read);
  ASSERT_TRUE(kernels.ok()) << kernels.status();
  const StatusOr<std::vector<Tensor>> found = runThunks(*read, **kernels, args), expected = evaluate(graph, args);
  ASSERT_TRUE(found.ok()) << found.status();
  ASSERT_TRUE(expected.ok()) << expected.status();
  for (size_t i = 0; i < expected->size(); ++i) {
    const Status same = compareWithin((*found)[i], (*expected)[i], tolerance);
    EXPECT_TRUE(same.ok()) << "result " << i << " " << same;
  }
}

Tensor waves(Dims dims, DType dtype = DType::kF64) {
  Tensor out(TensorType(dtype, std::move(dims)));
  for (int64_t i = 0; i < out.elements(); ++i) out.set(i, std::sin(static_cast<double>(i * i + 3 * i)));
  return out;
}

// A linear system by Cholesky, whose matrix is made in the program.
TEST(Libraries, SolveInsideAProgram) {
  expectAgrees(R"(
func.func @main(%x: tensor<5x9x7xf64>, %b: tensor<5x7x3xf64>) -> tensor<5x7x3xf64> {
  %a = stablehlo.dot_general %x, %x, batching_dims = [0] x [0], contracting_dims = [1] x [1] : (tensor<5x9x7xf64>, tensor<5x9x7xf64>) -> tensor<5x7x7xf64>
  %l = stablehlo.cholesky %a, lower = true : tensor<5x7x7xf64>
  %y = "stablehlo.triangular_solve"(%l, %b) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose NO_TRANSPOSE>, unit_diagonal = false}> : (tensor<5x7x7xf64>, tensor<5x7x3xf64>) -> tensor<5x7x3xf64>
  %z = "stablehlo.triangular_solve"(%l, %y) <{left_side = true, lower = true, transpose_a = #stablehlo<transpose TRANSPOSE>, unit_diagonal = false}> : (tensor<5x7x7xf64>, tensor<5x7x3xf64>) -> tensor<5x7x3xf64>
  %n = stablehlo.negate %z : tensor<5x7x3xf64>
  return %n : tensor<5x7x3xf64>
})",
               {waves({5, 9, 7}), waves({5, 7, 3})}, {.ulps = 1e6, .absoluteUlps = 1e4, .magnitude = 10});
}

TEST(Libraries, TransformsBetweenOtherOps) {
  expectAgrees(R"(
func.func @main(%x: tensor<4x30xf32>, %y: tensor<4x30xf32>) -> (tensor<4x30xf32>, tensor<4x16xcomplex<f32>>) {
  %d = stablehlo.subtract %x, %y : tensor<4x30xf32>
  %0 = stablehlo.fft %d, type = RFFT, length = [30] : (tensor<4x30xf32>) -> tensor<4x16xcomplex<f32>>
  %1 = stablehlo.fft %y, type = RFFT, length = [30] : (tensor<4x30xf32>) -> tensor<4x16xcomplex<f32>>
  %2 = stablehlo.multiply %0, %1 : tensor<4x16xcomplex<f32>>
  %3 = stablehlo.fft %2, type = IRFFT, length = [30] : (tensor<4x16xcomplex<f32>>) -> tensor<4x30xf32>
  %4 = stablehlo.add %3, %x : tensor<4x30xf32>
  return %4, %2 : tensor<4x30xf32>, tensor<4x16xcomplex<f32>>
})",
               {waves({4, 30}, DType::kF32), waves({4, 30}, DType::kF32)}, {.absoluteUlps = 200, .magnitude = 10});
}

// A donated argument, which the call works on in place, and a loop of calls.
TEST(Libraries, InLoopsAndInPlace) {
  expectAgrees(R"(
func.func @main(%x: tensor<3x8xcomplex<f64>> {tf.aliasing_output = 0 : i32}) -> tensor<3x8xcomplex<f64>> {
  %zero = stablehlo.constant dense<0> : tensor<i32>
  %r:2 = stablehlo.while(%i = %zero, %v = %x) : tensor<i32>, tensor<3x8xcomplex<f64>>
  cond {
    %limit = stablehlo.constant dense<5> : tensor<i32>
    %p = stablehlo.compare LT, %i, %limit : (tensor<i32>, tensor<i32>) -> tensor<i1>
    stablehlo.return %p : tensor<i1>
  } do {
    %one = stablehlo.constant dense<1> : tensor<i32>
    %j = stablehlo.add %i, %one : tensor<i32>
    %w = stablehlo.fft %v, type = FFT, length = [3, 8] : (tensor<3x8xcomplex<f64>>) -> tensor<3x8xcomplex<f64>>
    %u = stablehlo.fft %w, type = IFFT, length = [8] : (tensor<3x8xcomplex<f64>>) -> tensor<3x8xcomplex<f64>>
    stablehlo.return %j, %u : tensor<i32>, tensor<3x8xcomplex<f64>>
  }
  return %r#1 : tensor<3x8xcomplex<f64>>
})",
               {[] {
                 Tensor x(TensorType(DType::kC128, {3, 8}));
                 for (int i = 0; i < 48; ++i) x.mutableAs<double>()[i] = std::cos(i * i);
                 return x;
               }()},
               {.absoluteUlps = 100, .magnitude = 100});
}

// As JAX writes it: layouts, info, a choice by it.
TEST(Libraries, CallsAsJaxMakesThem) {
  expectAgrees(R"(
func.func @main(%a: tensor<3x4x4xf32>) -> (tensor<3x4x4xf32>, tensor<3x4xf32>, tensor<3xi32>) {
  %t = stablehlo.transpose %a, dims = [0, 2, 1] : (tensor<3x4x4xf32>) -> tensor<3x4x4xf32>
  %s = stablehlo.add %a, %t : tensor<3x4x4xf32>
  %0:3 = stablehlo.custom_call @lapack_ssyevd_ffi(%s) {backend_config = "", mhlo.backend_config = {mode = 86 : ui8, uplo = 76 : ui8}, mhlo.frontend_attributes = {num_batch_dims = "1"}, operand_layouts = [dense<[1, 2, 0]> : tensor<3xindex>], output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [0], operand_index = 0, operand_tuple_indices = []>], result_layouts = [dense<[1, 2, 0]> : tensor<3xindex>, dense<[1, 0]> : tensor<2xindex>, dense<0> : tensor<1xindex>], sdy.sharding_rule = #sdy.op_sharding_rule<([i, j, k])->([i, l, m], [i, n], [i]) {i=3, j=4, k=4, l=4, m=4, n=4}, custom>} : (tensor<3x4x4xf32>) -> (tensor<3x4x4xf32>, tensor<3x4xf32>, tensor<3xi32>)
  return %0#0, %0#1, %0#2 : tensor<3x4x4xf32>, tensor<3x4xf32>, tensor<3xi32>
})",
               {waves({3, 4, 4}, DType::kF32)}, {.absoluteUlps = 50, .magnitude = 4});
}

}  // namespace
}  // namespace partita
