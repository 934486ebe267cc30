#include "codegen/disk_cache.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <vector>

#include "absl/strings/match.h"
#include "base/hash.h"
#include "base/log.h"

namespace partita {
namespace {

namespace fs = std::filesystem;

// An entry is this line, a line with its name, one with the hash of name and contents, and the contents.
constexpr std::string_view kFirstLine = "partita cache entry 1\n";
constexpr std::string_view kSuffix = ".cached";
// A file that is being written has this and six characters more behind its name.
constexpr std::string_view kUnfinished = ".cached.";
// An unfinished file this old belongs to a process that died.
constexpr int64_t kAbandonedSeconds = 3600;

std::string headerOf(const std::string& name, std::string_view contents) {
  return strCat(kFirstLine, name, "\n", hashHex(strCat(name, hashHex(contents))), "\n");
}

class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool opened() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

  std::optional<std::string> readAll(int64_t bytes) const {
    std::string out(static_cast<size_t>(bytes), '\0');
    for (size_t done = 0; done < out.size();) {
      const ssize_t count = ::read(descriptor_, out.data() + done, out.size() - done);
      if (count <= 0) return std::nullopt;
      done += static_cast<size_t>(count);
    }
    return out;
  }
  bool writeAll(std::string_view bytes) const {
    while (!bytes.empty()) {
      const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(count));
    }
    return true;
  }

 private:
  int descriptor_;
};

bool isEntry(const std::string& file) { return absl::EndsWith(file, toAbsl(kSuffix)); }
bool isUnfinished(const std::string& file) {
  const size_t tail = kUnfinished.size() + 6;
  return file.size() > tail && file.compare(file.size() - tail, kUnfinished.size(), kUnfinished) == 0;
}

}  // namespace

DiskCache::DiskCache(std::string directory, int64_t limitBytes)
    : directory_(std::move(directory)), limitBytes_(limitBytes) {
  if (directory_.empty()) return;
  std::error_code error;
  // What is in it is run: nobody else gets to write to a folder that is made here.
  if (fs::create_directories(directory_, error)) ::chmod(directory_.c_str(), 0700);
  if (!error) return;
  static std::atomic<bool> said{false};
  if (!said.exchange(true))
    logWarning("nothing is cached: the folder ", directory_, " cannot be made: ", error.message());
  directory_.clear();
}

std::string DiskCache::path(const std::string& name) const { return strCat(directory_, "/", name, kSuffix); }

std::optional<std::string> DiskCache::read(const std::string& name) const {
  if (!on()) return std::nullopt;
  const File file(::open(path(name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
  struct stat info;
  if (!file.opened() || ::fstat(file.descriptor(), &info) != 0 || !S_ISREG(info.st_mode) || info.st_size > limitBytes_)
    return std::nullopt;
  if (info.st_uid != ::geteuid() && info.st_uid != 0) return std::nullopt;
  std::optional<std::string> all = file.readAll(info.st_size);
  const size_t headerBytes = headerOf(name, "").size();
  if (!all || all->size() < headerBytes) return std::nullopt;
  const std::string_view contents = std::string_view(*all).substr(headerBytes);
  if (all->compare(0, headerBytes, headerOf(name, contents)) != 0) return std::nullopt;
  ::futimens(file.descriptor(), nullptr);  // used now; where that may not be noted, it is evicted earlier
  all->erase(0, headerBytes);
  return all;
}

void DiskCache::write(const std::string& name, std::string_view contents) const {
  if (!on() || static_cast<int64_t>(contents.size()) > limitBytes_ / 4) return;
  std::string unfinished = strCat(directory_, "/", name, kUnfinished, "XXXXXX");
  bool whole = false;
  {
    const File file(::mkostemp(unfinished.data(), O_CLOEXEC));
    if (!file.opened()) return;
    whole = file.writeAll(headerOf(name, contents)) && file.writeAll(contents);
  }
  if (!whole || ::rename(unfinished.c_str(), path(name).c_str()) != 0) ::unlink(unfinished.c_str());
}

void DiskCache::trim() const {
  if (!on()) return;
  const File lock(
      ::open(strCat(directory_, "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!lock.opened() || ::flock(lock.descriptor(), LOCK_EX | LOCK_NB) != 0) return;
  struct Entry {
    int64_t used, bytes;  // ns since the epoch
    std::string path;
  };
  std::vector<Entry> entries;
  int64_t total = 0;
  timespec now;
  ::clock_gettime(CLOCK_REALTIME, &now);
  std::error_code error;
  for (fs::directory_iterator it(directory_, error), end; !error && it != end; it.increment(error)) {
    const std::string file = it->path().filename();
    struct stat info;
    const bool entry = isEntry(file);
    if ((!entry && !isUnfinished(file)) || ::lstat(it->path().c_str(), &info) != 0 || !S_ISREG(info.st_mode)) continue;
    if (!entry && info.st_mtim.tv_sec < now.tv_sec - kAbandonedSeconds) {
      ::unlink(it->path().c_str());
      continue;
    }
    total += info.st_size;
    if (entry)
      entries.push_back({info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec, info.st_size, it->path()});
  }
  if (total <= limitBytes_) return;
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
  for (const Entry& entry : entries) {
    if (total <= limitBytes_ / 10 * 9) break;
    if (::unlink(entry.path.c_str()) == 0) total -= entry.bytes;
  }
}

}  // namespace partita
