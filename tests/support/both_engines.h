#pragma once
// Programs that check themselves (check.*), from their text: imported, evaluated, compiled and run.
#include <gtest/gtest.h>

#include <string>

#include "frontends/import/import.h"
#include "frontends/stablehlo.h"
#include "graph/evaluate.h"
#include "graph/verify.h"
#include "launcher/plan_program.h"
#include "runtime/run_once.h"

namespace partita {

// The first thing that goes wrong.
inline Status runBothEngines(const std::string& text, const ImportOptions& options = {}) {
  ASSIGN_OR_RETURN(Graph graph, parseStablehlo(text, "p.mlir", options));
  RETURN_IF_ERROR(verify(graph, Stage::kGlobal));
  if (const StatusOr<std::vector<Tensor>> results = evaluate(graph, {}); !results.ok())
    return annotate(results.status(), "reference");
  CompileOptions compile;
  compile.target = hostTarget();
  ASSIGN_OR_RETURN(const MeshPlan plan, planForMesh(std::move(graph), PartitionOptions(), compile));
  ASSIGN_OR_RETURN(const std::shared_ptr<Executable> executable, loadHere(plan, 1, compile));
  ASSIGN_OR_RETURN(const ExecuteResult result, executable->execute({}));
  if (const Status ran = result.await(); !ran.ok()) return annotate(ran, "compiled");
  return {};
}

// BODY as @main, with OTHERS behind it.
inline Status runBothEngines(const std::string& body, const std::string& others) {
  return runBothEngines(strCat("func.func @main() {\n", body, "\nreturn }\n", others));
}

}  // namespace partita
