// Calls of libraries from programs: batches over the device's threads, what a device that has no such library says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/executor/toy_device.h"

namespace partita {
namespace {

using testing::HasSubstr;

constexpr int64_t kBatch = 64, kSize = 24, kMatrixBytes = kBatch * kSize * kSize * 8;

// Decompositions of kBatch matrices.
ToyProgram decomposing(const std::string& function = "lapack_dgetrf_ffi") {
  ToyProgram toy(0);
  const int32_t in = toy.addArgument(kMatrixBytes), out = toy.addResult(kMatrixBytes),
                pivots = toy.addResult(kBatch * kSize * 4), info = toy.addResult(kBatch * 4);
  const TensorType matrices(DType::kF64, {kBatch, kSize, kSize});
  Kernel kernel{function, TaskRange{kBatch, 0}, 1e9, 1e6, KernelAbi::kLibraryCall};
  kernel.call = std::make_shared<const LibraryCall>(
      LibraryCall{function,
                  {matrices},
                  {matrices, TensorType(DType::kI32, {kBatch, kSize}), TensorType(DType::kI32, {kBatch})},
                  {}});
  toy.program.kernels.push_back(std::move(kernel));
  Thunk thunk;
  thunk.kind = ThunkKind::kKernel;
  thunk.name = "getrf";
  thunk.kernel = 0;
  thunk.arguments = {
      {in, 0, kMatrixBytes}, {out, 0, kMatrixBytes}, {pivots, 0, kBatch * kSize * 4}, {info, 0, kBatch * 4}};
  for (size_t i = 0; i < thunk.arguments.size(); ++i) thunk.uses.push_back({thunk.arguments[i], i > 0});
  toy.program.thunks.push_back(std::move(thunk));
  return toy;
}

TEST(LibraryCalls, GiveTheSameWithAnyNumberOfThreads) {
  const ToyProgram toy = decomposing();
  const ToyMemory in(kMatrixBytes);
  for (int64_t i = 0; i < kMatrixBytes / 8; ++i) in.as<double>()[i] = static_cast<double>(i * i % 1009) - 500;
  std::vector<std::string> found;
  for (int threads : {1, 2, 5}) {
    ToyDevice device(threads);
    auto loaded = device.load(toy);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    for (int round = 0; round < 3; ++round) {
      const ToyMemory out(kMatrixBytes), pivots(kBatch * kSize * 4), info(kBatch * 4);
      ASSERT_TRUE(device.run(*loaded, {in.data()}, {out.data(), pivots.data(), info.data()}).ok());
      found.emplace_back(out.as<char>(), kMatrixBytes);
      EXPECT_EQ(info.as<int32_t>()[kBatch - 1], 0);
    }
  }
  for (const std::string& one : found) EXPECT_EQ(one, found[0]);
}

TEST(LibraryCalls, OfWhatThereIsNotAreRefusedByTheDevice) {
  ToyDevice device;
  const Status refused = device.load(decomposing("blas_dgemm")).status();
  EXPECT_TRUE(absl::IsUnimplemented(refused)) << refused;
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("kernel 'blas_dgemm' calls \"blas_dgemm\", which no library of this device has"));
  // A device that is only pretended walks the program.
  ToyDevice null(1, DeviceKind::kNull);
  EXPECT_TRUE(null.load(decomposing("blas_dgemm")).ok());
}

}  // namespace
}  // namespace partita
