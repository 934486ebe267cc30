#include "launcher/commands.h"

namespace partita {

StatusOr<int> planCommand(const PlanOptions&, const CommonOptions&) {
  return unimplemented("partita plan is not built yet");
}

}  // namespace partita
