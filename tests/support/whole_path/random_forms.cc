// Random numbers; and ops that are written by others before they are cut: norms of batches, ragged products.
#include <algorithm>

#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

void makeRngBitGenerator(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const size_t space = form.name.find(' ');
  const TensorType state(DType::kUI64, {form.name.substr(space + 1) == "three words" ? 3 : 2});
  const ValueId before = b.argument(state, {b.chance(3) ? ValueKind::kSpecial : ValueKind::kExact});
  const TensorType type(dtype, b.dims(0, 4));
  const NodeId id = b.open(OpKind::kRngBitGenerator, {before}, {state, type},
                           attrsOf({{"algorithm", KeywordAttr{form.name.substr(0, space)}}}));
  b.check(id);
  b.result(b.graph.nodes[id].results[0]);
  // As whole numbers: among the bits of floats are NaNs, which need not keep theirs.
  const ValueId bits = b.graph.nodes[id].results[1];
  const DType whole = dtypeBits(dtype) == 64   ? DType::kUI64
                      : dtypeBits(dtype) == 32 ? DType::kUI32
                      : dtypeBits(dtype) == 16 ? DType::kUI16
                                               : DType::kUI8;
  b.result(isFloat(dtype) ? b.typed(OpKind::kBitcastConvert, {bits}, TensorType(whole, type.dims)) : b.mixed(bits));
}

void makeRng(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const TensorType type(dtype, b.dims(0, 4)), scalar(dtype, {});
  const ValueId low = b.argument(scalar, {ValueKind::kSmall}), high = b.argument(scalar, {ValueKind::kPositive});
  Tensor sizes(TensorType(DType::kI64, {type.rank()}));
  for (int64_t d = 0; d < type.rank(); ++d) sizes.setInt(d, type.dims[d]);
  const AttrDict attrs = attrsOf({{"distribution", KeywordAttr{form.name}}, {"stream", b.rng().between(0, 9)}});
  const ValueId out = b.node(OpKind::kRng, {low, high, b.constant(sizes)}, attrs);
  b.tolerance.ulps = 4;
  b.tolerance.absoluteUlps = 16;
  b.tolerance.magnitude = 8;
  b.result(out);
}

struct Norm {
  TensorType whole, features;
  AttrDict attrs;
};
Norm normOf(ProgramBuilder& b, DType dtype) {
  Norm out{TensorType(dtype, b.dims(1, 4)), TensorType(dtype, {}), {}};
  const int64_t feature = b.rng().between(0, out.whole.rank() - 1);
  out.features.dims = {out.whole.dims[static_cast<size_t>(feature)]};
  out.attrs = attrsOf({{"epsilon", b.chance(2) ? 0.5 : 1e-3}, {"feature_index", feature}});
  b.tolerance.ulps = dtype == DType::kF32 || dtype == DType::kF64 ? 256 : 4;
  b.tolerance.absoluteUlps = b.tolerance.ulps;
  b.tolerance.magnitude = 64;
  return out;
}

void makeBatchNorm(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const Norm norm = normOf(b, dtype);
  const ValueId x = b.argument(norm.whole, {ValueKind::kExact});
  const ValueId scale = b.argument(norm.features, {ValueKind::kExact});
  auto features = [&](ValueKind kind) { return b.argument(norm.features, {kind}); };
  std::vector<ValueId> operands{x, scale};
  std::vector<TensorType> results{norm.whole};
  if (form.op == OpKind::kBatchNormGrad) {
    operands.push_back(features(ValueKind::kExact));
    operands.push_back(features(ValueKind::kPositive));
    operands.push_back(b.argument(norm.whole, {ValueKind::kExact}));
  } else {
    operands.push_back(features(ValueKind::kExact));
    if (form.op == OpKind::kBatchNormInference) {
      operands.push_back(features(ValueKind::kExact));
      operands.push_back(features(ValueKind::kPositive));
    }
  }
  if (form.op != OpKind::kBatchNormInference) results.insert(results.end(), 2, norm.features);
  const NodeId id = b.open(form.op, operands, results, norm.attrs);
  b.check(id);
  for (const ValueId result : b.graph.nodes[id].results) b.result(result);
}

// lhs [b, m, k] with any order of its dimensions.
void makeRaggedDot(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const int64_t batch = b.size(), m = b.size(), k = b.size(), n = b.size(), groups = b.rng().between(1, 4);
  const bool rows = form.name.starts_with("rows"), sums = form.name.starts_with("sums");
  const bool perBatch = form.name.ends_with("per batch");
  const TensorType lhs(dtype, {batch, m, k}), rhs(dtype, rows ? Dims{groups, batch, k, n} : Dims{batch, k, n});
  const int64_t ragged = rows ? 1 : sums ? 2 : 0, extent = lhs.dims[static_cast<size_t>(ragged)];
  TensorType sizes(DType::kI32, perBatch ? Dims{batch, groups} : Dims{groups});
  const AttrDict attrs = attrsOf({{"lhs_batch", IntsAttr{0}},
                                  {"rhs_batch", IntsAttr{rows ? 1 : 0}},
                                  {"lhs_contract", IntsAttr{2}},
                                  {"rhs_contract", IntsAttr{rows ? 2 : 1}},
                                  {"lhs_ragged", IntsAttr{ragged}},
                                  {"rhs_group", rows ? IntsAttr{0} : IntsAttr{}}});
  const ValueId x = b.argument(lhs, {ValueKind::kSmall}), y = b.argument(rhs, {ValueKind::kSmall});
  const ValueId counts = b.argument(sizes, {ValueKind::kRange, 0, std::max<int64_t>(extent / groups, 1)});
  b.result(b.node(OpKind::kRaggedDot, {x, y, counts}, attrs));
}

}  // namespace

void appendRandomForms(std::vector<OpForm>& forms) {
  const std::vector<DType> bits = {DType::kI8,   DType::kI16,  DType::kI32,  DType::kI64, DType::kUI8, DType::kUI16,
                                   DType::kUI32, DType::kUI64, DType::kBF16, DType::kF16, DType::kF32, DType::kF64};
  for (const char* name :
       {"THREE_FRY two words", "PHILOX two words", "PHILOX three words", "DEFAULT two words", "DEFAULT three words"})
    forms.push_back({OpKind::kRngBitGenerator, name, bits, makeRngBitGenerator});
  forms.push_back({OpKind::kRng,
                   "UNIFORM",
                   {DType::kI32, DType::kI64, DType::kUI8, DType::kBF16, DType::kF32, DType::kF64},
                   makeRng});
  forms.push_back({OpKind::kRng, "NORMAL", kFloatTypes, makeRng});
  for (const OpKind kind : {OpKind::kBatchNormGrad, OpKind::kBatchNormInference, OpKind::kBatchNormTraining})
    forms.push_back({kind, "any dimension", kFloatTypes, makeBatchNorm});
  const std::vector<DType> products = {DType::kF32, DType::kF64, DType::kI32};
  for (const char* name : {"rows", "rows, sizes per batch", "sums", "sums, sizes per batch", "batches"})
    forms.push_back({OpKind::kRaggedDot, name, products, makeRaggedDot});
}

}  // namespace partita
