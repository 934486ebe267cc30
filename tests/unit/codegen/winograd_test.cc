// The matrices of Winograd's algorithm: in exact arithmetic it gives the same as the sums.
#include "codegen/lower/winograd.h"

#include <gtest/gtest.h>

#include "base/rng.h"

namespace partita {
namespace {

TEST(Winograd, MatricesFilter) {
  for (const auto& [outputs, places] : {std::pair<int64_t, int64_t>{2, 3}, {4, 3}, {3, 4}}) {
    WinogradMatrices m = winogradMatrices(outputs, places);
    ASSERT_EQ(m.points, outputs + places - 1);
    Rng rng(static_cast<uint64_t>(outputs));
    for (int round = 0; round < 10; ++round) {
      std::vector<double> d(static_cast<size_t>(m.points)), g(static_cast<size_t>(places)), products(d.size());
      for (double& x : d) x = rng.uniform() - 0.5;
      for (double& x : g) x = rng.uniform() - 0.5;
      for (int64_t p = 0; p < m.points; ++p) {
        double input = 0, window = 0;
        for (int64_t n = 0; n < m.points; ++n) input += m.input.at(p, n) * d[static_cast<size_t>(n)];
        for (int64_t w = 0; w < places; ++w) window += m.window.at(p, w) * g[static_cast<size_t>(w)];
        products[static_cast<size_t>(p)] = input * window;
      }
      for (int64_t a = 0; a < outputs; ++a) {
        double found = 0, expected = 0;
        for (int64_t p = 0; p < m.points; ++p) found += m.result.at(a, p) * products[static_cast<size_t>(p)];
        for (int64_t w = 0; w < places; ++w) expected += g[static_cast<size_t>(w)] * d[static_cast<size_t>(a + w)];
        EXPECT_NEAR(found, expected, 1e-13);
      }
    }
  }
}

}  // namespace
}  // namespace partita
