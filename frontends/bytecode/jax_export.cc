// jax.export's artifacts: a flatbuffer (jax/_src/export/serialization.fbs) around portable bytecode. Only what matters
// here is read; the bytes are not trusted.
#include <cstring>
#include <optional>

#include "frontends/bytecode/bytecode.h"
#include "frontends/bytecode/container.h"

namespace partita {
namespace {

using bytecode::invalidAt;

// Fields of the table Exported, in the order of its schema.
enum Field {
  kSerializationVersion,
  kFunctionName,
  kInTree,
  kInAvals,
  kOutTree,
  kOutAvals,
  kDevicesShort,
  kInShardings,
  kOutShardings,
  kPlatforms,
  kOrderedEffects,
  kUnorderedEffects,
  kDisabledChecks,
  kModule,
  kCallingConvention,
  kKeptArguments,
  kUsesGlobalConstants,
  kVjp,
  kDevices,
};
// … and of PyTreeDef.
enum TreeField { kTreeKind, kTreeChildren, kTreeNames };
enum TreeKind { kLeaf, kNone, kTuple, kList, kDict, kCustom };

constexpr size_t kMaxListed = size_t{1} << 20;
constexpr int kMaxDepth = 64;
constexpr size_t kMaxPathBytes = size_t{1} << 24;  // of all arguments

class Flatbuffer {
 public:
  explicit Flatbuffer(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  StatusOr<T> number(size_t at) const {
    if (at > bytes_.size() || bytes_.size() - at < sizeof(T))
      return invalidAt(at, "expected ", sizeof(T), " bytes; is the file cut off?");
    T out;
    std::memcpy(&out, bytes_.data() + at, sizeof(T));
    return out;
  }

  // Where the offset at AT leads.
  StatusOr<size_t> target(size_t at) const {
    ASSIGN_OR_RETURN(const uint32_t offset, number<uint32_t>(at));
    if (offset == 0 || offset >= bytes_.size() - at) return invalidAt(at, "an offset leads out of the file");
    return at + offset;
  }

  // The place of FIELD in the table at AT; nothing where the table does not have it.
  StatusOr<std::optional<size_t>> field(size_t table, int field) const {
    ASSIGN_OR_RETURN(const int32_t back, number<int32_t>(table));
    const int64_t vtable = static_cast<int64_t>(table) - back;
    if (vtable < 0 || vtable >= static_cast<int64_t>(bytes_.size()))
      return invalidAt(table, "the list of a table's fields is not in the file");
    const auto at = static_cast<size_t>(vtable);
    ASSIGN_OR_RETURN(const uint16_t size, number<uint16_t>(at));
    const size_t slot = 4 + 2 * static_cast<size_t>(field);
    if (slot + 2 > size) return std::optional<size_t>();
    ASSIGN_OR_RETURN(const uint16_t offset, number<uint16_t>(at + slot));
    if (offset == 0) return std::optional<size_t>();
    return std::optional<size_t>(table + offset);
  }

  // The elements of the vector that the offset at AT leads to, each of SIZE bytes.
  struct Vector {
    size_t begin = 0, count = 0;
  };
  StatusOr<Vector> vector(size_t at, size_t size) const {
    ASSIGN_OR_RETURN(const size_t begin, target(at));
    ASSIGN_OR_RETURN(const uint32_t count, number<uint32_t>(begin));
    if (count > (bytes_.size() - begin - 4) / size)
      return invalidAt(begin, "a list of ", count, " leads out of the file");
    return Vector{begin + 4, count};
  }
  StatusOr<std::string_view> text(size_t at) const {
    ASSIGN_OR_RETURN(const Vector found, vector(at, 1));
    return bytes_.substr(found.begin, found.count);
  }

 private:
  std::string_view bytes_;
};

class ExportReader {
 public:
  explicit ExportReader(std::string_view bytes) : buffer_(bytes) {}

  StatusOr<JaxExport> read() {
    ASSIGN_OR_RETURN(root_, buffer_.target(0));
    ASSIGN_OR_RETURN(const std::string_view name, text(kFunctionName));
    out_.functionName = std::string(name);
    ASSIGN_OR_RETURN(out_.module, text(kModule));
    if (out_.module.empty()) return invalidArgument("the artifact has no module");
    ASSIGN_OR_RETURN(out_.callingConvention, scalar<uint16_t>(kCallingConvention, 0));
    ASSIGN_OR_RETURN(const uint32_t devices, scalar<uint32_t>(kDevices, 0));
    ASSIGN_OR_RETURN(const uint16_t fewDevices, scalar<uint16_t>(kDevicesShort, 1));
    out_.devices = devices != 0 ? devices : fewDevices;
    RETURN_IF_ERROR(readPlatforms());
    RETURN_IF_ERROR(readKept());
    ASSIGN_OR_RETURN(const std::optional<size_t> tree, buffer_.field(root_, kInTree));
    if (tree) {
      ASSIGN_OR_RETURN(const size_t at, buffer_.target(*tree));
      RETURN_IF_ERROR(readArguments(at));
    }
    return std::move(out_);
  }

