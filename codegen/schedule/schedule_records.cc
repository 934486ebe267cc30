#include "codegen/schedule/schedule_records.h"

#include <algorithm>
#include <filesystem>

#include "absl/strings/ascii.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "base/files.h"
#include "base/hash.h"
#include "base/text.h"

namespace partita {
namespace {

// A nest's text without what white space there is around its lines: what is hashed.
std::string plainText(std::string_view text) {
  std::string out;
  for (const absl::string_view line : absl::StrSplit(toAbsl(text), '\n')) {
    const absl::string_view stripped = absl::StripAsciiWhitespace(line);
    if (!stripped.empty()) strAppend(&out, toView(stripped), "\n");
  }
  return out;
}

// What comes after WORD and white space in LINE; nothing where it does not begin so.
std::optional<std::string> after(std::string_view word, const std::string& line) {
  if (line.size() < word.size() || line.compare(0, word.size(), word) != 0) return std::nullopt;
  if (line.size() > word.size() && !absl::ascii_isspace(static_cast<unsigned char>(line[word.size()])))
    return std::nullopt;
  return std::string(absl::StripAsciiWhitespace(line.substr(word.size())));
}

}  // namespace

std::string nestHash(const LoopNest& nest) { return hashHex(plainText(nestToString(nest))); }

StatusOr<std::shared_ptr<const ScheduleRecords>> ScheduleRecords::parse(std::string_view text,
                                                                        const std::string& origin) {
  std::shared_ptr<ScheduleRecords> out(new ScheduleRecords());
  RETURN_IF_ERROR(out->add(text, origin));
  out->fingerprint_ = hashHex(text);
  return std::shared_ptr<const ScheduleRecords>(std::move(out));
}

StatusOr<std::shared_ptr<const ScheduleRecords>> ScheduleRecords::load(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  if (!fs::is_directory(path, error)) {
    ASSIGN_OR_RETURN(const std::string text, readFile(path, "schedules"));
    return parse(text, path);
  }
  std::vector<std::string> files;
  for (fs::directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    if (it->is_regular_file()) files.push_back(it->path().string());
  }
  if (error) return invalidArgument(path, ": the folder cannot be read: ", error.message());
  std::sort(files.begin(), files.end());
  std::shared_ptr<ScheduleRecords> out(new ScheduleRecords());
  std::string all;
  for (const std::string& file : files) {
    ASSIGN_OR_RETURN(const std::string text, readFile(file, "schedules"));
    RETURN_IF_ERROR(out->add(text, file));
    strAppend(&all, hashHex(text));
  }
  out->fingerprint_ = hashHex(all);
  return std::shared_ptr<const ScheduleRecords>(std::move(out));
}

Status ScheduleRecords::add(std::string_view text, const std::string& origin) {
  const std::vector<std::string> lines = absl::StrSplit(std::string(text), '\n');
  const size_t before = records_.size();
  std::string target;
  for (size_t i = 0; i < lines.size(); ++i) {
    const int number = static_cast<int>(i) + 1;
    const std::string line(absl::StripAsciiWhitespace(lines[i].substr(0, lines[i].find('#'))));
    if (line.empty()) continue;
    if (const auto name = after("target", line)) {
      if (name->empty()) return invalidArgument(origin, ":", number, ": target what?");
      target = *name == "*" ? "" : *name;
      continue;
    }
    if (auto nest = after("nest", line)) {
      if (!nest->empty() && nest->back() == '{') {
        std::string whole;
        do {
          strAppend(&whole, lines[i], "\n");
        } while (absl::StripAsciiWhitespace(lines[i]) != "}" && ++i < lines.size());
        if (i == lines.size()) return invalidArgument(origin, ":", number, ": this nest has no end, a line \"}\"");
        *nest = hashHex(plainText(whole));
      } else if (nest->empty() || nest->find_first_of(" \t(") != std::string::npos) {
        return invalidArgument(origin, ":", number, ": '", line,
                               "' is not of the form 'nest NAME', 'nest HASH', 'nest *' or 'nest NAME(…) {'");
      }
      const auto [place, isNew] = byKey_.emplace(std::pair(target, *nest), records_.size());
      if (!isNew) {
        const ProvidedSchedule& first = records_[place->second].given;
        return invalidArgument(origin, ":", number, ": a second schedule for this nest; the first is ", first.file, ":",
                               first.line);
      }
      Record& record = records_.emplace_back();
      record.target = target;
      record.nest = *std::move(nest);
      record.given.file = origin;
      record.given.line = number;
      continue;
    }
    ASSIGN_OR_RETURN(Schedule step, parseSchedule(lines[i], origin, number));
    if (records_.size() == before)
      return invalidArgument(origin, ":", number, ": '", line, "' comes before the first nest: begin with 'nest NAME'");
    ProvidedSchedule& given = records_.back().given;
    for (ScheduleStep& s : step.steps) {
      given.schedule.steps.push_back(std::move(s));
      given.lines.push_back(number);
    }
  }
  used_.resize(records_.size());
  return absl::OkStatus();
}

std::optional<ProvidedSchedule> ScheduleRecords::find(const LoopNest& nest, const std::string& target) const {
  const std::string& name = nest.function.name;
  const std::lock_guard<std::mutex> lock(mutex_);
  met_.insert(name);
  const Record* best = nullptr;
  for (const std::string& key : {nestHash(nest), name, std::string("*")}) {
    for (const std::string& of : {target, std::string()}) {
      const auto it = byKey_.find({of, key});
      if (it == byKey_.end()) continue;
      used_[it->second] = true;  // also where a closer one comes before it
      if (best == nullptr) best = &records_[it->second];
    }
  }
  if (best == nullptr) return std::nullopt;
  return best->given;
}

std::string ScheduleRecords::used() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  std::string out;
  for (const bool used : used_) out += used ? '1' : '0';
  return out;
}

Status ScheduleRecords::checkUsed(absl::Span<const std::string> used) const {
  std::string unused;
  for (size_t i = 0; i < records_.size(); ++i) {
    if (std::any_of(used.begin(), used.end(), [&](const std::string& u) { return i < u.size() && u[i] == '1'; }))
      continue;
    const Record& r = records_[i];
    strAppend(&unused, unused.empty() ? "" : "\n", r.given.file, ":", r.given.line, ": no kernel that is compiled is '",
              r.nest, "'", r.target.empty() ? "" : strCat(" for ", r.target));
  }
  if (records_.empty()) return invalidArgument("there is no schedule: a file has at least one 'nest NAME'");
  if (unused.empty()) return absl::OkStatus();
  const std::lock_guard<std::mutex> lock(mutex_);
  return invalidArgument(unused, "\nThe nests are ", absl::StrJoin(met_, ", "), "; --dump writes them (nests.txt)");
}

}  // namespace partita
