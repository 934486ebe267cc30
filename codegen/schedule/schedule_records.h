#pragma once
// Schedules as text: for which nest each is, and its steps. What --dump writes (nests.txt) is such a text.
//
//   target x86_64 znver4           the records that follow are for this target ("*", or none so far: for any)
//   nest rows_multiply             for nests of this name
//   split r 8 -> r.t r.i
//   …
//   nest rows_multiply(p0: … {     for the nest that prints so, up to the line "}"
//     …
//   }
//   bind c vector 32
//   nest 7f028e6b99590b529dd93afac25097d1   the same by its hash
//   nest *                         for all others
//
// A record without steps is a schedule too: every statement in loops of its own, in the order of its axes.
#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/status.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/schedule.h"

namespace partita {

// A schedule and where it comes from.
struct ProvidedSchedule {
  Schedule schedule;
  std::string file;        // "" = made here
  int line = 0;            // of its record
  std::vector<int> lines;  // of its steps
};

// By which a record names one nest: 32 hex digits of its text.
std::string nestHash(const LoopNest& nest);

class ScheduleRecords {
 public:
  // InvalidArgument names ORIGIN (a file) and the line.
  static StatusOr<std::shared_ptr<const ScheduleRecords>> parse(std::string_view text, const std::string& origin);
  // Of a file, or of all files of a folder.
  static StatusOr<std::shared_ptr<const ScheduleRecords>> load(const std::string& path);

  // The record for NEST and the target of this name (targetName()): one of its text before one of its name before "*",
  // and in each case one for the target before one for any.
  std::optional<ProvidedSchedule> find(const LoopNest& nest, const std::string& target) const;

  // Other for other records.
  const std::string& fingerprint() const { return fingerprint_; }

  // A character for each record: '1' where find() met a nest that it is for.
  std::string used() const;
  // InvalidArgument names the records that none of USED (of several processes that have the same records) met a nest
  // for, and the nests there were.
  Status checkUsed(absl::Span<const std::string> used) const;

 private:
  struct Record {
    std::string target, nest;  // "" = any target; a hash, a name or "*"
    ProvidedSchedule given;
  };
  ScheduleRecords() = default;
  Status add(std::string_view text, const std::string& origin);

  std::vector<Record> records_;
  std::map<std::pair<std::string, std::string>, size_t> byKey_;  // target, nest
  std::string fingerprint_;
  mutable std::mutex mutex_;  // of what follows
  mutable std::vector<bool> used_;
  mutable std::set<std::string> met_;  // names of nests
};

}  // namespace partita
