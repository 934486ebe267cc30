#pragma once
// Reference evaluation of each op (graph/evaluate.h). Only the op table names these.
#include "graph/op.h"

namespace partita {

inline constexpr EvalFn evaluateElementwise = nullptr, evaluateBitcastConvert = nullptr,
                        evaluateBroadcastInDim = nullptr, evaluateConcatenate = nullptr, evaluateConstant = nullptr,
                        evaluateDynamicSlice = nullptr, evaluateDynamicUpdateSlice = nullptr, evaluateIota = nullptr,
                        evaluatePad = nullptr, evaluateReshape = nullptr, evaluateReverse = nullptr,
                        evaluateSlice = nullptr, evaluateTranspose = nullptr, evaluateGather = nullptr,
                        evaluateScatter = nullptr, evaluateDotGeneral = nullptr, evaluateReduce = nullptr,
                        evaluateReduceWindow = nullptr, evaluateCase = nullptr, evaluateIf = nullptr,
                        evaluateIdentity = nullptr, evaluateWhile = nullptr, evaluateManualComputation = nullptr,
                        evaluateAllGather = nullptr, evaluateAllReduce = nullptr, evaluateAllToAll = nullptr,
                        evaluateCollectiveBroadcast = nullptr, evaluateCollectivePermute = nullptr,
                        evaluatePartitionId = nullptr, evaluateReduceScatter = nullptr;

}  // namespace partita
