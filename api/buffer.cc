// Buffers: from and to host memory, whole and in pieces.
#include "api/handles.h"

using namespace partita;

const std::vector<int64_t>& partita_buffer::bounds(size_t index) const {
  std::call_once(placed, [&] {
    const Placement& placement = *buffer.placement();
    for (size_t i = 0; i < buffer.pieceCount(); ++i) {
      std::vector<int64_t>& out = pieceBounds.emplace_back();
      const std::vector<Range>& tile = placement.tiles[buffer.placeOf(i)];
      for (const Range& range : tile) out.push_back(range.begin);
      for (const Range& range : tile) out.push_back(range.end);
    }
  });
  return pieceBounds[index];
}

namespace {

std::vector<EventPtr> readyEvents(const Buffer& buffer) {
  std::vector<EventPtr> out;
  for (size_t i = 0; i < buffer.pieceCount(); ++i) out.push_back(buffer.piece(i)->ready());
  return out;
}

Status copyOut(const StatusOr<Tensor>& tensor, void* data, size_t size) {
  if (!tensor.ok()) return tensor.status();
  if (size > 0) std::memcpy(data, tensor->data(), size);
  return absl::OkStatus();
}

Status checkRoom(const TensorType& type, const void* data, size_t size) {
  const auto bytes = static_cast<size_t>(type.bytes());
  if (size != bytes) return invalidArgument("size is ", size, " bytes, but ", type.toString(), " has ", bytes);
  return bytes == 0 ? absl::OkStatus() : checkGiven(data, "data");
}

}  // namespace

partita_status* partita_buffer_from_host(const partita_client* client, const partita_from_host_args* args,
                                         partita_buffer** buffer) {
  // Whoever gave memory away gets it back, however the call ends.
  struct Release {
    Release() = default;
    Release(const Release&) = delete;  // a temporary that is assigned from would call it too
    Release& operator=(const Release&) = delete;
    ~Release() {
      if (call != nullptr) call(user);
    }
    void (*call)(void*) = nullptr;
    void* user = nullptr;
  } release;
  return guarded([&]() -> Status {
    ASSIGN_OR_RETURN(const partita_from_host_args given, takeArgs(args, "args"));
    release.call = given.release;
    release.user = given.user;
    RETURN_IF_ERROR(checkGiven(buffer, "buffer"));
    *buffer = nullptr;
    ASSIGN_OR_RETURN(const std::shared_ptr<Client> devices, openedClient(client));
    ASSIGN_OR_RETURN(const TensorType type, typeFromC(given.type));
    if (type.isToken()) return invalidArgument("a token has no data");
    if (type.bytes() > 0) RETURN_IF_ERROR(checkGiven(given.data, "args->data"));
    if (given.semantics < PARTITA_COPY || given.semantics > PARTITA_ZERO_COPY_MUTABLE)
      return invalidArgument("args->semantics is ", given.semantics);
    std::function<void()> call;
    if (given.release != nullptr) call = [free = given.release, user = given.user] { free(user); };
    auto handle = std::make_unique<partita_buffer>();
    release.call = nullptr;  // the runtime calls it from here on
    ASSIGN_OR_RETURN(handle->buffer,
                     devices->bufferFromHost(given.data, type, given.device, static_cast<HostMemory>(given.semantics),
                                             std::move(call)));
    *buffer = handle.release();
    return absl::OkStatus();
  });
}

partita_status* partita_buffer_for_argument(const partita_executable* executable, size_t index, const void* data,
                                            size_t size, partita_buffer** buffer) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(buffer, "buffer"));
    *buffer = nullptr;
    RETURN_IF_ERROR(checkGiven(executable, "executable"));
    const Executable& own = *executable->executable;
    if (index >= own.argumentCount())
      return invalidArgument("there is no argument ", index, ": the program takes ", own.argumentCount());
    const PlacementPtr& placement = own.argument(index);
    RETURN_IF_ERROR(annotate(checkRoom(placement->type, data, size), strCat("argument ", index)));
    ASSIGN_OR_RETURN(Buffer made, own.client()->bufferFromArray(data, placement));
    return giveHandle(buffer, std::move(made));
  });
}

