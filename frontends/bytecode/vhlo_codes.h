#pragma once
// Numbers of VHLO's attributes and types (stablehlo/dialect/VhloBytecode.cpp).
#include <array>
#include <cstdint>
#include <string_view>

namespace partita::bytecode::vhlo {

enum AttributeCode : uint64_t {
  kArray = 1,
  kBoolean = 2,
  kComparisonDirection = 3,
  kComparisonType = 4,
  kCustomCallApiVersion = 5,
  kDictionary = 6,
  kFftType = 7,
  kFloat = 8,
  kInteger = 9,
  kOutputOperandAlias = 10,
  kPrecision = 11,
  kRngAlgorithm = 12,
  kRngDistribution = 13,
  kString = 14,
  kTensor = 15,
  kTranspose = 16,
  kType = 17,
  kTypeExtensions = 18,
  kResultAccuracyMode = 19,
  kResultAccuracy = 20,
  kSubAxisInfo = 21,
  kAxisRef = 22,
  kReplicaGroupMeshAxes = 23,
  kMeshAxis = 24,
  kMesh = 25,
};

// Words of an enumeration from number FIRST on, and the attribute of operations that has them.
struct Enumeration {
  AttributeCode code;
  std::string_view attribute;
  uint64_t first;
  std::array<std::string_view, 6> words;
};
inline constexpr Enumeration kEnumerations[] = {
    {kComparisonDirection, "comparison_direction", 0, {"EQ", "NE", "GE", "GT", "LE", "LT"}},
    {kComparisonType, "compare_type", 0, {"NOTYPE", "FLOAT", "TOTALORDER", "SIGNED", "UNSIGNED"}},
    {kFftType, "fft_type", 0, {"FFT", "IFFT", "RFFT", "IRFFT"}},
    {kPrecision, "precision_config", 0, {"DEFAULT", "HIGH", "HIGHEST"}},
    {kRngAlgorithm, "rng_algorithm", 0, {"DEFAULT", "THREE_FRY", "PHILOX"}},
    {kRngDistribution, "rng_distribution", 1, {"UNIFORM", "NORMAL"}},
    {kTranspose, "transpose_a", 0, {"TRANSPOSE_INVALID", "NO_TRANSPOSE", "TRANSPOSE", "ADJOINT"}},
    {kResultAccuracyMode, "mode", 0, {"DEFAULT", "HIGHEST", "TOLERANCE"}},
};

enum TypeCode : uint64_t {
  kComplex = 1,
  kFunction = 8,
  kIndex = 9,
  kRankedTensor = 20,
  kBoundedTensor = 21,
  kToken = 22,
  kTuple = 23,
  kQuantized = 24,
  kUnrankedTensor = 25,
  kQuantizedPerAxis = 30,
  kNone = 33,
  kRankedBuffer = 41,
  kFuture = 42,
};

// Names of the types that have no parameters, by number; others are empty.
inline constexpr std::array<std::string_view, 43> kPlainTypes = {"i1",
                                                                 "",
                                                                 "bf16",
                                                                 "f16",
                                                                 "f32",
                                                                 "f64",
                                                                 "f8E4M3FN",
                                                                 "f8E5M2",
                                                                 "",
                                                                 "",
                                                                 "i4",
                                                                 "i8",
                                                                 "i16",
                                                                 "i32",
                                                                 "i64",
                                                                 "ui4",
                                                                 "ui8",
                                                                 "ui16",
                                                                 "ui32",
                                                                 "ui64",
                                                                 "",
                                                                 "",
                                                                 "",
                                                                 "",
                                                                 "",
                                                                 "",
                                                                 "!shape.witness",
                                                                 "f8E4M3FNUZ",
                                                                 "f8E5M2FNUZ",
                                                                 "f8E4M3B11FNUZ",
                                                                 "",
                                                                 "i2",
                                                                 "ui2",
                                                                 "",
                                                                 "tf32",
                                                                 "f8E4M3",
                                                                 "f8E3M4",
                                                                 "f4E2M1FN",
                                                                 "f6E2M3FN",
                                                                 "f6E3M2FN",
                                                                 "f8E8M0FNU",
                                                                 "",
                                                                 ""};

}  // namespace partita::bytecode::vhlo
