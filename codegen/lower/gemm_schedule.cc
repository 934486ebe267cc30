#include "codegen/lower/gemm_schedule.h"

#include <algorithm>
#include <cmath>

namespace partita {
namespace {

int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }
int64_t roundUp(int64_t a, int64_t b) { return ceilDiv(a, b) * b; }

// Cycles for one step of k of the whole product with register tile MR x (NV vectors): two multiply-adds a cycle, loads
// at 0.7 cycles (measured on Zen 3 to 5: a tile with one vector of B is bound by its broadcasts), a chain of dependent
// multiply-adds at 4 cycles.
double tileCost(int64_t mr, int64_t nv, const GemmShape& shape, int lanes) {
  double perTile = std::max({mr * nv * 0.5, (mr + nv) * 0.7, 4.0});
  return perTile * static_cast<double>(ceilDiv(shape.m, mr)) * static_cast<double>(ceilDiv(shape.n, nv * lanes));
}

}  // namespace

GemmSchedule chooseGemmSchedule(const GemmShape& shape, const CpuTarget& target, int workers) {
  GemmSchedule schedule;
  int64_t elementBytes = dtypeBytes(shape.accumulate);
  int lanes = std::max(1, target.lanes(elementBytes));
  schedule.lanes = lanes;
  // Register tile: NV vectors of B, one broadcast of A, MR * NV sums. Ties go to the tile with more sums.
  int64_t run = shape.nRun == 0 ? shape.n : shape.nRun;
  double best = 0;
  for (int64_t nv = 1; nv <= 8; ++nv) {
    for (int64_t mr = 1; mr <= 16; ++mr) {
      if (mr * nv + nv + 1 > target.vectorRegisters || mr > shape.m) continue;
      if (run != shape.n && run % (nv * lanes) != 0 && run % lanes == 0) continue;
      double cost = tileCost(mr, nv, shape, lanes) * (1.0 - 0.0005 * static_cast<double>(mr * nv));
      if (best == 0 || cost < best) {
        best = cost;
        schedule.mr = mr;
        schedule.nr = nv * lanes;
      }
    }
  }
  bool fewRows = shape.m <= 4 * schedule.mr;
  bool inCache = shape.k * shape.n * elementBytes <= target.l2Bytes / 2;
  schedule.a = shape.aContiguousK ? (shape.aInPlace ? OperandForm::kDirect : OperandForm::kRows) : OperandForm::kPanels;
  if (shape.m == 1 && shape.aInPlace) schedule.a = OperandForm::kDirect;
  if (shape.bContiguousK) {
    schedule.b = OperandForm::kTransposed;
    if (shape.m <= 2 && shape.k >= 4 * lanes && shape.aContiguousK) {
      schedule.alongK = true;
      schedule.mr = shape.m;
      schedule.nr = 4;
    }
  } else {
    // Packing pays when enough rows use the panel.
    bool inPlace = shape.bInPlace && shape.n >= schedule.nr && (run == shape.n || run % schedule.nr == 0);
    bool smallPanel = shape.k * schedule.nr * elementBytes <= target.l1Bytes / 2 && inCache;
    schedule.b = inPlace && (fewRows || (smallPanel && shape.m <= 16 * schedule.mr)) ? OperandForm::kDirect
                                                                                     : OperandForm::kPanels;
  }
  // A block of B's panel, kc x nr, takes most of L1; a block of A, mc x kc, a third of L2; the packed columns of B a
  // share of L3. Rows of B read in place from memory come few at a time, so that each is a stream.
  int64_t kcMax = std::max<int64_t>(64, target.l1Bytes * 3 / 4 / (schedule.nr * elementBytes));
  int64_t blocks = ceilDiv(shape.k, kcMax + kcMax / 3);
  schedule.kc = blocks == 1 ? shape.k : roundUp(ceilDiv(shape.k, blocks), 8);
  if (schedule.b == OperandForm::kDirect && fewRows && !inCache && shape.k > 64) schedule.kc = shape.m <= 4 ? 16 : 64;
  schedule.unrollK = shape.k % 4 == 0 ? 4 : 1;

  // Tasks: batches first, then blocks of the longer side, of at least half a million multiply-adds.
  int64_t rowTiles = ceilDiv(shape.m, schedule.mr), columnTiles = ceilDiv(shape.n, schedule.nr);
  schedule.taskRows = rowTiles * schedule.mr;
  schedule.taskColumns = columnTiles * schedule.nr;
  if (workers > 1 && shape.batch < 4 * workers) {
    double work = static_cast<double>(shape.m) * static_cast<double>(shape.n) * static_cast<double>(shape.k);
    int64_t wanted = ceilDiv(2 * workers, shape.batch);
    wanted = std::max<int64_t>(1, std::min<int64_t>(wanted, static_cast<int64_t>(work / 5e5)));
    if (rowTiles >= columnTiles) {
      schedule.taskRows = ceilDiv(rowTiles, std::min(wanted, rowTiles)) * schedule.mr;
    } else {
      schedule.taskColumns = ceilDiv(columnTiles, std::min(wanted, columnTiles)) * schedule.nr;
    }
  }
  int64_t mcMax = std::max<int64_t>(1, target.l2Bytes / 3 / (schedule.kc * elementBytes) / schedule.mr) * schedule.mr;
  int64_t rowBlocks = ceilDiv(std::min(schedule.taskRows, shape.m), mcMax);
  schedule.mc = roundUp(ceilDiv(std::min(schedule.taskRows, shape.m), rowBlocks), schedule.mr);
  int64_t ncMax =
      std::max<int64_t>(1, std::min<int64_t>(target.l3Bytes / 4, 4 << 20) / (shape.k * elementBytes) / schedule.nr) *
      schedule.nr;
  int64_t columnBlocks = ceilDiv(std::min(schedule.taskColumns, shape.n), ncMax);
  schedule.nc = roundUp(ceilDiv(std::min(schedule.taskColumns, shape.n), columnBlocks), schedule.nr);
  return schedule;
}

}  // namespace partita
