#pragma once
// Winograd's minimal filtering (Lavin and Gray, Fast Algorithms for Convolutional Neural Networks, CVPR 2016): a tile
// of m x m results of windows of 3 x 3 places is A ((G g G') * (B d B')) A', of the m+2 x m+2 elements d of the input
// that it reads and the window g. What is summed over features is the product in the middle, of (m+2)^2 numbers instead
// of 9 m^2.
//
// The error is that of one more sum of a few numbers before the long one and after it, times the size of what cancels
// there. Points of evaluation 0, +-1/sqrt(2), +-sqrt(2) keep it low: of F(4x4, 3x3) 1.7 times that of the plain sum of
// 576 products (points 0, +-1, +-2: 4.5 times), of F(2x2, 3x3) 0.7 times. An infinity or NaN in the input makes NaN of
// all results of the tiles that read it.
#include <cstdint>
#include <vector>

#include "codegen/lower/lower.h"

namespace partita {

// The matrices of F(m, r), m results of windows of r places: A' is m x p, G p x r, B' p x p, where p = m + r - 1 (4, 6)
// is how many points of evaluation there are.
struct WinogradMatrix {
  int64_t columns = 1;
  std::vector<double> elements;
  double at(int64_t row, int64_t column) const { return elements[static_cast<size_t>(row * columns + column)]; }
  double& at(int64_t row, int64_t column) { return elements[static_cast<size_t>(row * columns + column)]; }
};
struct WinogradMatrices {
  int64_t outputs = 4, points = 6;
  WinogradMatrix result, window, input;
};
WinogradMatrices winogradMatrices(int64_t outputs, int64_t window);

// The gradient of such a kernel is 3 x 3 results of one large window: F(3x3, 4x4) of tiles of 4 x 4 places of it, which
// are summed up before they are transformed back.
//
// Results along one side of a tile, m, with which the convolution NODE takes the least time, by a model that was fitted
// to measurements; 0: it is faster as a plain sum, or it has to be one. That is so where its precision_config asks for
// more than DEFAULT, and where sums are to be the same however the batch is cut (LoweringContext::fixedSums), or op by
// op.
int64_t winogradOutputs(const LoweringContext& context, const Node& node);

// GROUP, whose hero is a convolution for which winogradOutputs() is OUTPUTS: a nest of the three transformations and
// the product.
StatusOr<LoweredNest> lowerWinograd(const LoweringContext& context, const FusionGroup& group, const std::string& name,
                                    int64_t outputs);

}  // namespace partita
