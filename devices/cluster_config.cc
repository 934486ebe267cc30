#include "devices/cluster_config.h"

#include <toml++/toml.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <map>
#include <set>

#include "absl/strings/str_join.h"
#include "base/files.h"
#include "base/toml_reader.h"
#include "base/units.h"
#include "devices/cluster_keys.h"

namespace partita {
namespace {

constexpr int64_t kMostThreads = 4096;
constexpr int64_t kMostSharers = 1 << 20;
constexpr int64_t kMostChunk = int64_t{256} << 20;

const ConfigSection& keysOf(std::string_view section) { return sectionNamed(clusterSections(), section); }

class ClusterReader {
 public:
  ClusterReader(const toml::table& table, std::string file) : table_(table), file_(std::move(file)) {}

  StatusOr<Cluster> run() {
    TomlReader reader(table_, keysOf("the cluster"));
    out_.name = reader.text("name", std::filesystem::path(file_).stem().string());
    if (const toml::array* classes = reader.array("classes")) {
      for (const toml::node& entry : *classes) {
        if (!entry.is_table()) return invalidArgument(placeOf(entry), ": [[classes]] holds tables");
        RETURN_IF_ERROR(readClass(*entry.as_table()));
      }
    }
    if (const toml::array* nodes = reader.array("nodes")) {
      for (const toml::node& entry : *nodes) {
        if (!entry.is_table()) return invalidArgument(placeOf(entry), ": [[nodes]] holds tables");
        RETURN_IF_ERROR(readNodes(*entry.as_table()));
      }
    }
    if (const toml::table* links = reader.table("links")) RETURN_IF_ERROR(readLinks(*links));
    if (const toml::array* rules = reader.array("collectives")) {
      for (const toml::node& entry : *rules) {
        if (!entry.is_table()) return invalidArgument(placeOf(entry), ": [[collectives]] holds tables");
        RETURN_IF_ERROR(readRule(*entry.as_table()));
      }
    }
    RETURN_IF_ERROR(reader.finish());
    if (out_.nodes.empty())
      return invalidArgument(file_, ": the cluster has no nodes: add [[nodes]] with [[nodes.devices]]");
    return std::move(out_);
  }

 private:
  // ---- classes ----

  // Keys that a class and the old form of a device have in common.
  void readBody(TomlReader& reader, DeviceClass& out) {
    const StatusOr<DeviceKind> kind = parseDeviceKind(reader.text("kind", deviceKindName(out.kind)));
    if (!kind.ok()) {
      reader.fail("kind", toView(kind.status().message()));
    } else {
      out.kind = *kind;
    }
    out.threads = static_cast<int>(reader.integer("threads", out.threads, 1, kMostThreads));
    if (table(reader, "memory") == nullptr) {
      out.memoryBytes =
          static_cast<int64_t>(reader.quantity("memory", static_cast<double>(out.memoryBytes), parseBytes));
    } else {
      TomlReader memory(*reader.table("memory"), keysOf("memory"));
      out.memoryBytes = static_cast<int64_t>(memory.quantity("hbm", 0, parseBytes));
      out.hostMemoryBytes = static_cast<int64_t>(memory.quantity("host", 0, parseBytes));
      keep(memory.finish());
    }
  }
  const toml::table* table(TomlReader& reader, std::string_view key) const {
    return reader.isTable(key) ? reader.table(key) : nullptr;
  }

  Status readClass(const toml::table& table) {
    TomlReader reader(table, keysOf("[[classes]]"));
    const std::string name = reader.text("name");
    RETURN_IF_ERROR(reader.status());
    if (classByName_.count(name) > 0) {
      return invalidArgument(reader.place("name"), ": there is a class \"", name, "\" already");
    }
    DeviceClass out = builtInClass(name).value_or(DeviceClass());
    out.name = name;
    readBody(reader, out);
    out.target = reader.text("target", out.target);
    if (const toml::table* speed = reader.table("speed")) {
      TomlReader speeds(*speed, keysOf("speed"));
      for (const auto& [key, value] : *speed) {
        const StatusOr<DType> dtype = parseDType(key.str());
        if (!dtype.ok() || *dtype == DType::kToken) {
          speeds.fail(key.str(), "is no element type: write for example f32, bf16, i8");
          continue;
        }
        out.speed[*dtype] = positive(speeds, key.str(), parseSpeed);
      }
      keep(speeds.finish());
    }
    if (reader.has("bandwidth")) out.bandwidth = positive(reader, "bandwidth", parseBandwidth);
    out.launch = reader.quantity("launch", out.launch, parseSeconds);
    RETURN_IF_ERROR(reader.finish());
    RETURN_IF_ERROR(firstError_);
    addClass(std::move(out));
    return absl::OkStatus();
  }

