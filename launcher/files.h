#pragma once
// Whole files in and out, with messages that name them.
#include <string>
#include <string_view>

#include "base/status.h"

namespace partita {

// NotFound or InvalidArgument when PATH cannot be read; WHAT says what was wanted ("cluster description").
StatusOr<std::string> readFile(const std::string& path, std::string_view what);
// Writes beside and renames, so that a reader sees the old file or the new one. Folders on the way are made.
Status writeFile(const std::string& path, std::string_view contents);

}  // namespace partita
