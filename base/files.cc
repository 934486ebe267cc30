#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace partita {

namespace fs = std::filesystem;

StatusOr<std::string> readFile(const std::string& path, std::string_view what) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return notFound(path, ": no such file (", what, ")");
  if (fs::is_directory(status)) return invalidArgument(path, ": is a folder, not a ", what);
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  if (in && in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
  if (!in || in.bad()) {
    if (in.eof() && !in.bad()) return std::string();
    return invalidArgument(path, ": cannot be read (", what, "): ", std::strerror(errno));
  }
  return text.str();
}

namespace {

// The file beside PATH that is written first; its folder is made.
StatusOr<std::string> temporaryFor(const std::string& path) {
  std::error_code error;
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder, error);
  if (error) return invalidArgument(folder.string(), ": cannot be made: ", error.message());
  return strCat(path, ".", getpid(), ".part");
}

}  // namespace

Status writeFile(const std::string& path, std::string_view contents, bool sync) {
  ASSIGN_OR_RETURN(const std::string temporary, temporaryFor(path));
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  bool written = file >= 0;
  while (written && !contents.empty()) {
    const ssize_t count = write(file, contents.data(), contents.size());
    if (count >= 0)
      contents.remove_prefix(static_cast<size_t>(count));
    else
      written = errno == EINTR;
  }
  written = written && (!sync || fsync(file) == 0);
  int why = errno;
  if (file >= 0 && close(file) != 0 && written) {
    written = false;
    why = errno;
  }
  if (written && rename(temporary.c_str(), path.c_str()) != 0) {
    written = false;
    why = errno;
  }
  if (written) return absl::OkStatus();
  if (file >= 0) unlink(temporary.c_str());
  return invalidArgument(path, ": cannot be written: ", std::strerror(why));
}

Status checkWritable(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string temporary, temporaryFor(path));
  std::error_code error;
  if (fs::is_directory(path, error)) return invalidArgument(path, ": cannot be written: it is a folder");
  const int file = open(temporary.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return invalidArgument(path, ": cannot be written: ", std::strerror(errno));
  close(file);
  unlink(temporary.c_str());
  return absl::OkStatus();
}

StatusOr<std::shared_ptr<const InputFile>> InputFile::open(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0 && errno == ENOENT) return notFound(path, ": no such file");
  if (descriptor < 0) return invalidArgument(path, ": cannot be read: ", std::strerror(errno));
  struct stat info = {};
  if (fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(descriptor);
    return invalidArgument(path, ": is not a file");
  }
  return std::shared_ptr<const InputFile>(new InputFile(path, descriptor, info.st_size));
}

InputFile::~InputFile() { close(descriptor_); }

Status InputFile::read(int64_t offset, int64_t bytes, void* out) const {
  for (int64_t done = 0; done < bytes;) {
    const ssize_t count =
        pread(descriptor_, static_cast<char*>(out) + done, static_cast<size_t>(bytes - done), offset + done);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return invalidArgument(path_, ": cannot be read at ", offset + done, ": ", std::strerror(errno));
    if (count == 0)
      return invalidArgument(path_, ": is cut off: it ends at byte ", offset + done, ", before ", offset + bytes);
    done += count;
  }
  return absl::OkStatus();
}

}  // namespace partita
