#pragma once
// Where a causal mask excludes scores from some place of a row on. Private to lower/.
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "codegen/loops/loop_nest.h"

namespace partita {

// Finds that place from the expressions of statements over queries Q and keys K, which are at ATQ and ATK.
class CausalMask {
 public:
  CausalMask(LoopBuilder& loops, AxisId q, AxisId k, ExprId atQ, ExprId atK)
      : loops_(loops), q_(q), k_(k), atQ_(atQ), atK_(atK) {}

  // VALUE is the largest score of its row.
  void knowMost(TempId value) { most_.insert(value); }
  // Whether in all of STATEMENTS what is excluded is without effect: it takes part in no maximum and adds nothing to
  // sums.
  bool holds(absl::Span<const NestStatement> statements);
  // The place, along Q.
  ExprId below() const { return below_; }

 private:
  // What is known of scores that a mask excludes, and of what is made of them.
  enum class Excluded : uint8_t { kUnknown, kMasked, kZero };

  const Expr& at(ExprId e) const { return loops_.function().exprs[e]; }
  bool isFalse(ExprId e) const { return at(e).kind == ExprKind::kConst && at(e).integer == 0; }
  bool isTrue(ExprId e) const { return at(e).kind == ExprKind::kConst && at(e).integer != 0; }

  Excluded look(ExprId id);
  // Whether nothing of EXPR is a mask: it is made of scores and numbers by arithmetic. So each row has scores that no
  // mask has touched, and the largest of them is far above those it excludes.
  bool isPlain(ExprId id) const;
  // Whether EXPR is the largest score of a row.
  bool isMost(ExprId id) const;
  // Whether CONDITION is false for all places of a row from `below_` on, the same for all masks.
  bool excludes(ExprId condition);
  // An index, in whatever integer dtype it is compared.
  ExprId place(ExprId id);

  LoopBuilder& loops_;
  AxisId q_, k_;
  ExprId atQ_, atK_, below_;
  absl::flat_hash_map<TempId, Excluded> known_;
  absl::flat_hash_set<TempId> plain_, most_;  // scores without a mask; the largest of a row
};

}  // namespace partita
