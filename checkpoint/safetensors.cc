#include "checkpoint/safetensors.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
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

// Its begin and end are of the data.
StatusOr<SafetensorsEntry> parseEntry(const std::string& name, const nlohmann::json& json,
                                      const std::string& filename) {
  const std::string where = strCat(filename, ": tensor \"", name, "\"");
  if (!json.is_object() || !json.contains("dtype") || !json["dtype"].is_string() || !json.contains("shape") ||
      !json["shape"].is_array() || !json.contains("data_offsets") || !json["data_offsets"].is_array() ||
      json["data_offsets"].size() != 2)
    return invalidArgument(where, ": the header needs dtype, shape and data_offsets");
  SafetensorsEntry entry;
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
  const uint64_t begin = json["data_offsets"][0].get<uint64_t>(), end = json["data_offsets"][1].get<uint64_t>();
  if (end < begin || end - begin != static_cast<uint64_t>(entry.type.bytes()) || end > (uint64_t{1} << 62))
    return invalidArgument(where, ": data_offsets [", begin, ", ", end, "] do not hold the ", entry.type.bytes(),
                           " bytes of ", entry.type.toString());
  entry.begin = static_cast<int64_t>(begin);
  entry.end = static_cast<int64_t>(end);
  return entry;
}

// The length of the header, of the 8 bytes HEAD, in a file of FILE_BYTES.
StatusOr<size_t> headerLength(std::string_view head, int64_t fileBytes, const std::string& filename) {
  uint64_t length = 0;
  if (head.size() < sizeof(length))
    return invalidArgument(filename, ": not a safetensors file: ", head.size(), " bytes are too few");
  std::memcpy(&length, head.data(), sizeof(length));
  const uint64_t rest = static_cast<uint64_t>(fileBytes) - sizeof(length);
  if (length > kMaxHeader || length > rest)
    return invalidArgument(filename, ": not a safetensors file: a header of ", length, " bytes does not fit into ",
                           rest);
  return static_cast<size_t>(length);
}

// TEXT: the header alone.
StatusOr<SafetensorsHeader> parseEntries(std::string_view text, int64_t fileBytes, const std::string& filename) {
  if (text.empty() || text.front() != '{')
    return invalidArgument(filename, ": not a safetensors file: the header does not begin with {");
  ASSIGN_OR_RETURN(const nlohmann::json header, parseHeader(text, filename));
  SafetensorsHeader out;
  out.fileBytes = fileBytes;
  for (const auto& [name, json] : header.items()) {
    if (name == "__metadata__") continue;
    ASSIGN_OR_RETURN(SafetensorsEntry entry, parseEntry(name, json, filename));
    out.entries.push_back(std::move(entry));
  }
  std::sort(out.entries.begin(), out.entries.end(), [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
    return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
  });
  const int64_t dataBegin = static_cast<int64_t>(sizeof(uint64_t) + text.size()), dataBytes = fileBytes - dataBegin;
  int64_t at = 0;
  for (SafetensorsEntry& entry : out.entries) {
    if (entry.begin != at)
      return invalidArgument(filename, ": tensor \"", entry.name, "\" begins at ", entry.begin,
                             ", but the data before it end at ", at, entry.begin < at ? " (overlap)" : " (hole)");
    if (entry.end > dataBytes)
      return invalidArgument(filename, ": tensor \"", entry.name, "\" ends at ", entry.end, ", but the file has only ",
                             dataBytes, " bytes of data");
    at = entry.end;
    entry.begin += dataBegin;
    entry.end += dataBegin;
  }
  if (at != dataBytes) return invalidArgument(filename, ": ", dataBytes - at, " bytes at the end belong to no tensor");
  return out;
}

}  // namespace

