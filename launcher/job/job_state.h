#pragma once
// Which arguments and results of a step program are the state that the init program makes.
//
// tf.aliasing_output decides nothing here: it says whose memory a result takes, and an exporter may give any donated
// argument to any result of its type (JAX gives a scalar loss the memory of a donated learning rate). What decides is
// paths (jax.result_info of init and step, names of arguments), types and order, or [job] state.
#include <cstdint>
#include <vector>

#include "graph/graph.h"
#include "launcher/job/config.h"

namespace partita {

// One result of init: the step's donated argument that takes it, and the step's result that is its new value.
struct StateLeaf {
  uint32_t argument = 0, result = 0;
  friend bool operator==(const StateLeaf&, const StateLeaf&) = default;
};

// One leaf for each result of INIT, in order. InvalidArgument when the programs do not fit together, or when it cannot
// be told which results are the new state: the message says what to write.
//
// The step's results that are the state have init's paths behind one common prefix ("result['w']" -> "result[1]['w']"),
// or, where init gives a tuple or list, each of its elements has a prefix of its own, in order. Where a program has no
// paths, types and order alone must leave one choice. Donated arguments are matched in the same way by their names.
StatusOr<std::vector<StateLeaf>> pairState(const JobConfig& job, const Graph& init, const Graph& step);

// The argument of each leaf gives its memory to the leaf's result; no other argument is donated any more.
void donateState(const std::vector<StateLeaf>& state, Graph& step);

}  // namespace partita
