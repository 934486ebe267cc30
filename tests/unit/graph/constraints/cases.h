#pragma once
// Programs that each break one constraint of the StableHLO specification, and nothing else. In a program «right|wrong»
// stands for its left side in a program that is accepted, and for its right side in the one that is refused.
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "base/text.h"
#include "frontends/stablehlo.h"
#include "graph/verify.h"

namespace partita {

// The message begins with "<place>: <label>: "; of an attribute whose kind is wrong the reader says it, without a
// label.
enum class Says : uint8_t { kLabel, kPlace };

struct ConstraintCase {
  std::string label;  // "concatenate_c2": the op and the constraint's number
  std::string
      program;  // first the arguments of @main, then its operations; or a whole module, from "module" or "sdy" on
  std::string message;  // a part of what is said
  Says says = Says::kLabel;
};

// PROGRAM as one side of each choice. $add(f32) is a region that adds two scalars of f32; $lt(f32) one that compares.
inline std::string chosen(std::string_view program, bool right) {
  std::string text(program);
  for (size_t at; (at = text.find("«")) != std::string::npos;) {
    const size_t middle = text.find('|', at), end = text.find("»", at);
    const size_t open = std::string_view("«").size(), close = std::string_view("»").size();
    const std::string side =
        right ? text.substr(at + open, middle - at - open) : text.substr(middle + 1, end - middle - 1);
    text.replace(at, end + close - at, side);
  }
  for (const auto& [mark, op, result] :
       {std::tuple("$add(", "stablehlo.add %x, %y", ""), std::tuple("$lt(", "stablehlo.compare LT, %x, %y", "i1")}) {
    for (size_t at; (at = text.find(mark)) != std::string::npos;) {
      const size_t begin = at + std::string_view(mark).size(), end = text.find(')', begin);
      const std::string type = strCat("tensor<", text.substr(begin, end - begin), ">");
      const std::string to = std::string_view(result).empty() ? type : strCat("tensor<", result, ">");
      const std::string types = type == to ? type : strCat("(", type, ", ", type, ") -> ", to);
      text.replace(at, end + 1 - at,
                   strCat("{\n^bb0(%x: ", type, ", %y: ", type, "):\n  %z = ", op, " : ", types,
                          "\n  stablehlo.return %z : ", to, "\n}"));
    }
  }
  if (text.starts_with("module") || text.starts_with("sdy") || text.starts_with("func")) return text;
  const size_t line = text.find('\n');
  return strCat("func.func @main(", text.substr(0, line), ") {\n", text.substr(line + 1), "\nreturn\n}\n");
}

// What a case changes of a whole program: what stands in it, and what is put there.
using Changes = std::vector<std::pair<std::string, std::string>>;

inline std::string changed(std::string_view program, const Changes& changes) {
  std::string out(program);
  for (const auto& [from, to] : changes) {
    CHECK(absl::StrContains(out, from), "'", from, "' is not in\n", program);
    out = absl::StrReplaceAll(out, {{from, to}});
  }
  return out;
}

inline void checkCase(const ConstraintCase& test) {
  SCOPED_TRACE(test.label);
  const std::string right = chosen(test.program, true), wrong = chosen(test.program, false);
  ASSERT_NE(right, wrong);
  const StatusOr<Graph> graph = parseStablehlo(right, "c.mlir");
  EXPECT_TRUE(graph.ok()) << graph.status() << "\n" << right;
  if (graph.ok()) {
    const Status valid = verify(*graph, Stage::kGlobal);
    EXPECT_TRUE(valid.ok()) << valid << "\n" << right;
  }
  const Status refused = parseStablehlo(wrong, "c.mlir").status();
  EXPECT_EQ(refused.code(), absl::StatusCode::kInvalidArgument) << refused << "\n" << wrong;
  const std::string message(toView(refused.message()));
  // c.mlir:2:8: concatenate_c2: …
  const std::vector<std::string> parts = absl::StrSplit(message, absl::MaxSplits(": ", 1));
  EXPECT_TRUE(parts[0].starts_with("c.mlir:") && absl::StrContains(parts[0].substr(7), ":"))
      << "no place in " << message << "\n"
      << wrong;
  if (test.says == Says::kLabel) {
    EXPECT_TRUE(parts.size() == 2 && parts[1].starts_with(test.label + ": ")) << message << "\n" << wrong;
  }
  EXPECT_TRUE(absl::StrContains(message, test.message)) << message << "\n" << wrong;
}

// The cases of all files here, for the test that nothing is forgotten.
inline std::vector<ConstraintCase>& allConstraintCases() {
  static auto* const cases = new std::vector<ConstraintCase>;
  return *cases;
}
inline std::vector<ConstraintCase> addConstraintCases(std::vector<ConstraintCase> cases) {
  for (const ConstraintCase& test : cases) allConstraintCases().push_back(test);
  return cases;
}

}  // namespace partita
