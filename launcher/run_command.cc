#include "launcher/commands.h"

namespace partita {

StatusOr<int> runCommand(const RunOptions&, const CommonOptions&) {
  return unimplemented("partita run is not built yet");
}

}  // namespace partita
