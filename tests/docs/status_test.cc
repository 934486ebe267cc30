// docs/status.md says what runs: each op is made in every form for every element type, evaluated, compiled and run,
// alone and on a mesh. Write it anew with
//   PARTITA_UPDATE=1 build/dev/tests/tests_docs
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <thread>

#include "base/files.h"
#include "base/rng.h"
#include "graph/op.h"
#include "tests/support/whole_path/isolation.h"
#include "tests/support/whole_path/runner.h"

namespace partita {
namespace {

constexpr double kCaseSeconds = 20;

// Every op of the StableHLO specification, of CHLO and of Shardy that a frontend may hand over.
constexpr const char* kPublicOps[] = {"stablehlo.abs",
                                      "stablehlo.add",
                                      "stablehlo.after_all",
                                      "stablehlo.all_gather",
                                      "stablehlo.all_reduce",
                                      "stablehlo.all_to_all",
                                      "stablehlo.and",
                                      "stablehlo.async_done",
                                      "stablehlo.async_start",
                                      "stablehlo.atan2",
                                      "stablehlo.batch_norm_grad",
                                      "stablehlo.batch_norm_inference",
                                      "stablehlo.batch_norm_training",
                                      "stablehlo.bitcast_convert",
                                      "stablehlo.broadcast_in_dim",
                                      "stablehlo.case",
                                      "stablehlo.cbrt",
                                      "stablehlo.ceil",
                                      "stablehlo.cholesky",
                                      "stablehlo.clamp",
                                      "stablehlo.collective_broadcast",
                                      "stablehlo.collective_permute",
                                      "stablehlo.compare",
                                      "stablehlo.complex",
                                      "stablehlo.composite",
                                      "stablehlo.concatenate",
                                      "stablehlo.constant",
                                      "stablehlo.convert",
                                      "stablehlo.convolution",
                                      "stablehlo.cosine",
                                      "stablehlo.count_leading_zeros",
                                      "stablehlo.custom_call",
                                      "stablehlo.divide",
                                      "stablehlo.dot_general",
                                      "stablehlo.dynamic_broadcast_in_dim",
                                      "stablehlo.dynamic_conv",
                                      "stablehlo.dynamic_gather",
                                      "stablehlo.dynamic_iota",
                                      "stablehlo.dynamic_pad",
                                      "stablehlo.dynamic_reshape",
                                      "stablehlo.dynamic_slice",
                                      "stablehlo.dynamic_update_slice",
                                      "stablehlo.exponential",
                                      "stablehlo.exponential_minus_one",
                                      "stablehlo.fft",
                                      "stablehlo.floor",
                                      "stablehlo.gather",
                                      "stablehlo.get_dimension_size",
                                      "stablehlo.get_tuple_element",
                                      "stablehlo.if",
                                      "stablehlo.imag",
                                      "stablehlo.infeed",
                                      "stablehlo.iota",
                                      "stablehlo.is_finite",
                                      "stablehlo.log",
                                      "stablehlo.log_plus_one",
                                      "stablehlo.logistic",
                                      "stablehlo.map",
                                      "stablehlo.maximum",
                                      "stablehlo.minimum",
                                      "stablehlo.multiply",
                                      "stablehlo.negate",
                                      "stablehlo.not",
                                      "stablehlo.optimization_barrier",
                                      "stablehlo.or",
                                      "stablehlo.outfeed",
                                      "stablehlo.pad",
                                      "stablehlo.partition_id",
                                      "stablehlo.popcnt",
                                      "stablehlo.power",
                                      "stablehlo.real",
                                      "stablehlo.real_dynamic_slice",
                                      "stablehlo.recv",
                                      "stablehlo.reduce",
                                      "stablehlo.reduce_precision",
                                      "stablehlo.reduce_scatter",
                                      "stablehlo.reduce_window",
                                      "stablehlo.remainder",
                                      "stablehlo.replica_id",
                                      "stablehlo.reshape",
                                      "stablehlo.reverse",
                                      "stablehlo.rng",
                                      "stablehlo.rng_bit_generator",
                                      "stablehlo.round_nearest_afz",
                                      "stablehlo.round_nearest_even",
                                      "stablehlo.rsqrt",
                                      "stablehlo.scatter",
                                      "stablehlo.select",
                                      "stablehlo.select_and_scatter",
                                      "stablehlo.send",
                                      "stablehlo.shift_left",
                                      "stablehlo.shift_right_arithmetic",
                                      "stablehlo.shift_right_logical",
                                      "stablehlo.sign",
                                      "stablehlo.sine",
                                      "stablehlo.slice",
                                      "stablehlo.sort",
                                      "stablehlo.sqrt",
                                      "stablehlo.subtract",
                                      "stablehlo.tan",
                                      "stablehlo.tanh",
                                      "stablehlo.transpose",
                                      "stablehlo.triangular_solve",
                                      "stablehlo.tuple",
                                      "stablehlo.uniform_dequantize",
                                      "stablehlo.uniform_quantize",
                                      "stablehlo.while",
                                      "stablehlo.xor",
                                      "chlo.acos",
                                      "chlo.acosh",
                                      "chlo.asin",
                                      "chlo.asinh",
                                      "chlo.atan",
                                      "chlo.atanh",
                                      "chlo.bessel_i1e",
                                      "chlo.conj",
                                      "chlo.cosh",
                                      "chlo.digamma",
                                      "chlo.erf",
                                      "chlo.erf_inv",
                                      "chlo.erfc",
                                      "chlo.is_inf",
                                      "chlo.is_neg_inf",
                                      "chlo.is_pos_inf",
                                      "chlo.lgamma",
                                      "chlo.mulhi",
                                      "chlo.next_after",
                                      "chlo.polygamma",
                                      "chlo.ragged_dot",
                                      "chlo.scan",
                                      "chlo.sinh",
                                      "chlo.square",
                                      "chlo.top_k",
                                      "chlo.zeta",
                                      "sdy.all_gather",
                                      "sdy.all_reduce",
                                      "sdy.all_slice",
                                      "sdy.all_to_all",
                                      "sdy.collective_permute",
                                      "sdy.data_flow_edge",
                                      "sdy.manual_computation",
                                      "sdy.named_computation",
                                      "sdy.propagation_barrier",
                                      "sdy.reduce_scatter",
                                      "sdy.reshard",
                                      "sdy.sharding_constraint",
                                      "sdy.sharding_group"};

// The types that get a column: all that a form is made with, and what frameworks use beyond.
const std::vector<DType>& columns() {
  static const std::vector<DType> types = [] {
    std::vector<DType> out = kAllTypes;
    for (DType t : {DType::kF8E4M3FN, DType::kF8E5M2, DType::kC64}) out.push_back(t);
    return out;
  }();
  return types;
}

struct Cell {
  bool taken = false;                     // some form takes the type
  int equal = 0, evaluated = 0, all = 0;  // forms that run and are right; that only the evaluator computes; tried
  std::string text() const {
    if (!taken) return "";
    if (equal == all) return "yes";
    if (equal + evaluated == all && equal > 0) return strCat(equal, "/", all);
    if (evaluated == all) return "eval";
    return equal > 0 ? strCat(equal, "/", all) : "-";
  }
};

// What becomes of OP with DTYPE, in every form, alone and on a mesh of three (collectives: on meshes of two and three).
Cell probe(OpKind op, DType dtype) {
  Cell cell;
  for (const OpForm& form : opForms()) {
    if (form.op != op) continue;
    const bool declared = std::find(form.types.begin(), form.types.end(), dtype) != form.types.end();
    if (!declared && std::find(kAllTypes.begin(), kAllTypes.end(), dtype) != kAllTypes.end()) continue;
    bool equal = true, invalid = false, evaluates = true;
    for (int64_t devices : {isCollective(op) ? 2 : 1, 3}) {
      const CaseOutcome outcome = runIsolated(kCaseSeconds, [&] {
        return runCase(makeCaseOf(form, dtype, Mesh{"mesh", {{"x", devices}}, {}}), true);
      });
      if (outcome.verdict == Verdict::kEqual) continue;
      equal = false;
      // Beyond the types a form is made for, a crash of what makes it says only that it does not take the type.
      invalid = invalid || outcome.verdict == Verdict::kInvalid || (!declared && outcome.verdict != Verdict::kRefused);
      evaluates = evaluates && outcome.verdict == Verdict::kRefused && outcome.stage != "evaluate";
    }
    if (invalid) continue;
    cell.taken = true;
    ++cell.all;
    if (equal) {
      ++cell.equal;
    } else if (evaluates) {
      ++cell.evaluated;
    }
  }
  return cell;
}

std::string cellText(OpKind op, size_t column) { return probe(op, columns()[column]).text(); }

std::vector<OpKind> allOps() {
  std::vector<OpKind> out;
  for (int k = 0; k < kOpKindCount; ++k) out.push_back(static_cast<OpKind>(k));
  return out;
}

std::string header() {
  std::string out =
      "# Status: what runs\n\n"
      "Made by `tests/docs/status_test.cc`: each op is built in every form that its attributes allow (the forms of\n"
      "`tests/support/whole_path/`), evaluated, compiled and run, on one device and on a mesh of three, and the "
      "numbers "
      "are compared.\n"
      "`PARTITA_UPDATE=1 build/dev/tests/tests_docs` writes this page anew; CI tries a sample of it.\n\n"
      "**yes**: every form runs compiled, alone and on a mesh, with the evaluator's numbers. **n/m**: n of m forms do, "
      "the others answer `Unimplemented` with op and\nplace. **eval**: only the reference evaluator computes it. "
      "**-**: "
      "`Unimplemented` everywhere. Empty: the op does not take the type.\n\n| op |";
  for (DType t : columns()) strAppend(&out, " ", dtypeName(t), " |");
  out += "\n|---|";
  for (size_t i = 0; i < columns().size(); ++i) out += "---|";
  return out + "\n";
}

// What nobody here gives a meaning to; all other public ops without an entry are written by others when they are
// imported (frontends/import/).
const std::set<std::string> kRefused = {"stablehlo.infeed", "stablehlo.outfeed", "stablehlo.recv", "stablehlo.send"};

std::string listOf(const std::vector<std::string>& names) {
  std::string out, line;
  for (const std::string& name : names) {
    if (line.size() + name.size() > 130) {
      out += line + "\n";
      line.clear();
    }
    strAppend(&line, line.empty() ? "" : " ", "`", name, "`");
  }
  return out + line + "\n";
}

// Beside the table: what StableHLO checks itself with, and this does not pass.
constexpr std::string_view kConformance = R"(
## StableHLO's own cases

Of its test data of version 1.20.0, which are not in this tree, `partita eval` passes what is enabled (static 2,300, interpret 496, math 47,
chlo 14, quantized 211, dynamic 366 with sizes) with both engines, but for

- compiled only, `conv_general_dilated_float32_2_3_9_float32_12_1_3`: products are not rounded before they are added;
- compiled only, `cumsum_bfloat16_8_9`, `cumlogsumexp_float16_8_9` and three of `vmap_integer_pow` of bf16: what is fused is kept in f32 in between
  ([numerics.md](numerics.md)).
)";

std::string footer() {
  std::set<std::string> there;
  for (OpKind op : allOps()) there.insert(std::string(opName(op)));
  std::vector<std::string> written;
  for (const char* name : kPublicOps) {
    if (!there.contains(name) && !kRefused.contains(name)) written.push_back(name);
  }
  return strCat(
      "\n", kOpKindCount, " ops are there. These are written by others when a program is imported: shapes are ",
      "made static, tuples taken apart,\nquantized types become arithmetic, legacy ops what replaced them, and ",
      "Shardy's own ops shardings.\n\n", listOf(written),
      "\nA program that holds one of these is refused with all that it misses, each with its places (infeed, ",
      "outfeed, send and recv have a\nmeaning where `interpreter.run_parallel` says to whom):\n\n",
      listOf({kRefused.begin(), kRefused.end()}), kConformance);
}

// The page's cells by op and column, as they stand.
std::map<std::string, std::vector<std::string>> cellsOf(const std::string& page) {
  std::map<std::string, std::vector<std::string>> out;
  size_t at = 0;
  while (at < page.size()) {
    const size_t end = std::min(page.find('\n', at), page.size());
    std::vector<std::string> cells;
    for (size_t i = at; i < end;) {
      const size_t bar = std::min(page.find('|', i + 1), end);
      if (page[i] == '|' && bar < end) {
        const std::string cell = page.substr(i + 1, bar - i - 1);
        const size_t from = cell.find_first_not_of(' ');
        cells.push_back(from == std::string::npos ? "" : cell.substr(from, cell.find_last_not_of(' ') - from + 1));
      }
      i = bar;
    }
    if (!cells.empty()) {
      const std::string name = cells[0];
      cells.erase(cells.begin());
      out[name] = cells;
    }
    at = end + 1;
  }
  return out;
}

const std::string kPath = std::string(PARTITA_SOURCE_DIR) + "/docs/status.md";

TEST(Status, PageIsUpToDate) {
  if (std::getenv("PARTITA_UPDATE") != nullptr) {
    std::string text = header();
    for (OpKind op : allOps()) {
      strAppend(&text, "| ", opName(op), " |");
      for (size_t c = 0; c < columns().size(); ++c) {
        const std::string cell = cellText(op, c);
        strAppend(&text, " ", cell, cell.empty() ? "|" : " |");
      }
      text += "\n";
    }
    ASSERT_TRUE(writeFile(kPath, text + footer()).ok());
  }
  const StatusOr<std::string> page = readFile(kPath, "status page");
  ASSERT_TRUE(page.ok()) << page.status();
  const std::string again = "update it: PARTITA_UPDATE=1 build/dev/tests/tests_docs";
  EXPECT_EQ(page->rfind(header(), 0), 0u) << again;
  EXPECT_NE(page->find(footer()), std::string::npos) << again;
  const auto cells = cellsOf(*page);
  for (OpKind op : allOps()) {
    const auto row = cells.find(std::string(opName(op)));
    ASSERT_NE(row, cells.end()) << opName(op) << ": " << again;
    ASSERT_EQ(row->second.size(), columns().size()) << opName(op) << ": " << again;
  }
}

TEST(Status, ASampleOfThePageIsTrue) {
  const StatusOr<std::string> page = readFile(kPath, "status page");
  ASSERT_TRUE(page.ok()) << page.status();
  const auto cells = cellsOf(*page);
  const uint64_t seed = static_cast<uint64_t>(std::time(nullptr)) / 60;
  Rng rng(seed);
  for (int i = 0; i < 40; ++i) {
    const OpKind op = static_cast<OpKind>(rng.below(kOpKindCount));
    const size_t column = rng.below(columns().size());
    const auto row = cells.find(std::string(opName(op)));
    ASSERT_NE(row, cells.end()) << opName(op);
    EXPECT_EQ(row->second[column], cellText(op, column))
        << opName(op) << " of " << dtypeName(columns()[column]) << ", seed " << seed;
  }
}

TEST(Status, OpsOfTheTableArePublicOnes) {
  const std::set<std::string> known(std::begin(kPublicOps), std::end(kPublicOps));
  for (OpKind op : allOps()) {
    const std::string name(opName(op));
    EXPECT_TRUE(known.contains(name) || name.starts_with("check.")) << name;
  }
}

}  // namespace
}  // namespace partita
