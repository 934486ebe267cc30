#include "codegen/schedule/schedule_provider.h"

#include "absl/strings/numbers.h"
#include "base/text.h"

namespace partita {

StatusOr<ProvidedSchedule> ScheduleProvider::scheduleOf(const LoopNest& nest, const ScheduleContext& context) const {
  for (const auto* records : {forced.get(), database.get()}) {
    if (records == nullptr) continue;
    if (auto given = records->find(nest, targetName(context.target))) return *std::move(given);
  }
  ProvidedSchedule made;
  StatusOr<Schedule> schedule = defaultSchedule(nest, context);
  if (!schedule.ok()) return asProvided(schedule.status(), made, nest);
  made.schedule = *std::move(schedule);
  return made;
}

std::string ScheduleProvider::fingerprint() const {
  return strCat(forced == nullptr ? "" : forced->fingerprint(), "/",
                database == nullptr ? "" : database->fingerprint());
}

Status asProvided(const Status& status, const ProvidedSchedule& given, const LoopNest& nest) {
  if (given.file.empty()) return internalError("no schedule fits: ", status.message(), "\n", nestToString(nest));
  int line = given.line;
  size_t step = 0;
  const auto payload = status.GetPayload(kScheduleStepPayload);
  if (payload && absl::SimpleAtoi(std::string(*payload), &step) && step < given.lines.size()) line = given.lines[step];
  return invalidArgument(given.file, ":", line, ": the schedule does not fit ", nest.function.name, ": ",
                         toView(status.message()));
}

}  // namespace partita