StatusOr<SafetensorsHeader> readSafetensorsHeader(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return invalidArgument(path, ": is a folder, not a safetensors file");
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in && !std::filesystem::exists(path, error)) return notFound(path, ": no such file (safetensors file)");
  const int64_t fileBytes = in ? static_cast<int64_t>(in.tellg()) : -1;
  if (fileBytes < 0) return invalidArgument(path, ": cannot be read (safetensors file)");
  std::string head(static_cast<size_t>(std::min<int64_t>(fileBytes, sizeof(uint64_t))), '\0');
  in.seekg(0);
  in.read(head.data(), static_cast<std::streamsize>(head.size()));
  ASSIGN_OR_RETURN(const size_t length, headerLength(head, fileBytes, path));
  std::string text(length, '\0');
  in.read(text.data(), static_cast<std::streamsize>(length));
  if (!in) return invalidArgument(path, ": cannot be read (safetensors file)");
  return parseEntries(text, fileBytes, path);
}

StatusOr<NamedTensors> parseSafetensors(std::string_view bytes, const std::string& filename) {
  const int64_t fileBytes = static_cast<int64_t>(bytes.size());
  ASSIGN_OR_RETURN(const size_t length, headerLength(bytes.substr(0, sizeof(uint64_t)), fileBytes, filename));
  ASSIGN_OR_RETURN(const SafetensorsHeader header,
                   parseEntries(bytes.substr(sizeof(uint64_t), length), fileBytes, filename));
  NamedTensors out;
  for (const SafetensorsEntry& entry : header.entries) {
    Tensor tensor(entry.type);
    if (entry.end > entry.begin)
      std::memcpy(tensor.mutableData(), bytes.data() + entry.begin, static_cast<size_t>(entry.end - entry.begin));
    out.emplace_back(entry.name, std::move(tensor));
  }
  return out;
}

StatusOr<NamedTensors> readSafetensors(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string bytes, readFile(path, "safetensors file"));
  return parseSafetensors(bytes, path);
}

StatusOr<std::string> makeSafetensorsHeader(std::vector<SafetensorsEntry>& entries) {
  nlohmann::ordered_json header = nlohmann::ordered_json::object();
  std::set<std::string_view> names;
  int64_t at = 0;
  for (SafetensorsEntry& entry : entries) {
    const auto* known = std::find_if(std::begin(kDTypes), std::end(kDTypes),
                                     [&](const auto& pair) { return pair.second == entry.type.dtype; });
    if (known == std::end(kDTypes))
      return unimplemented("tensor \"", entry.name, "\": safetensors has no dtype for ", dtypeName(entry.type.dtype));
    if (!names.insert(entry.name).second) return invalidArgument("tensor \"", entry.name, "\" is there twice");
    entry.begin = at;
    entry.end = at += entry.type.bytes();
    header.push_back({entry.name,
                      {{"dtype", std::string(known->first)},
                       {"shape", std::vector<int64_t>(entry.type.dims.begin(), entry.type.dims.end())},
                       {"data_offsets", {entry.begin, entry.end}}}});
  }
  std::string text = header.dump();
  text.resize((text.size() + 7) / 8 * 8, ' ');  // data aligned for readers that map the file
  const uint64_t size = text.size();
  for (SafetensorsEntry& entry : entries) {
    entry.begin += static_cast<int64_t>(sizeof(size) + size);
    entry.end += static_cast<int64_t>(sizeof(size) + size);
  }
  return std::string(reinterpret_cast<const char*>(&size), sizeof(size)) + text;
}

bool safetensorsHas(DType dtype) {
  return std::any_of(std::begin(kDTypes), std::end(kDTypes), [&](const auto& pair) { return pair.second == dtype; });
}

StatusOr<std::string> serializeSafetensors(const NamedTensors& tensors) {
  std::vector<SafetensorsEntry> entries;
  for (const auto& [name, tensor] : tensors) entries.push_back({name, tensor.type()});
  ASSIGN_OR_RETURN(std::string out, makeSafetensorsHeader(entries));
  for (const auto& [name, tensor] : tensors)
    out.append(reinterpret_cast<const char*>(tensor.data()), static_cast<size_t>(tensor.type().bytes()));
  return out;
}

Status writeSafetensors(const std::string& path, const NamedTensors& tensors) {
  ASSIGN_OR_RETURN(const std::string bytes, serializeSafetensors(tensors));
  return writeFile(path, bytes);
}

}  // namespace partita
