#include "checkpoint/manifest.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "base/hash.h"
#include "runtime/tile.h"

namespace partita {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kHead = "{\"hash\": \"", kMiddle = "\", \"checkpoint\": ", kTail = "}\n";
constexpr size_t kHashLength = 32;
constexpr int64_t kMost = int64_t{1} << 56;  // bytes, elements, steps

Json boxJson(const std::vector<Range>& box) {
  Json out = Json::array();
  for (const Range& range : box) out.push_back({range.begin, range.end});
  return out;
}

// Reads members with their types checked; the first that does not fit is kept.
class Reader {
 public:
  explicit Reader(std::string filename) : filename_(std::move(filename)) {}
  int64_t integer(const Json& from, const char* key) {
    const Json* found = member(from, key);
    if (found != nullptr) return number(*found, key);
    fail(strCat("\"", key, "\" is missing"));
    return 0;
  }
  int64_t number(const Json& number, const char* key) {
    if (number.is_number_unsigned() && number.get<uint64_t>() <= static_cast<uint64_t>(kMost))
      return number.get<int64_t>();
    fail(strCat("\"", key, "\" is no whole number of at least 0"));
    return 0;
  }
  std::string text(const Json& from, const char* key) {
    const Json* found = member(from, key);
    if (found != nullptr && found->is_string()) return found->get<std::string>();
    fail(strCat("\"", key, "\" is no text"));
    return "";
  }
  const Json& list(const Json& from, const char* key, bool object = false) {
    static const Json kNone = Json::array();
    const Json* found = member(from, key);
    if (found != nullptr && (object ? found->is_object() : found->is_array())) return *found;
    fail(strCat("\"", key, "\" is no ", object ? "object" : "list"));
    return kNone;
  }
  Range range(const Json& pair, const char* key) {
    if (!pair.is_array() || pair.size() != 2) {
      fail(strCat("\"", key, "\" is no pair [begin, end]"));
      return {};
    }
    const Range out{number(pair[0], key), number(pair[1], key)};
    if (out.end < out.begin) fail(strCat("\"", key, "\" ends before it begins"));
    return out;
  }
  void fail(const std::string& message) {
    if (status_.ok()) status_ = invalidArgument(filename_, ": is no manifest of a checkpoint: ", message);
  }
  const Status& status() const { return status_; }

 private:
  const Json* member(const Json& from, const char* key) {
    const auto found = from.is_object() ? from.find(key) : from.end();
    return from.is_object() && found != from.end() ? &*found : nullptr;
  }
  std::string filename_;
  Status status_;
};

StoredFile readFileEntry(const Json& json, Reader& reader) {
  StoredFile file;
  file.name = reader.text(json, "file");
  file.bytes = reader.integer(json, "bytes");
  if (file.name.empty() || file.name.find('/') != std::string::npos || file.name == "." || file.name == "..")
    reader.fail(strCat("\"", file.name, "\" is no name of a file in the checkpoint"));
  for (const Json& chunk : reader.list(json, "chunks")) {
    uint64_t hash = 0;
    if (!chunk.is_string() || !absl::SimpleHexAtoi(chunk.get<std::string>(), &hash))
      reader.fail(strCat("a hash of ", file.name, " is no hexadecimal number"));
    file.chunkHashes.push_back(hash);
  }
  if (static_cast<int64_t>(file.chunkHashes.size()) != (file.bytes + kChunkBytes - 1) / kChunkBytes)
    reader.fail(strCat(file.name, " has ", file.chunkHashes.size(), " hashes for ", file.bytes, " bytes"));
  return file;
}

StoredTensor readTensorEntry(const std::string& path, const Json& json, const std::vector<StoredFile>& files,
                             Reader& reader) {
  StoredTensor tensor;
  tensor.path = path;
  const StatusOr<DType> dtype = parseDType(reader.text(json, "dtype"));
  if (!dtype.ok()) {
    reader.fail(strCat(path, ": ", dtype.status().message()));
    return tensor;
  }
  tensor.type.dtype = *dtype;
  int64_t elements = 1;
  for (const Json& dim : reader.list(json, "shape")) {
    tensor.type.dims.push_back(reader.number(dim, "shape"));
    if (tensor.type.dims.back() != 0 && elements > kMost / 16 / tensor.type.dims.back()) {
      reader.fail(strCat(path, ": the shape is too large"));
      return tensor;
    }
    elements *= tensor.type.dims.back();
  }
  tensor.sharding = reader.text(json, "sharding");
  int64_t there = 0;
  for (const Json& entry : reader.list(json, "pieces")) {
    StoredPiece& piece = tensor.pieces.emplace_back();
    const int64_t file = reader.integer(entry, "shard");
    const Json& bytes = reader.list(entry, "bytes");
    const Range range = reader.range(bytes, "bytes");
    for (const Json& dim : reader.list(entry, "box")) piece.box.push_back(reader.range(dim, "box"));
    bool inside = piece.box.size() == tensor.type.dims.size() && file < static_cast<int64_t>(files.size());
    for (size_t d = 0; inside && d < piece.box.size(); ++d) inside = piece.box[d].end <= tensor.type.dims[d];
    if (!inside) {
      reader.fail(strCat(path, ": a piece is outside of it, or in no shard"));
      return tensor;
    }
    piece.file = static_cast<uint32_t>(file);
    piece.begin = range.begin;
    piece.end = range.end;
    if (range.end > files[piece.file].bytes || range.size() != tileElements(piece.box) * dtypeBytes(tensor.type.dtype))
      reader.fail(strCat(path, ": the bytes of ", boxText(piece.box), " do not fit"));
    for (size_t i = 0; i + 1 < tensor.pieces.size(); ++i) {
      if (commonElements(tensor.pieces[i].box, piece.box) > 0) reader.fail(strCat(path, ": two pieces overlap"));
    }
    there += tileElements(piece.box);
  }
  if (there != elements) reader.fail(strCat(path, ": its pieces have ", there, " of ", elements, " elements"));
  return tensor;
}

}  // namespace

