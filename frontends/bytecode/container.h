#pragma once
// The sections of an MLIR bytecode file, and the tables in them. What entries mean is left to who knows their dialect.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/status.h"
#include "frontends/bytecode/byte_cursor.h"

namespace partita::bytecode {

inline constexpr std::string_view kMagic = "ML\xEFR";
inline constexpr int kNewestVersion = 6;
// The first versions of bytecode that have …
inline constexpr int kSinceDialectVersions = 1, kSinceIsolatedSections = 2, kSinceUseListOrders = 3,
                     kSinceOperationCount = 4, kSinceArgumentLocationFlag = 4, kSinceProperties = 5;

enum class SectionId : uint8_t {
  kString,
  kDialect,
  kAttrType,
  kAttrTypeOffset,
  kIr,
  kResource,
  kResourceOffset,
  kDialectVersions,
  kProperties,
};

struct Span {
  size_t begin = 0, end = 0;  // bytes of the file
};

// An attribute or a type, encoded by its dialect, or as text where it is not `custom`.
struct Entry {
  uint32_t dialect = 0;
  bool custom = false;
  Span span;
};

struct OperationName {
  std::string_view dialect, name;  // "vhlo", "add_v1"
};

struct Container {
  std::string_view file;
  int version = 0;
  std::string producer;  // "StableHLO_v1.16.2"
  std::vector<std::string_view> strings;
  std::vector<std::string_view> dialects;
  std::vector<OperationName> operations;
  std::vector<Entry> attributes, types;
  std::vector<Span> properties;
  Span ir;

  ByteCursor cursor(Span span) const { return ByteCursor(file, span.begin, span.end); }
};

StatusOr<Container> readContainer(std::string_view file);

struct Section {
  SectionId id{};
  Span span;
};
// The header of the section at the cursor, which is then behind the section.
StatusOr<Section> readSection(ByteCursor& in);

// NAME without what a terminal would not print, in quotes.
std::string quoted(std::string_view name);

}  // namespace partita::bytecode
