// Portable bytecode: artifacts of several versions (tests/data/bytecode), what they say, and files that are wrong.
#include "frontends/bytecode/bytecode.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "frontends/import/import.h"
#include "frontends/stablehlo.h"
#include "frontends/text/reader.h"
#include "graph/print.h"
#include "tests/unit/frontends/bytecode_file.h"

namespace partita {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kFolder = PARTITA_SOURCE_DIR "/tests/data/bytecode/";

std::string bytesOf(const std::string& name) { return *readFile(kFolder + name, "artifact"); }

ir::Module read(const std::string& name) {
  StatusOr<ir::Module> module = readBytecode(bytesOf(name), name);
  EXPECT_TRUE(module.ok()) << module.status();
  return module.ok() ? *std::move(module) : ir::Module{};
}

// --- a module as lines ---

std::string textOf(const ir::Attribute& attribute);

std::string textOf(const Literal& literal) {
  std::string out = literal.isSplat() ? "all " : "";
  const DType dtype = literal.type().dtype;
  for (int64_t i = 0; i < (literal.isSplat() ? 1 : literal.type().elements()); ++i)
    strAppend(&out, i > 0 ? "," : "", isInteger(dtype) ? strCat(literal.asInt(i)) : strCat(literal.asDouble(i)));
  return out;
}

std::string textOf(const std::vector<ir::AxisName>& axes) {
  std::string out;
  for (const ir::AxisName& axis : axes)
    strAppend(&out, out.empty() ? "" : ",", axis.name, axis.size == 0 ? "" : strCat(":(", axis.pre, ")", axis.size));
  return out;
}

struct AttributeText {
  std::string operator()(std::monostate) const { return "unit"; }
  std::string operator()(bool value) const { return strCat(value); }
  std::string operator()(const ir::Integer& value) const { return strCat(value.value, ":", ir::toString(value.type)); }
  std::string operator()(const ir::Float& value) const { return strCat(value.value, ":", ir::toString(value.type)); }
  std::string operator()(const std::string& value) const { return strCat("\"", value, "\""); }
  std::string operator()(const ir::Symbol& value) const { return strCat("@", value.name); }
  std::string operator()(const ir::Keyword& value) const { return value.word; }
  std::string operator()(const ir::Type& value) const { return ir::toString(value); }
  std::string operator()(const ir::Elements& value) const {
    return strCat("dense<", textOf(value.literal), ">:", ir::toString(value.type));
  }
  std::string operator()(const ir::Ints& value) const { return dimsToString(value.values); }
  std::string operator()(const ir::Array& value) const {
    std::string out = "[";
    for (const ir::Attribute& element : value) strAppend(&out, out.size() > 1 ? "," : "", textOf(element));
    return out + "]";
  }
  std::string operator()(const ir::Attributes& value) const {
    std::string out = "{";
    for (const ir::NamedAttribute& a : value.list())
      strAppend(&out, out.size() > 1 ? " " : "", a.name, "=", textOf(a.value));
    return out + "}";
  }
  std::string operator()(const std::vector<ir::TensorSharding>& value) const {
    std::string out;
    for (const ir::TensorSharding& sharding : value) {
      strAppend(&out, "<", sharding.mesh);
      for (const ir::DimAxes& dim : sharding.dims)
        strAppend(&out, " {", textOf(dim.axes), dim.open ? "?" : "", "}", dim.priority > 0 ? "p" : "");
      out += ">";
    }
    return out;
  }
  std::string operator()(const Mesh& value) const { return value.toString(); }
  std::string operator()(const ir::Text& value) const { return value.text; }
};
std::string textOf(const ir::Attribute& attribute) { return std::visit(AttributeText{}, attribute.value); }
std::string textOf(const ir::Attributes& attributes) { return AttributeText{}(attributes); }

template <typename List, typename Text>
std::string joined(const List& list, Text text) {
  std::string out;
  for (const auto& element : list) strAppend(&out, out.empty() ? "" : ", ", text(element));
  return out;
}

class Lines {
 public:
  std::vector<std::string> of(const ir::Function& function) {
    function_ = &function;
    const auto argument = [](const ir::Argument& a) { return strCat(ir::toString(a.type), textOf(a.attributes)); };
    lines_.push_back(strCat(function.isPublic ? "public @" : "private @", function.name, "(",
                            joined(function.arguments, argument), ") -> (", joined(function.results, argument), ") ",
                            textOf(function.attributes)));
    if (function.body) region(*function.body);
    return std::move(lines_);
  }

 private:
  void region(const ir::Region& region) {
    depth_ += 2;
    for (const ir::Block& block : region.blocks) {
      lines_.push_back(strCat(std::string(depth_, ' '), "(", values(block.arguments), ")"));
      for (const ir::Operation& operation : block.operations) {
        lines_.push_back(strCat(std::string(depth_, ' '), operation.name, "(", joined(operation.operands, kIndex), ") ",
                                textOf(operation.attributes), " -> ", values(operation.results)));
        for (const ir::Region& inner : operation.regions) this->region(inner);
      }
    }
    depth_ -= 2;
  }
  std::string values(const std::vector<ir::ValueId>& list) const {
    return joined(list,
                  [&](ir::ValueId value) { return strCat(value.index, ":", ir::toString(function_->values[value])); });
  }
  static constexpr auto kIndex = [](ir::ValueId value) { return strCat(value.index); };

