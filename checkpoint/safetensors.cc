#include "checkpoint/safetensors.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>

#include "base/files.h"

namespace partita {
namespace {

constexpr uint64_t kMaxHeader = 100'000'000;  // the format's own limit
constexpr size_t kMaxRank = 64;

constexpr std::pair<std::string_view, DType> kDTypes[] = {{"BOOL", DType::kI1},
                                                          {"I8", DType::kI8},
                                                          {"I16", DType::kI16},
                                                          {"I32", DType::kI32},
                                                          {"I64", DType::kI64},
                                                          {"U8", DType::kUI8},
                                                          {"U16", DType::kUI16},
                                                          {"U32", DType::kUI32},
                                                          {"U64", DType::kUI64},
                                                          {"BF16", DType::kBF16},
                                                          {"F16", DType::kF16},
                                                          {"F32", DType::kF32},
                                                          {"F64", DType::kF64},
                                                          {"C64", DType::kC64},
                                                          {"F8_E4M3", DType::kF8E4M3FN},
                                                          {"F8_E5M2", DType::kF8E5M2},
                                                          {"F8_E4M3FNUZ", DType::kF8E4M3FNUZ},
                                                          {"F8_E5M2FNUZ", DType::kF8E5M2FNUZ},
                                                          {"F8_E8M0", DType::kF8E8M0FNU}};

// The header's tensors with their ranges of the data.
struct Entry {
  std::string name;
  TensorType type;
  uint64_t begin = 0, end = 0;
};

StatusOr<nlohmann::json> parseHeader(std::string_view text, const std::string& filename) {
  std::set<std::string> names;
  std::string duplicate;
  const auto watch = [&](int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    if (event == nlohmann::json::parse_event_t::key && depth == 1 && !names.insert(parsed.get<std::string>()).second)
      duplicate = parsed.get<std::string>();
    return true;
  };
  nlohmann::json header = nlohmann::json::parse(text, watch, /*allow_exceptions=*/false);
  if (header.is_discarded() || !header.is_object())
    return invalidArgument(filename, ": not a safetensors file: the header is no JSON object");
  if (!duplicate.empty()) return invalidArgument(filename, ": the tensor \"", duplicate, "\" is in the header twice");
  return header;
}

StatusOr<Entry> parseEntry(const std::string& name, const nlohmann::json& json, const std::string& filename) {
  const std::string where = strCat(filename, ": tensor \"", name, "\"");
  if (!json.is_object() || !json.contains("dtype") || !json["dtype"].is_string() || !json.contains("shape") ||
      !json["shape"].is_array() || !json.contains("data_offsets") || !json["data_offsets"].is_array() ||
      json["data_offsets"].size() != 2)
    return invalidArgument(where, ": the header needs dtype, shape and data_offsets");
  Entry entry;
  entry.name = name;
  const std::string dtype = json["dtype"].get<std::string>();
  const auto* known =
      std::find_if(std::begin(kDTypes), std::end(kDTypes), [&](const auto& pair) { return pair.first == dtype; });
  if (known == std::end(kDTypes)) return unimplemented(where, ": dtype ", dtype, " is not supported");
  entry.type.dtype = known->second;
  if (json["shape"].size() > kMaxRank)
    return invalidArgument(where, ": rank ", json["shape"].size(), " is above ", kMaxRank);
  uint64_t elements = 1;
  for (const nlohmann::json& dim : json["shape"]) {
    if (!dim.is_number_unsigned()) return invalidArgument(where, ": a dimension must be a whole number of at least 0");
    const uint64_t size = dim.get<uint64_t>();
    if (size != 0 && elements > (uint64_t{1} << 56) / size) return invalidArgument(where, ": the shape is too large");
    elements *= size;
    entry.type.dims.push_back(static_cast<int64_t>(size));
  }
  for (const nlohmann::json& offset : json["data_offsets"]) {
    if (!offset.is_number_unsigned())
      return invalidArgument(where, ": data_offsets must be whole numbers of at least 0");
  }
  entry.begin = json["data_offsets"][0].get<uint64_t>();
  entry.end = json["data_offsets"][1].get<uint64_t>();
  if (entry.end < entry.begin || entry.end - entry.begin != static_cast<uint64_t>(entry.type.bytes()))
    return invalidArgument(where, ": data_offsets [", entry.begin, ", ", entry.end, "] do not hold the ",
                           entry.type.bytes(), " bytes of ", entry.type.toString());
  return entry;
}

}  // namespace

StatusOr<NamedTensors> parseSafetensors(std::string_view bytes, const std::string& filename) {
  uint64_t headerBytes = 0;
  if (bytes.size() < sizeof(headerBytes))
    return invalidArgument(filename, ": not a safetensors file: ", bytes.size(), " bytes are too few");
  std::memcpy(&headerBytes, bytes.data(), sizeof(headerBytes));
  bytes.remove_prefix(sizeof(headerBytes));
  if (headerBytes > kMaxHeader || headerBytes > bytes.size())
    return invalidArgument(filename, ": not a safetensors file: a header of ", headerBytes, " bytes does not fit into ",
                           bytes.size());
  const std::string_view text = bytes.substr(0, headerBytes), data = bytes.substr(headerBytes);
  if (text.empty() || text.front() != '{')
    return invalidArgument(filename, ": not a safetensors file: the header does not begin with {");
  ASSIGN_OR_RETURN(const nlohmann::json header, parseHeader(text, filename));

  std::vector<Entry> entries;
  for (const auto& [name, json] : header.items()) {
    if (name == "__metadata__") continue;
    ASSIGN_OR_RETURN(Entry entry, parseEntry(name, json, filename));
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
  });
  uint64_t at = 0;
  NamedTensors out;
  for (const Entry& entry : entries) {
    if (entry.begin != at)
      return invalidArgument(filename, ": tensor \"", entry.name, "\" begins at ", entry.begin,
                             ", but the data before it end at ", at, entry.begin < at ? " (overlap)" : " (hole)");
    if (entry.end > data.size())
      return invalidArgument(filename, ": tensor \"", entry.name, "\" ends at ", entry.end, ", but the file has only ",
                             data.size(), " bytes of data");
    Tensor tensor(entry.type);
    if (entry.end > entry.begin) std::memcpy(tensor.mutableData(), data.data() + entry.begin, entry.end - entry.begin);
    out.emplace_back(entry.name, std::move(tensor));
    at = entry.end;
  }
  if (at != data.size())
    return invalidArgument(filename, ": ", data.size() - at, " bytes at the end belong to no tensor");
  return out;
}

