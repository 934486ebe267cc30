#pragma once
// The text of a file, plain or gzip, as a stream: a piece at a time, for files of hundreds of megabytes.
#include <memory>
#include <streambuf>
#include <string>

#include "base/status.h"

struct gzFile_s;  // zlib's

namespace partita {

class GzipBuffer : public std::streambuf {
 public:
  // NotFound or InvalidArgument when PATH cannot be opened; WHAT says what was wanted ("IOPDDL instance").
  static StatusOr<std::unique_ptr<GzipBuffer>> open(const std::string& path, std::string_view what);

  // Bytes of text taken so far.
  int64_t taken() const { return before_ + (gptr() - eback()); }
  // Why the text ended before its end; empty: it did not. A NUL byte ends it too: no text has one.
  const std::string& failure() const { return failure_; }

 protected:
  int_type underflow() override;

 private:
  struct Close {
    void operator()(gzFile_s* file) const;
  };
  GzipBuffer() = default;

  std::unique_ptr<gzFile_s, Close> file_;
  std::unique_ptr<char[]> piece_;
  int64_t before_ = 0;        // bytes of text before the piece
  bool nulAtItsEnd_ = false;  // the text goes on with a NUL behind the piece
  std::string failure_;
};

}  // namespace partita
