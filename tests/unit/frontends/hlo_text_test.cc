// HLO text: what each instruction becomes, and what is said of text that is wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "frontends/hlo/hlo.h"
#include "frontends/module/print.h"
#include "frontends/stablehlo.h"
#include "graph/print.h"

namespace partita {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string parsed(const std::string& text) {
  const StatusOr<Graph> graph = parseStablehlo(text, "h.txt");
  if (!graph.ok()) return std::string(graph.status().message());
  const std::string out = printGraph(*graph);
  return out.substr(0, out.rfind("  }\n}"));
}

std::string entry(const std::string& body, const std::string& before = "") {
  return strCat("HloModule m\n\n", before, "\nENTRY %main (p: f32[2,3]) -> f32[2,3] {\n", body, "}\n");
}

// As a module, also of operations that the importer does not know yet.
std::string asModule(const std::string& text) {
  const StatusOr<ir::Module> module = readHloText(text, "h.txt");
  if (!module.ok()) return std::string(module.status().message());
  return *ir::printModule(*module);
}

constexpr char kAdd[] =
    "%sum (x: f32[], y: f32[]) -> f32[] {\n  %x = f32[] parameter(0)\n  %y = f32[] parameter(1)\n"
    "  ROOT %r = f32[] add(%x, %y)\n}\n";

TEST(HloText, FormsOfOneModule) {
  // With and without %, types of operands, layouts, comments, metadata, what says nothing here.
  const char* const kForms[] = {
      "HloModule m\nENTRY main {\n  p = f32[2,3]{1,0} parameter(0)\n  ROOT r = f32[2,3]{1,0} tanh(p)\n}\n",
      "HloModule m, is_scheduled=true, entry_computation_layout={(f32[2,3]{1,0})->f32[2,3]{1,0}}\n\n"
      "ENTRY %main.3 (p: f32[2,3]) -> f32[2,3] {\n  %p = f32[2,3]{0,1:T(8,128)S(5)} parameter(0), "
      "metadata={op_name=\"jit(f)/tanh\" source_file=\"a b.py\" source_line=3}\n"
      "  ROOT %r = f32[2,3]{1,0} tanh(/*index=0*/f32[2,3]{1,0} %p), backend_config={\"a\":{\"b\":[1,2]}}, "
      "unknown_attribute={{1,2},{(3)}}, other=x[1]\n}, execution_thread=\"main\"\n",
      "// a comment\nHloModule m ENTRY main { p = f32[2,3] parameter(0) ROOT r = f32[2,3] tanh(p) }",
  };
  for (const char* form : kForms) {
    const std::string out = parsed(form);
    EXPECT_THAT(out, HasSubstr("stablehlo.tanh %arg0 : tensor<2x3xf32>")) << form;
  }
}

struct Case {
  const char* instructions;
  const char* expected;  // of the module's generic form
};

TEST(HloText, Instructions) {
  const Case kCases[] = {
      {"ROOT r = f32[3,2] transpose(p), dimensions={1,0}",
       "\"stablehlo.transpose\"(%0) {permutation = array<i64: 1, 0>}"},
      {"ROOT r = f32[2,4,3] broadcast(p), dimensions={0,2}", "broadcast_dimensions = array<i64: 0, 2>"},
      {"ROOT r = f32[1,2] slice(p), slice={[1:2], [0:3:2]}",
       "{limit_indices = array<i64: 2, 3>, start_indices = array<i64: 1, 0>, strides = array<i64: 1, 2>}"},
      {"c = f32[] constant(0) ROOT r = f32[5,3] pad(p, c), padding=1_1_1x0_0",
       "edge_padding_high = array<i64: 1, 0>, edge_padding_low = array<i64: 1, 0>, interior_padding = array<i64: 1, "
       "0>"},
      {"ROOT r = s32[2,3] iota(), iota_dimension=1", "iota_dimension = 1 : i64"},
      {"ROOT r = pred[2,3] compare(p, p), direction=LT, type=TOTALORDER",
       "compare_type = #stablehlo<comparison_type TOTALORDER>, comparison_direction = #stablehlo<comparison_direction "
       "LT>"},
      {"ROOT r = f32[2,2] dot(p, p), lhs_contracting_dims={1}, rhs_contracting_dims={1}, "
       "operand_precision={highest,default}, algorithm=dot_bf16_bf16_f32_x3",
       "algorithm = #stablehlo.dot_algorithm<lhs_precision_type = bf16, rhs_precision_type = bf16, accumulation_type = "
       "f32, lhs_component_count = 1, rhs_component_count = 1, num_primitive_operations = 3, "
       "allow_imprecise_accumulation = false>"},
      {"c = f32[] constant(0) ROOT r = f32[2] reduce(p, c), dimensions={1}, to_apply=sum",
       "\"stablehlo.reduce\"(%0, %1) ({"},
      {"c = f32[] constant(0) ROOT r = f32[2,2] reduce-window(p, c), window={size=1x2 stride=1x2 pad=0_0x1_0 "
       "lhs_dilate=1x1 rhs_dilate=1x1}, to_apply=sum",
       "padding = dense<[[0, 0], [1, 0]]> : tensor<2x2xi64>, window_dilations = array<i64: 1, 1>, window_dimensions = "
       "array<i64: 1, 2>, window_strides = array<i64: 1, 2>"},
      {"q = f32[1,2,3,1] reshape(p) k = f32[2,2,1,1] constant({{{{1}},{{2}}},{{{3}},{{4}}}}) ROOT r = f32[1,1,1,1] "
       "convolution(q, k), window={size=2x2 stride=1x2 pad=0_0x-1_0 rhs_dilate=1x1 rhs_reversal=0x1}, "
       "dim_labels=b01f_01io->b01f",
       "dimension_numbers = #stablehlo.conv<raw input_batch_dimension = 0"},
      {"ROOT r = (f32[2,3], s32[2,3]) sort(p, p), dimensions={1}, is_stable=true, to_apply=sum",
       "{dimension = 1 : i64, is_stable = true}"},
      {"t = (f32[2,3], f32[2,3]) tuple(p, p) ROOT r = f32[2,3] get-tuple-element(t), index=1", "\"func.return\"(%0)"},
      {"ROOT r = f32[6] bitcast(p)", "\"stablehlo.reshape\"(%0)"},
      {"ROOT r = s32[2,3] bitcast(p)", "\"stablehlo.bitcast_convert\"(%0)"},
      {"ROOT r = f32[3,2]{0,1} bitcast(p)", "\"stablehlo.transpose\"(%0) {permutation = array<i64: 1, 0>}"},
      {"ROOT r = f32[2,3] copy(p)", "\"func.return\"(%0)"},
      {"ROOT r = f32[2,3] fusion(p), kind=kLoop, calls=twice", "\"func.call\"(%0) {callee = @twice}"},
      {"c = pred[] constant(true) ROOT r = f32[2,3] conditional(c, p, p), true_computation=twice, "
       "false_computation=twice",
       "\"stablehlo.if\"(%1) ({"},
      {"c = s32[] constant(1) ROOT r = f32[2,3] conditional(c, p, p), branch_computations={twice, twice}",
       "\"stablehlo.case\"(%1) ({"},
      {"ROOT r = f32[2,3] all-reduce(p), replica_groups={{0,1},{2,3}}, channel_id=1, use_global_device_ids=true, "
       "to_apply=sum",
       "replica_groups = dense<[[0, 1], [2, 3]]> : tensor<2x2xi64>"},
      {"s = f32[2,3] all-reduce-start(p), replica_groups=[2,2]<=[2,2]T(1,0), channel_id=1, to_apply=sum ROOT r = "
       "f32[2,3] all-reduce-done(s)",
       "replica_groups = dense<[[0, 2], [1, 3]]> : tensor<2x2xi64>"},
      {"s = (f32[2,3], f32[4,3]) all-gather-start(p), replica_groups=mesh['a'=2,'b'=2] {'a'}, dimensions={0} ROOT r = "
       "f32[4,3] all-gather-done(s)",
       "\"stablehlo.all_gather\"(%0) {all_gather_dim = 0 : i64, replica_groups = dense<[[0, 2], [1, 3]]>"},
      {"ROOT r = f32[2,3] collective-permute(p), source_target_pairs={{0,1},{1,0}}, channel_id=2",
       "source_target_pairs = dense<[[0, 1], [1, 0]]> : tensor<2x2xi64>"},
      {"ROOT r = (f32[2,3], f32[2,3]) all-to-all(p, p), replica_groups={{0,1}}", "\"stablehlo.all_to_all\"(%3)"},
      {"ROOT r = f32[2,3] custom-call(p), custom_call_target=\"f\\\"g\", custom_call_has_side_effect=true, "
       "api_version=API_VERSION_TYPED_FFI, backend_config=\"{k = 3 : i64}\"",
       "call_target_name = \"f\\22g\", has_side_effect = true, mhlo.backend_config = {k = 3 : i64}"},
      {"ROOT r = (f32[2,1], s32[2,1]) topk(p), k=1, largest=true", "\"chlo.top_k\"(%0) {k = 1 : i64}"},
      {"ROOT r = f32[2,3] erf(p)", "\"chlo.erf\"(%0)"},
      {"k = token[] after-all() s = (f32[2,3], u32[], token[]) send(p, k), channel_id=3 d = token[] send-done(s), "
       "channel_id=3 v = (f32[2,3], u32[], token[]) recv(d), channel_id=3 e = (f32[2,3], token[]) recv-done(v) ROOT r "
       "= "
       "f32[2,3] get-tuple-element(e), index=0",
       "\"stablehlo.recv\"(%2) {channel_handle = #stablehlo.channel_handle<handle = 3, type = 1>, is_host_transfer = "
       "false}"},
      {"ROOT r = f32[2,3] rng-something(p)", "\"hlo.rng-something (r)\"(%0)"},
      {"ROOT r = c64[2] constant({(1, -2), (nan, inf)})",
       "dense<[(1.000000e+00,-2.000000e+00), (0x7FC00000,0x7F800000)]> : tensor<2xcomplex<f32>>"},
      {"ROOT r = u64[] constant(18446744073709551615)", "dense<18446744073709551615> : tensor<ui64>"},
      {"ROOT r = f32[2] constant({-nan, nan(0x1)})", "dense<[0xFFC00000, 0x7F800001]>"},
      {"ROOT r = (s4[], pred[2]) constant((-8, {1, 0}))", "dense<[true, false]> : tensor<2xi1>"},
  };
  const std::string before = strCat(kAdd, "twice { x = f32[2,3] parameter(0) ROOT y = f32[2,3] add(x, x) }\n");
  for (const Case& one : kCases) {
    const std::string text =
        strCat("HloModule m\n", before, "ENTRY main { p = f32[2,3] parameter(0) ", one.instructions, " }\n");
    EXPECT_THAT(asModule(text), HasSubstr(one.expected)) << one.instructions;
  }
}

// Bytes in another order: each element goes where it lies.
TEST(HloText, BitcastsFollowLayouts) {
  const std::string text =
      "HloModule m\nENTRY main { p = f32[2,3]{0,1} parameter(0) ROOT r = f32[3,2]{1,0} bitcast(p) }";
  EXPECT_THAT(parsed(text), HasSubstr("stablehlo.transpose %arg0, dims = [1, 0]"));
  EXPECT_THAT(asModule("HloModule m\nENTRY main { p = f32[2,3]{1,0:T(2,2)} parameter(0) ROOT r = f32[6] bitcast(p) }"),
              HasSubstr("\"hlo.bitcast (r)\""));
}

TEST(HloText, ModuleAttributes) {
  const std::string text =
      "HloModule m, replica_count=2, num_partitions=4, input_output_alias={ {1}: (0, {1}, must-alias) }, "
      "buffer_donor={ (0, {0}) }\nENTRY main { t = (f32[2], s32[3]) parameter(0) a = f32[2] get-tuple-element(t), "
      "index=0 b = s32[3] get-tuple-element(t), index=1 ROOT r = (f32[2], s32[3]) tuple(a, b) }";
  const std::string out = parsed(text);
  EXPECT_THAT(out, HasSubstr("mhlo.num_partitions = 4 : i32, mhlo.num_replicas = 2 : i32"));
  EXPECT_THAT(out, HasSubstr("%arg0: tensor<2xf32> {jax.buffer_donor = true}, %arg1: tensor<3xi32> "
                             "{tf.aliasing_output = 1 : i32}"));
}

TEST(HloText, FramesSayWhereAnInstructionIsFrom) {
  const StatusOr<Graph> graph = parseStablehlo(
      "HloModule m\n\nFileNames\n1 \"model.py\"\n\nFunctionNames\n1 \"f\"\n\nFileLocations\n1 {file_name_id=1 "
      "function_name_id=1 line=12 end_line=12 column=4 end_column=9}\n\nStackFrames\n1 {file_location_id=1 "
      "parent_frame_id=1}\n\nENTRY main { p = f32[2] parameter(0) ROOT r = f32[2] tanh(p), "
      "metadata={op_name=\"jit(f)/tanh\" "
      "stack_frame_id=1} }",
      "h.txt");
  ASSERT_TRUE(graph.ok()) << graph.status();
  EXPECT_EQ(graph->location(graph->bodyRegion().nodes[0]).toString(), "model.py:12 (jit(f)/tanh), line 15");
}

TEST(HloText, WhatIsWrongSaysWhere) {
  const std::pair<const char*, const char*> kCases[] = {
      {"  %p = f32[2,3] parameter(0)\n  ROOT %r = f32[2,3] tanh(%q)\n",
       "h.txt:6:27: expected an instruction that is defined before in this computation, found 'q'"},
      {"  %p = f32[2,3] parameter(0)\n  ROOT %r = f32[2,3] tanh %p\n", "h.txt:6:27: expected '(' before the operands"},
      {"  %p = f32[2,3] parameter(1)\n  ROOT %r = f32[2,3] tanh(%p)\n",
       "h.txt:4:7: expected parameters 0 to 1 of main, found 1 of them"},
      {"  %p = f32[2,x] parameter(0)\n", "h.txt:5:14: expected the size of a dimension, an integer, found 'x'"},
      {"  %p = f32[2,-3] parameter(0)\n", "h.txt:5:8: "},
      {"  %p = f32[2,3]{0,0} parameter(0)\n", "h.txt:5:16: expected each dimension once in a layout"},
      {"  %p = f32[2,3] parameter(0)\n  %p = f32[2,3] tanh(%p)\n", "h.txt:6:3: expected each instruction once"},
      {"  %p = f32[2] constant({1})\n", "h.txt:5:26: expected ',' and 2 elements of the constant, found '})'"},
      {"  %p = f32[2] constant({...})\n", "h.txt:5:24: expected the elements of the constant, found {...}"},
      {"  %p = s8[] constant(200)\n", "h.txt:5:22: expected a number that fits into i8, found 200"},
      {"  %p = f32[2,3] parameter(0)\n  %r = f32[4] reshape(%p), dimensions={0\n",
       "h.txt:8:1: expected the name of an instruction, found the end of the text"},
      {"  %p = f32[2,3] parameter(0)\n  ROOT %r = f32[2,3] call(%p), to_apply=%nothing\n",
       "h.txt:6:41: expected a computation that is defined before, found 'nothing'"},
      {"  %p = f32[2,3] parameter(0)\n  ROOT %r = f32[2,4] copy(%p)\n",
       "h.txt:6:8: copy r: expected shape tensor<2x3xf32>, found tensor<2x4xf32>"},
      {"  %p = f32[2,3] parameter(0)\n  ROOT %r = f32[2,3] get-tuple-element(%p), index=0\n",
       "h.txt:6:8: get-tuple-element r: expected a tuple with an element 0, found tensor<2x3xf32>"},
      {"  %p = f32[2,3] parameter(0)\n  ROOT %r = f32[2,3] tanh(%p), window={size=2x\n",
       "h.txt:7:1: expected size, an integer"},
      {"  %p = f32[2,3] parameter(0)\n  ROOT %r = f32[2,3] all-gather(%p), replica_groups=[2,3]<=[4]\n",
       "h.txt:6:53: expected groups like [2,4]<=[4,2]T(1,0)"},
  };
  for (const auto& [body, message] : kCases) {
    const Status status = parseStablehlo(entry(body), "h.txt").status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << body << status;
    EXPECT_THAT(std::string(status.message()), StartsWith(message)) << body;
  }
}

TEST(HloText, WhatHasNoMeaningIsNamed) {
  const Status status =
      parseStablehlo(entry("  %p = f32[2,3] parameter(0)\n  %a = f32[2,3] ragged-thing(%p)\n  ROOT %r = f32[2,3] "
                           "other-thing(%a)\n"),
                     "h.txt")
          .status();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(std::string(status.message()),
            "h.txt: the program needs 2 things that are not supported yet:\n"
            "  h.txt:6:3: op hlo.ragged-thing (a)\n  h.txt:7:8: op hlo.other-thing (r)");
}

// A computation may be written out often, but not without end.
TEST(HloText, ComputationsWithinEachOtherAreBounded) {
  std::string text = "HloModule m\nc0 { x = f32[] parameter(0) y = f32[] parameter(1) ROOT r = f32[] add(x, y) }\n";
  for (int i = 1; i < 40; ++i)
    strAppend(&text, "c", i,
              " { x = f32[] parameter(0) y = f32[] parameter(1) v = f32[2] broadcast(x), dimensions={} a = "
              "f32[] reduce(v, y), dimensions={0}, to_apply=c",
              i - 1,
              " ROOT b = f32[] reduce(v, a), dimensions={0}, "
              "to_apply=c",
              i - 1, " }\n");
  strAppend(&text,
            "ENTRY main { p = f32[2] parameter(0) z = f32[] constant(0) ROOT r = f32[] reduce(p, z), "
            "dimensions={0}, to_apply=c39 }");
  EXPECT_EQ(parseStablehlo(text, "h.txt").status().code(), absl::StatusCode::kResourceExhausted);
}

}  // namespace
}  // namespace partita
