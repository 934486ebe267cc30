#include "runtime/plan_summary.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "absl/strings/str_join.h"
#include "partitioner/account.h"

namespace partita {
namespace {

std::string format(const char* pattern, double value, const char* unit) {
  char text[64];
  std::snprintf(text, sizeof(text), pattern, value, unit);
  return text;
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
  if (seconds == 0) return "0 s";
  const auto threeDigits = [](double value, const char* unit) {
    return format(value < 9.995 ? "%.2f %s" : value < 99.95 ? "%.1f %s" : "%.0f %s", value, unit);
  };
  if (seconds < 0.9995e-3) return threeDigits(seconds * 1e6, "us");
  if (seconds < 0.9995) return threeDigits(seconds * 1e3, "ms");
  if (seconds < 59.95) return threeDigits(seconds, "s");
  const int64_t whole = std::llround(seconds);
  if (whole < 3600) return strCat(whole / 60, " min ", whole % 60, " s");
  return strCat(whole / 3600, " h ", whole % 3600 / 60, " min");
}

namespace {

void addCollectives(const std::vector<PlannedCollective>& collectives, PlanSummary* summary) {
  for (const PlannedCollective& collective : collectives) {
    const std::string kind(collectiveKindName(collective.kind));
    auto sum = std::find_if(summary->collectives.begin(), summary->collectives.end(), [&](const CollectiveSum& other) {
      return other.kind == kind && other.axes == collective.axes;
    });
    if (sum == summary->collectives.end()) {
      summary->collectives.push_back({kind, collective.axes, collective.groupSize, 0, 0, 0});
      sum = summary->collectives.end() - 1;
    }
    sum->count += collective.count;
    sum->bytesPerDevice += collective.bytesPerDevice;
    sum->seconds += collective.seconds;
    summary->bytesPerDevice += collective.bytesPerDevice;
    summary->communicationSeconds += collective.seconds;
  }
}

// Operations of the products of WORK by type.
void addProducts(const std::vector<StepWork>& work, double times, std::map<DType, double>& flops) {
  for (const StepWork& one : work) {
    if (one.kind == StepWork::Kind::kKernel && one.kernel.product) flops[one.kernel.dtype] += one.kernel.flops * times;
    addProducts(one.body, times * one.trips, flops);
  }
}

// The speed of DEVICE in the type of most product work of WORK, and where it is from.
std::string speedText(const DeviceClass& device, const std::vector<StepWork>& work) {
  std::map<DType, double> flops{{DType::kF32, 0}};
  addProducts(work, 1, flops);
  const DType dtype = std::max_element(flops.begin(), flops.end(), [](const auto& a, const auto& b) {
                        return a.second < b.second;
                      })->first;
  return strCat(device.speedOf(dtype) / 1e9, " GFLOP/s in ", dtypeName(dtype), " (", device.speedSource(dtype), ")");
}

// The largest arguments of PROGRAM.
std::vector<std::string> largestShapes(const Graph& program) {
  constexpr size_t kMost = 4;
  std::vector<std::pair<int64_t, size_t>> order;
  for (size_t i = 0; i < program.arguments.size(); ++i)
    order.push_back({-program.type(program.bodyRegion().args[i]).bytes(), i});
  std::sort(order.begin(), order.end());
  std::vector<std::string> out;
  for (size_t k = 0; k < std::min(kMost, order.size()); ++k) {
    const size_t i = order[k].second;
    const TensorType& type = program.type(program.bodyRegion().args[i]);
    out.push_back(strCat(program.arguments[i].name, " ", dtypeName(type.dtype), dimsToString(type.dims)));
  }
  return out;
}

}  // namespace

StatusOr<PlanSummary> summarize(const PartitionResult& plan, const CompileOptions& options, const Cluster* cluster) {
  PlanSummary summary;
  summary.mesh = plan.mesh.toString();
  summary.devices = plan.mesh.deviceCount();
  summary.programs = plan.programs.size();
  DeviceClass unknown;
  unknown.name = "device";
  const auto classAt = [&](uint32_t index) -> const DeviceClass& {
    return cluster != nullptr ? cluster->classes[index] : unknown;
  };
  std::vector<ClassSummary> classes(cluster != nullptr ? cluster->classes.size() : 1);
  size_t busiest = 0;
  double mostBytes = -1;
  CollectivePrices prices(plan.mesh, cluster);
  const auto collectiveSeconds = [&](const Graph& graph, const Node& node) {
    return prices.price(graph, node, 1).seconds;
  };
  for (size_t p = 0; p < plan.programs.size(); ++p) {
    const DeviceClass& device = classAt(plan.classOfProgram[p]);
    CompileOptions own = options;
    if (device.target != "host") {
      StatusOr<Target> target = namedTarget(device.target);
      if (!target.ok()) return annotate(target.status(), strCat("the target of the class ", device.name));
      own.target = *std::move(target);
    }
    ASSIGN_OR_RETURN(MemoryPlan memory, planMemory(plan.programs[p], own, collectiveSeconds));
    const StepTime step = stepTime(memory.work, device);
    double bytes = 0;
    for (const PlannedCollective& collective : plan.collectives[p]) bytes += collective.bytesPerDevice;
    if (bytes > mostBytes) {
      mostBytes = bytes;
      busiest = p;
    }
    ClassSummary& sum = classes[plan.classOfProgram[p]];
    sum.name = device.name;
    sum.speed = speedText(device, memory.work);
    if (sum.localShapes.empty() || step.seconds > sum.step.seconds) {
      sum.localShapes = largestShapes(plan.programs[p]);
      sum.step = step;
    }
    if (memory.peakBytes > summary.memory.peakBytes) summary.memory = memory;
    if (memory.peakBytes > sum.memory.peakBytes) sum.memory = std::move(memory);
  }
  for (const uint32_t program : plan.programOfDevice) ++classes[plan.classOfProgram[program]].devices;
  for (const ClassSummary& sum : classes) summary.stepSeconds = std::max(summary.stepSeconds, sum.step.seconds);
  for (ClassSummary& sum : classes) {
    if (sum.devices == 0) continue;
    sum.waitSeconds = summary.stepSeconds - sum.step.seconds;
    summary.classes.push_back(std::move(sum));
  }
  addCollectives(plan.collectives[busiest], &summary);
  return summary;
}

Status checkMemory(const PlanSummary& summary, const Cluster& cluster) {
  for (const ClassSummary& sum : summary.classes) {
    const auto device = std::find_if(cluster.classes.begin(), cluster.classes.end(),
                                     [&](const DeviceClass& one) { return one.name == sum.name; });
    if (device == cluster.classes.end() || device->memoryBytes == 0 || sum.memory.peakBytes <= device->memoryBytes)
      continue;
    std::string largest;
    for (size_t i = 0; i < sum.memory.largest.size() && i < 5; ++i) strAppend(&largest, "\n  ", sum.memory.largest[i]);
    return resourceExhausted(
        "no feasible plan: a device needs ", bytesText(static_cast<double>(sum.memory.peakBytes)),
        ", but a device of the class ", device->name, " of the cluster \"", cluster.name, "\" has ",
        bytesText(static_cast<double>(device->memoryBytes)),
        ": use more devices, cut more (fsdp, tensor axes, weights = \"memory\"), or a smaller batch. "
        "The largest buffers:",
        largest);
  }
  return absl::OkStatus();
}

double ClassSummary::overlapSeconds() const { return std::max(0.0, step.compute + step.communication - step.seconds); }

namespace {

std::string classTable(const PlanSummary& summary) {
  size_t width = 5;
  for (const ClassSummary& sum : summary.classes) width = std::max(width, sum.name.size());
  const auto row = [&](const std::vector<std::string>& cells, const std::string& shapes) {
    char line[256];
    std::snprintf(line, sizeof(line), "  %-*s  %7s  %10s  %9s  %9s  %9s  %9s  ", static_cast<int>(width),
                  cells[0].c_str(), cells[1].c_str(), cells[2].c_str(), cells[3].c_str(), cells[4].c_str(),
                  cells[5].c_str(), cells[6].c_str());
    return strCat(line, shapes, "\n");
  };
  std::string out = strCat("step         about ", secondsText(summary.stepSeconds), ", by class:\n");
  out += row({"class", "devices", "memory", "computes", "sends", "at once", "waits"}, "largest arguments");
  for (const ClassSummary& sum : summary.classes) {
    out += row({sum.name, strCat(sum.devices), bytesText(static_cast<double>(sum.memory.peakBytes)),
                secondsText(sum.step.compute), secondsText(sum.step.communication), secondsText(sum.overlapSeconds()),
                secondsText(sum.waitSeconds)},
               absl::StrJoin(sum.localShapes, ", "));
  }
  for (const ClassSummary& sum : summary.classes)
    strAppend(&out, "  ", sum.name, " computes products at ", sum.speed, "\n");
  const auto slowest =
      std::min_element(summary.classes.begin(), summary.classes.end(),
                       [](const ClassSummary& a, const ClassSummary& b) { return a.waitSeconds < b.waitSeconds; });
  for (const ClassSummary& sum : summary.classes) {
    // Less than a hundredth of the step is no wait worth a word.
    if (sum.waitSeconds > summary.stepSeconds / 100)
      strAppend(&out, "  ", sum.name, " waits ", secondsText(sum.waitSeconds), " of each step for ", slowest->name,
                "\n");
  }
  return out;
}

}  // namespace

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
  if (!plan.mesh.deviceIds.empty()) {
    // How far apart in device ids neighbours along each axis are: the nearest first.
    std::vector<std::pair<int64_t, std::string>> strides;
    int64_t positions = plan.mesh.deviceCount();
    for (const MeshAxis& axis : plan.mesh.axes) {
      positions /= axis.size;
      if (axis.size > 1)
        strides.push_back({std::abs(plan.mesh.deviceAt(positions) - plan.mesh.deviceAt(0)), axis.name});
    }
    std::sort(strides.begin(), strides.end());
    strAppend(&out, "order        device ids, neighbours first: ");
    for (size_t i = 0; i < strides.size(); ++i)
      strAppend(&out, i > 0 ? ", then " : "", "along ", strides[i].second, " (", strides[i].first, " apart)");
    out += "\n";
  }
  for (const std::string& axis : plan.unusedAxes) {
    const int64_t size = plan.mesh.axes[static_cast<size_t>(plan.mesh.axisIndex(axis))].size;
    strAppend(&out, "unused       nothing is cut along ", axis, ": its ", size, " places do the same work, so that ",
              size - 1, " of ", size,
              " devices save nothing; leave the axis out, or cut "
              "arguments along it (--rule, --fsdp)\n");
  }
  for (const std::string& note : plan.notes) strAppend(&out, "fixed sums   ", note, "\n");
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
  strAppend(&out, classTable(summary));
  if (verbose) {
    out += "each\n";
    for (const PlannedCollective& collective : plan.collectives[plan.programOfDevice[0]])
      strAppend(&out, "  ", collectiveKindName(collective.kind), " over ", joined(collective.axes), " x ",
                collective.count, "  ", bytesText(collective.bytesPerDevice), "  for ", collective.location, "\n");
    out += "passes\n";
    for (const PassTiming& pass : plan.timings)
      strAppend(&out, "  ", pass.name, "  ", secondsText(pass.seconds), pass.changed ? "" : "  (nothing to do)", "\n");
  }
  return out;
}

}  // namespace partita
