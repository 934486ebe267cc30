#pragma once
// Runs nests as their schedules say, and compares.
#include <string>
#include <vector>

#include "base/rng.h"
#include "codegen/loops/loop_nest.h"
#include "codegen/schedule/apply_schedule.h"

namespace partita {

// What the kernels of NEST under a schedule leave in the parameters, which begin as INPUTS. WORKERS > 0: as machine
// code, by so many, where the CPU has some; else interpreted, in an order of SEED.
std::vector<std::vector<double>> runNest(const LoopNest& nest, const ScheduledNest& scheduled,
                                         const std::vector<std::vector<double>>& inputs, int workers = 0,
                                         uint64_t seed = 1);

// Small whole numbers for the parameters, so that sums are exact in any order.
std::vector<std::vector<double>> wholeNumbers(const LoopNest& nest, Rng& rng);

// Expects that SCHEDULE computes what the nest does without one, run SEEDS times, interpreted in other orders.
void expectSame(const LoopNest& nest, const Schedule& schedule, int workers = 0, int seeds = 1);

// Expects that SCHEDULE is refused, for a reason that has WHY in it.
void expectRefused(const LoopNest& nest, const Schedule& schedule, std::string_view why);

// The steps in TEXT, which must parse.
Schedule parsed(std::string_view text);

// The loops of a kernel of NEST.
std::string textOf(const LoopNest& nest, const Schedule& schedule, size_t kernel = 0);

// How often WHAT is in TEXT.
int occurrences(std::string_view text, std::string_view what);

}  // namespace partita
