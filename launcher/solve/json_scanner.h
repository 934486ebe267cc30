#pragma once
// Reads a JSON file of a known form front to back, plain or gzip, a piece at a time: for files of hundreds of megabytes
// of integers, of which neither the text nor a tree of values should be held. (nlohmann-json's SAX parser takes 1 s for
// 100 MB of them, this one 0.2 s.) The caller says what must come next; whatever else comes is an InvalidArgument that
// names the file, the place (problem.edges.costs[17][3], and the byte) and what was expected.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"

struct gzFile_s;  // zlib's

namespace partita {

class JsonScanner {
 public:
  struct Member {
    std::string_view key;
    bool required;
    std::function<Status()> read;  // its value
  };

  // NotFound or InvalidArgument when PATH cannot be opened; WHAT says what was wanted ("IOPDDL instance").
  static StatusOr<JsonScanner> open(const std::string& path, std::string_view what);

  // An object with these members in any order: each once, and no others.
  Status object(const std::vector<Member>& members);
  // An array; EACH reads one element and is told its number.
  Status array(const std::function<Status(size_t)>& each);
  // An array of integers, appended to OUT.
  Status integers(std::vector<int64_t>* out);
  StatusOr<int64_t> integer();
  StatusOr<std::string> string();
  // Nothing but white space may follow.
  Status end();

  // An InvalidArgument at the present place: for what is well-formed but wrong.
  template <typename... Parts>
  Status error(const Parts&... parts) const {
    return errorText(strCat(parts...));
  }

 private:
  struct Step {  // of the path to the present place: a key, or an index where KEY is empty
    std::string key;
    size_t index;
  };
  struct Close {
    void operator()(gzFile_s* file) const;
  };

  JsonScanner() = default;
  // The next piece of the text; false at its end, or when it cannot be read (then failure_ says why).
  bool refill();
  // The next character that is not white space, not taken; '\0' at the end of the text.
  char next();
  Status expect(char c, std::string_view expected);
  Status unexpected(std::string_view expected);
  Status readInteger(int64_t* out);
  Status errorText(std::string_view message) const;

  std::string path_;
  std::unique_ptr<gzFile_s, Close> file_;
  std::unique_ptr<char[]> buffer_;  // a '\0' follows the text in it
  const char* at_ = nullptr;
  const char* end_ = nullptr;
  int64_t before_ = 0;   // bytes of text before the buffer's
  std::string failure_;  // why no more can be read; empty: nothing went wrong
  std::vector<Step> steps_;
};

}  // namespace partita
