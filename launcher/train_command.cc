#include "launcher/commands.h"

namespace partita {

StatusOr<int> trainCommand(const TrainOptions&, const CommonOptions&) {
  return unimplemented("partita train is not built yet");
}

}  // namespace partita
