// Modules that XLA has partitioned already.
#include <iterator>

#include "frontends/hlo/convert.h"
#include "frontends/hlo/sharding.h"

namespace partita::hlo {

// What GSPMD's custom calls say in front of a manual computation and behind it.
Status Converter::wrapPartitioned(ir::Function& main) {
  const Computation& entry = from_.computations[from_.entry];
  const std::string where = to_.where(entry.place);
  const auto wholeType = [&](const ir::Type& local, const std::string& written) -> StatusOr<ir::Type> {
    const std::optional<TensorType> type = ir::staticType(local);
    StatusOr<Sharding> sharding = parseSharding(written);
    if (!sharding.ok()) return annotate(sharding.status(), where);
    const bool isTiled = sharding->kind == ShardingKind::kTiled;
    if (!type || type->isToken() || (!isTiled && sharding->kind != ShardingKind::kReplicated))
      return unimplemented(where, ": a partitioned program with an argument or result of ", ir::toString(local),
                           " that is neither cut in tiles nor replicated");
    TensorType whole = *type;
    if (isTiled && sharding->tile.size() != type->dims.size() + sharding->groups.size())
      return invalidArgument(where, ": expected a sharding of ", type->rank(), " dimensions of ", type->toString());
    for (size_t i = 0; i < whole.dims.size() && isTiled; ++i) {
      if (whole.dims[i] > kMaxElements / sharding->tile[i])
        return invalidArgument(where, ": expected fewer elements of the whole ", type->toString());
      whole.dims[i] *= sharding->tile[i];
    }
    RETURN_IF_ERROR(annotate(checkDims(whole.dims), where));
    return ir::tensorType(whole);
  };
  const auto callOf = [&](const char* target, std::string sharding, ir::ValueId from, ir::ValueId to) {
    ir::Operation op;
    op.name = "stablehlo.custom_call";
    op.operands = {from};
    op.results = {to};
    op.attributes.add("call_target_name", ir::Attribute{std::string(target)});
    op.attributes.add("mhlo.sharding", ir::Attribute{std::move(sharding)});
    op.place = op.types = entry.place;
    return op;
  };
  ir::Block& block = main.body->blocks[0];
  ir::Operation end = std::move(block.operations.back());
  block.operations.pop_back();
  if (from_.outputSharding.empty() && !main.results.empty())
    return unimplemented(where, ": ", entry.name, " is the program of one of ", from_.partitions,
                         " devices, and HLO text does not say how its results are cut (give the module before "
                         "partitioning, or this one as HloModuleProto)");
  std::vector<ir::Operation> operations;
  for (size_t i = 0; i < main.arguments.size(); ++i) {
    ir::Argument& argument = main.arguments[i];
    const ir::Attribute* found = argument.attributes.find("mhlo.sharding");
    const std::string written = found == nullptr ? "{replicated}" : std::get<std::string>(found->value);
    if (found == nullptr) argument.attributes.add("mhlo.sharding", ir::Attribute{written});
    ASSIGN_OR_RETURN(argument.type, wholeType(argument.type, written));
    const ir::ValueId local = block.arguments[i];
    block.arguments[i] = main.values.add(argument.type);
    operations.push_back(callOf("SPMDFullToShardShape", "{manual}", block.arguments[i], local));
  }
  operations.insert(operations.end(), std::make_move_iterator(block.operations.begin()),
                    std::make_move_iterator(block.operations.end()));
  ASSIGN_OR_RETURN(const std::vector<std::string> shardings, shardingParts(from_.outputSharding, main.results.size()));
  for (size_t i = 0; i < main.results.size(); ++i) {
    ASSIGN_OR_RETURN(main.results[i].type, wholeType(main.results[i].type, shardings[i]));
    const ir::ValueId whole = main.values.add(main.results[i].type);
    operations.push_back(callOf("SPMDShardToFullShape", shardings[i], end.operands[i], whole));
    main.results[i].attributes.erase("mhlo.sharding");
    main.results[i].attributes.add("mhlo.sharding", ir::Attribute{shardings[i]});
    end.operands[i] = whole;
  }
  operations.push_back(std::move(end));
  block.operations = std::move(operations);
  // Of one shape on a device, and cut otherwise: then the whole ones are not the same memory.
  for (ir::Argument& argument : main.arguments) {
    const ir::Attribute* alias = argument.attributes.find("tf.aliasing_output");
    if (alias != nullptr && !ir::sameType(main.results[std::get<ir::Integer>(alias->value).value].type, argument.type))
      argument.attributes.erase("tf.aliasing_output");
  }
  return {};
}

}  // namespace partita::hlo
