#include "launcher/commands/commands.h"

namespace partita {

int exitCodeOf(const Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return kExitFine;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kNotFound:
      return kExitUsage;
    case absl::StatusCode::kUnimplemented:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kUnavailable:
      return kExitPreflight;
    case absl::StatusCode::kResourceExhausted:
      return kExitNoPlan;
    case absl::StatusCode::kDataLoss:
      return kExitVerify;
    case absl::StatusCode::kDeadlineExceeded:
      return kExitStuck;
    case absl::StatusCode::kAborted:
      return kExitRankDied;
    default:
      return kExitBug;
  }
}

}  // namespace partita
