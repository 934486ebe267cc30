#include <cstddef>
#include <cstdint>

#include "tests/support/read_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  partita::readInput(partita::InputForm::kHloProto, {reinterpret_cast<const char*>(data), size});
  return 0;
}
