#include "libraries/library_call.h"

#include "libraries/library_functions.h"

namespace partita {
namespace {

Status noSuchFunction(std::string_view function) { return notFound("there is no library function \"", function, "\""); }

}  // namespace

StatusOr<LibraryArrays> libraryArrays(std::string_view function) {
  if (function == kFftFunction) return LibraryArrays{{1}, {1}, false};
  if (isLapackFunction(function)) return lapackArrays(function);
  return noSuchFunction(function);
}

StatusOr<LibraryCallInfo> describeLibraryCall(const LibraryCall& call) {
  if (call.function == kFftFunction) return describeFftCall(call);
  if (isLapackFunction(call.function)) return describeLapackCall(call);
  return noSuchFunction(call.function);
}

StatusOr<std::unique_ptr<LibraryKernel>> makeLibraryKernel(const LibraryCall& call) {
  if (call.function == kFftFunction) return makeFftKernel(call);
  if (isLapackFunction(call.function)) return makeLapackKernel(call);
  return noSuchFunction(call.function);
}

}  // namespace partita
