// Damaged artifacts: whatever the bytes, reading ends with a module or an error that says something, in time and memory
// that the size of the file bounds. PARTITA_SEED begins elsewhere, PARTITA_FUZZ_ROUNDS does more to each file.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "base/files.h"
#include "base/rng.h"
#include "frontends/bytecode/bytecode.h"
#include "frontends/import/import.h"
#include "graph/verify.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/mutation/binary_mutation.h"

namespace partita {
namespace {

std::vector<std::string> artifacts() {
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::directory_iterator(PARTITA_SOURCE_DIR "/tests/data/bytecode")) {
    const std::string extension = entry.path().extension();
    if (extension == ".mlirbc" || extension == ".jax_export") out.push_back(entry.path());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// What is in order with every function that is read: operands and results are values of it.
void checkOperations(const ir::Function& function, const ir::Region& region) {
  for (const ir::Block& block : region.blocks) {
    for (const ir::Operation& operation : block.operations) {
      for (const std::vector<ir::ValueId>* list : {&operation.operands, &operation.results}) {
        for (const ir::ValueId value : *list) ASSERT_LT(value.index, function.values.size());
      }
      for (const ir::Region& inner : operation.regions) checkOperations(function, inner);
    }
  }
}

// True where it is read.
bool tryBytes(std::string_view bytes) {
  if (isJaxExport(bytes)) {
    const StatusOr<JaxExport> artifact = readJaxExport(bytes, "fuzz");
    if (!artifact.ok()) {
      EXPECT_FALSE(artifact.status().message().empty());
      return false;
    }
    bytes = artifact->module;
  }
  const StatusOr<ir::Module> module = readBytecode(bytes, "fuzz");
  if (!module.ok()) {
    EXPECT_NE(module.status().code(), absl::StatusCode::kInternal) << module.status();
    EXPECT_TRUE(std::string(module.status().message()).starts_with("fuzz: ")) << module.status();
    return false;
  }
  for (const ir::Function& function : module->functions) {
    if (function.body) checkOperations(function, *function.body);
  }
  if (const StatusOr<Graph> graph = importModule(*module); !graph.ok()) {
    EXPECT_NE(graph.status().code(), absl::StatusCode::kInternal) << graph.status();
  } else {
    (void)verify(*graph, Stage::kGlobal);  // may refuse it, but in order
  }
  if (const StatusOr<std::string> written = writeBytecode(*module); written.ok()) {
    const StatusOr<ir::Module> again = readBytecode(*written, "written");
    EXPECT_TRUE(again.ok()) << again.status();
  }
  return true;
}

TEST(BytecodeFuzz, Artifacts) {
  const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 20261127);
  const uint64_t rounds = numberFromEnvironment("PARTITA_FUZZ_ROUNDS", 1000);
  std::cout << "PARTITA_SEED=" << seed << "\n";
  std::vector<std::string> files;
  for (const std::string& path : artifacts()) files.push_back(*readFile(path, "artifact"));
  ASSERT_GE(files.size(), 8u);
  for (size_t i = 0; i < files.size(); ++i) {
    uint64_t readable = 0;
    double slowest = 0;
    for (uint64_t round = 0; round < rounds; ++round) {
      Rng rng(seed + round * files.size() + i);
      const std::string& donor = files[rng.below(files.size())];
      const std::string bytes = mutatedBinary(files[i], donor, VarintForm::kMlir, rng);
      const auto begin = std::chrono::steady_clock::now();
      readable += tryBytes(bytes) ? 1 : 0;
      slowest = std::max(slowest, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
      ASSERT_FALSE(testing::Test::HasFailure()) << artifacts()[i] << ", PARTITA_SEED=" << seed << ", round " << round;
    }
    EXPECT_LT(slowest, 5.0) << artifacts()[i] << ", PARTITA_SEED=" << seed;
    if (rounds > 1000)
      std::cout << artifacts()[i] << ": " << readable << " of " << rounds << " are read, the slowest in "
                << slowest * 1e3 << " ms\n";
  }
}

}  // namespace
}  // namespace partita
