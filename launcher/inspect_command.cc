#include "launcher/commands.h"

namespace partita {

StatusOr<int> inspectCommand(const InspectOptions&, const CommonOptions&) {
  return unimplemented("partita inspect is not built yet");
}

}  // namespace partita
