// `partita inspect`: parse, verify, print.
#include <unistd.h>

#include <cstdio>
#include <map>

#include "absl/algorithm/container.h"
#include "base/files.h"
#include "frontends/bytecode/bytecode.h"
#include "frontends/import/shardy.h"
#include "frontends/module/print.h"
#include "frontends/stablehlo.h"
#include "graph/print.h"
#include "graph/verify.h"
#include "launcher/commands/commands.h"
#include "launcher/import_options.h"

namespace partita {
namespace {

void printStats(const Graph& graph) {
  int64_t argumentBytes = 0, donated = 0;
  for (size_t i = 0; i < graph.arguments.size(); ++i) {
    argumentBytes += graph.type(graph.bodyRegion().args[i]).bytes();
    donated += graph.arguments[i].aliasesResult.has_value() || graph.arguments[i].donor;
  }
  std::map<std::string_view, int> counts;
  for (const Node& node : graph.nodes) ++counts[opName(node.kind)];
  std::printf("%s: %zu arguments (%lld donated, %lld bytes), %zu results, %zu ops\n", graph.name.c_str(),
              graph.arguments.size(), static_cast<long long>(donated), static_cast<long long>(argumentBytes),
              graph.results.size(), graph.nodes.size());
  for (size_t i = 0; i < graph.arguments.size(); ++i)
    std::printf("  argument %zu  %s  %s\n", i, graph.type(graph.bodyRegion().args[i]).toString().c_str(),
                graph.arguments[i].name.c_str());
  for (size_t i = 0; i < graph.results.size(); ++i)
    std::printf("  result %zu  %s  %s\n", i, graph.type(graph.bodyRegion().results[i]).toString().c_str(),
                graph.results[i].name.c_str());
  for (const auto& [name, count] : counts) std::printf("  %6d  %s\n", count, std::string(name).c_str());
}

// MODULE as it was read, before anything is made of it.
Status emitModule(const ir::Module& module, const InspectOptions& options) {
  ASSIGN_OR_RETURN(const std::string out, options.emit == "bytecode" ? writeBytecode(module) : ir::printModule(module));
  if (!options.out.empty()) return writeFile(options.out, out);
  if (options.emit == "bytecode" && isatty(STDOUT_FILENO) != 0)
    return invalidArgument("bytecode is not for a terminal: name a file with --out, or redirect the output");
  std::fwrite(out.data(), 1, out.size(), stdout);
  return {};
}

// Whether MODULE has functions to be called from elsewhere, none of which is the program.
bool isLibrary(const ir::Module& module) {
  const auto isMain = [](const ir::Function& function) { return function.name == "main"; };
  const auto isPublic = [](const ir::Function& function) { return function.isPublic; };
  return absl::c_none_of(module.functions, isMain) && absl::c_count_if(module.functions, isPublic) > 1;
}

}  // namespace

StatusOr<int> inspectCommand(const InspectOptions& options, const CommonOptions& common) {
  ASSIGN_OR_RETURN(const ImportOptions importOptions, importOptionsOf(common));
  ASSIGN_OR_RETURN(const std::string bytes, readFile(options.file, "program"));
  ir::Module module;
  const Status read = readProgram(bytes, options.file, module);
  // A program whose sizes are open has functions, and no graph yet; so have functions without a program.
  const bool hasNoGraph = read.ok() && !options.stats && common.shapes.empty() && common.constants.empty() &&
                          (isLibrary(module) || leavesSizesOpen(module, importOptions));
  if (!options.emit.empty() || hasNoGraph) {
    RETURN_IF_ERROR(read);
    RETURN_IF_ERROR(checkShardy(module));
    RETURN_IF_ERROR(emitModule(module, options));
    return kExitFine;
  }
  ASSIGN_OR_RETURN(const Graph graph, importModule(module, read, importOptions));
  if (const Status valid = verify(graph, Stage::kGlobal); !valid.ok()) return annotate(valid, options.file);
  if (options.stats) {
    printStats(graph);
  } else {
    PrintOptions print;
    print.locations = options.locations;
    print.genericForm = options.generic;
    const std::string text = printGraph(graph, print);
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  return kExitFine;
}

}  // namespace partita
