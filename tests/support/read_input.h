#pragma once
// What the fuzz targets of the readers do with an input: it is read, imported and verified, and whatever the bytes,
// that ends with a program or with an error that says something.
#include <string_view>

namespace partita {

enum class InputForm { kText, kBytecode, kJaxExport, kHloText, kHloProto };

// True where BYTES are read as FORM. Dies where something is not in order.
bool readInput(InputForm form, std::string_view bytes);

}  // namespace partita
