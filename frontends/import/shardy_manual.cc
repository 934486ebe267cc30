// What lies between @SPMDFullToShardShape and @SPMDShardToFullShape (GSPMD), or between @xla.sdy.GlobalToLocalShape and
// @xla.sdy.LocalToGlobalShape, is a program of one device: it becomes the body of an sdy.manual_computation.
#include <algorithm>
#include <numeric>
#include <queue>

#include "absl/container/flat_hash_set.h"
#include "frontends/import/shardy_rewriter.h"

namespace partita {
namespace {

constexpr int kMaxConstantChain = 256;  // operations, from a constant to its use

bool isEnter(const ir::Operation& op) {
  const std::string_view target = callTarget(op);
  return target == "SPMDFullToShardShape" || target == "xla.sdy.GlobalToLocalShape";
}
bool isExit(const ir::Operation& op) {
  const std::string_view target = callTarget(op);
  return target == "SPMDShardToFullShape" || target == "xla.sdy.LocalToGlobalShape";
}

// Values that OP and the regions in it use; those made within are among them too.
void addUses(const ir::Operation& op, std::vector<ir::ValueId>& out) {
  out.insert(out.end(), op.operands.begin(), op.operands.end());
  for (const ir::Region& region : op.regions)
    for (const ir::Block& block : region.blocks)
      for (const ir::Operation& inner : block.operations) addUses(inner, out);
}

void replaceUses(ir::Operation& op, const absl::flat_hash_map<ir::ValueId, ir::ValueId>& by) {
  for (ir::ValueId& operand : op.operands)
    if (const auto found = by.find(operand); found != by.end()) operand = found->second;
  for (ir::Region& region : op.regions)
    for (ir::Block& block : region.blocks)
      for (ir::Operation& inner : block.operations) replaceUses(inner, by);
}

// Sets of operations of a block that grow together.
class Groups {
 public:
  explicit Groups(size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0); }
  size_t find(size_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void join(size_t a, size_t b) { parent_[find(a)] = find(b); }

 private:
  std::vector<size_t> parent_;
};

}  // namespace

struct ShardyRewriter::ManualComputation {
  std::vector<size_t> enters, body, exits;  // numbers in the block
  std::vector<ir::TensorSharding> ins, outs;
  std::vector<ir::AxisName> axes;
  bool axesKnown = false;
  std::vector<ir::Operation> copies;  // of constants around it
};

Status ShardyRewriter::rewriteManual(ir::Region& region, const std::vector<ir::Argument>* arguments) {
  for (ir::Block& block : region.blocks) {
    for (ir::Operation& op : block.operations)
      for (ir::Region& inner : op.regions) RETURN_IF_ERROR(rewriteManual(inner, nullptr));
    if (std::any_of(block.operations.begin(), block.operations.end(),
                    [](const ir::Operation& op) { return isEnter(op) || isExit(op); }))
      RETURN_IF_ERROR(rewriteManual(block, &block == &region.blocks.front() ? arguments : nullptr));
  }
  return {};
}

// WRITTEN: mhlo.sharding of what enters; of what exits the operation's own is taken.
Status ShardyRewriter::addShardings(const ir::Operation& op, bool enters, const std::vector<std::string>& written,
                                    ManualComputation& computation) {
  std::vector<ir::TensorSharding>& out = enters ? computation.ins : computation.outs;
  const std::vector<ir::ValueId>& outside = enters ? op.operands : op.results;
  if (op.operands.size() != op.results.size())
    return failAt(op.place, "expected as many results as operands of ", callTarget(op));
  ir::Attributes attributes = op.attributes;
  std::vector<ir::AxisName> axes;
  if (callTarget(op).starts_with("xla.sdy.")) {
    ASSIGN_OR_RETURN(const std::optional<ir::Attribute> list,
                     takeFrontend(attributes, enters ? "xla.sdy.in_shardings" : "xla.sdy.out_shardings", op.place));
    ASSIGN_OR_RETURN(const std::optional<ir::Attribute> names,
                     takeFrontend(attributes, "xla.sdy.manual_axes", op.place));
    const auto* shardings = list ? std::get_if<std::vector<ir::TensorSharding>>(&list->value) : nullptr;
    const auto* words = names ? std::get_if<ir::Array>(&names->value) : nullptr;
    if (shardings == nullptr || words == nullptr || shardings->size() != outside.size())
      return failAt(op.place, "expected ", enters ? "xla.sdy.in_shardings" : "xla.sdy.out_shardings", " of ",
                    outside.size(), " values and xla.sdy.manual_axes of ", callTarget(op));
    out.insert(out.end(), shardings->begin(), shardings->end());
    for (const ir::Attribute& word : *words) {
      const auto* name = std::get_if<std::string>(&word.value);
      if (name == nullptr) return failAt(op.place, "expected names of axes in xla.sdy.manual_axes");
      axes.push_back({*name});
    }
  } else {
    const ir::Attribute* own = op.attributes.find("mhlo.sharding");
    const auto* inner = own == nullptr ? nullptr : std::get_if<std::string>(&own->value);
    if (inner == nullptr || outside.size() != 1)
      return failAt(op.place, "expected mhlo.sharding and one value of ", callTarget(op));
    const std::string& around = enters ? written[0] : *inner;
    if (around.empty())
      return failAt(op.place, "expected an mhlo.sharding of the operand of ", callTarget(op),
                    ", as a custom call @Sharding gives it");
    ASSIGN_OR_RETURN(const hlo::Sharding* sharding, shardingOf(around, op.place));
    ASSIGN_OR_RETURN(std::optional<ir::TensorSharding> named, toNamed(*sharding, rankOf(outside[0]), op.place));
    if (!named) {
      named.emplace();
      named->mesh = mesh_.name;
      named->dims.resize(std::max(rankOf(outside[0]), 0));
    }
    // The local side says along which axes: an exit's is its operand's, which is in WRITTEN.
    ASSIGN_OR_RETURN(const hlo::Sharding* local, shardingOf(enters ? *inner : written[0], op.place));
    axes = manualAxes(*local);
    if (mesh_.axes.empty()) return missingAt(op.place, callTarget(op), " of a program whose shardings name no devices");
    const auto isManual = [&](const ir::AxisName& axis) {
      return std::find(axes.begin(), axes.end(), axis) != axes.end();
    };
    for (ir::DimAxes& dim : named->dims) {
      std::erase_if(dim.axes, [&](const ir::AxisName& axis) { return !isManual(axis); });
      dim.open = axes.size() < mesh_.axes.size();
    }
    out.push_back(*std::move(named));
  }
  if (computation.axesKnown && axes != computation.axes)
    return failAt(op.place, "expected one list of manual axes of a manual computation, found another at ",
                  callTarget(op));
  computation.axes = std::move(axes);
  computation.axesKnown = true;
  return {};
}

Status ShardyRewriter::rewriteManual(ir::Block& block, const std::vector<ir::Argument>* arguments) {
  std::vector<ir::Operation>& ops = block.operations;
  absl::flat_hash_map<ir::ValueId, size_t> producers;
  for (size_t i = 0; i < ops.size(); ++i)
    for (const ir::ValueId result : ops[i].results) producers[result] = i;
  std::vector<std::vector<ir::ValueId>> uses(ops.size());
  for (size_t i = 0; i < ops.size(); ++i) addUses(ops[i], uses[i]);
  const auto producerOf = [&](ir::ValueId value) {
    const auto found = producers.find(value);
    return found == producers.end() ? ops.size() : found->second;
  };

  // What computes with local values: from those that enter on, and what alone gives one that exits.
  std::vector<bool> local(ops.size());
  for (size_t i = 0; i < ops.size(); ++i) {
    if (isEnter(ops[i]) || isExit(ops[i])) continue;
    for (const ir::ValueId value : uses[i]) {
      const size_t producer = producerOf(value);
      if (producer < i && (local[producer] || isEnter(ops[producer]))) local[i] = true;
    }
  }
  for (const ir::Operation& op : ops) {
    if (!isExit(op)) continue;
    for (const ir::ValueId value : op.operands) {
      const size_t producer = producerOf(value);
      if (producer == ops.size()) return failAt(op.place, "expected a local value for ", callTarget(op));
      if (!isEnter(ops[producer])) local[producer] = true;
    }
  }
  if (!ops.empty() && local.back())
    return failAt(ops.back().place,
                  "expected what @SPMDFullToShardShape or @xla.sdy.GlobalToLocalShape begins to end "
                  "before the terminator");

  Groups groups(ops.size());
  for (size_t i = 0; i < ops.size(); ++i) {
    if (!local[i] && !isExit(ops[i])) continue;
    for (const ir::ValueId value : uses[i]) {
      const size_t producer = producerOf(value);
      if (producer < ops.size() && (local[producer] || isEnter(ops[producer]))) groups.join(i, producer);
    }
  }
  std::vector<ManualComputation> computations;
  absl::flat_hash_map<size_t, size_t> numbers;  // by the group
  std::vector<int64_t> computationOf(ops.size(), -1);
  for (size_t i = 0; i < ops.size(); ++i) {
    if (!local[i] && !isEnter(ops[i]) && !isExit(ops[i])) continue;
    const auto [at, isNew] = numbers.try_emplace(groups.find(i), computations.size());
    if (isNew) computations.emplace_back();
    ManualComputation& computation = computations[at->second];
    computationOf[i] = static_cast<int64_t>(at->second);
    (isEnter(ops[i]) ? computation.enters : isExit(ops[i]) ? computation.exits : computation.body).push_back(i);
  }

  const auto shardingBehind = [&](ir::ValueId value) -> std::string {
    const size_t producer = producerOf(value);
    const ir::Attribute* found = producer < ops.size() ? ops[producer].attributes.find("mhlo.sharding") : nullptr;
    const auto argument = std::find(block.arguments.begin(), block.arguments.end(), value);
    const auto number = static_cast<size_t>(argument - block.arguments.begin());
    if (producer == ops.size() && arguments != nullptr && number < std::min(block.arguments.size(), arguments->size()))
      found = (*arguments)[number].attributes.find("mhlo.sharding");
    const auto* written = found == nullptr ? nullptr : std::get_if<std::string>(&found->value);
    return written == nullptr ? std::string() : *written;
  };
  std::vector<ir::Operation> made;
  for (ManualComputation& computation : computations) {
    for (const size_t enter : computation.enters)
      RETURN_IF_ERROR(addShardings(
          ops[enter], true, {ops[enter].operands.empty() ? std::string() : shardingBehind(ops[enter].operands[0])},
          computation));
    for (const size_t exit : computation.exits) {
      // Where the local value has no annotation, all is manual.
      std::string written = ops[exit].operands.empty() ? std::string() : shardingBehind(ops[exit].operands[0]);
      if (written.empty()) written = "{manual}";
      RETURN_IF_ERROR(addShardings(ops[exit], false, {std::move(written)}, computation));
    }
    // Constants around it that it reads are made once more within it.
    absl::flat_hash_map<ir::ValueId, ir::ValueId> copies;
    absl::flat_hash_set<ir::ValueId> within;
    const auto copy = [&](auto& self, ir::ValueId value, size_t before, const ir::Operation& user,
                          int depth) -> Status {
      const size_t producer = producerOf(value);
      if (copies.contains(value) || producer == ops.size()) {
        const bool isArgument =
            std::find(block.arguments.begin(), block.arguments.end(), value) != block.arguments.end();
        if (!copies.contains(value) && isArgument)
          return missingAt(user.place, "a value of the whole program that a manual computation reads without ",
                           "@SPMDFullToShardShape or @xla.sdy.GlobalToLocalShape");
        return {};  // made within the operation that uses it
      }
      if (computationOf[producer] >= 0 || producer >= before || depth == kMaxConstantChain ||
          !ops[producer].regions.empty())
        return missingAt(user.place, "a value of the whole program that a manual computation reads without ",
                         "@SPMDFullToShardShape or @xla.sdy.GlobalToLocalShape");
      for (const ir::ValueId operand : ops[producer].operands)
        RETURN_IF_ERROR(self(self, operand, producer, user, depth + 1));
      ir::Operation twin = ops[producer];
      replaceUses(twin, copies);
      for (ir::ValueId& result : twin.results) {
        const ir::ValueId of = result;
        result = function_->values.add(function_->values[of]);
        copies[of] = result;
      }
      computation.copies.push_back(std::move(twin));
      return {};
    };
    for (const size_t i : computation.body) {
      for (const ir::ValueId value : uses[i]) {
        const size_t producer = producerOf(value);
        if (producer < ops.size() && computationOf[producer] == computationOf[i]) continue;
        RETURN_IF_ERROR(copy(copy, value, i, ops[i], 0));
      }
    }
    ir::Operation op;
    op.name = "sdy.manual_computation";
    ir::Block body;
    for (const size_t enter : computation.enters) {
      op.operands.insert(op.operands.end(), ops[enter].operands.begin(), ops[enter].operands.end());
      body.arguments.insert(body.arguments.end(), ops[enter].results.begin(), ops[enter].results.end());
    }
    const ir::Operation& first = ops[computation.exits.empty()  ? computation.enters[0]
                                     : computation.body.empty() ? computation.exits[0]
                                                                : computation.body[0]];
    op.location = first.location;
    op.place = op.types = first.place;
    body.operations = std::move(computation.copies);
    ir::Operation end;
    end.name = "sdy.return";
    end.place = end.types = first.place;
    for (const size_t i : computation.body) {
      body.operations.push_back(std::move(ops[i]));
      replaceUses(body.operations.back(), copies);
    }
    for (const size_t exit : computation.exits) {
      end.operands.insert(end.operands.end(), ops[exit].operands.begin(), ops[exit].operands.end());
      op.results.insert(op.results.end(), ops[exit].results.begin(), ops[exit].results.end());
    }
    replaceUses(end, copies);
    body.operations.push_back(std::move(end));
    op.attributes.add("in_shardings", ir::Attribute{std::move(computation.ins)}, op.place);
    op.attributes.add("out_shardings", ir::Attribute{std::move(computation.outs)}, op.place);
    ir::Array axes;
    for (const ir::AxisName& axis : computation.axes) axes.push_back(ir::Attribute{axis.name});
    op.attributes.add("manual_axes", ir::Attribute{std::move(axes)}, op.place);
    op.regions.emplace_back().blocks.push_back(std::move(body));
    made.push_back(std::move(op));
  }

  // In an order that has every operand first, else as before.
  const size_t count = ops.size() + made.size();
  const auto unitOf = [&](size_t i) {
    return computationOf[i] < 0 ? i : ops.size() + static_cast<size_t>(computationOf[i]);
  };
  std::vector<size_t> waits(count), at(count);
  std::vector<std::vector<size_t>> users(count);
  for (size_t i = 0; i < ops.size(); ++i) {
    at[unitOf(i)] = i;
    for (const ir::ValueId value : uses[i]) {
      const size_t producer = producerOf(value);
      if (producer == ops.size() || unitOf(producer) == unitOf(i)) continue;
      users[unitOf(producer)].push_back(unitOf(i));
      ++waits[unitOf(i)];
    }
  }
  using Next = std::pair<size_t, size_t>;
  std::priority_queue<Next, std::vector<Next>, std::greater<>> ready;
  size_t units = 0;
  for (size_t unit = 0; unit < count; ++unit) {
    if (unit < ops.size() && computationOf[unit] >= 0) continue;
    ++units;
    if (waits[unit] == 0 && unit + 1 != ops.size()) ready.emplace(at[unit], unit);
  }
  std::vector<ir::Operation> out;
  while (!ready.empty()) {
    const size_t unit = ready.top().second;
    ready.pop();
    for (const size_t user : users[unit])
      if (--waits[user] == 0 && user + 1 != ops.size()) ready.emplace(at[user], user);
    out.push_back(unit < ops.size() ? std::move(ops[unit]) : std::move(made[unit - ops.size()]));
  }
  if (out.size() + 1 != units)
    return missingAt(ops.back().place, "manual computations of which each needs results of the other");
  out.push_back(std::move(ops.back()));
  ops = std::move(out);
  return {};
}

}  // namespace partita
