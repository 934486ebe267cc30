#pragma once
// Which build of this code is running.
#include <string>

namespace partita {

// The linker's build id of the executable or library that this code is in, in hex: other for every build whose code
// differs. "" where it was linked without one.
const std::string& buildId();

}  // namespace partita
