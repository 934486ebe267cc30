#pragma once
// The part of checkProgram that is about kernels and their code.
#include "base/status.h"
#include "program/program.h"

namespace partita {

// Code objects, entries and launches are such as the program's target has, within its limits, and each kernel's object
// is there. InvalidArgument names the kernel or object.
Status checkKernels(const Program& program);

}  // namespace partita
