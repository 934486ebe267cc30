// docs/status.md is made from the op table: what exists for each op, stage by stage. Update it with
//   PARTITA_UPDATE=1 build/dev/tests/tests_docs
#include <gtest/gtest.h>

#include <cstdlib>

#include "graph/op.h"
#include "launcher/files.h"

namespace partita {
namespace {

std::string_view codeOf(LoweringClass lowering) {
  switch (lowering) {
    case LoweringClass::kElementwise:
      return "elementwise, fused";
    case LoweringClass::kSource:
      return "made in place";
    case LoweringClass::kIndexMap:
      return "index map, fused";
    case LoweringClass::kGather:
      return "gather";
    case LoweringClass::kScatter:
      return "scatter";
    case LoweringClass::kUpdateSlice:
      return "update in place";
    case LoweringClass::kContraction:
      return "matrix product";
    case LoweringClass::kReduction:
      return "reduction";
    case LoweringClass::kWindow:
      return "window";
    case LoweringClass::kControl:
      return "control";
    case LoweringClass::kCollective:
      return "collective";
    case LoweringClass::kIdentity:
      return "nothing to do";
    case LoweringClass::kNotLowered:
      return "gone after partitioning";
  }
  return "?";
}

std::string statusText() {
  std::string out =
      "# Status: op by stage\n\n"
      "Made from the op table (`graph/ops/*.cc`) by `tests/docs/status_test.cc`, which fails when this page is out of "
      "date:\n"
      "`PARTITA_UPDATE=1 build/dev/tests/tests_docs` writes it anew. A dash means that the stage answers "
      "`Unimplemented` with op and place.\n\n"
      "| op | shape rule | sharding rule | cost | evaluator | code |\n|---|---|---|---|---|---|\n";
  int complete = 0;
  for (int k = 0; k < kOpKindCount; ++k) {
    const OpDef& op = opDef(static_cast<OpKind>(k));
    const auto cell = [](bool there) { return there ? "yes" : "-"; };
    strAppend(&out, "| ", opName(op.kind), " | ", cell(op.infer != nullptr), " | ",
              op.sharding != nullptr ? "factors" : "in the partitioner", " | ", cell(op.cost != nullptr), " | ",
              cell(op.evaluate != nullptr), " | ", codeOf(op.lowering), " |\n");
    complete += op.infer != nullptr && op.cost != nullptr && op.evaluate != nullptr;
  }
  strAppend(&out, "\n", complete, " of ", kOpKindCount, " ops have every rule.\n");
  return out;
}

TEST(Status, PageIsUpToDate) {
  const std::string path = std::string(PARTITA_SOURCE_DIR) + "/docs/status.md";
  const std::string text = statusText();
  if (std::getenv("PARTITA_UPDATE") != nullptr) {
    ASSERT_TRUE(writeFile(path, text).ok());
  }
  const StatusOr<std::string> found = readFile(path, "status page");
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, text) << "update it: PARTITA_UPDATE=1 build/dev/tests/tests_docs";
}

}  // namespace
}  // namespace partita
