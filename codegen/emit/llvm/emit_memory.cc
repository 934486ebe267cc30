// Emitter: buffers, addresses, loads and stores.
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/MDBuilder.h>

#include <bit>
#include <cstdlib>
#include <numeric>

#include "codegen/emit/llvm/emitter.h"
#include "codegen/emit/llvm/transpose.h"

namespace partita {

using llvm::Value;

llvm::AllocaInst* Emitter::entryAlloca(llvm::Type* type, const llvm::Twine& name) {
  llvm::IRBuilder<> at(entry_, entry_->begin());
  return at.CreateAlloca(type, nullptr, name);
}

void Emitter::makeBuffers() {
  Value* table = llvmFunction_->getArg(0);
  Value* scratch = llvmFunction_->getArg(3);
  buffers_.resize(function_.buffers.size());
  size_t number = 0;
  for (LoopBufferId id : function_.parameters) {
    auto* load = b.CreateLoad(b.getPtrTy(), b.CreateConstInBoundsGEP1_64(b.getPtrTy(), table, number++),
                              function_.buffers[id].name);
    load->setMetadata(llvm::LLVMContext::MD_invariant_load, llvm::MDNode::get(module_.getContext(), {}));
    load->setMetadata(llvm::LLVMContext::MD_noundef, llvm::MDNode::get(module_.getContext(), {}));
    buffers_[id.index] = load;
  }
  int64_t scratchOffset = 0;
  for (size_t i = 0; i < function_.buffers.size(); ++i) {
    const LoopBuffer& buffer = function_.buffers[LoopBufferId(i)];
    if (buffer.space == BufferSpace::kParameter) continue;
    llvm::Type* element = ops_.memoryType(buffer.dtype);
    if (buffer.space == BufferSpace::kScratch || buffer.space == BufferSpace::kShared) {
      buffers_[i] =
          b.CreateConstInBoundsGEP1_64(b.getInt8Ty(), scratch, static_cast<uint64_t>(scratchOffset), buffer.name);
      scratchOffset += (buffer.elements * dtypeBytes(buffer.dtype) + 63) / 64 * 64;
    } else {
      llvm::AllocaInst* local =
          entryAlloca(llvm::ArrayType::get(element, static_cast<uint64_t>(buffer.elements)), buffer.name);
      local->setAlignment(llvm::Align(64));
      buffers_[i] = local;
    }
  }
}

void Emitter::makeAliasScopes() {
  llvm::MDBuilder metadata(module_.getContext());
  llvm::MDNode* domain = metadata.createAnonymousAliasScopeDomain(symbolName_);
  size_t count = function_.buffers.size();
  std::vector<llvm::MDNode*> scopes;
  for (size_t i = 0; i < count; ++i)
    scopes.push_back(metadata.createAnonymousAliasScope(domain, function_.buffers[LoopBufferId(i)].name));
  auto mayShare = [&](const LoopBuffer& x, const LoopBuffer& y) {
    if (x.space != BufferSpace::kParameter || y.space != BufferSpace::kParameter || x.noAlias || y.noAlias)
      return false;
    // In-place kernels get one buffer for an input and an output of the same size.
    return (x.written || y.written) && x.elements * dtypeBytes(x.dtype) == y.elements * dtypeBytes(y.dtype);
  };
  for (size_t i = 0; i < count; ++i) {
    llvm::SmallVector<llvm::Metadata*, 16> others;
    for (size_t j = 0; j < count; ++j) {
      if (i != j && !mayShare(function_.buffers[LoopBufferId(i)], function_.buffers[LoopBufferId(j)]))
        others.push_back(scopes[j]);
    }
    aliasScope_.push_back(llvm::MDNode::get(module_.getContext(), {scopes[i]}));
    noAliasScopes_.push_back(others.empty() ? nullptr : llvm::MDNode::get(module_.getContext(), others));
  }
}

Value* Emitter::addScaled(Value* sum, Value* term, int64_t coefficient, bool nonNegative) {
  auto key = std::make_tuple(sum, term, coefficient);
  if (auto it = sums_.find(key); it != sums_.end()) return it->second;
  Value* scaled = coefficient == 1 ? term : b.CreateMul(term, ops_.integer(term, coefficient), "", nonNegative, true);
  Value* out = sum == nullptr ? scaled : b.CreateAdd(sum, scaled, "", nonNegative, true);
  sums_[key] = out;
  trail_.push_back({kValue, ExprId(), key});
  return out;
}

int64_t Emitter::multipleOf(const LinearForm& form) {
  int64_t multiple = std::abs(form.constant);
  for (const auto& [atom, coefficient] : form.terms) {
    const Expr& expr = function_.exprs[atom];
    int64_t own = expr.kind == ExprKind::kVar ? varMultiple_[expr.var.index] : 1;
    multiple = std::gcd(multiple, own == 0 ? 0 : coefficient * own);
  }
  return std::abs(multiple);  // 0: the form is 0
}

Emitter::Address Emitter::addressOf(const LinearForm& form, LinearForm* varying, int64_t* stride) {
  Address address;
  address.offset = form.constant;
  address.alignElements = std::abs(form.constant);
  address.nonNegative = form.constant >= 0;
  for (const auto& [atom, coefficient] : form.terms) {
    const Expr& expr = function_.exprs[atom];
    bool isLaneVar = vectorActive() && expr.kind == ExprKind::kVar && expr.var == vector_.var;
    if (isLaneVar) {
      *stride = coefficient;
    } else if (varies(atom)) {
      varying->addTerm(atom, coefficient);
      address.nonNegative = address.nonNegative && coefficient > 0 && analysis_.range(atom).nonNegative();
      address.alignElements = 1;
      continue;
    }
    int64_t own = expr.kind == ExprKind::kVar ? varMultiple_[expr.var.index] : 1;
    Value* value = evalBase(atom);
    if (auto* constant = llvm::dyn_cast<llvm::ConstantInt>(value)) {
      int64_t part = constant->getSExtValue() * coefficient;
      address.offset += part;
      address.alignElements = std::gcd(address.alignElements, part);
      address.nonNegative = address.nonNegative && part >= 0;
      continue;
    }
    bool nonNegative = coefficient > 0 && analysis_.range(atom).nonNegative();
    address.nonNegative = address.nonNegative && nonNegative;
    address.alignElements = std::gcd(address.alignElements, coefficient * own);
    address.sum = addScaled(address.sum, value, coefficient, address.nonNegative);
  }
  return address;
}

llvm::Align Emitter::alignment(LoopBufferId id, const Address& address, int64_t extraOffset) {
  const LoopBuffer& buffer = function_.buffers[id];
  int64_t base = buffer.space == BufferSpace::kParameter ? buffer.alignment : 64;
  int64_t bytes = std::gcd(address.alignElements, extraOffset) * dtypeBytes(buffer.dtype);
  if (bytes == 0) bytes = base;
  bytes = std::min(base, bytes & -bytes);
  return llvm::Align(static_cast<uint64_t>(std::max<int64_t>(bytes, 1)));
}

Value* Emitter::pointer(LoopBufferId id, const Address& address, int64_t extraOffset) {
  llvm::Type* element = ops_.memoryType(function_.buffers[id].dtype);
  Value* p = buffers_[id.index];
  int64_t offset = address.offset + extraOffset;
  bool inBounds = address.nonNegative && extraOffset >= 0;
  if (address.sum != nullptr)
    p = inBounds ? b.CreateInBoundsGEP(element, p, address.sum) : b.CreateGEP(element, p, address.sum);
  if (offset != 0) {
    Value* constant = b.getInt64(static_cast<uint64_t>(offset));
    p = inBounds ? b.CreateInBoundsGEP(element, p, constant) : b.CreateGEP(element, p, constant);
  }
  return p;
}

Value* Emitter::laneOffsets(const LinearForm& varying, int64_t stride) {
  IndexRange range = analysis_.range(varying) + IndexRange{0, static_cast<int64_t>(vector_.width)} * stride;
  bool narrow = range.within(std::numeric_limits<int32_t>::min(), std::numeric_limits<int32_t>::max());
  for (const auto& [atom, coefficient] : varying.terms)
    narrow = narrow && canNarrow(atom) && (analysis_.range(atom) * coefficient).known();
  llvm::Type* element = narrow ? b.getInt32Ty() : b.getInt64Ty();
  llvm::SmallVector<llvm::Constant*, 64> steps;
  for (unsigned lane = 0; lane < vector_.width; ++lane) {
    steps.push_back(llvm::ConstantInt::get(element, static_cast<uint64_t>(static_cast<int64_t>(lane) * stride), true));
  }
  Value* sum = llvm::ConstantVector::get(steps);
  for (const auto& [atom, coefficient] : varying.terms) {
    Value* value = narrow ? evalNarrow(atom) : eval(atom);
    sum = b.CreateAdd(sum, b.CreateMul(value, ops_.integer(value, coefficient)));
  }
  return sum;
}

Value* Emitter::emitLoad(ExprId expr) {
  const LoopBufferId id = function_.exprs[expr].buffer;
  const ExprId index = function_.exprs[expr].args[0];
  const int64_t pack = elementsRead(function_, function_.exprs[expr]);
  // What one lane reads, and what addresses count in.
  const DType dtype = function_.exprs[expr].dtype, elementDType = function_.buffers[id].dtype;
  llvm::Type *value = ops_.memoryType(dtype), *element = ops_.memoryType(elementDType);
  LinearForm varying;
  int64_t stride = 0;
  const LinearForm form = analysis_.linear(index);
  Address address = addressOf(form, &varying, &stride);
  if (varying.terms.empty() && stride == 0) {
    auto* load = tag(b.CreateAlignedLoad(value, pointer(id, address), alignment(id, address)), id);
    return ops_.fromMemory(load, dtype);
  }
  unsigned width = vector_.width;
  auto* type = llvm::FixedVectorType::get(value, width);
  if (varying.terms.empty() && (stride == pack || stride == -pack)) {
    int64_t first = stride == pack ? 0 : (1 - static_cast<int64_t>(width)) * pack;
    Value* p = pointer(id, address, first);
    Value* mask = vector_.mask;
    if (mask != nullptr && stride == -pack) mask = b.CreateVectorReverse(mask);
    Value* loaded = nullptr;
    if (mask != nullptr) {
      loaded =
          tag(b.CreateMaskedLoad(type, p, alignment(id, address, first), mask, llvm::Constant::getNullValue(type)), id);
    } else {
      loaded = tag(b.CreateAlignedLoad(type, p, alignment(id, address, first)), id);
    }
    if (stride == -pack) loaded = b.CreateVectorReverse(loaded);
    return ops_.fromMemory(loaded, dtype);
  }
  if (vector_.mask != nullptr) {
    Value* offsets = laneOffsets(varying, stride);
    Value* pointers = b.CreateGEP(element, pointer(id, address), offsets);
    Value* loaded = tag(b.CreateMaskedGather(type, pointers, alignment(id, Address{nullptr, 0, 1, false}), vector_.mask,
                                             llvm::Constant::getNullValue(type)),
                        id);
    return ops_.fromMemory(loaded, dtype);
  }
  if (varying.terms.empty() && stride == 2 && pack == 1) return ops_.fromMemory(everySecond(id, form, address), dtype);
  if (varying.terms.empty()) {
    if (Value* transposed = transposedLoad(expr, form, address, stride); transposed != nullptr) return transposed;
  }
  // Scalar loads put together: as fast as gather instructions on the machines that have them, and no slower elsewhere.
  Value* out = llvm::PoisonValue::get(type);
  Value* p = nullptr;
  Value* offsets = nullptr;
  if (!varying.terms.empty()) {
    p = pointer(id, address);
    offsets = laneOffsets(varying, stride);
  }
  for (unsigned lane = 0; lane < width; ++lane) {
    Value* at = nullptr;
    if (offsets != nullptr)
      at = b.CreateGEP(element, p, b.CreateSExt(b.CreateExtractElement(offsets, lane), b.getInt64Ty()));
    else
      at = pointer(id, address, static_cast<int64_t>(lane) * stride);
    auto* load = tag(b.CreateAlignedLoad(value, at, llvm::Align(static_cast<uint64_t>(dtypeBytes(elementDType)))), id);
    out = b.CreateInsertElement(out, load, lane);
  }
  return ops_.fromMemory(out, dtype);
}

Value* Emitter::transposedLoad(ExprId loadExpr, const LinearForm& form, const Address& address, int64_t stride) {
  const LoopBufferId id = function_.exprs[loadExpr].buffer;
  const int64_t pack = elementsRead(function_, function_.exprs[loadExpr]);
  const unsigned width = vector_.width;
  // Rows of 64 bytes, or of 16 elements where those are larger.
  const unsigned most =
      std::max<unsigned>(16, 64 / static_cast<unsigned>(pack * dtypeBytes(function_.buffers[id].dtype)));
  if (unrolled_.empty() || !std::has_single_bit(width) || width < 4 || width > most) return nullptr;
  const UnrolledLoop& loop = unrolled_.back();
  // A store to the buffer may come between the iterations.
  if ((loop.end - loop.begin) % width != 0 || writtenKeys_.contains(bufferKey(id))) return nullptr;
  bool along = false;
  for (const auto& [atom, coefficient] : form.terms) {
    const Expr& expr = function_.exprs[atom];
    along |= coefficient == pack && expr.kind == ExprKind::kVar && expr.var == loop.var;
  }
  if (!along) return nullptr;
  int64_t iteration = (loop.current - loop.begin) % width, first = loop.current - iteration;
  auto found = transposed_.find(loadExpr);
  if (iteration > 0) {
    if (found == transposed_.end() || found->second.first != first || found->second.block != b.GetInsertBlock())
      return nullptr;
    return found->second.values[iteration];
  }
  // Only where every iteration is sure to run the load: in the block in which the loop began.
  if (b.GetInsertBlock() != loop.block) return nullptr;
  DType dtype = function_.exprs[loadExpr].dtype;
  auto* type = llvm::FixedVectorType::get(ops_.memoryType(dtype), width);
  TransposedBlock block{first, loop.block, {}};
  for (unsigned lane = 0; lane < width; ++lane) {
    int64_t at = static_cast<int64_t>(lane) * stride;
    block.values.push_back(tag(b.CreateAlignedLoad(type, pointer(id, address, at), alignment(id, address, at)), id));
  }
  transposeSquare(b, block.values);
  for (Value*& value : block.values) value = ops_.fromMemory(value, dtype);
  Value* value = block.values[0];
  transposed_[loadExpr] = std::move(block);
  return value;
}

// Two vectors side by side, of which every second lane is taken. Where it shows that elements come in pairs, both
// elements of a pair are loaded alike, whichever is asked for; else the second vector ends with the last element, so
// that nothing behind it is read.
Value* Emitter::everySecond(LoopBufferId id, const LinearForm& form, const Address& address) {
  const auto width = static_cast<int>(vector_.width);
  LinearForm rest = form;
  rest.constant = 0;
  const bool pairs = multipleOf(rest) % 2 == 0 && function_.buffers[id].elements % 2 == 0;
  const int64_t odd = pairs ? form.constant & 1 : 0;
  auto* type = llvm::FixedVectorType::get(ops_.memoryType(function_.buffers[id].dtype), vector_.width);
  const int64_t second = pairs ? width : width - 1;
  auto load = [&](int64_t at) {
    return tag(b.CreateAlignedLoad(type, pointer(id, address, at), alignment(id, address, at)), id);
  };
  Value *low = load(-odd), *high = load(second - odd);
  llvm::SmallVector<int, 64> lanes;
  for (int lane = 0; lane < width; ++lane) {
    const int at = 2 * lane + static_cast<int>(odd);
    lanes.push_back(at < width ? at : width + at - static_cast<int>(second));
  }
  return b.CreateShuffleVector(low, high, lanes);
}

llvm::StoreInst* Emitter::storeVector(Value* memory, Value* pointer, llvm::Align align, const Stmt& stmt) {
  auto* store = tag(b.CreateAlignedStore(memory, pointer, align), stmt.buffer);
  // Non-temporal stores need aligned machine vectors.
  if (stmt.streaming && align.value() * 8 >= static_cast<uint64_t>(target_.vectorBits)) {
    store->setMetadata(llvm::LLVMContext::MD_nontemporal,
                       llvm::MDNode::get(module_.getContext(), llvm::ConstantAsMetadata::get(b.getInt32(1))));
    streams_ = true;
  }
  return store;
}

bool Emitter::emitStorePair(const Stmt& first, const Stmt& second) {
  if (first.kind != StmtKind::kStore || second.kind != StmtKind::kStore || first.buffer != second.buffer ||
      !vectorActive() || vector_.mask != nullptr)
    return false;
  const LinearForm form = analysis_.linear(first.index);
  LinearForm apart = analysis_.linear(second.index);
  apart.addForm(form, -1);
  if (!apart.isConstant() || apart.constant != 1 || dependsOn(second.value, bufferKey(first.buffer))) return false;
  LinearForm varying;
  int64_t stride = 0;
  const Address address = addressOf(form, &varying, &stride);
  if (!varying.terms.empty() || stride != 2) return false;
  const DType dtype = function_.buffers[first.buffer].dtype;
  const auto width = static_cast<int>(vector_.width);
  auto memoryOf = [&](const Stmt& stmt) { return ops_.splat(ops_.toMemory(eval(stmt.value), dtype), vector_.width); };
  Value *even = memoryOf(first), *odd = memoryOf(second);
  llvm::SmallVector<int, 128> lanes;
  for (int lane = 0; lane < width; ++lane) {
    lanes.push_back(lane);
    lanes.push_back(width + lane);
  }
  storeVector(b.CreateShuffleVector(even, odd, lanes), pointer(first.buffer, address), alignment(first.buffer, address),
              first);
  invalidate(bufferKey(first.buffer));
  return true;
}

void Emitter::emitStore(const Stmt& stmt) {
  LoopBufferId id = stmt.buffer;
  DType dtype = function_.buffers[id].dtype;
  llvm::Type* element = ops_.memoryType(dtype);
  // A store rounds: a conversion to the same type before it adds nothing.
  ExprId valueId = stmt.value;
  const Expr& expr = function_.exprs[valueId];
  if (expr.kind == ExprKind::kOp && expr.op == ScalarOp::kConvert && expr.dtype == dtype &&
      (dtype == DType::kBF16 || dtype == DType::kF16) && function_.exprs[expr.args[0]].dtype == DType::kF32) {
    valueId = expr.args[0];
  }
  Value* value = eval(valueId);
  LinearForm varying;
  int64_t stride = 0;
  const LinearForm form = analysis_.linear(stmt.index);
  Address address = addressOf(form, &varying, &stride);
  Value* memory = ops_.toMemory(value, dtype);
  Value* mask = vectorActive() ? vector_.mask : nullptr;
  if (varying.terms.empty() && stride == 0 && mask == nullptr) {
    // One address for all lanes: the last one stays.
    if (ValueOps::width(memory) != 0) memory = b.CreateExtractElement(memory, vector_.width - 1);
    tag(b.CreateAlignedStore(memory, pointer(id, address), alignment(id, address)), id);
    return;
  }
  unsigned width = vector_.width;
  memory = ops_.splat(memory, width);
  if (varying.terms.empty() && (stride == 1 || stride == -1)) {
    int64_t first = stride == 1 ? 0 : 1 - static_cast<int64_t>(width);
    Value* p = pointer(id, address, first);
    if (stride == -1) memory = b.CreateVectorReverse(memory);
    llvm::Align align = alignment(id, address, first);
    if (mask != nullptr) {
      if (stride == -1) mask = b.CreateVectorReverse(mask);
      tag(b.CreateMaskedStore(memory, p, align, mask), id);
      return;
    }
    storeVector(memory, p, align, stmt);
    return;
  }
  Value* offsets = varying.terms.empty() && mask == nullptr ? nullptr : laneOffsets(varying, stride);
  if (mask != nullptr) {
    Value* pointers = b.CreateGEP(element, pointer(id, address), offsets);
    tag(b.CreateMaskedScatter(memory, pointers, llvm::Align(static_cast<uint64_t>(dtypeBytes(dtype))), mask), id);
    return;
  }
  Value* p = offsets != nullptr ? pointer(id, address) : nullptr;
  for (unsigned lane = 0; lane < width; ++lane) {
    Value* at = nullptr;
    if (offsets != nullptr)
      at = b.CreateGEP(element, p, b.CreateSExt(b.CreateExtractElement(offsets, lane), b.getInt64Ty()));
    else
      at = pointer(id, address, static_cast<int64_t>(lane) * stride);
    tag(b.CreateAlignedStore(b.CreateExtractElement(memory, lane), at,
                             llvm::Align(static_cast<uint64_t>(dtypeBytes(dtype)))),
        id);
  }
}

void Emitter::emitPrefetch(const Stmt& stmt) {
  LinearForm varying;
  int64_t stride = 0;
  const LinearForm form = analysis_.linear(stmt.index);
  Address address = addressOf(form, &varying, &stride);
  // A hint: where lanes differ, that of lane 0 is enough.
  if (!varying.terms.empty()) return;
  Value* p = pointer(stmt.buffer, address);
  constexpr int kAllLevels = 3, kData = 1;
  b.CreateIntrinsic(llvm::Intrinsic::prefetch, {p->getType()},
                    {p, b.getInt32(stmt.forWrite ? 1 : 0), b.getInt32(kAllLevels), b.getInt32(kData)});
}

}  // namespace partita
