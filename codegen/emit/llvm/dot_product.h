#pragma once
// Dot products of packed values by the instructions that the target has for them. Private to codegen/emit/llvm.
#include "codegen/emit/llvm/value_ops.h"

namespace partita {

// DOT (a kDot… operation; loop_ir.h) of X and Y, i32 in as many lanes as SUM, f32 or i32, to which the products are
// added.
//
// bf16: vdpbf16ps (AVX512_BF16), bfdot (NEON and SVE with bf16); else two multiply-adds of unpacked floats.
// Integers: vpdpbusd (AVX512_VNNI, AVX_VNNI: ui8 by i8), vpdpbssd and vpdpbuud (AVX_VNNI_INT8, of 256 bits), sdot and
// udot (dotprod, SVE), usdot (i8mm). Where the instruction takes the other signedness of one operand, that operand is
// moved by 128 and 128 times the other one's sum is taken out again: an instruction for each Y, which is the same in
// all rows of a tile, and a subtraction for each SUM. Else pairs of 16-bit products: vpmaddwd, or NEON's saddlp.
llvm::Value* dotProduct(ValueOps& ops, const CpuTarget& target, ScalarOp dot, llvm::Value* x, llvm::Value* y,
                        llvm::Value* sum);

}  // namespace partita
