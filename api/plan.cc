// Plans: a program cut for a mesh, with what it costs.
#include "absl/strings/str_join.h"
#include "api/handles.h"
#include "codegen/target.h"
#include "frontends/load.h"
#include "graph/mesh_text.h"
#include "partitioner/rule_text.h"
#include "runtime/verify_plan.h"

using namespace partita;

namespace {

// DEVICES: of a mesh where neither the options nor the program have one.
StatusOr<PartitionOptions> partitionOptions(const partita_plan_options& given, const Graph& graph, int64_t devices) {
  PartitionOptions out;
  if (const std::string_view mesh = textOr(given.mesh, ""); !mesh.empty()) {
    ASSIGN_OR_RETURN(out.mesh, parseMesh(mesh));
  } else if (!bringsMesh(graph)) {
    out.mesh.axes = {{"data", devices}};
  }
  if (given.rule_count > 0) RETURN_IF_ERROR(checkGiven(given.rules, "options->rules"));
  for (size_t i = 0; i < given.rule_count; ++i) {
    RETURN_IF_ERROR(checkGiven(given.rules[i], strCat("options->rules[", i, "]")));
    ASSIGN_OR_RETURN(PartitionRule rule, parsePartitionRule(given.rules[i], strCat("rules[", i, "]")));
    out.rules.push_back(std::move(rule));
  }
  out.fsdpAxis = textOr(given.fsdp_axis, "");
  out.batchAxis = textOr(given.batch_axis, "data");
  return out;
}

// COUNT devices of CLIENT, which are all alike, as the plan's prices see them.
Cluster devicesLike(const Client& client, int64_t count) {
  if (count == client.deviceCount() && client.processCount() > 1) return client.cluster();
  DeviceClass device = client.classOf(0);
  device.threads = client.threadsOf(0);
  return Cluster::of(std::move(device), static_cast<int>(count));
}

// MEMORY in the fields of OUT, partita_plan_cost or partita_plan_class.
template <typename Out>
void putMemory(const MemoryPlan& memory, Out& out) {
  const auto bytes = [](int64_t count) { return static_cast<uint64_t>(count); };
  out.peak_bytes = bytes(memory.peakBytes);
  out.argument_bytes = bytes(memory.argumentBytes);
  out.result_bytes = bytes(memory.resultBytes);
  out.temporary_bytes = bytes(memory.arenaBytes);
  out.constant_bytes = bytes(memory.constantBytes);
}

StatusOr<const partita_plan::Priced*> priced(const partita_plan* plan) {
  RETURN_IF_ERROR(checkGiven(plan, "plan"));
  std::lock_guard lock(plan->mutex);
  if (!plan->priced) {
    CompileOptions options;
    options.target = hostTarget();
    partita_plan::Priced made;
    ASSIGN_OR_RETURN(made.summary, summarize(plan->result, options, plan->cluster ? &*plan->cluster : nullptr));
    for (const CollectiveSum& sum : made.summary.collectives) made.axes.push_back(absl::StrJoin(sum.axes, ","));
    plan->priced = std::move(made);
  }
  return &*plan->priced;  // for ever as it is
}

}  // namespace

partita_status* partita_plan_create(const partita_client* client, const partita_program* program,
                                    const partita_plan_options* options, partita_plan** plan) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(plan, "plan"));
    *plan = nullptr;
    RETURN_IF_ERROR(checkGiven(program, "program"));
    partita_plan_options given = {};
    if (options != nullptr) {
      ASSIGN_OR_RETURN(given, takeArgs(options, "options"));
    }
    const Graph& graph = *program->graph;
    const Cluster* described = client != nullptr && client->cluster ? &*client->cluster : nullptr;
    auto out = std::make_unique<partita_plan>();
    PartitionOptions& partitioning = out->options;
    ASSIGN_OR_RETURN(partitioning, partitionOptions(given, graph, described != nullptr ? described->deviceCount() : 1));
    if (client != nullptr) {
      int64_t devices = partitioning.mesh.deviceCount();
      if (partitioning.mesh.axes.empty())
        for (const Mesh& mesh : graph.meshes) devices = std::max(devices, mesh.deviceCount());
      if (described != nullptr && devices != described->deviceCount())
        return invalidArgument("the mesh ", partitioning.mesh.toString(), " has ", devices,
                               " devices, but the cluster \"", described->name, "\" has ", described->deviceCount(),
                               ": give another mesh, or another cluster");
      if (described == nullptr && devices > client->client->deviceCount())
        return invalidArgument("the mesh ", partitioning.mesh.toString(), " has ", devices,
                               " devices, but the client has ", client->client->deviceCount());
      out->described = described != nullptr;
      out->cluster = described != nullptr ? *described : devicesLike(*client->client, devices);
      partitioning.cluster = &*out->cluster;
    }
    ASSIGN_OR_RETURN(out->result, partition(graph, partitioning));
    out->graph = program->graph;
    *plan = out.release();
    return absl::OkStatus();
  });
}

