#include "launcher/solve/json_scanner.h"

#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <limits>
#include <nlohmann/json.hpp>

namespace partita {
namespace {

constexpr unsigned kPiece = 1 << 18;  // bytes of text read at once
constexpr size_t kLongestString = 4096;

bool isDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

void JsonScanner::Close::operator()(gzFile_s* file) const { gzclose_r(file); }

StatusOr<JsonScanner> JsonScanner::open(const std::string& path, std::string_view what) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) return notFound(path, ": no such file (", what, ")");
  if (std::filesystem::is_directory(status)) return invalidArgument(path, ": is a folder, not a ", what);
  JsonScanner scanner;
  scanner.path_ = path;
  scanner.file_.reset(gzopen(path.c_str(), "rbe"));  // reads plain files too: gzip is known by its first bytes
  if (scanner.file_ == nullptr)
    return invalidArgument(path, ": cannot be read (", what, "): ", std::strerror(errno != 0 ? errno : ENOMEM));
  gzbuffer(scanner.file_.get(), kPiece);
  scanner.buffer_ = std::make_unique<char[]>(kPiece + 1);
  scanner.at_ = scanner.end_ = scanner.buffer_.get();
  return scanner;
}

bool JsonScanner::refill() {
  if (!failure_.empty()) return false;
  before_ += end_ - buffer_.get();
  const int count = gzread(file_.get(), buffer_.get(), kPiece);
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
  at_ = buffer_.get();
  end_ = at_ + std::max(count, 0);
  buffer_[end_ - at_] = '\0';
  return count > 0;
}

char JsonScanner::next() {
  while (true) {
    while (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t') ++at_;
    if (*at_ != '\0' || at_ != end_) return *at_;
    if (!refill()) return '\0';
  }
}

Status JsonScanner::errorText(std::string_view message) const {
  std::string place;
  for (const Step& step : steps_) {
    if (step.key.empty())
      strAppend(&place, "[", step.index, "]");
    else
      strAppend(&place, place.empty() ? "" : ".", step.key);
  }
  return invalidArgument(path_, ": ", place, place.empty() ? "" : " ", "(byte ", before_ + (at_ - buffer_.get()),
                         "): ", message);
}

Status JsonScanner::unexpected(std::string_view expected) {
  const char c = next();
  if (!failure_.empty()) return errorText(failure_);
  if (c == '\0' && at_ == end_) return error("the text ends too soon: expected ", expected);
  if (c < 0x20 || c > 0x7e) return error("expected ", expected, ", found byte ", static_cast<int>(c) & 0xff);
  return error("expected ", expected, ", found '", std::string_view(&c, 1), "'");
}

Status JsonScanner::expect(char c, std::string_view expected) {
  if (next() != c) return unexpected(expected);
  ++at_;
  return absl::OkStatus();
}

// Runs over the end of the buffer are noticed by the '\0' that follows it.
Status JsonScanner::readInteger(int64_t* out) {
  char c = next();
  const bool negative = c == '-';
  if (negative) {
    ++at_;
    if (at_ == end_) refill();
    c = *at_;
  }
  if (!isDigit(c)) return unexpected("an integer");
  uint64_t value = 0;
  int digits = 0;
  while (true) {
    for (; isDigit(*at_); ++at_, ++digits) {
      if (digits > 0 && value == 0) return error("a number may not begin with 0");
      if (digits >= 18 && value > (std::numeric_limits<int64_t>::max() - (*at_ - '0')) / uint64_t{10})
        return error("the number does not fit 64 bits");
      value = 10 * value + static_cast<uint64_t>(*at_ - '0');
    }
    if (at_ != end_ || !refill()) break;
  }
  if (*at_ == '.' || *at_ == 'e' || *at_ == 'E') return error("expected an integer, found a number with a fraction");
  *out = negative ? -static_cast<int64_t>(value) : static_cast<int64_t>(value);
  return absl::OkStatus();
}

StatusOr<int64_t> JsonScanner::integer() {
  int64_t value = 0;
  RETURN_IF_ERROR(readInteger(&value));
  return value;
}

StatusOr<std::string> JsonScanner::string() {
  RETURN_IF_ERROR(expect('"', "a string"));
  std::string quoted = "\"";
  for (bool escaped = false;;) {
    if (at_ == end_ && !refill()) return unexpected("the end of a string");
    const char c = *at_++;
    quoted += c;
    if (c == '"' && !escaped) break;
    if (quoted.size() > kLongestString) return error("the string is longer than ", kLongestString, " bytes");
    escaped = c == '\\' && !escaped;
  }
  // Escapes and UTF-8 are nlohmann-json's business.
  const nlohmann::json parsed = nlohmann::json::parse(quoted, nullptr, false);
  if (!parsed.is_string()) return error("malformed string ", quoted);
  return parsed.get<std::string>();
}

Status JsonScanner::array(const std::function<Status(size_t)>& each) {
  RETURN_IF_ERROR(expect('[', "an array"));
  if (next() == ']') {
    ++at_;
    return absl::OkStatus();
  }
  steps_.push_back({"", 0});
  for (size_t index = 0;; ++index) {
    steps_.back().index = index;
    RETURN_IF_ERROR(each(index));
    const char c = next();
    if (c != ',' && c != ']') return unexpected("',' or ']'");
    ++at_;
    if (c == ']') break;
  }
  steps_.pop_back();
  return absl::OkStatus();
}

Status JsonScanner::integers(std::vector<int64_t>* out) {
  RETURN_IF_ERROR(expect('[', "an array of integers"));
  if (next() == ']') {
    ++at_;
    return absl::OkStatus();
  }
  steps_.push_back({"", 0});
  while (true) {
    int64_t value = 0;
    RETURN_IF_ERROR(readInteger(&value));
    out->push_back(value);
    const char c = next();
    if (c != ',' && c != ']') return unexpected("',' or ']'");
    ++at_;
    if (c == ']') break;
    ++steps_.back().index;
  }
  steps_.pop_back();
  return absl::OkStatus();
}

Status JsonScanner::object(const std::vector<Member>& members) {
  RETURN_IF_ERROR(expect('{', "an object"));
  std::vector<char> seen(members.size(), 0);
  for (bool first = true;; first = false) {
    if (next() == '}' && first) {
      ++at_;
      break;
    }
    ASSIGN_OR_RETURN(const std::string key, string());
    size_t which = 0;
    while (which < members.size() && members[which].key != key) ++which;
    if (which == members.size()) {
      std::string known;
      for (const Member& member : members) strAppend(&known, known.empty() ? "" : ", ", member.key);
      return error("unknown key \"", key, "\": expected ", known);
    }
    if (seen[which]) return error("the key \"", key, "\" occurs twice");
    seen[which] = 1;
    RETURN_IF_ERROR(expect(':', "':'"));
    steps_.push_back({key, 0});
    RETURN_IF_ERROR(members[which].read());
    steps_.pop_back();
    const char c = next();
    if (c != ',' && c != '}') return unexpected("',' or '}'");
    ++at_;
    if (c == '}') break;
  }
  for (size_t i = 0; i < members.size(); ++i)
    if (members[i].required && !seen[i]) return error("the key \"", members[i].key, "\" is missing");
  return absl::OkStatus();
}

Status JsonScanner::end() {
  if (next() != '\0' || at_ != end_) return unexpected("the end of the file");
  return failure_.empty() ? absl::OkStatus() : errorText(failure_);
}

}  // namespace partita
