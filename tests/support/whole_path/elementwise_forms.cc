// Elementwise ops: plain, with scalar operands where they may have them, every comparison and conversion.
#include "graph/op.h"
#include "tests/support/whole_path/op_forms.h"

namespace partita {
namespace {

// What an op's operands must hold for its result to be well conditioned, and how exact the result is.
struct Domain {
  OpKind op;
  std::vector<DType> types;
  ValueKind kind;  // of ordinary cases
  bool specials;   // takes NaN, infinities and extremes as well
  double ulps;     // 0: exact
};

const std::vector<Domain>& domains() {
  std::vector<DType> reals = kFloatTypes, numbers = kNumberTypes;
  reals.insert(reals.end(), kStorageTypes.begin(), kStorageTypes.end());
  numbers.insert(numbers.end(), kStorageTypes.begin(), kStorageTypes.end());
  std::vector<DType> pairs = reals;
  pairs.insert(pairs.end(), kComplexTypes.begin(), kComplexTypes.end());
  std::vector<DType> withSign = kComputedTypes;  // that an op gives or takes away
  std::erase_if(withSign, isUnsignedInteger);
  static const auto* table = new std::vector<Domain>{
      {OpKind::kAbs, withSign, ValueKind::kExact, true, 0},
      {OpKind::kAcos, pairs, ValueKind::kReal, true, 16},
      {OpKind::kAcosh, pairs, ValueKind::kPositive, true, 16},
      {OpKind::kAdd, kMovedTypes, ValueKind::kExact, true, 0},
      {OpKind::kAnd, kIntTypes, ValueKind::kExact, true, 0},
      {OpKind::kAsin, pairs, ValueKind::kReal, true, 16},
      {OpKind::kAsinh, pairs, ValueKind::kReal, true, 16},
      {OpKind::kAtan, pairs, ValueKind::kReal, true, 16},
      {OpKind::kAtan2, pairs, ValueKind::kReal, true, 16},
      {OpKind::kAtanh, pairs, ValueKind::kReal, true, 16},
      {OpKind::kBesselI1e, reals, ValueKind::kReal, true, 16},
      {OpKind::kCbrt, pairs, ValueKind::kReal, true, 16},
      {OpKind::kComplex, {DType::kF32, DType::kF64}, ValueKind::kExact, true, 0},
      {OpKind::kConj, kComplexTypes, ValueKind::kExact, true, 0},
      {OpKind::kCeil, reals, ValueKind::kReal, true, 0},
      {OpKind::kCosh, pairs, ValueKind::kReal, true, 16},
      {OpKind::kCosine, pairs, ValueKind::kReal, false, 16},
      {OpKind::kCountLeadingZeros, kIntTypes, ValueKind::kExact, true, 0},
      {OpKind::kDigamma, reals, ValueKind::kPositive, true, 64},
      {OpKind::kDivide, kComputedTypes, ValueKind::kExact, true, 2},
      {OpKind::kErf, reals, ValueKind::kReal, true, 16},
      {OpKind::kErfInv, reals, ValueKind::kReal, false, 64},
      {OpKind::kErfc, reals, ValueKind::kReal, true, 32},
      {OpKind::kExponential, pairs, ValueKind::kReal, true, 16},
      {OpKind::kExponentialMinusOne, pairs, ValueKind::kReal, true, 16},
      {OpKind::kFloor, reals, ValueKind::kReal, true, 0},
      {OpKind::kImag, pairs, ValueKind::kExact, true, 0},
      {OpKind::kLgamma, reals, ValueKind::kPositive, true, 64},
      {OpKind::kLog, pairs, ValueKind::kPositive, true, 16},
      {OpKind::kLogPlusOne, pairs, ValueKind::kPositive, true, 16},
      {OpKind::kLogistic, pairs, ValueKind::kReal, true, 16},
      {OpKind::kMaximum, kMovedTypes, ValueKind::kExact, true, 0},
      {OpKind::kMinimum, kMovedTypes, ValueKind::kExact, true, 0},
      {OpKind::kMulhi, kIntTypes, ValueKind::kExact, true, 0},
      {OpKind::kMultiply, kMovedTypes, ValueKind::kExact, true, 0},
      {OpKind::kNegate, kComputedTypes, ValueKind::kExact, true, 0},
      {OpKind::kNextAfter, reals, ValueKind::kExact, true, 0},
      {OpKind::kNot, kIntTypes, ValueKind::kExact, true, 0},
      {OpKind::kOr, kIntTypes, ValueKind::kExact, true, 0},
      {OpKind::kPolygamma, reals, ValueKind::kSmall, false, 64},
      {OpKind::kPopcnt, kIntTypes, ValueKind::kExact, true, 0},
      {OpKind::kPower, kComputedTypes, ValueKind::kPositive, false, 64},
      {OpKind::kReal, pairs, ValueKind::kExact, true, 0},
      {OpKind::kRemainder, numbers, ValueKind::kExact, true, 0},
      {OpKind::kRoundNearestAfz, reals, ValueKind::kExact, true, 0},
      {OpKind::kRoundNearestEven, reals, ValueKind::kExact, true, 0},
      {OpKind::kRsqrt, pairs, ValueKind::kPositive, true, 16},
      {OpKind::kShiftLeft, kIntTypes, ValueKind::kExact, true, 0},
      {OpKind::kShiftRightArithmetic, kIntTypes, ValueKind::kExact, true, 0},
      {OpKind::kShiftRightLogical, kIntTypes, ValueKind::kExact, true, 0},
      {OpKind::kSign, withSign, ValueKind::kExact, true, 0},
      {OpKind::kSine, pairs, ValueKind::kReal, false, 16},
      {OpKind::kSinh, pairs, ValueKind::kReal, true, 16},
      {OpKind::kSqrt, pairs, ValueKind::kPositive, true, 4},
      {OpKind::kSquare, kComputedTypes, ValueKind::kExact, true, 0},
      {OpKind::kSubtract, kComputedTypes, ValueKind::kExact, true, 0},
      {OpKind::kTan, pairs, ValueKind::kReal, false, 16},
      {OpKind::kTanh, pairs, ValueKind::kReal, true, 16},
      {OpKind::kXor, kIntTypes, ValueKind::kExact, true, 0},
      {OpKind::kZeta, reals, ValueKind::kPositive, false, 64},
  };
  return *table;
}

const Domain& domainOf(OpKind op) {
  for (const Domain& domain : domains()) {
    if (domain.op == op) return domain;
  }
  std::abort();  // the forms below are made from the table
}

void makeSameType(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const Domain& domain = domainOf(form.op);
  const TensorType type(dtype, b.dims(0, 6));
  // Of complex numbers extremes meet in sums of products, which are not computed alike in all types.
  const bool complex = isComplex(dtype), moves = domain.op == OpKind::kReal || domain.op == OpKind::kImag ||
                                                 domain.op == OpKind::kConj || domain.op == OpKind::kNegate;
  const bool specials = domain.specials && (!complex || moves) && b.chance(3);
  std::vector<ValueId> operands;
  for (int i = 0; i < opDef(form.op).minOperands; ++i) {
    // Now and then one operand is a scalar spread out, as JAX writes constants, or both are one value.
    if (i > 0 && b.chance(8)) {
      operands.push_back(operands[0]);
      continue;
    }
    const bool spread = b.chance(6);
    const ValueId value =
        b.argument(spread ? TensorType(dtype, {}) : type, {specials ? ValueKind::kSpecial : domain.kind});
    const bool keeps = domain.kind == ValueKind::kExact;
    const ValueId whole = spread ? b.broadcast(value, type.dims, {}) : value;
    operands.push_back(keeps ? b.mixed(whole) : whole);
  }
  const ValueId out = b.node(form.op, operands);
  b.tolerance.ulps = domain.ulps;
  if (complex && domain.ulps > 0) b.tolerance.ulps *= 16;  // several functions of reals
  if (complex && (domain.op == OpKind::kAbs || domain.op == OpKind::kSign)) b.tolerance.ulps = 4;
  // Which zero is the larger of 0 and -0 is left open.
  b.tolerance.signedZeros =
      domain.ulps == 0 && (!complex || moves) && form.op != OpKind::kMaximum && form.op != OpKind::kMinimum;
  b.result(domain.ulps == 0 ? b.mixed(out) : out);
}

void makeCompare(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const TensorType type(dtype, b.dims(0, 5));
  const ValueKind kind = b.chance(3) ? ValueKind::kSpecial : ValueKind::kSmall;
  const ValueId x = b.mixed(b.argument(type, {kind})), y = b.chance(8) ? x : b.argument(type, {kind});
  AttrDict attrs = attrsOf({{"direction", KeywordAttr{form.name.substr(0, 2)}}});
  const bool totalOrder = form.name.size() > 2;
  if (totalOrder) {
    attrs.set("compare_type", KeywordAttr{"TOTALORDER"});
  } else if (b.chance(2)) {
    attrs.set("compare_type", KeywordAttr{isFloat(dtype) || isComplex(dtype) ? "FLOAT"
                                          : isSignedInteger(dtype)           ? "SIGNED"
                                                                             : "UNSIGNED"});
  }
  b.result(b.mixed(b.node(OpKind::kCompare, {x, y}, attrs)));
}

void makeSelect(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const TensorType type(dtype, b.dims(0, 5));
  const bool scalar = form.name == "scalar predicate";
  const ValueId predicate = b.argument(TensorType(DType::kI1, scalar ? Dims() : type.dims));
  const ValueKind kind = b.exactOrSpecial();
  b.tolerance.signedZeros = true;
  const ValueId x = b.mixed(b.argument(type, {kind})), y = b.mixed(b.argument(type, {kind}));
  b.result(b.mixed(b.node(OpKind::kSelect, {predicate, x, y})));
}

void makeClamp(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const TensorType type(dtype, b.dims(0, 5)), bound(dtype, form.name == "scalar bounds" ? Dims() : type.dims);
  const ValueId low = b.argument(bound, {ValueKind::kSmall}), high = b.argument(bound, {ValueKind::kPositive});
  b.result(b.mixed(b.node(OpKind::kClamp, {low, b.mixed(b.argument(type, {b.exactOrSpecial()})), high})));
}

void makeReducePrecision(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const TensorType type(dtype, b.dims(0, 5));
  b.tolerance.signedZeros = true;
  const bool both = form.name == "range and mantissa";
  const AttrDict attrs = attrsOf(
      {{"exponent_bits", both ? b.rng().between(1, 11) : int64_t{11}}, {"mantissa_bits", b.rng().between(0, 53)}});
  const ValueId x = b.argument(type, {b.chance(2) ? ValueKind::kSpecial : ValueKind::kReal});
  b.result(b.mixed(b.node(OpKind::kReducePrecision, {x}, attrs)));
}

// Of one operand or two, with constants and values of the program around in its body.
void makeMap(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const TensorType type(dtype, b.dims(0, 4)), scalar(dtype, {});
  std::vector<ValueId> operands{b.mixed(b.argument(type, {ValueKind::kExact}))};
  if (form.name != "one operand") operands.push_back(b.argument(type, {ValueKind::kExact}));
  const bool captures = form.name == "two operands and a value of the program";
  const ValueId around = captures ? b.argument(scalar, {ValueKind::kExact}) : ValueId();
  const size_t rank = static_cast<size_t>(type.rank());
  IntsAttr dims(rank);
  for (size_t d = 0; d < rank; ++d) dims[d] = static_cast<int64_t>(d);
  Graph& g = b.graph;
  const NodeId id = g.addNode(g.body(), OpKind::kMap, operands, {type}, attrsOf({{"dims", dims}}));
  const RegionId body = g.addRegion(id);
  std::vector<ValueId> args;
  for (size_t i = 0; i < operands.size(); ++i) args.push_back(g.addArgument(body, scalar));
  auto add = [&](OpKind kind, std::vector<ValueId> of) {
    return g.result(g.addNode(body, kind, std::move(of), {scalar}));
  };
  ValueId out = add(OpKind::kMaximum, {args[0], args.back()});
  if (captures) out = add(OpKind::kAdd, {out, around});
  const NodeId one = g.addNode(body, OpKind::kConstant, {}, {scalar}, attrsOf({{"value", Literal::scalar(scalar, 1)}}));
  out = add(OpKind::kAdd, {out, g.result(one)});
  if (b.chance(3)) out = args.back();
  g.regions[body].results = {out};
  b.result(b.mixed(g.result(id)));
}

void makeIsFinite(ProgramBuilder& b, const OpForm& form, DType dtype) {
  b.result(b.node(form.op, {b.mixed(b.argument({dtype, b.dims(0, 5)}, {ValueKind::kSpecial}))}));
}

void makeConvert(ProgramBuilder& b, const OpForm&, DType dtype) {
  const DType to = b.pick(kMovedTypes);
  const TensorType type(dtype, b.dims(0, 5));
  // What a float beyond an integer's range becomes is not defined; ours saturates, and it is one answer everywhere.
  const ValueKind kind = b.chance(3) ? ValueKind::kSpecial : b.chance(2) ? ValueKind::kReal : ValueKind::kExact;
  b.tolerance.signedZeros = true;
  b.result(b.mixed(b.typed(OpKind::kConvert, {b.mixed(b.argument(type, {kind}))}, TensorType(to, type.dims))));
}

DType unlike(ProgramBuilder& b, DType dtype, int bits) {
  std::vector<DType> same;
  for (DType other : kMovedTypes) {
    if (other != dtype && dtypeBits(other) == bits && isComplex(other) == isComplex(dtype)) same.push_back(other);
  }
  return same.empty() ? dtype : b.pick(same);
}

void makeBitcast(ProgramBuilder& b, const OpForm& form, DType dtype) {
  const int bits = dtypeBits(dtype);
  TensorType from(dtype, b.dims(0, 4));
  b.tolerance.signedZeros = true;
  if (form.name == "same width") {
    const ValueId x = b.mixed(b.argument(from, {ValueKind::kExact}));
    b.result(b.mixed(b.typed(OpKind::kBitcastConvert, {x}, TensorType(unlike(b, dtype, bits), from.dims))));
    return;
  }
  const bool narrows = form.name == "to narrower";
  const int factor = b.chance(3) && bits * (narrows ? 1 : 4) <= 64 && (!narrows || bits >= 4) ? 4 : 2;
  const int other = narrows ? bits / factor : bits * factor;
  TensorType to(unlike(b, dtype, other), from.dims);
  if (narrows) {
    to.dims.push_back(bits / dtypeBits(to.dtype));
  } else {
    from.dims.push_back(dtypeBits(to.dtype) / bits);
  }
  if (to.dtype == dtype) to.dims = from.dims;
  b.result(b.typed(OpKind::kBitcastConvert, {b.mixed(b.argument(from, {ValueKind::kExact}))}, to));
}

}  // namespace

void appendElementwiseForms(std::vector<OpForm>& forms) {
  std::vector<DType> reals = kFloatTypes, sized = kNumberTypes;
  reals.insert(reals.end(), kStorageTypes.begin(), kStorageTypes.end());
  for (DType dtype :
       {DType::kF8E4M3FN, DType::kF8E5M2FNUZ, DType::kF8E8M0FNU, DType::kF4E2M1FN, DType::kF6E2M3FN, DType::kF6E3M2FN})
    sized.push_back(dtype);
  for (const Domain& domain : domains()) {
    std::vector<DType> types = domain.types;
    if (domain.op == OpKind::kAnd || domain.op == OpKind::kOr || domain.op == OpKind::kXor || domain.op == OpKind::kNot)
      types.push_back(DType::kI1);
    forms.push_back({domain.op, "elements", types, makeSameType});
  }
  for (const char* direction : {"EQ", "NE", "GE", "GT", "LE", "LT"})
    forms.push_back({OpKind::kCompare, direction, kMovedTypes, makeCompare});
  forms.push_back({OpKind::kCompare, "LT total order", reals, makeCompare});
  forms.push_back({OpKind::kSelect, "predicate of elements", kMovedTypes, makeSelect});
  forms.push_back({OpKind::kSelect, "scalar predicate", kMovedTypes, makeSelect});
  forms.push_back({OpKind::kClamp, "bounds of elements", kComputedTypes, makeClamp});
  forms.push_back({OpKind::kClamp, "scalar bounds", kComputedTypes, makeClamp});
  for (const char* name : {"mantissa", "range and mantissa"})
    forms.push_back({OpKind::kReducePrecision, name, kFloatTypes, makeReducePrecision});
  for (const char* name : {"one operand", "two operands", "two operands and a value of the program"})
    forms.push_back({OpKind::kMap, name, kComputedTypes, makeMap});
  for (const OpKind kind : {OpKind::kIsFinite, OpKind::kIsInf, OpKind::kIsNegInf, OpKind::kIsPosInf})
    forms.push_back({kind, "elements", reals, makeIsFinite});
  forms.push_back({OpKind::kConvert, "elements", kMovedTypes, makeConvert});
  forms.push_back({OpKind::kBitcastConvert, "same width", sized, makeBitcast});
  const std::vector<DType> wide = {DType::kI4,   DType::kUI4, DType::kI8,  DType::kI16,    DType::kI32, DType::kI64,
                                   DType::kUI32, DType::kF32, DType::kF64, DType::kF8E5M2, DType::kC128};
  const std::vector<DType> narrow = {DType::kI1,  DType::kI2,   DType::kUI4, DType::kF4E2M1FN, DType::kI8, DType::kI16,
                                     DType::kUI8, DType::kUI16, DType::kF16, DType::kBF16,     DType::kC64};
  forms.push_back({OpKind::kBitcastConvert, "to narrower", wide, makeBitcast});
  forms.push_back({OpKind::kBitcastConvert, "to wider", narrow, makeBitcast});
}

}  // namespace partita
