#pragma once
// A small state on two devices of this process, and checkpoints of it.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/rng.h"
#include "checkpoint/saver.h"

namespace partita {

class SampleState {
 public:
  SampleState() {
    StatusOr<std::shared_ptr<Client>> client = Client::alone(2);
    StatusOr<std::unique_ptr<World>> world = World::create(std::chrono::milliseconds(10000));
    EXPECT_TRUE(client.ok() && world.ok());
    client_ = *client;
    world_ = *std::move(world);
    // One that is cut unevenly, one cut the other way, one that both have, a scalar, types without a dtype in
    // safetensors, and one without elements.
    add(TensorType(DType::kF32, {33, 20}), {{{0, 17}, {0, 20}}, {{17, 33}, {0, 20}}});
    add(TensorType(DType::kBF16, {7, 24}), {{{0, 7}, {0, 8}}, {{0, 7}, {8, 24}}});
    add(TensorType(DType::kF32, {40}), {{{0, 40}}, {{0, 40}}});
    add(TensorType(DType::kI32, {}), {{}, {}});
    add(TensorType(DType::kC128, {3}), {{{0, 3}}, {{0, 3}}});
    add(TensorType(DType::kF32, {4, 0}), {{{0, 2}, {0, 0}}, {{2, 4}, {0, 0}}});
  }

  const std::vector<StateTensor>& tensors() const { return tensors_; }
  const std::shared_ptr<Client>& client() const { return client_; }

  // Values that depend on STEP.
  Tensor value(size_t i, int64_t step) const {
    Tensor out(tensors_[i].placement->type);
    Rng rng(static_cast<uint64_t>(step) * 100 + i);
    for (size_t at = 0; at < out.bytes(); ++at) out.mutableData()[at] = static_cast<std::byte>(rng.below(64));
    return out;
  }
  std::vector<Buffer> buffers(int64_t step) const {
    std::vector<Buffer> out;
    for (size_t i = 0; i < tensors_.size(); ++i) {
      StatusOr<Buffer> made = client_->bufferFromTensor(value(i, step), tensors_[i].placement);
      EXPECT_TRUE(made.ok()) << made.status();
      out.push_back(*made);
    }
    return out;
  }
  StatusOr<std::unique_ptr<CheckpointSaver>> saver(const std::string& dir, FileOps& files, int64_t keep = 3,
                                                   bool async = false) const {
    SaverOptions options;
    options.dir = dir;
    options.every = 1;
    options.keep = keep;
    options.async = async;
    options.job = "sample";
    options.hashes = {{"step", "0"}};
    options.files = &files;
    return CheckpointSaver::make(options, client_, world_, tensors_);
  }
  // What the checkpoint at PATH holds is the state of STEP; else what is wrong.
  Status expectState(const std::string& path, int64_t step) const {
    ASSIGN_OR_RETURN(const std::unique_ptr<WeightsReader> reader, openWeights(path));
    RETURN_IF_ERROR(checkHolds(*reader, tensors_));
    ASSIGN_OR_RETURN(const std::vector<Buffer> buffers, loadState(*reader, tensors_, *client_));
    for (size_t i = 0; i < buffers.size(); ++i) {
      ASSIGN_OR_RETURN(const Tensor found, buffers[i].toHost());
      const Tensor expected = value(i, step);
      if (found.bytes() != expected.bytes() || !std::equal(found.data(), found.data() + found.bytes(), expected.data()))
        return internalError(path, ": ", tensors_[i].path, " is not what was written");
    }
    return absl::OkStatus();
  }

 private:
  void add(const TensorType& type, std::vector<std::vector<Range>> tiles) {
    auto placement = std::make_shared<Placement>();
    placement->type = type;
    placement->devices = {0, 1};
    placement->tiles = std::move(tiles);
    tensors_.push_back({strCat("params.layer.", tensors_.size()), std::move(placement)});
  }
  std::shared_ptr<Client> client_;
  std::shared_ptr<World> world_;
  std::vector<StateTensor> tensors_;
};

}  // namespace partita
