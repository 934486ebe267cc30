// generateProgram(): graph to Program, stage by stage. planMemory() stops before kernels are made.
#include "codegen/pipeline.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <numeric>
#include <set>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_join.h"
#include "base/check.h"
#include "base/hash.h"
#include "codegen/emit/kernel_compiler.h"
#include "codegen/group_kernels.h"
#include "codegen/loop_rounds.h"
#include "codegen/lower/row_plan.h"
#include "codegen/memory/buffer_plan.h"
#include "codegen/prepare/canonicalize.h"
#include "graph/op.h"
#include "graph/print.h"
#include "graph/simplify.h"
#include "graph/verify.h"

namespace partita {

namespace {

class Dump {
 public:
  explicit Dump(const std::string& directory) : directory_(directory) {
    if (!directory_.empty()) std::filesystem::create_directories(directory_);
  }
  bool on() const { return !directory_.empty(); }
  void write(const std::string& name, const std::string& text) const {
    if (on()) std::ofstream(std::filesystem::path(directory_) / name) << text;
  }

 private:
  std::string directory_;
};

std::string groupsToString(const Graph& graph, const PlannedRegion& region, int indent = 0) {
  std::string text;
  for (const PlannedGroup& g : region.groups) {
    absl::StrAppend(&text, std::string(indent, ' '), g.time, ": ", groupToString(graph, g.group), "\n");
    for (const auto& nested : g.regions) {
      absl::StrAppend(&text, std::string(indent, ' '), "{\n", groupsToString(graph, *nested, indent + 2),
                      std::string(indent, ' '), "}\n");
    }
  }
  return text;
}

std::string planToString(const Graph& graph, const BufferPlan& plan) {
  std::string text = absl::StrCat("arena ", plan.arenaBytes, " bytes\n");
  static constexpr const char* kKinds[] = {"argument", "result", "arena", "constant", "device id", "prepared"};
  for (const Storage& s : plan.storages) {
    if (s.lives.empty()) continue;
    absl::StrAppend(&text, kKinds[static_cast<int>(s.kind)], " ", s.kind == BufferKind::kArena ? s.offset : s.number,
                    " +", s.bytes, ":");
    for (const Lifetime& l : s.lives) {
      absl::StrAppend(&text, " ", l.value.valid() ? absl::StrCat("v", l.value.index) : "temporary", "[", l.begin, ",",
                      l.end, "]");
      NodeId producer = l.value.valid() ? graph.values[l.value].producer : NodeId();
      if (producer.valid()) absl::StrAppend(&text, " (", graph.describe(producer), ")");
    }
    absl::StrAppend(&text, "\n");
  }
  return text;
}

// The devices that a permutation connects, group by group: chains and rings.
std::vector<std::vector<int64_t>> permutationGroups(const std::vector<std::pair<int64_t, int64_t>>& permutation) {
  std::map<int64_t, int64_t> next, previous;
  for (auto [source, target] : permutation) {
    next[source] = target;
    previous[target] = source;
  }
  std::set<int64_t> seen;
  std::vector<std::vector<int64_t>> groups;
  auto follow = [&](int64_t device) {
    std::vector<int64_t> group;
    while (seen.insert(device).second) {
      group.push_back(device);
      auto it = next.find(device);
      if (it == next.end()) break;
      device = it->second;
    }
    if (!group.empty()) groups.push_back(std::move(group));
  };
  for (auto [source, target] : permutation) {
    if (!previous.contains(source)) follow(source);  // the head of a chain
  }
  for (auto [source, target] : permutation) follow(source);
  return groups;
}

// Makes the program's thunks and collects the kernels.
class ProgramBuilder {
 public:
  ProgramBuilder(const Graph& graph, const CompileOptions& options, const BufferPlan& plan, Program& program)
      : graph_(graph),
        options_(options),
        plan_(plan),
        program_(program),
        context_{graph,
                 std::get<CpuTarget>(options.target),
                 nullptr,
                 plan.representatives(),
                 options.taskSeconds,
                 options.fixedSums,
                 &plan.constants,
                 options.strict} {}