void partita_plan_destroy(partita_plan* plan) { delete plan; }

partita_status* partita_plan_get_cost(const partita_plan* plan, partita_plan_cost* cost) {
  return guarded([&]() -> Status {
    ASSIGN_OR_RETURN(const partita_plan::Priced* own, priced(plan));
    const PlanSummary& summary = own->summary;
    partita_plan_cost out = {};
    out.devices = summary.devices;
    out.programs = static_cast<int64_t>(summary.programs);
    out.seconds = summary.stepSeconds;
    out.communication_seconds = summary.communicationSeconds;
    out.sent_bytes = summary.bytesPerDevice;
    putMemory(summary.memory, out);
    return giveOut(out, cost, "cost");
  });
}

partita_status* partita_plan_collective_count(const partita_plan* plan, size_t* count) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(count, "count"));
    ASSIGN_OR_RETURN(const partita_plan::Priced* own, priced(plan));
    *count = own->summary.collectives.size();
    return absl::OkStatus();
  });
}

partita_status* partita_plan_get_collective(const partita_plan* plan, size_t index,
                                            partita_plan_collective* collective) {
  return guarded([&]() -> Status {
    ASSIGN_OR_RETURN(const partita_plan::Priced* own, priced(plan));
    const std::vector<CollectiveSum>& sums = own->summary.collectives;
    if (index >= sums.size()) return invalidArgument("there is no collective ", index, ": the plan has ", sums.size());
    partita_plan_collective out = {};
    out.kind = sums[index].kind.c_str();
    out.axes = own->axes[index].c_str();
    out.group_size = sums[index].groupSize;
    out.count = sums[index].count;
    out.sent_bytes = sums[index].bytesPerDevice;
    out.seconds = sums[index].seconds;
    return giveOut(out, collective, "collective");
  });
}

partita_status* partita_plan_class_count(const partita_plan* plan, size_t* count) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(count, "count"));
    ASSIGN_OR_RETURN(const partita_plan::Priced* own, priced(plan));
    *count = own->summary.classes.size();
    return absl::OkStatus();
  });
}

partita_status* partita_plan_get_class(const partita_plan* plan, size_t index, partita_plan_class* info) {
  return guarded([&]() -> Status {
    ASSIGN_OR_RETURN(const partita_plan::Priced* own, priced(plan));
    const std::vector<ClassSummary>& classes = own->summary.classes;
    if (index >= classes.size()) return invalidArgument("there is no class ", index, ": the plan has ", classes.size());
    const ClassSummary& one = classes[index];
    partita_plan_class out = {};
    out.name = one.name.c_str();
    out.devices = one.devices;
    putMemory(one.memory, out);
    out.compute_seconds = one.step.compute;
    out.communication_seconds = one.step.communication;
    out.overlap_seconds = one.overlapSeconds();
    out.wait_seconds = one.waitSeconds;
    return giveOut(out, info, "info");
  });
}

partita_status* partita_plan_check_memory(const partita_plan* plan) {
  return guarded([&]() -> Status {
    ASSIGN_OR_RETURN(const partita_plan::Priced* own, priced(plan));
    return plan->described ? checkMemory(own->summary, *plan->cluster) : absl::OkStatus();
  });
}

partita_status* partita_plan_verify(const partita_plan* plan, const partita_compile_options* options,
                                    partita_bytes** report) {
  return guarded([&]() -> Status {
    if (report != nullptr) *report = nullptr;
    RETURN_IF_ERROR(checkGiven(plan, "plan"));
    ASSIGN_OR_RETURN(const CompileOptions compile, compileOptionsFromC(options));
    ASSIGN_OR_RETURN(std::string line, verifyPlan(*plan->graph, plan->result, plan->options, compile));
    return report == nullptr ? absl::OkStatus() : giveHandle(report, std::move(line));
  });
}

partita_status* partita_plan_text(const partita_plan* plan, partita_bytes** text) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(text, "text"));
    *text = nullptr;
    ASSIGN_OR_RETURN(const partita_plan::Priced* own, priced(plan));
    return giveHandle(text, planText(own->summary, plan->result, /*verbose=*/false));
  });
}

partita_status* partita_plan_explain(const partita_plan* plan, const char* value, partita_bytes** text) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(text, "text"));
    *text = nullptr;
    RETURN_IF_ERROR(checkGiven(plan, "plan"));
    RETURN_IF_ERROR(checkGiven(value, "value"));
    ASSIGN_OR_RETURN(const std::vector<std::string> lines, explain(plan->result, value));
    std::string out;
    for (const std::string& line : lines) strAppend(&out, line, "\n");
    return giveHandle(text, std::move(out));
  });
}
