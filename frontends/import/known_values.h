#pragma once
// What values of a graph are, where they follow from constants alone: programs compute their shapes themselves (sizes
// of dimensions, arithmetic, concatenations), and these must be known while they are imported.
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "graph/graph.h"
#include "graph/tensor.h"

namespace partita {

class KnownValues {
 public:
  // GRAPH may grow meanwhile. What is known of a value stays.
  explicit KnownValues(const Graph& graph) : graph_(graph) {}
  // By the reference evaluator. Nothing where VALUE depends on an argument, on what a loop or another device does, or
  // is made of more elements than shapes are.
  std::optional<Tensor> find(ValueId value);
  // Of a value that find() did not know: where that begins, an argument of a region or what a node gives.
  ValueId cause(ValueId value) const;

 private:
  struct Known {
    std::optional<Tensor> value;
    ValueId cause;  // of what is unknown: where that begins
  };
  // Whether all that the node ID reads has been looked at and is known. VALUE: what has not, or where it is unknown.
  enum class Ready { kYes, kNo, kUnknown };
  Ready ready(NodeId id, ValueId& value) const;
  StatusOr<std::vector<Tensor>> evaluateNode(NodeId id) const;
  bool mayEvaluate(NodeId id) const;

  const Graph& graph_;
  absl::flat_hash_map<uint32_t, Known> known_;
};

}  // namespace partita
