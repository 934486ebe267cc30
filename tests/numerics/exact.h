#pragma once
// Functions of the op table to 50 digits and more, by MPFR: what the accuracy of both engines is measured against.
#include <mpfr.h>

#include <vector>

#include "base/types.h"
#include "graph/op.h"

namespace partita {

// A number with enough bits that its own rounding does not count.
class Exact {
 public:
  Exact() { mpfr_init2(value_, kBits); }
  explicit Exact(double value) : Exact() { mpfr_set_d(value_, value, MPFR_RNDN); }
  Exact(const Exact& other) : Exact() { mpfr_set(value_, other.value_, MPFR_RNDN); }
  Exact& operator=(const Exact& other) {
    mpfr_set(value_, other.value_, MPFR_RNDN);
    return *this;
  }
  ~Exact() { mpfr_clear(value_); }

  mpfr_ptr get() { return value_; }
  mpfr_srcptr get() const { return value_; }

 private:
  static constexpr mpfr_prec_t kBits = 192;
  mpfr_t value_;
};

// What is measured of an op, and where.
struct MeasuredFunction {
  OpKind op{};
  Exact (*exact)(const Exact& x, const Exact& y);  // y of ops of two operands
  double low = 0, high = 0;                        // where it is interesting: half of the samples
  double least = 0;                                // the least argument that MPFR has an answer for in reasonable time
  // Of the second operand, of ops that have one: whole numbers where `whole`.
  double low2 = 0, high2 = 0;
  bool whole = false;  // the first operand (polygamma's order), or both of power
};
const std::vector<MeasuredFunction>& measuredFunctions();

// How far FOUND, an element of DTYPE, is from EXACT, in units of the last place that DTYPE has there. What rounds to an
// infinity, or is one, must be one; the largest number beside it counts as one unit away.
double ulpsFrom(double found, const Exact& exact, DType dtype);

}  // namespace partita
