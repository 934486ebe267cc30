// chlo.scan, as the loop that it is.
#include "absl/algorithm/container.h"
#include "absl/container/flat_hash_set.h"
#include "frontends/import/importer.h"

namespace partita {
namespace {

// Operands: inputs, initial values. Results: outputs, values that are carried. All along DIM, SIZE elements.
struct Scan {
  size_t inputs = 0, carried = 0, outputs = 0;
  int64_t dim = 0, size = 0;
  bool reverse = false;
};

// Position INDEX along the dimension DIM of something of RANK dimensions.
std::vector<ValueId> startsAt(NodeBuilder& build, ValueId index, int64_t dim, int rank) {
  std::vector<ValueId> starts(static_cast<size_t>(rank), index);
  for (int64_t d = 0; d < rank; ++d) {
    if (d != dim) starts[d] = build.splatInt(build.typeOf(index), 0);
  }
  return starts;
}

// The first operation of REGION, or within it, that reads a value from around REGION; null: none does. DEFINED: the
// values of REGION so far.
const ir::Operation* readsAround(const ir::Region& region, absl::flat_hash_set<uint32_t>& defined) {
  for (const ir::Block& block : region.blocks) {
    for (const ir::ValueId argument : block.arguments) defined.insert(argument.index);
    for (const ir::Operation& op : block.operations) {
      for (const ir::ValueId operand : op.operands) {
        if (!defined.contains(operand.index)) return &op;
      }
      for (const ir::Region& inner : op.regions) {
        if (const ir::Operation* found = readsAround(inner, defined)) return found;
      }
      for (const ir::ValueId result : op.results) defined.insert(result.index);
    }
  }
  return nullptr;
}

}  // namespace

Status Importer::importScan(const ir::Operation& op, RegionId region) {
  Scan scan;
  const auto segments = intsAttribute(op, "operandSegmentSizes");
  if (!segments || segments->size() != 2 || (*segments)[0] < 0 || (*segments)[1] < 0 ||
      static_cast<size_t>((*segments)[0]) > op.operands.size() ||
      static_cast<size_t>((*segments)[1]) != op.operands.size() - static_cast<size_t>((*segments)[0]))
    return failAt(op.place, "expected operandSegmentSizes of ", op.name, " to part its ", op.operands.size(),
                  " operands into inputs and initial values");
  scan.inputs = static_cast<size_t>((*segments)[0]);
  scan.carried = static_cast<size_t>((*segments)[1]);
  if (op.results.size() < scan.carried)
    return failAt(op.types, "expected ", scan.carried, " or more result types of ", op.name,
                  ", as many as initial values, found ", op.results.size());
  scan.outputs = op.results.size() - scan.carried;
  const auto results = intsAttribute(op, "resultSegmentSizes");
  if (results && *results != IntsAttr{static_cast<int64_t>(scan.outputs), static_cast<int64_t>(scan.carried)})
    return failAt(op.place, "expected resultSegmentSizes of ", op.name, " to be ", scan.outputs, " outputs and ",
                  scan.carried, " carried values");
  if (scan.inputs + scan.outputs == 0) return failAt(op.place, "expected an input or an output of ", op.name);
  const auto* dim = attributeOf<ir::Integer>(op, "dimension");
  if (dim == nullptr || dim->value < 0)
    return failAt(op.place, "expected an integer of 0 or more for the attribute dimension of ", op.name);
  scan.dim = dim->value;
  const auto* reverse = attributeOf<bool>(op, "is_reverse");
  scan.reverse = reverse != nullptr && *reverse;

  // The types of the loop's values: of the count, of the values that are carried, of the outputs.
  const auto* said = attributeOf<ir::Integer>(op, "scan_dim_size");
  scan.size = said == nullptr ? -1 : said->value;
  for (size_t i = 0; i < scan.inputs; ++i) {
    const TensorType& type = graph_.type((*frame_)[op.operands[i]]);
    if (scan.dim >= type.rank())
      return failAt(op.place, "expected the dimension ", scan.dim, " of ", op.name, " to be one of input ", i,
                    ", which is ", type.toString());
    const int64_t size = type.dims[scan.dim];
    if (scan.size >= 0 && size != scan.size)
      return failAt(op.place, "expected size ", scan.size, " of dimension ", scan.dim, " of input ", i, " of ", op.name,
                    ", found ", type.toString());
    scan.size = size;
  }
  if (scan.size < 0) return failAt(op.place, "expected scan_dim_size of ", op.name, ", which has no inputs");
  if (op.regions.size() != 1 || op.regions[0].blocks.size() != 1 || op.regions[0].blocks[0].operations.empty())
    return failAt(op.place, "expected a body of one block of ", op.name);
  const ir::Block& block = op.regions[0].blocks[0];
  absl::flat_hash_set<uint32_t> defined;
  if (const ir::Operation* reads = readsAround(op.regions[0], defined))
    return failAt(reads->place, "expected the body of ", op.name, " to read its arguments only; ", reads->name,
                  " reads a value from around it");
  if (block.arguments.size() != op.operands.size())
    return failAt(op.place, "expected ", op.operands.size(), " arguments of the body of ", op.name, ", found ",
                  block.arguments.size());
  const std::vector<ir::ValueId>& given = block.operations.back().operands;
  if (given.size() != op.results.size())
    return failAt(block.operations.back().place, "expected the body of ", op.name, " to return ", op.results.size(),
                  " values, found ", given.size());
  NodeBuilder build = builder(op, region);
  const TensorType count(NodeBuilder::indexType(scan.size), {});
  std::vector<ValueId> start = {build.splatInt(count, 0)};
  for (size_t i = 0; i < scan.carried; ++i) start.push_back((*frame_)[op.operands[scan.inputs + i]]);
  for (size_t i = 0; i < scan.outputs; ++i) {
    std::optional<TensorType> type = graphType(typeOf(given[i]));
    if (type && type->isToken())
      return failAt(op.place, "expected arrays as outputs of ", op.name, ", found ", type->toString());
    if (!type || isOpen(*type)) return unimplemented("an output of ", op.name, " whose sizes are open");
    if (scan.dim > type->rank())
      return failAt(op.place, "expected ", scan.dim, " dimensions or more of output ", i, " of the body of ", op.name,
                    ", found ", type->toString());
    type->dims.insert(type->dims.begin() + scan.dim, scan.size);
    if (Status status = checkDims(type->dims); !status.ok()) return annotate(status, module_.where(op.place));
    start.push_back(build.splat(*type, 0));
  }
  std::vector<TensorType> types;
  for (const ValueId value : start) types.push_back(graph_.type(value));

  RETURN_IF_ERROR(nest(op.place));
  const LocationId location = build.location();
  const NodeId loop = graph_.addNode(region, OpKind::kWhile, start, types, {}, location);
  const auto openRegion = [&](std::vector<ValueId>& arguments) {
    const RegionId inner = graph_.addRegion(loop);
    for (const TensorType& type : types) arguments.push_back(graph_.addArgument(inner, type));
    build.at(inner, location);
    return inner;
  };
  std::vector<ValueId> state, next;
  const RegionId condition = openRegion(state);
  graph_.regions[condition].results = {build.compare(state[0], build.splatInt(count, scan.size), "LT")};
  state.clear();
  const RegionId body = openRegion(state);
  const ValueId index = scan.reverse ? build.subtract(build.splatInt(count, scan.size - 1), state[0]) : state[0];
  for (size_t i = 0; i < op.operands.size(); ++i) {
    ValueId value = i < scan.inputs ? (*frame_)[op.operands[i]] : state[1 + i - scan.inputs];
    if (i < scan.inputs) {
      Dims dims = graph_.type(value).dims;
      // Of no elements there is nothing to take, and the body is never run.
      dims[scan.dim] = std::min<int64_t>(scan.size, 1);
      value = build.dynamicSlice(value, startsAt(build, index, scan.dim, static_cast<int>(dims.size())), dims);
      dims.erase(dims.begin() + scan.dim);
      value = scan.size == 0 ? build.splat(TensorType(graph_.type(value).dtype, dims), 0) : build.reshape(value, dims);
    }
    if (!admits(typeOf(block.arguments[i]), graph_.type(value)))
      return failAt(op.place, "expected argument ", i, " of the body of ", op.name, " to be ",
                    graph_.type(value).toString(), ", found ", ir::toString(typeOf(block.arguments[i])));
    (*frame_)[block.arguments[i]] = value;
  }
  ASSIGN_OR_RETURN(const std::vector<ValueId> made, importBlock(block, body, op.place));
  unnest();
  if (absl::c_any_of(made, [](ValueId value) { return !value.valid(); }))
    return bindResults(op, region, std::vector<ValueId>(op.results.size()));  // what is missing is noted
  build.at(body, location);
  next = {build.add(state[0], build.splatInt(count, 1))};
  for (size_t i = 0; i < scan.carried; ++i) {
    const TensorType& type = graph_.type(made[scan.outputs + i]);
    if (type != types[1 + i])
      return failAt(block.operations.back().place, "expected the body of ", op.name, " to return ",
                    types[1 + i].toString(), " for carried value ", i, ", found ", type.toString());
    next.push_back(made[scan.outputs + i]);
  }
  for (size_t i = 0; i < scan.outputs; ++i) {
    const ValueId out = state[1 + scan.carried + i];
    const TensorType type = graph_.type(out);  // what is built below makes values
    if (scan.size == 0) {
      next.push_back(out);
      continue;
    }
    Dims dims = type.dims;
    dims[scan.dim] = 1;
    std::vector<ValueId> operands = {out, build.reshape(made[i], dims)};
    for (const ValueId at : startsAt(build, index, scan.dim, type.rank())) operands.push_back(at);
    next.push_back(build.node(OpKind::kDynamicUpdateSlice, std::move(operands), type));
  }
  graph_.regions[body].results = std::move(next);
  std::vector<ValueId> out;
  for (size_t i = 0; i < scan.outputs; ++i) out.push_back(graph_.nodes[loop].results[1 + scan.carried + i]);
  for (size_t i = 0; i < scan.carried; ++i) out.push_back(graph_.nodes[loop].results[1 + i]);
  return bindResults(op, region, out);
}

}  // namespace partita
