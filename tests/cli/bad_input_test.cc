// Bad inputs through the real command: each ends with one clear message on stderr and its exit code.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "checkpoint/safetensors.h"
#include "tests/support/folder_test.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

using testing::HasSubstr;

const std::string kInit = sourcePath("tests/data/programs/training/gpt_tiny_init.mlir"),
                  kStep = sourcePath("tests/data/programs/training/gpt_tiny_step.mlir");

class BadInput : public FolderTest {
 protected:
  std::string job(const std::string& cluster, const std::string& mesh, const std::string& data) {
    return write("job.toml", "[job]\ninit = \"" + kInit + "\"\nstep = \"" + kStep + "\"\n[cluster]\nfile = \"" +
                                 sourcePath("configs/clusters/") + cluster + ".toml\"\n[mesh]\n" + mesh +
                                 "\n[data]\nkind = \"bytes\"\npath = \"" + data + "\"\n[train]\nsteps = 2\n");
  }
  // Runs and expects exit CODE, and one message on stderr that holds TEXT.
  void expectError(const std::vector<std::string>& arguments, int code, const std::string& text) {
    const Outcome outcome = runPartita(arguments);
    EXPECT_EQ(outcome.code, code) << outcome.out << outcome.err;
    EXPECT_THAT(outcome.err, HasSubstr(text));
  }
  const std::string text_ = sourcePath("examples/gpt/shakespeare.txt");
};

TEST_F(BadInput, CommandLine) {
  expectError({"frobnicate"}, 2, "frobnicate");
  expectError({}, 2, "subcommand");
  expectError({"run", kStep, "--engine", "magic"}, 2, "--engine");
  expectError({"train", "job.toml", "--frobnicate"}, 2, "--section.key=value");
  expectError({"bench", kStep, "--threads", "0"}, 2, "--threads");
}

TEST_F(BadInput, Targets) {
  for (const char* command : {"run", "bench"}) {
    expectError({command, kInit, "--target", "z80"}, 2, "unknown target \"z80\": use one of host, ");
    expectError({command, kInit, "--target", "aarch64"}, 3, "--target aarch64: this machine is ");
  }
}

// What jax.pure_callback, jax.debug.print and an ordered io_callback become.
TEST_F(BadInput, CallbacksIntoPython) {
  const char* const config =
      "api_version = 4 : i32, backend_config = \"\", mhlo.backend_config = {index = 0 : ui64}, result_layouts = ";
  const std::string pure =
      write("pure.mlir",
            strCat("module @jit_f {\n  func.func public @main(%arg0: tensor<4xf32>) -> tensor<4xf32> {\n    %0 = "
                   "stablehlo.custom_call @xla_ffi_python_cpu_callback(%arg0) {",
                   config,
                   "[dense<0> : tensor<1xindex>]} : (tensor<4xf32>) -> tensor<4xf32>\n    return %0 : "
                   "tensor<4xf32>\n  }\n}\n"));
  const std::string print = write(
      "print.mlir", strCat("module @jit_g {\n  func.func public @main(%arg0: tensor<4xf32>) -> tensor<4xf32> {\n    "
                           "stablehlo.custom_call @xla_ffi_python_cpu_callback(%arg0) {",
                           config,
                           "[], has_side_effect = true} : (tensor<4xf32>) -> ()\n    return %arg0 : "
                           "tensor<4xf32>\n  }\n}\n"));
  const std::string ordered =
      write("ordered.mlir",
            strCat("module @jit_h {\n  func.func public @main(%arg0: tensor<4xf32>) -> tensor<4xf32> {\n    %t = "
                   "stablehlo.create_token : !stablehlo.token\n    %0:2 = stablehlo.custom_call "
                   "@xla_python_cpu_callback(%t, %arg0) {",
                   config,
                   "[dense<> : tensor<0xindex>, dense<0> : tensor<1xindex>]} : (!stablehlo.token, tensor<4xf32>) -> "
                   "(!stablehlo.token, tensor<4xf32>)\n    return %0#1 : tensor<4xf32>\n  }\n}\n"));
  for (const char* command : {"run", "inspect"}) {
    for (const auto& [file, place, target] : {std::tuple(pure, "pure.mlir:3:10", "xla_ffi_python_cpu_callback"),
                                              std::tuple(print, "print.mlir:3:5", "xla_ffi_python_cpu_callback"),
                                              std::tuple(ordered, "ordered.mlir:4:12", "xla_python_cpu_callback")})
      expectError({command, file}, 3,
                  strCat(place, ": op stablehlo.custom_call @", target,
                         " (it calls back into the Python process that traced the program) is not supported yet"));
  }
}

