#include "devices/step_time.h"

#include <algorithm>
#include <queue>
#include <set>

namespace partita {

StepTime stepTime(const std::vector<StepWork>& work, const DeviceClass& device) {
  StepTime out;
  std::vector<double> duration(work.size());
  std::vector<int> waitsFor(work.size());
  std::vector<std::vector<int32_t>> readers(work.size());
  std::set<int32_t> kernels, collectives;  // ready and not started
  const auto release = [&](int32_t i) {
    (work[static_cast<size_t>(i)].kind == StepWork::Kind::kCollective ? collectives : kernels).insert(i);
  };
  for (size_t i = 0; i < work.size(); ++i) {
    const StepWork& one = work[i];
    switch (one.kind) {
      case StepWork::Kind::kKernel:
        duration[i] = device.seconds(one.kernel);
        out.compute += duration[i];
        break;
      case StepWork::Kind::kCollective:
        duration[i] = one.seconds;
        out.communication += duration[i];
        break;
      case StepWork::Kind::kControl: {
        const StepTime trip = stepTime(one.body, device);
        duration[i] = trip.seconds * one.trips;
        out.compute += trip.compute * one.trips;
        out.communication += trip.communication * one.trips;
        break;
      }
    }
    waitsFor[i] = static_cast<int>(one.after.size());
    for (int32_t before : one.after) readers[static_cast<size_t>(before)].push_back(static_cast<int32_t>(i));
    if (one.after.empty()) release(static_cast<int32_t>(i));
  }

  using Done = std::pair<double, int32_t>;
  std::priority_queue<Done, std::vector<Done>, std::greater<>> running;
  double now = 0, computesUntil = 0, sendsUntil = 0;
  const auto start = [&](std::set<int32_t>& ready, double& until) {
    const int32_t i = *ready.begin();
    ready.erase(ready.begin());
    until = now + duration[static_cast<size_t>(i)];
    running.push({until, i});
  };
  while (true) {
    while (!collectives.empty() && sendsUntil <= now) start(collectives, sendsUntil);
    while (!kernels.empty() && computesUntil <= now) {
      if (work[static_cast<size_t>(*kernels.begin())].kind == StepWork::Kind::kControl) {
        if (sendsUntil > now) break;
        start(kernels, computesUntil);
        sendsUntil = computesUntil;
      } else {
        start(kernels, computesUntil);
      }
    }
    if (running.empty()) break;
    const auto [end, i] = running.top();
    running.pop();
    now = end;
    for (int32_t reader : readers[static_cast<size_t>(i)]) {
      if (--waitsFor[static_cast<size_t>(reader)] == 0) release(reader);
    }
  }
  out.seconds = now;
  return out;
}

}  // namespace partita
