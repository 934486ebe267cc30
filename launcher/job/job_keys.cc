#include "launcher/job/job_keys.h"

#include "base/text.h"
#include "launcher/job/config.h"

namespace partita {
namespace {

const std::string kFile = "text: a path, relative to this file";
const std::string kText = ConfigKey::kText, kTable = ConfigKey::kTable, kTables = ConfigKey::kTables;
const std::string kTime = ConfigKey::kTime;

std::vector<ConfigSection> makeJob() {
  const TrainConfig train;
  const JobConfig job;
  return {
      {"the job file",
       "",
       "The sections of a job.",
       {{"job", kTable, "", "the programs"},
        {"cluster", kTable, "", "what they run on"},
        {"mesh", kTable, "the program's own, else `data` over all devices", "how the devices are arranged"},
        {"partition", kTable, "batches are cut along `data`, the state is not", "what is cut along which axis"},
        {"data", kTable, "", "where batches come from"},
        {"train", kTable, "", "how long, and what is said"},
        {"checkpoint", kTable, "no checkpoints", "what is kept of the state, and when"}}},
      {"[job]",
       "",
       "",
       {{"name", kText, "the file's name", "for messages"},
        {"init", kFile, "", "StableHLO: maps a seed (a whole number) or nothing to the state"},
        {"step", kFile, "", "StableHLO: maps the state, donated, and a batch to the new state and metrics"},
        {"seed", "whole number", strCat(job.seed), "the argument of init"},
        {"weights", kFile, "what init gives",
         "a safetensors file or a checkpoint whose arrays, by path, take the place of init's"},
        {"weights_missing", "`\"error\"` or `\"init\"`", "`\"error\"`",
         "what becomes of arrays that `weights` lack; `init`: they are init's, as where weights come without an "
         "optimizer's state"},
        {"state", "list of texts and whole numbers", "found by paths, types and order",
         "for each result of init, in order, the step's result that is its new value, by path "
         "(`\"result[1]['w']\"`) or number"}}},
      {"[cluster]", "", "", {{"file", kFile, "", "the cluster file"}}},
      {"[mesh]",
       "",
       "The axes, in this order; their product is the number of devices of the cluster.",
       {{"<axis>", strCat(ConfigKey::upTo(kMaxClusterDevices), ", or a table"), "", "places along the axis"}}},
      {"an axis of [mesh]",
       "AXIS = { … }",
       "An axis whose places have unlike shares.",
       {{"size", ConfigKey::upTo(kMaxClusterDevices), "", "places along the axis"},
        {"weights", strCat("list of whole numbers from 1 to ", kMaxWeight, ", `\"speed\"` or `\"memory\"`"),
         "equal shares", "the share of each place, or what of the devices along the axis decides it"}}},
      {"[partition]",
       "",
       "",
       {{"rules", kTables, "none", "shardings of arguments of the step, by name"},
        {"fsdp", "text: an axis", "none",
         "every state array is cut along it too, by its largest dimension that divides"}}},
      {"a partition rule",
       "rules = [{ … }]",
       "An argument follows the first rule that fits its name.",
       {{"match", "text: a regular expression (ECMAScript)", "", "searched in the argument's name"},
        {"spec", "list of lists of axis names", "",
         "the axes along which each dimension is cut: `[[], [\"model\"]]` cuts the second along `model`"}}},
      {"[data]",
       "",
       "Batch inputs are the step's arguments that are not state, in order.",
       {{"kind", "`\"arrays\"`, `\"bytes\"` or `\"synthetic\"`", "",
         "`arrays`: examples of your own; `bytes`: rows of a file, for one whole-number input [batch, length]; "
         "`synthetic`: made by generators"},
        {"files", "list of paths, relative to this file", "",
         "`arrays` only: safetensors files; a tensor holds examples along its first dimension, and those of several "
         "files follow one another"},
        {"names", "list of texts", "the inputs' own names",
         "`arrays` only: for each batch input, in order, the name of its tensor"},
        {"shuffle", "truth value", "`true`",
         "`arrays` only: each epoch in another order, which `[job] seed` decides; else as they lie in the files"},
        {"path", kFile, "", "`bytes` only: any file, longer than a row"},
        {"inputs", kTables, "", "`synthetic` only: one generator for each batch input"}}},
      {"a generator of [data] inputs",
       "inputs = [{ … }]",
       "The numbers are a function of the step (seed 1000 + step) and the place in the array alone, however many ranks "
       "there are.",
       {{"kind", "`\"uniform\"`, `\"randint\"`, `\"iota\"` or `\"constant\"`", "",
         "numbers of [low, high), whole numbers of [low, high), 0 1 2 …, or `value`"},
        {"low", "number", presetNumber(Generator().low), "`uniform` and `randint`"},
        {"high", "number", presetNumber(Generator().high), "`uniform` and `randint`: not reached"},
        {"value", "number", presetNumber(Generator().value), "`constant`"}}},
      {"[train]",
       "",
       "",
       {{"steps", "whole number from 1", "", "how many"},
        {"log_every", "whole number from 1", strCat(train.logEvery), "steps between two lines of progress"},
        {"metrics", "text: a path, relative to the current folder", "none",
         "JSON lines, one for each step; `job.toml` and `cluster.toml`, the job as it was run, are written beside it"},
        {"collective_deadline", kTime, strCat("`\"", presetNumber(train.collectiveDeadline), " s\"`"),
         "how long ranks wait for one another before the job is given up; above zero"},
        {"deterministic", "truth value", "`false`",
         "the same numbers to the last bit for any number of devices along `data` "
         "([more](#the-same-numbers-for-any-number-of-devices))"},
        {"deterministic_blocks", "power of two from 2 to 1024", strCat(train.deterministicBlocks),
         "in which a batch is summed then: halved until it divides the batch; two or more for each device"}}},
      {"[checkpoint]",
       "",
       "More in [checkpoints](checkpoints.md).",
       {{"dir", "text: a path, relative to the current folder", "", "the folder that holds them"},
        {"every", "whole number from 1", "", "steps between two checkpoints"},
        {"keep", "whole number from 1", strCat(CheckpointConfig().keep), "the newest ones that are kept"},
        {"async", "truth value", "`true`", "training goes on while one is written"}}}};
}

}  // namespace

absl::Span<const ConfigSection> jobSections() {
  static const std::vector<ConfigSection> sections = makeJob();
  return sections;
}

}  // namespace partita