TEST_F(BadInput, MoreMemoryThanTheMachineHas) {
  const std::string result = write("result.mlir",
                                   "module @m {\n  func.func public @main() -> tensor<40000000000000xf32> {\n    %0 = "
                                   "stablehlo.constant dense<1.0> : tensor<40000000000000xf32>\n    return %0 : "
                                   "tensor<40000000000000xf32>\n  }\n}\n");
  expectError({"run", result}, 4, "no memory on device 0 for 152587890 MiB of buffers, results of m: the machine has ");
  const std::string argument = write("argument.mlir",
                                     "module @m {\n  func.func public @main(%a: tensor<40000000000000xf32>) -> "
                                     "tensor<f32> {\n    %0 = stablehlo.constant dense<1.0> : tensor<f32>\n    return "
                                     "%0 : tensor<f32>\n  }\n}\n");
  const std::string spec = write("spec.json", "[{\"kind\": \"iota\"}]");
  expectError({"run", argument, "--spec", spec}, 4, "argument 0, tensor<40000000000000xf32>, needs 152587890 MiB");
  expectError({"bench", argument}, 4, "argument 0, tensor<40000000000000xf32>, needs 152587890 MiB");
}

TEST_F(BadInput, MissingFiles) {
  expectError({"inspect", "/no/such.mlir"}, 2, "/no/such.mlir");
  expectError({"train", "/no/such.toml"}, 2, "/no/such.toml: no such file (job description)");
  expectError({"run", kInit, "--inputs", "/no/such.safetensors"}, 2, "/no/such.safetensors: no such file");
  expectError({"train", job("one_local_rank", "data = 1", "/no/such.txt")}, 2, "/no/such.txt: no such file");
}

TEST_F(BadInput, BrokenProgram) {
  const std::string broken = write("broken.mlir",
                                   "module @m {\n  func.func public @main(%arg0: tensor<4xf32>) -> tensor<4xf32> {\n   "
                                   " %0 = stablehlo.add %arg0 %arg0 : tensor<4xf32>\n"
                                   "    return %0 : tensor<4xf32>\n  }\n}\n");
  expectError({"inspect", broken}, 2, "broken.mlir:3:");
  const std::string illTyped =
      write("types.mlir",
            "module @m {\n  func.func public @main(%arg0: tensor<4xf32>, %arg1: tensor<5xf32>) -> tensor<4xf32> {\n"
            "    %0 = stablehlo.add %arg0, %arg1 : (tensor<4xf32>, tensor<5xf32>) -> tensor<4xf32>\n    return %0 : "
            "tensor<4xf32>\n  }\n}\n");
  expectError({"inspect", illTyped}, 2, "types.mlir");
  const std::string unknown = write("unknown.mlir",
                                    "module @m {\n  func.func public @main(%arg0: tensor<4xf32>) -> tensor<4xf32> {\n"
                                    "    %0 = \"stablehlo.frobnicate\"(%arg0) : (tensor<4xf32>) -> tensor<4xf32>\n    "
                                    "return %0 : tensor<4xf32>\n  }\n}\n");
  expectError({"inspect", unknown}, 3, "stablehlo.frobnicate");
}

