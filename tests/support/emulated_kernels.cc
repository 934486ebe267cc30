#include "tests/support/emulated_kernels.h"

#include <cstring>

#include "base/files.h"
#include "base/text.h"
#include "codegen/emit/kernel_compiler.h"
#include "tests/support/subprocess.h"

namespace partita {
namespace {

constexpr const char* kCompiler = "aarch64-linux-gnu-gcc";
constexpr const char* kEmulator = "qemu-aarch64";

void append(std::string& out, int64_t value) { out.append(reinterpret_cast<const char*>(&value), sizeof(value)); }

}  // namespace

std::string emulationLacks() {
  static const std::string lacks = [] {
    std::string out;
    if (runProcess({kCompiler, "--version"}).code != 0) out += " gcc-aarch64-linux-gnu libc6-dev-arm64-cross";
    if (runProcess({kEmulator, "--version"}).code != 0) out += " qemu-user";
    return out.empty() ? out : "kernels for Arm do not run here: apt-get install" + out;
  }();
  return lacks;
}

StatusOr<EmulatedKernels> EmulatedKernels::link(absl::Span<const ObjectCode> objects,
                                                absl::Span<const std::string> symbols, const CpuTarget& target,
                                                const std::string& folder) {
  std::string table = "#include <stdint.h>\ntypedef void KernelFn(void* const*, int64_t, int64_t, void*);\n", list;
  for (const std::string& symbol : symbols) {
    strAppend(&table, "extern KernelFn ", symbol, ";\n");
    strAppend(&list, "  ", symbol, ",\n");
  }
  strAppend(&table, "KernelFn* const kernels[] = {\n", list, "};\n");
  RETURN_IF_ERROR(writeFile(folder + "/table.c", table));
  std::vector<std::string> command = {kCompiler,           "-O1",
                                      "-static",           "-o",
                                      folder + "/kernels", sourcePath("tests/support/emulated/kernel_driver.c"),
                                      folder + "/table.c"};
  for (size_t i = 0; i < objects.size(); ++i) {
    command.push_back(strCat(folder, "/", i, ".o"));
    RETURN_IF_ERROR(writeFile(command.back(), objects[i].contents));
  }
  command.push_back("-lm");
  const Outcome outcome = runProcess(command);
  if (outcome.code != 0) return internalError("cannot link kernels for AArch64: ", outcome.err);
  EmulatedKernels out;
  out.folder_ = folder;
  // "max" has all instructions; SVE's vectors are as long as one asks.
  out.processor_ = strCat("max,sve-default-vector-length=", target.vectorBits / 8);
  return out;
}

Status EmulatedKernels::run(size_t kernel, int64_t tasks, int64_t scratchBytes,
                            absl::Span<const Memory> buffers) const {
  std::string text;
  for (int64_t value : {static_cast<int64_t>(kernel), tasks, scratchBytes, static_cast<int64_t>(buffers.size())})
    append(text, value);
  for (const Memory& memory : buffers) append(text, memory.bytes);
  const size_t head = text.size();
  for (const Memory& memory : buffers)
    text.append(static_cast<const char*>(memory.data), static_cast<size_t>(memory.bytes));
  const std::string path = folder_ + "/memory";
  RETURN_IF_ERROR(writeFile(path, text));
  const Outcome outcome = runProcess({kEmulator, "-cpu", processor_, folder_ + "/kernels", path});
  if (outcome.code != 0) return internalError("the emulated kernel ended with ", outcome.code, " ", outcome.err);
  ASSIGN_OR_RETURN(text, readFile(path, "memory"));
  size_t at = head;
  for (const Memory& memory : buffers) {
    std::memcpy(memory.data, text.data() + at, static_cast<size_t>(memory.bytes));
    at += static_cast<size_t>(memory.bytes);
  }
  return {};
}

Status runEmulated(const LoopFunction& f, absl::Span<void* const> parameters, const CpuTarget& target,
                   const std::string& folder) {
  const LoopFunction* list[] = {&f};
  ASSIGN_OR_RETURN(const std::vector<ObjectCode> objects, compileKernels(list, target, {}));
  const std::string symbols[] = {kernelSymbol(f)};
  ASSIGN_OR_RETURN(const EmulatedKernels kernels, EmulatedKernels::link(objects, symbols, target, folder));
  std::vector<EmulatedKernels::Memory> memory;
  for (size_t i = 0; i < parameters.size(); ++i) {
    const LoopBuffer& buffer = f.buffers[f.parameters[i]];
    memory.push_back({parameters[i], buffer.elements * dtypeBytes(buffer.dtype)});
  }
  return kernels.run(0, f.tasks, kernelScratchBytes(f), memory);
}

}  // namespace partita
