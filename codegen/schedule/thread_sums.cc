// Sums over the threads of a block: each thread makes a part of its own ('partial' along a piece that is bound to
// threads). Lanes of a warp add their parts up in a fixed tree by shuffles, what is left goes through memory of the
// block, where the statement that finishes the sum adds it up in order.
#include "codegen/schedule/nest_generator.h"

namespace partita {

Status NestGenerator::shareParts(size_t i) {
  if (!partsAreShared(plan_, i)) return absl::OkStatus();
  Parts& parts = parts_[i];
  parts.place.depth = commonLoops(plan_, i, finisherOf(plan_, i));
  ASSIGN_OR_RETURN(parts.place.elements, sizeOf(i, parts.place, false));
  const int64_t count = piece(at(i).partialPiece).count() / shuffledLanes(plan_, at(i));
  const int64_t elements = parts.place.elements * count;
  RETURN_IF_ERROR(share(i, elements * dtypeBytes(keptDType(i))));
  parts.buffer =
      l().local(strCat("t", at(i).statement->temps[0].index, "_parts"), BufferSpace::kShared, keptDType(i), elements);
  return absl::OkStatus();
}

void NestGenerator::finishPart(size_t i, int depth) {
  const PlannedStatement& s = at(i);
  const Kept& k = kept_[i];
  const int64_t lanes = shuffledLanes(plan_, s);
  overParallel(i, depth, [&] {
    ExprId value = k.accumulatesThere ? l().load(k.buffers[0], place(i)) : sumOf(i);
    for (int64_t h = lanes / 2; h > 0; h /= 2) {
      value = l().temp(l().let(value));
      const ExprId other = l().temp(l().shuffle(ShuffleKind::kXor, value, l().index(h), static_cast<int>(lanes)));
      value = l().op(s.statement->combine, dtypeOf(i), {value, other});
    }
    auto it = parts_.find(i);
    if (it == parts_.end()) return keep(i, value);
    if (lanes > 1) value = l().temp(l().let(value));
    const ExprId number = position_.numbers[static_cast<size_t>(s.partialPiece)];
    const bool once = openOnce(i);
    const bool first = lanes > 1;
    if (first) l().openIf(l().op(ScalarOp::kCompareEq, DType::kI1, {l().mod(number, l().index(lanes)), l().index(0)}));
    l().store(it->second.buffer, partPlace(i, l().div(number, l().index(lanes))), value);
    if (first) l().close();
    if (once) l().close();
  });
}

ExprId NestGenerator::partPlace(size_t i, ExprId part) {
  const Kept& place = parts_.at(i).place;
  return l().add(l().mul(part, l().index(place.elements)), layoutPlace(i, place));
}

void NestGenerator::addThreadParts(size_t i, size_t maker) {
  const NestStatement& own = *at(i).statement;
  const Kept& k = kept_[maker];
  const ExprId initial = expression(own.initials[0]);
  if (!parts_.contains(maker)) {
    const ExprId value = k.inMemory ? l().load(k.buffers[0], place(maker)) : l().temp(k.temps[slot(maker)]);
    return keep(i, l().op(own.combine, dtypeOf(i), {initial, value}));
  }
  const int64_t count = piece(at(maker).partialPiece).count() / shuffledLanes(plan_, at(maker));
  AccumId sum = l().initAccum(dtypeOf(i), own.combine, initial);
  ExprId part = l().var(l().openFor("part", l().index(0), l().index(count), LoopKind::kSerial));
  l().accumulate(sum, l().load(parts_.at(maker).buffer, partPlace(maker, part)));
  l().close();
  keep(i, l().accumValue(sum));
}

}  // namespace partita
