// Products: batch, free and contracting dimensions in any order, results of the operands' type and wider.
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
  if (form.name == "wider result") {
    std::vector<DType> wider;
    for (DType other : kNumberTypes) {
      if (isFloat(other) == isFloat(dtype) && dtypeBits(other) > dtypeBits(dtype) &&
          isSignedInteger(other) == isSignedInteger(dtype))
        wider.push_back(other);
    }
    if (!wider.empty()) to = b.pick(wider);
  }
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

}  // namespace

void appendContractionForms(std::vector<OpForm>& forms) {
  for (const char* name : {"matrix product", "outer product", "inner product", "batching dims", "any dims"})
    forms.push_back({OpKind::kDotGeneral, name, kNumberTypes, makeDot});
  forms.push_back({OpKind::kDotGeneral,
                   "wider result",
                   {DType::kI4, DType::kI8, DType::kI16, DType::kI32, DType::kUI8, DType::kUI16, DType::kUI32,
                    DType::kBF16, DType::kF16, DType::kF32},
                   makeDot});
}

}  // namespace partita
