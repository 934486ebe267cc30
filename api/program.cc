// Programs from text and files.
#include "frontends/load.h"

#include "api/handles.h"
#include "frontends/stablehlo.h"
#include "graph/verify.h"

using namespace partita;

namespace {

Status give(Graph graph, partita_program** program) {
  resolveDonors(graph);
  return giveHandle(program, std::make_shared<const Graph>(std::move(graph)));
}

}  // namespace

partita_status* partita_program_parse(const char* text, size_t size, const char* name, partita_program** program) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(program, "program"));
    *program = nullptr;
    RETURN_IF_ERROR(checkGiven(text, "text"));
    const std::string file(textOr(name, "<text>"));
    ASSIGN_OR_RETURN(Graph graph, parseStablehlo(std::string_view(text, size), file));
    RETURN_IF_ERROR(annotate(verify(graph, Stage::kGlobal), file));
    return give(std::move(graph), program);
  });
}

partita_status* partita_program_load(const char* path, partita_program** program) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(program, "program"));
    *program = nullptr;
    RETURN_IF_ERROR(checkGiven(path, "path"));
    ASSIGN_OR_RETURN(Graph graph, loadVerified(path));
    return give(std::move(graph), program);
  });
}

void partita_program_destroy(partita_program* program) { delete program; }

size_t partita_program_argument_count(const partita_program* program) {
  return program == nullptr ? 0 : program->graph->arguments.size();
}
size_t partita_program_result_count(const partita_program* program) {
  return program == nullptr ? 0 : program->graph->results.size();
}

partita_status* partita_program_argument(const partita_program* program, size_t index, partita_value_info* info) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(program, "program"));
    const Graph& graph = *program->graph;
    if (index >= graph.arguments.size())
      return invalidArgument("there is no argument ", index, ": the program takes ", graph.arguments.size());
    partita_value_info out = {};
    out.name = graph.arguments[index].name.c_str();
    out.type = typeToC(graph.type(graph.bodyRegion().args[index]));
    out.donated_to = graph.arguments[index].aliasesResult.value_or(-1);
    return giveOut(out, info, "info");
  });
}

partita_status* partita_program_result(const partita_program* program, size_t index, partita_value_info* info) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(program, "program"));
    const Graph& graph = *program->graph;
    if (index >= graph.results.size())
      return invalidArgument("there is no result ", index, ": the program gives ", graph.results.size());
    partita_value_info out = {};
    out.name = graph.results[index].name.c_str();
    out.type = typeToC(graph.type(graph.bodyRegion().results[index]));
    out.donated_to = -1;
    return giveOut(out, info, "info");
  });
}
