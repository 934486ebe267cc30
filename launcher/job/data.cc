#include "launcher/job/data.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/rng.h"
#include "launcher/job/array_data.h"

namespace partita {
namespace {

class BytesSource : public BatchSource {
 public:
  BytesSource(std::string path, int file, int64_t size, TensorType type)
      : path_(std::move(path)), file_(file), size_(size), type_(std::move(type)) {}
  ~BytesSource() override { close(file_); }
  BytesSource(const BytesSource&) = delete;
  BytesSource& operator=(const BytesSource&) = delete;

  Status fill(int64_t step, size_t, absl::Span<const Range> tile, void* out) override {
    const int64_t batch = type_.dims[0], length = type_.dims[1], elementBytes = dtypeBytes(type_.dtype);
    std::vector<unsigned char> row(static_cast<size_t>(tile[1].size()));
    char* to = static_cast<char*>(out);
    for (int64_t b = tile[0].begin; b < tile[0].end; ++b) {
      const uint64_t draw =
          splitmix64(static_cast<uint64_t>(step) * static_cast<uint64_t>(batch) + static_cast<uint64_t>(b));
      const int64_t offset = static_cast<int64_t>(draw % static_cast<uint64_t>(size_ - length));
      RETURN_IF_ERROR(read(offset + tile[1].begin, &row));
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
  Status read(int64_t offset, std::vector<unsigned char>* row) {
    size_t done = 0;
    while (done < row->size()) {
      const ssize_t count = pread(file_, row->data() + done, row->size() - done, offset + static_cast<int64_t>(done));
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0)
        return invalidArgument(path_, ": cannot be read at ", offset, ": ",
                               count == 0 ? "the file became shorter" : std::strerror(errno));
      done += static_cast<size_t>(count);
    }
    return absl::OkStatus();
  }

  std::string path_;
  int file_;
  int64_t size_;
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
  struct stat info {};
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    if (errno == ENOENT) return notFound(config.where, ": ", path, ": no such file (the text of [data] path)");
    return invalidArgument(config.where, ": ", path, ": cannot be opened: ", std::strerror(errno));
  }
  if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
    close(file);
    return invalidArgument(config.where, ": ", path, ": is not a file");
  }
  auto source = std::make_unique<BytesSource>(path, file, info.st_size, type);
  if (info.st_size <= type.dims[1])
    return invalidArgument(config.where, ": ", path, " has ", info.st_size, " bytes, but one row of ", inputs[0].name,
                           " ", type.toString(), " takes ", type.dims[1],
                           " and the text must be longer: use a longer text or a shorter sequence");
  return source;
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
