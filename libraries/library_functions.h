#pragma once
// The libraries behind library_call.h.
#include "libraries/library_call.h"

namespace partita {

bool isLapackFunction(std::string_view function);
LibraryArrays lapackArrays(std::string_view function);
StatusOr<LibraryCallInfo> describeLapackCall(const LibraryCall& call);
StatusOr<std::unique_ptr<LibraryKernel>> makeLapackKernel(const LibraryCall& call);

StatusOr<LibraryCallInfo> describeFftCall(const LibraryCall& call);
StatusOr<std::unique_ptr<LibraryKernel>> makeFftKernel(const LibraryCall& call);

}  // namespace partita
