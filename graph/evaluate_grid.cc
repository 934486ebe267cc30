// N ranks as threads. Every collective is a meeting of the members of one group; the k-th collective of a rank in a
// group meets the k-th of the others in that group.
#include <algorithm>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "absl/strings/str_join.h"
#include "base/text.h"
#include "graph/evaluate.h"
#include "graph/ops/evaluation.h"
#include "graph/ops/rules.h"

namespace partita {
namespace {

// What a member brought: enough to compare it with the others' and to say where it was.
struct Arrival {
  const Graph* graph = nullptr;
  const Node* node = nullptr;
  std::vector<Tensor> operands;
};

std::string arrivalToString(int64_t device, const Arrival& arrival) {
  std::vector<TensorType> types;
  for (const Tensor& operand : arrival.operands) types.push_back(operand.type());
  return strCat("device ", device, " is at ", describeNode(*arrival.graph, *arrival.node), " with ",
                typesToString(types));
}

// The dimension along which the members' operands may differ in size, or -1.
int64_t unevenDim(const Node& node) {
  if (node.kind == OpKind::kAllGather && node.attrs.has("shard_sizes")) return node.attrs.getInt("all_gather_dim");
  if (node.kind == OpKind::kAllToAll && node.attrs.has("concat_sizes")) return node.attrs.getInt("concat_dimension");
  return -1;
}

// What differs between two members of one collective, or "".
std::string mismatch(const Arrival& a, const Arrival& b, const std::vector<int64_t>& groupA,
                     const std::vector<int64_t>& groupB) {
  if (a.node->kind != b.node->kind) return "the ops differ";
  if (groupA != groupB) return strCat("the groups differ: ", dimsToString(groupA), " and ", dimsToString(groupB));
  for (const AttrDef& attr : opDef(a.node->kind).attrs) {
    if (attr.name == "replica_groups" || attr.name == "channel_id" || attr.name == "channel_type") continue;
    const Attr *x = a.node->attrs.find(attr.name), *y = b.node->attrs.find(attr.name);
    if ((x == nullptr) != (y == nullptr) || (x != nullptr && !(*x == *y)))
      return strCat("attribute '", attr.name, "' differs");
  }
  if (!a.node->regions.empty() &&
      singleBinaryOp(*a.graph, a.node->regions[0]) != singleBinaryOp(*b.graph, b.node->regions[0])) {
    return "the reductions differ";
  }
  if (a.operands.size() != b.operands.size()) return "the numbers of operands differ";
  for (size_t i = 0; i < a.operands.size(); ++i) {
    TensorType x = a.operands[i].type(), y = b.operands[i].type();
    const int64_t uneven = unevenDim(*a.node);
    if (uneven >= 0 && uneven < x.rank() && x.rank() == y.rank()) x.dims[uneven] = y.dims[uneven];
    if (x != y) return "the shapes differ";
  }
  return "";
}

class Rendezvous {
 public:
  explicit Rendezvous(int64_t devices) : devices_(devices), waitsAt_(devices), counts_(devices) {}

  StatusOr<std::vector<std::vector<Tensor>>> meet(int64_t device, const Graph& graph, const Node& node,
                                                  EvalOperands operands) {
    const std::vector<int64_t> group = collectiveGroup(node, device);
    for (int64_t member : group) {
      if (member >= devices_) {
        return invalidArgument(describeNode(graph, node), ": group ", dimsToString(group), " names device ", member,
                               " of ", devices_);
      }
    }
    std::vector<int64_t> key = group;
    std::sort(key.begin(), key.end());
    std::unique_lock lock(mutex_);
    if (!failure_.ok()) return failure_;
    std::shared_ptr<Meeting>& entry = meetings_[{key, counts_[device][key]++}];
    if (entry == nullptr) entry = std::make_shared<Meeting>(Meeting{group, {}, {}, 0});
    std::shared_ptr<Meeting> meeting = entry;
    Arrival arrival{&graph, &node, {operands.begin(), operands.end()}};
    if (!meeting->arrivals.empty()) {
      const auto& [other, first] = *meeting->arrivals.begin();
      std::string difference = mismatch(first, arrival, meeting->group, group);
      if (!difference.empty()) {
        failLocked(invalidArgument("collective mismatch, ", difference, ": ", arrivalToString(other, first), "; ",
                                   arrivalToString(device, arrival)));
        return failure_;
      }
    }
    meeting->arrivals.emplace(device, std::move(arrival));
    if (meeting->arrivals.size() == group.size()) {
      for (int64_t member : group) {
        meeting->parts.push_back(meeting->arrivals[member].operands);
        waitsAt_[member] = nullptr;
      }
      waiting_ -= static_cast<int64_t>(group.size()) - 1;
      meeting->arrivals.clear();
      changed_.notify_all();
    } else {
      waitsAt_[device] = meeting;
      ++waiting_;
      checkStuckLocked();
      changed_.wait(lock, [&] { return !meeting->parts.empty() || !failure_.ok(); });
      if (meeting->parts.empty()) return failure_;
    }
    if (++meeting->read == group.size())
      std::erase_if(meetings_, [&](const auto& item) { return item.second == meeting; });
    return meeting->parts;
  }

