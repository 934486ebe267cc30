#include "launcher/commands/run_values.h"

#include <algorithm>
#include <cstdio>
#include <map>

#include "absl/strings/numbers.h"
#include "base/files.h"
#include "checkpoint/safetensors.h"
#include "checkpoint/weights.h"
#include "executor/caching_allocator.h"
#include "launcher/generator_spec.h"
#include "runtime/tile.h"

namespace partita {
namespace {

StatusOr<std::vector<Tensor>> readArguments(const Graph& graph, const std::string& path) {
  ASSIGN_OR_RETURN(NamedTensors named, readSafetensors(path));
  std::map<std::string, Tensor> byName;
  for (auto& [name, tensor] : named) byName.emplace(name, std::move(tensor));
  std::vector<Tensor> out;
  for (size_t i = 0; i < graph.arguments.size(); ++i) {
    const TensorType& type = graph.type(graph.bodyRegion().args[i]);
    const auto found = byName.find(strCat("arg", i));
    if (found == byName.end())
      return invalidArgument(path, ": tensor \"arg", i, "\" (", type.toString(), " ", graph.arguments[i].name,
                             ") is missing");
    if (found->second.type() != type)
      return invalidArgument(path, ": tensor \"arg", i, "\" is ", found->second.type().toString(),
                             ", but the program's argument ", i, " (", graph.arguments[i].name, ") is ",
                             type.toString());
    out.push_back(std::move(found->second));
    byName.erase(found);
  }
  if (!byName.empty())
    return invalidArgument(path, ": tensor \"", byName.begin()->first,
                           "\" is no argument of the program, which has arg0 to arg", graph.arguments.size(),
                           " (exclusive)");
  return out;
}

StatusOr<std::vector<Tensor>> generateArguments(const Graph& graph, const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, readFile(path, "generator list"));
  ASSIGN_OR_RETURN(const std::vector<Generator> generators, parseGenerators(text, path));
  if (generators.size() != graph.arguments.size())
    return invalidArgument(path, ": ", generators.size(), " generators for ", graph.arguments.size(), " arguments");
  std::vector<Tensor> out;
  for (size_t i = 0; i < generators.size(); ++i) {
    const TensorType& type = graph.type(graph.bodyRegion().args[i]);
    RETURN_IF_ERROR(checkGenerator(generators[i], type.dtype, strCat(path, ": generator ", i)));
    RETURN_IF_ERROR(
        checkMemoryAvailable(static_cast<double>(type.bytes()), strCat("argument ", i, ", ", type.toString(), ",")));
    out.push_back(generateTensor(generators[i], type));
  }
  return out;
}

// ---- by name ----

// How a program says what stands before a text that is shorter than its argument (an integer); without it 0.
constexpr std::string_view kPad = "partita.pad";

// The bytes of TEXT at the right end of a one-dimensional array of integers.
StatusOr<Tensor> textTensor(const ArgumentInfo& argument, const TensorType& type, std::string_view text) {
  const int64_t length = type.dims[0];
  if (static_cast<int64_t>(text.size()) > length)
    return invalidArgument("--set ", argument.name, ": the text has ", text.size(), " bytes, and the argument (",
                           type.toString(), ") takes ", length, ": shorten it");
  int64_t pad = 0;
  if (const Attr* attr = argument.attrs.find(kPad); attr != nullptr) {
    const auto* text = std::get_if<TextAttr>(attr);  // as it is written: "-1 : i32"
    const std::string number = text == nullptr ? "" : text->text.substr(0, text->text.find(" :"));
    if (!absl::SimpleAtoi(number, &pad))
      return invalidArgument("argument ", argument.name, ": ", kPad, " is not an integer: write for example ", kPad,
                             " = -1 : i32");
  }
  Tensor out(type);
  const int64_t first = length - static_cast<int64_t>(text.size());
  for (int64_t i = 0; i < length; ++i)
    out.setInt(i, i < first ? pad : static_cast<unsigned char>(text[static_cast<size_t>(i - first)]));
  return out;
}

// "0.8" for a scalar, a text for a list of integers.
StatusOr<Tensor> valueTensor(const ArgumentInfo& argument, const TensorType& type, const std::string& value) {
  if (type.dims.size() == 1 && isInteger(type.dtype) && type.dtype != DType::kI1)
    return textTensor(argument, type, value);
  if (!type.dims.empty() || isComplex(type.dtype))
    return invalidArgument("--set ", argument.name, ": the argument is ", type.toString(),
                           ": only numbers and texts (a list of integers) can be set: give it with --weights");
  Tensor out(type);
  if (isInteger(type.dtype)) {
    int64_t number = 0;
    if (!absl::SimpleAtoi(value, &number))
      return invalidArgument("--set ", argument.name, "=", value, ": the argument is ", type.toString(),
                             ", and that is no whole number");
    out.setInt(0, number);
    if (out.asInt(0) != number)
      return invalidArgument("--set ", argument.name, "=", value, " does not fit ", type.toString());
    return out;
  }
  double number = 0;
  if (!absl::SimpleAtod(value, &number))
    return invalidArgument("--set ", argument.name, "=", value, ": the argument is ", type.toString(),
                           ", and that is no number");
  out.set(0, number);
  return out;
}

StatusOr<std::vector<Tensor>> namedArguments(const Graph& graph, const RunOptions& options) {
  std::map<std::string, std::string> sets;
  for (const std::string& set : options.sets) {
    const size_t equals = set.find('=');
    if (equals == std::string::npos || equals == 0) return invalidArgument("--set ", set, ": write --set NAME=VALUE");
    if (!sets.emplace(set.substr(0, equals), set.substr(equals + 1)).second)
      return invalidArgument("--set gives ", set.substr(0, equals), " twice");
  }
  std::unique_ptr<WeightsReader> weights;
  if (!options.weights.empty()) {
    ASSIGN_OR_RETURN(weights, openWeights(options.weights));
  }
  std::map<const StoredTensor*, std::string> users;
  std::vector<Tensor> out;
  out.reserve(graph.arguments.size());
  std::vector<WeightsReader::Want> wants;
  std::string problems;
  for (size_t i = 0; i < graph.arguments.size(); ++i) {
    const ArgumentInfo& argument = graph.arguments[i];
    const TensorType& type = graph.type(graph.bodyRegion().args[i]);
    if (const auto set = sets.find(argument.name); set != sets.end()) {
      ASSIGN_OR_RETURN(Tensor value, valueTensor(argument, type, set->second));
      out.push_back(std::move(value));
      sets.erase(set);
      continue;
    }
    const StoredTensor* found = nullptr;
    if (weights != nullptr) {
      ASSIGN_OR_RETURN(found, weights->match(argument.name));
    }
    if (found == nullptr) {
      strAppend(&problems, "\n  ", argument.name, " (", type.toString(), ") is given by neither --weights nor --set");
    } else if (found->type != type) {
      strAppend(&problems, "\n  ", argument.name, " is ", type.toString(), ", but ", found->path, " of the weights is ",
                found->type.toString());
    } else if (const auto [user, isNew] = users.emplace(found, argument.name); !isNew) {
      strAppend(&problems, "\n  ", argument.name, " and ", user->second, " could both be ", found->path,
                " of the weights");
    } else {
      Tensor& tensor = out.emplace_back(type);
      wants.push_back({found, wholeTile(type.dims), tensor.mutableData()});
    }
  }
  if (!sets.empty())
    return invalidArgument("--set ", sets.begin()->first, ": the program has no argument of that name");
  if (!problems.empty()) return invalidArgument(options.file, ": not every argument has a value:", problems);
  if (weights != nullptr) RETURN_IF_ERROR(weights->read(wants));
  return out;
}

}  // namespace

