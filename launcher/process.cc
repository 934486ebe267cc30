#include "launcher/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

#include "base/clock.h"

namespace partita {
namespace {

double bootSeconds() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// When the process was started on the clock of secondsNow(); where /proc does not tell, now.
double startOfProcess() {
  const double now = secondsNow();
  std::ifstream in("/proc/self/stat");
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const size_t name = text.rfind(')');  // the second field, which may contain spaces
  if (name == std::string::npos) return now;
  std::istringstream fields(text.substr(name + 1));
  std::string field;
  for (int i = 3; i < 22; ++i) fields >> field;
  double ticks = 0;  // the 22nd: when it was started, counted from boot
  if (!(fields >> ticks)) return now;
  const double age = bootSeconds() - ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
  return age > 0 ? now - age : now;
}

}  // namespace

double processSeconds() {
  static const double start = startOfProcess();
  return secondsNow() - start;
}

int64_t peakMemoryBytes() {
  // ru_maxrss begins at what the parent had when it forked: VmHWM is the process's own.
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (int64_t kib = 0; std::sscanf(line.c_str(), "VmHWM: %" SCNd64, &kib) == 1) return kib * 1024;
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return int64_t{usage.ru_maxrss} * 1024;
}

}  // namespace partita
