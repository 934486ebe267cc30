#pragma once
// Bytecode made by hand: a module @m without operations, and what a test adds.
#include <cstdint>
#include <string>
#include <vector>

namespace partita {

inline std::string varint(uint64_t value) {
  int more = 0;
  while (more < 8 && value >> (7 * (more + 1)) != 0) ++more;
  std::string out;
  if (more == 8) {
    out.push_back('\0');
  } else {
    value = (value << (more + 1)) | (uint64_t{1} << more);
  }
  for (int i = 0; i < (more == 8 ? 8 : more + 1); ++i) out.push_back(static_cast<char>(value >> (8 * i)));
  return out;
}

struct BytecodeFile {
  static constexpr int kBuiltin = 0, kVhlo = 1;
  struct Entry {
    int dialect;
    std::string bytes;
  };
  // Strings, attributes and types can be added to; the first attributes are: 0 "m", 1 an unknown location, 2 "a".
  std::vector<std::string> strings = {"builtin", "vhlo", "module", "m", "a"};
  std::vector<Entry> attributes = {
      {kBuiltin, varint(2) + varint(3)}, {kBuiltin, varint(15)}, {kBuiltin, varint(2) + varint(4)}};
  std::vector<Entry> types = {{kVhlo, varint(4)}};
  std::string operations;  // behind the module

  void add(int dialect, const std::vector<std::string>& parts) {
    Entry entry{dialect, ""};
    for (const std::string& part : parts) entry.bytes += part;
    attributes.push_back(std::move(entry));
  }
  // The module gets the attribute with that number, as "a".
  void moduleAttribute(size_t number) {
    add(kBuiltin, {varint(1), varint(1), varint(2), varint(number)});
    dictionary_ = attributes.size() - 1;
  }

  std::string bytes() const {
    std::string out = "ML\xEFR" + varint(6) + "by hand" + std::string(1, '\0');
    // Dialects with their operations: builtin has the module, vhlo none.
    out += section(1, varint(2) + varint(0 << 1) + varint(1 << 1) + varint(1) +  //
                          varint(kBuiltin) + varint(1) + varint(2 << 1 | 1));
    std::string offsets = varint(attributes.size()) + varint(types.size()), entries;
    for (const std::vector<Entry>* list : {&attributes, &types}) {
      for (const Entry& entry : *list) {
        offsets += varint(static_cast<uint64_t>(entry.dialect)) + varint(1) + varint(entry.bytes.size() << 1 | 1);
        entries += entry.bytes;
      }
    }
    out += section(3, offsets) + section(2, entries);
    // One operation: the module, with attributes, properties and a region that is a section.
    const std::string region = varint(1) + varint(0) + varint(0);  // one block, no values, no operations
    std::string ir =
        varint(1 << 1) + varint(0) + std::string(1, static_cast<char>(64 | 16 | (dictionary_ > 0 ? 1 : 0))) + varint(1);
    if (dictionary_ > 0) ir += varint(dictionary_);
    ir += varint(0) + varint(1 << 1 | 1) + section(4, region);
    out += section(4, ir + operations);
    std::string text, lengths;
    for (const std::string& string : strings) {
      text += string + std::string(1, '\0');
      lengths = varint(string.size() + 1) + lengths;
    }
    out += section(0, varint(strings.size()) + lengths + text);
    // Of the module: its name, no visibility.
    const std::string properties = varint(0 << 1 | 1) + varint(0);
    return out + section(8, varint(1) + varint(properties.size()) + properties);
  }

 private:
  static std::string section(int id, const std::string& payload) {
    return std::string(1, static_cast<char>(id)) + varint(payload.size()) + payload;
  }
  size_t dictionary_ = 0;
};

}  // namespace partita
