#include "launcher/commands.h"

namespace partita {

StatusOr<int> evalCommand(const EvalOptions&, const CommonOptions&) {
  return unimplemented("partita eval is not built yet");
}

}  // namespace partita
