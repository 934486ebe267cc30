// Arrays in and out by DLPack. The structs are those of the library's own copy: api/dlpack_abi.h.
#include "api/dlpack_abi.h"
#include "tests/api/api_support.h"

namespace partita {
namespace {

using testing::HasSubstr;

// Six floats that somebody else owns; counts how often it is deleted.
struct Foreign {
  alignas(64) float data[6] = {0, 1, 2, 3, 4, 5};
  int64_t shape[2] = {2, 3};
  int64_t strides[2] = {3, 1};
  int deleted = 0;
  DLManagedTensor managed = {};
  Foreign() {
    managed.dl_tensor = {data, {kDLCPU, 0}, 2, {kDLFloat, 32, 1}, shape, strides, 0};
    managed.manager_ctx = this;
    managed.deleter = [](DLManagedTensor* self) { ++static_cast<Foreign*>(self->manager_ctx)->deleted; };
  }
};

TEST(Dlpack, TensorsComeInWithoutACopy) {
  Foreign foreign;
  {
    const Client client = clientOf(1);
    const Buffer buffer = Buffer::fromDlpack(client, &foreign.managed).value();
    EXPECT_EQ(buffer.type(), Type(PARTITA_F32, {2, 3}));
    foreign.data[4] = 40;
    EXPECT_EQ(buffer.toHost<float>().value()[4], 40);
    EXPECT_EQ(foreign.deleted, 0);
  }
  EXPECT_EQ(foreign.deleted, 1);
}

TEST(Dlpack, UnalignedTensorsAreCopiedAndDeletedOnce) {
  Foreign foreign;
  foreign.shape[0] = 1;
  foreign.managed.dl_tensor.byte_offset = 12;
  const Client client = clientOf(1);
  const Buffer buffer = Buffer::fromDlpack(client, &foreign.managed).value();
  EXPECT_EQ(foreign.deleted, 1);
  EXPECT_EQ(buffer.toHost<float>().value()[0], 3);
}

TEST(Dlpack, WhatDoesNotFitStaysTheCallers) {
  const Client client = clientOf(1);
  Foreign foreign;
  foreign.strides[0] = 1;
  foreign.strides[1] = 2;
  EXPECT_THAT(Buffer::fromDlpack(client, &foreign.managed).status().message(), HasSubstr("make it contiguous"));
  foreign.managed.dl_tensor.strides = nullptr;
  EXPECT_EQ(Buffer::fromDlpack(client, &foreign.managed, 3).status().code(), PARTITA_INVALID_ARGUMENT);
  foreign.managed.dl_tensor.dtype.lanes = 4;
  EXPECT_EQ(Buffer::fromDlpack(client, &foreign.managed).status().code(), PARTITA_UNIMPLEMENTED);
  foreign.managed.dl_tensor.dtype = {kDLFloat, 32, 1};
  foreign.managed.dl_tensor.device.device_type = static_cast<DLDeviceType>(2);
  EXPECT_EQ(Buffer::fromDlpack(client, &foreign.managed).status().code(), PARTITA_UNIMPLEMENTED);
  EXPECT_EQ(foreign.deleted, 0);
}

TEST(Dlpack, TensorsThatGoOutKeepMemoryAndClient) {
  DLManagedTensor* out = nullptr;
  {
    const Client client = clientOf(1);
    const Executable add = compiledFrom(client, addText(4, /*donated=*/true));
    const Buffer a = argumentOf(add, 0, 1), b = argumentOf(add, 1, 2);
    out = a.toDlpack().value();
    const Buffer done = std::move(add.execute({&a, &b}).value()[0]);  // works on a copy: the memory is held
    EXPECT_EQ(done.toHost<float>().value()[0], 3);
  }
  EXPECT_EQ(out->dl_tensor.ndim, 1);
  EXPECT_EQ(out->dl_tensor.shape[0], 4);
  EXPECT_EQ(static_cast<const float*>(out->dl_tensor.data)[3], 1);
  out->deleter(out);
}

TEST(Dlpack, VersionedTensorsAreReadOnly) {
  const Client client = clientOf(1);
  const std::vector<float> data(4, 7);
  const Buffer buffer = Buffer::fromHost(client, data.data(), Type(PARTITA_F32, {4})).value();
  DLManagedTensorVersioned* out = nullptr;
  Status::take(partita_buffer_to_dlpack_versioned(buffer.c(), &out)).check();
  EXPECT_EQ(out->version.major, 1u);
  EXPECT_EQ(out->flags, kDlpackReadOnly);
  partita_buffer* in = nullptr;
  Status::take(partita_buffer_from_dlpack_versioned(client.c(), out, 0, &in)).check();
  EXPECT_EQ(Buffer(in).toHost<float>().value()[3], 7);  // and deletes it
  DLManagedTensorVersioned other = {{2, 0}, nullptr, nullptr, 0, {}};
  EXPECT_EQ(Status::take(partita_buffer_from_dlpack_versioned(client.c(), &other, 0, &in)).code(),
            PARTITA_UNIMPLEMENTED);
}

}  // namespace
}  // namespace partita
