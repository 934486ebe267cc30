// Every constraint of the specification has a case here, or a reason why it has none.
#include <fstream>
#include <map>
#include <set>

#include "graph/op.h"
#include "tests/unit/graph/constraints/cases.h"

namespace partita {
namespace {

struct Listed {
  std::set<std::string> broken, never;
};

// By op. A line is "op: i1 c1; c2 why not".
std::map<std::string, Listed> listed() {
  std::map<std::string, Listed> out;
  std::ifstream file(std::string(PARTITA_SOURCE_DIR) + "/tests/data/constraints/stablehlo.txt");
  const auto isNumber = [](const std::string& word) {
    return word.size() > 1 && (word[0] == 'i' || word[0] == 'c') &&
           word.find_first_not_of("0123456789", 1) == std::string::npos;
  };
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with("#")) continue;
    Listed op;
    const size_t colon = line.find(':');
    const std::vector<std::string> groups = absl::StrSplit(line.substr(colon + 1), ';');
    for (size_t i = 0; i < groups.size(); ++i) {
      bool reason = false;
      for (const std::string& word : std::vector<std::string>(absl::StrSplit(groups[i], ' ', absl::SkipWhitespace()))) {
        if (isNumber(word) && !reason) {
          (i == 0 ? op.broken : op.never).insert(word);
        } else {
          reason = true;
        }
      }
      EXPECT_EQ(reason, i > 0) << "only what has no case has a reason, and all of it: " << line;
    }
    EXPECT_TRUE(out.emplace(line.substr(0, colon), op).second) << line << " twice";
  }
  return out;
}

TEST(Constraints, NoneIsForgotten) {
  std::map<std::string, std::set<std::string>> tested;
  for (const ConstraintCase& test : allConstraintCases()) {
    const size_t end = test.label.rfind('_');
    tested[test.label.substr(0, end)].insert(test.label.substr(end + 1));
  }
  const std::map<std::string, Listed> ops = listed();
  EXPECT_GT(ops.size(), 100u);
  for (const auto& [name, op] : ops) {
    EXPECT_EQ(tested[name], op.broken) << name;
    for (const std::string& number : op.never) EXPECT_FALSE(op.broken.contains(number)) << name << " " << number;
    tested.erase(name);
  }
  for (const auto& [name, numbers] : tested) ADD_FAILURE() << name << " is not in the list of constraints";
  for (int kind = 0; kind < kOpKindCount; ++kind) {
    const std::string name(opName(static_cast<OpKind>(kind)));
    EXPECT_TRUE(!name.starts_with("stablehlo.") || ops.contains(name.substr(10))) << name;
  }
}

}  // namespace
}  // namespace partita
