#pragma once
// Whole files in and out, and files that are read in parts, with messages that name them.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/status.h"

namespace partita {

// NotFound or InvalidArgument when PATH cannot be read; WHAT says what was wanted ("cluster description").
StatusOr<std::string> readFile(const std::string& path, std::string_view what);
// Writes beside and renames, so that a reader sees the old file or the new one. Folders on the way are made. SYNC: the
// contents reach the disk first, so that this holds through a crash of the machine too.
Status writeFile(const std::string& path, std::string_view contents, bool sync = false);
// Whether writeFile(PATH) will find a folder to write to: to say so before the work and not after it.
Status checkWritable(const std::string& path);

// A file that is read at any place, from several threads too; closed with its last user.
class InputFile {
 public:
  // NotFound where PATH is missing, InvalidArgument where it is no file or cannot be read.
  static StatusOr<std::shared_ptr<const InputFile>> open(const std::string& path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  const std::string& path() const { return path_; }
  int64_t bytes() const { return bytes_; }  // when it was opened
  // BYTES from OFFSET on, all of them. InvalidArgument: it is cut off there, or cannot be read.
  Status read(int64_t offset, int64_t bytes, void* out) const;

 private:
  InputFile(std::string path, int descriptor, int64_t bytes)
      : path_(std::move(path)), descriptor_(descriptor), bytes_(bytes) {}

  std::string path_;
  int descriptor_;
  int64_t bytes_;
};

}  // namespace partita
