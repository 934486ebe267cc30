#include "devices/cluster_keys.h"

#include "absl/strings/str_join.h"
#include "base/text.h"
#include "devices/cluster.h"

namespace partita {
namespace {

const std::string kSize = "size: `\"8 GiB\"`, `\"30 GB\"`, or bytes";
const std::string kBandwidth = "bandwidth: `\"5 GB/s\"`, `\"10 Gbit/s\"`, or bytes a second";
const std::string kSpeed = "speed: `\"90 GFLOP/s\"`, or operations a second";
const std::string kText = ConfigKey::kText, kTable = ConfigKey::kTable, kTables = ConfigKey::kTables;
const std::string kTime = ConfigKey::kTime;

std::vector<ConfigKey> linkKeys(const std::string& bandwidth, const std::string& latency) {
  const Link link;
  return {{"bandwidth", kBandwidth, bandwidth, "in one direction; above zero"},
          {"latency", kTime, latency, "of a message, however small"},
          {"duplex", "`\"full\"` or `\"half\"`", link.fullDuplex ? "`\"full\"`" : "`\"half\"`",
           "`\"half\"`: both directions share the bandwidth"},
          {"shared_by", ConfigKey::upTo(1 << 20), strCat(link.sharedBy), "devices that send over it at the same time"}};
}

std::string presetText(const Link& link) {
  return strCat(presetNumber(link.bandwidth / 1e9), " GB/s, ", presetNumber(link.latency * 1e6), " us");
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
        {"threads", ConfigKey::upTo(4096), strCat(device.threads), "of one device"},
        {"memory", kSize + ", or a table", "not limited", memoryMeaning},
        {"speed", kTable, "derived", "`{ f32 = \"90 GFLOP/s\" }`: matrix products by the operands' type"},
        {"bandwidth", kBandwidth, "derived", "of its memory; above zero"},
        {"launch", kTime, strCat(presetNumber(device.launch), " s"), "to start a kernel"}}},
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
       {{"count", ConfigKey::upTo(kMaxClusterDevices), "1", "machines of this form; not with `hosts`"},
        {"hosts", "list of texts", "any host", "names of the machines, one each"},
        {"processes", ConfigKey::upTo(kMaxClusterDevices), "1", "MPI ranks on each"},
        {"rack", kText, "none", "for `between_racks`"},
        {"devices", kTables, "", "`[[nodes.devices]]`: of each process"}}},
      {"[[nodes.devices]]",
       "",
       "With `class`, or with keys of a class of its own.",
       {{"count", ConfigKey::upTo(kMaxClusterDevices), "1", "devices"},
        {"class", "text: a name of `[[classes]]` or a built-in one", "as the other keys say", "what they are"},
        {"kind", "as in `[[classes]]`", strCat("`\"", deviceKindName(device.kind), "\"`"), "without `class`"},
        {"threads", ConfigKey::upTo(4096), strCat(device.threads), "without `class`"},
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
        {"processes", ConfigKey::upTo(kMaxClusterDevices), "any", "for groups that live in up to so many processes"},
        {"bytes", kSize, "any", "for up to so many, of the larger of input and output"},
        {"chunk", "size from 1 KiB to 256 MiB", strCat(CollectiveRule().chunkBytes / 1024, " KiB"),
         "what one process sends another at once"}}}};
}

}  // namespace

absl::Span<const ConfigSection> clusterSections() {
  static const std::vector<ConfigSection> sections = makeCluster();
  return sections;
}

}  // namespace partita
