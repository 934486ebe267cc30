#pragma once
// Plans for processors other than this machine's.
#include <gtest/gtest.h>

#include <string>

#include "codegen/codegen.h"
#include "frontends/stablehlo.h"

namespace partita {

// There are schedules of the program TEXT for processors of all kinds.
inline void checkPlansOfAllProcessors(const std::string& text) {
  const StatusOr<Graph> graph = parseStablehlo(text);
  ASSERT_TRUE(graph.ok()) << graph.status();
  for (const char* name : {"x86-64", "x86-64-v3", "x86-64-v4", "sapphirerapids", "neoverse-n1", "neoverse-v1"}) {
    CompileOptions options;
    options.target = *namedTarget(name);
    const StatusOr<MemoryPlan> plan = planMemory(*graph, options);
    EXPECT_TRUE(plan.ok()) << name << ": " << plan.status();
  }
}

}  // namespace partita