// Every command says all that is missing, with places.
TEST_F(BadInput, WhatIsMissingIsSaidAtOnce) {
  const std::string program =
      write("missing.mlir",
            "module @m {\n  func.func public @main(%arg0: tensor<8xf32>) -> tensor<8xf32> {\n"
            "    %0 = stablehlo.made_up %arg0, length = [8] : (tensor<8xf32>) -> tensor<5xf32>\n"
            "    %1 = \"other.op\"(%0) : (tensor<5xf32>) -> tensor<8xf32>\n"
            "    return %1 : tensor<8xf32>\n  }\n}\n");
  for (const std::string command : {"plan", "run", "bench", "inspect"}) {
    expectError({command, program}, 3, "missing.mlir: the program needs 2 things that are not supported yet:");
    expectError({command, program}, 3, "missing.mlir:3:10: op stablehlo.made_up\n");
    expectError({command, program}, 3, "missing.mlir:4:10: op other.op\n");
  }
  expectError({"train", job("one_local_rank", "data = 1", text_), "--job.step=" + program}, 3, "op other.op");
}

// Functions of which none is the program can be looked at.
TEST_F(BadInput, SeveralPublicFunctions) {
  const std::string library =
      write("library.mlir",
            "func.func @f(%x: tensor<2xf32>) -> tensor<2xf32> {\n  return %x : tensor<2xf32>\n}\n"
            "func.func @g(%x: tensor<i32>) -> tensor<i32> {\n  return %x : tensor<i32>\n}\n");
  expectError({"run", library}, 2, "library.mlir:4:11: expected a function @main, found public functions @f and @g");
  const Outcome outcome = runPartita({"inspect", library});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_NE(outcome.out.find("sym_name = \"f\""), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("sym_name = \"g\""), std::string::npos) << outcome.out;
}

TEST_F(BadInput, SizesThatAreOpen) {
  const std::string program =
      write("open.mlir",
            "module @m {\n  func.func public @main(%arg0: tensor<?x2xf32>, %arg1: "
            "tensor<1xi32>) -> tensor<?xf32> {\n    %0 = stablehlo.dynamic_reshape %arg0, %arg1 : "
            "(tensor<?x2xf32>, tensor<1xi32>) -> tensor<?xf32>\n    return %0 : tensor<?xf32>\n  "
            "}\n}\n");
  expectError({"run", program}, 3, "open.mlir:2:26: argument 0 of type tensor<?x2xf32> without a shape (give it with");
  expectError({"inspect", program, "--stats"}, 3, "--shape arg0=");
  expectError({"inspect", program, "--shape", "arg0=3x2"}, 3,
              "open.mlir:3:10: op stablehlo.dynamic_reshape with a shape that depends on the value of argument 1 (give "
              "it with --constant 1=");
  expectError({"inspect", program, "--shape", "arg0=3x2", "--constant", "1=7"}, 2,
              "open.mlir:3:10: dynamic_reshape_c2");
  expectError({"inspect", program, "--shape", "arg0=3x3"}, 2, "it cannot have shape [3,3]");
  expectError({"inspect", program, "--shape", "y=3"}, 2, "a shape is given for 'y': @main has no such argument");
  expectError({"inspect", program, "--shape", "3x2"}, 2, "write --shape NAME=8x128");
  expectError({"inspect", program, "--shape", "arg0=3xq"}, 2, "expected sizes such as 8x128, found 'q'");
  expectError({"inspect", program, "--constant", "arg1=q"}, 2, "expected an integer, found 'q'");
  expectError({"inspect", program, "--constant", "arg1"}, 2, "write --constant NAME=8");
}

TEST_F(BadInput, MeshesThatCannotBe) {
  expectError({"run", sourcePath("tests/data/faults/maximal_sharding.mlir"), "--engine", "reference"}, 2,
              "maximal_sharding.mlir:2:20: expected device_ids=[0] of a mesh without axes");
  expectError({"plan", kStep, "--mesh", "data=1048577"}, 2, "expected a mesh of 1 to 1048576 devices");
  expectError({"bench", kStep, "--mesh", "data=2048"}, 2, "has 2048 devices: one process runs at most 1024");
}

