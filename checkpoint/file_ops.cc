#include "checkpoint/file_ops.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace partita {
namespace {

constexpr size_t kPiece = size_t{4} << 20;  // bytes of one append

Status failed(const std::string& path, const char* what, int error) {
  return unavailable(path, ": ", what, ": ", std::strerror(error));
}

}  // namespace

FileOps& FileOps::system() {
  static FileOps ops;
  return ops;
}

Status FileOps::makeFolder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  return error ? failed(path, "cannot be made", error.value()) : absl::OkStatus();
}

StatusOr<int> FileOps::create(const std::string& path) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
  if (file < 0) return failed(path, "cannot be made", errno);
  return file;
}

Status FileOps::append(int file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = write(file, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed(path, "cannot be written", errno);
    bytes.remove_prefix(static_cast<size_t>(count));
  }
  return absl::OkStatus();
}

Status FileOps::sync(int file, const std::string& path) {
  return fsync(file) == 0 ? absl::OkStatus() : failed(path, "cannot be brought to the disk", errno);
}

Status FileOps::close(int file, const std::string& path) {
  return ::close(file) == 0 ? absl::OkStatus() : failed(path, "cannot be closed", errno);
}

Status FileOps::syncFolder(const std::string& path) {
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return failed(path, "cannot be opened", errno);
  const Status status = sync(folder, path);
  ::close(folder);
  return status;
}

Status FileOps::rename(const std::string& from, const std::string& to) {
  return ::rename(from.c_str(), to.c_str()) == 0 ? absl::OkStatus() : failed(to, "cannot be renamed to", errno);
}

Status FileOps::exchange(const std::string& a, const std::string& b) {
  if (renameat2(AT_FDCWD, a.c_str(), AT_FDCWD, b.c_str(), RENAME_EXCHANGE) == 0) return absl::OkStatus();
  if (errno == EINVAL || errno == ENOSYS) return unimplemented(b, ": its file system cannot exchange two folders");
  return failed(b, "cannot be replaced", errno);
}

Status FileOps::removeFile(const std::string& path) {
  return unlink(path.c_str()) == 0 ? absl::OkStatus() : failed(path, "cannot be removed", errno);
}

Status FileOps::removeFolder(const std::string& path) {
  return rmdir(path.c_str()) == 0 ? absl::OkStatus() : failed(path, "cannot be removed", errno);
}

Status FileOps::writeSynced(const std::string& path, std::string_view bytes) {
  ASSIGN_OR_RETURN(const int file, create(path));
  Status status;
  for (size_t at = 0; status.ok() && at < bytes.size(); at += kPiece)
    status = append(file, bytes.substr(at, kPiece), path);
  if (status.ok()) status = sync(file, path);
  const Status closed = close(file, path);
  return status.ok() ? closed : status;
}

}  // namespace partita
