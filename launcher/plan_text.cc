#include "launcher/plan_text.h"

#include <nlohmann/json.hpp>

#include "launcher/json_output.h"

namespace partita {

std::string planJson(const PlanSummary& summary, const PartitionResult& plan) {
  using Json = nlohmann::ordered_json;
  const auto number = [](double value, int digits = 9) { return jsonNumber<Json>(value, digits); };
  Json json = {{"mesh", summary.mesh},
               {"devices", summary.devices},
               {"programs", summary.programs},
               {"bytes_per_device", number(summary.bytesPerDevice, 15)},
               {"peak_bytes_per_device", summary.memory.peakBytes},
               {"argument_bytes", summary.memory.argumentBytes},
               {"result_bytes", summary.memory.resultBytes},
               {"constant_bytes", summary.memory.constantBytes},
               {"arena_bytes", summary.memory.arenaBytes},
               {"communication_seconds", number(summary.communicationSeconds)},
               {"step_seconds", number(summary.stepSeconds)}};
  json["collectives"] = Json::array();
  for (const CollectiveSum& sum : summary.collectives)
    json["collectives"].push_back({{"kind", sum.kind},
                                   {"count", sum.count},
                                   {"bytes_per_device", number(sum.bytesPerDevice, 15)},
                                   {"axes", sum.axes},
                                   {"group_size", sum.groupSize},
                                   {"seconds", number(sum.seconds)}});
  json["classes"] = Json::array();
  for (const ClassSummary& sum : summary.classes)
    json["classes"].push_back({{"name", sum.name},
                               {"devices", sum.devices},
                               {"local_shapes", sum.localShapes},
                               {"peak_bytes", sum.memory.peakBytes},
                               {"compute_s", number(sum.step.compute)},
                               {"comm_s", number(sum.step.communication)},
                               {"overlap_s", number(sum.overlapSeconds())},
                               {"wait_s", number(sum.waitSeconds)}});
  json["unused_axes"] = plan.unusedAxes;
  json["notes"] = plan.notes;
  json["passes"] = Json::array();
  for (const PassTiming& pass : plan.timings)
    json["passes"].push_back({{"name", pass.name}, {"seconds", number(pass.seconds)}});
  return jsonLine(json);
}

}  // namespace partita
