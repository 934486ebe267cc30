// What a rank of a job does through libpartita.so: plans, compiles and runs with the others, and checks its own pieces.
//   api_ranks [CLUSTER.toml]
#include <cstdio>

#include "partita/partita.hpp"

namespace {

// CLUSTER: a file that gives each rank two devices; "": without one.
int run(const std::string& cluster) {
  partita::ClientOptions options;
  options.devices = 2;
  options.threads = 1;
  options.clusterFile = cluster;
  options.mpi = true;
  options.deadline = 60;
  const partita::Client client = partita::Client::create(options).value();
  const auto devices = static_cast<int>(client.deviceCount());
  if (devices != 2 * client.processCount()) return 2;
  const partita::Program program = partita::Program::parse(
                                       "func.func public @main(%x: tensor<24xf32>) -> (tensor<24xf32>, tensor<f32>) {\n"
                                       "  %z = stablehlo.constant dense<0.0> : tensor<f32>\n"
                                       "  %0 = stablehlo.add %x, %x : tensor<24xf32>\n"
                                       "  %1 = stablehlo.reduce(%0 init: %z) applies stablehlo.add across dimensions = "
                                       "[0] : (tensor<24xf32>, tensor<f32>) -> tensor<f32>\n"
                                       "  return %0, %1 : tensor<24xf32>, tensor<f32>\n}\n")
                                       .value();
  partita::PlanOptions how;
  how.mesh = "data=" + std::to_string(devices);
  const partita::Plan plan = partita::Plan::create(client, program, how).value();
  const partita::Executable executable = partita::Executable::compile(client, plan).value();
  std::vector<float> data;
  for (int i = 0; i < 24; ++i) data.push_back(static_cast<float>(i));
  const partita::Buffer x = partita::Buffer::forArgument<float>(executable, 0, data).value();
  for (int i = 0; i < 20; ++i) {
    const std::vector<partita::Buffer> results = executable.execute({&x}).value();
    if (results[1].toHost<float>().value()[0] != 552) return 3;
    if (results[0].pieceCount() != 2) return 4;
    const partita::Buffer::Piece piece = results[0].piece(1).value();
    std::vector<float> own(piece.bytes / sizeof(float));
    results[0].pieceToHost(1, own.data(), piece.bytes).check();
    if (own[0] != 2 * static_cast<float>(piece.begin[0])) return 5;
    if (client.processCount() > 1 && results[0].toHost<float>().status().code() != PARTITA_FAILED_PRECONDITION)
      return 6;
  }
  std::printf("rank %d of %d is fine\n", client.processIndex(), client.processCount());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc > 1 ? argv[1] : "");
  } catch (const partita::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