TEST_F(BadInput, Config) {
  const std::string good = job("one_local_rank", "data = 1", text_);
  expectError({"train", good, "--train.stepz=3"}, 2, "--train.stepz=3: unknown key \"stepz\" in [train]");
  expectError({"train", good, "--train.steps=many"}, 2, "[train] steps: expected a whole number");
  expectError({"train", write("broken.toml", "[job\n")}, 2, "broken.toml:1:");
}

TEST_F(BadInput, MeshThatDoesNotMultiplyOut) {
  expectError({"train", job("one_local_rank", "data = 3", text_)}, 2,
              "the mesh data=3 has 3 devices, but the cluster \"one local rank\" has 1");
  expectError({"train", job("one_local_rank", "data = 0", text_)}, 2, "[mesh] data: 0 is out of range 1 to ");
  expectError({"plan", kStep, "--mesh", "data=3x"}, 2, "is no axis");
  expectError({"plan", kStep, "--mesh", "data=99999999"}, 2, "a mesh of 1 to 1048576 devices");
  expectError({"plan", kStep, "--mesh", "data=99999999999999999999"}, 2, "too large");
  expectError({"plan", kStep, "--mesh", "data=0"}, 2, "the size of axis data is 0: it must be at least 1");
}

TEST_F(BadInput, WrongNumberOfRanks) {
  expectError({"train", job("two_local_ranks", "data = 2", text_)}, 3,
              "has 2 processes, but 1 were started: mpirun -n 2 partita train");
}

TEST_F(BadInput, TextShorterThanASequence) {
  expectError({"train", job("one_local_rank", "data = 1", write("short.txt", "to be or not to be"))}, 2,
              "short.txt has 18 bytes, but one row of");
}

TEST_F(BadInput, ProgramsThatDoNotFitTogether) {
  const std::string good = job("one_local_rank", "data = 1", text_);
  expectError({"train", good, "--job.step=" + sourcePath("tests/data/programs/training/llama_tiny_step.mlir")}, 2,
              "donated arguments");
  expectError({"train", good, "--job.step=" + kInit}, 2, "no argument is donated");
}

TEST_F(BadInput, WrongShapes) {
  const std::string program =
      write("add.mlir",
            "module @m {\n  func.func public @main(%arg0: tensor<4xf32>, %arg1: tensor<4xf32>) -> tensor<4xf32> {\n"
            "    %0 = stablehlo.add %arg0, %arg1 : tensor<4xf32>\n    return %0 : tensor<4xf32>\n  }\n}\n");
  const std::string inputs = folder_ + "/in.safetensors";
  ASSERT_TRUE(writeSafetensors(inputs, {{"arg0", Tensor(TensorType(DType::kF32, {4}))},
                                        {"arg1", Tensor(TensorType(DType::kF32, {5}))}})
                  .ok());
  expectError({"run", program, "--inputs", inputs, "--outputs", folder_ + "/out.safetensors"}, 2,
              "\"arg1\" is tensor<5xf32>, but the program's argument 1");
  ASSERT_TRUE(writeSafetensors(inputs, {{"arg0", Tensor(TensorType(DType::kF32, {4}))}}).ok());
  expectError({"run", program, "--inputs", inputs}, 2, "\"arg1\" (tensor<4xf32>");
  expectError({"run", program}, 2, "takes 2 arguments");
}

TEST_F(BadInput, TooLittleMemory) {
  const std::string cluster =
      write("small.toml", "[[nodes]]\n[[nodes.devices]]\nkind = \"cpu\"\nmemory = \"64 KiB\"\n");
  expectError({"train", job("one_local_rank", "data = 1", text_), "--cluster.file=" + cluster}, 4,
              "no feasible plan: a device needs");
}

}  // namespace
}  // namespace partita
