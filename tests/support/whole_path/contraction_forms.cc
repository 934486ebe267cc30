// Products and convolutions: batch, free and contracting dimensions in any order, results of the operands' type and
// wider; windows with strides, padding, dilations and groups.
#include <algorithm>

#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

struct Counts {
  int64_t batch, contract, leftFree, rightFree;
};

Counts countsOf(ProgramBuilder& b, const std::string& name) {
  if (name == "matrix product") return {0, 1, 1, 1};
  if (name == "outer product") return {b.rng().between(0, 1), 0, b.rng().between(0, 2), b.rng().between(1, 2)};
  if (name == "inner product") return {0, b.rng().between(1, 2), 0, 0};
  if (name == "batching dims")
    return {b.rng().between(1, 2), b.rng().between(0, 2), b.rng().between(0, 2), b.rng().between(0, 2)};
  return {b.rng().between(0, 1), b.rng().between(1, 2), b.rng().between(0, 2), b.rng().between(0, 2)};
}

// A result type that is wider than DTYPE, of its kind.
DType widerThan(ProgramBuilder& b, DType dtype) {
  std::vector<DType> wider;
  for (DType other : kNumberTypes) {
    if (isFloat(other) == isFloat(dtype) && dtypeBits(other) > dtypeBits(dtype) &&
        isSignedInteger(other) == isSignedInteger(dtype))
      wider.push_back(other);
  }
  return wider.empty() ? dtype : b.pick(wider);
}

void makeDot(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const Counts n = countsOf(b, form.name);
  Dims shared;
  for (int64_t i = 0; i < n.batch; ++i) shared.push_back(std::min<int64_t>(b.size(), 6));
  for (int64_t i = 0; i < n.contract; ++i) shared.push_back(std::min<int64_t>(b.size(), n.contract > 1 ? 12 : 131));
  int64_t work = std::max<int64_t>(1, elementCount(shared));
  // Now and then large enough for blocks of several panels.
  const bool large = n.contract == 1 && n.batch == 0 && b.chance(8);
  const int64_t most = large ? 1500000 : 40000;
  auto side = [&](int64_t freeDims, std::vector<int64_t>& batchAt, std::vector<int64_t>& contractAt) {
    batchAt.assign(static_cast<size_t>(n.batch), 0);
    contractAt.assign(static_cast<size_t>(n.contract), 0);
    Dims dims;
    for (int64_t what : b.shuffled(n.batch + n.contract + freeDims)) {
      const int64_t at = static_cast<int64_t>(dims.size());
      int64_t size = b.size();
      if (what < n.batch) {
        batchAt[static_cast<size_t>(what)] = at;
        size = shared[static_cast<size_t>(what)];
      } else if (what < n.batch + n.contract) {
        contractAt[static_cast<size_t>(what - n.batch)] = at;
        size = shared[static_cast<size_t>(what)];
      } else {
        if (large && size > 8) size *= 3;
        if (work * size > most) size = 2;
        work *= std::max<int64_t>(size, 1);
      }
      dims.push_back(size);
    }
    return dims;
  };
  std::vector<int64_t> lb, lc, rb, rc;
  const Dims left = side(n.leftFree, lb, lc), right = side(n.rightFree, rb, rc);
  const ValueKind kind = b.chance(6)                     ? ValueKind::kSumSpecial
                         : isFloat(dtype) || b.chance(2) ? ValueKind::kExact
                                                         : ValueKind::kSmall;
  const ValueId x = b.mixed(b.argument({dtype, left}, {kind}));
  const ValueId y = left == right && b.chance(4) ? x : b.mixed(b.argument({dtype, right}, {kind}));
  DType to = dtype;
  if (form.name == "wider result") to = widerThan(b, dtype);
  TensorType result(to, {});
  for (int64_t d : lb) result.dims.push_back(left[d]);
  auto appendFree = [&](const Dims& dims, const std::vector<int64_t>& batch, const std::vector<int64_t>& contract) {
    for (int64_t d = 0; d < static_cast<int64_t>(dims.size()); ++d) {
      if (std::count(batch.begin(), batch.end(), d) + std::count(contract.begin(), contract.end(), d) == 0)
        result.dims.push_back(dims[static_cast<size_t>(d)]);
    }
  };
  appendFree(left, lb, lc);
  appendFree(right, rb, rc);
  const ValueId out =
      b.typed(OpKind::kDotGeneral, {x, y}, result,
              attrsOf({{"lhs_batch", lb}, {"rhs_batch", rb}, {"lhs_contract", lc}, {"rhs_contract", rc}}));
  b.result(b.afterSum(out));
  if (b.chance(4)) b.result(b.node(OpKind::kMaximum, {out, b.argument(result, {ValueKind::kExact})}));
}

