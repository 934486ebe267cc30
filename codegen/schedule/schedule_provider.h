#pragma once
// Who gives a nest its schedule: what someone forces, else what a database has for it, else what the target's numbers
// suggest.
#include <memory>
#include <string>

#include "codegen/schedule/default/default_schedule.h"
#include "codegen/schedule/schedule_records.h"

namespace partita {

struct ScheduleProvider {
  // Each record is for some nest of what is compiled: whoever forces them asks checkUsed() afterwards.
  std::shared_ptr<const ScheduleRecords> forced;
  std::shared_ptr<const ScheduleRecords> database;

  bool onlyDefault() const { return forced == nullptr && database == nullptr; }
  StatusOr<ProvidedSchedule> scheduleOf(const LoopNest& nest, const ScheduleContext& context) const;
  // Other wherever an answer may be other, for one target.
  std::string fingerprint() const;
};

// What becomes of STATUS, that GIVEN does not fit NEST: InvalidArgument with file and line, or, for a schedule that was
// made here, Internal.
Status asProvided(const Status& status, const ProvidedSchedule& given, const LoopNest& nest);

}  // namespace partita