StatusOr<NamedTensors> readSafetensors(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string bytes, readFile(path, "safetensors file"));
  return parseSafetensors(bytes, path);
}

StatusOr<std::string> serializeSafetensors(const NamedTensors& tensors) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  uint64_t at = 0;
  for (const auto& [name, tensor] : tensors) {
    const auto* known = std::find_if(std::begin(kDTypes), std::end(kDTypes),
                                     [&](const auto& pair) { return pair.second == tensor.type().dtype; });
    if (known == std::end(kDTypes))
      return unimplemented("tensor \"", name, "\": safetensors has no dtype for ", dtypeName(tensor.type().dtype));
    if (header.contains(name)) return invalidArgument("tensor \"", name, "\" is there twice");
    const uint64_t bytes = static_cast<uint64_t>(tensor.type().bytes());
    header[name] = {{"dtype", std::string(known->first)},
                    {"shape", std::vector<int64_t>(tensor.type().dims.begin(), tensor.type().dims.end())},
                    {"data_offsets", {at, at + bytes}}};
    at += bytes;
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // data aligned for readers that map the file
  const uint64_t size = text.size();
  std::string out(reinterpret_cast<const char*>(&size), sizeof(size));
  out += text;
  for (const auto& [name, tensor] : tensors)
    out.append(reinterpret_cast<const char*>(tensor.data()), static_cast<size_t>(tensor.type().bytes()));
  return out;
}

Status writeSafetensors(const std::string& path, const NamedTensors& tensors) {
  ASSIGN_OR_RETURN(const std::string bytes, serializeSafetensors(tensors));
  return writeFile(path, bytes);
}

}  // namespace partita
