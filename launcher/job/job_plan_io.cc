// Job plans as Cap'n Proto messages (job_plan.capnp).
#include <capnp/message.h>
#include <capnp/serialize.h>

#include <algorithm>
#include <cstring>

#include "launcher/job/job_plan.capnp.h"
#include "launcher/job/job_plan.h"

namespace partita {
namespace {

template <typename List>
uint32_t wireSize(const List& list) {
  return static_cast<uint32_t>(list.size());
}

std::string readText(capnp::Text::Reader text) { return std::string(text.cStr(), text.size()); }
std::string readBytes(capnp::Data::Reader data) {
  return std::string(reinterpret_cast<const char*>(data.begin()), data.size());
}
capnp::Data::Reader dataOf(const std::string& bytes) {
  return capnp::Data::Reader(reinterpret_cast<const kj::byte*>(bytes.data()), bytes.size());
}

// Every number names something of the step program.
Status check(const JobPlan& plan) {
  const size_t arguments = plan.step.arguments.size(), results = plan.step.results.size();
  if (plan.state.size() != plan.init.results.size())
    return invalidArgument("the init program gives ", plan.init.results.size(), " results for ", plan.state.size(),
                           " state leaves");
  std::vector<bool> given(arguments);
  for (const StateLeaf& leaf : plan.state) {
    if (leaf.argument >= arguments || leaf.result >= results)
      return invalidArgument("a state leaf names argument ", leaf.argument, " and result ", leaf.result,
                             " of a step program that has ", arguments, " and ", results);
    given[leaf.argument] = true;
  }
  for (const uint32_t argument : plan.batchArguments) {
    if (argument >= arguments)
      return invalidArgument("batch argument ", argument, " of a step program that has ", arguments);
    given[argument] = true;
  }
  if (plan.state.size() + plan.batchArguments.size() != arguments)
    return invalidArgument("state and batch are ", plan.state.size(), " and ", plan.batchArguments.size(), " of the ",
                           arguments, " arguments of the step program");
  if (const auto missing = std::find(given.begin(), given.end(), false); missing != given.end())
    return invalidArgument("argument ", missing - given.begin(), " of the step program is neither state nor batch");
  for (const auto& [result, name] : plan.metrics) {
    if (result >= results) return invalidArgument("metric ", name, " is result ", result, " of ", results);
  }
  return absl::OkStatus();
}

}  // namespace

std::string serializeJobPlan(const JobPlan& plan) {
  capnp::MallocMessageBuilder builder;
  wire::JobPlan::Builder message = builder.initRoot<wire::JobPlan>();
  const std::string step = serializeMeshPlan(plan.step), init = serializeMeshPlan(plan.init);
  message.setStep(dataOf(step));
  message.setInit(dataOf(init));
  auto state = message.initState(wireSize(plan.state));
  for (uint32_t i = 0; i < state.size(); ++i) {
    state[i].setArgument(plan.state[i].argument);
    state[i].setResult(plan.state[i].result);
  }
  auto batchArguments = message.initBatchArguments(wireSize(plan.batchArguments));
  for (uint32_t i = 0; i < batchArguments.size(); ++i) batchArguments.set(i, plan.batchArguments[i]);
  auto names = message.initBatchNames(wireSize(plan.batch));
  for (uint32_t i = 0; i < names.size(); ++i) names.set(i, plan.batch[i].name);
  auto metrics = message.initMetrics(wireSize(plan.metrics));
  for (uint32_t i = 0; i < metrics.size(); ++i) {
    metrics[i].setResult(plan.metrics[i].first);
    metrics[i].setName(plan.metrics[i].second);
  }
  message.setMesh(plan.mesh);
  message.setSummary(plan.summary);
  const kj::Array<capnp::word> words = capnp::messageToFlatArray(builder);
  return std::string(reinterpret_cast<const char*>(words.begin()), words.size() * sizeof(capnp::word));
}

StatusOr<JobPlan> parseJobPlan(std::string_view bytes) {
  constexpr const char* kWhat = "job plan";
  if (bytes.empty() || bytes.size() % sizeof(capnp::word) != 0)
    return invalidArgument(kWhat, ": ", bytes.size(), " bytes are no Cap'n Proto message");
  kj::Array<capnp::word> words = kj::heapArray<capnp::word>(bytes.size() / sizeof(capnp::word));
  std::memcpy(static_cast<void*>(words.begin()), bytes.data(), bytes.size());
  capnp::ReaderOptions options;
  options.traversalLimitInWords = 4 * words.size() + 1024;  // each word is read about once
  JobPlan plan;
  std::string step, init;
  std::vector<std::string> names;
  try {
    capnp::FlatArrayMessageReader reader(words, options);
    const wire::JobPlan::Reader message = reader.getRoot<wire::JobPlan>();
    step = readBytes(message.getStep());
    init = readBytes(message.getInit());
    for (const wire::StateLeaf::Reader leaf : message.getState())
      plan.state.push_back({leaf.getArgument(), leaf.getResult()});
    for (const uint32_t argument : message.getBatchArguments()) plan.batchArguments.push_back(argument);
    for (const capnp::Text::Reader name : message.getBatchNames()) names.push_back(readText(name));
    for (const wire::Metric::Reader from : message.getMetrics())
      plan.metrics.emplace_back(from.getResult(), readText(from.getName()));
    plan.mesh = readText(message.getMesh());
    plan.summary = readText(message.getSummary());
  } catch (const kj::Exception& error) {
    return invalidArgument(kWhat, ": damaged message: ", error.getDescription().cStr());
  }
  StatusOr<MeshPlan> stepPlan = parseMeshPlan(step), initPlan = parseMeshPlan(init);
  if (!stepPlan.ok()) return annotate(stepPlan.status(), "job plan: step");
  if (!initPlan.ok()) return annotate(initPlan.status(), "job plan: init");
  plan.step = *std::move(stepPlan);
  plan.init = *std::move(initPlan);
  if (names.size() != plan.batchArguments.size())
    return invalidArgument(kWhat, ": batch inputs and batch arguments differ in number");
  if (const Status fits = check(plan); !fits.ok()) return annotate(fits, kWhat);
  for (size_t i = 0; i < names.size(); ++i)
    plan.batch.push_back({plan.step.arguments[plan.batchArguments[i]], std::move(names[i])});
  return plan;
}

}  // namespace partita
