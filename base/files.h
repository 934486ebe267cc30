#pragma once
// Whole files in and out, with messages that name them.
#include <string>
#include <string_view>

#include "base/status.h"

namespace partita {

// NotFound or InvalidArgument when PATH cannot be read; WHAT says what was wanted ("cluster description").
StatusOr<std::string> readFile(const std::string& path, std::string_view what);
// Writes beside and renames, so that a reader sees the old file or the new one. Folders on the way are made. SYNC: the
// contents reach the disk first, so that this holds through a crash of the machine too.
Status writeFile(const std::string& path, std::string_view contents, bool sync = false);
// Whether writeFile(PATH) will find a folder to write to: to say so before the work and not after it.
Status checkWritable(const std::string& path);

}  // namespace partita
