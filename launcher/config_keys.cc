#include "launcher/config_keys.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/str_join.h"
#include "base/text.h"
#include "devices/cluster.h"
#include "launcher/job/config.h"

namespace partita {
namespace {

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.6g", value);
  return text;
}

std::string upTo(int64_t most) { return strCat("whole number from 1 to ", most); }

const std::string kFile = "text: a path, relative to this file";
const std::string kSize = "size: `\"8 GiB\"`, `\"30 GB\"`, or bytes";
const std::string kTime = "time: `\"2 us\"`, `\"5 min\"`, or seconds";
const std::string kBandwidth = "bandwidth: `\"5 GB/s\"`, `\"10 Gbit/s\"`, or bytes a second";
const std::string kSpeed = "speed: `\"90 GFLOP/s\"`, or operations a second";
const std::string kText = "text", kTable = "table", kTables = "list of tables";

std::vector<ConfigKey> linkKeys(const std::string& bandwidth, const std::string& latency) {
  const Link link;
  return {{"bandwidth", kBandwidth, bandwidth, "in one direction; above zero"},
          {"latency", kTime, latency, "of a message, however small"},
          {"duplex", "`\"full\"` or `\"half\"`", link.fullDuplex ? "`\"full\"`" : "`\"half\"`",
           "`\"half\"`: both directions share the bandwidth"},
          {"shared_by", upTo(1 << 20), strCat(link.sharedBy), "devices that send over it at the same time"}};
}

std::string presetText(const Link& link) {
  return strCat(number(link.bandwidth / 1e9), " GB/s, ", number(link.latency * 1e6), " us");
}

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
        {"state", "list of texts and whole numbers", "found by paths, types and order",
         "for each result of init, in order, the step's result that is its new value, by path "
         "(`\"result[1]['w']\"`) or number"}}},
      {"[cluster]", "", "", {{"file", kFile, "", "the cluster file"}}},
      {"[mesh]",
       "",
       "The axes, in this order; their product is the number of devices of the cluster.",
       {{"<axis>", strCat(upTo(kMaxClusterDevices), ", or a table"), "", "places along the axis"}}},
      {"an axis of [mesh]",
       "AXIS = { … }",
       "An axis whose places have unlike shares.",
       {{"size", upTo(kMaxClusterDevices), "", "places along the axis"},
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
       {{"kind", "`\"bytes\"` or `\"synthetic\"`", "",
         "`bytes`: rows of a file, for one whole-number input [batch, length]; `synthetic`: made by generators"},
        {"path", kFile, "", "`bytes` only: any file, longer than a row"},
        {"inputs", kTables, "", "`synthetic` only: one generator for each batch input"}}},
      {"a generator of [data] inputs",
       "inputs = [{ … }]",
       "The numbers are a function of the step (seed 1000 + step) and the place in the array alone, however many ranks "
       "there are.",
       {{"kind", "`\"uniform\"`, `\"randint\"`, `\"iota\"` or `\"constant\"`", "",
         "numbers of [low, high), whole numbers of [low, high), 0 1 2 …, or `value`"},
        {"low", "number", number(Generator().low), "`uniform` and `randint`"},
        {"high", "number", number(Generator().high), "`uniform` and `randint`: not reached"},
        {"value", "number", number(Generator().value), "`constant`"}}},
      {"[train]",
       "",
       "",
       {{"steps", "whole number from 1", "", "how many"},
        {"log_every", "whole number from 1", strCat(train.logEvery), "steps between two lines of progress"},
        {"metrics", "text: a path, relative to the current folder", "none",
         "JSON lines, one for each step; `job.toml` and `cluster.toml`, the job as it was run, are written beside it"},
        {"collective_deadline", kTime, strCat("`\"", number(train.collectiveDeadline), " s\"`"),
         "how long ranks wait for one another before the job is given up; above zero"}}},
      {"[checkpoint]",
       "",
       "More in [checkpoints](checkpoints.md).",
       {{"dir", "text: a path, relative to the current folder", "", "the folder that holds them"},
        {"every", "whole number from 1", "", "steps between two checkpoints"},
        {"keep", "whole number from 1", strCat(CheckpointConfig().keep), "the newest ones that are kept"},
        {"async", "truth value", "`true`", "training goes on while one is written"}}}};
}