  const ir::Function* function_ = nullptr;
  std::vector<std::string> lines_;
  size_t depth_ = 0;
};

std::vector<std::string> linesOf(const ir::Module& module) {
  std::vector<std::string> out = {strCat("module ", module.name, " ", textOf(module.attributes))};
  for (const ir::NamedMesh& mesh : module.meshes)
    out.push_back(strCat("mesh ", mesh.name, " ", mesh.mesh.toString(), " ", textOf(mesh.attributes)));
  for (const ir::Function& function : module.functions) {
    const std::vector<std::string> lines = Lines().of(function);
    out.insert(out.end(), lines.begin(), lines.end());
  }
  return out;
}

// The line of the first operation NAME.
std::string lineOf(const std::vector<std::string>& lines, const std::string& name) {
  for (const std::string& line : lines) {
    const size_t begin = line.find_first_not_of(' ');
    if (begin != std::string::npos && line.compare(begin, name.size() + 1, name + "(") == 0) return line.substr(begin);
  }
  return strCat("no ", name);
}

// --- artifacts ---

TEST(Bytecode, EveryVersionSaysTheSame) {
  const std::vector<std::string> newest = linesOf(read("operations.1.17.0.mlirbc"));
  EXPECT_GT(newest.size(), 60u);
  for (const char* version : {"0.9.0", "0.10.0", "0.12.0", "0.14.0", "1.0.0"})
    EXPECT_EQ(linesOf(read(strCat("operations.", version, ".mlirbc"))), newest) << version;
}

TEST(Bytecode, Operations) {
  const std::vector<std::string> lines = linesOf(read("operations.0.9.0.mlirbc"));
  EXPECT_EQ(lines[0], "module operations {mhlo.num_partitions=2:i32 mhlo.num_replicas=1:i32}");
  EXPECT_EQ(lines[1],
            "public @main(tensor<4x8xf32>{tf.aliasing_output=0:i32}, tensor<8x6xf32>{}, tensor<i32>{}) -> "
            "(tensor<4x8xf32>{jax.result_info=\"out\"}, tensor<4x6xf32>{}, tensor<8xf32>{}) {}");
  EXPECT_EQ(lines[2], "  (0:tensor<4x8xf32>, 1:tensor<8x6xf32>, 2:tensor<i32>)");
  EXPECT_EQ(lines[3], "  stablehlo.constant() {value=dense<all 0>:tensor<f32>} -> 3:tensor<f32>");
  EXPECT_EQ(lines[4], "  stablehlo.constant() {value=dense<0,1,3,-2>:tensor<2x2xi32>} -> 4:tensor<2x2xi32>");
  EXPECT_EQ(lines[5], "  stablehlo.constant() {value=dense<1,0,1,1,0,0,1,0,1,1,0,0>:tensor<12xi1>} -> 5:tensor<12xi1>");
  EXPECT_EQ(lines[6], "  stablehlo.constant() {value=dense<all 1>:tensor<4x8xi1>} -> 6:tensor<4x8xi1>");
  EXPECT_EQ(lines[7], "  stablehlo.constant() {value=dense<1.5,nan,-2>:tensor<3xbf16>} -> 7:tensor<3xbf16>");
  EXPECT_EQ(lineOf(lines, "stablehlo.dot_general"),
            "stablehlo.dot_general(11, 1) {lhs_contracting_dimensions=[1] precision_config=[HIGHEST,DEFAULT] "
            "rhs_contracting_dimensions=[0]} -> 12:tensor<4x6xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.gather"),
            "stablehlo.gather(0, 4) {collapsed_slice_dims=[0] index_vector_dim=1:i64 offset_dims=[1] slice_sizes=[1,3] "
            "start_index_map=[0,1]} -> 17:tensor<2x3xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.scatter"),
            "stablehlo.scatter(0, 4, 17) {index_vector_dim=1:i64 inserted_window_dims=[0] "
            "scatter_dims_to_operand_dims=[0,1] unique_indices=true update_window_dims=[1]} -> 18:tensor<4x8xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.reduce_window"),
            "stablehlo.reduce_window(18, 3) {padding=dense<1,0,0,0>:tensor<2x2xi64> window_dimensions=[2,1]} -> "
            "22:tensor<4x8xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.compare"),
            "stablehlo.compare(28, 30) {compare_type=SIGNED comparison_direction=LT} -> 31:tensor<i1>");
  EXPECT_EQ(lineOf(lines, "func.call"), "func.call(33) {callee=@halved} -> 36:tensor<4x8xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.all_reduce"),
            "stablehlo.all_reduce(40) {channel_id=1:i64 channel_type=0:i64 replica_groups=dense<0,1>:tensor<1x2xi64> "
            "use_global_device_ids=unit} -> 46:tensor<4x8xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.slice"),
            "stablehlo.slice(46) {limit_indices=[4,7] start_indices=[0,1] strides=[1,2]} -> 50:tensor<4x3xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.convolution"),
            "stablehlo.convolution(52, 52) {batch_group_count=1:i64 feature_group_count=1:i64 "
            "input_batch_dimension=0:i64 input_feature_dimension=3:i64 input_spatial_dimensions=[1,2] "
            "kernel_input_feature_dimension=3:i64 kernel_output_feature_dimension=0:i64 "
            "kernel_spatial_dimensions=[1,2] output_batch_dimension=0:i64 output_feature_dimension=3:i64 "
            "output_spatial_dimensions=[1,2] padding=dense<1,1,0,0>:tensor<2x2xi64> window_reversal=[1,0] "
            "window_strides=[2,2]} -> 53:tensor<1x2x1x1xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.custom_call"),
            "stablehlo.custom_call(53) {backend_config=\"x=1\" call_target_name=\"Foo\" has_side_effect=true "
            "operand_layouts=[dense<3,2,1,0>:tensor<4xindex>] result_layouts=[dense<all 0>:tensor<1xindex>]} -> "
            "54:tensor<2xf32>");
  EXPECT_EQ(lineOf(lines, "func.return"), "func.return(51, 12, 13) {} -> ");
  EXPECT_EQ(lines.back(), "  func.return(3) {} -> ");
  EXPECT_THAT(lines, testing::Contains("private @halved(tensor<4x8xf32>{}) -> (tensor<4x8xf32>{}) {}"));
  EXPECT_EQ(lineOf(lines, "stablehlo.multiply"),
            "stablehlo.multiply(0, 2) {mhlo.frontend_attributes={a=\"b\"}} -> 3:tensor<4x8xf32>");
}

