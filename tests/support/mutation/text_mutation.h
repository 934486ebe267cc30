#pragma once
// Changes the text of programs at random: what the fuzz tests of the parser, of `plan` and of `run` are made of.
#include <string>
#include <vector>

#include "base/rng.h"

namespace partita {

// One to four edits of PROGRAM that know nothing of its form: characters, pieces, numbers.
std::string mutatedBytes(const std::string& program, Rng& rng);

// One to four edits that know the form of StableHLO text: numbers, shapes (each place alone or all at once), element
// types, operands, ops of the same form, shardings, meshes, donations, lines left out, written twice, swapped, or taken
// from DONOR. Many of the programs that come out are still read.
std::string mutatedProgram(const std::string& program, const std::string& donor, Rng& rng);

}  // namespace partita