  Status run() {
    makeBuffers();
    ASSIGN_OR_RETURN(program_.thunks, region(*plan_.body));
    return absl::OkStatus();
  }
  const std::vector<LoopFunction>& functions() const { return functions_; }
  const std::string& nests() const { return nests_; }  // their text, where there is a dump

 private:
  void makeBuffers();
  Slice slice(StorageId id, int64_t offset = 0, int64_t bytes = -1) const {
    const Storage& s = plan_.storages[id];
    Slice result;
    result.buffer = bufferOf_[id];
    result.offset = (s.kind == BufferKind::kArena ? s.offset : 0) + offset;
    result.bytes = bytes < 0 ? s.bytes - offset : bytes;
    return result;
  }
  Slice slice(ValueId v) const { return slice(plan_.storageOf[v], 0, graph_.type(v).bytes()); }
  StatusOr<ThunkSequence> region(const PlannedRegion& planned);
  Status kernels(const PlannedGroup& planned, const PlannedRegion& owner, ThunkSequence& out);
  Status collective(const PlannedGroup& planned, ThunkSequence& out);
  void hostCall(const PlannedGroup& planned, ThunkSequence& out);
  Status libraryCall(const PlannedGroup& planned, ThunkSequence& out);
  Thunk copyThunk(const PlannedCopy& copy, const std::string& name);
  std::string thunkName(const PlannedGroup& planned) const;
  static void addNestedUses(Thunk& thunk, const ThunkSequence& nested);