TEST(Bytecode, AttributesOfNewVersions) {
  const ir::Module module = read("attributes.1.17.0.mlirbc");
  const std::vector<std::string> lines = linesOf(module);
  EXPECT_EQ(lines[2],
            "  (0:tensor<2x3xf32>, 1:tensor<?x4xf32, #stablehlo.bounds<8, ?>>, "
            "2:tensor<2x!quant.uniform<i8:f32:0, {0.1:-3,0.5}>>, 3:!stablehlo.token, "
            "4:tuple<tensor<i1>, tensor<ui64>>, 5:tensor<*xf16>)");
  EXPECT_EQ(lines[3], "  stablehlo.constant() {value=dense<-1,7,-8>:tensor<3xi4>} -> 6:tensor<3xi4>");
  EXPECT_EQ(lines[4], "  stablehlo.constant() {value=dense<all -1>:tensor<2xui64>} -> 7:tensor<2xui64>");
  EXPECT_EQ(lines[5], "  stablehlo.constant() {value=dense<1,-240>:tensor<2xf8E4M3FN>} -> 8:tensor<2xf8E4M3FN>");
  EXPECT_EQ(lines[6], "  stablehlo.constant() {value=dense<>:tensor<0x5xf32>} -> 9:tensor<0x5xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.exponential"),
            "stablehlo.exponential(0) {result_accuracy={atol=1e-05:f64 mode=TOLERANCE rtol=0:f64 ulps=2:i64}} -> "
            "10:tensor<2x3xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.tanh"), "stablehlo.tanh(10) {} -> 11:tensor<2x3xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.dot_general"),
            "stablehlo.dot_general(11, 11) {accumulation_type=f32 allow_imprecise_accumulation=false "
            "lhs_component_count=1:i64 lhs_contracting_dimensions=[1] lhs_precision_type=tf32 "
            "num_primitive_operations=1:i64 rhs_component_count=1:i64 rhs_contracting_dimensions=[1] "
            "rhs_precision_type=tf32} -> 12:tensor<2x2xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.gather"),
            "stablehlo.gather(0, 6) {collapsed_slice_dims=[0] index_vector_dim=1:i64 indices_are_sorted=true "
            "operand_batching_dims=[1] slice_sizes=[1,1] start_index_map=[0] start_indices_batching_dims=[0]} -> "
            "13:tensor<3xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.composite"),
            "stablehlo.composite(0) {composite_attributes={eps=1e-05:f32 flags=[true,false] n=3:i8 of={dim=1:i64}} "
            "decomposition=@impl name=\"my.op\" version=2:i32} -> 14:tensor<2x3xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.custom_call"),
            "stablehlo.custom_call(14) {api_version=4:i32 call_target_name=\"Bar\" called_computations=[@impl] "
            "mhlo.backend_config={k=1:i64 s=\"t\"} output_operand_aliases=[{operand_index=0:i64 "
            "operand_tuple_indices=[] output_tuple_indices=[]}]} -> 15:tensor<2x3xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.recv"),
            "stablehlo.recv(3) {channel_id=5:i64 channel_type=3:i64 is_host_transfer=true} -> 16:tensor<2x3xf32>, "
            "17:!stablehlo.token");
  EXPECT_EQ(lineOf(lines, "stablehlo.rng_bit_generator"),
            "stablehlo.rng_bit_generator(7) {rng_algorithm=THREE_FRY} -> 18:tensor<2xui64>, 19:tensor<4xui32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.triangular_solve"),
            "stablehlo.triangular_solve(12, 12) {left_side=true lower=false transpose_a=ADJOINT unit_diagonal=false} "
            "-> 20:tensor<2x2xf32>");
}

// Shardy's operations stand between VHLO's, with conversions around them.
TEST(Bytecode, Shardings) {
  const ir::Module module = read("ring.mlirbc");
  const std::vector<std::string> lines = linesOf(module);
  EXPECT_EQ(lines[1], "mesh mesh x=2,y=2 {stablehlo.mesh={axes=[{name=\"x\" size=2:i64},{name=\"y\" size=2:i64}]}}");
  EXPECT_EQ(lines[2],
            "public @main(tensor<8x4xf32>{sdy.sharding=<mesh {x} {}>}) -> "
            "(tensor<4x4xf32>{jax.result_info=\"result[0]\"}, tensor<16x4xf32>{jax.result_info=\"result[1]\"}) {}");
  EXPECT_EQ(lines[4],
            "  sdy.manual_computation(0) {in_shardings=<mesh {x} {}> manual_axes=[\"x\",\"y\"] "
            "out_shardings=<mesh {} {}><mesh {y} {}>} -> 1:tensor<4x4xf32>, 2:tensor<16x4xf32>");
  EXPECT_EQ(lines[5], "    (3:tensor<4x4xf32>)");
  EXPECT_EQ(lines[6],
            "    stablehlo.collective_permute(3) {channel_id=1:i64 channel_type=0:i64 "
            "source_target_pairs=dense<0,2,2,0,1,3,3,1>:tensor<4x2xi64>} -> 4:tensor<4x4xf32>");
  EXPECT_EQ(lineOf(lines, "stablehlo.all_gather"),
            "stablehlo.all_gather(4) {all_gather_dim=0:i64 channel_id=1:i64 channel_type=0:i64 "
            "replica_groups=dense<0,2,1,3>:tensor<2x2xi64> use_global_device_ids=unit} -> 9:tensor<8x4xf32>");
  EXPECT_EQ(lineOf(lines, "sdy.return"), "sdy.return(5, 9) {} -> ");
  EXPECT_EQ(lines.back(), "  func.return(1, 2) {} -> ");

  const ir::Function& main = module.functions[0];
  EXPECT_EQ(main.arguments[0].location.stack, "x");
  const Location& location = main.body->blocks[0].operations[0].regions[0].blocks[0].operations[0].location;
  EXPECT_EQ(location.file, "tests/data/bytecode/make.py");
  EXPECT_GT(location.line, 0);
  EXPECT_THAT(location.stack, HasSubstr("ppermute"));
}

