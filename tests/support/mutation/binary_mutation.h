#pragma once
// Changes the bytes of messages and artifacts at random: what the fuzz tests of their readers are made of.
#include <string>

#include "base/rng.h"

namespace partita {

enum class VarintForm { kMlir, kProtobuf };

// One to three edits: bits, bytes, numbers of variable length as FORM writes them, pieces left out, put in, and taken
// from DONOR. Half of them keep the length: what counts on places in the file is still read.
std::string mutatedBinary(const std::string& bytes, const std::string& donor, VarintForm form, Rng& rng);

}  // namespace partita
