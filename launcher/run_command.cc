// `partita run`: tensors in, tensors out.
#include <map>

#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/verify.h"
#include "launcher/commands.h"
#include "launcher/config.h"
#include "launcher/files.h"
#include "launcher/generate.h"
#include "launcher/local_mesh.h"
#include "launcher/safetensors.h"

namespace partita {
namespace {

StatusOr<std::vector<Tensor>> readArguments(const Graph& graph, const std::string& path) {
  ASSIGN_OR_RETURN(NamedTensors named, readSafetensors(path));
  std::map<std::string, Tensor> byName;
  for (auto& [name, tensor] : named) byName.emplace(name, std::move(tensor));
  std::vector<Tensor> out;
  for (size_t i = 0; i < graph.arguments.size(); ++i) {
    const TensorType& type = graph.type(graph.bodyRegion().args[i]);
    const auto found = byName.find(strCat("arg", i));
    if (found == byName.end())
      return invalidArgument(path, ": tensor \"arg", i, "\" (", type.toString(), " ", graph.arguments[i].name,
                             ") is missing");
    if (found->second.type() != type)
      return invalidArgument(path, ": tensor \"arg", i, "\" is ", found->second.type().toString(),
                             ", but the program's argument ", i, " (", graph.arguments[i].name, ") is ",
                             type.toString());
    out.push_back(std::move(found->second));
    byName.erase(found);
  }
  if (!byName.empty())
    return invalidArgument(path, ": tensor \"", byName.begin()->first,
                           "\" is no argument of the program, which has arg0 to arg", graph.arguments.size(),
                           " (exclusive)");
  return out;
}

StatusOr<std::vector<Tensor>> generateArguments(const Graph& graph, const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, readFile(path, "generator list"));
  ASSIGN_OR_RETURN(const std::vector<Generator> generators, parseGenerators(text, path));
  if (generators.size() != graph.arguments.size())
    return invalidArgument(path, ": ", generators.size(), " generators for ", graph.arguments.size(), " arguments");
  std::vector<Tensor> out;
  for (size_t i = 0; i < generators.size(); ++i) {
    const TensorType& type = graph.type(graph.bodyRegion().args[i]);
    RETURN_IF_ERROR(checkGenerator(generators[i], type.dtype, strCat(path, ": generator ", i)));
    out.push_back(generateTensor(generators[i], type));
  }
  return out;
}

StatusOr<std::vector<Tensor>> runCompiled(Graph graph, const std::vector<Tensor>& arguments, const RunOptions& options,
                                          const CommonOptions& common) {
  Mesh mesh;
  if (!options.mesh.empty()) {
    ASSIGN_OR_RETURN(mesh, parseMesh(options.mesh));
  }
  const int threads = common.threads > 0 ? common.threads : availableCores();
  ASSIGN_OR_RETURN(std::unique_ptr<LocalMesh> local,
                   LocalMesh::make(std::move(graph), mesh, threads, compileOptionsOf(common), /*profile=*/false));
  RETURN_IF_ERROR(local->setArguments(arguments));
  RETURN_IF_ERROR(local->run());
  return local->results();
}

}  // namespace

StatusOr<int> runCommand(const RunOptions& options, const CommonOptions& common) {
  ASSIGN_OR_RETURN(Graph graph, loadProgram(options.file));
  if (const Status valid = verify(graph, Stage::kGlobal); !valid.ok()) return annotate(valid, options.file);
  std::vector<Tensor> arguments;
  if (!options.spec.empty()) {
    ASSIGN_OR_RETURN(arguments, generateArguments(graph, options.spec));
  } else if (!options.inputs.empty()) {
    ASSIGN_OR_RETURN(arguments, readArguments(graph, options.inputs));
  } else if (!graph.arguments.empty()) {
    return invalidArgument(options.file, ": takes ", graph.arguments.size(),
                           " arguments: give them with --inputs FILE or --spec FILE");
  }
  std::vector<Tensor> results;
  if (options.engine == "reference") {
    ASSIGN_OR_RETURN(results, evaluate(graph, arguments));
  } else {
    ASSIGN_OR_RETURN(results, runCompiled(std::move(graph), arguments, options, common));
  }
  if (options.outputs.empty()) return kExitFine;
  NamedTensors named;
  for (size_t i = 0; i < results.size(); ++i) named.emplace_back(strCat("out", i), results[i]);
  RETURN_IF_ERROR(writeSafetensors(options.outputs, named));
  return kExitFine;
}

}  // namespace partita
