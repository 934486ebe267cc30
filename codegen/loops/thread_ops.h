#pragma once
// Block and thread constructs of the loop IR. Not part of the contract of lowering; include loop_ir.h for that.
#include "codegen/loops/loop_ir.h"

namespace partita {

// CHECKs where block loops, thread loops and the statements that belong to them stand.
void checkThreads(const LoopFunction& function);

// The number of the element that register REG of lane LANE holds.
int64_t fragmentElementOf(const FragmentLayout& layout, int64_t lane, int64_t reg);

// The expressions that a statement evaluates itself, those of its body apart.
std::vector<ExprId> exprsOf(const LoopFunction& function, const Stmt& stmt);
// The buffers that it writes, its body apart: at most one.
LoopBufferId writtenBuffer(const LoopFunction& function, const Stmt& stmt);

std::string_view stmtKindName(StmtKind kind);  // "barrier"
std::string_view shuffleName(ShuffleKind kind);
std::string_view atomicName(AtomicOp op);

}  // namespace partita
