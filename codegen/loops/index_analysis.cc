#include "codegen/loops/index_analysis.h"

#include <algorithm>
#include <bit>
#include <cstdlib>

namespace partita {
namespace {

using Wide = __int128;

int64_t saturate(Wide value) {
  if (value >= IndexRange::kInfinite) return IndexRange::kInfinite;
  if (value <= -Wide{IndexRange::kInfinite}) return -IndexRange::kInfinite;
  return static_cast<int64_t>(value);
}

int64_t wrapAdd(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}
int64_t wrapMultiply(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}

IndexRange intersect(IndexRange a, IndexRange b) { return {std::max(a.low, b.low), std::min(a.high, b.high)}; }

}  // namespace

IndexRange IndexRange::constant(int64_t value) { return {saturate(value), saturate(value)}; }

IndexRange operator+(IndexRange a, IndexRange b) {
  IndexRange out;
  if (a.lowKnown() && b.lowKnown()) out.low = saturate(Wide{a.low} + b.low);
  if (a.highKnown() && b.highKnown()) out.high = saturate(Wide{a.high} + b.high);
  return out;
}

IndexRange operator*(IndexRange a, int64_t factor) {
  if (factor == 0) return {0, 0};
  IndexRange out;
  if (a.lowKnown()) (factor > 0 ? out.low : out.high) = saturate(Wide{a.low} * factor);
  if (a.highKnown()) (factor > 0 ? out.high : out.low) = saturate(Wide{a.high} * factor);
  return out;
}

IndexRange integerRange(DType dtype) {
  if (dtype == DType::kI1) return {0, 1};
  int bits = dtypeBits(dtype);
  if (!isInteger(dtype) || bits >= 63) return {};
  if (isSignedInteger(dtype)) return {-(int64_t{1} << (bits - 1)), (int64_t{1} << (bits - 1)) - 1};
  return {0, (int64_t{1} << bits) - 1};
}

void LinearForm::addTerm(ExprId atom, int64_t coefficient) {
  for (size_t i = 0; i < terms.size(); ++i) {
    if (terms[i].first != atom) continue;
    terms[i].second = wrapAdd(terms[i].second, coefficient);
    if (terms[i].second == 0) terms.erase(terms.begin() + static_cast<int64_t>(i));
    return;
  }
  if (coefficient != 0) terms.push_back({atom, coefficient});
}

void LinearForm::addForm(const LinearForm& other, int64_t factor) {
  for (const auto& [atom, coefficient] : other.terms) addTerm(atom, wrapMultiply(coefficient, factor));
  constant = wrapAdd(constant, wrapMultiply(other.constant, factor));
}

void LinearForm::sort() {
  auto magnitude = [](int64_t c) { return c < 0 ? 0 - static_cast<uint64_t>(c) : static_cast<uint64_t>(c); };
  std::sort(terms.begin(), terms.end(), [&](const auto& a, const auto& b) {
    uint64_t x = magnitude(a.second), y = magnitude(b.second);
    return x != y ? x > y : a.first < b.first;
  });
}

void IndexAnalysis::setVar(LoopVarId var, IndexRange range) {
  if (vars_.size() <= var.index) vars_.resize(var.index + 1);
  vars_[var.index] = range;
}

void IndexAnalysis::setTemp(TempId temp, ExprId value) {
  if (temps_.size() <= temp.index) temps_.resize(temp.index + 1);
  temps_[temp.index] = value;
}

void IndexAnalysis::scan() { scanBlock({function_->root}); }

void IndexAnalysis::scanBlock(const std::vector<StmtId>& body) {
  for (StmtId id : body) {
    const Stmt& stmt = function_->stmts[id];
    if (stmt.kind == StmtKind::kLet) setTemp(stmt.temp, stmt.value);
    if (stmt.kind == StmtKind::kFor) {
      IndexRange begin = range(stmt.begin), end = range(stmt.end);
      setVar(stmt.var, {begin.low, end.highKnown() ? end.high - 1 : end.high});
    }
    scanBlock(stmt.body);
  }
}

IndexRange IndexAnalysis::range(ExprId expr) {
  if (ranges_.size() <= expr.index) {
    ranges_.resize(function_->exprs.size());
    rangeDone_.resize(function_->exprs.size());
  }
  if (!rangeDone_[expr.index]) {
    IndexRange found = computeRange(expr);
    ranges_[expr.index] = found;
    rangeDone_[expr.index] = true;
  }
  return ranges_[expr.index];
}

IndexRange IndexAnalysis::range(const LinearForm& form) { return rangeOfForm(form, 3); }

IndexRange IndexAnalysis::rangeOfForm(const LinearForm& form, int depth) {
  IndexRange sum = IndexRange::constant(form.constant);
  for (const auto& [atom, coefficient] : form.terms) sum = sum + range(atom) * coefficient;
  if (depth == 0) return sum;
  // A minimum or maximum is one of its operands: with either put in its place, terms that go together cancel
  // (i - min(i, 7) is never negative).
  for (const auto& [atom, coefficient] : form.terms) {
    const Expr& expr = function_->exprs[atom];
    bool minimum = expr.op == ScalarOp::kMinimum, maximum = expr.op == ScalarOp::kMaximum;
    if (form.terms.size() < 2 || expr.kind != ExprKind::kOp || (!minimum && !maximum)) continue;
    IndexRange either[2];
    for (size_t i = 0; i < 2; ++i) {
      LinearForm put = form;
      put.addTerm(atom, -coefficient);
      put.addForm(LinearForm(linear(expr.args[i])), coefficient);
      either[i] = rangeOfForm(put, depth - 1);
    }
    // The term is the lesser of the two forms or the greater.
    bool lesser = minimum == (coefficient > 0);
    IndexRange found = {lesser ? std::min(either[0].low, either[1].low) : std::max(either[0].low, either[1].low),
                        lesser ? std::min(either[0].high, either[1].high) : std::max(either[0].high, either[1].high)};
    sum = intersect(sum, found);
    break;
  }
  return sum;
}

IndexRange IndexAnalysis::computeRange(ExprId id) {
  const Expr expr = function_->exprs[id];
  IndexRange limits = integerRange(expr.dtype);
  if (!isInteger(expr.dtype) && expr.dtype != DType::kI1) return limits;
  switch (expr.kind) {
    case ExprKind::kConst:
      return IndexRange::constant(expr.integer);
    case ExprKind::kVar:
      return varRange(expr.var);
    case ExprKind::kTemp: {
      ExprId value = tempValue(expr.temp);
      return value.valid() ? intersect(range(value), limits) : limits;
    }
    case ExprKind::kLoad:
    case ExprKind::kAccum:
      return limits;
    case ExprKind::kOp:
      break;
  }
  auto arg = [&](int i) { return range(expr.args[static_cast<size_t>(i)]); };
  switch (expr.op) {
    case ScalarOp::kAdd:
    case ScalarOp::kSubtract:
    case ScalarOp::kMultiply: {
      if (expr.dtype != DType::kI64) return limits;
      const LinearForm form = linear(id);
      if (form.terms.size() == 1 && form.terms[0].first == id) {  // a product of two unknowns
        IndexRange a = arg(0), b = arg(1);
        if (!a.known() || !b.known()) return limits;
        Wide corners[] = {Wide{a.low} * b.low, Wide{a.low} * b.high, Wide{a.high} * b.low, Wide{a.high} * b.high};
        return {saturate(*std::min_element(corners, corners + 4)), saturate(*std::max_element(corners, corners + 4))};
      }
      return range(form);
    }
    case ScalarOp::kDivide: {
      IndexRange a = arg(0), b = arg(1);
      if (!a.nonNegative() || b.low < 1) return limits;
      return intersect(limits, {b.highKnown() ? a.low / b.high : 0, a.highKnown() ? a.high / b.low : a.high});
    }
    case ScalarOp::kRemainder: {
      IndexRange a = arg(0), b = arg(1);
      if (b.low < 1 || !b.highKnown()) return limits;
      return intersect(limits, {a.nonNegative() ? 0 : 1 - b.high, std::min(a.high, b.high - 1)});
    }
    case ScalarOp::kMinimum: {
      IndexRange a = arg(0), b = arg(1);
      return intersect(limits, {std::min(a.low, b.low), std::min(a.high, b.high)});
    }
    case ScalarOp::kMaximum: {
      IndexRange a = arg(0), b = arg(1);
      return intersect(limits, {std::max(a.low, b.low), std::max(a.high, b.high)});
    }
    case ScalarOp::kClamp: {
      IndexRange low = arg(0), x = arg(1), high = arg(2);
      IndexRange bounded{std::max(low.low, x.low), std::max(low.high, x.high)};
      return intersect(limits, {std::min(bounded.low, high.low), std::min(bounded.high, high.high)});
    }
    case ScalarOp::kSelect: {
      IndexRange a = arg(1), b = arg(2);
      return intersect(limits, {std::min(a.low, b.low), std::max(a.high, b.high)});
    }
    case ScalarOp::kAnd: {
      IndexRange a = arg(0), b = arg(1);
      if (!a.nonNegative() && !b.nonNegative()) return limits;
      int64_t high =
          std::min(a.nonNegative() ? a.high : IndexRange::kInfinite, b.nonNegative() ? b.high : IndexRange::kInfinite);
      return intersect(limits, {0, high});
    }
    case ScalarOp::kXor: {
      IndexRange a = arg(0), b = arg(1);
      if (!a.nonNegative() || !b.nonNegative() || !a.known() || !b.known()) return limits;
      // Below the power of two that both are.
      const auto most = static_cast<uint64_t>(std::max(a.high, b.high));
      return intersect(limits, {0, static_cast<int64_t>((uint64_t{1} << std::bit_width(most)) - 1)});
    }
    case ScalarOp::kConvert: {
      DType from = function_->exprs[expr.args[0]].dtype;
      if (!isInteger(from) && from != DType::kI1) return limits;
      IndexRange a = arg(0);
      // A value that does not fit wraps; ui64 holds what looks negative in 64 bits.
      if (from == DType::kUI64 && !a.nonNegative()) return limits;
      if (!limits.known() && expr.dtype == DType::kI64) return a;
      return a.low >= limits.low && a.high <= limits.high ? a : limits;
    }
    default:
      return limits;
  }
}

const LinearForm& IndexAnalysis::linear(ExprId expr) {
  if (forms_.size() <= expr.index) {
    forms_.resize(function_->exprs.size());
    formDone_.resize(function_->exprs.size());
  }
  if (!formDone_[expr.index]) {
    LinearForm found = computeLinear(expr);
    forms_[expr.index] = std::move(found);
    formDone_[expr.index] = true;
  }
  return forms_[expr.index];
}

LinearForm IndexAnalysis::computeLinear(ExprId id) {
  const Expr expr = function_->exprs[id];
  LinearForm form;
  if (expr.dtype == DType::kI64) {
    if (expr.kind == ExprKind::kConst) {
      form.constant = expr.integer;
      return form;
    }
    if (expr.kind == ExprKind::kOp) {
      if (expr.op == ScalarOp::kAdd || expr.op == ScalarOp::kSubtract) {
        const LinearForm a = linear(expr.args[0]), b = linear(expr.args[1]);
        form.addForm(a, 1);
        form.addForm(b, expr.op == ScalarOp::kAdd ? 1 : -1);
        form.sort();
        return form;
      }
      if (expr.op == ScalarOp::kMultiply) {
        const LinearForm a = linear(expr.args[0]), b = linear(expr.args[1]);
        if (a.isConstant() || b.isConstant()) {
          form.addForm(a.isConstant() ? b : a, a.isConstant() ? a.constant : b.constant);
          form.sort();
          return form;
        }
      }
    }
  }
  form.terms.push_back({id, 1});
  return form;
}

}  // namespace partita
