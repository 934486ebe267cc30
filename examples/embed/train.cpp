// The same as train.c through partita.hpp: trains, stores the compiled step, and goes on with what is loaded again.
#include <cmath>
#include <cstdio>
#include <partita/partita.hpp>
#include <vector>

#include "programs.h"

namespace {

// TEXT, cut for two devices by RULES and compiled.
partita::Executable compiled(const partita::Client& client, const char* text, const char* name,
                             std::vector<std::string> rules) {
  const partita::Program program = partita::Program::parse(text, name).value();
  partita::PlanOptions options;
  options.mesh = "data=2";
  options.rules = std::move(rules);
  const partita::Plan plan = partita::Plan::create(client, program, options).value();
  std::printf("%s: %.0f bytes at most on a device; a run sends\n", name,
              static_cast<double>(plan.cost().value().peak_bytes));
  for (const partita::PlannedCollective& collective : plan.collectives().value())
    std::printf("  %lld x %s over %s: %.0f bytes a device\n", static_cast<long long>(collective.count),
                collective.kind.c_str(), collective.axes.c_str(), collective.sentBytes);
  return partita::Executable::compile(client, plan).value();
}

// One step: the parameters in STATE are donated and replaced by the new ones. Gives the loss.
float step(const partita::Executable& executable, std::vector<partita::Buffer>& state, const partita::Buffer& x,
           const partita::Buffer& y) {
  std::vector<partita::Buffer> results = executable.execute({&state[0], &state[1], &x, &y}).value();
  state[0] = std::move(results[0]);
  state[1] = std::move(results[1]);
  return results[2].toHost<float>().value()[0];
}

int run() {
  partita::ClientOptions options;
  options.devices = 2;
  const partita::Client client = partita::Client::create(options).value();
  const partita::Executable init = compiled(client, kInit, "init", {});
  const partita::Executable train = compiled(client, kStep, "step", {"w2=data"});

  std::vector<partita::Buffer> state = init.execute({}).value();
  for (std::size_t i = 0; i < state.size(); ++i) state[i] = state[i].toArgument(train, i).value();

  std::vector<float> x, y;
  for (int i = 0; i < kBatch; ++i) {
    x.push_back(static_cast<float>(i % 8) / 4 - 0.875f);
    x.push_back(static_cast<float>(i / 8) / 2 - 0.75f);
    y.push_back(x[x.size() - 2] > x.back() ? 1.0f : -1.0f);
  }
  const partita::Buffer xs = partita::Buffer::forArgument<float>(train, 2, x).value();
  const partita::Buffer ys = partita::Buffer::forArgument<float>(train, 3, y).value();

  const float first = step(train, state, xs, ys);
  float loss = first;
  for (int i = 1; i < 200; ++i) loss = step(train, state, xs, ys);
  const partita::Executable loaded = partita::Executable::load(client, train.serialize().value()).value();
  float last = loss;
  for (int i = 0; i < 200; ++i) last = step(loaded, state, xs, ys);
  std::printf("loss %.4f -> %.4f after 200 steps, -> %.4f after 200 more, as loaded\n", first, loss, last);
  return last < loss && loss < first ? 0 : 1;
}

}  // namespace

int main() {
  try {
    return run();
  } catch (const partita::Error& error) {
    std::fprintf(stderr, "%s (code %d)\n", error.what(), static_cast<int>(error.status().code()));
    return 1;
  }
}
