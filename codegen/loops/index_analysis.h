#pragma once
// What is known of a loop function's integer expressions: value ranges and linear forms. The builder simplifies with
// it, the emitter chooses loads, instruction flags and alignments with it. Not part of the contract of lowering;
// include loop_ir.h for that.
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "codegen/loops/loop_ir.h"

namespace partita {

// Inclusive; an unknown side is infinite. Values beyond ±2^62 count as infinite, so that sums of finite bounds do not
// overflow.
struct IndexRange {
  static constexpr int64_t kInfinite = int64_t{1} << 62;
  int64_t low = -kInfinite, high = kInfinite;

  bool lowKnown() const { return low > -kInfinite; }
  bool highKnown() const { return high < kInfinite; }
  bool known() const { return lowKnown() && highKnown(); }
  bool nonNegative() const { return low >= 0; }
  bool within(int64_t from, int64_t to) const { return low >= from && high <= to; }
  static IndexRange constant(int64_t value);
};
IndexRange operator+(IndexRange a, IndexRange b);
IndexRange operator*(IndexRange a, int64_t factor);

// Sum of coefficient * atom, and a constant; arithmetic wraps at 64 bits as the machine's does. An atom is any
// expression that is not itself a sum or a multiple. Terms are sorted by falling |coefficient|, then by id.
struct LinearForm {
  absl::InlinedVector<std::pair<ExprId, int64_t>, 4> terms;
  int64_t constant = 0;

  bool isConstant() const { return terms.empty(); }
  void addTerm(ExprId atom, int64_t coefficient);
  void addForm(const LinearForm& other, int64_t factor);
  void sort();
};

class IndexAnalysis {
 public:
  // FUNCTION may grow afterwards (expressions are only added); scan() takes in statements that are already there.
  explicit IndexAnalysis(const LoopFunction& function) : function_(&function) {}
  void rebind(const LoopFunction& function) { function_ = &function; }
  void scan();
  void setVar(LoopVarId var, IndexRange range);
  void setTemp(TempId temp, ExprId value);

  IndexRange range(ExprId expr);
  IndexRange range(const LinearForm& form);
  // Of an expression of dtype i64.
  const LinearForm& linear(ExprId expr);
  IndexRange varRange(LoopVarId var) const { return var.index < vars_.size() ? vars_[var.index] : IndexRange(); }
  // The value a temp was given; invalid when unknown.
  ExprId tempValue(TempId temp) const { return temp.index < temps_.size() ? temps_[temp.index] : ExprId(); }

 private:
  void scanBlock(const std::vector<StmtId>& body);
  IndexRange computeRange(ExprId expr);
  IndexRange rangeOfForm(const LinearForm& form, int depth);
  LinearForm computeLinear(ExprId expr);

  const LoopFunction* function_;
  std::vector<IndexRange> vars_;
  std::vector<ExprId> temps_;
  std::vector<IndexRange> ranges_;
  std::vector<LinearForm> forms_;
  std::vector<bool> rangeDone_, formDone_;
};

// Range of the values an integer dtype can hold (i64 and ui64: infinite).
IndexRange integerRange(DType dtype);

}  // namespace partita
