#pragma once
// Leveled log to stderr with a rank prefix. spdlog stays in log.cc.
#include <functional>
#include <string_view>

#include "base/text.h"

namespace partita {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// Messages below LEVEL are dropped; RANK >= 0 adds "[rank N] ". Call once at start, before threads.
void configureLog(LogLevel level, int rank = -1);
// Messages of LEVEL and above go to SINK, one at a time, instead of stderr; to stderr again with an empty one. When
// this returns, no call of the sink before is under way. Any thread, but not from a sink.
using LogSink = std::function<void(LogLevel, std::string_view message)>;
void setLogSink(LogSink sink, LogLevel level);
bool logEnabled(LogLevel level);
void logMessage(LogLevel level, std::string_view message);

template <typename... Parts>
void logDebug(const Parts&... parts) {
  if (logEnabled(LogLevel::kDebug)) logMessage(LogLevel::kDebug, strCat(parts...));
}
template <typename... Parts>
void logInfo(const Parts&... parts) {
  logMessage(LogLevel::kInfo, strCat(parts...));
}
template <typename... Parts>
void logWarning(const Parts&... parts) {
  logMessage(LogLevel::kWarning, strCat(parts...));
}
template <typename... Parts>
void logError(const Parts&... parts) {
  logMessage(LogLevel::kError, strCat(parts...));
}

}  // namespace partita
