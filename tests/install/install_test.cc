// What `cmake --install` gives, from where somebody has moved it: symbols, headers, packages, examples.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <sstream>
#include <string>

#include "base/text.h"

namespace partita {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

struct Output {
  int code = -1;
  std::string text;
};

Output shell(const std::string& command) {
  Output out;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> chunk;
  for (size_t n; (n = std::fread(chunk.data(), 1, chunk.size(), pipe)) > 0;) out.text.append(chunk.data(), n);
  const int status = ::pclose(pipe);
  out.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
  return out;
}

// Installed once for all tests, into a folder that is then moved.
class Install : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = fs::temp_directory_path() / strCat("partita_install_", ::getpid());
    fs::create_directories(folder_);
    const Output made =
        shell(strCat(PARTITA_CMAKE, " --install ", PARTITA_BUILD_DIR, " --prefix ", folder_.string(), "/first"));
    ASSERT_EQ(made.code, 0) << made.text;
    prefix_ = folder_ / "moved here";
    fs::rename(folder_ / "first", prefix_);
    for (const auto& entry : fs::recursive_directory_iterator(prefix_))
      if (entry.path().filename() == "libpartita.so") library_ = entry.path();
    ASSERT_FALSE(library_.empty());
  }
  static void TearDownTestSuite() { fs::remove_all(folder_); }
  static std::string quoted(const fs::path& path) { return strCat("'", path.string(), "'"); }

  static fs::path folder_, prefix_, library_;
};
fs::path Install::folder_, Install::prefix_, Install::library_;

TEST_F(Install, TheLibraryExportsItsInterfaceOnly) {
  const Output symbols = shell(strCat("nm -D --defined-only --with-symbol-versions ", quoted(library_)));
  ASSERT_EQ(symbols.code, 0) << symbols.text;
  std::istringstream lines(symbols.text);
  std::set<std::string> exported;
  for (std::string address, kind, name; lines >> address >> kind >> name;) {
    if (name == "PARTITA_0" || name == "PARTITA_0@@PARTITA_0") continue;  // the version itself
    EXPECT_EQ(kind, "T") << name;
    EXPECT_TRUE(name.rfind("partita_", 0) == 0 && name.ends_with("@@PARTITA_0")) << name;
    exported.insert(name.substr(0, name.find('@')));
  }
  // Every function that the header declares, and no other.
  const Output declared = shell(strCat("grep -ohE '^PARTITA_API .*' ", quoted(prefix_ / "include/partita/partita.h"),
                                       " | grep -oE 'partita_[a-z_]+\\(' | tr -d '('"));
  std::istringstream names(declared.text);
  std::set<std::string> wanted;
  for (std::string name; names >> name;) wanted.insert(name);
  EXPECT_GT(wanted.size(), 40u);
  EXPECT_EQ(exported, wanted);
}

TEST_F(Install, TheLibraryIsReadyForAnyProcess) {
  const Output dynamic = shell(strCat("readelf -dW ", quoted(library_)));
  EXPECT_THAT(dynamic.text, HasSubstr("soname: [libpartita.so.0]"));
  EXPECT_THAT(dynamic.text, HasSubstr("NODELETE"));
  EXPECT_THAT(dynamic.text, HasSubstr("[$ORIGIN]"));
  EXPECT_THAT(dynamic.text, Not(HasSubstr("libLLVM"))) << "it has its own inside";
  EXPECT_THAT(dynamic.text, Not(HasSubstr("libopenblas"))) << "it has its own inside";
}

TEST_F(Install, ThePublicHeadersCompileAlone) {
  const std::string common = strCat(" -Wall -Wextra -Wpedantic -Werror -fsyntax-only -I", quoted(prefix_ / "include"));
  for (const std::string compiler : {"gcc", "clang"}) {
    if (shell(strCat("command -v ", compiler)).code != 0) continue;
    const std::string cpp = compiler == "gcc" ? "g++" : "clang++";
    for (const std::string& command :
         {strCat("echo '#include <partita/partita.h>' | ", compiler, " -std=c11 -x c -", common),
          strCat("echo '#include <partita/partita.h>' | ", cpp, " -std=c++17 -x c++ -", common),
          strCat("echo '#include <partita/partita.hpp>' | ", cpp, " -std=c++17 -Wconversion -x c++ -", common),
          strCat("echo '#include <partita/partita.hpp>' | ", cpp, " -std=c++20 -Wconversion -x c++ -", common)}) {
      const Output made = shell(command);
      EXPECT_EQ(made.code, 0) << command << "\n" << made.text;
    }
  }
}

TEST_F(Install, TheHeadersDefineMacrosOfTheirOwnOnly) {
  const Output before = shell("echo '#include <stddef.h>\n#include <stdint.h>' | gcc -std=c11 -dM -E -x c - | sort");
  const Output after = shell(strCat("echo '#include <partita/partita.h>' | gcc -std=c11 -dM -E -x c - -I",
                                    quoted(prefix_ / "include"), " | sort"));
  std::set<std::string> known;
  std::istringstream lines(before.text);
  for (std::string line; std::getline(lines, line);) known.insert(line);
  std::istringstream more(after.text);
  for (std::string line; std::getline(more, line);) {
    if (known.count(line) > 0) continue;
    EXPECT_EQ(line.rfind("#define PARTITA_", 0), 0u) << line;
  }
}

