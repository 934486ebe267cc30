#pragma once
// Bytecode made by hand: a module @m, and what a test adds.
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
  // Strings, attributes, types, properties and operations' names of VHLO can be added to. The first attributes are: 0
  // "m", 1 an unknown location, 2 "a".
  std::vector<std::string> strings = {"builtin", "vhlo", "module", "m", "a"};
  std::vector<Entry> attributes = {
      {kBuiltin, varint(2) + varint(3)}, {kBuiltin, varint(15)}, {kBuiltin, varint(2) + varint(4)}};
  std::vector<Entry> types = {{kVhlo, varint(4)}};
  std::vector<std::string> properties = {varint(0 << 1 | 1) + varint(0)};  // of the module: its name, no visibility
  std::vector<std::string> names;
  std::string body, operations;  // operations in the module, and behind it

  void add(int dialect, const std::vector<std::string>& parts) {
    Entry entry{dialect, ""};
    for (const std::string& part : parts) entry.bytes += part;
    attributes.push_back(std::move(entry));
  }
  // COUNT operations in the module, all the same: NAME with the last properties, and REST behind them.
  void repeat(const std::string& name, int count, const std::string& rest = "", size_t location = 1) {
    names.push_back(name);
    const auto flags = static_cast<char>(64 | (rest.empty() ? 0 : 16));
    const std::string one = varint(names.size()) + flags + varint(location) + varint(properties.size() - 1) + rest;
    for (int i = 0; i < count; ++i) body += one;
    count_ += static_cast<uint64_t>(count);
  }
  // The same of functions @a of the type with that number, without a body.
  void repeatFunction(size_t type, int count, size_t location = 1) {
    const size_t first = attributes.size();
    add(kVhlo, {varint(1), varint(0)});
    add(kVhlo, {varint(17), varint(type)});
    properties.push_back(varint(first) + varint(first + 1) + varint(first) + varint(2) + varint(2));
    repeat("func_v1", count, varint(1 << 1) + varint(0), location);
  }
  // The module gets the attribute with that number, as "a".
  void moduleAttribute(size_t number) {
    add(kBuiltin, {varint(1), varint(1), varint(2), varint(number)});
    dictionary_ = attributes.size() - 1;
  }

  std::string bytes() const {
    std::string out = "ML\xEFR" + varint(6) + "by hand" + std::string(1, '\0');
    std::vector<std::string> all = strings;
    // Dialects with their operations: builtin has the module.
    std::string dialects = varint(2) + varint(0 << 1) + varint(1 << 1) + varint(1 + names.size()) +  //
                           varint(kBuiltin) + varint(1) + varint(2 << 1 | 1);
    if (!names.empty()) dialects += varint(kVhlo) + varint(names.size());
    for (const std::string& name : names) {
      dialects += varint(all.size() << 1 | 1);
      all.push_back(name);
    }
    out += section(1, dialects);
    std::string offsets = varint(attributes.size()) + varint(types.size()), entries;
    for (const std::vector<Entry>* list : {&attributes, &types}) {
      for (const Entry& entry : *list) {
        offsets += varint(static_cast<uint64_t>(entry.dialect)) + varint(1) + varint(entry.bytes.size() << 1 | 1);
        entries += entry.bytes;
      }
    }
    out += section(3, offsets) + section(2, entries);
    // One operation: the module, with attributes, properties and a region that is a section.
    const std::string region = varint(1) + varint(0) + varint(count_ << 1) + body;  // one block, no values
    std::string ir =
        varint(1 << 1) + varint(0) + std::string(1, static_cast<char>(64 | 16 | (dictionary_ > 0 ? 1 : 0))) + varint(1);
    if (dictionary_ > 0) ir += varint(dictionary_);
    ir += varint(0) + varint(1 << 1 | 1) + section(4, region);
    out += section(4, ir + operations);
    std::string text, lengths;
    for (const std::string& string : all) {
      text += string + std::string(1, '\0');
      lengths = varint(string.size() + 1) + lengths;
    }
    out += section(0, varint(all.size()) + lengths + text);
    std::string own = varint(properties.size());
    for (const std::string& property : properties) own += varint(property.size()) + property;
    return out + section(8, own);
  }

 private:
  static std::string section(int id, const std::string& payload) {
    return std::string(1, static_cast<char>(id)) + varint(payload.size()) + payload;
  }
  size_t dictionary_ = 0;
  uint64_t count_ = 0;  // of operations in the module
};

}  // namespace partita
