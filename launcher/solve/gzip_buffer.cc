#include "launcher/solve/gzip_buffer.h"

#include <zlib.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace partita {
namespace {

constexpr unsigned kPiece = 1 << 18;  // bytes of text read at once

}  // namespace

void GzipBuffer::Close::operator()(gzFile_s* file) const { gzclose_r(file); }

StatusOr<std::unique_ptr<GzipBuffer>> GzipBuffer::open(const std::string& path, std::string_view what) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return notFound(path, ": no such file (", what, ")");
  if (std::filesystem::is_directory(status)) return invalidArgument(path, ": is a folder, not a ", what);
  std::unique_ptr<GzipBuffer> out(new GzipBuffer);
  out->file_.reset(gzopen(path.c_str(), "rbe"));  // reads plain files too: gzip is known by its first bytes
  if (out->file_ == nullptr)
    return invalidArgument(path, ": cannot be read (", what, "): ", std::strerror(errno != 0 ? errno : ENOMEM));
  gzbuffer(out->file_.get(), kPiece);
  out->piece_ = std::make_unique<char[]>(kPiece);
  return out;
}

GzipBuffer::int_type GzipBuffer::underflow() {
  if (gptr() != egptr()) return traits_type::to_int_type(*gptr());
  if (nulAtItsEnd_ && failure_.empty()) failure_ = "found byte 0";
  if (!failure_.empty()) return traits_type::eof();
  before_ += egptr() - eback();
  const int count = gzread(file_.get(), piece_.get(), kPiece);
  if (count < static_cast<int>(kPiece)) {  // the end, or something is wrong
    int code = Z_OK;
    const char* why = gzerror(file_.get(), &code);
    if (code == Z_ERRNO)
      failure_ = std::strerror(errno);
    else if (code == Z_BUF_ERROR)
      failure_ = "the compressed data end too soon: the file is cut off";
    else if (code != Z_OK && code != Z_STREAM_END)
      failure_ = strCat("the compressed data are damaged: ", why);
  }
  char* const end = piece_.get() + std::max(count, 0);
  char* const nul = std::find(piece_.get(), end, '\0');
  nulAtItsEnd_ = nul != end;
  setg(piece_.get(), piece_.get(), nul);
  if (nul != piece_.get()) return traits_type::to_int_type(*gptr());
  if (nulAtItsEnd_) failure_ = "found byte 0";
  return traits_type::eof();
}

}  // namespace partita
