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
OpDef defineAcos() { return pending(OpKind::kAcos); }
OpDef defineAcosh() { return pending(OpKind::kAcosh); }
OpDef defineAsin() { return pending(OpKind::kAsin); }
OpDef defineAsinh() { return pending(OpKind::kAsinh); }
OpDef defineAtan() { return pending(OpKind::kAtan); }
OpDef defineAtanh() { return pending(OpKind::kAtanh); }
OpDef defineBesselI1e() { return pending(OpKind::kBesselI1e); }
OpDef defineCosh() { return pending(OpKind::kCosh); }
OpDef defineDigamma() { return pending(OpKind::kDigamma); }
OpDef defineIsInf() { return pending(OpKind::kIsInf); }
OpDef defineIsNegInf() { return pending(OpKind::kIsNegInf); }
OpDef defineIsPosInf() { return pending(OpKind::kIsPosInf); }
OpDef defineLgamma() { return pending(OpKind::kLgamma); }
OpDef defineMulhi() { return pending(OpKind::kMulhi); }
OpDef definePolygamma() { return pending(OpKind::kPolygamma); }
OpDef defineRaggedDot() { return pending(OpKind::kRaggedDot); }
OpDef defineSinh() { return pending(OpKind::kSinh); }
OpDef defineZeta() { return pending(OpKind::kZeta); }

}  // namespace partita
