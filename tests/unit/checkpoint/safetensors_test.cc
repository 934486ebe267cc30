#include "checkpoint/safetensors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/rng.h"
#include "runtime/generate.h"

namespace partita {
namespace {

using testing::HasSubstr;

std::string file(const std::string& header, size_t dataBytes) {
  const uint64_t size = header.size();
  return std::string(reinterpret_cast<const char*>(&size), 8) + header + std::string(dataBytes, '\1');
}
std::string error(const std::string& bytes) {
  const StatusOr<NamedTensors> parsed = parseSafetensors(bytes, "x.safetensors");
  return parsed.ok() ? "" : std::string(parsed.status().message());
}

TEST(Safetensors, RoundTrip) {
  NamedTensors tensors;
  Generator generator{Generator::Kind::kRandint, 3, 0, 2, 0};
  for (DType dtype : {DType::kI1, DType::kI8, DType::kI32, DType::kI64, DType::kUI8, DType::kUI32, DType::kBF16,
                      DType::kF16, DType::kF32, DType::kF64})
    tensors.emplace_back(strCat("t.", dtypeName(dtype)), generateTensor(generator, TensorType(dtype, {3, 5})));
  tensors.emplace_back("scalar", generateTensor(generator, TensorType(DType::kF32, {})));
  tensors.emplace_back("empty", Tensor(TensorType(DType::kF32, {4, 0})));
  const StatusOr<std::string> bytes = serializeSafetensors(tensors);
  ASSERT_TRUE(bytes.ok()) << bytes.status();
  const StatusOr<NamedTensors> parsed = parseSafetensors(*bytes, "x");
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  ASSERT_EQ(parsed->size(), tensors.size());
  for (const auto& [name, tensor] : tensors) {
    bool found = false;
    for (const auto& [otherName, other] : *parsed) {
      if (otherName != name) continue;
      found = true;
      EXPECT_EQ(other.type(), tensor.type()) << name;
      EXPECT_TRUE(std::equal(tensor.data(), tensor.data() + tensor.bytes(), other.data())) << name;
    }
    EXPECT_TRUE(found) << name;
  }
}

TEST(Safetensors, ReadsMetadataAndPadding) {
  EXPECT_EQ(
      error(file(R"({"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}   )", 8)),
      "");
}

TEST(Safetensors, BadFilesAreRefused) {
  EXPECT_THAT(error(""), HasSubstr("too few"));
  EXPECT_THAT(error(std::string(8, '\xff')), HasSubstr("does not fit"));
  EXPECT_THAT(error(file("[1,2]", 0)), HasSubstr("does not begin with {"));
  EXPECT_THAT(error(file("{\"a\":", 0)), HasSubstr("no JSON object"));
  EXPECT_THAT(error(file(R"({"a":{"dtype":"F32","shape":[2]}})", 8)), HasSubstr("tensor \"a\": the header needs"));
  EXPECT_THAT(error(file(R"({"a":{"dtype":"Q7","shape":[2],"data_offsets":[0,8]}})", 8)),
              HasSubstr("dtype Q7 is not supported"));
  EXPECT_THAT(error(file(R"({"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})", 8)),
              HasSubstr("a dimension must be"));
  EXPECT_THAT(error(file(R"({"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}})", 8)),
              HasSubstr("too large"));
  EXPECT_THAT(error(file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})", 8)),
              HasSubstr("do not hold the 8 bytes"));
  EXPECT_THAT(error(file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}})", 8)), HasSubstr("do not hold"));
  EXPECT_THAT(error(file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", 12)), HasSubstr("(hole)"));
  EXPECT_THAT(
      error(file(
          R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})",
          12)),
      HasSubstr("(overlap)"));
  EXPECT_THAT(error(file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 4)),
              HasSubstr("has only 4 bytes"));
  EXPECT_THAT(error(file(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})", 9)),
              HasSubstr("1 bytes at the end"));
  EXPECT_THAT(
      error(file(
          R"({"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
          8)),
      HasSubstr("\"a\" is in the header twice"));
  EXPECT_THAT(std::string(readSafetensors("/no/such/file").status().message()), HasSubstr("no such file"));
}

TEST(Safetensors, UnrepresentableDTypesAreUnimplemented) {
  EXPECT_EQ(serializeSafetensors({{"a", Tensor(TensorType(DType::kC128, {1}))}}).status().code(),
            absl::StatusCode::kUnimplemented);
}

// Any change of a byte gives tensors or a message, never a crash (the sanitizers look on).
TEST(Safetensors, DamagedFilesNeverCrash) {
  NamedTensors tensors{{"weight", Tensor(TensorType(DType::kF32, {4, 2}))},
                       {"bias", Tensor(TensorType(DType::kI8, {3}))}};
  const std::string good = *serializeSafetensors(tensors);
  const uint64_t seed = 20261122;
  Rng rng(seed);
  for (int round = 0; round < 3000; ++round) {
    std::string bad = good;
    const int changes = 1 + static_cast<int>(rng.below(3));
    for (int i = 0; i < changes; ++i) bad[rng.below(bad.size())] = static_cast<char>(rng.below(256));
    if (rng.below(4) == 0) bad.resize(rng.below(bad.size() + 1));
    const StatusOr<NamedTensors> parsed = parseSafetensors(bad, "damaged");
    if (!parsed.ok()) {
      EXPECT_THAT(std::string(parsed.status().message()), HasSubstr("damaged: ")) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace partita
