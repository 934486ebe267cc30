#pragma once
// Reads the keys of one TOML table and remembers which it knew. For what reads a kind of file only (cluster_config.cc,
// job/config.cc): the one header that sees toml++.
//
// The first error is kept (status()); later reads give defaults, so that a reader of a table needs one check at its
// end.
#include <limits>
#include <set>
#include <string>
#include <string_view>

#include "base/config_keys.h"
#include "base/status.h"

namespace toml {
inline namespace v3 {
class node;
class table;
class array;
}  // namespace v3
}  // namespace toml

namespace partita {

// TEXT as TOML; NAME is the file's, for messages.
StatusOr<toml::table> parseToml(const std::string& text, const std::string& name);

// "job.toml:12:8" of a node that was read from a file or an override.
std::string placeOf(const toml::node& node);

class TomlReader {
 public:
  // SECTION has every key that is read; it outlives the reader. NAME is it for messages, where its own name does not
  // do.
  TomlReader(const toml::table& table, const ConfigSection& section, std::string name = "");

  bool has(std::string_view key) const;
  bool isTable(std::string_view key) const;
  bool isText(std::string_view key) const;
  std::string text(std::string_view key);  // required
  std::string text(std::string_view key, std::string_view fallback);
  int64_t integer(std::string_view key, int64_t fallback, int64_t low, int64_t high);
  double number(std::string_view key, double fallback);
  bool truth(std::string_view key, bool fallback);
  using ParseQuantity = StatusOr<double> (*)(std::string_view);
  // A number or a text with a unit.
  double quantity(std::string_view key, double fallback, ParseQuantity parse);
  const toml::table* table(std::string_view key);  // null when absent
  const toml::array* array(std::string_view key);  // null when absent
  // Place of the value of KEY, or of the table.
  std::string place(std::string_view key) const;

  void fail(std::string_view key, std::string_view message);  // at the key's place
  // The first error; when there is none: OK, or the first key that nobody asked for.
  Status finish();
  const Status& status() const { return status_; }

 private:
  const toml::node* find(std::string_view key);
  const toml::table& table_;
  const ConfigSection& section_;
  std::string name_;
  std::set<std::string, std::less<>> known_;
  Status status_;
};

}  // namespace partita