TEST(Bytecode, JaxExport) {
  const std::string bytes = bytesOf("training_step.jax_export");
  EXPECT_TRUE(isJaxExport(bytes));
  EXPECT_FALSE(isBytecode(bytes));
  const StatusOr<JaxExport> artifact = readJaxExport(bytes, "step.bin");
  ASSERT_TRUE(artifact.ok()) << artifact.status();
  EXPECT_EQ(artifact->functionName, "step");
  EXPECT_THAT(artifact->platforms, ElementsAre("cpu", "cuda"));
  EXPECT_EQ(artifact->devices, 1);
  EXPECT_EQ(artifact->callingConvention, 10);
  EXPECT_THAT(artifact->keptArguments, ElementsAre(0, 1, 2, 3, 4, 5));
  EXPECT_THAT(artifact->argumentPaths,
              ElementsAre("[0]['params']['layers'][0]['b']", "[0]['params']['layers'][0]['w']",
                          "[0]['params']['layers'][1]['w']", "[0]['step']", "[1]['x']", "[1]['y']", "[2]"));
  EXPECT_TRUE(isBytecode(artifact->module));
  const StatusOr<ir::Module> module = readBytecode(artifact->module, "step.bin");
  ASSERT_TRUE(module.ok()) << module.status();
  EXPECT_EQ(module->functions[0].name, "main");
  EXPECT_EQ(module->functions[0].arguments.size(), 7u);  // which platform, and those that are kept
}

// Beside each stands the text that jaxlib makes of it.
TEST(Bytecode, GraphsAreThoseOfTheText) {
  for (const auto& [artifact, text] :
       {std::pair("ring.mlirbc", "ring.mlir"), std::pair("training_step.jax_export", "training_step.mlir")}) {
    const StatusOr<Graph> ours = parseStablehlo(bytesOf(artifact), artifact);
    // An artifact says which of its platforms is ours, 0.
    ImportOptions options;
    if (std::string_view(artifact).ends_with("jax_export")) options.constants = {{"_platform_index", 0}};
    const StatusOr<Graph> theirs = parseStablehlo(bytesOf(text), text, options);
    ASSERT_TRUE(ours.ok()) << ours.status();
    ASSERT_TRUE(theirs.ok()) << theirs.status();
    EXPECT_EQ(printGraph(*ours), printGraph(*theirs)) << artifact;
    ASSERT_EQ(ours->arguments.size(), theirs->arguments.size());
    for (size_t i = 0; i < ours->arguments.size(); ++i)
      EXPECT_EQ(ours->arguments[i].name, theirs->arguments[i].name) << artifact;
  }
}

TEST(Bytecode, KnowsWhatIsBytecode) {
  EXPECT_TRUE(isBytecode(bytesOf("ring.mlirbc")));
  EXPECT_FALSE(isJaxExport(bytesOf("ring.mlirbc")));
  EXPECT_FALSE(isBytecode("module {\n}\n"));
  EXPECT_FALSE(isJaxExport("module {\n}\n"));
  EXPECT_FALSE(isBytecode(""));
  EXPECT_FALSE(isJaxExport(""));
}

// --- what is written ---

TEST(BytecodeWriter, ArtifactsComeBack) {
  for (const char* name : {"operations.0.9.0.mlirbc", "attributes.1.17.0.mlirbc", "ring.mlirbc"}) {
    const ir::Module module = read(name);
    const StatusOr<std::string> written = writeBytecode(module);
    ASSERT_TRUE(written.ok()) << written.status();
    const StatusOr<ir::Module> again = readBytecode(*written, "written");
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(linesOf(*again), linesOf(module)) << name;
    EXPECT_EQ(again->functions[0].arguments[0].location, module.functions[0].arguments[0].location);
  }
}

// Whether StableHLO means it anyway: false, DEFAULT, paddings of 0, strides of 1.
bool isDefault(const Attr& attr) {
  if (const auto* flag = std::get_if<bool>(&attr)) return !*flag;
  if (const auto* word = std::get_if<KeywordAttr>(&attr)) return word->word == "DEFAULT, DEFAULT";
  const auto* ints = std::get_if<IntsAttr>(&attr);
  return ints != nullptr && std::all_of(ints->begin(), ints->end(), [&](int64_t value) {
           return value == ints->front() && (value == 0 || value == 1);
         });
}

// Leaves out of BEFORE the defaults that AFTER does not say, and the types of collectives' channels, which VHLO has
// not.
void leaveOutDefaults(Graph& before, const Graph& after) {
  ASSERT_EQ(before.nodes.size(), after.nodes.size());
  for (uint32_t i = 0; i < before.nodes.size(); ++i) {
    AttrDict& attrs = before.nodes[NodeId{i}].attrs;
    for (const auto& [name, attr] : AttrDict(attrs)) {
      if (name == "channel_type") attrs.set(name, int64_t{0});
      if (!after.nodes[NodeId{i}].attrs.has(name) && isDefault(attr)) attrs.erase(name);
    }
  }
}