StatusOr<std::vector<Tensor>> loadArguments(const Graph& graph, const RunOptions& options) {
  if (!options.weights.empty() || !options.sets.empty()) return namedArguments(graph, options);
  if (!options.spec.empty()) return generateArguments(graph, options.spec);
  if (!options.inputs.empty()) return readArguments(graph, options.inputs);
  if (!graph.arguments.empty())
    return invalidArgument(options.file, ": takes ", graph.arguments.size(),
                           " arguments: give them with --inputs FILE, --spec FILE, or --weights FILE and --set "
                           "NAME=VALUE");
  return std::vector<Tensor>();
}

Status writeResults(const RunOptions& options, std::vector<Tensor> results) {
  for (const std::string& name : options.printText) {
    size_t number = 0;
    const bool known = name.rfind("out", 0) == 0 && absl::SimpleAtoi(name.substr(3), &number);
    if (!known || number >= results.size())
      return invalidArgument("--print-text ", name, ": the program has the results out0 to out", results.size(),
                             " (exclusive)");
    const Tensor& tensor = results[number];
    if (!isInteger(tensor.type().dtype))
      return invalidArgument("--print-text ", name, ": it is ", tensor.type().toString(), ", and text is integers");
    std::string text;
    for (int64_t i = 0; i < tensor.elements(); ++i) text += static_cast<char>(tensor.asInt(i));
    text += '\n';
    std::fwrite(text.data(), 1, text.size(), stdout);
  }
  if (options.outputs.empty()) return absl::OkStatus();
  NamedTensors named;
  for (size_t i = 0; i < results.size(); ++i) named.emplace_back(strCat("out", i), std::move(results[i]));
  return writeSafetensors(options.outputs, named);
}

}  // namespace partita
