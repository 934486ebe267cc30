#include "codegen/emit/llvm/dot_product.h"

#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/IntrinsicsAArch64.h>
#include <llvm/IR/IntrinsicsX86.h>

#include <algorithm>
#include <bit>

namespace partita {

using llvm::Value;
using llvm::Intrinsic::ID;
namespace {

// Emits for vectors of as many lanes as an instruction takes: 4, or more up to the machine's.
class Emission {
 public:
  Emission(ValueOps& ops, const CpuTarget& target, unsigned lanes)
      : ops_(ops), b(ops.b), target_(target), lanes_(lanes) {}

  Value* bf16(Value* x, Value* y, Value* sum) {
    if (target_.isX86() && target_.has("avx512bf16"))
      return call(byWidth(llvm::Intrinsic::x86_avx512bf16_dpbf16ps_128, llvm::Intrinsic::x86_avx512bf16_dpbf16ps_256,
                          llvm::Intrinsic::x86_avx512bf16_dpbf16ps_512),
                  sum, cast(x, b.getBFloatTy()), cast(y, b.getBFloatTy()));
    if (!target_.isX86() && target_.has("bf16"))
      return callArm(llvm::Intrinsic::aarch64_neon_bfdot, llvm::Intrinsic::aarch64_sve_bfdot, b.getBFloatTy(), sum, x,
                     y);
    auto high = [&](Value* v) { return b.CreateBitCast(b.CreateAnd(v, 0xffff0000), sum->getType()); };
    auto low = [&](Value* v) { return b.CreateBitCast(b.CreateShl(v, 16), sum->getType()); };
    // A product of two bf16 is exact in f32: nothing is lost where it is rounded before it is added.
    auto add = [&](Value* p, Value* q, Value* to) {
      return target_.fma ? ops_.fma(p, q, to) : b.CreateFAdd(b.CreateFMul(p, q), to);
    };
    return add(low(x), low(y), add(high(x), high(y), sum));
  }

  Value* integers(bool xSigned, bool ySigned, Value* x, Value* y, Value* sum) {
    if (Value* direct = native(xSigned, ySigned, x, y, sum); direct != nullptr) return direct;
    // x = x' - 128 or x' + 128 where x' has the other signedness; 0x80 is 128 or -128 in that.
    Value* bias = ops_.integer(x, static_cast<int32_t>(0x80808080));
    Value* zero = ops_.integer(sum, 0);
    if (Value* moved = native(!xSigned, ySigned, b.CreateXor(x, bias), y, sum); moved != nullptr)
      return b.CreateSub(moved, native(!xSigned, ySigned, bias, y, zero));
    if (Value* moved = native(xSigned, !ySigned, x, b.CreateXor(y, bias), sum); moved != nullptr)
      return b.CreateSub(moved, native(xSigned, !ySigned, x, bias, zero));
    // Bytes 0 and 2, then 1 and 3, as 16-bit integers: two products of each lane fit in 32 bits together.
    for (bool odd : {false, true})
      sum = pairs(xSigned || ySigned, halves(x, xSigned, odd), halves(y, ySigned, odd), sum);
    return sum;
  }

 private:
  // The instruction for these operands, in this order or the other; null: there is none.
  Value* native(bool xSigned, bool ySigned, Value* x, Value* y, Value* sum) {
    using namespace llvm::Intrinsic;
    if (!xSigned && ySigned) return mixed(x, y, sum);
    if (xSigned && !ySigned) return mixed(y, x, sum);
    if (target_.isX86()) {
      if (!target_.has("avxvnniint8") || lanes_ > 8) return nullptr;
      const ID id = xSigned ? byWidth(x86_avx2_vpdpbssd_128, x86_avx2_vpdpbssd_256, not_intrinsic)
                            : byWidth(x86_avx2_vpdpbuud_128, x86_avx2_vpdpbuud_256, not_intrinsic);
      return call(id, sum, x, y);
    }
    if (!scalable() && !target_.has("dotprod")) return nullptr;
    return callArm(xSigned ? aarch64_neon_sdot : aarch64_neon_udot, xSigned ? aarch64_sve_sdot : aarch64_sve_udot,
                   b.getInt8Ty(), sum, x, y);
  }

  // X ui8, Y i8.
  Value* mixed(Value* x, Value* y, Value* sum) {
    using namespace llvm::Intrinsic;
    if (!target_.isX86()) {
      if (!target_.has("i8mm")) return nullptr;
      return callArm(aarch64_neon_usdot, aarch64_sve_usdot, b.getInt8Ty(), sum, x, y);
    }
    if (!target_.has("avx512vnni") && !(target_.has("avxvnni") && lanes_ <= 8)) return nullptr;
    return call(byWidth(x86_avx512_vpdpbusd_128, x86_avx512_vpdpbusd_256, x86_avx512_vpdpbusd_512), sum, x, y);
  }

