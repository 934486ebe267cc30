// The main job under real mpirun: captured training programs follow JAX's losses, however they are split.
#include <gtest/gtest.h>

#include "tests/support/training_job.h"

namespace partita {
namespace {

const std::string kTwoAxes = "data = 2\nmodel = 2";

class Train : public testing::TestWithParam<TrainingCase> {};

TEST_P(Train, FollowsJax) { expectJaxLosses(GetParam()); }

INSTANTIATE_TEST_SUITE_P(Gpt, Train,
                         testing::Values(TrainingCase{"gpt_tiny_1", "gpt_tiny", 1, "data = 1", ""},
                                         TrainingCase{"gpt_tiny_dp2", "gpt_tiny", 2, "data = 2", ""},
                                         TrainingCase{"gpt_tiny_tp2", "gpt_tiny", 2, "model = 2", kGptTensorRules},
                                         TrainingCase{"gpt_tiny_fsdp2", "gpt_tiny", 2, "data = 2", "fsdp = \"data\""},
                                         TrainingCase{"gpt_tiny_dp4", "gpt_tiny", 4, "data = 4", ""},
                                         TrainingCase{"gpt_tiny_tp4", "gpt_tiny", 4, "model = 4", kGptTensorRules},
                                         TrainingCase{"gpt_tiny_fsdp4", "gpt_tiny", 4, "data = 4", "fsdp = \"data\""},
                                         TrainingCase{"gpt_tiny_dp2_tp2", "gpt_tiny", 4, kTwoAxes, kGptTensorRules},
                                         TrainingCase{"gpt_tiny_annotated", "gpt_tiny", 4, "", "", 1e-4, "",
                                                      "sharded/gpt_tiny_dp2_tp2.mlir"},
                                         TrainingCase{"gpt_tiny_two_devices", "gpt_tiny", 1, "data = 2", "", 1e-4,
                                                      "two_local_devices"}),
                         [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Llama, Train,
    testing::Values(TrainingCase{"llama_tiny_1", "llama_tiny", 1, "data = 1", ""},
                    TrainingCase{"llama_tiny_dp2", "llama_tiny", 2, "data = 2", ""},
                    TrainingCase{"llama_tiny_tp2", "llama_tiny", 2, "model = 2", kLlamaTensorRules},
                    TrainingCase{"llama_tiny_fsdp2", "llama_tiny", 2, "data = 2", "fsdp = \"data\""},
                    TrainingCase{"llama_tiny_dp4", "llama_tiny", 4, "data = 4", ""},
                    TrainingCase{"llama_tiny_fsdp4", "llama_tiny", 4, "data = 4", "fsdp = \"data\""},
                    TrainingCase{"llama_tiny_dp2_tp2", "llama_tiny", 4, kTwoAxes, kLlamaTensorRules}),
    [](const auto& info) { return info.param.name; });

// Cuts by weights: batches, heads, hidden dimensions and state in unlike pieces; a mean over an uneven batch is the
// mean over the whole.
const std::string kWeights2 = "{ size = 2, weights = [2, 1] }", kWeights3 = "{ size = 3, weights = [3, 2, 2] }",
                  kByMemory = "data = { size = 3, weights = \"memory\" }";
INSTANTIATE_TEST_SUITE_P(
    Weighted, Train,
    testing::Values(
        TrainingCase{"gpt_tiny_dp_2_1", "gpt_tiny", 2, "data = " + kWeights2, ""},
        TrainingCase{"gpt_tiny_dp_3_2_2", "gpt_tiny", 3, "data = " + kWeights3, ""},
        TrainingCase{"gpt_tiny_tp_2_1", "gpt_tiny", 2, "model = " + kWeights2, kGptTensorRules},
        TrainingCase{"gpt_tiny_tp_3_2_2", "gpt_tiny", 3, "model = " + kWeights3, kGptTensorRules},
        TrainingCase{"gpt_tiny_fsdp_memory", "gpt_tiny", 3, kByMemory, "fsdp = \"data\"", 1e-4, "unequal_local_ranks"},
        TrainingCase{"gpt_tiny_devices_2_1", "gpt_tiny", 1, "data = " + kWeights2, "", 1e-4, "two_local_devices"},
        TrainingCase{"llama_tiny_dp_2_1", "llama_tiny", 2, "data = " + kWeights2, ""},
        TrainingCase{"llama_tiny_dp_3_2_2", "llama_tiny", 3, "data = " + kWeights3, ""},
        TrainingCase{"llama_tiny_tp_2_1", "llama_tiny", 2, "model = " + kWeights2, kLlamaTensorRules},
        TrainingCase{"llama_tiny_fsdp_memory", "llama_tiny", 3, kByMemory, "fsdp = \"data\"", 1e-4,
                     "unequal_local_ranks"},
        TrainingCase{"llama_tiny_devices_tp_2_1", "llama_tiny", 1, "model = " + kWeights2, kLlamaTensorRules, 1e-4,
                     "two_local_devices"},
        TrainingCase{"moe_tiny_dp_2_1", "moe_tiny", 2, "data = " + kWeights2, "", 1.3e-4},
        TrainingCase{"moe_tiny_dp_3_2_2", "moe_tiny", 3, "data = " + kWeights3, "", 1.3e-4},
        TrainingCase{"moe_tiny_fsdp_memory", "moe_tiny", 3, kByMemory, "fsdp = \"data\"", 1.3e-4,
                     "unequal_local_ranks"}),
    [](const auto& info) { return info.param.name; });

// Tolerances: the loss drift of losses.json, at least 1e-4.
INSTANTIATE_TEST_SUITE_P(Others, Train,
                         testing::Values(TrainingCase{"mlp_mnist_1", "mlp_mnist", 1, "data = 1", ""},
                                         TrainingCase{"mlp_mnist_dp2", "mlp_mnist", 2, "data = 2", ""},
                                         TrainingCase{"lstm_tiny_1", "lstm_tiny", 1, "data = 1", ""},
                                         TrainingCase{"lstm_tiny_dp2", "lstm_tiny", 2, "data = 2", ""},
                                         TrainingCase{"moe_tiny_1", "moe_tiny", 1, "data = 1", "", 1.3e-4},
                                         TrainingCase{"moe_tiny_dp2", "moe_tiny", 2, "data = 2", "", 1.3e-4}),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace partita
