// docs/codegen.md shows what --dump writes for the programs it shows. Write its dumps anew with
//   PARTITA_UPDATE=1 build/dev/tests/tests_docs --gtest_filter='CodegenPage.*'
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "codegen/codegen.h"
#include "frontends/stablehlo.h"

namespace partita {
namespace {

namespace fs = std::filesystem;

// The page with the contents of the dumped files in its "dump" blocks: each "mlir" block is compiled for those after
// it.
std::string withDumps(const std::string& page, const fs::path& folder) {
  std::string out;
  size_t at = 0;
  int programs = 0;
  while (true) {
    const size_t begin = page.find("\n```", at);
    if (begin == std::string::npos) break;
    const size_t line = page.find('\n', begin + 1);
    const std::string kind = page.substr(begin + 4, line - begin - 4);
    const size_t end = page.find("\n```", line == std::string::npos ? begin : line - 1);
    if (line == std::string::npos || end == std::string::npos) {
      ADD_FAILURE() << "a block without an end";
      return page;
    }
    std::string text = page.substr(line + 1, end > line ? end - line : 0);
    if (kind == "mlir") {
      const fs::path dump = folder / strCat(programs++);
      StatusOr<Graph> graph = parseStablehlo(text, "docs/codegen.md");
      EXPECT_TRUE(graph.ok()) << graph.status();
      if (!graph.ok()) return page;
      CompileOptions options;
      options.target = *namedTarget("x86-64-v4");
      options.dumpDirectory = dump;
      EXPECT_TRUE(compile(*graph, options).ok());
    } else if (kind.rfind("dump ", 0) == 0) {
      StatusOr<std::string> file = readFile(folder / strCat(programs - 1) / kind.substr(5), "dump");
      EXPECT_TRUE(file.ok()) << file.status();
      if (!file.ok()) return page;
      text = *file;
      while (text.size() > 1 && text[text.size() - 2] == '\n') text.pop_back();
    }
    strAppend(&out, page.substr(at, line + 1 - at), text);
    at = end + 1;
    // Past the closing fence, which begins no block.
    const size_t next = page.find('\n', at);
    strAppend(&out, page.substr(at, next - at));
    at = next;
    if (at == std::string::npos) return out;
  }
  return out + page.substr(at);
}

TEST(CodegenPage, ShowsWhatIsDumped) {
  const std::string path = std::string(PARTITA_SOURCE_DIR) + "/docs/codegen.md";
  const fs::path folder = fs::temp_directory_path() / strCat("partita_codegen_page_", getpid());
  StatusOr<std::string> page = readFile(path, "page");
  ASSERT_TRUE(page.ok()) << page.status();
  const std::string wanted = withDumps(*page, folder);
  fs::remove_all(folder);
  if (std::getenv("PARTITA_UPDATE") != nullptr) {
    ASSERT_TRUE(writeFile(path, wanted).ok());
  }
  page = readFile(path, "page");
  EXPECT_EQ(*page, wanted)
      << "write it anew: PARTITA_UPDATE=1 build/dev/tests/tests_docs --gtest_filter='CodegenPage.*'";
}

}  // namespace
}  // namespace partita
