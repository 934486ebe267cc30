#pragma once
// Where a window reads: shared by reduce_window and convolution.
#include "codegen/loops/loop_ir.h"

namespace partita {

// One dimension of the array that windows move over.
struct WindowDim {
  int64_t size = 1;    // of the array
  int64_t window = 1;  // places of a window
  int64_t count = 1;   // windows
  int64_t stride = 1, windowDilation = 1, baseDilation = 1, paddingLow = 0;
};

// The element that place W of window NUMBER reads, clamped into the array. What must hold for it to be there, not in
// the padding or a hole, is added to INSIDE (an i1, or invalid: nothing so far).
ExprId windowPlace(LoopBuilder& loops, const WindowDim& dim, ExprId number, ExprId w, ExprId& inside);

}  // namespace partita
