#include "codegen/lower/sort_order.h"

#include <algorithm>

#include "codegen/loops/loop_nest.h"

namespace partita {

namespace {

DType unsignedOf(int bits) {
  return bits <= 8 ? DType::kUI8 : bits == 16 ? DType::kUI16 : bits == 32 ? DType::kUI32 : DType::kUI64;
}

// The key of VALUE. Of floats that are compared as numbers: 0 for -0, and NaN, which is not, beyond all.
SortKey keyOfNumber(LoopBuilder& loops, ExprId value) {
  const DType dtype = loops.function().exprs[value].dtype;
  const DType wide = unsignedOf(dtypeBits(dtype));
  if (dtype == DType::kI1) return {loops.op(ScalarOp::kConvert, wide, {value}), 1};
  if (!isFloat(dtype)) return keyOfBits(loops, loops.op(ScalarOp::kBitcast, wide, {value}), dtype);
  auto test = [&](ScalarOp op, ExprId a, ExprId b) { return loops.op(op, DType::kI1, {a, b}); };
  const ExprId zero = loops.constant(dtype, 0);
  const ExprId number = loops.op(ScalarOp::kSelect, dtype, {test(ScalarOp::kCompareEq, value, zero), zero, value});
  SortKey key = keyOfBits(loops, loops.op(ScalarOp::kBitcast, wide, {number}), dtype);
  const int64_t last = dtypeBits(wide) == 64 ? -1 : (int64_t{1} << dtypeBits(wide)) - 1;
  key.value = loops.op(ScalarOp::kSelect, wide,
                       {test(ScalarOp::kCompareNe, value, value), loops.constantInt(wide, last), key.value});
  return key;
}

class Recogniser {
 public:
  Recogniser(LoopBuilder& loops, const SortComparator& comparator) : loops_(loops), comparator_(comparator) {}

  struct Key {
    ExprId value;  // of the left side
    bool descending = false;
  };

  // The keys of "left comes before right".
  std::optional<std::vector<Key>> less(ExprId id) {
    const Expr e = expr(id);
    if (e.kind != ExprKind::kOp) return std::nullopt;
    switch (e.op) {
      case ScalarOp::kCompareLt:
      case ScalarOp::kCompareGt:
        return comparison(e);
      case ScalarOp::kOr:
        for (size_t i : {0, 1}) {
          if (auto keys = either(e.args[i], e.args[1 - i])) return keys;
        }
        return std::nullopt;
      case ScalarOp::kSelect: {
        const Expr test = expr(e.args[0]);
        if (test.kind != ExprKind::kOp) return std::nullopt;
        if (test.op == ScalarOp::kCompareEq) return lexicographic(e.args[2], e.args[0], e.args[1]);
        if (test.op == ScalarOp::kCompareNe) return lexicographic(e.args[1], e.args[0], e.args[2]);
        return std::nullopt;
      }
      default:
        return std::nullopt;
    }
  }

 private:
  const Expr& expr(ExprId id) const { return loops_.function().exprs[id]; }

  // ID, of the left side alone, as the same of the right side.
  ExprId mirrored(ExprId id) {
    return loops_.rebuild(loops_.function(), id,
                          {[&](LoopVarId var) { return loops_.var(var); },
                           [&](TempId temp) {
                             const auto at = std::find(comparator_.left.begin(), comparator_.left.end(), temp);
                             return loops_.temp(comparator_.right[static_cast<size_t>(at - comparator_.left.begin())]);
                           },
                           [](LoopBufferId buffer) { return buffer; }});
  }

  // Whether ID is made of the left side alone.
  bool isLeft(ExprId id) const {
    const std::vector<TempId> temps = tempsOf(loops_.function(), id);
    return !temps.empty() && std::all_of(temps.begin(), temps.end(), [&](TempId temp) {
      return std::find(comparator_.left.begin(), comparator_.left.end(), temp) != comparator_.left.end();
    });
  }

