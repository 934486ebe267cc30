#include "tests/support/captured.h"

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "base/text.h"

namespace partita {
namespace {

using Json = nlohmann::json;

double number(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  if (!json.is_string()) return json.get<double>();
  const std::string text = json.get<std::string>();
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  return text == "inf" ? std::numeric_limits<double>::infinity() : -std::numeric_limits<double>::infinity();
}

int64_t integer(const Json& json) {
  if (json.is_boolean()) return json.get<bool>();
  return json.is_number_unsigned() ? static_cast<int64_t>(json.get<uint64_t>()) : json.get<int64_t>();
}

Generator generatorOf(const Json& json) {
  Generator generator;
  StatusOr<Generator::Kind> kind = parseGeneratorKind(json.at("kind").get<std::string>());
  CHECK(kind.ok(), kind.status().ToString());
  generator.kind = *kind;
  if (json.contains("seed")) generator.seed = json["seed"].get<uint64_t>();
  if (json.contains("low")) generator.low = number(json["low"]);
  if (json.contains("high")) generator.high = number(json["high"]);
  if (json.contains("value")) generator.value = number(json["value"]);
  return generator;
}

CapturedProgram::Output outputOf(const Json& json) {
  CapturedProgram::Output output;
  const std::string dtype = json.at("dtype").get<std::string>();
  output.integral = dtype == "bool" || dtype.rfind("int", 0) == 0 || dtype.rfind("uint", 0) == 0;
  const Json& check = json.at("check");
  if (check.is_null()) return output;
  output.checked = true;
  for (const Json& pair : check.at("samples")) {
    CapturedProgram::Sample& sample = output.samples.emplace_back();
    sample.index = pair[0].get<int64_t>();
    if (output.integral) {
      sample.integer = integer(pair[1]);
    } else if (pair[1].is_array()) {
      sample.real = number(pair[1][0]);
      sample.imag = number(pair[1][1]);
    } else {
      sample.real = number(pair[1]);
    }
  }
  if (check.contains("mean") && !check["mean"].is_null() && !check["mean"].is_array()) {
    output.hasMean = true;
    output.mean = number(check["mean"]);
    output.absMean = number(check["abs_mean"]);
  }
  if (check.contains("sum") && check["sum"].is_number()) {
    output.hasSum = true;
    output.sum = integer(check["sum"]);
  }
  return output;
}

bool near(double found, double expected, double scale, double rtol, double atol) {
  if (std::isnan(expected)) return std::isnan(found);
  return found == expected || std::abs(found - expected) <= atol + rtol * scale;
}

}  // namespace

std::vector<CapturedProgram> capturedPrograms(const std::string& group) {
  const std::string root = std::string(PARTITA_SOURCE_DIR) + "/tests/data/programs/";
  std::ifstream file(root + "index.json");
  CHECK(file.good(), "cannot read ", root, "index.json");
  std::vector<CapturedProgram> programs;
  for (const Json& json : Json::parse(file)) {
    if (!group.empty() && json.at("group") != group) continue;
    CapturedProgram& program = programs.emplace_back();
    program.name = json.at("name").get<std::string>();
    program.group = json.at("group").get<std::string>();
    program.path = root + json.at("file").get<std::string>();
    program.numPartitions = json.at("num_partitions").get<int64_t>();
    for (const Json& input : json.at("inputs")) {
      CapturedProgram::Input& in = program.inputs.emplace_back();
      for (const Json& size : input.at("shape")) in.dims.push_back(size.get<int64_t>());
      in.generator = generatorOf(input.at("gen"));
    }
    for (const Json& output : json.at("outputs")) program.outputs.push_back(outputOf(output));
    program.rtol = json.at("tolerance").at("rtol").get<double>();
    program.atol = json.at("tolerance").at("atol").get<double>();
  }
  return programs;
}

std::vector<Tensor> capturedInputs(const CapturedProgram& program, const Graph& graph) {
  const std::vector<ValueId>& args = graph.bodyRegion().args;
  CHECK(args.size() == program.inputs.size(), program.name, " takes ", args.size(), " arguments, index.json has ",
        program.inputs.size());
  std::vector<Tensor> tensors;
  for (size_t i = 0; i < args.size(); ++i) {
    CHECK(graph.type(args[i]).dims == program.inputs[i].dims, program.name, ": argument ", i, " is ",
          graph.type(args[i]).toString());
    tensors.push_back(generateTensor(program.inputs[i].generator, graph.type(args[i])));
  }
  return tensors;
}

Status checkCapturedOutputs(const CapturedProgram& program, const std::vector<Tensor>& found, double minRtol) {
  if (found.size() != program.outputs.size()) {
    return invalidArgument(program.name, " gives ", found.size(), " results, recorded are ", program.outputs.size());
  }
  // 9 significant digits are recorded, 7 in programs with many results.
  const double recorded = program.outputs.size() > 16 ? 6e-7 : 6e-9;
  const double rtol = std::max({program.rtol, minRtol, recorded});
  for (size_t i = 0; i < found.size(); ++i) {
    const CapturedProgram::Output& output = program.outputs[i];
    if (!output.checked) continue;
    const Tensor& tensor = found[i];
    const std::string where = strCat(program.name, " result ", i, " ", tensor.type().toString());
    for (const CapturedProgram::Sample& sample : output.samples) {
      if (sample.index >= tensor.elements()) return invalidArgument(where, " has no element ", sample.index);
      if (output.integral) {
        if (tensor.asInt(sample.index) == sample.integer) continue;
        return invalidArgument(where, " element ", sample.index, " is ", tensor.asInt(sample.index), ", recorded is ",
                               sample.integer);
      }
      double real = tensor.asDouble(sample.index), imag = 0;
      if (tensor.type().dtype == DType::kC64) imag = tensor.as<float>()[2 * sample.index + 1];
      if (tensor.type().dtype == DType::kC128) imag = tensor.as<double>()[2 * sample.index + 1];
      if (near(real, sample.real, std::abs(sample.real), rtol, program.atol) &&
          near(imag, sample.imag, std::abs(sample.imag), rtol, program.atol)) {
        continue;
      }
      return invalidArgument(where, " element ", sample.index, " is ", real,
                             isComplex(tensor.type().dtype) ? strCat(" + ", imag, " i") : "", ", recorded is ",
                             sample.real);
    }
    if (output.hasMean && tensor.elements() > 0) {
      double sum = 0, absSum = 0;
      for (int64_t e = 0; e < tensor.elements(); ++e) {
        sum += tensor.asDouble(e);
        absSum += std::abs(tensor.asDouble(e));
      }
      const double n = static_cast<double>(tensor.elements());
      // Cancellation in the mean is measured against the mean of the magnitudes.
      if (!near(sum / n, output.mean, std::abs(output.absMean), rtol, program.atol) ||
          !near(absSum / n, output.absMean, std::abs(output.absMean), rtol, program.atol)) {
        return invalidArgument(where, " has mean ", sum / n, " and mean magnitude ", absSum / n, ", recorded are ",
                               output.mean, " and ", output.absMean);
      }
    }
    if (output.hasSum) {
      uint64_t sum = 0;
      for (int64_t e = 0; e < tensor.elements(); ++e) sum += static_cast<uint64_t>(tensor.asInt(e));
      if (static_cast<int64_t>(sum) != output.sum)
        return invalidArgument(where, " has sum ", static_cast<int64_t>(sum), ", recorded is ", output.sum);
    }
  }
  return absl::OkStatus();
}

}  // namespace partita
