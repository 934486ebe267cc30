#include "base/toml_reader.h"

#include <toml++/toml.h>

#include <sstream>

#include "base/check.h"

namespace partita {
namespace {

std::string_view typeName(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "a list";
    case toml::node_type::string:
      return "a text";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number";
    case toml::node_type::boolean:
      return "a truth value";
    default:
      return "a date or time";
  }
}

}  // namespace

StatusOr<toml::table> parseToml(const std::string& text, const std::string& name) {
  try {
    return toml::parse(text, name);
  } catch (const toml::parse_error& error) {
    return invalidArgument(name, ":", error.source().begin.line, ":", error.source().begin.column, ": ",
                           std::string(error.description()));
  }
}

std::string placeOf(const toml::node& node) {
  const toml::source_region& source = node.source();
  const std::string path = source.path ? *source.path : std::string("config");
  if (path.rfind("--", 0) == 0) return path;  // an override
  return strCat(path, ":", source.begin.line, ":", source.begin.column);
}

TomlReader::TomlReader(const toml::table& table, const ConfigSection& section, std::string name)
    : table_(table), section_(section), name_(name.empty() ? section.name : std::move(name)) {}

bool TomlReader::has(std::string_view key) const { return table_.contains(key); }

bool TomlReader::isTable(std::string_view key) const {
  return table_.get(key) != nullptr && table_.get(key)->is_table();
}

bool TomlReader::isText(std::string_view key) const {
  return table_.get(key) != nullptr && table_.get(key)->is_string();
}

const toml::node* TomlReader::find(std::string_view key) {
  CHECK(section_.has(key), section_.name, " ", key, " is read, but is in no table of keys");
  known_.emplace(key);
  return table_.get(key);
}

std::string TomlReader::place(std::string_view key) const {
  const toml::node* node = table_.get(key);
  return placeOf(node != nullptr ? *node : table_);
}

void TomlReader::fail(std::string_view key, std::string_view message) {
  if (status_.ok()) status_ = invalidArgument(place(key), ": ", name_, " ", key, ": ", message);
}

std::string TomlReader::text(std::string_view key) {
  if (find(key) == nullptr) {
    fail(key, "is missing: it must be given");
    return "";
  }
  return text(key, "");
}

std::string TomlReader::text(std::string_view key, std::string_view fallback) {
  const toml::node* node = find(key);
  if (node == nullptr) return std::string(fallback);
  if (!node->is_string()) {
    fail(key, strCat("expected a text, found ", typeName(*node)));
    return std::string(fallback);
  }
  return node->as_string()->get();
}

int64_t TomlReader::integer(std::string_view key, int64_t fallback, int64_t low, int64_t high) {
  const toml::node* node = find(key);
  if (node == nullptr) return fallback;
  if (!node->is_integer()) {
    fail(key, strCat("expected a whole number, found ", typeName(*node)));
    return fallback;
  }
  const int64_t value = node->as_integer()->get();
  if (value < low || value > high) {
    const bool open = high == std::numeric_limits<int64_t>::max();
    fail(key, open ? strCat(value, " is too small: it must be at least ", low)
                   : strCat(value, " is out of range ", low, " to ", high));
    return fallback;
  }
  return value;
}

double TomlReader::number(std::string_view key, double fallback) {
  const toml::node* node = find(key);
  if (node == nullptr) return fallback;
  if (!node->is_number()) {
    fail(key, strCat("expected a number, found ", typeName(*node)));
    return fallback;
  }
  return *node->value<double>();
}

bool TomlReader::truth(std::string_view key, bool fallback) {
  const toml::node* node = find(key);
  if (node == nullptr) return fallback;
  if (!node->is_boolean()) {
    fail(key, strCat("expected true or false, found ", typeName(*node)));
    return fallback;
  }
  return *node->value<bool>();
}

double TomlReader::quantity(std::string_view key, double fallback, ParseQuantity parse) {
  const toml::node* node = find(key);
  if (node == nullptr) return fallback;
  if (node->is_number()) {
    const double value = *node->value<double>();
    if (!(value >= 0)) fail(key, "must not be negative");
    return value;
  }
  if (!node->is_string()) {
    fail(key, strCat("expected a number or a text with a unit, found ", typeName(*node)));
    return fallback;
  }
  const StatusOr<double> value = parse(node->as_string()->get());
  if (!value.ok()) {
    fail(key, toView(value.status().message()));
    return fallback;
  }
  return *value;
}

const toml::table* TomlReader::table(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return nullptr;
  if (!node->is_table()) {
    fail(key, strCat("expected a table, found ", typeName(*node)));
    return nullptr;
  }
  return node->as_table();
}

const toml::array* TomlReader::array(std::string_view key) {
  const toml::node* node = find(key);
  if (node == nullptr) return nullptr;
  if (!node->is_array()) {
    fail(key, strCat("expected a list, found ", typeName(*node)));
    return nullptr;
  }
  return node->as_array();
}

Status TomlReader::finish() {
  if (!status_.ok()) return status_;
  for (const auto& [key, node] : table_) {
    if (known_.count(key.str()) != 0) continue;
    std::string list;
    for (const std::string& known : known_) strAppend(&list, list.empty() ? "" : ", ", known);
    // The place of the key, not of its value; a key that an override added has only its value's.
    const std::string value = placeOf(node);
    const toml::source_region& source = key.source();
    const bool fromFile = source.path && value.rfind("--", 0) != 0;
    return invalidArgument(fromFile ? strCat(*source.path, ":", source.begin.line, ":", source.begin.column) : value,
                           ": unknown key \"", key.str(), "\" in ", name_, ": known are ", list);
  }
  return absl::OkStatus();
}

}  // namespace partita
