// 1 - erf(x), also where that is too small for a difference from 1.
#include <cmath>

#include "graph/ops/elementwise.h"
#include "graph/ops/formula.h"
#include "graph/ops/written_out.h"

namespace partita {
namespace {

using namespace formula;

EvalResult evaluateErfc(EvalContext&, const Graph& graph, const Node& node, EvalOperands operands) {
  Tensor out(graph.type(node.results[0]));
  for (int64_t i = 0; i < out.elements(); ++i)
    out.set(i, static_cast<double>(std::erfc(static_cast<long double>(operands[0].asDouble(i)))));
  return std::vector<Tensor>{std::move(out)};
}

// Coefficients of the Cephes Mathematical Library (S. Moshier; single/ndtrf.c, double/ndtr.c), highest power first.
const std::vector<double> kSinglePowers1To2 = {2.326819970068386e-2,  -1.387039388740657e-1, 3.687424674597105e-1,
                                               -5.824733027278666e-1, 6.210004621745983e-1,  -4.944515323274145e-1,
                                               3.404879937665872e-1,  -2.741127028184656e-1, 5.638259427386472e-1};
const std::vector<double> kSinglePowersFrom2 = {-1.047766399936249e+1, 1.297719955372516e+1,  -7.495518717768503e+0,
                                                2.921019019210786e+0,  -1.015265279202700e+0, 4.218463358204948e-1,
                                                -2.820767439740514e-1, 5.641895067754075e-1};
const std::vector<double> kP1To8 = {2.46196981473530512524e-10, 5.64189564831068821977e-1, 7.46321056442269912687e0,
                                    4.86371970985681366614e1,   1.96520832956077098242e2,  5.26445194995477358631e2,
                                    9.34528527171957607540e2,   1.02755188689515710272e3,  5.57535335369399327526e2};
const std::vector<double> kQ1To8 = {1.0,
                                    1.32281951154744992508e1,
                                    8.67072140885989742329e1,
                                    3.54937778887819891062e2,
                                    9.75708501743205489753e2,
                                    1.82390916687909736289e3,
                                    2.24633760818710981792e3,
                                    1.65666309194161350182e3,
                                    5.57535340817727675546e2};
const std::vector<double> kPFrom8 = {5.64189583547755073984e-1, 1.27536670759978104416e0, 5.01905042251180477414e0,
                                     6.16021097993053585195e0,  7.40974269950448939160e0, 2.97886665372100240670e0};
const std::vector<double> kQFrom8 = {1.0,
                                     2.26052863220117276590e0,
                                     9.39603524938001434673e0,
                                     1.20489539808096656605e1,
                                     1.70814450747565897222e1,
                                     9.60896809063285878198e0,
                                     3.36907645100081516050e0};
// erf(x) / x below 1, of x².
const std::vector<double> kSingleT = {7.853861353153693e-5,  -8.010193625184903e-4, 5.188327685732524e-3,
                                      -2.685381193529856e-2, 1.128358514861418e-1,  -3.761262582423300e-1,
                                      1.128379165726710e+0};
const std::vector<double> kT = {9.60497373987051638749e0, 9.00260197203842689217e1, 2.23200534594684319226e3,
                                7.00332514112805075473e3, 5.55923013010394962768e4};
const std::vector<double> kU = {1.0,
                                3.35617141647503099647e1,
                                5.21357949780152679795e2,
                                4.59432382970980127987e3,
                                2.26290000613890934246e4,
                                4.92673942608635921086e4};

// exp(-x²) for x >= 0, without what the rounding of x² would lose: x² = z² + (x - z)(x + z), with the upper half of the
// digits of x as z, so that z² is exact.
Num expOfNegativeSquare(Num x) {
  NodeBuilder& build = *x.build;
  const TensorType bits(x.isWide() ? DType::kI64 : DType::kI32, x.type().dims);
  const ValueId mask = build.splatInt(bits, ~((int64_t{1} << (x.isWide() ? 27 : 12)) - 1));
  const ValueId upper = build.both(build.node(OpKind::kBitcastConvert, {x.v}, bits), mask);
  const Num z{&build, build.node(OpKind::kBitcastConvert, {upper}, x.type())};
  return exp(-(z * z)) * exp((z - x) * (z + x));
}

// 1 - erf(size) for size >= 1.
Num tailOf(Num size) {
  const bool wide = size.isWide();
  const Num power = expOfNegativeSquare(size);
  Num tail;
  if (wide) {
    const Num near = polynomial(size, kP1To8) / polynomial(size, kQ1To8);
    const Num far = polynomial(size, kPFrom8) / polynomial(size, kQFrom8);
    tail = power * select(size < 8, near, far);
  } else {
    const Num q = 1 / size, y = q * q;
    tail = power * q * select(size < 2, polynomial(y, kSinglePowers1To2), polynomial(y, kSinglePowersFrom2));
  }
  // Beyond these the polynomials overflow; the result is 0 long before.
  return select(size > size.number(wide ? 28 : 11), 0, tail);
}

// erf(x) for |x| < 1.
Num centreOf(Num x) {
  const Num square = x * x;
  return x.isWide() ? x * polynomial(square, kT) / polynomial(square, kU) : x * polynomial(square, kSingleT);
}

Num erfc(Num x) {
  const Num size = abs(x), tail = tailOf(size);
  // A NaN is not below 1, and stays one through the tail.
  return select(size < 1, 1 - unary(OpKind::kErf, x), select(x < 0, 2 - tail, tail));
}

StatusOr<std::vector<ValueId>> expandErfc(NodeBuilder& build, const Node& node) {
  return std::vector<ValueId>{computedIn(build, node.operands[0], DType::kF32, erfc)};
}

}  // namespace

formula::Num formula::erfByPolynomials(Num x) {
  const Num size = abs(x), beyond = 1 - tailOf(size);
  return select(size < 1, centreOf(x), select(x < 0, -beyond, beyond));
}

formula::Num formula::erfcByPolynomials(Num x) { return select(x < 1, 1 - centreOf(x), tailOf(x)); }

OpDef defineErfc() {
  return elementwise({.kind = OpKind::kErfc,
                      .form = TextForm::kSameType,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .accepts = kFloats,
                      .flops = 0,
                      .transcendentals = 1,
                      .evaluate = evaluateErfc,
                      .expand = expandErfc});
}

}  // namespace partita
