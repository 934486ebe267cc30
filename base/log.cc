#include "base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace partita {
namespace {

spdlog::level::level_enum spdlogLevel(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

spdlog::logger& logger() {
  static auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("partita", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%L %H:%M:%S.%e %v");
    return made;
  }();
  return *instance;
}

}  // namespace

void configureLog(LogLevel level, int rank) {
  logger().set_level(spdlogLevel(level));
  logger().set_pattern(rank >= 0 ? strCat("%L %H:%M:%S.%e [rank ", rank, "] %v") : std::string("%L %H:%M:%S.%e %v"));
}

bool logEnabled(LogLevel level) { return logger().should_log(spdlogLevel(level)); }

void logMessage(LogLevel level, std::string_view message) {
  logger().log(spdlogLevel(level), spdlog::string_view_t(message.data(), message.size()));
}

}  // namespace partita
