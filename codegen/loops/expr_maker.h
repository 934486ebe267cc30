#pragma once
// Makes expressions of a loop function: interned, simplified by what is known of their ranges. The part of LoopBuilder
// that needs no statements; private to loop_ir.cc.
#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "codegen/loops/index_analysis.h"
#include "codegen/loops/loop_ir.h"
#include "codegen/loops/scalar_fold.h"

namespace partita {

// Everything that tells two expressions apart; numbers by their bits, so that -0 is not 0 and NaN equals itself.
using ExprKey = absl::InlinedVector<uint64_t, 10>;

inline ExprKey keyOf(const Expr& expr) {
  ExprKey key = {static_cast<uint64_t>(expr.kind),
                 static_cast<uint64_t>(expr.op),
                 static_cast<uint64_t>(expr.dtype),
                 std::bit_cast<uint64_t>(expr.number),
                 static_cast<uint64_t>(expr.integer),
                 expr.var.index,
                 expr.buffer.index,
                 expr.accum.index,
                 expr.temp.index};
  for (ExprId arg : expr.args) key.push_back(arg.index);
  return key;
}

inline int64_t floorDivide(int64_t a, int64_t b) { return a / b - (a % b != 0 && (a < 0) != (b < 0) ? 1 : 0); }

class ExprMaker {
 public:
  ExprMaker(LoopFunction& function, absl::flat_hash_map<ExprKey, ExprId>& interned, IndexAnalysis& analysis)
      : function_(function), interned_(interned), analysis_(analysis) {}

  ExprId intern(Expr expr) {
    auto [it, added] = interned_.try_emplace(keyOf(expr), ExprId());
    if (added) it->second = function_.exprs.add(std::move(expr));
    return it->second;
  }
  ExprId raw(ScalarOp op, DType dtype, std::vector<ExprId> args) {
    Expr expr;
    expr.kind = ExprKind::kOp;
    expr.op = op;
    expr.dtype = dtype;
    expr.args = std::move(args);
    return intern(std::move(expr));
  }
  ExprId integer(DType dtype, int64_t value) {
    Expr expr;
    expr.kind = ExprKind::kConst;
    expr.dtype = dtype;
    expr.integer = wrapInteger(dtype, value);
    return intern(std::move(expr));
  }
  ExprId index(int64_t value) { return integer(DType::kI64, value); }
  const Expr& at(ExprId id) const { return function_.exprs[id]; }

  // The canonical tree of FORM: positive terms, minus the negative ones, plus the constant.
  ExprId build(LinearForm form) {
    form.sort();
    recombine(form);
    ExprId sum;
    auto append = [&](ScalarOp op, ExprId term) {
      if (!sum.valid()) {
        DCHECK(op == ScalarOp::kAdd);
        sum = term;
      } else {
        sum = raw(op, DType::kI64, {sum, term});
      }
    };
    for (const auto& [atom, coefficient] : form.terms) {
      if (coefficient > 0) append(ScalarOp::kAdd, scaled(atom, coefficient));
    }
    bool constantFirst = !sum.valid() && form.constant != 0;
    if (constantFirst) append(ScalarOp::kAdd, index(form.constant));
    for (const auto& [atom, coefficient] : form.terms) {
      if (coefficient >= 0) continue;
      if (!sum.valid())
        append(ScalarOp::kAdd, scaled(atom, coefficient));
      else
        append(ScalarOp::kSubtract, scaled(atom, static_cast<int64_t>(0 - static_cast<uint64_t>(coefficient))));
    }
    if (!sum.valid()) return index(form.constant);
    if (form.constant != 0 && !constantFirst) append(ScalarOp::kAdd, index(form.constant));
    return sum;
  }

  ExprId divide(ExprId a, int64_t c) {
    if (c == 1) return a;
    if (at(a).kind == ExprKind::kConst) return index(floorDivide(at(a).integer, c));
    Split split = splitBy(a, c);
    if (split.whole) return build(std::move(split.quotient));
    ExprId quotient;
    if (std::optional<Factor> factor = commonFactor(split.remainder, c)) {
      ExprId inner = build(std::move(factor->multiple));
      quotient = factor->factor == c ? inner : nestedDivide(inner, c / factor->factor);
    } else {
      quotient = nestedDivide(build(std::move(split.remainder)), c);
    }
    if (split.quotient.isConstant() && split.quotient.constant == 0) return quotient;
    split.quotient.addForm(copyOfLinear(quotient), 1);
    return build(std::move(split.quotient));
  }

  ExprId modulo(ExprId a, int64_t c) {
    if (c == 1) return index(0);
    if (at(a).kind == ExprKind::kConst) return index(at(a).integer - floorDivide(at(a).integer, c) * c);
    Split split = splitBy(a, c);
    if (split.whole) return build(std::move(split.remainder));
    if (std::optional<Factor> factor = commonFactor(split.remainder, c)) {
      int64_t g = factor->factor;
      LinearForm out = std::move(factor->rest);
      if (g != c) out.addForm(copyOfLinear(plainModulo(build(std::move(factor->multiple)), c / g)), g);
      return build(std::move(out));
    }
    return plainModulo(build(std::move(split.remainder)), c);
  }

