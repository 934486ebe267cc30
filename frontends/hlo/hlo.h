#pragma once
// HLO, XLA's own form of programs: the text that --xla_dump_to writes and as_text() gives, with and without % signs,
// before and after optimisation; and HloModuleProto, by itself or within HloProto, HloSnapshot and
// HloUnoptimizedSnapshot.
#include <string_view>

#include "base/status.h"
#include "frontends/module/module.h"

namespace partita {

// By the first bytes.
bool isHloText(std::string_view bytes);
bool isHloProto(std::string_view bytes);

// FILENAME is for messages: "step.txt:12:8: …" of text, "step.pb: byte 37: …" of a message.
StatusOr<ir::Module> readHloText(std::string_view text, std::string_view filename);
StatusOr<ir::Module> readHloProto(std::string_view bytes, std::string_view filename);

}  // namespace partita
