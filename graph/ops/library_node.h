#pragma once
// Nodes that are calls of numeric libraries (libraries/library_call.h): custom_call with the name of a function. Only
// files of graph/ops/ include this.
#include <string_view>
#include <utility>
#include <vector>

#include "graph/ops/node_builder.h"
#include "libraries/library_call.h"

namespace partita {

// The name of the function for matrices of DTYPE: "lapack_spotrf_ffi" of "potrf" and f32. DTYPE is one of f32, f64 and
// their complex types.
std::string lapackName(std::string_view routine, DType dtype);
// A call whose operands and results are as they lie in memory (LibraryCall).
std::vector<ValueId> buildLibraryCall(NodeBuilder& build, const LibraryCall& call, std::vector<ValueId> operands);
// Dimensions [0, BATCH) of operand and results of NODE are alike and may be cut, the others are whole.
OpShardingRule batchSharding(const Graph& graph, const Node& node, int batch);

}  // namespace partita