  uint32_t addClass(DeviceClass made) {
    const auto index = static_cast<uint32_t>(out_.classes.size());
    classByName_[made.name] = index;
    out_.classes.push_back(std::move(made));
    return index;
  }

  double positive(TomlReader& reader, std::string_view key, TomlReader::ParseQuantity parse) {
    const double value = reader.quantity(key, 1, parse);
    if (!(value > 0)) reader.fail(key, "must be above zero");
    return value;
  }

  // ---- nodes ----

  StatusOr<DeviceGroup> readDevices(const toml::table& table) {
    TomlReader reader(table, keysOf("[[nodes.devices]]"));
    DeviceGroup group;
    group.count = static_cast<int>(reader.integer("count", 1, 1, kMaxClusterDevices));
    if (reader.has("class")) {
      const std::string name = reader.text("class");
      RETURN_IF_ERROR(reader.finish());
      const auto known = classByName_.find(name);
      if (known != classByName_.end()) {
        group.deviceClass = known->second;
      } else if (std::optional<DeviceClass> builtIn = builtInClass(name)) {
        group.deviceClass = addClass(*std::move(builtIn));
      } else {
        std::vector<std::string> names = builtInClassNames();
        for (const DeviceClass& one : out_.classes) names.push_back(one.name);
        reader.fail("class", strCat("there is no class \"", name, "\": describe it in [[classes]], or use one of ",
                                    absl::StrJoin(names, ", ")));
        return reader.status();
      }
      return group;
    }
    // A class of its own, told apart by what it is.
    DeviceClass made;
    readBody(reader, made);
    RETURN_IF_ERROR(reader.finish());
    RETURN_IF_ERROR(firstError_);
    for (uint32_t i = 0; i < out_.classes.size(); ++i) {
      DeviceClass same = out_.classes[i];
      same.name.clear();
      if (same == made && inline_.count(i) > 0) {
        group.deviceClass = i;
        return group;
      }
    }
    const std::string base(deviceKindName(made.kind));
    made.name = base;
    for (int number = 2; classByName_.count(made.name) > 0; ++number) made.name = strCat(base, "-", number);
    group.deviceClass = addClass(std::move(made));
    inline_.insert(group.deviceClass);
    return group;
  }

  Status readNodes(const toml::table& table) {
    TomlReader reader(table, keysOf("[[nodes]]"));
    ClusterNode node;
    int64_t count = reader.integer("count", 1, 1, kMaxClusterDevices);
    std::vector<std::string> hosts;
    if (const toml::array* list = reader.array("hosts")) {
      for (const toml::node& host : *list) {
        if (!host.is_string() || host.as_string()->get().empty())
          return invalidArgument(placeOf(host), ": a host is a name");
        const std::string& name = host.as_string()->get();
        if (std::find(hosts.begin(), hosts.end(), name) != hosts.end())
          return invalidArgument(placeOf(host), ": the host ", name, " is named twice");
        hosts.push_back(name);
      }
      if (reader.has("count") && count != static_cast<int64_t>(hosts.size()))
        reader.fail("count", strCat("is ", count, ", but there are ", hosts.size(), " hosts: leave it out"));
      if (hosts.empty()) reader.fail("hosts", "is empty");
      count = static_cast<int64_t>(hosts.size());
    }
    node.processes = static_cast<int>(reader.integer("processes", 1, 1, kMaxClusterDevices));
    const std::string rack = reader.text("rack", "");
    if (!rack.empty()) {
      const auto found = std::find(out_.racks.begin(), out_.racks.end(), rack);
      node.rack = static_cast<int>(found - out_.racks.begin());
      if (found == out_.racks.end()) out_.racks.push_back(rack);
    }
    if (const toml::array* devices = reader.array("devices")) {
      for (const toml::node& entry : *devices) {
        if (!entry.is_table()) return invalidArgument(placeOf(entry), ": [[nodes.devices]] holds tables");
        ASSIGN_OR_RETURN(const DeviceGroup group, readDevices(*entry.as_table()));
        node.devices.push_back(group);
      }
    }
    RETURN_IF_ERROR(reader.finish());
    if (node.devices.empty())
      return invalidArgument(placeOf(table), ": [[nodes]] has no devices: add [[nodes.devices]]");
    // Each factor is at most kMaxClusterDevices: no product of two overflows.
    int64_t devices = 0;
    for (const DeviceGroup& group : node.devices) devices = std::min(kMaxClusterDevices + 1, devices + group.count);
    devices = std::min(kMaxClusterDevices + 1, devices * node.processes);
    total_ += std::min(kMaxClusterDevices + 1, devices * count);
    if (total_ > kMaxClusterDevices)
      return invalidArgument(placeOf(table), ": the cluster has more than ", kMaxClusterDevices, " devices");
    for (int64_t i = 0; i < count; ++i) {
      if (!hosts.empty()) node.name = hosts[static_cast<size_t>(i)];
      out_.nodes.push_back(node);
    }
    return absl::OkStatus();
  }

