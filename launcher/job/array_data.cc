#include "launcher/job/array_data.h"

#include <algorithm>
#include <cstring>

#include "base/files.h"
#include "base/rng.h"
#include "checkpoint/weights.h"
#include "runtime/tile.h"

namespace partita {
namespace {

// Rows [first, first + rows) of a data set: a tensor of a file.
struct Part {
  std::shared_ptr<const InputFile> file;
  int64_t begin = 0;  // byte of the file at which its rows begin
  int64_t first = 0, rows = 0;
};

class ArraySource : public BatchSource {
 public:
  ArraySource(std::vector<BatchInput> inputs, std::vector<std::vector<Part>> parts, int64_t count,
              const DataConfig& config)
      : inputs_(std::move(inputs)),
        parts_(std::move(parts)),
        count_(count),
        shuffle_(config.shuffle),
        seed_(static_cast<uint64_t>(config.seed)) {}

  Status fill(int64_t step, size_t input, absl::Span<const Range> tile, void* out) override {
    if (tileElements(tile) == 0) return absl::OkStatus();
    const TensorType& type = inputs_[input].type;
    Dims rowDims(type.dims.begin() + 1, type.dims.end());
    const absl::Span<const Range> inRow = tile.subspan(1);
    const int64_t width = dtypeBytes(type.dtype), tileBytes = tileElements(inRow) * width;
    int64_t rowBytes = width;
    for (const int64_t dim : rowDims) rowBytes *= dim;
    const bool whole = tileBytes == rowBytes;
    std::vector<char> row(static_cast<size_t>(whole ? 0 : rowBytes));
    char* to = static_cast<char*>(out);
    for (int64_t b = tile[0].begin; b < tile[0].end;) {
      const int64_t at = example(step * type.dims[0] + b);
      const Part& part = *std::prev(std::upper_bound(parts_[input].begin(), parts_[input].end(), at,
                                                     [](int64_t i, const Part& other) { return i < other.first; }));
      int64_t rows = 1;  // that lie one behind the other
      while (whole && b + rows < tile[0].end && at + rows < part.first + part.rows &&
             example(step * type.dims[0] + b + rows) == at + rows)
        ++rows;
      const int64_t offset = part.begin + (at - part.first) * rowBytes;
      RETURN_IF_ERROR(part.file->read(offset, rows * rowBytes, whole ? to : row.data()));
      if (whole) {
        to += rows * rowBytes;
      } else {
        forEachRow(rowDims, inRow, [&](int64_t flat, int64_t count) {
          std::memcpy(to, row.data() + flat * width, static_cast<size_t>(count * width));
          to += count * width;
        });
      }
      b += rows;
    }
    return absl::OkStatus();
  }
  int64_t itemsPerStep() const override { return inputs_[0].type.dims[0]; }
  std::string itemName() const override { return "samples"; }

 private:
  // The one at POSITION of the run: epoch after epoch, so that a batch may end one and begin the next.
  int64_t example(int64_t position) {
    const int64_t epoch = position / count_;
    if (!shuffle_) return position % count_;
    if (!order_ || epoch != epoch_) order_ = std::make_unique<EpochOrder>(count_, seed_, static_cast<uint64_t>(epoch));
    epoch_ = epoch;
    return order_->at(position % count_);
  }

