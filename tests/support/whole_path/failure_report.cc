#include "tests/support/whole_path/failure_report.h"

#include <filesystem>
#include <fstream>

#include "checkpoint/safetensors.h"
#include "graph/print.h"
#include "tests/support/whole_path/coverage.h"

namespace partita {
namespace {

// Which half is wrong. On simulated ranks the evaluator runs the local programs: no generated code.
std::string blame(const CaseOutcome& compiled, const CaseOutcome& grid) {
  if (compiled.stage == "text") return "printing or parsing";
  if (compiled.stage == "partition" || compiled.stage == "local program") return "partitioning";
  if (grid.verdict == Verdict::kEqual) return "code: the local programs are right on simulated ranks";
  return strCat("partitioning: on simulated ranks too, ", verdictName(grid.verdict), " ", grid.stage, " ",
                grid.message);
}

std::string optionsText(const PartitionOptions& options) {
  std::string out;
  for (const PartitionRule& rule : options.rules) {
    strAppend(&out, " rule ", rule.match, "=");
    for (size_t d = 0; d < rule.spec.size(); ++d) {
      strAppend(&out, d == 0 ? "" : "|");
      for (size_t a = 0; a < rule.spec[d].size(); ++a) strAppend(&out, a == 0 ? "" : ",", rule.spec[d][a]);
    }
  }
  if (!options.mesh.axes.empty()) strAppend(&out, " mesh ", options.mesh.toString());
  if (!options.batchAxis.empty()) strAppend(&out, " batch axis ", options.batchAxis);
  if (!options.fsdpAxis.empty()) strAppend(&out, " fsdp axis ", options.fsdpAxis);
  for (const std::string& pass : options.disabledPasses) strAppend(&out, " without ", pass);
  return out;
}

}  // namespace

std::string describeFailure(const WholePathCase& c, const CaseOutcome& compiled, const CaseOutcome& grid,
                            const std::string& directory) {
  std::filesystem::create_directories(directory);
  const std::string stem = strCat(directory, "/case", c.seed);
  const std::string text = printGraph(c.graph);
  std::ofstream(stem + ".mlir") << text;
  NamedTensors arguments;
  for (size_t i = 0; i < c.arguments.size(); ++i) arguments.emplace_back(strCat("arg", i), c.arguments[i]);
  const Status written = writeSafetensors(stem + ".safetensors", arguments);
  std::string out =
      strCat("seed ", c.seed, ": ", verdictName(compiled.verdict), " (", compiled.stage, ") ", compiled.message, "\n");
  if (c.form != nullptr) strAppend(&out, "  form     ", formName(*c.form), ", ", dtypeName(c.dtype), "\n");
  strAppend(&out, "  blame    ", blame(compiled, grid), "\n");
  strAppend(&out, "  run      ", c.settings.toString(), ";", optionsText(c.partition), "\n");
  strAppend(&out, "  again    PARTITA_SEED=", c.seed, " PARTITA_FUZZ_ROUNDS=1\n");
  strAppend(&out, "  command  partita run ", stem, ".mlir --inputs ", stem, ".safetensors --outputs out.safetensors",
            " --threads ", c.settings.threads,
            c.settings.target == "host" ? "" : strCat(" --target ", c.settings.target),
            c.settings.naive ? " --schedule <(echo 'nest *')" : "",
            c.partition.mesh.axes.empty() ? "" : strCat(" --mesh ", c.partition.mesh.toString()), "\n");
  if (!written.ok()) strAppend(&out, "  (the arguments cannot be written: ", written.ToString(), ")\n");
  strAppend(&out, text);
  return out;
}

}  // namespace partita