 private:
  StatusOr<std::string_view> text(Field field) const {
    ASSIGN_OR_RETURN(const std::optional<size_t> at, buffer_.field(root_, field));
    if (!at) return std::string_view();
    return buffer_.text(*at);
  }
  template <typename T>
  StatusOr<T> scalar(Field field, T otherwise) const {
    ASSIGN_OR_RETURN(const std::optional<size_t> at, buffer_.field(root_, field));
    if (!at) return otherwise;
    return buffer_.number<T>(*at);
  }

  Status readPlatforms() {
    ASSIGN_OR_RETURN(const std::optional<size_t> at, buffer_.field(root_, kPlatforms));
    if (!at) return {};
    ASSIGN_OR_RETURN(const Flatbuffer::Vector list, buffer_.vector(*at, 4));
    if (list.count > kMaxDepth) return invalidAt(list.begin, "expected a few platforms, found ", list.count);
    for (size_t i = 0; i < list.count; ++i) {
      ASSIGN_OR_RETURN(const std::string_view name, buffer_.text(list.begin + 4 * i));
      out_.platforms.emplace_back(name);
    }
    return {};
  }

  Status readKept() {
    ASSIGN_OR_RETURN(const std::optional<size_t> at, buffer_.field(root_, kKeptArguments));
    if (!at) return {};
    ASSIGN_OR_RETURN(const Flatbuffer::Vector list, buffer_.vector(*at, 2));
    for (size_t i = 0; i < list.count; ++i) {
      ASSIGN_OR_RETURN(const uint16_t index, buffer_.number<uint16_t>(list.begin + 2 * i));
      out_.keptArguments.push_back(index);
    }
    return {};
  }

  // The tree of a call: a pair of the positional arguments and the named ones.
  Status readArguments(size_t tree) {
    ASSIGN_OR_RETURN(const std::vector<size_t> parts, children(tree));
    if (parts.size() != 2) return {};
    RETURN_IF_ERROR(readTree(parts[0], "", 0));
    return readTree(parts[1], "", 0);
  }

  StatusOr<std::vector<size_t>> children(size_t tree) {
    std::vector<size_t> out;
    ASSIGN_OR_RETURN(const std::optional<size_t> at, buffer_.field(tree, kTreeChildren));
    if (!at) return out;
    ASSIGN_OR_RETURN(const Flatbuffer::Vector list, buffer_.vector(*at, 4));
    if (list.count > kMaxListed) return invalidAt(list.begin, "expected at most ", kMaxListed, " parts of an argument");
    for (size_t i = 0; i < list.count; ++i) {
      ASSIGN_OR_RETURN(const size_t child, buffer_.target(list.begin + 4 * i));
      out.push_back(child);
    }
    return out;
  }

  Status readTree(size_t tree, const std::string& path, int depth) {
    if (depth > kMaxDepth) return invalidAt(tree, "expected arguments nested at most ", kMaxDepth, " deep");
    if (++visited_ > kMaxListed) return invalidAt(tree, "expected at most ", kMaxListed, " parts of arguments");
    pathBytes_ += path.size();
    if (pathBytes_ > kMaxPathBytes) return invalidAt(tree, "expected shorter names of arguments");
    uint8_t kind = kLeaf;
    ASSIGN_OR_RETURN(const std::optional<size_t> at, buffer_.field(tree, kTreeKind));
    if (at) {
      ASSIGN_OR_RETURN(kind, buffer_.number<uint8_t>(*at));
    }
    if (kind == kLeaf) {
      out_.argumentPaths.push_back(path);
      return {};
    }
    ASSIGN_OR_RETURN(const std::vector<size_t> parts, children(tree));
    ASSIGN_OR_RETURN(const std::optional<size_t> names, buffer_.field(tree, kTreeNames));
    Flatbuffer::Vector list;
    if (kind == kDict && names) {
      ASSIGN_OR_RETURN(list, buffer_.vector(*names, 4));
    }
    for (size_t i = 0; i < parts.size(); ++i) {
      std::string key = strCat("[", i, "]");
      if (i < list.count) {
        ASSIGN_OR_RETURN(const std::string_view name, buffer_.text(list.begin + 4 * i));
        if (name.size() > kMaxPathBytes) return invalidAt(tree, "expected shorter names of arguments");
        key = strCat("['", name, "']");
      }
      RETURN_IF_ERROR(readTree(parts[i], path + key, depth + 1));
    }
    return {};
  }

  Flatbuffer buffer_;
  size_t root_ = 0;
  JaxExport out_;
  size_t visited_ = 0, pathBytes_ = 0;
};

}  // namespace

// A flatbuffer without a file identifier: known by the module that its table names.
bool isJaxExport(std::string_view bytes) {
  const Flatbuffer buffer(bytes);
  const StatusOr<size_t> root = buffer.target(0);
  if (!root.ok()) return false;
  const StatusOr<std::optional<size_t>> field = buffer.field(*root, kModule);
  if (!field.ok() || !*field) return false;
  const StatusOr<std::string_view> module = buffer.text(**field);
  return module.ok() && isBytecode(*module);
}

StatusOr<JaxExport> readJaxExport(std::string_view bytes, std::string_view filename) {
  StatusOr<JaxExport> out = ExportReader(bytes).read();
  if (!out.ok()) return annotate(out.status(), filename);
  return out;
}

}  // namespace partita
