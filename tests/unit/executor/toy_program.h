#pragma once
// Programs for executor tests, with kernels that are functions of the test.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "program/program.h"

namespace partita {

class ToyKernels : public KernelTable {
 public:
  KernelFn find(const std::string& symbol) const override {
    auto it = functions.find(symbol);
    return it == functions.end() ? nullptr : it->second;
  }
  std::map<std::string, KernelFn> functions;
};

// A program under construction: buffer 0 is the arena.
struct ToyProgram {
  Program program;
  ToyKernels kernels;

  explicit ToyProgram(int64_t arenaBytes) {
    program.name = "toy";
    program.arenaBytes = arenaBytes;
    program.buffers.push_back({BufferKind::kArena, 0, arenaBytes, ""});
  }
  int32_t addArgument(int64_t bytes) {
    auto number = static_cast<int32_t>(program.arguments.size());
    auto buffer = static_cast<int32_t>(program.buffers.size());
    program.buffers.push_back({BufferKind::kArgument, number, bytes, ""});
    program.arguments.push_back({buffer, TensorType(DType::kUI8, {bytes}), "argument"});
    return buffer;
  }
  int32_t addResult(int64_t bytes) {
    auto number = static_cast<int32_t>(program.results.size());
    auto buffer = static_cast<int32_t>(program.buffers.size());
    program.buffers.push_back({BufferKind::kResult, number, bytes, ""});
    program.results.push_back({{buffer, 0, bytes}, -1, TensorType(DType::kUI8, {bytes}), "result"});
    return buffer;
  }
  int32_t addKernel(const std::string& symbol, KernelFn function, int64_t tasks, int64_t scratchBytes = 0) {
    kernels.functions[symbol] = function;
    program.kernels.push_back({symbol, TaskRange{tasks, scratchBytes}});
    return static_cast<int32_t>(program.kernels.size()) - 1;
  }
  // The first WRITTEN arguments are read and written, the others read.
  static Thunk launch(std::string name, int32_t kernel, std::vector<Slice> arguments, size_t written) {
    Thunk thunk;
    thunk.kind = ThunkKind::kKernel;
    thunk.name = std::move(name);
    thunk.kernel = kernel;
    for (size_t i = 0; i < arguments.size(); ++i) {
      thunk.uses.push_back({arguments[i], false});
      if (i < written) thunk.uses.push_back({arguments[i], true});
    }
    thunk.arguments = std::move(arguments);
    return thunk;
  }
  static Thunk copy(std::string name, Slice source, Slice destination) {
    Thunk thunk;
    thunk.kind = ThunkKind::kCopy;
    thunk.name = std::move(name);
    thunk.source = source;
    thunk.destination = destination;
    thunk.uses = {{source, false}, {destination, true}};
    return thunk;
  }
};

}  // namespace partita
