// Ops that the graph has a name for and no meaning: they talk to the host, or to another process outside of
// collectives, and nobody here says to whom. Where interpreter.run_parallel does, the importer takes them apart.
#include "graph/ops/rules.h"

namespace partita {
namespace {

OpDef pending(OpKind kind) { return {.kind = kind, .minOperands = 0, .maxOperands = -1, .regions = -1}; }

}  // namespace

OpDef defineInfeed() { return pending(OpKind::kInfeed); }
OpDef defineOutfeed() { return pending(OpKind::kOutfeed); }
OpDef defineRecv() { return pending(OpKind::kRecv); }
OpDef defineSend() { return pending(OpKind::kSend); }

}  // namespace partita
