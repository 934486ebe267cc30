#include "base/log.h"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <mutex>

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

LogLevel levelOf(spdlog::level::level_enum level) {
  switch (level) {
    case spdlog::level::trace:
    case spdlog::level::debug:
      return LogLevel::kDebug;
    case spdlog::level::warn:
      return LogLevel::kWarning;
    case spdlog::level::err:
    case spdlog::level::critical:
      return LogLevel::kError;
    default:
      return LogLevel::kInfo;
  }
}

// Stderr, or whoever wants the messages.
class Sink : public spdlog::sinks::base_sink<std::mutex> {
 public:
  void redirect(LogSink other) {
    std::lock_guard lock(mutex_);
    other_ = std::move(other);
  }

 protected:
  void sink_it_(const spdlog::details::log_msg& message) override {
    if (other_) {
      other_(levelOf(message.level), std::string_view(message.payload.data(), message.payload.size()));
      return;
    }
    spdlog::memory_buf_t text;
    formatter_->format(message, text);
    std::fwrite(text.data(), 1, text.size(), stderr);
    std::fflush(stderr);
  }
  void flush_() override { std::fflush(stderr); }

 private:
  LogSink other_;
};

struct Log {
  std::shared_ptr<Sink> sink = std::make_shared<Sink>();
  spdlog::logger logger{"partita", sink};
};

// Never destroyed: other threads may still write when the process ends.
Log& log() {
  static Log& instance = []() -> Log& {
    Log& made = *new Log;
    made.logger.set_pattern("%L %H:%M:%S.%e %v");
    return made;
  }();
  return instance;
}

spdlog::logger& logger() { return log().logger; }

}  // namespace

void configureLog(LogLevel level, int rank) {
  logger().set_level(spdlogLevel(level));
  logger().set_pattern(rank >= 0 ? strCat("%L %H:%M:%S.%e [rank ", rank, "] %v") : std::string("%L %H:%M:%S.%e %v"));
}

void setLogSink(LogSink sink, LogLevel level) {
  log().sink->redirect(std::move(sink));
  logger().set_level(spdlogLevel(level));
}

bool logEnabled(LogLevel level) { return logger().should_log(spdlogLevel(level)); }

void logMessage(LogLevel level, std::string_view message) {
  logger().log(spdlogLevel(level), spdlog::string_view_t(message.data(), message.size()));
}

}  // namespace partita
