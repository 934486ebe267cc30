// StableHLO's ops on their way out, by those that replace them.
#include "absl/algorithm/container.h"
#include "frontends/import/importer.h"

namespace partita {
namespace {

// The dimensions of an operand or result of an einsum, by what they are called; those of "..." have negative numbers.
using Labels = std::vector<int>;

// TERM of a configuration for an array of RANK dimensions; nothing where it does not fit.
std::optional<Labels> parseTerm(std::string_view term, std::optional<int> rank, int ellipsis) {
  Labels out;
  for (size_t i = 0; i < term.size(); ++i) {
    if (term[i] == ' ') continue;
    if (term.substr(i, 3) == "...") {
      for (int d = ellipsis; d > 0; --d) out.push_back(-d);
      i += 2;
      continue;
    }
    const bool isLetter = (term[i] >= 'a' && term[i] <= 'z') || (term[i] >= 'A' && term[i] <= 'Z');
    if (!isLetter) return std::nullopt;
    out.push_back(term[i]);
  }
  if (rank && static_cast<int>(out.size()) != *rank) return std::nullopt;
  return out;
}

// How many dimensions "..." of TERM stands for.
int ellipsisOf(std::string_view term, int rank) {
  const size_t at = term.find("...");
  if (at == std::string_view::npos) return 0;
  return rank - static_cast<int>(absl::c_count_if(term, [](char c) { return c != '.' && c != ' '; }));
}

bool has(const Labels& labels, int label) { return absl::c_linear_search(labels, label); }
int64_t placeOf(const Labels& labels, int label) { return absl::c_find(labels, label) - labels.begin(); }

// What is equal along two dimensions of one name, as one of them.
ValueId diagonal(NodeBuilder& build, ValueId v, int64_t first, int64_t second) {
  const TensorType type = build.typeOf(v), index(NodeBuilder::indexType(type.dims[first]), type.dims);
  const ValueId same = build.compare(build.iota(index, first), build.iota(index, second), "EQ");
  return build.reduce(build.select(same, v, build.splat(type, 0)), {second}, ReductionKind::kSum);
}

// V with each of its LABELS once, and only those that KEPT has: the others are added up.
ValueId simplified(NodeBuilder& build, ValueId v, Labels& labels, const std::vector<const Labels*>& kept) {
  for (size_t i = 0; i < labels.size(); ++i) {
    for (size_t j = labels.size() - 1; j > i; --j) {
      if (labels[i] != labels[j]) continue;
      v = diagonal(build, v, static_cast<int64_t>(i), static_cast<int64_t>(j));
      labels.erase(labels.begin() + static_cast<ptrdiff_t>(j));
    }
  }
  IntsAttr dims;
  Labels rest;
  for (size_t i = 0; i < labels.size(); ++i) {
    const bool stays = absl::c_any_of(kept, [&](const Labels* other) { return has(*other, labels[i]); });
    if (stays) {
      rest.push_back(labels[i]);
    } else {
      dims.push_back(static_cast<int64_t>(i));
    }
  }
  labels = std::move(rest);
  return dims.empty() ? v : build.reduce(v, std::move(dims), ReductionKind::kSum);
}

ValueId arranged(NodeBuilder& build, ValueId v, const Labels& from, const Labels& to) {
  if (from == to) return v;
  IntsAttr order;
  Dims dims;
  for (const int label : to) {
    order.push_back(placeOf(from, label));
    dims.push_back(build.typeOf(v).dims[order.back()]);
  }
  AttrDict attrs;
  attrs.set("dims", std::move(order));
  const DType dtype = build.typeOf(v).dtype;
  return build.node(OpKind::kTranspose, {v}, TensorType(dtype, std::move(dims)), std::move(attrs));
}

void setInts(ir::Operation& op, std::string name, IntsAttr values) {
  op.attributes.erase(name);
  op.attributes.add(std::move(name), ir::Attribute{ir::Ints{std::move(values), nullptr}});
}

}  // namespace

Status Importer::importDot(const ir::Operation& op, RegionId region) {
  const int left = graph_.type((*frame_)[op.operands[0]]).rank(), right = graph_.type((*frame_)[op.operands[1]]).rank();
  if (left < 1 || left > 2 || right < 1 || right > 2)
    return failAt(op.place, "expected vectors or matrices as operands of ", op.name, ", found ",
                  ir::toString(typeOf(op.operands[0])), " and ", ir::toString(typeOf(op.operands[1])));
  ir::Operation known = op;
  known.name = "stablehlo.dot_general";
  setInts(known, "lhs_contracting_dimensions", {left - 1});
  setInts(known, "rhs_contracting_dimensions", {0});
  return importStatic(known, region);
}

Status Importer::importBroadcast(const ir::Operation& op, RegionId region) {
  const std::optional<IntsAttr> sizes = intsAttribute(op, "broadcast_sizes");
  if (!sizes) return failAt(op.place, "expected integers for the attribute broadcast_sizes of ", op.name);
  TensorType type = graph_.type((*frame_)[op.operands[0]]);
  IntsAttr dims;
  for (int d = 0; d < type.rank(); ++d) dims.push_back(static_cast<int64_t>(sizes->size()) + d);
  type.dims.insert(type.dims.begin(), sizes->begin(), sizes->end());
  if (Status status = checkDims(type.dims); !status.ok()) return annotate(status, module_.where(op.place));
  ir::Operation known = op;
  known.name = "stablehlo.broadcast_in_dim";
  known.attributes.erase("broadcast_sizes");
  setInts(known, "broadcast_dimensions", std::move(dims));
  RETURN_IF_ERROR(checkDeclared(op, 0, type));
  return importStatic(known, region, {type});
}

Status Importer::importCreateToken(const ir::Operation& op, RegionId region) {
  ir::Operation known = op;
  known.name = "stablehlo.after_all";
  return importStatic(known, region);
}

Status Importer::importCrossReplicaSum(const ir::Operation& op, RegionId region) {
  const OpDef& def = opDef(OpKind::kAllReduce);
  AttrDict attrs;
  std::vector<Sharding> shardings;
  RETURN_IF_ERROR(importAttributes(op, def, attrs, shardings));
  RETURN_IF_ERROR(flattenGroups(op, def, attrs));
  const ValueId value = (*frame_)[op.operands[0]];
  const TensorType& type = graph_.type(value);
  if (!isInteger(type.dtype) && !isFloat(type.dtype) && !isComplex(type.dtype))
    return failAt(op.place, "expected numbers to be added up by ", op.name, ", found ", type.toString());
  NodeBuilder build = builder(op, region);
  const std::vector<ValueId> results = build.allReduce({value}, ReductionKind::kSum, std::move(attrs));
  RETURN_IF_ERROR(checkBuilt(op, graph_.values[results[0]].producer));
  return bindResults(op, region, results);
}

// operand[…, index[…], …] along the dimension DIM, one list of indices for each index of the batch dimensions.
Status Importer::importTorchIndexSelect(const ir::Operation& op, RegionId region) {
  const auto number = [&](const char* name) -> StatusOr<int64_t> {
    const auto* value = attributeOf<ir::Integer>(op, name);
    if (value == nullptr) return failAt(op.place, "expected an integer for the attribute ", name, " of ", op.name);
    return value->value;
  };
  ASSIGN_OR_RETURN(const int64_t dim, number("dim"));
  ASSIGN_OR_RETURN(const int64_t batch, number("batch_dims"));
  const TensorType &type = graph_.type((*frame_)[op.operands[0]]), &index = graph_.type((*frame_)[op.operands[1]]);
  if (batch < 0 || batch > index.rank() || dim < batch || dim >= type.rank())
    return failAt(op.place, "expected 0 <= batch_dims <= dim < ", type.rank(), " and batch_dims <= ", index.rank(),
                  " of ", op.name, ", found batch_dims = ", batch, " and dim = ", dim);
  const int64_t taken = index.rank() - batch;  // dimensions that take the place of DIM
  IntsAttr offset, sizes(type.dims.begin(), type.dims.end()), batches;
  for (int64_t d = batch; d < type.rank(); ++d)
    if (d != dim) offset.push_back(d < dim ? d : d + taken - 1);
  for (int64_t d = 0; d < batch; ++d) {
    batches.push_back(d);
    sizes[d] = std::min<int64_t>(sizes[d], 1);
  }
  sizes[dim] = std::min<int64_t>(sizes[dim], 1);
  ir::Operation known = op;
  known.name = "stablehlo.gather";
  known.attributes.erase("dim");
  known.attributes.erase("batch_dims");
  setInts(known, "offset_dims", std::move(offset));
  setInts(known, "collapsed_slice_dims", {dim});
  setInts(known, "operand_batching_dims", batches);
  setInts(known, "start_indices_batching_dims", std::move(batches));
  setInts(known, "start_index_map", {dim});
  setInts(known, "slice_sizes", std::move(sizes));
  known.attributes.add("index_vector_dim", ir::Attribute{ir::Integer{index.rank(), nullptr}});
  return importStatic(known, region);
}

// "ab,bc->ac": what is called alike is multiplied, what the result does not call is added up.
Status Importer::importEinsum(const ir::Operation& op, RegionId region) {
  const auto* text = attributeOf<std::string>(op, "einsum_config");
  const auto wrong = [&] {
    return failAt(op.place, "expected a configuration such as \"ab,bc->ac\" that fits the operands of ", op.name,
                  ", found ", text == nullptr ? std::string("none") : strCat("\"", *text, "\""));
  };
  if (text == nullptr) return wrong();
  const std::string_view config = *text;
  const size_t arrow = config.find("->"), comma = config.find(',');
  if (arrow == std::string_view::npos || (comma != std::string_view::npos) != (op.operands.size() == 2)) return wrong();
  std::vector<std::string_view> terms = {config.substr(0, std::min(arrow, comma))};
  if (comma != std::string_view::npos) {
    if (comma > arrow) return wrong();
    terms.push_back(config.substr(comma + 1, arrow - comma - 1));
  }
  std::vector<ValueId> values;
  std::vector<Labels> labels;
  int ellipsis = 0;
  for (size_t i = 0; i < terms.size(); ++i) {
    values.push_back((*frame_)[op.operands[i]]);
    const int rank = graph_.type(values[i]).rank(), own = ellipsisOf(terms[i], rank);
    std::optional<Labels> found = own < 0 ? std::nullopt : parseTerm(terms[i], rank, own);
    if (!found) return wrong();
    labels.push_back(*std::move(found));
    ellipsis = std::max(ellipsis, own);
  }
  const std::optional<Labels> out = parseTerm(config.substr(arrow + 2), std::nullopt, ellipsis);
  if (!out) return wrong();
  absl::flat_hash_map<int, int64_t> sizes;
  for (size_t i = 0; i < labels.size(); ++i) {
    for (size_t d = 0; d < labels[i].size(); ++d) {
      const int64_t size = graph_.type(values[i]).dims[d];
      if (!sizes.emplace(labels[i][d], size).second && sizes[labels[i][d]] != size) return wrong();
    }
  }
  for (const int label : *out)
    if (!sizes.contains(label) || absl::c_count(*out, label) != 1) return wrong();

  NodeBuilder build = builder(op, region);
  const std::optional<TensorType> declared = graphType(typeOf(op.results[0]));
  if (!declared) return unimplemented(missingType(typeOf(op.results[0])));
  if (values.size() == 1) {
    const ValueId v = simplified(build, values[0], labels[0], {&*out});
    return bindResults(op, region, {arranged(build, v, labels[0], *out)});
  }
  const Labels first = labels[0], second = labels[1];
  values[0] = simplified(build, values[0], labels[0], {&*out, &second});
  values[1] = simplified(build, values[1], labels[1], {&*out, &first});
  IntsAttr dims[4];  // batch and contracted ones, of both sides
  Labels made;
  for (const int label : labels[0]) {
    if (!has(labels[1], label)) continue;
    const bool isBatch = has(*out, label);
    if (isBatch) made.push_back(label);
    dims[isBatch ? 0 : 2].push_back(placeOf(labels[0], label));
    dims[isBatch ? 1 : 3].push_back(placeOf(labels[1], label));
  }
  for (const Labels* side : {&labels[0], &labels[1]})
    for (const int label : *side)
      if (!has(side == &labels[0] ? labels[1] : labels[0], label)) made.push_back(label);
  ir::Operation plain = op;
  plain.attributes.erase("einsum_config");
  AttrDict attrs;
  std::vector<Sharding> shardings;
  RETURN_IF_ERROR(importAttributes(plain, opDef(OpKind::kDotGeneral), attrs, shardings));
  attrs.set("lhs_batch", std::move(dims[0]));
  attrs.set("rhs_batch", std::move(dims[1]));
  attrs.set("lhs_contract", std::move(dims[2]));
  attrs.set("rhs_contract", std::move(dims[3]));
  TensorType type(declared->dtype, {});
  for (const int label : made) type.dims.push_back(sizes[label]);
  const NodeId product = build.nodes(OpKind::kDotGeneral, values, {type}, std::move(attrs));
  RETURN_IF_ERROR(checkBuilt(op, product));
  return bindResults(op, region, {arranged(build, graph_.result(product), made, *out)});
}

}  // namespace partita
