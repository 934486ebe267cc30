#pragma once
// What a kernel computes, before anyone decided in which order: statements over axes.
//
//   nest softmax(p0: f32[4096] read, p1: f32[4096] write) {
//     r = 64, c = 64
//     t0[r] = maximum over reduced c from -inf: p0[r*64 + c]
//     t1[r, c] = exponential(p0[r*64 + c] - t0)
//     t2[r] = add over reduced c from 0: t1
//     p1[r*64 + c] over r, c = t1 / t2
//   }
//
// Lowering makes nests and knows no target; a Schedule (schedule/schedule.h) says which loops an axis becomes, what
// runs in parallel and where intermediate values are kept; applySchedule() makes the loop function of both.
//
// Semantics
// - A statement runs once for each point of its axes. The statements run one after the other, each over all its points:
//   a schedule gives the same results as this order does, sums apart, whose order it may choose.
// - A *value* is computed at each point of its axes and read, as a temp, by later statements that have all of its axes,
//   at the point they are at.
// - A *reduction* is a value over its parallel axes: an associative and commutative operation over the values at all
//   points of its other axes, beginning with `initial`, which is read at the point of the parallel axes. Instead of the
//   operation it may have a combiner, of one or several values at once: expressions of what was combined so far (left)
//   and of the point's values (right). A combiner takes the points in the order of the axes, outermost first.
// - A *scan* is a reduction along sequential axes whose sum so far is read at each point, the point's own value in it.
// - A *store* writes its buffers at computed places. Along a parallel axis, at the same point of the sequential ones,
//   different points write different places, and none reads what another writes. A sequential axis runs in its order:
//   what a point writes later points read.
// - A guard: points where it is false do nothing. Values have none.
// - Loads and expressions are those of loop_ir.h; the variables are those of the axes.
#include <string>
#include <vector>

#include "codegen/loops/loop_ir.h"

namespace partita {

using AxisId = Id<struct AxisTag>;

enum class AxisRole : uint8_t {
  kParallel,    // points are independent
  kReduced,     // summed over (or another associative operation)
  kContracted,  // summed over, of a product of two operands
  kWindow,      // summed over; reads move with it and with a parallel axis
  kSequential,  // points run in order
};
std::string_view axisRoleName(AxisRole role);
constexpr bool isReduction(AxisRole role) {
  return role == AxisRole::kReduced || role == AxisRole::kContracted || role == AxisRole::kWindow;
}

struct NestAxis {
  std::string name;  // unique in the nest
  int64_t extent = 1;
  LoopVarId var;  // its variable in `function`
  // Where valid: at a point of axis `along`, what statements over both do at points from `below` on changes nothing
  // that is stored, and may be left out (scores that a causal mask excludes). It moves along `along` alone, never
  // falls, and is at least 1.
  ExprId below;
  AxisId along;
};

struct AxisUse {
  AxisId axis;
  AxisRole role = AxisRole::kParallel;
  friend bool operator==(const AxisUse&, const AxisUse&) = default;
};

struct NestStore {
  LoopBufferId buffer;
  ExprId index, value;
};

enum class NestKind : uint8_t { kValue, kReduction, kScan, kStore };

// What a reduction does that is no single associative operation.
struct NestCombiner {
  std::vector<TempId> left, right;
  std::vector<ExprId> results;
};

struct NestStatement {
  NestKind kind{};
  std::string name;                    // that of its temp or of the buffer it stores to; unique in the nest
  std::vector<AxisUse> axes;           // outermost first
  ExprId guard;                        // i1; invalid: always. Reductions and stores
  std::vector<TempId> temps;           // kValue, kScan: one; kReduction: one or, with a combiner, several
  std::vector<ExprId> values;          // one for each temp
  ScalarOp combine = ScalarOp::kNone;  // kScan; kReduction of one value by an associative operation
  NestCombiner combiner;               // any other kReduction
  std::vector<ExprId> initials;        // kReduction, kScan: one for each temp
  std::vector<NestStore> stores;       // kStore: all values are read before the first is written
};

struct LoopNest {
  LoopFunction function;  // names, parameters, variables and expressions; no statements
  std::vector<NestAxis> axes;
  std::vector<NestStatement> statements;
  // Buffers that are read and written in place: what a point reads of them is what the same point writes.
  std::vector<LoopBufferId> inPlace;
  bool keepsRounding = false;   // products are rounded before they are added up (CompileOptions::strict)
  double flops = 0, bytes = 0;  // of one run

  const NestAxis& axis(AxisId id) const { return axes[id.index]; }
};

// Builds a nest. Expressions are made with loops(), which also simplifies them.
class NestBuilder {
 public:
  explicit NestBuilder(std::string name) : loops_(std::move(name)) {}

  LoopBuilder& loops() { return loops_; }
  const std::vector<NestStatement>& statements() const { return statements_; }  // so far
  AxisId axis(std::string name, int64_t extent);
  ExprId at(AxisId axis) { return loops_.var(axes_[axis.index].var); }  // its variable; 0 where the extent is 1

  TempId value(std::vector<AxisId> axes, ExprId value);
  TempId reduction(std::vector<AxisUse> axes, ScalarOp combine, ExprId initial, ExprId value, ExprId guard = ExprId());
  std::vector<TempId> reduction(std::vector<AxisUse> axes, NestCombiner combiner, std::vector<ExprId> initials,
                                std::vector<ExprId> values, ExprId guard = ExprId());
  // Sequential axes come last.
  TempId scan(std::vector<AxisUse> axes, ScalarOp combine, ExprId initial, ExprId value);
  void store(std::vector<AxisUse> axes, std::vector<NestStore> stores, ExprId guard = ExprId());

  // NestAxis::below.
  void limit(AxisId axis, ExprId below, AxisId along) {
    axes_[axis.index].below = below, axes_[axis.index].along = along;
  }

  // LoopNest::inPlace: what lowering knows and indices need not show.
  void inPlace(LoopBufferId buffer) { inPlace_.push_back(buffer); }

  void keepRounding() { keepsRounding_ = true; }  // LoopNest::keepsRounding

  // CHECKs that every temp that is read has been defined by a statement over no other axes than the reader's.
  LoopNest finish(double flops, double bytes);

 private:
  TempId single(NestKind kind, std::vector<AxisUse> axes, ScalarOp combine, ExprId initial, ExprId value, ExprId guard);

  LoopBuilder loops_;
  std::vector<NestAxis> axes_;
  std::vector<NestStatement> statements_;
  std::vector<LoopBufferId> inPlace_;
  bool keepsRounding_ = false;
  int stores_ = 0;
};

// Whether STATEMENT takes the points of axes with ROLE in their order: sequential ones, those a combiner reduces over.
bool inOrder(const NestStatement& statement, AxisRole role);
// Whether it has a sequential axis.
bool hasSequentialAxis(const NestStatement& statement);

// Parallel axes.
std::vector<AxisUse> parallelAxes(absl::Span<const AxisId> axes);

// The expressions a statement computes with, stores and guard included; READ_INITIALS: those a reduction begins with
// too.
std::vector<ExprId> expressionsOf(const NestStatement& statement, bool readInitials = true);

// Temps that EXPR reads, in order of first use.
std::vector<TempId> tempsOf(const LoopFunction& function, ExprId expr);
// Variables that EXPR moves along.
std::vector<LoopVarId> varsOf(const LoopFunction& function, ExprId expr);
// Loads in EXPR, those in addresses too.
std::vector<ExprId> loadsOf(const LoopFunction& function, ExprId expr);

std::string nestToString(const LoopNest& nest);

}  // namespace partita
