#include "launcher/job/data.h"

#include "base/files.h"
#include "base/rng.h"
#include "base/text.h"
#include "launcher/job/array_data.h"

namespace partita {
namespace {

class BytesSource : public BatchSource {
 public:
  BytesSource(std::shared_ptr<const InputFile> file, TensorType type)
      : file_(std::move(file)), type_(std::move(type)) {}

  Status fill(int64_t step, size_t, absl::Span<const Range> tile, void* out) override {
    const int64_t batch = type_.dims[0], length = type_.dims[1], elementBytes = dtypeBytes(type_.dtype);
    std::vector<unsigned char> row(static_cast<size_t>(tile[1].size()));
    char* to = static_cast<char*>(out);
    for (int64_t b = tile[0].begin; b < tile[0].end; ++b) {
      const uint64_t draw =
          splitmix64(static_cast<uint64_t>(step) * static_cast<uint64_t>(batch) + static_cast<uint64_t>(b));
      const int64_t offset = static_cast<int64_t>(draw % static_cast<uint64_t>(file_->bytes() - length));
      RETURN_IF_ERROR(file_->read(offset + tile[1].begin, static_cast<int64_t>(row.size()), row.data()));
      for (unsigned char byte : row) {
        storeFromInt(type_.dtype, byte, to);
        to += elementBytes;
      }
    }
    return absl::OkStatus();
  }
  int64_t itemsPerStep() const override { return type_.dims[0] * (type_.dims[1] - 1); }
  std::string itemName() const override { return "tokens"; }

 private:
  std::shared_ptr<const InputFile> file_;
  TensorType type_;
};

class SyntheticSource : public BatchSource {
 public:
  SyntheticSource(std::vector<Generator> generators, std::vector<BatchInput> inputs)
      : generators_(std::move(generators)), inputs_(std::move(inputs)) {}
  Status fill(int64_t step, size_t input, absl::Span<const Range> tile, void* out) override {
    Generator generator = generators_[input];
    generator.seed = 1000 + static_cast<uint64_t>(step);
    generateTile(generator, inputs_[input].type, tile, out);
    return absl::OkStatus();
  }
  int64_t itemsPerStep() const override {
    return inputs_.empty() || inputs_[0].type.dims.empty() ? 1 : inputs_[0].type.dims[0];
  }
  std::string itemName() const override { return "samples"; }

 private:
  std::vector<Generator> generators_;
  std::vector<BatchInput> inputs_;
};

StatusOr<std::unique_ptr<BatchSource>> makeBytesSource(const DataConfig& config,
                                                       const std::vector<BatchInput>& inputs) {
  if (inputs.size() != 1)
    return invalidArgument(config.where, ": data of kind \"bytes\" feed one batch input, but the step program has ",
                           inputs.size(), ": use kind \"arrays\" or \"synthetic\"");
  const TensorType& type = inputs[0].type;
  if (type.rank() != 2 || !isInteger(type.dtype) || type.dims[0] < 1 || type.dims[1] < 2)
    return invalidArgument(config.where, ": data of kind \"bytes\" feed an integer input [batch, length], but ",
                           inputs[0].name, " is ", type.toString());
  const std::string& path = config.files[0];
  StatusOr<std::shared_ptr<const InputFile>> file = InputFile::open(path);
  if (!file.ok()) return annotate(file.status(), strCat(config.where, ": the text of [data] path"));
  if ((*file)->bytes() <= type.dims[1])
    return invalidArgument(config.where, ": ", path, " has ", (*file)->bytes(), " bytes, but one row of ",
                           inputs[0].name, " ", type.toString(), " takes ", type.dims[1],
                           " and the text must be longer: use a longer text or a shorter sequence");
  return std::make_unique<BytesSource>(*std::move(file), type);
}

}  // namespace

StatusOr<std::unique_ptr<BatchSource>> makeBatchSource(const DataConfig& config, std::vector<BatchInput> inputs) {
  if (config.kind == DataConfig::Kind::kBytes) return makeBytesSource(config, inputs);
  if (config.kind == DataConfig::Kind::kArrays) return makeArraySource(config, inputs);
  if (config.inputs.size() != inputs.size())
    return invalidArgument(config.where, ": [data] has ", config.inputs.size(),
                           " generators, but the step program has ", inputs.size(), " batch inputs");
  for (size_t i = 0; i < inputs.size(); ++i) {
    RETURN_IF_ERROR(checkGenerator(config.inputs[i], inputs[i].type.dtype,
                                   strCat(config.where, ": generator ", i, " for ", inputs[i].name)));
  }
  return std::make_unique<SyntheticSource>(config.inputs, std::move(inputs));
}

}  // namespace partita
