// Ops that are named and not there yet: each goes to a file of its own.
#include "graph/ops/rules.h"

namespace partita {
namespace {

OpDef pending(OpKind kind) { return {.kind = kind, .minOperands = 0, .maxOperands = -1, .regions = -1}; }

}  // namespace

OpDef defineBatchNormGrad() { return pending(OpKind::kBatchNormGrad); }
OpDef defineBatchNormInference() { return pending(OpKind::kBatchNormInference); }
OpDef defineBatchNormTraining() { return pending(OpKind::kBatchNormTraining); }
OpDef defineInfeed() { return pending(OpKind::kInfeed); }
OpDef defineOutfeed() { return pending(OpKind::kOutfeed); }
OpDef defineRecv() { return pending(OpKind::kRecv); }
OpDef defineRng() { return pending(OpKind::kRng); }
OpDef defineRngBitGenerator() { return pending(OpKind::kRngBitGenerator); }
OpDef defineSend() { return pending(OpKind::kSend); }
OpDef defineRaggedDot() { return pending(OpKind::kRaggedDot); }

}  // namespace partita
