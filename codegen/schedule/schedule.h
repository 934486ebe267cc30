#pragma once
// How a nest is run: a list of steps, which is data. It prints, parses, compares, and never carries meaning: any
// schedule that applySchedule() accepts gives the results of the nest as it stands, sums apart, whose order it may
// choose.
//
//   split r 64 -> r.t r.i       r = 64*r.t + r.i; the last block may be short
//   fuse a b -> f               f = a * (count of b) + b
//   order t3: r.t c r.i         the loops of statement t3, outermost first
//   share t4 2                  t4 runs inside the two outermost loops of the statement before it
//   bind r.t task               task: the kernel's tasks; vector N: N lanes; unroll: copies, values in registers
//   partial t5 r.t              every block of r.t makes a sum of its own; the next launch adds them up in order
//   launch t5.sum               a kernel of its own begins at this statement
//   stream s0                   stores bypass the caches
//
// Names are those of the nest's axes and statements and those that splits and fusions give. "T.sum" is the statement
// that finishes the partial sums of T.
#include <string>
#include <vector>

#include "base/status.h"

namespace partita {

enum class ScheduleStepKind : uint8_t { kSplit, kFuse, kOrder, kShare, kBind, kPartial, kLaunch, kStream };

enum class Binding : uint8_t { kSerial, kTask, kVector, kUnroll };

struct ScheduleStep {
  ScheduleStepKind kind{};
  std::string subject;  // an axis' piece; kOrder, kShare, kPartial, kLaunch, kStream: a statement
  std::vector<std::string>
      names;           // kSplit: outer, inner. kFuse: the second piece, the result. kOrder: pieces. kPartial: the piece
  int64_t number = 0;  // kSplit: factor. kShare: loops. kBind vector: lanes
  Binding binding = Binding::kSerial;  // kBind
  friend bool operator==(const ScheduleStep&, const ScheduleStep&) = default;
};

struct Schedule {
  std::vector<ScheduleStep> steps;
  friend bool operator==(const Schedule&, const Schedule&) = default;

  Schedule& split(std::string piece, int64_t factor, std::string outer, std::string inner);
  Schedule& fuse(std::string first, std::string second, std::string fused);
  Schedule& order(std::string statement, std::vector<std::string> pieces);
  Schedule& share(std::string statement, int64_t loops);
  Schedule& bind(std::string piece, Binding binding, int64_t lanes = 0);
  Schedule& partial(std::string statement, std::string piece);
  Schedule& launch(std::string statement);
  Schedule& stream(std::string statement);
};

std::string stepToString(const ScheduleStep& step);
// A step a line.
std::string scheduleToString(const Schedule& schedule);
// "#" begins a comment. InvalidArgument names ORIGIN (a file) and the line.
StatusOr<Schedule> parseSchedule(std::string_view text, std::string_view origin);

}  // namespace partita
