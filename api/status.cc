// Versions, statuses, bytes, the log.
#include "api/handles.h"
#include "base/log.h"

namespace partita {
namespace {

partita_status& outOfMemory() {
  static partita_status& status = *new partita_status{PARTITA_RESOURCE_EXHAUSTED, "there is no memory in this process"};
  return status;
}
// Made when the library is loaded: there is memory then.
[[maybe_unused]] const partita_status& madeEarly = outOfMemory();

}  // namespace

partita_status* outOfMemoryStatus() noexcept { return &outOfMemory(); }

partita_status* statusToC(const Status& status) noexcept {
  if (status.ok()) return nullptr;
  try {
    return new partita_status{static_cast<int32_t>(status.code()), std::string(toView(status.message()))};
  } catch (...) {
    return outOfMemoryStatus();
  }
}

}  // namespace partita

using namespace partita;

int32_t partita_api_version(void) { return PARTITA_API_VERSION; }
const char* partita_version(void) { return PARTITA_VERSION; }

int32_t partita_status_code(const partita_status* status) { return status == nullptr ? PARTITA_OK : status->code; }
const char* partita_status_message(const partita_status* status) {
  return status == nullptr ? "" : status->message.c_str();
}
void partita_status_destroy(partita_status* status) {
  if (status != outOfMemoryStatus()) delete status;
}

const char* partita_bytes_data(const partita_bytes* bytes) { return bytes == nullptr ? "" : bytes->contents.c_str(); }
size_t partita_bytes_size(const partita_bytes* bytes) { return bytes == nullptr ? 0 : bytes->contents.size(); }
void partita_bytes_destroy(partita_bytes* bytes) { delete bytes; }

partita_status* partita_set_log(partita_log_callback callback, void* user, int32_t level) {
  return guarded([&]() -> Status {
    if (level < PARTITA_LOG_DEBUG || level > PARTITA_LOG_ERROR) return invalidArgument("there is no log level ", level);
    setLogSink(
        callback == nullptr
            ? LogSink()
            : [callback, user](
                  LogLevel of,
                  std::string_view
                      message) { callback(user, static_cast<int32_t>(of), message.data(), message.size()); },
        static_cast<LogLevel>(level));
    return absl::OkStatus();
  });
}
