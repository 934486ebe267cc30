#include "launcher/import_options.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "base/text.h"
#include "checkpoint/safetensors.h"

namespace partita {
namespace {

StatusOr<std::pair<std::string, std::string>> split(std::string_view option, std::string_view form,
                                                    const std::string& text) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0)
    return invalidArgument(option, " ", text, ": write ", option, " ", form);
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

// "8x128"; nothing for a scalar.
StatusOr<Dims> parseSizes(const std::string& option, std::string_view text) {
  Dims dims;
  if (text.empty()) return dims;
  for (const absl::string_view part : absl::StrSplit(toAbsl(text), 'x')) {
    int64_t size = 0;
    if (!absl::SimpleAtoi(part, &size) || size < 0)
      return invalidArgument("--shape ", option, ": expected sizes such as 8x128, found '", toView(part), "'");
    dims.push_back(size);
  }
  if (Status status = checkDims(dims); !status.ok()) return annotate(status, strCat("--shape ", option));
  return dims;
}

}  // namespace

StatusOr<ImportOptions> importOptionsOf(const CommonOptions& common) {
  ImportOptions out;
  for (const std::string& shape : common.shapes) {
    ASSIGN_OR_RETURN(const auto named, split("--shape", "NAME=8x128", shape));
    ASSIGN_OR_RETURN(Dims dims, parseSizes(shape, named.second));
    out.shapes.push_back({named.first, std::move(dims)});
  }
  for (const std::string& constant : common.constants) {
    ASSIGN_OR_RETURN(const auto named, split("--constant", "NAME=8", constant));
    int64_t value = 0;
    if (!absl::SimpleAtoi(named.second, &value))
      return invalidArgument("--constant ", constant, ": expected an integer, found '", named.second, "'");
    out.constants.push_back({named.first, value});
  }
  return out;
}

StatusOr<ImportOptions> importOptionsOf(const RunOptions& options, const CommonOptions& common) {
  ASSIGN_OR_RETURN(ImportOptions out, importOptionsOf(common));
  if (options.inputs.empty()) return out;
  ASSIGN_OR_RETURN(const SafetensorsHeader header, readSafetensorsHeader(options.inputs));
  for (const SafetensorsEntry& entry : header.entries) {
    size_t number = 0;
    if (entry.name.starts_with("arg") && absl::SimpleAtoi(entry.name.substr(3), &number))
      out.inputs.emplace_back(number, entry.type.dims);
  }
  return out;
}

}  // namespace partita
