// compile(): the cache of whole programs in front of the stages (codegen/pipeline.h).
#include <bit>
#include <chrono>

#include "base/build_id.h"
#include "base/hash.h"
#include "base/log.h"
#include "codegen/codegen.h"
#include "codegen/disk_cache.h"
#include "codegen/emit/kernel_compiler.h"
#include "codegen/pipeline.h"
#include "graph/graph_io.h"
#include "program/program_check.h"
#include "program/program_io.h"

namespace partita {
namespace {

// The name under which the program for GRAPH and OPTIONS is cached: other wherever the program could be other. "" when
// this build cannot be told from others.
std::string cacheNameOf(const Graph& graph, const CompileOptions& options) {
  if (buildId().empty()) return "";
  return "p_" + hashHex(strCat(graphHash(graph), "/", targetHash(options.target), "/",
                               std::bit_cast<uint64_t>(options.taskSeconds), "/", options.fuse, "/", options.fixedSums,
                               "/", options.strict, "/", options.schedules.fingerprint(), "/", buildId(), "/",
                               codeGeneratorVersion()));
}

// The program cached under NAME; nothing when there is none that can be run as it is.
std::optional<Program> cachedProgram(const DiskCache& cache, const std::string& name, const Target& target) {
  const std::optional<std::string> bytes = cache.read(name);
  if (!bytes) return std::nullopt;
  StatusOr<Program> program = deserializeProgram(*bytes);
  Status usable = program.status();
  if (usable.ok()) usable = checkInitialised(*program);
  if (usable.ok() && program->target != target) usable = invalidArgument("it is for ", targetName(program->target));
  if (usable.ok()) return *std::move(program);
  logDebug("the cached program ", name, " is made again: ", toView(usable.message()));
  return std::nullopt;
}

}  // namespace

StatusOr<Program> compile(const Graph& graph, const CompileOptions& options, CompileStats* stats) {
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  CompileStats own;
  if (stats == nullptr) stats = &own;
  *stats = CompileStats();
  const DiskCache cache(options.cacheDirectory, options.cacheLimitBytes);
  const std::string name = cache.on() ? cacheNameOf(graph, options) : "";
  // A dump is of the stages, and each of the schedules that are forced is to meet its nest: they are gone through.
  if (!name.empty() && options.dumpDirectory.empty() && options.schedules.forced == nullptr) {
    if (std::optional<Program> program = cachedProgram(cache, name, options.target)) {
      stats->fromCache = true;
      program->compileSeconds = stats->seconds = seconds();
      return *std::move(program);
    }
  }
  ASSIGN_OR_RETURN(Program program, generateProgram(graph, options, *stats));
  program.compileSeconds = stats->seconds = seconds();
  if (!name.empty()) cache.write(name, serializeProgram(program));
  cache.trim();
  return program;
}

}  // namespace partita
