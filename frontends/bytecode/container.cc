#include "frontends/bytecode/container.h"

#include <array>
#include <optional>

namespace partita::bytecode {
namespace {

constexpr std::array<std::string_view, 9> kSectionNames = {
    "strings",    "dialects",  "attributes and types", "offsets of attributes and types",
    "operations", "resources", "resource offsets",     "dialect versions",
    "properties"};
constexpr uint64_t kMaxAlignment = 1 << 20;
constexpr uint8_t kPadding = 0xCB;

using Sections = std::array<std::optional<Span>, kSectionNames.size()>;

class ContainerReader {
 public:
  explicit ContainerReader(std::string_view file) { container_.file = file; }

  StatusOr<Container> read() {
    ByteCursor in(container_.file, 0, container_.file.size());
    if (in.bytes(kMagic.size()) != kMagic) return invalidArgument("expected MLIR bytecode, found other bytes");
    const uint64_t version = in.varint();
    RETURN_IF_ERROR(in.status());
    if (version > kNewestVersion)
      return unimplemented("MLIR bytecode of version ", version, "; versions 0 to ", kNewestVersion,
                           " are read. Serialize for an older StableHLO (target_version)");
    container_.version = static_cast<int>(version);
    container_.producer = std::string(in.untilNul());
    RETURN_IF_ERROR(in.status());
    while (!in.atEnd()) {
      const size_t offset = in.offset();
      ASSIGN_OR_RETURN(const Section section, readSection(in));
      std::optional<Span>& known = sections_[static_cast<size_t>(section.id)];
      if (known) return invalidAt(offset, "expected each section once, found ", nameOf(section.id), " again");
      known = section.span;
    }
    RETURN_IF_ERROR(readStrings());
    RETURN_IF_ERROR(readDialects());
    RETURN_IF_ERROR(readOffsets());
    RETURN_IF_ERROR(readProperties());
    ASSIGN_OR_RETURN(container_.ir, span(SectionId::kIr));
    return std::move(container_);
  }

 private:
  static std::string_view nameOf(SectionId id) { return kSectionNames[static_cast<size_t>(id)]; }

  StatusOr<Span> span(SectionId id) const {
    const std::optional<Span>& found = sections_[static_cast<size_t>(id)];
    if (!found) return invalidArgument("the section of ", nameOf(id), " is missing; is the file cut off?");
    return *found;
  }

  StatusOr<ByteCursor> open(SectionId id) const {
    ASSIGN_OR_RETURN(const Span found, span(id));
    return container_.cursor(found);
  }

  // Lengths stand in the reverse order of the strings.
  Status readStrings() {
    ASSIGN_OR_RETURN(ByteCursor in, open(SectionId::kString));
    std::vector<uint64_t> lengths(in.count());
    for (uint64_t& length : lengths) length = in.varint();
    for (size_t i = lengths.size(); i-- > 0;) {
      const std::string_view text = in.bytes(lengths[i]);
      if (!in.failed() && (text.empty() || text.back() != '\0'))
        in.fail("expected a string that ends with a zero byte");
      container_.strings.push_back(text.substr(0, text.empty() ? 0 : text.size() - 1));
    }
    return in.finish("the strings");
  }

  StatusOr<std::string_view> string(ByteCursor& in, uint64_t index) const {
    RETURN_IF_ERROR(in.status());
    if (index >= container_.strings.size())
      return invalidAt(in.offset(), "expected one of ", container_.strings.size(), " strings, found number ", index);
    return container_.strings[index];
  }

  Status readDialects() {
    ASSIGN_OR_RETURN(ByteCursor in, open(SectionId::kDialect));
    const size_t dialects = in.count();
    for (size_t i = 0; i < dialects; ++i) {
      bool versioned = false;
      const uint64_t name = container_.version >= kSinceDialectVersions ? in.varintWithFlag(&versioned) : in.varint();
      ASSIGN_OR_RETURN(const std::string_view text, string(in, name));
      container_.dialects.push_back(text);
      if (!versioned) continue;
      ASSIGN_OR_RETURN(const Section section, readSection(in));
      if (section.id != SectionId::kDialectVersions)
        return invalidAt(section.span.begin, "expected the version of a dialect, found ", nameOf(section.id));
    }
    if (container_.version >= kSinceOperationCount) in.varint();  // how many operations' names follow
    while (!in.atEnd()) {
      ASSIGN_OR_RETURN(const uint32_t dialect, dialectAt(in));
      const size_t names = in.count();
      for (size_t i = 0; i < names; ++i) {
        bool registered = false;
        const uint64_t name = container_.version >= kSinceProperties ? in.varintWithFlag(&registered) : in.varint();
        ASSIGN_OR_RETURN(const std::string_view text, string(in, name));
        container_.operations.push_back({container_.dialects[dialect], text});
      }
    }
    return in.finish("the dialects");
  }

