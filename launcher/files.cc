#include "launcher/files.h"

#include <unistd.h>

#include <cerrno>
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

Status writeFile(const std::string& path, std::string_view contents) {
  std::error_code error;
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty()) fs::create_directories(folder, error);
  if (error) return invalidArgument(folder.string(), ": cannot be made: ", error.message());
  const std::string temporary = strCat(path, ".", getpid(), ".part");
  {
    std::ofstream out(temporary, std::ios::binary);
    out.write(contents.data(), static_cast<std::streamsize>(contents.size()));
    out.flush();
    if (!out) {
      const std::string why = std::strerror(errno);
      fs::remove(temporary, error);
      return invalidArgument(path, ": cannot be written: ", why);
    }
  }
  fs::rename(temporary, path, error);
  if (error) return invalidArgument(path, ": cannot be written: ", error.message());
  return absl::OkStatus();
}

}  // namespace partita
