#pragma once
// Reference evaluation of each op (graph/evaluate.h). The op table names these; each expects a node that the shape rule
// has passed.
#include <functional>
#include <vector>

#include "graph/evaluate.h"
#include "graph/op.h"
#include "graph/tensor.h"

namespace partita {

using EvalResult = StatusOr<std::vector<Tensor>>;
using EvalOperands = absl::Span<const Tensor>;

#define PARTITA_EVALUATION(name) \
  EvalResult name(EvalContext& context, const Graph& graph, const Node& node, EvalOperands operands)
PARTITA_EVALUATION(evaluateElementwise);
PARTITA_EVALUATION(evaluateBitcastConvert);
PARTITA_EVALUATION(evaluateBroadcastInDim);
PARTITA_EVALUATION(evaluateConcatenate);
PARTITA_EVALUATION(evaluateConstant);
PARTITA_EVALUATION(evaluateDynamicSlice);
PARTITA_EVALUATION(evaluateDynamicUpdateSlice);
PARTITA_EVALUATION(evaluateIota);
PARTITA_EVALUATION(evaluatePad);
PARTITA_EVALUATION(evaluateReshape);
PARTITA_EVALUATION(evaluateReverse);
PARTITA_EVALUATION(evaluateSlice);
PARTITA_EVALUATION(evaluateTranspose);
PARTITA_EVALUATION(evaluateGather);
PARTITA_EVALUATION(evaluateScatter);
PARTITA_EVALUATION(evaluateDotGeneral);
PARTITA_EVALUATION(evaluateReduce);
PARTITA_EVALUATION(evaluateReduceWindow);
PARTITA_EVALUATION(evaluateCase);
PARTITA_EVALUATION(evaluateIf);
PARTITA_EVALUATION(evaluateIdentity);
PARTITA_EVALUATION(evaluateWhile);
PARTITA_EVALUATION(evaluateAllGather);
PARTITA_EVALUATION(evaluateAllReduce);
PARTITA_EVALUATION(evaluateAllToAll);
PARTITA_EVALUATION(evaluateCollectiveBroadcast);
PARTITA_EVALUATION(evaluateCollectivePermute);
PARTITA_EVALUATION(evaluatePartitionId);
PARTITA_EVALUATION(evaluateReduceScatter);
PARTITA_EVALUATION(evaluateManualComputation);
#undef PARTITA_EVALUATION

// The devices that DEVICE meets in the collective NODE, in group order; empty when it takes no part. For
// collective_permute: every source and target, ascending.
std::vector<int64_t> collectiveGroup(const Node& node, int64_t device);

// Runs FN(context, rank) on a thread for each of DEVICES ranks; the contexts exchange with each other. The first error
// ends all.
Status runRanks(int64_t devices, const std::function<Status(EvalContext&, int64_t)>& fn);

// Runs REGION, which uses nothing from outside, in a context of its own.
EvalResult evaluateRegion(EvalContext& context, const Graph& graph, RegionId region, EvalOperands args);

}  // namespace partita
