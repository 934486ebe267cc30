#include "launcher/commands/bench_cluster.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "base/clock.h"
#include "base/files.h"
#include "devices/cluster_config.h"
#include "launcher/commands/bench_collectives.h"
#include "launcher/plan_program.h"
#include "launcher/plan_text.h"
#include "runtime/run_once.h"

namespace partita {
namespace {

constexpr double kSeconds = 0.4;                 // of measuring, each number
constexpr double kAlike = 0.10;                  // members of a class differ by less
constexpr int64_t kProduct = 512;                // rows and columns
constexpr uint64_t kLinkProgram = ~uint64_t{0};  // of the collectives that measure links
constexpr int64_t kStream = 8 << 20;             // f32 elements, beyond every cache
constexpr DType kTypes[] = {DType::kF32, DType::kBF16, DType::kF64, DType::kI8};

// What one device did.
struct Measured {
  std::map<DType, double> speed;
  double bandwidth = 0, launch = 0;
};

Graph productProgram(DType dtype) {
  Graph graph;
  const TensorType type(dtype, {kProduct, kProduct});
  const ValueId a = graph.addArgument(graph.body(), type), b = graph.addArgument(graph.body(), type);
  AttrDict attrs;
  attrs.set("lhs_contract", IntsAttr{1});
  attrs.set("rhs_contract", IntsAttr{0});
  const NodeId dot = graph.addNode(graph.body(), OpKind::kDotGeneral, {a, b},
                                   {TensorType(dtype == DType::kI8 ? DType::kI32 : dtype, type.dims)}, attrs);
  graph.regions[graph.body()].results = {graph.result(dot)};
  graph.results.resize(1);
  return graph;
}

Graph sumProgram(int64_t elements) {
  Graph graph;
  const TensorType type(DType::kF32, {elements});
  const ValueId a = graph.addArgument(graph.body(), type), b = graph.addArgument(graph.body(), type);
  const NodeId sum = graph.addNode(graph.body(), OpKind::kAdd, {a, b}, {type});
  graph.regions[graph.body()].results = {graph.result(sum)};
  graph.results.resize(1);
  return graph;
}

// Seconds of a run of GRAPH on DEVICE: the median.
StatusOr<double> timeProgram(const Graph& graph, const std::shared_ptr<Client>& client, int64_t device,
                             const CompileOptions& options) {
  const MeshPlan plan = wholePlan(graph);
  ExecutableOptions executableOptions;
  executableOptions.compile = options;
  executableOptions.devices = {{device}};
  ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable, Executable::make(client, plan, executableOptions));
  std::vector<Tensor> inputs;
  for (const TensorType& type : plan.arguments) inputs.emplace_back(type);
  ASSIGN_OR_RETURN(const std::vector<Buffer> arguments, argumentBuffers(*executable, inputs));
  const auto run = [&]() -> Status {
    ASSIGN_OR_RETURN(const ExecuteResult result, executable->execute(arguments));
    return result.await();
  };
  for (int i = 0; i < 3; ++i) RETURN_IF_ERROR(run());
  std::vector<double> times;
  for (const double start = secondsNow(); times.size() < 5 || secondsNow() - start < kSeconds;) {
    const double before = secondsNow();
    RETURN_IF_ERROR(run());
    times.push_back(secondsNow() - before);
  }
  std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2), times.end());
  return times[times.size() / 2];
}

// Calls BODY(device) for each device of this process at the same time and gives the first error.
Status forEachDevice(size_t count, const std::function<Status(size_t)>& body) {
  std::vector<Status> outcome(count);
  std::vector<std::thread> threads;
  for (size_t device = 1; device < count; ++device)
    threads.emplace_back([&, device] { outcome[device] = body(device); });
  if (count > 0) outcome[0] = body(0);
  for (std::thread& thread : threads) thread.join();
  for (const Status& status : outcome) RETURN_IF_ERROR(status);
  return absl::OkStatus();
}

// Every device of this process at the same time, as a step runs them, and all ranks at once.
StatusOr<std::vector<double>> timeEverywhere(const Graph& graph, const std::shared_ptr<Client>& client,
                                             const CompileOptions& options, World& world) {
  RETURN_IF_ERROR(world.agree(absl::OkStatus()));
  std::vector<double> out(client->localDevices().size());
  RETURN_IF_ERROR(world.agree(forEachDevice(out.size(), [&](size_t d) -> Status {
    ASSIGN_OR_RETURN(out[d], timeProgram(graph, client, client->localDevices()[d]->id(), options));
    return absl::OkStatus();
  })));
  return out;
}

