#pragma once
// Element types and reductions as collectives see them: numbers in memory, without the graph's types (collectives/ may
// not include graph/).
#include <cstdint>
#include <string_view>

#include "absl/types/span.h"

namespace partita {

enum class ElementType : uint8_t { kI8, kI16, kI32, kI64, kU8, kU16, kU32, kU64, kBF16, kF16, kF32, kF64, kC64, kC128 };
enum class ReduceOp : uint8_t { kSum, kProduct, kMin, kMax, kAnd, kOr };

int64_t elementBytes(ElementType type);
std::string_view elementTypeName(ElementType type);
std::string_view reduceOpName(ReduceOp op);

// into[i] = into[i] OP from[i] for COUNT elements. bf16 and f16 are combined in f32 and rounded once. Booleans are kU8
// with kAnd / kOr.
void reduceInto(void* into, const void* from, int64_t count, ElementType type, ReduceOp op);

// into[i] = sources[0][i] OP sources[1][i] OP ... from left to right, so that the result does not depend on who
// computes it. bf16 and f16 are combined in f32 and rounded once at the end. INTO may be one of SOURCES; no other
// overlap.
void reduceAll(void* into, absl::Span<const void* const> sources, int64_t count, ElementType type, ReduceOp op);

// And and or need integers (booleans are kU8), min and max an order: not complex numbers.
bool canReduce(ElementType type, ReduceOp op);

}  // namespace partita
