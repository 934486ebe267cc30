#pragma once
// Reference evaluation of mathematical functions, element by element in long double: each result is that of the C
// library (or of special_functions.h) rounded to the element type. Only files of graph/ops/ include this.
#include <complex>

#include "graph/ops/evaluation.h"

namespace partita {

using Wide = long double;
using WideComplex = std::complex<long double>;

WideComplex loadWideComplex(const Tensor& tensor, int64_t i);
void storeWideComplex(Tensor& tensor, int64_t i, WideComplex value);

// FN of each real element, ofComplex of each complex one. Where a function has no complex form its shape rule says so.
using WideFn = Wide (*)(Wide);
using WideComplexFn = WideComplex (*)(const WideComplex&);
EvalResult evaluateWide(const Graph& graph, const Node& node, EvalOperands operands, WideFn fn,
                        WideComplexFn ofComplex);
EvalResult evaluateWide2(const Graph& graph, const Node& node, EvalOperands operands, Wide (*fn)(Wide, Wide));

// The same as the functions of the op table.
template <WideFn fn, WideComplexFn ofComplex = nullptr>
EvalResult evaluateWith(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  return evaluateWide(graph, node, operands, fn, ofComplex);
}
template <Wide (*fn)(Wide, Wide)>
EvalResult evaluateWith2(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  return evaluateWide2(graph, node, operands, fn);
}

}  // namespace partita
