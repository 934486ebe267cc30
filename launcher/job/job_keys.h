#pragma once
// Every key of job files with what it means: docs/training.md shows these tables.
#include "base/config_keys.h"

namespace partita {

absl::Span<const ConfigSection> jobSections();

}  // namespace partita