  std::vector<BatchInput> inputs_;
  std::vector<std::vector<Part>> parts_;  // of each input, by `first`
  int64_t count_;                         // examples of an epoch
  bool shuffle_;
  uint64_t seed_;
  std::unique_ptr<EpochOrder> order_;  // of epoch_
  int64_t epoch_ = 0;
};

// "x tensor<100x16xf32>, y tensor<100xi32>": what a file has.
std::string listOf(const WeightsReader& file) {
  constexpr size_t kMost = 10;
  std::string out;
  for (size_t i = 0; i < file.tensors().size() && i < kMost; ++i)
    strAppend(&out, i > 0 ? ", " : "", file.tensors()[i].path, " ", file.tensors()[i].type.toString());
  if (file.tensors().size() > kMost) strAppend(&out, " and ", file.tensors().size() - kMost, " more");
  return out.empty() ? "no tensor" : out;
}

Status checkInputs(const DataConfig& config, const std::vector<BatchInput>& inputs) {
  if (inputs.empty())
    return invalidArgument(config.where, ": data of kind \"arrays\" feed batch inputs, but the step program has none");
  if (!config.names.empty() && config.names.size() != inputs.size()) {
    std::string list;
    for (const BatchInput& input : inputs)
      strAppend(&list, list.empty() ? "" : ", ", input.name, " ", input.type.toString());
    return invalidArgument(config.where, ": [data] names has ", config.names.size(), " names for ", inputs.size(),
                           " batch inputs: ", list);
  }
  for (const BatchInput& input : inputs) {
    if (input.type.rank() == 0 || input.type.dims[0] < 1)
      return invalidArgument(config.where, ": data of kind \"arrays\" feed inputs [batch, …], but ", input.name, " is ",
                             input.type.toString());
    if (input.type.dims[0] != inputs[0].type.dims[0])
      return invalidArgument(config.where, ": the batch inputs ", inputs[0].name, " ", inputs[0].type.toString(),
                             " and ", input.name, " ", input.type.toString(),
                             " take unlike numbers of examples: their first dimensions must be the same");
  }
  return absl::OkStatus();
}

}  // namespace

EpochOrder::EpochOrder(int64_t count, uint64_t seed, uint64_t epoch) : count_(static_cast<uint64_t>(count)) {
  for (halfBits_ = 1; (uint64_t{1} << (2 * halfBits_)) < count_;) ++halfBits_;
  half_ = (uint64_t{1} << halfBits_) - 1;
  Rng rng(splitmix64(splitmix64(seed) ^ epoch));
  for (uint64_t& key : keys_) key = rng.next();
}

// A Feistel network permutes the least power of four that holds COUNT; what falls outside goes round again.
int64_t EpochOrder::at(int64_t i) const {
  auto value = static_cast<uint64_t>(i);
  do {
    uint64_t left = value >> halfBits_, right = value & half_;
    for (const uint64_t key : keys_) {
      const uint64_t mixed = left ^ (splitmix64(key ^ right) & half_);
      left = right;
      right = mixed;
    }
    value = left << halfBits_ | right;
  } while (value >= count_);
  return static_cast<int64_t>(value);
}

StatusOr<std::unique_ptr<BatchSource>> makeArraySource(const DataConfig& config,
                                                       const std::vector<BatchInput>& inputs) {
  RETURN_IF_ERROR(checkInputs(config, inputs));
  std::vector<std::vector<Part>> parts(inputs.size());
  std::vector<int64_t> counts(inputs.size());
  std::string all;  // what the files have
  for (const std::string& path : config.files) {
    StatusOr<std::unique_ptr<WeightsReader>> header = openSafetensors(path);
    if (!header.ok()) return annotate(header.status(), config.where);
    strAppend(&all, "\n  ", path, ": ", listOf(**header));
    const StatusOr<std::shared_ptr<const InputFile>> file = InputFile::open(path);
    if (!file.ok()) return annotate(file.status(), config.where);
    const StoredTensor* first = nullptr;  // of this file, that is used
    for (size_t i = 0; i < inputs.size(); ++i) {
      const TensorType& type = inputs[i].type;
      const std::string& name = config.names.empty() ? inputs[i].name : config.names[i];
      const StatusOr<const StoredTensor*> found = (*header)->match(name);
      if (!found.ok()) return annotate(found.status(), config.where);
      if (*found == nullptr) continue;
      const StoredTensor& tensor = **found;
      TensorType expected = type;
      if (tensor.type.rank() > 0) expected.dims[0] = tensor.type.dims[0];
      if (tensor.type != expected)
        return invalidArgument(config.where, ": ", path, ": ", tensor.path, " is ", tensor.type.toString(),
                               ", but rows of it feed the batch input ", inputs[i].name, " ", type.toString(),
                               ": behind the first dimension shapes must be the same, and the types too");
      if (first != nullptr && first->type.dims[0] != tensor.type.dims[0])
        return invalidArgument(config.where, ": ", path, ": ", first->path, " ", first->type.toString(), " has ",
                               first->type.dims[0], " examples, but ", tensor.path, " ", tensor.type.toString(),
                               " has ", tensor.type.dims[0]);
      first = &tensor;
      if (tensor.type.dims[0] == 0) continue;
      parts[i].push_back({*file, tensor.pieces[0].begin, counts[i], tensor.type.dims[0]});
      counts[i] += tensor.type.dims[0];
    }
  }
  for (size_t i = 0; i < inputs.size(); ++i) {
    const std::string& name = config.names.empty() ? inputs[i].name : config.names[i];
    if (counts[i] == 0)
      return invalidArgument(config.where, ": the batch input ", inputs[i].name, " ", inputs[i].type.toString(),
                             " has no examples: no tensor ", name, " in [data] files, or an empty one",
                             config.names.empty() ? " ([data] names = […] says which tensor feeds which input)" : "",
                             ":", all);
    if (counts[i] != counts[0])
      return invalidArgument(config.where, ": the batch inputs ", inputs[0].name, " and ", inputs[i].name,
                             " have unlike numbers of examples, ", counts[0], " and ", counts[i],
                             ", in all of [data] files:", all);
  }
  return std::make_unique<ArraySource>(inputs, std::move(parts), counts[0], config);
}

}  // namespace partita
