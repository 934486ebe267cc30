#pragma once
// The sharding rules of the op table (OpDef::sharding): how each op relates the dimensions of its operands and results,
// as factors. Only files of graph/ include this; everyone else calls shardingRule().
//
// What a rule promises: where every factor's axes divide the tensors that hold it as projected, running the same op on
// the shards (with the offsets and masks that partitioner/localize adds for iota, gather and scatter) gives the shard
// of the result, or a partial result for a reduction factor.
#include "graph/op.h"

namespace partita {

OpShardingRule elementwiseSharding(const Graph& graph,
                                   const Node& node);  // scalars beside tensors (select, clamp) have no factors
OpShardingRule broadcastSharding(const Graph& graph, const Node& node);
OpShardingRule reshapeSharding(const Graph& graph,
                               const Node& node);  // compound factors where dimensions split or merge
OpShardingRule transposeSharding(const Graph& graph, const Node& node);
OpShardingRule concatenateSharding(const Graph& graph, const Node& node);
OpShardingRule constantSharding(const Graph& graph, const Node& node);  // splats any way, others whole
OpShardingRule iotaSharding(const Graph& graph, const Node& node);
OpShardingRule sliceSharding(const Graph& graph,
                             const Node& node);  // slice, pad, reverse, dynamic_slice: untouched dimensions only
OpShardingRule updateSliceSharding(const Graph& graph, const Node& node);
OpShardingRule dotGeneralSharding(const Graph& graph, const Node& node);
OpShardingRule reduceSharding(const Graph& graph, const Node& node);
OpShardingRule reduceWindowSharding(const Graph& graph, const Node& node);
// The operand's indexed dimensions are reduction factors: each shard looks up the indices it owns and gives zero for
// the others.
OpShardingRule gatherSharding(const Graph& graph, const Node& node);
// Dimensions of the updates that are not windows are reduction factors: each shard adds its own updates to its own
// copy.
OpShardingRule scatterSharding(const Graph& graph, const Node& node);
// Collectives of a manual computation: untouched dimensions may be sharded over the axes that are not manual.
OpShardingRule collectiveSharding(const Graph& graph, const Node& node);

}  // namespace partita
