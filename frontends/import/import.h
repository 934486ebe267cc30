#pragma once
// A Module to the Graph of its entry function: the public @main, or the only public function. Calls and composites are
// inlined (location stacks are joined), meshes found by their names, attributes get the names of the op table, and
// every operation's shape rule is asked.
#include "base/status.h"
#include "frontends/module/module.h"
#include "graph/graph.h"

namespace partita {

// What is not supported answers Unimplemented, all of it at once, each kind with its first place and how often. READ is
// the error that ended the reading of MODULE early, if any: then it is what goes wrong, after what is missing.
StatusOr<Graph> importModule(const ir::Module& module, const Status& read = {});

}  // namespace partita
