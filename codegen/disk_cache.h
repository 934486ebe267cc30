#pragma once
// DiskCache: a folder of what can be made again (kernels, programs), kept by name. Processes and threads may share it:
// an entry is written beside and renamed, so that readers see all of it or nothing, and nothing that was not written
// whole, under this name and by this user or root is given back.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace partita {

inline constexpr int64_t kDefaultCacheLimitBytes = int64_t{2} << 30;

class DiskCache {
 public:
  // Makes the folder. "" = no cache; nor is there one where the folder cannot be made: that is logged once and is no
  // error.
  explicit DiskCache(std::string directory, int64_t limitBytes = kDefaultCacheLimitBytes);

  bool on() const { return !directory_.empty(); }
  // The entry NAME (lower case letters, digits, '_' and '-'), and notes that it was used. Nothing when there is none
  // that is whole.
  std::optional<std::string> read(const std::string& name) const;
  // Keeps CONTENTS under NAME, instead of what was there. What would take more than a quarter of the limit, or cannot
  // be written, is not kept.
  void write(const std::string& name, std::string_view contents) const;
  // Where the entries take more than the limit, removes those not used for longest until they take 9/10 of it. Other
  // files in the folder are left alone. To be called after writes: in between they may take more. While another process
  // does it, this does nothing.
  void trim() const;

 private:
  std::string path(const std::string& name) const;

  std::string directory_;
  int64_t limitBytes_;
};

}  // namespace partita
