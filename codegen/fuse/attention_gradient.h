#pragma once
// The gradient of attention: with scores S = Q·Kᵀ, weights P and the gradient dO of their product with V it is dP =
// dO·Vᵀ, dS = what is made of P and dP along rows, dQ = dS·K, dK = dSᵀ·Q, dV = Pᵀ·dO. The products that make arrays of
// scores, the rows and the products that read them become one group, in which no such array is whole. Where what the
// rows read of the forward pass follows element by element from its scores and from values of rows (a softmax' largest
// score and sum), the group computes it again from those; so the forward pass need not keep it either.
#include <vector>

#include "codegen/fuse/fuse.h"

namespace partita {

// Joins gradients in GROUPS. GONE[g]: group g is part of another now.
void fuseAttentionGradients(const Graph& graph, const RegionAccess& access, std::vector<FusionGroup>& groups,
                            std::vector<bool>& gone);

}  // namespace partita
