#pragma once
// Names of a program's arguments, as rules and messages use them: "params.blocks.0.attn.wq".
#include <string>
#include <string_view>
#include <vector>

#include "graph/graph.h"

namespace partita {

// Attribute under which the printer writes a name that defaultArgumentNames() would not give.
inline constexpr std::string_view kArgumentNameAttr = "partita.name";

// "state['params'].blocks[0]" -> "state.params.blocks.0"; empty for an empty path.
std::string argumentNameFromPath(std::string_view path);

// The names that follow from the results: a donated argument is called as the result that takes its memory (the aliased
// one, or for jax.buffer_donor the next result of its type that is not taken), by the path in jax.result_info without
// "result" and without the index that all of these share: "result[0]['params']['wq']" -> "params.wq". Others are
// "arg0", "arg1", … by position; so are names that would not be unique.
std::vector<std::string> defaultArgumentNames(const Graph& graph);

}  // namespace partita