// What a text says comes back the same; its programs give the same bytes then.
TEST(BytecodeWriter, ProgramsComeBack) {
  int files = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(PARTITA_SOURCE_DIR "/tests/data/programs")) {
    if (entry.path().extension() != ".mlir") continue;
    ++files;
    const std::string path = entry.path();
    ir::Module module;
    ASSERT_TRUE(ir::readText(*readFile(path, "program"), path, module).ok());
    const StatusOr<std::string> bytes = writeBytecode(module);
    ASSERT_TRUE(bytes.ok()) << bytes.status();
    const StatusOr<ir::Module> again = readBytecode(*bytes, path);
    ASSERT_TRUE(again.ok()) << again.status();
    EXPECT_EQ(*writeBytecode(*again), *bytes) << path;
    StatusOr<Graph> before = importModule(module);
    const StatusOr<Graph> after = importModule(*again);
    ASSERT_EQ(before.ok(), after.ok()) << path << ": " << after.status();
    if (!before.ok()) continue;
    leaveOutDefaults(*before, *after);
    EXPECT_EQ(printGraph(*before), printGraph(*after)) << path;
  }
  EXPECT_GT(files, 250);
}

ir::Module fromText(const std::string& text) {
  ir::Module module;
  const Status status = ir::readText(text, "a.mlir", module);
  EXPECT_TRUE(status.ok()) << status;
  return module;
}

// Of each dtype: all bits, all alike, one element, none.
TEST(BytecodeWriter, ConstantsComeBack) {
  std::string text = "func.func @main() {\n";
  int count = 0;
  const auto constant = [&](const std::string& value, const std::string& type) {
    strAppend(&text, "  %", count++, " = stablehlo.constant dense<", value, "> : tensor<", type, ">\n");
  };
  for (const auto& [dtype, values, alike] :
       {std::tuple("i1", "[true, false, true, true, false, false, true, false, true]", "true"),
        std::tuple("i2", "[-2, 1, 0, -1, 1, 1, 1, 1, 0]", "-1"), std::tuple("ui2", "[3, 1, 0, 2, 1, 1, 1, 1, 0]", "3"),
        std::tuple("i4", "[-8, 7, 0, -1, 1, 1, 1, 1, 0]", "-1"),
        std::tuple("ui4", "[15, 1, 0, 2, 1, 1, 1, 1, 0]", "15"),
        std::tuple("i8", "[-128, 127, 0, -1, 1, 1, 1, 1, 0]", "-1"),
        std::tuple("ui64", "[18446744073709551615, 1, 0, 2, 1, 1, 1, 1, 0]", "18446744073709551615"),
        std::tuple("i64", "[-9223372036854775808, 1, 0, 2, 1, 1, 1, 1, 0]", "-1"),
        std::tuple("f4E2M1FN", "[6.0, -0.5, 0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 2.0]", "-0.0"),
        std::tuple("f6E2M3FN", "[7.5, -0.125, 0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 2.0]", "-7.5"),
        std::tuple("f6E3M2FN", "[28.0, -0.0625, 0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 2.0]", "-28.0"),
        std::tuple("f8E4M3FN", "[448.0, 0x7F, 0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 2.0]", "-448.0"),
        std::tuple("f8E5M2", "[0x7C, 0xFC, 0x7E, -0.0, 1.0, 1.0, 1.0, 1.0, 2.0]", "0x7D"),
        std::tuple("f8E8M0FNU", "[1.0, 2.0, 0.5, 0xFF, 1.0, 1.0, 1.0, 1.0, 2.0]", "4.0"),
        std::tuple("bf16", "[0x7F80, 0x7FC1, 0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 2.0]", "0xFFC1"),
        std::tuple("f32", "[0x7F800000, 0x7FC00001, 0.0, -0.0, 1.0, 1.0, 1.0, 1.0, 2.0]", "0xFF800001"),
        std::tuple("complex<f32>",
                   "[(0.0, -0.0), (1.0, 0x7FC00001), (0.0, 1.0), (1.0, 2.0), (1.0, 2.0), (1.0, 2.0), (1.0, 2.0), "
                   "(3.0, 4.0), (3.0, 4.0)]",
                   "(1.0, -0.0)")}) {
    constant(values, strCat("9x", dtype));
    constant(alike, strCat("9x", dtype));
    constant(alike, strCat("8x", dtype));
    constant(strCat("[", alike, "]"), strCat("1x", dtype));
    constant(alike, dtype);
    constant("", strCat("0x", dtype));
    constant(alike, strCat("4503599627370496x", dtype));  // 2^52
  }
  text += "  return\n}\n";
  const ir::Module module = fromText(text);
  const StatusOr<std::string> bytes = writeBytecode(module);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const StatusOr<ir::Module> again = readBytecode(*bytes, "written");
  ASSERT_TRUE(again.ok()) << again.status();
  const std::vector<ir::Operation>&before = module.functions[0].body->blocks[0].operations,
        &after = again->functions[0].body->blocks[0].operations;
  ASSERT_EQ(before.size(), static_cast<size_t>(count + 1));
  ASSERT_EQ(after.size(), before.size());
  for (int i = 0; i < count; ++i) {
    const auto& want = std::get<ir::Elements>(before[i].attributes.find("value")->value);
    const auto& got = std::get<ir::Elements>(after[i].attributes.find("value")->value);
    EXPECT_EQ(ir::toString(got.type), ir::toString(want.type));
    EXPECT_EQ(got.literal.type(), want.literal.type());
    if (want.literal.type().elements() > 9) {
      EXPECT_TRUE(want.literal.isSplat() && got.literal.isSplat()) << ir::toString(want.type);
      EXPECT_EQ(got.literal.bytes(), want.literal.bytes()) << ir::toString(want.type);
    } else {
      EXPECT_EQ(got.literal.expandedBytes(), want.literal.expandedBytes()) << ir::toString(want.type);
    }
  }
}