  std::optional<std::vector<Key>> comparison(const Expr& e) {
    const bool greater = e.op == ScalarOp::kCompareGt;
    for (size_t i : {0, 1}) {
      if (!isLeft(e.args[i]) || mirrored(e.args[i]) != e.args[1 - i]) continue;
      return std::vector<Key>{{e.args[i], greater == (i == 0)}};
    }
    return std::nullopt;
  }

  // FIRST, or REST where both are equal.
  std::optional<std::vector<Key>> either(ExprId first, ExprId rest) {
    const Expr both = expr(rest);
    if (both.kind != ExprKind::kOp || both.op != ScalarOp::kAnd) return std::nullopt;
    for (size_t i : {0, 1}) {
      const Expr test = expr(both.args[i]);
      if (test.kind != ExprKind::kOp || test.op != ScalarOp::kCompareEq) continue;
      if (auto keys = lexicographic(first, both.args[i], both.args[1 - i])) return keys;
    }
    return std::nullopt;
  }

  // One key by FIRST; where EQUAL, which compares the two of that key, the keys of REST.
  std::optional<std::vector<Key>> lexicographic(ExprId first, ExprId equal, ExprId rest) {
    std::optional<std::vector<Key>> keys = less(first);
    if (!keys || keys->size() != 1) return std::nullopt;
    const std::vector<ExprId> sides = expr(equal).args;
    const ExprId left = keys->front().value, right = mirrored(left);
    if (!(sides[0] == left && sides[1] == right) && !(sides[0] == right && sides[1] == left)) return std::nullopt;
    const std::optional<std::vector<Key>> more = less(rest);
    if (!more) return std::nullopt;
    keys->insert(keys->end(), more->begin(), more->end());
    return keys;
  }

  LoopBuilder& loops_;
  const SortComparator& comparator_;
};

}  // namespace

SortKey keyOfBits(LoopBuilder& loops, ExprId raw, DType dtype) {
  const int bits = dtypeBits(dtype);
  const DType wide = loops.function().exprs[raw].dtype;
  auto constant = [&](uint64_t number) { return loops.constantInt(wide, static_cast<int64_t>(number)); };
  auto op = [&](ScalarOp op, ExprId a, ExprId b) { return loops.op(op, wide, {a, b}); };
  const uint64_t sign = uint64_t{1} << (bits - 1), all = sign | (sign - 1);
  ExprId key = raw;
  if (isFloat(dtype)) {
    const ExprId negative =
        loops.op(ScalarOp::kCompareNe, DType::kI1, {op(ScalarOp::kAnd, raw, constant(sign)), constant(0)});
    key = op(ScalarOp::kXor, raw, loops.op(ScalarOp::kSelect, wide, {negative, constant(all), constant(sign)}));
  } else if (isSignedInteger(dtype)) {
    key = op(ScalarOp::kXor, raw, constant(sign));
  }
  return {bits < dtypeBits(wide) ? op(ScalarOp::kAnd, key, constant(all)) : key, bits};
}

SortKey reversed(LoopBuilder& loops, SortKey key) {
  const DType dtype = loops.function().exprs[key.value].dtype;
  const uint64_t all = key.bits == 64 ? ~uint64_t{0} : (uint64_t{1} << key.bits) - 1;
  key.value = loops.op(ScalarOp::kXor, dtype, {key.value, loops.constantInt(dtype, static_cast<int64_t>(all))});
  return key;
}

std::optional<std::vector<SortKey>> sortKeysOf(LoopBuilder& loops, const SortComparator& comparator) {
  const auto found = Recogniser(loops, comparator).less(comparator.less);
  if (!found) return std::nullopt;
  std::vector<SortKey> keys;
  for (const auto& key : *found) {
    const DType dtype = loops.function().exprs[key.value].dtype;
    const bool plain = dtype == DType::kI1 || isInteger(dtype) || dtype == DType::kF32 || dtype == DType::kF64 ||
                       dtype == DType::kBF16 || dtype == DType::kF16;
    if (!plain) return std::nullopt;
    const SortKey ascending = keyOfNumber(loops, key.value);
    keys.push_back(key.descending ? reversed(loops, ascending) : ascending);
  }
  return keys;
}

}  // namespace partita