  const Graph& graph_;
  const CompileOptions& options_;
  const BufferPlan& plan_;
  Program& program_;
  LoweringContext context_;
  IdVector<StorageId, int32_t> bufferOf_;
  std::vector<LoopFunction> functions_;  // of program_.kernels; nothing of calls of libraries
  absl::flat_hash_map<std::string, int32_t> kernelBySymbol_;
  std::string nests_;
  int64_t sequence_ = 0;
};

void ProgramBuilder::makeBuffers() {
  bufferOf_.resize(plan_.storages.size(), -1);
  auto add = [&](ProgramBuffer buffer) {
    program_.buffers.push_back(std::move(buffer));
    return static_cast<int32_t>(program_.buffers.size()) - 1;
  };
  const Region& body = graph_.bodyRegion();
  std::vector<int32_t> arguments, results(body.results.size(), -1);
  for (size_t i = 0; i < body.args.size(); ++i) {
    arguments.push_back(add({BufferKind::kArgument, static_cast<int32_t>(i), graph_.type(body.args[i]).bytes(), {}}));
  }
  for (size_t j = 0; j < body.results.size(); ++j) {
    if (plan_.resultArgument[j] < 0) {
      results[j] = add({BufferKind::kResult, static_cast<int32_t>(j), graph_.type(body.results[j]).bytes(), {}});
    }
  }
  int32_t arena = add({BufferKind::kArena, 0, plan_.arenaBytes, {}});
  int32_t device = -1;
  for (size_t i = 0; i < plan_.storages.size(); ++i) {
    const Storage& s = plan_.storages[StorageId(i)];
    int32_t& buffer = bufferOf_[StorageId(i)];
    switch (s.kind) {
      case BufferKind::kArgument:
        buffer = arguments[s.number];
        break;
      case BufferKind::kResult:
        buffer = results[s.number];
        break;
      case BufferKind::kArena:
        buffer = arena;
        break;
      case BufferKind::kConstant: {
        const Node& node = graph_.nodes[graph_.values[ValueId(s.number)].producer];
        std::string contents = node.attrs.getLiteral("value").expandedBytes();
        buffer = add({BufferKind::kConstant, 0, static_cast<int64_t>(contents.size()), contents});
        break;
      }
      case BufferKind::kPrepared:
        buffer = add({BufferKind::kPrepared, 0, s.bytes, {}});
        break;
      case BufferKind::kDeviceId:
        if (device < 0) device = add({BufferKind::kDeviceId, 0, 4, {}});
        buffer = device;
        break;
    }
  }
  for (size_t i = 0; i < body.args.size(); ++i) {
    program_.arguments.push_back({arguments[i], graph_.type(body.args[i]), graph_.arguments[i].name});
  }
  for (size_t j = 0; j < body.results.size(); ++j) {
    ProgramResult result;
    result.aliasesArgument = plan_.resultArgument[j];
    result.type = graph_.type(body.results[j]);
    result.name = j < graph_.results.size() ? graph_.results[j].name : "";
    int32_t buffer = result.aliasesArgument >= 0 ? arguments[result.aliasesArgument] : results[j];
    result.slice = {buffer, 0, result.type.bytes()};
    program_.results.push_back(std::move(result));
  }
  program_.arenaBytes = plan_.arenaBytes;
}

std::string ProgramBuilder::thunkName(const PlannedGroup& planned) const {
  const FusionGroup& g = planned.group;
  NodeId node = g.hero.valid() ? g.hero : g.anchored.back();
  std::string op(opName(graph_.nodes[node].kind));
  return absl::StrCat(std::string(groupKindName(g.kind)), ".", planned.time, " ", op.substr(op.find('.') + 1), " (",
                      graph_.location(node).toString(), ")");
}

Thunk ProgramBuilder::copyThunk(const PlannedCopy& copy, const std::string& name) {
  Thunk thunk;
  thunk.kind = ThunkKind::kCopy;
  thunk.name = name;
  thunk.source = slice(copy.from, 0, copy.bytes);
  thunk.destination = slice(copy.to, 0, copy.bytes);
  thunk.uses = {{thunk.source, false}, {thunk.destination, true}};
  return thunk;
}

void ProgramBuilder::addNestedUses(Thunk& thunk, const ThunkSequence& nested) {
  for (const Thunk& t : nested) {
    for (const BufferUse& use : t.uses) {
      bool known = std::any_of(thunk.uses.begin(), thunk.uses.end(),
                               [&](const BufferUse& u) { return u.slice == use.slice && u.write == use.write; });
      if (!known) thunk.uses.push_back(use);
    }
  }
}

Status ProgramBuilder::kernels(const PlannedGroup& planned, const PlannedRegion& owner, ThunkSequence& out) {
  context_.access = owner.access.get();
  ASSIGN_OR_RETURN(
      std::vector<LoweredKernel> lowered,
      groupKernels(context_, planned.group, options_.schedules, options_.dumpDirectory.empty() ? nullptr : &nests_));
  for (LoweredKernel& kernel : lowered) {
    std::string symbol = kernelSymbol(kernel.function);
    auto [it, isNew] = kernelBySymbol_.emplace(symbol, static_cast<int32_t>(program_.kernels.size()));
    if (isNew) {
      Kernel k;
      k.symbol = symbol;
      k.launch = TaskRange{kernel.function.tasks, kernelScratchBytes(kernel.function)};
      k.flops = kernel.function.flops;
      k.bytes = kernel.function.bytes;
      program_.kernels.push_back(k);
    }
    Thunk thunk;
    thunk.kind = ThunkKind::kKernel;
    thunk.name = thunkName(planned);
    thunk.kernel = it->second;
    const LoopFunction& f = kernel.function;
    for (size_t i = 0; i < kernel.arguments.size(); ++i) {
      const KernelArgument& argument = kernel.arguments[i];
      const LoopBuffer& parameter = f.buffers[f.parameters[i]];
      Slice s = argument.value.valid() ? slice(argument.value)
                                       : slice(argument.prepared ? planned.prepared : planned.workspace,
                                               argument.offset, parameter.elements * dtypeBytes(parameter.dtype));
      thunk.arguments.push_back(s);
      if (parameter.read) thunk.uses.push_back({s, false});
      if (parameter.written) thunk.uses.push_back({s, true});
    }
    (kernel.prepared ? program_.preparation : out).push_back(std::move(thunk));
    if (isNew) functions_.push_back(std::move(kernel.function));
  }
  return absl::OkStatus();
}

Status ProgramBuilder::collective(const PlannedGroup& planned, ThunkSequence& out) {
  const Node& node = graph_.nodes[planned.group.hero];
  auto spec = std::make_shared<CollectiveSpec>();
  spec->kind = *opDef(node.kind).collective;
  if (!node.regions.empty()) {
    std::optional<ReductionKind> reduction = reductionOf(graph_, node.regions[0]);
    if (!reduction)
      return unimplemented(graph_.describe(planned.group.hero),
                           ": a reduction that is not one of add, multiply, minimum, maximum, and, or");
    spec->reduction = *reduction;
    // Of booleans a sum and a maximum are a disjunction, a product and a minimum a conjunction.
    if (graph_.type(node.operands[0]).dtype == DType::kI1) {
      const bool either =
          *reduction == ReductionKind::kSum || *reduction == ReductionKind::kMax || *reduction == ReductionKind::kOr;
      spec->reduction = either ? ReductionKind::kOr : ReductionKind::kAnd;
    }
  }
  if (spec->kind == CollectiveKind::kPermute) {
    const Literal& pairs = node.attrs.getLiteral("source_target_pairs");
    for (int64_t i = 0; i < pairs.type().elements() / 2; ++i)
      spec->permutation.emplace_back(pairs.asInt(2 * i), pairs.asInt(2 * i + 1));
    spec->groups = permutationGroups(spec->permutation);
  } else {
    spec->groups = replicaGroups(node);
  }
  const int64_t members = spec->groups.empty() ? 1 : static_cast<int64_t>(spec->groups[0].size());
  Thunk thunk;
  thunk.kind = ThunkKind::kCollective;
  thunk.name = thunkName(planned);
  for (size_t i = 0; i < node.operands.size(); ++i) {
    CollectivePiece piece;
    const TensorType& in = graph_.type(node.operands[i]);
    const TensorType& outType = graph_.type(node.results[i]);
    piece.input = slice(node.operands[i]);
    piece.output = slice(node.results[i]);
    piece.dtype = in.dtype;
    // Elements of each block of WHOLE, whose blocks follow one another in memory.
    auto counts = [&](std::string_view attribute, const TensorType& whole) {
      absl::Span<const int64_t> given = node.attrs.getInts(attribute);
      int64_t total = std::accumulate(given.begin(), given.end(), int64_t{0});
      std::vector<int64_t> out;
      for (int64_t k = 0; k < members; ++k) {
        out.push_back(given.empty() ? Cut(whole.elements(), members).size(k)
                      : total == 0  ? 0
                                    : whole.elements() / total * given[k]);
      }
      return out;
    };
    switch (spec->kind) {
      case CollectiveKind::kAllGather:
        piece.sendCounts = counts("shard_sizes", outType);
        break;
      case CollectiveKind::kReduceScatter:
        piece.sendCounts = counts("shard_sizes", in);
        break;
      case CollectiveKind::kAllToAll:
        piece.sendCounts = counts("split_sizes", in);
        piece.receiveCounts = counts("concat_sizes", outType);
        break;
      default:
        piece.sendCounts = {in.elements()};
        break;
    }
    thunk.uses.push_back({piece.input, false});
    thunk.uses.push_back({piece.output, true});
    spec->pieces.push_back(std::move(piece));
  }
  spec->sequence = sequence_++;
  thunk.collective = std::move(spec);
  out.push_back(std::move(thunk));
  return absl::OkStatus();
}

void ProgramBuilder::hostCall(const PlannedGroup& planned, ThunkSequence& out) {
  const Node& node = graph_.nodes[planned.group.hero];
  const OpDef& def = opDef(node.kind);
  auto spec = std::make_shared<HostCallSpec>();
  spec->function = std::string(opName(node.kind));
  spec->attributes = def.hostBytes(graph_, node);
  spec->sideEffect = def.sideEffect;
  Thunk thunk;
  thunk.kind = ThunkKind::kHostCall;
  thunk.name = thunkName(planned);
  for (const ValueId v : node.operands) {
    spec->operands.push_back({slice(v), graph_.type(v)});
    thunk.uses.push_back({slice(v), false});
  }
  for (const ValueId v : node.results) {
    spec->results.push_back({slice(v), graph_.type(v)});
    thunk.uses.push_back({slice(v), true});
  }
  thunk.hostCall = std::move(spec);
  out.push_back(std::move(thunk));
}

// A kernel that is no code: the call, under the name that its text has.
Status ProgramBuilder::libraryCall(const PlannedGroup& planned, ThunkSequence& out) {
  const Node& node = graph_.nodes[planned.group.hero];
  ASSIGN_OR_RETURN(LibraryCall call, opDef(node.kind).asLibraryCall(graph_, node));
  const StatusOr<LibraryCallInfo> info = describeLibraryCall(call);
  if (!info.ok()) return annotate(info.status(), graph_.describe(planned.group.hero));
  const auto same = std::find_if(program_.kernels.begin(), program_.kernels.end(),
                                 [&](const Kernel& k) { return k.call != nullptr && *k.call == call; });
  Thunk thunk;
  thunk.kind = ThunkKind::kKernel;
  thunk.name = thunkName(planned);
  thunk.kernel = static_cast<int32_t>(same - program_.kernels.begin());
  if (same == program_.kernels.end()) {
    Kernel k;
    k.symbol = absl::StrCat(call.function, ".", thunk.kernel);
    k.launch = TaskRange{info->tasks, 0};
    k.flops = info->flops;
    k.bytes = opDef(node.kind).cost(graph_, node).bytesRead + opDef(node.kind).cost(graph_, node).bytesWritten;
    k.abi = KernelAbi::kLibraryCall;
    k.call = std::make_shared<const LibraryCall>(std::move(call));
    program_.kernels.push_back(std::move(k));
    functions_.emplace_back();
  }
  for (const ValueId v : node.operands) {
    thunk.arguments.push_back(slice(v));
    thunk.uses.push_back({thunk.arguments.back(), false});
  }
  for (const ValueId v : node.results) {
    thunk.arguments.push_back(slice(v));
    thunk.uses.push_back({thunk.arguments.back(), true});
  }
  out.push_back(std::move(thunk));
  return absl::OkStatus();
}

StatusOr<ThunkSequence> ProgramBuilder::region(const PlannedRegion& planned) {
  ThunkSequence out;
  for (const PlannedGroup& g : planned.groups) {
    const Node* hero = g.group.hero.valid() ? &graph_.nodes[g.group.hero] : nullptr;
    switch (g.group.kind) {
      case GroupKind::kWhile: {
        for (const PlannedCopy& copy : g.before) out.push_back(copyThunk(copy, thunkName(g) + " initial value"));
        Thunk thunk;
        thunk.kind = ThunkKind::kWhile;
        thunk.name = thunkName(g);
        ASSIGN_OR_RETURN(thunk.condition, region(*g.regions[0]));
        ASSIGN_OR_RETURN(thunk.body, region(*g.regions[1]));
        thunk.predicate = slice(graph_.regions[hero->regions[0]].results[0]);
        thunk.uses.push_back({thunk.predicate, false});
        addNestedUses(thunk, thunk.condition);
        addNestedUses(thunk, thunk.body);
        out.push_back(std::move(thunk));
        break;
      }
      case GroupKind::kCase: {
        Thunk thunk;
        thunk.kind = ThunkKind::kCase;
        thunk.name = thunkName(g);
        thunk.predicate = slice(hero->operands[0]);
        thunk.uses.push_back({thunk.predicate, false});
        for (const auto& branch : g.regions) {
          ASSIGN_OR_RETURN(ThunkSequence sequence, region(*branch));
          addNestedUses(thunk, sequence);
          thunk.branches.push_back(std::move(sequence));
        }
        out.push_back(std::move(thunk));
        break;
      }
      case GroupKind::kCollective:
        RETURN_IF_ERROR(collective(g, out));
        break;
      case GroupKind::kHostCall:
        hostCall(g, out);
        break;
      case GroupKind::kLibrary:
        RETURN_IF_ERROR(libraryCall(g, out));
        break;
      default:
        RETURN_IF_ERROR(kernels(g, planned, out));
        break;
    }
  }
  for (const PlannedCopy& copy : planned.after) out.push_back(copyThunk(copy, "result"));
  return out;
}

// Fusion, buffers and loops are planned for processors only so far.
Status checkTarget(const Target& target) {
  if (std::holds_alternative<CpuTarget>(target)) return absl::OkStatus();
  return unimplemented("there is no code generator for ", targetName(target), " yet");
}

// Each kernel finds its object, which bears its symbol.
void linkKernels(Program& program) {
  absl::flat_hash_map<std::string, int32_t> objects;
  for (size_t i = 0; i < program.objects.size(); ++i) objects[program.objects[i].name] = static_cast<int32_t>(i);
  for (Kernel& kernel : program.kernels) {
    if (kernel.call != nullptr) continue;
    const auto object = objects.find(kernel.symbol);
    CHECK(object != objects.end(), kernel.symbol);
    kernel.object = object->second;
  }
}

StatusOr<Graph> prepare(const Graph& graph) {
  Graph copy = graph;
  RETURN_IF_ERROR(simplify(copy));
  RETURN_IF_ERROR(canonicalize(copy));
  RETURN_IF_ERROR(simplify(copy));
  settleOperands(copy);
  return copy;
}

}  // namespace

StatusOr<Program> generateProgram(const Graph& graph, const CompileOptions& options, CompileStats& stats) {
  RETURN_IF_ERROR(checkTarget(options.target));
  RETURN_IF_ERROR(verify(graph, Stage::kPartitioned));
  Dump dump(options.dumpDirectory);
  if (dump.on()) dump.write("graph.mlir", printGraph(graph));
  ASSIGN_OR_RETURN(Graph prepared, prepare(graph));
#ifndef NDEBUG
  // Uneven blocks of an all_to_all, laid out one after the other, are beyond what the verifier knows.
  if (Status valid = verify(prepared, Stage::kPartitioned);
      !valid.ok() && valid.code() != absl::StatusCode::kUnimplemented) {
    return annotate(valid, "after canonicalization");
  }
#endif
  if (dump.on()) dump.write("graph.canonical.mlir", printGraph(prepared));
  ASSIGN_OR_RETURN(BufferPlan plan, planBuffers(prepared, options));
  if (dump.on()) {
    dump.write("groups.txt", groupsToString(prepared, *plan.body));
    dump.write("buffers.txt", planToString(prepared, plan));
  }
#ifndef NDEBUG
  RETURN_IF_ERROR(annotate(checkBufferPlan(prepared, plan), "buffer plan"));
#endif
  Program program;
  program.name = graph.name;
  program.target = options.target;
  ProgramBuilder builder(prepared, options, plan, program);
  RETURN_IF_ERROR(builder.run());
  const ProgramKernels made = mergeRounds(program, builder.functions());
  if (dump.on()) {
    std::string text;
    for (size_t i = 0; i < builder.functions().size(); ++i) {
      const LoopFunction& function = builder.functions()[i];
      if (!function.root.valid()) continue;  // a call of a library
      absl::StrAppend(&text, "# kernel ", i, " ", kernelSymbol(function), "\n", loopFunctionToString(function), "\n");
    }
    for (const RoundsKernel& kernel : made.rounds)
      absl::StrAppend(&text, "# ", kernelSymbol(kernel), "\n", roundsToString(kernel), "\n");
    dump.write("nests.txt", absl::StrCat("target ", targetName(program.target), "\n\n", builder.nests()));
    dump.write("kernels.loop.txt", text);
    dump.write("program.txt", programToString(program));
  }
  KernelCompileOptions kernelOptions{options.compileThreads, options.cacheDirectory, options.dumpDirectory};
  KernelCompileStats kernelStats;
  ASSIGN_OR_RETURN(program.objects,
                   compileKernels(made.functions, options.target, kernelOptions, &kernelStats, made.rounds));
  stats.kernelsLowered = static_cast<int>(builder.functions().size());
  stats.kernelsCompiled = kernelStats.compiled;
  linkKernels(program);
  program.graphHash = hashHex(absl::StrCat(printGraph(graph), targetToString(program.target)));
  return program;
}

namespace {

// What the groups of REGION do.
void addWork(const Graph& graph, const BufferPlan& plan, const PlannedRegion& region,
             const std::function<double(const Graph&, const Node&)>& collectiveSeconds, std::vector<StepWork>& out) {
  absl::flat_hash_map<ValueId, int32_t> makers;
  for (const PlannedGroup& planned : region.groups) {
    const FusionGroup& group = planned.group;
    StepWork work;
    switch (group.kind) {
      case GroupKind::kWhile:
      case GroupKind::kCase:
        work.kind = StepWork::Kind::kControl;
        work.trips = static_cast<double>(tripCount(graph, graph.nodes[group.hero]).value_or(1));
        for (const auto& nested : planned.regions) addWork(graph, plan, *nested, collectiveSeconds, work.body);
        break;
      case GroupKind::kCollective:
        work.kind = StepWork::Kind::kCollective;
        if (collectiveSeconds) work.seconds = collectiveSeconds(graph, graph.nodes[group.hero]);
        break;
      default: {
        if (group.outputs.empty() || plan.constants.contains(group.outputs[0])) continue;
        const GroupWork own = groupWork(graph, group);
        const bool product = group.kind == GroupKind::kContraction || group.kind == GroupKind::kConvolution ||
                             group.kind == GroupKind::kAttention;
        work.kernel = {graph.type(group.outputs[0]).dtype, product, own.flops, own.bytes};
        if (!group.hero.valid()) break;
        const Node& hero = graph.nodes[group.hero];
        work.kernel.flops += opDef(hero.kind).cost(graph, hero).flops;
        if (work.kernel.product) work.kernel.dtype = graph.type(hero.operands[0]).dtype;
        break;
      }
    }
    for (ValueId v : group.inputs) {
      const auto maker = makers.find(v);
      if (maker != makers.end()) work.after.push_back(maker->second);
    }
    std::sort(work.after.begin(), work.after.end());
    work.after.erase(std::unique(work.after.begin(), work.after.end()), work.after.end());
    for (ValueId v : group.outputs) makers[v] = static_cast<int32_t>(out.size());
    out.push_back(std::move(work));
  }
}

}  // namespace

StatusOr<MemoryPlan> planMemory(const Graph& graph, const CompileOptions& options,
                                const std::function<double(const Graph&, const Node&)>& collectiveSeconds) {
  RETURN_IF_ERROR(checkTarget(options.target));
  ASSIGN_OR_RETURN(Graph prepared, prepare(graph));
  ASSIGN_OR_RETURN(BufferPlan plan, planBuffers(prepared, options));
  MemoryPlan memory;
  const Region& body = prepared.bodyRegion();
  for (ValueId v : body.args) memory.argumentBytes += prepared.type(v).bytes();
  for (size_t j = 0; j < body.results.size(); ++j) {
    if (plan.resultArgument[j] < 0) memory.resultBytes += prepared.type(body.results[j]).bytes();
  }
  int64_t loadingBytes = 0;
  std::vector<ArenaBlock> blocks;
  std::vector<const Storage*> owners;
  for (const Storage& s : plan.storages) {
    if ((s.kind == BufferKind::kConstant && s.atRuns) || s.kind == BufferKind::kPrepared)
      memory.constantBytes += s.bytes;
    if (s.kind == BufferKind::kConstant || s.kind == BufferKind::kPrepared) loadingBytes += s.bytes;
    if (s.kind != BufferKind::kArena || s.lives.empty()) continue;
    ArenaBlock block{s.bytes, s.lives[0].begin, s.lives[0].end, s.offset};
    for (const Lifetime& l : s.lives) {
      block.begin = std::min(block.begin, l.begin);
      block.end = std::max(block.end, l.end);
    }
    blocks.push_back(block);
    owners.push_back(&s);
  }
  addWork(prepared, plan, *plan.body, collectiveSeconds, memory.work);
  memory.arenaBytes = plan.arenaBytes;
  memory.peakBytes =
      std::max(memory.argumentBytes + memory.resultBytes + memory.constantBytes + memory.arenaBytes, loadingBytes);
  int64_t time = 0;
  peakLiveBytes(blocks, &time);
  std::vector<std::pair<int64_t, std::string>> alive;
  for (size_t i = 0; i < blocks.size(); ++i) {
    if (blocks[i].begin > time || blocks[i].end < time) continue;
    std::string what = "temporary";
    for (const Lifetime& l : owners[i]->lives) {
      if (!l.value.valid()) continue;
      NodeId producer = prepared.values[l.value].producer;
      what = absl::StrCat(prepared.type(l.value).toString(), " ",
                          producer.valid() ? prepared.describe(producer) : "loop-carried value");
      if (l.begin <= time && time <= l.end) break;
    }
    alive.emplace_back(-blocks[i].bytes, what);
  }
  std::sort(alive.begin(), alive.end());
  for (size_t i = 0; i < alive.size() && i < 20; ++i)
    memory.largest.push_back(absl::StrCat(-alive[i].first, " bytes: ", alive[i].second));
  return memory;
}

}  // namespace partita