// VHLO has tensors for them, MLIR's dictionaries have them.
TEST(BytecodeWriter, ArraysOfNumbers) {
  const ir::Module module = fromText(
      "module attributes {a.sizes = array<i32: 1, -2>, a.flags = array<i1: true, false>} {\n"
      "  func.func @main() {\n    %0 = stablehlo.create_token {a.sizes = array<i64: 3, 4>, a.flags = array<i1: true, "
      "false, true>} : !stablehlo.token\n    return\n  }\n}\n");
  const StatusOr<std::string> bytes = writeBytecode(module);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const StatusOr<ir::Module> again = readBytecode(*bytes, "written");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(ir::toString(again->attributes), ir::toString(module.attributes));
  EXPECT_EQ(lineOf(linesOf(*again), "stablehlo.create_token"),
            "stablehlo.create_token() {a.flags=dense<1,0,1>:tensor<3xi1> a.sizes=dense<3,4>:tensor<2xi64>} -> "
            "0:!stablehlo.token");
}

// The importer's messages name the operation, also where they are about its types.
TEST(BytecodeWriter, OperationsSayWhereTheyAre) {
  const ir::Module module = fromText(
      "func.func @main(%a: tensor<2xf32>) -> tensor<2xf32> {\n"
      "  %0 = stablehlo.negate %a : (tensor<2xf32>) -> tensor<3xf32>\n"
      "  return %a : tensor<2xf32>\n}\n");
  const StatusOr<std::string> bytes = writeBytecode(module);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  EXPECT_THAT(parseStablehlo(*bytes, "a.bc").status().ToString(), HasSubstr("a.bc: operation 2"));
}

TEST(BytecodeWriter, GroupsAlongTheAxesOfAMesh) {
  ir::Module module;
  const Status status = ir::readText(
      "func.func @main(%a: tensor<f32>) -> tensor<f32> {\n"
      "  %0 = \"stablehlo.all_reduce\"(%a) <{replica_groups = #stablehlo.replica_group_mesh_axes<mesh = "
      "#stablehlo.mesh<axes = [#stablehlo.mesh_axis<name = \"x\", size = 2>]>, axes = [#stablehlo.axis_ref<name = "
      "\"x\">]>}> ({\n  ^bb0(%x: tensor<f32>, %y: tensor<f32>):\n    %1 = stablehlo.add %x, %y : tensor<f32>\n"
      "    stablehlo.return %1 : tensor<f32>\n  }) : (tensor<f32>) -> tensor<f32>\n"
      "  return %0 : tensor<f32>\n}\n",
      "a.mlir", module);
  ASSERT_TRUE(status.ok()) << status;
  const StatusOr<std::string> bytes = writeBytecode(module);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const StatusOr<ir::Module> again = readBytecode(*bytes, "written");
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(lineOf(linesOf(*again), "stablehlo.all_reduce"),
            "stablehlo.all_reduce(0) {replica_groups={axes=[{name=\"x\"}] mesh={axes=[{name=\"x\" size=2:i64}]}}} -> "
            "1:tensor<f32>");
}

// Shardy's attributes that have no form here are written as their text, which MLIR reads.
TEST(BytecodeWriter, TextOfShardysAttributes) {
  const std::string rule = "#sdy.op_sharding_rule<([i, j])->([i, j]) {i=2, j=4} need_replication={j}, custom>";
  const ir::Module module =
      fromText(strCat("func.func @main(%a: tensor<2x4xf32>) -> tensor<2x4xf32> {\n  %0 = stablehlo.custom_call @f(%a) "
                      "{sdy.sharding_rule = ",
                      rule, "} : (tensor<2x4xf32>) -> tensor<2x4xf32>\n  return %0 : tensor<2x4xf32>\n}\n"));
  const StatusOr<std::string> bytes = writeBytecode(module);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const StatusOr<ir::Module> again = readBytecode(*bytes, "written");
  ASSERT_TRUE(again.ok()) << again.status();
  const ir::Attribute* found = again->functions[0].body->blocks[0].operations[0].attributes.find("sdy.sharding_rule");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(ir::toString(*found), rule);
  EXPECT_EQ(*writeBytecode(*again), *bytes);
}

TEST(BytecodeWriter, SaysWhatItCannotWrite) {
  ir::Module module;
  ASSERT_TRUE(ir::readText("func.func @main(%a: tensor<2xf32>) -> tensor<2xf32> {\n"
                           "  %0 = \"my.op\"(%a) : (tensor<2xf32>) -> tensor<2xf32>\n"
                           "  return %0 : tensor<2xf32>\n}\n",
                           "a.mlir", module)
                  .ok());
  EXPECT_EQ(writeBytecode(module).status().ToString(),
            "UNIMPLEMENTED: a.mlir:2:8: my.op: bytecode of this operation, which StableHLO 1.16.0 does not have");
  // An attribute of StableHLO 1.20.0, which older ones would take for a comment.
  EXPECT_THAT(writeBytecode(fromText("func.func @main(%a: tensor<2xf32>, %b: tensor<i64>) -> tensor<2xf32> {\n"
                                     "  %0 = \"stablehlo.collective_broadcast\"(%a, %b) <{has_dynamic_root, "
                                     "replica_groups = dense<0> : tensor<1x1xi64>}> : (tensor<2xf32>, tensor<i64>) -> "
                                     "tensor<2xf32>\n  return %0 : tensor<2xf32>\n}\n"))
                  .status()
                  .ToString(),
              HasSubstr("a.mlir:2:8: stablehlo.collective_broadcast: bytecode of the attribute has_dynamic_root, which "
                        "StableHLO 1.16.0 does not have"));
}

// --- what is refused ---

std::string errorOf(const std::string& bytes) {
  const StatusOr<ir::Module> module = readBytecode(bytes, "a.bc");
  return module.ok() ? "no error" : module.status().ToString();
}

TEST(Bytecode, RefusesBytecodeThatIsNotPortable) {
  const StatusOr<ir::Module> module = readBytecode(bytesOf("raw_stablehlo.mlirbc"), "a.bc");
  EXPECT_EQ(module.status().code(), absl::StatusCode::kUnimplemented);
  EXPECT_THAT(module.status().ToString(), HasSubstr("a.bc: operation 1 ('func'): the operation 'func.func' is not of "
                                                    "portable bytecode"));
  EXPECT_THAT(module.status().ToString(), HasSubstr("serialize_portable_artifact"));
}

