#pragma once
// What the tests of the C interface share.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "partita/partita.hpp"

namespace partita {

// a + b of N floats; a is donated to the sum when DONATED.
inline std::string addText(int n, bool donated = false) {
  const std::string type = "tensor<" + std::to_string(n) + "xf32>";
  return "func.func public @main(%a: " + type + (donated ? " {tf.aliasing_output = 0 : i32}" : "") + ", %b: " + type +
         ") -> " + type + " {\n  %0 = stablehlo.add %a, %b : " + type + "\n  return %0 : " + type + "\n}\n";
}

inline Client clientOf(int devices) {
  ClientOptions options;
  options.devices = devices;
  options.threads = 1;
  return Client::create(options).value();
}

inline Executable compiledFrom(const Client& client, const std::string& text, const std::string& mesh = "") {
  const Program program = Program::parse(text).value();
  PlanOptions options;
  options.mesh = mesh;
  return Executable::compile(client, Plan::create(client, program, options).value()).value();
}

inline Buffer argumentOf(const Executable& executable, size_t index, float value) {
  const size_t count = executable.argument(index).value().type.bytes() / sizeof(float);
  return Buffer::forArgument<float>(executable, index, std::vector<float>(count, value)).value();
}

}  // namespace partita
