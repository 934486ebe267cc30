#pragma once
// Products by the IR's matrix tile ('tile'): a statement's three innermost loops, over rows, columns and what it sums
// over, are one operation. Private to schedule/.
#include <optional>

#include "base/status.h"
#include "codegen/schedule/loop_plan.h"

namespace partita {

// A factor of the products that a tile adds up.
struct TileFactor {
  ExprId load;                           // a kLoad; or
  const NestStatement* maker = nullptr;  // the value whose temp it is
};
struct TileProduct {
  TileFactor a, b;  // by rows and k, by k and columns
};
// What STATEMENT, which has a tile, adds up as products of a matrix; InvalidArgument where it does not.
StatusOr<TileProduct> tileProductOf(const LoopPlan& plan, const PlannedStatement& statement);

Status checkTile(const LoopPlan& plan, size_t i);

// How the M x N sums of a tile lie in the registers of LANES > 1 lanes: pairs of columns in four lanes, eight rows,
// as matrix instructions of warps and groups of warps have them.
FragmentLayout sumsOfTile(int64_t lanes, int64_t m, int64_t n);

}  // namespace partita