StatusOr<std::vector<Measured>> measureDevices(const std::shared_ptr<Client>& client, const CompileOptions& options,
                                               World& world) {
  std::vector<Measured> out(client->localDevices().size());
  for (const DType dtype : kTypes) {
    ASSIGN_OR_RETURN(const std::vector<double> seconds, timeEverywhere(productProgram(dtype), client, options, world));
    for (size_t d = 0; d < out.size(); ++d) out[d].speed[dtype] = 2.0 * kProduct * kProduct * kProduct / seconds[d];
  }
  ASSIGN_OR_RETURN(const std::vector<double> stream, timeEverywhere(sumProgram(kStream), client, options, world));
  ASSIGN_OR_RETURN(const std::vector<double> launch, timeEverywhere(sumProgram(16), client, options, world));
  for (size_t d = 0; d < out.size(); ++d) {
    out[d].bandwidth = 3.0 * 4 * kStream / stream[d];
    out[d].launch = launch[d];
  }
  return out;
}

// Seconds in which devices A and B give each other BYTES; 0 at ranks that have neither.
StatusOr<double> timeExchange(const Client& client, int64_t a, int64_t b, int64_t bytes, int64_t number) {
  std::vector<size_t> mine;
  for (size_t d = 0; d < client.localDevices().size(); ++d) {
    const int64_t id = client.localDevices()[d]->id();
    if (id == a || id == b) mine.push_back(d);
  }
  constexpr int kTimes = 21;
  if (mine.empty()) return 0.0;
  std::vector<double> times;
  RETURN_IF_ERROR(forEachDevice(mine.size(), [&](size_t m) -> Status {
    Communicator& communicator = *client.localDevices()[mine[m]]->communicator();
    std::vector<char> out(static_cast<size_t>(bytes)), in(static_cast<size_t>(bytes));
    CollectiveOp op;
    op.kind = CollectiveKind::kPermute;
    op.group = {a, b};
    op.permutation = {{a, b}, {b, a}};
    op.arrays.push_back({DType::kUI8, {bytes}, {}});
    op.name = "link measurement";
    ASSIGN_OR_RETURN(const auto collective, communicator.prepare({kLinkProgram, number}, std::move(op)));
    const CollectiveBuffer buffers[] = {{out.data(), in.data()}};
    for (uint64_t i = 0; i < kTimes; ++i) {
      const double before = secondsNow();
      RETURN_IF_ERROR(runCollective(communicator, *collective, {i, 0}, buffers));
      if (m == 0) times.push_back(secondsNow() - before);
    }
    return absl::OkStatus();
  }));
  std::nth_element(times.begin(), times.begin() + kTimes / 2, times.end());
  return times[kTimes / 2];
}

enum Tier { kProcess, kNode, kNodes, kRacks, kTiers };
constexpr const char* kTierNames[] = {"within a process", "within a node", "between nodes", "between racks"};

Tier tierOf(const Cluster& cluster, const Cluster::Place& a, const Cluster::Place& b) {
  if (a.process == b.process) return kProcess;
  if (a.node == b.node) return kNode;
  return cluster.nodes[static_cast<size_t>(a.entry)].rack == cluster.nodes[static_cast<size_t>(b.entry)].rack ? kNodes
                                                                                                              : kRacks;
}

Link& linkOf(Cluster& cluster, int tier) {
  return tier == kProcess ? cluster.withinProcess
         : tier == kNode  ? cluster.withinNode
         : tier == kNodes ? cluster.betweenNodes
                          : cluster.betweenRacks;
}

// Latency and bandwidth of each tier, between the first two devices that it joins. At rank 0; elsewhere zeros.
StatusOr<std::vector<Link>> measureLinks(const Cluster& cluster, const Client& client, World& world) {
  const std::vector<Cluster::Place> places = cluster.places();
  std::vector<Link> out(kTiers);
  int64_t number = 0;
  for (int tier = 0; tier < kTiers; ++tier) {
    int64_t a = -1, b = -1;
    for (size_t i = 0; i < places.size() && a < 0; ++i) {
      for (size_t j = i + 1; j < places.size() && a < 0; ++j) {
        if (tierOf(cluster, places[i], places[j]) == tier) a = static_cast<int64_t>(i), b = static_cast<int64_t>(j);
      }
    }
    if (a < 0) continue;
    constexpr int64_t kSmall = 64, kLarge = 8 << 20;
    std::string mine;
    for (const int64_t bytes : {kSmall, kLarge}) {
      const StatusOr<double> seconds = timeExchange(client, a, b, bytes, number++);
      RETURN_IF_ERROR(world.agree(seconds.status()));
      strAppend(&mine, *seconds, " ");
    }
    ASSIGN_OR_RETURN(const std::vector<std::string> all, world.gather(mine));
    if (world.rank() != 0) continue;
    double times[2] = {0, 0};
    for (const std::string& line : all) {
      double own[2] = {0, 0};
      std::sscanf(line.c_str(), "%lf %lf", &own[0], &own[1]);
      for (int k = 0; k < 2; ++k) times[k] = std::max(times[k], own[k]);
    }
    out[static_cast<size_t>(tier)].latency = times[0];
    out[static_cast<size_t>(tier)].bandwidth =
        static_cast<double>(kLarge - kSmall) / std::max(times[1] - times[0], 1e-9);
  }
  return out;
}

