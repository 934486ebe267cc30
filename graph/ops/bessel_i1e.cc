// exp(-|x|) I1(x), with the modified Bessel function of the first kind and order 1.
#include <cmath>

#include "graph/ops/elementwise.h"
#include "graph/ops/formula.h"
#include "graph/ops/long_double.h"
#include "graph/ops/special_functions.h"

namespace partita {
namespace {

using namespace formula;

// Chebyshev coefficients, highest first, computed with 60 digits: of exp(-x) I1(x) / x in x/4 - 1 for x <= 8, and of
// exp(-x) sqrt(x) I1(x) in 16/x - 1 beyond (the intervals of the Cephes Mathematical Library, S. Moshier).
constexpr double kNear[] = {
    2.7779141127610464e-18, -2.111421214358166e-17,  1.5536319577362005e-16, -1.1055969477353862e-15,
    7.600684294735408e-15,  -5.042185504727912e-14,  3.223793365945575e-13,  -1.9839743977649436e-12,
    1.1736186298890901e-11, -6.663489723502027e-11,  3.625590281552117e-10,  -1.8872497517228294e-09,
    9.381537386495773e-09,  -4.445059128796328e-08,  2.0032947535521353e-07, -8.568720264695455e-07,
    3.4702513081376785e-06, -1.3273163656039436e-05, 4.781565107550054e-05,  -0.00016176081582589674,
    0.0005122859561685758,  -0.0015135724506312532,  0.004156422944312888,   -0.010564084894626197,
    0.024726449030626516,   -0.05294598120809499,    0.1026436586898471,     -0.17641651835783406,
    0.25258718644363365};
constexpr double kFar[] = {
    7.517296310842105e-18,   4.414348323071708e-18,  -4.6503053684893586e-17, -3.209525921993424e-17,
    2.96262899764595e-16,    3.3082023109209285e-16, -1.8803547755107825e-15, -3.8144030724370075e-15,
    1.0420276984128802e-14,  4.272440016711951e-14,  -2.1015418427726643e-14, -4.0835511110921974e-13,
    -7.198551776245908e-13,  2.0356285441470896e-12, 1.4125807436613782e-11,  3.2526035830154884e-11,
    -1.8974958123505413e-11, -5.589743462196584e-10, -3.835380385964237e-09,  -2.6314688468895196e-08,
    -2.512236237870209e-07,  -3.882564808877691e-06, -0.00011058893876262371, -0.009761097491361469,
    0.7785762350182801};

Num besselI1e(Num x) {
  const Num size = abs(x);
  const Num bounded = min(size, size.number(8)), large = max(size, size.number(8));
  const Num near = size * chebyshev(0.25 * bounded - 1, kNear);
  const Num far = chebyshev(16 / large - 1, kFar) / sqrt(large);
  return odd(x, select(size <= 8, near, far));
}

StatusOr<std::vector<ValueId>> expandBesselI1e(NodeBuilder& build, const Node& node) {
  return std::vector<ValueId>{computedIn(build, node.operands[0], DType::kF64, besselI1e)};
}

}  // namespace

OpDef defineBesselI1e() {
  return elementwise({.kind = OpKind::kBesselI1e,
                      .form = TextForm::kSameType,
                      .minOperands = 1,
                      .maxOperands = 1,
                      .accepts = kFloats,
                      .flops = 0,
                      .transcendentals = 1,
                      .evaluate = evaluateWith<reference::besselI1e>,
                      .expand = expandBesselI1e});
}

}  // namespace partita