  StatusOr<uint32_t> dialectAt(ByteCursor& in) const {
    const size_t offset = in.offset();
    const uint64_t index = in.varint();
    RETURN_IF_ERROR(in.status());
    if (index >= container_.dialects.size())
      return invalidAt(offset, "expected one of ", container_.dialects.size(), " dialects, found number ", index);
    return static_cast<uint32_t>(index);
  }

  Status readOffsets() {
    ASSIGN_OR_RETURN(ByteCursor in, open(SectionId::kAttrTypeOffset));
    ASSIGN_OR_RETURN(const Span entries, span(SectionId::kAttrType));
    const size_t attributes = in.count(), types = in.count();
    RETURN_IF_ERROR(in.status());
    size_t at = entries.begin;
    for (auto [wanted, into] : {std::pair(attributes, &container_.attributes), std::pair(types, &container_.types)}) {
      while (into->size() < wanted) {
        ASSIGN_OR_RETURN(const uint32_t dialect, dialectAt(in));
        const size_t offset = in.offset(), group = in.count();
        RETURN_IF_ERROR(in.status());
        if (group == 0 || group > wanted - into->size())
          return invalidAt(offset, "expected 1 to ", wanted - into->size(), " entries of a dialect, found ", group);
        for (size_t i = 0; i < group; ++i) {
          Entry entry;
          entry.dialect = dialect;
          const uint64_t size = in.varintWithFlag(&entry.custom);
          if (size > entries.end - at)
            in.fail(strCat("expected an entry of at most ", entries.end - at, " bytes, found ", size));
          RETURN_IF_ERROR(in.status());
          entry.span = {at, at + static_cast<size_t>(size)};
          at = entry.span.end;
          into->push_back(entry);
        }
      }
    }
    if (at != entries.end)
      return invalidAt(at, "expected the end of the attributes and types, found ", entries.end - at, " more bytes");
    return in.finish("the offsets of attributes and types");
  }

  Status readProperties() {
    if (container_.version < kSinceProperties) return {};
    ASSIGN_OR_RETURN(ByteCursor in, open(SectionId::kProperties));
    const size_t count = in.count();
    for (size_t i = 0; i < count; ++i) {
      const size_t size = in.blob().size();
      container_.properties.push_back({in.offset() - size, in.offset()});
    }
    return in.finish("the properties");
  }

  Container container_;
  Sections sections_;
};

}  // namespace

StatusOr<Section> readSection(ByteCursor& in) {
  const size_t offset = in.offset();
  const uint8_t id = in.byte();
  const uint64_t length = in.varint();
  if ((id & 0x80) != 0) {
    const uint64_t alignment = in.varint();
    if (alignment == 0 || alignment > kMaxAlignment || (alignment & (alignment - 1)) != 0)
      in.fail(strCat("expected an alignment that is a power of 2 up to ", kMaxAlignment, ", found ", alignment));
    while (!in.failed() && in.offset() % alignment != 0) {
      if (in.byte() != kPadding) in.fail("expected the padding of an aligned section (0xCB)");
    }
  }
  in.bytes(length);
  RETURN_IF_ERROR(in.status());
  if ((id & 0x7F) >= kSectionNames.size())
    return invalidAt(offset, "expected a section of kind 0 to 8, found ", id & 0x7F);
  return Section{static_cast<SectionId>(id & 0x7F), {in.offset() - static_cast<size_t>(length), in.offset()}};
}

StatusOr<Container> readContainer(std::string_view file) { return ContainerReader(file).read(); }

std::string quoted(std::string_view name) {
  constexpr size_t kMost = 80;
  std::string out = "'";
  for (const char c : name.substr(0, kMost)) out += c >= 0x20 && c < 0x7F ? c : '?';
  return out + (name.size() > kMost ? "…'" : "'");
}

}  // namespace partita::bytecode
