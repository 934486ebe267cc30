// Arrays in and out by DLPack, without a copy.
#include "api/dlpack_abi.h"

#include <atomic>
#include <type_traits>

#include "api/handles.h"

namespace partita {
namespace {

constexpr struct {
  DType dtype;
  uint8_t code, bits;
} kTypes[] = {
    {DType::kI1, kDLBool, 8},
    {DType::kI8, kDLInt, 8},
    {DType::kI16, kDLInt, 16},
    {DType::kI32, kDLInt, 32},
    {DType::kI64, kDLInt, 64},
    {DType::kUI8, kDLUInt, 8},
    {DType::kUI16, kDLUInt, 16},
    {DType::kUI32, kDLUInt, 32},
    {DType::kUI64, kDLUInt, 64},
    {DType::kBF16, kDLBfloat, 16},
    {DType::kF16, kDLFloat, 16},
    {DType::kF32, kDLFloat, 32},
    {DType::kF64, kDLFloat, 64},
    {DType::kF8E3M4, kDLFloat8_e3m4, 8},
    {DType::kF8E4M3, kDLFloat8_e4m3, 8},
    {DType::kF8E4M3B11FNUZ, kDLFloat8_e4m3b11fnuz, 8},
    {DType::kF8E4M3FN, kDLFloat8_e4m3fn, 8},
    {DType::kF8E4M3FNUZ, kDLFloat8_e4m3fnuz, 8},
    {DType::kF8E5M2, kDLFloat8_e5m2, 8},
    {DType::kF8E5M2FNUZ, kDLFloat8_e5m2fnuz, 8},
    {DType::kF8E8M0FNU, kDLFloat8_e8m0fnu, 8},
    {DType::kC64, kDLComplex, 64},
    {DType::kC128, kDLComplex, 128},
};

StatusOr<TensorType> typeOf(const DLTensor& tensor) {
  const DLDataType& type = tensor.dtype;
  for (const auto& entry : kTypes) {
    if (entry.code != type.code || entry.bits != type.bits || type.lanes != 1) continue;
    if (tensor.ndim < 0 || tensor.ndim > kMaxRank)
      return invalidArgument("a DLPack tensor of ", tensor.ndim, " dimensions: there are 0 to ", kMaxRank);
    if (tensor.ndim > 0) RETURN_IF_ERROR(checkGiven(tensor.shape, "dl_tensor.shape"));
    const absl::Span<const int64_t> dims(tensor.shape, static_cast<size_t>(tensor.ndim));
    RETURN_IF_ERROR(checkDims(dims));
    return TensorType(entry.dtype, Dims(dims.begin(), dims.end()));
  }
  return unimplemented("DLPack elements of code ", static_cast<int>(type.code), ", ", static_cast<int>(type.bits),
                       " bits and ", type.lanes, " lanes");
}

Status checkRowMajor(const DLTensor& tensor, const TensorType& type) {
  if (tensor.strides == nullptr || type.elements() == 0) return absl::OkStatus();
  const Dims strides = rowMajorStrides(type.dims);
  for (size_t d = 0; d < strides.size(); ++d) {
    if (type.dims[d] == 1 || tensor.strides[d] == strides[d]) continue;
    return invalidArgument("the DLPack tensor ", type.toString(), " has the stride ", tensor.strides[d],
                           " in dimension ", d, ", but row-major is ", strides[d], ": make it contiguous first");
  }
  return absl::OkStatus();
}

template <typename Managed>
Status fromDlpack(const partita_client* client, Managed* tensor, int64_t device, partita_buffer** buffer) {
  RETURN_IF_ERROR(checkGiven(buffer, "buffer"));
  *buffer = nullptr;
  ASSIGN_OR_RETURN(const std::shared_ptr<Client> devices, openedClient(client));
  RETURN_IF_ERROR(checkGiven(tensor, "tensor"));
  const DLTensor& array = tensor->dl_tensor;
  if (array.device.device_type != kDLCPU && array.device.device_type != kDLCUDAHost &&
      array.device.device_type != kDLROCMHost)
    return unimplemented("a DLPack tensor on a device of type ", static_cast<int>(array.device.device_type),
                         ": only memory of the CPU (", static_cast<int>(kDLCPU), ") is taken");
  ASSIGN_OR_RETURN(const TensorType type, typeOf(array));
  RETURN_IF_ERROR(checkRowMajor(array, type));
  if (type.bytes() > 0) RETURN_IF_ERROR(checkGiven(array.data, "dl_tensor.data"));
  // Said here, for from here on the tensor is not the caller's any more.
  if (devices->localDevice(device) == nullptr)
    return invalidArgument("there is no device ", device, ": this client has ", devices->deviceCount());
  auto handle = std::make_unique<partita_buffer>();
  // The deleter is called by RELEASE, and not before the buffer is there or has copied: a failure gives the tensor
  // back.
  struct Owner {
    Managed* tensor;
    std::atomic<bool> taken = false;
    std::atomic<bool> released = false;
    void end() {
      if (tensor->deleter != nullptr) tensor->deleter(tensor);
    }
  };
  const auto owner = std::make_shared<Owner>();
  owner->tensor = tensor;
  const auto release = [owner] {
    // The second of "taken" and "released" to come deletes it.
    owner->released = true;
    if (owner->taken.exchange(false)) owner->end();
  };
  ASSIGN_OR_RETURN(handle->buffer, devices->bufferFromHost(static_cast<const char*>(array.data) + array.byte_offset,
                                                           type, device, HostMemory::kZeroCopy, release));
  owner->taken = true;
  if (owner->released && owner->taken.exchange(false)) owner->end();
  *buffer = handle.release();
  return absl::OkStatus();
}

// What a tensor that we give away keeps.
template <typename Managed>
struct Exported {
  Managed managed = {};
  std::shared_ptr<Client> client;
  std::shared_ptr<const void> pin;  // before the client
  Dims shape, strides;
};

template <typename Managed>
StatusOr<Managed*> toDlpack(const partita_buffer* buffer) {
  RETURN_IF_ERROR(checkGiven(buffer, "buffer"));
  const Buffer& own = buffer->buffer;
  const TensorType& type = own.type();
  const auto entry =
      std::find_if(std::begin(kTypes), std::end(kTypes), [&](const auto& one) { return one.dtype == type.dtype; });
  if (entry == std::end(kTypes)) return unimplemented("DLPack has no elements like those of ", type.toString());
  if (own.pieceCount() != 1 || own.piece(0)->type() != type)
    return failedPrecondition("a DLPack tensor is on one device, but the buffer is ", own.placement()->toString(),
                              ": copy it to the host, or take its pieces");
  auto out = std::make_unique<Exported<Managed>>();
  out->client = own.client();
  ASSIGN_OR_RETURN(out->pin, own.piece(0)->pin());
  RETURN_IF_ERROR(own.piece(0)->ready()->await());
  out->shape = type.dims;
  out->strides = rowMajorStrides(type.dims);
  DLTensor& tensor = out->managed.dl_tensor;
  tensor.data = const_cast<void*>(out->pin.get());
  tensor.device = {kDLCPU, 0};
  tensor.ndim = type.rank();
  tensor.dtype = {entry->code, entry->bits, 1};
  tensor.shape = out->shape.data();
  tensor.strides = out->strides.data();
  if constexpr (std::is_same_v<Managed, DLManagedTensorVersioned>) {
    out->managed.version = {1, 1};
    out->managed.flags = kDlpackReadOnly;
  }
  out->managed.manager_ctx = out.get();
  out->managed.deleter = [](Managed* self) { delete static_cast<Exported<Managed>*>(self->manager_ctx); };
  return &out.release()->managed;
}

template <typename Managed>
partita_status* give(const partita_buffer* buffer, Managed** tensor) {
  return guarded([&]() -> Status {
    RETURN_IF_ERROR(checkGiven(tensor, "tensor"));
    *tensor = nullptr;
    ASSIGN_OR_RETURN(*tensor, toDlpack<Managed>(buffer));
    return absl::OkStatus();
  });
}

}  // namespace
}  // namespace partita

partita_status* partita_buffer_from_dlpack(const partita_client* client, DLManagedTensor* tensor, int64_t device,
                                           partita_buffer** buffer) {
  return partita::guarded([&] { return partita::fromDlpack(client, tensor, device, buffer); });
}

partita_status* partita_buffer_from_dlpack_versioned(const partita_client* client, DLManagedTensorVersioned* tensor,
                                                     int64_t device, partita_buffer** buffer) {
  return partita::guarded([&]() -> partita::Status {
    // Another major version may lay the struct out otherwise; the version comes first in all of them.
    if (tensor != nullptr && tensor->version.major != 1)
      return partita::unimplemented("DLPack version ", tensor->version.major, ".", tensor->version.minor,
                                    ": this library knows 1.x");
    return partita::fromDlpack(client, tensor, device, buffer);
  });
}

partita_status* partita_buffer_to_dlpack(const partita_buffer* buffer, DLManagedTensor** tensor) {
  return partita::give(buffer, tensor);
}

partita_status* partita_buffer_to_dlpack_versioned(const partita_buffer* buffer, DLManagedTensorVersioned** tensor) {
  return partita::give(buffer, tensor);
}