std::string toLine(const Measured& measured) {
  std::string out;
  for (const DType dtype : kTypes) strAppend(&out, measured.speed.at(dtype), " ");
  strAppend(&out, measured.bandwidth, " ", measured.launch, "\n");
  return out;
}

StatusOr<std::vector<Measured>> fromLines(const std::string& text) {
  std::vector<Measured> out;
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    std::vector<double> numbers;
    for (const absl::string_view field : absl::StrSplit(line, ' ', absl::SkipEmpty())) {
      if (!absl::SimpleAtod(field, &numbers.emplace_back()))
        return internalError("a measurement reads \"", field, "\"");
    }
    if (numbers.size() != std::size(kTypes) + 2) return internalError("a measurement has ", numbers.size(), " numbers");
    Measured& made = out.emplace_back();
    for (size_t i = 0; i < std::size(kTypes); ++i) made.speed[kTypes[i]] = numbers[i];
    made.bandwidth = numbers[std::size(kTypes)];
    made.launch = numbers[std::size(kTypes) + 1];
  }
  return out;
}

// CLUSTER with the measured numbers and the names of its hosts, by rank; a class whose members differ in f32 products
// by more than kAlike becomes several.
Cluster withMeasurements(const Cluster& cluster, const std::vector<std::string>& hosts,
                         const std::vector<Measured>& measured, const std::vector<Link>& links) {
  const std::vector<Cluster::Place> places = cluster.places();
  Cluster out = cluster;
  out.classes.clear();
  out.nodes.clear();
  std::vector<uint32_t> classOf(places.size());
  for (uint32_t c = 0; c < cluster.classes.size(); ++c) {
    std::vector<std::pair<double, size_t>> members;  // fastest first
    for (size_t d = 0; d < places.size(); ++d) {
      if (places[d].deviceClass == c) members.push_back({-measured[d].speed.at(DType::kF32), d});
    }
    std::sort(members.begin(), members.end());
    for (size_t begin = 0; begin < members.size();) {
      size_t end = begin;
      while (end < members.size() && members[end].first <= members[begin].first * (1 - kAlike)) ++end;
      DeviceClass made = cluster.classes[c];
      if (begin > 0 || end < members.size())
        strAppend(&made.name, "-", begin == 0 ? 1 : static_cast<int>(out.classes.size()) + 1);
      Measured mean;
      const double count = static_cast<double>(end - begin);
      for (size_t m = begin; m < end; ++m) {
        const Measured& one = measured[members[m].second];
        for (const auto& [dtype, speed] : one.speed) mean.speed[dtype] += speed / count;
        mean.bandwidth += one.bandwidth / count;
        mean.launch += one.launch / count;
        classOf[members[m].second] = static_cast<uint32_t>(out.classes.size());
      }
      made.speed = mean.speed;
      made.bandwidth = mean.bandwidth;
      made.launch = mean.launch;
      out.classes.push_back(std::move(made));
      begin = end;
    }
  }
  // Processes in order; neighbours of a host with the same devices are one entry.
  for (size_t d = 0; d < places.size();) {
    const ClusterNode& from = cluster.nodes[static_cast<size_t>(places[d].entry)];
    ClusterNode process{from.name, from.rack, 1, {}};
    process.name = hosts[static_cast<size_t>(places[d].process)];
    for (const int mine = places[d].process; d < places.size() && places[d].process == mine; ++d) {
      if (process.devices.empty() || process.devices.back().deviceClass != classOf[d])
        process.devices.push_back({classOf[d], 0});
      ++process.devices.back().count;
    }
    const auto alike = [&](const ClusterNode& other) {
      return other.name == process.name && other.devices.size() == process.devices.size() &&
             std::equal(other.devices.begin(), other.devices.end(), process.devices.begin(),
                        [](const DeviceGroup& a, const DeviceGroup& b) {
                          return a.deviceClass == b.deviceClass && a.count == b.count;
                        });
    };
    if (!out.nodes.empty() && alike(out.nodes.back())) {
      ++out.nodes.back().processes;
    } else {
      out.nodes.push_back(std::move(process));
    }
  }
  for (int tier = 0; tier < kTiers; ++tier) {
    const Link& link = links[static_cast<size_t>(tier)];
    if (link.bandwidth <= 0) continue;
    linkOf(out, tier).bandwidth = link.bandwidth;
    linkOf(out, tier).latency = link.latency;
  }
  return out;
}