partita_status* partita_buffer_to_argument(const partita_buffer* buffer, const partita_executable* executable,
                                           size_t index, partita_buffer** out) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(out, "out"));
    *out = nullptr;
    RETURN_IF_ERROR(checkGiven(buffer, "buffer"));
    RETURN_IF_ERROR(checkGiven(executable, "executable"));
    const Executable& own = *executable->executable;
    if (index >= own.argumentCount())
      return invalidArgument("there is no argument ", index, ": the program takes ", own.argumentCount());
    if (buffer->buffer.client() != own.client())
      return invalidArgument("the buffer is of another client than the executable");
    if (*buffer->buffer.placement() == *own.argument(index)) return giveHandle(out, buffer->buffer);
    ASSIGN_OR_RETURN(Buffer made, buffer->buffer.copyTo(own.argument(index)));
    return giveHandle(out, std::move(made));
  });
}

void partita_buffer_destroy(partita_buffer* buffer) { delete buffer; }

partita_type partita_buffer_type(const partita_buffer* buffer) {
  return buffer == nullptr ? partita_type{0, 0, nullptr} : typeToC(buffer->buffer.type());
}

size_t partita_buffer_bytes(const partita_buffer* buffer) {
  return buffer == nullptr ? 0 : static_cast<size_t>(buffer->buffer.type().bytes());
}

partita_status* partita_buffer_await(const partita_buffer* buffer) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(buffer, "buffer"));
    return awaitAll(readyEvents(buffer->buffer));
  });
}

int32_t partita_buffer_is_ready(const partita_buffer* buffer) { return buffer == nullptr || buffer->buffer.isReady(); }

partita_status* partita_buffer_ready_event(const partita_buffer* buffer, partita_event** event) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(event, "event"));
    *event = nullptr;
    RETURN_IF_ERROR(checkGiven(buffer, "buffer"));
    return giveHandle(event, buffer->buffer.client(), readyEvents(buffer->buffer));
  });
}

partita_status* partita_buffer_to_host(const partita_buffer* buffer, void* data, size_t size) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(buffer, "buffer"));
    RETURN_IF_ERROR(checkRoom(buffer->buffer.type(), data, size));
    return copyOut(buffer->buffer.toHost(), data, size);
  });
}

void partita_buffer_drop(partita_buffer* buffer) {
  guardedOr(0, [&] {
    if (buffer != nullptr) buffer->buffer.drop();
    return 0;
  });
}

int32_t partita_buffer_is_gone(const partita_buffer* buffer) { return buffer == nullptr || buffer->buffer.isGone(); }

size_t partita_buffer_piece_count(const partita_buffer* buffer) {
  return buffer == nullptr ? 0 : buffer->buffer.pieceCount();
}

namespace {

Status checkPiece(const partita_buffer* buffer, size_t index) {
  RETURN_IF_ERROR(checkGiven(buffer, "buffer"));
  const size_t count = buffer->buffer.pieceCount();
  return index < count ? absl::OkStatus() : invalidArgument("there is no piece ", index, ": the buffer has ", count);
}

}  // namespace

partita_status* partita_buffer_piece(const partita_buffer* buffer, size_t index, partita_piece* piece) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkPiece(buffer, index));
    partita_piece out = {};
    out.device = buffer->buffer.piece(index)->device().id();
    const std::vector<int64_t>& bounds = buffer->bounds(index);
    out.rank = buffer->buffer.type().rank();
    out.begin = bounds.data();
    out.end = bounds.data() + out.rank;
    out.bytes = static_cast<size_t>(buffer->buffer.piece(index)->type().bytes());
    return giveOut(out, piece, "piece");
  });
}

partita_status* partita_buffer_piece_to_host(const partita_buffer* buffer, size_t index, void* data, size_t size) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkPiece(buffer, index));
    RETURN_IF_ERROR(checkRoom(buffer->buffer.piece(index)->type(), data, size));
    return copyOut(buffer->buffer.pieceToHost(index), data, size);
  });
}
