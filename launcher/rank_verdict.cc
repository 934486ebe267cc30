#include "launcher/rank_verdict.h"

#include <cstdio>

#include "launcher/commands/commands.h"

namespace partita {

int rankVerdict(const World& world, const Status& status) {
  if (status.ok()) return kExitFine;
  const bool said = world.rank() > 0 && (world.agreed() || status.code() == absl::StatusCode::kAborted);
  if (!said) {
    std::fflush(stdout);
    std::fprintf(stderr, "partita: %s\n", std::string(toView(status.message())).c_str());
    std::fflush(stderr);
  }
  return exitCodeOf(status);
}

}  // namespace partita