std::string boxText(const std::vector<Range>& box) {
  std::string out = "[";
  for (const Range& range : box) strAppend(&out, out.size() > 1 ? "," : "", range.begin, ":", range.end);
  return out + "]";
}

std::string manifestText(const Manifest& manifest) {
  Json json;
  json["format"] = "partita checkpoint";
  json["version"] = kManifestVersion;
  json["step"] = manifest.step;
  json["data_position"] = manifest.dataPosition;
  json["job"] = manifest.job;
  json["mesh"] = manifest.mesh;
  json["hashes"] = Json::object();
  for (const auto& [name, hash] : manifest.hashes) json["hashes"][name] = hash;
  json["chunk_bytes"] = kChunkBytes;
  json["shards"] = Json::array();
  for (const StoredFile& file : manifest.files) {
    Json chunks = Json::array();
    for (const uint64_t hash : file.chunkHashes) chunks.push_back(absl::StrFormat("%016x", hash));
    json["shards"].push_back(Json{{"file", file.name}, {"bytes", file.bytes}, {"chunks", std::move(chunks)}});
  }
  Json::object_t tensors;
  for (const StoredTensor& tensor : manifest.tensors) {
    Json pieces = Json::array();
    for (const StoredPiece& piece : tensor.pieces) {
      Json one;
      one["shard"] = piece.file;
      one["bytes"] = {piece.begin, piece.end};
      one["box"] = boxJson(piece.box);
      pieces.push_back(std::move(one));
    }
    Json one;
    one["dtype"] = std::string(dtypeName(tensor.type.dtype));
    one["shape"] = std::vector<int64_t>(tensor.type.dims.begin(), tensor.type.dims.end());
    one["sharding"] = tensor.sharding;
    one["pieces"] = std::move(pieces);
    tensors.emplace_back(tensor.path, std::move(one));
  }
  json["tensors"] = std::move(tensors);
  const std::string body = json.dump(1, ' ', false, Json::error_handler_t::replace);
  return strCat(kHead, hashHex(body), kMiddle, body, kTail);
}

StatusOr<Manifest> parseManifest(std::string_view text, const std::string& filename) {
  const size_t begin = kHead.size() + kHashLength + kMiddle.size();
  if (text.size() < begin + kTail.size() || text.substr(0, kHead.size()) != kHead ||
      text.substr(kHead.size() + kHashLength, kMiddle.size()) != kMiddle ||
      text.substr(text.size() - kTail.size()) != kTail)
    return invalidArgument(filename,
                           ": is damaged or no manifest of a checkpoint: it does not read {\"hash\": \"…\", "
                           "\"checkpoint\": {…}}");
  const std::string_view body = text.substr(begin, text.size() - begin - kTail.size());
  if (hashHex(body) != text.substr(kHead.size(), kHashLength))
    return invalidArgument(filename, ": is damaged: it is not what was written (its hash differs)");
  const Json json = Json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded() || !json.is_object())
    return invalidArgument(filename, ": is no manifest of a checkpoint: no JSON object");
  Reader reader(filename);
  if (reader.text(json, "format") != "partita checkpoint") reader.fail("\"format\" is another");
  const int64_t version = reader.integer(json, "version");
  RETURN_IF_ERROR(reader.status());
  if (version != kManifestVersion)
    return invalidArgument(filename, ": is of version ", version, " of the format; this program reads version ",
                           kManifestVersion);
  if (reader.integer(json, "chunk_bytes") != kChunkBytes) reader.fail("\"chunk_bytes\" is not 4 MiB");
  Manifest out;
  out.step = reader.integer(json, "step");
  out.dataPosition = reader.integer(json, "data_position");
  out.job = reader.text(json, "job");
  out.mesh = reader.text(json, "mesh");
  for (const auto& [name, hash] : reader.list(json, "hashes", true).items()) {
    if (!hash.is_string()) reader.fail(strCat("the hash \"", name, "\" is no text"));
    if (hash.is_string()) out.hashes[name] = hash.get<std::string>();
  }
  for (const Json& file : reader.list(json, "shards")) out.files.push_back(readFileEntry(file, reader));
  RETURN_IF_ERROR(reader.status());
  std::set<std::string> paths;
  for (const auto& [path, tensor] : reader.list(json, "tensors", true).items()) {
    out.tensors.push_back(readTensorEntry(path, tensor, out.files, reader));
    if (!paths.insert(path).second) reader.fail(strCat(path, " is there twice"));
    RETURN_IF_ERROR(reader.status());
  }
  RETURN_IF_ERROR(reader.status());
  return out;
}

}  // namespace partita
