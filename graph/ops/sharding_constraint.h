#pragma once
// What ops that carry shardings share. Only files of graph/ops/ include this.
#include <string_view>

#include "graph/ops/rules.h"

namespace partita {

Status checkSharding(const Graph& graph, const Node& node, std::string_view what, const Sharding& sharding,
                     const TensorType& type);

}  // namespace partita
