// The plain loop of the readers' fuzz targets (tests/fuzz/readers/): damaged programs of the tree, each read within 5 s
// and all of them within 1 GiB. PARTITA_SEED begins elsewhere, PARTITA_FUZZ_ROUNDS does more to each form.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "base/files.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/mutation/binary_mutation.h"
#include "tests/support/mutation/text_mutation.h"
#include "tests/support/read_input.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

constexpr double kMaxSeconds = 5;
constexpr int64_t kMaxKilobytes = int64_t{1} << 20;

// Files of FOLDERS whose names end so.
std::vector<std::string> corpus(const std::vector<std::string>& folders, const std::string& ending) {
  std::vector<std::string> paths, out;
  for (const std::string& folder : folders)
    for (const auto& entry : std::filesystem::directory_iterator(sourcePath("tests/data/" + folder)))
      if (entry.path().string().ends_with(ending)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  for (const std::string& path : paths) out.push_back(*readFile(path, "program"));
  return out;
}

int64_t peakKilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

void damage(InputForm form, const std::vector<std::string>& programs) {
  ASSERT_FALSE(programs.empty());
  // But for what is there because it is not portable, or partitioned.
  size_t good = 0;
  for (const std::string& program : programs) good += readInput(form, program) ? 1 : 0;
  EXPECT_GE(good + 2, programs.size());
  const uint64_t seed = numberFromEnvironment("PARTITA_SEED", 20261127);
  const uint64_t rounds = numberFromEnvironment("PARTITA_FUZZ_ROUNDS", 1000);
  std::printf("PARTITA_SEED=%llu\n", static_cast<unsigned long long>(seed));
  uint64_t readable = 0;
  double slowest = 0;
  for (uint64_t round = 0; round < rounds; ++round) {
    Rng rng(seed + round);
    const std::string& program = programs[rng.below(programs.size())];
    const std::string& donor = programs[rng.below(programs.size())];
    std::string input;
    if (form == InputForm::kText || form == InputForm::kHloText) {
      input = form == InputForm::kText && rng.below(2) == 0 ? mutatedProgram(program, donor, rng)
                                                            : mutatedBytes(program, rng);
    } else {
      input =
          mutatedBinary(program, donor, form == InputForm::kHloProto ? VarintForm::kProtobuf : VarintForm::kMlir, rng);
    }
    const auto begin = std::chrono::steady_clock::now();
    readable += readInput(form, input) ? 1 : 0;
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    slowest = std::max(slowest, seconds);
    ASSERT_LT(seconds, kMaxSeconds) << "PARTITA_SEED=" << seed + round << " PARTITA_FUZZ_ROUNDS=1 does it again";
    ASSERT_LT(peakKilobytes(), kMaxKilobytes) << "PARTITA_SEED=" << seed + round << " PARTITA_FUZZ_ROUNDS=1";
  }
  std::printf("%llu of %llu are read, the slowest in %.1f ms; %lld MB\n", static_cast<unsigned long long>(readable),
              static_cast<unsigned long long>(rounds), slowest * 1e3, static_cast<long long>(peakKilobytes() / 1024));
}

TEST(Readers, Text) { damage(InputForm::kText, corpus({"hlo", "bytecode", "faults"}, ".mlir")); }
TEST(Readers, Bytecode) { damage(InputForm::kBytecode, corpus({"bytecode"}, ".mlirbc")); }
TEST(Readers, JaxExport) { damage(InputForm::kJaxExport, corpus({"bytecode"}, ".jax_export")); }
TEST(Readers, HloText) { damage(InputForm::kHloText, corpus({"hlo"}, ".txt")); }
TEST(Readers, HloProto) { damage(InputForm::kHloProto, corpus({"hlo"}, ".pb")); }

}  // namespace
}  // namespace partita