  // ---- links ----

  Link readLink(TomlReader& reader, const Link& fallback) {
    Link link;
    link.bandwidth = reader.quantity("bandwidth", fallback.bandwidth, parseBandwidth);
    link.latency = reader.quantity("latency", fallback.latency, parseSeconds);
    const std::string duplex = reader.text("duplex", fallback.fullDuplex ? "full" : "half");
    link.fullDuplex = duplex == "full";
    link.sharedBy = static_cast<int>(reader.integer("shared_by", fallback.sharedBy, 1, kMostSharers));
    if (duplex != "full" && duplex != "half") reader.fail("duplex", "is \"full\" or \"half\"");
    if (link.bandwidth <= 0) reader.fail("bandwidth", "must be above zero");
    return link;
  }

  Link readTier(TomlReader& links, std::string_view name, const Link& fallback) {
    const toml::table* table = links.table(name);
    if (table == nullptr) return fallback;
    TomlReader reader(*table, keysOf("a link"), strCat("[links.", name, "]"));
    const Link link = readLink(reader, fallback);
    keep(reader.finish());
    return link;
  }

  DeviceSelector select(TomlReader& reader, std::string_view key) {
    const std::string name = reader.text(key);
    std::vector<DeviceSelector> out;
    const auto known = classByName_.find(name);
    if (known != classByName_.end()) out.push_back({DeviceSelector::Kind::kClass, known->second});
    for (uint32_t i = 0; i < out_.racks.size(); ++i) {
      if (out_.racks[i] == name) out.push_back({DeviceSelector::Kind::kRack, i});
    }
    for (uint32_t i = 0; i < out_.nodes.size(); ++i) {
      if (name.empty() || out_.nodes[i].name != name) continue;
      out.push_back({DeviceSelector::Kind::kNode, i});  // the first entry of the host stands for all
      break;
    }
    if (out.size() == 1) return out[0];
    reader.fail(key, out.empty() ? strCat("\"", name, "\" is no class, host or rack of the cluster")
                                 : strCat("\"", name, "\" is more than one of a class, a host and a rack: rename one"));
    return {};
  }

  Status readLinks(const toml::table& table) {
    TomlReader links(table, keysOf("[links]"));
    out_.withinProcess = readTier(links, "within_process", out_.withinProcess);
    out_.withinNode = readTier(links, "within_node", out_.withinNode);
    out_.betweenNodes = readTier(links, "between_nodes", out_.betweenNodes);
    out_.betweenRacks = readTier(links, "between_racks", out_.betweenNodes);
    if (const toml::array* between = links.array("between")) {
      for (const toml::node& entry : *between) {
        if (!entry.is_table()) return invalidArgument(placeOf(entry), ": [[links.between]] holds tables");
        TomlReader reader(*entry.as_table(), keysOf("[[links.between]]"));
        LinkOverride made;
        made.from = select(reader, "from");
        made.to = select(reader, "to");
        made.link = readLink(reader, out_.betweenNodes);
        RETURN_IF_ERROR(reader.finish());
        out_.overrides.push_back(std::move(made));
      }
    }
    RETURN_IF_ERROR(firstError_);
    return links.finish();
  }

  // ---- collectives ----

