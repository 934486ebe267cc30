#include "tests/support/whole_path/isolation.h"

#include <execinfo.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstring>

#include "base/check.h"

namespace partita {
namespace {

using Clock = std::chrono::steady_clock;

void writeAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n <= 0) ::_exit(3);
    bytes.remove_prefix(static_cast<size_t>(n));
  }
}

void appendText(std::string* out, const std::string& text) {
  const uint32_t size = static_cast<uint32_t>(text.size());
  out->append(reinterpret_cast<const char*>(&size), sizeof(size));
  *out += text;
}

// One outcome: its length, then verdict, stage, message.
std::string packed(const CaseOutcome& outcome) {
  std::string body(1, static_cast<char>(outcome.verdict));
  appendText(&body, outcome.stage);
  appendText(&body, outcome.message);
  std::string out;
  appendText(&out, body);
  return out;
}

CaseOutcome unpacked(std::string_view body) {
  CaseOutcome outcome;
  outcome.verdict = static_cast<Verdict>(body[0]);
  body.remove_prefix(1);
  for (std::string* text : {&outcome.stage, &outcome.message}) {
    uint32_t size = 0;
    std::memcpy(&size, body.data(), sizeof(size));
    *text = std::string(body.substr(sizeof(size), size));
    body.remove_prefix(sizeof(size) + size);
  }
  return outcome;
}

// Bytes from FD until there are COUNT or DEADLINE is past; false at the end of the stream or in time-out (TIMED_OUT).
bool readAll(int fd, char* to, size_t count, Clock::time_point deadline, bool* timedOut) {
  while (count > 0) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd ready{fd, POLLIN, 0};
    const int n = left <= 0 ? 0 : ::poll(&ready, 1, static_cast<int>(left));
    if (n == 0) {
      *timedOut = true;
      return false;
    }
    if (n < 0) continue;
    const ssize_t got = ::read(fd, to, count);
    if (got <= 0) return false;
    to += got;
    count -= static_cast<size_t>(got);
  }
  return true;
}

// What was written to FILE, its last lines.
std::string lastWords(std::FILE* file) {
  std::string text;
  const long end = (std::fseek(file, 0, SEEK_END), std::ftell(file));
  constexpr long kLimit = 6000;
  std::fseek(file, 0, SEEK_SET);
  text.resize(static_cast<size_t>(std::min(end, kLimit)));
  const size_t n = std::fread(text.data(), 1, text.size(), file);
  text.resize(n);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

// Where a child crashed: addresses for addr2line. Sanitizers say it themselves.
[[maybe_unused]] void sayWhere(int signal) {
  void* frames[18];
  constexpr int kOwn = 2;  // this function and the signal's frame
  const int count = ::backtrace(frames, 18);
  if (count > kOwn) ::backtrace_symbols_fd(frames + kOwn, count - kOwn, 2);
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}
void catchCrashes() {
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  for (int signal : {SIGSEGV, SIGABRT, SIGFPE, SIGILL, SIGBUS}) ::signal(signal, sayWhere);
#endif
}

}  // namespace

void runIsolated(size_t count, size_t batch, double seconds, const std::function<CaseOutcome(size_t)>& body,
                 const std::function<bool(size_t, const CaseOutcome&)>& report) {
  size_t next = 0;
  while (next < count) {
    const size_t end = std::min(count, next + batch);
    int pipe[2];
    CHECK(::pipe(pipe) == 0, "no pipe");
    std::FILE* words = std::tmpfile();
    CHECK(words != nullptr, "no temporary file");
    std::fflush(nullptr);
    const pid_t child = ::fork();
    CHECK(child >= 0, "cannot fork");
    if (child == 0) {
      ::close(pipe[0]);
      ::dup2(::fileno(words), 2);
      catchCrashes();
      for (size_t i = next; i < end; ++i) writeAll(pipe[1], packed(body(i)));
      ::_exit(0);  // no destructors of static objects: threads may be running
    }
    ::close(pipe[1]);
    bool goOn = true, timedOut = false;
    for (; next < end && goOn; ++next) {
      const auto deadline =
          Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
      uint32_t size = 0;
      if (!readAll(pipe[0], reinterpret_cast<char*>(&size), sizeof(size), deadline, &timedOut)) break;
      std::string text(size, '\0');
      if (!readAll(pipe[0], text.data(), size, deadline, &timedOut)) break;
      goOn = report(next, unpacked(text));
    }
    ::close(pipe[0]);
    const bool unfinished = next < end && goOn;
    if (timedOut || !goOn) ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    if (unfinished) {
      CaseOutcome outcome{timedOut ? Verdict::kHang : Verdict::kCrash, "", ""};
      if (timedOut) {
        outcome.message = strCat("no result within ", seconds, " s");
      } else if (WIFSIGNALED(status)) {
        outcome.message = strCat("ended by ", ::strsignal(WTERMSIG(status)));
      } else {
        outcome.message = strCat("ended with exit code ", WEXITSTATUS(status));
      }
      const std::string said = lastWords(words);
      if (!said.empty()) strAppend(&outcome.message, ": ", said);
      goOn = report(next++, outcome);
    }
    std::fclose(words);
    if (!goOn) return;
  }
}

CaseOutcome runIsolated(double seconds, const std::function<CaseOutcome()>& body) {
  CaseOutcome out;
  runIsolated(
      1, 1, seconds, [&](size_t) { return body(); },
      [&](size_t, const CaseOutcome& outcome) {
        out = outcome;
        return true;
      });
  return out;
}

}  // namespace partita