  void finish(int64_t device, const Status& status) {
    std::lock_guard lock(mutex_);
    ++finished_;
    if (!status.ok()) {
      failLocked(annotate(status, strCat("device ", device)));
    } else {
      checkStuckLocked();
    }
  }

  Status failure() {
    std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  struct Meeting {
    std::vector<int64_t> group;
    std::map<int64_t, Arrival> arrivals;
    std::vector<std::vector<Tensor>> parts;  // in group order, once all are there
    size_t read = 0;
  };

  // The first failure stays.
  void failLocked(Status status) {
    if (failure_.ok()) failure_ = std::move(status);
    changed_.notify_all();
  }

  // Every rank waits or has ended: nobody is left to come.
  void checkStuckLocked() {
    if (waiting_ == 0 || waiting_ + finished_ < devices_ || !failure_.ok()) return;
    std::vector<std::string> where;
    for (int64_t device = 0; device < devices_; ++device) {
      const std::shared_ptr<Meeting>& meeting = waitsAt_[device];
      if (meeting == nullptr) continue;
      std::vector<int64_t> missing;
      for (int64_t member : meeting->group) {
        if (!meeting->arrivals.contains(member)) missing.push_back(member);
      }
      where.push_back(
          strCat(arrivalToString(device, meeting->arrivals[device]), " and waits for devices ", dimsToString(missing)));
    }
    failLocked(invalidArgument("the ranks wait for each other in different collectives, or for a rank that has ended: ",
                               absl::StrJoin(where, "; ")));
  }

  const int64_t devices_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::map<std::pair<std::vector<int64_t>, int64_t>, std::shared_ptr<Meeting>> meetings_;
  std::vector<std::shared_ptr<Meeting>> waitsAt_;                // by device; null where it does not wait
  std::vector<std::map<std::vector<int64_t>, int64_t>> counts_;  // by device and group: meetings so far
  int64_t waiting_ = 0, finished_ = 0;
  Status failure_;
};

class GridContext : public EvalContext {
 public:
  GridContext(Rendezvous& rendezvous, int64_t device, bool roundsSums)
      : rendezvous_(rendezvous), device_(device), roundsSums_(roundsSums) {}
  bool roundsSums() const override { return roundsSums_; }
  int64_t deviceId() const override { return device_; }
  StatusOr<std::vector<std::vector<Tensor>>> exchange(const Graph& graph, const Node& node,
                                                      EvalOperands operands) override {
    return rendezvous_.meet(device_, graph, node, operands);
  }

 private:
  Rendezvous& rendezvous_;
  int64_t device_;
  bool roundsSums_;
};

}  // namespace

Status runRanks(int64_t devices, bool roundsSums, const std::function<Status(EvalContext&, int64_t)>& fn) {
  Rendezvous rendezvous(devices);
  std::vector<std::thread> threads;
  for (int64_t device = 0; device < devices; ++device) {
    threads.emplace_back([&rendezvous, &fn, device, roundsSums] {
      GridContext context(rendezvous, device, roundsSums);
      rendezvous.finish(device, fn(context, device));
    });
  }
  for (std::thread& thread : threads) thread.join();
  return rendezvous.failure();
}

StatusOr<std::vector<std::vector<Tensor>>> evaluateGrid(absl::Span<const Graph* const> programs,
                                                        const std::vector<std::vector<Tensor>>& args, bool roundsSums) {
  if (programs.size() != args.size()) {
    return invalidArgument(programs.size(), " programs and arguments for ", args.size(), " devices");
  }
  std::vector<std::vector<Tensor>> results(programs.size());
  RETURN_IF_ERROR(
      runRanks(static_cast<int64_t>(programs.size()), roundsSums, [&](EvalContext& context, int64_t device) -> Status {
        ASSIGN_OR_RETURN(results[device], evaluateIn(context, *programs[device], args[device]));
        return absl::OkStatus();
      }));
  return results;
}

}  // namespace partita