  Status readRule(const toml::table& table) {
    TomlReader reader(table, keysOf("[[collectives]]"));
    CollectiveRule rule;
    const std::string kind = reader.text("kind"), algorithm = reader.text("algorithm");
    RETURN_IF_ERROR(reader.status());
    bool known = false;
    for (int i = 0; i < kCollectiveKindCount; ++i) {
      if (collectiveKindName(static_cast<CollectiveKind>(i)) != kind) continue;
      rule.kind = static_cast<CollectiveKind>(i);
      known = true;
    }
    if (!known) reader.fail("kind", strCat("\"", kind, "\" is no collective: write for example \"all-reduce\""));
    RETURN_IF_ERROR(reader.status());
    std::vector<std::string> names;
    known = false;
    for (const CollectiveAlgorithm one : algorithmsFor(rule.kind)) {
      names.emplace_back(algorithmName(one));
      if (names.back() != algorithm) continue;
      rule.algorithm = one;
      known = true;
    }
    if (!known) {
      reader.fail("algorithm",
                  strCat("\"", algorithm, "\" is none for ", kind, ": there are ", absl::StrJoin(names, ", ")));
    }
    rule.processes = reader.integer("processes", 0, 1, kMaxClusterDevices);
    rule.bytes = static_cast<int64_t>(reader.quantity("bytes", -1, parseBytes));
    rule.chunkBytes = static_cast<int64_t>(reader.quantity("chunk", static_cast<double>(rule.chunkBytes), parseBytes));
    if (rule.chunkBytes < 1024 || rule.chunkBytes > kMostChunk) reader.fail("chunk", "is between 1 KiB and 256 MiB");
    RETURN_IF_ERROR(reader.finish());
    out_.collectives.rules.push_back(rule);
    return absl::OkStatus();
  }

  void keep(const Status& status) {
    if (firstError_.ok()) firstError_ = status;
  }

  const toml::table& table_;
  const std::string file_;
  Cluster out_;
  std::map<std::string, uint32_t, std::less<>> classByName_;
  std::set<uint32_t> inline_;  // classes made of devices in the old form
  int64_t total_ = 0;
  Status firstError_;
};

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.6g", value);
  return text;
}

// VALUE with the largest of UNITS (1e3 apart) that leaves it at 1 or more.
std::string withUnit(double value, const std::vector<const char*>& units) {
  size_t unit = 0;
  for (; value >= 1000 && unit + 1 < units.size(); ++unit) value /= 1000;
  return strCat("\"", number(value), " ", units[unit], "\"");
}
std::string bandwidthUnit(double value) { return withUnit(value, {"B/s", "KB/s", "MB/s", "GB/s", "TB/s"}); }
std::string speedUnit(double value) { return withUnit(value, {"FLOP/s", "KFLOP/s", "MFLOP/s", "GFLOP/s", "TFLOP/s"}); }
std::string timeUnit(double seconds) {
  return seconds < 1e-6   ? strCat("\"", number(seconds * 1e9), " ns\"")
         : seconds < 1e-3 ? strCat("\"", number(seconds * 1e6), " us\"")
         : seconds < 1    ? strCat("\"", number(seconds * 1e3), " ms\"")
                          : strCat("\"", number(seconds), " s\"");
}
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string linkText(const Link& link) {
  std::string out = strCat("bandwidth = ", bandwidthUnit(link.bandwidth), ", latency = ", timeUnit(link.latency));
  if (!link.fullDuplex) out += ", duplex = \"half\"";
  if (link.sharedBy > 1) strAppend(&out, ", shared_by = ", link.sharedBy);
  return out;
}

}  // namespace

StatusOr<Cluster> parseCluster(const std::string& text, const std::string& file) {
  ASSIGN_OR_RETURN(const toml::table table, parseToml(text, file));
  return ClusterReader(table, file).run();
}

StatusOr<Cluster> loadCluster(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, readFile(path, "cluster description"));
  return parseCluster(text, path);
}

