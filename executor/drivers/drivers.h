#pragma once
// The drivers there are; makeDriver() picks.
#include <memory>

#include "executor/driver.h"

namespace partita {

// Kernels are functions of this process, memory is this process's memory.
std::unique_ptr<Driver> makeCpuDriver(const DriverOptions& options);

// No hardware: memory is addresses only, nothing is run, so that a program for any pretended device can be walked. A
// loop goes round once, a branch takes its first way.
std::unique_ptr<Driver> makeNullDriver();

}  // namespace partita
