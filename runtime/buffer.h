#pragma once
// Buffer: a tensor on devices of a client, whole or in tiles (runtime/placement.h): one DeviceBuffer for each of its
// devices that this process has. A handle: copies share. Compare IFRT's Array. Thread safe.
//
// Lifetime: it keeps its client. Memory is given back when no handle and no execution uses it any more.
#include <memory>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "executor/device_buffer.h"
#include "graph/tensor.h"
#include "runtime/placement.h"

namespace partita {

class Client;

class Buffer {
 public:
  Buffer() = default;
  // PIECES: in the order of those of PLACEMENT's devices that CLIENT has here.
  using Pieces = absl::InlinedVector<std::shared_ptr<DeviceBuffer>, 2>;
  Buffer(std::shared_ptr<Client> client, PlacementPtr placement, Pieces pieces);

  const TensorType& type() const { return state_->placement->type; }
  const PlacementPtr& placement() const { return state_->placement; }
  const std::shared_ptr<Client>& client() const { return state_->client; }
  // False for one that was default-constructed or moved from, which has nothing of what follows.
  explicit operator bool() const { return state_ != nullptr; }

  // Its pieces on devices of this process.
  size_t pieceCount() const { return state_->pieces.size(); }
  const std::shared_ptr<DeviceBuffer>& piece(size_t i) const { return state_->pieces[i]; }
  // Where piece I stands in the placement's devices and tiles.
  size_t placeOf(size_t i) const { return state_->places[i]; }

  // Blocks until all its pieces here are there; the first error. The waiting thread does the work itself where it can.
  Status await() const;
  bool isReady() const;
  // The whole tensor; waits for it. FailedPrecondition when it is gone, or when tiles of it are in other processes
  // only.
  StatusOr<Tensor> toHost() const;
  // Piece I alone.
  StatusOr<Tensor> pieceToHost(size_t i) const;
  // The same into OUT, host memory for all its bytes.
  Status copyPiece(size_t i, void* out) const;
  // The same tensor as PLACEMENT, on devices of this process: asynchronous.
  StatusOr<Buffer> copyTo(PlacementPtr placement) const;
  // Frees the memory before the last handle goes, once nothing uses it.
  void drop();
  // Donated, or dropped.
  bool isGone() const;

 private:
  struct State {
    std::shared_ptr<Client> client;
    PlacementPtr placement;
    absl::InlinedVector<size_t, 2> places;  // of each piece: in the placement's devices and tiles
    Pieces pieces;                          // last: they go before the client
  };
  std::shared_ptr<const State> state_;
};

}  // namespace partita