  LinearForm copyOfLinear(ExprId id) { return analysis_.linear(id); }

 private:
  struct Split {
    LinearForm quotient, remainder;  // a = quotient * c + remainder
    bool whole = false;              // 0 <= remainder < c
  };

  // Splits the terms that C divides from the others, the constant so that the remainder is never negative where its
  // range is known.
  Split splitBy(ExprId a, int64_t c) {
    LinearForm form = copyOfLinear(a);
    Split split;
    for (const auto& [atom, coefficient] : form.terms) {
      if (coefficient % c == 0)
        split.quotient.addTerm(atom, coefficient / c);
      else
        split.remainder.addTerm(atom, coefficient);
    }
    IndexRange rest = analysis_.range(split.remainder) + IndexRange::constant(form.constant);
    if (!rest.lowKnown()) {
      // Nothing may be taken out where the remainder might turn negative.
      split.quotient = LinearForm();
      split.remainder = form;
      return split;
    }
    int64_t q = floorDivide(rest.low, c);
    split.quotient.constant = q;
    split.remainder.constant = form.constant - q * c;
    split.whole = rest.highKnown() && rest.high - q * c < c;
    return split;
  }

  // form = factor * multiple + rest with 0 <= rest < factor and factor | c, so that form / c = multiple / (c / factor)
  // and form % c = factor * (multiple % (c / factor)) + rest.
  struct Factor {
    int64_t factor = 1;
    LinearForm multiple, rest;
  };
  std::optional<Factor> commonFactor(const LinearForm& form, int64_t c) {
    std::vector<int64_t> candidates;
    for (const auto& term : form.terms) candidates.push_back(std::gcd(term.second, c));
    std::sort(candidates.begin(), candidates.end(), std::greater<>());
    for (int64_t g : candidates) {
      if (g <= 1) break;
      Factor out;
      out.factor = g;
      for (const auto& [atom, coefficient] : form.terms) {
        if (coefficient % g == 0)
          out.multiple.addTerm(atom, coefficient / g);
        else
          out.rest.addTerm(atom, coefficient);
      }
      IndexRange rest = analysis_.range(out.rest) + IndexRange::constant(form.constant);
      if (!rest.known()) continue;
      int64_t q = floorDivide(rest.low, g);
      if (rest.high - q * g >= g) continue;
      out.multiple.constant = q;
      out.rest.constant = form.constant - q * g;
      return out;
    }
    return std::nullopt;
  }

  ExprId nestedDivide(ExprId a, int64_t c) {
    const Expr& expr = at(a);
    if (expr.kind == ExprKind::kOp && expr.op == ScalarOp::kDivide && at(expr.args[1]).kind == ExprKind::kConst) {
      int64_t inner = at(expr.args[1]).integer;
      int64_t product = 0;
      if (inner > 0 && !__builtin_mul_overflow(inner, c, &product)) return divide(expr.args[0], product);
    }
    return raw(ScalarOp::kDivide, DType::kI64, {a, index(c)});
  }

  ExprId plainModulo(ExprId a, int64_t c) {
    const Expr& expr = at(a);
    if (expr.kind == ExprKind::kOp && expr.op == ScalarOp::kRemainder && at(expr.args[1]).kind == ExprKind::kConst) {
      int64_t inner = at(expr.args[1]).integer;
      if (inner > 0 && inner % c == 0) return modulo(expr.args[0], c);
    }
    return raw(ScalarOp::kRemainder, DType::kI64, {a, index(c)});
  }

  ExprId scaled(ExprId atom, int64_t coefficient) {
    return coefficient == 1 ? atom : raw(ScalarOp::kMultiply, DType::kI64, {atom, index(coefficient)});
  }

  // m * (x % a) + (m*a) * (x / a) = m * x.
  void recombine(LinearForm& form) {
    for (bool again = true; again;) {
      again = false;
      for (size_t i = 0; i < form.terms.size() && !again; ++i) {
        auto [atom, m] = form.terms[i];
        const Expr expr = at(atom);
        if (expr.kind != ExprKind::kOp || expr.op != ScalarOp::kRemainder || expr.dtype != DType::kI64) continue;
        if (at(expr.args[1]).kind != ExprKind::kConst) continue;
        int64_t a = at(expr.args[1]).integer, product = 0;
        if (a <= 0 || !analysis_.range(expr.args[0]).nonNegative() || __builtin_mul_overflow(m, a, &product)) continue;
        ExprId quotient = divide(expr.args[0], a);
        for (const auto& [other, coefficient] : form.terms) {
          if (other != quotient || coefficient != product) continue;
          ExprId x = expr.args[0];
          int64_t factor = m;
          form.addTerm(quotient, static_cast<int64_t>(0 - static_cast<uint64_t>(product)));
          form.addTerm(atom, static_cast<int64_t>(0 - static_cast<uint64_t>(factor)));
          form.addForm(copyOfLinear(x), factor);
          form.sort();
          again = true;
          break;
        }
      }
    }
  }

  LoopFunction& function_;
  absl::flat_hash_map<ExprKey, ExprId>& interned_;
  IndexAnalysis& analysis_;
};

}  // namespace partita
