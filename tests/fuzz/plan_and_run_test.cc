// Mutation fuzzing of `plan` and `run`: programs of tests/data, changed at random, over random meshes and rules.
// Nothing that an input says may end in a CHECK, a crash, a report of a sanitizer, a hang or an Internal error; where a
// program still runs, its results are the evaluator's. Each case runs in a child process.
//
// PARTITA_SEED: the first seed. PARTITA_FUZZ_SECONDS: how long; or PARTITA_FUZZ_ROUNDS: how many cases.
// PARTITA_COVERAGE=1 prints what was refused, and how often.
#include <gtest/gtest.h>

#include <sys/resource.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include "frontends/stablehlo.h"
#include "graph/print.h"
#include "graph/verify.h"
#include "tests/support/fuzz_settings.h"
#include "tests/support/mutation/plan_and_run.h"
#include "tests/support/mutation/text_mutation.h"
#include "tests/support/whole_path/isolation.h"
#include "tests/support/whole_path/shardings.h"
#include "tests/support/whole_path/shrinker.h"

namespace partita {
namespace {

constexpr double kCaseSeconds = 60;
constexpr size_t kBatch = 40;
constexpr size_t kMaxBytes = 64 << 10;  // of a program

struct Program {
  std::string name, text;
};

// Small programs of tests/data: as captured, and those that went wrong once.
std::vector<Program> programs() {
  std::vector<Program> out;
  for (const char* folder : {"programs", "faults"}) {
    const std::string root = strCat(PARTITA_SOURCE_DIR "/tests/data/", folder);
    if (!std::filesystem::exists(root)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
      if (entry.path().extension() != ".mlir" || entry.file_size() > kMaxBytes) continue;
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      out.push_back({entry.path().filename().string(), text.str()});
    }
  }
  std::sort(out.begin(), out.end(), [](const Program& a, const Program& b) { return a.name < b.name; });
  return out;
}

// Shardings, constraints and donations at random, where TEXT is still a program.
std::string annotated(const std::string& text, Rng& rng) {
  StatusOr<Graph> graph = parseStablehlo(text, "case.mlir");
  if (!graph.ok() || !verify(*graph, Stage::kGlobal).ok()) return text;
  if (graph->meshes.empty()) graph->meshes.add(randomMesh(rng, 8));
  if (graph->meshes[MeshId(0)].axes.empty() || graph->meshes[MeshId(0)].deviceCount() > 1024) return text;
  annotateProgram(*graph, rng);
  return printGraph(*graph);
}

// What the command line says beside the program; mostly what fits GRAPH (null: not read).
PartitionOptions randomOptions(Rng& rng, const Graph* graph) {
  PartitionOptions options;
  const bool own = graph != nullptr && !graph->meshes.empty() && !graph->meshes[MeshId(0)].axes.empty();
  if (rng.below(own ? 6 : 3) == 0) {
    options.mesh = randomMesh(rng, rng.below(4) == 0 ? 64 : 8);
    options.mesh.deviceIds.clear();  // the command line gives none
    if (own && rng.below(4) != 0) {  // the program's axes, of other sizes and in another order
      options.mesh.axes = graph->meshes[MeshId(0)].axes;
      for (MeshAxis& axis : options.mesh.axes) {
        if (rng.below(2) == 0) axis.size = rng.between(1, 6);
      }
      if (rng.below(3) == 0) rng.shuffle(&options.mesh.axes);
      if (rng.below(3) == 0 && options.mesh.axisIndex("data") < 0) options.mesh.axes.push_back({"data", 2});
    }
    if (rng.below(10) == 0) options.mesh.axes.back().size = rng.between(1, 300);
  }
  std::vector<std::string> axes = {"data", "x", "none"};
  const Mesh* mesh = !options.mesh.axes.empty() ? &options.mesh : own ? &graph->meshes[MeshId(0)] : nullptr;
  if (mesh != nullptr && rng.below(10) != 0) {
    axes.clear();
    for (const MeshAxis& axis : mesh->axes) axes.push_back(axis.name);
  }
  const std::vector<std::string> matches = {".*", "arg0", "w", "result", "[0-2]", "("};
  while (rng.below(6) == 0) {
    PartitionRule rule;
    rule.match = matches[rng.below(matches.size())];
    rule.where = "--rule";
    uint64_t rank = rng.below(4);
    if (graph != nullptr && !graph->arguments.empty() && rng.below(10) != 0) {
      const size_t argument = rng.below(graph->arguments.size());
      rule.match = strCat("^", graph->arguments[argument].name, "$");
      rank = graph->type(graph->bodyRegion().args[argument]).dims.size();
    }
    for (uint64_t d = 0; d < rank; ++d) {
      auto& dim = rule.spec.emplace_back();
      if (rng.below(2) == 0) dim.push_back(axes[rng.below(axes.size())]);
      if (rng.below(12) == 0) dim.push_back(axes[rng.below(axes.size())]);
    }
    options.rules.push_back(std::move(rule));
  }
  if (rng.below(8) == 0) options.fsdpAxis = axes[rng.below(axes.size())];
  if (rng.below(8) == 0) options.batchAxis = axes[rng.below(axes.size())];
  return options;
}

// The same SEED gives the same case.
MutationCase makeMutation(const std::vector<Program>& all, uint64_t seed) {
  Rng rng(splitmix64(seed));
  // Small ones first: they are quick, and most of what an op can do is in them.
  const Program* program = &all[rng.below(all.size())];
  for (int again = 0; again < 3 && program->text.size() > 6000; ++again) program = &all[rng.below(all.size())];
  MutationCase c;
  c.seed = seed;
  c.origin = program->name;
  c.text = program->text;
  if (rng.below(3) == 0) c.text = annotated(c.text, rng);
  const std::string& donor = all[rng.below(all.size())].text;
  // One change after the other, as long as it is still a program; one in eight ends with what is none: the fuzz test of
  // the parser has more of those.
  const bool mayBreak = rng.below(8) == 0;
  for (int kept = 0, attempt = 0; kept < 3 && attempt < 12; ++attempt) {
    std::string changed = mutatedProgram(c.text, donor, rng);
    const StatusOr<Graph> graph = parseStablehlo(changed, "case.mlir");
    const bool reads = graph.ok() && verify(*graph, Stage::kGlobal).ok();
    if (!reads && !mayBreak) continue;
    c.text = std::move(changed);
    if (!reads || rng.below(2) == 0) break;
    ++kept;
  }
  if (rng.below(6) == 0) c.text = annotated(c.text, rng);
  const StatusOr<Graph> graph = parseStablehlo(c.text, "case.mlir");
  c.partition = randomOptions(rng, graph.ok() ? &*graph : nullptr);
  c.cluster = rng.below(6) == 0;
  c.nullDevices = rng.below(10) == 0;
  c.threads = rng.below(4) == 0 ? 2 : 1;
  return c;
}

CaseOutcome attempt(const MutationCase& c) {
  return runIsolated(kCaseSeconds, [&] { return planAndRun(c); });
}

bool isFailure(const CaseOutcome& outcome) {
  return outcome.verdict != Verdict::kEqual && outcome.verdict != Verdict::kRefused;
}

// Fewer lines and plainer options, as long as it fails in the same way.
MutationCase shrinkLines(MutationCase c, const CaseOutcome& outcome, double seconds) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  const std::string kind = failureKind(outcome);
  const auto fails = [&](const MutationCase& smaller) {
    if (std::chrono::steady_clock::now() > end) return false;
    const CaseOutcome now = attempt(smaller);
    return isFailure(now) && failureKind(now) == kind;
  };
  const auto plainer = [&](const auto& change) {
    MutationCase smaller = c;
    change(smaller);
    if (fails(smaller)) c = std::move(smaller);
  };
  plainer([](MutationCase& s) { s.partition = PartitionOptions(); });
  plainer([](MutationCase& s) { s.partition.rules.clear(); });
  plainer([](MutationCase& s) { s.partition.fsdpAxis.clear(); });
  plainer([](MutationCase& s) { s.cluster = s.nullDevices = false; });
  plainer([](MutationCase& s) { s.threads = 1; });
  std::vector<std::string> lines;
  std::istringstream in(c.text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  for (size_t size = std::max<size_t>(lines.size() / 2, 1); std::chrono::steady_clock::now() < end; size /= 2) {
    for (size_t begin = 0; begin < lines.size();) {
      std::vector<std::string> fewer(lines.begin(), lines.begin() + static_cast<ptrdiff_t>(begin));
      fewer.insert(fewer.end(), lines.begin() + static_cast<ptrdiff_t>(std::min(begin + size, lines.size())),
                   lines.end());
      MutationCase smaller = c;
      smaller.text.clear();
      for (const std::string& line : fewer) strAppend(&smaller.text, line, "\n");
      if (fails(smaller)) {
        c = std::move(smaller);
        lines = std::move(fewer);
      } else {
        begin += size;
      }
      if (std::chrono::steady_clock::now() > end) break;
    }
    if (size == 1) break;
  }
  return c;
}

std::string describe(const MutationCase& c, const CaseOutcome& outcome) {
  const std::string folder = (std::filesystem::temp_directory_path() / "partita_mutations").string();
  std::filesystem::create_directories(folder);
  const std::string path = strCat(folder, "/case", c.seed, ".mlir");
  std::ofstream(path) << c.text;
  std::ofstream(path + ".json") << inputSpec(c) << "\n";
  return strCat("seed ", c.seed, ", from ", c.origin, ": ", verdictName(outcome.verdict), " (", outcome.stage, ") ",
                outcome.message, "\n  again    PARTITA_SEED=", c.seed, " PARTITA_FUZZ_ROUNDS=1\n  commands ",
                commandsOf(c, path), "\n", c.text.size() < 6000 ? c.text : "");
}

TEST(PlanAndRun, MutatedPrograms) {
  // Memory is a bound that a mutated size must not get around; the address sanitizer's shadow has no such bound.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  rlimit memory{size_t{12} << 30, size_t{12} << 30};
  setrlimit(RLIMIT_AS, &memory);
#endif
  const auto start = std::chrono::steady_clock::now();
  const auto secondsTaken = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  const std::vector<Program> all = programs();
  ASSERT_GT(all.size(), 150u);
  const uint64_t first = numberFromEnvironment("PARTITA_SEED", 20260101);
  const uint64_t rounds = numberFromEnvironment("PARTITA_FUZZ_ROUNDS", UINT64_MAX >> 1);
  const double seconds = static_cast<double>(numberFromEnvironment("PARTITA_FUZZ_SECONDS", 15));
  const bool counted = std::getenv("PARTITA_FUZZ_ROUNDS") != nullptr;
  const char* wanted = std::getenv("PARTITA_COVERAGE");
  std::map<std::string, uint64_t> reached, failures, refusals;
  runIsolated(
      rounds, kBatch, kCaseSeconds, [&](size_t i) { return planAndRun(makeMutation(all, first + i)); },
      [&](size_t i, const CaseOutcome& found) {
        // A busy machine is no hang: the case gets a second try.
        const CaseOutcome outcome = found.verdict == Verdict::kHang ? attempt(makeMutation(all, first + i)) : found;
        ++reached[isFailure(outcome)                     ? "failed"
                  : outcome.verdict == Verdict::kRefused ? strCat("refused: ", outcome.stage)
                                                         : outcome.stage];
        if (outcome.verdict == Verdict::kRefused) ++refusals[failureKind(outcome)];
        if (isFailure(outcome)) {
          const std::string kind = failureKind(outcome);
          if (failures[kind]++ == 0) {
            const MutationCase original = makeMutation(all, first + i);
            const MutationCase smallest = shrinkLines(original, outcome, 30);
            const std::string said = describe(smallest, attempt(smallest));
            std::cout << said << std::endl;
            ADD_FAILURE() << kind << "\n" << said;
          } else {
            std::cout << "seed " << first + i << " as well: " << kind.substr(0, 160) << std::endl;
          }
        }
        return counted || secondsTaken() < seconds;
      });
  uint64_t total = 0;
  for (const auto& [what, times] : reached) total += times;
  std::cout << "seeds " << first << " to " << first + total - 1 << ", " << secondsTaken() << " s:\n";
  for (const auto& [what, times] : reached) std::cout << "  " << times << " " << what << "\n";
  if (wanted == nullptr || *wanted != '1') return;
  for (const auto& [what, times] : refusals) std::cout << "refused " << times << " x " << what << "\n";
}

}  // namespace
}  // namespace partita
