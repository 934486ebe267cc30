#include "launcher/plan_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "launcher/json_text.h"

namespace partita {
namespace {

std::string format(const char* pattern, double value, const char* unit) {
  char text[64];
  std::snprintf(text, sizeof(text), pattern, value, unit);
  return text;
}

// "stablehlo.all_reduce" -> "all-reduce"
std::string kindName(OpKind kind) {
  std::string name(opName(kind));
  name = name.substr(name.find('.') + 1);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string out;
  for (const std::string& part : parts) strAppend(&out, out.empty() ? "" : ",", part);
  return out;
}

}  // namespace

std::string bytesText(double bytes) {
  const char* const units[] = {"B", "KiB", "MiB", "GiB", "TiB"};
  int unit = 0;
  for (; bytes >= 1024 && unit < 4; ++unit) bytes /= 1024;
  return format(unit == 0 || bytes >= 100 ? "%.0f %s" : "%.1f %s", bytes, units[unit]);
}

std::string secondsText(double seconds) {
  if (seconds < 1e-3) return format("%.1f %s", seconds * 1e6, "us");
  if (seconds < 1) return format("%.1f %s", seconds * 1e3, "ms");
  if (seconds < 60) return format("%.1f %s", seconds, "s");
  const int64_t whole = std::llround(seconds);
  if (whole < 3600) return strCat(whole / 60, " min ", whole % 60, " s");
  return strCat(whole / 3600, " h ", whole % 3600 / 60, " min");
}

StatusOr<PlanSummary> summarize(const PartitionResult& plan, const CompileOptions& options) {
  PlanSummary summary;
  summary.mesh = plan.mesh.toString();
  summary.devices = plan.mesh.deviceCount();
  summary.programs = plan.programs.size();
  for (const Graph& program : plan.programs) {
    ASSIGN_OR_RETURN(MemoryPlan memory, planMemory(program, options));
    if (memory.peakBytes > summary.memory.peakBytes) summary.memory = std::move(memory);
  }
  for (const PlannedCollective& collective : plan.collectives) {
    const std::string kind = kindName(collective.kind);
    auto sum = std::find_if(summary.collectives.begin(), summary.collectives.end(), [&](const CollectiveSum& other) {
      return other.kind == kind && other.axes == collective.axes;
    });
    if (sum == summary.collectives.end()) {
      summary.collectives.push_back({kind, collective.axes, collective.groupSize, 0, 0, 0});
      sum = summary.collectives.end() - 1;
    }
    sum->count += collective.count;
    sum->bytesPerDevice += collective.bytesPerDevice;
    sum->seconds += collective.seconds;
    summary.bytesPerDevice += collective.bytesPerDevice;
    summary.communicationSeconds += collective.seconds;
  }
  return summary;
}

Status checkMemory(const PlanSummary& summary, const Cluster& cluster) {
  for (const ClusterNode& node : cluster.nodes) {
    for (const DeviceGroup& group : node.devices) {
      if (group.spec.memoryBytes == 0 || summary.memory.peakBytes <= group.spec.memoryBytes) continue;
      std::string largest;
      for (size_t i = 0; i < summary.memory.largest.size() && i < 5; ++i)
        strAppend(&largest, "\n  ", summary.memory.largest[i]);
      return resourceExhausted(
          "no feasible plan: a device needs ", bytesText(static_cast<double>(summary.memory.peakBytes)), ", but a ",
          deviceKindName(group.spec.kind), " device of the cluster \"", cluster.name, "\" has ",
          bytesText(static_cast<double>(group.spec.memoryBytes)),
          ": use more devices, cut more (fsdp, tensor axes), or a smaller batch. The largest buffers:", largest);
    }
  }
  return absl::OkStatus();
}

std::string planJson(const PlanSummary& summary, const PartitionResult& plan) {
  JsonText json;
  json.beginObject().field("mesh", summary.mesh).field("devices", summary.devices).field("programs", summary.programs);
  json.key("bytes_per_device")
      .value(summary.bytesPerDevice, 15)
      .field("peak_bytes_per_device", summary.memory.peakBytes);
  json.field("argument_bytes", summary.memory.argumentBytes).field("result_bytes", summary.memory.resultBytes);
  json.field("constant_bytes", summary.memory.constantBytes).field("arena_bytes", summary.memory.arenaBytes);
  json.field("communication_seconds", summary.communicationSeconds);
  json.key("collectives").beginArray();
  for (const CollectiveSum& sum : summary.collectives) {
    json.beginObject()
        .field("kind", sum.kind)
        .field("count", sum.count)
        .key("bytes_per_device")
        .value(sum.bytesPerDevice, 15);
    json.key("axes").beginArray();
    for (const std::string& axis : sum.axes) json.value(axis);
    json.endArray().field("group_size", sum.groupSize).field("seconds", sum.seconds).endObject();
  }
  json.endArray().key("passes").beginArray();
  for (const PassTiming& pass : plan.timings)
    json.beginObject().field("name", pass.name).field("seconds", pass.seconds).endObject();
  json.endArray().endObject();
  return json.text();
}

std::string planText(const PlanSummary& summary, const PartitionResult& plan, bool verbose) {
  std::string out;
  strAppend(&out, "mesh         ", summary.mesh, " (", summary.devices,
            summary.devices == 1 ? " device, " : " devices, ", summary.programs,
            summary.programs == 1 ? " local program)\n" : " distinct local programs)\n");
  strAppend(&out, "memory       ", bytesText(static_cast<double>(summary.memory.peakBytes)),
            " at the peak of a device: arguments ", bytesText(static_cast<double>(summary.memory.argumentBytes)),
            ", results ", bytesText(static_cast<double>(summary.memory.resultBytes)), ", temporaries ",
            bytesText(static_cast<double>(summary.memory.arenaBytes)), ", constants ",
            bytesText(static_cast<double>(summary.memory.constantBytes)), "\n");
  for (const std::string& buffer : summary.memory.largest) {
    if (verbose) strAppend(&out, "             ", buffer, "\n");
  }
  strAppend(&out, "sends        ", bytesText(summary.bytesPerDevice), " a device and step, about ",
            secondsText(summary.communicationSeconds), "\n");
  for (const CollectiveSum& sum : summary.collectives) {
    char line[256];
    std::snprintf(line, sizeof(line), "  %6lld x  %-18s  over %-12s (groups of %lld)  %10s  %8s\n",
                  static_cast<long long>(sum.count), sum.kind.c_str(), joined(sum.axes).c_str(),
                  static_cast<long long>(sum.groupSize), bytesText(sum.bytesPerDevice).c_str(),
                  secondsText(sum.seconds).c_str());
    out += line;
  }
  if (verbose) {
    out += "each\n";
    for (const PlannedCollective& collective : plan.collectives)
      strAppend(&out, "  ", kindName(collective.kind), " over ", joined(collective.axes), " x ", collective.count, "  ",
                bytesText(collective.bytesPerDevice), "  for ", collective.location, "\n");
    out += "passes\n";
    for (const PassTiming& pass : plan.timings)
      strAppend(&out, "  ", pass.name, "  ", secondsText(pass.seconds), pass.changed ? "" : "  (nothing to do)", "\n");
  }
  return out;
}

}  // namespace partita
