#include "launcher/commands.h"

namespace partita {

StatusOr<int> benchCommand(const BenchOptions&, const CommonOptions&) {
  return unimplemented("partita bench is not built yet");
}

}  // namespace partita
