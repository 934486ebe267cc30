#pragma once
// Writes MLIR bytecode: primitive encodings, the tables of a file, and VHLO's, Shardy's and MLIR's own attributes and
// types.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "base/status.h"
#include "frontends/module/module.h"

namespace partita::bytecode {

// Bytes that grow.
class Bytes {
 public:
  Bytes& byte(uint8_t value);
  Bytes& varint(uint64_t value);
  Bytes& svarint(int64_t value);
  Bytes& varintWithFlag(uint64_t value, bool flag) { return varint(value << 1 | (flag ? 1 : 0)); }
  Bytes& raw(std::string_view bytes);
  Bytes& blob(std::string_view bytes) { return varint(bytes.size()).raw(bytes); }
  Bytes& varints(const std::vector<uint64_t>& values);  // with their count
  template <typename List>
  Bytes& svarints(const List& values) {
    varint(values.size());
    for (const int64_t value : values) svarint(value);
    return *this;
  }
  // A number of WIDTH up to 64 bits.
  Bytes& bits(uint64_t value, int width);
  Bytes& section(uint8_t id, std::string_view payload) { return byte(id).blob(payload); }
  const std::string& str() const { return out_; }

 private:
  std::string out_;
};

// In which words a value is written: those of VHLO, or of MLIR itself where Shardy's operations stand.
enum class Words : uint8_t { kVhlo, kBuiltin };

// What a file says once and names by number.
class Encoder {
 public:
  uint64_t string(std::string_view text);
  uint64_t operation(std::string_view dialect, std::string_view name);
  uint64_t properties(const Bytes& bytes);
  uint64_t location(const Location& location);
  StatusOr<uint64_t> type(const ir::Type& type, Words words);
  // NAME is the attribute's, which says the enumeration of a keyword. PERVALUE: shardings are of all results.
  StatusOr<uint64_t> attribute(const ir::Attribute& attribute, Words words, std::string_view name = "",
                               bool perValue = false);
  // A dictionary of MLIR with values in WORDS.
  StatusOr<uint64_t> dictionary(const ir::Attributes& attributes, Words words, bool perValue = false);
  // A list of integers as VHLO has it, a tensor of ELEMENT (i64, i1, index).
  StatusOr<uint64_t> integers(const std::vector<int64_t>& values, const ir::Type& element);
  uint64_t builtinString(std::string_view text);
  // Shardy's, of a list of strings.
  StatusOr<uint64_t> manualAxes(const ir::Attribute& axes);

  // The file with IR in it.
  std::string file(std::string_view producer, const Bytes& ir) const;

 private:
  struct Entry {
    std::string dialect, bytes;
    bool custom = true;
  };
  struct Table {
    std::vector<Entry> entries;
    absl::flat_hash_map<std::string, uint64_t> numbers;
    uint64_t add(Entry entry);
  };

  uint64_t add(std::string_view dialect, const Bytes& bytes);
  StatusOr<uint64_t> elements(const ir::Elements& elements, Words words);
  StatusOr<uint64_t> ints(const ir::Ints& ints, Words words);
  StatusOr<uint64_t> list(const ir::Array& array, Words words, std::string_view name);
  StatusOr<uint64_t> vhloDictionary(const ir::Attributes& attributes);
  StatusOr<uint64_t> keyword(const ir::Keyword& keyword, std::string_view name);
  StatusOr<uint64_t> record(const ir::Attributes& fields, std::string_view name);
  // Groups along the axes of a mesh, and what they are made of: CODE is VHLO's.
  StatusOr<uint64_t> meshRecord(uint64_t code, const ir::Attribute& record);
  StatusOr<std::string> vhloType(const ir::TypeData& type);
  StatusOr<std::string> builtinType(const ir::TypeData& type);
  StatusOr<std::vector<uint64_t>> types(const std::vector<ir::Type>& types, Words words);
  uint64_t mesh(const Mesh& mesh);
  uint64_t axis(const ir::AxisName& name);
  uint64_t sharding(const ir::TensorSharding& sharding);

  std::vector<std::string> strings_;
  absl::flat_hash_map<std::string, uint64_t> stringNumbers_;
  Table attributes_, types_, operations_, properties_;
};

}  // namespace partita::bytecode