  // SUM with the products of neighbouring 16-bit halves.
  Value* pairs(bool isSigned, Value* x, Value* y, Value* sum) {
    using namespace llvm::Intrinsic;
    if (target_.isX86()) {
      const ID id = byWidth(x86_sse2_pmadd_wd, x86_avx2_pmadd_wd, x86_avx512_pmaddw_d_512);
      return b.CreateAdd(sum, b.CreateIntrinsic(id, {}, {x, y}));
    }
    // Products of bytes fit in 16 bits, those of two ui8 unsigned.
    Value* products = b.CreateMul(x, y);
    return b.CreateAdd(sum, b.CreateIntrinsic(isSigned ? aarch64_neon_saddlp : aarch64_neon_uaddlp,
                                              {sum->getType(), products->getType()}, {products}));
  }

  // The even or odd bytes of each lane, widened.
  Value* halves(Value* value, bool isSigned, bool odd) {
    Value* v = cast(value, b.getInt16Ty());
    if (!isSigned) return odd ? b.CreateLShr(v, 8) : b.CreateAnd(v, 0xff);
    return b.CreateAShr(odd ? v : b.CreateShl(v, 8), 8);
  }

  ID byWidth(ID of128, ID of256, ID of512) const { return lanes_ == 4 ? of128 : lanes_ == 8 ? of256 : of512; }
  bool scalable() const { return lanes_ > 4; }  // of Arm: longer than NEON's are SVE's

  Value* call(ID id, Value* sum, Value* x, Value* y) { return b.CreateIntrinsic(id, {}, {sum, x, y}); }

  // X and Y as elements of type ELEMENT.
  Value* callArm(ID neon, ID sve, llvm::Type* element, Value* sum, Value* x, Value* y) {
    if (!scalable()) {
      x = cast(x, element), y = cast(y, element);
      return b.CreateIntrinsic(neon, {sum->getType(), x->getType()}, {sum, x, y});
    }
    // SVE's take vectors of unknown length, which is the fixed one here (vscale_range). They are made of 32-bit lanes:
    // LLVM has no long fixed vectors of bf16.
    auto of = [&](Value* value) {
      auto* type = llvm::ScalableVectorType::get(value->getType()->getScalarType(), 4);
      return b.CreateInsertVector(type, llvm::PoisonValue::get(type), value, b.getInt64(0));
    };
    auto* narrow = llvm::ScalableVectorType::get(element, 128 / element->getScalarSizeInBits());
    Value* args[] = {of(sum), b.CreateBitCast(of(x), narrow), b.CreateBitCast(of(y), narrow)};
    // bfdot has one type.
    Value* out = sve == llvm::Intrinsic::aarch64_sve_bfdot ? b.CreateIntrinsic(sve, {}, args)
                                                           : b.CreateIntrinsic(sve, {args[0]->getType()}, args);
    return b.CreateExtractVector(sum->getType(), out, b.getInt64(0));
  }

  // The lanes of VALUE as elements of a narrower type.
  Value* cast(Value* value, llvm::Type* element) {
    return b.CreateBitCast(value, llvm::FixedVectorType::get(element, lanes_ * 32 / element->getScalarSizeInBits()));
  }

  ValueOps& ops_;
  llvm::IRBuilder<>& b;
  const CpuTarget& target_;
  unsigned lanes_;
};

}  // namespace

Value* dotProduct(ValueOps& ops, const CpuTarget& target, ScalarOp dot, Value* x, Value* y, Value* sum) {
  llvm::IRBuilder<>& b = ops.b;
  const unsigned width = ValueOps::width(sum), machine = static_cast<unsigned>(target.lanes(4));
  const unsigned lanes = std::min(machine, std::max(4u, std::bit_ceil(width)));
  auto emit = [&](Value* p, Value* q, Value* to) {
    Emission emission(ops, target, lanes);
    if (dot == ScalarOp::kDotBF16) return emission.bf16(p, q, to);
    return emission.integers(dot == ScalarOp::kDotI8, dot != ScalarOp::kDotUI8, p, q, to);
  };
  if (width == lanes) return emit(x, y, sum);
  if (width == 0) {
    auto first = [&](Value* value) {
      Value* none = llvm::Constant::getNullValue(llvm::FixedVectorType::get(value->getType(), lanes));
      return b.CreateInsertElement(none, value, uint64_t{0});
    };
    return b.CreateExtractElement(emit(first(x), first(y), first(sum)), uint64_t{0});
  }
  // In machine vectors, put together again.
  Value* out = nullptr;
  for (unsigned done = 0; done < width; done += lanes) {
    llvm::SmallVector<int, 16> take;
    for (unsigned i = done; i < done + lanes; ++i) take.push_back(i < width ? static_cast<int>(i) : -1);
    auto part = [&](Value* value) { return b.CreateShuffleVector(value, take); };
    Value* made = emit(part(x), part(y), part(sum));
    llvm::SmallVector<int, 64> spread, blend;
    for (unsigned i = 0; i < width; ++i) {
      const bool inside = i >= done && i < done + lanes;
      spread.push_back(inside ? static_cast<int>(i - done) : -1);
      blend.push_back(static_cast<int>(inside ? width + i : i));
    }
    made = b.CreateShuffleVector(made, spread);
    out = out == nullptr ? made : b.CreateShuffleVector(out, made, blend);
  }
  return out;
}

}  // namespace partita
