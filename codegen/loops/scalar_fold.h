#pragma once
// Constant folding and exact identities of scalar operations in loop IR.
#include <optional>

#include "codegen/loops/loop_ir.h"

namespace partita {

// VALUE wrapped to the bits of integer DTYPE (i1: 0 or 1), sign- or zero-extended.
int64_t wrapInteger(DType dtype, int64_t value);
// VALUE rounded to float DTYPE (nearest even).
double roundToDType(DType dtype, double value);
// The constant that OP gives on constant ARGS; nothing where folding is left to the target's own arithmetic
// (transcendental functions).
std::optional<Expr> foldConstant(ScalarOp op, DType dtype, const std::vector<const Expr*>& args);

}  // namespace partita
