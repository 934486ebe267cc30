#include "program/target_io.h"

#include <capnp/message.h>
#include <capnp/serialize.h>

#include <cstring>

#include "program/target.capnp.h"

namespace partita {
namespace {

capnp::Data::Reader asData(const std::string& text) {
  return capnp::Data::Reader(reinterpret_cast<const capnp::byte*>(text.data()), text.size());
}

std::string text(capnp::Data::Reader data) {
  return std::string(reinterpret_cast<const char*>(data.begin()), data.size());
}

void write(wire::Target::Builder out, const Target& target) {
  if (const auto* cpu = std::get_if<CpuTarget>(&target)) {
    auto to = out.initCpu();
    to.setTriple(asData(cpu->triple));
    to.setCpu(asData(cpu->cpu));
    to.setFeatures(asData(cpu->features));
    to.setVectorBits(cpu->vectorBits);
    to.setVectorRegisters(cpu->vectorRegisters);
    to.setFma(cpu->fma);
    to.setL1Bytes(cpu->l1Bytes);
    to.setL2Bytes(cpu->l2Bytes);
    to.setL3Bytes(cpu->l3Bytes);
  } else if (const auto* gpu = std::get_if<GpuTarget>(&target)) {
    auto to = out.initGpu();
    to.setArchitecture(asData(gpu->architecture));
    to.setPtxVersion(gpu->ptxVersion);
    to.setWarpSize(gpu->warpSize);
    to.setMatrixUnit(static_cast<uint8_t>(gpu->matrixUnit));
    to.setMultiprocessors(gpu->multiprocessors);
    to.setMaxThreadsPerBlock(gpu->maxThreadsPerBlock);
    to.setMaxThreadsPerMultiprocessor(gpu->maxThreadsPerMultiprocessor);
    to.setMaxBlocksPerMultiprocessor(gpu->maxBlocksPerMultiprocessor);
    to.setMaxRegistersPerThread(gpu->maxRegistersPerThread);
    to.setRegistersPerMultiprocessor(gpu->registersPerMultiprocessor);
    to.setSharedBytesPerBlock(gpu->sharedBytesPerBlock);
    to.setSharedBytesPerMultiprocessor(gpu->sharedBytesPerMultiprocessor);
    to.setMaxBlocksPerCluster(gpu->maxBlocksPerCluster);
    to.setL2Bytes(gpu->l2Bytes);
  } else {
    const auto& device = std::get<OpenClTarget>(target);
    auto to = out.initOpenCl();
    to.setDevice(asData(device.device));
    to.setLanguageVersion(asData(device.languageVersion));
    to.setIsCpu(device.isCpu);
    to.setComputeUnits(device.computeUnits);
    to.setSubGroupSize(device.subGroupSize);
    to.setLocalBytes(device.localBytes);
    to.setMaxWorkGroupSize(device.maxWorkGroupSize);
    to.setFp16(device.fp16);
    to.setFp64(device.fp64);
    to.setRoundedDivideSqrt(device.roundedDivideSqrt);
  }
}

StatusOr<Target> read(wire::Target::Reader in) {
  switch (in.which()) {
    case wire::Target::CPU: {
      const auto from = in.getCpu();
      CpuTarget out;
      out.triple = text(from.getTriple());
      out.cpu = text(from.getCpu());
      out.features = text(from.getFeatures());
      out.vectorBits = from.getVectorBits();
      out.vectorRegisters = from.getVectorRegisters();
      out.fma = from.getFma();
      out.l1Bytes = from.getL1Bytes();
      out.l2Bytes = from.getL2Bytes();
      out.l3Bytes = from.getL3Bytes();
      return out;
    }
    case wire::Target::GPU: {
      const auto from = in.getGpu();
      if (from.getMatrixUnit() >= kMatrixUnitCount)
        return invalidArgument("target message: no matrix unit has the number ", int{from.getMatrixUnit()});
      GpuTarget out;
      out.architecture = text(from.getArchitecture());
      out.ptxVersion = from.getPtxVersion();
      out.warpSize = from.getWarpSize();
      out.matrixUnit = static_cast<MatrixUnit>(from.getMatrixUnit());
      out.multiprocessors = from.getMultiprocessors();
      out.maxThreadsPerBlock = from.getMaxThreadsPerBlock();
      out.maxThreadsPerMultiprocessor = from.getMaxThreadsPerMultiprocessor();
      out.maxBlocksPerMultiprocessor = from.getMaxBlocksPerMultiprocessor();
      out.maxRegistersPerThread = from.getMaxRegistersPerThread();
      out.registersPerMultiprocessor = from.getRegistersPerMultiprocessor();
      out.sharedBytesPerBlock = from.getSharedBytesPerBlock();
      out.sharedBytesPerMultiprocessor = from.getSharedBytesPerMultiprocessor();
      out.maxBlocksPerCluster = from.getMaxBlocksPerCluster();
      out.l2Bytes = from.getL2Bytes();
      return out;
    }
    case wire::Target::OPEN_CL: {
      const auto from = in.getOpenCl();
      OpenClTarget out;
      out.device = text(from.getDevice());
      out.languageVersion = text(from.getLanguageVersion());
      out.isCpu = from.getIsCpu();
      out.computeUnits = from.getComputeUnits();
      out.subGroupSize = from.getSubGroupSize();
      out.localBytes = from.getLocalBytes();
      out.maxWorkGroupSize = from.getMaxWorkGroupSize();
      out.fp16 = from.getFp16();
      out.fp64 = from.getFp64();
      out.roundedDivideSqrt = from.getRoundedDivideSqrt();
      return out;
    }
  }
  return invalidArgument("target message: a target of a kind that this version does not know");
}

}  // namespace

std::string serializeTarget(const Target& target) {
  capnp::MallocMessageBuilder message;
  write(message.initRoot<wire::Target>(), target);
  kj::Array<capnp::word> words = capnp::messageToFlatArray(message);
  return std::string(reinterpret_cast<const char*>(words.begin()), words.size() * sizeof(capnp::word));
}

StatusOr<Target> deserializeTarget(std::string_view bytes) {
  if (bytes.empty() || bytes.size() % sizeof(capnp::word) != 0)
    return invalidArgument("target message: expected whole 8-byte words, found ", bytes.size(), " bytes");
  kj::Array<capnp::word> words = kj::heapArray<capnp::word>(bytes.size() / sizeof(capnp::word));
  std::memcpy(words.begin(), bytes.data(), bytes.size());
  try {
    capnp::ReaderOptions options;
    options.traversalLimitInWords = words.size() * 4 + 64;
    capnp::FlatArrayMessageReader reader(words, options);
    return read(reader.getRoot<wire::Target>());
  } catch (const kj::Exception& error) {
    return invalidArgument("target message: damaged (", error.getDescription().cStr(), ")");
  } catch (const std::exception& error) {
    return invalidArgument("target message: damaged (", error.what(), ")");
  }
}

}  // namespace partita
