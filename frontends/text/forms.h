#pragma once
// How operations are written in their own ("pretty") form, by name: the one place that a new one is entered. An
// operation that is not here is read in the generic form; its pretty form is stepped over.
#include <string_view>
#include <vector>

namespace partita::ir {

enum class Form {
  kGeneric,         // no other
  kItems,           // %0, %1, dims = [0, 1]: operands and attributes; one type: of the result
  kEach,            // the same, types are those of the results
  kSelect,          // the same, types of the predicate and of the result
  kCompare,         // LT, %0, %1, FLOAT
  kSlice,           // %0 [1:3, 4:8:2]
  kConstant,        // dense<…> : type
  kExpectConstant,  // %0, dense<…> : type, tolerance = 0.1
  kExpect,          // %0, %1, tolerance = 0.1 : type(s); no result
  kDotGeneral,  // %0, %1, batching_dims = [0] x [0], contracting_dims = [2] x [1], precision = […], algorithm = <…>
  kConvolution,      // (%0, %1) dim_numbers = …, window = {…}
  kReduce,           // (%0 init: %1) applies stablehlo.add across dimensions = [0]
  kWhile,            // (%a = %0) : T cond { … } do { … }
  kReducePrecision,  // %0, format = e8m10
  kTupleElement,     // %0[1]
  kCustomCall,       // @target(%0)
  kComposite,        // "name" %0, %1
  kCall,             // @f(%0)
  kReturn,           // %0, %1 : T, U
  kSharding,         // %0 <@mesh, [{"x"}]>
  kManual,           // (%0) in_shardings=[…] out_shardings=[…] manual_axes={"x"} (%arg: T) { … }
  kSwitch,           // words and numbers behind the operand: %0 group_id=21
  kResharded,        // [{"x"}, {}] %0 out_sharding=<@mesh, [{}, {}]>: axes, which may be left out, and where it goes
  kScan,             // (%0) inits(%1) dimension=0 attributes {…} { ^bb0(%arg: T, %arg_1: U): … }
  kNamed,            // <"name">(%0) in_shardings=[…] out_shardings=[…] (%arg: T) { … }
};

enum class ItemKind { kInteger, kBool, kInts, kKeyword, kKeywords, kNumber, kUnsigned };
struct Item {
  std::string_view text, name;  // in the pretty form; of the attribute
  ItemKind kind;
};
struct OperationForm {
  Form form = Form::kItems;
  std::vector<Item> items = {};
  bool results = true;  // false: the type is the operand's, there is no result
};

// Null: not known. NAME with its dialect: "stablehlo.add", "func.call".
const OperationForm* formOf(std::string_view name);

}  // namespace partita::ir