std::string rateText(double value, const char* unit) {
  char text[48];
  std::snprintf(text, sizeof(text), value >= 1e12 ? "%.3g T%s" : "%.3g G%s", value / (value >= 1e12 ? 1e12 : 1e9),
                unit);
  return text;
}

void printTable(const Cluster& written, const Cluster& measured, const std::vector<Measured>& devices,
                const std::vector<Link>& links) {
  const std::vector<Cluster::Place> before = written.places(), after = measured.places();
  std::printf("%-6s %-5s %-16s %-16s %22s %22s %22s\n", "device", "rank", "class", "becomes", "f32 products",
              "bf16 products", "memory");
  for (size_t d = 0; d < devices.size(); ++d) {
    const DeviceClass& said = written.classOf(before[d]);
    const auto beside = [](const std::string& found, const std::string& said) {
      return strCat(found, " (", said, ")");
    };
    std::printf(
        "%-6zu %-5d %-16s %-16s %22s %22s %22s\n", d, before[d].process, said.name.c_str(),
        measured.classOf(after[d]).name.c_str(),
        beside(rateText(devices[d].speed.at(DType::kF32), "FLOP/s"), rateText(said.speedOf(DType::kF32), "")).c_str(),
        beside(rateText(devices[d].speed.at(DType::kBF16), "FLOP/s"), rateText(said.speedOf(DType::kBF16), "")).c_str(),
        beside(rateText(devices[d].bandwidth, "B/s"), rateText(said.memoryBandwidth(), "")).c_str());
  }
  Cluster links2 = written;
  for (int tier = 0; tier < kTiers; ++tier) {
    const Link& link = links[static_cast<size_t>(tier)];
    if (link.bandwidth <= 0) continue;
    const Link& said = linkOf(links2, tier);
    std::printf("%-28s %s and %s a message (%s and %s)\n", kTierNames[tier], rateText(link.bandwidth, "B/s").c_str(),
                secondsText(link.latency).c_str(), rateText(said.bandwidth, "B/s").c_str(),
                secondsText(said.latency).c_str());
  }
  std::printf("(in brackets: what the cluster file says, or what follows from it)\n");
}

}  // namespace

Status benchCluster(const BenchOptions& options, const CommonOptions& common, const std::shared_ptr<World>& shared) {
  World& world = *shared;
  const StatusOr<Cluster> cluster = loadCluster(options.cluster);
  RETURN_IF_ERROR(world.agree(cluster.status()));
  RETURN_IF_ERROR(
      world.agree(checkCluster(*cluster, options.cluster, strCat("partita bench --cluster ", options.cluster), world)));
  StatusOr<CompileOptions> compileOptions = compileOptionsOf(common);
  RETURN_IF_ERROR(world.agree(compileOptions.status()));
  compileOptions->compileThreads = compileThreadsOf(*cluster);
  ClientOptions clientOptions;
  clientOptions.threads = common.threads;
  StatusOr<std::shared_ptr<Client>> client = Client::onCluster(*cluster, clientOptions, shared);
  RETURN_IF_ERROR(world.agree(client.status()));
  ASSIGN_OR_RETURN(const std::vector<Measured> mine, measureDevices(*client, *compileOptions, world));
  ASSIGN_OR_RETURN(const std::vector<Link> links, measureLinks(*cluster, **client, world));
  CollectiveTable table;
  if (options.collectives) {
    client->reset();  // its communicators, for those that are measured
    ASSIGN_OR_RETURN(table, benchCollectives(*cluster, world));
  }
  std::string lines;
  for (const Measured& measured : mine) lines += toLine(measured);
  ASSIGN_OR_RETURN(const std::vector<std::string> all, world.gather(lines));
  ASSIGN_OR_RETURN(const std::vector<std::string> hosts, world.gather(hostName()));
  if (world.rank() != 0) return world.agree(absl::OkStatus());
  std::string text;
  for (const std::string& one : all) text += one;
  ASSIGN_OR_RETURN(const std::vector<Measured> everyone, fromLines(text));
  Cluster found = withMeasurements(*cluster, hosts, everyone, links);
  if (options.collectives) found.collectives = table;
  printTable(*cluster, found, everyone, links);
  Status written;
  if (!options.out.empty()) {
    written =
        writeFile(options.out, clusterText(found, strCat("Measured by partita bench --cluster ", options.cluster)));
    if (written.ok()) std::printf("written to %s\n", options.out.c_str());
  }
  std::fflush(stdout);
  return world.agree(written);
}

}  // namespace partita
