#pragma once
// A Module to the Graph of its entry function: the public @main, or the only public function. Calls and composites are
// inlined (location stacks are joined), meshes found by their names, attributes get the names of the op table, and
// every operation's shape rule is asked. What the Graph does not hold is written by what it does: dynamic shapes become
// static, tuples their parts, quantized arithmetic that of integers and floats.
#include <string>
#include <utility>
#include <vector>

#include "base/status.h"
#include "frontends/module/module.h"
#include "graph/graph.h"

namespace partita {

// What a program leaves open: of its arguments, each by its name or number.
struct ImportOptions {
  struct Shape {
    std::string argument;  // "x", "arg1", "1"
    Dims dims;
  };
  std::vector<Shape> shapes;
  struct Constant {
    std::string argument;
    int64_t value = 0;
  };
  // Arguments of one integer, such as the values of symbolic dimensions: constants instead, and no arguments.
  std::vector<Constant> constants;
  // Sizes of what the program is to run on, by its number among the arguments that are no constants: where neither the
  // program nor `shapes` says them.
  std::vector<std::pair<size_t, Dims>> inputs;
};

// What is not supported answers Unimplemented, all of it at once, each kind with its first place and how often. READ is
// the error that ended the reading of MODULE early, if any: then it is what goes wrong, after what is missing.
//
// A name that no argument has is an error, as is a shape that does not fit the argument's type.
StatusOr<Graph> importModule(const ir::Module& module, const Status& read = {}, const ImportOptions& options = {});

// Whether an argument of MODULE's entry has sizes that neither its type nor OPTIONS say: it can be printed, and not be
// imported. False where there is no entry.
bool leavesSizesOpen(const ir::Module& module, const ImportOptions& options = {});

}  // namespace partita
