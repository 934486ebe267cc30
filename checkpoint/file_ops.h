#pragma once
// The file operations that checkpoints are written with, each of which may fail or be the last one that is done: tests
// put their own in place. Errors name the file and what the system said.
#include <string>
#include <string_view>

#include "base/status.h"

namespace partita {

class FileOps {
 public:
  virtual ~FileOps() = default;
  static FileOps& system();

  virtual Status makeFolder(const std::string& path);  // fine when it is there
  virtual StatusOr<int> create(const std::string& path);
  virtual Status append(int file, std::string_view bytes, const std::string& path);
  virtual Status sync(int file, const std::string& path);
  virtual Status close(int file, const std::string& path);
  virtual Status syncFolder(const std::string& path);
  // TO must not be there, or be an empty folder.
  virtual Status rename(const std::string& from, const std::string& to);
  // What was A is B and the other way round, in one step; Unimplemented where the file system cannot.
  virtual Status exchange(const std::string& a, const std::string& b);
  virtual Status removeFile(const std::string& path);
  virtual Status removeFolder(const std::string& path);  // an empty one

  // A new file of these bytes, on the disk when it returns.
  Status writeSynced(const std::string& path, std::string_view bytes);
};

}  // namespace partita
