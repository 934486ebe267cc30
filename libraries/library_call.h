#pragma once
// Calls of numeric libraries on arrays in this process's memory: LAPACK (lapack.cc) and our Fourier transforms
// (fft.cc). What a call is, its check and its run; the only way from the rest of the tree to these libraries.
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/status.h"
#include "base/types.h"

namespace partita {

// FUNCTION by the name that programs call it by: "lapack_sgetrf_ffi", "partita.fft". Arrays have the types that they
// lie in memory by, row-major; a matrix of LAPACK, which is column-major, of m rows and n columns is [n, m]. Dimensions
// in front of those that the function is about are a batch, alike in all arrays.
struct LibraryCall {
  std::string function;
  std::vector<TensorType> operands, results;
  std::vector<std::pair<std::string, int64_t>> attributes;  // letters by their code
  friend bool operator==(const LibraryCall&, const LibraryCall&) = default;
};

// What is known of a call before it is run.
struct LibraryCallInfo {
  int64_t tasks = 1;  // parts that may run at the same time, in any order
  double flops = 0;   // roughly
  int batchDims = 0;
  // Operand and result that may be in one place.
  std::vector<std::pair<int, int>> inPlace;
};

// "partita.fft": a discrete Fourier transform of one dimension of an array. Attributes: type (0 to 3: FFT, IFFT, RFFT,
// IRFFT), dimension, in this order.
inline constexpr std::string_view kFftFunction = "partita.fft";

// A call made ready: immutable, for any number of threads.
class LibraryKernel {
 public:
  virtual ~LibraryKernel() = default;
  // Of each thread that runs it; 64-byte aligned.
  virtual int64_t scratchBytes() const = 0;
  // Tasks [begin, end). BUFFERS: operands, then results.
  virtual void run(void* const* buffers, int64_t begin, int64_t end, void* scratch) const = 0;
};

// What the arrays of a function are beside the batch.
struct LibraryArrays {
  std::vector<int> operandRanks, resultRanks;  // 2 of a matrix
  bool columnMajor = false;                    // matrices lie in memory by columns
};
// NotFound for a name that no function has.
StatusOr<LibraryArrays> libraryArrays(std::string_view function);
// Checks CALL. NotFound for a function that there is not; InvalidArgument for types or attributes that it does not
// take, Unimplemented for values of attributes that it has no code for.
StatusOr<LibraryCallInfo> describeLibraryCall(const LibraryCall& call);
// The same, and makes it ready.
StatusOr<std::unique_ptr<LibraryKernel>> makeLibraryKernel(const LibraryCall& call);

}  // namespace partita