std::string clusterText(const Cluster& cluster, const std::string& head) {
  std::string out;
  if (!head.empty()) {
    out += "# ";
    for (char c : head) out += c == '\n' ? std::string("\n# ") : std::string(1, c);
    out += "\n";
  }
  strAppend(&out, "name = ", quoted(cluster.name), "\n");
  for (const DeviceClass& one : cluster.classes) {
    strAppend(&out, "\n[[classes]]\nname = ", quoted(one.name),
              "\nkind = ", quoted(std::string(deviceKindName(one.kind))), "\ntarget = ", quoted(one.target),
              "\nthreads = ", one.threads, "\n");
    if (one.hostMemoryBytes > 0) {
      strAppend(&out, "memory = { hbm = ", one.memoryBytes, ", host = ", one.hostMemoryBytes, " }\n");
    } else {
      strAppend(&out, "memory = ", one.memoryBytes, "\n");
    }
    if (!one.speed.empty()) {
      std::string list;
      for (const auto& [dtype, speed] : one.speed)
        strAppend(&list, list.empty() ? "" : ", ", dtypeName(dtype), " = ", speedUnit(speed));
      strAppend(&out, "speed = { ", list, " }\n");
    }
    if (one.bandwidth > 0) strAppend(&out, "bandwidth = ", bandwidthUnit(one.bandwidth), "\n");
    if (one.launch > 0) strAppend(&out, "launch = ", timeUnit(one.launch), "\n");
  }
  for (size_t n = 0; n < cluster.nodes.size();) {
    // Nodes that are alike but for their names.
    const ClusterNode& node = cluster.nodes[n];
    const auto alike = [&](const ClusterNode& other) {
      return other.rack == node.rack && other.processes == node.processes && other.name.empty() == node.name.empty() &&
             other.devices.size() == node.devices.size() &&
             std::equal(node.devices.begin(), node.devices.end(), other.devices.begin(),
                        [](const DeviceGroup& a, const DeviceGroup& b) {
                          return a.deviceClass == b.deviceClass && a.count == b.count;
                        });
    };
    size_t end = n;
    std::string hosts;
    for (; end < cluster.nodes.size() && alike(cluster.nodes[end]); ++end)
      strAppend(&hosts, hosts.empty() ? "" : ", ", quoted(cluster.nodes[end].name));
    out += "\n[[nodes]]\n";
    if (node.name.empty()) {
      strAppend(&out, "count = ", end - n, "\n");
    } else {
      strAppend(&out, "hosts = [", hosts, "]\n");
    }
    if (node.rack >= 0) strAppend(&out, "rack = ", quoted(cluster.racks[static_cast<size_t>(node.rack)]), "\n");
    strAppend(&out, "processes = ", node.processes, "\ndevices = [");
    for (size_t i = 0; i < node.devices.size(); ++i)
      strAppend(&out, i > 0 ? ", " : "", "{ class = ", quoted(cluster.classes[node.devices[i].deviceClass].name),
                ", count = ", node.devices[i].count, " }");
    out += "]\n";
    n = end;
  }
  strAppend(&out, "\n[links]\nwithin_process = { ", linkText(cluster.withinProcess), " }\nwithin_node = { ",
            linkText(cluster.withinNode), " }\nbetween_nodes = { ", linkText(cluster.betweenNodes),
            " }\nbetween_racks = { ", linkText(cluster.betweenRacks), " }\n");
  for (const LinkOverride& entry : cluster.overrides) {
    const auto nameOf = [&](const DeviceSelector& selector) {
      switch (selector.kind) {
        case DeviceSelector::Kind::kClass:
          return cluster.classes[selector.index].name;
        case DeviceSelector::Kind::kNode:
          return cluster.nodes[selector.index].name;
        case DeviceSelector::Kind::kRack:
          return cluster.racks[selector.index];
      }
      return std::string();
    };
    strAppend(&out, "[[links.between]]\nfrom = ", quoted(nameOf(entry.from)), "\nto = ", quoted(nameOf(entry.to)),
              "\n");
    std::string keys = linkText(entry.link);
    for (size_t at = 0; (at = keys.find(", ", at)) != std::string::npos;) keys.replace(at, 2, "\n");
    strAppend(&out, keys, "\n");
  }
  for (const CollectiveRule& rule : cluster.collectives.rules) {
    strAppend(&out, "\n[[collectives]]\nkind = ", quoted(std::string(collectiveKindName(rule.kind))),
              "\nalgorithm = ", quoted(std::string(algorithmName(rule.algorithm))), "\n");
    if (rule.processes > 0) strAppend(&out, "processes = ", rule.processes, "\n");
    if (rule.bytes >= 0) strAppend(&out, "bytes = ", rule.bytes, "\n");
    strAppend(&out, "chunk = ", rule.chunkBytes, "\n");
  }
  return out;
}

}  // namespace partita
