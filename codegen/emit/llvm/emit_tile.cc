// Emitter: matrix tiles of one lane, by vectors or by AMX.
#include <llvm/IR/IntrinsicsX86.h>

#include <algorithm>
#include <bit>
#include <optional>

#include "codegen/emit/llvm/emitter.h"

namespace partita {

using llvm::Value;
namespace {

// Steps of a tile's k are unrolled up to this many.
constexpr int kMaxUnrolledDepth = 16;
// An AMX register: rows, and bytes of a row.
constexpr int kAmxRows = 16, kAmxBytes = 64;

// The dot product by which a tile of these types is multiplied, and whether b comes first in it.
struct TileDot {
  ScalarOp op = ScalarOp::kNone;
  bool swapped = false;
};

// Nothing where the operands do not lie as dot products read them.
std::optional<TileDot> dotOf(const LoopFunction& f, const MatrixTile& tile) {
  const DType a = f.buffers[tile.a.buffer].dtype, b = f.buffers[tile.b.buffer].dtype,
              sum = f.buffers[tile.c.buffer].dtype;
  TileDot dot;
  if (a == DType::kBF16 && b == DType::kBF16 && sum == DType::kF32)
    dot.op = ScalarOp::kDotBF16;
  else if (sum != DType::kI32)
    return std::nullopt;
  else if (a == DType::kI8 && b == DType::kI8)
    dot.op = ScalarOp::kDotI8;
  else if (a == DType::kUI8 && b == DType::kUI8)
    dot.op = ScalarOp::kDotUI8;
  else if (a == DType::kUI8 && b == DType::kI8)
    dot.op = ScalarOp::kDotUI8I8;
  else if (a == DType::kI8 && b == DType::kUI8)
    dot = {ScalarOp::kDotUI8I8, true};
  else
    return std::nullopt;
  const int pack = static_cast<int>(4 / dtypeBytes(a));
  if (tile.a.columnStride != 1 || tile.a.pack != 1 || tile.b.pack != pack || tile.b.columnStride != pack ||
      tile.k % pack != 0)
    return std::nullopt;
  return dot;
}

// AMX's instruction for it; not_intrinsic: none.
llvm::Intrinsic::ID amxProduct(const LoopFunction& f, const MatrixTile& tile, const CpuTarget& target) {
  using namespace llvm::Intrinsic;
  const std::optional<TileDot> dot = dotOf(f, tile);
  if (!dot || !target.isX86() || !target.has("amx-tile") || tile.c.columnStride != 1 || tile.d.columnStride != 1 ||
      tile.c.pack != 1 || tile.d.pack != 1)
    return not_intrinsic;
  // Blocks are stored one after the other: none may overwrite what another one starts from.
  if (tile.c.buffer == tile.d.buffer && (tile.c.index != tile.d.index || tile.c.rowStride != tile.d.rowStride))
    return not_intrinsic;
  if (!target.has(dot->op == ScalarOp::kDotBF16 ? "amx-bf16" : "amx-int8")) return not_intrinsic;
  if (dot->op == ScalarOp::kDotBF16) return x86_tdpbf16ps_internal;
  if (dot->op == ScalarOp::kDotI8) return x86_tdpbssd_internal;
  if (dot->op == ScalarOp::kDotUI8) return x86_tdpbuud_internal;
  return dot->swapped ? x86_tdpbsud_internal : x86_tdpbusd_internal;
}

}  // namespace

void Emitter::emitMatrixTile(const MatrixTile& tile) {
  if (tile.lanes > 1)
    return ops_.fail(unimplemented("a matrix tile of ", tile.lanes, " lanes has no code on a CPU; tiles of one have"));
  if (const auto product = amxProduct(function_, tile, target_); product != llvm::Intrinsic::not_intrinsic)
    return emitAmxTile(tile, product);
  emitVectorTile(tile);
}

// An outer product for each k, or for the elements of k that a dot product takes: the sums stay in registers, a row of
// b is a few vectors, an element of a goes to all their lanes.
void Emitter::emitVectorTile(const MatrixTile& tile) {
  const DType dtype = function_.buffers[tile.c.buffer].dtype;
  Value *pa = elementPointer(tile.a.buffer, tile.a.index), *pb = elementPointer(tile.b.buffer, tile.b.index),
        *pc = elementPointer(tile.c.buffer, tile.c.index), *pd = elementPointer(tile.d.buffer, tile.d.index);
  const std::optional<TileDot> dot = dotOf(function_, tile);
  const int taken = dot ? tile.b.pack : 1;  // elements of k in a step
  // Columns in vectors where they are neighbours in memory.
  const bool vectors = (dot || tile.b.columnStride == 1) && tile.c.columnStride == 1 && tile.d.columnStride == 1;
  struct Piece {
    int column;
    unsigned width;
  };
  std::vector<Piece> pieces;
  const unsigned lanes = static_cast<unsigned>(std::max(1, target_.vectorBits / dtypeBits(dtype)));
  for (int column = 0; column < tile.n; column += static_cast<int>(pieces.back().width)) {
    const unsigned left = static_cast<unsigned>(tile.n - column);
    pieces.push_back({column, vectors ? std::min(lanes, std::bit_floor(left)) : 1u});
  }
  auto constant = [&](int64_t value) { return b.getInt64(static_cast<uint64_t>(value)); };
  auto at = [&](const TileOperand& operand, Value* base, Value* row, Value* column) {
    llvm::Type* element = ops_.memoryType(function_.buffers[operand.buffer].dtype);
    Value *packed = b.CreateUDiv(row, constant(operand.pack)), *within = b.CreateURem(row, constant(operand.pack));
    Value* offset = b.CreateAdd(b.CreateMul(packed, constant(operand.rowStride)), within);
    offset = b.CreateAdd(offset, b.CreateMul(column, constant(operand.columnStride)));
    return b.CreateGEP(element, base, offset);
  };
  auto loadAs = [&](const TileOperand& operand, llvm::Type* type, Value* p, unsigned width) -> Value* {
    if (width > 1) type = llvm::FixedVectorType::get(type, width);
    const llvm::Align align(static_cast<uint64_t>(dtypeBytes(function_.buffers[operand.buffer].dtype)));
    return tag(b.CreateAlignedLoad(type, p, align), operand.buffer);
  };
  auto load = [&](const TileOperand& operand, Value* p, unsigned width) {
    const DType from = function_.buffers[operand.buffer].dtype;
    Value* loaded = ops_.fromMemory(loadAs(operand, ops_.memoryType(from), p, width), from);
    return from == dtype ? loaded : ops_.convert(loaded, from, dtype);
  };
  auto loadFactor = [&](const TileOperand& operand, Value* p, unsigned width) {
    return dot ? loadAs(operand, b.getInt32Ty(), p, width) : load(operand, p, width);
  };
  std::vector<llvm::AllocaInst*> sums;
  for (int row = 0; row < tile.m; ++row) {
    for (const Piece& piece : pieces) {
      Value* start = load(tile.c, at(tile.c, pc, constant(row), constant(piece.column)), piece.width);
      sums.push_back(entryAlloca(start->getType(), "sum"));
      b.CreateStore(start, sums.back());
    }
  }
  auto step = [&](Value* k) {
    std::vector<Value*> rowOfB;
    for (const Piece& piece : pieces)
      rowOfB.push_back(loadFactor(tile.b, at(tile.b, pb, k, constant(piece.column)), piece.width));
    size_t n = 0;
    for (int row = 0; row < tile.m; ++row) {
      Value* x = loadFactor(tile.a, at(tile.a, pa, constant(row), k), 1);
      for (size_t i = 0; i < pieces.size(); ++i, ++n) {
        Value* sum = b.CreateLoad(sums[n]->getAllocatedType(), sums[n]);
        Value *first = x, *second = rowOfB[i];
        if (dot && dot->swapped) std::swap(first, second);
        sum = dot ? ops_.op(dot->op, dtype, DType::kUI32, {first, second, sum})
                  : ops_.op(ScalarOp::kFma, dtype, dtype, {first, second, sum});
        b.CreateStore(sum, sums[n]);
      }
    }
  };
  if (tile.k <= kMaxUnrolledDepth * taken) {
    for (int k = 0; k < tile.k; k += taken) step(constant(k));
  } else {
    emitLoop(constant(0), constant(tile.k), taken, true, step);
  }
  size_t n = 0;
  for (int row = 0; row < tile.m; ++row) {
    for (const Piece& piece : pieces) {
      Value* sum = ops_.toMemory(b.CreateLoad(sums[n]->getAllocatedType(), sums[n]), dtype);
      const llvm::Align align(static_cast<uint64_t>(dtypeBytes(dtype)));
      tag(b.CreateAlignedStore(sum, at(tile.d, pd, constant(row), constant(piece.column)), align), tile.d.buffer);
      ++n;
    }
  }
}

// Blocks of two by two registers of sums, each over all of k: four products for four loads. LLVM sets the registers'
// shapes (ldtilecfg) and frees them. Of bf16, the even and the odd elements of 32 of k are summed apart before they are
// added to c, and numbers below the least normal one count as 0.
void Emitter::emitAmxTile(const MatrixTile& tile, llvm::Intrinsic::ID product) {
  const int64_t size = dtypeBytes(function_.buffers[tile.a.buffer].dtype);
  const int pack = static_cast<int>(4 / size), fullDepth = static_cast<int>(kAmxBytes / size);
  Value *pa = elementPointer(tile.a.buffer, tile.a.index), *pb = elementPointer(tile.b.buffer, tile.b.index),
        *pc = elementPointer(tile.c.buffer, tile.c.index), *pd = elementPointer(tile.d.buffer, tile.d.index);
  auto constant = [&](int64_t value) { return b.getInt64(static_cast<uint64_t>(value)); };
  auto shape = [&](int value) { return b.getInt16(static_cast<uint16_t>(value)); };
  auto bytesFrom = [&](Value* p, Value* bytes) { return b.CreateGEP(b.getInt8Ty(), p, bytes); };
  auto load = [&](int rows, int rowBytes, Value* p, int64_t stride, LoopBufferId buffer) -> Value* {
    return tag(b.CreateIntrinsic(llvm::Intrinsic::x86_tileloadd64_internal, {},
                                 {shape(rows), shape(rowBytes), p, constant(stride)}),
               buffer);
  };
  auto emitAmxBlock = [&](int row0, int column0) {
    std::vector<int> heights, widths;
    for (int i = 0; i < 2 && row0 + i * kAmxRows < tile.m; ++i)
      heights.push_back(std::min(kAmxRows, tile.m - row0 - i * kAmxRows));
    for (int j = 0; j < 2 && column0 + j * kAmxRows < tile.n; ++j)
      widths.push_back(std::min(kAmxRows, tile.n - column0 - j * kAmxRows));
    auto place = [&](const TileOperand& operand, Value* base, size_t i, size_t j) {
      const int64_t row = row0 + static_cast<int64_t>(i) * kAmxRows,
                    column = column0 + static_cast<int64_t>(j) * kAmxRows;
      return bytesFrom(base, constant((row * operand.rowStride + column) * 4));
    };
    std::vector<Value*> sums;
    for (size_t i = 0; i < heights.size(); ++i) {
      for (size_t j = 0; j < widths.size(); ++j)
        sums.push_back(load(heights[i], widths[j] * 4, place(tile.c, pc, i, j), tile.c.rowStride * 4, tile.c.buffer));
    }
    // Adds the products of DEPTH elements of k from K on.
    auto multiply = [&](Value* k, int depth) {
      std::vector<Value*> columns;
      for (size_t j = 0; j < widths.size(); ++j) {
        const int64_t column = column0 + static_cast<int64_t>(j) * kAmxRows;
        Value* offset = b.CreateMul(b.CreateUDiv(k, constant(pack)), constant(tile.b.rowStride * size));
        offset = b.CreateAdd(offset, constant(column * pack * size));
        columns.push_back(
            load(depth / pack, widths[j] * 4, bytesFrom(pb, offset), tile.b.rowStride * size, tile.b.buffer));
      }
      for (size_t i = 0; i < heights.size(); ++i) {
        const int64_t row = row0 + static_cast<int64_t>(i) * kAmxRows;
        Value* offset = b.CreateAdd(b.CreateMul(k, constant(size)), constant(row * tile.a.rowStride * size));
        const int rowBytes = static_cast<int>(depth * size);
        Value* x = load(heights[i], rowBytes, bytesFrom(pa, offset), tile.a.rowStride * size, tile.a.buffer);
        for (size_t j = 0; j < widths.size(); ++j) {
          Value*& sum = sums[i * widths.size() + j];
          sum = b.CreateIntrinsic(product, {},
                                  {shape(heights[i]), shape(widths[j] * 4), shape(rowBytes), sum, x, columns[j]});
        }
      }
    };
    const int rounds = tile.k / fullDepth, left = tile.k % fullDepth;
    if (rounds == 1) multiply(constant(0), fullDepth);
    if (rounds > 1) {
      llvm::BasicBlock *before = b.GetInsertBlock(),
                       *loop = llvm::BasicBlock::Create(module_.getContext(), "amx", llvmFunction_),
                       *after = llvm::BasicBlock::Create(module_.getContext(), "after", llvmFunction_);
      b.CreateBr(loop);
      b.SetInsertPoint(loop);
      llvm::PHINode* k = b.CreatePHI(b.getInt64Ty(), 2, "k");
      k->addIncoming(constant(0), before);
      std::vector<llvm::PHINode*> carried;
      for (Value*& sum : sums) {
        carried.push_back(b.CreatePHI(sum->getType(), 2, "sum"));
        carried.back()->addIncoming(sum, before);
        sum = carried.back();
      }
      multiply(k, fullDepth);
      Value* next = b.CreateAdd(k, constant(fullDepth), "", true, true);
      k->addIncoming(next, loop);
      for (size_t i = 0; i < sums.size(); ++i) carried[i]->addIncoming(sums[i], loop);
      b.CreateCondBr(b.CreateICmpSLT(next, constant(int64_t{rounds} * fullDepth)), loop, after);
      b.SetInsertPoint(after);
    }
    if (left > 0) multiply(constant(int64_t{rounds} * fullDepth), left);
    for (size_t i = 0; i < heights.size(); ++i) {
      for (size_t j = 0; j < widths.size(); ++j)
        tag(b.CreateIntrinsic(llvm::Intrinsic::x86_tilestored64_internal, {},
                              {shape(heights[i]), shape(widths[j] * 4), place(tile.d, pd, i, j),
                               constant(tile.d.rowStride * 4), sums[i * widths.size() + j]}),
            tile.d.buffer);
    }
  };
  for (int row = 0; row < tile.m; row += 2 * kAmxRows) {
    for (int column = 0; column < tile.n; column += 2 * kAmxRows) emitAmxBlock(row, column);
  }
}

}  // namespace partita