TEST(Bytecode, RefusesEveryPrefix) {
  const std::string bytes = bytesOf("operations.1.17.0.mlirbc");
  for (size_t size = 0; size < bytes.size(); ++size) {
    const std::string error = errorOf(bytes.substr(0, size));
    EXPECT_THAT(error, HasSubstr("INVALID_ARGUMENT: a.bc: ")) << size;
  }
}

TEST(Bytecode, SaysWhatIsWrong) {
  EXPECT_EQ(errorOf("module"), "INVALID_ARGUMENT: a.bc: expected MLIR bytecode, found other bytes");
  EXPECT_THAT(errorOf(std::string("ML\xEFR\x0F", 5)),
              HasSubstr("UNIMPLEMENTED: a.bc: MLIR bytecode of version 7; versions 0 to 6 are read"));
  EXPECT_THAT(errorOf(bytesOf("ring.mlirbc") + "\x03"), HasSubstr("byte 1365: expected 1 byte, found 0"));
}

// Files made by hand say nothing but what a test is about.
TEST(Bytecode, FileMadeByHand) {
  BytecodeFile file;
  const StatusOr<ir::Module> module = readBytecode(file.bytes(), "a.bc");
  ASSERT_TRUE(module.ok()) << module.status();
  EXPECT_EQ(module->name, "m");
  EXPECT_THAT(module->functions, IsEmpty());
}

TEST(Bytecode, RefusesCircles) {
  BytecodeFile file;
  const size_t self = file.attributes.size();
  file.add(BytecodeFile::kBuiltin, {varint(0), varint(1), varint(self)});  // an array that holds itself
  file.moduleAttribute(self);
  EXPECT_THAT(errorOf(file.bytes()), HasSubstr("attributes or types name each other in a circle"));
}

// Each array holds the one before twice: 2^40 values.
TEST(Bytecode, RefusesMoreValuesThanTheFileCanMean) {
  BytecodeFile file;
  for (int i = 0; i < 40; ++i) {
    const size_t last = file.attributes.size() - 1;
    file.add(BytecodeFile::kBuiltin, {varint(0), varint(2), varint(last), varint(last)});
  }
  file.moduleAttribute(file.attributes.size() - 1);
  EXPECT_THAT(errorOf(file.bytes()), HasSubstr("the program repeats its attributes to more than"));
}

