// Shapes that a program computes: they are made static while it is imported. The entry's arguments have static types,
// so the shape rules say those of all that is made of them, and operands that are shapes are evaluated (KnownValues).
#include "absl/algorithm/container.h"
#include "absl/strings/numbers.h"
#include "frontends/import/importer.h"

namespace partita {
namespace {

// OP with another name and its first OPERANDS operands alone.
ir::Operation renamed(const ir::Operation& op, std::string name, size_t operands) {
  ir::Operation out = op;
  out.name = std::move(name);
  out.operands.resize(operands);
  return out;
}

void setInts(ir::Operation& op, std::string name, IntsAttr values) {
  op.attributes.add(std::move(name), ir::Attribute{ir::Ints{std::move(values), nullptr}});
}

// TEXT with {0}, {1} … replaced by VALUES.
std::string formatted(std::string_view text, const std::vector<std::string>& values) {
  std::string out;
  while (!text.empty()) {
    const size_t close = text[0] == '{' ? text.find('}') : std::string_view::npos;
    size_t number = 0;
    if (close != std::string_view::npos && absl::SimpleAtoi(toAbsl(text.substr(1, close - 1)), &number) &&
        number < values.size()) {
      out += values[number];
      text.remove_prefix(close + 1);
    } else {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return out;
}

}  // namespace

std::optional<TensorType> graphType(const ir::Type& type) {
  if (type == nullptr) return std::nullopt;
  if (type->kind == ir::TypeKind::kToken) return TensorType::token();
  if (type->kind != ir::TypeKind::kTensor || !type->text.empty()) return std::nullopt;
  const ir::TypeData& element = *type->parts[0];
  if (element.kind == ir::TypeKind::kElement) return TensorType(element.dtype, type->dims);
  if (element.kind == ir::TypeKind::kQuantized) return TensorType(element.quantized.storage, type->dims);
  return std::nullopt;
}

bool isOpen(const TensorType& type) { return absl::c_linear_search(type.dims, ir::kDynamic); }

bool admits(const ir::Type& declared, const TensorType& type) {
  const std::optional<TensorType> open = graphType(declared);
  if (!open || open->dtype != type.dtype || open->rank() != type.rank()) return false;
  for (int d = 0; d < type.rank(); ++d) {
    const int64_t bound = declared->bounds.empty() ? ir::kDynamic : declared->bounds[d];
    if (open->dims[d] == ir::kDynamic ? bound != ir::kDynamic && type.dims[d] > bound : open->dims[d] != type.dims[d])
      return false;
  }
  return true;
}

StatusOr<bool> Importer::closeTypes(const ir::Operation& op, const Node& node, std::vector<TensorType>& types) {
  StatusOr<std::vector<TensorType>> inferred = opDef(node.kind).infer(graph_, node);
  if (inferred.status().code() == absl::StatusCode::kUnimplemented) {
    missing_.note(std::string(toView(inferred.status().message())), op.place);
    return false;
  }
  // They are the program's to say. One within a bound is allowed, and not supported.
  if (inferred.status().code() == absl::StatusCode::kFailedPrecondition) {
    const ir::TypeData& declared = *typeOf(op.results[0]);
    if (absl::c_count(declared.dims, ir::kDynamic) != 1 || declared.bounds.empty())
      return failAt(op.types, "expected sizes of the result of ", op.name, ", or one that has a bound, found ",
                    ir::toString(typeOf(op.results[0])), " (", described(op), ")");
    missing_.note(strCat("op ", op.name, " with a result of type ", ir::toString(typeOf(op.results[0])),
                         ", of which nothing says the size"),
                  op.place);
    return false;
  }
  if (!inferred.ok()) return annotate(inferred.status(), module_.where(op.place));
  if (inferred->size() != types.size())
    return failAt(op.types, "expected ", inferred->size(), " result types of ", op.name, ", found ", types.size());
  // Where the element type is the program's to choose, the shape rule is asked again, with it.
  for (size_t i = 0; i < types.size(); ++i) types[i].dims = (*inferred)[i].dims;
  return true;
}

Status Importer::checkDeclared(const ir::Operation& op, size_t i, const TensorType& type) const {
  const ir::Type& declared = typeOf(op.results[i]);
  if (admits(declared, type)) return {};
  return failAt(op.types, "expected result type ", type.toString(), " of ", op.name, ", found ",
                ir::toString(declared));
}

std::string Importer::unknownCause(ValueId value) const {
  const Value& cause = graph_.values[known_.cause(value)];
  if (cause.producer.valid()) return strCat("the result of ", graph_.describe(cause.producer));
  const NodeId owner = graph_.regions[cause.region].owner;
  if (owner.valid()) return strCat("what ", opName(graph_.nodes[owner].kind), " hands to its regions");
  const size_t number = kept_[cause.index];
  const bool isOneInteger = isInteger(cause.type.dtype) && cause.type.elements() == 1;
  return strCat("the value of argument ", number,
                isOneInteger ? strCat(" (give it with --constant ", number, "=…)") : std::string());
}

StatusOr<IntsAttr> Importer::knownInts(const ir::Operation& op, size_t i, std::string_view what) {
  const ValueId value = (*frame_)[op.operands[i]];
  if (!isInteger(graph_.type(value).dtype))
    return failAt(op.place, "expected integers for ", what, " of ", op.name, ", found ", graph_.type(value).toString());
  const std::optional<Tensor> known = known_.find(value);
  if (!known) return unimplemented("op ", op.name, " with ", what, " that depends on ", unknownCause(value));
  IntsAttr out;
  for (int64_t e = 0; e < known->elements(); ++e) out.push_back(known->asInt(e));
  return out;
}

StatusOr<TensorType> Importer::shapedBy(const ir::Operation& op, size_t i, size_t result) {
  std::optional<TensorType> type = graphType(typeOf(op.results[result]));
  if (!type) return unimplemented(missingType(typeOf(op.results[result])));
  StatusOr<IntsAttr> sizes = knownInts(op, i, "a shape");
  if (sizes.status().code() == absl::StatusCode::kUnimplemented && !isOpen(*type)) return *type;
  RETURN_IF_ERROR(sizes.status());
  if (Status status = checkDims(*sizes); !status.ok()) return annotate(status, module_.where(op.place));
  type->dims.assign(sizes->begin(), sizes->end());
  if (const Status status = checkDeclared(op, result, *type); !status.ok() && op.name == "stablehlo.rng")
    return failAt(op.types, "rng_c3: expected a result of the shape ", dimsToString(*sizes), ", found ",
                  ir::toString(typeOf(op.results[result])), " (", described(op), ")");
  else
    RETURN_IF_ERROR(status);
  return *type;
}

// The last operand is the shape of the result: dynamic_reshape, dynamic_broadcast_in_dim, dynamic_iota.
Status Importer::importShapedByOperand(const ir::Operation& op, RegionId region) {
  const size_t shape = op.operands.size() - 1;
  ASSIGN_OR_RETURN(const TensorType type, shapedBy(op, shape));
  constexpr std::string_view kPrefix = "stablehlo.dynamic_";
  ir::Operation known = renamed(op, strCat("stablehlo.", op.name.substr(kPrefix.size())), shape);
  known.attributes.erase("known_expanding_dimensions");
  known.attributes.erase("known_nonexpanding_dimensions");
  return importStatic(known, region, {type});
}

// The element type is the program's to choose, the shape that of the operand.
Status Importer::importShapedByInput(const ir::Operation& op, RegionId region) {
  const std::optional<TensorType> declared = graphType(typeOf(op.results[0]));
  if (!declared || !isOpen(*declared)) return importStatic(op, region);
  const TensorType& from = graph_.type((*frame_)[op.operands[0]]);
  TensorType type(declared->dtype, from.dims);
  // Elements that become wider take those of the last dimension together.
  if (declared->rank() + 1 == from.rank()) type.dims.pop_back();
  if (declared->rank() == from.rank() + 1) type.dims.push_back(dtypeBits(from.dtype) / dtypeBits(declared->dtype));
  RETURN_IF_ERROR(checkDeclared(op, 0, type));
  return importStatic(op, region, {type});
}

// The last operand is the shape of the result, and stays.
Status Importer::importRng(const ir::Operation& op, RegionId region) {
  ASSIGN_OR_RETURN(const TensorType type, shapedBy(op, 2));
  ir::Operation numbered = op;  // with a stream of its own
  if (op.attributes.find("stream") == nullptr)
    numbered.attributes.add("stream", ir::Attribute{ir::Integer{randomStreams_++, nullptr}});
  return importStatic(numbered, region, {type});
}

Status Importer::importDynamicGather(const ir::Operation& op, RegionId region) {
  ASSIGN_OR_RETURN(IntsAttr sizes, knownInts(op, 2, "slice sizes"));
  ir::Operation known = renamed(op, "stablehlo.gather", 2);
  setInts(known, "slice_sizes", std::move(sizes));
  return importStatic(known, region);
}

Status Importer::importDynamicConv(const ir::Operation& op, RegionId region) {
  ASSIGN_OR_RETURN(IntsAttr padding, knownInts(op, 2, "padding"));
  ir::Operation known = renamed(op, "stablehlo.convolution", 2);
  setInts(known, "padding", std::move(padding));
  return importStatic(known, region);
}

Status Importer::importDynamicPad(const ir::Operation& op, RegionId region) {
  ir::Operation known = renamed(op, "stablehlo.pad", 2);
  constexpr std::string_view kNames[] = {"edge_padding_low", "edge_padding_high", "interior_padding"};
  for (size_t i = 0; i < 3; ++i) {
    ASSIGN_OR_RETURN(IntsAttr values, knownInts(op, 2 + i, "padding"));
    setInts(known, std::string(kNames[i]), std::move(values));
  }
  return importStatic(known, region);
}

Status Importer::importRealDynamicSlice(const ir::Operation& op, RegionId region) {
  ASSIGN_OR_RETURN(IntsAttr strides, knownInts(op, 3, "strides"));
  StatusOr<IntsAttr> start = knownInts(op, 1, "start indices"), limit = knownInts(op, 2, "limit indices");
  if (start.ok() && limit.ok()) {
    ir::Operation known = renamed(op, "stablehlo.slice", 1);
    setInts(known, "start_indices", *std::move(start));
    setInts(known, "limit_indices", *std::move(limit));
    setInts(known, "strides", std::move(strides));
    return importStatic(known, region);
  }
  // A slice whose size is known, where it begins is not: as the program declares it, or as the sum of start and size.
  const ValueId from = (*frame_)[op.operands[0]], starts = (*frame_)[op.operands[1]];
  std::optional<TensorType> type = graphType(typeOf(op.results[0]));
  if (type && isOpen(*type)) {
    const NodeId sum = graph_.values[(*frame_)[op.operands[2]]].producer;
    const Node* add = sum.valid() && graph_.nodes[sum].kind == OpKind::kAdd ? &graph_.nodes[sum] : nullptr;
    std::optional<Tensor> size;
    if (add != nullptr && add->operands[0] == starts) size = known_.find(add->operands[1]);
    if (add != nullptr && add->operands[1] == starts) size = known_.find(add->operands[0]);
    for (int d = 0; size && size->elements() == type->rank() && d < type->rank(); ++d) type->dims[d] = size->asInt(d);
  }
  const bool whole = type && absl::c_all_of(strides, [](int64_t stride) { return stride == 1; });
  if (!whole || isOpen(*type)) return start.ok() ? limit.status() : start.status();
  NodeBuilder build = builder(op, region);
  std::vector<ValueId> operands = {from};
  if (graph_.type(starts).dims != Dims{type->rank()})
    return failAt(op.place, "expected ", type->rank(), " start indices of ", op.name, ", found ",
                  graph_.type(starts).toString());
  for (int d = 0; d < type->rank(); ++d) operands.push_back(build.reshape(build.slice(starts, 0, d, 1), {}));
  AttrDict attrs;
  attrs.set("sizes", IntsAttr(type->dims.begin(), type->dims.end()));
  const StatusOr<NodeId> slice =
      graph_.build(region, OpKind::kDynamicSlice, std::move(operands), std::move(attrs), build.location());
  if (!slice.ok()) return annotate(slice.status(), module_.where(op.place));
  return bindResults(op, region, {graph_.result(*slice)});
}

StatusOr<int64_t> Importer::dimensionOf(const ir::Operation& op) const {
  const auto* number = attributeOf<ir::Integer>(op, "dimension");
  const TensorType& type = graph_.type((*frame_)[op.operands[0]]);
  if (number == nullptr || number->value < 0 || number->value >= type.rank())
    return failAt(op.place, op.name.substr(op.name.rfind('.') + 1),
                  number == nullptr             ? "_i2"
                  : type.dtype == DType::kToken ? "_i1"
                                                : "_c1",
                  ": expected the dimension of ", op.name, " to be one of ", type.toString(), ", found ",
                  number == nullptr ? std::string("none") : strCat(number->value), " (", described(op), ")");
  return number->value;
}

Status Importer::importGetDimensionSize(const ir::Operation& op, RegionId region) {
  ASSIGN_OR_RETURN(const int64_t dim, dimensionOf(op));
  const int64_t size = graph_.type((*frame_)[op.operands[0]]).dims[dim];
  return bindResults(op, region, {builder(op, region).ints(TensorType(DType::kI32, {}), {size})});
}

// The first elements of a dimension.
Status Importer::importSetDimensionSize(const ir::Operation& op, RegionId region) {
  ASSIGN_OR_RETURN(const int64_t dim, dimensionOf(op));
  ASSIGN_OR_RETURN(const IntsAttr size, knownInts(op, 1, "a size"));
  const ValueId value = (*frame_)[op.operands[0]];
  const TensorType& type = graph_.type(value);
  if (graph_.type((*frame_)[op.operands[1]]).rank() != 0 || size[0] < 0 || size[0] > type.dims[dim])
    return failAt(op.place, "expected a size of 0 to ", type.dims[dim], " of ", op.name, ", found ",
                  dimsToString(size));
  return bindResults(op, region, {builder(op, region).slice(value, dim, 0, size[0])});
}

// Where arguments are constants, such as the number of the platform, the branch that they choose: what others need is
// not asked for.
Status Importer::importCase(const ir::Operation& op, RegionId region) {
  const std::optional<Tensor> index = hasConstants_ ? known_.find((*frame_)[op.operands[0]]) : std::nullopt;
  if (!index || index->elements() != 1 || op.regions.empty()) return importStatic(op, region);
  const auto last = static_cast<int64_t>(op.regions.size()) - 1;
  const int64_t chosen = index->asInt(0) < 0 ? last : std::min(index->asInt(0), last);
  const ir::Region& branch = op.regions[static_cast<size_t>(chosen)];
  if (branch.blocks.size() != 1 || !branch.blocks[0].arguments.empty()) return importStatic(op, region);
  RETURN_IF_ERROR(nest(op.place));
  ASSIGN_OR_RETURN(const std::vector<ValueId> results, importBlock(branch.blocks[0], region, op.place));
  unnest();
  if (results.size() != op.results.size())
    return failAt(op.types, "expected ", results.size(), " result types of ", op.name, ", found ", op.results.size());
  return bindResults(op, region, results);
}

// custom_call @shape_assertion: what a program with symbolic sizes requires of them.
Status Importer::importShapeAssertion(const ir::Operation& op, RegionId) {
  const ValueId condition = (*frame_)[op.operands[0]];
  const std::optional<Tensor> known = known_.find(condition);
  if (!known) return unimplemented("op ", op.name, " @shape_assertion of what depends on ", unknownCause(condition));
  if (known->elements() == 1 && known->asInt(0) != 0) return {};
  std::vector<std::string> values;
  for (size_t i = 1; i < op.operands.size(); ++i) {
    const std::optional<Tensor> value = known_.find((*frame_)[op.operands[i]]);
    values.push_back(value && value->elements() == 1 ? strCat(value->asInt(0)) : "?");
  }
  const auto* text = attributeOf<std::string>(op, "error_message");
  return failAt(op.place, "the shapes of the program's arguments do not fit: ",
                formatted(text == nullptr ? std::string_view("an assertion of the program fails") : *text, values));
}

// What shape refinement puts around arguments: the argument.
Status Importer::importOperandWrapper(const ir::Operation& op, RegionId region) {
  return bindResults(op, region, {(*frame_)[op.operands[0]]});
}

}  // namespace partita