std::vector<ConfigSection> makeCluster() {
  const Cluster cluster;
  const DeviceClass device;
  const std::string memoryMeaning =
      "plans that need more are refused (exit code 4); a table `{ hbm = …, host = … }` tells device and host memory "
      "apart";
  std::vector<ConfigKey> between = {{"from", "text: a class, host or rack", "", "devices at one end"},
                                    {"to", "text: a class, host or rack", "", "devices at the other end"}};
  for (ConfigKey& key : linkKeys("that of `between_nodes`", "that of `between_nodes`"))
    between.push_back(std::move(key));
  return {
      {"the cluster",
       "",
       "The sections of a cluster file.",
       {{"name", kText, "the file's name", "for messages"},
        {"classes", kTables, "none", "`[[classes]]`: kinds of devices"},
        {"nodes", kTables, "", "`[[nodes]]`: machines, in the order of their ranks"},
        {"links", kTable, "see below", "what joins devices"},
        {"collectives", kTables, "built-in rules", "`[[collectives]]`: algorithms, as `partita bench` writes them"}}},
      {"[[classes]]",
       "",
       "",
       {{"name", kText, "",
         strCat("for `class = …`; one of ", absl::StrJoin(builtInClassNames(), ", "),
                " starts from what is known of it")},
        {"kind", "`\"cpu\"` or `\"null\"`", strCat("`\"", deviceKindName(device.kind), "\"`"),
         "`null`: planned, not run"},
        {"target", kText, strCat("`\"", device.target, "\"`: the machine it runs on"),
         "the processor that its programs are compiled for: `\"x86-64-v3\"`, `\"znver3\"`, …"},
        {"threads", upTo(4096), strCat(device.threads), "of one device"},
        {"memory", kSize + ", or a table", "not limited", memoryMeaning},
        {"speed", kTable, "derived", "`{ f32 = \"90 GFLOP/s\" }`: matrix products by the operands' type"},
        {"bandwidth", kBandwidth, "derived", "of its memory; above zero"},
        {"launch", kTime, strCat(number(device.launch), " s"), "to start a kernel"}}},
      {"memory",
       "memory = { … }",
       "",
       {{"hbm", kSize, "not limited", "of the device"}, {"host", kSize, "not said", "of the machine, beside it"}}},
      {"speed",
       "speed = { … }",
       "",
       {{"<type>", kSpeed, "derived", "of products of this element type: `f32`, `bf16`, `i8`, …; above zero"}}},
      {"[[nodes]]",
       "",
       "Several entries may name one host: processes with other devices.",
       {{"count", upTo(kMaxClusterDevices), "1", "machines of this form; not with `hosts`"},
        {"hosts", "list of texts", "any host", "names of the machines, one each"},
        {"processes", upTo(kMaxClusterDevices), "1", "MPI ranks on each"},
        {"rack", kText, "none", "for `between_racks`"},
        {"devices", kTables, "", "`[[nodes.devices]]`: of each process"}}},
      {"[[nodes.devices]]",
       "",
       "With `class`, or with keys of a class of its own.",
       {{"count", upTo(kMaxClusterDevices), "1", "devices"},
        {"class", "text: a name of `[[classes]]` or a built-in one", "as the other keys say", "what they are"},
        {"kind", "as in `[[classes]]`", strCat("`\"", deviceKindName(device.kind), "\"`"), "without `class`"},
        {"threads", upTo(4096), strCat(device.threads), "without `class`"},
        {"memory", kSize + ", or a table", "not limited", "without `class`"}}},
      {"[links]",
       "",
       "Tiers: the first that joins two devices counts.",
       {{"within_process", kTable, presetText(cluster.withinProcess), "a link"},
        {"within_node", kTable, presetText(cluster.withinNode), "a link"},
        {"between_nodes", kTable, presetText(cluster.betweenNodes), "a link"},
        {"between_racks", kTable, "as `between_nodes`", "a link"},
        {"between", kTables, "none",
         "`[[links.between]]`: links of certain devices, in both directions; later ones win"}}},
      {"a link", "within_node = { … }", "", linkKeys("its tier's", "its tier's")},
      {"[[links.between]]", "", "", std::move(between)},
      {"[[collectives]]",
       "",
       "The first rule that fits counts. More in [clusters](clusters.md).",
       {{"kind", kText, "",
         "`all-reduce`, `all-gather`, `reduce-scatter`, `all-to-all`, `collective-permute`, `collective-broadcast`"},
        {"algorithm", kText, "", "one that there is for the kind"},
        {"processes", upTo(kMaxClusterDevices), "any", "for groups that live in up to so many processes"},
        {"bytes", kSize, "any", "for up to so many, of the larger of input and output"},
        {"chunk", "size from 1 KiB to 256 MiB", strCat(CollectiveRule().chunkBytes / 1024, " KiB"),
         "what one process sends another at once"}}}};
}

}  // namespace

absl::Span<const ConfigSection> jobSections() {
  static const std::vector<ConfigSection> sections = makeJob();
  return sections;
}

absl::Span<const ConfigSection> clusterSections() {
  static const std::vector<ConfigSection> sections = makeCluster();
  return sections;
}

bool isConfigKey(std::string_view section, std::string_view key) {
  for (const absl::Span<const ConfigSection> sections : {jobSections(), clusterSections()}) {
    for (const ConfigSection& known : sections) {
      if (known.name != section) continue;
      return std::any_of(known.keys.begin(), known.keys.end(),
                         [&](const ConfigKey& one) { return one.name == key || one.name[0] == '<'; });
    }
  }
  return false;
}

}  // namespace partita
