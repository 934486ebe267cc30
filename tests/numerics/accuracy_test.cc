// docs/numerics.md says how far each function is from the exact value, in units in the last place, with both engines.
// Here the first 2,000 numbers of each are measured and must be within that. Measured whole and written anew with
//   PARTITA_UPDATE=1 build/dev/tests/tests_numerics --gtest_filter='Accuracy.*'
// With PARTITA_OP=chlo.lgamma it only prints that op; PARTITA_SAMPLES=1000000 takes so many numbers of each type.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "base/files.h"
#include "base/rng.h"
#include "base/text.h"
#include "codegen/codegen.h"
#include "graph/evaluate.h"
#include "tests/numerics/exact.h"
#include "tests/support/thunk_runner.h"

namespace partita {
namespace {

constexpr std::string_view kBegin = "<!-- accuracy: made by tests/numerics/accuracy_test.cc -->\n",
                           kEnd = "<!-- end of accuracy -->\n";
constexpr DType kTypes[] = {DType::kF64, DType::kF32, DType::kF16, DType::kBF16};

bool isUpdate() { return std::getenv("PARTITA_UPDATE") != nullptr; }

// How many numbers of DTYPE are taken: where the page is written PARTITA_SAMPLES, or all there are of 16 bits and as
// many as take minutes of the others; the first ones else.
int64_t sampleCount(DType dtype, const MeasuredFunction& function) {
  const bool slow = function.op == OpKind::kZeta || function.op == OpKind::kPolygamma;
  constexpr int64_t kFew = 2000, kFewSlow = 300;
  if (!isUpdate()) return slow ? kFewSlow : kFew;
  if (const char* count = std::getenv("PARTITA_SAMPLES")) {
    const int64_t given = std::max<int64_t>(std::strtoll(count, nullptr, 0), kFew);
    return slow ? given * kFewSlow / kFew : dtypeBits(dtype) == 16 ? std::min<int64_t>(given, 65536) : given;
  }
  if (dtypeBits(dtype) == 16 && !slow) return 65536;
  return slow ? 3000 : dtype == DType::kF32 ? 50000 : 10000;
}

double anyNumber(Rng& rng, DType dtype) {
  const uint64_t bits = rng.next();
  return loadAsDouble(dtype, &bits);
}

struct Samples {
  std::vector<Tensor> operands;
};

// Numbers evenly over [low, high], a quarter of them as close to an end as the type has numbers, and evenly over all
// bits of the type.
Samples samplesOf(const MeasuredFunction& function, DType dtype) {
  const int64_t count = sampleCount(dtype, function);
  const size_t arity = static_cast<size_t>(opDef(function.op).minOperands);
  Samples out;
  out.operands.assign(arity, Tensor(TensorType(dtype, {count})));
  uint64_t seed = static_cast<uint64_t>(dtype);
  for (const char c : opName(function.op)) seed = splitmix64(seed + static_cast<uint64_t>(c));
  Rng rng(seed);
  for (int64_t i = 0; i < count; ++i) {
    for (size_t k = 0; k < arity; ++k) {
      const double low = k == 0 ? function.low : function.low2, high = k == 0 ? function.high : function.high2;
      double x = i % 2 == 0 || arity > 1 ? low + rng.uniform() * (high - low) : anyNumber(rng, dtype);
      if (i % 4 == 2 && arity == 1) {
        const double away = (high - low) * std::exp2(-56 * rng.uniform());
        x = i % 8 == 2 ? low + away : high - away;
      }
      if (arity == 1 && dtypeBits(dtype) == 16) {
        const uint16_t bits = static_cast<uint16_t>(i * 65536 / count + (count < 65536 ? rng.between(0, 31) : 0));
        x = loadAsDouble(dtype, &bits);
      }
      if (k == 0 && function.whole) x = std::floor(x);
      if (std::isfinite(x) && x < function.least) x = -x;
      out.operands[k].set(i, x);
    }
  }
  return out;
}

Graph graphOf(const MeasuredFunction& function, const Samples& samples) {
  Graph graph;
  std::vector<ValueId> operands;
  for (const Tensor& operand : samples.operands) operands.push_back(graph.addArgument(graph.body(), operand.type()));
  graph.regions[graph.body()].results = {
      graph.result(graph.addNode(graph.body(), function.op, operands, {samples.operands[0].type()}))};
  graph.results.resize(1);
  return graph;
}

StatusOr<Tensor> compiledResult(const Graph& graph, absl::Span<const Tensor> operands) {
  CompileOptions options;
  options.target = hostTarget();
  ASSIGN_OR_RETURN(const Program program, compile(graph, options));
  ASSIGN_OR_RETURN(const std::unique_ptr<KernelTable> kernels, loadKernels(program));
  ASSIGN_OR_RETURN(std::vector<Tensor> results, runThunks(program, *kernels, operands));
  return std::move(results[0]);
}

struct Worst {
  double ulps = 0;
  std::string where;
};

Worst worstOf(const Tensor& found, const std::vector<Exact>& exact, const Samples& samples) {
  Worst out;
  for (int64_t i = 0; i < found.elements(); ++i) {
    const double ulps = ulpsFrom(found.asDouble(i), exact[static_cast<size_t>(i)], found.type().dtype);
    if (ulps <= out.ulps) continue;
    out.ulps = ulps;
    out.where =
        strCat("found ", found.asDouble(i), " for ", mpfr_get_d(exact[static_cast<size_t>(i)].get(), MPFR_RNDN), " at");
    char text[40];
    for (const Tensor& operand : samples.operands) {
      std::snprintf(text, sizeof text, " %a", operand.asDouble(i));
      out.where += text;
    }
  }
  return out;
}

using Row = std::vector<double>;  // for each of kTypes: reference, compiled

// "| chlo.acos | 0.5 | 1.2 | … |"
std::map<std::string, Row> rowsOf(const std::string& page) {
  std::map<std::string, Row> rows;
  const size_t begin = page.find(kBegin), end = page.find(kEnd);
  if (begin == std::string::npos || end == std::string::npos) return rows;
  for (size_t at = begin + kBegin.size(); at < end; at = page.find('\n', at) + 1) {
    const std::string line = page.substr(at, page.find('\n', at) - at);
    std::vector<std::string> cells;
    for (size_t cell = 0; cell < line.size();) {
      const size_t next = std::min(line.find('|', cell), line.size());
      cells.push_back(line.substr(cell, next - cell));
      cell = next + 1;
    }
    if (cells.size() < 10 || cells[1].find('`') == std::string::npos) continue;
    const size_t open = cells[1].find('`');
    Row& row = rows[cells[1].substr(open + 1, cells[1].rfind('`') - open - 1)];
    for (size_t i = 2; i < 10; ++i) row.push_back(std::strtod(cells[i].c_str(), nullptr));
  }
  return rows;
}

// UPS rounded up to what the page shows.
std::string shown(double ulps) {
  char text[32];
  const double step = ulps < 10 ? 0.05 : ulps < 100 ? 1 : 10;
  std::snprintf(text, sizeof text, ulps < 10 ? "%.2f" : "%.0f", std::ceil(ulps / step) * step);
  return text;
}

TEST(Accuracy, IsWhatThePageSays) {
  const std::string path = strCat(PARTITA_SOURCE_DIR, "/docs/numerics.md");
  StatusOr<std::string> page = readFile(path, "page");
  ASSERT_TRUE(page.ok()) << page.status();
  const std::map<std::string, Row> documented = rowsOf(*page);
  const char* only = std::getenv("PARTITA_OP");
  std::string table =
      "| op | f64 reference | compiled | f32 reference | compiled | f16 reference | compiled | bf16 reference | "
      "compiled "
      "|\n|---|---|---|---|---|---|---|---|---|\n";
  for (const MeasuredFunction& function : measuredFunctions()) {
    const std::string name(opName(function.op));
    if (only != nullptr && name != only) continue;
    SCOPED_TRACE(name);
    strAppend(&table, "| `", name, "`");
    const auto row = documented.find(name);
    if (!isUpdate() && row == documented.end()) {
      ADD_FAILURE() << "the page has no line for it; write it anew with PARTITA_UPDATE=1";
      continue;
    }
    size_t column = 0;
    for (const DType dtype : kTypes) {
      SCOPED_TRACE(std::string(dtypeName(dtype)));
      const Samples samples = samplesOf(function, dtype);
      std::vector<Exact> exact;
      for (int64_t i = 0; i < samples.operands[0].elements(); ++i) {
        const Exact x(samples.operands[0].asDouble(i)), y(samples.operands.back().asDouble(i));
        exact.push_back(function.exact(x, y));
      }
      const Graph graph = graphOf(function, samples);
      const StatusOr<std::vector<Tensor>> reference = evaluate(graph, samples.operands);
      ASSERT_TRUE(reference.ok()) << reference.status();
      const StatusOr<Tensor> compiled = compiledResult(graph, samples.operands);
      ASSERT_TRUE(compiled.ok()) << compiled.status();
      for (const Tensor* found : {&(*reference)[0], &*compiled}) {
        const Worst worst = worstOf(*found, exact, samples);
        strAppend(&table, " | ", shown(worst.ulps));
        if (only != nullptr)
          std::printf("%s %s: %.3f ulps, %s\n", name.c_str(), std::string(dtypeName(dtype)).c_str(), worst.ulps,
                      worst.where.c_str());
        if (!isUpdate() && row != documented.end()) {
          EXPECT_LE(worst.ulps, row->second[column]) << (column % 2 == 0 ? "reference: " : "compiled: ") << worst.where;
        }
        ++column;
      }
    }
    table += " |\n";
  }
  if (!isUpdate() || only != nullptr) return;
  const size_t begin = page->find(kBegin), end = page->find(kEnd);
  ASSERT_TRUE(begin != std::string::npos && end != std::string::npos) << path << " has no place for the table";
  ASSERT_TRUE(writeFile(path, strCat(page->substr(0, begin + kBegin.size()), table, page->substr(end))).ok());
}

}  // namespace
}  // namespace partita