void makeConvolution(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const std::string& name = form.name;
  const auto is = [&](std::string_view what) { return name == what; };
  const int64_t spatial = b.rng().between(is("no window") ? 0 : 1, is("no window") ? 0 : 3);
  const int64_t groups = is("feature groups") || is("depthwise") || is("batch groups") ? b.rng().between(2, 5) : 1;
  const int64_t batch = std::min<int64_t>(b.size(), 6),
                features = is("depthwise") ? 1 : std::min<int64_t>(b.size(), spatial > 1 ? 5 : 40),
                outputs = is("depthwise") ? b.rng().between(1, 2) : std::min<int64_t>(b.size(), spatial > 2 ? 5 : 40);
  const int64_t rank = spatial + 2, featureGroups = is("batch groups") ? 1 : groups,
                batchGroups = is("batch groups") ? groups : 1;
  // The order of each tensor's dimensions: where batch (input features), features (output features) and the others are.
  struct Places {
    int64_t first, second;
    IntsAttr spatial;
  };
  const auto places = [&] {
    const std::vector<int64_t> order = b.shuffled(rank);
    return Places{order[0], order[1], IntsAttr(order.begin() + 2, order.end())};
  };
  const Places input = places(), kernel = places(), output = places();
  Dims lhs(static_cast<size_t>(rank)), rhs = lhs, out = lhs;
  lhs[input.first] = batch * batchGroups;
  lhs[input.second] = features * featureGroups;
  rhs[kernel.first] = features;
  rhs[kernel.second] = outputs * groups;
  out[output.first] = batch;
  out[output.second] = outputs * groups;
  IntsAttr strides, padding, base, dilation, reversal;
  for (int64_t d = 0; d < spatial; ++d) {
    const int64_t size = std::min<int64_t>(b.size(), spatial == 1 ? 40 : spatial == 2 ? 9 : 5);
    // Gradients of kernels have windows as large as the input.
    const int64_t window =
        is("large window") ? std::max<int64_t>(1, size - b.rng().between(0, 2)) : b.rng().between(1, 3);
    strides.push_back(is("strided") ? b.rng().between(1, 3) : 1);
    base.push_back(is("dilated input") ? b.rng().between(1, 3) : 1);
    dilation.push_back(is("dilated kernel") ? b.rng().between(1, 3) : 1);
    padding.push_back(b.rng().between(-1, 2));
    padding.push_back(b.rng().between(-1, 2));
    reversal.push_back(is("reversed window") ? b.rng().between(0, 1) : 0);
    lhs[input.spatial[d]] = size;
    rhs[kernel.spatial[d]] = window;
    const int64_t padded = padding[2 * d] + (size == 0 ? 0 : (size - 1) * base.back() + 1) + padding[2 * d + 1];
    const int64_t dilated = (window - 1) * dilation.back() + 1;
    out[output.spatial[d]] = padded <= 0 || dilated > padded ? 0 : (padded - dilated) / strides.back() + 1;
  }
  const ValueKind kind = b.chance(6)                     ? ValueKind::kSumSpecial
                         : isFloat(dtype) || b.chance(2) ? ValueKind::kExact
                                                         : ValueKind::kSmall;
  // Holes of the input meet no element of the kernel in compiled code, zeros do in the evaluator: not for infinities.
  const bool holes = std::any_of(base.begin(), base.end(), [](int64_t n) { return n > 1; });
  const ValueKind kernelKind = holes && kind == ValueKind::kSumSpecial ? ValueKind::kExact : kind;
  const ValueId x = b.mixed(b.argument({dtype, lhs}, {kind})), y = b.mixed(b.argument({dtype, rhs}, {kernelKind}));
  AttrDict attrs = attrsOf({{"input_batch_dimension", input.first},
                            {"input_feature_dimension", input.second},
                            {"input_spatial_dimensions", input.spatial},
                            {"kernel_input_feature_dimension", kernel.first},
                            {"kernel_output_feature_dimension", kernel.second},
                            {"kernel_spatial_dimensions", kernel.spatial},
                            {"output_batch_dimension", output.first},
                            {"output_feature_dimension", output.second},
                            {"output_spatial_dimensions", output.spatial},
                            {"feature_group_count", featureGroups},
                            {"batch_group_count", batchGroups},
                            {"padding", padding}});
  // What is left out is 1, or not reversed.
  if (is("strided") || b.chance(2)) attrs.set("window_strides", strides);
  if (is("dilated input") || b.chance(2)) attrs.set("lhs_dilation", base);
  if (is("dilated kernel") || b.chance(2)) attrs.set("rhs_dilation", dilation);
  if (is("reversed window") || b.chance(2)) attrs.set("window_reversal", reversal);
  const TensorType result(is("wider result") ? widerThan(b, dtype) : dtype, out);
  const ValueId sum = b.typed(OpKind::kConvolution, {x, y}, result, std::move(attrs));
  b.result(b.afterSum(sum));
  if (b.chance(4)) b.result(b.node(OpKind::kMaximum, {sum, b.argument(result, {ValueKind::kExact})}));
}

}  // namespace

void appendContractionForms(std::vector<OpForm>& forms) {
  for (const char* name : {"matrix product", "outer product", "inner product", "batching dims", "any dims"})
    forms.push_back({OpKind::kDotGeneral, name, kSummedTypes, makeDot});
  const std::vector<DType> narrow = {DType::kI4,   DType::kI8,   DType::kI16,  DType::kI32, DType::kUI8,
                                     DType::kUI16, DType::kUI32, DType::kBF16, DType::kF16, DType::kF32};
  forms.push_back({OpKind::kDotGeneral, "wider result", narrow, makeDot});
  for (const char* name : {"plain", "no window", "strided", "dilated input", "dilated kernel", "reversed window",
                           "large window", "feature groups", "depthwise", "batch groups"})
    forms.push_back({OpKind::kConvolution, name, kSummedTypes, makeConvolution});
  forms.push_back({OpKind::kConvolution, "wider result", narrow, makeConvolution});
}

}  // namespace partita