TEST_F(Install, TheExamplesBuildAndRun) {
  const fs::path build = folder_ / "embed";
  // From the sources that are installed, not from the tree.
  const Output configured = shell(strCat(PARTITA_CMAKE, " -S ", quoted(prefix_ / "share/partita/examples/embed"),
                                         " -B ", quoted(build), " -DCMAKE_PREFIX_PATH=", quoted(prefix_)));
  ASSERT_EQ(configured.code, 0) << configured.text;
  const Output built = shell(strCat(PARTITA_CMAKE, " --build ", quoted(build)));
  ASSERT_EQ(built.code, 0) << built.text;
  for (const char* program : {"train_c", "train_cpp"}) {
    const Output run = shell(strCat("timeout 100 ", quoted(build / program)));
    EXPECT_EQ(run.code, 0) << program << "\n" << run.text;
    EXPECT_THAT(run.text, HasSubstr("as loaded"));
  }
}

TEST_F(Install, PkgConfigFindsIt) {
  ASSERT_EQ(shell("command -v pkg-config").code, 0) << "install the packages of scripts/setup.sh";
  // pkg-config escapes the blank of the prefix; eval takes it back.
  const fs::path where = library_.parent_path();
  const Output built = shell(strCat("export PKG_CONFIG_PATH=", quoted(where / "pkgconfig"), "; eval gcc -std=c11 ",
                                    "\"'", (prefix_ / "share/partita/examples/embed/train.c").string(), "'\" ",
                                    "$(pkg-config --cflags --libs partita) -o ", quoted(folder_ / "by_pkg_config")));
  ASSERT_EQ(built.code, 0) << built.text;
  const Output run = shell(strCat("LD_LIBRARY_PATH=", quoted(where), " ", quoted(folder_ / "by_pkg_config")));
  EXPECT_EQ(run.code, 0) << run.text;
}

TEST_F(Install, RunsBesideOtherCopiesOfLlvm) {
  const Output alone = shell(strCat(PARTITA_BESIDE_LLVM, " ", quoted(library_)));
  EXPECT_EQ(alone.code, 0) << alone.text;
  // The same version, and every other that this machine has.
  std::string all;
  for (const auto& entry : fs::directory_iterator(fs::path(PARTITA_LLVM).parent_path())) {
    const std::string name = entry.path().filename();
    if (name.rfind("libLLVM-", 0) == 0 && name.ends_with(".so")) all += strCat(" ", quoted(entry.path()));
  }
  const char* more = std::getenv("PARTITA_BESIDE");
  for (const std::string& others : {strCat(" ", PARTITA_LLVM), all, std::string(more != nullptr ? more : "")}) {
    const Output beside = shell(strCat(PARTITA_BESIDE_LLVM, " ", quoted(library_), " ", others));
    EXPECT_EQ(beside.code, 0) << others << "\n" << beside.text;
  }
}

// The loader gives the library whichever libtbb.so.12 came first: an older one must be refused, not run into. One that
// comes later, and for all to see, must not be taken for what is not bound yet.
TEST_F(Install, AnOlderTbbInTheProcessIsRefused) {
  const fs::path other = folder_ / "libtbb.so.12";
  // Says how old it is, and has all else that is asked of it.
  const Output made = shell(strCat(
      "(echo 'int TBB_runtime_interface_version(void) { return 12000; }'; nm -D --undefined-only ", quoted(library_),
      " | grep -o '_ZN3tbb.*' | awk '{ print \"void f\" NR \"(void) __asm__(\\\"\" $1 \"\\\"); void f\" NR \"(void) { ",
      "__builtin_trap(); }\" }') | gcc -shared -fPIC -Wl,-soname,libtbb.so.12 -x c - -o ", quoted(other)));
  ASSERT_EQ(made.code, 0) << made.text;
  const Output refused = shell(strCat(PARTITA_BESIDE_LLVM, " ", quoted(library_), " ", quoted(other)));
  EXPECT_EQ(refused.code, 1) << refused.text;
  EXPECT_THAT(refused.text, HasSubstr("oneTBB of interface 12000"));
  const Output later = shell(strCat(PARTITA_BESIDE_LLVM, " ", quoted(library_), " -- ", quoted(other)));
  EXPECT_EQ(later.code, 0) << later.text;
}

TEST_F(Install, TheCommandRuns) {
  const Output version = shell(strCat(quoted(prefix_ / "bin/partita"), " --version"));
  EXPECT_EQ(version.code, 0) << version.text;
  // A job that is installed with it is found with all that it names.
  const Output plan = shell(strCat(quoted(prefix_ / "bin/partita"), " plan --job ",
                                   quoted(prefix_ / "share/partita/configs/jobs/gpt_two_ranks.toml")));
  EXPECT_EQ(plan.code, 0) << plan.text;
}

}  // namespace
}  // namespace partita
