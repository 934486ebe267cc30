// See thunk_runner.h.
#include "tests/support/thunk_runner.h"

#include <time.h>

#include <cstring>
#include <memory>

namespace partita {

namespace {

struct AlignedFree {
  void operator()(void* p) const { std::free(p); }
};
using Memory = std::unique_ptr<void, AlignedFree>;

Memory allocate(int64_t bytes) { return Memory(std::aligned_alloc(64, static_cast<size_t>((bytes + 127) / 64 * 64))); }

// Processor time of this thread: other load on the machine does not count.
double threadSeconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

// std::memcpy, also of nothing from nowhere: the data of an array without elements.
void copyBytes(void* to, const void* from, int64_t bytes) {
  if (bytes > 0) std::memcpy(to, from, static_cast<size_t>(bytes));
}

class Runner {
 public:
  Runner(const KernelCall& kernels, std::vector<ThunkTime>* times) : kernels_(kernels), times_(times) {}
  std::vector<void*> base;  // of each buffer

  Status run(const ThunkSequence& thunks) {
    for (const Thunk& t : thunks) {
      double start = threadSeconds();
      RETURN_IF_ERROR(run(t));
      if (times_ != nullptr) {
        times_->push_back({t.name, t.kernel, threadSeconds() - start});
      }
    }
    return absl::OkStatus();
  }

 private:
  char* at(const Slice& s) const { return static_cast<char*>(base[s.buffer]) + s.offset; }
  Status run(const Thunk& t) {
    switch (t.kind) {
      case ThunkKind::kKernel: {
        std::vector<void*> pointers;
        for (const Slice& s : t.arguments) pointers.push_back(at(s));
        return kernels_(t.kernel, pointers, t.arguments);
      }
      case ThunkKind::kCopy:
        copyBytes(at(t.destination), at(t.source), t.source.bytes);
        return absl::OkStatus();
      case ThunkKind::kWhile:
        while (true) {
          RETURN_IF_ERROR(run(t.condition));
          if (*at(t.predicate) == 0) return absl::OkStatus();
          RETURN_IF_ERROR(run(t.body));
        }
      case ThunkKind::kCase: {
        int32_t branch;
        std::memcpy(&branch, at(t.predicate), 4);
        size_t count = t.branches.size();
        if (branch < 0 || static_cast<size_t>(branch) >= count) branch = static_cast<int32_t>(count) - 1;
        return run(t.branches[branch]);
      }
      case ThunkKind::kCollective:
      case ThunkKind::kHostCall:
        return unimplemented("thunk ", t.name, ": collectives and host calls need an executor");
    }
    return absl::OkStatus();
  }

  const KernelCall& kernels_;
  std::vector<ThunkTime>* times_;
};

StatusOr<std::vector<Tensor>> runAll(const Program& program, const KernelCall& kernels, absl::Span<const Tensor> args,
                                     std::vector<ThunkTime>* times, bool poison) {
  Runner runner(kernels, times);
  std::vector<Memory> owned;
  std::vector<void*> arguments(program.arguments.size());
  for (const ProgramBuffer& buffer : program.buffers) {
    owned.push_back(allocate(buffer.bytes));
    void* p = owned.back().get();
    runner.base.push_back(p);
    switch (buffer.kind) {
      case BufferKind::kArgument:
        copyBytes(p, args[buffer.number].data(), args[buffer.number].bytes());
        break;
      case BufferKind::kConstant:
        std::memcpy(p, buffer.contents.data(), buffer.contents.size());
        break;
      case BufferKind::kDeviceId:
        std::memset(p, 0, 4);
        break;
      default:
        if (poison) std::memset(p, 0xfb, static_cast<size_t>(buffer.bytes));
        break;
    }
  }
  RETURN_IF_ERROR(runner.run(program.preparation));
  RETURN_IF_ERROR(runner.run(program.thunks));
  std::vector<Tensor> results;
  for (const ProgramResult& r : program.results) {
    Tensor t(r.type);
    copyBytes(t.mutableData(), static_cast<char*>(runner.base[r.slice.buffer]) + r.slice.offset, r.type.bytes());
    results.push_back(std::move(t));
  }
  return results;
}

}  // namespace

StatusOr<std::vector<Tensor>> runThunks(const Program& program, const KernelTable& table, absl::Span<const Tensor> args,
                                        std::vector<ThunkTime>* times, bool poison) {
  std::vector<KernelFn> functions;
  std::vector<std::unique_ptr<LibraryKernel>> libraries(program.kernels.size());
  int64_t scratchBytes = 64;
  for (const Kernel& k : program.kernels) {
    if (k.call != nullptr) {
      std::unique_ptr<LibraryKernel>& library = libraries[functions.size()];
      ASSIGN_OR_RETURN(library, makeLibraryKernel(*k.call));
      scratchBytes = std::max(scratchBytes, library->scratchBytes());
    }
    functions.push_back(k.call == nullptr ? table.find(k.symbol) : nullptr);
    scratchBytes = std::max(scratchBytes, k.taskRange().scratchBytes);
  }
  const Memory scratch = allocate(scratchBytes);
  const KernelCall call = [&](int32_t kernel, absl::Span<void* const> memory, absl::Span<const Slice>) -> Status {
    const int64_t tasks = program.kernels[kernel].taskRange().tasks;
    if (const LibraryKernel* library = libraries[kernel].get(); library != nullptr) {
      library->run(memory.data(), 0, tasks, scratch.get());
      return absl::OkStatus();
    }
    if (functions[kernel] == nullptr) return internalError("no function ", program.kernels[kernel].symbol);
    functions[kernel](memory.data(), 0, tasks, scratch.get());
    return absl::OkStatus();
  };
  return runAll(program, call, args, times, poison);
}

StatusOr<std::vector<Tensor>> runThunks(const Program& program, const KernelCall& kernels,
                                        absl::Span<const Tensor> args) {
  return runAll(program, kernels, args, nullptr, true);
}

}  // namespace partita