// What operations say by number is theirs: lists of integers and names are counted like all else.
TEST(Bytecode, RefusesWhatOperationsRepeatTooOften) {
  const auto errorWith = [](const char* name, int dialect, std::vector<std::string> attribute) {
    BytecodeFile file;
    file.strings.push_back(std::string(20'000, 'x'));
    file.types.push_back({BytecodeFile::kVhlo, varint(14)});
    file.types.push_back({BytecodeFile::kVhlo, varint(20) + varint(1) + varint(4000 << 1) + varint(1)});
    file.add(dialect, attribute);
    file.properties.push_back(varint(file.attributes.size() - 1));
    file.repeat(name, 100'000);
    return errorOf(file.bytes());
  };
  const char* const repeated = "the program repeats its attributes to more than";
  EXPECT_THAT(errorWith("call_v1", BytecodeFile::kVhlo, {varint(14), varint(5)}), HasSubstr(repeated));
  EXPECT_THAT(errorWith("transpose_v1", BytecodeFile::kVhlo, {varint(15), varint(2), varint(8), std::string(8, '\0')}),
              HasSubstr(repeated));
  EXPECT_THAT(errorWith("transpose_v1", BytecodeFile::kBuiltin,
                        {varint(17), varint(1), varint(4097), varint(4097 * 8), std::string(4097 * 8, '\0')}),
              HasSubstr("permutation: expected a list of at most 4096 integers, found 4097"));
}

TEST(Bytecode, RefusesFunctionsThatRepeatTheirTypes) {
  BytecodeFile file;
  std::string parts;
  for (int i = 0; i < 20'000; ++i) parts += varint(0);
  file.types.push_back({BytecodeFile::kVhlo, varint(8) + varint(20'000) + parts + varint(0)});
  file.repeatFunction(1, 10'000);
  EXPECT_THAT(errorOf(file.bytes()), HasSubstr("the program repeats its attributes to more than"));
}

// However the entries stand: what an entry names may have been decoded before it.
TEST(Bytecode, RefusesValuesThatNestDeeply) {
  BytecodeFile attributes;
  std::string list;
  for (int i = 0; i < 100; ++i) {
    const size_t last = attributes.attributes.size() - 1;
    attributes.add(BytecodeFile::kBuiltin, {varint(0), varint(1), varint(last)});
    list += varint(last + 1);
  }
  attributes.add(BytecodeFile::kBuiltin, {varint(0), varint(100), list});
  attributes.moduleAttribute(attributes.attributes.size() - 1);
  EXPECT_THAT(errorOf(attributes.bytes()), HasSubstr("more than 48 deep"));

  BytecodeFile types;
  for (size_t i = 0; i < 100; ++i) {
    types.types.push_back({BytecodeFile::kVhlo, varint(23) + varint(1) + varint(i)});
    types.repeatFunction(types.types.size() - 1, 0);  // names the type
  }
  list.clear();
  for (size_t i = 0; i < types.attributes.size() - 3; ++i) list += varint(i + 3);
  types.add(BytecodeFile::kBuiltin, {varint(0), varint(types.attributes.size() - 3), list});
  types.moduleAttribute(types.attributes.size() - 1);
  EXPECT_THAT(errorOf(types.bytes()), HasSubstr("more than 48 deep"));
}

// Each tuple holds the one before twice: 2^40 parts.
TEST(Bytecode, RefusesTypesOfMoreThanTheFileCanMean) {
  BytecodeFile file;
  for (size_t i = 0; i < 40; ++i)
    file.types.push_back({BytecodeFile::kVhlo, varint(23) + varint(2) + varint(i) + varint(i)});
  file.add(BytecodeFile::kVhlo, {varint(17), varint(40)});
  file.moduleAttribute(file.attributes.size() - 1);
  EXPECT_THAT(errorOf(file.bytes()), HasSubstr("expected a type of at most 1048576 parts, found more"));
}

// Callers of callers, more than are worth reading, and a location that names itself.
TEST(Bytecode, LocationsNestAsDeepAsTheyLike) {
  BytecodeFile file;
  const size_t place = file.attributes.size(), chain = place + 1;
  file.add(BytecodeFile::kBuiltin, {varint(11), varint(2), varint(7), varint(1)});
  for (size_t i = 0; i < 200; ++i)
    file.add(BytecodeFile::kBuiltin, {varint(10), varint(place), varint(i < 199 ? chain + i + 1 : place)});
  const size_t circle = file.attributes.size();
  file.add(BytecodeFile::kBuiltin, {varint(12), varint(2), varint(circle), varint(circle)});
  file.types.push_back({BytecodeFile::kVhlo, varint(8) + varint(0) + varint(0)});
  file.repeatFunction(1, 1, chain);
  file.repeatFunction(1, 1, circle);
  const StatusOr<ir::Module> module = readBytecode(file.bytes(), "a.bc");
  ASSERT_TRUE(module.ok()) << module.status();
  ASSERT_EQ(module->functions.size(), 2u);
  EXPECT_EQ(module->functions[0].location.file, "a");
  EXPECT_EQ(module->functions[0].location.line, 7);
  EXPECT_EQ(module->functions[1].location, Location());
}

TEST(Bytecode, QuantizedTypesOfWideIntegers) {
  BytecodeFile file;
  file.types.push_back({BytecodeFile::kVhlo, varint(14)});  // i64
  const std::string one = varint(uint64_t{0x3FF0} << 49), zero = varint(0);
  for (const int isSigned : {0, 1})
    file.types.push_back({BytecodeFile::kVhlo,
                          varint(24) + varint(isSigned) + varint(1) + varint(0) + one + zero + zero + varint(5 << 1)});
  file.types.push_back({BytecodeFile::kVhlo, varint(8) + varint(2) + varint(2) + varint(3) + varint(0)});
  file.repeatFunction(4, 1);
  const StatusOr<ir::Module> module = readBytecode(file.bytes(), "a.bc");
  ASSERT_TRUE(module.ok()) << module.status();
  EXPECT_EQ(ir::toString(module->functions[0].arguments[0].type), "!quant.uniform<u64<0:5>:f32, 1.0>");
  EXPECT_EQ(ir::toString(module->functions[0].arguments[1].type), "!quant.uniform<i64<0:5>:f32, 1.0>");
}

TEST(Bytecode, RefusesSizesThatOverflow) {
  BytecodeFile file;
  const std::string size = varint(uint64_t{1} << 41);  // 2^40, with a sign
  file.types.push_back({BytecodeFile::kVhlo, varint(20) + varint(2) + size + size + varint(0)});
  file.add(BytecodeFile::kVhlo, {varint(15), varint(1), varint(0)});
  file.moduleAttribute(file.attributes.size() - 1);
  EXPECT_THAT(errorOf(file.bytes()), HasSubstr("a.bc: operation 0 ('module'): byte "));
}

TEST(Bytecode, RefusesWhatIsLeftOver) {
  BytecodeFile file;
  file.add(BytecodeFile::kVhlo, {varint(2), varint(1), varint(9)});  // a boolean, and a byte more
  file.moduleAttribute(file.attributes.size() - 1);
  EXPECT_THAT(errorOf(file.bytes()), HasSubstr("expected the end of an attribute, found 1 more byte"));

  BytecodeFile more;
  more.operations += varint(0);
  EXPECT_THAT(errorOf(more.bytes()), HasSubstr("expected the end of the operations, found 1 more byte"));
}

TEST(Bytecode, RefusesNumbersWithoutAMeaning) {
  const auto errorWith = [](int dialect, std::vector<std::string> parts) {
    BytecodeFile file;
    file.add(dialect, parts);
    file.moduleAttribute(file.attributes.size() - 1);
    return errorOf(file.bytes());
  };
  EXPECT_THAT(errorWith(BytecodeFile::kVhlo, {varint(99)}),
              HasSubstr("expected a VHLO attribute of kind 1 to 25, found 99"));
  EXPECT_THAT(errorWith(BytecodeFile::kVhlo, {varint(3), varint(6)}),
              HasSubstr("expected a value of the enumeration EQ, NE, …, found number 6"));
  EXPECT_THAT(errorWith(BytecodeFile::kVhlo, {varint(13), varint(0)}), HasSubstr("found number 0"));
  EXPECT_THAT(errorWith(BytecodeFile::kVhlo, {varint(14), varint(77)}), HasSubstr("strings, found number 77"));
  EXPECT_THAT(errorWith(BytecodeFile::kVhlo, {varint(17), varint(5)}),
              HasSubstr("expected one of 1 types, found number 5"));
  EXPECT_THAT(errorWith(BytecodeFile::kBuiltin, {varint(0), varint(1), varint(55)}),
              HasSubstr("attributes, found number 55"));
  EXPECT_THAT(errorWith(BytecodeFile::kBuiltin, {varint(0), varint(200)}),
              HasSubstr("expected at most 0 elements in what is left, found 200"));
  EXPECT_THAT(errorWith(BytecodeFile::kBuiltin, {varint(16)}), HasSubstr("UNIMPLEMENTED"));
  EXPECT_THAT(errorWith(BytecodeFile::kVhlo, {varint(2), varint(2)}), HasSubstr("expected a boolean, found 2"));
}

}  // namespace
}  // namespace partita
